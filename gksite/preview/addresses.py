"""Decide which requests the preview answers: by host, origin and path."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import unquote_to_bytes, urlsplit

LONGEST_PATH = 4096
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_HOST = re.compile(r"(?:\[(?P<six>[0-9a-fA-F:.]+)\]|(?P<name>[^\[\]:/@?#\s\\]+))(?::[0-9]{1,5})?")


def host_name(header: str) -> str:
    """Return the host of a Host header in lower case, without port; "" if malformed."""
    match = _HOST.fullmatch(header)
    return (match["six"] or match["name"]).lower() if match else ""


def is_loopback(name: str) -> bool:
    """Whether a name or address always means this machine."""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def is_own_host(header: str | None, own: frozenset[str]) -> bool:
    """Whether a Host header names the loopback or one of `own`. Any other may be a foreign site's
    name that leads to this machine."""
    name = host_name(header or "")
    return bool(name) and (is_loopback(name) or name in own)


def is_own_origin(origin: str | None, host: str) -> bool:
    """Whether a request with this Origin comes from a page of the server; programs send none."""
    if origin is None:
        return True
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and parts.netloc.lower() == host.lower()
        and not (parts.path or parts.query)
    )


def is_wildcard(name: str) -> bool:
    """Whether an address means every address of the machine."""
    try:
        return ipaddress.ip_address(name).is_unspecified
    except ValueError:
        return name in ("", "*")


def site_path(raw: str) -> str | int:
    """Return the path within the site that a request's path means; "" or a path with `/` at its end
    for a folder. `raw` is percent-encoded, one character for each byte. For a refused path return
    the status: 400 for one that no site can have, 404 for hidden files and steps out of the site,
    414."""
    if len(raw) > LONGEST_PATH:
        return 414
    try:
        path = unquote_to_bytes(raw.encode("latin-1")).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return 400
    if not path.startswith("/") or _CONTROL.search(path) or "\\" in path:
        return 400
    parts = path[1:].split("/")
    if any(not part for part in parts[:-1]) or any(part.startswith(".") for part in parts):
        return 404
    return path[1:]
