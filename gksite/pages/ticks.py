"""The terms of recurring tasks as ticks: reported, missed, or still running."""

from __future__ import annotations

from gksite.model.entities import Task
from gksite.model.terms import Term, terms_of
from gksite.pages.parts import Tick, Ticks
from gksite.pages.view import View
from gksite.pages.wording import Words

TICK_STRINGS = ("ticks.text", "ticks.missed")
"""The strings of the theme that `ticks_of` uses, besides those of all pages."""


def ticks_of(view: View, task: Task, *, with_names: bool = False) -> Ticks | None:
    """Return the terms of a recurring task up to the day of the site, those without a report with
    their names if asked for; None where there are none."""
    if not view.model.is_dated:
        return None
    words = view.words
    terms = terms_of(view.model.plans[task.plan], task, view.model.as_of)
    if not terms:
        return None
    over = [term for term in terms if term.state != "running"]
    missed = [_name(words, term) for term in over if term.state == "missed"]
    text = words.say("ticks.text", total=len(over), reported=len(over) - len(missed))
    if missed and with_names:
        text += words.say("ticks.missed", names=words["list.separator"].join(missed))
    return Ticks(tuple(Tick(_name(words, term), term.state) for term in terms), text)


def _name(words: Words, term: Term) -> str:
    year, month = term.first.year, term.first.month
    if term.months == 3:
        return words.say(f"quarter.{(month + 2) // 3}", year=year)
    if term.months == 6:
        return words.say(f"half.{1 if month < 7 else 2}", year=year)
    return words.month(year, month) if term.months == 1 else words.say("year", year=year)
