"""The tasks of a scope, and the parts of files that are made once for all files that hold them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from gksite.exports.open_columns import first_rows
from gksite.exports.task_columns import SectionTitles, duty_row, section_titles, task_row
from gksite.model.entities import Plan, Task
from gksite.model.reporting import Duty
from gksite.model.site import SiteModel
from gksite.pages.downloads import ExportRequest
from gksite.theme.printing import Printing

Part = TypeVar("Part")


class Prepared:
    """The model with parts of its tasks that several files share. Only these caches change."""

    def __init__(self, model: SiteModel, printing: Printing | None = None) -> None:
        self.model = model
        self.printing = printing
        self._titles: dict[str, SectionTitles] = {}
        self._first_rows: dict[str, Mapping[tuple[str, str], str]] = {}
        self._parts: dict[Callable[..., Any], dict[str, Any]] = {}

    def part(self, make: Callable[[Prepared, Task], Part], task: Task) -> Part:
        """Return what `make` gives for a task, made once."""
        parts = self._parts.setdefault(make, {})
        if task.key not in parts:
            parts[task.key] = make(self, task)
        part: Part = parts[task.key]
        return part

    def row(self, task: Task) -> tuple[str, ...]:
        """Return the values of TASK_COLUMNS of a task."""
        return self.part(_row, task)

    def duty_row(self, duty: Duty) -> tuple[str, ...]:
        """Return the values of UNIT_COLUMNS of a duty."""
        return duty_row(self.model, duty, self.row(self.model.tasks[duty.task]))

    def titles(self, plan: Plan) -> SectionTitles:
        """Return the titles of the sections of a plan."""
        if plan.id not in self._titles:
            self._titles[plan.id] = section_titles(plan)
        return self._titles[plan.id]

    def first_rows(self, plan: Plan) -> Mapping[tuple[str, str], str]:
        """Return the first rows of the merged cells of a plan, as `open_columns.first_rows`."""
        if plan.id not in self._first_rows:
            self._first_rows[plan.id] = first_rows(plan)
        return self._first_rows[plan.id]

    def tasks(self, request: ExportRequest) -> Sequence[Task]:
        """Return the tasks of a scope."""
        model = self.model
        if request.scope == "plan":
            return model.plans[request.entity].tasks
        if request.scope == "unit":
            return [model.tasks[duty.task] for duty in self.duties(request.entity)]
        if request.scope == "authority":
            return [task for plan in model.plans_of(request.entity) for task in plan.tasks]
        if request.scope == "topic":
            return [task for task in model.tasks.values() if request.entity in task.topics]
        return list(model.tasks.values())

    def plans(self, request: ExportRequest) -> list[Plan]:
        """Return the plans of a scope: all of the site, else those that its tasks are from, and a
        plan itself even without tasks."""
        if request.scope == "site":
            return list(self.model.plans.values())
        if request.scope == "plan":
            return [self.model.plans[request.entity]]
        ids = dict.fromkeys(task.plan for task in self.tasks(request))
        return [self.model.plans[id] for id in ids]

    def duties(self, unit: str) -> Sequence[Duty]:
        """Return the duties of a unit, plan by plan as printed."""
        return self.model.duties.get(unit, ())

    def name(self, request: ExportRequest) -> str:
        """Return the name of a scope, for the title of a file."""
        model = self.model
        if request.scope == "plan":
            return model.plans[request.entity].title
        if request.scope == "unit":
            return model.registry.units[request.entity].name
        if request.scope == "authority":
            return model.registry.authorities[request.entity].name
        return model.topics[request.entity].name if request.scope == "topic" else model.config.name


def _row(prepared: Prepared, task: Task) -> tuple[str, ...]:
    plan = prepared.model.plans[task.plan]
    return task_row(prepared.model, plan, task, prepared.titles(plan))
