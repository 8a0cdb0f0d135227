"""A sheet holds the duties of its unit, and is read back only as far as the unit holds them: over
groups, tasks without units, transfers and corrections."""

from __future__ import annotations

import csv
import io
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from gksite.build.assemble import assemble
from gksite.build.published_set import working_set
from gksite.check.fields import Fields
from gksite.check.plan_view import view_of
from gksite.check.rules.duties import check_reporters_of_a_day, check_reports_of_a_day
from gksite.diagnostics import Diagnostic
from gksite.importer.writing.progress_file import append_entries
from gksite.model.entities import Plan
from gksite.model.site import SiteModel
from gksite.progress_sheets.cells import parse_cells
from gksite.progress_sheets.entries import SheetReading, read_progress
from gksite.progress_sheets.sheet import COLUMNS, plan_version, progress_csv, progress_rows
from gksite.source.files import read_sources

TODAY = date(2025, 12, 1)
PROGRESS = "content/plans/p/progress.yaml"
SITE: dict[str, str] = yaml.safe_load(
    Path(__file__).with_name("duties_site.yaml").read_text("utf-8")
)
READINGS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("duties_readings.yaml").read_text("utf-8")
)
HEADS = ("计划编号", "任务编号", "填报单位", "日期", "状态", "更正日期", "情况")


def model_of(
    root: Path, progress: str = ""
) -> tuple[SiteModel, tuple[Plan, ...], list[Diagnostic]]:
    """The model of the site with more reports, its plans and its problems."""
    for path, text in SITE.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text + (progress if path == PROGRESS else ""), "utf-8")
    sources, _ = read_sources(root)
    assembled = assemble(working_set(sources), {}, b"")
    assert assembled.model is not None
    return assembled.model, assembled.plans, list(assembled.problems)


@cache
def shared_model() -> SiteModel:
    with TemporaryDirectory() as folder:
        model, _, problems = model_of(Path(folder))
    assert not problems
    return model


def sheet_of(*rows: str, heads: tuple[str, ...] = HEADS) -> bytes:
    """A CSV file with the head and rows of words: task, unit, day, state, day corrected, note."""
    out = io.StringIO(newline="")
    written = csv.writer(out)
    written.writerow(heads)
    for row in rows:
        written.writerow(
            ["p", *(word.replace("-", "") if word == "-" else word for word in row.split())]
        )
    return out.getvalue().encode()


def read(model: SiteModel, *sheets: bytes) -> list[SheetReading]:
    cells = {}
    for number, data in enumerate(sheets):
        rows, problems = parse_cells(data, f"{number}.csv")
        assert not problems
        cells[f"{number}.csv"] = rows
    return read_progress(cells, model.plans, model.registry, TODAY)


def shown(model: SiteModel, unit: str) -> list[str]:
    """Task, role, deadline, state and day of each row of a unit's sheet."""
    keys = [column.key for column in COLUMNS]
    wanted = ("task", "role", "deadline", "last_status", "last_date")
    return [
        " ".join(row[keys.index(key)] or "-" for key in wanted)
        for row in progress_rows(model, f"qinghe/{unit}")
    ]


@pytest.mark.parametrize(
    ("unit", "rows"),
    [
        (
            "office",
            ["1 配合 全年 - -", "4 责任（未列责任单位，由印发单位承担） - 推进中 2025-04-03"],
        ),
        ("justice", ["1 牵头 全年 推进中 2025-05-01"]),
        (
            "bureau",
            [
                "1 责任（2025-07-01承接自区应急局） 全年 推进中 2025-08-01",
                "5 责任（一并承接区应急局的） 全年（调整为2026年3月底前） - -",
            ],
        ),
        ("safety", ["2 责任 6月底前 已完成 2025-06-01"]),
        ("hubin", ["6 责任（各街道） 全年（已撤销） - -", "3 责任（各街道） - - -"]),
        ("later", []),
    ],
)
def test_a_sheet_holds_the_duties_of_its_unit(unit: str, rows: list[str]) -> None:
    assert shown(shared_model(), unit) == rows


def test_every_duty_of_a_unit_stands_in_one_sheet() -> None:
    model = shared_model()
    in_sheets = [
        (row[0], row[1], unit)
        for unit in model.registry.units
        for row in progress_rows(model, unit)
    ]
    held = [
        (plan.id, task.id, duty.unit)
        for plan in model.plans.values()
        for task in plan.tasks
        for duty in task.duties
    ]
    assert sorted(in_sheets) == sorted(held)


@pytest.mark.parametrize("case", READINGS, ids=[case["name"] for case in READINGS])
def test_a_row_is_taken_or_refused_with_its_reason(case: dict[str, Any]) -> None:
    sheets = [sheet_of(*rows) for rows in case["sheets"]]
    readings = read(shared_model(), *sheets)
    assert [row.state for reading in readings for row in reading.rows] == case["states"]
    found = [f"{one.code} {one.location.path}" for reading in readings for one in reading.problems]
    assert found == case.get("problems", [])
    added = [
        " ".join(str(entry.entry.get(key, "-")) for key in ("task", "date", "corrects", "recorded"))
        for reading in readings
        for entry in ([] if reading.is_refused else reading.entries)
    ]
    assert added == case.get("added", [])


