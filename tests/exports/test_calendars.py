"""Calendars: read by two libraries that gksite does not use, with only the days that the wording
names."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import icalendar
import msgspec
import pytest
import vobject  # type: ignore[import-untyped]
from dateutil import rrule
from exported import requests_of, sample_model, with_base
from hypothesis import given
from hypothesis import strategies as st

from gksite.diagnostics import Location
from gksite.exports.calendar import LONGEST_LINE, _events, _line, _text
from gksite.exports.make import Maker
from gksite.exports.prepared import Prepared
from gksite.model.occasions import first_day, occasions
from gksite.model.reporting import Adjustment, Report
from gksite.model.site import SiteModel
from gksite.notation.deadlines import parse_deadline
from gksite.source.text import CONTROL


@pytest.fixture(scope="module")
def model() -> SiteModel:
    return sample_model()


@pytest.fixture(scope="module")
def calendars(model: SiteModel) -> dict[str, bytes]:
    maker = Maker(model)
    return {request.path: maker.make(request) for request in requests_of(model, "ics")}


def events_in(data: bytes) -> list[Any]:
    """The events, whose values the library types too widely to be looked at."""
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def test_two_parsers_read_the_same_events(calendars: dict[str, bytes], model: SiteModel) -> None:
    assert len(calendars) > 30
    for path, data in calendars.items():
        one = {
            (
                str(event["UID"]),
                event["DTSTART"].dt,
                event["DTEND"].dt,
                str(event["SUMMARY"]),
                str(event["DESCRIPTION"]),
            )
            for event in events_in(data)
        }
        calendar = vobject.readOne(data.decode())
        other = {
            (
                event.uid.value,
                event.dtstart.value,
                event.dtend.value,
                event.summary.value,
                event.description.value,
            )
            for event in calendar.vevent_list
        }
        assert one == other and len(one) == data.count(b"BEGIN:VEVENT"), path
        assert all(
            isinstance(start, date) and not isinstance(start, datetime) for _, start, *_ in one
        )


def test_lines_are_folded_between_characters(calendars: dict[str, bytes]) -> None:
    for data in calendars.values():
        assert data.endswith(b"END:VCALENDAR\r\n") and b"\n" not in data.replace(b"\r\n", b"")
        for line in data.split(b"\r\n"):
            assert len(line) <= LONGEST_LINE
            line.decode()


def test_events_are_those_of_the_tasks(calendars: dict[str, bytes], model: SiteModel) -> None:
    """The end is exclusive: `6月底前` is 30 June until before 1 July; a deadline without a day has no
    event."""
    events = {
        str(event["UID"]): event for event in events_in(calendars["plans/qinghe-2025/tasks.ics"])
    }
    june = events["qinghe-2025#2@www.yunchuan.example"]
    assert (june["DTSTART"].dt, june["DTEND"].dt) == (date(2025, 6, 30), date(2025, 7, 1))
    assert (
        june["DTSTAMP"].dt.isoformat() == "2025-06-27T00:00:00+00:00"
    )  # of the last report, and of no clock
    assert str(june["SUMMARY"]) == "2 修订两级主动公开基本目录（6月底前）"
    plan = model.plans["qinghe-2025"]
    undated = [
        task
        for task in plan.tasks
        if task.deadline.kind in ("year", "continuous", "none", "relative", "as_scheduled")
    ]
    assert len(undated) > 3
    assert not [
        uid
        for task in undated
        for uid in events
        if uid.startswith((f"{task.key}@", f"{task.key}#"))
    ]
    assert len(events) == sum(len(occasions(plan, task)) for task in plan.tasks)


def test_a_unit_has_the_events_of_its_tasks(calendars: dict[str, bytes], model: SiteModel) -> None:
    keys = {duty.task for duty in model.duties["qinghe/office"]}
    uids = [str(event["UID"]) for event in events_in(calendars["units/qinghe/office.ics"])]
    assert len(uids) == len(set(uids))
    assert {uid.partition("@")[0].rsplit("#m", 1)[0] for uid in uids} <= keys


RULES = (
    "每季度末月20日前",
    "每季度末",
    "每月底",
    "每月28日前",
    "每年12月底",
    "每半年末月30日",
    "每周五",
    "每年6月、12月底前",
    "每年3月5日前",
)


@pytest.mark.parametrize("wording", RULES)
@pytest.mark.parametrize(
    "start", [date(2025, 1, 1), date(2025, 4, 27), date(2024, 2, 29), date(2025, 12, 31)]
)
def test_a_rule_begins_with_a_day_of_its_own(wording: str, start: date) -> None:
    rule = parse_deadline(wording, 2025).recurrence
    assert rule
    last = date(start.year, 12, 31)
    days = rrule.rrulestr(rule, dtstart=datetime(start.year, start.month, start.day)).between(
        datetime(start.year, start.month, start.day),
        datetime(last.year, last.month, last.day),
        inc=True,
    )
    assert first_day(rule, start, last) == (days[0].date() if days else None)


def test_recurring_events_end_with_the_year(calendars: dict[str, bytes]) -> None:
    events = events_in(calendars["plans/qinghe-2025/tasks.ics"])
    recurring = [event for event in events if "RRULE" in event]
    assert recurring
    for event in recurring:
        rule = event["RRULE"].to_ical().decode()
        start = event["DTSTART"].dt
        days = list(
            rrule.rrulestr(
                rule.replace("UNTIL=20251231", "UNTIL=20251231T000000"),
                dtstart=datetime(start.year, start.month, start.day),
            )
        )
        assert days[0].date() == start and days[-1].year == 2025
        assert event["DTEND"].dt - start == timedelta(1)


@pytest.mark.parametrize(
    ("wording", "days"),
    [
        ("6月底前", [("2025-06-30", "2025-06-30")]),
        ("第三季度", [("2025-09-30", "2025-09-30")]),
        ("6月1日至6月30日", [("2025-06-01", "2025-06-30")]),
        (
            "6月底前完成征集，12月底前公布",
            [("2025-06-30", "2025-06-30"), ("2025-12-31", "2025-12-31")],
        ),
        ("全年", []),
        ("持续推进", []),
        ("10个工作日内", []),
        ("", []),
        ("定期", []),
    ],
)
def test_only_days_that_are_written_become_events(
    wording: str, days: list[tuple[str, str]], model: SiteModel
) -> None:
    plan = model.plans["qinghe-2025"]
    task = msgspec.structs.replace(plan.tasks[0], deadline=parse_deadline(wording, 2025))
    assert [(str(one.first), str(one.last)) for one in occasions(plan, task)] == days


ADJUSTED = (
    ("a deadline", [(date(2025, 7, 1), "9月底前", False)], "20250930", 3, False),
    ("two", [(date(2025, 7, 1), "9月底前", False), (date(2025, 9, 1), "12月15日前", False)],
     "20251215", 4, False),
    ("another wording", [(date(2025, 7, 1), "", False)], "20250630", 2, False),
    ("withdrawn", [(date(2025, 7, 1), "", True)], "20250630", 3, True),
    ("as a report of format 1 said", [(date(2025, 6, 2), "", True)], "20250630", 2, True),
)  # fmt: skip


@pytest.mark.parametrize(("name", "decided", "day", "sequence", "is_cancelled"), ADJUSTED)
def test_an_adjustment_moves_or_cancels_the_event(
    name: str,
    decided: list[tuple[date, str, bool]],
    day: str,
    sequence: int,
    is_cancelled: bool,
    model: SiteModel,
) -> None:
    """It is one more revision; that of the wording alone, and a report of it, are none."""
    plan, place = model.plans["qinghe-2025"], Location("content/plans/qinghe-2025/tasks.yaml")
    reports = tuple(Report(date(2025, month, 2), "under_way", place) for month in (5, 6))
    adjustments = tuple(
        Adjustment(
            on, place, "改", parse_deadline(wording, 2025) if wording else None, withdrawn=gone
        )
        for on, wording, gone in decided
    )
    task = msgspec.structs.replace(plan.tasks[1], reports=reports, adjustments=adjustments)
    [event] = events_in(
        b"BEGIN:VCALENDAR\r\n" + _events(Prepared(model), task) + b"END:VCALENDAR\r\n"
    )
    assert event["DTSTART"].to_ical().decode() == day
    assert int(event["SEQUENCE"]) == sequence
    assert ("STATUS" in event) == is_cancelled
    assert event["DTSTAMP"].dt.date() == max(decided[-1][0], date(2025, 6, 2))


def test_ids_outlive_a_move(model: SiteModel) -> None:
    moved = with_base(model, "https://new.example.org/")
    request = requests_of(model, "ics")[0]
    uids = [
        [line for line in Maker(one).make(request).split(b"\r\n") if line.startswith(b"UID:")]
        for one in (model, moved)
    ]
    assert uids[0] == uids[1]


@given(st.text(max_size=200))
def test_any_text_comes_through(text: str) -> None:
    lines = (
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"
        + _line(f"SUMMARY:{_text(text)}")
        + b"END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    event = events_in(lines)[0]
    assert str(event["SUMMARY"]) == CONTROL.sub("", text)
