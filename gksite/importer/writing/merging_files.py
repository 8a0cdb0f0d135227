"""Merge the texts of a plan folder: an edit by hand and a change of the document are both kept,
unless they are about the same thing."""

from __future__ import annotations

from collections.abc import Sequence, Set

import msgspec

from gksite.importer.writing.matching_parts import Id, Matched
from gksite.importer.writing.text_parts import Kind, Part, Parts, parts_of

_HOLD_TASKS = ("page", "body", "yaml")


class Conflict(msgspec.Struct, frozen=True):
    """A part that both changed: the keys that lead to it, the task that it belongs to, its line in
    the edited text (from 0), and its three texts; "" where it is absent."""

    path: tuple[str, ...]
    owner: str
    line: int
    base: str
    mine: str
    theirs: str


class Merged(msgspec.Struct, frozen=True):
    """A merged text. Where the two sides conflict it has the document's."""

    text: str
    conflicts: tuple[Conflict, ...] = ()


class _Where(msgspec.Struct, frozen=True):
    """The way to a part, and the tasks of which the document's side is taken whole."""

    path: tuple[str, ...] = ()
    owner: str = ""
    taken: Set[str] = frozenset()

    def at(self, part: Part) -> _Where:
        path = (*self.path, part.key) if part.key else self.path
        return _Where(path, part.owner or self.owner, self.taken)


def merge_texts(
    name: str, base: str, mine: str, theirs: str, taken: Set[str] = frozenset()
) -> Merged:
    """Return the merge of a file's three versions. Tasks in `taken` are as in `theirs`.

    Line ends, and a mark of byte order, stay as in `mine`.
    """
    kind: Kind = "page" if name.endswith(".md") else "yaml"
    parts = [Part(kind, _plain(text)) for text in (base, mine, theirs)]
    merged, conflicts = _merge(parts[0], parts[1], parts[2], _Where(taken=taken))
    text = merged.text if merged else ""
    if text == parts[1].text:
        return Merged(mine, tuple(conflicts))
    if "\r\n" in mine:
        text = text.replace("\n", "\r\n")
    return Merged(f"\ufeff{text}" if mine.startswith("\ufeff") else text, tuple(conflicts))


def _plain(text: str) -> str:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    return text if text.endswith("\n") else f"{text}\n"


_Result = tuple[Part | None, list[Conflict]]


def _merge(base: Part | None, mine: Part | None, theirs: Part | None, where: _Where) -> _Result:
    """Return the merge of a part, None if it is to be absent, and the conflicts in it."""
    is_whole = bool(where.taken) and mine is not None and mine.kind in _HOLD_TASKS
    if not is_whole and _text(theirs) in (_text(mine), _text(base)):
        return mine, []
    if not is_whole and _text(mine) == _text(base):
        return theirs, []
    if mine and theirs and mine.kind == theirs.kind and (not base or base.kind == mine.kind):
        inner = [parts_of(part) if part else None for part in (base, mine, theirs)]
        if inner[1] and inner[2] and (inner[0] or not base):
            merged = _merge_parts(inner[0], inner[1], inner[2], mine.kind, where)
            if merged:
                text, conflicts = merged
                return (msgspec.structs.replace(mine, text=text) if text else None), conflicts
    line = mine.line if mine else base.line if base else 0
    conflict = Conflict(
        where.path, where.owner, line, _text(base) or "", _text(mine) or "", _text(theirs) or ""
    )
    return theirs, [conflict]


def _taken(theirs: Part | None) -> _Result:
    return theirs, []


def _text(part: Part | None) -> str | None:
    return part.text if part else None


def _merge_parts(
    base: Parts | None, mine: Parts, theirs: Parts, kind: Kind, where: _Where
) -> tuple[str, list[Conflict]] | None:
    """Return the merged text ("" if no part is left) and the conflicts; None where the lines
    around the parts differ."""
    opening = _of_three(base.opening if base else None, mine.opening, theirs.opening)
    closing = _of_three(base.closing if base else None, mine.closing, theirs.closing)
    if opening is None or closing is None:
        return None
    matched = Matched(base.parts if base else (), mine.parts, theirs.parts)
    kept: dict[Id, Part] = {}
    conflicts: list[Conflict] = []
    for id, (own, by_hand, new) in matched.versions.items():
        place = where.at(by_hand or new or own or Part(kind, ""))
        part, problems = (
            _taken(new) if place.owner in where.taken else _merge(own, by_hand, new, place)
        )
        if part:
            kept[id] = _with_tail(part, by_hand or new)
        conflicts += problems
    order = matched.order(kept)
    conflicts += _of_order(matched.moved_apart(kept), where)
    both = matched.side_by_side(kept)
    dropped = {id for id in both if id[0] == "m"}
    theirs_there = "".join(kept[id].text for id in matched.theirs if id in both)
    conflicts += [
        Conflict(
            where.path,
            kept[id].owner or where.owner,
            kept[id].line,
            "",
            kept[id].text,
            theirs_there,
        )
        for id in matched.mine
        if id in dropped
    ]
    parts = [kept[id] for id in order if id not in dropped]
    if not parts:
        return "", conflicts
    if kind == "body":
        parts = _spaced(parts)
    return Parts(tuple(parts), opening, closing, mine.first, mine.indent).text, conflicts


def _of_order(orders: Sequence[Sequence[Part]], where: _Where) -> list[Conflict]:
    """Return the conflict of two orders, if there are two."""
    if not orders:
        return []
    texts = ["、".join(part.key or part.text.strip() for part in order) for order in orders]
    path = (*where.path, "order")
    return [Conflict(path, where.owner, orders[1][0].line, texts[0], texts[1], texts[2])]


def _of_three(base: str | None, mine: str, theirs: str) -> str | None:
    if mine in (base, theirs):
        return theirs
    return mine if theirs == base else None


def _with_tail(part: Part, of: Part | None) -> Part:
    return msgspec.structs.replace(part, tail=of.tail) if of else part


def _spaced(parts: list[Part]) -> list[Part]:
    """Return blocks with a blank line between any two."""
    last = len(parts) - 1
    return [
        part if part.tail or number == last else msgspec.structs.replace(part, tail="\n")
        for number, part in enumerate(parts)
    ]
