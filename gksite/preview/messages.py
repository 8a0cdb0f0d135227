"""What the preview and its worker process say to each other, as frames of bytes."""

from __future__ import annotations

import struct
from datetime import date
from typing import IO

import msgspec

from gksite.catalogue import Language
from gksite.diagnostics import Diagnostic, Location
from gksite.preview.findings import Finding

_SIZE = struct.Struct(">I")


class Order(msgspec.Struct, frozen=True):
    """What to build: the project, the output folder, the folder of the cache, and how. Folders are
    absolute."""

    root: str
    out: str
    state: str
    drafts: bool = True
    today: date | None = None
    jobs: int | None = None
    language: Language = "zh"


class Ask(msgspec.Struct, frozen=True):
    """Please build; `clock` is the day that it is now, which tells what lies in the future."""

    clock: date | None = None


class Built(msgspec.Struct, frozen=True, tag=True):
    """A build has ended: every problem, those that are shown, the counts of the report, how long it
    took (seconds).

    `stands`: the output is that of these sources. Where it is not, an error kept the last one in
    place.
    """

    stands: bool
    problems: tuple[Diagnostic, ...] = ()
    findings: tuple[Finding, ...] = ()
    pages: int = 0
    rendered: int = 0
    written: int = 0
    removed: int = 0
    seconds: float = 0.0
    checked: str = ""
    """What the last check says of these sources, as a label and as a sentence, "" where nothing
    could be read."""
    checked_whole: str = ""


class Places(msgspec.Struct, frozen=True, tag=True):
    """Path of a page → where in the sources it comes from; follows the build that changed it."""

    places: dict[str, Location]


Answer = Built | Places
_DECODER: msgspec.msgpack.Decoder[Answer] = msgspec.msgpack.Decoder(Answer)


def write_frame(stream: IO[bytes], value: object) -> None:
    """Send a value. Raises OSError when nobody listens any more."""
    data = msgspec.msgpack.encode(value)
    stream.write(_SIZE.pack(len(data)) + data)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes | None:
    """The bytes of the next value; None at the end of the stream, also in the middle of a value."""
    head = stream.read(_SIZE.size)
    if len(head) < _SIZE.size:
        return None
    (size,) = _SIZE.unpack(head)
    data = stream.read(size)
    return data if len(data) == size else None


def read_ask(stream: IO[bytes]) -> Ask | None:
    """What the server asks for next; None when it has gone."""
    data = read_frame(stream)
    return None if data is None else msgspec.msgpack.decode(data, type=Ask)


def read_answer(stream: IO[bytes]) -> Answer | None:
    """What the worker says next; None when it has gone."""
    data = read_frame(stream)
    if data is None:
        return None
    try:
        return _DECODER.decode(data)
    except msgspec.DecodeError:
        return None
