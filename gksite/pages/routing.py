"""Which pages there are, and at which address: the only place that knows the scheme of
addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from gksite.model.entities import Plan
from gksite.model.site import SiteModel
from gksite.pages.addresses import (
    ARCHIVE_PATH,
    DATA_PATH,
    GLOSSARY_PATH,
    NEWEST,
    SEARCH_PATH,
    PageRequest,
    authority_path,
    cascade_path,
    changes_path,
    compare_path,
    deadlines_path,
    matrix_path,
    page_path,
    plan_of,
    plan_path,
    progress_path,
    table_path,
    task_path,
    tombstone_path,
    topic_path,
    unit_path,
)
from gksite.pages.deadline_parts import _part_requests
from gksite.pages.promises import is_news, redirects, tombstones
from gksite.source.characters import is_printable


def has_data(model: SiteModel) -> bool:
    """Whether the settings ask for any file of data."""
    return any(name != "jsonld" for name in model.config.exports.formats)


def years_of_news(model: SiteModel) -> list[str]:
    """The years, newest first, in which something was published, reported, corrected or
    withdrawn."""
    gone = {str(one.date.year) for one in model.withdrawn if is_news(one)}
    return sorted(gone.union(*map(years_of_plan, model.plans.values())), reverse=True)


def years_of_plan(plan: Plan) -> set[str]:
    """The years in which a plan was published or corrected, or in which something was reported
    of its tasks."""
    years = {entry.date.year for task in plan.tasks for entry in task.progress}
    years.update(correction.date.year for correction in plan.corrections)
    if plan.published:
        years.add(plan.published.year)
    return {str(year) for year in years}


def main_pages(model: SiteModel) -> list[tuple[str, str]]:
    """The main pages that the site has besides the home page, by their key, in the order of the
    navigation."""
    keys = (
        "plans",
        "units",
        "deadlines",
        "progress",
        *(["topics"] if model.topics else []),
        *(["compare"] if model.previous else []),
    )
    pages = [(key, f"{key}/index.html") for key in keys]
    return [
        (key, path)
        for key, path in (*pages, ("changes", "changes.html"))
        if key not in model.config.leave_out
    ]


def has_matrix(model: SiteModel, plan: Plan) -> bool:
    """Whether any task of the plan names a unit, and the site has matrices."""
    return "matrix" not in model.config.leave_out and any(
        task.responsibilities for task in plan.tasks
    )


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
        *(
            PageRequest(authority_path(authority), "authority", authority)
            for authority in model.registry.authorities
        ),
        *(PageRequest(unit_path(unit), "unit", unit) for unit in model.registry.units),
        *(PageRequest(unit_path(group), "group", group) for group in model.registry.groups),
        *(request for plan in model.plans.values() for request in _plan_requests(model, plan)),
        *(PageRequest(old.lstrip("/"), "redirect", new) for old, new, _ in redirects(model)),
        *(
            PageRequest(tombstone_path(address), "withdrawn", one.address)
            for address, one in tombstones(model)
        ),
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
        yield from (
            PageRequest(changes_path(year), "changes", year) for year in years_of_news(model)
        )


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


def _who_took(address: str, blamed: Sequence[str], hidden: Mapping[str, Plan]) -> str:
    """The plan that an address is gone with: its own, else one that it names, else one of its year,
    else the first."""
    if (own := plan_of(address)) in blamed:
        return own
    named = [id for id in blamed if id in address] or [
        id for id in blamed if str(hidden[id].year) in address
    ]
    return (named or blamed)[0]


def _is_path(path: str) -> bool:
    parts = path.split("/")
    return (
        path.endswith(".html")
        and "\\" not in path
        and is_printable(path)
        and all(part and part not in (".", "..") and len(part.encode()) <= 240 for part in parts)
    )
