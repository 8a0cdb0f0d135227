"""What the rules over one plan look at: the plan, what its body holds of each task, the places
of its values."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from gksite.check.fields import Fields
from gksite.content.outline import MarkedText, outline_of
from gksite.diagnostics import Location
from gksite.model.entities import Plan, Task
from gksite.source.blocks import Body


class PlanView(msgspec.Struct, frozen=True):
    """A plan, what its body holds of each task, and the places of the values that were written."""

    plan: Plan
    marked: Mapping[str, MarkedText]
    fields: Fields

    @property
    def path(self) -> str:
        """The plan's file."""
        return self.plan.location.path

    def place_of(self, task: Task, *keys: str) -> Location:
        """Return the first of some keys that tasks.yaml has of a task; else where the body marks
        it; else the task."""
        for key in keys:
            if place := self.fields.of_task(self.plan, task, key):
                return place
        marked = self.marked.get(task.id)
        return Location(self.path, marked.line, 1) if marked else task.location


def view_of(plan: Plan, fields: Fields) -> PlanView:
    """Return the view of a plan that its rules look at."""
    return PlanView(plan, outline_of(Body(plan.body, plan.links), ()).marked, fields)
