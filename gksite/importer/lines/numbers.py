"""Read numbers that only the run of numbers shows: digits behind them, several in a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from gksite.importer.lines.lines import Item, Line, ends_sentence
from gksite.notation.characters import narrow_digits
from gksite.notation.numbering import from_chinese, parse_numbering
from gksite.notation.unit_words import LABEL
from gksite.notation.units import split_responsibility
from gksite.source.numbering import split_heading

GLUED = re.compile(r"(\d{1,3})[.．](\d{1,6})")
"""A number with digits right behind its mark: 10.320名, 2.1.2万户, 3.5公里, 2.1清淤."""
_INNER = re.compile(r"(?<=[。；;：:）)\]】〕])\s{0,3}(\d{1,2})\s{0,2}(?:[.．、](?!\d))")
"""A number within a paragraph, behind the end of a sentence or a bracket."""
_NUMERAL = re.compile("[一二三四五六七八九十]{1,3}|0[1-9]")
_SHORT_HEADING = 30
_HEADING_LEVEL, _FEWEST = 2, 2


def with_numbers_of_the_run(items: Sequence[Item]) -> list[Item]:
    """Return the items with a blank behind each number that runs on and is glued to its wording.

    `10.320名` is the tenth item behind a ninth, and not 10.32; `2.1清淤` above `2.2补种` is a part
    of the second; `3.5公里` in a sentence that a line end broke stays a figure.
    """
    read: list[Item] = []
    before, part = 0, 0
    below = _numbers_below(items)
    for index, item in enumerate(items):
        if isinstance(item, Line):
            value, end = _plain(item.text), 0
            glued = None if value else GLUED.match(narrow_digits(item.text))
            if glued and _is_part(glued, before, part, below[index]):
                part, end = int(glued[2]), glued.end()
            elif glued and _runs_on(int(glued[1]), before, below[index], read):
                value, end = int(glued[1]), glued.end(1) + 1
            if end:
                item = msgspec.structs.replace(item, text=f"{item.text[:end]} {item.text[end:]}")
            if value:
                before, part = value, 0
        read.append(item)
    return read


def _plain(text: str) -> int:
    """Return the plain number (1. or 1、) that opens a text, or 0."""
    number = parse_numbering(text)
    return number.value if number and number.style == "arabic" else 0


def _numbers_below(items: Sequence[Item]) -> list[tuple[int, int]]:
    """Return for each item the next number below it, and the digits glued to it or 0; (0, 0) for
    none."""
    below: list[tuple[int, int]] = []
    next_number = (0, 0)
    for item in reversed(items):
        below.append(next_number)
        if isinstance(item, Line):
            if value := _plain(item.text):
                next_number = (value, 0)
            elif glued := GLUED.match(narrow_digits(item.text)):
                next_number = (int(glued[1]), int(glued[2]))
    below.reverse()
    return below


def _is_part(glued: re.Match[str], before: int, part: int, below: tuple[int, int]) -> bool:
    """Whether a number with two digits is that of a part: 2.1 below 2 and above 2.2."""
    value, own = int(glued[1]), int(glued[2])
    return value == before and own == part + 1 and (part > 0 or below == (value, own + 1))


def _runs_on(value: int, before: int, below: tuple[int, int], above: Sequence[Item]) -> bool:
    """Whether a number continues the numbers above it, or opens a list that goes on below."""
    last = above[-1] if above else None
    if isinstance(last, Line) and not _is_whole(last):
        return False
    if value == before + 1:
        return below[0] <= 1 or below[0] > value
    is_headed = (
        isinstance(last, Line) and split_heading(last.text)[0] != "" and not _plain(last.text)
    )
    return value == 1 and below[0] == 2 and (before != 1 or is_headed)


def with_numerals_joined(items: Sequence[Item]) -> list[Item]:
    """Return the items with each numeral on a line of its own (一, 二; 01, 02) joined to the heading
    below it, where two or more of them run on."""
    values = [_numeral(items, index) for index in range(len(items))]
    found = [value for value in values if value]
    if len(found) < _FEWEST or found != list(range(1, len(found) + 1)):
        return list(items)
    joined: list[Item] = []
    for index, item in enumerate(items):
        above = items[index - 1] if index and values[index - 1] else None
        if isinstance(item, Line) and isinstance(above, Line):
            text, places = f"{above.text} {item.text}", (*above.places, *item.places)
            joined[-1] = Line(text, places, _HEADING_LEVEL, item.centred)
        else:
            joined.append(item)
    return joined


def _numeral(items: Sequence[Item], index: int) -> int:
    """Return the value of a numeral that stands alone above a short line without an end; else 0."""
    item = items[index]
    below = items[index + 1] if index + 1 < len(items) else None
    if not isinstance(item, Line) or not isinstance(below, Line):
        return 0
    if not _NUMERAL.fullmatch(item.text) or len(below.text) > _SHORT_HEADING:
        return 0
    if ends_sentence(below.text):
        return 0
    return int(item.text) if item.text.isascii() else from_chinese(item.text) or 0


def _is_whole(line: Line) -> bool:
    """Whether a line is complete, so that the line below it opens a paragraph of its own."""
    return (
        bool(line.level)
        or ends_sentence(line.text)
        or LABEL.match(line.text) is not None
        or (len(line.text) <= _SHORT_HEADING and not re.search("[，、,]", line.text))
    )


def with_items_apart(items: Sequence[Item]) -> list[Item]:
    """Return the items with each paragraph that holds several numbered items cut into them.

    `1、…；2、…` is cut where the paragraph opens with the first number, or where several items name
    units of their own; points below one wording, and numbers that the next paragraph uses, stay.
    """
    apart: list[Item] = []
    below = _numbers_below(items)
    for index, item in enumerate(items):
        if not isinstance(item, Line):
            apart.append(item)
            continue
        apart += [
            msgspec.structs.replace(item, text=text) for text in _items_in(item.text, below[index])
        ]
    return apart


def _items_in(text: str, below: tuple[int, int]) -> list[str]:
    """Return the items of a paragraph, or the paragraph alone."""
    starts = [(int(match[1]), match.start()) for match in _INNER.finditer(narrow_digits(text))]
    opening = parse_numbering(text)
    if not starts or not (opening or text[: starts[0][1]].rstrip().endswith((":", "："))):
        return [text]
    is_item = opening is not None and opening.style == "arabic"
    first = opening.value if opening and is_item else 0
    if [value for value, _ in starts] != list(range(first + 1, first + 1 + len(starts))):
        return [text]
    if is_item and below[0] == first + 1:
        return [text]
    cuts = [0, *(start for _, start in starts), len(text)]
    pieces = [text[a:b].strip() for a, b in pairwise(cuts)]
    own = pieces if is_item else pieces[1:]
    named = [bool(split_responsibility(piece)[1]) for piece in own]
    are_items = sum(named) > 1 or (is_item and (not any(named) or any(named[:-1])))
    return pieces if are_items else [text]
