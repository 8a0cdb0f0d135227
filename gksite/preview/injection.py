"""Turn a published page into one of the preview: the same bytes and a script of the server, under a
policy that allows it."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

CLIENT_URL = "/.gksite-preview/client.js"

STRICT_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; "
    "base-uri 'none'; form-action 'self'"
)
"""For pages without a policy of their own: that of the default theme."""

_META = re.compile(rb"<meta\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)
_IS_POLICY = re.compile(rb"\bhttp-equiv\s*=\s*[\"']?content-security-policy\b(?!-)", re.IGNORECASE)
_CONTENT = re.compile(rb"\bcontent\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_HEAD_END = re.compile(rb"</head\s*>", re.IGNORECASE)
_BODY_START = re.compile(rb"<body\b", re.IGNORECASE)
_BODY_END = re.compile(rb"</body\s*>", re.IGNORECASE)


def page_policy(page: bytes) -> tuple[str, bytes]:
    """Return the policy in the head of a page, or the strict one; and the page without the elements
    that state it."""
    end = _HEAD_END.search(page) or _BODY_START.search(page)
    head, rest = (page[: end.start()], page[end.start() :]) if end else (page, b"")
    stated: list[str] = []

    def take(element: re.Match[bytes]) -> bytes:
        content = _CONTENT.search(element[0])
        if not _IS_POLICY.search(element[0]) or not content:
            return element[0]
        stated.append(html.unescape((content[1] or content[2] or b"").decode("utf-8", "replace")))
        return b""

    head = _META.sub(take, head)
    # A browser applies every policy of a page. The preview sends the first: a theme has one.
    return (stated[0] if stated else STRICT_POLICY), head + rest


def preview_policy(policy: str, host: str) -> str:
    """Return `policy` with what reloading needs: our script and style, and a socket to `host` (a
    Host header that was judged before)."""
    directives: dict[str, list[str]] = {}
    for part in re.sub(r"[^\x20-\x7e]", " ", policy).split(";"):
        name, *sources = part.split() or [""]
        if name:
            directives.setdefault(name.lower(), sources)
    base = directives.get("default-src", [])
    for name, needed in (
        ("script-src", ["'self'"]),
        ("style-src", ["'self'"]),
        ("connect-src", ["'self'", f"ws://{host}"]),
    ):
        sources = [directive for directive in directives.get(name, base) if directive != "'none'"]
        directives[name] = [*sources, *(source for source in needed if source not in sources)]
    directives["frame-ancestors"] = ["'self'"]
    return "; ".join(" ".join([name, *sources]) for name, sources in directives.items())


def client_tag(attributes: Mapping[str, str]) -> bytes:
    """Return the element that loads the preview's script, with attributes for the server."""
    text = "".join(f' data-{name}="{html.escape(value)}"' for name, value in attributes.items())
    return f'<script src="{CLIENT_URL}" defer{text}></script>'.encode()


def inject(page: bytes, tag: bytes) -> bytes:
    """Return the page with `tag` at the end of its head, before or in its body, or at its end."""
    if place := _HEAD_END.search(page) or _BODY_START.search(page) or _BODY_END.search(page):
        return page[: place.start()] + tag + page[place.start() :]
    return page + tag
