"""Copies of the sample site, for tests that change it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from random import Random

PROJECT = Path(__file__).parent.parent
_REVIEW = re.compile(r"\n(?:#[^\n]*\n)?review:\n(?:  [^\n]*\n)+")


def copy_sample(
    to: Path,
    *,
    reviewed: bool = False,
    more: str = "",
    folders: Sequence[str] = ("content",),
    order: Random | None = None,
) -> Path:
    """The sample at `to`, with `more` at the end of its settings; files come to be in a certain
    `order` where one is given.

    Unless it is `reviewed`, it has no review gate and no signatures, so that what a test edits
    stays published. Without its folder `themes` it has the same pages, by the theme that comes with
    gksite, whose templates no build has to check.
    """
    sources = [
        path for name in folders for path in sorted((PROJECT / name).rglob("*")) if path.is_file()
    ]
    sources = [
        *(path for path in sources if reviewed or path.name != "review.yaml"),
        PROJECT / "config.yaml",
    ]
    if order:
        order.shuffle(sources)
    for path in sources:
        place = to / path.relative_to(PROJECT)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    config = (PROJECT / "config.yaml").read_text("utf-8")
    if not reviewed:
        config, found = _REVIEW.subn("\n", config)
        assert found == 1, "config.yaml of the sample has one section `review`"
    (to / "config.yaml").write_text(config + more, "utf-8")
    return to
