"""The state of a page in a browser, as two digests: if the first changes the page reloads, if the
second it loads new style sheets."""

from __future__ import annotations

import hashlib
import html
import posixpath
import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

import msgspec

_RESOURCE = re.compile(
    rb"<(?P<tag>link|script|img|source|iframe|object|embed|video|audio)\b(?:[^>\"']|\"[^\"]*\"|"
    rb"'[^']*')*>",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    rb"\s(?:href|src|data|poster)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE
)
_IS_STYLESHEET = re.compile(rb"\srel\s*=\s*[\"']?[^\"'>]*\bstylesheet\b", re.IGNORECASE)


class PageState(msgspec.Struct, frozen=True):
    """`page` is the digest of a page without its style sheets, with all else that it loads;
    `styles` is that of its style sheets. `sheets` are their addresses from the root of the site, in
    order. A missing page has empty digests."""

    page: str = ""
    styles: str = ""
    sheets: tuple[str, ...] = ()


MISSING = PageState()


def page_state(path: str, page: bytes, digests: Mapping[str, str]) -> PageState:
    """Return the state of the page at `path`; `digests`: path → digest of all files."""
    sheets: list[str] = []
    loaded: list[str] = []
    bare = hashlib.sha256()
    last = 0
    for element in _RESOURCE.finditer(page):
        target = _target(path, element[0])
        if element["tag"].lower() == b"link" and _IS_STYLESHEET.search(element[0]):
            bare.update(page[last : element.start()])
            last = element.end()
            if target is not None:
                sheets.append(target)
        elif target is not None:
            loaded.append(target)
    bare.update(page[last:])
    styles = hashlib.sha256()
    # A style sheet may load its neighbours: other style sheets, fonts, pictures.
    for folder in sorted({posixpath.dirname(sheet) for sheet in sheets}):
        for neighbour in _beside(folder, digests):
            (styles if neighbour.endswith(".css") else bare).update(
                f"{neighbour}\0{digests[neighbour]}\n".encode()
            )
    for target in loaded:
        bare.update(f"{target}\0{digests.get(target, '')}\n".encode())
    for sheet in sheets:
        styles.update(f"{sheet}\0{digests.get(sheet, '')}\n".encode())
    return PageState(bare.hexdigest()[:32], styles.hexdigest()[:32], tuple(sheets))


def _beside(folder: str, digests: Mapping[str, str]) -> list[str]:
    if not folder:
        return sorted(path for path in digests if "/" not in path and not path.endswith(".html"))
    return sorted(
        path for path in digests if path.startswith(f"{folder}/") and not path.endswith(".html")
    )


def _target(path: str, element: bytes) -> str | None:
    """Return the path in the site that an element loads; None if it loads nothing from there."""
    match = _ADDRESS.search(element)
    if not match:
        return None
    text = html.unescape((match[1] or match[2] or match[3] or b"").decode("utf-8", "replace"))
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path:
        return None
    joined = posixpath.normpath(posixpath.join("/", posixpath.dirname(path), unquote(parts.path)))
    return joined.lstrip("/")
