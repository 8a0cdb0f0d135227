"""Workbooks: merges, dates as shown, hidden parts, formulas."""

from __future__ import annotations

from datetime import date

import pytest
from reader_documents import (
    SHEET,
    codes,
    inline,
    new_workbook,
    read,
    sheet_file,
    sheet_members,
    texts,
    xlsx_bytes,
    zip_bytes,
)

from gksite.documents.blocks import Table
from gksite.documents.sheets.xlsx_numbers import show_number


def test_a_sheet_is_a_table_with_its_merges() -> None:
    workbook = new_workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "任务表"
    for row in (
        ["2025年任务分解表"],
        [],
        ["序号", "工作任务", "责任单位", "时限"],
        ["一、依法公开"],
        [1, "公开\n目录", "区府办", date(2025, 6, 30)],
        [None, "解读", "各街镇"],
        [2, "回应", None, "全年"],
    ):
        sheet.append(row)
    for area in ("A1:D1", "A4:D4", "A5:A6", "D5:D6"):
        sheet.merge_cells(area)
    sheet["D5"].number_format = 'yyyy"年"m"月"d"日"'
    found = read(xlsx_bytes(workbook), "a.xlsx")
    assert texts(found.blocks) == [
        "2025年任务分解表",
        [
            ["序号", "工作任务", "责任单位", "时限"],
            ["一、依法公开", "→", "→", "→"],
            ["1", "公开\n目录", "区府办", "2025年6月30日"],
            ["↓", "解读", "各街镇", "↓"],
            ["2", "回应", "", "全年"],
        ],
    ]
    table = found.blocks[1]
    assert isinstance(table, Table)
    assert (table.caption, str(table.place), str(table.cells[-1].place)) == (
        "任务表",
        "a.xlsx:任务表!A3",
        "a.xlsx:任务表!D7",
    )
    assert codes(found) == []


def test_what_xml_cannot_hold_is_decoded_and_the_scan_agrees() -> None:
    strings = (
        "<si><t>公布预算_x000D_\n公布决算</t></si><si><r><t>甲_x005F_x000D_</t></r><r><t>乙_x0009_丙</t></r><"
        "/si>"
    )
    cells = (
        f'<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>{inline("C1", "丁_x000A_戊")}<c '
        'r="D1" t="str"><f>A1</f><v>己_x005f_x41_</v></c>'
    )
    found = read(sheet_file(f"<row>{cells}</row>", strings=strings), "a.xlsx")
    assert texts(found.blocks) == [[["公布预算\n公布决算", "甲_x000D_乙\t丙", "丁\n戊", "己_x41_"]]]
    assert codes(found) == []


def test_every_visible_sheet_is_read_and_a_hidden_one_said() -> None:
    workbook = new_workbook()
    first = workbook.active
    assert first is not None
    first.append(["甲", "乙"])
    workbook.create_sheet("说明").append(["一段说明"])
    hidden = workbook.create_sheet("名单")
    hidden.append(["区府办", "各街镇"])
    hidden.sheet_state = "hidden"
    found = read(xlsx_bytes(workbook), "a.xlsx")
    assert texts(found.blocks) == [[["甲", "乙"]], "一段说明"]
    assert codes(found) == ["import-hidden-sheet"]


def test_hidden_rows_and_columns_are_read_and_said() -> None:
    workbook = new_workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (["序号", "任务"], ["1", "公开"], ["2", "解读"]):
        sheet.append(row)
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    found = read(xlsx_bytes(workbook), "a.xlsx")
    assert texts(found.blocks) == [[["序号", "任务"], ["1", "公开"], ["2", "解读"]]]
    assert codes(found) == ["import-hidden-rows"]
    assert dict(found.problems[0].arguments) == {"sheet": "Sheet", "rows": "1", "columns": "1"}


def test_a_formula_counts_by_its_stored_result() -> None:
    rows = (
        f'<row r="1">{inline("A1", "甲")}{inline("B1", "乙")}</row><row r="2"><c '
        'r="A2"><f>1+1</f><v>2</v></c><c r="B2"><f>NOW()</f></c></row>'
    )
    found = read(sheet_file(rows), "a.xlsx")
    assert texts(found.blocks) == [[["甲", "乙"], ["2", ""]]]
    assert codes(found) == ["import-formula"]


def test_strings_in_runs_are_whole_and_their_readings_left_out() -> None:
    strings = (
        "<si><r><t>区</t></r><r><t>府办</t></r><rPh><t>qu</t></rPh></si><si><t>各街镇</t></si>"
    )
    rows = (
        '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>99</v></c><c '
        't="b"><v>1</v></c></row>'
    )
    assert texts(read(sheet_file(rows, strings=strings), "a.xlsx").blocks) == [
        [["区府办", "各街镇", "TRUE"]]
    ]


