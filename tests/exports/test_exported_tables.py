"""The task tables: the rows of the page, read back by libraries that gksite does not use, and
nothing that is a formula."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import openpyxl
import pytest
import python_calamine
from bs4 import BeautifulSoup, Tag
from exported import model_at, requests_of, sample_model
from hypothesis import example, given
from hypothesis import strategies as st
from progress_sites import write_site

from gksite.exports.csv_table import csv_file, csv_lines
from gksite.exports.make import Maker
from gksite.exports.words import armed
from gksite.exports.workbook import HEAD_ROWS, Workbook
from gksite.model.entities import Plan
from gksite.model.site import SiteModel
from gksite.model.tables import TASK_COLUMNS, UNIT_COLUMNS
from gksite.progress_sheets.cells import parse_cells
from gksite.progress_sheets.entries import read_progress
from gksite.source.text import CONTROL

HEADS = [column.head for column in TASK_COLUMNS]
NUMBER = re.compile(r"-?\d+(\.\d+)?")
FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n\0")
NASTY = st.lists(
    st.one_of(
        st.sampled_from(
            [*"=+-@＝＋－＠'\t\r\n\0 \u3000\"&<>甲1,;\ufdd0", "_x0041_", "_x005F_", "]]>"]
        ),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=12,
).map("".join)
COLUMNS = TASK_COLUMNS[:5]

TODAY = date(2026, 1, 1)


@pytest.fixture(scope="module")
def model() -> SiteModel:
    return sample_model()


@pytest.fixture(scope="module")
def maker(model: SiteModel) -> Maker:
    return Maker(model)


def rows_of_csv(data: bytes) -> list[list[str]]:
    assert (
        data.startswith(b"\xef\xbb\xbf") and b"\n" not in data.replace(b"\r\n", b"").split(b'"')[0]
    )
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def rows_of_workbook(data: bytes) -> list[list[str]]:
    """Numbers, which columns of a document's own alone hold, as the shortest text of them."""
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    return [
        [shortest(str(cell)) if isinstance(cell, float) else str(cell) for cell in row]
        for row in sheet.to_python(skip_empty_area=False)
    ]


def shortest(number: str) -> str:
    return f"{Decimal(number).normalize():f}"


def own_heads(plan: Plan) -> dict[str, bool]:
    """The heads of the columns of a document's own, each with whether it holds numbers."""
    columns = [column for own in plan.lists for column in own.open_columns]
    return {"／".join(column.heads): column.is_numeric for column in columns}


def test_every_table_has_the_rows_of_its_page(sample_site: Path, model: SiteModel) -> None:
    """A plan's rows are those of its task tables on the page, in their order, with the same numbers
    and units; after its usual columns stand those of its document's own."""
    plans = sorted(path.parent.name for path in sample_site.glob("plans/*/tasks.csv"))
    assert len(plans) > 5
    for plan in plans:
        page = BeautifulSoup((sample_site / f"plans/{plan}/table.html").read_bytes(), "lxml")
        shown = [str(item["id"]).partition("-i-")[2] for item in page.select("article.list-item")]
        rows = rows_of_csv((sample_site / f"plans/{plan}/tasks.csv").read_bytes())
        assert rows[0] == [*HEADS, *own_heads(model.plans[plan])]
        assert [row[HEADS.index("任务编号")] for row in rows[1:]] == shown
        for row, item in zip(rows[1:], page.select("article.list-item"), strict=True):
            units = "、".join(
                filter(
                    None, (row[HEADS.index(head)] for head in ("牵头单位", "责任单位", "配合单位"))
                )
            )
            text = item.get_text()
            assert all(unit in text for unit in units.split("、")), (plan, row)


