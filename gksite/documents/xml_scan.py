"""Scan XML as a stream of tags and characters, to compare a reader's text with its source's."""

from __future__ import annotations

from typing import Protocol
from xml.parsers import expat


class Scan(Protocol):
    """Gathers texts while tags open and close."""

    texts: list[str]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Handle an opening tag; `name` is the namespace, a space, the local name."""

    def end(self, name: str) -> None:
        """Handle a closing tag."""

    def text(self, characters: str) -> None:
        """Handle characters between tags."""


def gather(scan: Scan, data: bytes) -> list[str]:
    """Return the texts that `scan` gathers from `data`, up to a fault, which the reader reports."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.text
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        return scan.texts
    return scan.texts
