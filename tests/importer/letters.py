"""The letters of a source, counted apart from gksite's own ledger."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from gksite.documents.blocks import Paragraph, SourceDocument
from gksite.importer.envelope.metadata import FIELDS

DAY = re.compile(
    r"(?:\d{4}|[二〇○零一三四五六七八九]{4})[年./-][\d一二三四五六七八九十]{1,3}[月./-]"
    r"[\d一二三四五六七八九十]{1,3}日?(?:\d{1,2}:\d{2}(?::\d{2})?)?"
)
LABELS = re.compile(
    "|".join(
        sorted(
            {word for _, words in FIELDS for word in words.split("|")}
            | {"抄送", "抄报", "印发", "附件\\d*", "打印"},
            key=len,
            reverse=True,
        )
    )
)
"""What a key of a file stands for."""


def texts_of(documents: Iterable[SourceDocument]) -> Iterator[str]:
    """Each paragraph, caption and cell; the cells of a line with tabs too."""
    for document in documents:
        for block in document.blocks:
            if isinstance(block, Paragraph):
                yield from f"{block.number}{block.text}".split("\t")
            else:
                yield from (block.caption, *(cell.text for cell in block.cells))


def plain(text: str) -> str:
    """A text without white space and invisible characters, widths made equal."""
    wide = unicodedata.normalize("NFKC", text)
    return "".join(c for c in wide if unicodedata.category(c)[0] not in "ZC")


def words(text: str) -> list[str]:
    """The letters and figures of a text between all other signs."""
    return re.findall(r"[^\W_]+", plain(text))


def without_known(text: str) -> str:
    """A text without days and labels."""
    return LABELS.sub("、", DAY.sub("、", plain(text)))


def missing(source: Iterable[str], held: Iterable[str]) -> list[str]:
    """The words of the source with a letter that stands beside none of its neighbours anywhere in
    the texts that hold it."""
    pairs: set[str] = set()
    for text in held:
        for word in words(text):
            pairs |= {word[at : at + 2] for at in range(len(word))} | set(word)
    lost = []
    for text in source:
        for word in words(without_known(text)):
            found = [word[at : at + 2] in pairs for at in range(max(1, len(word) - 1))]
            around = [False, *found, False] if len(word) > 1 else [found[0], found[0]]
            for at, letter in enumerate(word):
                if not (around[at] or around[at + 1] or (letter in pairs and letter.isnumeric())):
                    lost.append(word)
                    break
    return lost
