"""A small site with a review gate, and commands on it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from gksite.build.pipeline import Options, build
from gksite.check.check import check
from gksite.cli import main

BASE_DIR = Path(__file__).parents[1] / "build/base"
STEPS = ("拟稿", "保密审查", "签发")
PLAN = "qinghe-2025"
NAMES = ("审查人甲某某", "保密员乙某某", "签发人丙某某")
NOTICE = "---\ntitle: 关于印发工作要点的通知\n---\n现予公布。\n"


class Run(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


Gksite = Callable[..., Run]


def make_site(root: Path, gate: str = f"review: {{steps: [{', '.join(STEPS)}]}}\n") -> Path:
    """Make the base with a gate, a notice and an attachment."""
    shutil.copytree(BASE_DIR, root)
    with (root / "config.yaml").open("a", encoding="utf-8") as config:
        config.write(gate)
    files = root / "content/plans" / PLAN / "files"
    files.mkdir()
    (files / "table.csv").write_text("a,b\n", "utf-8")
    (files.parent / "notice.md").write_text(NOTICE, "utf-8")
    return root


def command_runner(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Gksite:
    """Return what runs a command on a site, in Chinese."""
    monkeypatch.setenv("GKSITE_LANG", "zh")

    def run(*arguments: object) -> Run:
        monkeypatch.setattr(sys, "argv", ["gksite", "-C", str(site), *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            main()
        assert isinstance(stop.value.code, int)
        return Run(stop.value.code, *capsys.readouterr())

    return run


def sign_all(gksite: Gksite, *plans: str) -> None:
    """Have every step sign."""
    for step, name in zip(STEPS, NAMES, strict=True):
        said = ("--step", step, "--by", name, "--opinion", "同意")
        assert gksite("review", "sign", *plans, *said).code == 0


def codes(site: Path) -> list[str]:
    """Return the codes of all that a check finds."""
    return [one.code for one in check(site, Options(jobs=1)).problems]


def published(site: Path) -> Path:
    """Build the site, and return its folder."""
    out = site / "public"
    build(site, out, Options(jobs=1))
    return out