def test_a_sheet_of_before_the_column_of_corrections_is_read() -> None:
    heads = tuple(head for head in HEADS if head != "更正日期")
    [reading] = read(shared_model(), sheet_of("1 区司法局 2025-11-01 推进中", heads=heads))
    assert [row.state for row in reading.rows] == ["added"]


def test_a_correction_of_a_sheet_takes_the_place_of_the_report(tmp_path: Path) -> None:
    """And none of the sheets that came before it adds anything again."""
    first = sheet_of("1 区司法局 2025-11-01 推进中 - 甲")
    second = sheet_of("1 区司法局 2025-11-01 已完成 2025-11-01 乙")
    third = sheet_of("1 区司法局 2025-11-01 推进中 2025-11-01 甲")
    text = ""
    for sheet in (first, second, third):
        model, _, problems = model_of(tmp_path, text)
        [reading] = read(model, sheet)
        assert not problems and [row.state for row in reading.rows] == ["added"]
        data, _ = append_entries(text.encode(), [e.entry for e in reading.entries], PROGRESS)
        text = data.decode()
    model, _, problems = model_of(tmp_path, text)
    reports = [report for report in model.tasks["p#1"].reports if report.date.month == 11]
    assert [(r.note, bool(r.taken_back)) for r in reports] == [
        ("甲", True),
        ("乙", True),
        ("甲", False),
    ]
    again = read(model, first, second, third)
    states = [row.state for reading in again for row in reading.rows]
    assert states == ["already", "taken_back", "already"]


def test_an_adjustment_makes_another_version_of_the_sheet(tmp_path: Path) -> None:
    model, _, _ = model_of(tmp_path)
    before = plan_version(model.plans["p"])
    path = tmp_path / "content/plans/p/tasks.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("2026年3月底前", "2026年4月底前"), "utf-8")
    sources, _ = read_sources(tmp_path)
    changed = assemble(working_set(sources), {}, b"").model
    assert changed is not None and plan_version(changed.plans["p"]) != before


def test_the_sheet_of_a_unit_comes_back_as_its_own(tmp_path: Path) -> None:
    """Each row of each sheet, filled in, is taken, but for the duties that others may report."""
    model = shared_model()
    for unit in model.registry.units:
        lines = list(csv.reader(io.StringIO(progress_csv(model, unit).decode("utf-8-sig"))))
        keys = [column.key for column in COLUMNS]
        for line in lines[1:]:
            line[keys.index("status")], line[keys.index("date")] = "推进中", "2025-11-30"
        out = io.StringIO(newline="")
        csv.writer(out).writerows(lines)
        [reading] = read(model, out.getvalue().encode())
        assert reading.problems == ()
        assert {row.state for row in reading.rows} <= {"added"}


ROWS = st.tuples(
    st.sampled_from(["1", "2", "3", "4", "5"]),
    st.sampled_from(
        ["区司法局", "区应急局", "区法治和应急局", "湖滨街道", "溪南街道", "区政府办公室", "-"]
    ),
    st.sampled_from(["2025-05-01", "2025-06-30", "2025-07-01", "2025-08-01", "2025-08-02"]),
    st.sampled_from(["推进中", "已完成"]),
    st.sampled_from(["-", "-", "2025-05-01", "2025-06-30", "2025-08-01"]),
    st.sampled_from(["甲", "乙", "丙"]),
).map(" ".join)


@settings(max_examples=40, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=8))
def test_what_is_taken_counts_for_a_duty_and_stands_once_a_day(rows: list[str]) -> None:
    """Each row a sheet of its own, so that one that is refused keeps no other out. A duty that the
    old holder now calls done passes to nobody, one that it calls open again passes on after all:
    both are left to the rehearsal of an import."""
    rows = [row for row in rows if not ("区应急局" in row and "已完成" in row)]
    rows = [row for row in rows if not (row[0] == "2" and row.split()[2] < "2025-07-01")]
    entries = [
        entry.entry
        for reading in read(shared_model(), *(sheet_of(row) for row in rows))
        if not reading.is_refused
        for entry in reading.entries
    ]
    data = append_entries(b"", entries, PROGRESS)[0] if entries else b""
    with TemporaryDirectory() as folder:
        model, plans, problems = model_of(Path(folder), data.decode())
        assert [one.code for one in problems] == []
        views = [view_of(plan, Fields({})) for plan in plans]
    assert not [r for task in model.tasks.values() for r in task.reports if r.standing == "apart"]
    assert not [one for view in views for one in check_reports_of_a_day(view)]
    # Of a task that names nobody two units may report on one day.
    twice = [one for view in views for one in check_reporters_of_a_day(view)]
    assert {dict(one.arguments)["task"] for one in twice} <= {"4"}
