"""What a search must find, by looking at every text: slow, plain, and with nothing of the index."""

from __future__ import annotations

import re
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


def cut(term: str) -> list[list[str]]:
    """Return the pieces of a term at which it may be cut, by word: Chinese characters, numbers and
    Latin words.

    >>> cut("12345热线-abc")
    [['12345', '热', '线'], ['abc']]
    """
    return [re.findall("[0-9a-z]+|.", word) for word in words(term)]


class PlainDocument(msgspec.Struct, frozen=True):
    """A document with its folded texts, those of its plan, and its holders."""

    path: str
    texts: tuple[str, ...]
    holders: tuple[Holder, ...]
    around: tuple[str, ...]
    year: int = 0
    kind: str = ""


class PlainSearch:
    """All documents of a site."""

    def __init__(self, model: SiteModel) -> None:
        holders = holders_of(model)
        by_key = {holder.key: holder for holder in holders}
        names = {holder.key: tuple(map(fold, holder.names)) for holder in holders}
        self.synonyms = [
            {fold(name) for name in (term.term, term.expansion, *term.aliases) if name}
            for term in model.glossary
        ]
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
        terms = [self.names_of(term) for term in query_terms(query)]
        return {
            document.path
            for document in self.documents
            if terms
            and all(_is_own(document, names) or _is_around(document, names) for names in terms)
            and any(_is_own(document, names) for names in terms)
        }

    def names_of(self, term: str) -> set[str]:
        """A term, and every other name of it in the glossary."""
        return {term}.union(*(names for names in self.synonyms if term in names))

    def near(self, query: str) -> tuple[set[str], set[str]]:
        """The longest parts of a query that stand in a document that is no page about the site,
        and the addresses of the documents that hold one of them: what is as long as 0.7 of the
        longest counts."""
        some = [document for document in self.documents if document.kind != "page"]
        holders: dict[str, set[str]] = {}
        lengths: dict[str, int] = {}
        for pieces in (pieces for term in query_terms(query) for pieces in cut(term)):
            spans = [
                (first, end)
                for first in range(len(pieces))
                for end in range(first + 1, len(pieces) + 1)
                if any(_is_own(one, self.names_of("".join(pieces[first:end]))) for one in some)
            ]
            for first, end in spans:
                is_inside = any(
                    (start, last) != (first, end) and start <= first and end <= last
                    for start, last in spans
                )
                part = "".join(pieces[first:end])
                if not is_inside and len(part) > 1 and not re.fullmatch(r"\d{4}年?", part):
                    lengths[part] = end - first
                    names = self.names_of(part)
                    holders[part] = {one.path for one in some if _is_own(one, names)}
        least = 0.7 * max(lengths.values(), default=0)
        parts = {part for part, length in lengths.items() if length >= least}
        return parts, set().union(*(holders[part] for part in parts))


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
        document.path,
        texts,
        (*own, *(by_key[key] for key in document.holders)),
        around,
        year,
        document.kind,
    )


def _is_own(document: PlainDocument, names: set[str]) -> bool:
    return any(
        any(term in text for text in document.texts)
        or any(_bears(holder, term) for holder in document.holders)
        for term in names
    )


def _bears(holder: Holder, term: str) -> bool:
    return any(term in fold(name) for name in holder.names) or (
        len(term) > 1 and any(letters.startswith(term) for letters in holder.initials)
    )


def _is_around(document: PlainDocument, names: set[str]) -> bool:
    return bool(document.year) and any(
        term in (str(document.year), f"{document.year}年")
        or any(term in text for text in document.around)
        for term in names
    )
