"""The sheet of a unit: its tasks, what it may fill in, and nothing that a spreadsheet program would
take for a formula."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from progress_sites import UNIT, made_model, write_site
from python_calamine import CalamineWorkbook

from gksite.documents.sheets.sheet_cells import tidy
from gksite.exports.words import armed, disarmed
from gksite.model.site import SiteModel
from gksite.progress_sheets.cells import parse_cells
from gksite.progress_sheets.printed_sheet import progress_xlsx
from gksite.progress_sheets.sheet import (
    COLUMNS,
    current_plans,
    plan_version,
    progress_csv,
    progress_rows,
)

HEADS = [column.head for column in COLUMNS]
HEAD_ROW = 5
PRINTED = ["序号", "工作任务", "分工", "时间节点", "已报状态", "状态", "日期", "情况"]


@pytest.fixture
def model(tmp_path: Path) -> SiteModel:
    return made_model(tmp_path)


def column(head: str) -> int:
    return HEADS.index(head)


def test_a_unit_gets_the_tasks_that_name_it_or_mean_it_through_a_group(model: SiteModel) -> None:
    rows = progress_rows(model, UNIT)
    assert [(row[0], row[1], row[column("分工")]) for row in rows] == [
        ("qinghe-2025", "2", "责任（各部门）"),
        ("qinghe-2025", "1", "牵头"),
        ("qinghe-2025", "3", "配合"),
        ("qinghe-2024", "1", "责任"),
    ]
    older = [model.plans["qinghe-2024"]]
    assert [row[0] for row in progress_rows(model, UNIT, older)] == ["qinghe-2024"]
    assert rows[1][column("已报状态")] == "推进中" and rows[1][column("已报日期")] == "2025-03-31"
    assert rows[1][column("指标")] == "场次（不少于4场）"


def test_the_plans_of_a_sheet_are_those_of_the_current_year(model: SiteModel) -> None:
    assert [plan.id for plan in current_plans(model)] == ["qinghe-2025"]


def sheet_of(model: SiteModel, due: date | None = None, *, is_current: bool = True) -> Any:
    plans = current_plans(model) if is_current else None
    return openpyxl.load_workbook(io.BytesIO(progress_xlsx(model, UNIT, plans, due)))["填报"]


def shown_heads(sheet: Any, area: str = "") -> list[str]:
    """The heads of the columns that are not hidden: all, or those of a range."""
    row = sheet[area][HEAD_ROW - 1] if area else sheet[HEAD_ROW]
    widths = sheet.column_dimensions
    return [cell.value for cell in row if not widths[cell.column_letter].hidden]


def test_the_workbook_has_locked_wording_a_drop_down_and_a_frozen_head(model: SiteModel) -> None:
    book = openpyxl.load_workbook(io.BytesIO(progress_xlsx(model, UNIT)))
    sheet = book["填报"]
    assert {cell.value for cell in sheet[HEAD_ROW]} == set(HEADS)
    assert sheet.protection.sheet and sheet.freeze_panes == f"D{HEAD_ROW + 1}"
    filled_in = {one.head for one in COLUMNS if one.filled_in}
    colours = set()
    for head, cell in zip(sheet[HEAD_ROW], sheet[HEAD_ROW + 1], strict=True):
        assert cell.protection.locked is (head.value not in filled_in)
        colours.add((cell.protection.locked, head.fill.fgColor.rgb, cell.fill.fgColor.rgb))
    assert len(colours) == 2  # those to fill in look unlike the others, head and cells
    assert '"未开始,推进中,已完成,常态推进,延期"' in {
        one.formula1 for one in sheet.data_validations.dataValidation
    }
    assert book["gksite"].sheet_state == "veryHidden"
    versions = {row[0]: row[1] for row in book["gksite"].iter_rows(values_only=True)}
    assert (
        versions["qinghe-2025"] == plan_version(model.plans["qinghe-2025"])
        and versions["unit"] == UNIT
    )


def test_eight_columns_print_on_a4_and_no_id_is_shown(model: SiteModel) -> None:
    sheet = sheet_of(model)
    area = sheet.print_area.rpartition("!")[2].replace("$", "")
    assert shown_heads(sheet, area) == PRINTED
    several = sheet_of(model, is_current=False)
    assert shown_heads(several, area.replace("8", "9")) == ["计划名称", *PRINTED[:2], *PRINTED[3:]]
    titles = [row[0].value for row in several.iter_rows(min_row=HEAD_ROW + 1)]
    assert titles[0] == "2025年青禾区政务公开工作要点\n责任（各部门）"
    page = sheet.page_setup
    assert (page.orientation, page.paperSize, page.fitToWidth or 1, page.fitToHeight) == (
        "landscape", 9, 1, 0,
    )  # fmt: skip
    assert sheet.print_title_rows == f"${HEAD_ROW}:${HEAD_ROW}"
    ids = {"计划编号", "任务编号", "填报单位", "计划版本", "分期目标", "截止日期"}
    assert not ids & set(shown_heads(sheet))
    assert "填报人" in sheet.oddFooter.left.text and "&P" in sheet.oddFooter.center.text
    assert {cell.font.name for row in sheet.iter_rows() for cell in row} == {"微软雅黑"}


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(2025, 12, 20), "填报单位：区教育局　　　　请于2025年12月20日前报回"),
        (None, "填报单位：区教育局　　　　请于　　　　年　　月　　日前报回"),
    ],
)
def test_the_first_rows_say_what_the_sheet_is_and_how_to_fill_it_in(
    model: SiteModel, due: date | None, said: str
) -> None:
    sheet = sheet_of(model, due)
    title, line, *how_to = (
        "".join(cell.value or "" for cell in row) for row in sheet.iter_rows(max_row=HEAD_ROW - 1)
    )
    assert title == "2025年青禾区政务公开工作要点落实情况填报表"
    assert line == said  # the site of no day names none
    assert "黄色" in how_to[0] and "红色" in how_to[1]


@pytest.mark.parametrize(
    ("period", "title"),
    [
        ("year: 2024", "2024年—2025年落实情况填报表"),
        ("period: 2024-2026", "2025年落实情况填报表"),
        ("period: 2025-2026", "2025年落实情况填报表"),
    ],
)
def test_a_sheet_of_several_plans_is_called_after_their_year(
    tmp_path: Path, period: str, title: str
) -> None:
    write_site(tmp_path)
    plan = tmp_path / "content/plans/qinghe-2024/plan.md"
    plan.write_text(plan.read_text("utf-8").replace("year: 2024", period), "utf-8")
    (tmp_path / "config.yaml").write_text("site: {name: 要点}\nas_of: 2025-07-15\n", "utf-8")
    sheet = sheet_of(made_model(tmp_path, keep=True), is_current=False)
    assert "".join(cell.value or "" for cell in sheet[1]) == title


def test_what_is_overdue_is_marked_until_the_unit_calls_it_done(tmp_path: Path) -> None:
    """By the day of the site, not by the day on which the sheet is opened."""
    write_site(tmp_path)
    (tmp_path / "config.yaml").write_text("site: {name: 要点}\nas_of: 2025-07-15\n", "utf-8")
    model = made_model(tmp_path, keep=True)
    sheet = sheet_of(model)
    [marked] = sheet.conditional_formatting
    [rule] = marked.rules
    assert rule.dxf.font.color.rgb == "FFC00000" and rule.dxf.font.b
    letters = {cell.value: cell.column_letter for cell in sheet[HEAD_ROW]}
    day, status = (f"${letters[head]}{HEAD_ROW + 1}" for head in ("截止日期", "状态"))
    assert rule.formula == [
        f'AND({day}<>"",{day}<"2025-07-15",{status}<>"常态推进",{status}<>"已完成")'
    ]
    last_days = {
        sheet[f"{letters['任务编号']}{n}"].value: sheet[f"{letters['截止日期']}{n}"].value
        for n in range(HEAD_ROW + 1, sheet.max_row + 1)
    }
    assert last_days == {"2": "2025-06-30", "1": "", "3": ""}
    assert [duty.task for duty in model.duties[UNIT] if model.is_duty_overdue(duty)] == [
        "qinghe-2025#2"
    ]


def test_other_programs_read_the_same_cells(model: SiteModel) -> None:
    """Also calamine, which reads what is stored and knows no layout."""
    data = progress_xlsx(model, UNIT)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("填报")
    ours, problems = parse_cells(data, "a.xlsx")
    assert not problems
    theirs = [[str(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    heads = theirs[HEAD_ROW - 1]
    for number, cells in ours:
        texts = [cell.text for cell in cells]
        own = [tidy(text) for text in theirs[number - 1]]
        assert texts == own[: len(texts)] and not any(own[len(texts) :])
    rows = [dict(zip(heads, row, strict=True)) for row in theirs[HEAD_ROW:]]
    known = [dict(zip(HEADS, row, strict=True)) for row in progress_rows(model, UNIT)]
    in_rows = ("计划编号", "任务编号", "工作任务", "时间节点", "计划版本", "填报单位")
    assert [[row[head] for head in in_rows] for row in rows] == [
        [row[head] for head in in_rows] for row in known
    ]


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
