"""Match the tasks of a plan with those of the year before: by `continues`, else by likeness of
wording."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

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
    """Return the previous plan of each plan that has one, by id: the stated one, else that of the
    same authority and issuer for the year before.

    Of several candidates it is the one whose title is equal but for the year; if there is none, the
    plan has no previous one.
    """
    by_issuer: dict[tuple[str, str, int], list[Plan]] = {}
    for plan in plans.values():
        by_issuer.setdefault((plan.authority, plan.issuer_name, plan.year), []).append(plan)
    previous: dict[str, str] = {}
    for plan in plans.values():
        if plan.previous in plans:
            previous[plan.id] = plan.previous
            continue
        candidates = by_issuer.get((plan.authority, plan.issuer_name, plan.year - 1), [])
        title = _without_year(plan.title)
        same = [other for other in candidates if _without_year(other.title) == title]
        if len(same) == 1:
            previous[plan.id] = same[0].id
        elif (
            len(candidates) == 1
            and len(by_issuer[plan.authority, plan.issuer_name, plan.year]) == 1
        ):
            previous[plan.id] = candidates[0].id
    return previous


def _without_year(title: str) -> str:
    return re.sub(r"\d{4}年?|（[^）]*）", "", title)


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
