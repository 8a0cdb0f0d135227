"""Who has now what the units that a task names gave away, beside their printed names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from gksite.model.entities import Task
from gksite.model.handovers import handovers
from gksite.model.reporting import Adjustment
from gksite.notation.values import Role
from gksite.pages.parts import Link, NowHeld
from gksite.pages.wording import Words


def now_held(
    words: Words, unit_links: Mapping[str, Link], group_links: Mapping[str, Link], task: Task
) -> dict[Role, tuple[NowHeld, ...]]:
    """Return by role who has what units of it gave away; their names are left out where the task
    names no other in the role. Members of groups are not printed: nothing is said of them."""
    if not (task.passed or task.adjustments):
        return {}
    changes = [change for change in task.adjustments if change.responsibilities]
    if changes:
        return _named_anew(words, {**group_links, **unit_links}, task, changes[-1])
    found: dict[Role, dict[tuple[str, date], list[str]]] = {}
    for one in (one for one in handovers(task) if not one.before.group):
        names = found.setdefault(one.before.role, {}).setdefault((one.to, one.on), [])
        names += [] if one.before.by_issue else [one.before.name]
    return {
        role: tuple(
            NowHeld(
                _before(words, names, sum(r.role == role for r in task.responsibilities)),
                unit_links[to],
                words.say("now.after", day=words.date(on)),
            )
            for (to, on), names in by_holder.items()
        )
        for role, by_holder in found.items()
    }


def _named_anew(
    words: Words, links: Mapping[str, Link], task: Task, change: Adjustment
) -> dict[Role, tuple[NowHeld, ...]]:
    """Return by role whom a decision gave a task; a printed role that it gave nobody has ended."""
    after = words.say("now.after", day=words.date(change.date))
    found: dict[Role, list[NowHeld]] = {}
    for named in change.responsibilities:
        link = links.get(named.unit or named.group, Link(named.printed))
        own = found.setdefault(named.role, [])
        own.append(NowHeld(words["now.all"], Link(named.printed, link.path), after))
    ended = words.say("now.ended", day=words.date(change.date))
    for printed in task.responsibilities:
        found.setdefault(printed.role, [NowHeld(ended, Link(""), "")])
    return {role: tuple(held) for role, held in found.items()}


def _before(words: Words, names: list[str], printed: int) -> str:
    if names and printed > 1:
        return words.say("now.of", units=words["list.separator"].join(names))
    return words["now.all"]
