"""HTML of the few elements that content systems keep, spelled as their sanitisers do."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote, urljoin

import msgspec

from gksite.pages.text_marks import RUN_IN
from gksite.portal.html_trees import Element, blocks_tree, name_of

ELEMENTS = frozenset({
    "h2", "h3", "h4", "p", "table", "tbody", "tr", "th", "td", "ul", "ol", "li", "a", "strong", "br"
})  # fmt: skip
"""All elements that are written; of attributes only `href`, and `style` with inline styles."""

_WRITTEN_AS = {"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong"}
_LINES = frozenset({
    "blockquote", "div", "section", "article", "dl", "dt", "dd", "pre", "p", "figure", "figcaption",
    "caption",
})  # fmt: skip
"""Elements that become paragraphs: those that begin a line of their own and are not in ELEMENTS."""

_BLOCKS = _LINES | {"h2", "h3", "h4", "table", "ul", "ol"}
_BLANKS = re.compile(r"[ \t\r\n\f]+")

STYLES: dict[str, str] = {
    "p": "margin:0;line-height:1.9;text-indent:2em",
    "plain": "margin:0;line-height:1.9",
    "centred": "margin:0;line-height:1.9;text-align:center",
    "end": "margin:0;line-height:1.9;text-align:right",
    "h2": "margin:1em 0 0;line-height:1.9;font-size:1.1em;text-indent:2em",
    "h3": "margin:0;line-height:1.9;font-size:1em;text-indent:2em",
    "h4": "margin:0;line-height:1.9;font-size:1em;text-indent:2em",
    "caption": "margin:2em 0 1em;font-size:1.1em;text-align:center",
    "table": "border-collapse:collapse;width:100%",
    "th": "border:1px solid #999;padding:6px 8px;text-align:center;vertical-align:middle",
    "td": "border:1px solid #999;padding:6px 8px;text-align:left;vertical-align:top",
}
"""The inline styles of an element, or of its role in the text."""


class Writing(msgspec.Struct, frozen=True):
    """The writing of a text: the base address of links, and whether styles are inline."""

    address: str
    styled: bool = False

    def tag(self, name: str, part: str = "") -> str:
        """Return the start tag of an element with a role."""
        style = STYLES.get(part or name) if self.styled else None
        return f'<{name} style="{style}">' if style else f"<{name}>"

    def element(self, name: str, inside: str, part: str = "") -> str:
        """Return an element around whitelisted HTML."""
        return f"{self.tag(name, part)}{inside}</{name}>"

    def link(self, text: str, target: str) -> str:
        """Return a link to an address relative to `address`; only text if nobody can follow it."""
        absolute = _absolute(urljoin(self.address, target))
        return (
            f'<a href="{escaped(absolute, quote=True)}">{escaped(text)}</a>'
            if absolute
            else escaped(text)
        )

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
        """Return a table without merged cells; heads are texts, cells whitelisted HTML."""
        head = "".join(self.element("th", escaped(text)) for text in heads)
        lines = [
            f"<tr>{head}</tr>",
            *(f"<tr>{''.join(self.element('td', cell) for cell in row)}</tr>" for row in rows),
        ]
        return f"{self.tag('table')}<tbody>\n" + "\n".join(lines) + "\n</tbody></table>"


def escaped(text: str, *, quote: bool = False) -> str:
    """Return a text as browsers serialise it: markup and no-break space as entities."""
    text = (
        text.replace("&", "&amp;")
        .replace("\xa0", "&nbsp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
    )
    return text.replace('"', "&quot;") if quote else text


def whitelisted(html: str, writing: Writing) -> str:
    """Return safe HTML in ELEMENTS, a block a line: others become paragraphs or text."""
    return "\n".join(block.written(writing) for block in _blocks(blocks_tree(html), writing))


def inline(html: str, writing: Writing) -> str:
    """Return the content of a paragraph or heading: text, links, bold, line breaks."""
    return _text(blocks_tree(html), writing).strip()


def cell_html(html: str, writing: Writing) -> str:
    """Return the content of a cell; a single paragraph without its tags."""
    return _flow(blocks_tree(html), writing)


class _Block(msgspec.Struct, frozen=True):
    """The content of a paragraph, or another block with its tags."""

    inside: str = ""
    whole: str = ""

    def written(self, writing: Writing) -> str:
        return self.whole or writing.element("p", self.inside)


def _blocks(parent: Element, writing: Writing) -> list[_Block]:
    """Return the content of an element as blocks; text outside of blocks becomes paragraphs."""
    blocks: list[_Block] = []
    loose = [_plain(parent.text)]

    def close() -> None:
        if text := "".join(loose).strip():
            blocks.append(_Block(text))
        loose.clear()

    for child in parent:
        name = _name(child)
        if name in _BLOCKS:
            close()
            blocks.extend(_block(child, name, writing))
        else:
            loose.append(_inline(child, name, writing))
        loose.append(_plain(child.tail))
    close()
    return blocks


def _block(element: Element, name: str, writing: Writing) -> list[_Block]:
    if name in ("ul", "ol"):
        items = [
            writing.element("li", _flow(child, writing))
            for child in element
            if _name(child) == "li"
        ]
        return [_Block(whole="\n".join([writing.tag(name), *items, f"</{name}>"]))] if items else []
    if name == "table":
        rows = (
            "".join(
                writing.element(str(cell.tag), _flow(cell, writing))
                for cell in row.iter("th", "td")
            )
            for row in element.iter("tr")
        )
        lines = [f"<tr>{row}</tr>" for row in rows if row]
        whole = "\n".join([f"{writing.tag('table')}<tbody>", *lines, "</tbody></table>"])
        return [_Block(whole=whole)] if lines else []
    if name == "pre":
        lines = "".join(map(str, element.itertext())).strip("\n").split("\n")
        return [_Block("<br>".join(map(escaped, lines)))]
    if name in ("h2", "h3", "h4"):
        text = _text(element, writing).strip()
        return [_Block(whole=writing.element(name, text))] if text else []
    return _blocks(element, writing)


def _flow(element: Element, writing: Writing) -> str:
    """Return the content of a list item or cell: a single paragraph without its tags."""
    blocks = _blocks(element, writing)
    if sum(bool(block.inside) for block in blocks) == 1 and blocks[0].inside:
        return "\n".join([blocks[0].inside, *(block.written(writing) for block in blocks[1:])])
    return "\n".join(block.written(writing) for block in blocks)


def _text(element: Element, writing: Writing) -> str:
    """Return the content of an element as one run of text."""
    return "".join(
        [
            _plain(element.text),
            *(f"{_inline(child, _name(child), writing)}{_plain(child.tail)}" for child in element),
        ]
    )


def _inline(element: Element, name: str, writing: Writing) -> str:
    if name in ("", "hr", "script", "style"):
        return ""
    if name == "br":
        return "<br>"
    if name == "img":
        return escaped(element.get("alt") or "")
    inside = _text(element, writing)
    if name == "strong" and inside.strip():
        return f"<strong>{inside}</strong>"
    if name == "a" and inside.strip() and "<a " not in inside:
        absolute = _absolute(urljoin(writing.address, element.get("href") or ""))
        return f'<a href="{escaped(absolute, quote=True)}">{inside}</a>' if absolute else inside
    return inside


def _plain(text: str | None) -> str:
    return escaped(_BLANKS.sub(" ", text)) if text else ""


def _name(element: Element) -> str:
    """Return the name that an element is written as; bold that pages alone have is none."""
    name = name_of(element)
    if name == "b" and RUN_IN in (element.get("class") or "").split():
        return "span"
    return _WRITTEN_AS.get(name, name)


def _absolute(address: str) -> str:
    """Return an address in ASCII; "" if its scheme is not one that links may have."""
    if not re.match(r"(?:https?|mailto|tel):", address, re.IGNORECASE):
        return ""
    return quote(address, safe="%/:?#[]@!$&'()*+,;=~-._")


def page_address(base: str, path: str) -> str:
    """Return the absolute address of a page or file; an index has the address of its folder."""
    folder, name = posixpath.split(path)
    return _absolute(
        f"{base}{f'{folder}/' if folder else ''}{'' if name == 'index.html' else name}"
    )
