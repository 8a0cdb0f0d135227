"""Insert entries into the lists of a YAML text that somebody may have edited; its lines stay."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gksite.source.yaml_text import Entry, items


def insert_items(text: str, keys: Sequence[str], entries: Sequence[Entry]) -> str:
    """Return `text` with `entries` at the end of the top-level list under one of `keys`, or with
    that list at its end.

    Indentation and line ends are those of the text. A list in flow style, which has no lines to
    insert between, is left alone.
    """
    if not entries:
        return text
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines()
    head = re.compile(rf"(?:{'|'.join(map(re.escape, keys))})\s*:\s*(?:#.*)?")
    at = next((number for number, line in enumerate(lines) if head.fullmatch(line)), None)
    new = items(entries).splitlines()
    if at is None:
        added = [f"{keys[0]}:", *(f"  {line}" for line in new)]
        return ending.join([*lines, *added, ""])
    last = next(
        (number for number in range(at + 1, len(lines)) if re.match(r"[^\s#-]", lines[number])),
        len(lines),
    )
    while last > at + 1 and (not lines[last - 1].strip() or lines[last - 1].startswith("#")):
        last -= 1
    indent = next(
        (match[1] for line in lines[at + 1 : last] if (match := re.match(r"(\s*)- ", line))), "  "
    )
    return ending.join([*lines[:last], *(f"{indent}{line}" for line in new), *lines[last:], ""])
