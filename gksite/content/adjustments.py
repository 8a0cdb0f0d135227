"""The adjustments of a task: what decisions changed after it was issued."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from gksite.content.records import AdjustmentRecord, PlanRecord, TaskRecord, day_of
from gksite.content.task_days import read_deadline, read_target_day
from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.model.references import resolve_unit
from gksite.model.registry import Registry
from gksite.model.reporting import Adjustment, Responsibility
from gksite.notation.units import parse_units
from gksite.notation.values import Deadline
from gksite.schema.validate import Place
from gksite.source.markdown import check_inline, plain_wording, render_inline


def adjustments_of(
    record: TaskRecord, plan: PlanRecord, place: Place, registry: Registry
) -> tuple[tuple[Adjustment, ...], list[Diagnostic]]:
    """Return the adjustments of a task, the oldest first."""
    problems = list(_contradictions(record, place))
    adjustments = []
    targets = [target.id for target in record.targets]
    for index, written in enumerate(record.adjustments):
        at = ("adjustments", index)
        where = place.at(*at)
        deadline = None
        if written.deadline:
            read = read_target_day if written.target else read_deadline
            deadline, new_problems = read(
                written.deadline, plan, place.at(*at, "deadline"), written.date.year
            )
            problems += new_problems
        units, new_problems = _units(written, plan, place.at(*at, "units"), registry)
        problems += new_problems
        if written.text:
            problems += check_inline(written.text, place.at(*at, "text"))
        problems += _check(written, record, plan, place, index, targets)
        adjustments.append(_adjustment(written, deadline, units, where))
    return tuple(sorted(adjustments, key=lambda adjustment: adjustment.date)), problems


def _check(
    written: AdjustmentRecord,
    record: TaskRecord,
    plan: PlanRecord,
    place: Place,
    index: int,
    targets: Collection[str],
) -> Iterable[Diagnostic]:
    where = place.at("adjustments", index)
    if not (written.deadline or written.units or written.text or written.withdrawn or written.what):
        yield problem("adjustment-of-nothing", where, task=record.id)
    if written.date < day_of(plan):
        yield problem("adjustment-before-plan", where, task=record.id, date=written.date)
    if not written.target:
        return
    at = place.at("adjustments", index, "target")
    if written.target not in targets:
        near = nearest(written.target, targets)
        yield problem("unknown-target", at, task=record.id, name=written.target, near=near)
    if not written.deadline:
        yield problem("adjusted-target-without-deadline", at, task=record.id, name=written.target)


def _contradictions(record: TaskRecord, place: Place) -> Iterable[Diagnostic]:
    """Report a second decision of one day about the same: which of the two holds, nobody knows."""
    said: Counter[tuple[object, ...]] = Counter()
    for index, written in enumerate(record.adjustments):
        for key in ("deadline", "units", "text", "withdrawn"):
            if not getattr(written, key):
                continue
            about = (written.date, key, written.target if key == "deadline" else None)
            said[about] += 1
            if said[about] == 2:
                where = place.at("adjustments", index, key)
                yield problem("adjustments-contradict", where, task=record.id, date=written.date)


def _units(
    written: AdjustmentRecord, plan: PlanRecord, where: Location, registry: Registry
) -> tuple[tuple[Responsibility, ...], list[Diagnostic]]:
    """Return the units that a decision names, as they were on its day."""
    if not written.units:
        return (), []
    reading = parse_units(written.units)
    problems = [problem("unread-units", where, text=piece) for piece in reading.unread]
    units = []
    for name in reading.names:
        unit, new_problems = resolve_unit(
            registry,
            plan.authority,
            written.date,
            name.role,
            name.printed,
            name.name,
            lambda: where,
        )
        units.append(unit)
        problems += new_problems
    return tuple(units), problems


def _adjustment(
    written: AdjustmentRecord,
    deadline: Deadline | None,
    units: tuple[Responsibility, ...],
    where: Location,
) -> Adjustment:
    return Adjustment(
        date=written.date,
        location=where,
        what=written.what or "",
        deadline=deadline,
        target=written.target or "",
        units_printed=written.units or "",
        responsibilities=units,
        text=plain_wording(written.text or ""),
        html=render_inline(written.text, "../../") if written.text else "",
        withdrawn=written.withdrawn,
        approved_by=written.approved_by or "",
        why=written.why or "",
    )
