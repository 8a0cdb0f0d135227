"""Read labelled metadata as portals print it: 索引号, 文号, 成文日期, 发布日期, 来源 …, several on a line or in a
table."""

from __future__ import annotations

import re

from gksite.documents.blocks import Table
from gksite.importer.envelope import signatures
from gksite.importer.envelope.titles import is_notice_title, is_plan_title
from gksite.notation.document_number import parse_document_number

FIELDS: tuple[tuple[str, str], ...] = (
    ("index_number", "索引号|索取号|信息索引号|信息索取号|信息索引|索引编号"),
    ("document_number", "发文字号|发文文号|发文编号|文件编号|文件字号|文件文号|公文文号|文号|发布文号|发布字号"),
    ("written",
     "成文日期|成文时间|发文日期|发文时间|生成日期|生成时间|信息生成日期|印发日期|印发时间|制发日期|制发时间|签发日期|签署日期"),
    ("published",
     "发布日期|发布时间|公开日期|公开时间|信息公开日期|公布日期|信息发布日期|上网日期|上网时间|更新日期|更新时间|发表时间|发表日期|上传时间|日期|时间"),
    ("issuer", "发文机关|发文机构|发文单位|制发机关|制发机构|制发单位|印发机关|印发单位|成文机关|印发部门|发文部门"),
    ("publisher",
     "发布机构|发布机关|发布单位|发布部门|信息发布机构|公开机构|公开主体|公开单位|公开部门|信息提供单位|信息公开单位"),
    ("source", "信息来源|稿件来源|文章来源|来源单位|来源"),
    ("title", "信息名称|文件名称|公文名称|文件标题|信息标题|标题|名称"),
    ("category",
     "主题分类|主题类别|信息分类|信息类别|文件分类|文件类型|公文种类|公文类型|组配分类|体裁分类|体裁|服务对象分类|所属主题|分类|类别|类型|文种"),
    ("keywords", "主题词|关键词|关键字"),
    ("validity", "有效性|有效状态|文件状态|效力状态|时效状态|时效性|是否有效|状态"),
    ("repealed", "废止日期|废止时间|失效日期|失效时间|有效期|实施日期|生效日期|施行日期"),
    ("disclosure",
     "公开属性|公开方式|公开类别|公开形式|公开类型|信息公开选项|公开选项|主动公开方式|公开范围"),
    ("aid",
     "浏览次数|浏览量|浏览|阅读次数|阅读量|阅读|点击次数|点击数|点击量|点击率|点击|访问量|访问次数|字号|字体大小|字体|字体显示|责任编辑|编辑|作者|审核|打印|"
     "分享|视力保护色|背景色|发布人|供稿人|供稿|撰稿|录入|信息员"),
)  # fmt: skip
_BLANK = r"[ \t\u3000]{0,8}"


def _spaced(word: str) -> str:
    return _BLANK.join(word)


_WORDS = {word: name for name, words in FIELDS for word in words.split("|")}
_WEAK = frozenset((
    "日期", "时间", "名称", "标题", "分类", "类别", "类型", "状态", "编辑", "作者", "审核", "阅读", "文种",
))  # fmt: skip
_EVERYDAY = _WEAK | {
    "来源",
    "体裁",
    "有效期",
    "浏览",
    "点击",
    "分享",
    "打印",
    "录入",
    "供稿",
    "撰稿",
}


def _any_of(words: list[str]) -> str:
    return "|".join(_spaced(word) for word in sorted(words, key=len, reverse=True))


