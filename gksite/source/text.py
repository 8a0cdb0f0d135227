"""Bytes to text: strict UTF-8 (usual wrong encodings are named), line feeds, no radicals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.source.characters import first_radical, unify_radicals

LARGEST_TEXT = 5_000_000
"""Bytes: a longer source text is refused."""

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
"""Characters that have no place in a source: controls but tab and line feed, invisible separators,
lone surrogates."""

_HAN = re.compile("[\u4e00-\u9fff]")
_REPORTED = 100
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def decode(data: bytes, path: str) -> tuple[str, list[Diagnostic]]:
    """Return the text of a source file without byte order mark, its lines ended by a line feed.

    A file in GB18030 is an error, but its text is returned, so that the same run finds all other
    faults; an unreadable file gives an empty text. Radicals are read as the ideographs that they
    look like; that is reported once and leaves the text `is_readable`.
    """
    if too_large := check_size(len(data), path):
        return "", too_large
    if data.startswith(_UTF16):
        return "", [problem("utf16-file", Location(path))]
    try:
        return _unified(tidy(data.decode("utf-8")), path)
    except UnicodeDecodeError as error:
        byte = error.start + 1
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    if _HAN.search(text):
        return tidy(text), [problem("gb18030-file", Location(path))]
    return "", [problem("not-utf8", Location(path), byte=byte)]


def is_readable(problems: list[Diagnostic]) -> bool:
    """Whether a text with these `problems` of `decode` is what its author wrote."""
    return all(diagnostic.code == "radicals" for diagnostic in problems)


def check_size(size: int, path: str) -> list[Diagnostic]:
    """Report `file-too-large` if a source text of `size` bytes is beyond the limit."""
    return [problem("file-too-large", Location(path), size=size)] if size > LARGEST_TEXT else []


def check_controls(text: str, path: str, first_line: int = 1) -> list[Diagnostic]:
    """Return the first hundred control characters; `first_line` is where `text` begins."""
    return list(_controls(text, path, first_line)) if CONTROL.search(text) else []


def name_of(character: str) -> str:
    """Return a character as `U+0000`."""
    return f"U+{ord(character):04X}"


def _controls(text: str, path: str, first_line: int) -> Iterator[Diagnostic]:
    line, line_start = first_line, 0
    for count, match in enumerate(CONTROL.finditer(text)):
        if count == _REPORTED:
            return
        line += text.count("\n", line_start, match.start())
        line_start = text.rfind("\n", 0, match.start()) + 1
        column = match.start() - line_start + 1
        yield problem(
            "yaml-control-character", Location(path, line, column), character=name_of(match[0])
        )


def _unified(text: str, path: str) -> tuple[str, list[Diagnostic]]:
    """Return the text without radicals, and that it had some, at the place of the first."""
    unified, count = unify_radicals(text)
    if not count:
        return text, []
    at = first_radical(text)
    place = Location(path, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
    return unified, [
        problem(
            "radicals",
            place,
            count=count,
            found=text[at],
            right=unified[at],
            number=name_of(text[at]),
        )
    ]


def tidy(text: str) -> str:
    """Return a text without byte order mark, its lines ended by a line feed."""
    text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
