"""`gksite publish` to a portal that takes documents in: what the profile `push` writes is what the
sender sends."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from receiver import receiving

from gksite.cli.clock import day_of

PROJECT = Path(__file__).parents[2]
TOKEN = "geheim-23"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    shutil.copytree(PROJECT / "tests/build/base", folder)
    return folder


def publish(site: Path, url: str) -> subprocess.CompletedProcess[str]:
    (site / "config.yaml").write_text(
        "site: {name: 青禾区政务公开工作要点, base_url: 'https://www.qinghe.example/gk/'}\n"
        f"publish: {{targets: {{portal: {{kind: http, trial: yes, url: '{url}'}}}}}}\n",
        "utf-8",
    )
    command = [sys.executable, "-m", "gksite", "-C", str(site), "--lang", "en", "publish", "portal"]
    environment = {**os.environ, "GKSITE_PORTAL_TOKEN": TOKEN}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_documents_arrive_once_and_changes_follow(site: Path) -> None:
    with receiving(TOKEN) as portal:
        assert publish(site, portal.url).returncode == 0, "first"
        first = portal.state()
        assert first
        count = len(portal.changes)
        assert publish(site, portal.url).returncode == 0
        assert len(portal.changes) == count
        plan = site / "content/plans/qinghe-2025/plan.md"
        text = plan.read_text("utf-8").replace("2025年青禾区", "2025年度青禾区")
        plan.write_text(
            text.replace(
                "year: ",
                f"corrections: [{{date: {day_of(site)}, what: 标题更正, why: 排印差错}}]\nyear: ",
                1,
            ),
            "utf-8",
        )
        portal.drops.add(len(portal.requests))
        found = publish(site, portal.url)
        assert found.returncode == 0, found.stdout + found.stderr
        assert portal.state().keys() == first.keys()
        assert portal.state() != first
        assert TOKEN not in found.stdout + found.stderr
