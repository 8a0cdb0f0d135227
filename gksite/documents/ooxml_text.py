"""Decode characters that OOXML writes as `_xHHHH_` (ISO/IEC 29500-1, 22.9.2.19, ST_Xstring)."""

from __future__ import annotations

import re

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def decode_ooxml_escapes(text: str) -> str:
    r"""Return the text that a string of a workbook stands for. An escaped underscore (`_x005F_`)
    begins no escape of its own.

    Halves of one surrogate pair become its character; a half alone, which is no character, stays as
    it was written.

    >>> decode_ooxml_escapes("一_x000D_二"), decode_ooxml_escapes("_x005F_x000D_")
    ('一\r二', '_x000D_')
    """
    if "_x" not in text:
        return text
    decoded = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    if decoded.isascii():
        return decoded
    whole = decoded.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return re.sub("[\ud800-\udfff]", lambda match: f"_x{ord(match[0]):04X}_", whole)
