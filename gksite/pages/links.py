"""Links that authors write into texts: each leads to a page or file of the site, or out of it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Sequence
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.model.site import SiteModel
from gksite.pages.addresses import page_path, plan_of, plan_path, task_path, text_of
from gksite.source.link_faults import link_fault
from gksite.source.links import link_kind, written_address

_HOST = re.compile(
    r"(?:www\.|[\w-]+(?:\.[\w-]+)*\.(?:gov|com|org|net|edu|cn)(?![\w.-]))[^\s]*", re.IGNORECASE
)
_NUMBER = re.compile("[0-9]+")


def check_links(
    model: SiteModel,
    outputs: Collection[str],
    hidden: Collection[str] = (),
    waiting: Collection[str] = (),
) -> Iterable[Diagnostic]:
    """Report links to this site, in plan bodies, free pages, progress entries and tombstones, that
    lead to none of `outputs` (paths).

    `hidden` are the ids of the plans that are not public, `waiting` the paths of free texts that
    are not: a link to one of them is not the fault of the link.
    """
    for one in _dead_links(model, outputs):
        address = dict(one.arguments)["address"]
        given = {name: value for name, value in one.arguments if name != "address"}
        if (plan := plan_of(address)) in hidden:
            yield problem("link-to-hidden-plan", one.location, target=given["target"], plan=plan)
        elif (text := text_of(address)) in waiting:
            yield problem("link-to-unsigned-text", one.location, target=given["target"], name=text)
        else:
            yield problem("dead-link", one.location, **given)


def _dead_links(model: SiteModel, outputs: Collection[str]) -> Iterable[Diagnostic]:
    for one in model.withdrawn:
        if one.see:
            yield from _check(
                f"/{one.see.lstrip('/')}" if link_kind(one.see) == "site" else one.see,
                one.address,
                one.location,
                outputs,
            )
    for plan in model.plans.values():
        for file, link in plan.all_links:
            yield from _check(
                link.target, plan_path(plan.id), Location(file, link.line, 1), outputs
            )
        for task in plan.tasks:
            for entry in task.reports:
                for evidence in entry.evidence:
                    # A faulty address is reported when the plan is read.
                    if link_kind(evidence.url) == "site" and not link_fault(evidence.url):
                        yield from _check(
                            evidence.url, task_path(task.key), evidence.location, outputs
                        )
    texts = [
        *((page, page_path(page.id)) for page in model.pages.values()),
        *([(model.home, "index.html")] if model.home else []),
    ]
    for page, path in texts:
        for link in page.links:
            yield from _check(
                link.target, path, Location(page.location.path, link.line, 1), outputs
            )


def _check(
    target: str, page: str, where: Location, outputs: Collection[str]
) -> Iterable[Diagnostic]:
    if link_kind(target) != "site" or target.startswith(("mailto:", "tel:", "#")):
        return
    path = normalize("NFC", unquote(urlsplit(target).path))
    folder = "" if path.startswith("/") else posixpath.dirname(page)
    address = posixpath.normpath(posixpath.join(folder, path.lstrip("/") or "index.html"))
    if path.endswith("/"):
        address = posixpath.join(address, "index.html")
    if address not in outputs:
        near = _meant(target, folder, outputs) or (
            _alike(address, outputs) if len(outputs) < 5000 else ""
        )
        meant = _with_scheme(target) or (f"/{written_address(near)}" if near else "")
        yield problem("dead-link", where, target=target, near=meant, address=address)


def _with_scheme(target: str) -> str:
    """Return the address of another host that a target means without its scheme, or with a
    full-width colon; else ""."""
    narrow = unquote(target).replace("：", ":")
    if narrow != target and link_kind(narrow) == "external":
        return narrow
    return (
        f"https://{target}"
        if _HOST.fullmatch(target) and link_kind(f"https://{target}") == "external"
        else ""
    )


def _alike(address: str, outputs: Collection[str]) -> str:
    """Return the output most like an address, a page for a page and a file for a file; "" where
    their numbers differ, since another number is another thing and no slip."""
    if posixpath.splitext(address)[1] in ("", ".html"):
        near = nearest(address, [one for one in outputs if one.endswith(".html")])
    else:
        near = _file_alike(address, sorted(one for one in outputs if not one.endswith(".html")))
    return near if _NUMBER.sub("0", near) != _NUMBER.sub("0", address) else ""


def _file_alike(address: str, files: Sequence[str]) -> str:
    """Return the file of that name elsewhere, first in the same plan; else the file in the folder
    of the address whose name is most like it."""
    folder, name = posixpath.split(address)
    same = [one for one in files if posixpath.basename(one) == name]
    if same:
        return max(same, key=lambda one: len(posixpath.commonpath([one, address])))
    stems = {_stem(one): one for one in reversed(files) if posixpath.dirname(one) == folder}
    return stems.get(_stem(name)) or stems.get(nearest(_stem(name), stems), "")


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0]


def _meant(target: str, folder: str, outputs: Collection[str]) -> str:
    """Return the file that a link names if its author wrote `#`, `?` or `%` as they stand in the
    name of the file; "" for none."""
    for name in (target, unquote(target)):
        path = posixpath.normpath(
            posixpath.join(
                "" if name.startswith("/") else folder, normalize("NFC", name).lstrip("/")
            )
        )
        if path in outputs:
            return path
    return ""
