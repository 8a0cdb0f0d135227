"""The whole document around a plan's text: attachments, annexes, the notice that issues it, whom to
ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from gksite.content.annexes import build_annexes
from gksite.content.attachments import attachments_of
from gksite.content.notice import NOTICE_NAME, build_notice
from gksite.content.plan_sources import PlanSources
from gksite.content.records import PlanRecord
from gksite.diagnostics import Diagnostic, problem
from gksite.model.entities import Plan
from gksite.schema.validate import Place


def with_document(
    plan: Plan, sources: PlanSources, texts: Mapping[str, str], parsed: tuple[PlanRecord, Place]
) -> tuple[Plan, list[Diagnostic]]:
    """Return a plan with all that its folder holds of the document besides its text and tasks; and
    all that is wrong with it."""
    record, place = parsed
    attachments, problems = attachments_of(record, place, sources)
    annexes, of_annexes = build_annexes(record, place, [one.id for one in plan.lists], sources)
    notice = None
    if NOTICE_NAME in texts:
        path = f"{sources.folder}/{NOTICE_NAME}"
        notice, of_notice = build_notice(texts[NOTICE_NAME], path, parsed, annexes)
        problems += of_notice
    plan = msgspec.structs.replace(
        plan,
        contact=record.contact or "",
        attachments=attachments,
        annexes=annexes,
        order=record.order,
        notice=notice,
    )
    return plan, [*problems, *of_annexes, *_annexes_without_task(plan)]


def _annexes_without_task(plan: Plan) -> Iterable[Diagnostic]:
    """Report annexes whose task list holds no task: nothing but their title would be shown."""
    filled = {task.list for task in plan.tasks}
    for annex in plan.annexes if plan.is_whole else ():
        if annex.list and annex.list not in filled:
            yield problem("annex-without-task", annex.location, title=annex.title, list=annex.list)
