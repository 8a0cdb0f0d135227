"""Check that the bytes of a snapshot's zip around its members are those that gksite writes."""

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
    container: Container, digests_of: Mapping[str, Digests], sound: Collection[str], *, whole: bool
) -> list[str]:
    """Return the members whose zip headers differ from those that gksite writes, up to the first
    whose place is wrong. `digests_of` holds the digests of each member.

    A checksum is compared if the member is `sound` by its digests; the directory behind the members
    is compared if the `whole` file was sound so far.
    """
    if container.odd or not all(map(is_member_name, container.members)):
        return list(container.odd)
    members: list[Member] = []
    at = 0
    for name in sorted(container.members):
        member, digests = container.members[name], digests_of[name]
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
    """Return the member whose entry in the directory is wrong, or the part behind all entries."""
    for index, member in enumerate(members):
        entries = directory(members[: index + 1])[:-_END_SIZE]
        if container.bytes_at(at, len(entries)) != entries:
            return member.name
    return "end of central directory"