_ANY = _any_of(list(_WORDS))
_STRONG = _any_of([word for word in _WORDS if word not in _EVERYDAY])
_BULLET = re.compile(r"[-–—·•●■◆▪○▶►*|｜\s]{1,8}(?=[\u4e00-\u9fff【\[〔(（])")
_STAMP = (
    r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
    r"(?:[ \u3000T]{0,3}\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?"
)
_STAMP_FIRST = re.compile(rf"[\[【]?(?P<day>{_STAMP})[\]】]?[ \t\u3000|｜]{{1,40}}(?=\S)")
_STAMP_WITHIN = re.compile(rf"(?:^|[ \t\u3000|｜\]】)）]){_STAMP}(?=$|[ \t\u3000|｜\[【(（])")
_AIDS = r"[ \t\u3000|｜\[【(（]{1,8}(?:打印|分享|关闭|收藏|返回|字号|字体|大 ?中 ?小|浏览|点击|阅读|下载|繁体|简体).{0,200}$"
_AIDS_BEHIND = re.compile(_AIDS)
_LABEL = re.compile(rf"[【\[〔(（]?{_BLANK}(?P<label>{_ANY}){_BLANK}[】\]〕)）]?{_BLANK}[:：∶]")
_GLUED = re.compile(rf"(?P<label>{_ANY}){_BLANK}[:：∶]")
_APART = re.compile(rf"(?<![^ \t\u3000|｜])(?P<label>{_ANY})(?=[ \t\u3000|｜]|$)")
_BRACKETED = re.compile(rf"[【\[]{_BLANK}(?P<label>{_ANY}){_BLANK}[】\]]{_BLANK}[:：∶]?")
_PUBLISHER_FIRST = re.compile(
    r"[\u4e00-\u9fff]{2,20}[ \t\u3000]{0,8}(?=(?:信息)?(?:发布|公开|更新)(?:时间|日期)\s?[:：])"
)
_NAME_AND_AIDS = re.compile(
    rf"[\u4e00-\u9fffA-Za-z]{{2,20}}{_AIDS}|[\u4e00-\u9fffA-Za-z]{{2,20}}发布"
)
_RUN_ON = re.compile(f"(?P<label>{_STRONG})")
_INDEX = re.compile(r"[A-Za-z0-9][A-Za-z0-9/\-—_.()（）〔〕\[\] ]{3,60}")
_VALIDITY = re.compile("(?:现行)?有效|失效|已?废止|已修改|部分.{1,4}|尚未生效|是|否")
_DISCLOSURE = re.compile("主动公开|依申请公开|不予公开|全部公开|全文公开|面向社会|政府网站|公开")
_SENTENCE = re.compile("[。；！？]|，.*，")
_EDGES = " \t\u3000|｜【[;；,，"
_WITH_STOPS = ("title", "keywords", "aid")
_LONGEST = 300
_LONGEST_NAME = 30

Values = tuple[tuple[str, str], ...]
"""Field and value, in the order of a line."""


def parse_metadata(text: str) -> Values:
    """Return the labelled values of a line; () for a line without labels.

    Labels end with a colon; or each stands between blanks or bars, or all are glued, where the
    values are such as their labels want. A label that is also an everyday word (日期, 名称 …) counts
    only next to another. A day without a label is that of publication, beside a label or a time.
    """
    if len(text) > _LONGEST:
        return ()
    return _labelled(text) or _day_alone(text)


def _labelled(text: str) -> Values:
    bare = _BULLET.sub("", text, count=1) if _BULLET.match(text) else text
    if prefixed := _PUBLISHER_FIRST.match(bare):
        bare = bare[prefixed.end() :]
    stamp = _STAMP_FIRST.match(bare)
    labelled = bare[stamp.end() :] if stamp else bare
    values = (
        _with_colons(labelled)
        or _in_brackets(labelled)
        or _between_blanks(labelled)
        or _run_on(labelled)
    )
    if stamp and not values and _of_portal(stamp["day"], labelled):
        values = (("aid", labelled),)
    if stamp and values:
        values = (("published", stamp["day"]), *values)
    return _with_days(values)


def _of_portal(day: str, behind: str) -> bool:
    """Whether a name and aids stand behind a day with its time (2025-03-04 10:20 青禾发布 字号：大)."""
    return ":" in day and bool(_NAME_AND_AIDS.fullmatch(behind))


def _with_colons(text: str) -> Values:
    if not _LABEL.match(text):
        return ()
    matches = list(_GLUED.finditer(text))
    words = [_word(match) for match in matches]
    if all(word in _WEAK and word == m["label"] for word, m in zip(words, matches, strict=True)):
        return ()
    values = []
    for word, value in zip(words, _values(text, matches), strict=True):
        closed = value.rstrip("】]") if value.count("[") < value.count("]") else value
        values.append((_WORDS[word], closed))
    # A paragraph that runs on behind a value is text.
    is_text = any("。" in value for field, value in values if field not in _WITH_STOPS)
    return () if is_text else tuple(values)


def _in_brackets(text: str) -> Values:
    """Return the values of labels in brackets of their own (【索引号】QH-01 【有效性】有效)."""
    matches = list(_BRACKETED.finditer(text))
    if not matches or matches[0].start() or all(_word(m) in _EVERYDAY for m in matches):
        return ()
    fields = [_WORDS[_word(match)] for match in matches]
    return tuple(zip(fields, _values(text, matches), strict=True))


def _between_blanks(text: str) -> Values:
    """Return the values of labels without colons, which blanks or bars part from their values.

    Each value but the last is filled, and one at least is such as its label wants; of a single
    label the value must be so.
    """
    matches = list(_APART.finditer(text))
    if not matches or matches[0].start() or _SENTENCE.search(text):
        return ()
    printed = _values(text, matches)
    values = [(_WORDS[_word(m)], value) for m, value in zip(matches, printed, strict=True)]
    sure = [m for m in matches if _word(m) not in _EVERYDAY or len(_word(m)) < len(m["label"])]
    if not sure or not all(printed[:-1]) or not any(_fits(*one) for one in values):
        return ()
    return tuple(values)


