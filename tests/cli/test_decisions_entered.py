"""`gksite adjust` and `gksite correct`: what a build would not accept is not written."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from gksite.api import read_site
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


def test_a_deadline_that_nobody_can_read_is_written_and_told(project: Project) -> None:
    code, shown = project.run("adjust", PLAN, "1", "--deadline", "某个时候", "--date", "2025-08-01")
    assert code == 0
    assert "某个时候" in project.text("tasks.yaml")
    assert "unread-deadline" in shown


def test_a_task_that_is_not_there_is_answered_with_those_that_are(project: Project) -> None:
    code, shown = project.run("adjust", PLAN, "第一项任务", "--withdraw")
    assert code == 2
    assert "没有任务“第一项任务”（有：1" in shown


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


RESTORED = {
    "deadline": (["--deadline", "2025年12月底前"], ["--deadline", "2025年6月底前"]),
    "units": (["--units", "牵头单位：区政府办公室"], ["--units", "牵头单位：区司法局"]),
    "text": (["--text", "公布事项目录。"], ["--text", "公布本年度重大行政决策事项目录。"]),
}


@pytest.mark.parametrize("key", RESTORED)
def test_a_later_decision_restores_what_was(key: str, project: Project) -> None:
    """Both decisions stay; what holds is what was printed."""
    first, again = RESTORED[key]
    for values, day in ((first, "2025-07-01"), (again, "2025-08-01")):
        assert project.run("adjust", PLAN, "2", *values, "--date", day)[0] == 0
    model, problems = read_site(project.root)
    assert model and not problems
    task = model.tasks[f"{PLAN}#2"]
    assert len(task.adjustments) == 2
    assert (str(task.due.end), [duty.unit for duty in task.duties]) == (
        "2025-06-30",
        ["qinghe/justice"],
    )
    assert project.run("build")[0] == 0
    page = (project.root / f"public/plans/{PLAN}/2.html").read_text("utf-8")
    assert "2025年7月1日" in page and "2025年8月1日" in page


def test_no_decision_restores_a_withdrawn_task(project: Project) -> None:
    """A retraction does, or a new task; the finding says so."""
    assert project.run("adjust", PLAN, "2", "--withdraw", "--date", "2025-07-01")[0] == 0
    assert (
        project.run("adjust", PLAN, "2", "--deadline", "12月底前", "--date", "2025-08-01")[0] == 0
    )
    _, shown = project.run("check")
    assert "adjustment-after-withdrawal" in shown and "gksite adjust --retract" in shown
    for day in ("2025-08-01", "2025-07-01"):
        code, shown = project.run("adjust", PLAN, "2", "--retract", day, "--why", "应登在第1项")
        assert code == 0, shown
    model, problems = read_site(project.root)
    assert model and not problems
    task = model.tasks[f"{PLAN}#2"]
    assert not task.is_withdrawn and not task.adjustments
    corrections = [(item.task, item.what) for item in model.plans[PLAN].corrections]
    assert corrections == [
        ("2", "撤回2025-08-01误登的调整：时间节点调整为12月底前"),
        ("2", "撤回2025-07-01误登的调整：撤销任务"),
    ]


def test_a_task_is_withdrawn_once(project: Project) -> None:
    arguments = ("adjust", PLAN, "2", "--withdraw", "--date")
    assert project.run(*arguments, "2025-07-01")[0] == 0
    before = project.text("tasks.yaml")
    for day in ("2025-07-01", "2025-08-01", "2025-06-01"):
        code, shown = project.run(*arguments, day)
        assert code == 2 and "已于 2025-07-01 撤销" in shown and "--retract 2025-07-01" in shown
    assert project.text("tasks.yaml") == before
    code, _ = project.run("adjust", PLAN, "2", "--what", "已移交市级", "--date", "2025-08-01")
    assert code == 0


def test_a_correction_is_entered_once(project: Project) -> None:
    """Of another day, another task or in other words it is another one."""
    one = ["--what", "“6月”更正为“9月”", "--date", "2025-07-01"]
    assert project.run("correct", PLAN, *one)[0] == 0
    before = project.text("plan.md")
    code, shown = project.run("correct", PLAN, *one, "--why", "排印差错")
    assert code == 2 and "2025-07-01 的这条更正已经登过" in shown
    assert project.text("plan.md") == before
    assert project.run("correct", PLAN, *one, "--task", "2")[0] == 0
    assert project.run("correct", PLAN, *one[:3], "2025-07-02")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--retract", "2025-07-01"], "--why"),
        (["--retract", "2025-07-01", "--why", "误登", "--deadline", "12月底前"], "另登一条调整"),
        (["--retract", "2025-07-02", "--why", "误登"], "0 条调整"),
        (["--retract", "2025-07-01", "--why", "误登"], "2 条调整"),
    ],
)
def test_a_retraction_that_is_not_clear_writes_nothing(
    arguments: list[str], says: str, project: Project
) -> None:
    for values in (["--deadline", "12月底前"], ["--text", "公布目录。"]):
        assert project.run("adjust", PLAN, "2", *values, "--date", "2025-07-01")[0] == 0
    before = project.text("tasks.yaml"), project.text("plan.md")
    code, shown = project.run("adjust", PLAN, "2", *arguments)
    assert code == 2 and says in shown
    assert (project.text("tasks.yaml"), project.text("plan.md")) == before
