"""Read labelled metadata as portals print it: 索引号, 文号, 成文日期, 发布日期, 来源 …, several on a line or in a
table."""

from __future__ import annotations

import re

from gksite.documents.blocks import Table

FIELDS: tuple[tuple[str, str], ...] = (
    ("index_number", "索引号|索取号|信息索引号"),
    ("document_number", "发文字号|发文文号|文件编号|文件字号|文件文号|文号|发布文号"),
    ("written", "成文日期|成文时间|发文日期|发文时间|生成日期|生成时间|印发日期|印发时间|制发日期|签发日期"),
    ("published", "发布日期|发布时间|公开日期|公开时间|公布日期|信息发布日期|上网日期|更新日期|更新时间|发表时间|日期|时间"),
    ("issuer", "发文机关|发文机构|发文单位|制发机关|制发机构|制发单位|印发机关|印发单位"),
    ("publisher", "发布机构|发布机关|发布单位|公开机构|公开主体|公开部门|信息提供单位|信息公开单位"),
    ("source", "信息来源|稿件来源|文章来源|来源"),
    ("title", "信息名称|文件名称|标题|名称"),
    ("category", "主题分类|信息分类|文件分类|公文种类|组配分类|体裁分类|体裁|服务对象分类|分类|类别|类型|文种"),
    ("keywords", "主题词|关键词|关键字"),
    ("validity", "有效性|有效状态|文件状态|效力状态|是否有效|状态"),
    ("repealed", "废止日期|废止时间|失效日期|失效时间|有效期|实施日期|生效日期|施行日期"),
    ("disclosure", "公开属性|公开方式|公开类别|公开形式|信息公开选项|公开选项|主动公开方式|公开范围"),
    ("aid",
     "浏览次数|浏览量|浏览|阅读次数|阅读量|阅读|点击数|点击量|点击|访问量|访问次数|字号|字体大小|字体|字体显示|责任编辑|编辑|作者|审核|打印|分享|视力保护色|背景色"),
)  # fmt: skip
_BLANK = r"[ \t\u3000]{0,4}"


def _spaced(word: str) -> str:
    return _BLANK.join(word)


_WORDS = {word: name for name, words in FIELDS for word in words.split("|")}
_ANY = "|".join(_spaced(word) for word in sorted(_WORDS, key=len, reverse=True))
_LABEL = re.compile(rf"[【\[〔(（]?{_BLANK}(?P<label>{_ANY}){_BLANK}[】\]〕)）]?{_BLANK}[:：∶]")
_GLUED = re.compile(rf"(?P<label>{_ANY}){_BLANK}[:：∶]")
_WEAK = frozenset((
    "日期", "时间", "名称", "标题", "分类", "类别", "类型", "状态", "编辑", "作者", "审核", "阅读", "文种",
))  # fmt: skip
_LONGEST = 300


def parse_metadata(text: str) -> tuple[tuple[str, str], ...]:
    """Return the labelled values of a line, field and value in order; () for a line without labels.

    A label that is also an everyday word (日期, 名称 …) counts only next to another label.
    """
    if len(text) > _LONGEST or not _LABEL.match(text):
        return ()
    values: list[tuple[str, str]] = []
    matches = list(_GLUED.finditer(text))
    words = ["".join(match["label"].split()) for match in matches]
    if all(word in _WEAK for word in words):
        return ()
    for index, match in enumerate(matches):
        end = matches[index + 1].start() if index + 1 < len(matches) else len(text)
        value = text[match.end() : end].strip(" \t\u3000|｜【[;；,，")
        values.append(
            (
                _WORDS[words[index]],
                value.rstrip("】]") if value.count("[") < value.count("]") else value,
            )
        )
    return tuple(values)


def is_metadata(text: str) -> bool:
    """Whether a line consists of labelled metadata."""
    return bool(parse_metadata(text))


def field_of(label: str) -> str:
    """Return the field of a label without a value (索 引 号), or ""."""
    return _WORDS.get("".join(label.strip(" \t\u3000:：∶【】[]").split()), "")


def table_metadata(table: Table) -> tuple[tuple[str, str], ...]:
    """Return the labelled values of a metadata table: label cells with the value in the same cell
    or the next; () for any other table.

    A metadata table has at least two labels, and every second filled cell is a label.
    """
    cells = [
        cell.text.strip() for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column))
    ]
    if len(cells) > 60 or any(len(cell) > _LONGEST for cell in cells):
        return ()
    values: list[tuple[str, str]] = []
    index = 0
    while index < len(cells):
        if parsed := parse_metadata(cells[index]):
            values += parsed
        elif (
            (name := field_of(cells[index]))
            and index + 1 < len(cells)
            and not field_of(cells[index + 1])
        ):
            values.append((name, cells[index + 1]))
            index += 1
        elif cells[index]:
            return ()
        index += 1
    return tuple(values) if len(values) >= 2 and len({name for name, _ in values}) >= 2 else ()
