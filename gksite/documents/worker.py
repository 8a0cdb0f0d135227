"""The process that reads a document with few rights; `python -m gksite.documents.worker`."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import Literal

import msgspec

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.documents.blocks import Aside, Paragraph, Table
from gksite.documents.formats import FORMAT_BY_NAME, Format
from gksite.documents.inspected import Inspection

LARGEST_ANSWER = 64_000_000
"""Bytes of a worker's answer."""

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_FORBIDDEN = (
    "socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.fork", "os.system", "os.remove",
    "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod",
    "os.chown", "ftplib.", "urllib.", "shutil.",
)  # fmt: skip


class Limits(msgspec.Struct, frozen=True):
    """The limits for reading a document: bytes besides Python's, seconds of processor and clock."""

    memory: int = 512 * 1024 * 1024
    seconds: int = 10
    patience: int = 30
    largest_file: int = 100_000_000


class Task(msgspec.Struct, frozen=True):
    """The work: read, inspect, or convert a document; `converted_from` is the format of the
    original whose conversion is read, and `digest` is the original's."""

    name: str
    limits: Limits
    work: Literal["read", "convert", "inspect"] = "read"
    converted_from: Format | None = None
    digest: str = ""


class Head(msgspec.Struct, frozen=True):
    """A document without its blocks."""

    name: str
    format: str
    sha256: str
    characters: int
    problems: tuple[Diagnostic, ...]
    aside: tuple[Aside, ...]
    facts: tuple[tuple[str, str], ...]


class Answer(msgspec.Struct, frozen=True):
    """A document with its blocks apart, the format from which it must be converted, the converted
    one, or the problems instead."""

    head: Head | None = None
    blocks: tuple[tuple[Paragraph | None, Table | None], ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    to_convert: Format | None = None
    converted: bytes = b""
    inspection: Inspection | None = None


def main() -> None:
    """Read a task (a line) and the document from standard input; write the answer to the output."""
    task = msgspec.json.decode(sys.stdin.buffer.readline(), type=Task)
    try:
        answer = msgspec.msgpack.encode(_run(task))
        if len(answer) > LARGEST_ANSWER:
            raise MemoryError
    except MemoryError:
        answer = msgspec.msgpack.encode(out_of_memory(task))
    except RecursionError:
        answer = msgspec.msgpack.encode(
            Answer(problems=(problem("import-depth", Location(task.name), most=200),))
        )
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    # A document may have corrupted the heap: run no exit handlers.
    os._exit(0)


def over_limit(name: str, zh: str, en: str) -> Answer:
    """Return the answer that a document needs more than a limit, named in two languages."""
    return Answer(problems=(problem("import-limits", Location(name), limit_zh=zh, limit=en),))


def out_of_memory(task: Task) -> Answer:
    """Return the answer that a document needs too much memory."""
    megabytes = task.limits.memory // (1024 * 1024)
    return over_limit(task.name, f"内存 {megabytes} MB", f"{megabytes} MB of memory")


def _run(task: Task) -> Answer:
    leave_network()
    limit_process(task.limits)
    data = sys.stdin.buffer.read()
    if task.work == "convert":
        return _convert(data, task)
    if task.work == "inspect":
        from gksite.documents.inspection import inspect_document

        forbid_effects()
        return Answer(inspection=inspect_document(data, task.name))
    from gksite.documents.one_document import find_format, parse_document

    forbid_effects()
    format = task.converted_from
    if format is None:
        format, problems = find_format(data, task.name)
        if format is None:
            return Answer(problems=tuple(problems))
        if FORMAT_BY_NAME[format].converts_to:
            return Answer(to_convert=format)
    document, problems = parse_document(data, task.name, format, task.digest)
    if document is None:
        return Answer(problems=tuple(problems))
    blocks = tuple(
        (block, None) if isinstance(block, Paragraph) else (None, block)
        for block in document.blocks
    )
    head = Head(
        document.name,
        document.format,
        document.sha256,
        document.characters,
        document.problems,
        document.aside,
        document.facts,
    )
    return Answer(head, blocks)


def _convert(data: bytes, task: Task) -> Answer:
    from gksite.documents.office import convert
    from gksite.documents.parsed import Refused

    assert task.converted_from is not None
    try:
        return Answer(converted=convert(data, task.name, FORMAT_BY_NAME[task.converted_from]))
    except Refused as refusal:
        return Answer(problems=(refusal.diagnostic,))


def leave_network() -> bool:
    """Cut this process off from the network (Linux only). Return whether that worked."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes

    unshare = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    if unshare is None:
        return False
    return bool(unshare(_NEW_NETWORK) == 0 or unshare(_NEW_USER | _NEW_NETWORK) == 0)


def limit_process(limits: Limits) -> None:
    """Limit the memory, time, open files and file sizes of this process from here on (POSIX)."""
    if sys.platform == "win32":
        return
    import resource

    def limit(kind: int, value: int) -> None:
        hard = resource.getrlimit(kind)[1]
        soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
        with contextlib.suppress(OSError, ValueError):  # macOS refuses some
            resource.setrlimit(kind, (soft, soft))

    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_CPU, limits.seconds)
    limit(resource.RLIMIT_NOFILE, 256)
    limit(resource.RLIMIT_FSIZE, limits.largest_file)
    limit(resource.RLIMIT_AS, _address_space() + limits.memory)


def _address_space() -> int:
    """Return the bytes of address space of this process; a guess if the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 256 * 1024 * 1024


def forbid_effects() -> None:
    """Forbid Python code of this process to open sockets, start processes, and change files."""
    sys.dont_write_bytecode = True

    def forbid(event: str, arguments: tuple[object, ...]) -> None:
        writes = (
            event == "open"
            and isinstance(arguments[2], int)
            and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        )
        if writes or event.startswith(_FORBIDDEN):
            raise PermissionError(event)

    sys.addaudithook(forbid)


if __name__ == "__main__":
    main()
