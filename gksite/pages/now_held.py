"""Who has now what the units that a task names gave away, beside their printed names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from gksite.model.entities import Task
from gksite.model.handovers import handovers, passed_to
from gksite.model.reporting import Adjustment, Responsibility
from gksite.notation.values import Role
from gksite.pages.parts import Link, NowHeld
from gksite.pages.wording import ROLE_ORDER, Words

_Links = Mapping[str, Link]


def now_held(
    words: Words, unit_links: _Links, group_links: _Links, task: Task
) -> dict[Role, tuple[NowHeld, ...]]:
    """Return by role who has what units of it gave away; their names are left out where the task
    names no other in the role. Members of groups are not printed: nothing is said of them."""
    if not (task.passed or task.adjustments):
        return {}
    changes = [change for change in task.adjustments if change.responsibilities]
    if changes:
        links = {**group_links, **unit_links}
        every = {role: _named_anew(words, links, task, changes[-1], role) for role in ROLE_ORDER}
        return {role: held for role, held in every.items() if held}
    found: dict[Role, dict[tuple[str, date], list[str]]] = {}
    for one in (one for one in handovers(task) if not one.before.group):
        names = found.setdefault(one.before.role, {}).setdefault((one.to, one.on), [])
        names += [] if one.before.by_issue else [one.before.name]
    return {
        role: tuple(
            _held(words, _before(words, names, len(_of(task.responsibilities, role))), [to], on)
            for to, on, names in (
                (unit_links[to], on, names) for (to, on), names in by_holder.items()
            )
        )
        for role, by_holder in found.items()
    }


def _named_anew(
    words: Words, links: _Links, task: Task, change: Adjustment, role: Role
) -> tuple[NowHeld, ...]:
    """Return what a decision changed of a role: for whom it ended, and who has it since; nothing of
    units that kept it. What a later transfer took stands under its own day."""
    printed, named = _of(task.responsibilities, role), _of(change.responsibilities, role)
    kept = {_key(one) for one in printed} & {_key(one) for one in named}
    lost = [one.printed for one in printed if _key(one) not in kept]
    came: dict[tuple[str, date], list[Link]] = {}
    for one in named:
        unit, day = _now(task, one, change.date)
        moved = unit != one.unit
        link = links.get(unit or one.group, Link(one.printed))
        if _key(one) in kept and moved:
            came[_before(words, [one.printed], len(printed)), day] = [link]
        elif _key(one) not in kept:
            before = words["now.also" if kept else "now.all"]
            text = link.text if moved else one.printed
            came.setdefault((before, day), []).append(Link(text, link.path))
    ended: tuple[NowHeld, ...] = ()
    if lost and (kept or not came):
        names, key = words["list.separator"].join(lost), f"now.ended{'_of' if kept else ''}"
        text = words.say(key, units=names, day=words.date(change.date))
        ended = (NowHeld(text, (), "", ""),)
    return (*ended, *(_held(words, before, to, day) for (before, day), to in came.items()))


def _now(task: Task, named: Responsibility, day: date) -> tuple[str, date]:
    """Return the unit (by key) that has now what a decision of a day gave to a unit, and since
    when; "" for a group or a name that no registry knows."""
    later = [duty for duty in task.passed if duty.passed_on and duty.passed_on > day]
    return passed_to(later, named.unit, day) if named.unit else ("", day)


def _key(named: Responsibility) -> str:
    return named.unit or named.group or named.printed


def _of(named: Sequence[Responsibility], role: Role) -> list[Responsibility]:
    return [one for one in named if one.role == role]


def _held(words: Words, before: str, to: Sequence[Link], day: date) -> NowHeld:
    after = words.say("now.after", day=words.date(day))
    return NowHeld(before, tuple(to), after, words["list.separator"])


def _before(words: Words, names: list[str], printed: int) -> str:
    if names and printed > 1:
        return words.say("now.of", units=words["list.separator"].join(names))
    return words["now.all"]
