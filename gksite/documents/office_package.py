"""Open the zip package of a docx or xlsx after checking its members, sizes, names and XML."""

from __future__ import annotations

import io
import posixpath
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

import msgspec

from gksite.documents.parsed import Refused, damaged, refused, unreadable

if TYPE_CHECKING:
    from lxml.etree import XMLSyntaxError, _Element, _LogEntry

MOST_MEMBERS = 2000
LARGEST_TOTAL = 200_000_000
"""Bytes of all members together, unpacked."""
HIGHEST_RATIO = 100
RATIO_FROM = 1_000_000
"""Bytes; a smaller member may have any ratio of compression."""

_LOCAL_HEADER = 30
_STEP = 1 << 20
_DEEPEST_XML = 256
_XML_ENDINGS = (".xml", ".rels", ".vml")
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(
    rb"""^\s{0,100}<\?xml[^>]{0,200}?encoding\s{0,10}=\s{0,10}["']([^"'>]{1,40})"""
)
_UNSAFE_NAME = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|[\\\x00-\x1f]")
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main",
     b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main",
     b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships",
     b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math",
     b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)  # fmt: skip


class Relation(msgspec.Struct, frozen=True):
    """A reference of a part: the last word of its type, and the name of the other part."""

    kind: str
    target: str


class Package(msgspec.Struct, frozen=True):
    """The parts of a checked package. Names of parts ignore case, as the standard says."""

    name: str
    archive: zipfile.ZipFile
    parts: dict[str, str]

    def read(self, part: str) -> bytes:
        """Return the bytes of a part, usual namespaces for “strict” ones; b"" if missing."""
        member = self.parts.get(part.lower())
        if member is None:
            return b""
        data = _unpack(self.archive, self.archive.getinfo(member), self.name)
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        return data

    def xml(self, part: str) -> _Element | None:
        """Return the root of a part that is XML; None for a missing part."""
        data = self.read(part)
        return parse_xml(data, self.name, part) if data else None

    def relations(self, part: str) -> dict[str, Relation]:
        """Return the relations of `part` ("" for the package) within the package, by id."""
        folder, file = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        relations: dict[str, Relation] = {}
        for relation in root if root is not None else ():
            if relation.get("TargetMode") != "External":
                target = relation.get("Target", "")
                absolute = target if target.startswith("/") else posixpath.join("/", folder, target)
                kind = relation.get("Type", "").rpartition("/")[2]
                relations[relation.get("Id", "")] = Relation(
                    kind, posixpath.normpath(absolute).lstrip("/")
                )
        return relations

    def main_part(self, usual: str) -> str:
        """Return the name of the main part, `usual` where no relation names one."""
        return self.targets("").get("officeDocument", usual)

    def targets(self, part: str) -> dict[str, str]:
        """Return the parts that `part` refers to, by the kind of their relation."""
        return {relation.kind: relation.target for relation in self.relations(part).values()}


def open_package(data: bytes, name: str) -> Package:
    """Return the package in `data`. Raise Refused if it is no whole zip, or dangerous to read."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, EOFError, OSError):
        raise damaged(name) from None
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise _bomb(name, f"压缩包里有 {len(members)} 个文件", f"{len(members)} members")
    for member in members:
        _check_member(member, name)
    if sum(member.file_size for member in members) > LARGEST_TOTAL:
        raise _too_much(name)
    _check_overlaps(data, members, name)
    names = [member.filename.lower() for member in members]
    if len(set(names)) != len(names):
        raise refused(
            "import-unsafe-member",
            name,
            member=next(member for member in names if names.count(member) > 1),
        )
    package = Package(
        name, archive, {member.filename.lower(): member.filename for member in members}
    )
    _check_contents(package, members)
    return package


def parse_xml(data: bytes, name: str, part: str) -> _Element:
    """Return the root of a checked part. Entities are not resolved, and nothing is fetched."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_pis=True,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise xml_refusal(error, name, part) from None
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise refused("import-doctype", name, part=part)
    return root


