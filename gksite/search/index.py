"""The files of the index: a manifest that is read first, shards of terms, chunks of documents, the
tasks of each holder.

Every file is a classic script that hands one value to `gksiteSearch.take`, so that it loads under a
strict policy and from disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

import msgspec

from gksite.model.entities import Plan, Task
from gksite.model.site import SiteModel
from gksite.model.statuses import SHOWN_ORDER
from gksite.search.characters import fold, folding_table
from gksite.search.documents import ROLES, Document, Holder, synonyms_of
from gksite.search.postings import join_lines, join_places, lines_of, within
from gksite.values import Value

FORMAT = 2
"""The version of the files and of the parts kept between builds: raise it when either changes."""

CHUNK = 64
"""Documents in one file."""

HOLDER_MARKS = 2 * len(ROLES)
"""The number of marks of a holder's tasks: three roles, by name or through a group."""

SITE = ""
"""The id of the part that belongs to no plan."""

MANIFEST_PATH = "search/manifest.js"
HOLDERS_PATH = "search/holders.js"
CHARACTERS_PATH = "search/characters.js"

_SHARDS = ((500, 7), (5_000, 31))
_MOST_SHARDS = 127
_NO_STATUS = "-"
_WITHDRAWN = "withdrawn"
"""Stands in the place of a state for a task that was withdrawn."""
_STATES = (*SHOWN_ORDER, _WITHDRAWN)
_LETTERS: dict[str, str] = {state: chr(ord("a") + place) for place, state in enumerate(_STATES)}


VERSION_LENGTH = 8
"""Hexadecimal digits of a file's digest in its address, which distinguish its versions."""


class Part(Value, frozen=True):
    """The part of a plan in the index: its lines by shard, tasks by holder, chunk digests."""

    lines: tuple[str, ...]
    holders: dict[str, str]
    chunks: tuple[bytes, ...]


def shards_for(tasks: int) -> int:
    """Return the number of shards for the terms: few enough to be worth a request each, small
    enough to be fetched for one query."""
    return next((shards for most, shards in _SHARDS if tasks < most), _MOST_SHARDS)


def terms_path(shard: int) -> str:
    """Return the address of a shard of terms."""
    return f"search/terms-{shard}.js"


def chunk_path(plan: str, chunk: int) -> str:
    """Return the address of a chunk of the documents of a plan, or of those that belong to none."""
    return f"search/plans/{plan}-{chunk}.js" if plan else f"search/site-{chunk}.js"


