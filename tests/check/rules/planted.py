"""Two hundred faults, planted one by one into the sample: each says which rule must find it, and
where."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date, timedelta

import msgspec

from gksite.check.rules.number_runs import passes_luhn

Sources = dict[str, str]
"""The texts of the sample by path."""

SEED = 20260104
PRIVATE = (
    "resident-id",
    "resident-id-doubtful",
    "mobile-number",
    "bank-card",
    "passport-number",
    "vehicle-plate",
    "personal-email",
    "home-address",
)
SECRET = ("secrecy-mark", "internal-mark", "copy-number", "inner-envelope")


class Fault(msgspec.Struct, frozen=True):
    """A file with a fault in it, the code that must be found, and the lines on which it may be said
    (none: anywhere in the site)."""

    path: str
    text: str
    code: str
    lines: tuple[int, ...]


def plant_all(sources: Sources) -> list[Fault]:
    """Two hundred faults, the same each time: a hundred of privacy and secrecy, a hundred of the
    other rules."""
    chance = random.Random(SEED)
    leaks = [(code, maker) for code, makers in LEAKS.items() for maker in makers]
    faults = [_plant_phrase(sources, chance, *leaks[number % len(leaks)]) for number in range(100)]
    others = list(OTHERS)
    for number in range(100):
        faults.append(others[number % len(others)](sources, chance))
    return faults


def _bodies(sources: Sources) -> list[str]:
    return sorted(path for path in sources if path.endswith("/plan.md"))


def _sentence_ends(text: str) -> list[int]:
    """Where a sentence of a body ends, before its bracket or line end."""
    start = text.index("\n---\n", 4) + 5
    return [
        match.end()
        for match in re.finditer(r"(?<=[\u4e00-\u9fff])。(?=\n|（责任|（牵头)", text)
        if match.start() > start
    ]


def _plant_phrase(
    sources: Sources, chance: random.Random, code: str, make: Callable[[random.Random], str]
) -> Fault:
    """A phrase behind a sentence of a plan; a mark on a line of its own at the end."""
    path = chance.choice([one for one in _bodies(sources) if _sentence_ends(sources[one])])
    text = sources[path]
    phrase = make(chance)
    if code in SECRET and not phrase.endswith("。"):
        lines = text.rstrip("\n").count("\n") + 3
        return Fault(path, f"{text.rstrip()}\n\n{phrase}\n", code, (lines,))
    at = chance.choice(_sentence_ends(text))
    return Fault(path, f"{text[:at]}{phrase}{text[at:]}", code, (text.count("\n", 0, at) + 1,))


# ── privacy and secrecy ───────────────────────────────────────────────────────────────────────────


def _digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(count))


def _resident_id(chance: random.Random) -> str:
    birth = date(1950, 1, 1) + timedelta(chance.randrange(20000))
    stem = (
        f"{chance.choice(('110101', '310104', '440106', '510104', '650102'))}{birth:%Y%m%d}"
        f"{_digits(chance, 3)}"
    )
    total = sum(
        int(digit) * weight
        for digit, weight in zip(
            stem, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), strict=True
        )
    )
    return stem + "10X98765432"[total % 11]


def _mobile(chance: random.Random) -> str:
    return f"1{chance.choice('3456789')}{_digits(chance, 9)}"


def _wide(text: str) -> str:
    return "".join(
        chr(ord(one) + 0xFEE0) if one.isascii() and one.isalnum() else one for one in text
    )


def _card(chance: random.Random) -> str:
    stem = "62220" + _digits(chance, chance.choice((10, 13)))
    return next(stem + digit for digit in "0123456789" if passes_luhn(stem + digit))


def _fours(text: str, sign: str) -> str:
    return sign.join(text[start : start + 4] for start in range(0, len(text), 4))


LEAKS: dict[str, tuple[Callable[[random.Random], str], ...]] = {
    "resident-id": (
        lambda chance: f"联系人身份证号码{_resident_id(chance)}。",
        lambda chance: f"（身份证：{_wide(_resident_id(chance))}）。",
        lambda chance: f"证号 {(one := _resident_id(chance))[:6]} {one[6:14]} {one[14:]}。",
        lambda chance: f"证号{(one := _resident_id(chance))[:6]}-{one[6:14]}-{one[14:]}。",
        lambda chance: f"申请人证号{_resident_id(chance).lower()}已核验。",
    ),
    "resident-id-doubtful": (
        lambda chance: f"旧证号{(one := _resident_id(chance))[:6]}{one[8:17]}。",
    ),
    "mobile-number": (
        lambda chance: f"联系电话：{_mobile(chance)}。",
        lambda chance: f"手机{_wide(_mobile(chance))}。",
        lambda chance: f"电话 {(one := _mobile(chance))[:3]} {one[3:7]} {one[7:]}。",
        lambda chance: f"电话{(one := _mobile(chance))[:3]}-{one[3:7]}-{one[7:]}。",
        lambda chance: f"（+86 {_mobile(chance)}）。",
        lambda chance: f"微信同号{(one := _mobile(chance))[:3]}·{one[3:7]}·{one[7:]}。",
        lambda chance: f"[值班电话](tel:{_mobile(chance)})。",
        lambda chance: f"电话{' '.join(_mobile(chance))}。",
        lambda chance: (
            f"电话{_wide((one := _mobile(chance))[:3])}　{_wide(one[3:7])}－{_wide(one[7:])}。"
        ),
        lambda chance: (
            "电话" + "".join("〇一二三四五六七八九"[int(digit)] for digit in _mobile(chance)) + "。"
        ),
    ),
    "bank-card": (
        lambda chance: f"缴入账号{_card(chance)}。",
        lambda chance: f"账号 {_fours(_card(chance), ' ')}。",
        lambda chance: f"账号{_fours(_card(chance), '-')}。",
    ),
    "passport-number": (
        lambda chance: f"护照E{_digits(chance, 8)}。",
        lambda chance: f"护照号码为EB{_digits(chance, 7)}。",
        lambda chance: f"往来港澳通行证号C{_digits(chance, 8)}。",
    ),
    "vehicle-plate": (
        lambda chance: f"车辆云A{_digits(chance, 5)}。",
        lambda chance: f"车辆沪B·D{_digits(chance, 4)}。",
        lambda chance: f"新能源车辆京AD{_digits(chance, 5)}。",
    ),
    "personal-email": (
        lambda chance: f"意见发至user{_digits(chance, 3)}@163.com。",
        lambda chance: f"邮箱：wang.{_digits(chance, 2)}@foxmail.com。",
        lambda chance: f"邮箱ｕｓｅｒ{_digits(chance, 2)}＠qq.com。",
    ),
    "home-address": (
        lambda chance: (
            f"申请人住湖滨路{chance.randrange(1, 99)}弄{chance.randrange(1, 30)}号"
            f"{chance.randrange(101, 909)}室。"
        ),
        lambda chance: (
            f"住青禾新村{chance.randrange(1, 60)}幢{chance.randrange(1, 6)}单元"
            f"{chance.randrange(101, 909)}室。"
        ),
        lambda chance: f"住临湖村{chance.randrange(1, 20)}组{chance.randrange(1, 90)}号。",
    ),
    "secrecy-mark": (
        lambda chance: f"秘密★{chance.randrange(1, 10)}年",
        lambda chance: "机密★",
        lambda chance: "绝 密 ★ 长期",
        lambda chance: "密级：秘密",
        lambda chance: "秘密",
        lambda chance: "本通知定为机密★1年。",
    ),
    "internal-mark": (
        lambda chance: "内部资料，注意保存",
        lambda chance: "仅供内部使用",
        lambda chance: "（内部文件，请勿外传）",
        lambda chance: "本件不得外传。",
    ),
    "copy-number": (
        lambda chance: f"份号：{chance.randrange(1, 999):06}",
        lambda chance: f"{chance.randrange(1, 999):06}",
        lambda chance: f"№ 0{_digits(chance, 5)}",
    ),
    "inner-envelope": (
        lambda chance: "签发人：王明",
        lambda chance: "特急",
        lambda chance: "紧急程度：加急",
    ),
}


# ── the other rules ───────────────────────────────────────────────────────────────────────────────


def _replace(
    code: str,
    wanted: str,
    put: Callable[[re.Match[str], random.Random], str],
    files: str = "plan.md",
) -> Callable[[Sources, random.Random], Fault]:
    """A fault made of one of the places that fit a pattern, below the front matter."""
    form = re.compile(wanted)

    def plant(sources: Sources, chance: random.Random) -> Fault:
        places: list[tuple[str, re.Match[str]]] = []
        for path in sorted(sources):
            if path.endswith(f"/{files}") and "linjiang-2025" not in path:
                start = sources[path].index("\n---\n", 4) if files == "plan.md" else 0
                places += [
                    (path, match) for match in form.finditer(sources[path]) if match.start() > start
                ]
        path, match = chance.choice(places)
        text = sources[path]
        new = text[: match.start()] + put(match, chance) + text[match.end() :]
        line = text.count("\n", 0, match.start()) + 1
        return Fault(
            path, new, code, tuple(range(line - 1, line + 2)) if files == "plan.md" else ()
        )

    return plant


def _insert(
    code: str, make: Callable[[random.Random], str]
) -> Callable[[Sources, random.Random], Fault]:
    return lambda sources, chance: _plant_phrase(sources, chance, code, make)


def _front(code: str, pattern: str, put: str) -> Callable[[Sources, random.Random], Fault]:
    """A fault in a value of a front matter."""
    form = re.compile(pattern, re.MULTILINE)

    def plant(sources: Sources, chance: random.Random) -> Fault:
        path = chance.choice([one for one in _bodies(sources) if form.search(sources[one])])
        text = sources[path]
        match = form.search(text)
        assert match
        return Fault(
            path, text[: match.start()] + match.expand(put) + text[match.end() :], code, ()
        )

    return plant


def _tail(
    code: str, block: str, name: str = "plan.md", only: str = ""
) -> Callable[[Sources, random.Random], Fault]:
    def plant(sources: Sources, chance: random.Random) -> Fault:
        path = chance.choice(
            [one for one in sorted(sources) if one.endswith(f"/{name}") and only in one]
        )
        return Fault(path, f"{sources[path].rstrip()}\n{block}\n", code, ())

    return plant


def _done_twice(sources: Sources, chance: random.Random) -> Fault:
    done = re.compile(r"- task: (\S+)\n  date: (\S+)\n  status: done")
    path = chance.choice(
        [
            one
            for one in sorted(sources)
            if one.endswith("/progress.yaml") and done.search(sources[one])
        ]
    )
    text = sources[path]
    tasks = done.findall(text)
    task, _ = chance.choice(tasks)
    return Fault(
        path,
        f"{text.rstrip()}\n- {{task: {task}, date: 2025-12-31, status: under_way}}\n",
        "progress-after-done",
        (),
    )


def _repeated_unit(sources: Sources, chance: random.Random) -> Fault:
    return _replace(
        "unit-repeated",
        r"（责任单位：([^、（）]+)、",
        lambda match, _: f"（责任单位：{match[1]}、{match[1]}、",
    )(sources, chance)


def _same_index(sources: Sources, chance: random.Random) -> Fault:
    paths = [one for one in _bodies(sources) if "index_number: " in sources[one]]
    one, other = chance.sample(paths, 2)
    number = re.search(r"index_number: (\S+)", sources[other])
    assert number
    return Fault(
        one,
        re.sub(r"index_number: \S+", f"index_number: {number[1]}", sources[one]),
        "index-number-repeated",
        (),
    )


def _record(code: str, value: str) -> Callable[[Sources, random.Random], Fault]:
    """A value in tasks.yaml that the body contradicts, in a plan whose tasks all stand in the
    body."""

    def plant(sources: Sources, chance: random.Random) -> Fault:
        path = "content/plans/qinghe-2025/tasks.yaml"
        lines = sources[path].split("\n")
        wanted = re.compile(r"- \{id: (\d+), (.*)\}$")
        number = chance.choice([n for n, line in enumerate(lines) if wanted.match(line)])
        match = wanted.match(lines[number])
        assert match
        lines[number] = f"- {{id: {match[1]}, {value}, {match[2]}}}"
        return Fault(path, "\n".join(lines), code, (number + 1,))

    return plant


def _bracket(sources: Sources, chance: random.Random) -> Fault:
    """A deadline in the brackets of the body beside another one in tasks.yaml."""
    path = "content/plans/qinghe-2025/plan.md"
    places = list(
        re.finditer(
            r"{task=(?:2|13|14)}\n.*(（责任单位：[^（）]*|（牵头单位：[^（）]*)(?=）)",
            sources[path],
        )
    )
    match = chance.choice(places)
    return Fault(
        path,
        f"{sources[path][: match.end()]}；完成时限：8月底前{sources[path][match.end() :]}",
        "body-table-deadline",
        (),
    )


def _after_tasks(code: str, phrase: str) -> Callable[[Sources, random.Random], Fault]:
    """A numbered paragraph behind one that is a task."""

    def plant(sources: Sources, chance: random.Random) -> Fault:
        path = chance.choice(
            ("content/plans/qinghe-2025/plan.md", "content/plans/qinghe-2024/plan.md")
        )
        match = chance.choice(list(re.finditer(r"(?m)^(\d{1,2})\..*）$", sources[path])))
        line = sources[path].count("\n", 0, match.end()) + 3
        new = (
            f"{sources[path][: match.end()]}\n\n{phrase.format(number=int(match[1]) + 1)}"
            f"{sources[path][match.end() :]}"
        )
        return Fault(path, new, code, (line,))

    return plant


def _done_without_mark(sources: Sources, chance: random.Random) -> Fault:
    """A mark of a task taken away: the task stands in the table alone."""
    path = chance.choice(("content/plans/qinghe-2025/plan.md", "content/plans/qinghe-2024/plan.md"))
    match = chance.choice(list(re.finditer(r"(?m)^\{task=(\d+)\}\n", sources[path])))
    return Fault(
        path, sources[path][: match.start()] + sources[path][match.end() :], "only-in-body", ()
    )


OTHERS: tuple[Callable[[Sources, random.Random], Fault], ...] = (
    _replace(
        "wrong-colon",
        r"(?<=[\u4e00-\u9fff])：(?=[\u4e00-\u9fff])",
        lambda match, chance: chance.choice("∶:"),
    ),
    _replace(
        "narrow-mark",
        r"(?<=[\u4e00-\u9fff])[，；](?=[\u4e00-\u9fff])",
        lambda match, _: {"，": ",", "；": ";"}[match[0]],
    ),
    _replace("straight-quotes", r"“([\u4e00-\u9fff]+)”", lambda match, _: f'"{match[1]}"'),
    _replace(
        "unpaired-mark",
        r"“([\u4e00-\u9fff]+)”",
        lambda match, chance: chance.choice((f"“{match[1]}", f"{match[1]}”")),
    ),
    _replace(
        "unpaired-mark",
        r"《([^《》]+)》",
        lambda match, chance: chance.choice((f"《{match[1]}", f"{match[1]}》")),
    ),
    _replace(
        "blank-in-text",
        r"(?<=[\u4e00-\u9fff]{3})(?=[\u4e00-\u9fff]{3})",
        lambda match, chance: chance.choice((" ", "\u3000", "\u00a0")),
    ),
    _replace(
        "number-mark", r"(?m)^(\d{1,2})\.(?=[\u4e00-\u9fff])", lambda match, _: f"{match[1]}、"
    ),
    _insert(
        "document-number-brackets",
        lambda chance: (
            f"落实青府办发{chance.choice(('[2025]', '（2025）', '【2025】', '(2025)'))}"
            f"{chance.randrange(1, 50)}号文件要求。"
        ),
    ),
    _insert(
        "document-number-form",
        lambda chance: f"落实青府办发〔2025〕{chance.choice(('第6', '06', '第006'))}号文件要求。",
    ),
    _tail("page-residue", "\n— 3 —"),
    _tail("page-residue", "\n第 4 页 共 9 页"),
    _tail("page-residue", "\n字号：大 中 小"),
    _tail("cut-sentence", "\n各单位要加强组织领导，\n\n按时报送落实情况。"),
    _insert(
        "confused-word",
        lambda chance: f"由{chance.choice(('人民攻府', '中华人民共合国', '各级正府'))}统一组织。",
    ),
    _insert(
        "confused-word",
        lambda chance: f"开展{chance.choice(('扫黑险恶', '秸杆禁烧', '政务工开'))}宣传。",
    ),
    _front("date-outside-year", r"^year: (\d{3})\d$", r"year: \g<1>1"),
    _front("date-outside-year", r"^written: 20(\d\d)", r"written: 2019"),
    _front("published-late", r"^written: (\d{4})-\d\d-\d\d$", r"written: \g<1>-01-04"),
    _front(
        "not-for-disclosure",
        r"^category: (.+)\n(?![\s\S]*^disclosure)",
        "disclosure: 不予公开\ncategory: \\g<1>\n",
    ),
    _front("index-number-form", r"^index_number: (\S+)/(\d{4})-0+", r"index_number: \g<1>-\g<2>-"),
    _record("body-table-units", "units: 区城运中心"),
    _record("body-table-wording", "text: 按季度公布有关事项。"),
    _bracket,
    _after_tasks("only-in-body", "{number}.开展一次公开工作自查。（责任单位：区政府办公室）"),
    _done_without_mark,
    _replace(
        "deadline-before-publication",
        r"deadline: 11月底前|deadline: 9月底前|deadline: 6月底前",
        lambda match, _: "deadline: 1月底前",
        "tasks.yaml",
    ),
    _replace(
        "number-gap", r"(?m)^(\d)\.(?=[\u4e00-\u9fff])", lambda match, _: f"{int(match[1]) + 40}."
    ),
    _done_twice,
    _repeated_unit,
    _same_index,
    _tail("dead-fragment", "\n见[相关任务](#task-none)。"),
    _tail("dead-link", "\n见[相关页面](/plans/none/index.html)。"),
    _tail("heading-order", "\n#### 附则\n\n本要点自印发之日起施行。", only="qinghe-2025"),
)
