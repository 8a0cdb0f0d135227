"""Whether reports agree with duties: who reports, how often, when last, and what others say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from gksite.check.plan_view import PlanView
from gksite.check.site_view import SiteView
from gksite.diagnostics import Diagnostic, problem
from gksite.model.entities import Plan, Task, Unit
from gksite.model.holders import duty_before, names_of_holders
from gksite.model.registry import Registry, first_day
from gksite.model.reporting import Duty, Report
from gksite.model.silence import last_day_to_report, period_of_reports, silent_duties
from gksite.model.statuses import WORDS

_MOST_NAMES = 4
_CONTRARY = ("not_started", "delayed")


# ── single reports ────────────────────────────────────────────────────────────────────────────────


def check_progress_order(view: PlanView) -> Iterator[Diagnostic]:
    """After a unit's report 已完成 none of its reports on the same, the task or one of its targets,
    says otherwise."""
    for task in view.plan.tasks:
        done: dict[tuple[int, str], Report] = {}
        for report in sorted(task.reports, key=Report.order):
            if report.standing != "counted":
                continue
            before = done.get((report.duty, report.target))
            if before and report.status not in ("done", "continuous"):
                yield problem(
                    "progress-after-done", report.location, task=task.number, done=before.date
                )
            if report.status == "done":
                done[report.duty, report.target] = report


def check_early_reports(view: PlanView) -> Iterator[Diagnostic]:
    """A report that stands is not older than its plan: than its period, its writing and its
    publication."""
    plan = view.plan
    begins = min(day for day in (plan.period.first, plan.written, plan.published) if day)
    for task in plan.tasks:
        for report in task.reports:
            if report.day < begins and not report.taken_back:
                yield problem(
                    "report-before-plan",
                    report.location,
                    task=task.number,
                    date=report.day,
                    begins=begins,
                )


def check_reporters(view: SiteView) -> Iterator[Diagnostic]:
    """A report is by a unit that has a duty in its task on that day."""
    for plan in view.plans if view.registry.is_whole else ():
        for task in plan.tasks:
            for report in task.reports:
                if report.standing == "apart":
                    yield problem(
                        "reporter-not-responsible",
                        report.location,
                        task=task.number,
                        unit=report.unit or "—",
                        known=names_of_holders(view.registry, plan, task, report.day),
                    )


def check_reports_of_a_day(view: PlanView) -> Iterator[Diagnostic]:
    """A unit reports a duty once a day, unless the second report corrects the first; once on the
    task itself and once on each target. A correction stands on the day of what it corrects."""
    for task, report, reporters in _second_reports(view.plan):
        if before := reporters.get(report.reporter or report.unit):
            yield problem(
                "two-reports-a-day",
                report.location,
                task=task.number,
                unit=report.unit or "—",
                day=report.day,
                date=before.date,
                dates=_dates((before, report)),
            )


def check_reporters_of_a_day(view: PlanView) -> Iterator[Diagnostic]:
    """A duty is reported under one name a day: of a task that names no unit by one unit, and with
    the unit's name or without it."""
    for task, report, reporters in _second_reports(view.plan):
        if (report.reporter or report.unit) not in reporters:
            yield problem(
                "two-reporters-a-day",
                report.location,
                task=task.number,
                unit=report.unit or "—",
                others="、".join(other.unit or "—" for other in reporters.values()),
                day=report.day,
                dates=_dates((*reporters.values(), report)),
            )


def _dates(reports: Iterable[Report]) -> str:
    return " / ".join(dict.fromkeys(report.date.isoformat() for report in reports))


def _second_reports(plan: Plan) -> Iterator[tuple[Task, Report, Mapping[str, Report]]]:
    """Yield the reports that are not the first on their duty, target and day, with the last report,
    by reporter, of those who reported before them on that day."""
    for task in plan.tasks:
        days: dict[tuple[int | str, str, date], dict[str, Report]] = {}
        for report in sorted(task.reports, key=Report.order):
            if report.standing not in ("counted", "passed"):
                continue
            passed = duty_before(task, report)
            own = passed.holder if passed else report.duty
            reporters = days.setdefault((own, report.target, report.day), {})
            if reporters:
                yield task, report, reporters
            reporters[report.reporter or report.unit] = report


# ── the reports of several units ──────────────────────────────────────────────────────────────────


def check_contradictions(view: PlanView) -> Iterator[Diagnostic]:
    """No unit of a task says 未开始 or 延期 while the task's lead says 已完成.

    One of the two is wrong or old, and the page shows both. Silence contradicts nobody: pages say
    how many units did not report, and `report-stale` names them. Units that share a task without a
    lead each speak of their own part.
    """
    for task in view.plan.tasks:
        leads = [d for d in task.duties if d.role == "lead" and d.status == "done"]
        for duty in task.duties if leads and not task.is_withdrawn else ():
            if duty.status in _CONTRARY:
                yield problem(
                    "duty-contradiction",
                    task.reports[duty.latest].location,
                    task=task.number,
                    lead=_shortened([lead.name for lead in leads], "等 {} 个单位", "、"),
                    unit=duty.name,
                    status=WORDS[duty.status],
                )