def _run_on(text: str) -> Values:
    """Return the values of labels that are glued to them; all filled ones must be as wanted."""
    matches = list(_RUN_ON.finditer(text))
    if not matches or matches[0].start() or _SENTENCE.search(text):
        return ()
    values = [
        (_WORDS[_word(m)], value) for m, value in zip(matches, _values(text, matches), strict=True)
    ]
    filled = [one for one in values if one[1]]
    return tuple(values) if filled and all(_fits(*one) for one in filled) else ()


def _word(match: re.Match[str]) -> str:
    return "".join(match["label"].split())


def _values(text: str, matches: list[re.Match[str]]) -> list[str]:
    """Return what stands between each label and the next."""
    ends = [*(match.start() for match in matches[1:]), len(text)]
    return [text[match.end() : end].strip(_EDGES) for match, end in zip(matches, ends, strict=True)]


def _fits(field: str, value: str) -> bool:
    """Whether a value is such as its label wants: a day, a number, an office …"""
    match field:
        case "index_number":
            return bool(_INDEX.fullmatch(value)) and any(c.isdigit() for c in value)
        case "document_number":
            return parse_document_number(value) is not None or signatures.is_damaged_number(value)
        case "written" | "published" | "repealed":
            return signatures.parse_day(value) is not None and len(value) <= _LONGEST_NAME
        case "issuer" | "publisher" | "source":
            return signatures.is_organ(value)
        case "validity":
            return bool(_VALIDITY.fullmatch(value))
        case "disclosure":
            return bool(_DISCLOSURE.fullmatch(value))
        case "title":
            return is_plan_title(value) or is_notice_title(value)
        case "category" | "keywords":
            return 0 < len(value) <= _LONGEST_NAME and "，" not in value
        case _:
            return False


def _with_days(values: Values) -> Values:
    """Return the values, with days that stand beside a source or counters as days of publication,
    and without the aids behind a source (打印本页)."""
    parted: list[tuple[str, str]] = []
    for field, value in values:
        if field in ("source", "aid", "publisher"):
            value = _AIDS_BEHIND.sub("", value) if field != "aid" else value
            if stamp := _STAMP_WITHIN.search(value):
                before = value[: stamp.start()].strip(_EDGES)
                value = before or value[stamp.end() :].strip(_EDGES)
                parted += [(field, value), ("published", stamp[0].strip("|｜]】)） \t\u3000"))]
                continue
        parted.append((field, value))
    return tuple(parted)


def _day_alone(text: str) -> Values:
    """Return the day of publication where a line holds a day with its time, and nothing else."""
    match = re.fullmatch(_STAMP, text.strip(" \t\u3000[]【】()（）"))
    if not match or not re.search("[:：]", match[0]) or not signatures.parse_day(match[0]):
        return ()
    return (("published", match[0]),)


def is_metadata(text: str) -> bool:
    """Whether a line consists of labelled metadata."""
    return bool(parse_metadata(text))


def holds_facts(text: str) -> bool:
    """Whether a line states more of a document than aids for readers (counters, font sizes)."""
    return any(value and field != "aid" for field, value in parse_metadata(text))


def field_of(label: str) -> str:
    """Return the field of a label without a value (索 引 号), or ""."""
    return _WORDS.get("".join(label.strip(" \t\u3000:：∶【】[]").split()), "")


def is_lone_label(text: str) -> bool:
    """Whether a line is a label without a colon, and no everyday word."""
    return field_of(text) != "" and "".join(text.split()) not in _EVERYDAY


def table_metadata(table: Table) -> Values:
    """Return the labelled values of a metadata table: label cells with the value in the same cell
    or the next; () for any other table.

    A metadata table has at least two labels, and every second filled cell is a label; a label may
    stand without a value.
    """
    cells = [
        cell.text.strip() for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column))
    ]
    if len(cells) > 60 or any(len(cell) > _LONGEST for cell in cells):
        return ()
    values: list[tuple[str, str]] = []
    index = 0
    while index < len(cells):
        following = cells[index + 1] if index + 1 < len(cells) else ""
        if parsed := _labelled(cells[index]):
            values += parsed
            if not parsed[-1][1] and following and not _labelled(following):
                values[-1] = (parsed[-1][0], following)
                index += 1
        elif name := field_of(cells[index]):
            is_value = not field_of(following)
            values.append((name, following if is_value else ""))
            index += is_value
        elif cells[index]:
            return ()
        index += 1
    filled = {name for name, value in values if value}
    return tuple(values) if len(filled) >= 2 and len(filled) * 2 >= len(values) else ()
