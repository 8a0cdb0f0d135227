"""Which optional pages a site has, by its settings and its content."""

from __future__ import annotations

from itertools import chain

from gksite.model.entities import Plan
from gksite.model.site import SiteModel
from gksite.pages.events import plan_days, task_days
from gksite.pages.promises import is_news


def has_data(model: SiteModel) -> bool:
    """Whether the settings ask for any file of data."""
    return any(name != "jsonld" for name in model.config.exports.formats)


def current_year(model: SiteModel) -> int:
    """Return the latest year with plans that began up to the day of the build; without any, the
    latest with plans, or that of the day."""
    years, today = {plan.year for plan in model.plans.values()}, model.as_of.year
    return max((year for year in years if year <= today), default=max(years, default=today))


def years_of_news(model: SiteModel) -> list[str]:
    """Return the years, newest first, that have an event."""
    gone = {str(one.date.year) for one in model.withdrawn if is_news(one)}
    return sorted(gone.union(*map(years_of_plan, model.plans.values())), reverse=True)


def years_of_plan(plan: Plan) -> set[str]:
    """Return the years in which anything happened to a plan."""
    days = chain(plan_days(plan), *map(task_days, plan.tasks))
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
    """Whether there is a plan of the year before, and the site has comparisons."""
    return "compare" not in model.config.leave_out and plan.id in model.previous


def has_cascade(model: SiteModel, plan: Plan) -> bool:
    """Whether a task of the plan is the basis of another one, and the site has cascades."""
    if "cascade" in model.config.leave_out:
        return False
    return any(key in model.tasks for task in plan.tasks for key in model.derived.get(task.key, ()))
