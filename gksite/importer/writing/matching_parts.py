"""Find which parts of three texts are the same: by key, by text, between the same neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from gksite.importer.writing.text_parts import Part

_SIMILAR = 0.5
"""Share of common pairs of characters from which a text is a version of another."""
_NEAR = 8
"""The number of texts among which an earlier version is looked for."""

Id = tuple[str, int]
"""A part in all three texts: `b` with its place in the base, or `m`, `t` and its place in one of
the others, where it is new."""


class Matched:
    """The parts of three texts, by what they are in all of them."""

    def __init__(self, base: Sequence[Part], mine: Sequence[Part], theirs: Sequence[Part]) -> None:
        self.base: list[Id] = [("b", place) for place in range(len(base))]
        self.mine: list[Id] = [
            ("b", earlier) if earlier >= 0 else ("m", place)
            for place, earlier in enumerate(earlier_versions(base, mine))
        ]
        added: dict[str, list[Id]] = {}
        for id, part in zip(self.mine, mine, strict=True):
            if id[0] == "m":
                added.setdefault(_name(part), []).append(id)
        self.theirs: list[Id] = []
        for place, (earlier, part) in enumerate(
            zip(earlier_versions(base, theirs), theirs, strict=True)
        ):
            same = added.get(_name(part)) if earlier < 0 else None
            new = same.pop(0) if same else ("t", place)
            self.theirs.append(("b", earlier) if earlier >= 0 else new)
        parts = [
            dict(zip(ids, texts, strict=True))
            for ids, texts in ((self.base, base), (self.mine, mine), (self.theirs, theirs))
        ]
        ids = dict.fromkeys((*self.base, *self.mine, *self.theirs))
        self.versions: dict[Id, tuple[Part | None, Part | None, Part | None]] = {
            id: (parts[0].get(id), parts[1].get(id), parts[2].get(id)) for id in ids
        }

    def order(self, kept: Mapping[Id, Part]) -> list[Id]:
        """Return the parts that are kept in the order of the side that moved some, else in the
        document's; those of the other side alone stand behind the part behind which they stood."""
        common = self._common(kept)
        by_hand = [id for id in self.mine if id in common] != [
            id for id in self.base if id in common
        ]
        by_document = [id for id in self.theirs if id in common] != [
            id for id in self.base if id in common
        ]
        lead, other = (
            (self.mine, self.theirs) if by_hand and not by_document else (self.theirs, self.mine)
        )
        return list(_interleaved(lead, other, kept))

    def _common(self, kept: Mapping[Id, Part]) -> set[Id]:
        return set(self.base) & set(self.mine) & set(self.theirs) & kept.keys()

    def moved_apart(self, kept: Mapping[Id, Part]) -> list[list[Part]]:
        """Return the parts in the order of each text, where both sides moved some and not to the
        same places; else nothing."""
        common = self._common(kept)
        orders = [
            [id for id in side if id in common] for side in (self.base, self.mine, self.theirs)
        ]
        if orders[1] in (orders[0], orders[2]) or orders[2] == orders[0]:
            return []
        return [[self._any(id) for id in side] for side in orders]

    def _any(self, id: Id) -> Part:
        base, mine, theirs = self.versions[id]
        part = mine or theirs or base
        assert part
        return part

    def side_by_side(self, kept: Mapping[Id, Part]) -> set[Id]:
        """Return texts without a key that both sides added at the same place."""
        behind: list[dict[Id | None, list[Id]]] = []
        for side in (self.mine, self.theirs):
            groups: dict[Id | None, list[Id]] = {}
            last: Id | None = None
            for id in side:
                if id[0] == "b":
                    last = id
                elif id in kept and not kept[id].key and kept[id].kind != "comment":
                    groups.setdefault(last, []).append(id)
            behind.append(groups)
        own = [
            {place: [id for id in ids if id[0] == side] for place, ids in groups.items()}
            for side, groups in zip("mt", behind, strict=True)
        ]
        return {
            id
            for place in own[0].keys() & own[1].keys()
            if own[0][place] and own[1][place]
            for id in (*own[0][place], *own[1][place])
        }


