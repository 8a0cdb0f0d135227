"""Files on the disk: names, sizes, what is no file; old Word files; lost text; every problem has
its example."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import sys
import zipfile
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

from gksite.catalogue import CATALOGUE, hint, message
from gksite.documents.blocks import Paragraph, Place
from gksite.documents.one_document import find_format
from gksite.documents.parsed import Parsed
from gksite.documents.read import read_documents, read_standard_input
from gksite.documents.recall import check_recall
from gksite.documents.worker import Limits


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


def _ole(stream: str) -> bytes:
    return hostile.OLE + bytes(504) + stream.encode("utf-16-le") + bytes(2000)


def _open_document(kind: str) -> bytes:
    media_type = f"application/vnd.oasis.opendocument.{kind}"
    members = {"mimetype": media_type, "content.xml": "<a/>"}
    return zip_bytes(members, compression=zipfile.ZIP_STORED)


CONVERTED = (
    (_ole("WordDocument"), "旧.doc", "doc", "docx"),
    (_ole("WordDocument"), "文字.wps", "doc", "docx"),
    (_ole("Workbook"), "旧.xls", "xls", "xlsx"),
    (_ole("Book"), "更旧.xls", "xls", "xlsx"),
    (_ole("Workbook"), "表格.et", "xls", "xlsx"),
    (b"{\\rtf1\\ansi a}", "甲.rtf", "rtf", "docx"),
    (b"{\\rtf1\\ansi a}", "实为RTF.doc", "rtf", "docx"),
    (_open_document("text"), "甲.odt", "odt", "docx"),
    (_open_document("spreadsheet"), "甲.ods", "ods", "xlsx"),
)


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for LibreOffice is a script")
@pytest.mark.parametrize(("data", "name", "format", "target"), CONVERTED)
def test_a_document_of_another_office_is_converted_where_there_is_libreoffice(
    data: bytes,
    name: str,
    format: str,
    target: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = new_document()
    document.add_paragraph("一、公开")
    written(tmp_path, "a.docx", docx_bytes(document))
    written(tmp_path, "a.xlsx", sheet_file(f"<row>{inline('A1', '一、公开')}</row>"))
    script = tmp_path / "soffice"
    script.write_text(
        "#!/bin/sh\nfor last; do true; done\n"
        'for word; do if [ "$previous" = --convert-to ]; then to="$word"; fi; '
        'previous="$word"; done\n'
        f'cp "{tmp_path}/a.$to" "${{last%.*}}.$to"\n',
        "utf-8",
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    found = read(data, name)
    assert (texts(found.blocks), found.format) == (["一、公开"], format)
    assert codes(found) == (["import-wrong-ending"] if "实为" in name else [])
    assert found.sha256 == hashlib.sha256(data).hexdigest()
    script.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    (problem,) = read_standard_input(data, name)[1]
    assert (problem.code, dict(problem.arguments)["target"]) == ("import-not-converted", target)


@pytest.mark.parametrize(("data", "name", "format", "target"), CONVERTED)
def test_without_libreoffice_the_message_says_how_to_save_it(
    data: bytes,
    name: str,
    format: str,
    target: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("soffice") is None
    (problem,) = read_standard_input(data, name)[1]
    assert problem.code == "import-needs-office"
    assert f"*.{target}" in hint(problem, "zh")
    assert f"*.{target}" in hint(problem, "en")


@pytest.mark.parametrize("name", ["新.wps", "新.et"])
def test_wps_writes_office_open_xml_under_its_own_endings(name: str) -> None:
    is_text = name.endswith("wps")
    data = word_file(paragraph("甲")) if is_text else sheet_file(f"<row>{inline('A1', '甲')}</row>")
    found = read(data, name)
    assert (texts(found.blocks), codes(found)) == (["甲"], [])


_XML = '<?xml version="1.0"?>'


@pytest.mark.parametrize(
    ("data", "name", "kind", "remedy"),
    [
        (zip_bytes({"OFD.xml": ""}), "通知.ofd", "OFD", "排版前的 Word 文件"),
        (zip_bytes({"OFD.xml": ""}), "通知.zip", "OFD", "排版前的 Word 文件"),
        (zip_bytes({"Index/Document.iwa": ""}), "a.pages", "Pages", "*.docx"),
        (zip_bytes({"Index/Document.iwa": ""}), "a.numbers", "Numbers", "*.xlsx"),
        (zip_bytes({"Index/Document.iwa": ""}), "a", "Pages", "*.docx"),
        (zip_bytes({"通知.docx": b""}), "附件.zip", "压缩包", "先解压"),
        (b"Rar!\x1a\x07\x01", "附件.rar", "压缩包", "先解压"),
        (b"7z\xbc\xaf\x27\x1c", "附件.7z", "压缩包", "先解压"),
        (b"\x89PNG\r\n", "扫描.png", "图片", "文字识别"),
        (b"\xff\xd8\xff\xe0", "照片.docx", "图片", "文字识别"),
        (b"RIFF\x24\0\0\0WEBPVP8 \x01\x02\x03", "照片.webp", "图片", "文字识别"),
        (b"BM\x36\x10\x0e\0\0\0\0\0", "图.bmp", "图片", "文字识别"),
        (zip_bytes({"ppt/presentation.xml": ""}), "a.pptx", "演示文稿", "复制到 Word"),
        (_ole("PowerPoint Document"), "a.ppt", "演示文稿", "复制到 Word"),
        (b"From: <Saved by a browser>\r\n", "a.mht", "MHT", "仅 HTML"),
        (b"\x01\x02\x03\x04 founder", "a.ceb", "方正", "排版前的 Word 文件"),
        (f'{_XML}<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">',
         "模板.doc", "Word 2003", "*.docx"),
        (f'{_XML}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "导出.xls",
         "Excel 2003", "*.xlsx"),
        (f"{_XML}<uof:UOF>", "a.uot", "UOF", "*.docx"),
        (zip_bytes({"META-INF/container.xml": ""}), "a.epub", "电子书", "复制到 Word"),
    ],
)  # fmt: skip
def test_every_other_kind_of_file_is_answered_with_what_to_do(
    data: bytes | str, name: str, kind: str, remedy: str
) -> None:
    document, problems = find_format(data.encode() if isinstance(data, str) else data, name)
    assert (document, [one.code for one in problems]) == (None, ["import-other-kind"])
    assert kind in message(problems[0], "zh")
    assert remedy in hint(problems[0], "zh")
    assert message(problems[0], "en").isascii()
    assert hint(problems[0], "en").replace("“", "").replace("”", "").isascii()


@pytest.mark.parametrize(
    ("text", "name"), [("BM是青禾区", "a.txt"), ("公开目录", "a.key"), ("一、公开", "a.ofd")]
)
def test_a_text_is_a_text_whatever_its_ending_says(text: str, name: str) -> None:
    assert find_format(text.encode(), name) == ("text", [])


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
