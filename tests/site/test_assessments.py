"""What somebody else found of a unit's report is published where config.yaml says so, and in no
byte of any file where it doesn't."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from opened_files import opened_tree

from gksite.build.pipeline import Options, build
from gksite.catalogue import severity
from gksite.config.target_kinds import Profile

BASE = Path(__file__).parents[1] / "build/base"
PLAN = "content/plans/qinghe-2025"
CONFIG = """\
site: {name: 青禾区政务公开工作要点, base_url: 'https://www.example.cn/gkyd/'}
exports: {formats: [csv, xlsx, json, ics, stratml, feeds, sqlite, datapackage, jsonld]}
"""
FOUND = """\
- {task: 2, unit: 区司法局, date: 2025-09-10, by: 区密查室甲, verdict: 部分属实, note: 缺密项乙, points: 83.25}
- {task: 1, date: 2025-09-11, by: 区密查室丙, verdict: 不属实, note: 密情丁}
"""
SECRETS = (
    "区密查室甲",
    "缺密项乙",
    "区密查室丙",
    "密情丁",
    "83.25",
    "2025-09-10",
    "2025-09-11",
    "属实",
)
LATE = '<strong class="late">逾期</strong>'
PROFILES: tuple[Profile, ...] = ("site", "fragment", "paste", "push")


def site_at(root: Path, config: str = CONFIG, found: str = FOUND) -> Path:
    shutil.copytree(BASE, root)
    (root / "config.yaml").write_text(config, "utf-8")
    if found:
        (root / PLAN / "assessments.yaml").write_text(found, "utf-8")
    return root


def outputs(root: Path, profile: Profile = "site") -> dict[str, bytes]:
    """Every file of the output, the marker too."""
    folder = root / "out"
    report = build(root, folder, Options(jobs=1, profile=profile))
    assert [one for one in report.problems if severity(one) == "error"] == []
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("setting", ["", "assessments: internal\n", "核查: 内部\n"])
def test_without_a_word_in_the_settings_no_byte_comes_from_an_assessment(
    tmp_path: Path, profile: Profile, setting: str
) -> None:
    without = outputs(site_at(tmp_path / "without", CONFIG + setting, ""), profile)
    site = site_at(tmp_path / "site", CONFIG + setting, "")
    outputs(site, profile)
    (site / PLAN / "assessments.yaml").write_text(FOUND, "utf-8")
    assert outputs(site, profile) == without
    shutil.rmtree(site / "out")
    assert outputs(site, profile) == without


def test_points_are_never_public_and_the_rest_is_where_the_settings_say_so(tmp_path: Path) -> None:
    outputs(site_at(tmp_path / "site", f"{CONFIG}assessments: public\n"))
    whole = b"\0".join(data for _, data in opened_tree(tmp_path / "site/out")).decode(
        "utf-8", "replace"
    )
    assert [secret for secret in SECRETS if secret not in whole] == ["83.25"]
    page = re.sub(r"<[^>]*>|\s", "", (tmp_path / "site/out/plans/qinghe-2025/2.html").read_text())
    assert "经核查：部分属实（2025年9月10日，区密查室甲）：缺密项乙" in page


def test_the_day_of_a_public_assessment_is_one_of_the_offices_own(tmp_path: Path) -> None:
    """The task was due in June: with a day of September it is late."""
    internal = outputs(site_at(tmp_path / "internal"))
    public = outputs(site_at(tmp_path / "public", f"{CONFIG}assessments: public\n"))
    page = "plans/qinghe-2025/2.html"
    assert LATE not in internal[page].decode() and LATE in public[page].decode()


@pytest.mark.parametrize("setting", ["assessments: public", "task_status: all"])
def test_plans_that_are_kept_follow_a_change_of_the_settings(tmp_path: Path, setting: str) -> None:
    site = site_at(tmp_path / "site")
    outputs(site)
    (site / "config.yaml").write_text(f"{CONFIG}{setting}\n", "utf-8")
    assert outputs(site) == outputs(site_at(tmp_path / "other", f"{CONFIG}{setting}\n"))


def tables(files: dict[str, bytes]) -> list[str]:
    """The tables that the SQLite file and the descriptions of the CSV files name."""
    names = [one["name"] for one in json.loads(files["data/datapackage.json"])["resources"]]
    whole = files["data/gksite.sqlite"]
    return [*names, *(["sqlite"] if b"CREATE TABLE assessments" in whole else [])]


def test_data_files_tell_no_assessments_from_assessments_that_are_not_public(
    tmp_path: Path,
) -> None:
    without = outputs(site_at(tmp_path / "without", f"{CONFIG}assessments: public\n", ""))
    assert {"assessments", "sqlite"} <= {*tables(without)}
    assert [one["assessments"] for one in tasks_of(without)] == [[], []]
    internal = outputs(site_at(tmp_path / "internal"))
    assert not {"assessments", "sqlite"} & {*tables(internal)}
    assert "data/assessments.csv" not in internal
    assert [one["assessments"] for one in tasks_of(internal)] == [None, None]


def tasks_of(files: dict[str, bytes]) -> list[dict[str, object]]:
    tasks: list[dict[str, object]] = json.loads(files["data/site.json"])["tasks"]
    return tasks


def test_data_files_and_feeds_hold_public_assessments(tmp_path: Path) -> None:
    files = outputs(site_at(tmp_path / "site", f"{CONFIG}assessments: public\n"))
    table = csv.reader(io.StringIO(files["data/assessments.csv"].decode("utf-8-sig")))
    plan = "qinghe-2025"
    assert [*table][1:] == [
        [plan, "1", "1", "2025-09-11", "", "", "不属实", "区密查室丙", "", "密情丁"],
        [plan, "2", "1", "2025-09-10", "qinghe/justice", "区司法局", "部分属实", "区密查室甲", "",
         "缺密项乙"],
    ]  # fmt: skip
    assert tasks_of(files)[1]["assessments"] == [
        {
            "date": "2025-09-10",
            "unit": "区司法局",
            "holder": "qinghe/justice",
            "verdict": "partly",
            "by": "区密查室甲",
            "assessor": None,
            "note": "缺密项乙",
        }
    ]
    feed = json.loads(files["feed.json"])["items"]
    assert [one["title"].partition("：")[0] for one in feed[:2]] == ["核查不属实", "核查部分属实"]
    own = [one["id"] for one in json.loads(files["units/qinghe/hubin.feed.json"])["items"]]
    assert [id.rpartition("tasks/")[2] for id in own[:1]] == ["1/assessments/2025-09-11"]
    assert not any("tasks/2" in id for id in own)
    news = re.sub(r"<[^>]*>|\s", "", files["changes.html"].decode())
    assert "区司法局：部分属实（区密查室甲）：缺密项乙" in news


FACTS = {
    "": "单位报已完成；未经核查",
    "- {task: 2, date: 2025-06-20, by: 区政府督查室, verdict: 属实}": "单位报已完成；经核查属实",
    "- {task: 2, date: 2025-06-19, by: 区政府督查室, verdict: 属实}": "单位报已完成；核查后又有报送",
    "- {task: 2, date: 2025-06-20, by: 区政府督查室, verdict: 属实}\n"
    "- {task: 2, date: 2025-06-21, by: 区审计局, verdict: 不属实}": "单位报已完成；经核查属实1、不属实1",
}


@pytest.mark.parametrize("found", FACTS)
def test_reports_and_assessments_are_two_facts(tmp_path: Path, found: str) -> None:
    site = site_at(tmp_path / "site", f"{CONFIG}assessments: public\ntask_status: 核查\n", found)
    done = "- {task: 2, date: 2025-06-20, status: 已完成, unit: 区司法局}\n"
    (site / PLAN / "progress.yaml").write_text(done, "utf-8")
    files = outputs(site)
    assert f">{FACTS[found]}</p>" in files["plans/qinghe-2025/2.html"].decode()
    # What was found is folded into no state.
    assert tasks_of(files)[1]["status"] == "done"
    mark = FACTS[found].partition("；")[2]
    for page in ("index", "table"):
        assert (
            f'<span class="assessed">{mark}</span>'
            in files[f"plans/qinghe-2025/{page}.html"].decode()
        )


def test_of_several_units_the_page_says_how_they_stand_and_what_was_found(tmp_path: Path) -> None:
    """Task 1 has two units, of which one reported: no word is put into the other's mouth."""
    found = "- {task: 1, unit: 湖滨街道, date: 2025-06-20, by: 区政府督查室, verdict: 属实}\n"
    site = site_at(tmp_path / "site", f"{CONFIG}assessments: public\ntask_status: 核查\n", found)
    done = "- {task: 1, date: 2025-06-20, status: 已完成, unit: 湖滨街道}\n"
    (site / PLAN / "progress.yaml").write_text(done, "utf-8")
    page = outputs(site)["plans/qinghe-2025/1.html"].decode()
    assert '<p class="task-states">2家中1家已完成、1家未报送</p>' in page
    assert '<p class="task-assessed">经核查属实（2家中1家）</p>' in page


def test_of_a_plan_that_nobody_reported_on_pages_say_what_was_found(tmp_path: Path) -> None:
    """Such a task has no state, and its mark stands alone: in the text, the table and the lists."""
    site = site_at(tmp_path / "site", f"{CONFIG}assessments: public\n")
    (site / PLAN / "progress.yaml").unlink()
    folder = "plans/qinghe-2025"
    pages = {path: data.decode() for path, data in outputs(site).items() if path.endswith(".html")}
    for page, count in (("index", 2), ("table", 4)):
        document = BeautifulSoup(pages[f"{folder}/{page}.html"], "lxml")
        found = ["".join(mark.get_text().split()) for mark in document.select("main .assessed")]
        assert sorted({*found}) == ["经核查不属实", "经核查部分属实"], page
        assert len(found) == count, page
        assert not document.select("main .status"), page
