"""The files of a built site, and in what two of them differ."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gksite.build.pipeline import Options, build
from gksite.build.report import BuildReport

ALONE = Options(jobs=1)
"""A build in the process of the test. What the processes of a build do is not its subject: they
would load and work out again what this one has, and there are workers of tests enough."""


def built(project: Path, options: Options = ALONE) -> BuildReport:
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
