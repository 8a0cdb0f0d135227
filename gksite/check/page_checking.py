"""The findings of `gksite check` on pages: facts of each page, cached by its fingerprint."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import msgspec

from gksite.check.all_rules import findings_of
from gksite.check.checking import Checks
from gksite.check.rules.pages import (
    PageFacts,
    PageSettings,
    address_of,
    check_page_links,
    links_of,
    read_page,
)
from gksite.config.values import Config
from gksite.diagnostics import Diagnostic, Location
from gksite.model.site import SiteModel
from gksite.pages.addresses import PageRequest, page_path, plan_path, task_path


def page_facts_of(config: Config) -> Callable[[PageRequest, bytes], bytes]:
    """Return a function that takes the facts of a rendered page."""
    settings = PageSettings(
        config.base_url, config.mode == "portal", config.footer, config.rules.page_kilobytes * 1000
    )
    return partial(_facts, settings)


def _facts(settings: PageSettings, request: PageRequest, html: bytes) -> bytes:
    page = read_page(request.path, request.kind, html)
    problems = tuple(findings_of("page", page, settings))
    return msgspec.msgpack.encode(PageFacts(links_of(page, settings.base_url), page.ids, problems))


def with_known(
    fingerprints: Mapping[str, bytes], seen: Mapping[str, bytes], before: Checks
) -> dict[str, tuple[bytes, bytes]]:
    """Return the facts of each page with its fingerprint: taken now, else those of before."""
    known = {path: seen.get(path) or before.facts.get(path, (b"", b""))[1] for path in fingerprints}
    return {
        path: (fingerprint, known[path])
        for path, fingerprint in fingerprints.items()
        if known[path]
    }


def check_pages(
    facts: Mapping[str, tuple[bytes, bytes]], outputs: set[str], model: SiteModel
) -> list[Diagnostic]:
    """Return the findings on all pages; a fault of the theme once, for the first page."""
    decoder = msgspec.msgpack.Decoder(PageFacts)
    read = {path: decoder.decode(data) for path, (_, data) in facts.items()}
    problems: list[Diagnostic] = []
    counts: dict[tuple[str, tuple[tuple[str, str], ...]], int] = {}
    for page in read.values():
        for finding in page.problems:
            key = finding.code, finding.arguments
            counts[key] = counts.get(key, 0) + 1
            if counts[key] == 1 or finding.code == "page-too-heavy":
                problems.append(finding)
    return [*problems, *check_page_links(read, outputs, partial(_written_links, model))]


def _written_links(model: SiteModel) -> dict[tuple[str, str], Location]:
    """Return the places of links in sources, by page and by address from the site's root."""
    places: dict[tuple[str, str], Location] = {}

    def add(path: str, target: str, where: Location) -> None:
        if address := address_of(target, path):
            places.setdefault((path, address), where)

    for plan in model.plans.values():
        for file, link in plan.all_links:
            add(plan_path(plan.id), link.target, Location(file, link.line, 1))
        for task in plan.tasks:
            for entry in task.reports:
                for evidence in entry.evidence:
                    add(task_path(task.key), evidence.url, entry.location)
    for free, path in (
        *((page, page_path(page.id)) for page in model.pages.values()),
        *([(model.home, "index.html")] if model.home else []),
    ):
        for link in free.links:
            add(path, link.target, Location(free.location.path, link.line, 1))
    return places
