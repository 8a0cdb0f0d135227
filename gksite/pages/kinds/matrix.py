"""The matrix of a plan: its units and its tasks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from gksite.model.entities import Plan, Task
from gksite.pages.addresses import PageRequest, matrix_path
from gksite.pages.head import page_head
from gksite.pages.kind import PageKind, plan_source
from gksite.pages.kinds.plan import views
from gksite.pages.parts import Link, Mention, Page
from gksite.pages.selection import has_matrix
from gksite.pages.view import View
from gksite.pages.wording import ROLE_ORDER
from gksite.values import Value


class MatrixMark(Value, frozen=True):
    """The mark of a role in the matrix: one character, and its word."""

    mark: str
    word: str


class MatrixRow(Value, frozen=True):
    """A task against all columns: `marks` are the columns where it has a role (`lead` …), each with
    the number of empty ones before.

    `rest` is the number of empty columns after the last mark.
    """

    id: str
    task: Link
    marks: tuple[tuple[int, str], ...]
    rest: int


class MatrixColumn(Value, frozen=True):
    """A unit or group; `count` of tasks."""

    unit: Mention
    count: int


class MatrixPage(Page, frozen=True, kw_only=True):
    """Units against tasks of a plan. `marks` are the marks of the roles that occur, by role in the
    fixed order."""

    template: ClassVar[str] = "matrix.html"

    plan: Link
    caption: str
    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]
    marks: dict[str, MatrixMark]
    views: tuple[Link, ...]


def matrix_page(view: View, request: PageRequest) -> MatrixPage:
    """Return the units and groups that a plan names, against its tasks; units in the order of their
    registries, groups last."""
    model, words = view.model, view.words
    plan = model.plans[request.entity]
    rows, counts = _holders(plan)
    order = [key for key in (*model.registry.units, *model.registry.groups) if key in counts]
    places = {key: number for number, key in enumerate(order)}
    columns = tuple(
        MatrixColumn(
            view.mention(
                _name(view, key),
                key if key in view.unit_links else "",
                key if key in view.group_links else "",
            ),
            counts[key],
        )
        for key in order
    )
    used = {role for _, own in rows for role in own.values()}
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
        caption=words.say("matrix.caption", title=plan.title, units=len(columns), tasks=len(rows)),
        columns=columns,
        rows=tuple(_matrix_row(view, task, own, places) for task, own in rows),
        marks={
            role: MatrixMark(words[f"mark.{role}"], words[f"role.{role}"])
            for role in ROLE_ORDER
            if role in used
        },
        views=tuple(link for link in views(view, plan) if link.path != request.path),
    )


def _holders(plan: Plan) -> tuple[list[tuple[Task, dict[str, str]]], dict[str, int]]:
    """Return the tasks of a plan with the roles of their units and groups by key, and the number of
    tasks of each of these."""
    rows: list[tuple[Task, dict[str, str]]] = []
    counts: dict[str, int] = {}
    for task in plan.tasks:
        own: dict[str, str] = {}
        for responsibility in task.responsibilities:
            holder = responsibility.unit or responsibility.group
            if holder and holder not in own:
                own[holder] = responsibility.role
                counts[holder] = counts.get(holder, 0) + 1
        rows.append((task, own))
    return rows, counts


def _matrix_row(
    view: View, task: Task, own: Mapping[str, str], places: Mapping[str, int]
) -> MatrixRow:
    marks: list[tuple[int, str]] = []
    done = 0
    for place, role in sorted((places[key], role) for key, role in own.items()):
        marks.append((place - done, role))
        done = place + 1
    return MatrixRow(f"t-{task.id}", view.task_link(task), tuple(marks), len(places) - done)


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
