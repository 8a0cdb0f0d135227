"""Leave out lists of contents: lines that repeat headings of the document with their pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from gksite.importer.draft import LeftOut
from gksite.importer.lines.lines import Item, Line, squeezed

_HEAD = re.compile(r"目\s{0,8}[录錄次]|CONTENTS", re.IGNORECASE)
_WITH_PAGE = re.compile(
    r"(?P<title>\S.{1,98}?)(?:[.．…·・‥\-—_\s]{1,200})[（(]?(?P<page>\d{1,3})[)）]?"
)
_FEWEST = 2


def remove_contents(items: Sequence[Item]) -> tuple[list[Item], list[LeftOut]]:
    """Return the items without a list of contents, and its lines.

    A line is one of contents where it ends with a page number, its text stands again below, and
    another such line stands next to it; or where it stands below the head 目录 and repeats.
    """
    texts = [squeezed(item.text) if isinstance(item, Line) else "" for item in items]
    counts = Counter(texts)
    listed: set[int] = set()
    run: list[int] = []
    for index, item in enumerate([*items, None]):
        if isinstance(item, Line) and _is_entry(item.text, counts):
            run.append(index)
            continue
        headed = bool(run and run[0] and _is_head(items[run[0] - 1]))
        if len(run) >= _FEWEST or headed:
            listed |= {*run, run[0] - 1} if headed else {*run}
        run = []
    kept = [item for index, item in enumerate(items) if index not in listed]
    removed = [items[index] for index in sorted(listed)]
    return kept, [line.left_out("contents") for line in removed if isinstance(line, Line)]


def _is_entry(text: str, counts: Counter[str]) -> bool:
    """Whether a line is a heading of the document with its page behind it."""
    match = _WITH_PAGE.fullmatch(text)
    return match is not None and counts[squeezed(match["title"])] > 0


def _is_head(item: Item) -> bool:
    return isinstance(item, Line) and _HEAD.fullmatch(item.text) is not None
