"""Where an output folder may lie, and where its state is kept."""

from __future__ import annotations

import os
from pathlib import Path

from gksite.config.target_kinds import Profile
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.portal.addresses import DEFAULT_OUTPUTS
from gksite.source.files import SNAPSHOTS_DIR
from gksite.work.fingerprint import digest

STATE_DIR = ".gksite"
"""The folder of a project that holds the cache and the state of each output."""


PREVIEW_DIR = ".gksite/preview"
"""The folder of a project that holds the site as `gksite serve` shows it."""


def check_places(root: Path, out: Path, profile: Profile = "site") -> list[Diagnostic]:
    """Report an output folder that contains the sources, lies among them or in the state folder
    (the preview may), or holds another profile."""
    real_root, real_out = root.resolve(), out.resolve()
    among = [
        real_root / name
        for name in (
            "content",
            "themes",
            "templates",
            "static",
            SNAPSHOTS_DIR,
            "reviews",
            "publications",
            STATE_DIR,
        )
    ]
    if real_out == real_root / PREVIEW_DIR:
        return []
    if real_root.is_relative_to(real_out) or any(real_out.is_relative_to(place) for place in among):
        return [problem("output-inside-sources", Location(out.as_posix()))]
    for other, name in DEFAULT_OUTPUTS.items():
        if real_out == real_root / name:
            return check_profile(out, profile, other)
    return []


def check_profile(out: Path, profile: Profile, known: Profile) -> list[Diagnostic]:
    """Report a folder that holds another profile: the build would remove all of it."""
    return (
        [
            problem(
                "output-of-another-profile", Location(out.as_posix()), profile=profile, other=known
            )
        ]
        if profile != known
        else []
    )


def name_of_output(root: Path, out: Path) -> str:
    """Return the name of an output folder's state, different for each output of a project."""
    real_root, real_out = root.resolve(), out.resolve()
    place = real_out.relative_to(real_root) if real_out.is_relative_to(real_root) else real_out
    return digest(os.fsencode(place.as_posix())).hex()
