"""What a unit has in a year, as pages show it: the current year by what is due first, other years
by plan, on pages of their own where they are too many for one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from gksite.model.entities import Task
from gksite.model.lateness import has_last_day, is_due_by
from gksite.model.reporting import Duty
from gksite.model.site import SiteModel
from gksite.model.statuses import CLOSED
from gksite.model.unit_years import (
    UnitFigures,
    UnitYear,
    figures_of,
    most_tasks,
    year_of_unit,
    years_of_unit,
)
from gksite.model.years import years_of_tasks
from gksite.pages.addresses import unit_year_path
from gksite.pages.due import by_deadline, is_duty_due_soon
from gksite.pages.parts import Link, PlanTasks, Progress, TaskLine
from gksite.pages.task_lists import plan_duties, plan_mentions, plan_tasks, year_title
from gksite.pages.view import View
from gksite.pages.wording import ROLE_ORDER
from gksite.values import Value

UNIT_TASKS_PER_PAGE = 150
"""This many tasks of other years than the current one stand folded on the page of a unit: it stays
below 60 KB as transferred, and a phone lays it out in less than 200 ms. A unit with more of them
has a page for each year."""

GROUPS = ("late", "soon", "later", "lasting", "done", "withdrawn")
"""The groups of a unit's duties, in their order: overdue, due soon, with another last day, without
one, reported as done, withdrawn."""


UNIT_YEAR_STRINGS = (
    *(f"unit.{name}" for name in GROUPS),
    *(f"unit.of_{way}" for way in ("names", "groups", "issue", "open")),
)


class RoleCount(Value, frozen=True):
    """How many of its duties a unit has in a role."""

    role: str
    label: str
    count: int


class DutyGroup(Value, frozen=True):
    """Duties of the current year that are alike: `kind` is one of `late`, `soon`, `later`,
    `lasting`, `done`, `withdrawn`."""

    kind: str
    title: str
    tasks: tuple[TaskLine, ...]
    count: int
    """How many of them figures count: all but parts that stand inside another one."""


class UnitPart(Value, frozen=True):
    """What a unit has in a year: duties in `groups` for the current year, else in `plans`; tasks
    that are no duties of it apart.

    Where the year has a page of its own, the lists are there, and `link` leads to it.
    """

    year: int
    """0 for tasks that belong to no year."""
    link: Link
    """`text` is the year in words."""
    total: int
    """Its duties, without those in withdrawn tasks: what every figure is out of."""
    figures: str
    """How it has its tasks: 点名2项、经集合单位6项、可能涉及7项."""
    counts: tuple[RoleCount, ...]
    progress: Progress
    """Of its duties, by its own reports."""
    groups: tuple[DutyGroup, ...] = ()
    plans: tuple[PlanTasks, ...] = ()
    passed: tuple[PlanTasks, ...] = ()
    """Duties that other units took over."""
    in_columns: tuple[PlanTasks, ...] = ()
    """Tasks that name it in a column of their document's own, each with the head of that: no
    duties."""
    open_groups: tuple[PlanTasks, ...] = ()
    """Tasks of open groups of its authority, which may mean it: said so."""
    of_several_plans: bool = False
    """Whether its duties are of more than one plan."""


def unit_part(
    view: View, key: str, part: UnitYear, *, is_current: bool, has_page: bool = False
) -> UnitPart:
    """Return what a unit has in a year; with lists, unless they are on a page of their own."""
    year, model = part.year, view.model
    counted = model.outermost_duties(part.duties)
    held = [duty for duty in counted if not model.tasks[duty.task].is_withdrawn]
    path = unit_year_path(key, year_name(year)) if has_page else ""
    whole = UnitPart(
        year=year,
        link=Link(year_title(view, year), path),
        total=len(held),
        figures=_figures(view, figures_of(model, part)),
        counts=_role_counts(view, held),
        progress=view.progress_of_duties(part.duties, year),
    )
    if has_page and not is_current:
        return whole
    return _with_lists(view, whole, part, counted, is_current=is_current)


def _with_lists(
    view: View, whole: UnitPart, part: UnitYear, counted: Collection[Duty], *, is_current: bool
) -> UnitPart:
    return UnitPart(
        year=whole.year,
        link=whole.link,
        total=whole.total,
        figures=whole.figures,
        counts=whole.counts,
        progress=whole.progress,
        groups=_groups(view, part, counted) if is_current else (),
        plans=() if is_current else plan_duties(view, part.duties, counted),
        passed=plan_duties(view, part.passed),
        in_columns=plan_mentions(view, part.in_columns),
        open_groups=plan_tasks(view, part.open_tasks),
        of_several_plans=len({duty.task.partition("#")[0] for duty in part.duties}) > 1,
    )


def _groups(view: View, part: UnitYear, counted: Collection[Duty]) -> tuple[DutyGroup, ...]:
    """Return the duties of a year by what is due first."""
    tasks, figures = view.model.tasks, {duty.task for duty in counted}
    found: dict[str, list[Duty]] = {name: [] for name in GROUPS}
    for duty in sorted(part.duties, key=lambda duty: by_deadline(tasks[duty.task])):
        found[_group_of(view.model, duty, part.year)].append(duty)
    return tuple(
        DutyGroup(
            name,
            view.words[f"unit.{name}"],
            tuple(map(view.duty_line, own)),
            sum(duty.task in figures for duty in own),
        )
        for name, own in found.items()
        if own
    )


def _group_of(model: SiteModel, duty: Duty, year: int) -> str:
    task = model.tasks[duty.task]
    if task.is_withdrawn:
        return "withdrawn"
    if model.is_duty_overdue(duty) and is_due_by(model.plans[task.plan], task, year):
        return "late"
    if duty.status in CLOSED:
        return "done"
    if is_duty_due_soon(model, duty):
        return "soon"
    return "later" if has_last_day(task.due) else "lasting"


def _figures(view: View, figures: UnitFigures) -> str:
    words = view.words
    parts = (
        ("unit.of_names", figures.named),
        ("unit.of_groups", figures.through_groups),
        ("unit.of_issue", figures.by_issue),
        ("unit.of_open", figures.may_mean),
    )
    return words["list.comma"].join(words.say(key, count=count) for key, count in parts if count)


def _role_counts(view: View, held: Sequence[Duty]) -> tuple[RoleCount, ...]:
    """Return in how many of its duties a unit leads, is responsible, cooperates."""
    counts = {role: sum(duty.role == role for duty in held) for role in ROLE_ORDER}
    return tuple(
        RoleCount(role, view.role_words[role], count) for role, count in counts.items() if count
    )


def has_year_pages(years: Mapping[int, UnitYear], current: int) -> bool:
    """Whether the tasks of a unit in other years than the current one are too many for its page."""
    others = set[str]().union(*(one.tasks for one in years.values() if one.year != current))
    return len(others) > UNIT_TASKS_PER_PAGE


def year_addresses(model: SiteModel) -> Iterable[tuple[str, str]]:
    """Return the address and the entity (`authority/unit#2024`) of each year of the units whose
    tasks fill more than one page, but the current one's."""
    known: dict[str, dict[str, frozenset[int]]] = {}

    def years_of(task: Task) -> frozenset[int]:
        if task.plan not in known:
            known[task.plan] = years_of_tasks(model.plans[task.plan], model.as_of)
        return known[task.plan][task.key]

    for key, unit in model.registry.units.items():
        if most_tasks(model, unit) > UNIT_TASKS_PER_PAGE:
            years, current = years_of_unit(model, unit, years_of), year_of_unit(model, unit)
            for year in years if has_year_pages(years, current) else ():
                if year != current:
                    yield unit_year_path(key, year_name(year)), f"{key}#{year}"


def year_name(year: int) -> str:
    """Return the name of a year in an address."""
    return str(year) if year else "undated"
