"""Lines of YAML as people type them: keys whose colon YAML ignores, and wide blanks."""

from __future__ import annotations

import re

import msgspec

from gksite.diagnostics import Diagnostic, Location, problem

WIDE_BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Blanks that are not U+0020, as in a pattern: to YAML they are letters."""

_KEY_LIKE = r"[^\s:：,，。；;、！？!?\"'“”‘’《》〈〉〔〕【】\[\]{}#&*|>%@`（）()·/\\]{1,16}"
_NO_KEY = r"(?![0-9]+:|(?:https?|ftp|mailto|tel|urn|doi|sha256):)"
_NO_BLANK = r":(?![ \n/\\]|\Z)(?!(?<=[0-9]:)[0-9])"
_UNREAD = re.compile(
    rf"(?P<indent>[ ]*(?:-[ ]+)*)(?P<key>{_NO_KEY}{_KEY_LIKE})(?P<colon>：|{_NO_BLANK})"
)
_HALF_WIDTH_KEY = re.compile(r"[ ]*(?:-[ ]+)*[^\s#][^:]*:(?:\s|$)")
_WIDE_INDENT = re.compile(rf"[ \t]*(?P<wide>[{WIDE_BLANKS}])[\s]*(?=\S)")


class UnreadColon(msgspec.Struct, frozen=True):
    """A key, and the colon behind it that YAML does not read: full-width, or without a blank."""

    key: str
    at: int
    is_full_width: bool

    def diagnostic(self, path: str, line: int, shift: int = 0) -> Diagnostic:
        """Return the diagnostic for a text that begins at column `shift + 1` of `line`."""
        code = "yaml-full-width-colon" if self.is_full_width else "yaml-colon-without-blank"
        return problem(code, Location(path, line, self.at + 1 + shift), key=self.key)


def unread_colon(text: str) -> UnreadColon | None:
    """Return the key that `text` begins with, where a full-width colon follows it, or a colon
    without a blank.

    >>> unread_colon("标题：工作计划").key
    '标题'
    >>> unread_colon("id:7").key
    'id'
    """
    match = _UNREAD.match(text)
    return (
        UnreadColon(match["key"], match.start("colon"), match["colon"] == "：") if match else None
    )


def with_read_colon(line: str) -> str:
    """Return the line with the colon after its key made into `: `."""
    colon = unread_colon(line)
    if not colon:
        return line
    rest = line[colon.at + 1 :]
    return f"{line[: colon.at]}:{rest if rest.startswith(' ') else ' ' + rest}"


def has_read_key(line: str) -> bool:
    """Whether a line begins with a key as YAML reads it."""
    return bool(_HALF_WIDTH_KEY.match(line))


def wide_indent(line: str) -> int | None:
    """Return the column, from 0, of the first blank of the indent that is not U+0020, or None."""
    match = _WIDE_INDENT.match(line)
    return match.start("wide") if match else None
