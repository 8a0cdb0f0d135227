"""Whole documents as offices put them online, as data.

A case is a file of `documents/seen/` or `documents/kept/`: `document` (a page as `format: html`,
one that becomes a Word file as `docx-from-html`, else lines of text), `year` where an editor would
have to say it, and `expect`, which states all that is right. Keys of a task that `expect` leaves
out mean: none. Where several deadlines are right, they are a list. `doubt_names` are words that a
doubt must name.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from word_files import word_file

from gksite.documents.blocks import SourceDocument
from gksite.documents.formats import Format
from gksite.documents.one_document import parse_document

Case = dict[str, Any]

DOCUMENTS_DIR = Path(__file__).parent / "documents"
SEEN_DIR = DOCUMENTS_DIR / "seen"
KEPT_DIR = DOCUMENTS_DIR / "kept"
"""The half that nobody looked at while the reading was written (docs/decisions/0022)."""
FORMATS: dict[str, tuple[str, Format]] = {
    "txt": ("document.txt", "text"),
    "html": ("document.html", "html"),
    "docx-from-html": ("document.docx", "docx"),
}


def cases(folder: Path) -> dict[str, Case]:
    """The cases of a folder by name, in order."""
    return {
        path.stem: yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
        for path in sorted(folder.glob("*.yaml"))
    }


def source_of(case: Case) -> SourceDocument:
    """The document of a case, read as the file that an editor drops in."""
    name, format = FORMATS[case.get("format", "txt")]
    text = case["document"]
    data = word_file(text) if format == "docx" else text.encode()
    document, problems = parse_document(data, name, format)
    assert document and not problems
    return document
