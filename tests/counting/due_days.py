"""Tell the last days of tasks and targets: slow, and from `docs/format.md` alone."""

from __future__ import annotations

import re

from days import last
from registry_then import Record, listed
from wordings import period

CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4}


def deadline_day(text: str, year: str = "") -> str:
    """Return the last day of «a dated deadline (限期, month, quarter, half-year, period)», or «» for
    one that is whole-year, continuous, recurring or relative, or that has no year at all."""
    text = re.sub(r"(?<=前)(设计|完工)$", "", text)
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        return last(text)
    if found := re.fullmatch(r"(?:(\d{4})年)?(.+)", text):
        year, text = found[1] or year, found[2]
    if not year:
        return ""
    text = re.sub(r"(之|以)?前$", "", text)
    if text in ("年底", "年末", "底", "末", "下半年"):
        return f"{year}-12-31"
    if text == "上半年":
        return f"{year}-06-30"
    if found := re.fullmatch(r"第([一二三四])季度末?", text):
        return last(f"{year}-{CHINESE[found[1]] * 3:02}")
    if found := re.fullmatch(r"(\d+)月(\d+)日", text):
        return f"{year}-{int(found[1]):02}-{int(found[2]):02}"
    if found := re.fullmatch(r"(?:\d+月?[至—-])?(\d+)月[底末]?", text):
        return last(f"{year}-{int(found[1]):02}")
    return ""


def changes_of(task: Record, target: str = "") -> list[Record]:
    """Return the adjustments with a `deadline` of a task, or of a target of it, the oldest
    first."""
    dated = [
        change
        for change in listed(task.get("adjustments"))
        if change.get("deadline") and change.get("target", "") == target
    ]
    return sorted(dated, key=lambda change: change["date"])


def day_in_plan(plan: Record, text: str, decided: str = "") -> str:
    """Return the last day of a deadline of a plan, «» for none.

    «A deadline without a year is in the plan's; in a plan whose period has days in two years it is
    in the one in which its last day lies in the period, if that is one alone; in all other plans of
    several years, and in undated ones, it has no date.» That of an adjustment (`decided`: its year)
    «is in the year of the decision, or in the plan's where that is later; in a plan of several
    years or an undated one it has no date».
    """
    first, end = period(plan)
    if first and first[:4] == end[:4]:
        return deadline_day(text, max(first[:4], decided))
    if re.match(r"\d{4}", text) or decided or not first or int(end[:4]) - int(first[:4]) > 1:
        return deadline_day(text)
    days = {deadline_day(text, year) for year in (first[:4], end[:4])}
    found = [day for day in days if day and first <= day <= end]
    return found[0] if len(found) == 1 else ""


def due_day(plan: Record, task: Record) -> str:
    """Return the day after which a task is overdue, or «» where it never is: «the last day of a
    dated deadline, or the day of the latest adjustment's `deadline`»; of several dates the last."""
    if changes := changes_of(task):
        return day_in_plan(plan, str(changes[-1]["deadline"]), str(changes[-1]["date"])[:4])
    return day_in_plan(plan, str(task.get("deadline", "")).split("；")[-1])


def target_day(plan: Record, task: Record, target: Record) -> str:
    """Return the last day of a target, «that of its latest adjustment, else of `by`»: «`2026`,
    `2026-06`, `2026-06-30`, `2026-Q2`, `2026-H1`, or a deadline as printed»."""
    by, decided = str(target["by"]), ""
    if changes := changes_of(task, target["id"]):
        by, decided = str(changes[-1]["deadline"]), str(changes[-1]["date"])[:4]
    if found := re.fullmatch(r"(\d{4})-?Q([1-4])", by):
        return last(f"{found[1]}-{int(found[2]) * 3:02}")
    if found := re.fullmatch(r"(\d{4})-?H([12])", by):
        return last(f"{found[1]}-{int(found[2]) * 6:02}")
    return day_in_plan(plan, by, decided)
