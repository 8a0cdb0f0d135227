"""Entries of feeds: publications, reports, corrections, adjustments, transfers and withdrawals,
with ids that never change."""

from __future__ import annotations

import re
from datetime import date, datetime
from urllib.parse import urlsplit

import msgspec

from gksite.exports.prepared import Prepared
from gksite.exports.words import status_word, verdict_word
from gksite.model.changes import Change
from gksite.model.entities import Plan, Task
from gksite.model.holders import duty_before
from gksite.model.ledgers import Withdrawn
from gksite.model.reporting import Report
from gksite.model.site import SiteModel
from gksite.pages import addresses, promises
from gksite.pages.downloads import ExportRequest
from gksite.pages.events import (
    Event,
    plan_events,
    task_events,
    transfer_events,
    withdrawal,
)

MOST_ENTRIES = 100
"""Entries of a feed at most; the page of changes has them all."""

TAG_YEAR = 2026
"""RFC 4151 wants a day on which the domain was the site's; a fixed one keeps ids the same when
content is added."""


class News(msgspec.Struct, frozen=True):
    """An entry of a feed: its id, day, title, text, and the address of its page from the root of
    the site."""

    id: str
    day: date
    title: str
    text: str
    path: str
    unit: str | None = None
    """Whose own it is: the unit (its key, else its name, "" where nobody signed) that reported;
    None where it concerns every unit."""
    decision: str = ""
    """Of a report that tells of a decision of its day: what other units are told of that."""
    at: str = ""
    """The minute with its offset, where it is known."""

    @property
    def time(self) -> str:
        """The time, which feeds need: without a known minute the beginning of the day in China."""
        if not self.at:
            return f"{self.day}T00:00:00+08:00"
        return datetime.fromisoformat(self.at).isoformat()

    def for_unit(self, unit: str) -> News | None:
        """Return the entry as the feed of a unit has it; None where it is another unit's own."""
        if self.unit in (None, unit):
            return self
        return msgspec.structs.replace(self, text=self.decision) if self.decision else None


def tag(model: SiteModel, specific: str) -> str:
    """Return a tag URI (RFC 4151) under the site's domain. Made of ids, it outlives a change of
    addresses."""
    config = model.config
    domain = config.domain or urlsplit(config.base_url).hostname or "gksite.invalid"
    return f"tag:{domain.lower()},{TAG_YEAR}:{specific}"


def scope_news(prepared: Prepared, request: ExportRequest) -> list[News]:
    """Return the newest entries of a scope, at most MOST_ENTRIES; those of one day in the order of
    the plans. The feed of a unit or topic has what happened to its tasks, that of a unit no reports
    of others, and the publications and corrections of their plans."""
    model = prepared.model
    news = [entry for plan in prepared.plans(request) for entry in _plan_news(model, plan)]
    if request.scope in ("site", "unit"):
        news += _transfer_news(model, request.entity)
    if request.scope == "site":
        news += _withdrawal_news(model)
    if request.scope == "unit":
        news += _lost_news(prepared, request.entity)
    for task in prepared.tasks(request):
        own = prepared.part(_task_news, task)
        if request.scope == "unit":
            own = [mine for item in own if (mine := item.for_unit(request.entity))]
        news += own
    return sorted(news, key=lambda entry: entry.day, reverse=True)[:MOST_ENTRIES]


def _plan_news(model: SiteModel, plan: Plan) -> list[News]:
    """Return the publication, corrections and withdrawals of a plan; not what happened to its
    tasks."""
    path, news = addresses.plan_path(plan.id), []
    for event in plan_events(plan):
        if event.correction:
            what, why = event.correction.what, event.correction.why
            title, text = f"更正：{plan.title}", f"{what}（{why}）" if why else what
        else:
            number = f"{plan.document_number}，" if plan.document_number else ""
            title = f"发布：{plan.title}"
            text = plan.summary or f"{number}共{len(plan.whole_tasks)}项任务。"
        at = plan.public_since if event.kind == "published" and "T" in plan.public_since else ""
        news.append(News(tag(model, event.id), event.day, title, text, path, at=at))
    return [*news, *(_withdrawal(model, item) for item in promises.withdrawn_of(model, plan.id))]


def _transfer_news(model: SiteModel, unit: str) -> list[News]:
    """Return the transfers of duties: all, or those from or to a unit (by key)."""
    news = []
    for event in transfer_events(model, unit):
        assert event.passing
        passing = event.passing
        names = (model.registry.units[key].name for key in (passing.before, passing.to))
        title = f"职责划转：{'划转给'.join(names)}"
        text = f"{passing.count}项任务{f'（{passing.basis}）' if passing.basis else ''}"
        path = addresses.unit_path(passing.to)
        news.append(News(tag(model, event.id), event.day, title, text, path))
    return news


def _lost_news(prepared: Prepared, unit: str) -> list[News]:
    """Return the decisions by which a unit (by key) lost duties, in tasks that it no longer has."""
    model, news = prepared.model, {}
    own = {duty.task for duty in model.duties.get(unit, ())}
    for duty in model.passed.get(unit, ()):
        if not duty.passed_on or duty.passed_to or duty.task in own:
            continue
        task = model.tasks[duty.task]
        for event in task_events(model.plans[task.plan], task):
            is_of_units = any(change.decision.units_printed for change in event.changes)
            if is_of_units and event.day == duty.passed_on:
                news[event.id] = _entry(model, event, task).for_unit(unit)
    return [entry for entry in news.values() if entry]


