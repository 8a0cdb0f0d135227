"""The published set: which version of each plan is public, and the sources as they are public.

Every output reads only that. A plan's public state is its last version that was signed whole; the
working copy lies beside it, and only drafts and the preview show it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

import msgspec

from gksite.build.cache import Cache
from gksite.build.last_published import LastPublished, last_published
from gksite.build.public_reports import with_signed_reports
from gksite.build.public_texts import with_signed_texts
from gksite.build.reading import CONFIG, SIGNED, WITHDRAWN, Found, Reading, plan_folders
from gksite.build.verified_versions import ATTACHED, Verified, as_signed, verified_once
from gksite.config.values import CONFIG_PATH, WITHDRAWN_PATH, Config
from gksite.content.plan_sources import PlanSources
from gksite.content.review import (
    READINGS_NAME,
    REVIEW_NAME,
    REVIEWED_TEXTS,
    Review,
    SignedFile,
    Version,
    content_of,
    files_digest,
    signed_twice,
    unadjusted_digest,
    whole_versions,
)
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.model.ledgers import Withdrawn
from gksite.pages.addresses import plan_path
from gksite.source.files import Sources
from gksite.source.folder_reader import Attachment
from gksite.source.stored_versions import (
    LISTING_NAME,
    VersionStore,
    version_folder,
)
from gksite.work.fingerprint import digest

SHOWN_DIGITS = 8
"""Digits of a digest that a message shows."""


class PublishedSet(msgspec.Struct, frozen=True):
    """The sources as they are public (with drafts, the working copies), and how that came about."""

    sources: Sources
    config: Config | None
    problems: tuple[Diagnostic, ...]
    kept: Cache
    reviews: dict[str, Review]
    """Plan id → the state of its review."""
    waiting: frozenset[str] = frozenset()
    """Ids of the plans of which no version was signed whole, where there is a gate; with drafts,
    also of those whose working copy is shown in place of the public version."""
    moved: dict[str, str] = {}
    """The path of a file of a working copy → that of the version's file which stands for it."""
    store: VersionStore | None = None
    signed: dict[str, str] = {}
    """Plan id → the digest of the version that is shown, where it is a version."""
    unsigned: dict[str, bool] = {}
    """The names of the site's own texts whose working copy is not public: whether an earlier one
    is."""

    behind: frozenset[str] = frozenset()
    """Ids of the plans of which a newer version was signed, which this publication leaves out."""
    entries: dict[str, tuple[int, ...]] = {}
    """Plan id → the lines of the entries of progress.yaml that wait for signatures."""

    def mark_of(self, plan: str) -> bytes:
        """Return what changes when the version of a plan that is shown, or its file of the reading,
        is another."""
        digest = self.signed.get(plan)
        return digest.encode() + self.store.mark_of(plan, digest) if self.store and digest else b""

    def with_reading(self, folder: PlanSources) -> PlanSources:
        """Return a plan's folder with the reading that its version was signed with, if it keeps
        one."""
        digest = self.signed.get(folder.id)
        if self.store is None or digest is None:
            return folder
        data = self.store.read(folder.id, digest).files.get(READINGS_NAME, b"")
        path = f"{version_folder(folder.id, digest)}/{READINGS_NAME}"
        return msgspec.structs.replace(folder, reading=data, read_at=path)

    def placed(self, problems: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Return problems at the places where their texts lie: those of a version in its folder.
        That a text has edits is said of its working copy."""
        if not self.moved:
            return list(problems)
        return [
            msgspec.structs.replace(
                found, location=msgspec.structs.replace(found.location, path=path)
            )
            if found.code != "text-edited" and (path := self.moved.get(found.location.path))
            else found
            for found in problems
        ]


class _Chosen(msgspec.Struct, frozen=True):
    """What stands for a plan: its review, and a version that differs from the working copy."""

    review: Review
    problems: tuple[Diagnostic, ...] = ()
    place: str = ""
    """The version's folder; "" where the working copy is the public version, or there is none."""
    files: dict[str, bytes] = {}
    """The texts of the version, by name."""
    attachments: dict[str, Attachment] = {}
    lost: frozenset[str] = frozenset()
    """Names of the version's texts that are missing or not as they were signed."""
    is_behind: bool = False


def published_set(
    sources: Sources,
    store: VersionStore,
    cache: Cache,
    program: bytes,
    *,
    drafts: bool = False,
    only: Collection[str] | None = None,
) -> PublishedSet:
    """Return the sources as they are public. With `drafts`, they are the working copies. With
    `only`, new versions of other plans than these are left out: what the ledger of publications
    holds stays public of them."""
    reading = Reading(sources, cache, program)
    paths = [CONFIG_PATH] if CONFIG_PATH in sources.texts else []
    config, config_problems = reading.part("config", paths, CONFIG) if paths else (None, [])
    steps = config.review_steps if config else ()
    folders = plan_folders(sources)
    chosen, problems = _chosen_of_all(reading, folders, steps, store, only)
    problems += config_problems
    reviews = {id: own.review for id, own in chosen.items()}
    shown = {
        id: own.review.public.digest
        for id, own in chosen.items()
        if own.review.public and not (drafts and own.place)
    }
    waiting = {id for id, own in chosen.items() if steps and own.review.public is None}
    if drafts:
        waiting |= {id for id, own in chosen.items() if own.place}
        public, moved = sources, dict[str, str]()
    else:
        public, moved = _as_public(sources, folders, chosen)
    public, new_problems, unsigned = with_signed_reports(public, reading, config, drafts=drafts)
    problems += new_problems
    waiting |= unsigned.keys() if drafts else set()
    texts = with_signed_texts(public, reading, store, config, drafts=drafts)
    return PublishedSet(
        texts.sources,
        config,
        (*problems, *texts.problems),
        reading.kept,
        reviews,
        frozenset(waiting),
        moved | texts.moved,
        store,
        shown,
        texts.unsigned,
        frozenset(id for id, own in chosen.items() if own.is_behind),
        unsigned,
    )


def _chosen_of_all(
    reading: Reading,
    folders: Mapping[str, PlanSources],
    steps: tuple[str, ...],
    store: VersionStore,
    only: Collection[str] | None,
) -> tuple[dict[str, _Chosen], list[Diagnostic]]:
    """Return what stands for each plan, by its id."""
    withdrawn = _withdrawn_plans(reading) if steps else frozenset()
    last = last_published(reading, only if steps else None)
    chosen: dict[str, _Chosen] = {}
    problems: list[Diagnostic] = []
    for id, folder in folders.items():
        signed, new_problems = _signed_file(reading, folder)
        own = _chosen(reading, folder, signed, steps, store, last, is_withdrawn=id in withdrawn)
        chosen[id] = own
        known = last.check(id, signed) if steps else []
        by_one = _signed_by_one(folder, signed)
        problems += [*new_problems, *by_one, *own.problems, *known]
    return chosen, problems


def _signed_file(reading: Reading, folder: PlanSources) -> Found[SignedFile]:
    path = f"{folder.folder}/{REVIEW_NAME}"
    if REVIEW_NAME not in folder.texts:
        return SignedFile(), []
    found: Found[SignedFile] = reading.part(path, [path], SIGNED)
    return found


def _withdrawn_plans(reading: Reading) -> frozenset[str]:
    """Return the addresses of the plans' own pages that have a tombstone."""
    withdrawn: tuple[Withdrawn, ...] = reading.part("withdrawn", [WITHDRAWN_PATH], WITHDRAWN)[0]
    addresses = {one.address for one in withdrawn}
    return frozenset(id for id in plan_folders(reading.sources) if plan_path(id) in addresses)


def _chosen(
    reading: Reading,
    folder: PlanSources,
    signed: SignedFile,
    steps: tuple[str, ...],
    store: VersionStore,
    last: LastPublished,
    *,
    is_withdrawn: bool,
) -> _Chosen:
    """Return what stands for a plan: the last of its versions that was signed whole, among those
    that may be public now."""
    content = files_digest(folder)
    versions, is_behind = last.among(folder, whole_versions(signed, steps), store)
    for version in versions:
        if not steps:
            return _Chosen(Review(folder.id, "", content, signed), _without_gate(folder, version))
        if version.carried and not _is_carried(reading, folder, version, store):
            continue
        review = Review(folder.id, "", content, signed, version)
        if is_withdrawn:
            return _Chosen(review)
        found = verified_once(reading, folder, version, store)
        if _lacks_its_entry(version, signed, found):
            continue
        if version.content == content:
            return _Chosen(review, tuple(found.damage), is_behind=is_behind)
        place = version_folder(folder.id, version.digest)
        lost = frozenset(p.location.path.removeprefix(f"{place}/") for p in found.damage)
        texts = {n: d for n, d in found.texts.items() if n in REVIEWED_TEXTS and n not in lost}
        edit = () if is_behind else (_reopened(folder, version),)
        problems = (*edit, *found.damage)
        return _Chosen(review, problems, place, texts, found.attachments, lost, is_behind)
    digest = _signed_digest(folder, signed, content, store)
    review = Review(folder.id, digest, content, signed)
    unknown = last.unknown(folder.id) if is_behind else ()
    return _Chosen(review, tuple(unknown), is_behind=is_behind)


def _reopened(folder: PlanSources, version: Version) -> Diagnostic:
    where = Location(f"{folder.folder}/{REVIEW_NAME}")
    return problem("review-reopened", where, plan=folder.id, date=version.day or "")


def _without_gate(folder: PlanSources, version: Version) -> tuple[Diagnostic, ...]:
    """Report edits of a plan that nobody signed, though the gate that they waited for is off."""
    if version.content == files_digest(folder):
        return ()
    where = Location(f"{folder.folder}/{REVIEW_NAME}")
    return (problem("unsigned-without-gate", where, plan=folder.id, date=version.day or ""),)


def _lacks_its_entry(version: Version, signed: SignedFile, found: Verified) -> bool:
    """Whether a version keeps a reading, but review.yaml has no entry for it: then it was not whole
    when its last signature came. (Fewer steps are asked for today, perhaps.)"""
    listing = found.texts.get(LISTING_NAME, b"")
    is_noted = version.digest in {one.digest for one in signed.versions}
    return not is_noted and bool(listing) and content_of(listing) != version.content


def _signed_by_one(folder: PlanSources, signed: SignedFile) -> Iterator[Diagnostic]:
    """Report the last version of a plan if one person signed steps that are for different people:
    `gksite review sign` lets nobody do that."""
    for version in signed.versions[-1:]:
        for one in signed_twice(signed.signatures, version.digest, version.separate):
            where = Location(f"{folder.folder}/{REVIEW_NAME}")
            facts = {"digest": one.digest[:SHOWN_DIGITS], "steps": "、".join(one.steps)}
            yield problem("review-signed-twice", where, plan=folder.id, **facts)


def _signed_digest(
    folder: PlanSources, signed: SignedFile, content: str, store: VersionStore
) -> str:
    """Return the last signed digest of the working copy's files, or that of these files alone."""
    for one in dict.fromkeys(signature.digest for signature in reversed(signed.signatures)):
        listing = store.read(folder.id, one).files.get(LISTING_NAME)
        if one == content or (listing and content_of(listing) == content):
            return one
    return content


def _is_carried(
    reading: Reading, folder: PlanSources, version: Version, store: VersionStore
) -> bool:
    """Whether a version that was migrated is the signed one but for its adjustments."""
    name, key = (
        f"unadjusted/{folder.id}",
        digest(reading.program, version.content.encode(), version.carried.encode()),
    )
    known = reading.cache.get(name)
    if not known or known[0] != key:
        own = as_signed(folder, version, store)
        known = key, unadjusted_digest(own).encode()
    reading.kept[name] = known
    return known[1].decode() == version.carried


def _as_public(
    sources: Sources, folders: dict[str, PlanSources], chosen: dict[str, _Chosen]
) -> tuple[Sources, dict[str, str]]:
    """Return the sources with each plan's public version in place of its working copy; and where
    the files of these versions lie."""
    replaced = {id: own for id, own in chosen.items() if own.place}
    if not replaced:
        return sources, {}
    heads = tuple(f"{folders[id].folder}/{ATTACHED}" for id in replaced)
    texts = dict(sources.texts)
    attachments = {
        path: file for path, file in sources.attachments.items() if not path.startswith(heads)
    }
    moved: dict[str, str] = {}
    lost = set(sources.lost)
    for id, own in replaced.items():
        folder = folders[id].folder
        for name in REVIEWED_TEXTS:
            texts.pop(f"{folder}/{name}", None)
        lost.update(f"{folder}/{name}" for name in own.lost & {*REVIEWED_TEXTS})
        for name, data in own.files.items():
            texts[f"{folder}/{name}"] = data
            moved[f"{folder}/{name}"] = f"{own.place}/{name}"
        for name, file in own.attachments.items():
            attachments[f"{folder}/{ATTACHED}{name}"] = file
            moved[f"{folder}/{ATTACHED}{name}"] = file.path
    return msgspec.structs.replace(
        sources,
        texts=dict(sorted(texts.items())),
        attachments=dict(sorted(attachments.items())),
        lost=tuple(sorted(lost)),
    ), moved


def working_set(sources: Sources) -> PublishedSet:
    """Return the working copies as they are, without a look at what was signed."""
    config, problems = Reading(sources, {}, b"").part("config", [CONFIG_PATH], CONFIG)
    return PublishedSet(sources, config, tuple(problems), {}, {})