def check_silence(view: SiteView) -> Iterator[Diagnostic]:
    """A duty that was reported and is not done is reported again, on its task or a target: once in
    each period of a recurring deadline (每季度), any other at least every `rules.stale_months`
    months (6; 0 for never).

    Periods that are shorter than a month count as one. Where a plan's period is over, lasting
    duties are not judged any more; those whose last report calls them open are.
    """
    for plan in _tracked(view):
        for task in plan.tasks:
            silent: dict[date, list[str]] = {}
            for duty, since in _silent(view, plan, task):
                if duty.latest >= 0:
                    silent.setdefault(since, []).append(duty.name)
            if silent:
                yield problem(
                    "report-stale",
                    task.location,
                    task=task.number,
                    months=_months_between_reports(view, plan, task),
                    **_by_day({day: dict.fromkeys(names, 1) for day, names in silent.items()}),
                )


def check_unreported(view: SiteView) -> Iterator[Diagnostic]:
    """In a plan on which units report every duty is reported for the first time within one period
    of its recurring deadline, or within `rules.stale_months` months; there is one finding for each
    plan.

    Silence is counted from the day of the plan, or of the transfer that brought the duty. Plans
    whose period is over are not judged, and neither are plans without any report.
    """
    for plan in _tracked(view):
        silent: dict[date, dict[str, int]] = {}
        for task in plan.tasks:
            for duty, since in _silent(view, plan, task):
                if duty.latest < 0:
                    counts = silent.setdefault(since, {})
                    counts[duty.name] = counts.get(duty.name, 0) + 1
        if silent:
            count = sum(sum(counts.values()) for counts in silent.values())
            yield problem("duty-unreported", plan.location, count=count, **_by_day(silent))


def _tracked(view: SiteView) -> Iterator[Plan]:
    return (plan for plan in view.published() if plan.is_tracked and not plan.is_void)


def _silent(view: SiteView, plan: Plan, task: Task) -> Iterator[tuple[Duty, date]]:
    return silent_duties(plan, task, _months_between_reports(view, plan, task), view.as_of)


def _months_between_reports(view: SiteView, plan: Plan, task: Task) -> int:
    return period_of_reports(plan, task, view.as_of) or view.config.rules.stale_months


def _by_day(silent: Mapping[date, Mapping[str, int]]) -> dict[str, str]:
    """Return who has been silent since which day, in two languages; those with the most duties
    first, with their number where it is more than one."""
    chinese, english = [], []
    for since, counts in sorted(silent.items()):
        units = sorted(counts, key=lambda name: -counts[name])
        in_chinese = [f"{u} {counts[u]} 项" if counts[u] > 1 else u for u in units]
        in_english = [f"{u} ({counts[u]})" if counts[u] > 1 else u for u in units]
        chinese.append(f"{_shortened(in_chinese, '等 {} 个单位', '、')}自 {since} 起")
        english.append(f"{_shortened(in_english, ' and others, {} units', ', ')} since {since}")
    return {"silent_zh": "；".join(chinese), "silent": "; ".join(english)}


def _shortened(names: Sequence[str], rest: str, comma: str) -> str:
    """Return some names, joined, and the number of all where there are more."""
    shown = comma.join(names[:_MOST_NAMES])
    return shown + rest.format(len(names)) if len(names) > _MOST_NAMES else shown


# ── duties of units that ended ────────────────────────────────────────────────────────────────────


def check_ended_units(view: SiteView) -> Iterator[Diagnostic]:
    """A unit that ended leaves no duty open that was still to be done: a transfer passes it on.

    Duties are open that were not reported 已完成, in plans that were issued before the unit ended
    and had not come to their end. A plan that names a unit which had ended before is
    `unit-outside-validity`.
    """
    open_duties: dict[str, list[tuple[Plan, Duty]]] = {}
    for plan in view.plans:
        for task in () if plan.is_void else plan.tasks:
            for duty in () if task.is_withdrawn else task.duties:
                unit = view.registry.units.get(duty.unit)
                if unit is None or not unit.until or duty.status == "done":
                    continue
                end = view.registry.end_of(unit)
                if plan.day < end <= min(view.day, last_day_to_report(plan, task)):
                    open_duties.setdefault(unit.key, []).append((plan, duty))
    for key, held in open_duties.items():
        unit = view.registry.units[key]
        plans = dict.fromkeys(plan.id for plan, _ in held)
        yield problem(
            "task-of-ended-unit",
            unit.location,
            name=unit.name,
            end=view.registry.end_of(unit),
            count=len(held),
            plans="、".join(plans),
            entry=_transfer_entry(view.registry, unit, plans),
        )


def _transfer_entry(registry: Registry, unit: Unit, plans: Iterable[str]) -> str:
    """Return the entry of `transfers` that passes a unit's duties to its successor; where there is
    none, or more than one, the entry has a gap to fill in."""
    on, to = registry.end_of(unit), "承接单位的编号"
    names = [key.removeprefix(f"{unit.authority}/") for key in unit.successors]
    if len(names) == 1:
        since = registry.units[unit.successors[0]].since
        on, to = max(on, first_day(since)) if since else on, names[0]
    elif names:
        to = f"〈{' 或 '.join(names)}〉"
    return (
        f"{{from: {unit.id}, to: {to}, on: {on}, tasks: [{', '.join(plans)}], basis: 划转的文件}}"
    )
