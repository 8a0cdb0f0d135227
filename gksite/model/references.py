"""Names that point elsewhere: units in a registry, plans and tasks of other folders, addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import combinations

from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.model.entities import Plan, Task
from gksite.model.loops import loops
from gksite.model.registry import Registry, same_time
from gksite.model.reporting import Responsibility
from gksite.notation.values import Role


def resolve_unit(
    registry: Registry,
    authority: str,
    day: date,
    role: Role,
    printed: str,
    expanded: str,
    where: Callable[[], Location],
) -> tuple[Responsibility, list[Diagnostic]]:
    """Return the unit or group of a printed name; the printed form is tried before the expanded
    one."""
    keys = registry.find(authority, printed, day) or registry.find(authority, expanded, day)
    if len(keys) > 1:
        if _is_reported(registry, keys):
            return Responsibility(role, printed), []
        candidates = ", ".join(keys)
        return Responsibility(role, printed), [
            problem("ambiguous-unit", where(), name=printed, candidates=candidates)
        ]
    if not keys:
        if not registry.is_whole or authority not in registry.authorities:
            return Responsibility(role, printed), []
        if registry.is_proposed(authority, printed) or registry.is_proposed(authority, expanded):
            return Responsibility(role, printed), []
        near = nearest(printed, registry.known_names(authority))
        return Responsibility(role, printed), [
            problem("unknown-unit", where(), name=printed, near=near)
        ]
    key = keys[0]
    if key in registry.groups:
        return Responsibility(role, printed, group=key), []
    unit = registry.units[key]
    if registry.existed(key, day):
        return Responsibility(role, printed, unit=key), []
    span = f"{unit.since or '…'}–{unit.until or '…'}"
    heirs = [registry.units[key].name for key in unit.successors if key in registry.units]
    outside = problem(
        "unit-outside-validity", where(), name=printed, span=span, day=day, near="、".join(heirs)
    )
    return Responsibility(role, printed, unit=key), [outside]


def _is_reported(registry: Registry, keys: tuple[str, ...]) -> bool:
    """Whether two holders of a name have it at the same time. The registry reports that mistake
    itself."""
    holders = [registry.units.get(key) or registry.groups[key] for key in keys]
    return any(same_time(holder, other) for holder, other in combinations(holders, 2))


def check_plan_references(plans: Mapping[str, Plan], broken: Iterable[str]) -> Iterable[Diagnostic]:
    """Report references to plans and tasks that don't exist, and loops of bases.

    `broken` are folders whose plan could not be read: references to them and to their tasks are
    accepted.
    """
    known = {*plans, *broken}
    whole = {plan.id for plan in plans.values() if plan.is_whole}
    tasks = {task.key for plan in plans.values() for task in plan.tasks}
    for plan in plans.values():
        for name in plan.based_on:
            if name not in known:
                yield problem("unknown-basis", plan.location, name=name, near=nearest(name, plans))
        if plan.previous and plan.previous not in known:
            yield problem(
                "unknown-plan",
                plan.location,
                name=plan.previous,
                near=nearest(plan.previous, plans),
            )
        for task in plan.tasks:
            yield from _check_task(task, known, whole, tasks)
    yield from _basis_loops(plans)


def _check_task(
    task: Task, known: set[str], whole: set[str], tasks: set[str]
) -> Iterable[Diagnostic]:
    for code, name in (
        *(("unknown-basis", name) for name in task.basis),
        ("unknown-task", task.continues),
    ):
        plan = name.partition("#")[0]
        if not name or ("#" in name and plan in known and plan not in whole):
            continue
        if name not in tasks if "#" in name else name not in known:
            near = nearest(name, [key for key in tasks if key.startswith(f"{plan}#")] or known)
            yield problem(code, task.location, name=name, near=near)


def check_transfers(registry: Registry, plans: Mapping[str, Plan]) -> Iterable[Diagnostic]:
    """Report plans and tasks that a transfer names and that do not exist, or are not older than
    it."""
    tasks = {task.key for plan in plans.values() for task in plan.tasks}
    for transfer in registry.transfers:
        for name in transfer.tasks:
            plan = plans.get(name.partition("#")[0])
            if plan is None:
                near = nearest(name, plans)
                yield problem("unknown-plan", transfer.location, name=name, near=near)
            elif "#" in name and name not in tasks and plan.is_whole:
                near = nearest(name, [task.key for task in plan.tasks])
                yield problem("unknown-task", transfer.location, name=name, near=near)
            elif plan.day >= transfer.on:
                yield problem(
                    "transfer-before-plan",
                    transfer.location,
                    name=name,
                    day=plan.day,
                    on=transfer.on,
                )


def _basis_loops(plans: Mapping[str, Plan]) -> Iterable[Diagnostic]:
    edges = {task.key: task.basis for plan in plans.values() for task in plan.tasks if task.basis}
    edges |= {plan.id: plan.based_on for plan in plans.values() if plan.based_on}
    places = {
        task.key: task.location for plan in plans.values() for task in plan.tasks if task.basis
    }
    places |= {plan.id: plan.location for plan in plans.values()}
    for loop in loops(edges):
        yield problem("basis-loop", places[loop[0]], path=" → ".join([*loop, loop[0]]))
