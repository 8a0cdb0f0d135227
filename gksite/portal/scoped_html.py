"""Elements of a rendered page written anew for a foreign page: ids, classes and all that refers to them prefixed, no scripts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection
from html import escape

import lxml.html
import msgspec
from lxml import etree

from gksite.portal.scoped_css import PREFIX, RENAMED

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_RAW = frozenset({"script", "style"})
_GONE = frozenset({"script", "style", "link", "template", "meta", "base"})
_UNWRAPPED = frozenset({"noscript"})
_REFERENCES = frozenset({
    "id", "for", "headers", "list", "form", "popovertarget", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns",
    "aria-details", "aria-activedescendant", "aria-flowto", "aria-errormessage",
})
_ADDRESSES = frozenset({"href", "src", "action", "poster"})
_SPELLED = {"viewbox": "viewBox", "preserveaspectratio": "preserveAspectRatio", "gradienttransform": "gradientTransform"}
"""Attributes of images that the parser writes small."""

_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)
_parser = lxml.html.HTMLParser(encoding="utf-8")


class Scoping(msgspec.Struct, frozen=True):
    """How the elements of one page are rewritten.

    `path` is the page's address from the root of the site and `base` what its links begin with, "" to leave them relative.
    Elements that bear a class of `without` are left out; those of `kept` keep their names though they are among RENAMED.
    """

    path: str
    base: str = ""
    without: Collection[str] = ()
    kept: Collection[str] = ()


def parse_page(html: bytes) -> lxml.html.HtmlElement:
    """The tree of a whole page. Whatever a theme leaves open is closed in it."""
    return lxml.html.document_fromstring(html, parser=_parser)


def scoped_inside(element: lxml.html.HtmlElement, scoping: Scoping) -> str:
    """What stands inside of an element, rewritten."""
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        _write(child, scoping, parts.append)
    return "".join(parts).strip()


def prefixed(names: str) -> str:
    """Names parted by blanks, each with PREFIX."""
    return " ".join(f"{PREFIX}{name}" for name in names.split())


def moved(address: str, scoping: Scoping) -> str:
    """An address as the rewritten page has it: fragments of pages prefixed, relative ones at the base where there is one."""
    target, sign, fragment = address.partition("#")
    if sign and fragment and not target.startswith(("mailto:", "tel:", "http:", "https:", "//")) and _is_page(target):
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


_BARE = frozenset({"checked", "selected", "disabled", "open", "hidden", "required", "readonly", "multiple", "controls", "reversed"})


def _attribute(key: str, value: str) -> str:
    return f' {key}="{escape(value, quote=False).replace(chr(34), "&quot;")}"'


def _is_page(target: str) -> bool:
    path = target.partition("?")[0]
    return not path or path.endswith((".html", "/"))


def _write(element: etree._Element, scoping: Scoping, put: Callable[[str], object]) -> None:
    """An element with what follows it up to the next one."""
    name = element.tag
    classes = (element.get("class") or "").split()
    if isinstance(name, str) and name not in _GONE and not any(one in scoping.without for one in classes):
        if name in _UNWRAPPED:
            put(escape(element.text or "", quote=False))
        else:
            if name in RENAMED:
                classes.insert(0, RENAMED[name].removeprefix(f".{PREFIX}"))
                name = name if name in scoping.kept else "div"
            put(open_tag(name, _attributes(element, name, classes, scoping)))
            put(escape(element.text or "", quote=False))
        for child in element:
            _write(child, scoping, put)
        if name not in VOID and name not in _UNWRAPPED:
            put(f"</{name}>")
    put(escape(element.tail or "", quote=False))


def _attributes(element: etree._Element, name: str, classes: list[str], scoping: Scoping) -> list[tuple[str, str]]:
    written = [("class", prefixed(" ".join(classes)))] if classes else []
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


def head_inside(head: lxml.html.HtmlElement, without: Callable[[etree._Element], bool]) -> str:
    """The elements of a head as they are, but for those that `without` is true of; one a line."""
    lines = []
    for child in head:
        if isinstance(child.tag, str) and not without(child):
            text = child.text or ""
            inside = "" if child.tag in VOID else f"{text if child.tag in _RAW else escape(text, quote=False)}</{child.tag}>"
            lines.append(f"{open_tag(child.tag, [_text_of(one) for one in child.items()])}{inside}\n")
    return "".join(lines)
