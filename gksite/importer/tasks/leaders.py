"""Read who leads a task in person: labelled lines and brackets, and officials among units."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gksite.notation.unit_words import LEADER, NEXT_LABEL

_OPEN, _SHUT = r"[（(〔\[【]\s{0,3}", r"\s{0,3}[)）〕\]】]"
_BLANK = r"[ \t\u3000]"
_HAN = r"\u4e00-\u9fff·"
_NAME = rf"[{_HAN}]{{1,16}}?(?:[（(][^（()）\n]{{1,16}}[)）])?"
_NAMES = (
    rf"{_NAME}(?:[、 \u3000]{{1,4}}{_NAME}){{0,9}}?(?:[，,]\s?[{_HAN}]{{2,3}}(?![{_HAN}])){{0,5}}"
)
_VALUE = rf"(?P<value>{_NAMES})"
_NEXT = rf"{_BLANK}{{0,4}}[，,；;]?{_BLANK}{{0,4}}(?={NEXT_LABEL})"
_COLON = rf"{_BLANK}{{0,3}}[:：∶]{_BLANK}{{0,3}}"
ALONE = (
    re.compile(rf"{_OPEN}(?:{LEADER}){_COLON}{_VALUE}{_SHUT}[。；;]?"),
    re.compile(
        rf"(?:(?<=[\n。；;])|^){_BLANK}{{0,3}}(?:{LEADER}){_COLON}{_VALUE}"
        rf"(?:[。；;]|(?=\n)|$|{_NEXT})"
    ),
    re.compile(
        rf"(?:(?<=\n)|^){_BLANK}{{0,3}}(?!领导)(?:{LEADER}){_BLANK}{{1,6}}"
        rf"(?P<value>[{_HAN}]{{2,4}}(?:[、 \u3000]{{1,3}}[{_HAN}]{{2,4}}){{0,5}})(?=\n|$)"
    ),
)
"""A label with names on a line or in a sentence of its own, or alone in brackets."""
AMONG = (
    re.compile(
        rf"(?:(?<=[\n。；;，,局委办厅部院队社站所心镇乡])|^)\s{{0,3}}(?:{LEADER}){_COLON}{_VALUE}"
        rf"(?:[；;，,。]|(?=\n)|$|{_NEXT})"
    ),
)
"""A label with names in a list of units."""
_SPACED = re.compile(rf"(?<![{_HAN}])([{_HAN}])[ \u3000]{{1,4}}([{_HAN}])(?![{_HAN}])")


def take_values(
    forms: Sequence[re.Pattern[str]], text: str, mark: str = ""
) -> tuple[str, list[str]]:
    """Return `text` with `mark` for the matches of the forms, and the values of these matches."""
    values: list[str] = []
    for form in forms:
        values += [match["value"].strip() for match in form.finditer(text)]
        text = form.sub(mark, text)
    return text, values


def names_on_a_line(text: str) -> str:
    """Return the names of persons on one line, without the blanks that space a name of two
    characters.

    >>> names_on_a_line("王 禾\\n李青青")
    '王禾 李青青'
    """
    one_line = re.sub(r"\s*([、，,；;])\s*", r"\1", _SPACED.sub(r"\1\2", text))
    return " ".join(one_line.split())
