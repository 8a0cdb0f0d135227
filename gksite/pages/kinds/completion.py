"""The picture of the finished tasks of a year: how many there were by the end of each month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gksite.model.completion import MonthDone, done_by_month
from gksite.pages.view import View
from gksite.values import Value

COMPLETION_STRINGS = ("completion.title", "completion.text", "month.short")
"""The strings of the theme that `completion_of` uses."""

WIDTH, HEIGHT = 360, 150
"""The picture is as wide as a phone, so that its words are not made smaller there."""
_LEFT, _RIGHT, _TOP, _BASE = 10, 326, 22, 126
_MOST_LABELS = 12


class MonthPoint(Value, frozen=True):
    """A month of the line: how many tasks were reported done in it, and by its end; `label` is
    below the line, "" where there is no room."""

    title: str
    label: str
    count: int
    total: int
    x: float
    y: float


class Completion(Value, frozen=True):
    """The line of a year's finished tasks; `title` says what it shows, `line` is its SVG path."""

    title: str
    text: str
    months: tuple[MonthPoint, ...]
    line: str
    width: int
    height: int
    base: int


def completion_of(view: View, days: Iterable[date], year: int) -> Completion | None:
    """Return the line of the tasks of a year that were reported done on some days; None where there
    are fewer than two months to show."""
    months = done_by_month(days, year, view.model.as_of)
    if len(months) < 2:
        return None
    words, best = view.words, max(months, key=lambda month: month.count)
    points = tuple(_point(view, months, place) for place in range(len(months)))
    return Completion(
        words.say(
            "completion.title",
            total=months[-1].total,
            month=words.month(best.year, best.month),
            count=best.count,
        ),
        words["completion.text"],
        points,
        f"M{points[0].x} {points[0].y}" + "".join(f"L{one.x} {one.y}" for one in points[1:]),
        WIDTH,
        HEIGHT,
        _BASE,
    )


def _point(view: View, months: tuple[MonthDone, ...], place: int) -> MonthPoint:
    one, top = months[place], months[-1].total
    step = -(-len(months) // _MOST_LABELS)
    return MonthPoint(
        view.words.month(one.year, one.month),
        view.words.say("month.short", month=one.month) if place % step == 0 else "",
        one.count,
        one.total,
        round(_LEFT + (_RIGHT - _LEFT) * place / (len(months) - 1), 1),
        round(_BASE - (_BASE - _TOP) * one.total / top, 1),
    )
