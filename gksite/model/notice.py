"""The notice that issues a plan, and the annexes of the whole document."""

from __future__ import annotations

import re
from datetime import date

from gksite.diagnostics import Location
from gksite.source.blocks import Block, BodyLink
from gksite.values import Value

_NUMBER = re.compile(r"\s*(?:附件\s*)?[0-9０-９]{1,2}\s*(?:[.．、:：]\s*|\s+)")
_SIGNS = re.compile(r"[\s《》〈〉。；，,;]+")


class Annex(Value, frozen=True):
    """An annex: its title as printed, and the id of its task list, or the path of its file as
    `AttachedFile` has it (the other is "")."""

    title: str
    location: Location
    list: str = ""
    file: str = ""


class Notice(Value, frozen=True):
    """A 印发通知. `annexes` are the titles that it lists, as printed."""

    title: str
    location: Location
    masthead: str = ""
    document_number: str = ""
    addressees: str = ""
    signature: str = ""
    day: date | None = None
    """Below the signature, as printed."""
    annotation: str = ""
    annexes: tuple[str, ...] = ()
    copies_to: str = ""
    printed_by: str = ""
    printed_on: date | None = None
    body: tuple[Block, ...] = ()
    links: tuple[BodyLink, ...] = ()


def has_number(title: str) -> bool:
    """Whether the title of an annex is printed with its number (`1. 主要指标表`)."""
    return _NUMBER.match(title) is not None


def annex_name(title: str) -> str:
    """Return a title as it is compared: without its number, white space, 《》 and final marks.

    >>> annex_name("1．《主要指标表》")
    '主要指标表'
    """
    return _SIGNS.sub("", _NUMBER.sub("", title, count=1))
