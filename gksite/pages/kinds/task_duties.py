"""Who has a task and what each reported: the rows of its duties, its transfers, and its reports."""

from __future__ import annotations

from gksite.model.entities import Task
from gksite.model.holders import counted_before
from gksite.model.reporting import Duty, Report
from gksite.pages.duty_words import adjustment_texts, standing_text
from gksite.pages.parts import Day, Fact, Link, Mention, StatusMark
from gksite.pages.view import View
from gksite.pages.wording import number
from gksite.source.links import link_kind
from gksite.values import Value


def decision_lines(view: View, task: Task) -> tuple[DecisionLine, ...]:
    """Return the decisions that changed a task, the oldest first; then those that withdrew tasks
    above it, and that all its parts were withdrawn."""
    texts = adjustment_texts(view.words, task)
    own = [
        DecisionLine(text, adjustment.withdrawn)
        for text, adjustment in zip(texts, task.adjustments, strict=True)
    ]
    above = [
        DecisionLine(view.words.say("adjusted.with_whole", task=_name(whole), text=text), True)
        for whole in (view.model.tasks[key] for key in view.model.above(task))
        for text, adjustment in zip(
            adjustment_texts(view.words, whole), whole.adjustments, strict=True
        )
        if adjustment.withdrawn
    ]
    parts = [DecisionLine(view.words["adjusted.with_parts"], True)] if task.withdrawn_below else []
    return (*own, *above, *parts)


def _name(task: Task) -> str:
    return f"{task.number} {task.title}".strip()


def duty_rows(view: View, task: Task) -> tuple[DutyRow, ...]:
    """Return a row for each duty of a task, then one for each that passed on."""
    passed = tuple(
        _row(view, task, duty, _last_before(task, duty), is_passed=True) for duty in task.passed
    )
    return (
        *(
            _row(view, task, duty, _last_counted(task, place))
            for place, duty in enumerate(task.duties)
        ),
        *passed,
    )


def _row(
    view: View, task: Task, duty: Duty, latest: Report | None, *, is_passed: bool = False
) -> DutyRow:
    # What nobody reported is no statement where nothing was, or nothing had to be any more.
    is_said = latest is not None or not (task.is_withdrawn or is_passed)
    state = latest.status if is_passed and latest else duty.status
    return DutyRow(
        unit=view.mention(duty.name, duty.unit, ""),
        via=view.group_links[duty.group] if duty.group else None,
        role=view.role_words[duty.role],
        status=view.statuses[state] if is_said and view.is_tracked(task.plan) else None,
        overdue=not is_passed and view.model.is_duty_overdue(duty),
        latest=entry_line(view, latest, task) if latest else None,
        reporter=latest.unit if latest and latest.reporter != duty.unit else "",
        passed=is_passed,
    )


def _last_counted(task: Task, place: int) -> Report | None:
    """Return the last report that counts for a duty, be it on a target and the state of the duty
    older; None where the duty has the state of parts."""
    own = (report for report in task.reports if report.duty == place)
    return max(own, key=Report.order, default=None) if task.duties[place].latest >= 0 else None


def _last_before(task: Task, duty: Duty) -> Report | None:
    """Return the last report of a duty before it passed on."""
    own = (report for report in task.reports if counted_before(report, duty))
    return max(own, key=Report.order, default=None)


def transfer_lines(view: View, task: Task) -> tuple[TransferLine, ...]:
    """Return the transfers that took duties of a task to other units."""
    return tuple(
        TransferLine(
            day=view.day(duty.passed_on),
            to=view.unit_links[duty.passed_to],
            before=Link(duty.name, view.unit_links[duty.unit].path),
            basis=_basis(view, task, duty),
        )
        for duty in task.passed
        if duty.passed_on and duty.passed_to
    )


def _basis(view: View, task: Task, duty: Duty) -> str:
    return next(
        (
            transfer.basis
            for _, transfer in view.model.transfers_from.get(duty.unit, ())
            if (transfer.to, transfer.on) == (duty.passed_to, duty.passed_on)
            and transfer.covers(task.plan, task.key, *view.model.above(task))
        ),
        "",
    )


def entry_line(view: View, entry: Report, task: Task) -> EntryLine:
    """Return a report in words."""
    units = {indicator.name: indicator.unit for indicator in task.indicators}
    standing = standing_text(view.words, entry, len(task.duties))
    if entry.location.line in view.model.waiting.get(task.plan, ()):
        parts = [view.words["report.waits"], *([standing] if standing else [])]
        standing = view.words["clause.separator"].join(parts)
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
        counts=entry.standing == "counted",
        taken_back=entry.taken_back is not None,
        standing=standing,
        target=next((t.label for t in task.targets if t.id == entry.target), ""),
    )


def site_path(target: str) -> str:
    """Return a link target of a source as templates want it: absolute, or from the root of the site
    without `/`."""
    return target if link_kind(target) == "external" else target.lstrip("/")


class DecisionLine(Value, frozen=True):
    """A decision that changed a task, in words; `withdrawn` where it withdrew the task."""

    text: str
    withdrawn: bool


class EntryLine(Value, frozen=True):
    """A report."""

    day: Day
    status: StatusMark
    html: str
    unit: str
    evidence: tuple[Link, ...]
    readings: tuple[Fact, ...]
    counts: bool
    """Whether it counts for a duty."""
    taken_back: bool
    standing: str
    """Why it counts for nobody, and what it corrects, in words; "" where it simply counts."""
    target: str = ""
    """The target that it is on; "" where it is on the task."""


class DutyRow(Value, frozen=True):
    """A duty of a task: who has it, and what the unit reported last."""

    unit: Mention
    via: Link | None
    """The group through which the unit is meant."""
    role: str
    status: StatusMark | None
    """None where nothing was ever reported of the plan, or nothing of a duty that has ended."""
    overdue: bool
    latest: EntryLine | None
    reporter: str
    """Who reported it, where that is another unit: tasks that name nobody."""
    passed: bool
    """Whether another unit took it over: `latest` is the last report before that."""


class TransferLine(Value, frozen=True):
    """A transfer: since `day` the unit `to` has the duty that `before` had."""

    day: Day
    to: Link
    before: Link
    basis: str
