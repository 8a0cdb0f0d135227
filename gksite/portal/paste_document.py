"""The parts of the whole document as texts to paste: running text, the notice that issues a plan,
annexes, copies and print line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gksite.pages.kinds.plan import PlanPage
from gksite.pages.kinds.text_blocks import BodyBlock
from gksite.pages.kinds.whole_document import AnnexLine, NoticePart
from gksite.pages.wording import Words
from gksite.portal.whitelist_html import Writing, escaped, inline, page_address, whitelisted


def text_of(blocks: Iterable[BodyBlock], writing: Writing) -> Iterator[str]:
    """Yield the blocks of a text."""
    for block in blocks:
        if block.kind == "heading":
            name = f"h{min(max(block.level, 2), 4)}"
            yield writing.element(name, inline(block.html, writing))
        elif block.kind == "paragraph":
            yield writing.element("p", inline(block.html, writing))
        elif text := whitelisted(block.html, writing):
            yield text


def notice_text(notice: NoticePart, words: Words, writing: Writing) -> Iterator[str]:
    """Yield a notice as printed, up to its annotation."""
    if notice.masthead:
        yield writing.element("p", f"<strong>{escaped(notice.masthead)}</strong>", "centred")
    if notice.document_number:
        yield writing.element("p", escaped(notice.document_number), "centred")
    yield writing.element("h2", escaped(notice.title), "caption")
    if notice.addressees:
        yield writing.element("p", escaped(notice.addressees), "plain")
    yield from text_of(notice.blocks, writing)
    label = f"{words['plan.annexes']}{words['colon']}"
    for number, title in enumerate(notice.annexes):
        yield writing.element("p", escaped(title if number else f"{label}{title}"))
    for text in (notice.signature, notice.day.text if notice.day else ""):
        if text:
            yield writing.element("p", escaped(text), "end")
    if notice.annotation:
        yield writing.element("p", escaped(notice.annotation))


def annexed_files(annexes: Iterable[AnnexLine], writing: Writing, base: str) -> Iterator[str]:
    """Yield the annexes that are files, each with its word."""
    for annex in annexes:
        if not annex.list:
            yield writing.element("p", escaped(annex.label), "plain")
            link = writing.link(annex.link.text, page_address(base, annex.link.path))
            yield writing.element("p", f"{link} {escaped(annex.link.note)}")


def imprint(part: PlanPage | NoticePart, words: Words, writing: Writing) -> Iterator[str]:
    """Yield the copies and the print line of a plan or its notice."""
    if part.copies_to:
        yield writing.element(
            "p", escaped(f"{words['plan.copies_to']}{words['colon']}{part.copies_to}"), "plain"
        )
    printed = [
        part.printed_by,
        f"{part.printed_on.text}{words['plan.printed']}" if part.printed_on else "",
    ]
    if any(printed):
        yield writing.element("p", escaped(" ".join(filter(None, printed))), "plain")