def _interleaved(lead: Sequence[Id], other: Sequence[Id], kept: Mapping[Id, Part]) -> Iterator[Id]:
    """Yield the parts of `lead` in its order, each with those of `other` that stand behind it.

    A text without a key belongs to the part above it, so nothing with a key comes between them.
    """
    leading = {id for id in lead if id in kept}
    behind: dict[Id | None, list[Id]] = {}
    last: Id | None = None
    for id in other:
        if id in leading:
            last = id
        elif id in kept:
            behind.setdefault(last, []).append(id)
    waiting = _released(behind.get(None, []), kept)
    yield from waiting[0]
    late = waiting[1]
    for id in (id for id in lead if id in kept):
        if late and (kept[id].key or id[0] == "b"):
            yield from late
            late = []
        yield id
        first, rest = _released(behind.get(id, []), kept)
        yield from first
        late += rest
    yield from late


def _released(ids: Sequence[Id], kept: Mapping[Id, Part]) -> tuple[list[Id], list[Id]]:
    """Return the first of the parts that have no key, and the others."""
    count = next((n for n, id in enumerate(ids) if kept[id].key), len(ids))
    return list(ids[:count]), list(ids[count:])


# ── which part is which ───────────────────────────────────────────────────────────────────────────


def _name(part: Part) -> str:
    return f"{part.kind} {part.key}" if part.key else part.text


def earlier_versions(base: Sequence[Part], side: Sequence[Part]) -> list[int]:
    """Return for each part the place of its earlier version in the base, -1 for none: by its key,
    else by its text, else between the same neighbours."""
    places: dict[tuple[str, int], int] = {}
    for place, name in enumerate(_occurrences(base)):
        places[name] = place
    found = [places.get(name, -1) for name in _occurrences(side)]
    taken = set(found)
    for start, end in _gaps(found):
        low = found[start - 1] if start else -1
        high = found[end] if end < len(found) else len(base)
        free = [place for place in range(low + 1, high) if place not in taken]
        for number, place in _pairs([side[n] for n in range(start, end)], free, base):
            found[start + number] = place
    return found


def _occurrences(parts: Iterable[Part]) -> list[tuple[str, int]]:
    seen: Counter[str] = Counter()
    names: list[tuple[str, int]] = []
    for part in parts:
        seen[_name(part)] += 1
        names.append((_name(part), seen[_name(part)]))
    return names


def _gaps(found: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the runs of parts without an earlier version."""
    start = 0
    while start < len(found):
        end = start
        while end < len(found) and found[end] < 0:
            end += 1
        if end > start:
            yield start, end
        start = end + 1


def _pairs(
    new: Sequence[Part], free: Sequence[int], base: Sequence[Part]
) -> Iterator[tuple[int, int]]:
    """Yield new texts with their earlier versions: all in order where there are as many, else
    those that are alike."""
    if len(new) == len(free):
        for number, (part, place) in enumerate(zip(new, free, strict=True)):
            if _may_be(part, base[place]):
                yield number, place
        return
    start = 0
    for number, part in enumerate(new):
        for at in range(start, min(start + _NEAR, len(free))):
            earlier = base[free[at]]
            if _may_be(part, earlier) and likeness(part.text, earlier.text) >= _SIMILAR:
                yield number, free[at]
                start = at + 1
                break


def _may_be(part: Part, earlier: Part) -> bool:
    return part.kind == earlier.kind and not (part.key and earlier.key)


def likeness(one: str, other: str) -> float:
    """Return the share of pairs of characters that two texts have in common, from 0 to 1."""
    a, b = (Counter(pairwise(text)) for text in (one, other))
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else float(one == other)
