"""What a unit filled in becomes entries: each once, all or none, and every byte that was there
stays."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from progress_sites import UNIT, made_model

from gksite.content.records import ProgressRecord
from gksite.diagnostics import Diagnostic
from gksite.importer.writing.progress_file import append_entries
from gksite.model.site import SiteModel
from gksite.progress_sheets.cells import parse_cells
from gksite.progress_sheets.entries import NewEntry, RowReport, read_progress
from gksite.progress_sheets.printed_sheet import progress_xlsx
from gksite.progress_sheets.sheet import COLUMNS, progress_csv
from gksite.schema.validate import parse_records
from gksite.source.yaml import parse_yaml, plain
from gksite.source.yaml_text import Value, without_controls

KEYS = [column.key for column in COLUMNS]
HEAD_ROW = 5
ROWS = {2: "qinghe-2025#1", 3: "qinghe-2025#2", 4: "qinghe-2025#3", 5: "qinghe-2024#1"}
"""The tasks of the unit's sheet, by the numbers of rows in these cases."""


@pytest.fixture
def model(tmp_path: Path) -> SiteModel:
    return made_model(tmp_path)


def filled(model: SiteModel, cells: dict[str, Any]) -> bytes:
    """The unit's workbook with values in cells, by `column key + row`."""
    book = openpyxl.load_workbook(io.BytesIO(progress_xlsx(model, UNIT)))
    for where, value in cells.items():
        book["填报"][cell_of(where)] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cell_of(where: str) -> str:
    """The address in the unit's workbook of a cell given by `column key + row`."""
    key, row = where.rsplit(" ", 1)
    head = next(column.head for column in COLUMNS if column.key == key)
    return f"{columns()[head]}{rows()[ROWS[int(row)]]}"


@cache
def columns() -> dict[str, str]:
    """The letter of each column of the unit's workbook, by its head."""
    sheet = openpyxl.load_workbook(io.BytesIO(progress_xlsx(shared_model(), UNIT)))["填报"]
    return {
        str(cell.value): get_column_letter(n) for n, cell in enumerate(sheet[HEAD_ROW], start=1)
    }


@cache
def rows() -> dict[str, int]:
    """The row of each task in the unit's workbook."""
    sheet = openpyxl.load_workbook(io.BytesIO(progress_xlsx(shared_model(), UNIT)))["填报"]
    plan, task = (columns()[head] for head in ("计划编号", "任务编号"))
    return {
        f"{sheet[f'{plan}{n}'].value}#{sheet[f'{task}{n}'].value}": n
        for n in range(HEAD_ROW + 1, sheet.max_row + 1)
    }


def states(reading: Reading) -> list[str]:
    """The states of the rows of the unit's workbook, as `ROWS` counts them."""
    by_row = {int(row.place.rpartition("!")[2]): row.state for row in reading.rows}
    return [by_row[rows()[task]] for task in ROWS.values()]


class Reading(NamedTuple):
    """What several sheets gave, one after another."""

    entries: tuple[NewEntry, ...]
    rows: tuple[RowReport, ...]
    problems: tuple[Diagnostic, ...]


TODAY = date(2025, 7, 1)


def reading_of(model: SiteModel, *sheets: bytes, name: str = "a.xlsx") -> Reading:
    read = {}
    for number, data in enumerate(sheets):
        rows, problems = parse_cells(data, name if not number else f"{number}{name}")
        assert not problems
        read[name if not number else f"{number}{name}"] = rows
    found = read_progress(read, model.plans, model.registry, TODAY)
    return Reading(
        tuple(entry for one in found if not one.is_refused for entry in one.entries),
        tuple(row for one in found for row in one.rows),
        tuple(problem for one in found for problem in one.problems),
    )


def codes(problems: tuple[Diagnostic, ...]) -> list[tuple[str, str]]:
    return [(one.code, one.location.path) for one in problems]


