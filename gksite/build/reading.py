"""Parts of the sources read, each from the cache where its texts are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any, Protocol, TypeVar
from unicodedata import normalize

import msgspec

from gksite.build.cache import Cache
from gksite.config.values import Config
from gksite.content.plan_sources import PlanSources, Surroundings
from gksite.content.review import SignedFile
from gksite.diagnostics import Diagnostic
from gksite.model.comparison import Match, match_tasks
from gksite.model.entities import FreePage, Plan, Term, Topic
from gksite.model.ledgers import PublishedPlan, Snapshot, Withdrawn
from gksite.model.pinyin import sort_keys
from gksite.model.plan_kinds import Kind
from gksite.model.registry import Registry, names_of
from gksite.source.files import Sources
from gksite.source.text import decode, is_readable
from gksite.work.executor import SERIAL_BELOW_PAGES, Work, choose_jobs, run_works
from gksite.work.fingerprint import digest

Value = TypeVar("Value")
Found = tuple[Value, list[Diagnostic]]
"""A value, and the problems that were found with it."""

TASKS_PER_PLAN = 30
"""About: to judge whether reading changed plans is worth several processes."""
PLANS_PER_SHARE = 10
DECODED_BESIDE = 100
"""Decoding this many unchanged plans costs about as much as starting a worker process."""


class Part(msgspec.Struct, frozen=True):
    """A part of the sources that is read by itself: the type of its value, and its reader.

    The reader, `module:function`, makes of texts by path the value and its problems. It is imported
    when it is needed: the schema takes a quarter of a second to load, and a cached build never
    needs it.
    """

    kind: Any
    reader: str

    def read(self, texts: Mapping[str, str]) -> Found[Any]:
        """Read the part from its texts."""
        module, _, name = self.reader.partition(":")
        result: Found[Any] = getattr(import_module(module), name)(texts)
        return result


CONFIG = Part(Config | None, "gksite.config.file:read_config")
REGISTRY = Part(Registry, "gksite.content.registry_files:parse_registries")
PLAN_KINDS = Part(tuple[Kind, ...], "gksite.content.plan_kinds:parse_kinds")
TOPICS = Part(tuple[Topic, ...], "gksite.content.free_texts:parse_topics")
PAGE = Part(FreePage | None, "gksite.content.free_texts:read_page")
GLOSSARY = Part(tuple[Term, ...], "gksite.content.glossary:parse_glossary")
PUBLISHED = Part(tuple[PublishedPlan, ...], "gksite.content.published:parse_published")
WITHDRAWN = Part(tuple[Withdrawn, ...], "gksite.content.archive_files:parse_withdrawn")
SNAPSHOTS = Part(tuple[Snapshot, ...], "gksite.content.archive_files:parse_ledger")
ADDRESSES = Part(tuple[str, ...], "gksite.content.archive_files:parse_addresses")
SIGNED = Part(SignedFile, "gksite.content.review:parse_signatures")


class Signed(Protocol):
    """The versions that are shown, with the readings that they were signed with."""

    def mark_of(self, plan: str) -> bytes:
        """Return what changes when a plan's version or its reading is another."""

    def with_reading(self, folder: PlanSources) -> PlanSources:
        """Return a plan's folder with its version's reading, if there is one."""


