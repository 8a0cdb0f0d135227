"""Scan a workbook independently of the reader: every text in its visible cells."""

from __future__ import annotations

import re

from gksite.documents.xml_scan import gather
from gksite.notation.characters import is_number

_ESCAPE = re.compile("_x([0-9a-fA-F]{4})_")
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def scan_strings(data: bytes) -> list[str]:
    """Return the shared strings of a workbook in their order, without phonetic readings."""
    return gather(_Strings(f"{_SHEET} si"), data)


def scan_cells(data: bytes, strings: list[str]) -> list[str]:
    """Return the text of every cell of a sheet that holds text and no number."""
    scan = _Cells(strings)
    return gather(scan, data)


def _decoded(pieces: list[str]) -> str:
    """Return the text of an element with its escapes (`_x000D_`, `_x005F_`) decoded."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), "".join(pieces))


class _Strings:
    """Gathers the text in `t` elements of each element `whole`."""

    def __init__(self, whole: str) -> None:
        self.texts: list[str] = []
        self._whole = whole
        self._pieces: list[str] = []
        self._open = False
        self._reading = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == self._whole:
            self._pieces = []
        elif name == f"{_SHEET} rPh":
            self._reading += 1
        self._open = name == f"{_SHEET} t" and not self._reading

    def end(self, name: str) -> None:
        self._open = False
        if name == self._whole:
            self.texts.append(_decoded(self._pieces))
        elif name == f"{_SHEET} rPh":
            self._reading -= 1

    def text(self, text: str) -> None:
        if self._open:
            self._pieces.append(text)


class _Cells(_Strings):
    """Gathers the text of each cell, with shared strings looked up."""

    def __init__(self, strings: list[str]) -> None:
        super().__init__(f"{_SHEET} c")
        self._strings = strings
        self._type = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        super().start(name, attributes)
        if name == self._whole:
            self._type = attributes.get("t", "n")
        self._open = self._open or name == f"{_SHEET} v"

    def end(self, name: str) -> None:
        if name != self._whole:
            super().end(name)
            return
        text = "".join(self._pieces) if self._type == "s" else _decoded(self._pieces)
        if self._type == "s":
            text = (
                self._strings[int(text)]
                if is_number(text) and int(text) < len(self._strings)
                else ""
            )
        if self._type in ("s", "str", "inlineStr") and text and not text.isspace():
            self.texts.append(text)
        self._pieces = []