def test_a_filled_in_row_becomes_an_entry(model: SiteModel) -> None:
    cells = {
        "status 2": "已完成",
        "date 2": date(2025, 6, 30),
        "note 2": "=已公布：二季度 #1",
        "evidence_title 2": "公告",
        "evidence_url 2": "https://www.example.gov.cn/a?b=1",
        "readings 2": 4,
        "status 4": "推进中",
        "date 4": "2025年6月30日",
        "readings 4": "解读率=62.5；入库率：96%",
    }
    # openpyxl would make a formula of the note; a person typing into a text cell does not.
    data = filled(model, cells | {"note 2": "已公布：二季度 #1"})
    reading = reading_of(model, data)
    assert reading.problems == ()
    assert {(row.place, row.task) for row in reading.rows} == {
        (f"a.xlsx!{rows()[task]}", task) for task in ROWS.values()
    }
    assert states(reading) == ["added", "empty", "added", "empty"]
    assert [one.entry for one in reading.entries] == [
        {
            "task": "1",
            "date": "2025-06-30",
            "status": "已完成",
            "note": "已公布：二季度 #1",
            "evidence": [{"title": "公告", "url": "https://www.example.gov.cn/a?b=1"}],
            "readings": {"场次": "4"},
            "unit": "区教育局",
            "recorded": "2025-07-01",
        },
        {
            "task": "3",
            "date": "2025-06-30",
            "status": "推进中",
            "readings": {"解读率": "62.5", "入库率": "96"},
            "unit": "区教育局",
            "recorded": "2025-07-01",
        },
    ]


def test_what_is_there_already_or_twice_in_the_sheets_adds_nothing(model: SiteModel) -> None:
    known = filled(model, {"status 2": "推进中", "date 2": "2025/3/31", "note 2": "一季度已公布"})
    new = filled(model, {"status 3": "done", "date 3": datetime(2025, 6, 1)})
    reading = reading_of(model, known, new, new)
    assert [row.state for row in reading.rows if row.state != "empty"] == [
        "already",
        "added",
        "already",
    ]
    assert len(reading.entries) == 1


@pytest.mark.parametrize("name", ["unit.xlsx", "unit.csv"])
def test_a_sheet_that_was_made_before_is_read(model: SiteModel, name: str) -> None:
    """Made and filled in when the head was the first row and all columns were shown."""
    data = (Path(__file__).with_name("cases") / "older" / name).read_bytes()
    reading = reading_of(model, data, name=name)
    assert reading.problems == ()
    assert [row.state for row in reading.rows] == ["added", "empty", "empty", "added"]
    said = [(one.plan, one.entry["date"], one.entry.get("note")) for one in reading.entries]
    assert said == [
        ("qinghe-2025", "2025-06-30", "二季度已公布"),
        ("qinghe-2024", "2025-06-01", None),
    ]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"status 2": "=1+1", "date 2": date(2025, 6, 30)}, [("formula-cell", "status 2")]),
        ({"status 2": "好", "date 2": date(2025, 6, 30)}, [("wrong-value", "status 2")]),
        (
            {"status 2": "已调整", "date 2": date(2025, 6, 30)},
            [("status-is-a-decision", "status 2")],
        ),
        ({"status 2": "取消", "date 2": date(2025, 6, 30)}, [("status-is-a-decision", "status 2")]),
        ({"status 2": "已完成", "date 2": "2025-02-30"}, [("impossible-date", "date 2")]),
        ({"status 2": "已完成"}, [("missing-cell", "date 2")]),
        ({"note 2": "有进展"}, [("missing-cell", "date 2"), ("missing-cell", "status 2")]),
        (
            {"status 2": "已完成", "date 2": "2025-06-30", "evidence_title 2": "公告"},
            [("missing-cell", "evidence_url 2")],
        ),
        (
            {
                "status 2": "已完成",
                "date 2": "2025-06-30",
                "evidence_title 2": "公告",
                "evidence_url 2": "javascript:1",
            },
            [("unsafe-link", "evidence_url 2")],
        ),
        (
            {"status 2": "已完成", "date 2": "2025-06-30", "readings 2": "人数=3"},
            [("unknown-indicator", "readings 2")],
        ),
        (
            {"status 2": "已完成", "date 2": "2025-06-30", "readings 2": "四场"},
            [("wrong-value", "readings 2")],
        ),
        (
            {"status 2": "已完成", "date 2": "2025-06-30", "task 2": "9"},
            [("unknown-task", "task 2")],
        ),
        (
            {"status 2": "已完成", "date 2": "2025-06-30", "plan 2": "qinghe-2023"},
            [("unknown-plan", "plan 2")],
        ),
    ],
)
def test_mistakes_are_told_with_their_cell(
    model: SiteModel, cells: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    reading = reading_of(model, filled(model, cells))
    assert codes(reading.problems) == [(code, f"a.xlsx!{cell_of(cell)}") for code, cell in expected]
    assert states(reading) == ["wrong", "empty", "empty", "empty"]
    assert not reading.entries


def test_a_sheet_of_an_older_plan_is_recognised_and_still_read(model: SiteModel) -> None:
    cells = {"status 2": "已完成", "date 2": "2025-06-30", "version 2": "000000000000"}
    reading = reading_of(model, filled(model, cells))
    assert codes(reading.problems) == [("older-plan-version", "a.xlsx")]
    assert len(reading.entries) == 1


def test_csv_the_same_way_in_utf8_and_as_a_chinese_excel_saves_it(model: SiteModel) -> None:
    lines = progress_csv(model, UNIT).decode("utf-8-sig").splitlines()
    [line] = (line for line in lines if line.startswith('"qinghe-2025","1"'))
    fields = line.split('","')
    for key, value in (("status", "已完成"), ("date", "2025.6.30"), ("note", "'=1+1")):
        fields[KEYS.index(key)] = value
    text = "\r\n".join([lines[0], '","'.join(fields)])
    for encoding in ("utf-8-sig", "utf-8", "gb18030"):
        reading = reading_of(model, text.encode(encoding), name="a.csv")
        assert reading.problems == ()
        assert reading.entries[0].entry["note"] == "=1+1"


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04nonsense", b"\xff\xfe\x00\xd8\xff", b'"a', b"x" * 10_000_001],
    ids=["zip", "bytes", "quote", "size"],
)
def test_a_broken_sheet_is_one_problem(data: bytes) -> None:
    rows, problems = parse_cells(data, "a.xlsx")
    assert rows == [] and len(problems) == 1


