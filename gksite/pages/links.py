"""Links that authors write into texts: each leads to a page or file of the site, or out of it."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.model.site import SiteModel
from gksite.pages.routing import page_path, plan_path, task_path
from gksite.source.links import link_kind, written_address


def check_links(model: SiteModel, outputs: Collection[str]) -> Iterable[Diagnostic]:
    """Every link to this site in a plan's body, a free page, a progress entry or a tombstone leads to one of `outputs` (paths)."""
    for one in model.withdrawn:
        if one.see:
            yield from _check(f"/{one.see.lstrip('/')}" if link_kind(one.see) == "site" else one.see, one.address, one.location, outputs)
    for plan in model.plans.values():
        folder = plan.location.path
        for link in plan.links:
            yield from _check(link.target, plan_path(plan.id), Location(folder, link.line, 1), outputs)
        for task in plan.tasks:
            for entry in task.progress:
                for evidence in entry.evidence:
                    yield from _check(evidence.url, task_path(task.key), entry.location, outputs)
    texts = [*((page, page_path(page.id)) for page in model.pages.values()), *([(model.home, "index.html")] if model.home else [])]
    for page, path in texts:
        for link in page.links:
            yield from _check(link.target, path, Location(page.location.path, link.line, 1), outputs)


def _check(target: str, page: str, where: Location, outputs: Collection[str]) -> Iterable[Diagnostic]:
    if link_kind(target) != "site" or target.startswith(("mailto:", "tel:", "#")):
        return
    path = normalize("NFC", unquote(urlsplit(target).path))
    folder = "" if path.startswith("/") else posixpath.dirname(page)
    address = posixpath.normpath(posixpath.join(folder, path.lstrip("/") or "index.html"))
    if path.endswith("/"):
        address = posixpath.join(address, "index.html")
    if address not in outputs:
        near = _meant(target, folder, outputs) or (nearest(address, outputs) if len(outputs) < 5000 else "")
        yield problem("dead-link", where, target=target, near=f"/{written_address(near)}" if near else "")


def _meant(target: str, folder: str, outputs: Collection[str]) -> str:
    """The file that a link names whose author wrote `#`, `?` or `%` as they stand in the name of the file; "" for none."""
    for name in (target, unquote(target)):
        path = posixpath.normpath(posixpath.join("" if name.startswith("/") else folder, normalize("NFC", name).lstrip("/")))
        if path in outputs:
            return path
    return ""
