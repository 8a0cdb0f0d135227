"""Addresses outside of the site, compared with the last visits recorded in content/links.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gksite.check.fields import Fields
from gksite.check.site_view import LinkStatus, SiteView
from gksite.config.values import CONFIG_PATH, Config
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.model.entities import FreePage, Plan
from gksite.source.links import link_kind


def external_links(
    config: Config, plans: Iterable[Plan], pages: Iterable[FreePage], fields: Fields
) -> Iterator[tuple[str, Location]]:
    """Yield every address outside of the site that its sources name, with its place; without the
    fragment."""
    for target, where in _links(config, plans, pages, fields):
        if link_kind(target) == "external":
            yield target.partition("#")[0], where


def _links(
    config: Config, plans: Iterable[Plan], pages: Iterable[FreePage], fields: Fields
) -> Iterator[tuple[str, Location]]:
    for key, value in config.footer:
        yield value, fields.at_key(CONFIG_PATH, "footer", key)
    for crumb in config.breadcrumb:
        yield crumb.url, fields.at_key(CONFIG_PATH, "breadcrumb")
    for plan in plans:
        if plan.source_url:
            yield plan.source_url, fields.of_plan(plan, "source_url")
        for file, link in plan.all_links:
            yield link.target, Location(file, link.line, 1)
        for entry in (entry for task in plan.tasks for entry in task.reports):
            yield from ((proof.url, entry.location) for proof in entry.evidence)
    for page in pages:
        for link in page.links:
            yield link.target, Location(page.location.path, link.line, 1)


def check_external_links(view: SiteView) -> Iterator[Diagnostic]:
    """No address outside of the site was gone at the last visit that content/links.yaml records."""
    for target, where, status in _visited(view):
        if status and (status.error or status.status >= 400):
            shown = status.error or str(status.status)
            yield problem(
                "external-link-dead", where, target=target, status=shown, checked=status.checked
            )


def check_moved_links(view: SiteView) -> Iterator[Diagnostic]:
    """No address outside of the site has moved for good."""
    for target, where, status in _visited(view):
        if status and status.moved_to and not status.error and status.status < 400:
            yield problem("external-link-moved", where, target=target, near=status.moved_to)


def check_unvisited_links(view: SiteView) -> Iterator[Diagnostic]:
    """Where links.yaml is kept, every address outside of the site stands in it."""
    reported: set[str] = set()
    for target, where, status in _visited(view):
        if status is None and target not in reported:
            reported.add(target)
            yield problem("external-link-unchecked", where, target=target)


def _visited(view: SiteView) -> Iterator[tuple[str, Location, LinkStatus | None]]:
    if view.links is not None:
        for target, where in external_links(view.config, view.plans, view.pages, view.fields):
            yield target, where, view.links.get(target)
