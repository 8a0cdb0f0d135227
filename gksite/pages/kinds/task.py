"""The context of a task's page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from gksite.model.completion import completed_on
from gksite.model.entities import Plan, Task
from gksite.model.lateness import has_last_day
from gksite.model.reporting import Indicator
from gksite.model.states import total
from gksite.pages import addresses
from gksite.pages.addresses import PageRequest
from gksite.pages.assessed import AssessmentLine, assessed_facts, assessment_lines
from gksite.pages.duty_words import (
    issue_text,
    rule_text,
    source_text,
)
from gksite.pages.head import PageHead, meta_tags, page_head
from gksite.pages.kind import PageKind
from gksite.pages.kinds.compare import deadline_differs, units_differ
from gksite.pages.kinds.open_cells import CellLine, cell_lines
from gksite.pages.kinds.pictures import indicator_state
from gksite.pages.kinds.plan_changes import CorrectionLine, correction_lines
from gksite.pages.kinds.task_duties import (
    DecisionLine,
    DutyRow,
    EntryLine,
    TransferLine,
    decision_lines,
    duty_rows,
    entry_line,
    transfer_lines,
)
from gksite.pages.kinds.task_targets import (
    TargetLine,
    part_lines,
    parts_text,
    target_lines,
    whole_link,
)
from gksite.pages.parts import (
    Day,
    DeadlineText,
    Link,
    Mention,
    Page,
    PageCode,
    RoleGroup,
    StatusMark,
    TaskLine,
    Ticks,
)
from gksite.pages.text_marks import marked_text
from gksite.pages.ticks import TICK_STRINGS, ticks_of
from gksite.pages.view import View
from gksite.pages.wording import number
from gksite.schema.keys import ColumnKind
from gksite.values import Value

_KINDS: tuple[ColumnKind, ...] = ("leader", "note")


def task_page(view: View, request: PageRequest) -> TaskPage:
    """Return a task: all that a plan and its reports say of it, and the same in other years."""
    model = view.model
    task = model.tasks[request.entity]
    plan = model.plans[task.plan]
    return TaskPage(
        **_head(view, request, task, plan),
        number=task.number,
        short_title=task.title,
        plan=view.plan_links[plan.id],
        plan_part=_part(view, plan, task),
        text_html=marked_text(task.html),
        code=view.code(request),
        roles=view.roles(task),
        units_printed=_units_printed(plan, task),
        open_ended=task.open_ended,
        deadline=view.deadline(task),
        ticks=ticks_of(view, task, with_names=True),
        status=view.status(task),
        tracked=view.is_tracked(plan.id),
        adjustments=decision_lines(view, task),
        corrections=correction_lines(view, plan, task),
        states=duties.text if (duties := view.duty_count(task)) else "",
        done=_done_text(view, plan, task),
        rule=rule_text(view, task),
        source=source_text(view, task),
        by_issue=issue_text(view, task),
        transfers=transfer_lines(view, task),
        duties=duty_rows(view, task),
        assessed=assessed_facts(view, task),
        assessments=assessment_lines(view.words, task),
        entries=tuple(entry_line(view, entry, task) for entry in reversed(task.reports)),
        targets=target_lines(view, task),
        parts=part_lines(view, task),
        parts_text=parts_text(view, task),
        whole=whole_link(view, task),
        indicators=tuple(indicator_line(view, indicator, task) for indicator in task.indicators),
        leader=task.leader,
        task_note=task.note,
        heads={kind: head for kind in _KINDS if (head := _head_of(plan, task, kind))},
        cells=cell_lines(view, plan, task),
        basis=tuple(view.basis_link(name) for name in task.basis),
        derived=tuple(view.basis_link(name) for name in model.derived.get(task.key, ())),
        topics=_topics(view, task),
        last_year=_last_year(view, task),
        next_year=_next_year(view, task),
        previous=_neighbour(view, plan, task, -1),
        next=_neighbour(view, plan, task, 1),
        in_text=f"task-{task.id}" if task.in_body else "",
    )


def _done_text(view: View, plan: Plan, task: Task) -> str:
    """Return on which day a task was reported done, and how many days before or after its last day
    that is; "" where it is not."""
    day, words = completed_on(plan, task), view.words
    if day is None:
        return ""
    text = words.say("done.on", day=words.date(day))
    if not has_last_day(task.due) or task.due.end is None:
        return text
    days = (task.due.end - day).days
    key = "done.early" if days > 0 else "done.late" if days < 0 else "done.same"
    return text + words.say(key, count=abs(days))


def _head(view: View, request: PageRequest, task: Task, plan: Plan) -> PageHead:
    words = view.words
    title = words.say("page.task", number=task.number, title=task.title)
    description = words.say("description.task", plan=plan.title, title=task.title)
    return page_head(
        view,
        request,
        f"{title} - {plan.title}",
        view.nav("plans"),
        view.plan_links[plan.id],
        section="plans",
        description=description,
        plan=plan,
        meta=meta_tags(view, request, title=title, plan=plan, description=description),
    )


def _units_printed(plan: Plan, task: Task) -> str:
    """Return the responsibility as printed; "" where columns of their own have it, whose cells the
    roles repeat word by word."""
    by_role: dict[str, list[str]] = {}
    for one in task.responsibilities:
        by_role.setdefault(one.role, []).append(one.printed)
    is_cells = _head_of(plan, task, "lead") or _head_of(plan, task, "responsible")
    cells = "；".join(map("、".join, by_role.values()))
    return "" if is_cells and task.units_printed == cells else task.units_printed


def _head_of(plan: Plan, task: Task, kind: ColumnKind) -> str:
    """Return the printed head of the column of this kind in a task's list; "" without one."""
    task_list = next((one for one in plan.lists if one.id == task.list), None)
    columns = task_list.columns if task_list else ()
    return next((column.head for column in columns if column.kind == kind), "")


