"""The context of the glossary: terms and abbreviations with what they mean."""

from __future__ import annotations

from gksite.pages.contexts import GlossaryEntry, GlossaryPage
from gksite.pages.routing import PageRequest
from gksite.pages.terms import term_id
from gksite.pages.view import View


def glossary_page(view: View, request: PageRequest) -> GlossaryPage:
    """All terms in the order of the source."""
    title = view.words["page.glossary"]
    return GlossaryPage(
        path=request.path,
        root=request.root,
        title=title,
        section="",
        description=title,
        breadcrumb=view.crumbs(),
        meta=view.meta(request),
        canonical=view.canonical(request),
        terms=tuple(
            GlossaryEntry(term_id(term), term.term, term.expansion, term.explanation, term.aliases) for term in view.model.glossary
        ),
    )
