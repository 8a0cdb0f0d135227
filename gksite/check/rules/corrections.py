"""更正: published content changes only with a public correction, and withdrawn content leaves a
tombstone (ledger of published plans)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from gksite.check.site_view import SiteView
from gksite.content.published import adjustment_marks
from gksite.diagnostics import Diagnostic, problem
from gksite.model.entities import Plan
from gksite.model.ledgers import PublishedPlan
from gksite.pages.addresses import plan_path, task_path

_LACKS = {
    "none": ("还没有说明这次改动的更正", "no correction says so"),
    "old": (
        "新增的更正早于上次发布的日期 {date}",
        "the new correction is dated before the last publication, {date}",
    ),
    "why": ("新增的更正没有写原因", "the new correction does not say why"),
}


def check_corrections(view: SiteView) -> Iterator[Diagnostic]:
    """A plan that says something else than when it was last published has a new public correction:
    dated that day or later, with what was changed and why.

    Progress, sign-offs, `corrections`, `aliases`, `previous` and `draft` of a plan, `topics` and
    `continues` of a task are no part of what it says.
    """
    for plan, entry in _published(view):
        if view.contents.get(plan.id, entry.digest) == entry.digest or _removed(plan, entry):
            continue
        if lack := _lack(plan, entry):
            chinese, english = (text.format(date=entry.day) for text in _LACKS[lack])
            day = max(view.as_of, entry.day)
            where = view.fields.of_plan(plan, "corrections")
            yield problem(
                "correction-missing",
                where,
                plan=plan.title,
                date=entry.day,
                reason=english,
                reason_zh=chinese,
                day=day,
            )


def check_kept_corrections(view: SiteView) -> Iterator[Diagnostic]:
    """A correction that was published stays: corrections are only ever added."""
    for plan, entry in _published(view):
        for day in _removed(plan, entry):
            yield problem(
                "correction-removed",
                view.fields.of_plan(plan, "corrections"),
                plan=plan.title,
                date=day,
            )


def check_kept_adjustments(view: SiteView) -> Iterator[Diagnostic]:
    """An adjustment that was published stays as it is: what was decided later is another one, and
    one that was entered by mistake is taken out with a new public correction that says so."""
    for plan, entry in _published(view):
        kept = {mark for mark, _, _ in adjustment_marks(plan)}
        tasks = {task.id for task in plan.tasks}
        gone = [mark.split(" ") for mark in entry.adjustments if mark not in kept]
        # A task that is gone is told of itself.
        gone = [words for words in gone if words[0] in tasks]
        if gone and _lack(plan, entry):
            for id, day, *_ in gone:
                yield problem(
                    "adjustment-removed",
                    view.fields.of_plan(plan, "corrections"),
                    plan=plan.title,
                    task=id,
                    date=day,
                    day=max(view.as_of, entry.day),
                )


def check_published_addresses(view: SiteView) -> Iterator[Diagnostic]:
    """A plan or task that was published is still there, or its address is answered by a
    tombstone or an alias."""
    plans = {plan.id: plan for plan in view.plans}
    for entry in view.published_plans:
        plan = plans.get(entry.plan)
        if plan is None and entry.plan in view.contents:
            continue  # The files exist but cannot be read, which is reported already.
        if _waits(view, entry.plan):
            continue  # It comes back when it is signed; `published-unsigned` says so.
        if plan is None or (plan.draft and plan.id not in view.held):
            gone = [(entry.title, plan_path(entry.plan))]
        else:
            kept = {task.id for task in plan.tasks} if plan.is_whole else set(entry.tasks)
            gone = [
                (f"{plan.title} {id}", task_path(f"{plan.id}#{id}"))
                for id in entry.tasks
                if id not in kept
            ]
        for title, address in gone:
            if address not in view.answered:
                yield problem(
                    "published-gone",
                    entry.location,
                    address=address,
                    title=title,
                    date=entry.day,
                    day=max(view.as_of, entry.day),
                )


def _published(view: SiteView) -> Iterator[tuple[Plan, PublishedPlan]]:
    """Yield the plans that are out, and not drafts again, each with its entry of the ledger.

    What a plan says that waits for signatures does not go out: its change is asked about when
    somebody signs it, and holds up nobody before.
    """
    entries = {entry.plan: entry for entry in view.published_plans}
    for plan in view.plans:
        if plan.id not in entries or not plan.is_whole or _waits(view, plan.id):
            continue
        if not plan.draft or plan.id in view.held:
            yield plan, entries[plan.id]


def _waits(view: SiteView, plan: str) -> bool:
    """Whether a plan is held back, and drafts are not looked at."""
    return plan in view.held and not view.shows_held


def _removed(plan: Plan, entry: PublishedPlan) -> list[date]:
    """Return the days of corrections that were published and are not there any more."""
    return sorted(
        (
            Counter(entry.corrections) - Counter(correction.date for correction in plan.corrections)
        ).elements()
    )


def _lack(plan: Plan, entry: PublishedPlan) -> str:
    """Return what the new corrections of a plan lack, as a key of _LACKS; "" where one of them
    suffices."""
    new = Counter(correction.date for correction in plan.corrections) - Counter(entry.corrections)
    if not new:
        return "none"
    if max(new) < entry.day:
        return "old"
    return (
        ""
        if any(
            correction.why
            for correction in plan.corrections
            if correction.date in new and correction.date >= entry.day
        )
        else "why"
    )