def _topics(view: View, task: Task) -> tuple[Link, ...]:
    topics = view.model.topics
    return tuple(Link(topics[id].name, addresses.topic_path(id)) for id in task.topics)


def _part(view: View, plan: Plan, task: Task) -> Link:
    """Return the link to the section of a plan in which a task stands."""
    section = next((section for section in plan.sections if section.id == task.section), None)
    if section is None:
        return Link("")
    path = view.plan_links[plan.id].path
    return Link(section.text, f"{path}#section-{section.id}" if section.line else path)


def _neighbour(view: View, plan: Plan, task: Task, steps: int) -> Link | None:
    place = view.position(task) + steps
    return view.task_link(plan.tasks[place]) if 0 <= place < len(plan.tasks) else None


def indicator_line(view: View, indicator: Indicator, task: Task) -> IndicatorLine:
    """Return an indicator of a task: the total by its rule, and what each unit reported."""
    answer, words = total(task, indicator), view.words
    target = indicator.target or 0.0
    largest = max(target, answer.value or 0.0)
    is_shared = answer.of > 1
    return IndicatorLine(
        name=indicator.name,
        target=words.target(indicator),
        target_value=target,
        value=answer.value,
        value_text="" if answer.value is None else f"{number(answer.value)}{indicator.unit}",
        maximum=100.0 if indicator.unit == "%" and largest <= 100 else _maximum(largest),
        reached=answer.reached,
        state=indicator_state(view, task, indicator, answer),
        day=view.day(answer.day) if answer.day else None,
        rule=words[f"indicator.total_{indicator.total}"] if is_shared else "",
        reported=words.say("indicator.units", count=len(answer.figures), total=answer.of)
        if is_shared
        else "",
        figures=tuple(
            UnitFigure(
                view.mention(figure.duty.name, figure.duty.unit, ""),
                f"{number(figure.value)}{indicator.unit}",
                view.day(figure.day),
            )
            for figure in (answer.figures if is_shared else ())
        ),
    )


def _maximum(largest: float) -> float:
    """Return the right end of a meter: somewhat more than the largest value."""
    return max(largest, 1.0) * 1.25


def _last_year(view: View, task: Task) -> SameTask | None:
    match = view.model.earlier.get(task.key)
    return _same_task(view, match.old, task, stated=match.stated) if match else None


def _next_year(view: View, task: Task) -> SameTask | None:
    match = view.model.later.get(task.key)
    return _same_task(view, match.new, task, stated=match.stated) if match else None


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


class UnitFigure(Value, frozen=True):
    """The latest figure that a unit reported."""

    unit: Mention
    text: str
    day: Day


class IndicatorLine(Value, frozen=True):
    """An indicator: its target in words, its total by its rule, and a meter from 0 to `maximum`.

    `value` is None where there is no total; `reached` is None where nothing can be said yet, and
    `state` says which in words. `rule`, `reported` (how many units reported a figure) and `figures`
    are empty for a task of one unit.
    """

    name: str
    target: str
    target_value: float
    value: float | None
    value_text: str
    maximum: float
    reached: bool | None
    state: str
    day: Day | None
    rule: str
    reported: str
    figures: tuple[UnitFigure, ...]


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
    adjustments: tuple[DecisionLine, ...]
    """The decisions that changed the task, the oldest first."""
    corrections: tuple[CorrectionLine, ...]
    """What was misprinted in it and is right now."""
    states: str
    """How its duties stand, in numbers; "" where it has only one."""
    ticks: Ticks | None
    """The terms of a recurring deadline; None of another."""
    done: str
    """On which day it was reported done, beside its last day; "" where it is not done."""
    rule: str
    """By which rule `status` follows from them."""
    source: str
    """Whose word it is, and of which day."""
    by_issue: str
    """That it names nobody, and who reported it; "" where it names units."""
    transfers: tuple[TransferLine, ...]
    duties: tuple[DutyRow, ...]
    """Those that passed to other units stand last."""
    assessed: tuple[str, ...]
    """Where its plan's states go by assessments: what its only unit says, and what was found."""
    assessments: tuple[AssessmentLine, ...]
    """Newest first."""
    entries: tuple[EntryLine, ...]
    """Newest first; also those that count for nobody."""
    targets: tuple[TargetLine, ...]
    parts: tuple[TaskLine, ...]
    parts_text: str
    """How many of its parts are done, and whether its state is theirs."""
    whole: Link | None
    """The task whose part it is."""
    indicators: tuple[IndicatorLine, ...]
    leader: str
    task_note: str
    heads: Mapping[str, str]
    """The printed heads of these two (分管领导), by `leader` and `note`, where columns have them."""
    cells: tuple[CellLine, ...]
    """In columns of the document's own, in printed order."""
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
        *TICK_STRINGS,
        *(f"done.{key}" for key in ("on", "early", "late", "same")),
        "page.task",
        "description.task",
        "change.same",
        "change.wording",
        "change.units",
        "change.deadline",
        "change.deadline_wording",
        "target.value",
        "target.value_now",
        "parts.done",
        "parts.rule",
    ),
    of_plan=True,
)