def test_another_sheet_is_none(model: SiteModel) -> None:
    reading = reading_of(model, "甲,乙\n1,2\n".encode(), name="a.csv")
    assert codes(reading.problems) == [("sheet-unreadable", "a.csv")]


ENTRY: dict[str, Value] = {
    "task": "1",
    "date": "2025-06-30",
    "status": "已完成",
    "note": "公开：完成",
    "evidence": [{"title": "公告", "url": "/a"}],
}


@pytest.mark.parametrize(
    "existing",
    [
        "",
        "# 只增不改\n",
        "- {task: 1, date: 2025-03-31, status: 推进中}",
        "- 任务: 1\n  日期: 2025-03-31\n  状态: 推进中\n# 完\n",
        "  - task: 1\n    date: 2025-03-31\n    status: 推进中\n\n",
        "- {task: 1, date: 2025-03-31, status: 推进中}\r\n",
        "\ufeff- {task: 2}\n",
    ],
)
def test_entries_are_appended_and_nothing_else_changes(existing: str) -> None:
    before = existing.encode()
    after, problems = append_entries(before, [ENTRY, ENTRY], "progress.yaml")
    assert problems == []
    assert after.startswith(before)
    node, problems = parse_yaml(after.decode(), "progress.yaml")
    assert not problems and node is not None
    assert plain(node)[-2:] == [ENTRY, ENTRY]  # type: ignore[index]


@pytest.mark.parametrize("existing", ["[]\n", "[{task: 1}]\n", "task: 1\n", "文字\n"])
def test_what_is_no_list_of_lines_is_left_alone(existing: str) -> None:
    after, problems = append_entries(existing.encode(), [ENTRY], "progress.yaml")
    assert after == existing.encode()
    assert [one.code for one in problems] == ["not-appendable"]


def test_what_is_wrong_with_a_note_makes_no_file_unappendable() -> None:
    # The build that follows tells of the comment, at its cell.
    after, problems = append_entries(
        b"", [{"task": "1", "note": "<!-- 内部 -->已公布"}], "progress.yaml"
    )
    assert problems == []
    assert "已公布" in after.decode()


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_note_is_appended_as_it_was_written(note: str, title: str) -> None:
    entry: dict[str, Value] = {
        "task": "1",
        "note": without_controls(note),
        "evidence": [{"title": without_controls(title), "url": "/a"}],
    }
    after, problems = append_entries(b"- {task: 1}\n", [entry], "progress.yaml")
    assert problems == []
    node, _ = parse_yaml(after.decode(), "progress.yaml")
    assert node is not None and plain(node)[1] == entry  # type: ignore[index]


