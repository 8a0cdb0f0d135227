"""The matrix of a plan: its units and its tasks, each cell with the unit's own state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import msgspec

from gksite.model.entities import Task
from gksite.pages.addresses import PageRequest, matrix_path
from gksite.pages.head import page_head
from gksite.pages.kind import PageKind, plan_source
from gksite.pages.kinds.plan import views
from gksite.pages.parts import Link, Mention, Page, StatusMark
from gksite.pages.selection import has_matrix
from gksite.pages.view import View
from gksite.pages.wording import ROLE_ORDER
from gksite.values import Value


class MatrixMark(Value, frozen=True):
    """The mark of a role in the matrix: one character, and its word."""

    mark: str
    word: str


class MatrixDuty(Value, frozen=True):
    """A cell of the matrix: the role in which a unit has a task, and the unit's own state; `before`
    is the number of empty cells before it.

    `status` is None where nothing was ever reported of the plan, and for open groups, which have no
    duty. `via` is the name of the group through which the unit is meant.
    """

    before: int
    role: str
    status: StatusMark | None
    via: str = ""
    overdue: bool = False


class MatrixRow(Value, frozen=True):
    """A task against all columns: the cells that are not empty, and the number of empty ones after
    the last. `status` is the task's state, by the rule of the plan."""

    id: str
    task: Link
    status: StatusMark | None
    cells: tuple[MatrixDuty, ...]
    rest: int


class MatrixColumn(Value, frozen=True):
    """A unit, or a group that stands for no unit: how many tasks it has."""

    unit: Mention
    count: int


class MatrixLine(Value, frozen=True):
    """A task of a unit, with the unit's cell of the matrix."""

    task: Link
    duty: MatrixDuty


class MatrixUnit(Value, frozen=True):
    """A column of the matrix as a list: its tasks in their order."""

    column: MatrixColumn
    lines: tuple[MatrixLine, ...]


class MatrixPage(Page, frozen=True, kw_only=True):
    """Units against tasks of a plan. `marks` are the marks of the roles that occur, by role in the
    fixed order; `statuses` are the states that occur, in that of statuses."""

    template: ClassVar[str] = "matrix.html"

    plan: Link
    caption: str
    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]
    by_unit: tuple[MatrixUnit, ...]
    """The same unit by unit, for screens on which the columns have no room."""
    marks: dict[str, MatrixMark]
    statuses: tuple[StatusMark, ...]
    has_groups: bool
    """Whether a unit is meant through a group."""
    has_late: bool
    has_withdrawn: bool
    """Whether a row is of a withdrawn task, which no number counts."""
    views: tuple[Link, ...]


def matrix_page(view: View, request: PageRequest) -> MatrixPage:
    """Return the units that have duties in a plan, against its tasks: those of the registries in
    their order, then other names as printed, then the groups that stand for no unit."""
    model, words = view.model, view.words
    plan = model.plans[request.entity]
    named = [(task, _cells(view, task)) for task in plan.tasks]
    columns = _columns(view, named)
    places = {key: place for place, key in enumerate(columns)}
    rows = tuple(_row(view, task, cells, places) for task, cells in named)
    states = {cell.status for row in rows for cell in row.cells}
    roles = {cell.role for row in rows for cell in row.cells}
    counted = sum(not task.is_withdrawn for task in plan.whole_tasks)
    title = words.say("page.matrix", title=plan.title)
    return MatrixPage(
        **page_head(
            view,
            request,
            title,
            view.nav("plans"),
            view.plan_links[plan.id],
            section="plans",
            plan=plan,
        ),
        plan=view.plan_links[plan.id],
        caption=words.say("matrix.caption", title=plan.title, units=len(columns), tasks=counted),
        columns=tuple(columns.values()),
        rows=rows,
        by_unit=_by_unit(view, named, columns),
        marks={
            role: MatrixMark(words[f"mark.{role}"], words[f"role.{role}"])
            for role in ROLE_ORDER
            if role in roles
        },
        statuses=tuple(mark for mark in view.statuses.values() if mark in states),
        has_groups=any(cell.via for row in rows for cell in row.cells),
        has_late=any(cell.overdue for row in rows for cell in row.cells),
        has_withdrawn=any(task.is_withdrawn for task in plan.tasks),
        views=tuple(link for link in views(view, plan) if link.path != request.path),
    )


def _cells(view: View, task: Task) -> dict[str, MatrixDuty]:
    """Return the cells of a task by unit, or by group where that stands for no unit."""
    cells = {}
    for duty in task.duties:
        via = view.group_links[duty.group].text if duty.group else ""
        status = None if task.is_withdrawn else view.state(task, duty.status)
        late = view.model.is_duty_overdue(duty)
        cells[duty.holder] = MatrixDuty(0, duty.role, status, via, late)
    groups = {duty.group for duty in (*task.duties, *task.passed)}
    for printed in task.responsibilities:
        if printed.group and printed.group not in groups:
            cells.setdefault(printed.group, MatrixDuty(0, printed.role, None))
    return cells


def _columns(
    view: View, named: Sequence[tuple[Task, Mapping[str, MatrixDuty]]]
) -> dict[str, MatrixColumn]:
    """Return the columns by unit or group, each with the number of its tasks that were not
    withdrawn."""
    registry = view.model.registry
    counts: dict[str, int] = {}
    for task, cells in named:
        for key in cells:
            counts[key] = counts.get(key, 0) + (not task.is_withdrawn)
    known = registry.in_order(counts.keys() & registry.units.keys())
    groups = registry.in_order(counts.keys() & registry.groups.keys())
    others = [key for key in counts if key not in registry.units and key not in registry.groups]
    return {
        **{
            key: MatrixColumn(view.mention(_name(view, key), key, ""), counts[key]) for key in known
        },
        **{key: MatrixColumn(Mention(key, ""), counts[key]) for key in others},
        **{
            key: MatrixColumn(view.mention(_name(view, key), "", key), counts[key])
            for key in groups
        },
    }


def _by_unit(
    view: View,
    named: Sequence[tuple[Task, Mapping[str, MatrixDuty]]],
    columns: Mapping[str, MatrixColumn],
) -> tuple[MatrixUnit, ...]:
    """Return the columns as lists."""
    lines: dict[str, list[MatrixLine]] = {key: [] for key in columns}
    for task, cells in named:
        for key, cell in cells.items():
            lines[key].append(MatrixLine(view.task_link(task), cell))
    return tuple(MatrixUnit(columns[key], tuple(own)) for key, own in lines.items())


def _row(
    view: View, task: Task, cells: Mapping[str, MatrixDuty], places: Mapping[str, int]
) -> MatrixRow:
    placed = []
    end = 0
    for place, key in sorted((places[key], key) for key in cells):
        placed.append(msgspec.structs.replace(cells[key], before=place - end))
        end = place + 1
    return MatrixRow(
        f"t-{task.id}",
        view.task_link(task),
        view.status(task),
        tuple(placed),
        len(places) - end,
    )


def _name(view: View, key: str) -> str:
    return (view.unit_links.get(key) or view.group_links[key]).text


MATRIX = PageKind(
    name="matrix",
    context=matrix_page,
    addresses=lambda model: (
        (matrix_path(plan.id), plan.id) for plan in model.plans.values() if has_matrix(model, plan)
    ),
    depends_on="plan",
    source=plan_source,
    strings=("page.matrix", "matrix.caption", *(f"mark.{role}" for role in ROLE_ORDER)),
    family="matrix",
    of_plan=True,
)
