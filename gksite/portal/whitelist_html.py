"""HTML of the few elements that editors of content systems leave alone, written as their sanitisers
write it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote, urljoin

import msgspec
from lxml import etree

ELEMENTS = frozenset(
    {
        "h2",
        "h3",
        "h4",
        "p",
        "table",
        "tbody",
        "tr",
        "th",
        "td",
        "ul",
        "ol",
        "li",
        "a",
        "strong",
        "br",
    }
)
"""All that is ever written; of attributes only `href`, and `style` where inline styles are asked
for."""

_WRITTEN_AS = {"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong"}
_LINES = frozenset(
    {
        "blockquote",
        "div",
        "section",
        "article",
        "dl",
        "dt",
        "dd",
        "pre",
        "p",
        "figure",
        "figcaption",
        "caption",
    }
)
"""What becomes paragraphs: everything that begins a line of its own and is not in ELEMENTS."""

_BLOCKS = _LINES | {"h2", "h3", "h4", "table", "ul", "ol"}
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_parser = etree.HTMLParser(encoding="utf-8")

STYLES: dict[str, str] = {
    "p": "margin:0;line-height:1.9;text-indent:2em",
    "plain": "margin:0;line-height:1.9",
    "end": "margin:0;line-height:1.9;text-align:right",
    "h2": "margin:1em 0 0;line-height:1.9;font-size:1.1em;text-indent:2em",
    "h3": "margin:0;line-height:1.9;font-size:1em;text-indent:2em",
    "h4": "margin:0;line-height:1.9;font-size:1em;text-indent:2em",
    "caption": "margin:2em 0 1em;font-size:1.1em;text-align:center",
    "table": "border-collapse:collapse;width:100%",
    "th": "border:1px solid #999;padding:6px 8px;text-align:center;vertical-align:middle",
    "td": "border:1px solid #999;padding:6px 8px;text-align:left;vertical-align:top",
}
"""What inline styles say of each element, or of the part that it plays."""


class Writing(msgspec.Struct, frozen=True):
    """How a text is written: the absolute address that relative links are reckoned from, and
    whether styles stand inline."""

    address: str
    styled: bool = False

    def tag(self, name: str, part: str = "") -> str:
        """The start tag of an element that plays a part."""
        style = STYLES.get(part or name) if self.styled else None
        return f'<{name} style="{style}">' if style else f"<{name}>"

    def element(self, name: str, inside: str, part: str = "") -> str:
        """A whole element around what is whitelisted already."""
        return f"{self.tag(name, part)}{inside}</{name}>"

    def link(self, text: str, target: str) -> str:
        """A link to an address as seen from `address`, or only its text where it leads nowhere
        that a reader can go."""
        absolute = _absolute(urljoin(self.address, target))
        return (
            f'<a href="{escaped(absolute, quote=True)}">{escaped(text)}</a>'
            if absolute
            else escaped(text)
        )

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
        """A table whose every cell stands by itself; heads are texts, cells are whitelisted
        already."""
        head = "".join(self.element("th", escaped(text)) for text in heads)
        lines = [
            f"<tr>{head}</tr>",
            *(f"<tr>{''.join(self.element('td', cell) for cell in row)}</tr>" for row in rows),
        ]
        return f"{self.tag('table')}<tbody>\n" + "\n".join(lines) + "\n</tbody></table>"


def escaped(text: str, *, quote: bool = False) -> str:
    """A text as browsers write it out: the signs of markup and the unbreakable blank as
    entities."""
    text = (
        text.replace("&", "&amp;")
        .replace("\xa0", "&nbsp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
    )
    return text.replace('"', "&quot;") if quote else text


def whitelisted(html: str, writing: Writing) -> str:
    """Blocks of safe HTML with nothing but ELEMENTS, one a line: others become paragraphs, or only
    their text stays."""
    return "\n".join(block.written(writing) for block in _blocks(_tree(html), writing))


def inline(html: str, writing: Writing) -> str:
    """The inside of a paragraph or heading: text, links, bold, line breaks."""
    return _text(_tree(html), writing).strip()


def cell(html: str, writing: Writing) -> str:
    """The inside of a cell; a single paragraph stands without its tags."""
    return _flow(_tree(html), writing)


class _Block(msgspec.Struct, frozen=True):
    """A paragraph by its inside, or another block whole."""

    inside: str = ""
    whole: str = ""

    def written(self, writing: Writing) -> str:
        return self.whole or writing.element("p", self.inside)


def _tree(html: str) -> etree._Element:
    return etree.fromstring(f"<html><body><div>{html}</div></body></html>".encode(), _parser)[0][0]


def _blocks(parent: etree._Element, writing: Writing) -> list[_Block]:
    """What stands in an element as blocks; text that stands loose becomes paragraphs."""
    found: list[_Block] = []
    loose = [_plain(parent.text)]

    def close() -> None:
        if text := "".join(loose).strip():
            found.append(_Block(text))
        loose.clear()

    for child in parent:
        name = _name(child)
        if name in _BLOCKS:
            close()
            found.extend(_block(child, name, writing))
        else:
            loose.append(_inline(child, name, writing))
        loose.append(_plain(child.tail))
    close()
    return found


def _block(element: etree._Element, name: str, writing: Writing) -> list[_Block]:
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
                writing.element(str(one.tag), _flow(one, writing)) for one in row.iter("th", "td")
            )
            for row in element.iter("tr")
        )
        lines = [f"<tr>{row}</tr>" for row in rows if row]
        return (
            [
                _Block(
                    whole="\n".join([f"{writing.tag('table')}<tbody>", *lines, "</tbody></table>"])
                )
            ]
            if lines
            else []
        )
    if name == "pre":
        return [
            _Block(
                "<br>".join(
                    escaped(line)
                    for line in "".join(map(str, element.itertext())).strip("\n").split("\n")
                )
            )
        ]
    if name in ("h2", "h3", "h4"):
        text = _text(element, writing).strip()
        return [_Block(whole=writing.element(name, text))] if text else []
    return _blocks(element, writing)


def _flow(element: etree._Element, writing: Writing) -> str:
    """The inside of a list item or cell: its first paragraph bare where it is the only one."""
    blocks = _blocks(element, writing)
    if sum(bool(block.inside) for block in blocks) == 1 and blocks[0].inside:
        return "\n".join([blocks[0].inside, *(block.written(writing) for block in blocks[1:])])
    return "\n".join(block.written(writing) for block in blocks)


def _text(element: etree._Element, writing: Writing) -> str:
    """What stands in an element as one run of text."""
    return "".join(
        [
            _plain(element.text),
            *(f"{_inline(child, _name(child), writing)}{_plain(child.tail)}" for child in element),
        ]
    )


def _inline(element: etree._Element, name: str, writing: Writing) -> str:
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


def _name(element: etree._Element) -> str:
    return _WRITTEN_AS.get(element.tag, element.tag) if isinstance(element.tag, str) else ""


def _absolute(address: str) -> str:
    """An address in ASCII, "" where it is none that begins with a scheme that links may have."""
    if not re.match(r"(?:https?|mailto|tel):", address, re.IGNORECASE):
        return ""
    return quote(address, safe="%/:?#[]@!$&'()*+,;=~-._")


def page_address(base: str, path: str) -> str:
    """The absolute address of a page or file; that of a folder's index is the folder's."""
    folder, name = posixpath.split(path)
    return _absolute(
        f"{base}{f'{folder}/' if folder else ''}{'' if name == 'index.html' else name}"
    )
