"""The context of the glossary: terms and abbreviations with what they mean."""

from __future__ import annotations

from typing import ClassVar

from gksite.pages.addresses import GLOSSARY_PATH, PageRequest
from gksite.pages.head import page_head
from gksite.pages.kind import PageKind
from gksite.pages.parts import Page
from gksite.pages.terms import term_id
from gksite.pages.view import View
from gksite.values import Value


def glossary_page(view: View, request: PageRequest) -> GlossaryPage:
    """Return all terms in the order of the source."""
    title = view.words["page.glossary"]
    return GlossaryPage(
        **page_head(view, request, title),
        terms=tuple(
            GlossaryEntry(term_id(term), term.term, term.expansion, term.explanation, term.aliases)
            for term in view.model.glossary
        ),
    )


class GlossaryEntry(Value, frozen=True):
    """A term with what it stands for, what it means and its other names; `id` is that of its
    place on the page."""

    id: str
    term: str
    expansion: str
    explanation: str
    aliases: tuple[str, ...]


class GlossaryPage(Page, frozen=True, kw_only=True):
    """The glossary."""

    template: ClassVar[str] = "glossary.html"

    terms: tuple[GlossaryEntry, ...]


GLOSSARY = PageKind(
    name="glossary",
    context=glossary_page,
    addresses=lambda model: [(GLOSSARY_PATH, "")] if model.glossary else [],
    depends_on="site",
    source="content/glossary.yaml",
)
