"""The place of each page in the sources, and the problems that concern it."""

from __future__ import annotations

from collections.abc import Iterable

from gksite.diagnostics import Location
from gksite.model.site import SiteModel
from gksite.pages.addresses import PageRequest
from gksite.pages.page_kinds import KINDS


def page_sources(model: SiteModel, requests: Iterable[PageRequest]) -> dict[str, Location]:
    """Return the record of each page by its path: plan.md, the line of the task in tasks.yaml, the
    unit in its registry.

    A page that lists many records has their folder or file; a page that every site has, such as the
    404 page, has none.
    """
    places = {}
    for request in requests:
        source = KINDS[request.kind].source
        place = Location(source) if isinstance(source, str) else source(model, request)
        if request.kind == "home" and model.home is not None:
            place = model.home.location
        if place.path:
            places[request.path] = place
    return places


def concerns(place: Location | None, problem_path: str) -> bool:
    """Whether a problem in the file `problem_path` concerns the page that comes from `place`.

    All files of a plan's folder make up its pages; other pages come from one file, indexes from all
    below their folder.
    """
    if place is None:
        return False
    parts = place.path.split("/")
    if parts[:2] == ["content", "plans"] and len(parts) > 3:
        return problem_path.startswith("/".join(parts[:3]) + "/")
    return problem_path == place.path or (
        place.path.endswith("/") and problem_path.startswith(place.path)
    )
