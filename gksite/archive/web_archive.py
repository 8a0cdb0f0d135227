"""The pages of a snapshot as WARC/1.1 (ISO 28500:2017), a record a file, each compressed by itself;
and the index to it (CDXJ)."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, unquote_to_bytes, urlsplit

import msgspec

from gksite.source.links import file_address

WARC_NAME = "site.warc.gz"
_STEP = 1 << 16
_LONGEST_HEAD = 1 << 16

_TYPES = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "ico": "image/vnd.microsoft.icon",
    "xml": "application/xml",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "csv": "text/csv",
    "txt": "text/plain",
    "ics": "text/calendar",
    "atom": "application/atom+xml",
    "pdf": "application/pdf",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ofd": "application/ofd",
    "zip": "application/zip",
    "woff2": "font/woff2",
    "wasm": "application/wasm",
    "md": "text/markdown",
}
"""Ending → media type; the system's own table differs from machine to machine."""


class Record(msgspec.Struct, frozen=True):
    """A record as it was read: where it lies, what it says of itself, and the digests that its
    bytes really have."""

    offset: int
    length: int
    kind: str
    url: str
    mime: str
    stated: str
    """The payload digest that it states."""
    sha256: str
    size: int
    """Bytes of the payload."""


class BrokenRecord(Exception):
    """The web archive cannot be read on from here; `url` is the record's where it is known."""

    def __init__(self, offset: int, url: str = "") -> None:
        super().__init__(offset, url)
        self.offset = offset
        self.url = url


def mime_of(path: str) -> str:
    """The media type of a file of the site, by its ending."""
    return _TYPES.get(path.rpartition(".")[2].lower(), "application/octet-stream")


def url_of(base: str, path: str) -> str:
    """The address of a file of the site."""
    return base + file_address(path)


def path_of(base: str, url: str) -> str:
    """The path of the file at an address; "" for an address that is not below `base`."""
    return unquote(url.removeprefix(base)) if url.startswith(base) else ""


