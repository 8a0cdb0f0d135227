"""The input of the rules over one plan: plan, tasks' texts in the body, places of values."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from gksite.check.fields import Fields
from gksite.content.outline import MarkedText, outline_of
from gksite.diagnostics import Location
from gksite.model.entities import Plan, Task
from gksite.source.blocks import Body


class PlanView(msgspec.Struct, frozen=True):
    """A plan, the text of each task in its body, and the places of the written values."""

    plan: Plan
    marked: Mapping[str, MarkedText]
    fields: Fields

    @property
    def path(self) -> str:
        """The plan's file."""
        return self.plan.location.path

    def place_of(self, task: Task, *keys: str) -> Location:
        """Return the place of the first key in tasks.yaml, else of the mark, else of the task."""
        for key in keys:
            if place := self.fields.of_task(self.plan, task, key):
                return place
        marked = self.marked.get(task.id)
        return Location(self.path, marked.line, 1) if marked else task.location


def view_of(plan: Plan, fields: Fields) -> PlanView:
    """Return the view of a plan that its rules look at."""
    return PlanView(plan, outline_of(Body(plan.body, plan.links), ()).marked, fields)
