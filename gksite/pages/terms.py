"""Mark terms of the glossary in running text: the first time in each section, as a link to their
meaning."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable
from functools import partial
from html import escape
from typing import TypeVar
from urllib.parse import quote

from msgspec.structs import replace

from gksite.model.entities import Term
from gksite.pages.addresses import GLOSSARY_PATH
from gksite.pages.assessed import AssessmentLine
from gksite.pages.kinds.cells import Cell
from gksite.pages.kinds.home import HomePage
from gksite.pages.kinds.plan import PlanPage
from gksite.pages.kinds.site_pages import TextPage
from gksite.pages.kinds.table import ListField, ListItem, Row, RowGroup, TablePage, TaskTable
from gksite.pages.kinds.task import TaskPage
from gksite.pages.kinds.task_duties import EntryLine
from gksite.pages.kinds.text_blocks import BodyBlock
from gksite.pages.parts import Page

_TAG = re.compile(r"(</?([a-z][a-z0-9]*)[^>]*>)")
_CLOSED = frozenset(
    {"a", "abbr", "button", "code", "dfn", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "th"}
)
"""Elements without marks: links cannot nest, headings are names, code is quoted."""

_SECTION_LEVEL = 2
Mark = Callable[[str], str]
AnyPage = TypeVar("AnyPage", bound=Page)
AnyValue = TypeVar("AnyValue", AssessmentLine, BodyBlock, Cell, EntryLine, ListField)


def term_id(term: Term) -> str:
    """Return the id of a term on the page of the glossary: made of its name, never of its place."""
    return f"term-{'-'.join(term.term.split())}"


class Terms:
    """The glossary as one search over safe HTML; longer names go before shorter ones that they
    hold.

    >>> Terms((Term("一网通办", Location(""), "", "在一个平台上办完"),)).marked("<p>推进一网通办。</p>", "", set())
    '<p>推进<a class="term" href="glossary.html#term-…" title="在一个平台上办完">一网通办</a>。</p>'
    """

    def __init__(self, glossary: Iterable[Term]) -> None:
        self._marks = {
            _escaped(name): (term.term, *_mark(term))
            for term in glossary
            for name in (term.term, *term.aliases)
        }
        names = sorted(self._marks, key=lambda name: (-len(name), name))
        self._pattern = re.compile("|".join(map(_pattern, names))) if names else None

    def on(self, page: AnyPage) -> AnyPage:
        """Return a page with the terms in its running texts marked; the page itself where there are
        none."""
        if self._pattern is None:
            return page
        return _marked_page(page, lambda: partial(self.marked, root=page.root, seen=set()))

    def marked(self, html: str, root: str, seen: set[str]) -> str:
        """Return safe HTML with each term that is not among `seen` marked once, and add those to
        `seen`."""
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
            name = found[0]
            term, before, after = self._marks[name]
            if term in seen:
                return name
            seen.add(term)
            return f'<a class="term" href="{root}{before}{name}{after}'

        return self._pattern.sub(mark, text) if self._pattern else text


def _mark(term: Term) -> tuple[str, str]:
    """Return the markup before a name, from its address on, and after it.

    In HTML the title of an `abbr` is its expansion and nothing else; an explanation goes into the
    title of the link, up to its first stop.
    """
    address = f"{GLOSSARY_PATH}#{quote(term_id(term), safe='')}"
    if term.expansion:
        return f'{address}"><abbr title="{escape(term.expansion)}">', "</abbr></a>"
    return f'{address}" title="{escape(term.explanation.partition("。")[0])}">', "</a>"


def _marked_page(page: AnyPage, fresh: Callable[[], Mark]) -> AnyPage:
    """Return a page with the marks of `fresh` applied to each of its sections; a page without
    running text as it is."""
    if isinstance(page, TaskPage):
        html, mark = fresh()(page.text_html), fresh()
        entries = tuple([_changed(one, one.html, mark) for one in page.entries])
        mark = fresh()
        found = tuple([_changed(one, one.html, mark) for one in page.assessments])
        before = (page.text_html, *page.entries, *page.assessments)
        is_same = all(map(operator.is_, (html, *entries, *found), before))
        return (
            page if is_same else replace(page, text_html=html, entries=entries, assessments=found)
        )
    if isinstance(page, PlanPage) and page.notice:
        notice = replace(page.notice, blocks=_marked_blocks(page.notice.blocks, fresh))
        return replace(page, notice=notice, blocks=_marked_blocks(page.blocks, fresh))
    if isinstance(page, PlanPage | TextPage):
        return replace(page, blocks=_marked_blocks(page.blocks, fresh))
    if isinstance(page, TablePage):
        return replace(page, tables=tuple([_marked_table(table, fresh) for table in page.tables]))
    if isinstance(page, HomePage):
        return replace(page, intro_html=fresh()(page.intro_html))
    return page


def _changed(one: AnyValue, html: str, mark: Mark) -> AnyValue:
    """Return a part of a page with its `html` marked; the part itself where there is no mark."""
    marked = mark(html) if html else html
    return one if marked is html else replace(one, html=marked)


def _marked_blocks(blocks: Iterable[BodyBlock], fresh: Callable[[], Mark]) -> tuple[BodyBlock, ...]:
    found = []
    mark = fresh()
    for block in blocks:
        if block.kind == "heading" and block.level <= _SECTION_LEVEL:
            mark = fresh()
        found.append(
            block if block.kind in ("heading", "code") else _changed(block, block.html, mark)
        )
    return tuple(found)


def _marked_table(table: TaskTable, fresh: Callable[[], Mark]) -> TaskTable:
    """Return a table with its terms marked. A table is one section, and so is each part of its
    list: a mark in every row would be noise."""
    mark = fresh()
    groups = tuple(
        [
            RowGroup(group.title, tuple([_marked_row(row, mark) for row in group.rows]))
            for group in table.groups
        ]
    )
    sections = []
    for section in table.sections:
        mark = fresh()
        sections.append(
            replace(section, items=tuple([_marked_item(item, mark) for item in section.items]))
        )
    return replace(table, groups=groups, sections=tuple(sections))


def _marked_row(row: Row, mark: Mark) -> Row:
    cells = tuple([cell if cell.scope else _changed(cell, cell.html, mark) for cell in row.cells])
    return row if all(map(operator.is_, cells, row.cells)) else replace(row, cells=cells)


def _marked_item(item: ListItem, mark: Mark) -> ListItem:
    fields = tuple([_changed(one, one.html, mark) for one in item.fields])
    return item if all(map(operator.is_, fields, item.fields)) else replace(item, fields=fields)


def _pattern(name: str) -> str:
    """Return the pattern of a name: a whole word if it is of Latin letters or digits, and never the
    inside of a character reference."""
    before = "(?<![0-9A-Za-z&#])" if re.match("[0-9A-Za-z]", name) else ""
    after = "(?![0-9A-Za-z])" if re.search("[0-9A-Za-z]$", name) else ""
    return f"{before}{re.escape(name)}{after}"


def _escaped(text: str) -> str:
    """Return a text as it stands in our HTML between tags."""
    return escape(text, quote=False).replace('"', "&quot;")
