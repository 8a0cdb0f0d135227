"""Which link targets a text may use, and the address that each becomes on a page."""

from __future__ import annotations

import re
from typing import Literal

LinkKind = Literal["external", "site", "forbidden"]

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_WEB = re.compile(r"https?://[^/?#@\\:]+(?::\d{1,5})?(?:[/?#][^\\]*)?", re.IGNORECASE)
_DIRECT = re.compile(r"(?:mailto:[^\\]+@[^\\]+|tel:[+0-9().;=a-z-]+)", re.IGNORECASE)
# Browsers drop controls and blanks from addresses, and read a backslash as a slash.
_NEVER = re.compile("[\x00-\x20\x7f\\\\]|%5[Cc]")


def link_kind(target: str) -> LinkKind:
    """External (another host), site (this site, mail or telephone), or forbidden.

    Forbidden are other schemes, `//host`, a user name before the host, a colon in the first part of a relative address.
    """
    if _NEVER.search(target) or target.startswith("//"):
        return "forbidden"
    if _WEB.fullmatch(target):
        return "external"
    if _DIRECT.fullmatch(target):
        return "site"
    first_part = re.split("[/?#]", target, maxsplit=1)[0]
    return "forbidden" if not target or _SCHEME.match(target) or ":" in first_part else "site"


def page_address(target: str, root: str) -> str:
    """The address of a site link as seen from a page whose site root is `root` (`""`, `../`, `../../` …)."""
    # Without `./` the address `/javascript:…` would turn into a scheme on the page at the root.
    return (root or "./") + target[1:] if target.startswith("/") else target
