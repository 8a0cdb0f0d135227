"""A task asks for more where its bounds are stricter or its last day is earlier, and where neither
can be said nothing is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from gksite.model.demands import day_demand, indicator_changes
from gksite.model.entities import Task
from gksite.model.reporting import Indicator
from gksite.notation.deadlines import parse_deadline

CASES = yaml.safe_load((Path(__file__).parent / "cases/demands.yaml").read_text("utf-8"))


class Stated(msgspec.Struct):
    """What of a task is looked at."""

    indicators: tuple[Indicator, ...]


def task(*indicators: Indicator) -> Task:
    return Stated(indicators)  # type: ignore[return-value]


@pytest.mark.parametrize("case", CASES["indicators"], ids=str)
def test_bounds(case: dict[str, Any]) -> None:
    old, new = (Indicator("入库率", **case[when]) for when in ("old", "new"))
    [change] = indicator_changes(task(old), task(new))
    assert (change.demand, change.rises) == (case["demand"], case["rises"])


def test_what_is_the_same_or_stated_once_is_no_change() -> None:
    one, other = Indicator("入库率", at_least=5.0), Indicator("办结率", at_least=5.0)
    assert indicator_changes(task(one), task(one)) == ()
    assert indicator_changes(task(one), task(other)) == ()


@pytest.mark.parametrize("case", CASES["deadlines"], ids=str)
def test_days(case: dict[str, Any]) -> None:
    old, new = parse_deadline(case["old"], 2024), parse_deadline(case["new"], 2025)
    assert day_demand(old, new, 2024, 2025) == case["demand"]
