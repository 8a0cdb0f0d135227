"""Documents made to do harm: each a function that gives the bytes, by the name of its file."""

from __future__ import annotations

import io
import random
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable

from reader_documents import WORD, inline, paragraph, sheet_members, word_members, zip_bytes

Maker = Callable[[], bytes]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BODY = paragraph("一、依法做好公开")


def _word(**changed: bytes | str) -> bytes:
    members = word_members(_BODY)
    members.update(
        {name.replace("__", "/").replace("_xml", ".xml"): data for name, data in changed.items()}
    )
    return zip_bytes(members)


def _word_with_prologue(prologue: str, body: str = _BODY, encoding: str = "utf-8") -> bytes:
    xml = str(word_members(body)["word/document.xml"])
    return _word(
        word__document_xml=f'<?xml version="1.0" encoding="{encoding}"?>{prologue}{xml}'.encode(
            encoding
        )
    )


def bomb() -> bytes:
    return _word(word__document_xml=b" " * 150_000_000)


def bomb_of_many() -> bytes:
    filler = random.Random(1).randbytes(16_000)
    members = word_members(_BODY)
    members.update({f"word/media/{number}.bin": filler * 63 for number in range(210)})
    return zip_bytes(members)


def too_many_members() -> bytes:
    members = word_members(_BODY)
    members.update({f"word/media/{number}.bin": b"" for number in range(2_001)})
    return zip_bytes(members, zipfile.ZIP_STORED)


