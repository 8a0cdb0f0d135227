"""Files on the disk: names, sizes, what is no file; old Word files; lost text; every problem has
its example."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from pathlib import Path

import hostile_documents as hostile
import pytest
from reader_documents import (
    codes,
    docx_bytes,
    inline,
    new_document,
    paragraph,
    read,
    sheet_file,
    texts,
    word_file,
    written,
    zip_bytes,
)

from gksite.catalogue import CATALOGUE, hint
from gksite.documents.blocks import Paragraph, Place
from gksite.documents.parsed import Parsed
from gksite.documents.read import read_documents, read_standard_input
from gksite.documents.recall import check_recall
from gksite.documents.worker import Limits

_OLD_WORD = hostile.OLE + b"\0" * 504 + "WordDocument".encode("utf-16-le") + b"\0" * 2000


def test_documents_come_in_the_order_asked_for(tmp_path: Path) -> None:
    paths = [
        written(tmp_path, name, text.encode())
        for name, text in (("通知.txt", "现印发给你们。"), ("附件.csv", "序号,任务\n1,公开\n"))
    ]
    documents, problems = read_documents(paths)
    assert problems == []
    assert [(one.name, one.format, len(one.sha256)) for one in documents] == [
        ("通知.txt", "text", 64),
        ("附件.csv", "csv", 64),
    ]


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    paths = [written(tmp_path, "x.txt", b"1"), written(tmp_path / "a", "x.txt", b"2")]
    assert [one.name for one in read_documents(paths)[0]] == [path.as_posix() for path in paths]


def test_what_cannot_be_read_does_not_stop_the_rest(tmp_path: Path) -> None:
    good = written(tmp_path, "好.txt", "一、公开".encode())
    documents, problems = read_documents(
        [tmp_path / "无.docx", tmp_path, good, written(tmp_path, "坏.docx", hostile.truncated())]
    )
    assert [one.name for one in documents] == ["好.txt"]
    assert [(one.code, one.location.path) for one in problems] == [
        ("import-unreadable", "无.docx"),
        ("import-unreadable", tmp_path.name),
        ("import-unreadable", "坏.docx"),
    ]


@pytest.mark.skipif(
    not hasattr(os, "mkfifo"), reason="there are no pipes among the files of this system"
)
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.txt")
    assert [one.code for one in read_documents([tmp_path / "管道.txt"])[1]] == ["import-unreadable"]


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = written(tmp_path, "大.txt", b"a" * 101)
    for problems in (
        read_documents([path], Limits(largest_file=100))[1],
        read_standard_input(b"a" * 101, limits=Limits(largest_file=100))[1],
    ):
        assert [one.code for one in problems] == ["import-too-large"]


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"<html><body><table><tr><td>a<td>b</table>", "a.doc", "html"),
        (b"<table><tr><td>a<td>b</table>", "a.xls", "html"),
        (zip_bytes({"xl/workbook.xml": ""}), "a.docx", None),
        ("一、公开".encode(), "-", "text"),
        ("一、公开".encode(), "a.docx", "text"),
        (word_file(paragraph("甲")), "a.txt", "docx"),
        (sheet_file(f"<row>{inline('A1', '甲')}</row>"), "-", "xlsx"),
        (b"a,b\n1,2\n", "a.csv", "csv"),
        (b"a,b\n1,2\n", "-", "text"),
        ("<p>甲".encode("utf-16"), "-", "html"),
        (b"{\\rtf1 a}", "a.doc", None),
        (b"\x89PNG\r\n", "a.png", None),
        (b"", "a.txt", "text"),
    ],
)
def test_the_format_is_told_from_the_content(data: bytes, name: str, expected: str | None) -> None:
    document, problems = read_standard_input(data, name)
    assert (document.format if document else None) == expected
    assert len(problems) == (expected is None)


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for LibreOffice is a script")
def test_an_old_word_file_is_converted_where_there_is_an_office(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = new_document()
    document.add_paragraph("一、公开")
    converted = written(tmp_path, "converted.docx", docx_bytes(document))
    script = tmp_path / "soffice"
    script.write_text(
        f'#!/bin/sh\nfor last; do true; done\ncp "{converted}" "${{last%.doc}}.docx"\n', "utf-8"
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    found = read(_OLD_WORD, "旧.doc")
    assert (texts(found.blocks), found.format, codes(found)) == (["一、公开"], "doc", [])
    script.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    assert [one.code for one in read_standard_input(_OLD_WORD, "旧.doc")[1]] == [
        "import-unreadable"
    ]


def test_an_old_word_file_without_an_office_says_how_to_save_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("soffice") is None
    (problem,) = read_standard_input(_OLD_WORD, "旧.doc")[1]
    assert problem.code == "import-needs-office"
    assert "docx" in hint(problem, "zh")


def _parsed(expected: tuple[str, ...], *given: str, aside: tuple[str, ...] = ()) -> Parsed:
    blocks = tuple(
        Paragraph(text, Place("a", "line", number)) for number, text in enumerate(given, 1)
    )
    return Parsed(blocks, expected, (), aside)


@pytest.mark.parametrize(
    ("parsed", "characters", "lost"),
    [
        (_parsed(("甲 乙", "丙"), "甲乙", "丙"), 3, {}),
        (_parsed(("甲", "乙"), "甲", aside=("乙",)), 1, {}),
        (_parsed((), "一、"), 0, {}),
        (
            _parsed(("甲", "乙乙", "丙"), "甲", "丙"),
            4,
            {"count": "2", "text": "乙乙", "place": "a:1"},
        ),
        (
            _parsed(("甲", "丁", "丙"), "甲", "丙", "丙", aside=("丙",)),
            2,
            {"count": "1", "text": "丁", "place": "a:1"},
        ),
    ],
)
def test_lost_text_is_counted_and_shown(
    parsed: Parsed, characters: int, lost: dict[str, str]
) -> None:
    found, problems = check_recall(parsed, "a")
    assert found == characters
    assert [dict(problem.arguments) for problem in problems] == ([lost] if lost else [])


def test_a_picture_and_an_embedded_file_are_said() -> None:
    picture = (
        '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/ma'
        'in"/></w:drawing></w:r></w:p>'
    )
    found = read(word_file(f"{paragraph('甲')}{picture}<w:altChunk/>"), "a.docx")
    assert codes(found) == ["import-pictures", "import-embedded"]


def test_radicals_are_read_as_ideographs_in_every_format_and_said_once() -> None:
    line = "1.⻘⽲区⺠政局公布⽬录。"
    for data, name in (
        (line.encode(), "a.txt"),
        (f"<p>{line}</p>".encode(), "a.html"),
        (word_file(paragraph(line)), "a.docx"),
        (sheet_file(f"<row>{inline('A1', line)}</row>"), "a.xlsx"),
    ):
        found, _ = read_standard_input(data, name)
        assert found is not None and texts(found.blocks) == ["1.青禾区民政局公布目录。"]
        assert [one.code for one in found.problems] == ["import-radicals"]
        assert dict(found.problems[0].arguments) == {
            "count": "4",
            "found": "⻘",
            "number": "U+2ED8",
            "right": "青",
        }


def test_a_reader_that_dies_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PYTHONHOME", str(tmp_path))  # no Python starts there
    assert [one.code for one in read_standard_input(b"text", "a.txt")[1]] == ["import-crashed"]


READER_CODES = {code for code in CATALOGUE if code.startswith("import-")}
SHOWN = {
    code
    for path in Path(__file__).parent.glob("test_reader_*.py")
    for code in READER_CODES
    if f'"{code}"' in path.read_text("utf-8")
}
OWN_CODES = {
    code
    for path in (Path(__file__).parents[2] / "gksite/documents").rglob("*.py")
    for code in READER_CODES
    if f'"{code}"' in path.read_text("utf-8")
}


@pytest.mark.parametrize("code", sorted(OWN_CODES))
def test_every_problem_of_the_readers_has_a_test_that_shows_it(code: str) -> None:
    assert code in SHOWN
