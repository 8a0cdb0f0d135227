"""Whether the zip of a snapshot is, between and behind its members, to the byte what gksite writes
there."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from gksite.archive.container import Container, Digests
from gksite.archive.zip_form import (
    LOCAL_SIZE,
    Member,
    directory,
    is_member_name,
    local_header,
    placed,
)

_FIXED = 14
"""Bytes of a local header before the checksum and the sizes."""
_END_SIZE = 22


def find_odd_form(
    container: Container, found: Mapping[str, Digests], sound: Collection[str], *, whole: bool
) -> list[str]:
    """The members whose own zip records are not as gksite writes them, up to the first whose
    place is wrong.

    `found` are the digests that the members really have. Checksums are held against those that are
    `sound` by their digests alone; the directory behind the members is looked at where the `whole`
    file was sound so far.
    """
    if container.odd or not all(map(is_member_name, container.members)):
        return list(container.odd)
    members: list[Member] = []
    at = 0
    for name in sorted(container.members):
        member, digests = container.members[name], found[name]
        header = local_header(name, digests.size, digests.crc)
        compared = len(header) if name in sound else _FIXED
        if (member.header, member.size) != (at, digests.size) or container.bytes_at(
            at, LOCAL_SIZE + len(header)
        )[:compared] != header[:compared]:
            return [name]
        members.append(placed(name, at, digests.size, digests.crc))
        at = members[-1].end
    tail = directory(members)
    if whole and (container.size != at + len(tail) or container.bytes_at(at, len(tail)) != tail):
        return [_first_difference(container, at, members)]
    return []


def _first_difference(container: Container, at: int, members: list[Member]) -> str:
    """The member whose entry in the directory is wrong, or what stands behind all entries."""
    for index, member in enumerate(members):
        entries = directory(members[: index + 1])[:-_END_SIZE]
        if container.bytes_at(at, len(entries)) != entries:
            return member.name
    return "end of central directory"
