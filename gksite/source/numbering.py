"""Lines that begin a paragraph of their own, and the numbering before a heading's title."""

from __future__ import annotations

import re

from gksite.notation.numbering import CHINESE_NUMERALS, parse_numbering

# Numberings that open headings only: 第一部分, 第二章, 1.2, a bare 三 before a blank.
_HEADING = re.compile(
    rf"(?:第(?:[{CHINESE_NUMERALS}]{{1,4}}|\d{{1,3}})(?:部分|[章节编])[、：:]?"
    rf"|\d{{1,2}}(?:\.\d{{1,2}})+(?=[ 、．\u3000])[、．]?"
    rf"|[{CHINESE_NUMERALS}]{{1,4}}(?=[ \u3000]))[ \u3000]*"
)


def starts_item(line: str) -> bool:
    """Whether a printed line begins a paragraph of its own: it is numbered, or indented with a
    full-width space.

    >>> starts_item("7.每季度末"), starts_item("1.5 亿元")
    (True, False)
    """
    return line.startswith("\u3000") or parse_numbering(line) is not None


def split_heading(text: str) -> tuple[str, str]:
    """Return the numbering of a heading (empty where it has none) and its title.

    >>> split_heading("（一）强化解读")
    ('（一）', '强化解读')
    """
    if match := _HEADING.match(text):
        number, title = match[0].strip(), text[match.end() :]
    elif numbering := parse_numbering(text):
        number, title = numbering.printed, numbering.rest
    else:
        return "", text
    return (number, title) if title else ("", text)
