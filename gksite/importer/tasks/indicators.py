"""Find figures to reach in the wording of a task: 不低于60%, 5个以上, 达到80%, 增长6%左右, 控制在5%以内, 2—3个."""

from __future__ import annotations

import re

import msgspec

from gksite.model.reporting import Indicator

_NUMBER = r"\d{1,9}(?:\.\d{1,4})?"
_MEASURE = (
    r"(?:个百分点|百分点|[%％‰]|(?:万|亿|千|百)?(?:亩|平方米|平方公里|公里|吨|人次|户次|件次|人|户|家|个|项|件|场|次|篇|条|期|部|份|套|处|所|座|"
    r"名|例|批|张|册|类|种|台|辆|米|元|万元|亿元|组|站|点))"
)
_LEAST = "不低于|不少于|不得少于|不得低于|至少|超过|达到|达|突破|高于"
_MOST = "不超过|不高于|不得超过|不多于|控制在|压缩到|压减至|缩短至|低于"
_EXACT = (
    "提高到|提高至|提升到|提升至|增加到|增加至|增长到|累计(?:开放|完成|建成|培育|发布|新增|办理|归集)?|新增|"
    "增长|增加|提高|提升|下降|降低|减少|压减|完成|共"
)
_VALUE = re.compile(
    rf"(?:(?P<how>{_LEAST}|{_MOST}|{_EXACT})(?P<between>[^\d，。；、：:（()）]{{0,14}}?))"
    rf"?\s?(?P<value>{_NUMBER})\s?(?:[-—－~～至到]{{1,2}}\s?(?P<upper>{_NUMBER})\s?)"
    rf"?(?P<unit>{_MEASURE})(?P<after>及?以上|左右|以内|以下|之内)?"
)
_SERIES = re.compile(
    rf"分别(?P<how>增长|提高|提升|下降|降低|达到|不低于|不少于)\s?(?P<values>{_NUMBER}[%％个家项](?:[、和]{_NUMBER}[%％个家项])"
    rf"{{1,5}})"
)
_NOT = re.compile(r"工作日|年|月|日|小时|分钟|度$|\d$")
_TIME = (
    r"[到至]?(?:\d{4}年(?!度|版|第)(?:\d{1,2}月(?!份))?|\d{1,2}月(?!份)|年(?=[底末]))"
    r"(?:[底末]?(?:之前|以前|前)|[底末])?"
)
"""A time before a figure (2027年底前, 6月底前), which is no part of its name."""
_NAME_START = re.compile(
    rf"^(?:{_TIME}|"
    r"全年|年内|全区|全市|全县|今年|力争|确保|实现|推动|做到|到年底|其中|并|使|"
    r".{0,24}各(?:部门|单位|街镇|乡镇|街道|区|县|科室|处室)|原则上|争取)+"
)
_ABOUT = re.compile(r"(?:大?约|近|接近)\s?$")
_QUOTED = re.compile(r"《[^《》]{0,80}》|“[^“”]{0,60}”")
_LONGEST = 20_000
_LONGEST_NAME = 24


def find_indicators(text: str) -> tuple[Indicator, ...]:
    """Return the figures to reach that a wording states, each with its printed words.

    以上 and 以下 include the number; of one that 左右 or 约 makes approximate only the words are kept; a
    number that only counts (召开1次会议) is no indicator.
    """
    plain = _QUOTED.sub(lambda match: "□" * len(match[0]), text[:_LONGEST])
    indicators: list[Indicator] = []
    before = ""
    for clause in re.finditer(r"[^，,。；;\n]{1,240}", plain):
        words = text[clause.start() : clause.end()]
        indicators += _series(clause[0], words) or _values(clause[0], words, before)
        before = words
    return _with_own_names(indicators)


def _values(clause: str, words: str, before: str) -> list[Indicator]:
    """Return the figures of a clause; one without a name has that of the clause before."""
    indicators = [
        indicator for match in _VALUE.finditer(clause) if (indicator := _value(match, words))
    ]
    fallback = _NAME_START.sub("", before.strip())[-_LONGEST_NAME:]
    return [
        msgspec.structs.replace(indicator, name=indicator.name or fallback or indicator.unit)
        for indicator in indicators
    ]


