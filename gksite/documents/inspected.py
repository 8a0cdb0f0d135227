"""The findings in an attachment besides its visible page."""

from __future__ import annotations

from gksite.values import Value


class Inspection(Value, frozen=True):
    """What was found in an attachment: texts with their places (`第 3 段`, `sheet1 B4`) or, of a file
    that is a text, all of it as `plain`; properties; how much is hidden, deleted or commented;
    `failed` is the code of the reason that it could not be read.
    """

    texts: tuple[tuple[str, str], ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    comments: int = 0
    changes: int = 0
    hidden: int = 0
    failed: str = ""
    plain: str = ""
