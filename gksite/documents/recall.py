"""Check that a reader kept all text, against an independent scan of the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.documents.blocks import Block, Paragraph, Place
from gksite.documents.parsed import Parsed

_NODES_SEARCHED = 20_000
_SHOWN = 30


def count_characters(texts: Iterable[str]) -> int:
    """Return the number of characters other than white space."""
    return sum(len(piece) for text in texts for piece in text.split())


def check_recall(parsed: Parsed, name: str) -> tuple[int, list[Diagnostic]]:
    """Return how many characters the blocks must have, and `import-text-lost` if some lack."""
    characters = count_characters(parsed.expected) - count_characters(parsed.set_aside)
    given = [text for text, _ in block_texts(parsed.blocks)]
    lacking = _letters(parsed.expected) - _letters([*given, *parsed.set_aside])
    lost = sum(lacking.values())
    if not lost:
        return max(characters, 0), []
    text, place = _first_lost(parsed, name)
    return characters, [
        problem("import-text-lost", Location(name), count=lost, text=text, place=place)
    ]


def block_texts(blocks: Iterable[Block]) -> Iterator[tuple[str, Place]]:
    """Yield the texts of blocks with their places."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text, block.place
        else:
            yield block.caption, block.place
            for cell in block.cells:
                yield cell.text, cell.place


def _letters(texts: Iterable[str]) -> Counter[str]:
    letters: Counter[str] = Counter()
    for text in texts:
        letters.update(text)
    for letter in [letter for letter in letters if letter.isspace()]:
        del letters[letter]
    return letters


def _first_lost(parsed: Parsed, name: str) -> tuple[str, str]:
    """Return the start of the first piece in no block, and the place of the block before it."""
    texts = list(block_texts(parsed.blocks))
    closed = ["".join(text.split()) for text, _ in texts]
    whole = "\n".join(closed)
    aside = "\n".join("".join(text.split()) for text in parsed.set_aside)
    reached = 0
    for piece in ("".join(text.split()) for text in parsed.expected[:_NODES_SEARCHED]):
        if not piece:
            continue
        index = whole.find(piece, reached)
        if index >= 0:
            reached = index
        elif piece not in whole and piece not in aside:
            index = whole.count("\n", 0, reached)
            return piece[:_SHOWN], str(texts[index][1]) if index < len(texts) else name
    return "", name
