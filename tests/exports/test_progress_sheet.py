"""The sheet of a unit: its tasks, what it may fill in, and nothing that a spreadsheet program would
take for a formula."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from progress_sites import UNIT, made_model

from gksite.exports.words import armed, disarmed
from gksite.model.site import SiteModel
from gksite.progress_sheets.sheet import (
    COLUMNS,
    plan_version,
    progress_csv,
    progress_rows,
    progress_xlsx,
)

HEADS = [column.head for column in COLUMNS]


@pytest.fixture
def model(tmp_path: Path) -> SiteModel:
    return made_model(tmp_path)


def column(head: str) -> int:
    return HEADS.index(head)


def test_a_unit_gets_the_tasks_that_name_it_or_mean_it_through_a_group(model: SiteModel) -> None:
    rows = progress_rows(model, UNIT)
    assert [(row[0], row[1], row[column("分工")]) for row in rows] == [
        ("qinghe-2025", "1", "牵头"),
        ("qinghe-2025", "2", "责任（各部门）"),
        ("qinghe-2025", "3", "配合"),
        ("qinghe-2024", "1", "责任"),
    ]
    assert [row[0] for row in progress_rows(model, UNIT, "qinghe-2024")] == ["qinghe-2024"]
    assert rows[0][column("已报状态")] == "推进中" and rows[0][column("已报日期")] == "2025-03-31"
    assert rows[0][column("指标")] == "场次（不少于4场）"


def test_the_workbook_has_locked_wording_a_drop_down_and_a_frozen_head(model: SiteModel) -> None:
    book = openpyxl.load_workbook(io.BytesIO(progress_xlsx(model, UNIT)))
    sheet = book["填报"]
    assert [cell.value for cell in sheet[1]] == HEADS
    assert sheet.protection.sheet and sheet.freeze_panes == "D2"
    for number, one in enumerate(COLUMNS, start=1):
        assert sheet.cell(2, number).protection.locked is not one.filled_in
    assert '"未开始,推进中,已完成,常态推进,延期"' in {
        one.formula1 for one in sheet.data_validations.dataValidation
    }
    hidden = {name for name, column in sheet.column_dimensions.items() if column.hidden}
    assert hidden == {"E", "S"}  # no task has targets; the version
    assert book["gksite"].sheet_state == "veryHidden"
    versions = {row[0]: row[1] for row in book["gksite"].iter_rows(values_only=True)}
    assert (
        versions["qinghe-2025"] == plan_version(model.plans["qinghe-2025"])
        and versions["unit"] == UNIT
    )


def test_the_same_model_gives_the_same_bytes(model: SiteModel) -> None:
    assert progress_xlsx(model, UNIT) == progress_xlsx(model, UNIT)
    assert progress_csv(model, UNIT) == progress_csv(model, UNIT)


def test_no_cell_is_a_formula(model: SiteModel) -> None:
    wording = column("工作任务")
    assert progress_rows(model, UNIT)[2][wording] == '=HYPERLINK("x")公布“目录”，＝另列'
    cells = openpyxl.load_workbook(io.BytesIO(progress_xlsx(model, UNIT)))["填报"]
    assert {cell.data_type for row in cells.iter_rows() for cell in row} == {"s", "n"}
    assert all(
        cell.value is None for row in cells.iter_rows() for cell in row if cell.data_type == "n"
    )
    text = progress_csv(model, UNIT).decode("utf-8-sig")
    fields = [field for row in csv.reader(io.StringIO(text, newline="")) for field in row]
    assert fields[len(HEADS) * 3 + wording].startswith("'=HYPERLINK")
    assert not [field for field in fields if field[:1] in tuple("=+-@＝＋－＠\t\r")]


@given(
    st.text(
        st.one_of(st.sampled_from("=+-@＝＋－＠'\t\r\n\0 \u3000甲1"), st.characters()), max_size=12
    )
)
def test_disarming_is_undone(text: str) -> None:
    assert armed(disarmed(text)) == text
    assert disarmed(text).strip()[:1] not in tuple("=+-@＝＋－＠")


def test_a_plan_version_knows_wording_and_not_progress(model: SiteModel, tmp_path: Path) -> None:
    version = plan_version(model.plans["qinghe-2025"])
    path = tmp_path / "content/plans/qinghe-2025/progress.yaml"
    path.write_text(
        path.read_text("utf-8") + "- {task: 1, date: 2025-04-30, status: 已完成}\n", "utf-8"
    )
    again = made_model(tmp_path, keep=True)
    assert again.tasks["qinghe-2025#1"].reports[-1].date == date(2025, 4, 30)
    assert plan_version(again.plans["qinghe-2025"]) == version
    plan = tmp_path / "content/plans/qinghe-2025/plan.md"
    plan.write_text(plan.read_text("utf-8").replace("公布进展", "公布落实进展"), "utf-8")
    assert plan_version(made_model(tmp_path, keep=True).plans["qinghe-2025"]) != version
