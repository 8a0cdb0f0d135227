"""Pushed documents tell of the targets of a task and of the decisions that changed it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from target_sites import PLAN, SITE_DIR

from gksite.build.pipeline import Options, build

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs/push.schema.json").read_text("utf-8"),
)
NO = {"what": "", "deadline": "", "end": ""}


def pushed(root: Path) -> dict[str, Any]:
    """The entries of the plan's tasks by id."""
    report = build(root, root / "push", Options(jobs=1, profile="push"))
    assert report.problems == ()
    document = json.loads((root / f"push/documents/{PLAN}.json").read_bytes())
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    return {task["id"]: task for task in document["tasks"]}


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    root = tmp_path_factory.mktemp("pushed")
    shutil.copytree(SITE_DIR, root, dirs_exist_ok=True)
    return pushed(root)


@pytest.mark.parametrize(
    ("task", "targets"),
    [
        (
            "1",
            [
                "q1 | 开工4个 | 2026年第一季度 | 2026-03-31 | 已完成",
                "q2 | 开工8个 | 2026年第二季度 | 2026-09-30 | 推进中",
                "q4 | 全部完工 | 2026年 | 2026-12-31 | 未报送",
            ],
        ),
        ("3", ["open | 两校开学 | 2026-08 | 2026-08-31 | 未报送"]),
        ("3.1", ["base | 基础完工 | 2026年3月底前 | 2026-03-31 | 已完成"]),
        (
            "4.1",
            [
                "q3 | +3个乡镇通水 | 2026年第三季度 | 2026-09-30 | 未报送",
                "h1 | 通水乡镇3 | 2026年上半年 | 2026-06-30 | 推进中",
            ],
        ),
        ("5", ["a | 定稿 | 2026-05 | 2026-05-31 | 已撤销"]),
    ],
)
def test_targets(task: str, targets: list[str], tasks: dict[str, Any]) -> None:
    wanted = ("id", "text", "by", "due", "status")
    found = [" | ".join(one[key] for key in wanted) for one in tasks[task]["targets"]]
    assert found == targets


def test_a_task_without_targets_has_no_such_key(tasks: dict[str, Any]) -> None:
    assert {id for id, task in tasks.items() if "targets" not in task} == {"3.2", "4", "6"}
    assert all(task["targets"] for task in tasks.values() if "targets" in task)


@pytest.mark.parametrize(
    ("task", "adjustments"),
    [
        (
            "1",
            [
                {
                    **NO,
                    "date": "2026-06-20",
                    "target": "q2",
                    "deadline": "9月底前",
                    "end": "2026-09-30",
                    "approved_by": "县政府第9次常务会议",
                    "why": "汛期停工",
                }
            ],
        ),
        (
            "2",
            [
                {
                    **NO,
                    "date": "2026-05-01",
                    "units": "牵头单位：县住建局；配合单位：县财政局",
                    "approved_by": "县政府办公会议",
                    "why": "",
                },
                {
                    **NO,
                    "date": "2026-05-10",
                    "text": "编制并报批城镇专项规划",
                    "approved_by": "县政府办公会议",
                    "why": "上位规划调整",
                },
            ],
        ),
        (
            "5",
            [
                {
                    **NO,
                    "date": "2026-04-01",
                    "what": "已撤销",
                    "approved_by": "县政府办公会议",
                    "why": "",
                }
            ],
        ),
        ("6", []),
    ],
)
def test_adjustments(task: str, adjustments: list[dict[str, str]], tasks: dict[str, Any]) -> None:
    assert tasks[task]["adjustments"] == adjustments


def test_days_units_and_states_after_adjustments(tasks: dict[str, Any]) -> None:
    """What was printed stays beside what holds; the words of a report on a target are no unit's
    word on the task."""
    first, second, withdrawn = (tasks[id] for id in ("1", "2", "5"))
    assert (first["deadline"], first["end"], first["due"]) == ("12月底前", *["2026-12-31"] * 2)
    assert [one["name"] for one in second["units"]] == ["县自然资源局"]
    assert [(one["role"], one["name"]) for one in second["duties"]] == [
        ("lead", "县住建局"),
        ("cooperating", "县财政局"),
    ]
    assert second["text"] == "编制并报批专项规划"
    assert withdrawn["status"] == "已撤销"
    [duty] = tasks["4.1"]["duties"]
    assert (duty["status"], duty["reported"], duty["note"]) == ("推进中", "2026-06-30", "")


def test_an_adjusted_deadline_of_the_task_is_due_then(tmp_path: Path) -> None:
    shutil.copytree(SITE_DIR, tmp_path, dirs_exist_ok=True)
    path = tmp_path / f"content/plans/{PLAN}/tasks.yaml"
    text = path.read_text("utf-8")
    line = "units: 县财政局, deadline: 6月底前"
    assert line in text
    new = "adjustments: [{date: 2026-06-10, deadline: 10月底前, why: 系统改造}]"
    path.write_text(text.replace(line, f"{line}, {new}"), "utf-8")
    task = pushed(tmp_path)["6"]
    assert (task["deadline"], task["end"], task["due"]) == ("6月底前", "2026-06-30", "2026-10-31")
    assert task["adjustments"] == [
        {
            **NO,
            "date": "2026-06-10",
            "deadline": "10月底前",
            "end": "2026-10-31",
            "approved_by": "",
            "why": "系统改造",
        }
    ]
    assert task["reported"] == "2026-06-10"
