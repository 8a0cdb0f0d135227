"""Tell from the operators of a PDF page, before it is laid out, whether it shows any text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pdfminer.pdfpage import PDFPage

_SHOWS = re.compile(rb"T[jJ]|[)>\]]\s{0,10}['\"]")
"""The operators that show text; in a picture such bytes may stand by chance."""
_PATHS = re.compile(rb"[0-9.]\s(?:[clvy]|re)\s")
_DRAWN = 5_000
"""Lines and curves of a page from which on its text may be drawn."""
_LABELS = 40
"""Pieces of text that a page of drawn text still shows: its number, digits."""
_MOST_FORMS = 500


def shows_text(page: PDFPage) -> bool:
    """Return whether a page shows text; no for a scan, and for a page that draws its letters as
    thousands of curves and shows next to nothing else."""
    shown = drawn = 0
    for content in _contents(page):
        shown += len(_SHOWS.findall(content))
        if shown > _LABELS:
            return True
        drawn += len(_PATHS.findall(content))
    return shown > 0 and drawn < _DRAWN


def _contents(page: PDFPage) -> Iterator[bytes]:
    """Yield the operators of a page and of the forms that it may draw."""
    from pdfminer.pdftypes import PDFStream, dict_value, resolve1

    for stream in page.contents:
        stream = resolve1(stream)
        if isinstance(stream, PDFStream):
            yield stream.get_data()
    waiting = [page.resources]
    seen: set[int] = set()
    while waiting and len(seen) < _MOST_FORMS:
        objects = resolve1(dict_value(waiting.pop()).get("XObject")) or {}
        for reference in dict_value(objects).values():
            form = resolve1(reference)
            if isinstance(form, PDFStream) and id(form) not in seen:
                seen.add(id(form))
                if str(getattr(form.get("Subtype"), "name", "")) == "Form":
                    yield form.get_data()
                    if resources := resolve1(form.get("Resources")):
                        waiting.append(resources)
