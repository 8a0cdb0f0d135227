"""Norms of disclosure for the whole site: dates, working days, columns, identifiers, bases in
force."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from gksite.check.site_view import SiteView
from gksite.config.values import CONFIG_PATH
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.model.entities import Plan

_ID_CODE = re.compile(r"\d{10}|bm\d{8}|N\d{9}", re.ASCII)
_OLDEST_DAY = 31


# ── dates ─────────────────────────────────────────────────────────────────────────────────────────


def check_twenty_days(view: SiteView) -> Iterator[Diagnostic]:
    """From 成文 to 发布 at most twenty working days (政府信息公开条例 §26)."""
    most = view.config.rules.working_days
    for plan in view.plans:
        published = plan.public_day
        if plan.written and published and plan.written <= published:
            days = view.calendar.workdays_between(plan.written, published)
            if days is not None and days > most:
                where = view.fields.of_plan(plan, "published")
                yield problem(
                    "published-late",
                    where,
                    days=days,
                    most=most,
                    written=plan.written,
                    published=published,
                )


def check_calendar_range(view: SiteView) -> Iterator[Diagnostic]:
    """The holidays of every year between 成文 and 发布 are known."""
    for plan in view.plans:
        published = plan.public_day
        if not (plan.written and published and plan.written <= published):
            continue
        unknown = [
            year
            for year in range(plan.written.year, published.year + 1)
            if year not in view.calendar.years
        ]
        if unknown and (published - plan.written).days > view.config.rules.working_days:
            yield problem(
                "holidays-unknown", view.fields.of_plan(plan, "published"), year=unknown[0]
            )


def check_future_dates(view: SiteView) -> Iterator[Diagnostic]:
    """Nothing is dated as published after the day of the check (a forged date is a veto item of
    国办秘函〔2019〕19号)."""
    for plan in view.published():
        if plan.published and plan.published > view.day:
            yield problem(
                "future-publication",
                view.fields.of_plan(plan, "published"),
                published=plan.published,
                today=view.day,
            )


def check_stated_days(view: SiteView) -> Iterator[Diagnostic]:
    """No other day that the office states lies after the day of the check: the latest of them says
    which tasks are late."""
    as_of = view.config.as_of
    if as_of and as_of > view.day:
        yield problem(
            "date-in-future", view.fields.at_key(CONFIG_PATH, "as_of"), date=as_of, today=view.day
        )
    for plan in view.published():
        days = (
            ("written", plan.written),
            ("printed_on", plan.printed_on),
            (
                "corrections",
                max((correction.date for correction in plan.corrections), default=None),
            ),
        )
        for key, day in days:
            if day and day > view.day:
                yield problem(
                    "date-in-future", view.fields.of_plan(plan, key), date=day, today=view.day
                )
        notice = plan.notice
        for key, day in (("date", notice.day), ("printed_on", notice.printed_on)) if notice else ():
            if notice and day and day > view.day:
                yield problem(
                    "date-in-future",
                    view.fields.of_notice(notice, key),
                    date=day,
                    today=view.day,
                )
    for page in view.pages:
        if page.published and page.published > view.day and not page.draft:
            yield problem("date-in-future", page.location, date=page.published, today=view.day)


def check_stated_publication(view: SiteView) -> Iterator[Diagnostic]:
    """A plan's 发布日期 is the day on which `gksite publish` first brought it out, by the ledger of
    published plans: neither an earlier nor a later one."""
    ledger = {entry.plan: entry for entry in view.published_plans}
    for plan in view.published():
        entry = ledger.get(plan.id)
        first = entry.first_day if entry else None
        if first and plan.published and plan.published != first:
            is_before = plan.published < first
            yield problem(
                "publication-backdated" if is_before else "publication-postdated",
                view.fields.of_plan(plan, "published"),
                published=plan.published,
                first=first,
            )


def check_day(view: SiteView) -> Iterator[Diagnostic]:
    """The day that deadlines are held against is not more than 31 days past where reports are
    judged by it: what is late is then not told."""
    is_old = view.clock is not None and (view.clock - view.as_of).days > _OLDEST_DAY
    if is_old and any(plan.is_tracked for plan in view.published()):
        yield problem(
            "as-of-old",
            view.fields.at_key(CONFIG_PATH, "as_of"),
            day=view.as_of,
            today=view.clock,
            most=_OLDEST_DAY,
        )


def check_sources_and_dates(view: SiteView) -> Iterator[Diagnostic]:
    """Every plan states when it was published and by whom; an item without a date counts as not
    updated (国办秘函〔2019〕19号)."""
    if view.config.mode == "portal":
        return  # there it is `missing-publication-key`, an error
    for plan in view.published():
        for key, value in (
            ("published", plan.public_since),
            ("issuer", plan.issuer_name or plan.publisher),
        ):
            if not value:
                yield problem(
                    "missing-source-or-date",
                    plan.location,
                    key=key,
                    key_zh={"published": "发布日期", "issuer": "发文机关"}[key],
                )


def check_disclosure(view: SiteView) -> Iterator[Diagnostic]:
    """Nothing is published that its source calls anything but 主动公开; where it says nothing,
    nothing is said here."""
    for plan in view.published():
        if plan.disclosure not in ("", "主动公开"):
            yield problem(
                "not-for-disclosure", view.fields.of_plan(plan, "disclosure"), value=plan.disclosure
            )


# ── columns ───────────────────────────────────────────────────────────────────────────────────────


def check_empty_columns(view: SiteView) -> Iterator[Diagnostic]:
    """Every authority has a plan, every topic a task, every free page a text (空白栏目)."""
    if not view.is_whole:
        return
    held = {plan.authority for plan in view.plans}
    parents = {authority.parent for authority in view.registry.authorities.values()}
    for authority in view.registry.authorities.values():
        if authority.id not in held and authority.id not in parents:
            yield problem("empty-column", authority.location, name=authority.name)
    used = {topic for plan in view.plans for task in plan.tasks for topic in task.topics}
    for topic in view.topics:
        if used and topic.id not in used:
            yield problem("empty-column", topic.location, name=topic.name)
    for page in view.pages:
        if not page.body and not page.draft:
            yield problem("empty-column", page.location, name=page.title)


def check_stale_columns(view: SiteView) -> Iterator[Diagnostic]:
    """The newest plan, entry or correction of the site is not older than so many months (政策文件: 6
    months, 国办秘函〔2019〕19号)."""
    months = view.config.rules.stale_months
    plans = list(view.published())
    days = [day for plan in plans for day in _news(plan)]
    if not days or not months:
        return
    latest = max(days)
    if (view.as_of.year - latest.year) * 12 + view.as_of.month - latest.month - (
        view.as_of.day < latest.day
    ) >= months:
        yield problem(
            "stale-column", Location(CONFIG_PATH), latest=latest, today=view.as_of, months=months
        )


def _news(plan: Plan) -> Iterable[date]:
    if day := plan.published or plan.written:
        yield day
    yield from (correction.date for correction in plan.corrections)
    yield from (entry.date for task in plan.tasks for entry in task.reports)
    yield from (found.date for task in plan.tasks for found in task.assessments)


def check_id_code(view: SiteView) -> Iterator[Diagnostic]:
    """A 网站标识码 is ten digits, bm with eight, or N with nine (forms seen on real sites)."""
    code = view.config.id_code
    if code and not _ID_CODE.fullmatch(code):
        yield problem(
            "id-code-form", view.fields.at_key(CONFIG_PATH, "site", "id_code"), number=code
        )


def check_withdrawn_bases(view: SiteView) -> Iterator[Diagnostic]:
    """A plan that holds, and its tasks, rest on no plan that is 失效 or 废止."""
    withdrawn = {plan.id: plan.validity for plan in view.plans if plan.is_void}
    for plan in view.plans:
        if plan.is_void:
            continue
        for name in plan.based_on:
            if name in withdrawn:
                yield problem(
                    "basis-withdrawn",
                    view.fields.of_plan(plan, "based_on"),
                    name=name,
                    validity=withdrawn[name],
                )
        for task in plan.tasks:
            for name in task.basis:
                if (other := name.partition("#")[0]) in withdrawn:
                    where = view.fields.of_task(plan, task, "basis") or task.location
                    yield problem("basis-withdrawn", where, name=name, validity=withdrawn[other])
