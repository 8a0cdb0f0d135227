"""`gksite adjust` and `gksite correct`: what a build would not accept is not written."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from gksite.cli import cli

BASE = Path(__file__).parents[2] / "tests/build/base"
PLAN = "qinghe-2025"


class Project(NamedTuple):
    root: Path

    def run(self, *arguments: str) -> tuple[int, str]:
        answer = CliRunner().invoke(cli, ["-C", str(self.root), *arguments], standalone_mode=False)
        code = answer.return_value if answer.exception is None else 2
        return code, answer.output + str(answer.exception or "")

    def text(self, name: str) -> str:
        return (self.root / "content/plans" / PLAN / name).read_text("utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    shutil.copytree(BASE, tmp_path / "site", ignore=shutil.ignore_patterns("public", ".gksite"))
    return Project(tmp_path / "site")


def test_an_adjustment_is_written_and_shown(project: Project) -> None:
    before = project.text("tasks.yaml")
    code, shown = project.run(
        "adjust", PLAN, "1", "--deadline", "2025年12月底前", "--why", "汛期", "--date", "2025-08-01"
    )
    assert code == 0
    assert "+" in shown
    after = project.text("tasks.yaml")
    assert after != before
    assert "2025年12月底前" in after


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["adjust", PLAN, "1", "--withdraw", "--date", "2001-01-01"], "adjustment-before-plan"),
        (["adjust", PLAN, "1", "--withdraw", "--date", "2190-01-01"], "adjustment-in-future"),
        (["adjust", PLAN, "1", "--units", "区不存在局", "--date", "2025-08-01"], "unknown-unit"),
        (["adjust", PLAN, "1", "--target", "q1", "--deadline", "12月底前"], "unknown-target"),
        (["correct", PLAN, "--what", "x", "--task", "no-such"], "unknown-task"),
    ],
)
def test_what_a_build_refuses_is_not_written(
    project: Project, arguments: list[str], says: str
) -> None:
    before = project.text("tasks.yaml"), project.text("plan.md")
    code, shown = project.run(*arguments)
    assert code == 1
    assert says in shown
    assert (project.text("tasks.yaml"), project.text("plan.md")) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["adjust", PLAN, "1"],
        ["adjust", PLAN, "1", "--target", "q1"],
        ["adjust", PLAN, "no-such", "--withdraw"],
        ["adjust", "no-such", "1", "--withdraw"],
        ["correct", "no-such", "--what", "x"],
    ],
)
def test_a_command_typed_wrong_writes_nothing(project: Project, arguments: list[str]) -> None:
    before = project.text("tasks.yaml"), project.text("plan.md")
    assert project.run(*arguments)[0] == 2
    assert (project.text("tasks.yaml"), project.text("plan.md")) == before


def test_a_dry_run_shows_and_writes_nothing(project: Project) -> None:
    before = project.text("plan.md")
    code, shown = project.run("correct", PLAN, "--what", "更正序号", "--dry-run")
    assert code == 0
    assert "更正序号" in shown
    assert project.text("plan.md") == before


def test_a_correction_is_on_the_page_of_its_task(project: Project) -> None:
    assert (
        project.run("correct", PLAN, "--what", "更正序号", "--task", "1", "--date", "2025-08-01")[0]
        == 0
    )
    assert "task: 1" in project.text("plan.md")
    assert project.run("build")[0] == 0
    page = (project.root / f"public/plans/{PLAN}/1.html").read_text("utf-8")
    assert "更正序号" in page
