"""A page kind: the row that says everything about the pages of one kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, get_type_hints

import msgspec

from gksite.config.values import PageFamily
from gksite.diagnostics import Location
from gksite.model.site import SiteModel
from gksite.pages.addresses import PageRequest
from gksite.pages.downloads import ExportRequest
from gksite.pages.json_ld import LinkedData, Node
from gksite.pages.parts import Page
from gksite.pages.view import View

Dependency = Literal["site", "plan", "holder", "year", "news"]
"""The plans that a page is made from. `plan`: one and its neighbours; `holder`: the tasks of a unit
or group; `year`: the plans of a year; `news`: those with an event in a year; `site`: all, so that
the page is made in every build."""

Files = Callable[[SiteModel, str], tuple[ExportRequest, ...]]
"""The data files of the entity of a page."""


class PageKind(msgspec.Struct, frozen=True, kw_only=True):
    """A page kind."""

    name: str
    context: Callable[[View, PageRequest], Page]
    """The context of a page; the class that it is annotated to return names the template."""
    addresses: Callable[[SiteModel], Iterable[tuple[str, str]]]
    """The address and the entity of each page, in their order on the site."""
    depends_on: Dependency
    source: str | Callable[[SiteModel, PageRequest], Location]
    """The record that a page shows, or the file or folder whose records it lists; "" for a page
    that every site has."""
    strings: tuple[str, ...] = ()
    """The strings of the theme that the context uses, besides those of `wording.SHARED_STRINGS`."""
    family: PageFamily | None = None
    """The word in `leave_out` of config.yaml with which a site goes without these pages."""
    of_plan: bool = False
    """Whether the pages belong to a plan: all pages of a plan stand together."""
    subject: Callable[[LinkedData, str], Node] | None = None
    """The JSON-LD node of the entity."""
    files: Files | None = None
    """Data files to offer on the page; their feeds stand in its head."""
    feeds: Files | None = None
    """Data files of which the head of the page names the feeds alone."""
    is_own: bool = True
    """Whether the page is what stands at its address, and no stand-in such as a tombstone."""

    @property
    def template(self) -> str:
        """The name of the template."""
        page: type[Page] = get_type_hints(self.context)["return"]
        return page.template


def years(model: SiteModel) -> list[str]:
    """Return the years that have plans, newest first."""
    return [str(year) for year in model.plan_years()]


def plan_source(model: SiteModel, request: PageRequest) -> Location:
    """Return the place of the plan that a page shows."""
    return model.plans[request.entity].location
