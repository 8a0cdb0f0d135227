"""The kinds of files that cannot be imported as they are, and what to do with each."""

from __future__ import annotations

from gksite.documents.parsed import Refused, refused
from gksite.values import Value


class Remedy(Value, frozen=True):
    """What to do with a kind of file, in two languages."""

    zh: str
    en: str


class OtherKind(Value, frozen=True):
    """A kind of file that is not read. It is known by its first bytes, by a part of its zip
    package, by what its XML holds, or by its ending."""

    zh: str
    en: str
    remedy: Remedy
    starts: tuple[bytes, ...] = ()
    parts: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    holds: tuple[bytes, ...] = ()


_OCR = Remedy(
    "先做文字识别（OCR），逐字核对后存为 docx 或 txt 再导入；有 Word 版的，用 Word 版",
    "run text recognition (OCR), compare each word, and import the result as docx or txt; use the "
    "Word file if there is one",
)
_LAID_OUT = Remedy(
    "用排版前的 Word 文件导入；没有的，在阅读器里导出为 Word 或 PDF 再导入",
    "import the Word file that it was made from; without one, export Word or PDF from a reader",
)
_UNPACK = Remedy("先解压，再导入里面的文件", "unpack it and import the files within")
_COPY = Remedy(
    "打开后把正文复制到 Word，存为 docx 再导入",
    "open it, copy the text into a word processor, and import that as docx",
)
_WORD = Remedy(
    "用原来的程序打开，选“另存为”或“导出”，类型选“Word 文档（*.docx）”",
    "open it in its own program, choose “Save as” or “Export” and the type “Word document "
    "(*.docx)”",
)
_EXCEL = Remedy(
    "用原来的程序打开，选“另存为”或“导出”，类型选“Excel 工作簿（*.xlsx）”",
    "open it in its own program, choose “Save as” or “Export” and the type “Excel workbook "
    "(*.xlsx)”",
)
_PAGE = Remedy(
    "用浏览器打开，另存为“网页，仅 HTML”再导入",
    "open it in a browser, save it as “Web page, HTML only” and import that",
)

ARCHIVE = OtherKind(
    "压缩包", "an archive", _UNPACK, (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"), (),
    ("zip", "rar", "7z", "gz", "tar"),
)  # fmt: skip
_PICTURE = OtherKind(
    "图片", "a picture", _OCR, (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"), (),
    ("png", "jpg", "jpeg", "gif", "tif", "tiff", "bmp", "webp", "heic"),
)  # fmt: skip
OTHER_KINDS = (
    ARCHIVE,
    _PICTURE,
    OtherKind("网页归档（MHT）", "a web archive (MHT)", _PAGE, (b"MIME-Version:", b"From: <"), (),
              ("mht", "mhtml", "webarchive")),
    OtherKind("OFD 版式文件", "an OFD file", _LAID_OUT, (), ("ofd.xml",), ("ofd",)),
    OtherKind("XPS 版式文件", "an XPS file", _LAID_OUT, (), ("fixeddocseq.fdseq",),
              ("xps", "oxps")),
    OtherKind("方正版式文件", "a Founder CEB file", _LAID_OUT, (), (), ("ceb", "cebx", "sep")),
    OtherKind("演示文稿", "a presentation", _COPY, (), ("ppt/presentation.xml",),
              ("ppt", "pptx", "dps", "odp")),
    OtherKind("苹果 Pages 文稿", "an Apple Pages document", _WORD, (), ("index/document.iwa",),
              ("pages",)),
    OtherKind("苹果 Numbers 表格", "an Apple Numbers spreadsheet", _EXCEL, (),
              ("index/document.iwa",), ("numbers",)),
    OtherKind("苹果 Keynote 演示文稿", "an Apple Keynote presentation", _COPY, (),
              ("index/document.iwa",), ("key",)),
    OtherKind("标文通表格（UOF）", "a UOF spreadsheet", _EXCEL, (), (), ("uos",)),
    OtherKind("标文通文件（UOF）", "a UOF document", _WORD, (), (), ("uot", "uof", "uop"),
              (b"<uof:UOF",)),
    OtherKind("Word 2003 XML 文件", "a Word 2003 XML file", _WORD,
              holds=(b"office/word/2003/wordml", b"office/2006/xmlPackage")),
    OtherKind("Excel 2003 XML 表格", "an Excel 2003 XML file", _EXCEL,
              holds=(b"urn:schemas-microsoft-com:office:spreadsheet",)),
    OtherKind("平面 ODF 文件", "a flat ODF file", _WORD, endings=("fodt", "fods"),
              holds=(b"opendocument:xmlns:office:1.0",)),
    OtherKind("电子书", "an e-book", _COPY, (), ("meta-inf/container.xml",), ("epub", "caj")),
    OtherKind("开放文档（ODF）", "an ODF file", _WORD, (), ("content.xml",), ()),
)  # fmt: skip


def known_by_start(data: bytes) -> OtherKind | None:
    """Return the kind of a file that begins as `data` does."""
    if data.startswith(b"BM") and data[6:10] == b"\0\0\0\0":
        return _PICTURE
    return next((kind for kind in OTHER_KINDS if data.startswith(kind.starts)), None)


def known_by_ending(ending: str) -> OtherKind | None:
    """Return the kind of a binary file with this ending."""
    return next((kind for kind in OTHER_KINDS if ending in kind.endings), None)


def known_by_parts(parts: set[str], ending: str) -> OtherKind | None:
    """Return the kind of a package with these parts, in lower case; where several have them, the
    one with this ending."""
    kinds = [kind for kind in OTHER_KINDS if not parts.isdisjoint(kind.parts)]
    return next((kind for kind in kinds if ending in kind.endings), kinds[0] if kinds else None)


def known_by_xml(head: bytes) -> OtherKind | None:
    """Return the kind of a text that begins with `head`, where that is XML of an office program."""
    if not head.lstrip().startswith(b"<"):
        return None
    return next((kind for kind in OTHER_KINDS if any(mark in head for mark in kind.holds)), None)


def refuse(kind: OtherKind, name: str) -> Refused:
    """Return the refusal of a file, with what to do."""
    return refused(
        "import-other-kind",
        name,
        kind_zh=kind.zh,
        kind=kind.en,
        remedy_zh=kind.remedy.zh,
        remedy=kind.remedy.en,
    )
