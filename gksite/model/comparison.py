"""Match the tasks of a plan with those of the plan before it: by `continues`, else by likeness of
wording."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from gksite.model.entities import Plan, Task

ALIKE = 0.35
"""Share of character pairs that two wordings must have in common (Jaccard) to be taken for the same
task."""

_HAN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]+")


class Match(msgspec.Struct, frozen=True):
    """The same task in two plans (task keys); `stated` where the source says so with
    `continues`."""

    old: str
    new: str
    stated: bool


def match_tasks(old: Plan, new: Plan) -> tuple[Match, ...]:
    """Return the pairs of tasks of two plans, each task in one pair at most, in the order of the
    new plan.

    Stated ones come first, then equal wordings, then the most alike pairs above ALIKE.
    """
    by_new: dict[str, Match] = {}
    free = {task.key: task for task in old.tasks}
    for task in new.tasks:
        if task.continues in free:
            by_new[task.key] = Match(task.continues, task.key, True)
            del free[task.continues]
    equal: dict[str, list[str]] = {}
    for task in free.values():
        equal.setdefault(task.text, []).append(task.key)
    for task in new.tasks:
        if task.key not in by_new and (same := equal.get(task.text)):
            by_new[task.key] = Match(same.pop(0), task.key, False)
            del free[by_new[task.key].old]
    rest = [task for task in new.tasks if task.key not in by_new and not task.continues]
    for pair in _alike(free, rest):
        by_new[pair.new] = pair
    return tuple(by_new[task.key] for task in new.tasks if task.key in by_new)


def previous_plans(plans: Mapping[str, Plan]) -> dict[str, str]:
    """Return the previous plan of each plan that has one, by id: the stated one, else the one of
    the same authority, issuer and kind whose period ended last before its own begins; where none
    ended, of those that began before it the one that ends first.

    Of several candidates it is the one whose title is equal but for the years, else the only one
    that is as long, or the only one at all, if no other plan of the issuer has the plan's own
    period; if there is none, the plan has no previous one.
    """
    by_issuer: dict[tuple[str, str, str], list[Plan]] = {}
    for plan in plans.values():
        own = plan.authority, plan.issuer_name, plan.kind.id
        by_issuer.setdefault(own, []).append(plan)
    before = {
        id: found
        for plans_of_one in by_issuer.values()
        for dated in [[plan for plan in plans_of_one if plan.period.years]]
        for id, found in _in_order(dated)
    }
    return {
        plan.id: found
        for plan in plans.values()
        if (found := plan.previous if plan.previous in plans else before.get(plan.id))
    }


def _in_order(plans: Sequence[Plan]) -> Iterable[tuple[str, str]]:
    """Yield the ids of dated plans of one issuer, each with that of the plan before it."""
    by_period: dict[tuple[date, date], list[Plan]] = {}
    for plan in plans:
        by_period.setdefault(_days(plan), []).append(plan)
    for days_of_own, own in by_period.items():
        first = days_of_own[0]
        earlier = [days for days in by_period if days[0] < first]
        ended = [days for days in earlier if days[1] < first]
        end = (
            max(days[1] for days in ended) if ended else min((d[1] for d in earlier), default=None)
        )
        candidates = [p for days in earlier if days[1] == end for p in by_period[days]]
        for plan in own:
            if found := _counterpart(plan, candidates, is_alone=len(own) == 1):
                yield plan.id, found.id


def _counterpart(plan: Plan, candidates: Sequence[Plan], *, is_alone: bool) -> Plan | None:
    title = _without_year(plan.title)
    same = [other for other in candidates if _without_year(other.title) == title]
    if len(same) == 1:
        return same[0]
    length = len(plan.period.years)
    as_long = [other for other in candidates if len(other.period.years) == length] or candidates
    return as_long[0] if is_alone and len(as_long) == 1 else None


def _days(plan: Plan) -> tuple[date, date]:
    """Return the first and the last day of a dated plan."""
    return plan.period.first or date.min, plan.period.last or date.max


def _without_year(title: str) -> str:
    return re.sub(r"\d{4}年?(?:[-—－–～至到]{1,2}\d{4}年?)?|（[^）]*）", "", title)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(run[i : i + 2] for run in _HAN.findall(text) for i in range(len(run) - 1))


def _bits(pairs: Iterable[str], places: dict[str, int]) -> int:
    """Return a set of character pairs as an integer with one bit for each, so that two sets are
    intersected quickly."""
    bits = 0
    for pair in pairs:
        bits |= places.setdefault(pair, 1 << len(places))
    return bits


def _alike(old: Mapping[str, Task], new: list[Task]) -> list[Match]:
    if not old or not new:
        return []
    places: dict[str, int] = {}
    old_keys = list(old)
    old_bits = [
        (bits, bits.bit_count())
        for bits in (_bits(_pairs(task.text), places) for task in old.values())
    ]
    scored: list[tuple[float, int, int]] = []
    for column, task in enumerate(new):
        bits = _bits(_pairs(task.text), places)
        size = bits.bit_count()
        for row, (others, count) in enumerate(old_bits):
            common = (bits & others).bit_count()
            if common and (score := common / (size + count - common)) >= ALIKE:
                scored.append((-score, row, column))
    used_old: set[int] = set()
    used_new: set[int] = set()
    matches: list[Match] = []
    for _, row, column in sorted(scored):
        if row not in used_old and column not in used_new:
            used_old.add(row)
            used_new.add(column)
            matches.append(Match(old_keys[row], new[column].key, False))
    return matches
