"""Document numbers (发文字号): the issuer's code, the year in brackets, the serial."""

from __future__ import annotations

import re

import msgspec

from gksite.notation.characters import HAN, narrow_digits

_FORM = re.compile(
    rf"([{HAN}A-Za-z][{HAN}A-Za-z \u3000（）()]{{0,23}})"
    r"[〔﹝\[［(（【]\s{0,3}((?:19|20)\d\d)\s{0,3}年?[〕﹞\]］)）】]"
    r"\s{0,3}第?\s{0,3}(\d{1,5})\s{0,3}号"
)


class DocumentNumber(msgspec.Struct, frozen=True):
    """A document number: as printed, 机关代字 without white space, year, serial."""

    printed: str
    code: str
    year: int
    serial: int


def parse_document_number(text: str) -> DocumentNumber | None:
    """Return the document number that `text` is, with any brackets and blanks; None if broken."""
    printed = text.strip()
    match = _FORM.fullmatch(narrow_digits(printed))
    if not match or int(match[3]) == 0:
        return None
    return DocumentNumber(printed, "".join(match[1].split()), int(match[2]), int(match[3]))
