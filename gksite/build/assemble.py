"""Sources → the site model; what has not changed since the last build is taken from the cache."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar
from unicodedata import normalize

import msgspec

from gksite.build.cache import Cache
from gksite.config.values import ADDRESSES_PATH, CONFIG_PATH, LEDGER_PATH, PUBLISHED_PATH, Config
from gksite.content.plan_sources import PlanSources, Surroundings
from gksite.content.published import parse_published
from gksite.content.review import (
    REVIEW_NAME,
    Review,
    Signature,
    check_review,
    parse_signatures,
    reviewed_digest,
)
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.model.comparison import Match, match_tasks
from gksite.model.entities import FreePage, Plan, PublishedPlan, Snapshot, Term, Topic, Withdrawn
from gksite.model.pinyin import sort_keys
from gksite.model.registry import Registry, names_of
from gksite.model.site import SiteModel, build_site
from gksite.pages.promises import without_hidden
from gksite.source.files import Sources
from gksite.source.text import decode, is_readable
from gksite.work.executor import SERIAL_BELOW_PAGES, Work, choose_jobs, run_works
from gksite.work.fingerprint import digest

Value = TypeVar("Value")
Found = tuple[Value, list[Diagnostic]]

TOPICS_PATH = "content/topics.yaml"
GLOSSARY_PATH = "content/glossary.yaml"
WITHDRAWN_PATH = "content/withdrawn.yaml"
TASKS_PER_PLAN = 30
"""About: to judge whether reading changed plans is worth several processes."""
PLANS_PER_SHARE = 10
DECODED_BESIDE = 100
"""So many plans that have not changed: to decode them takes about as long as to start a process
that reads the others."""


class Assembled(msgspec.Struct, frozen=True):
    """The model, or None when config.yaml cannot be used; every problem of the sources; the
    cache for the next build."""

    config: Config | None
    model: SiteModel | None
    problems: list[Diagnostic]
    cache: Cache
    task_digests: dict[str, bytes] = {}
    """Task key → digest of all that the task is."""
    reviews: dict[str, Review] = {}
    """Plan id → the state of its review; of plans that could not be read too."""
    held: tuple[str, ...] = ()
    """The plans that the review gate holds back, though they do not call themselves drafts."""
    plans: tuple[Plan, ...] = ()
    """All plans, drafts too, for the checks of `gksite check`; one that is held back is a draft."""

    def plan_digests(self) -> dict[str, bytes]:
        """For each plan the digest of all that it was read from."""
        return {
            name.removeprefix("plan/"): key
            for name, (key, _) in self.cache.items()
            if name.startswith("plan/")
        }


def assemble(
    sources: Sources,
    cache: Cache,
    program: bytes,
    *,
    today: date | None = None,
    drafts: bool = False,
    jobs: int | None = None,
    beside: Callable[[], object] | None = None,
) -> Assembled:
    """The model that the sources describe. The cache changes nothing but the time that it takes.

    `beside` is called in this process while others read changed plans, or not at all: it may only
    prepare what its caller would else do later.
    """
    reading = _Reading(sources, cache, program)
    if CONFIG_PATH not in sources.texts:
        missing = (
            [] if CONFIG_PATH in sources.lost else [problem("not-a-project", Location(CONFIG_PATH))]
        )
        return Assembled(None, None, missing, {})
    config, problems = reading.part("config", [CONFIG_PATH], Config | None, _read_config)
    if any(one.code == "newer-format" for one in problems):
        return Assembled(None, None, problems, reading.kept)
    registry, more = reading.part(
        "units", _below(sources, "content/units/"), Registry, _read_registry
    )
    problems += more
    if _has_gaps(sources, more, "content/units/"):
        registry = msgspec.structs.replace(registry, is_whole=False)
    topics, more = reading.part("topics", [TOPICS_PATH], tuple[Topic, ...], _read_topics)
    problems += more
    topics_are_whole = not more and not _has_gaps(sources, more, TOPICS_PATH)
    pages: dict[str, FreePage] = {}
    for path in [*_below(sources, "content/pages/"), "content/index.md"]:
        page, more = reading.part(path, [path], FreePage | None, _read_page)
        problems += more
        if page:
            pages[path] = page
    home = pages.pop("content/index.md", None)
    around = Surroundings(
        registry, frozenset(topic.id for topic in topics) if topics_are_whole else None
    )
    plans, broken, more = reading.plans(around, jobs, beside)
    problems += more
    if config is None:
        return Assembled(None, None, problems, reading.kept)
    reviews, more = reading.reviews(digests=bool(config.review_steps))
    problems += more
    drafted = {plan.id for plan in plans if plan.draft}
    held = []
    for id, review in reviews.items() if config.review_steps else ():
        if id not in drafted and (
            found := check_review(review, config.review_steps, f"content/plans/{id}")
        ):
            problems += found
            held.append(id)
    published, more_of_published = reading.part(
        "published", [PUBLISHED_PATH], tuple[PublishedPlan, ...], parse_published
    )
    model, more = build_site(
        config,
        registry,
        {topic.id: topic for topic in topics},
        plans,
        pages.values(),
        home,
        broken_plans=broken,
        held=held,
        today=today,
        drafts=drafts,
        match=reading.match,
        sounds=reading.sounds,
        ledger=published,
    )
    problems += more
    withdrawn, more = reading.part(
        "withdrawn", [WITHDRAWN_PATH], tuple[Withdrawn, ...], _read_withdrawn
    )
    problems += more
    snapshots, more = reading.part("snapshots", [LEDGER_PATH], tuple[Snapshot, ...], _read_ledger)
    addresses, more_of_addresses = reading.part(
        "addresses", [ADDRESSES_PATH], tuple[str, ...], _read_addresses
    )
    glossary, more_of_glossary = reading.part(
        "glossary", [GLOSSARY_PATH], tuple[Term, ...], _read_glossary
    )
    problems += more_of_glossary
    hidden = reviews.keys() - model.plans.keys()
    model = msgspec.structs.replace(
        model,
        withdrawn=without_hidden(withdrawn, hidden),
        snapshots=snapshots,
        addresses=addresses,
        published=published,
        glossary=glossary,
    )
    return Assembled(
        config,
        model,
        [*problems, *more, *more_of_addresses, *more_of_published],
        reading.kept,
        reading.tasks,
        reviews,
        tuple(held),
        tuple(
            msgspec.structs.replace(plan, draft=True) if plan.id in held else plan for plan in plans
        ),
    )


class _Reading:
    """One pass over the sources: each part comes from the cache when the bytes that it was read
    from are the same."""

    def __init__(self, sources: Sources, cache: Cache, program: bytes) -> None:
        self._sources = sources
        self._cache = cache
        self._program = program
        self.kept: Cache = {}
        self.tasks: dict[str, bytes] = {}
        """Task key → digest of the task."""
        self.sounds: dict[str, str] = {}
        """Name of a unit → its sort key."""

    def part(
        self,
        name: str,
        paths: Iterable[str],
        kind: Any,
        read: Callable[[Mapping[str, str]], Found[Value]],
    ) -> Found[Value]:
        """What `read` makes of the texts at `paths` (those that exist)."""
        data = {path: self._sources.texts[path] for path in paths if path in self._sources.texts}
        key = digest(
            self._program, *(part for path, text in data.items() for part in (path.encode(), text))
        )
        known = self._cache.get(name)
        if known and known[0] == key:
            self.kept[name] = known
            found: Found[Value] = msgspec.msgpack.decode(
                known[1], type=tuple[kind, list[Diagnostic]]
            )
            return found
        texts, problems = _decoded(data)
        value, more = read(texts)
        self.kept[name] = (key, msgspec.msgpack.encode((value, [*problems, *more])))
        return value, [*problems, *more]

    def plans(
        self, around: Surroundings, jobs: int | None, beside: Callable[[], object] | None = None
    ) -> tuple[list[Plan], list[str], list[Diagnostic]]:
        """All plans, the ids of those that gave none, and the problems of each."""
        gaps = f"{around.registry.is_whole} {around.topics is None}"
        surroundings = digest(self.kept["units"][0], self.kept["topics"][0], gaps.encode())
        folders = plan_folders(self._sources)
        changed: list[tuple[str, bytes, PlanSources]] = []
        for id, folder in folders.items():
            name = f"plan/{id}"
            key = digest(self._program, surroundings, *_fingerprint(folder))
            known = self._cache.get(name)
            if known and known[0] == key:
                self.kept[name] = known
            else:
                changed.append((name, key, folder))
        decoder = msgspec.msgpack.Decoder(tuple[Plan | None, list[Diagnostic], list[bytes]])
        decoded: dict[str, tuple[Plan | None, list[Diagnostic], list[bytes]]] = {}

        def decode_known() -> None:
            decoded.update(
                (id, decoder.decode(self.kept[f"plan/{id}"][1]))
                for id in folders
                if f"plan/{id}" in self.kept
            )
            if beside and processes > 1:
                beside()

        processes = choose_jobs(jobs, TASKS_PER_PLAN * len(changed))
        if changed and len(folders) - len(changed) >= DECODED_BESIDE:
            # One changed plan of many: what it is read with takes as long to load as the other
            # plans to decode.
            processes = choose_jobs(jobs, SERIAL_BELOW_PAGES)
        made = self._made([folder for _, _, folder in changed], around, processes, decode_known)
        for (name, key, folder), encoded in zip(changed, made, strict=True):
            self.kept[name] = (key, encoded)
            decoded[folder.id] = decoder.decode(encoded)
        results = {id: decoded[id] for id in folders}
        problems = [one for _, found, _ in results.values() for one in found]
        broken = [id for id, (plan, _, _) in results.items() if plan is None]
        plans = [plan for plan, _, _ in results.values() if plan]
        for plan in plans:
            digests = results[plan.id][2]
            self.tasks.update(zip((task.key for task in plan.tasks), digests, strict=True))
        return plans, broken, problems

    def _made(
        self,
        changed: list[PlanSources],
        around: Surroundings,
        processes: int,
        beside: Callable[[], None],
    ) -> list[bytes]:
        """What `changed` plans are, encoded; meanwhile the sounds of the units' names are found,
        and `beside` is called."""
        names = names_of(around.registry)
        key = digest(self._program, *(name.encode() for name in names))
        known = self._cache.get("sounds")
        unheard = [] if known and known[0] == key else [names]
        shares = [
            (start, min(start + PLANS_PER_SHARE, len(changed)))
            for start in range(0, len(changed), PLANS_PER_SHARE)
        ]
        works = [Work(_sounds, None, unheard), Work(_read_plans, (changed, around), shares)]
        sounds, made = run_works(works, processes, beside=beside)
        self.kept["sounds"] = (key, sounds[0]) if sounds else self._cache["sounds"]
        self.sounds = msgspec.msgpack.decode(self.kept["sounds"][1], type=dict[str, str])
        return [encoded for share in made for encoded in share]

    def reviews(self, *, digests: bool) -> Found[dict[str, Review]]:
        """The review of each plan folder; without `digests` nothing is said of what the plans
        say now."""
        found: dict[str, Review] = {}
        problems: list[Diagnostic] = []
        for id, folder in plan_folders(self._sources).items():
            path = f"{folder.folder}/{REVIEW_NAME}"
            signatures: tuple[Signature, ...] = ()
            if path in self._sources.texts:
                signatures, more = self.part(path, [path], tuple[Signature, ...], parse_signatures)
                problems += more
            found[id] = Review(id, reviewed_digest(folder) if digests else "", signatures)
        return found, problems

    def match(self, old: Plan, new: Plan) -> tuple[Match, ...]:
        """The pairs of tasks of two plans, found once for as long as both plans stay the same."""
        name = f"match/{old.id}/{new.id}"
        key = digest(self.kept[f"plan/{old.id}"][0], self.kept[f"plan/{new.id}"][0])
        known = self._cache.get(name)
        if not known or known[0] != key:
            known = key, msgspec.msgpack.encode(match_tasks(old, new))
        self.kept[name] = known
        return msgspec.msgpack.decode(known[1], type=tuple[Match, ...])


def _has_gaps(sources: Sources, problems: Iterable[Diagnostic], place: str) -> bool:
    """Whether a file at or below `place` could not be read, or not as text: then what is missing
    may stand in it."""
    return any(f"{path}/".startswith(place) for path in sources.lost) or any(
        not one.location.line for one in problems
    )


def _below(sources: Sources, folder: str) -> list[str]:
    return [path for path in sources.texts if path.startswith(folder)]


def _decoded(data: Mapping[str, bytes]) -> tuple[dict[str, str], list[Diagnostic]]:
    texts: dict[str, str] = {}
    problems: list[Diagnostic] = []
    for path, raw in data.items():
        text, more = decode(raw, path)
        problems += more
        # A text in another encoding would only yield follow-on errors.
        if is_readable(more):
            texts[path] = text
    return texts, problems


def plan_folders(sources: Sources) -> dict[str, PlanSources]:
    """The plan folders by id; a folder without plan.md too, so that it is reported."""
    texts: dict[str, dict[str, bytes]] = {}
    for path in _below(sources, "content/plans/"):
        _, _, id, name = path.split("/", 3)
        texts.setdefault(id, {})[name] = sources.texts[path]
    files: dict[str, dict[str, Any]] = {id: {} for id in texts}
    for path, attachment in sources.attachments.items():
        if path.startswith("content/plans/"):
            _, _, id, _, name = path.split("/", 4)
            files.setdefault(id, {})[normalize("NFC", name)] = attachment
    lost: dict[str, set[str]] = {}
    for path in sources.lost:
        if path.startswith("content/plans/"):
            _, _, id, name = (
                f"{path}/plan.md".split("/", 3) if path.count("/") == 2 else path.split("/", 3)
            )
            files.setdefault(id, {})
            lost.setdefault(id, set()).add(normalize("NFC", name.removeprefix("files/")))
    return {
        id: PlanSources(
            id, f"content/plans/{id}", texts.get(id, {}), own, frozenset(lost.get(id, ()))
        )
        for id, own in sorted(files.items())
    }


def _fingerprint(folder: PlanSources) -> Iterable[bytes]:
    yield folder.id.encode()
    yield repr(sorted(folder.lost)).encode()
    for name, data in folder.texts.items():
        yield name.encode()
        yield data
    for name, attachment in folder.attachments.items():
        yield name.encode()
        yield attachment.digest
        yield str(attachment.size).encode()


def _sounds(_: None, names: list[str]) -> bytes:
    return msgspec.msgpack.encode(sort_keys(names))


def _read_plans(
    work: tuple[list[PlanSources], Surroundings], share: tuple[int, int]
) -> list[bytes]:
    """The plans from the first to before the second number of `share`."""
    from gksite.content.plans import build_plan

    folders, around = work
    found = []
    for folder in folders[slice(*share)]:
        texts, problems = _decoded(
            {f"{folder.folder}/{name}": data for name, data in folder.texts.items()}
        )
        own = {path.rpartition("/")[2]: text for path, text in texts.items()}
        unreadable = {*folder.lost, *(name for name in folder.texts if name not in own)}
        plan, more = build_plan(folder, own, around, unreadable)
        digests = [digest(msgspec.msgpack.encode(task)) for task in plan.tasks] if plan else []
        found.append(msgspec.msgpack.encode((plan, [*problems, *more], digests)))
    return found


# These import late: the schema takes a quarter of a second to load, and a cached build never needs
# it.


def _read_config(texts: Mapping[str, str]) -> Found[Config | None]:
    from gksite.config.file import parse_config

    return parse_config(texts[CONFIG_PATH]) if CONFIG_PATH in texts else (None, [])


def _read_registry(texts: Mapping[str, str]) -> Found[Registry]:
    from gksite.content.registry_files import parse_registries

    return parse_registries(texts)


def _read_topics(texts: Mapping[str, str]) -> Found[tuple[Topic, ...]]:
    from gksite.content.free_texts import parse_topics

    return parse_topics(texts)


def _read_glossary(texts: Mapping[str, str]) -> Found[tuple[Term, ...]]:
    from gksite.content.glossary import parse_glossary

    return parse_glossary(texts)


def _read_page(texts: Mapping[str, str]) -> Found[FreePage | None]:
    from gksite.content.free_texts import parse_page

    for path, text in texts.items():
        return parse_page(path, text)
    return None, []


def _read_withdrawn(texts: Mapping[str, str]) -> Found[tuple[Withdrawn, ...]]:
    from gksite.content.archive_files import parse_withdrawn

    return parse_withdrawn(texts)


def _read_ledger(texts: Mapping[str, str]) -> Found[tuple[Snapshot, ...]]:
    from gksite.content.archive_files import parse_ledger

    return parse_ledger(texts)


def _read_addresses(texts: Mapping[str, str]) -> Found[tuple[str, ...]]:
    return tuple(line for text in texts.values() for line in text.split("\n") if line), []
