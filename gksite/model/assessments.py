"""What assessments say of a task now: the last word of each assessor, and whether the unit has
reported since. They change no state."""

from __future__ import annotations

from datetime import date

import msgspec

from gksite.model.entities import Task
from gksite.model.reporting import Assessment
from gksite.schema.keys import VERDICTS, Verdict


class Findings(msgspec.Struct, frozen=True):
    """What the last words on a task say together: how many of each verdict, those apart after which
    their units reported again (`older`), and of how many of its duties they are (`of`)."""

    verdicts: tuple[tuple[Verdict, int], ...]
    older: int
    assessed: int
    of: int


def last_words(task: Task) -> tuple[Assessment, ...]:
    """Return the last assessment by each assessor of each duty that counts, and of the whole task;
    none from before a transfer brought the unit its duty, or any unit one of the whole task's."""
    begins = {duty.holder: duty.since or date.min for duty in task.duties}
    begins[""] = max((duty.passed_on or date.min for duty in task.passed), default=date.min)
    last = {(item.holder, item.assessor): item for item in task.assessments}
    return tuple(
        item for item in last.values() if item.holder in begins and begins[item.holder] <= item.date
    )


def is_older(task: Task, assessment: Assessment) -> bool:
    """Whether the unit, or any unit where the whole task is meant, reported after the day of an
    assessment: then it says nothing of the state now."""
    return any(
        report.date > assessment.date
        and report.standing == "counted"
        and assessment.holder in ("", task.duties[report.duty].holder)
        for report in task.reports
    )


def findings(task: Task) -> Findings | None:
    """Return what the last words on a task say together; None where there are none."""
    if not (words := last_words(task) if task.assessments else ()):
        return None
    current = [item.verdict for item in words if not is_older(task, item)]
    whole = any(not item.holder for item in words)
    return Findings(
        tuple((name, current.count(name)) for name in VERDICTS.values() if name in current),
        len(words) - len(current),
        len(task.duties) if whole else len({item.holder for item in words}),
        len(task.duties),
    )
