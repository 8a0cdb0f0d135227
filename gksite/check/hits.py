"""The input and output of a rule over texts: the wording, also with narrow digits and letters, and
the stretches that break the rule."""

from __future__ import annotations

import re

import msgspec

from gksite.check.rules.number_runs import Group, runs_of

_NARROW = {
    code: code - 0xFEE0
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF20)
}
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ＠]")


class Hit(msgspec.Struct, frozen=True):
    """A stretch of a text that breaks a rule: `found` is its quotation in messages, masked where it
    is private.

    `arguments` are other values in the messages; `fix` is the correct text, None where a person
    must decide.
    """

    start: int
    end: int
    found: str
    arguments: tuple[tuple[str, str], ...] = ()
    fix: str | None = None


class Wording(msgspec.Struct, frozen=True):
    """A text, and the same with full-width digits, letters and ＠ made narrow; both have the same
    length.

    Patterns over it see every character of every source. One that begins with a fixed character, or
    with one of a few, is several times as fast as one that begins with a look behind or a choice of
    sequences: so they find the mark first and look back from there.
    """

    text: str
    narrow: str
    lines: str
    """The narrow text after a line end: patterns for the beginning of a line start with the mark
    that ends the line before."""
    runs: tuple[tuple[Group, ...], ...]
    """Its runs of digits that are long enough for a number of a person or card."""


def wording_of(text: str) -> Wording:
    """Return the wording of a text."""
    narrow = text.translate(_NARROW) if _WIDE.search(text) else text
    return Wording(text, narrow, f"\n{narrow}", runs_of(narrow))
