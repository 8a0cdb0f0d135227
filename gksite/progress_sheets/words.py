"""Read the status or day that a unit writes into the cells 状态 and 日期, or report what to write
instead."""

from __future__ import annotations

import re
from datetime import date
from unicodedata import normalize

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.documents.sheets.sheet_cells import SheetCell
from gksite.model.reporting import Indicator
from gksite.model.statuses import WRITTEN
from gksite.schema.keys import FORMER_STATUSES
from gksite.schema.types import FIRST_YEAR, LAST_YEAR, lacks_year

_DATE = re.compile(
    r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?|(\d\d)(\d\d))"
    r"(?:[T ]?\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?",
    re.ASCII,
)
_FIGURE = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?", re.ASCII)
_THOUSANDS = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_CHINESE = {english: chinese for chinese, english in WRITTEN.items()}
_MEANT: dict[str, str] = {
    **{chinese: chinese for chinese in WRITTEN},
    **_CHINESE,
    **dict.fromkeys(
        ("完成", "已办结", "办结", "全部完成", "已全部完成", "已落实", "已经完成"), "已完成"
    ),
    **dict.fromkeys(
        (
            "正在推进",
            "在推进",
            "进行中",
            "正在进行",
            "办理中",
            "正在办理",
            "实施中",
            "正在实施",
            "落实中",
        ),
        "推进中",
    ),
    **dict.fromkeys(("未启动", "尚未启动", "尚未开始", "没有开始", "未开展", "尚未开展"), "未开始"),
    **dict.fromkeys(("常态化推进", "常态化开展", "常态开展"), "常态推进"),
    **dict.fromkeys(("已延期", "延期办理"), "延期"),
}
"""Written text, without blanks → the status. Only texts with a single meaning."""
_UNCLEAR: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        (
            "基本完成",
            "已基本完成",
            "部分完成",
            "大部分完成",
            "阶段性完成",
            "即将完成",
            "接近完成",
            "未完成",
            "尚未完成",
        ),
        ("推进中", "延期", "已完成"),
    ),
    **dict.fromkeys(
        ("持续推进", "正在持续推进", "长期推进", "长期坚持", "持续开展"), ("常态推进", "推进中")
    ),
    **dict.fromkeys(("滞后", "进度滞后", "逾期", "已逾期"), ("推进中", "延期", "未开始")),
}
"""Written text → the statuses that it may mean."""


_DECISIONS = frozenset(
    ("调整", "取消", "撤销", "已撤销", *FORMER_STATUSES, *FORMER_STATUSES.values())
)
"""Written texts that say what was decided about a task, which is no progress of a unit."""


def read_status(cell: SheetCell, head: str) -> tuple[str, list[Diagnostic]]:
    """Return the Chinese status that a cell means, or "" and what to write; `head` is the head of
    its column."""
    text = "".join(normalize("NFKC", cell.text).split()).rstrip("。.")
    if text in _MEANT:
        return _MEANT[text], []
    where = Location(cell.place)
    if text in _DECISIONS:
        return "", [problem("status-is-a-decision", where, value=cell.text)]
    if text in _UNCLEAR:
        return "", [
            problem(
                "status-unclear",
                where,
                value=cell.text,
                known="、".join(f"“{status}”" for status in _UNCLEAR[text]),
            )
        ]
    return "", [problem("wrong-value", where, key=head, value=cell.text, known="、".join(WRITTEN))]


def read_day(cell: SheetCell) -> tuple[date | None, list[Diagnostic]]:
    """Return the day that a cell means, or None and what to write."""
    if cell.day:
        return cell.day, []
    text = " ".join(normalize("NFKC", cell.text).split())
    text = text if re.search(r"\d:\d", text) else text.replace(" ", "")
    where = Location(cell.place)
    if match := _DATE.fullmatch(text):
        try:
            own_year, month, day = (int(part) for part in match.groups() if part)
            written = date(own_year, month, day)
            if FIRST_YEAR <= own_year <= LAST_YEAR:
                return written, []
            return None, [
                problem(
                    "date-out-of-range", where, value=cell.text, first=FIRST_YEAR, last=LAST_YEAR
                )
            ]
        except ValueError:
            return None, [problem("impossible-date", where, value=cell.text)]
    if lacks_year(text):
        return None, [problem("date-without-year", where, value=cell.text)]
    return None, [problem("date-unread", where, value=cell.text)]


def read_figure(text: str, indicator: Indicator) -> str:
    """Return a figure without its unit of measure, as a source writes it, or "" if it is none."""
    figure, unit = normalize("NFKC", text).strip(), normalize("NFKC", indicator.unit)
    figure = figure.removesuffix(unit).strip() if unit else figure
    if _THOUSANDS.fullmatch(figure):
        figure = figure.replace(",", "")
    return figure if _FIGURE.fullmatch(figure) else ""
