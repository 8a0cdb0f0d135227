"""Comma separated values as RFC 4180 has them, for spreadsheet programs: a byte order mark, CRLF,
formulas disarmed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from gksite.exports.words import RISKY, disarmed
from gksite.source.text import CONTROL

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Without it Excel reads a CSV file in the code page of its system, and Chinese is lost."""

_BETWEEN = "\ufdd0"
"""No character at all: a row is looked through at once, since nearly none needs a change."""
_FORMULA = re.compile(rf"{_BETWEEN}{RISKY.pattern}".replace("|", f"|{_BETWEEN}"))


def csv_lines(rows: Iterable[Sequence[str]]) -> str:
    """The rows as lines that end in CRLF. A value that a program might take for a formula has an
    apostrophe before it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        whole = _BETWEEN.join(("", *row))
        is_plain = not _FORMULA.search(whole) and not CONTROL.search(whole)
        writer.writerow(row if is_plain else [disarmed(CONTROL.sub("", value)) for value in row])
    return out.getvalue()


def csv_file(heads: Sequence[str], lines: Iterable[str]) -> bytes:
    """A file of a row of heads and lines made by `csv_lines`."""
    return BYTE_ORDER_MARK + "".join((csv_lines([heads]), *lines)).encode()
