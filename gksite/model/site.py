"""The site model: the published set of everything, with the lookups that pages need."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

import msgspec

from gksite.config.values import Config
from gksite.diagnostics import Diagnostic
from gksite.model.column_units import InColumn, units_in_columns
from gksite.model.comparison import Match, match_tasks, previous_plans
from gksite.model.entities import FreePage, Plan, Task, Term, Topic, Transfer, Unit
from gksite.model.lateness import is_past, is_target_late
from gksite.model.ledgers import Edit, PublishedPlan, Snapshot, Withdrawn
from gksite.model.lookups import (
    GroupTask,
    by_unit,
    derived,
    group_tasks,
    parts_of_data,
    predecessors,
)
from gksite.model.pinyin import sort_keys
from gksite.model.references import check_plan_references, check_transfers
from gksite.model.registry import Registry, by_giver, names_of
from gksite.model.reporting import Duty, Target
from gksite.model.statuses import NEVER_LATE, Status
from gksite.model.tables import DataPart
from gksite.model.years import current_years, tasks_moved, tasks_of_year, years_of_plan

_UNDATED = date(2000, 1, 1)
"""`as_of` where the office states no day: before all that could be late."""


class SiteModel(msgspec.Struct, frozen=True, dict=True):
    """Everything that is published, and nothing else. Plans are sorted newest first, then by id;
    tasks as printed."""

    config: Config
    registry: Registry
    topics: dict[str, Topic]
    plans: dict[str, Plan]
    pages: dict[str, FreePage]
    home: FreePage | None
    as_of: date
    tasks: dict[str, Task]
    duties: dict[str, tuple[Duty, ...]]
    """Unit key → the duties that the unit has, newest plan first."""
    passed: dict[str, tuple[Duty, ...]]
    """Unit key → the duties that transfers took from the unit."""
    in_columns: dict[str, tuple[InColumn, ...]]
    groups: dict[str, tuple[GroupTask, ...]]
    """Group key → the tasks that name the group, newest plan first."""
    derived: dict[str, tuple[str, ...]]
    """Plan id or task key → the plans or tasks that it is the basis of."""
    years: dict[str, tuple[int, ...]]
    """Plan id → the years in whose views it stands, the earliest first."""
    current_years: dict[str, int]
    """Authority → the current year of its plans; that of all under ""."""
    previous: dict[str, str]
    """Plan id → the same issuer's plan before it."""
    matches: dict[str, tuple[Match, ...]]
    """Plan id → its tasks' counterparts in the previous plan."""
    earlier: dict[str, Match]
    """Task key → its match in the previous plan."""
    later: dict[str, Match]
    """Task key → its match in the following plan."""
    predecessors: dict[str, tuple[str, ...]]
    """Unit key → the units whose successor it is."""
    sounds: dict[str, str]
    """Name of a unit → its sort key by pinyin."""
    withdrawn: tuple[Withdrawn, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    """Newest first."""
    addresses: tuple[str, ...] = ()
    """Every address that was ever archived, in the order of snapshots/addresses.txt."""
    glossary: tuple[Term, ...] = ()
    published: tuple[PublishedPlan, ...] = ()
    """The ledger of all plans that were ever published, in the order of publications/plans.yaml."""
    edits: dict[str, Edit] = {}
    """Plan id → what its working copy says otherwise than what is public; only with drafts."""
    waiting: dict[str, tuple[int, ...]] = {}
    """Plan id → the lines of the reports that nobody signed, where they are signed; only with
    drafts."""

    def is_overdue(self, task: Task) -> bool:
        """Whether the last day of a dated deadline is past and the plan's reports do not call the
        task done.

        Whole-year, continuous, recurring and relative deadlines have no such day. A plan without
        any report is not judged: silence there is no statement about the task.
        """
        return self._is_late(task, task.status)

    @cached_property
    def parts_of_data(self) -> frozenset[DataPart]:
        """The parts of data that the site has besides plans, tasks, units and reports."""
        shown = self.config.shows_assessments
        return parts_of_data(self.plans.values(), shows_assessments=shown)

    @cached_property
    def following(self) -> dict[str, list[str]]:
        """Plan id → the plans whose previous plan it is."""
        following: dict[str, list[str]] = {}
        for new, old in self.previous.items():
            following.setdefault(old, []).append(new)
        return following

    @cached_property
    def _plans_of(self) -> dict[str, list[Plan]]:
        plans: dict[str, list[Plan]] = {}
        for plan in self.plans.values():
            plans.setdefault(plan.authority, []).append(plan)
        return plans

    def plans_of(self, authority: str) -> list[Plan]:
        """Return the plans of an authority (by id); of "" all."""
        return self._plans_of.get(authority, []) if authority else list(self.plans.values())

    def outermost(self, tasks: Iterable[Task]) -> list[Task]:
        """Return what figures of a set of tasks count: those that are no part of another one."""
        own = list(tasks)
        if not any(task.parent for task in own):
            return own
        keys = {task.key for task in own}
        return [task for task in own if not any(key in keys for key in self.above(task))]

    def outermost_duties(self, duties: Iterable[Duty]) -> list[Duty]:
        """Return what figures of a unit's duties count: those in tasks that are no part of another
        in which it has a duty."""
        own = list(duties)
        counted = {task.key for task in self.outermost(self.tasks[duty.task] for duty in own)}
        return [duty for duty in own if duty.task in counted]

    def above(self, task: Task) -> Iterator[str]:
        """Yield the keys of the tasks above a task."""
        while task.parent:
            yield task.parent
            task = self.tasks[task.parent]

    @cached_property
    def transfers(self) -> tuple[Transfer, ...]:
        """The transfers of all registries; of plans that are not public nothing is named."""
        return tuple(
            msgspec.structs.replace(transfer, tasks=named)
            for transfer in self.registry.transfers
            if (named := tuple(filter(self._is_public, transfer.tasks))) or not transfer.tasks
        )

    @cached_property
    def transfers_from(self) -> dict[str, list[tuple[int, Transfer]]]:
        """Unit key → the transfers that take duties from the unit, each with its place among
        all."""
        return by_giver(self.transfers)

    @cached_property
    def givers_by_unit(self) -> dict[str, list[str]]:
        """Unit key → the units whose duties passed on from or to the unit, itself among them, in
        the order of `passed`."""
        givers: dict[str, list[str]] = {}
        for before, duties in self.passed.items():
            for unit in dict.fromkeys((before, *(duty.passed_to for duty in duties))):
                givers.setdefault(unit, []).append(before)
        return givers

    def _is_public(self, name: str) -> bool:
        return name.partition("#")[0] in self.plans

    @property
    def is_dated(self) -> bool:
        """Whether `as_of` is a day that somebody states."""
        return self.as_of != _UNDATED

    def is_duty_overdue(self, duty: Duty) -> bool:
        """Whether a duty is overdue: as its task, by its own state."""
        return self._is_late(self.tasks[duty.task], duty.status)

    def is_target_overdue(self, task: Task, target: Target) -> bool:
        """Whether a target of a task is overdue: its day is past, and it is not reached, nor is the
        task done."""
        return is_target_late(self.plans[task.plan], task, target, self.as_of)

    def next_target(self, task: Task) -> Target | None:
        """Return the first target of a task, by day, that is not reached and whose day has not
        passed."""
        ahead = [
            target
            for target in task.targets
            if not target.is_reached and not is_past(task.due_of(target), self.as_of)
        ]
        return min(ahead, key=lambda target: task.due_of(target).end or date.max, default=None)

    def _is_late(self, task: Task, status: Status) -> bool:
        return is_past(task.due, self.as_of) and self._is_open(task, status)

    def _is_open(self, task: Task, status: Status) -> bool:
        """Whether reports leave a task in a state that can be late."""
        return (
            status not in NEVER_LATE and not task.is_withdrawn and self.plans[task.plan].is_tracked
        )

    def plan_years(self) -> list[int]:
        """Return the years that have plans, the latest first."""
        return sorted({year for years in self.years.values() for year in years}, reverse=True)

    def plans_of_year(self, year: int, authority: str = "") -> list[Plan]:
        """Return the plans in a year's views: all, or those of an authority (by id)."""
        return [plan for plan in self.plans_of(authority) if year in self.years[plan.id]]

    def tasks_of_plan(self, plan: Plan, year: int) -> tuple[Task, ...]:
        """Return the tasks of a plan that belong to a year, as printed; withdrawn ones too."""
        return tasks_of_year(plan, year, self.as_of)

    def tasks_of_year(self, year: int, authority: str = "") -> list[Task]:
        """Return the tasks that belong to a year: of all plans, or of those of an authority."""
        plans = self.plans_of_year(year, authority)
        return [task for plan in plans for task in self.tasks_of_plan(plan, year)]

    def tasks_moved(self, plan: Plan, year: int) -> list[Task]:
        """Return the tasks that decisions moved out of a year of a plan; parts inside theirs."""
        return self.outermost(tasks_moved(plan, year, self.as_of))

    def current_year(self, authority: str = "") -> int:
        """Return the current year of all plans, or of those of an authority; without plans, that of
        `as_of`."""
        return self.current_years.get(authority, self.as_of.year)

    def day_of_names(self, task: Task) -> date:
        """Return the day of which the names and members are that a task names now: that of its
        latest adjustment of units, else that of its plan."""
        return task.renamed.date if task.renamed else self.plans[task.plan].day

    def members(self, group: str, day: date) -> tuple[Unit, ...]:
        """Return the units that a group means on a day."""
        return tuple(self.registry.units[key] for key in self.registry.members(group, day))


class SiteContent(msgspec.Struct, frozen=True):
    """Everything that the sources of a site hold, drafts too."""

    config: Config
    registry: Registry
    topics: dict[str, Topic]
    plans: Sequence[Plan]
    pages: Sequence[FreePage]
    home: FreePage | None
    broken_plans: Collection[str] = ()
    """Ids of the plans that could not be read: references to them are accepted."""
    held: Collection[str] = ()
    """Ids of the plans that the review gate holds back: they count as drafts."""
    ledger: Sequence[PublishedPlan] = ()


def build_model(
    content: SiteContent,
    *,
    today: date | None = None,
    drafts: bool = False,
    match: Callable[[Plan, Plan], tuple[Match, ...]] = match_tasks,
    sounds: Mapping[str, str] | None = None,
) -> tuple[SiteModel, list[Diagnostic]]:
    """Return the model of a site, without drafts unless they are wanted.

    `match` finds the counterparts of an older plan's tasks in a newer one; `sounds` are the sort
    keys of the units' names, where they are known already. `today`, else `config.as_of`, is the
    day that deadlines are compared with; without either it is the latest of the office's own days,
    so that the same sources give the same site on any day.
    """
    config, every = content.config, _in_order(content)
    published = _public_plans(config, every, drafts)
    duties, passed = by_unit(published)
    as_of = today or config.as_of or _office_day(published.values(), content.ledger)
    years = {id: years_of_plan(plan, as_of) for id, plan in published.items()}
    previous = previous_plans(published)
    matches = {id: match(published[before], published[id]) for id, before in previous.items()}
    model = SiteModel(
        config=config,
        registry=content.registry,
        topics=content.topics,
        plans=published,
        pages=_pages(content, drafts),
        home=content.home,
        as_of=as_of,
        tasks={task.key: task for plan in published.values() for task in plan.tasks},
        duties=duties,
        passed=passed,
        in_columns=units_in_columns(published.values()),
        groups=group_tasks(published),
        derived=derived(published),
        years=years,
        current_years=current_years(published.values(), years, as_of),
        previous=previous,
        matches=matches,
        earlier={match.new: match for pairs in matches.values() for match in pairs},
        later={match.old: match for pairs in matches.values() for match in pairs},
        predecessors=predecessors(content.registry),
        sounds=dict(sort_keys(names_of(content.registry)) if sounds is None else sounds),
    )
    problems = [*check_plan_references(every, content.broken_plans), *_of_transfers(content, every)]
    return model, problems


def _public_plans(config: Config, every: Mapping[str, Plan], drafts: bool) -> dict[str, Plan]:
    hidden = frozenset() if drafts else {id for id, plan in every.items() if plan.draft}
    return {id: _published(config, plan, hidden) for id, plan in every.items() if id not in hidden}


def _in_order(content: SiteContent) -> dict[str, Plan]:
    """Return all plans by id, newest first; those that are held back are drafts."""
    return {
        plan.id: msgspec.structs.replace(plan, draft=True) if plan.id in content.held else plan
        for plan in sorted(content.plans, key=lambda plan: (-plan.year, plan.authority, plan.id))
    }


def _pages(content: SiteContent, drafts: bool) -> dict[str, FreePage]:
    pages = sorted(content.pages, key=lambda page: (page.weight, page.id))
    return {page.id: page for page in pages if drafts or not page.draft}


def _of_transfers(content: SiteContent, plans: Mapping[str, Plan]) -> Iterable[Diagnostic]:
    """Report what is wrong with transfers, where every plan could be read."""
    return () if content.broken_plans else check_transfers(content.registry, plans)


def _published(config: Config, plan: Plan, hidden: Collection[str]) -> Plan:
    """Return the plan as it is published: without assessments, unless they are public, and without
    references to those that are `hidden`."""
    if not config.shows_assessments and any(task.assessments for task in plan.tasks):
        tasks = tuple(msgspec.structs.replace(task, assessments=()) for task in plan.tasks)
        plan = msgspec.structs.replace(plan, tasks=tasks)
    return _without_hidden(plan, hidden)


def _without_hidden(plan: Plan, hidden: Collection[str]) -> Plan:
    """Return the plan without references to drafts, whose names must not show; the plan itself
    where there are none."""

    def is_open(name: str) -> bool:
        return name.partition("#")[0] not in hidden

    if not hidden or all(
        map(is_open, (*plan.based_on, *(b for t in plan.tasks for b in (*t.basis, t.continues))))
    ):
        return plan
    tasks = tuple(
        msgspec.structs.replace(
            task,
            basis=tuple(filter(is_open, task.basis)),
            continues=task.continues if is_open(task.continues) else "",
        )
        for task in plan.tasks
    )
    return msgspec.structs.replace(
        plan, based_on=tuple(filter(is_open, plan.based_on)), tasks=tasks
    )


def _office_day(plans: Iterable[Plan], ledger: Iterable[PublishedPlan]) -> date:
    """Return the latest day that the office itself states: in its plans, their corrections,
    adjustments and assessments, and its publications.

    Reports don't count: one unit's slip of the pen would make the tasks of others late.
    """
    days = [
        day
        for plan in plans
        for day in (
            plan.written,
            plan.published,
            *(correction.date for correction in plan.corrections),
            *(adjustment.date for task in plan.tasks for adjustment in task.adjustments),
            *(assessment.date for task in plan.tasks for assessment in task.assessments),
        )
        if day
    ]
    return max((*days, *(entry.latest_day for entry in ledger)), default=_UNDATED)
