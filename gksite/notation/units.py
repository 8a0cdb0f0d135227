"""Responsibility: the units that a wording holds, and the paragraph of a task without them."""

from __future__ import annotations

import re

from gksite.notation.characters import (
    CLOSING,
    OPENING,
    bracket_partners,
    character_after,
    character_before,
)
from gksite.notation.traditional import Printed, simplified
from gksite.notation.unit_list import UnitName, UnitReading, read_list
from gksite.notation.unit_words import (
    LABEL,
    Role,
    has_ending,
    has_strong_ending,
    label_kind,
    official_in,
    split_verb,
)

__all__ = ("Role", "UnitName", "UnitReading", "parse_units", "split_responsibility")

_SENTENCE_END = "。；;！!？?\n"
_BLANKS = " \t\u3000"
_NUMBERED = re.compile(r"\s*(?:[一二三四五六七八九十]是|[（(]?\d{1,2}[.．、)）]|[①-⑳])")
_REST_OF_SENTENCE = re.compile(r"[^。\n]*[。]?")


def parse_units(text: str, role: Role = "responsible") -> UnitReading:
    """Return the units that `text` lists: the inside of a responsibility bracket, a table cell, or
    a line of its own.

    `role` holds for names without label and verb. What is not like a unit is kept in `unread`,
    never guessed. Traditional characters are read like simplified ones, and kept.
    """
    if simplified(text) == text:
        return read_list(text, role)
    source = Printed(text)
    reading = read_list(source.twin, role)
    names, unread, words = len(reading.names), len(reading.unread), len(reading.words)
    pieces = (*(name.printed for name in reading.names), *reading.unread, *reading.words)
    restored = source.restore_all((*pieces, reading.deadline))
    return UnitReading(
        text,
        tuple(
            _named(name, printed, source)
            for name, printed in zip(reading.names, restored[:names], strict=True)
        ),
        reading.open_ended,
        restored[-1],
        tuple(restored[names : names + unread]),
        tuple(restored[names + unread : names + unread + words]),
        reading.same,
    )


def _named(unit: UnitName, printed: str, source: Printed) -> UnitName:
    prefix = unit.name.removesuffix(unit.printed)
    return UnitName(unit.role, printed, f"{source.restore(prefix)}{printed}")


def split_responsibility(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a task's paragraph without its responsibility, and the responsibility parts: the
    insides of the brackets, and labelled sentences and lines; in printed order. A bracket without
    label must hold a role verb and end a sentence."""
    read = simplified(text)
    cuts = sorted((*_bracket_cuts(read), *_labelled_cuts(read)))
    wording, parts, position = "", [], 0
    for start, end, inner in cuts:
        if start < position:
            continue
        wording = _joined(wording, text[position:start])
        at = read.index(inner, start)
        parts.append(text[at : at + len(inner)])
        position = end
    return _joined(wording, text[position:]).strip(), tuple(parts)


def _joined(left: str, right: str) -> str:
    """Join two remains of a paragraph, without a doubled full stop and without an empty line."""
    if left.endswith("。") and right.startswith("。"):
        return left + right[1:]
    return left.rstrip("\n") + right if right.startswith("\n") else left + right


def _bracket_cuts(text: str) -> list[tuple[int, int, str]]:
    labelled: list[tuple[int, int, str]] = []
    ending: list[tuple[int, int, str]] = []
    inside: list[tuple[int, int, str]] = []
    last_end = -1
    for opening, closing in sorted(bracket_partners(text).items()):
        inner = text[opening + 1 : closing].strip()
        if opening < last_end:
            continue
        cut = (opening, closing + 1, inner)
        if _has_role_label(inner):
            labelled.append(cut)
        elif _has_role_verb(inner):
            (ending if _ends_sentence(text, opening, closing) else inside).append(cut)
        else:
            continue
        last_end = closing
    # «句1（A负责）句2（B负责）»: a bracket in mid-sentence counts where another one ends the paragraph.
    return labelled + ending + (inside if ending else [])


def _has_role_label(inner: str) -> bool:
    return any(label_kind(label) not in ("person", "deadline") for label in LABEL.finditer(inner))


def _has_role_verb(inner: str) -> bool:
    """Whether units with a role verb fill the bracket: (A牵头), 〔A、B按职责分工负责〕; not (由学校负责人签字)."""
    if "\n\n" in inner or len(inner) > 400:
        return False
    reading = parse_units(inner)
    verbs = any(split_verb(word)[2] for word in reading.words)
    unread = [piece for piece in reading.unread if not official_in(piece)]
    return verbs and not unread and any(has_ending(unit.printed) for unit in reading.names)


def _ends_sentence(text: str, opening: int, closing: int) -> bool:
    before, after = (
        character_before(text, opening, _BLANKS),
        character_after(text, closing + 1, _BLANKS),
    )
    return (
        after in _SENTENCE_END + OPENING + CLOSING
        or (before != "" and before in _SENTENCE_END)
        or _NUMBERED.match(text, closing + 1) is not None
    )


def _labelled_cuts(text: str) -> list[tuple[int, int, str]]:
    """Return the sentences and lines that open with a role label, each to its end."""
    partners = bracket_partners(text)
    cuts: list[tuple[int, int, str]] = []
    position = 0
    for label in LABEL.finditer(text):
        start = label.start()
        if start < position or label["bare"] or label_kind(label) in ("person", "deadline"):
            continue
        before = character_before(text, start, _BLANKS)
        bracket = text.rfind(before, 0, start) if before else -1
        if before and before in OPENING and bracket not in partners:
            start = bracket
        elif before not in _SENTENCE_END and not _is_gap(text, start):
            continue
        position = _end_of_list(text, label.end())
        cuts.append((start, position, text[label.start() : position].strip().rstrip("。")))
    return cuts


def _is_gap(text: str, end: int) -> bool:
    """Whether a wide gap stands before `end`, as between the cells of a row: two blanks or more."""
    gap = text[len(text[:end].rstrip(_BLANKS)) : end]
    return len(gap) > 1 or gap in ("\u3000", "\t")


def _end_of_list(text: str, position: int) -> int:
    """Return the end of the labelled list that begins at `position`.

    A line that ends with a separator continues in the next; below a label that stands alone, each
    line of units belongs to the list.
    """
    label_stands_alone = character_after(text, position, _BLANKS) == "\n"
    while True:
        rest = _REST_OF_SENTENCE.match(text, position)
        end = rest.end() if rest else len(text)
        if end >= len(text) or text[end] != "\n":
            return end
        following = _line_at(text, end + 1) if label_stands_alone else ""
        open_line = character_before(text, end, _BLANKS) in "、，,；;"
        if not open_line and not (label_stands_alone and _is_line_of_units(following)):
            return end
        position = end + 1


def _is_line_of_units(line: str) -> bool:
    reading = parse_units(line)
    known = all(
        has_strong_ending(unit.printed) or unit.printed.startswith("各") for unit in reading.names
    )
    return bool(reading.names) and known and not reading.unread and not reading.words


def _line_at(text: str, position: int) -> str:
    end = text.find("\n", position)
    return text[position:] if end < 0 else text[position:end]
