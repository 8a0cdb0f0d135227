"""The contexts of the list of snapshots, and of tombstones at addresses without a page."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from gksite.model.ledgers import Snapshot
from gksite.pages import addresses
from gksite.pages.addresses import PageRequest
from gksite.pages.head import meta_tags, page_head
from gksite.pages.kind import PageKind
from gksite.pages.parts import Day, Link, Page
from gksite.pages.promises import tombstones
from gksite.pages.view import View
from gksite.source.links import link_kind
from gksite.values import Value


def archive_page(view: View, request: PageRequest) -> ArchivePage:
    """Return the list of snapshots with size, digest, retention period and changes."""
    title = view.words["page.archive"]
    return ArchivePage(
        **page_head(view, request, title),
        snapshots=tuple(_line(view, one) for one in view.model.snapshots),
    )


def withdrawn_page(view: View, request: PageRequest) -> WithdrawnPage:
    """Return the tombstone of an address: its former title, and the reason why it is gone."""
    one = next(one for one in view.model.withdrawn if one.address == request.entity)
    status = view.words[f"withdrawn.{one.status}"]
    plan = view.plan_links.get(addresses.plan_of(one.address))
    return WithdrawnPage(
        **page_head(
            view,
            request,
            one.title,
            *((view.nav("plans"), plan) if plan else ()),
            description=f"{one.title}{view.words['separator']}{status}",
            meta=(*meta_tags(view, request), ("robots", "noindex")),
        ),
        status=status,
        day=view.day(one.date),
        why=one.why,
        see=_see(view, one.see) if one.see else None,
        plan=plan,
    )


def _line(view: View, one: Snapshot) -> SnapshotLine:
    at = datetime.fromisoformat(one.at)
    address = addresses.download_path(one.name)
    download = Link(f"{one.name}.wacz", address) if address in view.downloads else None
    return SnapshotLine(
        one.name,
        Day(f"{view.words.day(at.date()).text} {at:%H:%M}", one.at),
        view.words.size(one.size),
        one.sha256,
        one.retention,
        one.pages,
        one.note,
        one.signed_by,
        one.changes,
        download,
        view.words.size(one.public_size) if download else "",
        one.public_sha256 if download else "",
    )


def _see(view: View, target: str) -> Link:
    """Return the link to the replacement, with the title of that page where it is known without
    making the page."""
    if link_kind(target) == "external":
        return Link(target, target)
    path = target.lstrip("/")
    page, mark, anchor = path.partition("#")
    titles = {
        link.path: link.text
        for link in (
            *view.plan_links.values(),
            *view.unit_links.values(),
            *view.group_links.values(),
        )
    }
    titles |= {addresses.task_path(task.key): task.title for task in view.model.tasks.values()}
    titles |= {addresses.page_path(free.id): free.title for free in view.model.pages.values()}
    return Link(titles.get(page, page), f"{page}{mark}{anchor}")


class SnapshotLine(Value, frozen=True):
    """A snapshot in the list of them. `download` is its edition for the public, with size and
    digest; None where the site offers none."""

    name: str
    at: Day
    """Day and time."""
    size: str
    sha256: str
    retention: str
    pages: int
    note: str
    signed_by: str
    changes: tuple[str, ...]
    download: Link | None
    download_size: str
    download_sha256: str


class ArchivePage(Page, frozen=True, kw_only=True):
    """The list of snapshots, newest first."""

    template: ClassVar[str] = "archive.html"

    snapshots: tuple[SnapshotLine, ...]


class WithdrawnPage(Page, frozen=True, kw_only=True):
    """The tombstone of an address: its former title, its status, since when, why, and the
    replacement."""

    template: ClassVar[str] = "withdrawn.html"

    status: str
    day: Day
    why: str
    see: Link | None
    plan: Link | None
    """The plan that it was a part of, where that is still there."""


ARCHIVE = PageKind(
    name="archive",
    context=archive_page,
    addresses=lambda model: [(addresses.ARCHIVE_PATH, "")] if model.snapshots else [],
    depends_on="site",
    source="",
)

WITHDRAWN = PageKind(
    name="withdrawn",
    context=withdrawn_page,
    addresses=lambda model: (
        (addresses.tombstone_path(address), stone.address) for address, stone in tombstones(model)
    ),
    depends_on="site",
    source=lambda model, request: next(
        stone.location for stone in model.withdrawn if stone.address == request.entity
    ),
    is_own=False,
)
