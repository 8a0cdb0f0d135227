"""Keep some items of a YAML list and blank out every other byte, each item at its place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import msgspec
import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OPENING = (
    yaml.BlockSequenceStartToken, yaml.BlockMappingStartToken, yaml.FlowSequenceStartToken,
    yaml.FlowMappingStartToken,
)  # fmt: skip
_CLOSING = (yaml.BlockEndToken, yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)
_DOCUMENT = (yaml.DocumentStartToken, yaml.DocumentEndToken)
Span = tuple[int, int]
"""A stretch of a text, by offsets."""


class ItemSpans(msgspec.Struct, frozen=True, array_like=True):
    """Where the tokens of a list stand in its text: of the list itself, and of each item with the
    comma that ends it. Comments and blanks belong to nobody."""

    frame: tuple[Span, ...]
    items: tuple[tuple[Span, ...], ...]


def item_spans(text: str) -> ItemSpans | None:
    """Return the spans of a text that was parsed without an error and is one list; None for
    anything else."""
    try:
        tokens = list(yaml.scan(text, Loader=_LOADER))
    except yaml.YAMLError:
        return None
    frame: list[Span] = []
    items: list[list[Span]] = []
    depth, is_flow, is_open = 0, False, False
    for token in tokens:
        span = _span(token, text)
        if depth == 0:
            if isinstance(token, _DOCUMENT):
                frame += span
            elif isinstance(token, (yaml.BlockSequenceStartToken, yaml.FlowSequenceStartToken)):
                depth, is_flow = 1, isinstance(token, yaml.FlowSequenceStartToken)
                frame += span
            elif not isinstance(token, (yaml.StreamStartToken, yaml.StreamEndToken)):
                return None
            continue
        depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
        if depth == 0:
            frame += span
        elif is_flow and depth == 1 and isinstance(token, yaml.FlowEntryToken):
            if items:
                items[-1] += span
            is_open = False
        elif not is_flow and depth == 1 and isinstance(token, yaml.BlockEntryToken):
            items.append(span)
        else:
            if is_flow and not is_open:
                items.append([])
                is_open = True
            if not items:
                return None
            items[-1] += span
    return ItemSpans(_joined(frame, ""), tuple(_joined(spans, text) for spans in items))


def _span(token: Any, text: str) -> list[Span]:
    """Return the span of a token; the comment behind the head of a text below `|` or `>` is left
    out."""
    start, end = token.start_mark.index, token.end_mark.index
    if start == end:
        return []
    if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
        line_end = text.find("\n", start, end)
        comment = text.find("#", start, line_end)
        if comment >= 0:
            return [(start, comment), (line_end, end)]
    return [(start, end)]


def _joined(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """Return spans as one where only blanks are between them."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and text and not text[joined[-1][1] : start].strip(" \n"):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return tuple(joined)


def with_items_only(text: str, spans: ItemSpans, kept: Collection[int]) -> str:
    """Return the text with the items at the indexes `kept` alone.

    They stay at their lines and columns. A line of which nothing is left is `#`: an empty one could
    belong to a text below `|` that stands above it.
    """
    chosen = [*spans.frame, *(span for index in kept for span in spans.items[index])]
    return "".join(_parts(text, sorted(chosen)))


def _parts(text: str, spans: Iterable[Span]) -> Iterator[str]:
    done = 0
    for start, end in spans:
        yield _blanked(text, done, start)
        yield text[start:end]
        done = end
    yield _blanked(text, done, len(text), at_end=True)


def _blanked(text: str, start: int, end: int, *, at_end: bool = False) -> str:
    """Return the lines of a stretch without what they say; what follows it keeps its column."""
    lines = text[start:end].split("\n")
    is_whole = start == 0 or text[start - 1] == "\n"
    blank = ["#" if line.strip() and (number or is_whole) else "" for number, line in
             enumerate(lines)]  # fmt: skip
    if not at_end:
        blank[-1] = " " * len(lines[-1])
    return "\n".join(blank)
