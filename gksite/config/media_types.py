"""The media types of the files of a site by ending; the system's table differs by machine."""

from __future__ import annotations

from gksite.config.formats import ENDINGS
from gksite.documents.formats import MEDIA_TYPES

TYPES = {
    **MEDIA_TYPES,
    "css": "text/css", "js": "text/javascript", "json": "application/json",
    "xml": "application/xml", "zip": "application/zip",
    "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg",
    "gif": "image/gif", "webp": "image/webp", "woff2": "font/woff2",
}  # fmt: skip
OF_EXPORTS = {ending[1:]: file.media_type for ending, file in ENDINGS.items()}
UNKNOWN = "application/octet-stream"
