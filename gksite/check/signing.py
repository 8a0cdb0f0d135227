"""What a signature of a plan needs and covers, and the entries that it writes: for `gksite review`,
and for whatever else lets people sign."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import msgspec

from gksite.build.assemble import Assembled, assemble
from gksite.build.cache import read_cache
from gksite.build.options import Options
from gksite.build.published_set import published_set
from gksite.build.reading import plan_folders
from gksite.catalogue import severity
from gksite.check.check import check
from gksite.check.checking import site_view
from gksite.check.rule_files import rule_files_of
from gksite.check.rules.corrections import (
    check_corrections,
    check_kept_adjustments,
    check_kept_corrections,
    check_published_addresses,
)
from gksite.config.values import Config
from gksite.content.plan_sources import PlanSources
from gksite.content.published import content_digest
from gksite.content.readings import readings_of
from gksite.content.readings_file import write_readings
from gksite.content.review import (
    REVIEW_NAME,
    Review,
    Signature,
    SignedContent,
    approves,
    name_key,
    separate_from,
    signed_content,
    signed_twice,
)
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.importer.writing.provenance import ImportDoubt, doubts_digest, read_doubts
from gksite.model.entities import Plan
from gksite.model.ledgers import PublishedPlan
from gksite.output.places import STATE_DIR
from gksite.source.files import Sources, read_import_record, read_sources
from gksite.source.program import read_program
from gksite.source.stored_versions import VersionStore
from gksite.source.yaml_text import Entry, Value

_OWED_BY = (
    check_corrections,
    check_kept_corrections,
    check_kept_adjustments,
    check_published_addresses,
)
"""The rules that say what a change of a published plan owes to the public."""

_OF_A_PLAN = re.compile(r"content/plans/([^/]+)/")
_ADDRESS = re.compile(r"/?plans/([^/]+)/")
OF_A_SIGNATURE = ("review-", "published-unsigned", "version-file-", "unsigned-without-gate")
"""How the codes begin that say what the signatures are about, or that a new one mends."""


class Reviewed(msgspec.Struct, frozen=True):
    """A project as its review sees it: the working copies, read as everything is read now, and what
    was signed of them."""

    root: Path
    clock: date
    sources: Sources
    store: VersionStore
    assembled: Assembled
    config: Config
    folders: Mapping[str, PlanSources]
    plans: Mapping[str, Plan]
    """The working copies that could be read, by id."""
    published: Mapping[str, PublishedPlan]
    """The entries of the ledger of publications, by plan."""
    found: Mapping[str, tuple[Diagnostic, ...]]
    """What a build finds in the folder of each plan, but what its signatures are about."""
    unsigned: frozenset[str]
    """Ids of the plans with edits that nobody signed, where the gate is off."""

    def content(self, id: str) -> SignedContent:
        """Return what a signature of a working copy would sign: its files, and how they are read
        now."""
        plan = self.plans.get(id)
        return signed_content(self.folders[id], write_readings(readings_of(plan)) if plan else b"")

    def review(self, id: str) -> Review:
        """Return the review of a plan, with the digest that a signature would sign now."""
        review = self.assembled.reviews[id]
        return msgspec.structs.replace(review, digest=self.content(id).digest)

    def errors(self, id: str) -> list[Diagnostic]:
        """Return the errors that a build finds in the folder of a plan."""
        return [one for one in self.found.get(id, ()) if severity(one) == "error"]

    def owed(self, ids: Iterable[str]) -> dict[str, tuple[Diagnostic, ...]]:
        """Return by plan what its change owes to the public before anybody signs it: a correction,
        or that something published comes back."""
        wanted = list(ids)
        contents = {
            id: content_digest(self.folders[id])
            for id in wanted
            if id in self.published and id in self.folders
        }
        files, _ = rule_files_of(self.sources)
        options = Options(drafts=True, clock=self.clock)
        view = site_view(self.sources, self.assembled, files, contents, options)
        found = [one for rule in _OWED_BY for one in rule(view)] if view else []
        by_plan = _by_plan(found)
        return {id: by_plan.get(id, ()) for id in wanted}

    def doubts(self, id: str) -> tuple[ImportDoubt, ...]:
        """Return the doubts of the last import of a plan that nobody took on."""
        doubts = read_doubts(read_import_record(self.root, id))
        taken = {one.doubts for one in self.assembled.reviews[id].signatures if approves(one)}
        return () if doubts_digest(doubts) in taken else doubts


def _by_plan(problems: Iterable[Diagnostic]) -> dict[str, tuple[Diagnostic, ...]]:
    """Return the problems in the folder of each plan, or about an address of it, but those that its
    signatures are about."""
    found: dict[str, list[Diagnostic]] = {}
    for one in problems:
        address = str(dict(one.arguments).get("address", ""))
        place = _OF_A_PLAN.match(one.location.path) or _ADDRESS.match(address)
        if place and not one.code.startswith(OF_A_SIGNATURE):
            found.setdefault(place[1], []).append(one)
    return {id: tuple(own) for id, own in found.items()}


def read_reviewed(root: Path, clock: date) -> tuple[Reviewed | None, list[Diagnostic]]:
    """Read the project at `root` as its review sees it, and all of its problems; None where its
    settings cannot be used."""
    sources, unread = read_sources(root)
    program, store, cache = read_program(), VersionStore(root), read_cache(root / STATE_DIR)
    published = published_set(sources, store, cache, program, drafts=True)
    # What would be signed is read as everything is read now, not as it was when it was signed.
    published = msgspec.structs.replace(published, signed={})
    assembled = assemble(published, cache, program, drafts=True)
    problems = [*unread, *assembled.problems]
    if assembled.config is None or assembled.model is None:
        return None, problems
    edited = (one for one in assembled.problems if one.code == "unsigned-without-gate")
    own = Reviewed(
        root,
        clock,
        sources,
        store,
        assembled,
        assembled.config,
        plan_folders(sources),
        {plan.id: plan for plan in assembled.plans},
        {entry.plan: entry for entry in assembled.model.published},
        _by_plan(assembled.problems),
        frozenset(str(dict(one.arguments)["plan"]) for one in edited),
    )
    return own, problems


def findings(root: Path, clock: date, ids: Iterable[str]) -> dict[str, tuple[Diagnostic, ...]]:
    """Check the working copies now, and return by plan what is found in its folder. Reads and
    writes the cache."""
    found = check(root, Options(drafts=True, clock=clock)).problems
    by_plan = _by_plan(found)
    return {id: by_plan.get(id, ()) for id in ids}


# ── a signature ───────────────────────────────────────────────────────────────────────────────────


class Wish(msgspec.Struct, frozen=True):
    """The signature that somebody wants to give.

    `looked_at` is the beginning of the digest of what the person has seen, "" where it is not
    stated; `with_doubts` says that the doubts of the import were looked at.
    """

    step: str
    by: str
    day: date
    opinion: str = ""
    is_returned: bool = False
    looked_at: str = ""
    with_doubts: bool = False


class Answer(msgspec.Struct, frozen=True):
    """What becomes of a wish: why it is refused (problems, or steps that come first); the equal
    signature that is there already; else the entries to write."""

    problems: tuple[Diagnostic, ...] = ()
    first: tuple[str, ...] = ()
    known: Signature | None = None
    entries: tuple[Entry, ...] = ()


def answer(
    own: Reviewed,
    id: str,
    wish: Wish,
    owed: Sequence[Diagnostic] = (),
    found: Sequence[Diagnostic] = (),
) -> Answer:
    """Return what becomes of a wish to sign a plan; `owed` and `found` are what its change owes and
    what `findings` found in it."""
    review, content = own.review(id), own.content(id)
    steps = own.config.review_steps
    where = Location(f"content/plans/{id}/{REVIEW_NAME}")
    if wish.looked_at and not content.digest.startswith(wish.looked_at.lower()):
        moved = {"plan": id, "seen": wish.looked_at, "now": content.digest[: len(wish.looked_at)]}
        return Answer((problem("review-moved", where, **moved),))
    if wish.is_returned:
        return Answer(entries=(signature_entry(wish, _returned_digest(review, content)),))
    signature = review.exactly(wish.step)
    missing = review.unsigned(steps)
    is_noted = bool(review.signed.versions) and review.signed.versions[-1].digest == content.digest
    is_due = set(missing) <= {wish.step} and not is_noted
    if approves(signature) and not is_due and not _is_doubled(own.config, review, wish.step):
        return Answer(known=signature)
    errors = {*own.errors(id), *(one for one in found if severity(one) == "error")} - {*owed}
    if errors or owed:
        return Answer(tuple(sorted({*errors, *owed})))
    if first := [step for step in steps[: steps.index(wish.step)] if step in missing]:
        return Answer(first=tuple(first))
    if other := _same_person(own.config, review, wish):
        facts = {"plan": id, "step": wish.step, "other": "、".join(other), "by": wish.by}
        return Answer((problem("review-same-person", where, **facts),))
    doubts = own.doubts(id)
    if doubts and not wish.with_doubts:
        return Answer((problem("review-doubts", where, plan=id, count=len(doubts)),))
    digest = doubts_digest(doubts) if doubts else ""
    entries: list[Entry] = [signature_entry(wish, content.digest, digest)]
    if is_due:
        entries.append({"version": _version(own.config, content)})
    return Answer(entries=tuple(entries))


def _returned_digest(review: Review, content: SignedContent) -> str:
    """Return the digest that is sent back: what is public as it was signed, though it would be
    signed otherwise today; else the working copy."""
    return review.public.digest if review.public and not review.is_edited else content.digest


def signature_entry(wish: Wish, digest: str = "", doubts: str = "") -> dict[str, str]:
    """Return the entry of a signature, without what is empty."""
    entry = {
        "step": wish.step,
        "by": wish.by,
        "date": wish.day.isoformat(),
        "result": "returned" if wish.is_returned else "",
        "opinion": wish.opinion,
        "digest": digest,
        "doubts": doubts,
    }
    return {key: text for key, text in entry.items() if text.strip()}


def _version(config: Config, content: SignedContent) -> Entry:
    """Return the entry of a version that is whole by the steps in force."""
    entry: dict[str, Value] = {
        "digest": content.digest,
        "content": content.content,
        "steps": list(config.review_steps),
    }
    if config.separate_steps:
        entry["separate"] = [list(group) for group in config.separate_steps]
    return entry


def _is_doubled(config: Config, review: Review, step: str) -> bool:
    """Whether a step was signed by somebody who signed another one that is separate from it."""
    versions = (one for one in review.signed.versions if one.digest == review.digest)
    groups = [*config.separate_steps, *(group for one in versions for group in one.separate)]
    found = signed_twice(review.signatures, review.digest, groups)
    return any(step in one.steps for one in found)


def _same_person(config: Config, review: Review, wish: Wish) -> list[str]:
    """Return the steps that the same name approves, though different people are to sign them."""
    others = separate_from(wish.step, config.separate_steps)
    name = name_key(wish.by)
    signatures = {step: review.exactly(step) for step in config.review_steps if step in others}
    return [
        step
        for step, one in signatures.items()
        if one and approves(one) and name_key(one.by) == name
    ]
