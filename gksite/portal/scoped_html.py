"""Elements of a rendered page written anew for a foreign page: ids, classes and all that refers to
them prefixed, no scripts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from html import escape

import msgspec
from lxml import etree

from gksite.portal.scoped_css import PREFIX, RENAMED

VOID = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    }
)
_RAW = frozenset({"script", "style"})
_GONE = frozenset({"script", "style", "link", "template", "meta", "base"})
_UNWRAPPED = frozenset({"noscript"})
_REFERENCES = frozenset(
    {
        "id",
        "for",
        "headers",
        "list",
        "form",
        "popovertarget",
        "aria-labelledby",
        "aria-describedby",
        "aria-controls",
        "aria-owns",
        "aria-details",
        "aria-activedescendant",
        "aria-flowto",
        "aria-errormessage",
    }
)
_ADDRESSES = frozenset({"href", "src", "action", "poster"})
_SPELLED = {
    "viewbox": "viewBox",
    "preserveaspectratio": "preserveAspectRatio",
    "gradienttransform": "gradientTransform",
}
"""Attributes of images that the parser writes small."""

_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)
_SIGNS = re.compile("[&<>]")
_parser = etree.HTMLParser(encoding="utf-8")


class Scoping(msgspec.Struct, frozen=True):
    """How the elements of one page are rewritten.

    `path` is the page's address from the root of the site and `base` what its links begin with, ""
    to leave them relative. Elements that bear a class of `without` are left out.
    """

    path: str
    base: str = ""
    without: frozenset[str] = frozenset()


def parse_page(html: bytes) -> etree._Element:
    """The tree of a whole page. Whatever a theme leaves open is closed in it; of what is no
    page, an empty one."""
    with suppress(etree.LxmlError):
        page = etree.fromstring(html, _parser)
        if page is not None and page.tag == "html":
            return page
    return etree.Element("html")


def part_of(page: etree._Element, name: str) -> etree._Element:
    """The head or body of a page; an empty one where it has none."""
    found = page.find(name)
    return etree.Element(name) if found is None else found


def scoped_inside(element: etree._Element, scoping: Scoping) -> str:
    """What stands inside of an element, rewritten."""
    parts = [_escaped(element.text or "")]
    for child in element:
        _write(child, scoping, parts.append)
    return "".join(parts).strip()


def prefixed(names: str) -> str:
    """Names parted by blanks, each with PREFIX."""
    return " ".join(f"{PREFIX}{name}" for name in names.split())


def moved(address: str, scoping: Scoping) -> str:
    """An address as the rewritten page has it: fragments of pages prefixed, relative ones at the
    base where there is one."""
    target, sign, fragment = address.partition("#")
    if (
        sign
        and fragment
        and not target.startswith(("mailto:", "tel:", "http:", "https:", "//"))
        and _is_page(target)
    ):
        fragment = f"{PREFIX}{fragment}"
    if scoping.base and target and not _ABSOLUTE.match(target):
        path, mark, query = target.partition("?")
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(scoping.path), path))
        slash = "/" if path.endswith("/") else ""
        target = f"{scoping.base}{'' if joined == '.' else joined + slash}{mark}{query}"
    return f"{target}{sign}{fragment}"


def open_tag(name: str, attributes: list[tuple[str, str]]) -> str:
    """A start tag; an attribute without value stands alone."""
    return f"<{name}{''.join(f' {key}' if value == '' and key in _BARE else _attribute(key, value) for key, value in attributes)}>"


_BARE = frozenset(
    {
        "checked",
        "selected",
        "disabled",
        "open",
        "hidden",
        "required",
        "readonly",
        "multiple",
        "controls",
        "reversed",
    }
)


def _attribute(key: str, value: str) -> str:
    return f' {key}="{_escaped(value).replace(chr(34), "&quot;")}"'


def _is_page(target: str) -> bool:
    path = target.partition("?")[0]
    return not path or path.endswith((".html", "/"))


def _write(element: etree._Element, scoping: Scoping, put: Callable[[str], object]) -> None:
    """An element with what follows it up to the next one."""
    name = element.tag
    if isinstance(name, str) and name not in _GONE:
        attributes = element.items()
        classes = element.get("class") if attributes else None
        if not classes or scoping.without.isdisjoint(classes.split()):
            _write_element(element, name, classes or "", len(attributes), scoping, put)
    if tail := element.tail:
        put(_escaped(tail))


def _write_element(
    element: etree._Element,
    name: str,
    classes: str,
    count: int,
    scoping: Scoping,
    put: Callable[[str], object],
) -> None:
    """An element whose classes are those, with as many attributes."""
    is_wrapped = name not in _UNWRAPPED
    if name in RENAMED:
        classes = f"{RENAMED[name].removeprefix(f'.{PREFIX}')} {classes}"
        name = "div"
    if is_wrapped:
        # Most elements have a class at most, and there are few classes.
        plain = count == 0 or (count == 1 and element.get("class") is not None)
        put(
            _class_tag(name, classes)
            if plain
            else open_tag(name, _attributes(element, name, classes, scoping))
        )
    if text := element.text:
        put(_escaped(text))
    for child in element:
        _write(child, scoping, put)
    if is_wrapped and name not in VOID:
        put(f"</{name}>")


@lru_cache(maxsize=2048)
def _class_tag(name: str, classes: str) -> str:
    return open_tag(name, [("class", prefixed(classes))] if classes.strip() else [])


def _escaped(text: str) -> str:
    return escape(text, quote=False) if _SIGNS.search(text) else text


def _attributes(
    element: etree._Element, name: str, classes: str, scoping: Scoping
) -> list[tuple[str, str]]:
    written = [("class", prefixed(classes))] if classes.strip() else []
    for key, value in map(_text_of, element.items()):
        if key == "class" or key.startswith("on"):
            continue
        if key in _REFERENCES:
            value = prefixed(value)
        elif key in _ADDRESSES:
            value = moved(value, scoping)
        elif key == "name" and (name == "a" or element.get("type") == "radio"):
            value = f"{PREFIX}{value}"
        written.append((_SPELLED.get(key, key), value))
    return written


def _text_of(attribute: tuple[str | bytes, str | bytes]) -> tuple[str, str]:
    """A name and a value as the parser gives them, which are texts."""
    key, value = attribute
    return str(key), str(value)


def head_inside(head: etree._Element, without: Callable[[etree._Element], bool]) -> str:
    """The elements of a head as they are, but for those that `without` is true of; one a line."""
    lines = []
    for child in head:
        if isinstance(child.tag, str) and not without(child):
            text = child.text or ""
            inside = (
                ""
                if child.tag in VOID
                else f"{text if child.tag in _RAW else escape(text, quote=False)}</{child.tag}>"
            )
            lines.append(
                f"{open_tag(child.tag, [_text_of(one) for one in child.items()])}{inside}\n"
            )
    return "".join(lines)
