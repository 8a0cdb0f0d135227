"""Reports as headings, paragraphs and tables; written as Markdown or as a single web page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Literal

import msgspec


class Heading(msgspec.Struct, frozen=True):
    """A heading; level 1 is the title of the report."""

    level: Literal[1, 2, 3]
    text: str
    parts: tuple[str, ...] = ()
    """Its parts between which a line may end, () for anywhere; joined they are the text."""


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph of running text."""

    text: str


class Link(msgspec.Struct, frozen=True):
    """A text with an address, or ""."""

    text: str
    url: str = ""


Cell = str | tuple[Link, ...]


class Table(msgspec.Struct, frozen=True):
    """A table with a caption; every row has as many cells as there are heads, and its first cell is
    the head of the row."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    """Shares of the width, by column."""


class Items(msgspec.Struct, frozen=True):
    """A list without an order."""

    texts: tuple[str, ...]


Block = Heading | Paragraph | Table | Items

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|#~])")
_STYLE = """
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff;
  font: 1rem/1.8 "Songti SC", "Source Han Serif SC", "Noto Serif CJK SC", SimSun, serif; }
h1 { text-align: center; font-size: 1.6rem; line-height: 1.4; }
h2, h3, caption, th { font-family: "PingFang SC", "Source Han Sans SC", "Noto Sans CJK SC", \
"Microsoft YaHei", SimHei, sans-serif; }
:is(h1, h2):has(wbr) { word-break: keep-all; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; margin-top: 2.5rem; } h3 { font-size: 1.05rem; }
p { text-indent: 2em; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; line-height: 1.6; \
margin: 1rem 0; }
caption { font-weight: 600; text-align: left; padding: .4rem 0; }
th, td { border: 1px solid #8a8a8a; padding: .3rem .5rem; text-align: left; \
vertical-align: top; font-variant-numeric: tabular-nums; }
thead th { background: #f2efe9; } tbody th { font-weight: 400; }
@media print { body { max-width: none; margin: 0; } \
thead { display: table-header-group; } tr { break-inside: avoid; } }
"""


def render_markdown(blocks: Sequence[Block]) -> bytes:
    """Return the report as Markdown with pipe tables, in UTF-8."""
    return (
        "\n".join(line for block in blocks for line in (*_markdown(block), "")).rstrip() + "\n"
    ).encode()


def render_page(blocks: Sequence[Block]) -> bytes:
    """Return the report as one HTML file, without script, that loads nothing."""
    title = next((block.text for block in blocks if isinstance(block, Heading)), "")
    body = "\n".join(line for block in blocks for line in _html(block))
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n{body}"
        "\n</main>\n</body>\n</html>\n"
    ).encode()


def _markdown(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * block.level} {_plain(block.text)}"
    elif isinstance(block, Paragraph):
        yield _plain(block.text)
    elif isinstance(block, Items):
        yield from (f"- {_plain(text)}" for text in block.texts)
    else:
        yield f"{_plain(block.caption)}："
        yield ""
        yield f"| {' | '.join(map(_plain, block.heads))} |"
        yield f"|{'---|' * len(block.heads)}"
        yield from (f"| {' | '.join(_markdown_cell(cell) for cell in row)} |" for row in block.rows)


def _plain(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _markdown_cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return _plain(cell)
    return "；".join(
        f"[{_plain(link.text)}](<{link.url.replace('>', '%3E')}>)"
        if link.url
        else _plain(link.text)
        for link in cell
    )


def _html(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        text = "<wbr>".join(map(escape, block.parts or (block.text,)))
        yield f"<h{block.level}>{text}</h{block.level}>"
    elif isinstance(block, Paragraph):
        yield f"<p>{escape(block.text)}</p>"
    elif isinstance(block, Items):
        yield f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in block.texts)}</ul>"
    else:
        yield (
            '<div class="table" role="region" tabindex="0" '
            f'aria-label="{escape(block.caption)}"><table>'
        )
        yield f"<caption>{escape(block.caption)}</caption>"
        heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in block.heads)
        yield f"<thead><tr>{heads}</tr></thead><tbody>"
        for first, *others in block.rows:
            cells = "".join(f"<td>{_html_cell(cell)}</td>" for cell in others)
            yield f'<tr><th scope="row">{_html_cell(first)}</th>{cells}</tr>'
        yield "</tbody></table></div>"


def _html_cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return escape(cell)
    links = (
        f'<a href="{escape(link.url)}">{escape(link.text)}</a>' if link.url else escape(link.text)
        for link in cell
    )
    return "<br>".join(links)
