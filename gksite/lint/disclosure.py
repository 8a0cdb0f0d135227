"""What disclosure asks of the whole site: dates, working days, index numbers, columns, identifiers, bases that still hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import msgspec

from gksite.config import CONFIG_PATH, Config
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.lint.fields import Fields
from gksite.lint.number_runs import is_credit_code
from gksite.lint.workdays import Calendar
from gksite.model.entities import FreePage, Plan, Topic
from gksite.model.registry import Registry
from gksite.source.links import link_kind

INDEX_FORMS: dict[str, str] = {
    "org9": "000014349/2025-00110", "uscc18": "11440000007280420Y/2025-00050", "free": "",
}
"""The built-in forms of 索引号 with an example; `free` allows anything. A site may also give a regular expression."""

_ORG9 = re.compile(r"[0-9A-Z]{8}-?[0-9A-Z]/\d{4}-\d{5}", re.ASCII)
_USCC18 = re.compile(r"([0-9A-HJ-NP-RTUW-Y]{18})/\d{4}-\d{5}", re.ASCII)
_ID_CODE = re.compile(r"\d{10}|bm\d{8}|N\d{9}", re.ASCII)
_INVALID = ("失效", "废止")


class LedgerEntry(msgspec.Struct, frozen=True):
    """An index number that was given out: to which plan, and the place of the entry."""

    number: str
    plan: str
    location: Location


class LinkStatus(msgspec.Struct, frozen=True):
    """What came of the last visit to an external address: an HTTP status (0 where there was no answer), why there was none, and the
    address that a permanent redirect leads to."""

    status: int
    error: str = ""
    moved_to: str = ""
    checked: str = ""


class SiteView(msgspec.Struct, frozen=True):
    """Everything that rules over the whole site look at. `plans` are all plans, drafts too; `as_of` is the day of the check."""

    config: Config
    registry: Registry
    plans: tuple[Plan, ...]
    pages: tuple[FreePage, ...]
    topics: tuple[Topic, ...]
    as_of: date
    calendar: Calendar
    ledger: tuple[LedgerEntry, ...]
    links: Mapping[str, LinkStatus] | None
    fields: Fields

    def published(self) -> Iterator[Plan]:
        """The plans that are no drafts."""
        return (plan for plan in self.plans if not plan.draft)


# ── dates ──────────────────────────────────────────────────────────────────────────────────────────────────


def check_twenty_days(view: SiteView) -> Iterator[Diagnostic]:
    """From 成文 to 发布 at most twenty working days (政府信息公开条例 §26)."""
    most = view.config.rules.working_days
    for plan in view.plans:
        if plan.written and plan.published and plan.written <= plan.published:
            days = view.calendar.workdays_between(plan.written, plan.published)
            if days is not None and days > most:
                where = view.fields.of_plan(plan, "published")
                yield problem("published-late", where, days=days, most=most, written=plan.written, published=plan.published)


def check_calendar_range(view: SiteView) -> Iterator[Diagnostic]:
    """The holidays of every year between 成文 and 发布 are known."""
    for plan in view.plans:
        if not (plan.written and plan.published and plan.written <= plan.published):
            continue
        unknown = [year for year in range(plan.written.year, plan.published.year + 1) if year not in view.calendar.years]
        if unknown and (plan.published - plan.written).days > view.config.rules.working_days:
            yield problem("holidays-unknown", view.fields.of_plan(plan, "published"), year=unknown[0])


def check_future_dates(view: SiteView) -> Iterator[Diagnostic]:
    """Nothing is dated as published after the day of the check (a forged date is a veto item of 国办秘函〔2019〕19号)."""
    for plan in view.published():
        if plan.published and plan.published > view.as_of:
            yield problem("future-publication", view.fields.of_plan(plan, "published"), published=plan.published, today=view.as_of)
        for task in plan.tasks:
            for entry in task.progress:
                if entry.date > view.as_of:
                    yield problem("future-publication", entry.location, published=entry.date, today=view.as_of)


def check_sources_and_dates(view: SiteView) -> Iterator[Diagnostic]:
    """Every plan states when it was published and by whom; an item without a date counts as not updated (国办秘函〔2019〕19号)."""
    if view.config.mode == "portal":
        return  # there it is `missing-publication-key`, an error
    for plan in view.published():
        for key, value in (("published", plan.published), ("issuer", plan.issuer_name or plan.publisher)):
            if not value:
                yield problem("missing-source-or-date", plan.location, key=key, key_zh={"published": "发布日期", "issuer": "发文机关"}[key])


def check_disclosure(view: SiteView) -> Iterator[Diagnostic]:
    """What is published is 主动公开."""
    for plan in view.published():
        if plan.disclosure != "主动公开":
            yield problem("not-for-disclosure", view.fields.of_plan(plan, "disclosure"), value=plan.disclosure)


# ── index numbers ──────────────────────────────────────────────────────────────────────────────────────────


def check_index_form(view: SiteView) -> Iterator[Diagnostic]:
    """An 索引号 has the form that the site has chosen (政府信息公开目录系统实施指引: 前段码/YYYY-NNNNN)."""
    form = view.config.rules.index_number
    if form == "free":
        return
    for plan in view.plans:
        if plan.index_number and not _has_form(plan.index_number, form):
            example = INDEX_FORMS.get(form) or form
            yield problem("index-number-form", view.fields.of_plan(plan, "index_number"), number=plan.index_number, example=example)


def _has_form(number: str, form: str) -> bool:
    if form == "uscc18":
        match = _USCC18.fullmatch(number)
        return bool(match and is_credit_code(match[1]))
    if form == "org9":
        return bool(_ORG9.fullmatch(number))
    return fits(form, number)


def fits(pattern: str, text: str) -> bool:
    """Whether a text has the form of a pattern of letters as they are, `#` for a digit, `@` for a digit or capital, `*` for anything.

    Not a regular expression: whatever a site writes here takes linear time.
    """
    head, star, tail = pattern.partition("*")
    if star:
        return len(text) >= len(head) + len(tail) and fits(head, text[: len(head)]) and fits(tail, text[len(text) - len(tail) :])
    return len(text) == len(pattern) and all(_fits(sign, character) for sign, character in zip(pattern, text, strict=True))


def _fits(sign: str, character: str) -> bool:
    if sign == "#":
        return character.isascii() and character.isdigit()
    if sign == "@":
        return character.isascii() and (character.isdigit() or character.isupper())
    return sign == character


def check_index_repeats(view: SiteView) -> Iterator[Diagnostic]:
    """No two plans of any year have one 索引号."""
    first: dict[str, Plan] = {}
    for plan in sorted(view.plans, key=lambda plan: (plan.year, plan.id)):
        if plan.index_number in first:
            other = first[plan.index_number].id
            yield problem("index-number-repeated", view.fields.of_plan(plan, "index_number"), number=plan.index_number, other=other)
        elif plan.index_number:
            first[plan.index_number] = plan


def check_ledger(view: SiteView) -> Iterator[Diagnostic]:
    """A number of the ledger stays with its plan, and a plan keeps its number: neither is ever given out again."""
    holders = {entry.number: entry.plan for entry in reversed(view.ledger)}
    numbers = {entry.plan: entry.number for entry in view.ledger}
    for plan in view.plans:
        holder = holders.get(plan.index_number, plan.id)
        if plan.index_number and holder != plan.id:
            where = view.fields.of_plan(plan, "index_number")
            yield problem("index-number-reissued", where, number=plan.index_number, other=holder)
        elif plan.id in numbers and plan.index_number != numbers[plan.id] and holders.get(numbers[plan.id]) == plan.id:
            where = view.fields.of_plan(plan, "index_number")
            yield problem("index-number-changed", where, number=plan.index_number or "—", before=numbers[plan.id])


# ── columns ────────────────────────────────────────────────────────────────────────────────────────────────


def check_empty_columns(view: SiteView) -> Iterator[Diagnostic]:
    """Every authority has a plan, every topic a task, every free page a text (空白栏目)."""
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
    """The newest plan, entry or correction of the site is not older than so many months (政策文件: 6 months, 国办秘函〔2019〕19号)."""
    months = view.config.rules.stale_months
    plans = list(view.published())
    days = [day for plan in plans for day in _news(plan)]
    if not days or not months:
        return
    latest = max(days)
    if (view.as_of.year - latest.year) * 12 + view.as_of.month - latest.month - (view.as_of.day < latest.day) >= months:
        yield problem("stale-column", Location(CONFIG_PATH), latest=latest, today=view.as_of, months=months)


def _news(plan: Plan) -> Iterable[date]:
    if day := plan.published or plan.written:
        yield day
    yield from (one.date for one in plan.corrections)
    yield from (entry.date for task in plan.tasks for entry in task.progress)


def check_id_code(view: SiteView) -> Iterator[Diagnostic]:
    """A 网站标识码 is ten digits, bm with eight, or N with nine (forms seen on real sites)."""
    code = view.config.id_code
    if code and not _ID_CODE.fullmatch(code):
        yield problem("id-code-form", view.fields.at_key(CONFIG_PATH, "site", "id_code"), number=code)


def check_withdrawn_bases(view: SiteView) -> Iterator[Diagnostic]:
    """A plan that holds, and its tasks, rest on no plan that is 失效 or 废止."""
    withdrawn = {plan.id: plan.validity for plan in view.plans if plan.validity in _INVALID}
    for plan in view.plans:
        if plan.validity in _INVALID:
            continue
        for name in plan.based_on:
            if name in withdrawn:
                yield problem("basis-withdrawn", view.fields.of_plan(plan, "based_on"), name=name, validity=withdrawn[name])
        for task in plan.tasks:
            for name in task.basis:
                if (other := name.partition("#")[0]) in withdrawn:
                    where = view.fields.of_task(plan, task, "basis") or task.location
                    yield problem("basis-withdrawn", where, name=name, validity=withdrawn[other])


# ── external links ─────────────────────────────────────────────────────────────────────────────────────────


def external_links(config: Config, plans: Iterable[Plan], pages: Iterable[FreePage], fields: Fields) -> Iterator[tuple[str, Location]]:
    """Every address outside of the site that its sources name, with its place; without the fragment."""
    for key, value in config.footer:
        if link_kind(value) == "external":
            yield value.partition("#")[0], fields.at_key(CONFIG_PATH, "footer", key)
    for crumb in config.breadcrumb:
        if link_kind(crumb.url) == "external":
            yield crumb.url.partition("#")[0], fields.at_key(CONFIG_PATH, "breadcrumb")
    for plan in plans:
        if plan.source_url and link_kind(plan.source_url) == "external":
            yield plan.source_url.partition("#")[0], fields.of_plan(plan, "source_url")
        texts = [(link.target, Location(plan.location.path, link.line, 1)) for link in plan.links]
        texts += [(one.url, entry.location) for task in plan.tasks for entry in task.progress for one in entry.evidence]
        yield from ((target.partition("#")[0], where) for target, where in texts if link_kind(target) == "external")
    for page in pages:
        for link in page.links:
            if link_kind(link.target) == "external":
                yield link.target.partition("#")[0], Location(page.location.path, link.line, 1)


def check_external_links(view: SiteView) -> Iterator[Diagnostic]:
    """No address outside of the site was gone at the last visit that content/links.yaml records."""
    for target, where, status in _visited(view):
        if status and (status.error or status.status >= 400):
            shown = status.error or str(status.status)
            yield problem("external-link-dead", where, target=target, status=shown, checked=status.checked)


def check_moved_links(view: SiteView) -> Iterator[Diagnostic]:
    """No address outside of the site has moved for good."""
    for target, where, status in _visited(view):
        if status and status.moved_to and not status.error and status.status < 400:
            yield problem("external-link-moved", where, target=target, near=status.moved_to)


def check_unvisited_links(view: SiteView) -> Iterator[Diagnostic]:
    """Where links.yaml is kept, every address outside of the site stands in it."""
    told: set[str] = set()
    for target, where, status in _visited(view):
        if status is None and target not in told:
            told.add(target)
            yield problem("external-link-unchecked", where, target=target)


def _visited(view: SiteView) -> Iterator[tuple[str, Location, LinkStatus | None]]:
    if view.links is not None:
        for target, where in external_links(view.config, view.plans, view.pages, view.fields):
            yield target, where, view.links.get(target)
