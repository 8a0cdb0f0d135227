"""Read documents in traditional characters: in simplified ones, then as they were printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import cast

import msgspec

from gksite.diagnostics import Diagnostic
from gksite.documents.blocks import Block, Paragraph, Place, SourceDocument, Table
from gksite.importer.draft import BodyLine, Draft, DraftTask, LeftOut, ReportingDuty
from gksite.notation.traditional import Printed, simplified

_READINGS = frozenset(("disclosure", "validity", "reason", "kind", "code", "severity"))
"""Fields whose words are gksite's own."""
_NAMES = frozenset(("column", "key", "merged"))
"""Fields that name a column, which must be the same for all tasks."""
_OWN_WORDS = "_zh"
"""How arguments of diagnostics end that are gksite's own words."""
_BETWEEN = re.compile(r"([…、，。；：（）()“”\s]+)")

Restore = Callable[[str], str]


def simplified_documents(documents: Sequence[SourceDocument]) -> Sequence[SourceDocument]:
    """Return the documents in simplified characters, places and lengths unchanged; the very same
    where they hold no others."""
    twins = [
        msgspec.structs.replace(
            document,
            blocks=tuple(map(_simplified_block, document.blocks)),
            facts=tuple((name, simplified(value)) for name, value in document.facts),
        )
        for document in documents
    ]
    same = all(
        twin.blocks == document.blocks for twin, document in zip(twins, documents, strict=True)
    )
    return documents if same else twins


def _simplified_block(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return msgspec.structs.replace(
            block, text=simplified(block.text), number=simplified(block.number)
        )
    return msgspec.structs.replace(
        block,
        caption=simplified(block.caption),
        cells=tuple(
            msgspec.structs.replace(cell, text=simplified(cell.text)) for cell in block.cells
        ),
    )


def as_printed(draft: Draft, documents: Sequence[SourceDocument]) -> Draft:
    """Return the draft that simplified documents gave with the characters of `documents`."""
    return _Restorer(documents).draft(draft)


class _Restorer:
    """The texts of documents: the whole, and those of each place."""

    def __init__(self, documents: Sequence[SourceDocument]) -> None:
        self.texts: dict[Place, list[str]] = {}
        for document in documents:
            for block in document.blocks:
                if isinstance(block, Table):
                    texts = [block.caption, *(cell.text for cell in block.cells)]
                    for cell in block.cells:
                        self.texts.setdefault(cell.place, []).append(cell.text)
                    self.texts.setdefault(block.place, []).extend(texts)
                else:
                    self.texts.setdefault(block.place, []).append(f"{block.number}{block.text}")
        facts = [value for document in documents for _, value in document.facts]
        self.whole = Printed("\n".join("\n".join(texts) for texts in (*self.texts.values(), facts)))
        self.near: dict[tuple[Place, ...], Printed] = {}

    def draft(self, draft: Draft) -> Draft:
        """Return the whole draft."""
        restored = cast(Draft, self.value(draft, self.whole.restore))
        return msgspec.structs.replace(
            restored, diagnostics=tuple(map(self.diagnostic, draft.diagnostics))
        )

    def value(self, value: object, restore: Restore) -> object:
        """Return a value of the draft with all texts in it restored."""
        if isinstance(value, str):
            return restore(value)
        if isinstance(value, tuple):
            return tuple(self.value(inner, restore) for inner in value)
        if not isinstance(value, msgspec.Struct) or isinstance(value, Place | Diagnostic):
            return value
        restore = self.restorer_of(value) or restore
        changed: dict[str, object] = {}
        for name in value.__struct_fields__:
            if name not in _READINGS:
                old = getattr(value, name)
                by = self.whole.restore if name in _NAMES else restore
                changed[name] = self.value(old, by)
        return msgspec.structs.replace(value, **changed)

    def restorer_of(self, value: msgspec.Struct) -> Restore | None:
        """Return what restores the texts of a value by its places; None for one without."""
        if isinstance(value, DraftTask):
            return self.restorer(value.source)
        if isinstance(value, BodyLine):
            return self.restorer(value.places or (value.place,))
        if isinstance(value, LeftOut | ReportingDuty):
            return self.restorer((value.place,))
        return None

    def restorer(self, places: tuple[Place, ...]) -> Restore:
        """Return a function that restores texts by those of the places, else by the whole."""
        if places not in self.near:
            texts = [text for place in places for text in self.texts.get(place, ())]
            self.near[places] = Printed("\n".join(texts))
        near = self.near[places]
        return lambda text: near.restore(text) if near.knows(text) else self.whole.restore(text)

    def diagnostic(self, diagnostic: Diagnostic) -> Diagnostic:
        """Return a problem with the pieces of its arguments that the documents hold as printed."""
        return msgspec.structs.replace(
            diagnostic,
            arguments=tuple(
                (name, text if name.endswith(_OWN_WORDS) else self.pieces(text))
                for name, text in diagnostic.arguments
            ),
        )

    def pieces(self, text: str) -> str:
        """Return a text with those of its pieces restored that stand in the documents."""
        return "".join(
            self.whole.restore(piece) if self.whole.holds(piece) else piece
            for piece in _BETWEEN.split(text)
        )
