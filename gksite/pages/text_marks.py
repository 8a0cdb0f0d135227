"""Mark what a reader looks for in an official text: titles that run into their paragraphs, who is
responsible, numbers of documents. Marks are elements around the wording, which stays as it is."""

from __future__ import annotations

import re
from html import escape, unescape

from gksite.notation.characters import CLOSING, HAN, OPENING
from gksite.notation.numbering import Style, parse_numbering
from gksite.notation.units import split_responsibility

_LONGEST_TITLE = 30
"""The most characters, with number and full stop, of a title that runs into its paragraph."""
RUN_IN = "run-in"
"""The class of such a title."""
_LEVELS: dict[Style, int] = {"chinese": 1, "chinese-bracket": 2}
"""The level of a number in the order of GB/T 9704-2012, 7.3.3; 3 where none is named."""
_MAY_NAME_UNITS = re.compile("单位|牵头|负责|配合|责任|主办|协办|分工|落实")
_PARAGRAPH = re.compile(r"(?<=<p>).+?(?=</p>)", re.DOTALL)
_DOCUMENT_NUMBER = re.compile(rf"[{HAN}]{{0,5}}〔(?:19|20)\d\d〕\d{{1,4}}号")


def marked_paragraph(html: str) -> str:
    """Return the inside of a paragraph, as safe HTML, with its parts marked: `<b class="run-in">`
    around the title, `<span class="by">` around a bracket of responsibility, `<span class="whole">`
    around a document number. Without these elements it is the same HTML."""
    end, level = _run_in(html)
    rest = _with_responsibility(html[end:])
    if end:
        rest = f'<b class="{RUN_IN} {RUN_IN}-{level}">{html[:end]}</b>{rest}'
    return _with_document_numbers(rest)


def marked_text(html: str) -> str:
    """Return safe HTML with each of its plain paragraphs marked."""
    return _PARAGRAPH.sub(lambda found: marked_paragraph(found[0]), html)


def _run_in(html: str) -> tuple[int, int]:
    """Return where the title of a paragraph ends, and its level: a number and a clause up to the
    first full stop, with a text behind it. Both are 0 where there is none."""
    lead, stop, rest = html.partition("。")
    title = unescape(lead)
    if not stop or "<" in lead or len(title) >= _LONGEST_TITLE or not _has_text(rest):
        return 0, 0
    numbering = parse_numbering(title)
    return (len(lead) + 1, _LEVELS.get(numbering.style, 3)) if numbering else (0, 0)


def _has_text(html: str) -> bool:
    """Whether anything stands there but a bracket."""
    text = unescape(re.sub(r"<[^>]*>", "", html)).strip()
    return bool(text) and not (text[0] in OPENING and text.rstrip("。")[-1:] in CLOSING)


def _with_responsibility(html: str) -> str:
    if not _MAY_NAME_UNITS.search(html):
        return html
    _, parts = split_responsibility(unescape(re.sub(r"<[^>]*>", "", html)))
    for part in parts:
        inner = escape(part, quote=False)
        bracket = re.compile(
            rf"[{re.escape(OPENING)}]\s*{re.escape(inner)}\s*[{re.escape(CLOSING)}]"
        )
        html = bracket.sub(lambda found: f'<span class="by">{found[0]}</span>', html, count=1)
    return html


def _with_document_numbers(html: str) -> str:
    if "〔" not in html:
        return html
    pieces = re.split(r"(<[^>]*>)", html)
    for number in range(0, len(pieces), 2):
        pieces[number] = _DOCUMENT_NUMBER.sub(
            lambda found: f'<span class="whole">{found[0]}</span>', pieces[number]
        )
    return "".join(pieces)
