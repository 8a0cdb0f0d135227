"""The pages of a snapshot as WARC/1.1 (ISO 28500:2017), one record for each file, each compressed
by itself; and the index to them (CDXJ).

warcio writes the records. Its reader cannot verify them: it accepts ARC and records that are not
compressed, takes a wrong length or a broken gzip member for the end of the file, and reports that
to stderr alone. The reader here accepts the form that gksite writes, and no other.
"""

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
from typing import Any, BinaryIO
from urllib.parse import unquote, unquote_to_bytes, urlsplit

import msgspec

from gksite.config.media_types import OF_EXPORTS, TYPES, UNKNOWN
from gksite.source.links import file_address

WARC_NAME = "site.warc.gz"
_STEP = 1 << 16
_LONGEST_HEAD = 1 << 16

_TYPES = {
    **OF_EXPORTS,
    "sqlite": UNKNOWN,  # the type in the snapshots that exist
    **TYPES,
    "ico": "image/vnd.microsoft.icon", "jsonl": "application/jsonl", "ofd": "application/ofd",
    "wasm": "application/wasm", "md": "text/markdown",
}  # fmt: skip


class Record(msgspec.Struct, frozen=True):
    """A record as it was read: its place in the archive, the fields of its head, and the digest and
    size of its bytes."""

    offset: int
    length: int
    kind: str
    url: str
    mime: str
    stated: str
    """The payload digest in its head."""
    sha256: str
    size: int
    """The size of the payload in bytes."""


class BrokenRecord(Exception):
    """The web archive is damaged; `url` is the address of the record, "" if unknown."""

    def __init__(self, offset: int, url: str = "") -> None:
        super().__init__(offset, url)
        self.offset = offset
        self.url = url


def mime_of(path: str) -> str:
    """Return the media type of a file of the site, by its ending."""
    return _TYPES.get(path.rpartition(".")[2].lower(), UNKNOWN)


def url_of(base: str, path: str) -> str:
    """Return the address of a file of the site."""
    return base + file_address(path)


def path_of(base: str, url: str) -> str:
    """Return the path of the file at an address; "" for an address that is not below `base`."""
    return unquote(url.removeprefix(base)) if url.startswith(base) else ""


def utc(at: datetime) -> str:
    """Return a time in the form of WARC and WACZ: `2025-07-01T01:00:00Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def sort_key(url: str) -> str:
    """Return the key of an address in an index (SURT), for addresses made by `url_of`."""
    parts = urlsplit(url)
    host = re.sub(r"^www\d*\.", "", parts.hostname or "")
    port = (
        f":{parts.port}"
        if parts.port and (parts.scheme, parts.port) not in (("http", 80), ("https", 443))
        else ""
    )
    plain = parts.path.encode()
    # The canonical form has no escapes: undo them until none is left.
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
    """Write all files, given by path in the site and place on disk. Return their records in order.
    `facts` describe the archive as a whole."""
    from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

    writer = WARCWriter(stream, gzip=True, warc_version="WARC/1.1")
    text = "".join(f"{key}: {value}\r\n" for key, value in facts.items()).encode()
    sha256 = hashlib.sha256(text).hexdigest()
    head = {
        "WARC-Record-ID": _record_id(base, sha256),
        "WARC-Filename": WARC_NAME,
        "WARC-Date": utc(at),
        "WARC-Block-Digest": f"sha256:{sha256}",
    }
    record = writer.create_warc_record(
        "",
        "warcinfo",
        payload=BytesIO(text),
        length=len(text),
        warc_content_type="application/warc-fields",
        warc_headers_dict=head,
    )
    writer.write_record(record)
    records = []
    for path, place in files:
        offset = stream.tell()
        record = _write_file(writer, url_of(base, path), mime_of(path), place, at)
        records.append(
            msgspec.structs.replace(record, offset=offset, length=stream.tell() - offset)
        )
    return records


def _write_file(writer: Any, url: str, mime: str, place: Path, at: datetime) -> Record:
    """Write the record of a file. Return it without its place in the archive."""
    with place.open("rb") as payload:
        sha256 = hashlib.file_digest(payload, "sha256").hexdigest()
        size = payload.tell()
        payload.seek(0)
        stated = f"sha256:{sha256}"
        head = {
            "WARC-Record-ID": _record_id(url, sha256),
            "WARC-Date": utc(at),
            "WARC-Block-Digest": stated,
            "WARC-Payload-Digest": stated,
        }
        record = writer.create_warc_record(
            url,
            "resource",
            payload=payload,
            length=size,
            warc_content_type=mime,
            warc_headers_dict=head,
        )
        writer.write_record(record)
    return Record(0, 0, "resource", url, mime, stated, sha256, size)


def index_lines(records: Iterable[Record], at: datetime) -> bytes:
    """Return the index: a line for each record, sorted by the key of its address."""
    stamp = at.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    lines = []
    for record in records:
        if record.kind != "warcinfo":
            fields = {
                "url": record.url,
                "mime": record.mime,
                "status": "200",
                "digest": record.stated,
                "length": str(record.length),
                "offset": str(record.offset),
                "filename": WARC_NAME,
            }
            lines.append(f"{sort_key(record.url)} {stamp} {json.dumps(fields)}\n".encode())
    return b"".join(sorted(lines))


def is_sound(record: Record) -> bool:
    """Whether the bytes of a record have the digest in its head."""
    return record.kind == "warcinfo" or record.stated == f"sha256:{record.sha256}"


def read_web_archive(
    stream: BinaryIO, take: Callable[[Record, bytes], None] | None = None
) -> Iterator[Record]:
    """Yield the records of a web archive. Raises BrokenRecord at one that cannot be read.

    `take` gets the payload of each record piece by piece, with a record whose digest and length are
    not known yet. A record is a gzip member of its own: a short head, the stated number of bytes,
    two empty lines.
    """
    waiting, offset = b"", 0
    while waiting or (waiting := stream.read(_STEP)):
        reader = _Member(stream, waiting, offset)
        record = _read_record(reader, offset, take)
        yield record
        waiting, offset = reader.rest, offset + record.length


class _Member:
    """A gzip member of a stream, unpacked in steps. `packed` counts its bytes; `rest` holds bytes
    that were read behind it."""

    def __init__(self, stream: BinaryIO, begun: bytes, offset: int) -> None:
        self._stream = stream
        self._packed = begun
        self._offset = offset
        self._unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
        self._ready = b""
        self.packed = 0
        self.rest = b""
        self.url = ""

    def next_bytes(self) -> bytes:
        """Return the next bytes, at most `_STEP`; b"" at the end of the member."""
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
        """Make `data` the next bytes again."""
        self._ready = data + self._ready


def _read_record(
    reader: _Member, offset: int, take: Callable[[Record, bytes], None] | None
) -> Record:
    head = b""
    while b"\r\n\r\n" not in head:
        if len(head) > _LONGEST_HEAD or not (piece := reader.next_bytes()):
            raise BrokenRecord(offset)
        head += piece
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
    digest, missing = hashlib.sha256(), int(length)
    while missing:
        if not (data := reader.next_bytes()):
            raise BrokenRecord(offset, url)
        if len(data) > missing:
            reader.put_back(data[missing:])
            data = data[:missing]
        missing -= len(data)
        digest.update(data)
        if take:
            take(record, data)
    end = b""
    while len(end) < 5 and (piece := reader.next_bytes()):
        end += piece
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
