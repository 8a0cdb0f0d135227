"""Which pages there are, and at which address: the only place that knows the scheme of addresses."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from gksite.config import ADDRESSES_PATH
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.model.entities import Group, Plan, Task, Unit, Withdrawn
from gksite.model.site import SiteModel
from gksite.notation.values import Deadline
from gksite.source.characters import is_printable

PageKind = Literal[
    "home", "plans", "plan", "table", "task", "matrix", "cascade", "units", "authority", "unit", "group", "deadlines", "deadlines-part", "topics",
    "topic", "progress", "compare-index", "compare", "changes", "page", "sitemap", "404", "redirect", "archive", "withdrawn",
    "data", "search", "glossary",
]


SEARCH_PATH = "search.html"
"""The address of the search page."""

GLOSSARY_PATH = "glossary.html"
"""The address of the glossary."""

NEWEST = "index"
"""The entity of a page of a year under an address that stays while years come; its canonical address is that of the year."""


ARCHIVE_PATH = "archive/index.html"

DEADLINES_PER_PAGE = 250
"""So many tasks with a deadline fit on one page within 60 KB over the line, even where all are overdue and stand there twice (about 80 bytes
a line, 21 KB for head, style and scripts). A year with more of them has a page for each month and each list."""

DEADLINE_LISTS = ("whole-year", "continuous", "recurring", "other")
"""Where tasks stand whose deadline is no day of their own, in the order in which they are shown."""


class PageRequest(msgspec.Struct, frozen=True):
    """One page to render: its address from the root of the site, its kind, and the entity that it shows."""

    path: str
    kind: PageKind
    entity: str = ""

    @property
    def root(self) -> str:
        """The way from the page to the root of the site: `""`, `../`, `../../`."""
        return "../" * self.path.count("/")


def plan_path(plan: str) -> str:
    """The address of a plan (by id)."""
    return f"plans/{plan}/index.html"


def table_path(plan: str) -> str:
    """The address of a plan's task tables."""
    return f"plans/{plan}/table.html"


def matrix_path(plan: str) -> str:
    """The address of a plan's unit × task matrix."""
    return f"plans/{plan}/matrix.html"


def cascade_path(plan: str) -> str:
    """The address of what a plan's tasks became in the plans below."""
    return f"plans/{plan}/cascade.html"


def task_path(key: str) -> str:
    """The address of a task (by key)."""
    plan, _, task = key.partition("#")
    return f"plans/{plan}/{task}.html"


def unit_path(key: str) -> str:
    """The address of a unit or group (by key)."""
    return f"units/{key}.html"


def authority_path(authority: str) -> str:
    """The address of an authority."""
    return f"units/{authority}/index.html"


def topic_path(topic: str) -> str:
    """The address of a topic."""
    return f"topics/{topic}.html"


def compare_path(plan: str) -> str:
    """The address of the comparison of a plan with the one before."""
    return f"compare/{plan}.html"


def deadlines_path(year: int | str) -> str:
    """The address of a year's deadlines; `index` is the newest year."""
    return f"deadlines/{year}.html"


def deadlines_part_path(year: int | str, part: str) -> str:
    """The address of a month (`2025-06`) or a list (one of DEADLINE_LISTS) of a year whose deadlines fill more than a page."""
    return f"deadlines/{year}/{part}.html"


def deadline_part(deadline: Deadline) -> str:
    """The month in which a deadline ends (`2025-06`), else the list in which it stands (one of DEADLINE_LISTS); "" for none."""
    match deadline.kind:
        case "by" | "month" | "quarter" | "half" | "range":
            return f"{deadline.end.year}-{deadline.end.month:02}" if deadline.end else "other"
        case "year":
            return "whole-year"
        case "continuous" | "recurring":
            return deadline.kind
        case "relative" | "immediate" | "as_scheduled" | "unread":
            return "other"
    return ""


