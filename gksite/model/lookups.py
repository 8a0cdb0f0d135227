"""The lookups that a site model is made with: by unit, by group, by basis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from gksite.model.entities import Plan
from gksite.model.registry import Registry
from gksite.model.reporting import Duty
from gksite.model.tables import DataPart
from gksite.notation.values import Role


class GroupTask(msgspec.Struct, frozen=True):
    """A task (its key) that names a group in a role."""

    task: str
    role: Role


def by_unit(
    plans: Mapping[str, Plan],
) -> tuple[dict[str, tuple[Duty, ...]], dict[str, tuple[Duty, ...]]]:
    """Return the duties that each unit has, and those that it had until a transfer."""
    duties: dict[str, list[Duty]] = {}
    passed: dict[str, list[Duty]] = {}
    for plan in plans.values():
        for task in plan.tasks:
            for own, every in ((task.duties, duties), (task.passed, passed)):
                for duty in own:
                    if duty.unit:
                        every.setdefault(duty.unit, []).append(duty)
    return {key: tuple(own) for key, own in duties.items()}, {
        key: tuple(own) for key, own in passed.items()
    }


def group_tasks(plans: Mapping[str, Plan]) -> dict[str, tuple[GroupTask, ...]]:
    """Return the tasks that name each group now, once each."""
    tasks: dict[str, dict[str, GroupTask]] = {}
    for plan in plans.values():
        for task in plan.tasks:
            for printed in task.named:
                if printed.group:
                    own = tasks.setdefault(printed.group, {})
                    own.setdefault(task.key, GroupTask(task.key, printed.role))
    return {key: tuple(own.values()) for key, own in tasks.items()}


def derived(plans: Mapping[str, Plan]) -> dict[str, tuple[str, ...]]:
    """Return for each plan or task the plans or tasks that it is the basis of."""
    found: dict[str, list[str]] = {}
    for plan in plans.values():
        for basis in plan.based_on:
            found.setdefault(basis, []).append(plan.id)
        for task in plan.tasks:
            for basis in task.basis:
                found.setdefault(basis, []).append(task.key)
    return {key: tuple(keys) for key, keys in found.items()}


def predecessors(registry: Registry) -> dict[str, tuple[str, ...]]:
    """Return for each unit the units whose successor it is."""
    found: dict[str, list[str]] = {}
    for unit in registry.units.values():
        for successor in unit.successors:
            found.setdefault(successor, []).append(unit.key)
    return {key: tuple(units) for key, units in found.items()}


def parts_of_data(plans: Iterable[Plan], *, shows_assessments: bool) -> frozenset[DataPart]:
    """Return the parts of data that only some sites have."""
    own = list(plans)
    tasks = [task for plan in own for task in plan.tasks]
    has: dict[DataPart, bool] = {
        "assessments": shows_assessments,
        "cells": any(one.open_columns for plan in own for one in plan.lists),
        "targets": any(task.targets for task in tasks),
        "adjustments": any(task.adjustments for task in tasks),
    }
    return frozenset(part for part, is_there in has.items() if is_there)
