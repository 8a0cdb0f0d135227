"""Read a document of any format: recognise it, read it, check it for lost text."""

from __future__ import annotations

import hashlib

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.documents.blocks import SourceDocument
from gksite.documents.formats import FORMAT_BY_NAME, Format, differs_from_ending, recognise_format
from gksite.documents.parsed import MOST_CHARACTERS, Parsed, Refused, too_large
from gksite.documents.recall import check_recall
from gksite.documents.unification import unify


def find_format(data: bytes, name: str) -> tuple[Format | None, list[Diagnostic]]:
    """Return the format of a document, or the problem why it is not read."""
    try:
        return recognise_format(data, name), []
    except Refused as refusal:
        return None, [refusal.diagnostic]


def parse_document(
    data: bytes, name: str, format: Format, digest: str = ""
) -> tuple[SourceDocument | None, list[Diagnostic]]:
    """Return a document with its blocks, or the problem why it is not read.

    `digest` is the SHA-256 of the original, where `data` was converted from it.
    """
    try:
        parsed, radicals = unify(_read(format, data, name), name)
        if sum(len(text) for text in parsed.expected) > MOST_CHARACTERS:
            raise too_large(name, MOST_CHARACTERS, "字", "characters")
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
        name,
        format,
        digest,
        parsed.blocks,
        characters,
        tuple(problems + lost),
        parsed.aside,
        parsed.facts,
    ), []


def _read(format: Format, data: bytes, name: str) -> Parsed:
    """Read a document. Only the reader that it needs is loaded, and the libraries of that."""
    match FORMAT_BY_NAME[format].converts_to or format:  # others were converted before
        case "text":
            from gksite.documents.text import parse_text

            return parse_text(data, name)
        case "html":
            from gksite.documents.web.html import parse_html

            return parse_html(data, name)
        case "docx":
            from gksite.documents.word.docx import parse_docx

            return parse_docx(data, name)
        case "xlsx":
            from gksite.documents.sheets.xlsx import parse_xlsx

            return parse_xlsx(data, name)
        case "csv":
            from gksite.documents.sheets.csv import parse_csv

            return parse_csv(data, name)
        case _:
            from gksite.documents.pdf import parse_pdf

            return parse_pdf(data, name)
