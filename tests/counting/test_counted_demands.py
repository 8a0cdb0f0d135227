"""Of how many tasks a plan asks more or less than the one before: counted again from the bounds of
their indicators and their last days."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from counted_site import CountedSite
from page_figures import task_of
from registry_then import Record, listed

pytestmark = pytest.mark.slow

FAR = Decimal(10) ** 12


def bounds(indicator: Record) -> tuple[Decimal, Decimal] | None:
    """Return the least and the greatest figure that an indicator allows; None for an approximate
    one."""
    if "equal" in indicator:
        return Decimal(indicator["equal"]), Decimal(indicator["equal"])
    if "at_least" not in indicator and "at_most" not in indicator:
        return None
    return Decimal(indicator.get("at_least", -FAR)), Decimal(indicator.get("at_most", FAR))


def sides(old: Record, new: Record) -> set[str]:
    """Return in which ways a task asks for something else by its indicators."""
    found = set()
    for before in listed(old.get("indicators")):
        for now in listed(new.get("indicators")):
            same = before["name"] == now["name"] and before.get("unit") == now.get("unit")
            then, here = bounds(before), bounds(now)
            if not same or then is None or here is None or then == here:
                continue
            if here[0] >= then[0] and here[1] <= then[1]:
                found.add("harder")
            elif here[0] <= then[0] and here[1] >= then[1]:
                found.add("softer")
    return found


def test_what_more_is_asked_for(site: CountedSite) -> None:
    pages = [page for page in site.pages if re.fullmatch(r"compare/(?!index)[^/]+\.html", page)]
    for address in pages:
        page = site.main(address)
        found: list[set[str]] = []
        for article in page.select("article"):
            heads, before = article.select_one("h3"), article.select_one("h3 + p")
            assert heads and before
            new, old = task_of(address, heads), task_of(address, before)
            expected = sides(site.source(old), site.source(new))
            shown = {str(one["class"][0]) for one in article.select(".demands > li")} - {"other"}
            by_day = {
                str(one["class"][0])
                for one in article.select(".demands > li")
                if one.b and one.b.get_text() in ("时限提前", "时限推后")
            }
            assert shown == expected | by_day, (new, old)
            days = site.due_day(old)[5:], site.due_day(new)[5:]
            for side in by_day:
                assert days[0] > days[1] if side == "harder" else days[0] < days[1], (new, days)
            found.append(shown)
        line = page.select_one(".finding")
        numbers = [int(number) for number in re.findall(r"\d+", line.get_text())] if line else []
        only = [found.count({side}) for side in ("harder", "softer")]
        both = found.count({"harder", "softer"})
        assert numbers[1:] == ([*only, both] if both else only if any(only) else []), address