def overlapping() -> bytes:
    """Ten members whose central records all point to the same compressed bytes."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    plain = b"<a>" + b"x" * 900_000 + b"</a>"
    body = packed.compress(plain) + packed.flush()
    name = b"word/document.xml"
    fields = (20, 0, 8, 0, 0, zlib.crc32(plain), len(body), len(plain))
    local = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", *fields, len(name), 0) + name + body
    central = b""
    for number in range(10):
        entry = b"word/document%d.xml" % number if number else name
        central += (
            b"PK\x01\x02"
            + struct.pack("<HHHHHHIIIHHHHHII", 20, *fields, len(entry), 0, 0, 0, 0, 0, 0)
            + entry
        )
    return (
        local
        + central
        + b"PK\x05\x06"
        + struct.pack("<HHHHIIH", 0, 0, 10, 10, len(central), len(local), 0)
    )


def lying_size() -> bytes:
    """A member whose header promises fewer bytes than it has."""
    data = _word()
    at = data.rindex(b"word/document.xml") - 46
    size = struct.unpack("<I", data[at + 24 : at + 28])[0]
    return data[: at + 24] + struct.pack("<I", size // 2) + data[at + 28 :]


def nested_zip() -> bytes:
    inner = zip_bytes({"[Content_Types].xml": "<a/>"})
    for _ in range(50):
        inner = zip_bytes({"inner.docx": inner}, zipfile.ZIP_STORED)
    return inner


def xxe_file() -> bytes:
    return _word_with_prologue(
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', paragraph("&x;")
    )


def xxe_external() -> bytes:
    return _word_with_prologue('<!DOCTYPE a SYSTEM "http://127.0.0.1:9/evil.dtd">')


def xxe_in_utf16() -> bytes:
    return _word_with_prologue('<!DOCTYPE a [<!ENTITY x "y">]>', encoding="utf-16")


def odd_encoding() -> bytes:
    return _word_with_prologue("", paragraph("text"), "utf-7")


def _laughs() -> str:
    levels = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 12))
    return f'<!DOCTYPE a [<!ENTITY l0 "哈">{levels}]>'


def laughs_docx() -> bytes:
    return _word_with_prologue(_laughs(), paragraph("&l11;"))


def laughs_xlsx() -> bytes:
    members = sheet_members(f"<row r='1'>{inline('A1', '&l11;')}</row>")
    members["xl/worksheets/sheet1.xml"] = _laughs() + str(members["xl/worksheets/sheet1.xml"])
    return zip_bytes(members)


def laughs_rels() -> bytes:
    return _word(**{"_rels/.rels": _laughs() + str(word_members("")["_rels/.rels"])})


def deep_html_255() -> bytes:
    return ("<div>" * 255 + "深处的文字" + "</div>" * 255 + "<p>后面的文字").encode()


def deep_html_100000() -> bytes:
    return ("<span>" * 100_000 + "深处的文字").encode()


def many_unclosed_tags() -> bytes:
    return ("<p>一段文字<br>" * 50_000).encode()


def many_broken_tags() -> bytes:
    return b"<p>" + b'<a "' * 200_000 + b"<!-- " * 200_000


def deep_docx() -> bytes:
    return _word(
        word__document_xml=f'<w:document xmlns:w="{WORD}"><w:body>{"<w:sdt>" * 5000}</w:body></w:'
        "document>"
    )


def nested_alternatives() -> bytes:
    start, end = "<mc:AlternateContent><mc:Choice>", "</mc:Choice></mc:AlternateContent>"
    return zip_bytes(word_members(f"<w:p><w:r>{start * 100}<w:t>字</w:t>{end * 100}</w:r></w:p>"))


def far_cell() -> bytes:
    return zip_bytes(
        sheet_members(
            f'<row r="1">{inline("A1", "序号")}</row><row r="1048576">{inline("XFD1048576", "远处")}</'
            "row>"
        )
    )


def far_merges() -> bytes:
    merges = "".join(f'<mergeCell ref="A{row}:XFD1048576"/>' for row in range(1, 5000))
    return zip_bytes(
        sheet_members(
            f'<row r="1">{inline("A1", "序号")}{inline("B1", "任务")}</row>',
            f"<mergeCells>{merges}</mergeCells>",
        )
    )


def sixteen_million_rows() -> bytes:
    # Long row attributes keep the ratio of the zip ordinary, so that only the number of rows is
    # strange.
    noise = random.Random(2)
    return zip_bytes(
        sheet_members(
            "".join(
                f'<row r="{row}" x="{noise.getrandbits(32):x}"/>' for row in range(1, 2_050_000)
            )
        )
    )


def huge_strings() -> bytes:
    noise = random.Random(3)
    strings = "".join(f"<si><t>{noise.getrandbits(64):x}</t></si>" for _ in range(20))
    long = "".join(f"{noise.getrandbits(40):x}" for _ in range(90_000))
    cells = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 2_000)
    )
    return zip_bytes(sheet_members(cells, strings=f"<si><t>{long}</t></si>{strings}"))


def macro_docm() -> bytes:
    return _word(**{"word/vbaProject.bin": b"\0" * 100})


def macro_xlsm() -> bytes:
    members = sheet_members("")
    members["[Content_Types].xml"] = (
        "<Types><Override ContentType='application/vnd.ms-excel.sheet.macroEnabled.main+xml'/></Ty"
        "pes>"
    )
    return zip_bytes(members)


def encrypted_docx() -> bytes:
    return OLE + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 2000


def encrypted_zip() -> bytes:
    data = bytearray(_word())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def truncated() -> bytes:
    return _word()[:-300]


def truncated_within() -> bytes:
    data = bytearray(_word())
    at = data.index(b"word/document.xml") + 40
    data[at : at + 20] = b"\xff" * 20
    return bytes(data)


def symlink_member() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in word_members(_BODY).items():
            archive.writestr(name, data)
        link = zipfile.ZipInfo("word/link.xml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return buffer.getvalue()


def absolute_member() -> bytes:
    return _word(**{"/etc/evil.xml": b"<a/>"})


def climbing_member() -> bytes:
    return _word(**{"word/../../evil.xml": b"<a/>"})


def same_member_twice() -> bytes:
    return _word(**{"WORD/Document.xml": b"<a/>"})


def merged_thousands() -> bytes:
    noise = random.Random(9)
    merged = "".join(
        f"<w:tr x='{noise.getrandbits(900):x}'>"
        + "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>" * 6
        + "</w:tr>"
        for _ in range(3000)
    )
    return zip_bytes(word_members(f"{_BODY}<w:tbl>{merged}</w:tbl>"))


def wide_spans() -> bytes:
    row = (
        "<w:tr>"
        + "<w:tc><w:tcPr><w:vMerge/><w:gridSpan w:val='99999999'/></w:tcPr><w:p/></w:tc>" * 60
        + "</w:tr>"
    )
    return zip_bytes(word_members(f"<w:tbl>{row * 150}</w:tbl>"))


def html_spans() -> bytes:
    return ("<table>" + "<tr>" + "<td rowspan=65534 colspan=1000>格" * 3000 + "</table>").encode()


def cyclic_styles() -> bytes:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:name w:val="{one}"/><w:basedOn w:'
        f'val="{other}"/></w:style>'
        for one, other in (("a", "b"), ("b", "c"), ("c", "a"))
    )
    return zip_bytes(
        word_members(
            paragraph("一、依法做好公开", '<w:pStyle w:val="b"/>'),
            styles=f"<w:styles>{styles}</w:styles>",
        )
    )


def cyclic_lists() -> bytes:
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{one}"><w:numStyleLink w:val="{style}"/></w:'
        f'abstractNum><w:num w:numId="{one}"><w:abstractNumId w:val="{one}"/></w:num>'
        for one, style in ((1, "a"), (2, "b"))
    )
    styles = "".join(
        f'<w:style w:type="numbering" w:styleId="{one}"><w:pPr><w:numPr><w:numId w:'
        f'val="{number}"/></w:numPr></w:pPr></w:style>'
        for one, number in (("a", 2), ("b", 1))
    )
    body = paragraph(
        "一、依法做好公开", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    )
    return zip_bytes(
        word_members(
            body,
            styles=f"<w:styles>{styles}</w:styles>",
            numbering=f"<w:numbering>{abstract}</w:numbering>",
        )
    )


def huge_number() -> bytes:
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="2147483647"/><w:numFmt w:val="upperRoman"/><w:lvlText '
        'w:val="%1."/></w:lvl>'
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{level}</w:abstractNum><w:num w:numId="1"><w:'
        'abstractNumId w:val="1"/></w:num>'
    )
    body = paragraph(
        "一、依法做好公开", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    )
    return zip_bytes(word_members(body, numbering=f"<w:numbering>{numbering}</w:numbering>"))


def huge_image() -> bytes:
    """A picture of 30 MB that claims to be 100,000 × 100,000 pixels."""
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(
        ">I4sIIBBBBB", 13, b"IHDR", 100_000, 100_000, 8, 6, 0, 0, 0
    )
    members = word_members(_BODY)
    members["word/media/image1.png"] = head + random.Random(4).randbytes(30_000_000)
    return zip_bytes(members, zipfile.ZIP_STORED)


def spaces() -> bytes:
    """A paragraph of 199 MB of spaces, between which noise keeps the zip's ratio below the
    limit."""
    noise = random.Random(5)
    piece = "".join(" " * 900 + f"{noise.getrandbits(64):x}" for _ in range(2_000))
    return _word(word__document_xml=str(word_members(paragraph(piece) * 100)["word/document.xml"]))


def memory_eater() -> bytes:
    """120 MB of tiny elements: a tree of them needs far more than a worker may have."""
    noise = random.Random(6)
    piece = "".join(
        f"<w:p><w:r><w:t>{noise.getrandbits(24)}</w:t></w:r></w:p>" for _ in range(40_000)
    )
    return _word(word__document_xml=str(word_members(piece * 60)["word/document.xml"]))


def nul_bytes() -> bytes:
    return "一、依法做好公开\0\n1.及时\0公布\n".encode()


def binary() -> bytes:
    return random.Random(7).randbytes(100_000)


def utf16_text() -> bytes:
    return "一、依法做好公开\r\n1.及时公布进展。\r\n".encode("utf-16")


def utf16_without_mark() -> bytes:
    return ("一、依法做好公开\r\n1.及时公布进展。\r\n" * 5).encode("utf-16-le")


def gbk_as_utf8() -> bytes:
    return '<html><head><meta charset="utf-8"></head><body><p>一、依法做好公开'.encode("gbk")


def utf8_as_gbk() -> bytes:
    return (
        '<html><head><meta http-equiv=content-type content="text/html; '
        'charset=gb2312"></head><body><p>一、依法做好公开'
    ).encode()


def pdf_garbage() -> bytes:
    return b"%PDF-1.7\n" + random.Random(8).randbytes(50_000)


def pdf_loop() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages "
        b"/Kids [2 0 R 2 0 R] /Count 9999999 >>\nendobj\ntrailer << /Root 1 0 R >>\n"
    )


def quoted_csv() -> bytes:
    return b'"' + b"a,b\n" * 300_000


def long_box() -> bytes:
    return ("┌─┬─┐\n" + "│甲│乙│\n" * 30_000).encode()
