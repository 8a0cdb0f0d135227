"""What changed between two snapshots, or since one, in words and as data."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from archive_sites import GOLDEN_DIR, copy_site, edit, make, members_of, remake

from gksite.archive.comparison import Change
from gksite.archive.comparison_words import change_words, changes_json, rules_words, summary
from gksite.archive.file_bundle import write_bundle
from gksite.archive.package_texts import SOURCES_PATH
from gksite.archive.states import changes_between, living_state, read_state
from gksite.output.refusal import Refused

CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("cases").joinpath("changes.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_changes_in_words(case: dict[str, Any], snapshot: Path, tmp_path: Path) -> None:
    root = copy_site(tmp_path / "site")
    for path, old, new in case["edits"]:
        if old:
            edit(root, path, old, new)
        else:
            (root / path).write_text(new, "utf-8")
    before, now = read_state(snapshot), living_state(root, None)
    changes = changes_between(before, now)
    content = [one for one in changes if one.kind != "page"]
    assert [change_words(one, "zh") for one in content] == case["zh"]
    assert [change_words(one, "en") for one in content] == case["en"]
    parsed = json.loads(changes_json(changes, before, now))
    assert (parsed["old"], parsed["new"], parsed["rules"]) == (before.name, ".", [2, 2])
    assert [Change(**one) for one in parsed["changes"]] == changes


TASK = "- {id: 2, deadline: 6月底前}\n"
DECIDED = (
    "- {{id: 2, deadline: 6月底前, targets: [{{id: q1, by: 2025-Q1, text: 甲}}, {{id: q2, by: \
2025-Q2, text: 甲}}], adjustments: [{{date: 2025-06-20, {}}}]}}\n"
)
AIM = "- {{id: 2, deadline: 6月底前, targets: [{{id: {}}}]}}\n"


@pytest.mark.parametrize(
    ("form", "values", "field"),
    [
        (DECIDED, ("units: 区司法局", "units: 区发展改革委"), "adjustments"),
        (DECIDED, ("text: 公布目录", "text: 公布清单"), "adjustments"),
        (
            DECIDED,
            ("deadline: 9月底前, target: q1", "deadline: 9月底前, target: q2"),
            "adjustments",
        ),
        (AIM, ("q1, by: 2025-Q1, text: 甲", "q1, by: 2025-Q2, text: 甲"), "targets"),
        (AIM, ("q1, by: 2025-Q1, text: 甲", "q1, by: 2025-Q1, text: 乙"), "targets"),
    ],
)
def test_no_change_of_a_decision_or_a_target_is_lost(
    form: str, values: tuple[str, str], field: str, tmp_path: Path
) -> None:
    states = []
    for number, value in enumerate(values):
        root = copy_site(tmp_path / str(number))
        edit(root, "content/plans/qinghe-2025/tasks.yaml", TASK, form.format(value))
        states.append(living_state(root, None))
    changes = changes_between(*states)
    assert field in {one.field for one in changes if one.key == "qinghe-2025#2"}


@pytest.mark.parametrize("setting", ["internal", "public"])
def test_assessments_are_a_change_where_they_are_public(
    setting: str, snapshot: Path, tmp_path: Path
) -> None:
    root = copy_site(tmp_path / "site")
    config = root / "config.yaml"
    config.write_text(f"{config.read_text('utf-8')}assessments: {setting}\n", "utf-8")
    (root / "content/plans/qinghe-2025/assessments.yaml").write_text(
        "- {task: 1, date: 2025-07-01, by: 区政府督查室, verdict: 属实}\n", "utf-8"
    )
    changes = changes_between(read_state(snapshot), living_state(root, date(2025, 7, 1)))
    words = [change_words(one, "zh") for one in changes if one.kind == "task"]
    expected = "任务 qinghe-2025#1 每季度末公布重点项目进展：核查有改动"
    assert words == ([expected] if setting == "public" else [])


def test_pages_that_came_went_and_changed(snapshot: Path, tmp_path: Path) -> None:
    """The banner, the head and the foot are no change of a page; what was withdrawn is news."""
    root = copy_site(tmp_path / "site")
    edit(root, "content/pages/about.md", "见[", "请见[")
    edit(
        root,
        "content/withdrawn.yaml",
        "plans/qinghe-2022/index.html",
        "plans/qinghe-2021/index.html",
    )
    edit(root, "config.yaml", "archive:", "column: {name: 政务公开}\narchive:")
    changes = changes_between(read_state(snapshot), living_state(root, None))
    assert {(one.key, one.what) for one in changes} == {
        ("pages/about.html", "changed"),
        ("plans/qinghe-2021/index.html", "added"),
        ("plans/qinghe-2022/index.html", "removed"),
        ("index.html", "changed"),
        ("changes/2024.html", "changed"),
    }


def test_two_snapshots_of_one_state_differ_in_nothing_but_the_list_of_snapshots(
    tmp_path: Path,
) -> None:
    root = copy_site(tmp_path / "site")
    first = read_state(make(root).place)
    second = read_state(make(root, datetime.fromisoformat("2025-12-31T18:00:00+08:00")).place)
    assert {(one.key, one.what) for one in changes_between(first, second)} <= {
        ("archive/index.html", "added"),
        ("sitemap.html", "changed"),
    }


def test_a_summary_names_plans_and_counts_the_rest() -> None:
    plans = [Change("plan", f"p{n}", f"第{n}份", "added") for n in range(7)]
    day = Change("site", "", "", "changed", "as_of", "2025-07-01", "2025-12-31")
    changes = [
        day,
        *plans,
        Change("task", "p#1", "一", "changed", "deadline", "a", "b"),
        Change("page", "x.html", "", "removed"),
    ]
    assert summary(changes, "zh") == [
        "网站：截至日期 2025-07-01 → 2025-12-31",
        *(f"新增计划 第{n}份" for n in range(5)),
        "另有2份计划新增或删除",
        "任务：1项的时间节点有变化",
        "网页：删除1页",
    ]
    assert summary(changes[8:], "en") == ["tasks: deadline of 1", "pages: 1 removed"]
    assert summary([], "zh") == ["内容没有变化"]


def test_long_values_are_not_repeated_in_words() -> None:
    change = Change("task", "p#1", "一", "changed", "units", "lead: " + "甲" * 80, "")
    assert change_words(change, "zh") == "任务 p#1 一：责任单位有改动"


def test_a_project_with_errors_is_not_compared(tmp_path: Path) -> None:
    root = copy_site(tmp_path / "site")
    edit(root, "content/plans/qinghe-2025/plan.md", "区司法局", "区法制局")
    with pytest.raises(Refused) as caught:
        living_state(root, None)
    assert caught.value.diagnostic.code == "snapshot-not-built"


def of_format_1(tmp_path: Path, progress: str) -> Path:
    """A snapshot of format 1 with these reports among its sources."""
    members = members_of(GOLDEN_DIR / "format-1.wacz")
    with zipfile.ZipFile(io.BytesIO(members[SOURCES_PATH])) as bundle:
        bundle.extractall(tmp_path / "sources")
    root = tmp_path / "sources"
    (root / "content/plans/qinghe-2025/progress.yaml").write_text(progress, "utf-8")
    files = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    write_bundle(tmp_path / "project.zip", files)
    sources = (tmp_path / "project.zip").read_bytes()
    return remake({**members, SOURCES_PATH: sources}, tmp_path / "old.wacz")


@pytest.mark.parametrize(
    ("status", "is_withdrawn", "what"), [("已取消", True, ""), ("adjusted", False, "改为每半年")]
)
def test_reports_of_format_1_are_read_as_a_migration_proposes(
    status: str, is_withdrawn: bool, what: str, tmp_path: Path
) -> None:
    first = "- {task: 1, date: 2025-06-18, status: 推进中, note: 已公布两期。}\n"
    second = f"- {{task: 1, date: 2025-06-28, status: {status}, note: 改为每半年}}\n"
    old = read_state(of_format_1(tmp_path, first + second))
    task = old.model.tasks["qinghe-2025#1"]
    assert [report.status for report in task.reports] == ["under_way", "under_way"]
    assert [report.note for report in task.reports] == ["已公布两期。", "改为每半年"]
    assert task.is_withdrawn == is_withdrawn
    assert [adjustment.what for adjustment in task.adjustments] == [what]
    assert not old.model.plans["qinghe-2025"].draft


def test_two_formats_are_said_to_reckon_by_two_rules(snapshot: Path) -> None:
    old, new = read_state(GOLDEN_DIR / "format-1.wacz"), read_state(snapshot)
    assert (old.rules, new.rules) == (1, 2)
    assert json.loads(changes_json([], old, new))["rules"] == [1, 2]
    assert rules_words(1, 2, "zh") == (
        "两处的网页按不同口径统计状态（格式 1、格式 2），数字不能直接相比"
    )
    assert "format 1 and format 2" in rules_words(1, 2, "en")
    assert rules_words(2, 2, "zh") == ""
