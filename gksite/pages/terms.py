"""Terms of the glossary marked in running text: the first time in each section, as a link to what they mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from html import escape
from typing import TypeVar
from urllib.parse import quote

from msgspec.structs import replace

from gksite.model.entities import Term
from gksite.pages.contexts import (
    BodyBlock,
    HomePage,
    Page,
    PlanPage,
    RowGroup,
    TablePage,
    TaskPage,
    TaskTable,
    TextPage,
)
from gksite.pages.routing import GLOSSARY_PATH

_TAG = re.compile(r"(</?([a-z][a-z0-9]*)[^>]*>)")
_CLOSED = frozenset({"a", "abbr", "button", "code", "dfn", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "th"})
"""Elements in which nothing is marked: links do not nest, heads name, and code is quoted."""

_SECTION_LEVEL = 2
Mark = Callable[[str], str]
AnyPage = TypeVar("AnyPage", bound=Page)


def term_id(term: Term) -> str:
    """The id of a term on the page of the glossary: by its name, never by its place."""
    return f"term-{'-'.join(term.term.split())}"


class Terms:
    """The glossary as one search over safe HTML; longer names go before shorter ones that they hold.

    >>> Terms((Term("一网通办", Location(""), "", "在一个平台上办完"),)).marked("<p>推进一网通办。</p>", "", set())
    '<p>推进<a class="term" href="glossary.html#term-…" title="在一个平台上办完">一网通办</a>。</p>'
    """

    def __init__(self, glossary: Iterable[Term]) -> None:
        self._terms = {_escaped(name): term for term in glossary for name in (term.term, *term.aliases)}
        names = sorted(self._terms, key=lambda name: (-len(name), name))
        self._pattern = re.compile("|".join(map(_pattern, names))) if names else None

    def on(self, page: AnyPage) -> AnyPage:
        """A page with the terms in its running texts marked; the page itself where there are none."""
        if self._pattern is None:
            return page
        return _marked_page(page, lambda: partial(self.marked, root=page.root, seen=set()))

    def marked(self, html: str, root: str, seen: set[str]) -> str:
        """Safe HTML with each term that is not among `seen` marked once; `seen` takes it then."""
        if self._pattern is None or not self._pattern.search(html):
            return html
        if "<" not in html:
            return self._in_text(html, root, seen)
        parts = _TAG.split(html)  # text, whole tag, its name, text …
        depth = 0
        for number in range(0, len(parts), 3):
            if not depth:
                parts[number] = self._in_text(parts[number], root, seen)
            if number + 2 < len(parts):
                if parts[number + 2] in _CLOSED:
                    depth += -1 if parts[number + 1].startswith("</") else 1
                parts[number + 2] = ""
        return "".join(parts)

    def _in_text(self, text: str, root: str, seen: set[str]) -> str:
        def mark(found: re.Match[str]) -> str:
            term = self._terms[found[0]]
            if term.term in seen:
                return found[0]
            seen.add(term.term)
            href = f"{root}{GLOSSARY_PATH}#{quote(term_id(term), safe='')}"
            if term.expansion:
                return f'<a class="term" href="{href}"><abbr title="{escape(term.expansion)}">{found[0]}</abbr></a>'
            return f'<a class="term" href="{href}" title="{escape(_first_sentence(term.explanation))}">{found[0]}</a>'

        return self._pattern.sub(mark, text) if self._pattern else text


def _marked_page(page: AnyPage, fresh: Callable[[], Mark]) -> AnyPage:
    """A page with what `fresh` gives for each of its sections applied to it; a page without running text as it is."""
    if isinstance(page, TaskPage):
        in_entries = fresh()
        entries = tuple(replace(one, html=in_entries(one.html)) if one.html else one for one in page.entries)
        return replace(page, text_html=fresh()(page.text_html), entries=entries)
    if isinstance(page, PlanPage | TextPage):
        return replace(page, blocks=_marked_blocks(page.blocks, fresh))
    if isinstance(page, TablePage):
        return replace(page, tables=tuple(_marked_table(table, fresh) for table in page.tables))
    if isinstance(page, HomePage):
        return replace(page, intro_html=fresh()(page.intro_html))
    return page


def _marked_blocks(blocks: Iterable[BodyBlock], fresh: Callable[[], Mark]) -> tuple[BodyBlock, ...]:
    found = []
    mark = fresh()
    for block in blocks:
        if block.kind == "heading" and block.level <= _SECTION_LEVEL:
            mark = fresh()
        if block.kind not in ("heading", "code") and (html := mark(block.html)) != block.html:
            block = replace(block, html=html)
        found.append(block)
    return tuple(found)


def _marked_table(table: TaskTable, fresh: Callable[[], Mark]) -> TaskTable:
    """A table is one section, and each part of its list: the same word in every row would only be noise."""
    mark = fresh()
    groups = tuple(
        RowGroup(group.title, tuple(
            replace(row, cells=tuple(
                replace(cell, html=mark(cell.html)) if cell.html and not cell.scope else cell for cell in row.cells
            ))
            for row in group.rows
        ))
        for group in table.groups
    )
    sections = []
    for section in table.sections:
        mark = fresh()
        items = tuple(
            replace(item, fields=tuple(replace(one, html=mark(one.html)) if one.html else one for one in item.fields))
            for item in section.items
        )
        sections.append(replace(section, items=items))
    return replace(table, groups=groups, sections=tuple(sections))


def _pattern(name: str) -> str:
    """A name as a whole word where it is of Latin letters or digits; never the inside of a character reference."""
    before = "(?<![0-9A-Za-z&#])" if re.match("[0-9A-Za-z]", name) else ""
    after = "(?![0-9A-Za-z])" if re.search("[0-9A-Za-z]$", name) else ""
    return f"{before}{re.escape(name)}{after}"


def _escaped(text: str) -> str:
    """A text as it stands in our HTML between tags."""
    return escape(text, quote=False).replace('"', "&quot;")


def _first_sentence(text: str) -> str:
    return text.partition("。")[0]