def test_workbook_and_csv_say_the_same_everywhere(model: SiteModel, maker: Maker) -> None:
    tables = {
        request.path.removesuffix(".csv"): maker.make(request)
        for request in requests_of(model, "csv")
    }
    books = {
        request.path.removesuffix(".xlsx"): maker.make(request)
        for request in requests_of(model, "xlsx")
    }
    assert tables.keys() == books.keys() and len(tables) > 40
    for name, data in tables.items():
        heads, *lines = [[armed(value) for value in row] for row in rows_of_csv(data)]
        _, _, plan = name.partition("plans/")
        own = own_heads(model.plans[plan.removesuffix("/tasks")]) if plan else {}
        numbers = {place for place, head in enumerate(heads) if own.get(head)}
        lines = [
            [
                shortest(value) if place in numbers and NUMBER.fullmatch(value) else value
                for place, value in enumerate(row)
            ]
            for row in lines
        ]
        # A cell holds a line break as it is, and a CSV field the same.
        assert rows_of_workbook(books[name])[HEAD_ROWS - 1 :] == [heads, *lines], name


def test_a_workbook_has_heads_widths_filters_and_a_frozen_head(
    model: SiteModel, maker: Maker
) -> None:
    request = next(one for one in requests_of(model, "xlsx") if one.entity == "qinghe-2025")
    data = maker.make(request)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    count = len(model.plans["qinghe-2025"].tasks)
    assert [cell.value for cell in sheet[HEAD_ROWS]] == HEADS
    assert sheet["A1"].value == "2025年青禾区政务公开工作要点任务分解表"
    assert (
        sheet.freeze_panes == "A4"
        and sheet.auto_filter.ref == f"A3:AL{HEAD_ROWS + count}"
        and sheet.max_row == HEAD_ROWS + count
    )
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A1:AL1", "K2:M2", "V2:AB2", "AD2:AE2", "AF2:AG2", "AJ2:AK2"} <= merged and all(
        area.endswith(("1", "2")) for area in merged
    )
    assert sheet["K2"].value == "责任分工"
    # A Chinese character is two units wide; the heads fit.
    widths = {
        number: one.width
        for one in sheet.column_dimensions.values()
        for number in range(one.min or 0, (one.max or 0) + 1)
    }
    for number, column in enumerate(TASK_COLUMNS, 1):
        assert widths[number] >= max(2 * len(column.head), column.width), column.head


def test_tables_have_the_leader_as_printed(model: SiteModel) -> None:
    plan = model.plans["qinghe-2025"]
    tasks = tuple(msgspec.structs.replace(task, leader=f"领导{task.id}") for task in plan.tasks)
    plan = msgspec.structs.replace(plan, tasks=tasks)
    model = msgspec.structs.replace(
        model,
        plans={**model.plans, plan.id: plan},
        tasks={**model.tasks, **{task.key: task for task in tasks}},
    )
    made = Maker(model)
    [table] = [one for one in requests_of(model, "csv") if one.entity == plan.id]
    heads, *rows = rows_of_csv(made.make(table))
    expected = [f"领导{task.id}" for task in tasks]
    assert [row[heads.index("分管领导")] for row in rows] == expected
    [book] = [one for one in requests_of(model, "xlsx") if one.entity == plan.id]
    heads, *rows = rows_of_workbook(made.make(book))[HEAD_ROWS - 1 :]
    assert [row[heads.index("分管领导")] for row in rows] == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("青禾区2025年工作要点", "青禾区2025年工作要点任务分解表"),
        ("青禾区2025年任务分解表", "青禾区2025年任务分解表"),
        ("青禾区2025年民生实事项目表", "青禾区2025年民生实事项目表"),
    ],
)
def test_a_workbook_says_once_that_it_is_a_table(
    model: SiteModel, title: str, expected: str
) -> None:
    plan = msgspec.structs.replace(model.plans["qinghe-2025"], title=title)
    changed = msgspec.structs.replace(model, plans={**model.plans, plan.id: plan})
    [book] = [one for one in requests_of(changed, "xlsx") if one.entity == plan.id]
    assert rows_of_workbook(Maker(changed).make(book))[0][0] == expected


