"""Style sheets and scripts as they are published: without comments and blanks, which only those who
write them read."""

from __future__ import annotations

import re

_PIECE = re.compile(
    rb"(?P<comment>^[ \t]*/\*(?!!).*?\*/[ \t]*\r?\n)"
    rb"|/\*.*?\*/"
    rb"|\"(?:\\.|[^\"\\])*\""
    rb"|'(?:\\.|[^'\\])*'"
    rb"|(?P<space>^(?:[ \t]*\r?\n|[ \t]+(?!/\*|[ \t]))|(?<=[{};,])\r?\n|[ ](?=\{)"
    rb"|(?<=,)[ ]|;(?=\s*\}))",
    re.MULTILINE | re.DOTALL,
)
"""A comment in lines of its own, or what may look like one inside: other comments, and strings;
and what means nothing: blanks before a line, blanks and ends of lines at a brace, a semicolon or a
comma, and the last semicolon of a rule."""


_SCRIPT_LINE = re.compile(
    rb"^[ \t]*(?://(?![!#])(?![^\n]*@(?:license|preserve|cc_on))[^\n]*\n"
    rb"|\r?\n|[ \t]+(?=[^ \t\r\n]))",
    re.MULTILINE,
)
"""A comment in a line of its own, a blank line, or blanks before a line; not a licence, nor what
browsers read (`//# sourceMappingURL=`)."""


def published_asset(name: str, data: bytes) -> bytes:
    r"""Return a file of a theme as it is published: a style sheet or script without the comments
    that have lines of their own, except licences (`/*!`, `//!`), and without blanks that mean
    nothing; any other file as it is, and a script in which a text may go over lines.

    >>> published_asset("a.css", b"/* Colours */\na { color: red; /* own */ }\n/*! Licence */\n")
    b'a{ color: red; /* own */ }/*! Licence */\n'
    >>> published_asset("a.css", b"@media print {\n  a {\n    color: red;\n  }\n\n  b {\n  }\n}\n")
    b'@media print{a{color: red}b{}}'
    >>> published_asset("a.css", b"a::after { content: '\\\n/* no comment */\n' }")
    b"a::after{ content: '\\\n/* no comment */\n' }"
    >>> published_asset("a.js", b"//! Licence\n\n// Why\nif (a) {\n  b(); // own\n}\n")
    b'//! Licence\nif (a) {\nb(); // own\n}\n'
    >>> published_asset("a.js", b"a(`\n  // text\n`);\n")
    b'a(`\n  // text\n`);\n'
    """
    if name.endswith(".js"):
        return data if _has_long_text(data) else _SCRIPT_LINE.sub(b"", data)
    if not name.endswith(".css"):
        return data
    return _PIECE.sub(lambda piece: b"" if piece["comment"] or piece["space"] else piece[0], data)


def _has_long_text(script: bytes) -> bool:
    r"""Say whether a line of a script may end inside of a template, a string or a `/*` comment, so
    that a line after it may not be what it looks like; in doubt it does.

    >>> [_has_long_text(line) for line in (b"a = `b`;", b"a = `b", b"a = `${`", b"'a\\\n'")]
    [False, True, True, True]
    """
    lines = (line.rstrip() for line in script.splitlines() if not line.lstrip().startswith(b"//"))
    return any(
        line.count(b"`") % 2
        or b"/*" in line
        or b"\\`" in line
        or line.endswith(b"\\")
        or line.rfind(b"${") > line.rfind(b"}")
        for line in lines
    )
