"""The tasks of plans for several years, or for none, that belong to no year: named, never lost."""

from __future__ import annotations

from gksite.model import years
from gksite.pages.parts import TasksWithoutYear
from gksite.pages.view import View


def tasks_without_year(view: View, year: int) -> tuple[TasksWithoutYear, ...]:
    """Return the plans of a year that have tasks which belong to no year, with their number."""
    model = view.model
    return tuple(
        TasksWithoutYear(view.plan_links[plan.id], len(own))
        for plan in model.plans_of_year(year)
        if (own := years.tasks_without_year(plan, model.as_of))
    )
