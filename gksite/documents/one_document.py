"""One document, whatever its format: recognised, read, checked for lost text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.documents.blocks import SourceDocument
from gksite.documents.formats import Format, differs_from_ending, recognise_format
from gksite.documents.parsed import MOST_CHARACTERS, Parsed, Refused, refused
from gksite.documents.pdf import parse_pdf
from gksite.documents.recall import check_recall
from gksite.documents.sheets.csv import parse_csv
from gksite.documents.sheets.xlsx import parse_xlsx
from gksite.documents.text import parse_text
from gksite.documents.unification import unify
from gksite.documents.web.html import parse_html
from gksite.documents.word.docx import parse_docx

_READERS: dict[Format, Callable[[bytes, str], Parsed]] = {
    "text": parse_text,
    "html": parse_html,
    "docx": parse_docx,
    "xlsx": parse_xlsx,
    "csv": parse_csv,
    "pdf": parse_pdf,
    "doc": parse_docx,
}


def find_format(data: bytes, name: str) -> tuple[Format | None, list[Diagnostic]]:
    """The format of a document, or the one problem that says why it is not read."""
    try:
        return recognise_format(data, name), []
    except Refused as refusal:
        return None, [refusal.diagnostic]


def parse_document(
    data: bytes, name: str, format: Format, digest: str = ""
) -> tuple[SourceDocument | None, list[Diagnostic]]:
    """The blocks of a document, or the one problem that says why it is not read.

    `digest` is the SHA-256 of the original, where `data` was converted from it.
    """
    try:
        parsed, radicals = unify(_READERS[format](data, name), name)
        if sum(len(text) for text in parsed.expected) > MOST_CHARACTERS:
            raise refused(
                "import-too-large",
                name,
                limit_zh=f"最多 {MOST_CHARACTERS} 字",
                limit=f"{MOST_CHARACTERS} characters",
            )
    except Refused as refusal:
        return None, [refusal.diagnostic]
    problems = [*parsed.problems, *radicals]
    if differs_from_ending(format, name):
        problems.append(problem("import-wrong-ending", Location(name), found=format))
    characters, lost = check_recall(parsed, name)
    if not parsed.blocks:
        problems.append(problem("import-no-text", Location(name)))
    digest = digest or hashlib.sha256(data).hexdigest()
    return SourceDocument(
        name, format, digest, parsed.blocks, characters, tuple(problems + lost)
    ), []
