"""The headers that a storage must be told for each file: its media type, and how long it may be
cached."""

from __future__ import annotations

from gksite.config.formats import ENDINGS
from gksite.documents.formats import MEDIA_TYPES
from gksite.publishing.steps import is_hashed

_TYPES = {
    **MEDIA_TYPES,
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "xml": "application/xml",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "atom": "application/atom+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "woff2": "font/woff2",
    "zip": "application/zip",
    "wacz": "application/zip",
    "jsonld": "application/ld+json",
    "xls": "application/vnd.ms-excel",
}
_OF_EXPORTS = {ending[1:]: file.media_type for ending, file in ENDINGS.items()}


def content_type(path: str) -> str:
    """Return the media type of a file by its ending alone, so that it is the same on every
    machine."""
    ending = path.rpartition(".")[2].lower()
    return _TYPES.get(ending) or _OF_EXPORTS.get(ending, "application/octet-stream")


def cache_control(path: str) -> str:
    """Return a year for files whose names hold a digest of their content; everything else must be
    asked for again each time."""
    return "public, max-age=31536000, immutable" if is_hashed(path) else "no-cache"
