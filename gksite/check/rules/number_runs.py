"""Numbers in a text in any spelling, and the checks that recognise those of people, cards and
organisations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import msgspec

SEPARATORS = " \t\u00a0\u2002\u2003\u2009\u3000\\-‐‑‒–—－·."
"""The inside of a regular-expression class: separators that people put between the digits of one
number."""

SHORTEST = 11
"""Digits: shorter runs hold no number of a person or card."""
# A run begins with a digit and continues while at most two separators stand before the next digit.
# So there is no backtracking within it, and a run that is too short costs only its few digits.
_RUN = re.compile(rf"\d(?:[{SEPARATORS}]{{0,2}}\d){{{SHORTEST - 1},}}", re.ASCII)
_GROUP = re.compile(r"\d+", re.ASCII)
LONGEST = 24
"""Digits: longer groups are not the number of a person or card."""

_PROVINCES = frozenset((
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41",
    "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71",
    "81", "82", "83",
))  # fmt: skip
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_USCC_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


class Group(msgspec.Struct, frozen=True):
    """A group of adjacent digits, and its place."""

    digits: str
    start: int
    end: int


class Number(msgspec.Struct, frozen=True):
    """Neighbouring groups of digits read as one number, and its place; `groups` are their
    lengths."""

    digits: str
    start: int
    end: int
    groups: tuple[int, ...]


def runs_of(text: str) -> tuple[tuple[Group, ...], ...]:
    """Return every run of at least SHORTEST digits with separators between them, by its groups."""
    return tuple(
        tuple(
            Group(group[0], *group.span())
            for group in _GROUP.finditer(text, run.start(), run.end())
        )
        for run in _RUN.finditer(text)
    )


def numbers(runs: Iterable[Sequence[Group]], lengths: range) -> Iterator[Number]:
    """Yield every way to read neighbouring groups of a run as one number of a length in `lengths`,
    SHORTEST or more, from left to right.

    A run of n groups gives at most LONGEST × n readings, since every group has a digit.
    """
    longest = min(lengths.stop - 1, LONGEST)
    for groups in runs:
        digits = "".join(group.digits for group in groups)
        sizes = tuple(len(group.digits) for group in groups)
        # The shortest reading that begins at a group: its place in `digits`, the groups before its
        # end. All three only grow.
        begin = end = count = 0
        for first, size in enumerate(sizes):
            while end - begin < lengths.start and count < len(sizes):
                end, count = end + sizes[count], count + 1
            if end - begin < lengths.start:
                break
            stop, last = end, count
            while stop - begin <= longest:
                place = groups[first].start, groups[last - 1].end
                yield Number(digits[begin:stop], *place, sizes[first:last])
                if last == len(sizes):
                    break
                stop, last = stop + sizes[last], last + 1
            begin += size


def is_resident_id(digits: str) -> bool:
    """Whether 17 digits with a check character (a digit or X) are a resident ID: region, date of
    birth, MOD 11-2 (GB 11643)."""
    if not has_region_and_birthday(digits):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _ID_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == digits[17].upper()


def has_region_and_birthday(digits: str) -> bool:
    """Whether a number of 18 characters has a province and a date of birth where a resident ID has
    them."""
    return len(digits) == 18 and digits[:2] in _PROVINCES and _is_day(digits[6:14])


def is_old_resident_id(digits: str) -> bool:
    """Whether 15 digits may be a resident ID of before 1999: province and a date of birth in the
    twentieth century."""
    return (
        len(digits) == 15
        and digits[:2] in _PROVINCES
        and digits[2:6] != "0000"
        and _is_day(f"19{digits[6:12]}")
    )


def _is_day(text: str) -> bool:
    try:
        return 1900 <= date(int(text[:4]), int(text[4:6]), int(text[6:])).year <= 2099
    except ValueError:
        return False


def passes_luhn(digits: str) -> bool:
    """Whether digits pass the check of bank cards (Luhn, ISO/IEC 7812)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_credit_code(text: str) -> bool:
    """Whether 18 characters are a unified social credit code with its check character (GB
    32100-2015)."""
    if len(text) != 18 or any(character not in _USCC_DIGITS for character in text):
        return False
    total = sum(
        _USCC_DIGITS.index(character) * weight
        for character, weight in zip(text, _USCC_WEIGHTS, strict=False)
    )
    return _USCC_DIGITS[(31 - total % 31) % 31] == text[17]