def utc(at: datetime) -> str:
    """A time as WARC and WACZ want it: `2025-07-01T01:00:00Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def sort_key(url: str) -> str:
    """The key of an address in an index (SURT), for the addresses that `url_of` makes."""
    parts = urlsplit(url)
    host = re.sub(r"^www\d*\.", "", parts.hostname or "")
    port = (
        f":{parts.port}"
        if parts.port and (parts.scheme, parts.port) not in (("http", 80), ("https", 443))
        else ""
    )
    plain = parts.path.encode()
    # The canonical form of web archives takes escapes away for as long as there are any.
    while (once := unquote_to_bytes(plain)) != plain:
        plain = once
    path = "".join(
        chr(byte) if 0x20 < byte < 0x7F and byte not in b"#%" else f"%{byte:02x}" for byte in plain
    )
    return f"{','.join(reversed(host.split('.')))}{port}){path.lower()}"


def write_web_archive(
    stream: BinaryIO,
    files: Iterable[tuple[str, Path]],
    base: str,
    at: datetime,
    facts: dict[str, str],
) -> list[Record]:
    """Write all files, given by path in the site and place on disk; the records, in their order.
    `facts` describe the whole."""
    from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

    writer = WARCWriter(stream, gzip=True, warc_version="WARC/1.1")
    text = "".join(f"{key}: {value}\r\n" for key, value in facts.items()).encode()
    head = {
        "WARC-Record-ID": _record_id(base, hashlib.sha256(text).hexdigest()),
        "WARC-Filename": WARC_NAME,
        "WARC-Date": utc(at),
        "WARC-Block-Digest": f"sha256:{hashlib.sha256(text).hexdigest()}",
    }
    writer.write_record(
        writer.create_warc_record(
            "",
            "warcinfo",
            payload=BytesIO(text),
            length=len(text),
            warc_content_type="application/warc-fields",
            warc_headers_dict=head,
        )
    )
    records = []
    for path, place in files:
        offset, url = stream.tell(), url_of(base, path)
        with place.open("rb") as payload:
            digest = hashlib.file_digest(payload, "sha256")
            size = payload.tell()
            payload.seek(0)
            stated = f"sha256:{digest.hexdigest()}"
            head = {
                "WARC-Record-ID": _record_id(url, digest.hexdigest()),
                "WARC-Date": utc(at),
                "WARC-Block-Digest": stated,
                "WARC-Payload-Digest": stated,
            }
            writer.write_record(
                writer.create_warc_record(
                    url,
                    "resource",
                    payload=payload,
                    length=size,
                    warc_content_type=mime_of(path),
                    warc_headers_dict=head,
                )
            )
        records.append(
            Record(
                offset,
                stream.tell() - offset,
                "resource",
                url,
                mime_of(path),
                stated,
                digest.hexdigest(),
                size,
            )
        )
    return records


def index_lines(records: Iterable[Record], at: datetime) -> bytes:
    """The index: a line for each record, sorted by the key of its address."""
    stamp = at.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    lines = []
    for one in records:
        if one.kind != "warcinfo":
            fields = {
                "url": one.url,
                "mime": one.mime,
                "status": "200",
                "digest": one.stated,
                "length": str(one.length),
                "offset": str(one.offset),
                "filename": WARC_NAME,
            }
            lines.append(f"{sort_key(one.url)} {stamp} {json.dumps(fields)}\n".encode())
    return b"".join(sorted(lines))


def is_sound(record: Record) -> bool:
    """Whether the bytes of a record have the digest that it states."""
    return record.kind == "warcinfo" or record.stated == f"sha256:{record.sha256}"


def read_web_archive(
    stream: BinaryIO, take: Callable[[Record, bytes], None] | None = None
) -> Iterator[Record]:
    """The records of a web archive, one after another; raises BrokenRecord where one cannot be
    read.

    `take` gets the payload of each record piece by piece, with a record whose digest and length are
    not known yet. Only what gksite writes is read: a gzip member a record, a short head, the stated
    number of bytes, two empty lines.
    """
    waiting, offset = b"", 0
    while waiting or (waiting := stream.read(_STEP)):
        reader = _Member(stream, waiting, offset)
        record = _read_record(reader, offset, take)
        yield record
        waiting, offset = reader.rest, offset + record.length


class _Member:
    """One gzip member of a stream, unpacked in steps; `packed` bytes of it were used, `rest` stands
    behind it."""

    def __init__(self, stream: BinaryIO, begun: bytes, offset: int) -> None:
        self._stream = stream
        self._packed = begun
        self._offset = offset
        self._unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
        self._ready = b""
        self.packed = 0
        self.rest = b""
        self.url = ""

    def more(self) -> bytes:
        """The next bytes, at most `_STEP`; b"" at the end of the member."""
        if self._ready:
            ready, self._ready = self._ready, b""
            return ready
        while not self._unpacker.eof:
            if not self._packed and not (packed := self._stream.read(_STEP)):
                raise BrokenRecord(self._offset, self.url)
            if not self._packed:
                self._packed = packed
            before = len(self._packed)
            try:
                out = self._unpacker.decompress(self._packed, _STEP)
            except zlib.error as error:
                raise BrokenRecord(self._offset, self.url) from error
            self._packed = self._unpacker.unconsumed_tail
            if self._unpacker.eof:
                self.rest = self._packed = self._unpacker.unused_data
            self.packed += before - len(self._packed)
            if out:
                return out
        return b""

    def put_back(self, data: bytes) -> None:
        """`data` comes first again."""
        self._ready = data + self._ready


def _read_record(
    reader: _Member, offset: int, take: Callable[[Record, bytes], None] | None
) -> Record:
    head = b""
    while b"\r\n\r\n" not in head:
        if len(head) > _LONGEST_HEAD or not (more := reader.more()):
            raise BrokenRecord(offset)
        head += more
    head, _, begun = head.partition(b"\r\n\r\n")
    reader.put_back(begun)
    fields = _fields(head, offset)
    url, kind, mime = (
        fields.get("warc-target-uri", ""),
        fields.get("warc-type", ""),
        fields.get("content-type", ""),
    )
    reader.url = url
    length = fields.get("content-length", "")
    if not re.fullmatch(r"\d{1,15}", length):
        raise BrokenRecord(offset, url)
    stated = fields.get("warc-payload-digest", "")
    record = Record(offset, 0, kind, url, mime, stated, "", int(length))
    digest, left = hashlib.sha256(), int(length)
    while left:
        if not (data := reader.more()):
            raise BrokenRecord(offset, url)
        if len(data) > left:
            reader.put_back(data[left:])
            data = data[:left]
        left -= len(data)
        digest.update(data)
        if take:
            take(record, data)
    end = b""
    while len(end) < 5 and (more := reader.more()):
        end += more
    if end != b"\r\n\r\n":
        raise BrokenRecord(offset, url)
    return msgspec.structs.replace(record, length=reader.packed, sha256=digest.hexdigest())


def _fields(head: bytes, offset: int) -> dict[str, str]:
    try:
        version, *lines = head.decode("utf-8").split("\r\n")
    except UnicodeDecodeError as error:
        raise BrokenRecord(offset) from error
    pairs = [line.partition(":") for line in lines]
    if version != "WARC/1.1" or not all(colon for _, colon, _ in pairs):
        raise BrokenRecord(offset)
    return {name.lower(): value.strip() for name, _, value in pairs}


def _record_id(url: str, digest: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{url} sha256:{digest}')}>"
