"""The ledger of published plans (publications/plans.yaml), brought up to date after a
publication."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import msgspec

from gksite.build.assemble import assemble
from gksite.build.cache import read_cache
from gksite.build.inputs import read_published
from gksite.build.published_set import PublishedSet
from gksite.build.reading import plan_folders
from gksite.config.values import PUBLISHED_PATH, Config
from gksite.content.published import adjustment_marks, content_digest, parse_published
from gksite.content.review import Version, files_digest
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.model.entities import Plan
from gksite.model.ledgers import PublishedPlan
from gksite.output.places import STATE_DIR
from gksite.output.refusal import Refused
from gksite.output.source_files import locked_sources
from gksite.source.files import Sources
from gksite.source.program import read_program
from gksite.source.text import decode
from gksite.source.yaml_text import Value, items

_HEAD = (
    "# 已发布计划台账，由 gksite publish 更新：计划改动后与此不同的，要有更正说明。\n"
    "# The ledger of published plans, kept by gksite publish: one that says something else since "
    "needs a correction.\n"
)


class Contents(msgspec.Struct, frozen=True):
    """The plans that a project publishes now, each with the digest of its content; the states of
    all plan folders; and the plans that are kept back: drafts, and plans that wait for
    signatures."""

    plans: tuple[Plan, ...]
    digests: dict[str, str]
    states: dict[str, str]
    drafts: tuple[Plan, ...] = ()
    held: tuple[Plan, ...] = ()
    versions: dict[str, Version] = {}
    """Plan id → the signed version that is public; nothing without a gate."""
    edited: tuple[Plan, ...] = ()
    """The public plans whose working copies nobody signed yet."""
    behind: tuple[Plan, ...] = ()
    """The plans of which a newer version was signed, which this publication leaves out."""
    ledger: tuple[PublishedPlan, ...] = ()
    """What the ledger says before the publication."""
    config: Config | None = None


class Publishing(msgspec.Struct, frozen=True):
    """When a publication took place: its day, and its minute with the offset ("" where it is of
    another day than the clock's); and whether anything was sent."""

    day: date
    at: str = ""
    sent: bool = True

    @property
    def goes_out(self) -> str:
        """The minute, else the day."""
        return self.at or str(self.day)


def read_states(root: Path, only: Collection[str] | None = None) -> dict[str, str]:
    """Return the digest of texts and attachments of each plan folder of the project at `root`, as
    it is public."""
    return _states(_published(root, only).sources)


def read_contents(root: Path, only: Collection[str] | None = None) -> Contents:
    """Return the plans of the project as it publishes them, new versions of those in `only` alone
    if it is given; none with unusable settings."""
    published = _published(root, only)
    assembled = assemble(published, read_cache(root / STATE_DIR), read_program())
    model = assembled.model
    if model is None:
        return Contents((), {}, {})
    folders, plans = plan_folders(published.sources), assembled.plans
    behind = tuple(plan for plan in plans if plan.id in published.behind)
    held = tuple(plan for plan in plans if plan.id in assembled.held and plan not in behind)
    reviews = {id: published.reviews[id] for id in model.plans if id in published.reviews}
    return Contents(
        tuple(model.plans.values()),
        {id: content_digest(folders[id]) for id in model.plans},
        _states(published.sources),
        tuple(plan for plan in plans if plan.draft and plan not in (*held, *behind)),
        held,
        {id: review.public for id, review in reviews.items() if review.public},
        tuple(
            plan
            for id, plan in model.plans.items()
            if id in reviews and reviews[id].is_edited and id not in published.behind
        ),
        behind,
        model.published,
        model.config,
    )


def check_asked(contents: Contents, only: Collection[str]) -> list[Diagnostic]:
    """Report the plans that were asked for by name and cannot go out."""
    return [
        problem("publish-plan-waits", Location(f"content/plans/{id}/plan.md"), plan=id)
        for id in sorted(set(only) - {plan.id for plan in contents.plans})
    ]


def _published(root: Path, only: Collection[str] | None) -> PublishedSet:
    return read_published(root, read_cache(root / STATE_DIR), only=only)


def _states(sources: Sources) -> dict[str, str]:
    return {id: files_digest(folder) for id, folder in plan_folders(sources).items()}


def check_unchanged(before: Mapping[str, str], contents: Contents) -> list[Diagnostic]:
    """Report plans changed since `before`: the ledger would differ from the built site."""
    now = contents.states
    changed = sorted(id for id in before.keys() | now.keys() if before.get(id) != now.get(id))
    return [
        problem("publish-source-changed", Location(f"content/plans/{id}/plan.md")) for id in changed
    ]


def with_published(
    ledger: Sequence[PublishedPlan], contents: Contents, when: Publishing
) -> list[PublishedPlan]:
    """Return the ledger after a publication, by plan. The state of a plan is replaced; a plan that
    is gone stays, and so do ids of tasks. Where nothing was sent, the minute of the latest
    publication stays that of its day."""
    day, at = when.day, when.at
    entries = {one.plan: one for one in ledger}
    for plan in contents.plans:
        old = entries.get(plan.id)
        digest, tasks = contents.digests[plan.id], [task.id for task in plan.tasks]
        corrections = tuple(sorted(correction.date for correction in plan.corrections))
        changed = old is None or (old.digest, old.corrections) != (digest, corrections)
        is_latest = old is None or (
            day > old.latest_day or (day == old.latest_day and (when.sent or changed))
        )
        entries[plan.id] = PublishedPlan(
            plan.id,
            plan.title,
            day if old is None or changed else old.day,
            digest,
            Location(PUBLISHED_PATH),
            corrections,
            tuple(dict.fromkeys((*(old.tasks if old else ()), *tasks))),
            _first(old, day),
            max(day, old.latest_day) if old else day,
            tuple(sorted(mark for mark, _, _ in adjustment_marks(plan))),
            version.digest if (version := contents.versions.get(plan.id)) else "",
            at if old is None else old.first_at,
            at if old is None or is_latest else old.last_at,
        )
    return [entries[id] for id in sorted(entries)]


def _first(old: PublishedPlan | None, day: date) -> date | None:
    """Return the day of a plan's first publication; None if an old ledger replaced it when the plan
    was corrected."""
    if old is None:
        return day
    return old.first or (None if old.corrections else old.day)


def render_published(ledger: Iterable[PublishedPlan]) -> str:
    """Return the ledger's text, a block for each plan, so that branches can be merged."""
    entries: list[Mapping[str, Value]] = []
    for plan in ledger:
        entry: dict[str, Value] = {
            "plan": plan.plan,
            "title": plan.title,
            "date": plan.day.isoformat(),
            "digest": plan.digest,
        }
        days = {"first": plan.first, "last": plan.last}
        entry |= {key: date.isoformat() for key, date in days.items() if date}
        optional: dict[str, Value] = {
            "first_at": plan.first_at,
            "last_at": plan.last_at,
            "version": plan.version,
            "corrections": [day.isoformat() for day in plan.corrections],
            "tasks": list(plan.tasks),
            "adjustments": list(plan.adjustments),
        }
        entries.append(entry | {key: value for key, value in optional.items() if value})
    return _HEAD + items(entries)


def record_plans(
    root: Path, contents: Contents, when: Publishing, waiting: Callable[[], None] | None = None
) -> None:
    """Write what was published into the ledger, if it differs. Raises Refused when the disk fails.
    The ledger is read again, because meanwhile the site may have gone to another
    target, or a person may have merged it."""
    place = root / PUBLISHED_PATH
    with locked_sources(root, waiting) as sources:
        read = {place: place.read_bytes()} if place.is_file() else {}
        text, undecodable = decode(read.get(place, b""), PUBLISHED_PATH)
        stands, problems = parse_published({PUBLISHED_PATH: text} if read else {})
        if undecodable or problems:
            raise Refused((undecodable or problems)[0])
        if (ledger := _brought_up(stands, contents, when)) is not None:
            sources.write({place: render_published(ledger).encode()}, read)


def _brought_up(
    stands: Sequence[PublishedPlan], contents: Contents, when: Publishing
) -> list[PublishedPlan] | None:
    """Return the ledger after a publication; None if it is unchanged."""
    ledger = with_published(stands, contents, when)
    before = sorted(stands, key=lambda one: one.plan)
    same = [
        msgspec.structs.replace(one, location=Location(PUBLISHED_PATH)) for one in before
    ] == ledger
    return None if same else ledger