@pytest.mark.parametrize(
    ("cells", "code", "cell"),
    [
        ({"date 2": "2025-07-02"}, "report-in-future", "date 2"),
        ({"date 2": "6月30日"}, "date-without-year", "date 2"),
        ({"date 2": "6/30/2025"}, "date-unread", "date 2"),
        ({"date 2": "1825-06-30"}, "date-out-of-range", "date 2"),
        ({"status 2": "基本完成"}, "status-unclear", "status 2"),
        (
            {"evidence_title 2": "公告", "evidence_url 2": "www.qinghe.example.cn/a"},
            "link-without-scheme",
            "evidence_url 2",
        ),
        *(
            ({"evidence_title 2": "公告", "evidence_url 2": address}, code, "evidence_url 2")
            for address, code in (
                ("https://www.qinghe.example/a b", "link-with-blank"),
                ("https://a.example；https://b.example", "links-joined"),
                ("https://", "link-incomplete"),
                ("https://[bad", "link-incomplete"),
                ("http:/x", "link-incomplete"),
                ("https：//a.example", "link-in-full-width"),
                ("https://a.example/1。", "link-with-mark-at-end"),
                ("D:\\公告.pdf", "link-to-own-disk"),
            )
        ),
        ({"unit 2": "区司法局"}, "report-not-theirs", "unit 2"),
        ({"unit 2": "区卫健局"}, "reporter-unknown", "unit 2"),
        *(
            ({"note 2": note}, "cell-unreadable", "note 2")
            for note in ("甲\u202e乙", "已\ufffd公布", "甲\ue000", "甲&#x202E;乙", "甲&#xFFFD;")
        ),
        ({"unit 2": "各部门"}, "report-not-theirs", "unit 2"),
        ({"date 2": "2025-03-31", "note 2": "另一件事"}, "report-twice", "date 2"),
        ({"readings 2": "4%"}, "wrong-value", "readings 2"),
    ],
)
def test_what_would_be_false_is_refused_with_its_cell(
    model: SiteModel, cells: dict[str, Any], code: str, cell: str
) -> None:
    reading = reading_of(
        model, filled(model, {"status 2": "推进中", "date 2": "2025-06-30", **cells})
    )
    assert codes(reading.problems) == [(code, f"a.xlsx!{cell_of(cell)}")]
    assert not reading.entries


def test_what_nobody_sees_in_a_note_is_left_out_and_told(model: SiteModel) -> None:
    reading = reading_of(
        model,
        filled(
            model, {"status 2": "已完成", "date 2": "2025-06-30", "note 2": "已\u200b公\u2060布"}
        ),
    )
    assert codes(reading.problems) == [("cell-cleaned", f"a.xlsx!{cell_of('note 2')}")] * 2
    assert reading.entries[0].entry["note"] == "已公布"
    assert states(reading)[0] == "added"


@pytest.mark.parametrize(
    "written",
    [
        "2025/6/30",
        "2025.6.30",
        "2025年6月30日",
        "２０２５－０６－３０",
        "20250630",
        "2025-06-30 00:00:00",
        45838,
        "45838",
    ],
)
def test_a_day_is_read_however_it_is_written(model: SiteModel, written: str | int) -> None:
    [entry] = reading_of(model, filled(model, {"status 2": "正在推进", "date 2": written})).entries
    assert (entry.entry["date"], entry.entry["status"]) == ("2025-06-30", "推进中")


