"""The items of the stages of an import: lines of text and tables, each with its source places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import msgspec

from gksite.diagnostics import Location
from gksite.documents.blocks import Place, SourceDocument, Table
from gksite.importer.draft import LeftOut
from gksite.notation.characters import HAN, OPENING, without_invisible

TABLE_MARKS = "|｜│┃║┆┊┌┐└┘├┤┬┴┼─━═╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋"
"""Characters that only draw a table."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
_QUOTES = str.maketrans("“”‘’＂＇", "\"\"''\"'")
_BLANK_TABLE = {ord(mark): None for mark in TABLE_MARKS}
_TERMINAL = "。！？!?；;：:"
_AFTER_TERMINAL = '”’"』」)）〕】］]'


class Line(msgspec.Struct, frozen=True):
    """A line or paragraph as printed, stripped; `places` lists all places it was joined from."""

    text: str
    places: tuple[Place, ...]
    level: int = 0
    centred: bool = False

    @property
    def place(self) -> Place:
        """The first of its places."""
        return self.places[0]

    def left_out(self, reason: str) -> LeftOut:
        """Return this line as a piece that is in no part of the draft."""
        return LeftOut(self.text, self.place, reason)


Item = Line | Table


def lines_of(documents: Sequence[SourceDocument]) -> tuple[Item, ...]:
    """Return the blocks of all documents in order; line breaks cut a paragraph into lines."""
    items: list[Item] = []
    for document in documents:
        for block in document.blocks:
            if isinstance(block, Table):
                items.append(block)
                continue
            for text in f"{block.number}{block.text}".split("\n"):
                if cleaned := clean(text):
                    items.append(Line(cleaned, (block.place,), block.level, block.centred))
    return tuple(items)


def clean(text: str) -> str:
    """Return `text` stripped: no invisible or control characters, no-break spaces as blanks."""
    return _CONTROL.sub("", without_invisible(text)).replace("\xa0", " ").strip()


def squeezed(text: str) -> str:
    """Return `text` for comparison: without white space and table marks, widths made equal."""
    plain = unicodedata.normalize("NFKC", clean(text).translate(_BLANK_TABLE).translate(_QUOTES))
    return "".join(_CONTROL.sub("", without_invisible(plain)).split())


def location(place: Place) -> Location:
    """Return the location for a diagnostic about a piece."""
    if place.kind == "line":
        return Location(place.file, place.number)
    return Location(place.file, detail=place.detail or str(place.number))


def width(text: str) -> int:
    """Return the width of `text` in half-width columns."""
    return sum(2 if ord(character) > 255 else 1 for character in text)


def ends_sentence(text: str) -> bool:
    """Whether `text`, but for closing quotes and brackets, ends like a sentence, item or head."""
    return (
        text.rstrip(_AFTER_TERMINAL).endswith(tuple(_TERMINAL))
        or text.endswith(tuple("。；："))
        or text[-1:] in ")）〕】］]"
    )


def is_unbalanced(text: str) -> bool:
    """Whether a bracket, quotation or book title that opens in `text` is not closed in it."""
    return any(text.count(a) > text.count(b) for a, b in ("“”", "《》", "「」")) or sum(
        text.count(mark) for mark in OPENING
    ) > sum(text.count(mark) for mark in ")）〕]］】")


_SPACE = re.compile(r"\s+")
_CLOSE_ON = re.compile(f"[{HAN}，。、；：？！“”‘’《》〈〉（）〔〕【】(),;:∶]")
_SLOGAN = re.compile(r"“[^“”]{1,40}”")


def close_up_text(text: str) -> str:
    """Return `text` without white space between Chinese characters and next to their punctuation.
    Other white space becomes one blank, and so does a blank in a short quotation between two
    phrases of four or more characters (a slogan)."""
    slogans = [(match.start(), match.end()) for match in _SLOGAN.finditer(text)]

    def closed(match: re.Match[str]) -> str:
        before, after = text[: match.start()][-1:], text[match.end() : match.end() + 1]
        if not (_CLOSE_ON.match(before) and _CLOSE_ON.match(after)):
            return " " if before and after else ""
        return " " if _between_phrases(text, match.start(), match.end(), slogans) else ""

    return _SPACE.sub(closed, text).strip()


def _between_phrases(text: str, start: int, end: int, slogans: list[tuple[int, int]]) -> bool:
    inside = any(opening < start and end < closing for opening, closing in slogans)
    return inside and all(
        re.fullmatch(f"[{HAN}]{{4}}", part)
        for part in (text[start - 4 : start], text[end : end + 4])
    )