class Reading:
    """One pass over the sources. A part whose bytes are unchanged comes from the cache."""

    def __init__(self, sources: Sources, cache: Cache, program: bytes) -> None:
        self.sources = sources
        self.cache = cache
        self.program = program
        self.kept: Cache = {}
        self.tasks: dict[str, bytes] = {}
        """Task key → digest of the task."""
        self.sounds: dict[str, str] = {}
        """Name of a unit → its sort key."""

    def part(self, name: str, paths: Iterable[str], part: Part) -> Found[Any]:
        """Return a part of the sources, read from the texts at `paths` (those that exist)."""
        data = {path: self.sources.texts[path] for path in paths if path in self.sources.texts}
        keyed = (item for path, text in data.items() for item in (path.encode(), text))
        key = digest(self.program, *keyed)
        known = self.cache.get(name)
        if known and known[0] == key:
            self.kept[name] = known
            result: Found[Any] = msgspec.msgpack.decode(
                known[1],
                type=tuple[part.kind, list[Diagnostic]],  # type: ignore[name-defined]
            )
            return result
        texts, problems = _decoded(data)
        value, new_problems = part.read(texts)
        problems += new_problems
        self.kept[name] = (key, msgspec.msgpack.encode((value, problems)))
        return value, problems

    def plans(
        self,
        around: Surroundings,
        signed: Signed,
        jobs: int | None,
        meanwhile: Callable[[], object] | None = None,
    ) -> tuple[list[Plan], list[str], list[Diagnostic]]:
        """Return all plans, the ids of those that gave none, and the problems of each."""
        surroundings = digest(self.kept["units"][0], self.kept["topics"][0], _settings(around))
        folders = plan_folders(self.sources)
        changed: list[tuple[str, bytes, PlanSources]] = []
        for id, folder in folders.items():
            name = f"plan/{id}"
            key = digest(self.program, surroundings, signed.mark_of(id), *_fingerprint(folder))
            known = self.cache.get(name)
            if known and known[0] == key:
                self.kept[name] = known
            else:
                changed.append((name, key, signed.with_reading(folder)))
        decoder = msgspec.msgpack.Decoder(tuple[Plan | None, list[Diagnostic], list[bytes]])
        decoded: dict[str, tuple[Plan | None, list[Diagnostic], list[bytes]]] = {}

        def decode_known() -> None:
            decoded.update(
                (id, decoder.decode(self.kept[f"plan/{id}"][1]))
                for id in folders
                if f"plan/{id}" in self.kept
            )
            if meanwhile and processes > 1:
                meanwhile()

        processes = choose_jobs(jobs, TASKS_PER_PLAN * len(changed))
        if changed and len(folders) - len(changed) >= DECODED_BESIDE:
            # One changed plan among many: loading the parsers takes as long as decoding the other
            # plans.
            processes = choose_jobs(jobs, SERIAL_BELOW_PAGES)
        encoded_plans = self._made(
            [folder for _, _, folder in changed], around, processes, decode_known
        )
        for (name, key, folder), encoded in zip(changed, encoded_plans, strict=True):
            self.kept[name] = (key, encoded)
            decoded[folder.id] = decoder.decode(encoded)
        results = {id: decoded[id] for id in folders}
        problems = [problem for _, problems, _ in results.values() for problem in problems]
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
        meanwhile: Callable[[], None],
    ) -> list[bytes]:
        """Read the `changed` plans and return them encoded; meanwhile find the sort keys of the
        units' names, and call `meanwhile`."""
        names = names_of(around.registry)
        key = digest(self.program, *(name.encode() for name in names))
        known = self.cache.get("sounds")
        without_key = [] if known and known[0] == key else [names]
        shares = [
            (start, min(start + PLANS_PER_SHARE, len(changed)))
            for start in range(0, len(changed), PLANS_PER_SHARE)
        ]
        works = [Work(_sounds, None, without_key), Work(_read_plans, (changed, around), shares)]
        sounds, plans = run_works(works, processes, meanwhile=meanwhile)
        self.kept["sounds"] = (key, sounds[0]) if sounds else self.cache["sounds"]
        self.sounds = msgspec.msgpack.decode(self.kept["sounds"][1], type=dict[str, str])
        return [encoded for share in plans for encoded in share]

    def match(self, old: Plan, new: Plan) -> tuple[Match, ...]:
        """Return the pairs of tasks of two plans, cached while both plans stay the same."""
        name = f"match/{old.id}/{new.id}"
        key = digest(self.kept[f"plan/{old.id}"][0], self.kept[f"plan/{new.id}"][0])
        known = self.cache.get(name)
        if not known or known[0] != key:
            known = key, msgspec.msgpack.encode(match_tasks(old, new))
        self.kept[name] = known
        return msgspec.msgpack.decode(known[1], type=tuple[Match, ...])


def _decoded(data: Mapping[str, bytes]) -> tuple[dict[str, str], list[Diagnostic]]:
    texts: dict[str, str] = {}
    problems: list[Diagnostic] = []
    for path, raw in data.items():
        text, new_problems = decode(raw, path)
        problems += new_problems
        # A text in another encoding would only yield follow-on errors.
        if is_readable(new_problems):
            texts[path] = text
    return texts, problems


def _settings(around: Surroundings) -> bytes:
    """Return what else plans are read by, their registry and topics apart."""
    gaps = around.registry.is_whole, around.topics is None
    settings = around.task_status, around.shows_assessments, around.kinds
    return msgspec.msgpack.encode((*gaps, *settings))


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
    """Read the plans from the first up to, but not including, the second number of `share`."""
    from gksite.content.plans import build_plan
    from gksite.content.readings_file import read_readings

    folders, around = work
    results = []
    for folder in folders[slice(*share)]:
        texts, problems = _decoded(
            {f"{folder.folder}/{name}": data for name, data in folder.texts.items()}
        )
        own = {path.rpartition("/")[2]: text for path, text in texts.items()}
        unreadable = {*folder.lost, *(name for name in folder.texts if name not in own)}
        signed, faults = (
            read_readings(folder.reading, folder.read_at) if folder.reading else (None, [])
        )
        problems += faults
        plan, new_problems = build_plan(folder, own, around, unreadable, signed)
        digests = [digest(msgspec.msgpack.encode(task)) for task in plan.tasks] if plan else []
        results.append(msgspec.msgpack.encode((plan, [*problems, *new_problems], digests)))
    return results


def below(sources: Sources, folder: str) -> list[str]:
    """Return the paths of the texts below a folder."""
    return [path for path in sources.texts if path.startswith(folder)]


def plan_folders(sources: Sources) -> dict[str, PlanSources]:
    """Return the plan folders by id; a folder without plan.md too, so that it is reported."""
    texts: dict[str, dict[str, bytes]] = {}
    for path in below(sources, "content/plans/"):
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