def xml_refusal(error: XMLSyntaxError, name: str, part: str) -> Refused:
    """Return the refusal of a part for its parser's error: no memory, beyond limits, or no XML."""
    log = [
        (entry.type_name, entry.message) for entry in cast("Iterable[_LogEntry]", error.error_log)
    ]
    if any("depth" in message for _, message in log):
        return refused("import-depth", name, most=_DEEPEST_XML)
    if any(
        kind in ("ERR_NO_MEMORY", "ERR_RESOURCE_LIMIT") or "uge" in message for kind, message in log
    ) or "emory" in str(error):
        return refused("import-limits", name, limit_zh="内存 512 MB", limit="512 MB of memory")
    return unreadable(name, f"{part} 不是完好的 XML", f"{part} is no well-formed XML")


def _too_much(name: str) -> Exception:
    limit = LARGEST_TOTAL // 1_000_000
    return _bomb(name, f"解压后超过 {limit} MB", f"more than {limit} MB once unpacked")


def _check_member(member: zipfile.ZipInfo, name: str) -> None:
    if member.flag_bits & 1:
        raise refused("import-encrypted", name)
    # ZipInfo cuts a name at NUL and converts separators; check the name as stored.
    if _UNSAFE_NAME.search(member.orig_filename) or stat.S_ISLNK(member.external_attr >> 16):
        raise refused("import-unsafe-member", name, member=ascii(member.orig_filename)[1:-1])
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise unreadable(name, "压缩方式不常见", "an unusual kind of compression")
    if member.file_size > RATIO_FROM and member.file_size > HIGHEST_RATIO * max(
        member.compress_size, 1
    ):
        raise _bomb(
            name,
            f"{member.filename} 的压缩率超过 {HIGHEST_RATIO} 倍",
            f"{member.filename} is packed more than {HIGHEST_RATIO}:1",
        )


def _bomb(name: str, zh: str, en: str) -> Refused:
    return refused("import-bomb", name, reason_zh=zh, reason=en)


def _check_overlaps(data: bytes, members: list[zipfile.ZipInfo], name: str) -> None:
    """Refuse members that share bytes, by which small files unpack to huge ones."""
    end_before = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        start = member.header_offset
        header = data[start : start + _LOCAL_HEADER]
        if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
            raise damaged(name)
        if start < end_before:
            raise _bomb(name, "压缩包里的文件互相重叠", "members that overlap")
        name_length, extra_length = struct.unpack("<HH", header[26:30])
        end_before = start + _LOCAL_HEADER + name_length + extra_length + member.compress_size
    if end_before > len(data):
        raise damaged(name)


def _check_contents(package: Package, members: list[zipfile.ZipInfo]) -> None:
    """Refuse macros, and XML that declares a document type or an entity, in any encoding."""
    total = 0
    for member in members:
        lower = member.filename.lower()
        if lower.endswith("vbaproject.bin"):
            raise refused("import-macro", package.name)
        if not lower.endswith(_XML_ENDINGS):
            continue
        data = _unpack(package.archive, member, package.name)
        total += len(data)
        if total > LARGEST_TOTAL:
            raise _too_much(package.name)
        if _DECLARATION.search(data.replace(b"\0", b"") if b"\0" in data[:64] else data):
            raise refused("import-doctype", package.name, part=member.filename)
        encoding = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
        if encoding and encoding[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"utf-16"):
            raise unreadable(
                package.name,
                f"{member.filename} 的编码不常见",
                f"{member.filename} has an unusual encoding",
            )
        if lower == "[content_types].xml" and b"macroEnabled" in data:
            raise refused("import-macro", package.name)


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    """Return the bytes of a member. Refuse more bytes than its header promised."""
    pieces: list[bytes] = []
    size = 0
    try:
        with archive.open(member) as stream:
            while piece := stream.read(_STEP):
                size += len(piece)
                if size > min(member.file_size, LARGEST_TOTAL):
                    raise _too_much(name)
                pieces.append(piece)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError):
        raise damaged(name) from None
    return b"".join(pieces)
