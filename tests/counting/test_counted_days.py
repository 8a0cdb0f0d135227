"""The days that lists say are left, gone, or without a report, are what the slow counter finds in
the sources: of the sample, and of sites made by chance («Days left and silence»).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date

import pytest
from bs4 import Tag
from counted_site import CountedSite
from page_figures import task_of
from plan_years import deadline_that_holds
from registry_then import Record
from wordings import period

pytestmark = pytest.mark.slow

PERIODS = {"每季度": 3, "每月": 1, "每年": 12, "每半年": 6, "每两个月": 2}
OPEN = ("unreported", "not_started", "delayed", "under_way")


def later(day: date, months: int) -> date:
    """Return the day so many months later, or the last one of that month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def days_said(site: CountedSite, key: str, state: str, overdue: bool) -> str:
    """Return what a list says of the days to the deadline of a task or duty in a state."""
    day = site.due_day(key)
    if not day:
        return ""
    days = (date.fromisoformat(day) - date.fromisoformat(site.as_of)).days
    if overdue:
        return f"已过{-days}天"
    if state in OPEN and not site.counted(key)[1]["withdrawn"] and 0 <= days <= 60:
        return f"还有{days}天" if days else "今天到期"
    return ""


def silence_said(site: CountedSite, key: str, duties: Iterable[Record]) -> str:
    """Return what a list says of the last report of some duties of a recurring task."""
    plan, counted = site.counted(key)
    source = site.world["plans"][key.partition("#")[0]]
    task = next(one for one in source["tasks"] if one["id"] == key.partition("#")[2])
    text = deadline_that_holds(task)
    months = next((PERIODS[word] for word in PERIODS if text.startswith(word)), 0)
    now, end = date.fromisoformat(site.as_of), period(source)[1]
    if not months or not plan["tracked"] or counted["withdrawn"] or counted["of_parts"]:
        return ""
    if end and site.as_of > end:
        return ""
    reported = [duty for duty in duties if duty["reports"]]
    last = [max(date.fromisoformat(one["day"]) for one in duty["reports"]) for duty in reported]
    if not last or any(duty["state"] == "done" for duty in reported):
        return ""
    if any(later(day, months) >= now for day in last):
        return ""
    since = max(last)
    gone = max(n for n in range(200) if later(since, n) <= now)
    return f"最近报送：{gone}个月前"


def said(line: Tag) -> tuple[str, str]:
    """Return what a line of a list says: of the days, and of the last report."""
    found = [line.select_one(f".line-due .{name}") for name in ("left", "silent")]
    days, silence = [one.get_text(strip=True) if one else "" for one in found]
    return days, silence


def lines_of(address: str, page: Tag) -> Iterable[tuple[str, Tag]]:
    for line in page.select("ul.lines:not(.of-targets, .of-dates) > li"):
        yield task_of(address, line), line


def test_lists_of_tasks(site: CountedSite) -> None:
    """Every list but those of units speaks of the task as a whole."""
    of_units = {key for _, key in site.units}
    seen = 0
    for address, page in site.pages.items():
        if re.sub(r"^units/|\.html$|(?<=\w)/\d{4}\.html$", "", address) in of_units:
            continue
        if address.startswith("compare/"):
            continue
        for key, line in lines_of(address, page):
            task = site.counted(key)[1]
            days = days_said(site, key, task["state"], task["overdue"])
            assert said(line) == (days, silence_said(site, key, task["duties"])), (address, key)
            seen += bool(days)
    assert seen or site.as_of > "2025-12-31"


def test_lists_of_units(site: CountedSite) -> None:
    """The list of a unit speaks of its own duties; those that passed on have no day any more."""
    for address, key in site.units:
        duties = site.duties(key)
        for task, line in lines_of(address, site.main(address)):
            if line.find_parent(class_="set-apart"):
                continue
            duty = duties[task]
            days = days_said(site, task, duty["state"], duty["overdue"])
            assert said(line) == (days, silence_said(site, task, [duty])), (address, task)
