"""What a rule over a text gets and gives: the wording, also with narrow digits and letters, and the stretches that break the rule."""

from __future__ import annotations

import msgspec

_NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF20)}


class Hit(msgspec.Struct, frozen=True):
    """A stretch of a text that breaks a rule: `found` is what messages show of it, masked where it is private.

    `arguments` fill the other places of the messages; `fix` is what the stretch should be, None where a person must decide.
    """

    start: int
    end: int
    found: str
    arguments: tuple[tuple[str, str], ...] = ()
    fix: str | None = None


class Wording(msgspec.Struct, frozen=True):
    """A text, and the same with full-width digits, letters and ＠ made narrow; both have the same length."""

    text: str
    narrow: str


def wording_of(text: str) -> Wording:
    """The wording of a text."""
    return Wording(text, text.translate(_NARROW))
