"""The messages between the preview and its worker process, as frames of bytes."""

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
    """Ask for a build; `clock` is today, which decides what lies in the future."""

    clock: date | None = None


class Built(msgspec.Struct, frozen=True, tag=True):
    """A build has ended: every problem, those that are shown, the counts of the report, its
    duration in seconds. `stands`: the output is that of these sources; otherwise an error kept the
    last one in place."""

    stands: bool
    problems: tuple[Diagnostic, ...] = ()
    findings: tuple[Finding, ...] = ()
    pages: int = 0
    rendered: int = 0
    written: int = 0
    removed: int = 0
    seconds: float = 0.0
    checked: str = ""
    """The result of the last check as a label and as a sentence, "" if unreadable."""
    checked_whole: str = ""


class Places(msgspec.Struct, frozen=True, tag=True):
    """Path of a page → its place in the sources; sent after the build that changed it."""

    places: dict[str, Location]


Answer = Built | Places
_DECODER: msgspec.msgpack.Decoder[Answer] = msgspec.msgpack.Decoder(Answer)


def write_frame(stream: IO[bytes], value: object) -> None:
    """Send a value. Raises OSError if nobody listens any more."""
    data = msgspec.msgpack.encode(value)
    stream.write(_SIZE.pack(len(data)) + data)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Read the bytes of the next value; None at the end of the stream, even within one."""
    head = stream.read(_SIZE.size)
    if len(head) < _SIZE.size:
        return None
    (size,) = _SIZE.unpack(head)
    data = stream.read(size)
    return data if len(data) == size else None


def read_ask(stream: IO[bytes]) -> Ask | None:
    """Read the next request of the server; None if the server has gone."""
    data = read_frame(stream)
    return None if data is None else msgspec.msgpack.decode(data, type=Ask)


def read_answer(stream: IO[bytes]) -> Answer | None:
    """Read the next answer of the worker; None if the worker has gone."""
    data = read_frame(stream)
    if data is None:
        return None
    try:
        return _DECODER.decode(data)
    except msgspec.DecodeError:
        return None
