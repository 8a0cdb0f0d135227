"""Escapes of OOXML are undone as a spreadsheet program undoes them, and what is none stays."""

from __future__ import annotations

import io

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from gksite.documents.office_package import open_package
from gksite.documents.ooxml_text import decode_ooxml_escapes
from gksite.documents.sheets.xlsx_scan import scan_strings


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        ("一_x000D_二", "一\r二"),
        ("_x000A__x000a_", "\n\n"),
        ("_x005F_x000D_", "_x000D_"),
        ("_x005f__x0041_", "_A"),
        ("_xD83D__xDE00_", "😀"),
        ("_xD83D_", "_xD83D_"),
        ("_x00D_", "_x00D_"),
        ("_x00GG_", "_x00GG_"),
        ("a_x4E00_b", "a一b"),
        ("_x", "_x"),
    ],
)
def test_an_escape_is_its_character(stored: str, meant: str) -> None:
    assert decode_ooxml_escapes(stored) == meant


@given(
    st.text(
        st.one_of(st.sampled_from("_x0D5F\r\x07一"), st.characters(exclude_categories=["Cs"])),
        max_size=20,
    )
)
def test_what_a_writer_escapes_comes_back(text: str) -> None:
    # XML itself turns a carriage return into a line feed; xlsxwriter leaves it unescaped.
    text = text.replace("\r", "\n").replace("\ufffe", "").replace("\uffff", "")
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    book.add_worksheet().write_string(0, 0, f"甲{text}")
    book.close()
    strings = scan_strings(open_package(out.getvalue(), "a.xlsx").read("xl/sharedStrings.xml"))
    assert [decode_ooxml_escapes(one) for one in strings] == [f"甲{text}"]
