"""The names of the profiles, the folders that they are written to, and where their own files
lie."""

from __future__ import annotations

import hashlib
from typing import Literal, get_args

Profile = Literal["site", "fragment", "paste", "push"]
PROFILES: tuple[Profile, ...] = get_args(Profile)

DEFAULT_OUTPUTS: dict[Profile, str] = {
    profile: "public" if profile == "site" else f"public-{profile}" for profile in PROFILES
}
"""Profile → the folder below the project that it is written to unless said otherwise."""

STYLE_PATH = "assets/gk.css"
"""The style sheet of fragments."""

FRAGMENT_LIST_PATH = "fragments.json"
"""The list of all fragments."""


def idempotency_key(publication: int, id: str, version: str, *, gone: bool) -> str:
    """What tells the repetition of a push of a document, or of its tombstone, from a new request
    (docs/portal.md, the interface).

    `publication` counts the publications to one portal; a try that failed and its repetition share
    their number.
    """
    tombstone = "\ndelete" if gone else ""
    return hashlib.sha256(f"{publication}\n{id}\n{version}{tombstone}".encode()).hexdigest()[:32]
