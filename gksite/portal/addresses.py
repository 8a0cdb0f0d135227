"""The names of the profiles, their output folders, and the addresses of their own files."""

from __future__ import annotations

import hashlib
from typing import get_args

from gksite.config.target_kinds import Profile

PROFILES: tuple[Profile, ...] = get_args(Profile)

DEFAULT_OUTPUTS: dict[Profile, str] = {
    profile: "public" if profile == "site" else f"public-{profile}" for profile in PROFILES
}
"""Profile → its default output folder below the project."""

STYLE_PATH = "assets/gk.css"
"""The style sheet of fragments."""

FRAGMENT_LIST_PATH = "fragments.json"
"""The list of all fragments."""


def idempotency_key(publication: int, id: str, version: str, *, gone: bool) -> str:
    """Return the key by which a portal knows a repeated push of a document, or of its tombstone,
    from a new request (docs/portal.md, the interface).

    `publication` counts the publications to a portal; a failed attempt and its repetition have the
    same number.
    """
    tombstone = "\ndelete" if gone else ""
    return hashlib.sha256(f"{publication}\n{id}\n{version}{tombstone}".encode()).hexdigest()[:32]