@pytest.mark.parametrize(
    "mark", ["\n", "\r", "\r\n", "\v", "\f", "\x85", "\u2028", "_x000D_", "_x000A_"]
)
def test_every_line_end_in_a_note_is_one(model: SiteModel, mark: str) -> None:
    """openpyxl writes `_xHHHH_` as it is given, as Excel does; controls that XML cannot hold are
    put in the CSV alone."""
    row = ["qinghe-2025", "1", "已完成", "2025-06-30", f"一{mark}二", "区教育局"]
    if mark not in ("\v", "\f"):
        workbook = filled(
            model, {"status 2": "已完成", "date 2": "2025-06-30", "note 2": f"一{mark}二"}
        )
        assert reading_of(model, workbook).entries[0].entry["note"] == "一\n二"
    if not mark.startswith("_"):
        text = "sep=;\n计划编号;任务编号;状态;日期;情况;填报单位\n" + ";".join(
            f'"{one}"' for one in row
        )
        for data in (
            text.encode("utf-16"),
            text.encode("utf-16-le"),
            text.encode("gb18030"),
            text.replace(";", "\t").encode(),
        ):
            assert reading_of(model, data, name="a.csv").entries[0].entry["note"] == "一\n二"


def test_a_sheet_that_a_program_saved_again_adds_nothing(model: SiteModel) -> None:
    """Dates as serials, columns in another order, heads with line ends, empty rows with formats, a
    sheet before it."""
    source = openpyxl.load_workbook(
        io.BytesIO(
            filled(
                model,
                {
                    "status 2": "推进中",
                    "date 2": date(2025, 3, 31),
                    "note 2": "一季度_x000D_\n已公布 ",
                },
            )
        )
    )["填报"]
    book = openpyxl.Workbook()
    book.active.title = "说明"  # type: ignore[union-attr]
    sheet = book.create_sheet("填报")
    for row in source.iter_rows():
        for cell in row:
            copied = sheet.cell(cell.row or 0, 30 - (cell.column or 0), cell.value)
            if isinstance(cell.value, datetime):
                copied.value, copied.number_format = 45747, "General"
    sheet.cell(20000, 3).number_format = "@"
    out = io.BytesIO()
    book.save(out)
    reading = reading_of(model, out.getvalue())
    assert (reading.problems, reading.entries) == ((), ())
    assert states(reading) == ["already", "empty", "empty", "empty"]


def test_one_sheet_that_is_refused_keeps_no_other_out(model: SiteModel) -> None:
    bad = filled(
        model,
        {"status 2": "已完成", "date 2": "2025-06-30", "status 3": "?", "date 3": "2025-06-30"},
    )
    good = filled(model, {"status 2": "已完成", "date 2": "2025-06-30"})
    reading = reading_of(model, bad, good)
    assert sorted(row.state for row in reading.rows if row.state != "empty") == [
        "added",
        "added",
        "wrong",
    ]
    assert [one.place for one in reading.entries] == [f"1a.xlsx!{rows()[ROWS[2]]}"]


@given(
    st.text(max_size=30),
    st.text(max_size=10),
    st.sampled_from(["已完成", "进行中", "done", "?"]),
    st.sampled_from(["4", "4场", "1,200", "x", ""]),
)
def test_what_is_taken_the_next_reading_of_the_plan_accepts(
    note: str, title: str, status: str, figure: str
) -> None:
    """A row of a CSV file with any text in it: refused with its cell, or an entry that the schema
    takes as it stands."""
    out = io.StringIO(newline="")
    heads = [
        "计划编号",
        "任务编号",
        "状态",
        "日期",
        "情况",
        "佐证标题",
        "佐证链接",
        "数值",
        "填报单位",
    ]
    address = "https://www.example.gov.cn/a" if title else ""
    csv.writer(out).writerows(
        [
            heads,
            ["qinghe-2025", "1", status, "2025-06-30", note, title, address, figure, "区教育局"],
        ]
    )
    try:
        data = out.getvalue().encode()
    except UnicodeEncodeError:
        return
    rows, problems = parse_cells(data, "a.csv")
    assert not problems
    model = shared_model()
    [found] = read_progress({"a.csv": rows}, model.plans, model.registry, TODAY)
    assert found.is_refused != bool(found.entries)
    assert all(one.location.path.startswith("a.csv!") for one in found.problems)
    if found.entries:
        added, problems = append_entries(b"", [found.entries[0].entry], "progress.yaml")
        assert not problems
        records, problems = parse_records(ProgressRecord, added.decode(), "progress.yaml")
        assert (len(records), problems) == (1, [])


@cache
def shared_model() -> SiteModel:
    with TemporaryDirectory() as folder:
        return made_model(Path(folder))
