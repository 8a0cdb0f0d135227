"""Columns of a document's own in the data files: read back by libraries that gksite does not use,
cell by cell, and written by them again without a changed cell."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
import yaml
from columned_site import COLUMNED
from exported import files_of, model_at
from hypothesis import given, settings
from hypothesis import strategies as st

from gksite.archive.comparison import compare_sites
from gksite.exports.open_columns import ExportValue
from gksite.exports.words import armed
from gksite.exports.workbook import HEAD_ROWS, Workbook
from gksite.model.tables import TASK_COLUMNS, ExportColumn

PLAN = "plans/projects-2025"
OWN = len(TASK_COLUMNS)
WIDE = str.maketrans("０１２３４５６７８９．，", "0123456789.,")


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return files_of(model_at(COLUMNED))


def sources(plan: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The front matter and the tasks of a plan as YAML alone reads them."""
    folder = COLUMNED / "content/plans" / plan
    front = yaml.load((folder / "plan.md").read_text("utf-8").split("---")[1], yaml.BaseLoader)
    tasks = yaml.load((folder / "tasks.yaml").read_text("utf-8"), yaml.BaseLoader)
    columns = {key: one for own in front["lists"] for key, one in own["columns"].items()}
    for task in tasks:
        for key, one in columns.items():
            name = isinstance(one, dict) and (one.get("target") or one.get("对应目标"))
            for target in task.get("targets", ()):
                if target["id"] == name:
                    task["cells"][key] = target.get("text") or target["value"]
    return front, tasks


def label(column: dict[str, Any]) -> str:
    above = column.get("over") or column.get("上级表头") or ()
    return "／".join((*above, column.get("head") or column["表头"]))


def text(cell: Any) -> str:
    return str(cell["text"] if isinstance(cell, dict) else cell)


def expected(value: str, type: str) -> Any:
    """What a cell of a workbook holds: numbers and days where the text is one, else the text."""
    plain = value.translate(WIDE).replace(",", "")
    if type in ("number", "money"):
        try:
            return float(plain)
        except ValueError:
            return value
    if type == "year":
        return int(plain.removesuffix("年"))
    if type == "date" and value.startswith("2025年"):
        return datetime.strptime(value, "%Y年%m月%d日")
    return value


def wanted_cells() -> Iterator[tuple[int, str, Any]]:
    """Each cell that the table has to hold: the row of its task, its head, its value."""
    front, tasks = sources("projects-2025")
    lists = {one["id"]: one for one in front["lists"]}
    above: dict[str, Any] = {}
    for row, task in enumerate(tasks):
        own = lists[task.get("list", "main")]
        for key, cell in task["cells"].items():
            column = own["columns"][key]
            type = column.get("type", "text")
            is_same = key in own.get("merged", ()) and above.get(key) == text(cell)
            if not (is_same and type == "money"):
                yield row, label(column), expected(text(cell), type)
        above = {key: text(cell) for key, cell in task["cells"].items()}


def rows_of_workbook(data: bytes) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet
    return [list(row) for row in sheet.iter_rows(min_row=HEAD_ROWS, values_only=True)]


def test_a_workbook_has_every_cell_with_its_type(files: dict[str, bytes]) -> None:
    heads, *rows = rows_of_workbook(files[f"{PLAN}/tasks.xlsx"])
    assert len(heads) == len(set(heads))
    found = {
        (row, heads[place], value)
        for row, values in enumerate(rows)
        for place, value in enumerate(values)
        if place >= OWN and value is not None
    }
    assert found == set(wanted_cells())


def test_heads_over_heads_are_merged_in_a_workbook(files: dict[str, bytes]) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(files[f"{PLAN}/tasks.xlsx"])).active
    assert sheet
    spans = {
        sheet.cell(2, area.min_col).value: area.max_col - area.min_col + 1
        for area in sheet.merged_cells.ranges
        if area.min_row == 2
    }
    assert (spans["投资（万元）"], spans["年度目标／上半年"], spans["年度目标／下半年"]) == (
        2,
        2,
        2,
    )


def test_a_csv_file_has_every_cell_as_read(files: dict[str, bytes]) -> None:
    lines = list(csv.reader(io.StringIO(files[f"{PLAN}/tasks.csv"].decode("utf-8-sig"))))
    heads, *rows = lines
    found = {
        (row, heads[place], value)
        for row, values in enumerate(rows)
        for place, value in enumerate(values)
        if place >= OWN and value
    }
    assert {(row, head) for row, head, _ in found} == {
        (row, head) for row, head, _ in wanted_cells()
    }
    for row, head, value in wanted_cells():
        (own,) = (one for at, name, one in found if (at, name) == (row, head))
        match value:
            case float() | int():
                assert Decimal(own) == Decimal(str(value))
            case datetime():
                assert own == value.date().isoformat()
            case _:
                assert own == value


def test_another_library_writes_the_same_cells_again(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files[f"{PLAN}/tasks.xlsx"]))
    book.save(tmp_path / "again.xlsx")
    before = rows_of_workbook(files[f"{PLAN}/tasks.xlsx"])
    assert rows_of_workbook((tmp_path / "again.xlsx").read_bytes()) == before
    table = python_calamine.CalamineWorkbook.from_path(tmp_path / "again.xlsx").get_sheet_by_index(
        0
    )
    read = table.to_python(skip_empty_area=False)[HEAD_ROWS - 1 :]
    assert [[plain(value) for value in row] for row in read] == [
        [plain(value) for value in row] for row in before
    ]
    whole = files[f"{PLAN}/tasks.csv"].decode("utf-8-sig")
    out = io.StringIO(newline="")
    csv.writer(out).writerows(csv.reader(io.StringIO(whole, newline="")))
    assert out.getvalue() == whole


def plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    return "" if value is None else float(value) if isinstance(value, int | float) else value


def test_the_table_of_cells_of_the_site(files: dict[str, bytes]) -> None:
    lines = list(csv.DictReader(io.StringIO(files["data/cells.csv"].decode("utf-8-sig"))))
    wanted = []
    for plan in ("projects-2025", "projects-2024"):
        front, tasks = sources(plan)
        lists = {one["id"]: one for one in front["lists"]}
        for task in tasks:
            columns = lists[task.get("list", "main")]["columns"]
            wanted += [
                (plan, task["id"], key, label(columns[key]), text(task["cells"][key]))
                for key in columns
                if key in task["cells"]
            ]
    keys = ("计划编号", "任务编号", "栏目编号", "表头", "内容")
    found = [tuple(armed(line[key]) for key in keys) for line in lines]
    assert sorted(found) == sorted(wanted)
    first = {line["栏目编号"]: line for line in lines if line["任务编号"] == "2"}
    assert first["year_part"]["合并首行"] == "1"
    assert [line["数值"] for line in lines if line["内容"] == "'-15.5"] == ["-15.5"]
    assert [line["数值"] for line in lines if line["内容"] == "约20"] == [""]
    described = json.loads(files["data/datapackage.json"])["resources"][-1]
    assert described["name"] == "cells"
    assert [field["name"] for field in described["schema"]["fields"]] == list(lines[0])


def test_json_and_sqlite_hold_text_and_value(files: dict[str, bytes], tmp_path: Path) -> None:
    document = json.loads(files[f"{PLAN}/tasks.json"])
    cells = {
        (task["id"], cell["head"]): cell
        for task in document["tasks"]
        for cell in task.get("cells", ())
    }
    _, tasks = sources("projects-2025")
    assert len(cells) == sum(len(task["cells"]) for task in tasks)
    total = cells["1", "投资（万元）／总投资"]
    assert (total["text"], total["value"], total["number"]) == ("3,800.10", "3800.10", 3800.1)
    assert cells["2", "投资（万元）／年度投资"]["first"] == "projects-2025#1"
    assert cells["s2", "总投资（万元）"]["value"] is None
    assert cells["2", "单位／督查单位"]["units"] == ["songling/inspection", "songling/audit"]
    (tmp_path / "site.sqlite").write_bytes(files["data/gksite.sqlite"])
    database = sqlite3.connect(tmp_path / "site.sqlite")
    rows = database.execute("SELECT text, value, number FROM cells WHERE name = 'total'").fetchall()
    assert ("3,800.10", "3800.10", 3800.1) in rows
    assert ("约20", None, None) in rows
    sums = dict(database.execute("SELECT head, sum FROM columns WHERE plan = 'projects-2025'"))
    assert sums["投资（万元）／总投资"] == "21845.09"
    database.close()


def test_a_site_without_such_columns_has_no_such_files() -> None:
    plain_files = files_of(model_at(Path(__file__).parents[1] / "build/base"))
    assert "data/cells.csv" not in plain_files
    assert b'"cells"' not in plain_files["data/datapackage.json"]


def test_two_states_differ_in_heads_and_cells(tmp_path: Path) -> None:
    site = shutil.copytree(COLUMNED, tmp_path / "site")
    before = model_at(site)
    for path, old, new in (
        ("plan.md", "head: 建设规模", "head: 规模"),
        ("tasks.yaml", '"3,800.10"', '"3,900.10"'),
    ):
        file = site / "content/plans/projects-2025" / path
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    changes = {(one.key, one.field): one for one in compare_sites(before, model_at(site))}
    assert set(changes) == {("projects-2025", "columns"), ("projects-2025#1", "cells")}
    assert "total: 3,900.10" in changes["projects-2025#1", "cells"].new
    assert "规模 (scale text)" in changes["projects-2025", "columns"].new


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=10).map(ExportValue)
NUMBERS = st.decimals(-(10**17), 10**17, places=3)
DAYS = st.dates(date(1850, 1, 1), date(2199, 12, 31))


@settings(max_examples=60, deadline=None)
@given(
    values=st.tuples(
        NUMBERS.map(lambda one: ExportValue(f"{one:f}", "number")) | TEXTS,
        DAYS.map(lambda one: ExportValue(one.isoformat(), "date")) | TEXTS,
        TEXTS,
    )
)
def test_a_workbook_changes_no_value(values: tuple[ExportValue, ...]) -> None:
    types = ("number", "date", "string")
    columns = [
        ExportColumn(f"cell:{number}", f"栏{number}", "", 10, type, "")
        for number, type in enumerate(types)
    ]
    book = Workbook(columns)
    (heads, *rows) = rows_of_workbook(book.file("表", [book.open_cells(values)]))
    assert heads == ["栏0", "栏1", "栏2"]
    for value, found in zip(values, [*(rows[0] if rows else []), *[None] * 3], strict=False):
        if isinstance(found, datetime):
            assert found.date().isoformat() == value.text
        elif isinstance(found, int | float):
            assert Decimal(repr(found)) == Decimal(value.text)
        else:
            assert (found or "") == value.text
