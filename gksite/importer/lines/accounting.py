"""Check that a draft holds all of its source: list pieces neither in the draft nor left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from gksite.documents.blocks import Paragraph, Place, SourceDocument
from gksite.importer.draft import Draft, LeftOut
from gksite.importer.lines.lines import TABLE_MARKS, clean, squeezed

_MARKS = str.maketrans(dict.fromkeys(TABLE_MARKS, "\n"))


def unaccounted(documents: Sequence[SourceDocument], draft: Draft) -> list[LeftOut]:
    """Return the pieces of the source that are nowhere in the draft. White space, widths and table
    marks are not compared.

    A piece is accounted for where its whole text stands somewhere in the draft, or where all its
    characters stand in the draft's texts from the same place.
    """
    near: dict[Place, list[str]] = {}
    known: dict[str, str] = {}
    for place, text in _placed(draft):
        if text not in known:
            known[text] = squeezed(text)
        near.setdefault(place, []).append(known[text])
    everything = "\n".join(squeezed(text) for text in _all_texts(draft))
    lost: list[LeftOut] = []
    for place, text in _pieces(documents):
        parts = [
            part for piece in clean(text).translate(_MARKS).split("\n") if (part := squeezed(piece))
        ]
        own = near.get(place, [])
        missing = [
            part
            for part in parts
            if not any(part in known_text for known_text in own) and part not in everything
        ]
        if missing and Counter("".join(missing)) - Counter("".join(own)):
            lost.append(LeftOut(text.strip(), place, "unaccounted"))
    return lost


def _pieces(documents: Sequence[SourceDocument]) -> Iterator[tuple[Place, str]]:
    for document in documents:
        for block in document.blocks:
            if isinstance(block, Paragraph):
                yield block.place, f"{block.number}{block.text}"
                continue
            yield block.place, block.caption
            for cell in block.cells:
                yield cell.place, cell.text


def _placed(draft: Draft) -> Iterator[tuple[Place, str]]:
    for line in draft.body:
        for place in line.places or (line.place,):
            yield place, line.text
    for piece in (*draft.left_out, *draft.envelope_source):
        yield piece.place, piece.text
    for task in draft.tasks:
        # The draft keeps numbers without the mark after them.
        text = f"{''.join(_strings(task))}.、"
        for place in task.source:
            yield place, text


def _all_texts(draft: Draft) -> Iterator[str]:
    for part in (draft.envelope, *draft.sections, *draft.lists, *draft.tasks):
        yield from _strings(part)
    yield from (line.text for line in draft.body)
    yield from (piece.text for piece in (*draft.left_out, *draft.envelope_source))
    yield from (section.number + section.title for section in draft.sections)
    for task_list in draft.lists:
        yield "".join(column.head for column in task_list.columns)
    yield from draft.rules


def _strings(value: object) -> Iterator[str]:
    """Yield all texts in a value, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, msgspec.Struct) and not isinstance(value, Place):
        for name in value.__struct_fields__:
            yield from _strings(getattr(value, name))