def test_text_that_a_merge_covers_is_kept() -> None:
    rows = f'<row r="1">{inline("A1", "甲")}{inline("B1", "乙")}</row>'
    found = read(
        sheet_file(rows, after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'), "a.xlsx"
    )
    assert texts(found.blocks) == [[["甲", "乙"]]]
    assert codes(found) == []


@pytest.mark.parametrize(
    ("stored", "code", "expected"),
    [
        ("45777", 'yyyy"年"m"月"d"日"', "2025年4月30日"),
        ("45777", "yyyy\\-mm\\-dd;@", "2025-04-30"),
        ("45777.5", "yyyy/m/d h:mm", "2025/4/30 12:00"),
        ("45777", '[$-804]yyyy"年"m"月";@', "2025年4月"),
        ("45777", "aaaa", "星期三"),
        ("0.75", "h:mm AM/PM", "6:00 PM"),
        ("1", "yyyy-mm-dd", "1900-01-01"),
        ("0.856", "0.0%", "85.6%"),
        ("0.9", "0%", "90%"),
        ("7", "General", "7"),
        ("7.0", "General", "7"),
        ("1234567.5", "#,##0.00", "1,234,567.50"),
        ("3", '"第"0"项"', "第3项"),
        ("5", "000", "005"),
        ("-3", "0_);(0)", "(3)"),
        ("-3.456", "0.0", "-3.5"),
        ("0.30000000000000004", "General", "0.3"),
        ("0.00001", "General", "0.00001"),
        ("12", "@", "12"),
        ("0.5", "# ?/?", "0.5"),
        ("1E+300", "0.00", "1E+300"),
        ("abc", "0", "abc"),
        ("2025", '0"年"', "2025年"),
        ("99999999", "yyyy-mm-dd", "99999999"),
    ],
)
def test_a_number_is_shown_as_the_sheet_shows_it(stored: str, code: str, expected: str) -> None:
    assert show_number(stored, 200, {200: code}, False) == expected


_STYLES = (
    f'<styleSheet xmlns="{SHEET}"><fonts><font/><font><strike/></font><font><strike val="0"/>'
    '<vertAlign val="superscript"/></font></fonts><cellXfs><xf fontId="0"/><xf fontId="1"/>'
    '<xf fontId="2"/><xf fontId="9"/></cellXfs></styleSheet>'
)
_STRUCK = "<r><rPr><strike/></rPr><t>{}</t></r>"
_RAISED = '<r><rPr><vertAlign val="superscript"/></rPr><t>{}</t></r>'
_PLAIN = "<r><rPr><b/></rPr><t>{}</t></r>"
_ADDRESSES = "ABCDEFG"


@pytest.mark.parametrize(
    ("cells", "shown", "struck"),
    [
        pytest.param([("<t>公开目录</t>", 1), ("<t>解读</t>", 0)], ["解读"], ["A1 公开目录"], id="cell"),
        pytest.param(
            [(_PLAIN.format("公开") + _STRUCK.format("旧") + _PLAIN.format("目录"), 0)],
            ["公开目录"], ["A1 旧"], id="run",
        ),
        pytest.param(
            [("<r><t>旧的</t></r>" + _PLAIN.format("新的"), 1)], ["新的"], ["A1 旧的"],
            id="a run with a font of its own in a struck cell",
        ),
        pytest.param(
            [("<r><rPr><strike val=\"0\"/></rPr><t>公开</t></r>", 0)], ["公开"], [], id="off"
        ),
        pytest.param(
            [("<r><t>新增绿地2×10</t></r>" + _RAISED.format("4") + "<r><t>平方米</t></r>", 0)],
            ["新增绿地2×10⁴平方米"], [], id="raised",
        ),
        pytest.param(
            [("<r><t>公开目录</t></r>" + _RAISED.format("注"), 0)], ["公开目录注"], [],
            id="a raised note",
        ),
        pytest.param([("<t>2</t>", 2), ("<t>公开</t>", 3)], [[["²", "公开"]]], [], id="raised cell"),
        pytest.param(
            [(_STRUCK.format(" "), 0), ("<t>公开</t>", 0)], ["公开"], [], id="a struck blank"
        ),
    ],
)  # fmt: skip
def test_struck_text_is_apart_and_raised_figures_stay_raised(
    cells: list[tuple[str, int]], shown: list[object], struck: list[str]
) -> None:
    strings = "".join(f"<si>{text}</si>" for text, _ in cells)
    row = "".join(
        f'<c r="{_ADDRESSES[index]}1" t="s" s="{style}"><v>{index}</v></c>'
        for index, (_, style) in enumerate(cells)
    )
    members = sheet_members(f'<row r="1">{row}</row>', strings=strings)
    members["xl/styles.xml"] = _STYLES
    found = read(zip_bytes(members), "a.xlsx")
    assert texts(found.blocks) == shown
    assert [f"{one.place.detail[-2:]} {one.text}" for one in found.aside] == struck
    assert codes(found) == (["import-struck-text"] if struck else [])


def test_a_struck_number_and_a_struck_row_are_left_out() -> None:
    row = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><v>公开</v></c></row>'
        '<row r="2"><c r="A2" s="1"><v>2</v></c><c r="B2" s="1" t="str"><v>解读</v></c></row>'
        '<row r="3"><c r="A3"><v>3</v></c><c r="B3" t="inlineStr"><is><r><t>回应</t></r>'
        "<r><rPr><strike/></rPr><t>关切</t></r></is></c></row>"
    )
    members = sheet_members(row)
    members["xl/styles.xml"] = _STYLES
    found = read(zip_bytes(members), "a.xlsx")
    assert texts(found.blocks) == [[["1", "公开"], ["3", "回应"]]]
    assert [(one.text, str(one.place), one.reason) for one in found.aside] == [
        ("2", "a.xlsx:任务表!A2", "struck-through"),
        ("解读", "a.xlsx:任务表!B2", "struck-through"),
        ("关切", "a.xlsx:任务表!B3", "struck-through"),
    ]
    assert codes(found) == ["import-struck-text"]
