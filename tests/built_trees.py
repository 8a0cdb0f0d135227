"""The files of a built site, and in what two of them differ."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gksite.build.pipeline import USUAL, Options, build
from gksite.build.report import BuildReport


def built(project: Path, options: Options = USUAL) -> BuildReport:
    """Build the site at `project` into its folder `public`."""
    report = build(project, project / "public", options)
    assert report.pages, report.problems
    return report


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))
