"""The context of a task's page."""

from __future__ import annotations

from typing import ClassVar

from gksite.model.entities import Plan, Task
from gksite.model.reporting import Indicator, Report
from gksite.pages import addresses
from gksite.pages.addresses import PageRequest
from gksite.pages.head import meta_tags, page_head
from gksite.pages.kind import PageKind
from gksite.pages.kinds.compare import deadline_differs, units_differ
from gksite.pages.parts import Day, DeadlineText, Fact, Link, Page, PageCode, RoleGroup, StatusMark
from gksite.pages.view import View
from gksite.pages.wording import number
from gksite.source.links import link_kind
from gksite.values import Value


def task_page(view: View, request: PageRequest) -> TaskPage:
    """Return a task: wording, roles, deadline, status, progress, indicators, bases, neighbours, the
    same task in other years."""
    model, words = view.model, view.words
    task = model.tasks[request.entity]
    plan = model.plans[task.plan]
    plan_link = view.plan_links[plan.id]
    position = view.position(task)
    title = words.say("page.task", number=task.number, title=task.title)
    description = words.say("description.task", plan=plan.title, title=task.title)
    earlier, later = model.earlier.get(task.key), model.later.get(task.key)
    return TaskPage(
        **page_head(
            view,
            request,
            f"{title} - {plan.title}",
            view.nav("plans"),
            plan_link,
            section="plans",
            description=description,
            plan=plan,
            meta=meta_tags(view, request, title=title, plan=plan, description=description),
        ),
        number=task.number,
        short_title=task.title,
        plan=plan_link,
        plan_part=_part(view, plan, task),
        text_html=task.html,
        code=view.code(request),
        roles=view.roles(task),
        units_printed=task.units_printed,
        open_ended=task.open_ended,
        deadline=view.deadline(task),
        status=view.status(task),
        tracked=view.is_tracked(plan.id),
        entries=tuple(entry_line(view, entry, task) for entry in reversed(task.reports)),
        indicators=tuple(indicator_line(view, indicator, task) for indicator in task.indicators),
        leader=task.leader,
        task_note=task.note,
        basis=tuple(view.basis_link(name) for name in task.basis),
        derived=tuple(view.basis_link(name) for name in model.derived.get(task.key, ())),
        topics=tuple(Link(model.topics[id].name, addresses.topic_path(id)) for id in task.topics),
        last_year=_same_task(view, earlier.old, task, stated=earlier.stated) if earlier else None,
        next_year=_same_task(view, later.new, task, stated=later.stated) if later else None,
        previous=_neighbour(view, plan.tasks, position - 1),
        next=_neighbour(view, plan.tasks, position + 1),
        in_text=f"task-{task.id}" if task.in_body else "",
    )


def _part(view: View, plan: Plan, task: Task) -> Link:
    """Return the link to the section of a plan in which a task stands."""
    section = next((section for section in plan.sections if section.id == task.section), None)
    if section is None:
        return Link("")
    path = view.plan_links[plan.id].path
    return Link(section.text, f"{path}#section-{section.id}" if section.line else path)


def entry_line(view: View, entry: Report, task: Task) -> EntryLine:
    """Return a progress entry in words."""
    units = {indicator.name: indicator.unit for indicator in task.indicators}
    return EntryLine(
        day=view.day(entry.date),
        status=view.statuses[entry.status],
        html=entry.html,
        unit=entry.unit,
        evidence=tuple(Link(e.title, site_path(e.url)) for e in entry.evidence),
        readings=tuple(
            Fact(r.indicator, f"{number(r.value)}{units.get(r.indicator, '')}")
            for r in entry.readings
        ),
    )


def site_path(target: str) -> str:
    """Return a link target of a source as templates want it: absolute, or from the root of the site
    without `/`."""
    return target if link_kind(target) == "external" else target.lstrip("/")


def _neighbour(view: View, tasks: tuple[Task, ...], position: int) -> Link | None:
    return view.task_link(tasks[position]) if 0 <= position < len(tasks) else None


