"""The site on whose pages duties are tested, and what files say of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from gksite.build.assemble import assemble
from gksite.build.published_set import working_set
from gksite.exports.annual_report import annual_report
from gksite.exports.make import Maker
from gksite.exports.report_blocks import render_markdown
from gksite.model.site import SiteModel
from gksite.pages.downloads import route_exports
from gksite.source.files import read_sources

SITE_DIR = Path(__file__).parents[1] / "pages/cases/duties/site"
EXPECTED_DIR = Path(__file__).with_name("cases") / "duties"
_FILES = (
    "data/tasks.csv",
    "data/unit_duties.csv",
    "data/passed_duties.csv",
    "data/progress.csv",
    "units/songling/safety.csv",
    "units/songling/west.csv",
)
_UNITS = ("", "songling/safety", "songling/emergency", "songling/north")


def duties_site(today: date) -> SiteModel:
    """The site as it is on a day."""
    sources, _ = read_sources(SITE_DIR)
    model = assemble(working_set(sources), {}, b"", today=today).model
    assert model
    return model


def said_of_duties(model: SiteModel) -> dict[str, bytes]:
    """The files with duties, by the names under which they are kept: tables, and the annual report
    of all and of units."""
    maker = Maker(model)
    made = {r.path: maker.make(r) for r in route_exports(model) if r.path in _FILES}
    assert len(made) == len(_FILES)
    reports = {
        f"annual{unit.removeprefix('songling').replace('/', '-')}.md": render_markdown(
            annual_report(model, 2025, unit)
        )
        for unit in _UNITS
    }
    return {path.replace("/", "-"): data for path, data in made.items()} | reports
