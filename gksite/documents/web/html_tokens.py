"""Scan HTML in one pass: tags and texts in order, depth of nesting, text that a browser shows."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from gksite.source.html_elements import VOID

DEEPEST = 200
"""Open elements at one place; libxml2 silently drops elements deeper than 254."""

NOT_SHOWN = frozenset((
    "script", "style", "noscript", "template", "title", "iframe", "object", "svg", "noframes",
    "noembed",
))  # fmt: skip
_RAW = frozenset({"script", "style", "iframe", "noframes", "noembed", "xmp", "textarea", "title"})
_VOID = VOID | {"basefont", "bgsound", "frame", "param"}
_CLOSED_BY: dict[str, frozenset[str]] = {
    "p": frozenset({"p"}),
    "li": frozenset({"li", "p"}),
    "dt": frozenset({"dt", "dd", "p"}),
    "dd": frozenset({"dt", "dd", "p"}),
    "option": frozenset({"option"}),
    "td": frozenset({"td", "th", "p"}),
    "th": frozenset({"td", "th", "p"}),
    "tr": frozenset({"tr", "td", "th", "p"}),
    "tbody": frozenset({"tbody", "thead", "tfoot", "tr", "td", "th", "p"}),
}
_SCOPES = frozenset({"table", "ul", "ol", "dl", "select", "div", "body"})
_NAME = re.compile(r"[a-zA-Z][^\s/>\x00]*")

Token = tuple[Literal["open", "close", "text"], str, str]
"""The kind; the name of a tag in lower case, or the text; the attributes as written."""


def html_tokens(source: str) -> Iterator[Token]:
    """Yield the tags and texts of `source`, without comments, declarations and instructions."""
    at, length = 0, len(source)
    while at < length:
        begin = source.find("<", at)
        if begin < 0:
            yield "text", source[at:], ""
            return
        if begin > at:
            yield "text", source[at:begin], ""
        following = source[begin + 1 : begin + 2]
        if following in ("!", "?"):
            at = _behind_comment(source, begin)
            continue
        closing = following == "/"
        name = _NAME.match(source, begin + 1 + closing)
        if not name:
            if closing:
                at = _behind(source, ">", begin)
            else:
                yield "text", "<", ""
                at = begin + 1
            continue
        end = _tag_end(source, name.end())
        lower = name[0].lower()
        yield ("close" if closing else "open"), lower, source[name.end() : end]
        at = end + 1
        if not closing and lower in _RAW:
            close = re.compile(rf"</{lower}", re.IGNORECASE).search(source, at)
            stop = close.start() if close else length
            if stop > at:
                yield "text", source[at:stop], ""
            at = stop


def _behind(source: str, mark: str, start: int) -> int:
    end = source.find(mark, start)
    return len(source) if end < 0 else end + len(mark)


def _behind_comment(source: str, begin: int) -> int:
    if source.startswith(("<!-->", "<!--->"), begin):
        return source.index(">", begin) + 1
    if source.startswith("<!--", begin):
        return _behind(source, "-->", begin)
    return _behind(source, ">", begin)


def _tag_end(source: str, at: int) -> int:
    """Return the index of the `>` that ends a tag; a `>` within a quoted value ends nothing."""
    while True:
        end = source.find(">", at)
        if end < 0:
            return len(source)
        quote = _QUOTED.search(source, at, end)
        if not quote:
            return end
        closed = source.find(quote[1], quote.end())
        if closed < 0:
            return end
        at = closed + 1


_QUOTED = re.compile(r"=\s{0,20}([\"'])")


def deepest_nesting(source: str) -> int:
    """Return the largest number of open elements as a browser counts, with implied end tags."""
    stack: list[str] = []
    open_now: Counter[str] = Counter()
    deepest = 0
    for kind, name, attributes in html_tokens(source):
        if kind == "open" and name not in _VOID and not (attributes.endswith("/") and ":" in name):
            closed = _CLOSED_BY.get(name, frozenset())
            while stack and stack[-1] in closed and stack[-1] not in _SCOPES:
                open_now[stack.pop()] -= 1
            stack.append(name)
            open_now[name] += 1
            deepest = max(deepest, len(stack))
        elif kind == "close" and open_now[name]:
            while stack:
                last = stack.pop()
                open_now[last] -= 1
                if last == name:
                    break
    return deepest


def shown_texts(source: str) -> list[str]:
    """Return every text outside of scripts, styles and the like, with its entities resolved."""
    texts: list[str] = []
    within = ""
    depth = 0
    for kind, name, _ in html_tokens(source):
        if within:
            depth += (kind == "open" and name == within) - (kind == "close" and name == within)
            if not depth:
                within = ""
        elif kind == "open" and name in NOT_SHOWN:
            within, depth = name, 1
        elif kind == "text" and not name.isspace():
            texts.append(html.unescape(name))
    return texts
