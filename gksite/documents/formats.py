"""The formats of documents, and how a file's format is recognised: by content before ending."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

from gksite.documents.encoding import utf16_without_mark
from gksite.documents.other_formats import (
    ARCHIVE,
    known_by_ending,
    known_by_parts,
    known_by_start,
    known_by_xml,
    refuse,
)
from gksite.documents.parsed import damaged, refused
from gksite.values import Value

Format = Literal[
    "text", "html", "docx", "xlsx", "csv", "pdf", "doc", "rtf", "odt", "xls", "ods"
]  # fmt: skip


class DocumentFormat(Value, frozen=True):
    """A format that can be imported, and that is inspected in attachments.

    `one_document.py` names its reader, and alone loads it.
    """

    name: Format
    endings: tuple[str, ...]
    """Endings of file names, the usual one first."""
    media_type: str
    """The media type of a file with the usual ending."""
    is_binary: bool = False
    """Whether reading a file may be dangerous, so that a worker process does it."""
    zip_folder: str = ""
    """The folder in a zip package that gives the format away; "" for formats that are no
    packages."""
    converts_to: Literal["", "docx", "xlsx"] = ""
    """The format that LibreOffice makes of it, to be read; "" for one that is read as it is."""
    zh: str = ""
    """What people call a format that is converted."""
    en: str = ""


_OPEN = "application/vnd.oasis.opendocument"
_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS = (
    DocumentFormat("text", ("txt", "text", "md"), "text/plain"),
    DocumentFormat("html", ("html", "htm", "shtml", "xhtml"), "text/html"),
    DocumentFormat("docx", ("docx", "docm"), f"{_OFFICE}.wordprocessingml.document", is_binary=True,
                   zip_folder="word/"),
    DocumentFormat("xlsx", ("xlsx", "xlsm"), f"{_OFFICE}.spreadsheetml.sheet", is_binary=True,
                   zip_folder="xl/"),
    DocumentFormat("csv", ("csv", "tsv"), "text/csv"),
    DocumentFormat("pdf", ("pdf",), "application/pdf", is_binary=True),
    DocumentFormat("doc", ("doc", "wps", "wpt", "dot"), "application/msword", is_binary=True,
                   converts_to="docx", zh="旧版 Word 或 WPS 文字（.doc、.wps）",
                   en="an old Word or WPS text (.doc, .wps)"),
    DocumentFormat("rtf", ("rtf",), "application/rtf", is_binary=True, converts_to="docx",
                   zh="RTF 文件（.rtf）", en="an RTF file (.rtf)"),
    DocumentFormat("odt", ("odt", "ott"), f"{_OPEN}.text", is_binary=True, converts_to="docx",
                   zh="开放文档文字（.odt）", en="an OpenDocument text (.odt)"),
    DocumentFormat("xls", ("xls", "et", "ett", "xlt"), "application/vnd.ms-excel", is_binary=True,
                   converts_to="xlsx", zh="旧版 Excel 或 WPS 表格（.xls、.et）",
                   en="an old Excel or WPS spreadsheet (.xls, .et)"),
    DocumentFormat("ods", ("ods", "ots"), f"{_OPEN}.spreadsheet", is_binary=True,
                   converts_to="xlsx", zh="开放文档表格（.ods）",
                   en="an OpenDocument spreadsheet (.ods)"),
)  # fmt: skip
FORMAT_BY_NAME: dict[str, DocumentFormat] = {format.name: format for format in FORMATS}
FORMAT_BY_ENDING = {ending: format for format in FORMATS for ending in format.endings}
PACKAGES = tuple(format for format in FORMATS if format.zip_folder)
MEDIA_TYPES = {format.endings[0]: format.media_type for format in FORMATS}
OTHER_TEXTS = frozenset({"xml", "json"})
"""Endings of attachments that are texts, but no documents to import."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"^\s{0,1000}(?:<\?xml[^>]{0,200}>\s{0,100})?(?:<!--.{0,2000}?-->\s{0,100}){0,5}<(?:"
    rb"!doctype\s+html|html|head|body|table|div|p|h[1-6]|meta|title)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_HEAD = 8192
_OF_WPS = frozenset({"wps", "wpt", "et", "ett"})
"""Endings under which WPS writes formats of its own and OOXML alike."""
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\x1b\x0b")


def recognise_format(data: bytes, name: str) -> Format:
    """Return the format of the document `name`; raise Refused where nothing here reads it."""
    claimed = FORMAT_BY_ENDING.get(ending := ending_of(name))
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_format(data, name, claimed)
    if data.startswith(_OLE):
        return _ole_format(data, name)
    if data[:1024].lstrip(b"\xef\xbb\xbf\0\t\r\n ").startswith(b"%PDF-") or (
        b"%PDF-" in data[:1024] and ending == "pdf"
    ):
        return "pdf"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if kind := known_by_start(data):
        raise refuse(kind, name)
    head = _readable_head(data)
    if _HTML.match(head):
        return "html"
    if kind := known_by_xml(head):
        raise refuse(kind, name)
    if _is_binary(data):
        if claimed and claimed.is_binary:
            raise damaged(name)
        if kind := known_by_ending(ending):
            raise refuse(kind, name)
        raise refused("import-format-unknown", name, found=ending or "?")
    return "text" if claimed is None or claimed.is_binary else claimed.name


def differs_from_ending(format: Format, name: str) -> bool:
    """Whether the ending of a name promises another format than `format`."""
    claimed = FORMAT_BY_ENDING.get(ending := ending_of(name))
    if claimed is None or (ending in _OF_WPS and claimed.converts_to == format):
        return False
    return claimed.name != format


def ending_of(name: str) -> str:
    """Return the ending of a file name in lower case, "" where it has none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def _zip_format(data: bytes, name: str, claimed: DocumentFormat | None) -> Format:
    promised = claimed.name if claimed in PACKAGES else None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {member.filename.lower() for member in archive.infolist()[:5000]}
    except Exception:  # a damaged zip raises many things; the reader says which
        if promised:
            return promised
        raise damaged(name) from None
    for format in PACKAGES:
        if any(member.startswith(format.zip_folder) for member in members):
            return format.name
    if promised:
        return promised
    if "content.xml" in members and (found := _open_document(data)):
        return found
    raise refuse(known_by_parts(members, ending_of(name)) or ARCHIVE, name)


def _open_document(data: bytes) -> Format | None:
    """Return the format of an ODF package by its first member, which names its media type."""
    types = ((f"{_OPEN}.text", "odt"), (f"{_OPEN}.spreadsheet", "ods"))
    return next(
        (
            FORMAT_BY_NAME[name].name
            for media_type, name in types
            if media_type.encode() in data[:200]
        ),
        None,
    )


def _ole_format(data: bytes, name: str) -> Format:
    streams: tuple[tuple[str, Format], ...] = (
        ("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"),
    )  # fmt: skip
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise refused("import-encrypted", name)
    for stream, format in streams:
        if stream.encode("utf-16-le") in data:
            return format
    if kind := known_by_ending(ending_of(name)):
        raise refuse(kind, name)
    raise refused("import-format-unknown", name, found="OLE")


def _readable_head(data: bytes) -> bytes:
    """Return the beginning of a text, with ASCII as single bytes whatever its encoding is."""
    head = data[:_HEAD]
    return head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")


def _is_binary(data: bytes) -> bool:
    """Whether many of the first bytes are control characters, not counting UTF-16's and strays."""
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or utf16_without_mark(head):
        return False
    controls = sum(byte < 32 and byte not in _TEXT_CONTROLS and byte != 0 for byte in head)
    zeros = head.count(0)
    half = max(head[0::2].count(0), head[1::2].count(0))
    return controls > len(head) * 0.02 or (zeros > len(head) * 0.02 and half < zeros * 0.9)