def deadlines_of_year(model: SiteModel, year: int) -> dict[str, list[Task]]:
    """The tasks of a year's plans by the part of its deadlines, months first; in each in the order of plans and tasks."""
    found: dict[str, list[Task]] = {}
    for plan in model.plans.values():
        if plan.year == year:
            for task in plan.tasks:
                found.setdefault(deadline_part(task.deadline), []).append(task)
    names = [*sorted(name for name in found if name[:1].isdigit()), *(name for name in DEADLINE_LISTS if name in found)]
    return {name: found[name] for name in names}


def is_in_parts(deadlines: Mapping[str, Sequence[Task]]) -> bool:
    """Whether the deadlines of a year (as of `deadlines_of_year`) are too many for one page."""
    return sum(map(len, deadlines.values())) > DEADLINES_PER_PAGE


def progress_path(year: int | str) -> str:
    """The address of a year's progress; `index` is the newest year."""
    return f"progress/{year}.html"


def changes_path(year: int | str) -> str:
    """The address of a year's changes; changes.html is the newest year."""
    return f"changes/{year}.html"


DATA_PATH = "data/index.html"
"""The page that says which data there is."""


def has_data(model: SiteModel) -> bool:
    """Whether the settings ask for any file of data."""
    return any(name != "jsonld" for name in model.config.exports.formats)


def plan_export_path(plan: str, name: str) -> str:
    """The address of a file made from a plan: `tasks.csv`, `stratml.xml`, `feed.atom` …"""
    return f"plans/{plan}/{name}"


def unit_export_path(key: str, ending: str) -> str:
    """The address of a file made from a unit's tasks (`csv`, `atom` …): beside the page of the unit."""
    return f"units/{key}.{ending}"


def authority_export_path(authority: str, ending: str) -> str:
    """The address of a file made from an authority's plans; beside its folder, so that it can be no unit's."""
    return f"units/{authority}.{ending}"


def topic_export_path(topic: str, ending: str) -> str:
    """The address of a topic's feed: beside the page of the topic."""
    return f"topics/{topic}.{ending}"


def site_export_path(name: str) -> str:
    """The address of a file made from the whole site: feeds at the root, everything else in `data/`."""
    return name if name in ("feed.atom", "feed.json") else f"data/{name}"


def years_of_news(model: SiteModel) -> list[str]:
    """The years, newest first, in which something was published, reported, corrected or withdrawn."""
    gone = {str(one.date.year) for one in model.withdrawn if is_news(one)}
    return sorted(gone.union(*map(years_of_plan, model.plans.values())), reverse=True)


def years_of_plan(plan: Plan) -> set[str]:
    """The years in which a plan was published or corrected, or in which something was reported of its tasks."""
    years = {entry.date.year for task in plan.tasks for entry in task.progress}
    years.update(correction.date.year for correction in plan.corrections)
    if plan.published:
        years.add(plan.published.year)
    return {str(year) for year in years}


def download_path(snapshot: str) -> str:
    """The address of a snapshot's file (by name)."""
    return f"archive/{snapshot}.wacz"


def plan_of(address: str) -> str:
    """The id of the plan below whose address an address lies, or ""."""
    top, _, rest = address.partition("/")
    plan, slash, _ = rest.partition("/")
    return plan if top == "plans" and slash else ""


def is_news(one: Withdrawn) -> bool:
    """Whether a tombstone stands for something that was taken back; what moved is still there."""
    return one.status != "moved"


def withdrawn_of(model: SiteModel, plan: str) -> tuple[Withdrawn, ...]:
    """What was taken back of a published plan: the tombstones below its address."""
    return tuple(one for one in model.withdrawn if is_news(one) and plan_of(one.address) == plan)


def without_hidden(withdrawn: tuple[Withdrawn, ...], hidden: Collection[str]) -> tuple[Withdrawn, ...]:
    """The tombstones without what would name a plan (by id) that is hidden: those of its parts, unless it is withdrawn itself, and ways to it."""
    own = {one.address for one in withdrawn}
    kept = (one for one in withdrawn if (plan := plan_of(one.address)) not in hidden or plan_path(plan) in own)
    return tuple(msgspec.structs.replace(one, see="") if plan_of(one.see.lstrip("/")) in hidden else one for one in kept)


