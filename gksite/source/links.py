"""Which link targets a text may use, and the address that each becomes on a page."""

from __future__ import annotations

import re
from typing import Literal
from unicodedata import normalize
from urllib.parse import quote, unquote

LinkKind = Literal["external", "site", "forbidden"]

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_WEB = re.compile(
    r"https?://(?:\w[\w-]*\.)*\w[\w-]*\.?(?::(?P<port>\d{1,5}))?(?:[/?#][^\\]*)?", re.IGNORECASE
)
_LAST_PORT = 65535
_DIRECT = re.compile(r"(?:mailto:[^\\]+@[^\\]+|tel:[+0-9().;=a-z-]+)", re.IGNORECASE)
_HOST = re.compile(
    r"(?:www\.[^/?#.]+\.[^/?#]+|(?:[a-z0-9-]+\.)+(?:cn|com|net|org|gov|edu)(?::\d+)?)(?:[/?#]|$)",
    re.IGNORECASE,
)
# Browsers drop controls and blanks from addresses, and read a backslash as a slash.
_NEVER = re.compile("[\x00-\x20\x7f\\\\]|%5[Cc]")


def link_kind(target: str) -> LinkKind:
    """Return the kind of a link: external (another host), site (this site, mail or telephone), or
    forbidden.

    Forbidden are other schemes, `//host`, an invalid host, a user name before the host, and a colon
    in the first part of a relative address.
    """
    if _NEVER.search(target) or target.startswith("//"):
        return "forbidden"
    if web := _WEB.fullmatch(target):
        return "external" if int(web["port"] or 0) <= _LAST_PORT else "forbidden"
    if _DIRECT.fullmatch(target):
        return "site"
    first_part = re.split("[/?#]", target, maxsplit=1)[0]
    return "forbidden" if not target or _SCHEME.match(target) or ":" in first_part else "site"


def lacks_scheme(target: str) -> bool:
    """Whether a link within the site looks like the address of another: `www.…`, `a.gov.cn/b`."""
    return bool(_HOST.match(target))


def page_address(target: str, root: str) -> str:
    """Return a site link's address from a page whose site root is `root` (`""`, `../` …)."""
    if not target.isascii() or "%" in target:
        target = _composed(target)
    # Without `./` the address `/javascript:…` would turn into a scheme on the page at the root.
    return (root or "./") + target[1:] if target.startswith("/") else target


def file_address(path: str) -> str:
    """Return the address of a page or file by its path from the root of the site; characters with a
    meaning in addresses are percent-encoded.

    >>> file_address("plans/a/files/附件#1.txt")
    'plans/a/files/%E9%99%84%E4%BB%B6%231.txt'
    """
    return quote(path)


def written_address(path: str) -> str:
    """Return the address of `file_address` as a person would write it, in Chinese characters."""
    return "".join(character if character > "\x7f" else quote(character) for character in path)


def _composed(target: str) -> str:
    """Return a link with its path in NFC, as a site names files; systems copy either form."""
    path = re.split("[?#]", target, maxsplit=1)[0]
    plain = unquote(path)
    composed = normalize("NFC", plain)
    return target if composed == plain else quote(composed) + target[len(path) :]