def indicator_line(view: View, indicator: Indicator, task: Task) -> IndicatorLine:
    """Return an indicator of a task with its latest report."""
    target = indicator.target or 0.0
    reports = [
        (e.date, r.value) for e in task.reports for r in e.readings if r.indicator == indicator.name
    ]
    if not reports:
        return IndicatorLine(
            indicator.name,
            view.words.target(indicator),
            target,
            None,
            "",
            _maximum(target, 0),
            None,
            None,
        )
    day, value = reports[-1]
    reached = indicator.is_reached_by(value)
    text = f"{number(value)}{indicator.unit}"
    return IndicatorLine(
        indicator.name,
        view.words.target(indicator),
        target,
        value,
        text,
        100.0 if indicator.unit == "%" and max(value, target) <= 100 else _maximum(target, value),
        reached,
        view.day(day),
    )


def _maximum(target: float, value: float) -> float:
    """Return the right end of a meter: somewhat more than the largest value."""
    return max(target, value, 1.0) * 1.25


def _same_task(view: View, key: str, task: Task, *, stated: bool) -> SameTask:
    other = view.model.tasks[key]
    changes = []
    if other.text != task.text:
        changes.append("wording")
    if units_differ(other, task):
        changes.append("units")
    if (change := deadline_differs(view, other, task)) != "same":
        changes.append("deadline" if change == "date" else "deadline_wording")
    words = view.words
    said = (
        words["list.comma"].join(words[f"change.{name}"] for name in changes)
        if changes
        else words["change.same"]
    )
    return SameTask(view.task_link(other), view.plan_links[other.plan], stated, said)


class EntryLine(Value, frozen=True):
    """A progress entry."""

    day: Day
    status: StatusMark
    html: str
    unit: str
    evidence: tuple[Link, ...]
    readings: tuple[Fact, ...]


class IndicatorLine(Value, frozen=True):
    """An indicator: its target in words, its latest report, and a meter from 0 to
    `maximum`.

    `value` is None without a report; `reached` is None without a report.
    """

    name: str
    target: str
    target_value: float
    value: float | None
    value_text: str
    maximum: float
    reached: bool | None
    day: Day | None


class SameTask(Value, frozen=True):
    """The same task in another year's plan: `stated` by the source, or else of similar wording."""

    link: Link
    plan: Link
    stated: bool
    change: str
    """Words for what changed: 文字相同, 文字有改动, 单位有变化 …, joined."""


class TaskPage(Page, frozen=True, kw_only=True):
    """A task."""

    template: ClassVar[str] = "task.html"

    number: str
    short_title: str
    plan: Link
    plan_part: Link
    """The section, linked to its place in the plan's body; `path` "" where it has none."""
    text_html: str
    code: PageCode | None
    roles: tuple[RoleGroup, ...]
    units_printed: str
    open_ended: bool
    deadline: DeadlineText
    status: StatusMark | None
    tracked: bool
    entries: tuple[EntryLine, ...]
    """Newest first."""
    indicators: tuple[IndicatorLine, ...]
    leader: str
    task_note: str
    basis: tuple[Link, ...]
    derived: tuple[Link, ...]
    topics: tuple[Link, ...]
    last_year: SameTask | None
    next_year: SameTask | None
    previous: Link | None
    next: Link | None
    in_text: str
    """Fragment of the plan page where the wording stands, "" where the body does not hold it."""


TASK = PageKind(
    name="task",
    context=task_page,
    addresses=lambda model: (
        (addresses.task_path(task.key), task.key)
        for plan in model.plans.values()
        for task in plan.tasks
    ),
    depends_on="plan",
    source=lambda model, request: model.tasks[request.entity].location,
    strings=(
        "page.task",
        "description.task",
        "change.same",
        "change.wording",
        "change.units",
        "change.deadline",
        "change.deadline_wording",
    ),
    of_plan=True,
)