def tombstones(model: SiteModel) -> tuple[tuple[str, Withdrawn], ...]:
    """Every address at which a tombstone stands, and what it says: those that the source lists, and of a withdrawn plan every page
    that the ledger of published plans and the list of archived addresses know of."""
    found = {one.address: one for one in model.withdrawn}
    plans = {plan: one for one in model.withdrawn if (plan := plan_of(one.address)) and one.address == plan_path(plan)}
    plans = {plan: one for plan, one in plans.items() if plan not in model.plans}
    if plans:
        taken = {old.lstrip("/") for old, _, _ in redirects(model)}
        known = (f"plans/{one.plan}/{name}.html" for one in model.published for name in (*_OTHER_PAGES, *one.tasks))
        for address in (*known, *model.addresses):
            if (plan := plan_of(address)) in plans and address not in taken:
                found.setdefault(address, plans[plan])
    return tuple(found.items())


_OTHER_PAGES = ("table", "matrix", "cascade")
"""Pages that a plan may have besides its own and those of its tasks."""


def tombstone_path(address: str) -> str:
    """Where the tombstone of an address stands: there; for one that was no page, with `.html` behind it."""
    return address if address.endswith(".html") else f"{address}.html"


def page_path(page: str) -> str:
    """The address of a free page."""
    return f"pages/{page}.html"


def main_pages(model: SiteModel) -> list[tuple[str, str]]:
    """The main pages that the site has besides the home page, by their key, in the order of the navigation."""
    keys = ("plans", "units", "deadlines", "progress", *(["topics"] if model.topics else []), *(["compare"] if model.previous else []))
    pages = [(key, f"{key}/index.html") for key in keys]
    return [(key, path) for key, path in (*pages, ("changes", "changes.html")) if key not in model.config.leave_out]


def has_matrix(model: SiteModel, plan: Plan) -> bool:
    """Whether any task of the plan names a unit, and the site has matrices."""
    return "matrix" not in model.config.leave_out and any(task.responsibilities for task in plan.tasks)


def has_comparison(model: SiteModel, plan: Plan) -> bool:
    """Whether there is a plan of the year before, and the site has comparisons."""
    return "compare" not in model.config.leave_out and plan.id in model.previous


def has_cascade(model: SiteModel, plan: Plan) -> bool:
    """Whether a task of the plan is the basis of another one, and the site has cascades."""
    if "cascade" in model.config.leave_out:
        return False
    return any(key in model.tasks for task in plan.tasks for key in model.derived.get(task.key, ()))


def route_pages(model: SiteModel) -> tuple[PageRequest, ...]:
    """Every page of the site, in a stable order; pages of one plan stand together."""
    return (
        PageRequest("index.html", "home"),
        PageRequest("plans/index.html", "plans"),
        PageRequest("units/index.html", "units"),
        *([PageRequest("topics/index.html", "topics")] if model.topics else []),
        *(PageRequest(topic_path(topic), "topic", topic) for topic in model.topics),
        *_gathering_requests(model),
        *([PageRequest(ARCHIVE_PATH, "archive")] if model.snapshots else []),
        *([PageRequest(DATA_PATH, "data")] if has_data(model) else []),
        *([PageRequest(SEARCH_PATH, "search")] if model.config.search else []),
        *([PageRequest(GLOSSARY_PATH, "glossary")] if model.glossary else []),
        PageRequest("sitemap.html", "sitemap"),
        PageRequest("404.html", "404"),
        *(PageRequest(page_path(page), "page", page) for page in model.pages),
        *(PageRequest(authority_path(authority), "authority", authority) for authority in model.registry.authorities),
        *(PageRequest(unit_path(unit), "unit", unit) for unit in model.registry.units),
        *(PageRequest(unit_path(group), "group", group) for group in model.registry.groups),
        *(request for plan in model.plans.values() for request in _plan_requests(model, plan)),
        *(PageRequest(old.lstrip("/"), "redirect", new) for old, new, _ in redirects(model)),
        *(PageRequest(tombstone_path(address), "withdrawn", one.address) for address, one in tombstones(model)),
    )


