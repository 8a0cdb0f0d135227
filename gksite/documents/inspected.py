"""The findings in an attachment besides its visible page."""

from __future__ import annotations

from gksite.values import Value


class Inspection(Value, frozen=True):
    """The findings in an attachment: texts with their places (`第 3 段`, `sheet1 B4`), or all of a
    text file as `plain`; properties; the number of comments, tracked changes and hidden parts.

    `failed` is the code of the reason why it could not be read, else "".
    """

    texts: tuple[tuple[str, str], ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    comments: int = 0
    changes: int = 0
    hidden: int = 0
    failed: str = ""
    plain: str = ""