def index_paths(model: SiteModel) -> list[str]:
    """Return the addresses of all files of the index."""
    holders = len(model.registry.units) + len(model.registry.groups) + len(model.topics)
    sizes = {SITE: holders + len(model.registry.authorities) + len(model.pages)}
    sizes |= {plan.id: 1 + len(plan.tasks) for plan in model.plans.values()}
    return [
        MANIFEST_PATH,
        HOLDERS_PATH,
        CHARACTERS_PATH,
        *map(terms_path, range(shards_for(len(model.tasks)))),
        *(
            chunk_path(plan, chunk)
            for plan, size in sizes.items()
            for chunk in range(-(-size // CHUNK))
        ),
    ]


def make_part(
    plan: str, documents: Sequence[Document], shards: int, digest: Callable[[bytes], bytes]
) -> tuple[Part, dict[str, bytes]]:
    """Return the part of a plan's documents in the index, and the scripts of its chunks by path."""
    lines = lines_of((_folded(document) for document in documents), shards)
    places: dict[str, list[tuple[int, int]]] = {}
    for number, document in enumerate(documents):
        for is_member, keys in enumerate((document.holders, document.members)):
            for key in keys:
                role = ROLES.index(document.roles.get(key, "responsible"))
                places.setdefault(key, []).append((number, 2 * role + is_member))
    head = [documents[0].title, *documents[0].facts] if plan and documents else []
    chunks = {
        chunk_path(plan, start // CHUNK): _script(
            chunk_path(plan, start // CHUNK),
            [head, [_record(document) for document in documents[start : start + CHUNK]]],
        )
        for start in range(0, len(documents), CHUNK)
    }
    part = Part(
        tuple(lines),
        {key: within(found, HOLDER_MARKS) for key, found in places.items()},
        tuple(map(digest, chunks.values())),
    )
    return part, chunks


def _folded(document: Document) -> tuple[list[str], list[str]]:
    """Return titles and texts to look up, without holders, whose names the manifest has."""
    titles = () if document.kind in ("unit", "group", "topic") else document.titles
    return [fold(text) for text in titles], [fold(text) for text in document.others]


def _record(document: Document) -> list[object]:
    return [
        document.kind,
        document.path,
        document.number,
        document.title,
        document.facts,
        document.texts,
        document.units,
        *([document.due] if document.due else []),
    ]


def terms_script(shard: int, plans: Iterable[str]) -> bytes:
    """Return a shard of terms, made of the lines of every plan for it."""
    return _script(terms_path(shard), join_lines(plans))


def holders_script(holders: Iterable[Holder], parts: Iterable[Part]) -> bytes:
    """Return each holder's tasks, in the order of `holders`. A mark is twice the place of its role
    in ROLES, and one more where it has the task only through a group."""
    places = join_places(part.holders for part in parts)
    return _script(HOLDERS_PATH, [places.get(holder.key, "") for holder in holders])


@cache
def characters_script() -> bytes:
    """Return the table by which the browser folds texts."""
    return _script(CHARACTERS_PATH, folding_table())


class PlanEntry(msgspec.Struct, frozen=True, array_like=True):
    """A plan in the manifest: `year` has its years where they are several; `statuses` has a letter
    for each task, capital where overdue."""

    id: str
    year: int | tuple[int, ...]
    authority: int
    statuses: str
    chunks: tuple[str, ...]


class Index(msgspec.Struct, frozen=True):
    """The manifest. `terms`, `holder_version`, `characters` and the chunks of plans are versions of
    files: they are asked for with these, so that a browser never uses an old copy. Places count
    `plans` as they stand here, the first being no plan.
    """

    format: int
    shards: int
    chunk: int
    statuses: tuple[str, ...]
    characters: str
    terms: tuple[str, ...]
    holder_version: str
    authorities: tuple[tuple[str, str, str], ...]
    """Id, name, short name."""
    synonyms: tuple[tuple[str, ...], ...]
    """Names of one thing, of the glossary: a query for one of them also finds the others."""
    holders: tuple[tuple[str, str, int, tuple[str, ...], tuple[str, ...]], ...]
    """Key, kind, number of its authority or -1, names, first letters of names in pinyin."""
    plans: tuple[PlanEntry, ...]


def manifest_script(index: Index) -> bytes:
    """Return the file that is read first, whose address never changes."""
    return _script(MANIFEST_PATH, index)


def index_of(
    model: SiteModel,
    holders: Iterable[Holder],
    plans: Sequence[Plan],
    parts: Sequence[Part],
    *,
    terms: Sequence[bytes],
    holder_version: bytes,
    characters: bytes,
    is_overdue: Callable[[Task], bool],
) -> Index:
    """Return the manifest, made of the digests of the other files. `plans` are oldest first;
    `parts` are the site's, then theirs."""
    authorities = {id: number for number, id in enumerate(model.registry.authorities)}
    return Index(
        format=FORMAT,
        shards=len(terms),
        chunk=CHUNK,
        statuses=_STATES,
        characters=_version(characters),
        terms=tuple(map(_version, terms)),
        holder_version=_version(holder_version),
        authorities=tuple(
            (a.id, a.name, a.short_name) for a in model.registry.authorities.values()
        ),
        synonyms=synonyms_of(model),
        holders=tuple(
            (h.key, h.kind, authorities.get(h.authority, -1), h.names, h.initials) for h in holders
        ),
        plans=(
            PlanEntry(SITE, 0, -1, "", tuple(map(_version, parts[0].chunks))),
            *(
                PlanEntry(
                    plan.id,
                    plan.year if model.years[plan.id] == (plan.year,) else model.years[plan.id],
                    authorities.get(plan.authority, -1),
                    statuses_of(plan, is_overdue),
                    tuple(map(_version, part.chunks)),
                )
                for plan, part in zip(plans, parts[1:], strict=True)
            ),
        ),
    )


def _version(digest: bytes) -> str:
    return digest.hex()[:VERSION_LENGTH]


def statuses_of(plan: Plan, is_overdue: Callable[[Task], bool]) -> str:
    """Return a letter for the state of each task; none says anything where nothing was reported."""
    is_tracked = plan.is_tracked
    letters = []
    for task in plan.tasks:
        if task.is_withdrawn:
            letters.append(_LETTERS[_WITHDRAWN])
        elif is_tracked:
            letter = _LETTERS[task.status]
            letters.append(letter.upper() if is_overdue(task) else letter)
        else:
            letters.append(_NO_STATUS)
    return "".join(letters)


def _script(path: str, value: object) -> bytes:
    name = path.removeprefix("search/").removesuffix(".js")
    # Line separators in texts are younger than some browsers (ES2019).
    text = (
        msgspec.json.encode(value)
        .replace(b"\xe2\x80\xa8", b"\\u2028")
        .replace(b"\xe2\x80\xa9", b"\\u2029")
        .replace(b"</", b"<\\/")
    )
    return b"gksiteSearch.take(" + msgspec.json.encode(name) + b"," + text + b");\n"


def plans_in_order(plans: Mapping[str, Plan]) -> list[Plan]:
    """Return the plans in the index's order: new years last, so that no other is renumbered."""
    return sorted(plans.values(), key=lambda plan: (plan.year, plan.authority, plan.id))