def test_no_cell_of_any_workbook_is_a_formula(model: SiteModel, maker: Maker) -> None:
    for request in requests_of(model, "xlsx"):
        sheet = openpyxl.load_workbook(io.BytesIO(maker.make(request))).worksheets[0]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {
            "s",
            "n",
            "inlineStr",
        }
        own = own_heads(model.plans[request.entity]) if request.scope == "plan" else {}
        numbers = {cell.column for cell in sheet[HEAD_ROWS] if own.get(str(cell.value))}
        assert all(
            cell.value is None or (cell.column in numbers and cell.row > HEAD_ROWS)
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "n"
        )


@given(st.lists(st.lists(NASTY, min_size=5, max_size=5), max_size=4))
def test_csv_is_safe_and_lossless(rows: list[list[str]]) -> None:
    read = rows_of_csv(csv_file(["甲"], [csv_lines(rows)]))[1:]
    cleaned = [[CONTROL.sub("", value) for value in row] for row in rows]
    assert [[armed(value) for value in row] for row in read] == cleaned
    assert not [value for row in read for value in row if value.lstrip().startswith(FORMULA_STARTS)]


BOOK = Workbook(COLUMNS)


@given(st.lists(st.lists(NASTY, min_size=5, max_size=5).filter(any), min_size=1, max_size=4), NASTY)
@example([["", "", "", "", "= \0"]], "")
def test_workbooks_are_safe_and_lossless(rows: list[list[str]], title: str) -> None:
    data = BOOK.file(title, [BOOK.cells(row) for row in rows])
    cleaned = [[CONTROL.sub("", value) for value in row] for row in rows]
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    found = [row[:5] for row in rows_of_workbook(data)[HEAD_ROWS:]]
    assert found == cleaned[: len(found)] and not any(map(any, cleaned[len(found) :]))


def test_the_package_is_the_same_whatever_was_made_before(model: SiteModel) -> None:
    request = next(one for one in requests_of(model, "xlsx") if one.scope == "unit")
    first, warm = Maker(model), Maker(model)
    for other in requests_of(model, "xlsx"):
        warm.make(other)
    assert first.make(request) == warm.make(request)
    with zipfile.ZipFile(io.BytesIO(first.make(request))) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_reading_an_export_in_as_progress_changes_nothing(
    kind: str, model: SiteModel, maker: Maker
) -> None:
    """The whole site's table, and a unit's: every reported row is known already, the others are
    empty."""
    for request in requests_of(model, kind):
        if request.scope in ("site", "unit"):
            rows, problems = parse_cells(maker.make(request), request.path)
            [reading] = read_progress({request.path: rows}, model.plans, model.registry, TODAY)
            assert (problems, reading.problems, reading.entries) == ([], (), ()), request.path
            assert {row.state for row in reading.rows} <= {"already", "empty"}


def test_several_proofs_come_back_as_several(tmp_path: Path) -> None:
    write_site(tmp_path)
    with (tmp_path / "content/plans/qinghe-2025/progress.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "- task: 2\n  date: 2025-06-20\n  status: 已完成\n  unit: 区司法局\n  evidence:\n    - "
            "{title: 甲, url: 'https://www.example.org/1'}\n"
            "    - {title: =乙, url: 'https://www.example.org/2'}\n"
        )
    model = model_at(tmp_path)
    request = next(one for one in requests_of(model, "csv") if one.entity == "qinghe/justice")
    data = Maker(model).make(request)
    rows, _ = parse_cells(data, "tasks.csv")
    assert read_progress({"tasks.csv": rows}, model.plans, model.registry, TODAY)[0].entries == ()
    # Taken away, they are new again, and nothing of them is lost.
    task = model.tasks["qinghe-2025#2"]
    replace = msgspec.structs.replace
    silent = tuple(replace(duty, latest=-1, status="unreported") for duty in task.duties)
    without = replace(task, reports=(), duties=silent, status="unreported")
    plan = model.plans["qinghe-2025"]
    plans = {
        **model.plans,
        plan.id: replace(plan, tasks=tuple(without if one is task else one for one in plan.tasks)),
    }
    added = read_progress({"tasks.csv": rows}, plans, model.registry, TODAY)[0].entries
    assert [one.entry["evidence"] for one in added] == [
        [
            {"title": "甲", "url": "https://www.example.org/1"},
            {"title": "=乙", "url": "https://www.example.org/2"},
        ]
    ]


