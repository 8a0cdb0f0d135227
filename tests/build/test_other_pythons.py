"""Whichever Python builds a site, it has the same bytes."""

from __future__ import annotations

import importlib.metadata
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from built_trees import differing, tree

from gksite.build.pipeline import build

PROJECT = Path(__file__).parents[2]
SMALL = Path(__file__).parent / "other-pythons"
"""A site with every export that needs no package of an extra, and with characters that are newer
than the oldest Python, in names, ids and addresses too.
"""
REQUIRE_ALL = "GKSITE_REQUIRE_ALL"
PINNED = re.compile(r"^([\w.-]+)==(\S+) \\$", re.MULTILINE)
BUILD = """
import sys
from pathlib import Path
import gksite
from gksite.build.pipeline import Options, build
from gksite.portal.addresses import PROFILES

sample, small, out = map(Path, sys.argv[1:])
print(gksite.__file__)
for root, profile in [(sample, "site"), *((small, profile) for profile in PROFILES)]:
    place = out / ("sample" if root == sample else profile)
    state = out.with_name("state") / place.name
    report = build(root, place, Options(profile=profile), state_dir=state)
    print(profile, report.pages, report.rendered, *report.problems)
"""


def built_with(python: str, place: Path) -> tuple[str, dict[str, bytes]]:
    """What a Python says of gksite and of the two sites, and what it makes of them."""
    place.mkdir()
    command: list[str | Path] = [python, "-c", BUILD, PROJECT, SMALL, place / "out"]
    done = subprocess.run(
        command,
        cwd=place,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{python}: {done.stdout}{done.stderr}"
    return done.stdout, tree(place / "out")


def has_the_packages_of_the_lock() -> bool:
    pinned = PINNED.findall((PROJECT / "requirements.txt").read_text("utf-8"))
    assert pinned
    return all(importlib.metadata.version(name) == version for name, version in pinned)


def test_ideographs_that_are_newer_than_this_python_are_letters(scratch: Path) -> None:
    report = build(SMALL, scratch / "new-ideographs", state_dir=scratch / "new-ideographs-state")
    assert report.problems == ()
    assert report.pages


def test_another_python_changes_no_byte(other_pythons: list[str], scratch: Path) -> None:
    if os.environ.get(REQUIRE_ALL) != "1" and not has_the_packages_of_the_lock():
        pytest.skip("the packages are not those of requirements.txt, which the other Pythons have")
    said, made = built_with(sys.executable, scratch / "this-python")
    assert str(PROJECT / "gksite") in said
    assert {
        "sample/data/gksite.sqlite",
        "site/data/gksite.sqlite",
        "site/data/schema.json",
    } <= made.keys()
    assert [path for path in made if path.startswith("site/") and path.endswith(".xlsx")]
    for number, python in enumerate(other_pythons):
        other_said, other_made = built_with(python, scratch / f"other-python-{number}")
        assert other_said == said, python
        assert differing(other_made, made) == [], python
