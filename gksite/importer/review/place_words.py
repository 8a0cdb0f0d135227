"""Name a place of a document in the words by which a person finds it in Word, Excel or a reader."""

from __future__ import annotations

import re

from gksite.documents.blocks import Place

_CELL = re.compile(r"(?P<sheet>.+)!(?P<column>[A-Z]{1,3})(?P<row>\d+)", re.DOTALL)
SHEETS = ("xlsx", "csv")
"""Formats whose columns have letters."""
_SHOWN = 12
"""Characters of a heading, and of the opening words of a paragraph."""


def place_words(place: Place, format: str, heading: str, text: str) -> str:
    """Return a place in words; `heading` is that above the paragraph, `text` the paragraph.

    >>> place_words(Place("a.xlsx", "cell", 1, "任务!B4"), "xlsx", "", "")
    '工作表“任务”的 B4 格'
    >>> place_words(Place("a.docx", "cell", 2, "2!B4"), "docx", "", "")
    '第 2 个表格第 4 行第 2 列'
    >>> place_words(Place("a.docx", "paragraph", 9), "docx", "一、做好公开", "公布预算。")
    '“一、做好公开”下面，以“公布预算。”开头的一段'
    """
    if place.kind == "line":
        return f"第 {place.number} 行"
    if place.kind == "page":
        return f"第 {place.number} 页，{_opening(text)}"
    if place.kind == "paragraph":
        above = f"“{_cut(heading)}”下面，" if heading and heading.strip() != text.strip() else ""
        return above + _opening(text)
    cell = _CELL.fullmatch(place.detail)
    if not cell:
        return place.detail or str(place)
    if format in SHEETS:
        return f"工作表“{cell['sheet']}”的 {cell['column']}{cell['row']} 格"
    return f"第 {cell['sheet']} 个表格第 {cell['row']} 行第 {_number(cell['column'])} 列"


def row_words(place: Place, format: str) -> str:
    """Return the row of a cell in words; "" for another place."""
    cell = _CELL.fullmatch(place.detail)
    if not cell or place.kind != "cell":
        return ""
    table = f"工作表“{cell['sheet']}”" if format in SHEETS else f"第 {cell['sheet']} 个表格"
    return f"{table}第 {cell['row']} 行"


def column_words(place: Place, format: str) -> str:
    """Return the column of a cell as a person counts it: its letters, else its number."""
    cell = _CELL.fullmatch(place.detail)
    if not cell or place.kind != "cell":
        return ""
    return cell["column"] if format in SHEETS else f"{_number(cell['column'])}列"


def _opening(text: str) -> str:
    return f"以“{_cut(text)}”开头的一段"


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def _number(column: str) -> int:
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
