"""Which optional pages a site has, by its settings and its content."""

from __future__ import annotations

from itertools import chain

from gksite.model.entities import Plan
from gksite.model.site import SiteModel
from gksite.pages.events import plan_days, task_days, transfer_days
from gksite.pages.promises import is_news


def has_data(model: SiteModel) -> bool:
    """Whether the settings ask for any file of data."""
    return any(name != "jsonld" for name in model.config.exports.formats)


def plans_by_year(model: SiteModel, authority: str = "") -> list[tuple[int, list[Plan]]]:
    """Return the years that lists of plans have, the latest first, each with the plans in its
    views: all, or those of an authority (by id).

    A plan for several years stands in each of them; of those to come only the years are listed in
    which a plan begins.
    """
    own = model.plans_of(authority)
    begins = {plan.year for plan in own}
    found = {year for plan in own for year in model.years[plan.id]}
    listed = sorted((y for y in found if y <= model.as_of.year or y in begins), reverse=True)
    return [(year, model.plans_of_year(year, authority)) for year in listed]


def years_of_news(model: SiteModel) -> list[str]:
    """Return the years, newest first, that have an event."""
    gone = {str(one.date.year) for one in model.withdrawn if is_news(one)}
    return sorted(gone.union(*map(years_of_plan, model.plans.values())), reverse=True)


def years_of_plan(plan: Plan) -> set[str]:
    """Return the years in which anything happened to a plan."""
    days = chain(plan_days(plan), transfer_days(plan), *map(task_days, plan.tasks))
    return {str(year) for year in {day.year for day in days}}


def main_pages(model: SiteModel) -> list[tuple[str, str]]:
    """Return the main pages of the site besides the home page, key and address, in the order of the
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
    """Whether there is a plan before it to compare it with, and the site has comparisons."""
    return "compare" not in model.config.leave_out and plan.id in model.previous


def has_cascade(model: SiteModel, plan: Plan) -> bool:
    """Whether a task of the plan is the basis of another one, and the site has cascades."""
    if "cascade" in model.config.leave_out:
        return False
    return any(key in model.tasks for task in plan.tasks for key in model.derived.get(task.key, ()))