def _gathering_requests(model: SiteModel) -> Iterable[PageRequest]:
    """The pages that gather from all plans of a year or of two, as far as the site has them."""
    left_out = model.config.leave_out
    years = sorted({str(plan.year) for plan in model.plans.values()}, reverse=True)
    if "deadlines" not in left_out:
        yield PageRequest("deadlines/index.html", "deadlines", NEWEST)
        yield from (PageRequest(deadlines_path(year), "deadlines", year) for year in years)
        yield from _part_requests(model, years)
    if "progress" not in left_out:
        yield PageRequest("progress/index.html", "progress", NEWEST)
        yield from (PageRequest(progress_path(year), "progress", year) for year in years)
    if "compare" not in left_out and model.previous:
        yield PageRequest("compare/index.html", "compare-index")
        yield from (PageRequest(compare_path(plan), "compare", plan) for plan in model.previous)
    if "changes" not in left_out:
        yield PageRequest("changes.html", "changes", NEWEST)
        yield from (PageRequest(changes_path(year), "changes", year) for year in years_of_news(model))


def _part_requests(model: SiteModel, years: Iterable[str]) -> Iterable[PageRequest]:
    """The months and lists of those years whose deadlines fill more than a page."""
    counts = Counter[str]()
    for plan in model.plans.values():
        counts[str(plan.year)] += len(plan.tasks)
    for year in years:
        if counts[year] > DEADLINES_PER_PAGE and is_in_parts(parts := deadlines_of_year(model, int(year))):
            yield from (PageRequest(deadlines_part_path(year, part), "deadlines-part", f"{year}/{part}") for part in parts)


def _plan_requests(model: SiteModel, plan: Plan) -> Iterable[PageRequest]:
    yield PageRequest(plan_path(plan.id), "plan", plan.id)
    if plan.tasks:
        yield PageRequest(table_path(plan.id), "table", plan.id)
    if has_matrix(model, plan):
        yield PageRequest(matrix_path(plan.id), "matrix", plan.id)
    if has_cascade(model, plan):
        yield PageRequest(cascade_path(plan.id), "cascade", plan.id)
    for task in plan.tasks:
        yield PageRequest(task_path(task.key), "task", task.key)


_PART = re.compile(rf"deadlines/\d+/(?:\d+-\d\d|{'|'.join(DEADLINE_LISTS)})\.html")


def redirects(model: SiteModel) -> Iterable[tuple[str, str, Location]]:
    """Old addresses with the new ones, and where the source says so."""
    for plan in model.plans.values():
        for old in plan.aliases:
            yield old, plan_path(plan.id), plan.location
    for page in model.pages.values():
        for old in page.aliases:
            yield old, page_path(page.id), page.location
    yield from _former_parts(model)


def _former_parts(model: SiteModel) -> Iterable[tuple[str, str, Location]]:
    """Archived addresses of months and lists of deadlines that have no page any more, since no task is left there or the year fits
    on one page again; with that of the year."""
    promised = [(line, address) for line, address in enumerate(model.addresses, 1) if _PART.fullmatch(address)]
    if not promised or "deadlines" in model.config.leave_out:
        return
    years = {str(plan.year) for plan in model.plans.values()}
    answered = {*(request.path for request in _part_requests(model, years)), *(one.address for one in model.withdrawn)}
    for line, address in promised:
        year = address.split("/")[1]
        if year in years and address not in answered:
            yield address, deadlines_path(year), Location(ADDRESSES_PATH, line)


def sources_of(model: SiteModel, request: PageRequest) -> Location:
    """The place in the sources that a page comes from, for messages."""
    entities: dict[str, dict[str, Plan] | dict[str, Task] | dict[str, Unit] | dict[str, Group]] = {
        "plan": model.plans, "table": model.plans, "matrix": model.plans, "cascade": model.plans, "compare": model.plans,
        "task": model.tasks, "unit": model.registry.units, "group": model.registry.groups,
    }
    found = entities.get(request.kind, {}).get(request.entity)
    if found is not None:
        return found.location
    if request.kind == "page":
        return model.pages[request.entity].location
    if request.kind == "topic":
        return model.topics[request.entity].location
    if request.kind == "authority":
        return model.registry.authorities[request.entity].location
    if request.kind == "redirect":
        return next(where for old, _, where in redirects(model) if old.lstrip("/") == request.path)
    if request.kind == "withdrawn":
        return next(one.location for one in model.withdrawn if one.address == request.entity)
    return Location("gksite")  # a page that every site has


