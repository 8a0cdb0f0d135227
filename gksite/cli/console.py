"""The one place where gksite writes to a person or a pipe: encodings, control characters, colours,
and streams that end early."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import unicodedata
from collections.abc import Callable, Mapping
from typing import TextIO

import click

_UNPRINTABLE = frozenset(("Cc", "Zl", "Zp", "Cs"))
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that change the direction of the text around them."""


class Console:
    """The streams of a run. Writing never raises; `finish` reports what stdout lost."""

    def __init__(self) -> None:
        self._fault: OSError | None = None

    def put(self, text: str) -> None:
        """Write lines to stdout. Characters that its encoding lacks become escapes; colours only if
        they are wanted."""
        self._write(
            lambda stream: click.echo(
                _encodable(text, stream),
                file=stream,
                nl=False,
                color=wants_colour(stream, os.environ),
            )
        )

    def put_data(self, text: str) -> None:
        """Write a result for machines to stdout: UTF-8, whatever the encoding of the console."""
        data = text.encode("utf-8", "backslashreplace")
        self._write(lambda stream: _write_bytes(stream, data))

    def say(self, text: str) -> None:
        """Write a line to stderr. A failure cannot be reported anywhere, and is ignored."""
        stream = sys.stderr
        if stream is not None:
            with contextlib.suppress(OSError, ValueError):
                click.echo(
                    _encodable(text, stream), file=stream, color=wants_colour(stream, os.environ)
                )

    def finish(self) -> OSError | None:
        """Flush stdout. Return why not everything arrived there, else None."""
        if sys.stdout is not None:
            self._write(lambda stream: stream.flush())
        return self._fault

    def _write(self, action: Callable[[TextIO], object]) -> None:
        if self._fault is not None:
            return
        if sys.stdout is None:
            self._fault = OSError(errno.EBADF, os.strerror(errno.EBADF))
            return
        try:
            action(sys.stdout)
        except OSError as error:
            self._fault = error
            _let_go(sys.stdout)


def printable(text: str) -> str:
    """Return a text as one line: line breaks, control and direction characters escaped."""
    if text.isprintable() and not _DIRECTIONS.intersection(text):
        return text
    return "".join(
        _escaped(character) if _is_dangerous(character) else character for character in text
    )


def wants_colour(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether to write colours: never with NO_COLOR (https://no-color.org), always with
    FORCE_COLOR, else on a terminal that has them."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return environment["FORCE_COLOR"] != "0"
    return environment.get("TERM") != "dumb" and stream.isatty()


def reserve_streams() -> None:
    """Fill the numbers of standard streams that are closed. A file that is opened later would get
    such a number, and whatever is written to the stream would go into the file."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(number)


def _is_dangerous(character: str) -> bool:
    return unicodedata.category(character) in _UNPRINTABLE or character in _DIRECTIONS


def _escaped(character: str) -> str:
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")


def _encodable(text: str, stream: TextIO) -> str:
    """Return the text with escapes for characters that the stream cannot write."""
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def _write_bytes(stream: TextIO, data: bytes) -> None:
    stream.flush()
    stream.buffer.write(data)
    stream.buffer.flush()


def _let_go(stream: TextIO) -> None:
    """Point the stream to nowhere, so that the exit of the process does not write again."""
    with contextlib.suppress(OSError, ValueError):
        hole = os.open(os.devnull, os.O_WRONLY)
        os.dup2(hole, stream.fileno())
        os.close(hole)
