"""The site on which targets, parts and adjustments of units and wordings are tested."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from gksite.build.assemble import assemble
from gksite.build.published_set import working_set
from gksite.model.site import SiteModel
from gksite.source.files import read_sources

SITE_DIR = Path(__file__).with_name("pages") / "cases/targets/site"
PLAN = "songling-2026"


@cache
def target_site(today: date | None = None) -> SiteModel:
    """The site as it is on a day, else on that of its config.yaml."""
    sources, _ = read_sources(SITE_DIR)
    assembled = assemble(working_set(sources), {}, b"", today=today)
    assert assembled.model and not assembled.problems, assembled.problems
    return assembled.model
