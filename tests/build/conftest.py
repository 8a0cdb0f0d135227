"""The base site, built: what a mistake must leave whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from case_sites import BASE_DIR

from gksite.build.pipeline import Options, build
from gksite.check.check import check


@pytest.fixture(scope="session")
def built_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base with its output; not to be changed."""
    root = tmp_path_factory.mktemp("base") / "site"
    shutil.copytree(BASE_DIR, root)
    report = build(root, root / "public", Options(jobs=1))
    assert not report.problems
    # The check keeps what it found beside what the build keeps.
    assert not check(root, Options(jobs=1)).problems
    return root


@pytest.fixture
def site(built_base: Path, tmp_path: Path) -> Path:
    """A copy of the built base to change."""
    root = tmp_path / "site"
    shutil.copytree(built_base, root)
    return root
