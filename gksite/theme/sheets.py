"""Style sheets as they are published: without comments and indentation, which only those who write
them read."""

from __future__ import annotations

import re

_PIECE = re.compile(
    rb"(?P<comment>^[ \t]*/\*(?!!).*?\*/[ \t]*\r?\n)"
    rb"|/\*.*?\*/"
    rb"|\"(?:\\.|[^\"\\])*\""
    rb"|'(?:\\.|[^'\\])*'"
    rb"|(?P<space>^(?:[ \t]*\r?\n|[ \t]+(?!/\*|[ \t])))",
    re.MULTILINE | re.DOTALL,
)
"""A comment in lines of its own, or what may look like one inside: other comments, and strings;
and blanks before a line."""


def published_asset(name: str, data: bytes) -> bytes:
    r"""Return a file of a theme as it is published: a style sheet without the comments that have
    lines of their own, except licences (`/*!`), and without blank lines and indentation; any other
    file as it is.

    >>> published_asset("a.css", b"/* Colours */\na { color: red; /* own */ }\n/*! Licence */\n")
    b'a { color: red; /* own */ }\n/*! Licence */\n'
    >>> published_asset("a.css", b"@media print {\n  a {\n    color: red;\n  }\n\n  b {\n  }\n}\n")
    b'@media print {\na {\ncolor: red;\n}\nb {\n}\n}\n'
    >>> published_asset("a.css", b"a::after { content: '\\\n/* no comment */\n' }")
    b"a::after { content: '\\\n/* no comment */\n' }"
    """
    if not name.endswith(".css"):
        return data
    return _PIECE.sub(lambda piece: b"" if piece["comment"] or piece["space"] else piece[0], data)
