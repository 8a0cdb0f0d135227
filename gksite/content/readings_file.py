"""The file of a plan's reading: JSON, a task a line, with the digest of what it says."""

from __future__ import annotations

import hashlib

import msgspec

from gksite.content.readings import Readings
from gksite.content.review import reviewed_text
from gksite.diagnostics import Diagnostic, Location, problem

FORMAT = 1
"""Of the file. What it leaves out has the default of this format: a default that changes, and a
field that is added, make another format."""

_PARTS = ("lists", "groups", "tasks")
"""The fields whose values stand one a line."""


_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What `msgspec.json.decode` raises of bytes that are no such value."""


class _Head(msgspec.Struct):
    """The first line: what says whether the others can be read."""

    format: int
    sha256: str = ""


class _File(Readings, frozen=True, kw_only=True):
    """The whole file."""

    format: int
    sha256: str


def write_readings(readings: Readings) -> bytes:
    """Return the bytes of a reading: the same for the same reading, ended by LF."""
    plan = msgspec.structs.replace(readings, lists=(), groups=(), tasks=())
    parts = [msgspec.json.encode(plan)[1:-1]]
    for name in _PARTS:
        values = [b"\n" + msgspec.json.encode(value) for value in getattr(readings, name)]
        parts.append(b'"%s":[%s\n]' % (name.encode(), b",".join(values)))
    body = b",\n".join(parts) + b"\n}\n"
    digest = hashlib.sha256(body).hexdigest()
    return b'{"format":%d,"sha256":"%s",\n%s' % (FORMAT, digest.encode(), body)


def read_readings(data: bytes, path: str) -> tuple[Readings | None, list[Diagnostic]]:
    """Return the reading that a file holds, or why it holds none. Ends of lines and a byte order
    mark are an editor's or Git's habit, and change nothing."""
    data = reviewed_text(data)
    where = Location(path, 1, 1)
    try:
        head = msgspec.json.decode(data, type=_Head)
    except _UNREADABLE as error:
        return None, [_unreadable(where, "不是 gksite 写的 JSON", f"no JSON of gksite: {error}")]
    if head.format != FORMAT:
        return None, [problem("readings-of-another-format", where, format=head.format)]
    if hashlib.sha256(data.partition(b"\n")[2]).hexdigest() != head.sha256:
        zh = "内容与第一行的校验值不符，签发以后被改动过"
        en = "its first line has the digest of something else: it was edited after it was signed"
        return None, [_unreadable(where, zh, en)]
    try:
        file = msgspec.json.decode(data, type=_File)
    except _UNREADABLE as error:
        return None, [_unreadable(where, f"有不认识的内容（{error}）", f"{error}")]
    fields = Readings.__struct_fields__
    return Readings(*(getattr(file, name) for name in fields)), []


def _unreadable(where: Location, zh: str, en: str) -> Diagnostic:
    return problem("readings-unreadable", where, reason_zh=zh, reason=en)
