"""What kind of file a document is, by its content first and its ending second."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

from gksite.documents.encoding import utf16_without_mark
from gksite.documents.parsed import refused

Format = Literal["text", "html", "docx", "xlsx", "csv", "pdf", "doc"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENDINGS: dict[str, Format] = {
    "txt": "text",
    "text": "text",
    "md": "text",
    "htm": "html",
    "html": "html",
    "shtml": "html",
    "xhtml": "html",
    "docx": "docx",
    "docm": "docx",
    "xlsx": "xlsx",
    "xlsm": "xlsx",
    "csv": "csv",
    "tsv": "csv",
    "pdf": "pdf",
    "doc": "doc",
}
_HTML = re.compile(
    rb"^\s{0,1000}(?:<\?xml[^>]{0,200}>\s{0,100})?(?:<!--.{0,2000}?-->\s{0,100}){0,5}<(?:"
    rb"!doctype\s+html|html|head|body|table|div|p|h[1-6]|meta|title)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_HEAD = 8192
_FOREIGN = (
    (b"{\\rtf", "RTF"),
    (b"MIME-Version:", "MHT"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"II*\0", "TIFF"),
    (b"BM", "BMP"),
)
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\x1b\x0b")


def recognise_format(data: bytes, name: str) -> Format:
    """The format of the document `name`; refused where it is none of those that are read."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_format(data, name, ending)
    if data.startswith(_OLE):
        return _ole_format(data, name)
    if data[:1024].lstrip(b"\xef\xbb\xbf\0\t\r\n ").startswith(b"%PDF-") or (
        b"%PDF-" in data[:1024] and ending == "pdf"
    ):
        return "pdf"
    for start, kind in _FOREIGN:
        if data.startswith(start) and not (start == b"BM" and ending in _ENDINGS):
            raise refused("import-format-unknown", name, found=kind)
    head = _readable_head(data)
    if _HTML.match(head):
        return "html"
    claimed = _ENDINGS.get(ending, "text")
    if claimed in ("docx", "xlsx", "pdf", "doc"):
        if _is_binary(data):
            raise refused(
                "import-unreadable",
                name,
                reason_zh="文件已损坏或不完整",
                reason="it is damaged or incomplete",
            )
        return "text"
    if _is_binary(data):
        raise refused("import-format-unknown", name, found=ending or "?")
    return claimed


def differs_from_ending(found: Format, name: str) -> bool:
    """Whether the ending of a name promises another format than the one that was found."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return ending in _ENDINGS and _ENDINGS[ending] != found


def _zip_format(data: bytes, name: str, ending: str) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {member.filename.lower() for member in archive.infolist()[:5000]}
    except Exception:  # a damaged zip raises many things; the reader says which
        if _ENDINGS.get(ending) in ("docx", "xlsx"):
            return _ENDINGS[ending]
        raise refused(
            "import-unreadable",
            name,
            reason_zh="文件已损坏或不完整",
            reason="it is damaged or incomplete",
        ) from None
    for format, folder in (("docx", "word/"), ("xlsx", "xl/")):
        if any(member.startswith(folder) for member in members):
            return "docx" if format == "docx" else "xlsx"
    if _ENDINGS.get(ending) in ("docx", "xlsx"):
        return _ENDINGS[ending]
    kinds = (("ofd.xml", "OFD"), ("content.xml", "ODF"), ("ppt/presentation.xml", "PPTX"))
    raise refused(
        "import-format-unknown",
        name,
        found=next((kind for member, kind in kinds if member in members), "zip"),
    )


def _ole_format(data: bytes, name: str) -> Format:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise refused("import-encrypted", name)
    if "WordDocument".encode("utf-16-le") in data:
        return "doc"
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        raise refused("import-format-unknown", name, found="xls")
    raise refused("import-format-unknown", name, found="OLE")


def _readable_head(data: bytes) -> bytes:
    """The beginning of a text, ASCII as single bytes in whatever encoding it is."""
    head = data[:_HEAD]
    return head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")


def _is_binary(data: bytes) -> bool:
    """Whether many of the first bytes are controls, those of UTF-16 and single stray ones not
    counted."""
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or utf16_without_mark(head):
        return False
    controls = sum(byte < 32 and byte not in _TEXT_CONTROLS and byte != 0 for byte in head)
    zeros = head.count(0)
    half = max(head[0::2].count(0), head[1::2].count(0))
    return controls > len(head) * 0.02 or (zeros > len(head) * 0.02 and half < zeros * 0.9)
