"""Words and texts of cells that several exports share."""

from __future__ import annotations

import re

from gksite.model.entities import Indicator
from gksite.model.statuses import STATUSES

_ROLES = {"lead": "牵头", "responsible": "责任", "cooperating": "配合"}


_STATUS_WORDS: dict[str, str] = {row.code: row.word for row in STATUSES if row.written}


# What a spreadsheet program may take for a formula, full-width forms too, behind blanks too; and
# our own mark.
RISKY = re.compile(r"[\s\x00]*[=+\-@＝＋－＠]|[\t\r\n\x00]|'")
"""How a value begins that must be disarmed."""


def disarmed(text: str) -> str:
    """A text that no spreadsheet program takes for a formula: with an apostrophe before it where it
    might be one.

    >>> disarmed("=1+1"), disarmed("每季度"), armed(disarmed("'甲"))
    ("'=1+1", '每季度', "'甲")
    """
    return f"'{text}" if RISKY.match(text) else text


def armed(text: str) -> str:
    """The text that `disarmed` was given."""
    return text[1:] if text.startswith("'") and RISKY.match(text[1:]) else text


def status_word(status: str) -> str:
    """The Chinese word for a status as the sheet writes it, "" for `unreported`."""
    return _STATUS_WORDS.get(status, "")


def role_text(role: str) -> str:
    """The Chinese word for a role as the sheet writes it."""
    return _ROLES[role]


def target_text(indicator: Indicator) -> str:
    """What an indicator asks for, in words: 解读率（不少于60%）."""
    bounds = (
        ("不少于", indicator.at_least),
        ("不超过", indicator.at_most),
        ("等于", indicator.equal),
    )
    figures = (f"{word}{value:g}{indicator.unit}" for word, value in bounds if value is not None)
    return f"{indicator.name}（{'，'.join(figures)}）"
