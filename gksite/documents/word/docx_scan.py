"""Scan a Word document independently of the reader: every text in its XML, without a tree."""

from __future__ import annotations

from gksite.documents.xml_scan import gather

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_MARKUP = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_TEXTS = frozenset({f"{_WORD} t", f"{_MATH} t"})


def scan_texts(data: bytes) -> list[str]:
    """Return the text of every `w:t` and `m:t` with text; of alternative forms the first such."""
    return gather(_Scan(), data)


class _Scan:
    """The state of a scan: texts, whether one is open, and for each open choice of forms the number
    of texts before it."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] | None = None
        self._choices: list[int] = []
        self._skipping = 0

    def start(self, name: str, _: dict[str, str]) -> None:
        if self._skipping:
            self._skipping += 1
        elif name in _TEXTS:
            self._pieces = []
        elif name == f"{_MARKUP} AlternateContent":
            self._choices.append(len(self.texts))
        elif name in (f"{_MARKUP} Choice", f"{_MARKUP} Fallback") and self._choices:
            self._skipping = int(len(self.texts) > self._choices[-1])

    def end(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif name in _TEXTS:
            text = "".join(self._pieces or ())
            if text and not text.isspace():
                self.texts.append(text)
            self._pieces = None
        elif name == f"{_MARKUP} AlternateContent" and self._choices:
            self._choices.pop()

    def text(self, text: str) -> None:
        if self._pieces is not None and not self._skipping:
            self._pieces.append(text)
