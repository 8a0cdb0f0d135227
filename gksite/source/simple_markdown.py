"""The plainest Markdown, read line by line: what most official texts are, at a tenth of the parser's time.

Every piece is exactly what the parser would make of it (a property test holds it); what is not surely plain is left to the parser.
"""

from __future__ import annotations

import re

import msgspec

from gksite.source.blocks import Block, BodyLink, Heading, Mark
from gksite.source.lines import escaped
from gksite.source.numbering import split_heading
from gksite.source.text import CONTROL

_MARKUP = r"\\`*_\[<&"
_STRONG = rf"\*\*([^\W_](?:[^{_MARKUP}]*[^\W_])?)\*\*(?!\*)"
_LINK = rf"\[([^\W_][^{_MARKUP}\]]*)\]\((https?://[a-z0-9]+(?:\.[a-z0-9]+)*(?:/[A-Za-z0-9./]*)?)\)"
_PLAIN = re.compile(rf"(?:[^{_MARKUP}!]|!(?!\[)|{_STRONG}|{_LINK})+")
_MARKED = re.compile(rf"{_STRONG}|{_LINK}")
_HEADING = re.compile(r"(#{1,6}) ([^#\s](?:[^#]*[^#\s])?)")
_MARK = re.compile(r"\{task=([\w-]+)\}")
_BLANK = (" ", "\t", "\u3000", "\xa0")
# What begins a quote, another kind of list, a table, code, a mark written otherwise, or continues what stands above.
_DOUBTFUL = tuple("-+>|~=:`｛{#<\\") + _BLANK


class Chunk(msgspec.Struct, frozen=True):
    """Lines that a parser must read, from `line` (counted from 0), and that stand by themselves."""

    text: str
    line: int


class Linked(msgspec.Struct, frozen=True):
    """A block with the links in it."""

    block: Block
    links: tuple[BodyLink, ...]


Piece = Block | Linked | Mark | Chunk


def simple_pieces(text: str, first_line: int) -> list[Piece] | None:
    """The blocks, marks and chunks of `text` in order; None where its structure is more than headings, paragraphs and flat lists.

    Lines of blocks count from `first_line`.
    """
    if "\t" in text or "\r" in text or CONTROL.search(text):
        return None
    lines = text.split("\n")
    pieces: list[Piece] = []
    number, count = 0, len(lines)
    while number < count:
        line = lines[number]
        end = number + 1
        if not line:
            number = end
            continue
        if line.startswith("#"):
            piece = _heading(line, number, first_line)
        elif line.startswith("- "):
            while end < count and lines[end].startswith("- "):
                end += 1
            piece = _list(lines, number, end, first_line)
        elif mark := _MARK.fullmatch(line):
            piece = Mark(line, mark[1], first_line + number)
        else:
            piece = _paragraph(lines, number, first_line)
        if piece is None:
            return None
        pieces.append(piece)
        number = end
    return pieces


def _heading(line: str, number: int, first_line: int) -> Piece | None:
    found = _HEADING.fullmatch(line)
    if not found:
        return None
    content = found[2]
    if not _PLAIN.fullmatch(content) or "*" in content or "[" in content:
        return Chunk(line, number)
    html = escaped(content)
    heading = Heading(max(2, len(found[1])), *split_heading(content), content, html)
    return Block("heading", html, content, "", False, first_line + number, heading)


def _paragraph(lines: list[str], number: int, first_line: int) -> Piece | None:
    line = lines[number]
    if line.startswith(_DOUBTFUL) or line.endswith(_BLANK) or (number + 1 < len(lines) and lines[number + 1]):
        return None
    if not _PLAIN.fullmatch(line):
        return None if line.startswith(("* ", "***", "___", "* * *", "_ _ _")) else Chunk(line, number)
    links: list[BodyLink] = []
    html, text = _inline(line, first_line + number, links)
    return _with_links(Block("paragraph", html, text, "", False, first_line + number), links)


def _list(lines: list[str], start: int, end: int, first_line: int) -> Piece | None:
    items = [line[2:] for line in lines[start:end]]
    if any(_is_doubtful(item) for item in items):
        return None
    following = next((line for line in lines[end:] if line), "")
    # A list goes on below a blank line, with another item or with what is indented; and a line right below belongs to its item.
    if (end < len(lines) and lines[end]) or following.startswith(("-", "+", "*", *_BLANK)):
        return None
    if not all(map(_PLAIN.fullmatch, items)):
        return Chunk("\n".join(lines[start:end]), start)
    links: list[BodyLink] = []
    made = [_inline(item, line, links) for line, item in enumerate(items, first_line + start)]
    html = "".join(f"<li>{html}</li>\n" for html, _ in made)
    block = Block("list", f"<ul>\n{html}</ul>", "\n".join(text for _, text in made), "", False, first_line + start)
    return _with_links(block, links)


def _with_links(block: Block, links: list[BodyLink]) -> Piece:
    return Linked(block, tuple(links)) if links else block


def _is_doubtful(item: str) -> bool:
    return not item or item.startswith(_DOUBTFUL) or item.endswith(_BLANK) or (item[0] == "*" and not item.startswith("**"))


def _inline(text: str, line: int, links: list[BodyLink]) -> tuple[str, str]:
    """HTML and text of a plain line; `links` takes those in it."""
    html: list[str] = []
    plain: list[str] = []
    done = 0
    for found in _MARKED.finditer(text):
        before = text[done : found.start()]
        strong, name, target = found.groups()
        if target:
            links.append(BodyLink(target, line))
            html += (escaped(before), f'<a class="external" rel="external noopener" href="{target}">{escaped(name)}</a>')
        else:
            html += (escaped(before), f"<strong>{escaped(strong)}</strong>")
        plain += (before, name or strong)
        done = found.end()
    if not done:
        return escaped(text), text
    return "".join((*html, escaped(text[done:]))), "".join((*plain, text[done:]))
