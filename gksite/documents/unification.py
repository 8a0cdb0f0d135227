"""Replace radicals, which PDF printers and fonts leave, by the ideographs that they look like."""

from __future__ import annotations

import msgspec

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.documents.blocks import Block, Paragraph
from gksite.documents.parsed import Parsed
from gksite.source.characters import first_radical, unify_radicals


def unify(parsed: Parsed, name: str) -> tuple[Parsed, list[Diagnostic]]:
    """Return a reader's result and scan without radicals, and report once that it held some."""
    held = [text for text in parsed.expected if unify_radicals(text)[1]]
    blocks = tuple(map(_unified, parsed.blocks))
    if not held and blocks == parsed.blocks:
        return parsed, []
    first = (
        held[0]
        if held
        else next(
            text for block in parsed.blocks for text in _texts(block) if unify_radicals(text)[1]
        )
    )
    radical = first[first_radical(first)]
    count = sum(unify_radicals(text)[1] for block in parsed.blocks for text in _texts(block))
    problems = problem(
        "import-radicals",
        Location(name),
        count=count,
        found=radical,
        number=f"U+{ord(radical):04X}",
        right=unify_radicals(radical)[0],
    )
    expected, aside = (
        tuple(unify_radicals(text)[0] for text in texts)
        for texts in (parsed.expected, parsed.set_aside)
    )
    return msgspec.structs.replace(parsed, blocks=blocks, expected=expected, set_aside=aside), [
        problems
    ]


def _texts(block: Block) -> tuple[str, ...]:
    return (
        (block.text,)
        if isinstance(block, Paragraph)
        else (block.caption, *(cell.text for cell in block.cells))
    )


def _unified(block: Block) -> Block:
    if not any(unify_radicals(text)[1] for text in _texts(block)):
        return block
    if isinstance(block, Paragraph):
        return msgspec.structs.replace(block, text=unify_radicals(block.text)[0])
    cells = tuple(
        msgspec.structs.replace(cell, text=unify_radicals(cell.text)[0]) for cell in block.cells
    )
    return msgspec.structs.replace(block, caption=unify_radicals(block.caption)[0], cells=cells)
