"""Where in the sources each page comes from, and which of the problems concern it."""

from __future__ import annotations

from collections.abc import Iterable

from gksite.diagnostics import Location
from gksite.model.site import SiteModel
from gksite.pages.address_checks import sources_of
from gksite.pages.addresses import PageRequest

_INDEXES = {
    "home": "content/index.md",
    "units": "content/units/",
    "topics": "content/topics.yaml",
    "glossary": "content/glossary.yaml",
    "plans": "content/plans/",
    "compare-index": "content/plans/",
    "deadlines": "content/plans/",
    "deadlines-part": "content/plans/",
    "progress": "content/plans/",
    "changes": "content/plans/",
}
"""Pages that come from no single record → what they list."""


def page_sources(model: SiteModel, requests: Iterable[PageRequest]) -> dict[str, Location]:
    """Path of a page → the record that it shows: plan.md, the line of the task in tasks.yaml,
    the unit in its registry.

    A page that lists many records has the folder or file that these come from; one that every site
    has, such as the 404 page, none.
    """
    found = {}
    for request in requests:
        place = (
            Location(_INDEXES[request.kind])
            if request.kind in _INDEXES
            else sources_of(model, request)
        )
        if request.kind == "home" and model.home is not None:
            place = model.home.location
        if place.path != "gksite":
            found[request.path] = place
    return found


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
