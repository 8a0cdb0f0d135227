"""Names of units and groups in registries: who is meant, where, and when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from model_sites import HERE, cases, registry_of

from gksite.model.entities import Unit
from gksite.model.loops import loops
from gksite.model.registry import Registry, same_time, short

CASES = cases("model/registry")
REGISTRY = registry_of(CASES["registries"])
KEYS = st.sampled_from("abcdef")


@pytest.mark.parametrize(
    ("authority", "name", "year", "found"), CASES["lookups"], ids=lambda value: str(value)
)
def test_a_name_is_looked_up(authority: str, name: str, year: int, found: list[str]) -> None:
    assert list(REGISTRY.find(authority, name, date(year, 7, 1))) == found


@pytest.mark.parametrize(("group", "members"), CASES["groups"].items())
def test_a_group_means_its_members(group: str, members: list[str]) -> None:
    assert [short(key) for key in REGISTRY.groups[group].members] == members


def test_a_lineage_goes_upwards() -> None:
    assert REGISTRY.lineage("qinghe") == ["qinghe", "yunchuan"]
    assert REGISTRY.lineage("yunchuan") == ["yunchuan"]
    assert REGISTRY.lineage("nowhere") == []


def test_authorities_stand_below_the_one_above_them() -> None:
    assert list(REGISTRY.authorities) == ["yunchuan", "qinghe", "linjiang"]


@pytest.mark.parametrize("authority", REGISTRY.authorities)
def test_every_known_name_is_found(authority: str) -> None:
    for name in REGISTRY.known_names(authority):
        assert REGISTRY.find(authority, name, date(2025, 7, 1))


SPANS = [
    ("", "", "2025-01-01", True),
    ("2025", "", "2025-01-01", True),
    ("2025-12-31", "", "2025-12-30", False),
    ("2025-12-31", "", "2025-12-31", True),
    ("2026-01", "", "2025-12-31", False),
    ("", "2025-01-01", "2024-12-31", True),
    ("", "2025-01-01", "2025-01-01", False),
    ("", "2024-12", "2024-12-31", True),
    ("", "2024-12", "2025-01-01", False),
    ("2019-03", "2024", "2024-12-31", True),
]
"""since, until, a day, whether a unit existed on it."""


@pytest.mark.parametrize(("since", "until", "day", "answer"), SPANS)
def test_a_unit_existed_on_a_day(since: str, until: str, day: str, answer: bool) -> None:
    unit = Unit("a/x", "x", "a", "x", HERE, since=since, until=until)
    registry = Registry({}, {"a/x": unit}, {}, {})
    assert registry.existed("a/x", date.fromisoformat(day)) is answer


def test_a_successor_begins_where_the_unit_ends() -> None:
    """Of two units that share a month only the later has the days from its beginning on."""
    old = Unit("a/x", "x", "a", "x", HERE, until="2024-03", successors=("a/y",))
    for since, day in (("2024-03", date(2024, 3, 1)), ("2024-03-15", date(2024, 3, 15))):
        new = Unit("a/y", "y", "a", "y", HERE, since=since)
        registry = Registry({}, {"a/x": old, "a/y": new}, {}, {})
        assert registry.end_of(old) == day
        for shift in (-1, 0, 1):
            now = day + timedelta(shift)
            assert registry.existed("a/x", now) is not registry.existed("a/y", now)


MONTHS = st.sampled_from(["", "2018", "2019-02", "2019-03", "2020-01-01", "2021"])


def test_predecessors_are_the_other_side_of_successors() -> None:
    units = REGISTRY.units.values()
    assert {(unit.key, heir) for unit in units for heir in unit.successors} == {
        ("yunchuan/bigdata", "yunchuan/data"),
        ("qinghe/law", "qinghe/justice"),
    }


@given(first=st.tuples(MONTHS, MONTHS), second=st.tuples(MONTHS, MONTHS))
def test_to_exist_at_one_time_is_mutual(first: tuple[str, str], second: tuple[str, str]) -> None:
    one, other = (
        Unit("a/x", "x", "a", "x", HERE, since=since, until=until)
        for since, until in (first, second)
    )
    assert same_time(one, other) == same_time(other, one)


@given(edges=st.dictionaries(KEYS, st.lists(KEYS, max_size=3), max_size=6))
def test_loops_are_found_and_only_those(edges: dict[str, list[str]]) -> None:
    found = list(loops(edges))
    for loop in found:
        assert all(
            following in edges[node]
            for node, following in zip(loop, [*loop[1:], loop[0]], strict=True)
        )
    seen = [node for loop in found for node in loop]
    assert len(seen) == len(set(seen))
    assert bool(found) == any(node in reached(edges, node) for node in edges)


def reached(edges: dict[str, list[str]], start: str) -> set[str]:
    """What can be reached from a node in one step or more."""
    found: set[str] = set()
    waiting = list(edges.get(start, ()))
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += edges.get(node, ())
    return found
