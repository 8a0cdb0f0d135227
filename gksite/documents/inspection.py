"""Inspect a document for all that it carries besides its page: every text of every part, deleted
and hidden ones too, properties, comments, changes."""

from __future__ import annotations

import posixpath

from gksite.documents.formats import FORMAT_BY_NAME, recognise_format
from gksite.documents.inspected import Inspection
from gksite.documents.office_package import open_package
from gksite.documents.parsed import Refused, too_large
from gksite.documents.xml_scan import gather

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MOST_TEXTS = 200_000
_PROPERTIES = ("docprops/core.xml", "docprops/app.xml")
_PROPERTY_NAMES = frozenset((
    "creator", "lastModifiedBy", "Company", "Manager", "description", "title", "subject",
    "keywords",
))  # fmt: skip
_CHANGES = frozenset({"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "rrc", "rcc"})
_ENDS = frozenset((
    "p", "si", "is", "c", "comment", "title", "creator", "description", "subject", "keywords",
    "lpwstr", "oddHeader", "oddFooter", "definedName",
))  # fmt: skip
"""Local names of elements at whose end a text ends: paragraphs, shared strings, cells,
properties."""
_TEXTS = frozenset((
    "t", "delText", "v", "lpwstr", "oddHeader", "oddFooter", "evenHeader", "evenFooter",
    "definedName", *_PROPERTY_NAMES,
))  # fmt: skip
"""Local names of elements whose characters are text; other numbers in a part are measures."""
_OFF = frozenset({"0", "false", "off", "none"})


def inspect_document(data: bytes, name: str) -> Inspection:
    """Inspect a docx, xlsx or pdf; `failed` names the reason where that is impossible."""
    try:
        format = recognise_format(data, name)
        if FORMAT_BY_NAME[format].zip_folder:
            return _inspect_package(data, name)
        if format == "pdf":
            return _inspect_pdf(data, name)
        return Inspection(failed=f"import-format-unknown: {format}")
    except Refused as refusal:
        return Inspection(failed=refusal.diagnostic.code)


def _inspect_package(data: bytes, name: str) -> Inspection:
    package = open_package(data, name)
    texts: list[tuple[str, str]] = []
    properties: list[tuple[str, str]] = []
    comments = changes = hidden = 0
    for lower, part in sorted(package.parts.items()):
        if (
            not lower.endswith((".xml", ".vml"))
            or lower.startswith(("word/theme/", "xl/theme/"))
            or lower in ("word/styles.xml", "xl/styles.xml", "word/fonttable.xml")
        ):
            continue
        scan = _Scan(_shown(part))
        gather(scan, package.read(part))
        if len(texts) + len(scan.placed_texts) > _MOST_TEXTS:
            raise too_large(name, _MOST_TEXTS, "段", "paragraphs")
        texts += scan.placed_texts
        comments += scan.comments
        if lower in _PROPERTIES:
            properties += scan.properties
        else:
            changes += scan.changes
            hidden += scan.hidden
    return Inspection(tuple(texts), tuple(properties), comments, changes, hidden)


def _shown(part: str) -> str:
    """Return the name of a part as people know it; "" for the document itself."""
    stem = posixpath.basename(part).rpartition(".")[0]
    return "" if stem == "document" else stem


class _Scan:
    """A part of a package: texts with places, properties, and counts of what must not go public."""

    def __init__(self, part: str) -> None:
        self.texts: list[str] = []
        self.placed_texts: list[tuple[str, str]] = []
        self.properties: list[tuple[str, str]] = []
        self.comments = self.changes = self.hidden = 0
        self._part = part
        self._pieces: list[str] = []
        self._silent = self._open = False
        self._cell = ""
        self._number = 0
        self._value: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Count the comments, changes and hidden things that the tag marks."""
        space, _, local = name.rpartition(" ")
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        self._open = local in _TEXTS
        if local in _CHANGES:
            self.changes += 1
        elif local in ("comment", "threadedComment"):
            self.comments += 1
        elif (
            (local == "vanish" and plain.get("val", "1") not in _OFF)
            or (local == "sheet" and plain.get("state", "visible") != "visible")
            or (local in ("row", "col") and plain.get("hidden", "0") not in _OFF)
        ):
            self.hidden += 1
        elif local == "c" and space != _WORD:
            self._cell = plain.get("r", "")
            # The value of such a cell is the number of a shared string, which has its own place.
            self._silent = plain.get("t") == "s"
        elif local in ("tab", "br") and space == _WORD:
            self._pieces.append(" ")
        self._value = []

    def end(self, name: str) -> None:
        """End a text at the end of a paragraph, a cell or a property."""
        space, _, local = name.rpartition(" ")
        self._open = False
        if local in _PROPERTY_NAMES and (value := "".join(self._value).strip()):
            self.properties.append((local, value))
        if local == "p" and space == _WORD:
            self._number += 1
        if local in _ENDS or local in _PROPERTY_NAMES:
            self._flush()
        if local == "c" and space != _WORD:
            self._silent, self._cell = False, ""

    def text(self, characters: str) -> None:
        """Add characters to the open text."""
        if self._open:
            self._value.append(characters)
            if not self._silent:
                self._pieces.append(characters)

    def _flush(self) -> None:
        text = "".join(self._pieces).strip()
        self._pieces = []
        if text:
            place = self._cell or (f"第 {self._number} 段" if self._number else "")
            self.placed_texts.append((f"{self._part} {place}".strip(), text))


def _inspect_pdf(data: bytes, name: str) -> Inspection:
    from gksite.documents.pdf import MOST_PAGES, open_pdf

    texts: list[tuple[str, str]] = []
    comments = 0
    try:
        with open_pdf(data, name) as document:
            properties = tuple(
                (str(key), str(value))
                for key, value in document.metadata.items()
                if isinstance(value, str) and value
            )
            for number, page in enumerate(document.pages[:MOST_PAGES], 1):
                texts.append((f"第 {number} 页", page.extract_text() or ""))
                notes = [str(note.get("contents") or "") for note in page.annots]
                comments += sum(1 for note in notes if note.strip())
                texts += [(f"第 {number} 页批注", note) for note in notes if note.strip()]
                page.close()
    except (MemoryError, Refused):
        raise
    except Exception:  # pdfminer raises whatever its parser stumbles on
        return Inspection(failed="import-unreadable")
    texts += [(key, value) for key, value in properties]
    return Inspection(tuple(texts), properties, comments)
