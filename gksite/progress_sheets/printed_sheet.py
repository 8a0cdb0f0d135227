"""Write the sheet on which a unit reports progress as a workbook that prints on A4: its tasks,
protected, and coloured cells to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import msgspec

from gksite.model.entities import Plan
from gksite.model.site import SiteModel
from gksite.model.statuses import NEVER_LATE, WORDS, WRITTEN
from gksite.progress_sheets.sheet import COLUMNS, SHEET, SheetColumn, progress_rows
from gksite.source.text import CONTROL

_PRINTED = (
    "title", "number", "text", "role", "deadline", "last_status", "status", "date", "note",
)  # fmt: skip
"""Of several plans without the role, which then stands below the title; of one without the
title."""
_BESIDE = ("evidence_title", "evidence_url", "readings", "corrects", "indicators", "last_date")
"""Shown to the right of those that are printed."""
_HIDDEN = ("target", "last_day", "plan", "task", "unit", "version")
_HEAD = 4
"""The row of the head, from 0; above it stand title, unit and how to fill in the sheet."""
_DAYS = ("date", "corrects")
_FONT = "微软雅黑"
_HIDDEN_SHEET = "gksite"
_CREATED = datetime(2000, 1, 1)  # the same sheet gives the same bytes on any day
_HOW_TO = (
    "填写：只填黄色的格子，其他格子锁定。“状态”从下拉列表里选，“日期”写所报情况的日期（如2025-06-30），"
    "没有新进展的行不填。",
    "红色加粗的行已过截止日期，还没有报完成。佐证、数值和更正日期填在右边的黄色列。填好后存盘发回，不改表头。",
)
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "align": "center_across", "valign": "vcenter"},
    "line": {"valign": "vcenter"},
    "head": {"bold": True, "bg_color": "#D9D9D9", "align": "center", "valign": "vcenter"},
    "head_to_fill": {"bold": True, "bg_color": "#FFD966", "align": "center", "valign": "vcenter"},
    "fixed": {"bg_color": "#F2F2F2", "num_format": "@", "valign": "top"},
    "text": {"bg_color": "#FFF9E5", "num_format": "@", "valign": "top", "locked": False},
    "day": {"bg_color": "#FFF9E5", "num_format": "yyyy-mm-dd", "valign": "top", "locked": False},
    "late": {"bold": True, "font_color": "#C00000"},
}
_IN_TABLE = ("head", "head_to_fill", "fixed", "text", "day")


class _Layout(msgspec.Struct, frozen=True):
    """The columns in their order on the sheet, the values of each row by key, and the keys of the
    columns that are hidden."""

    columns: tuple[SheetColumn, ...]
    rows: tuple[dict[str, str], ...]
    hidden: frozenset[str]

    def place(self, key: str) -> int:
        """Return the number of a column, from 0."""
        return next(n for n, column in enumerate(self.columns) if column.key == key)


def progress_xlsx(
    model: SiteModel, unit: str, plans: Sequence[Plan] | None = None, due: date | None = None
) -> bytes:
    """Return the sheet of a unit (its key) as a workbook: of some plans, or of all. `due` is the
    day by which it is to come back; without one there is room to write it.

    Every value is a text cell; all cells are locked except those to fill in.
    """
    # Loaded here: only this command needs it.
    import xlsxwriter  # type: ignore[import-untyped]

    rows = progress_rows(model, unit, plans)
    out = BytesIO()
    settings = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": {"font_name": _FONT, "font_size": 10},
    }
    book = xlsxwriter.Workbook(out, settings)
    layout = _layout(rows)
    title = _title(model, layout.rows)
    name = model.registry.units[unit].name
    book.set_properties({"title": f"{name}：{title}", "created": _CREATED})
    formats = {
        key: book.add_format({**format, **({"border": 1, "text_wrap": True} if is_cell else {})})
        for key, format in _FORMATS.items()
        for is_cell in (key in _IN_TABLE,)
    }
    sheet = book.add_worksheet(SHEET)
    _write_top(sheet, layout, formats, [title, _line(model, name, due), *_HOW_TO])
    _write_table(sheet, layout, formats)
    if rows:
        _limit(sheet, layout)
        _mark_late(sheet, layout, formats["late"], model.as_of)
    _set_paper(sheet, layout, name)
    hidden = book.add_worksheet(_HIDDEN_SHEET)
    versions = dict.fromkeys((row[0], row[-1]) for row in rows)
    for number, values in enumerate([("gksite-progress", "1"), ("unit", unit), *versions]):
        for column, value in enumerate(values):
            hidden.write_string(number, column, value)
    hidden.very_hidden()
    book.close()
    return out.getvalue()


def _layout(rows: Sequence[Sequence[str]]) -> _Layout:
    by_key = {column.key: column for column in COLUMNS}
    columns = tuple(by_key[key] for key in (*_PRINTED, *_BESIDE, *_HIDDEN))
    values = [
        {column.key: value for column, value in zip(COLUMNS, row, strict=True)} for row in rows
    ]
    has_several = len({row["plan"] for row in values}) > 1
    for row in values:
        if row["target"]:
            row["text"] += f"\n分期目标：{row['target'].partition(' ')[2]}"
        if has_several:
            row["title"] += f"\n{row['role']}"
    hidden = {*_HIDDEN, "role" if has_several else "title"}
    if not any(row["indicators"] for row in values):
        hidden.add("indicators")
    return _Layout(columns, tuple(values), frozenset(hidden))


def _title(model: SiteModel, rows: Sequence[dict[str, str]]) -> str:
    """Return the name of the sheet: after its only plan, or after the year that its plans have in
    common, else after all their years."""
    ids = list(dict.fromkeys(row["plan"] for row in rows))
    if len(ids) == 1:
        return f"{model.plans[ids[0]].title}落实情况填报表"
    every = [set(model.years[id]) for id in ids]
    common, years = set.intersection(*every) if every else set(), sorted(set().union(*every))
    if len(common) > 1:
        common &= {model.current_year()}
    if common:
        years = sorted(common)
    named = "—".join(f"{year}年" for year in dict.fromkeys((*years[:1], *years[-1:])))
    return f"{named}落实情况填报表"


def _line(model: SiteModel, name: str, due: date | None) -> str:
    """Return the line with the unit, the day by which it reports, and the day that deadlines are
    held against."""
    by = f"{due.year}年{due.month}月{due.day}日" if due else "　　　　年　　月　　日"
    day = model.as_of
    held = f"　　　　是否过期按{day.year}年{day.month}月{day.day}日计" if model.is_dated else ""
    return f"填报单位：{name}　　　　请于{by}前报回{held}"


def _write_top(sheet: Any, layout: _Layout, formats: dict[str, Any], lines: Sequence[str]) -> None:
    first = 1 if "title" in layout.hidden else 0
    for number, text in enumerate(lines):
        format = formats["title" if number == 0 else "line"]
        sheet.set_row(number, 32 if number == 0 else 20)
        sheet.write_string(number, first, CONTROL.sub("", text), format)
    for column in range(first + 1, len(_PRINTED)):
        sheet.write_blank(0, column, None, formats["title"])


def _write_table(sheet: Any, layout: _Layout, formats: dict[str, Any]) -> None:
    sheet.set_row(_HEAD, 24)
    for number, column in enumerate(layout.columns):
        options = {"hidden": True} if column.key in layout.hidden else {}
        sheet.set_column(number, number, column.width, None, options)
        head = formats["head_to_fill" if column.filled_in else "head"]
        sheet.write_string(_HEAD, number, column.head, head)
        for line, row in enumerate(layout.rows, start=_HEAD + 1):
            if column.filled_in:
                sheet.write_blank(
                    line, number, None, formats["day" if column.key in _DAYS else "text"]
                )
            else:
                sheet.write_string(line, number, CONTROL.sub("", row[column.key]), formats["fixed"])


def _set_paper(sheet: Any, layout: _Layout, name: str) -> None:
    """Let the printed columns fill the width of A4, with the head on each page and a line to sign
    at its foot."""
    sheet.freeze_panes(_HEAD + 1, _PRINTED.index("text") + 1)
    sheet.repeat_rows(_HEAD)
    sheet.print_area(0, 0, _HEAD + len(layout.rows), len(_PRINTED) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.8)
    unit = CONTROL.sub("", name).replace("&", "&&")
    font = f'&"{_FONT}"&9'
    sheet.set_footer(
        f"&L{font}填报人：　　　　　　审核人：　　　　　　&C{font}第 &P 页，共 &N 页&R{font}{unit}"
    )
    sheet.protect(
        "", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True}
    )


def _mark_late(sheet: Any, layout: _Layout, format: Any, as_of: date) -> None:
    """Set in red the rows whose last day is before `as_of`, until the unit calls them done."""
    first, last = _HEAD + 1, _HEAD + len(layout.rows)
    day, status = (f"${_letter(layout.place(key))}{first + 1}" for key in ("last_day", "status"))
    open_states = "".join(f',{status}<>"{WORDS[one]}"' for one in sorted(NEVER_LATE))
    formula = f'=AND({day}<>"",{day}<"{as_of.isoformat()}"{open_states})'
    sheet.conditional_format(
        first,
        0,
        last,
        layout.place("last_status"),
        {"type": "formula", "criteria": formula, "format": format},
    )


def _letter(number: int) -> str:
    return chr(ord("A") + number)


def _limit(sheet: Any, layout: _Layout) -> None:
    """Limit statuses to a drop-down, and the columns of dates to days."""
    first, last = _HEAD + 1, _HEAD + len(layout.rows)
    status = {
        "validate": "list",
        "source": list(WRITTEN),
        "error_title": "状态",
        "error_message": "请从下拉列表中选择",
    }
    day = {
        "validate": "date",
        "criteria": ">=",
        "value": datetime(1990, 1, 1),
        "error_title": "日期",
        "error_message": "请填 2025-06-30 这样的日期",
    }
    for key, limits in (("status", status), *((key, day) for key in _DAYS)):
        place = layout.place(key)
        sheet.data_validation(first, place, last, place, limits)
