"""The cascade of a plan: its tasks, and which tasks of the plans below carry them on; as a
picture and as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from gksite.model.entities import Plan, Task
from gksite.pages.addresses import PageRequest, cascade_path
from gksite.pages.head import page_head
from gksite.pages.kind import PageKind, plan_source
from gksite.pages.parts import Link, Page
from gksite.pages.selection import has_cascade
from gksite.pages.view import View
from gksite.values import Value

_LINE = 24.0
_LONGEST = 17
"""Characters of a task's title in the picture, where there is no room to break a line."""
_LEFT_EDGE, _RIGHT_EDGE = 330.0, 470.0
"""Where the lines between the two columns begin and end."""


def cascade_page(view: View, request: PageRequest) -> CascadePage:
    """Return the tasks of a plan beside those tasks of other plans whose basis they are."""
    model, words = view.model, view.words
    plan = model.plans[request.entity]
    below = {
        task.key: [
            model.tasks[key] for key in model.derived.get(task.key, ()) if key in model.tasks
        ]
        for task in plan.tasks
        if not task.parent or model.derived.get(task.key)
    }
    ids = list(dict.fromkeys(task.plan for tasks in below.values() for task in tasks))
    upper = {
        task.key: CascadeNode(_short(task), (index + 1) * _LINE, view.task_link(task))
        for index, task in enumerate(model.tasks[key] for key in below)
    }
    lower, heights, end = _lower_column(view, below, ids)
    carried = sum(bool(below[task.key]) for task in plan.whole_tasks)
    return CascadePage(
        **page_head(
            view,
            request,
            words.say("page.cascade", title=plan.title),
            view.nav("plans"),
            view.plan_links[plan.id],
            section="plans",
            plan=plan,
        ),
        plan=view.plan_links[plan.id],
        upper=tuple(upper.values()),
        lower=lower,
        lines=tuple(
            _curve(upper[key].y, heights[task.key])
            for key, tasks in below.items()
            for task in tasks
        ),
        height=max(end, len(upper) * _LINE) + _LINE,
        rows=_rows(view, plan, below, ids),
        carried=carried,
        text=words.say(
            "cascade.text", total=len(plan.whole_tasks), carried=carried, plans=len(ids)
        ),
    )


def _lower_column(
    view: View, below: Mapping[str, Sequence[Task]], ids: Iterable[str]
) -> tuple[tuple[CascadePlan, ...], dict[str, float], float]:
    """Return the plans `ids` with their tasks that stand `below` any task, the height of the line
    of each task by its key, and the lower end of the column."""
    wanted = {task.key for tasks in below.values() for task in tasks}
    plans: list[CascadePlan] = []
    heights: dict[str, float] = {}
    line = 0.0
    for id in ids:
        tasks = view.model.plans[id].tasks
        line += _LINE
        top = line
        nodes = []
        for task in tasks:
            if task.key in wanted:
                line += _LINE
                heights[task.key] = line
                nodes.append(CascadeNode(_short(task), line, view.task_link(task)))
        plans.append(
            CascadePlan(
                view.plan_links[id], top, tuple(nodes), len(view.model.plans[id].whole_tasks)
            )
        )
        line += _LINE / 2
    return tuple(plans), heights, line


def _rows(
    view: View, plan: Plan, below: Mapping[str, Sequence[Task]], ids: Sequence[str]
) -> tuple[CascadeRow, ...]:
    return tuple(
        CascadeRow(
            _named(view, task),
            tuple(
                tuple(_named(view, other) for other in below[task.key] if other.plan == id)
                for id in ids
            ),
        )
        for task in plan.tasks
        if task.key in below
    )


def _named(view: View, task: Task) -> Link:
    link = view.task_link(task)
    return Link(f"{task.number} {task.title}", link.path, link.note)


def _short(task: Task) -> str:
    text = f"{task.number} {task.title}"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _curve(left: float, right: float) -> str:
    middle = (_LEFT_EDGE + _RIGHT_EDGE) / 2
    return (
        f"M{_LEFT_EDGE:g} {left - 4:g}C{middle:g} {left - 4:g} {middle:g} {right - 4:g} "
        f"{_RIGHT_EDGE:g} {right - 4:g}"
    )


class CascadeNode(Value, frozen=True):
    """A task in the picture of a cascade: what stands there, the height of its line, and the
    task."""

    text: str
    y: float
    link: Link


class CascadePlan(Value, frozen=True):
    """A plan of the lower level: its link (`note` is the authority), the height of its title, its
    tasks that carry something on."""

    link: Link
    y: float
    nodes: tuple[CascadeNode, ...]
    count: int
    """Of all its tasks."""


class CascadeRow(Value, frozen=True):
    """A task of the upper plan, and by lower plan the tasks that carry it on."""

    task: Link
    cells: tuple[tuple[Link, ...], ...]


class CascadePage(Page, frozen=True, kw_only=True):
    """From the tasks of a plan to those of the plans below it: a picture, and the same as a
    table."""

    template: ClassVar[str] = "cascade.html"

    plan: Link
    upper: tuple[CascadeNode, ...]
    lower: tuple[CascadePlan, ...]
    lines: tuple[str, ...]
    """Each as the path of an SVG curve."""
    height: float
    rows: tuple[CascadeRow, ...]
    carried: int
    """Tasks of the plan that any lower plan carries on."""
    text: str


CASCADE = PageKind(
    name="cascade",
    context=cascade_page,
    addresses=lambda model: (
        (cascade_path(plan.id), plan.id)
        for plan in model.plans.values()
        if has_cascade(model, plan)
    ),
    depends_on="plan",
    source=plan_source,
    strings=("page.cascade", "cascade.text"),
    family="cascade",
    of_plan=True,
)
