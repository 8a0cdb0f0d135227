"""How the duties of a task stand, in words: their numbers, whose word they are, and the decisions
that changed the task."""

from __future__ import annotations

from gksite.model.changes import changes_of
from gksite.model.entities import Task
from gksite.model.reporting import Adjustment, Report
from gksite.notation.values import Deadline
from gksite.pages.parts import DutyCount
from gksite.pages.view import View
from gksite.pages.wording import Words


def count_of_members(view: View, task: Task, group: str) -> DutyCount | None:
    """Return how the members of a group stand in a task that names it; None where nothing can be
    said of them, or the task has the state of its parts."""
    if task.is_withdrawn or task.rolls_up or not view.is_tracked(task.plan):
        return None
    plan = view.model.plans[task.plan]
    named = plan.members_of(group, view.model.day_of_names(task))
    members = {member.unit or member.name for member in named}
    states = [
        duty.status
        for duty in task.duties
        if duty.group == group or duty.holder in members or not members.isdisjoint(duty.came_from)
    ]
    return view.words.duty_count((), states) if states else None


def rule_text(view: View, task: Task) -> str:
    """Return by which rule a task's state follows from its duties; "" where it has only one, or its
    state is that of its parts."""
    if len(task.duties) < 2 or task.rolls_up or task.is_withdrawn or not view.is_tracked(task.plan):
        return ""
    leads = sum(duty.role == "lead" for duty in task.duties)
    if not leads or view.model.plans[task.plan].task_status == "all":
        return view.words["duties.rule_all"]
    return view.words["duties.rule_lead" if leads == 1 else "duties.rule_leads"]


def source_text(view: View, task: Task) -> str:
    """Return whose word the state of a task is, and of which day; "" where no report counts."""
    counted = [report for report in task.reports if report.standing == "counted"]
    if not counted or task.is_withdrawn or task.rolls_up:
        return ""
    words = view.words
    if len(task.duties) > 1:
        return words.say("duties.by_units", day=words.date(counted[-1].date))
    last = max(counted, key=Report.order)
    if not last.unit:
        return words.say("duties.by_nobody", day=words.date(last.date))
    return words.say("duties.by_unit", unit=last.unit, day=words.date(last.date))


def issue_text(view: View, task: Task) -> str:
    """Return that a task names no unit, so that its plan's issuer has it, and who reported it; ""
    where it names one."""
    own = next((duty for duty in (*task.passed, *task.duties) if duty.by_issue), None)
    if own is None:
        return ""
    words = view.words
    key = "duties.unnamed" if task.responsibilities else "duties.no_units"
    text = words.say(key, issuer=own.name)
    names = dict.fromkeys(
        report.unit
        for report in task.reports
        if report.unit and report.standing in ("counted", "passed")
    )
    if names:
        reporters = words.say("duties.reporters", units=words["list.separator"].join(names))
        text = f"{text}{words['clause.separator']}{reporters}"
    return text


# ── what became of a report ───────────────────────────────────────────────────────────────────────


def standing_text(words: Words, report: Report, count: int) -> str:
    """Return why a report counts for nobody in a task of `count` duties, or what it corrects; ""
    where it simply counts."""
    parts = []
    if report.corrects:
        parts.append(words.say("report.corrects", day=words.date(report.corrects)))
    if report.standing == "passed":
        parts.append(words["report.passed"])
    elif report.standing == "apart":
        is_unsigned = not report.unit and count > 1
        parts.append(words["report.unsigned" if is_unsigned else "report.apart"])
    elif report.taken_back:
        act = report.taken_back
        day = words.date(act.date)
        if act.corrected:
            parts.append(words.say("report.corrected", day=day))
        else:
            key = "report.taken_back_by" if act.by else "report.taken_back"
            why = f"{words['colon']}{act.why}" if act.why else ""
            parts.append(f"{words.say(key, day=day, unit=act.by)}{why}")
    return words["clause.separator"].join(parts)


# ── decisions ─────────────────────────────────────────────────────────────────────────────────────


def adjustment_texts(words: Words, task: Task) -> tuple[str, ...]:
    """Return the decisions that changed a task, the oldest first («原定6月底前，经区政府第8次常务会议
    同意延至12月底（2025年9月30日）：汛期停工»)."""
    texts = []
    for change in changes_of(task):
        text = _adjustment_text(words, change.decision, change.before)
        target = change.target
        texts.append(f"{target.label}{words['colon']}{text}" if target else text)
    return tuple(texts)


def _adjustment_text(words: Words, adjustment: Adjustment, before: Deadline) -> str:
    by = words.say("adjusted.by", who=adjustment.approved_by) if adjustment.approved_by else ""
    day = words.date(adjustment.date)
    parts = []
    if after := adjustment.deadline:
        old = words.deadline_words(before) or words["adjusted.unset"]
        key = f"adjusted.{_direction(before, after)}"
        parts.append(words.say(key, before=old, after=words.deadline_words(after), by=by, day=day))
    if adjustment.withdrawn:
        parts.append(words.say("adjusted.withdrawn", by=by, day=day))
    if adjustment.units_printed:
        units = adjustment.units_printed
        parts.append(words.say("adjusted.units", units=units, by=by, day=day))
    if adjustment.text:
        parts.append(words.say("adjusted.text", text=adjustment.text, by=by, day=day))
    if adjustment.what or not parts:
        parts.append(words.say("adjusted.what", what=adjustment.what, by=by, day=day))
    why = f"{words['colon']}{adjustment.why}" if adjustment.why else ""
    return f"{words['clause.separator'].join(parts)}{why}"


def _direction(before: Deadline, after: Deadline) -> str:
    if before.end and after.end and before.end != after.end:
        return "later" if before.end < after.end else "earlier"
    return "changed"
