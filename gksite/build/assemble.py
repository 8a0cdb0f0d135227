"""Sources → the site model; unchanged parts are taken from the cache."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

import msgspec

from gksite.build.cache import Cache
from gksite.build.edits import edits_of
from gksite.build.published_set import PublishedSet
from gksite.build.reading import (
    ADDRESSES,
    GLOSSARY,
    PAGE,
    PLAN_KINDS,
    PUBLISHED,
    REGISTRY,
    SNAPSHOTS,
    TOPICS,
    WITHDRAWN,
    Found,
    Reading,
    below,
)
from gksite.config.values import (
    ADDRESSES_PATH,
    CONFIG_PATH,
    LEDGER_PATH,
    PUBLISHED_PATH,
    WITHDRAWN_PATH,
    Config,
)
from gksite.content.plan_kinds import check_overviews
from gksite.content.plan_sources import Surroundings
from gksite.content.review import REVIEW_NAME, Review
from gksite.content.site_texts import TOPICS_PATH
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.migrate.due import migration_due
from gksite.model.entities import FreePage, Plan, Topic, Transfer
from gksite.model.ledgers import PublishedPlan
from gksite.model.site import SiteContent, SiteModel, build_model
from gksite.pages.promises import without_hidden
from gksite.source.files import Sources
from gksite.source.text import decode
from gksite.work.fingerprint import digest

KINDS_PATH = "content/kinds.yaml"
HOME_PATH = "content/index.md"
GLOSSARY_PATH = "content/glossary.yaml"
THEME_PART = "theme"
"""The part of the cache that `build.site` reads and replaces: what it found in a theme."""


class Assembled(msgspec.Struct, frozen=True):
    """The model (None: config.yaml is unusable), all problems of the sources, the next cache."""

    config: Config | None
    model: SiteModel | None
    problems: list[Diagnostic]
    cache: Cache
    task_digests: dict[str, bytes] = {}
    """Task key → digest of all that the task is."""
    published: PublishedSet | None = None
    """What the model was made from, and the state of each plan's review; of plans that could not be
    read too."""
    held: tuple[str, ...] = ()
    """Ids of the plans that the review gate holds back, drafts aside."""
    plans: tuple[Plan, ...] = ()
    """All plans, drafts too, for the checks of `gksite check`; one that is held back is a draft."""

    @property
    def reviews(self) -> Mapping[str, Review]:
        """Return the state of each plan's review, by the plan's id."""
        return self.published.reviews if self.published else {}

    @property
    def transfers(self) -> tuple[Transfer, ...]:
        """Return the transfers of all registries, where the site could be read."""
        return self.model.registry.transfers if self.model else ()

    def plan_digests(self) -> dict[str, bytes]:
        """Return for each plan the digest of everything that it was read from, and of when it went
        out."""
        went_out = {plan.id: plan.went_out.encode() for plan in self.plans if plan.went_out}
        return {
            id: digest(key, went_out[id]) if id in went_out else key
            for name, (key, _) in self.cache.items()
            if name.startswith("plan/") and (id := name.removeprefix("plan/"))
        }


def assemble(
    published: PublishedSet,
    cache: Cache,
    program: bytes,
    *,
    today: date | None = None,
    goes_out: str = "",
    drafts: bool = False,
    jobs: int | None = None,
    meanwhile: Callable[[], object] | None = None,
) -> Assembled:
    """Return the model that the published sources describe. The cache changes nothing but the time
    it takes. `goes_out` is when a publication brings out what was never published.

    `meanwhile` is called in this process while others read changed plans, or not at all: it may
    only do work that its caller would otherwise do later.
    """
    sources, config = published.sources, published.config
    reading = Reading(sources, cache | published.kept, program)
    reading.kept.update(published.kept)
    if THEME_PART in cache:
        reading.kept[THEME_PART] = cache[THEME_PART]
    if CONFIG_PATH not in sources.texts:
        missing = problem("not-a-project", Location(CONFIG_PATH))
        return Assembled(None, None, [] if CONFIG_PATH in sources.lost else [missing], {})
    problems = list(published.problems)
    if any(problem.code == "newer-format" for problem in problems):
        return Assembled(None, None, problems, reading.kept)
    around, topics, new_problems = _surroundings(reading, published)
    home, pages, page_problems = _pages(reading, published)
    problems += [*new_problems, *page_problems]
    plans, broken, new_problems = reading.plans(around, published, jobs, meanwhile)
    problems += [*new_problems, *migration_due(new_problems)]
    problems += [] if broken else check_overviews(_texts(sources, KINDS_PATH), plans)
    if config is None:
        return Assembled(None, None, problems, reading.kept)
    plans, ledger, ledger_problems = _dated(reading, _known(published, plans, topics), goes_out)
    held, new_problems = _held(published, config, plans, ledger)
    problems += [*new_problems, *ledger_problems]
    content = SiteContent(config, around.registry, topics, plans, pages, home, broken, held, ledger)
    model, new_problems = build_model(
        content, today=today, drafts=drafts, match=reading.match, sounds=reading.sounds
    )
    model, ledger_problems = _with_ledgers(reading, model, published.reviews, ledger)
    problems += [*new_problems, *ledger_problems]
    if drafts:
        edits, waiting = edits_of(published, config.language), published.entries
        model = msgspec.structs.replace(model, edits=edits, waiting=waiting)
    marked = tuple(msgspec.structs.replace(p, draft=True) if p.id in held else p for p in plans)
    return Assembled(config, model, problems, reading.kept, reading.tasks, published, held, marked)


def _dated(
    reading: Reading, plans: Iterable[Plan], goes_out: str
) -> tuple[list[Plan], tuple[PublishedPlan, ...], list[Diagnostic]]:
    """Return the plans with the time at which each was first published, by the ledger; of those
    that it does not know, `goes_out`. Also return the ledger."""
    ledger, problems = reading.part("published", [PUBLISHED_PATH], PUBLISHED)
    known = {entry.plan: entry.went_out for entry in ledger}
    dated = [
        msgspec.structs.replace(plan, went_out=when)
        if (when := known.get(plan.id, "" if plan.draft else goes_out))
        else plan
        for plan in plans
    ]
    return dated, ledger, problems


def _known(
    published: PublishedSet, plans: Iterable[Plan], topics: Collection[str]
) -> Iterable[Plan]:
    """Return the plans without topics that wait for signatures."""
    if TOPICS_PATH not in published.unsigned:
        return plans
    replace = msgspec.structs.replace
    return [
        replace(
            plan,
            tasks=tuple(
                replace(task, topics=tuple(id for id in task.topics if id in topics))
                for task in plan.tasks
            ),
        )
        for plan in plans
    ]


def _texts(sources: Sources, path: str) -> dict[str, str]:
    """Return the text of a file by its path, nothing where there is none."""
    return {path: decode(sources.texts[path], path)[0]} if path in sources.texts else {}


def _surroundings(
    reading: Reading, published: PublishedSet
) -> tuple[Surroundings, dict[str, Topic], list[Diagnostic]]:
    """Return the surroundings of plans (units, topics, kinds), and the topics by id."""
    sources, config = published.sources, published.config
    registry, problems = reading.part("units", below(sources, "content/units/"), REGISTRY)
    if _has_gaps(sources, problems, "content/units/"):
        registry = msgspec.structs.replace(registry, is_whole=False)
    topics, topic_problems = reading.part("topics", [TOPICS_PATH], TOPICS)
    # A plan may name a topic that waits for signatures.
    is_whole = (
        not topic_problems
        and not _has_gaps(sources, topic_problems, TOPICS_PATH)
        and TOPICS_PATH not in published.unsigned
    )
    ids = frozenset(topic.id for topic in topics) if is_whole else None
    by_id = {topic.id: topic for topic in topics}
    kinds, kind_problems = reading.part("kinds", [KINDS_PATH], PLAN_KINDS)
    around = Surroundings(registry, ids, kinds=kinds)
    if config:
        settings = {
            "task_status": config.task_status,
            "shows_assessments": config.shows_assessments,
        }
        around = msgspec.structs.replace(around, **settings)
    return around, by_id, [*problems, *topic_problems, *kind_problems]


def _pages(
    reading: Reading, published: PublishedSet
) -> tuple[FreePage | None, list[FreePage], list[Diagnostic]]:
    """Return the home page, if there is one, and the other pages of free text. One that waits for
    signatures, which drafts alone have, is a draft."""
    sources = published.sources
    pages: dict[str, FreePage] = {}
    problems: list[Diagnostic] = []
    for path in [*below(sources, "content/pages/"), HOME_PATH]:
        page, page_problems = reading.part(path, [path], PAGE)
        problems += page_problems
        if page:
            is_draft = page.draft or (path in published.unsigned and path not in published.moved)
            pages[path] = msgspec.structs.replace(page, draft=is_draft)
    home = pages.pop(HOME_PATH, None)
    return home, list(pages.values()), problems


def _held(
    published: PublishedSet,
    config: Config,
    plans: Iterable[Plan],
    ledger: Iterable[PublishedPlan],
) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """Return the ids of the plans that the review gate holds back, drafts apart, and report those
    of which nothing was signed whole."""
    drafts = {plan.id for plan in plans if plan.draft}
    held = tuple(id for id in published.reviews if id in published.waiting - drafts)
    entries = {entry.plan: entry for entry in ledger}
    return held, [
        _open_gate(published.reviews[id], config.review_steps, entries.get(id))
        for id in held
        if config.review_steps
        and published.reviews[id].public is None
        and id not in published.behind
    ]


def _open_gate(review: Review, steps: tuple[str, ...], entry: PublishedPlan | None) -> Diagnostic:
    name = REVIEW_NAME if review.signatures else "plan.md"
    where = Location(f"content/plans/{review.plan}/{name}")
    facts = {"plan": review.plan, "steps": "、".join(review.missing(steps))}
    if entry:
        return problem("published-unsigned", where, **facts, date=entry.latest_day)
    return problem("review-open", where, **facts)


def _with_ledgers(
    reading: Reading,
    model: SiteModel,
    reviews: Mapping[str, Review],
    published: tuple[PublishedPlan, ...],
) -> Found[SiteModel]:
    """Return the model with its ledgers (published, withdrawn, archived) and the glossary."""
    withdrawn, problems = reading.part("withdrawn", [WITHDRAWN_PATH], WITHDRAWN)
    snapshots, new_problems = reading.part("snapshots", [LEDGER_PATH], SNAPSHOTS)
    problems += new_problems
    addresses, new_problems = reading.part("addresses", [ADDRESSES_PATH], ADDRESSES)
    problems += new_problems
    glossary, new_problems = reading.part("glossary", [GLOSSARY_PATH], GLOSSARY)
    problems += new_problems
    hidden = reviews.keys() - model.plans.keys()
    model = msgspec.structs.replace(
        model,
        withdrawn=without_hidden(withdrawn, hidden),
        snapshots=snapshots,
        addresses=addresses,
        published=published,
        glossary=glossary,
    )
    return model, problems


def _has_gaps(sources: Sources, problems: Iterable[Diagnostic], place: str) -> bool:
    """Whether a file at or below `place` was unreadable: it may hold a missing name."""
    return any(f"{path}/".startswith(place) for path in sources.lost) or any(
        not diagnostic.location.line for diagnostic in problems
    )
