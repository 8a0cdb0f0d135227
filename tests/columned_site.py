"""A site whose plans have columns of their documents' own, built once in a run; nobody changes
it."""

from __future__ import annotations

import shutil
from pathlib import Path

from run_folder import made_once

from gksite.build.pipeline import build

COLUMNED = Path(__file__).with_name("columned") / "site"


def columned_site() -> Path:
    """The folder of the built site."""

    def make(place: Path) -> None:
        shutil.copytree(COLUMNED, place, dirs_exist_ok=True)
        report = build(place, place / "site", state_dir=place / "state")
        assert report.pages, report.problems

    return made_once("columned", make) / "site"
