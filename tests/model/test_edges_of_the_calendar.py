"""The first and the last day that there is: no reckoning with days ends in an exception."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import FrameType

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from progress_sites import write_site

from gksite.build.pipeline import Options, build
from gksite.check.check import check
from gksite.cli import cli
from gksite.cli.options import Shared
from gksite.documents.sheets.xlsx_numbers import _date
from gksite.model.occasions import first_day
from gksite.notation.calendar_dates import days_after
from gksite.portal.gkmlpt import _seconds
from gksite.source.yaml import parse_yaml

RULES = (
    "FREQ=MONTHLY;BYMONTH=12;BYMONTHDAY=-1",
    "FREQ=WEEKLY;BYDAY=SU",
    "FREQ=MONTHLY;BYMONTHDAY=30",
)


@given(st.dates(), st.integers(-1000, 1000))
def test_days_later_are_days(day: date, count: int) -> None:
    if (day - date.min).days + count >= 0:
        assert (days_after(day, count) - day).days == min(count, (date.max - day).days)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_ends_with_the_calendar(rule: str) -> None:
    found = first_day(rule, date(9999, 12, 25), date.max)
    assert found is not None
    assert found <= date.max


@given(st.dates())
def test_every_day_has_a_second(day: date) -> None:
    assert (_seconds(day.isoformat()) + 8 * 3600) % 86400 == 0


@pytest.mark.parametrize("date1904", [False, True])
@pytest.mark.parametrize("number", ["0", "0.999999999", "2958465", "2958465.9999999"])
def test_every_number_of_a_workbook_is_a_day_or_none(number: str, date1904: bool) -> None:
    assert isinstance(_date(Decimal(number), [], date1904), str)


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_a_today_that_nobody_can_mean_is_refused(day: str, tmp_path: Path) -> None:
    write_site(tmp_path)
    for command in (["build", "--today"], ["check", "--today"], ["snapshot", "create", "--at"]):
        run = CliRunner().invoke(cli, ["-C", str(tmp_path), *command, day], obj=Shared(".", "en"))
        assert run.exit_code == 2, run.output
        assert "1900–2199" in run.output


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2199, 12, 31), date.min, date.max])
def test_a_site_is_built_as_of_any_day(day: date, tmp_path: Path) -> None:
    write_site(tmp_path)
    report = build(tmp_path, tmp_path / "public", Options(jobs=1, today=day))
    assert report.pages


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize(
    "place", ["progress", "published", "written", "deadline", "as_of", "corrections"]
)
def test_a_date_at_the_edge_is_told(place: str, day: str, tmp_path: Path) -> None:
    write_site(tmp_path)
    plan = tmp_path / "content/plans/qinghe-2025"
    if place == "progress":
        (plan / "progress.yaml").write_text(
            f"- {{task: 1, date: {day}, status: 推进中, unit: 区教育局}}\n", "utf-8"
        )
    elif place == "deadline":
        tasks = plan / "tasks.yaml"
        tasks.write_text(tasks.read_text("utf-8").replace("6月底前", day), "utf-8")
    elif place == "as_of":
        (tmp_path / "config.yaml").write_text(f"site:\n  name: 要点\n  as_of: {day}\n", "utf-8")
    else:
        value = f"[{{date: {day}, text: 更正, kind: 差错}}]" if place == "corrections" else day
        text = (plan / "plan.md").read_text("utf-8")
        (plan / "plan.md").write_text(
            text.replace("year: 2025", f"year: 2025\n{place}: {value}"), "utf-8"
        )
    for report in (
        build(tmp_path, tmp_path / "public", Options(jobs=1)),
        check(tmp_path, Options(jobs=1)),
    ):
        assert report.problems


def test_the_places_of_many_names_are_found_in_one_reading(tmp_path: Path) -> None:
    """One field of a task may hold thousands of names, each with a finding: the item is read
    once."""
    write_site(tmp_path)
    tasks = tmp_path / "content/plans/qinghe-2025/tasks.yaml"
    tasks.write_text(f"- id: 4\n  text: 公布\n  units: {'、'.join(['区司法局'] * 500)}\n", "utf-8")
    calls = calls_of(parse_yaml, lambda: check(tmp_path, Options(jobs=1)))
    assert 0 < calls < 40


def calls_of(function: Callable[..., object], work: Callable[[], object]) -> int:
    """How often a function is called while `work` is done in this process."""
    count, code = 0, function.__code__

    def heard(frame: FrameType, event: str, _: object) -> None:
        nonlocal count
        count += event == "call" and frame.f_code is code

    before = sys.getprofile()
    sys.setprofile(heard)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count
