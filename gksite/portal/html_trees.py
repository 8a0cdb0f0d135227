"""Pages and parts of pages as trees: the only reader of HTML of the portal's forms."""

from __future__ import annotations

from contextlib import suppress

from lxml import etree

Element = etree._Element
_parser = etree.HTMLParser(encoding="utf-8")


def page_tree(html: bytes) -> Element:
    """Return the tree of a page, open elements closed; an empty page for any other text."""
    with suppress(etree.LxmlError):
        page = etree.fromstring(html, _parser)
        if page is not None and page.tag == "html":
            return page
    return etree.Element("html")


def part_of(page: Element, name: str) -> Element:
    """Return the head or body of a page; an empty one if it has none."""
    part = page.find(name)
    return etree.Element(name) if part is None else part


def blocks_tree(html: str) -> Element:
    """Return an element around blocks of safe HTML."""
    return etree.fromstring(f"<html><body><div>{html}</div></body></html>".encode(), _parser)[0][0]


def name_of(element: Element) -> str:
    """Return the name of an element; "" for a comment."""
    return element.tag if isinstance(element.tag, str) else ""


def attributes_of(element: Element) -> list[tuple[str, str]]:
    """Return the names and values of the attributes of an element."""
    return [(str(key), str(value)) for key, value in element.items()]
