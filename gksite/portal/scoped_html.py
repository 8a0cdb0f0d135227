"""Elements of a page rewritten for a foreign page: prefixed ids and classes, no scripts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from functools import lru_cache
from html import escape

import msgspec

from gksite.portal.html_trees import Element, attributes_of, name_of
from gksite.portal.scoped_css import PREFIX, RENAMED
from gksite.source.html_elements import VOID

_RAW = frozenset({"script", "style"})
_GONE = frozenset({"script", "style", "link", "template", "meta", "base"})
_REFERENCES = frozenset({
    "id", "for", "headers", "list", "form", "popovertarget", "aria-labelledby", "aria-describedby",
    "aria-controls", "aria-owns", "aria-details", "aria-activedescendant", "aria-flowto",
    "aria-errormessage",
})  # fmt: skip
_ADDRESSES = frozenset({"href", "src", "action", "poster", "data-href"})
_SPELLED = {
    "viewbox": "viewBox",
    "preserveaspectratio": "preserveAspectRatio",
    "gradienttransform": "gradientTransform",
}
"""Attributes of SVG, which the parser turns into lower case."""

_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)
_SIGNS = re.compile("[&<>]")


class Scoping(msgspec.Struct, frozen=True):
    """The rewriting of a page.

    `path` is the address of the page from the root of the site, `base` the prefix of its links, ""
    to leave them relative. Elements with a class of `without` are left out, those with one of
    `hidden` get that attribute; a `noscript` stays only where there is a script (`has_script`).
    """

    path: str
    base: str = ""
    without: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    has_script: bool = False


def scoped_inside(element: Element, scoping: Scoping) -> str:
    """Return the content of an element, rewritten."""
    parts = [_escaped(element.text or "")]
    for child in element:
        _write(child, scoping, parts.append)
    return "".join(parts).strip()


def prefixed(names: str) -> str:
    """Return names that are separated by blanks, each with PREFIX."""
    return " ".join(f"{PREFIX}{name}" for name in names.split())


def moved(address: str, scoping: Scoping) -> str:
    """Return an address for the rewritten page: a fragment of a page with PREFIX, a relative
    address below the base if there is one."""
    target, sign, fragment = address.partition("#")
    if (
        sign
        and fragment
        and not target.startswith(("mailto:", "tel:", "http:", "https:", "//"))
        and _is_page(target)
    ):
        fragment = f"{PREFIX}{fragment}"
    if scoping.base and target and not is_absolute(target):
        path, mark, query = target.partition("?")
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(scoping.path), path))
        slash = "/" if path.endswith("/") else ""
        target = f"{scoping.base}{'' if joined == '.' else joined + slash}{mark}{query}"
    return f"{target}{sign}{fragment}"


def is_absolute(address: str) -> bool:
    """Whether an address is one of another site, or from the root of its host."""
    return _ABSOLUTE.match(address) is not None


def open_tag(name: str, attributes: list[tuple[str, str]]) -> str:
    """Return a start tag; a boolean attribute has no value."""
    return f"<{name}{''.join(_attribute(key, value) for key, value in attributes)}>"


_BARE = frozenset({
    "checked", "selected", "disabled", "open", "hidden", "required", "readonly", "multiple",
    "controls", "reversed",
})  # fmt: skip


def _attribute(key: str, value: str) -> str:
    if value == "" and key in _BARE:
        return f" {key}"
    return f' {key}="{_escaped(value).replace(chr(34), "&quot;")}"'


def _is_page(target: str) -> bool:
    path = target.partition("?")[0]
    return not path or path.endswith((".html", "/"))


def _write(element: Element, scoping: Scoping, put: Callable[[str], object]) -> None:
    """Write an element and the text after it."""
    name = name_of(element)
    if name and name not in _GONE and (scoping.has_script or name != "noscript"):
        attributes = element.items()
        classes = element.get("class") if attributes else None
        if not classes or scoping.without.isdisjoint(classes.split()):
            _write_element(element, name, classes or "", len(attributes), scoping, put)
    if tail := element.tail:
        put(_escaped(tail))


def _write_element(
    element: Element,
    name: str,
    classes: str,
    count: int,
    scoping: Scoping,
    put: Callable[[str], object],
) -> None:
    """Write an element that has these classes and `count` attributes."""
    if name in RENAMED:
        classes = f"{RENAMED[name].removeprefix(f'.{PREFIX}')} {classes}"
        name = "div"
    # The tags of most elements are cached: they have no attribute but a class.
    plain = count == 0 or (count == 1 and element.get("class") is not None)
    is_hidden = bool(classes) and not scoping.hidden.isdisjoint(classes.split())
    put(
        _class_tag(name, classes)
        if plain and not is_hidden
        else open_tag(name, _attributes(element, name, classes, scoping))
    )
    if text := element.text:
        put(_escaped(text))
    for child in element:
        _write(child, scoping, put)
    if name not in VOID:
        put(f"</{name}>")


@lru_cache(maxsize=2048)
def _class_tag(name: str, classes: str) -> str:
    return open_tag(name, [("class", prefixed(classes))] if classes.strip() else [])


def _escaped(text: str) -> str:
    return escape(text, quote=False) if _SIGNS.search(text) else text


def _attributes(
    element: Element, name: str, classes: str, scoping: Scoping
) -> list[tuple[str, str]]:
    written = [("class", prefixed(classes))] if classes.strip() else []
    if not scoping.hidden.isdisjoint(classes.split()) and element.get("hidden") is None:
        written.append(("hidden", ""))
    for key, value in attributes_of(element):
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


def head_inside(head: Element, without: Callable[[Element], bool]) -> str:
    """Return the elements of a head, a line each, except those for which `without` is true."""
    lines = []
    for child in head:
        name, text = name_of(child), child.text or ""
        if name and not without(child):
            raw = text if name in _RAW else escape(text, quote=False)
            inside = "" if name in VOID else f"{raw}</{name}>"
            lines.append(f"{open_tag(name, attributes_of(child))}{inside}\n")
    return "".join(lines)
