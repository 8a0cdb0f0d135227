"""Read comma separated values: find the delimiter, keep quoted line breaks, return a table."""

from __future__ import annotations

import csv
import io

from gksite.documents.encoding import decode_document
from gksite.documents.parsed import MOST_CHARACTERS, MOST_PIECES, Parsed, too_large, unreadable
from gksite.documents.sheets.sheet import sheet_blocks

_DELIMITERS = (",", "\t", ";", "|", "，")
_SAMPLED = 50


def parse_csv(data: bytes, name: str) -> Parsed:
    """Read the table of a CSV file. Places are the cells that a spreadsheet program would show."""
    decoded = decode_document(data, name)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    delimiter = _delimiter(text)
    csv.field_size_limit(MOST_CHARACTERS)
    cells: dict[tuple[int, int], str] = {}
    try:
        for row, fields in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter)):
            cells.update(
                {
                    (row, column): field.strip()
                    for column, field in enumerate(fields)
                    if field.strip()
                }
            )
            if len(cells) > MOST_PIECES:
                raise too_large(name, MOST_PIECES, "格", "cells")
    except csv.Error as error:
        raise unreadable(name, "不是完好的 CSV", f"no well-formed CSV ({error})") from None
    blocks = sheet_blocks(cells, (), name, 1)
    # Delimiters and quotes are no text, except the doubled quote within a quoted field.
    expected = text.replace(delimiter, " ").replace('"', "")
    return Parsed(tuple(blocks), (expected,), decoded.problems)


def _delimiter(text: str) -> str:
    """Return the delimiter that gives the first rows equally many fields, and the most."""
    lines = text.split("\n")[:_SAMPLED]
    best, best_score = ",", (0.0, 0)
    for delimiter in _DELIMITERS:
        sample = csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter)
        try:
            widths = [len(fields) for fields in sample if any(fields)]
        except csv.Error:
            continue
        usual = max(set(widths), key=widths.count) if widths else 1
        score = (widths.count(usual) / len(widths) if widths else 0.0, usual)
        if usual > 1 and score > best_score:
            best, best_score = delimiter, score
    return best