def _value(match: re.Match[str], words: str) -> Indicator | None:
    how, after, upper = match["how"] or "", match["after"] or "", match["upper"]
    percent = match["unit"] in ("%", "％", "‰", "个百分点", "百分点")
    between = match["between"] if how else ""
    if _NOT.search(between) or (
        words[match.end() : match.end() + 1] in tuple("工月日年小分") and not percent
    ):
        return None
    strong = (
        (
            how
            and how not in ("完成", "共")
            and not (how in ("提高", "增加", "提升", "减少", "达") and between)
        )
        or after
        or (upper and not how and percent)
    )
    if not strong and not (upper and match["unit"] in ("个", "家", "项", "场", "次")):
        return None
    if how and between and how not in ("新增", "至少") and not how.startswith("累计"):
        return None if not after else _indicator(match, words, "", after, upper)
    return _indicator(match, words, how, after, upper)


def _indicator(
    match: re.Match[str], words: str, how: str, after: str, upper: str | None
) -> Indicator:
    value = float(match["value"])
    name = _name(words, match)
    printed = words[match.start("how") if how else match.start("value") : match.end()].strip()
    unit = match["unit"].replace("％", "%")
    if upper:
        return Indicator(name, value, float(upper), None, unit, printed)
    if how in _MOST.split("|") or after in ("以内", "以下", "之内"):
        return Indicator(name, None, value, None, unit, printed)
    if how in _LEAST.split("|") or after.endswith("以上"):
        return Indicator(name, value, None, None, unit, printed)
    if after == "左右" or _ABOUT.search(words, 0, match.start("value")):
        # No figure is said that another could be compared with.
        return Indicator(name, None, None, None, unit, printed)
    return Indicator(name, None, None, value, unit, printed)


def _name(words: str, match: re.Match[str]) -> str:
    """Return the name of a figure: the words before it in its clause, else those after it."""
    start = match.start("how") if match["how"] else match.start("value")
    before = _NAME_START.sub("", words[:start].strip("、 （(：:"))
    before = _NAME_START.sub("", re.split(r"[、：:（()）和及]", before)[-1].strip())
    behind = re.split(r"[、：:（()）]", words[match.end() :])[0].strip("的 ")
    between = _ABOUT.sub("", match["between"] or "").strip()
    if match["how"] and between and len(before) < 4:
        return between
    return (before if len(before) >= 2 else behind or before)[-_LONGEST_NAME:]


def _series(clause: str, words: str) -> list[Indicator]:
    """Return one figure for each of the names before, in order: 分别增长6%、6.5%."""
    match = _SERIES.search(clause)
    if not match:
        return []
    values = re.findall(rf"({_NUMBER})([%％个家项])", match["values"])
    names = [name for name in re.split("[、和]", words[: match.start()]) if name]
    names = (
        names[-len(values) :]
        if len(names) >= len(values)
        else [f"{words[: match.start()]}{i}" for i in range(1, len(values) + 1)]
    )
    least = match["how"] in _LEAST.split("|")
    return [
        Indicator(
            name[-_LONGEST_NAME:],
            float(value) if least else None,
            None,
            None if least else float(value),
            unit.replace("％", "%"),
            match[0],
        )
        for name, (value, unit) in zip(names, values, strict=True)
    ]


def _with_own_names(indicators: list[Indicator]) -> tuple[Indicator, ...]:
    """Return the indicators with equal names made different."""
    seen: dict[str, int] = {}
    named: list[Indicator] = []
    for indicator in indicators:
        seen[indicator.name] = seen.get(indicator.name, 0) + 1
        name = (
            indicator.name
            if seen[indicator.name] == 1
            else f"{indicator.name}（{seen[indicator.name]}）"
        )
        named.append(
            Indicator(
                name,
                indicator.at_least,
                indicator.at_most,
                indicator.equal,
                indicator.unit,
                indicator.printed,
            )
        )
    return tuple(named)
