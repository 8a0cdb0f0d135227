"""Read traditional characters as simplified ones, and give readings back as they were printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from gksite.notation.traditional_table import PAIRS

_WIDEST_MARK, _MOST_STARTS = 12, 20
_CONTEXT = (8, 4, 2, 1, 0)
"""Characters on each side by which one that may stand for several is found again."""


def simplified(text: str) -> str:
    """Return `text` with simplified characters for traditional ones, of the same length.

    >>> simplified("牽頭單位：雲川市財政局")
    '牵头单位：云川市财政局'
    """
    return text.translate(_table()) if _any().search(text) else text


@cache
def _table() -> dict[int, str]:
    return dict(zip(map(ord, PAIRS[::2]), PAIRS[1::2], strict=True))


@cache
def _any() -> re.Pattern[str]:
    return re.compile(f"[{PAIRS[::2]}]")


class Printed:
    """A text as printed, which gives back the printed form of what was read from `twin`, the text
    in simplified characters."""

    def __init__(self, text: str) -> None:
        self.twin = simplified(text)
        self._printed = "".join(text.split())
        self._read = simplified(self._printed)
        self._forms: dict[str, set[str]] = {}
        known = set(self._printed)
        for character in known:
            read = _table().get(ord(character), character)
            self._forms.setdefault(read, set()).add(character)
        self._doubtful = {
            read for read, forms in self._forms.items() if len(forms) > 1 or read not in forms
        }

    def restore(self, piece: str) -> str:
        """Return a piece of the twin as it was printed, whatever white space it lost or has.

        A character that stands for several of the text is found again with its neighbours; of
        equal places the first counts. Characters that the text does not have stay.
        """
        if self._doubtful.isdisjoint(piece):
            return piece
        bare = "".join(piece.split())
        whole = self._read.find(bare)
        if whole >= 0:
            return _with_blanks(piece, self._printed[whole : whole + len(bare)])
        if spread := self._spread(bare):
            return _with_blanks(piece, spread)
        return _with_blanks(
            piece,
            "".join(
                self._character(bare, index) if character in self._doubtful else character
                for index, character in enumerate(bare)
            ),
        )

    def restore_all(self, pieces: Sequence[str]) -> list[str]:
        """Return pieces that share no place of the twin, equal ones in their order there."""
        restored = list(pieces)
        used = bytearray(len(self._read))
        following: dict[str, int] = {}
        for index in sorted(range(len(pieces)), key=lambda index: -len(pieces[index])):
            bare = "".join(pieces[index].split())
            at = self._read.find(bare, following.get(bare, 0)) if bare else -1
            while at >= 0 and any(used[at : at + len(bare)]):
                at = self._read.find(bare, at + 1)
            if at < 0:
                restored[index] = self.restore(pieces[index])
                continue
            following[bare] = at + len(bare)
            used[at : at + len(bare)] = b"\1" * len(bare)
            restored[index] = _with_blanks(pieces[index], self._printed[at : at + len(bare)])
        return restored

    def _spread(self, bare: str) -> str:
        """Return the characters of a piece that the text prints with marks between them (a line
        end in a cell), as printed; "" where they do not follow each other."""
        start = self._read.find(bare[:1]) if bare else -1
        for _ in range(_MOST_STARTS):
            if start < 0:
                break
            if places := self._places(bare, start):
                return "".join(self._printed[place] for place in places)
            start = self._read.find(bare[0], start + 1)
        return ""

    def _places(self, bare: str, start: int) -> list[int]:
        """Return the places of the characters of a piece from `start` on; [] where one lacks."""
        places: list[int] = []
        at = start
        for character in bare:
            place = self._read.find(character, at, at + _WIDEST_MARK)
            if place < 0:
                return []
            places.append(place)
            at = place + 1
        return places

    def holds(self, piece: str) -> bool:
        """Whether a piece stands in the twin, but for white space."""
        return "".join(piece.split()) in self._read

    def knows(self, piece: str) -> bool:
        """Whether each character of a piece stands in the twin, but for white space."""
        return self._forms.keys() >= {*"".join(piece.split())}

    def _character(self, bare: str, index: int) -> str:
        forms = self._forms[bare[index]]
        if len(forms) == 1:
            return next(iter(forms))
        for width in _CONTEXT:
            start = max(0, index - width)
            at = self._read.find(bare[start : index + width + 1])
            if at >= 0:
                return self._printed[at + index - start]
        return bare[index]


def _with_blanks(piece: str, bare: str) -> str:
    """Return the characters of `bare` with the white space of `piece` between them."""
    if len(bare) == len(piece):
        return bare
    following = iter(bare)
    return "".join(character if character.isspace() else next(following) for character in piece)