def test_a_units_table_says_its_part(model: SiteModel, maker: Maker) -> None:
    request = next(one for one in requests_of(model, "csv") if one.entity == "qinghe/office")
    rows = rows_of_csv(maker.make(request))
    assert rows[0] == [column.head for column in UNIT_COLUMNS]
    parts = [row[rows[0].index("分工")] for row in rows[1:]]
    assert {"牵头", "责任", "配合"} <= set(parts)
    assert len(parts) == len(model.duties["qinghe/office"])


def section_of(page: BeautifulSoup, heading: str) -> Iterator[Tag]:
    """The lines of tasks under a heading of a unit's page."""
    for section in page.select("main section.set-apart"):
        if (head := section.select_one("h2, h3")) and head.get_text(strip=True) == heading:
            yield from section.select(".lines > li")


def task_of(line: Tag) -> str:
    """Plan and id of a task by the address of its page."""
    link = line.select_one(".line-main a")
    assert link
    *_, plan, name = str(link["href"]).split("/")
    return f"{plan}#{name.removesuffix('.html')}"


def test_every_unit_table_has_the_rows_of_its_page(sample_site: Path) -> None:
    """The tasks that name it and those through a group, each with its part; those of open groups
    stand on the page alone."""
    tables = sorted(sample_site.glob("units/*/*.csv"))
    assert len(tables) > 30
    apart = 0
    for table in tables:
        page = BeautifulSoup(table.with_suffix(".html").read_bytes(), "lxml")
        named, through = set(), {}
        for line in page.select(".duties .lines > li, details.year > .plan-tasks .lines > li"):
            group = line.select_one(".line-more > span:-soup-contains(通过) > a")
            if group:
                through[task_of(line)] = group.get_text()
            else:
                named.add(task_of(line))
        heads, *rows = rows_of_csv(table.read_bytes())
        parts = {
            f"{row[heads.index('计划编号')]}#{row[heads.index('任务编号')]}": row[
                heads.index("分工")
            ]
            for row in rows
        }
        assert len(parts) == len(rows) and set(parts) == named | set(through), table
        assert all(
            f"（{group}）" in parts[task] for task, group in through.items() if task not in named
        ), table
        maybe = {task_of(line) for line in section_of(page, "可能涉及的任务")}
        assert not maybe & set(parts), table
        apart += len(maybe)
    assert apart > 10


def test_every_authority_table_has_the_tasks_of_its_plans(sample_site: Path) -> None:
    """The plans that the authority's page lists, and all their tasks, without the columns of a
    document's own."""
    tables = sorted(sample_site.glob("units/*.csv"))
    assert len(tables) == 4
    for table in tables:
        page = BeautifulSoup((table.with_suffix("") / "index.html").read_bytes(), "lxml")
        plans = [str(link["href"]).split("/")[-2] for link in page.select(".plans .plan-title a")]
        heads, *rows = rows_of_csv(table.read_bytes())
        expected = {
            tuple(row[: len(HEADS)])
            for plan in plans
            for row in rows_of_csv((sample_site / f"plans/{plan}/tasks.csv").read_bytes())[1:]
        }
        assert {tuple(row) for row in rows} == expected and len(rows) == len(expected)
        assert heads == HEADS
