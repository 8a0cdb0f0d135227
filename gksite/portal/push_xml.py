"""Documents as XML: the keys of the JSON as elements, members of lists as `item`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

import msgspec

NAMESPACE = "urn:gksite:push:1"
# Characters that XML 1.0 cannot hold in any form.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def xml_documents(documents: Iterable[msgspec.Struct]) -> bytes:
    """Return all documents as one XML text in UTF-8."""
    inside = "".join(
        _element("document", msgspec.to_builtins(document, order="deterministic"), "\n")
        for document in documents
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<documents '
        f'xmlns="{NAMESPACE}">\n{inside}</documents>\n'
    ).encode()


def _element(name: str, value: object, end: str = "") -> str:
    if isinstance(value, dict):
        inside = "".join(_element(str(key), item) for key, item in value.items())
    elif isinstance(value, list | tuple):
        inside = "".join(_element("item", item) for item in value)
    else:
        # A carriage return would be read as a line feed.
        inside = escape(_UNFIT.sub("", str(value)), quote=False).replace("\r", "&#13;")
    return f"<{name}>{inside}</{name}>{end}"
