"""The fault of an address that nothing may link to, and the address that was probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.source.links import lacks_scheme, link_kind

_NEXT = r"(?:https?[:：]|www\.|(?:\.{1,2}/)*files/)"
_JOINED = re.compile(
    rf"[\s；，、和及与]\s*{_NEXT}|(?<=\w)https?[:：]//|\A[^?]*[;,|]\s*{_NEXT}", re.IGNORECASE
)
_WEB_LIKE = re.compile(r"[ht]{0,2}t{1,2}ps?(?=[^\w.-]|\Z)", re.IGNORECASE)
_SLIP = re.compile(
    r"(https?)(?:[:;.]?/{1,4}|:)(?P<host>[\w-]+(?:[.。][\w-]+)+)(?=[:/?#]|\Z)", re.IGNORECASE
)
_OWN_DISK = re.compile(r"[A-Za-z]:[\\/]|\\\\|file:", re.IGNORECASE)
_QUOTES = "“”‘’《》「」"
_MARKS_AT_END = "。，；、：！？,;"


def check_address(target: str, where: Location) -> Iterator[Diagnostic]:
    """Report an address that is not one whole address: https, http, mail, telephone or internal."""
    if fault := link_fault(target):
        code, arguments = fault
        yield problem(code, where, **arguments)


def link_fault(target: str) -> tuple[str, dict[str, str]] | None:
    """Return the code of the fault of a target, and its arguments; `near` is the address that was
    probably meant.

    >>> link_fault("https：//a.example/b")
    ('link-in-full-width', {'target': 'https：//a.example/b', 'near': 'https://a.example/b'})
    """
    about = {"target": target}
    if _JOINED.search(target.strip()):
        return "links-joined", about
    if any(character.isspace() for character in target):
        return "link-with-blank", about
    bare = target.rstrip(_MARKS_AT_END)
    if bare != target and link_kind(bare) != "forbidden":
        return "link-with-mark-at-end", about | {"near": bare}
    narrow = _narrow(target)
    if lacks_scheme(narrow):
        return "link-without-scheme", {"target": narrow}
    if link_kind(target) == "external":
        return None
    near = {"near": narrow} if link_kind(narrow) == "external" else {}
    if near and (
        target.strip(_QUOTES) != target or "。" in target or normalize("NFKC", target) != target
    ):
        return "link-in-full-width", about | near
    if _OWN_DISK.match(target):
        return "link-to-own-disk", about
    if _WEB_LIKE.match(target) and "@" not in target:
        return "link-incomplete", about | near
    return ("unsafe-link", about) if link_kind(target) == "forbidden" else None


def _narrow(target: str) -> str:
    """Return a target as probably meant: scheme and host half-width, with both slashes."""
    target = target.strip(_QUOTES)
    narrow = (target if target.isascii() else normalize("NFKC", target)).replace("\\", "/")
    match = _SLIP.match(narrow)
    if match is None:
        return narrow
    # The part after the host may truly be full-width, as in the name of a file.
    rest = target[match.end() :] if len(target) == len(narrow) else narrow[match.end() :]
    return f"{match[1]}://{match['host'].replace('。', '.')}{rest.replace('／', '/')}"
