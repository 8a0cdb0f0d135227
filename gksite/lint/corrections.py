"""更正: what was published changes only with a public correction, and what was taken back leaves a tombstone (the ledger of published plans)."""

from __future__ import annotations

from collections.abc import Iterator

from gksite.diagnostics import Diagnostic, problem
from gksite.lint.site_view import SiteView
from gksite.model.entities import Plan
from gksite.model.published import PublishedPlan
from gksite.pages.routing import plan_path, task_path

_LACKS = {
    "none": ("还没有说明这次改动的更正", "no correction says so"),
    "old": ("新增的更正早于上次发布的日期 {date}", "the new correction is dated before the last publication, {date}"),
    "why": ("新增的更正没有写原因", "the new correction does not say why"),
}


def check_corrections(view: SiteView) -> Iterator[Diagnostic]:
    """A plan that says something else than when it was last published has a new public correction: dated that day or later, with what was changed and why.

    Progress, sign-offs, `corrections`, `aliases`, `previous` and `draft` of a plan, `topics` and `continues` of a task are no part of what it says.
    """
    for plan, entry in _published(view):
        if view.contents.get(plan.id, entry.digest) == entry.digest or len(plan.corrections) < entry.corrections:
            continue
        if lack := _lack(plan, entry):
            chinese, english = (text.format(date=entry.date) for text in _LACKS[lack])
            day = max(view.as_of, entry.date)
            where = view.fields.of_plan(plan, "corrections")
            yield problem("correction-missing", where, plan=plan.title, date=entry.date, reason=english, reason_zh=chinese, day=day)


def check_kept_corrections(view: SiteView) -> Iterator[Diagnostic]:
    """A correction that was published stays: corrections are only ever added."""
    for plan, entry in _published(view):
        if len(plan.corrections) < entry.corrections:
            where = view.fields.of_plan(plan, "corrections")
            yield problem("correction-removed", where, plan=plan.title, count=len(plan.corrections), before=entry.corrections)


def check_published_addresses(view: SiteView) -> Iterator[Diagnostic]:
    """A plan or task that was published is still there, or its address is answered by a tombstone or an alias."""
    plans = {plan.id: plan for plan in view.plans}
    for entry in view.published_plans:
        plan = plans.get(entry.plan)
        if plan is None and entry.plan in view.contents:
            continue  # its files are there and cannot be read, which is told of them
        if plan is None or (plan.draft and plan.id not in view.held):
            gone = [(entry.title, plan_path(entry.plan))]
        else:
            kept = {task.id for task in plan.tasks} if plan.is_whole else set(entry.tasks)
            gone = [(f"{plan.title} {id}", task_path(f"{plan.id}#{id}")) for id in entry.tasks if id not in kept]
        for title, address in gone:
            if address not in view.answered:
                yield problem("published-gone", entry.location, address=address, title=title, date=entry.date, day=max(view.as_of, entry.date))


def _published(view: SiteView) -> Iterator[tuple[Plan, PublishedPlan]]:
    """The plans that are out, and not drafts again, each with its entry of the ledger."""
    entries = {entry.plan: entry for entry in view.published_plans}
    for plan in view.plans:
        if plan.id in entries and plan.is_whole and (not plan.draft or plan.id in view.held):
            yield plan, entries[plan.id]


def _lack(plan: Plan, entry: PublishedPlan) -> str:
    """What the new corrections of a plan lack, as a key of _LACKS; "" where one of them will do."""
    new = sorted(plan.corrections, key=lambda one: one.date)[entry.corrections :]
    if not new:
        return "none"
    late = [one for one in new if one.date >= entry.date]
    if not late:
        return "old"
    return "" if any(one.why for one in late) else "why"