def check_addresses(
    model: SiteModel, requests: Iterable[PageRequest], files: Iterable[tuple[str, Location]]
) -> Iterable[Diagnostic]:
    """No two outputs have one address, where case and Unicode form do not tell addresses apart; redirects are safe paths.

    `files` are the other outputs (attachments, assets) with their sources.
    """
    seen: dict[str, tuple[PageRequest | None, Location]] = {}
    for request in requests:
        # A tombstone stands where a file did, however that was called; an old address is one that somebody writes.
        if (request.kind == "redirect" and not _is_safe(request.path)) or (request.kind == "withdrawn" and not _is_path(request.path)):
            where = sources_of(model, request)
            reason = "an old address looks like old/plan.html"
            yield problem("unsafe-id", where, id=request.path, reason_zh="旧网址的形式是 old/plan.html", reason=reason)
        yield from _claim(model, seen, request.path, request, None)
    for path, where in files:
        yield from _claim(model, seen, path, None, where)


def check_promises(
    model: SiteModel, outputs: Collection[str], hidden: Mapping[str, Plan], outputs_with: Callable[[Collection[str]], Collection[str]],
) -> Iterable[Diagnostic]:
    """Every address that was ever archived is still answered by one of `outputs` (paths), or by a tombstone.

    `hidden` are the plans that are not public now, by id, those without the word draft in their source with `draft` off; `outputs_with`
    gives the paths that there would be if some of them were public: what such a plan takes along is told once, of the plan.
    """
    answered = {*outputs, *(address for address, _ in tombstones(model))}
    gone = {address: line for line, address in enumerate(model.addresses, 1) if address not in answered}
    blamed = [id for id in dict.fromkeys(map(plan_of, gone)) if id in hidden]
    back = frozenset(outputs_with(blamed)) if blamed else frozenset()
    taken = dict.fromkeys(blamed, 0)
    for address, line in gone.items():
        if address in back:
            taken[_who_took(address, blamed, hidden)] += 1
        else:
            yield problem("address-gone", Location(ADDRESSES_PATH, line), address=address)
    for id, count in taken.items():
        if count:
            plan = hidden[id]
            yield problem("archived-plan-draft" if plan.draft else "archived-plan-unsigned", plan.location, plan=id, count=count)


def _who_took(address: str, blamed: Sequence[str], hidden: Mapping[str, Plan]) -> str:
    """The plan that an address is gone with: its own, else one that it names, else one of its year, else the first."""
    if (own := plan_of(address)) in blamed:
        return own
    named = [id for id in blamed if id in address] or [id for id in blamed if str(hidden[id].year) in address]
    return (named or blamed)[0]


def _claim(
    model: SiteModel, seen: dict[str, tuple[PageRequest | None, Location]], path: str, request: PageRequest | None,
    where: Location | None,
) -> Iterable[Diagnostic]:
    folded = unicodedata.normalize("NFC", path).casefold()
    if folded not in seen:
        seen[folded] = (request, where or Location(""))
        return
    first_request, first_where = seen[folded]
    first = sources_of(model, first_request) if first_request else first_where
    second = sources_of(model, request) if request else where or Location(path)
    yield problem("duplicate-address", second, address=path, other=first)


def _is_safe(path: str) -> bool:
    return _is_path(path) and not set(path) & set(':*?"<>|#%')


def _is_path(path: str) -> bool:
    parts = path.split("/")
    return path.endswith(".html") and "\\" not in path and is_printable(path) and all(
        part and part not in (".", "..") and len(part.encode()) <= 240 for part in parts
    )