def _withdrawal_news(model: SiteModel) -> list[News]:
    """Return the withdrawals that are no part of a plan of the site."""
    return [
        _withdrawal(model, withdrawn)
        for withdrawn in model.withdrawn
        if promises.is_news(withdrawn) and addresses.plan_of(withdrawn.address) not in model.plans
    ]


def _withdrawal(model: SiteModel, withdrawn: Withdrawn) -> News:
    event = withdrawal(model, withdrawn)
    word = "删除" if withdrawn.status == "deleted" else "撤销"
    of_plan = f"（{event.plan.title}）" if event.plan else ""
    return News(
        tag(model, event.id),
        event.day,
        f"{word}：{withdrawn.title}{of_plan}",
        withdrawn.why or f"已{word}。",
        addresses.tombstone_path(withdrawn.address),
    )


def _task_news(prepared: Prepared, task: Task) -> list[News]:
    """Return the reports on a task, what took them back, its adjustments, and what assessments
    found."""
    model, plan = prepared.model, prepared.model.plans[task.plan]
    return [_entry(model, event, task) for event in task_events(plan, task)]


def _entry(model: SiteModel, event: Event, task: Task) -> News:
    plan = model.plans[task.plan]
    word, text, unit = _said(event, plan, task)
    name = f"{task.number} {task.title}".strip()
    decision = "；".join(map(_change, event.changes))
    path = addresses.task_path(task.key)
    return News(
        tag(model, event.id),
        event.day,
        f"{word}：{name}（{plan.title}）",
        text,
        path,
        unit,
        decision,
    )


def _said(event: Event, plan: Plan, task: Task) -> tuple[str, str, str | None]:
    """Return the word for an event of a task, its text, and whose own it is, as `News.unit`."""
    if found := event.assessment:
        text = "：".join(filter(None, (found.unit, found.note)))
        return f"核查{verdict_word(found.verdict)}", f"{text}（{found.by}）", found.holder or None
    changes = "；".join(map(_change, event.changes))
    is_withdrawn = any(change.decision.withdrawn for change in event.changes)
    decision = "撤销" if is_withdrawn else "调整"
    report = event.report
    if report is None:
        return decision, changes, None
    duty = task.duties[report.duty] if report.duty >= 0 else duty_before(task, report)
    unit = duty.holder if duty else report.reporter or report.unit
    word = status_word(report.status)
    target = next((target for target in task.targets if target.id == report.target), None)
    of = f"分期目标“{target.label}”" if target else ""
    if event.kind == "retraction" and report.taken_back:
        act = report.taken_back
        by = f"由{act.by}" if act.by else ""
        why = f"：{act.why}" if act.why else ""
        text = f"{report.unit}{_day(report.date)}报送的{of}“{word}”{by}撤回{why}"
        return "撤回报送", text, unit
    by = f"（{report.unit}）" if report.unit else ""
    text = f"{report.note}{by}" or plan.title
    if of:
        # What is done is the target, not the task.
        word, text = f"分期目标{word}", f"{of}：{text}"
    if report.corrects:
        word, text = "更正报送", f"{word}：{text}，更正{_day(report.corrects)}的报送"
    standing = _standing(report, task)
    text = f"{text}（{standing}，不计入统计）" if standing else text
    return (decision, f"{text}；{changes}", unit) if changes else (word, text, unit)


def _standing(report: Report, task: Task) -> str:
    """Return why a report counts for nobody, "" where it counts."""
    if report.taken_back:
        day = _day(report.taken_back.date)
        return f"已由{day}的报送更正" if report.taken_back.corrected else f"{day}撤回"
    if report.standing == "passed":
        return "职责已转出"
    if report.standing == "apart":
        is_unsigned = not report.unit and len(task.duties) > 1
        return "未注明填报单位" if is_unsigned else "填报单位当日不承担本任务"
    return ""


def _change(change: Change) -> str:
    """Return a decision in words: 原定9月底前，调整为12月底前（区政府常务会议；汛期停工）."""
    decision, before = change.decision, change.before.raw
    deadline = decision.deadline
    of = f"分期目标“{change.target.label}”" if change.target else ""
    texts = (
        f"{of}{f'原定{_read(before)}，' if before else ''}调整为{_read(deadline.raw)}"
        if deadline
        else "",
        f"责任分工调整为“{decision.units_printed}”" if decision.units_printed else "",
        f"内容调整为“{decision.text}”" if decision.text else "",
        "撤销本任务" if decision.withdrawn else "",
        decision.what,
    )
    reasons = "；".join(filter(None, (decision.approved_by, decision.why)))
    return f"{'；'.join(filter(None, texts))}{f'（{reasons}）' if reasons else ''}"


def _read(deadline: str) -> str:
    """Return a deadline as printed; a date that was written for machines in words."""
    parts = re.fullmatch(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?", deadline)
    if parts is None:
        return deadline
    year, month, day = parts.groups()
    return f"{year}年{int(month)}月" + (f"{int(day)}日" if day else "")


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
