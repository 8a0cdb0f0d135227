"""Notes of the parser on an inline text: faults, and stretches of markup, by offset."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

import msgspec

KEY = "gksite"


class Noted(msgspec.Struct, frozen=True):
    """A fault at an offset of an inline text, with the arguments of its diagnostic."""

    code: str
    at: int
    arguments: tuple[tuple[str, str], ...] = ()


class Stretch(msgspec.Struct, frozen=True):
    """Markup from `start` up to `end`; `name_end` is the end of a link's text, else 0."""

    start: int
    end: int
    name_end: int = 0


class Findings(msgspec.Struct):
    """All that was noted of one inline text."""

    noted: list[Noted] = []
    stretches: list[Stretch] = []

    def add(self, code: str, at: int, *arguments: tuple[str, str]) -> None:
        """Note a fault."""
        self.noted.append(Noted(code, at, arguments))

    def markup(self, length: int) -> bytearray:
        """Return for each character whether it is markup or code, not the text of a link."""
        marks = bytearray(length)
        for stretch in self.stretches:
            if stretch.name_end:
                marks[stretch.start] = 1
            start = stretch.name_end or stretch.start
            marks[start : stretch.end] = b"\1" * (stretch.end - start)
        return marks


def found_in(env: MutableMapping[str, Any]) -> Findings:
    """Return the findings of the text that is being read."""
    findings = env.get(KEY)
    if not isinstance(findings, Findings):
        findings = env[KEY] = Findings()
    return findings
