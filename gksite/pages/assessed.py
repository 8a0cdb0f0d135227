"""What assessments found, in words, beside what the units report."""

from __future__ import annotations

from msgspec.structs import replace

from gksite.model.assessments import findings, is_older
from gksite.model.entities import Task
from gksite.model.reporting import Assessment
from gksite.pages.parts import TaskLine
from gksite.pages.view import View
from gksite.pages.wording import Words
from gksite.schema.keys import Verdict
from gksite.values import Value


class AssessmentLine(Value, frozen=True):
    """An assessment of a duty, or of the whole task. `text` says it but for its note:
    经核查：属实（2025年9月10日，区政府督查室）.

    `unit` is the name of the unit, or the words for the whole task. `older` says that the unit has
    reported since, "" where it has not.
    """

    unit: str
    verdict: Verdict
    text: str
    html: str
    older: str


def assessment_lines(words: Words, task: Task) -> tuple[AssessmentLine, ...]:
    """Return the assessments of a task, the newest first."""
    return tuple(_line(words, task, item) for item in reversed(task.assessments))


def _line(words: Words, task: Task, item: Assessment) -> AssessmentLine:
    return AssessmentLine(
        unit=assessed_unit(words, item),
        verdict=item.verdict,
        text=words.say(
            "assessment.found",
            verdict=words[f"verdict.{item.verdict}"],
            day=words.date(item.date),
            by=item.by,
        ),
        html=item.html,
        older=words["assessment.older"] if is_older(task, item) else "",
    )


def assessed_unit(words: Words, item: Assessment) -> str:
    """Return the name of the unit whose duty was assessed, or the words for the whole task."""
    return item.unit or words["assessment.whole"]


def assessed_mark(view: View, task: Task) -> str:
    """Return what assessments found of a task in a few words (经核查属实); "" where nobody assessed it,
    unless the rule of its plan asks for it."""
    words, found = view.words, findings(task)
    if found is None:
        rule = view.model.plans[task.plan].task_status
        return words["assessed.none"] if rule == "assessed" and not task.is_withdrawn else ""
    total = found.older + sum(count for _, count in found.verdicts)
    parts = [
        words[f"verdict.{name}"] + (str(count) if total > 1 else "")
        for name, count in found.verdicts
    ]
    text = words.say("assessed.found", found=words["list.comma"].join(parts)) if parts else ""
    if found.older:
        older = words.say("assessed.older", count=found.older)
        text = (
            words["clause.separator"].join((text, older)) if text else words["assessed.all_older"]
        )
    if found.assessed < found.of:
        text += words.say("assessed.part", count=found.assessed, total=found.of)
    return text


def assessed_line(view: View, task: Task) -> TaskLine:
    """Return a task in the list of its plan, with its units and what assessments found."""
    line = view.task_line(task, with_roles=True)
    return replace(line, assessed=mark) if (mark := assessed_mark(view, task)) else line


def assessed_facts(view: View, task: Task) -> tuple[str, ...]:
    """Return what the only unit of a task reports (单位报已完成), and what assessments found, as two
    facts; nothing where its plan's states do not go by assessments. Of several units the page says
    elsewhere how they stand."""
    if view.model.plans[task.plan].task_status != "assessed" or task.is_withdrawn:
        return ()
    words, reported = view.words, ""
    if len(task.duties) == 1 and view.is_tracked(task.plan):
        key = "unreported" if task.status == "unreported" else "reported"
        reported = words.say(f"assessed.{key}", status=words[f"status.{task.status}"])
    return tuple(filter(None, (reported, assessed_mark(view, task))))


def assessment_news(words: Words, item: Assessment) -> str:
    """Return an assessment in a line of the log of changes."""
    found = words.say(
        "assessment.news",
        unit=assessed_unit(words, item),
        verdict=words[f"verdict.{item.verdict}"],
        by=item.by,
    )
    return f"{found}{words['colon']}{item.note}" if item.note else found
