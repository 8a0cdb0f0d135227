"""An XML text read as a stream of tags and characters, for the counts that are held against what a
reader found."""

from __future__ import annotations

from typing import Protocol
from xml.parsers import expat


class Scan(Protocol):
    """Gathers texts while tags open and close."""

    texts: list[str]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A tag opens; its name is the namespace, a space, the local name."""

    def end(self, name: str) -> None:
        """A tag closes."""

    def text(self, characters: str) -> None:
        """Characters between tags."""


def gather(scan: Scan, data: bytes) -> list[str]:
    """The texts that `scan` gathered from `data`, up to the first fault: the reader has already
    told of that."""
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
