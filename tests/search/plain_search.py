"""What a search must find, by looking at every text: slow, plain, and with nothing of the index."""

from __future__ import annotations

from pathlib import Path

import msgspec

from gksite.build.assemble import assemble
from gksite.build.published_set import working_set
from gksite.model.site import SiteModel
from gksite.search.characters import fold, words
from gksite.search.documents import Document, Holder, holders_of, plan_documents, site_documents
from gksite.source.files import read_sources
from gksite.source.program import read_program


def query_terms(query: str) -> list[str]:
    """Return the parts of a query between blanks, folded, without the marks at their ends; each
    once.

    >>> query_terms(" 《政策 解读》 政策")
    ['政策', '解读']
    """
    found = (_without_ends(part) for part in fold(query).split(" "))
    return list(dict.fromkeys(part for part in found if part))


def _without_ends(part: str) -> str:
    inner = words(part)
    return part[part.index(inner[0]) : part.rindex(inner[-1]) + len(inner[-1])] if inner else ""


def model_of(project: Path) -> SiteModel:
    """The model of a project's sources."""
    sources, _ = read_sources(project)
    model = assemble(working_set(sources), {}, read_program()).model
    assert model
    return model


class PlainDocument(msgspec.Struct, frozen=True):
    """A document with its folded texts, those of its plan, and its holders."""

    path: str
    texts: tuple[str, ...]
    holders: tuple[Holder, ...]
    around: tuple[str, ...]
    year: int = 0


class PlainSearch:
    """All documents of a site."""

    def __init__(self, model: SiteModel) -> None:
        holders = holders_of(model)
        by_key = {holder.key: holder for holder in holders}
        names = {holder.key: tuple(map(fold, holder.names)) for holder in holders}
        site = site_documents(model)
        self.documents = [
            _plain(document, by_key, own=holders[number : number + 1])
            for number, document in enumerate(site)
        ]
        for plan in model.plans.values():
            authority = model.registry.authorities[plan.authority]
            own = plan_documents(model, plan, names)
            around = tuple(map(fold, (*own[0].titles, authority.name, authority.short_name)))
            self.documents += [
                _plain(document, by_key, around=around, year=plan.year) for document in own
            ]

    def find(self, query: str) -> set[str]:
        """The addresses of all that a query finds: each of its terms stands in the document, in the
        name of its holder or in what surrounds it, and at least one of them not only in the last.
        """
        terms = query_terms(query)
        return {
            document.path
            for document in self.documents
            if terms
            and all(_is_own(document, term) or _is_around(document, term) for term in terms)
            and any(_is_own(document, term) for term in terms)
        }


def _plain(
    document: Document,
    by_key: dict[str, Holder],
    *,
    own: list[Holder] = [],  # noqa: B006
    around: tuple[str, ...] = (),
    year: int = 0,
) -> PlainDocument:
    texts = tuple(map(fold, (*document.titles, *document.others)))
    return PlainDocument(
        document.path, texts, (*own, *(by_key[key] for key in document.holders)), around, year
    )


def _is_own(document: PlainDocument, term: str) -> bool:
    return any(term in text for text in document.texts) or any(
        _bears(holder, term) for holder in document.holders
    )


def _bears(holder: Holder, term: str) -> bool:
    return any(term in fold(name) for name in holder.names) or (
        len(term) > 1 and any(letters.startswith(term) for letters in holder.initials)
    )


def _is_around(document: PlainDocument, term: str) -> bool:
    return bool(document.year) and (
        term in (str(document.year), f"{document.year}年")
        or any(term in text for text in document.around)
    )
