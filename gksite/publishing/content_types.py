"""The headers that a storage needs for each file: media type, and how long it is cached."""

from __future__ import annotations

from gksite.config.media_types import OF_EXPORTS, TYPES, UNKNOWN
from gksite.publishing.steps import is_hashed

_TYPES = {**TYPES, "wacz": "application/zip", "jsonld": "application/ld+json"}


def content_type(path: str) -> str:
    """Return the media type of a file by its ending, with UTF-8 for text."""
    ending = path.rpartition(".")[2].lower()
    media = _TYPES.get(ending) or OF_EXPORTS.get(ending, UNKNOWN)
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


def cache_control(path: str) -> str:
    """Return a year for files named by a digest; everything else must be asked for again."""
    return "public, max-age=31536000, immutable" if is_hashed(path) else "no-cache"
