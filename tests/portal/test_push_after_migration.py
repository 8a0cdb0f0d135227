"""A migration alone pushes nothing: a document is compared with its former version, and sent once
something of it is new."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from gksite.build.pipeline import Options, build
from gksite.portal.profiles import Since

HERE = Path(__file__).parent
MIGRATE_DIR = HERE.parent / "migrate"
FORMER = HERE / "cases/manifest-of-format-1.json"
"""The manifest of the sample by the last version of format 1. It is never made anew."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("migrated") / "site"
    with zipfile.ZipFile(MIGRATE_DIR / "sample-format-1.zip") as package:
        package.extractall(root)
    answers = root.parent / "answers.yaml"
    shutil.copyfile(MIGRATE_DIR / "sample-answers.yaml", answers)
    command = [
        sys.executable,
        "-m",
        "gksite",
        "-C",
        root.name,
        "migrate",
        "--answers",
        answers.name,
    ]
    subprocess.run(command, cwd=root.parent, check=True, capture_output=True)
    return root


def push(project: Path, since: Path, name: str) -> tuple[Path, dict[str, str]]:
    """Build a push; the path of its manifest, and the actions by document."""
    last = Since(str(since), since.read_bytes())
    report = build(project, project / name, Options(jobs=1, profile="push", since=last))
    assert report.problems == ()
    manifest = project / name / "manifest.json"
    documents = json.loads(manifest.read_bytes())["documents"]
    return manifest, {item["id"]: item["action"] for item in documents}


def test_only_what_is_said_after_a_migration_is_pushed(project: Path) -> None:
    first, actions = push(project, FORMER, "first")
    assert set(actions.values()) == {"keep"} and len(actions) == 8
    second, actions = push(project, first, "second")
    assert set(actions.values()) == {"keep"}
    # Neither the state of the task nor the day of its last report changes.
    progress = project / "content/plans/qinghe-2025/progress.yaml"
    progress.write_text(
        progress.read_text("utf-8")
        + "- {task: 2, date: 2025-06-02, status: 已完成, unit: 区司法局}\n",
        "utf-8",
    )
    _, actions = push(project, second, "third")
    assert [id for id, action in actions.items() if action != "keep"] == ["qinghe-2025"]
    document = json.loads((project / "third/documents/qinghe-2025.json").read_bytes())
    [task] = [task for task in document["tasks"] if task["id"] == "2"]
    states = {duty["name"]: (duty["status"], duty["reported"]) for duty in task["duties"]}
    assert states["区司法局"] == ("已完成", "2025-06-02")
    assert (task["status"], task["reported"]) == ("推进中", "2025-06-26")
