"""Which day it is: for a site the office's own, for a command the clock's; and what is told of a
day that cannot be."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from publishing_sites import command_runner, make_portal

from gksite.build.pipeline import Options
from gksite.check.check import check
from gksite.cli.clock import day_of
from gksite.config.values import zone_of
from gksite.output.compare import differing_files

BASE_DIR = Path(__file__).parents[1] / "build/base"
PLAN = "content/plans/qinghe-2025"
Gksite = Callable[..., tuple[int, str]]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    shutil.copytree(BASE_DIR, root)
    return root


@pytest.fixture
def gksite(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], site: Path
) -> Gksite:
    """Runs a command on the site; its exit code and what it printed."""
    return command_runner(site, "zh", monkeypatch, capsys)


def report(site: Path, *entries: str) -> None:
    (site / PLAN / "progress.yaml").write_text(
        "".join(f"- {{{entry}}}\n" for entry in entries), "utf-8"
    )


def settings(site: Path, text: str) -> None:
    config = site / "config.yaml"
    config.write_text(config.read_text("utf-8") + text, "utf-8")


def late(site: Path, task: str) -> bool:
    return 'class="late"' in (site / f"public/plans/qinghe-2025/{task}.html").read_text("utf-8")


def test_no_report_moves_the_day_and_one_of_the_future_is_an_error(
    site: Path, gksite: Gksite
) -> None:
    tasks = site / PLAN / "tasks.yaml"
    tasks.write_text(
        tasks.read_text("utf-8")
        + "- {id: 3, text: 公布清单。, deadline: 6月底前, units: 区政府办公室}\n",
        "utf-8",
    )
    report(
        site,
        "task: 2, date: 2025-06-20, status: 推进中",
        "task: 2, date: 2025-12-20, status: 推进中",
    )
    assert gksite("build", "-q")[0] == 0 and not late(site, "3")
    report(
        site,
        "task: 2, date: 2025-06-20, status: 推进中",
        "task: 2, date: 2062-05-01, status: 推进中, unit: 区政府办公室",
    )
    for command in ("check", "build"):
        code, out = gksite(command)
        assert code == 1
        assert (
            f"{PLAN}/progress.yaml:2:3: 错误[report-in-future]：任务 2 的填报（区政府办公室）日期是 2062-05-01"
            in out
        )
    assert not late(site, "3")
    # A day that is asked for may lie in the future, and nothing after it is published.
    assert gksite("build", "-q", "--today", "2062-05-01")[0] == 0 and late(site, "3")


@pytest.mark.parametrize(("ahead", "code"), [(0, 0), (1, 1)])
def test_today_is_no_future_and_tomorrow_is(
    site: Path, gksite: Gksite, ahead: int, code: int
) -> None:
    report(site, f"task: 2, date: {day_of(site) + timedelta(days=ahead)}, status: 推进中")
    assert gksite("build", "-q")[0] == code


def test_a_publication_stands_at_its_own_day_and_the_next_build_says_the_same(
    site: Path, gksite: Gksite
) -> None:
    make_portal(site / "config.yaml")
    settings(site, "publish: {targets: {live: {kind: folder, path: ../live}}}\n")
    today = day_of(site)
    assert gksite("publish", "live", "-q")[0] == 0
    ledger = (site / "publications/plans.yaml").read_text("utf-8")
    assert f"first: {today}" in ledger and f"last: {today}" in ledger
    published = (site.parent / "live/current/index.html").read_text("utf-8")
    assert f'datetime="{today}"' in published
    assert gksite("build", "-q", "-o", str(site.parent / "again"))[0] == 0
    assert differing_files(site / "public", site.parent / "again") == []
    # Later nothing but a report came; the ledger moves on with the publication, and `date` stays
    # that of the content.
    assert gksite("publish", "live", "-q", "--today", str(today + timedelta(days=40)))[0] == 0
    ledger = (site / "publications/plans.yaml").read_text("utf-8")
    assert f"date: {today}\n" in ledger and f"last: {today + timedelta(days=40)}" in ledger
    code, out = gksite("check", "--only", "publication-backdated")
    assert (
        code == 0
        and f"{PLAN}/plan.md:7:12: 警告[publication-backdated]：发布日期 2025-04-27 早于首次发布的日期 {today}"
        in out
    )


def test_a_day_that_config_fixes_is_that_of_a_publication_too(site: Path, gksite: Gksite) -> None:
    settings(site, "as_of: 2025-07-01\npublish: {targets: {live: {kind: folder, path: ../live}}}\n")
    make_portal(site / "config.yaml")
    assert gksite("publish", "live", "-q")[0] == 0
    assert 'datetime="2025-07-01"' in (site.parent / "live/current/index.html").read_text("utf-8")
    code, out = gksite("check", "--only", "as-of-old")
    assert code == 0 and "config.yaml:5:8: 警告[as-of-old]：判断逾期用的日期是 2025-07-01" in out


def test_the_day_of_the_clock_is_told_of_and_changes_no_page(site: Path) -> None:
    before, after = (check(site, Options(jobs=1, clock=date(2025, month, 28))) for month in (5, 6))
    assert {one.code for one in before.problems} == {"report-in-future"}
    assert {one.code for one in after.problems} == {"as-of-old"}
    assert check(site, Options(jobs=1)).problems == ()


@pytest.mark.parametrize(
    ("zone", "hours"),
    [
        ("", 8),
        ("timezone: Asia/Shanghai\n", 8),
        ('时区: "+09:00"\n', 9),
        ('timezone: "-11:30"\n', -11.5),
    ],
)
def test_the_day_is_that_of_the_place(site: Path, zone: str, hours: float) -> None:
    (site / "config.yaml").write_text(f"site: {{name: 要点}}\n{zone}", "utf-8")
    assert abs((datetime.now(UTC) + timedelta(hours=hours)).date() - day_of(site)) <= timedelta(
        days=0 if hours else 1
    )
    assert check(site, Options(jobs=1)).problems == ()


def test_a_place_that_is_none_is_told(site: Path) -> None:
    (site / "config.yaml").write_text("site: {name: 要点}\ntimezone: 北京\n", "utf-8")
    assert [(one.code, str(one.location)) for one in check(site, Options(jobs=1)).problems] == [
        ("wrong-value", "config.yaml:2:11")
    ]
    assert zone_of("../../etc/passwd") is None and zone_of("+99:00") is None
    assert day_of(site) == datetime.now(zone_of("Asia/Shanghai")).date()


def test_decisions_of_the_future_are_errors(site: Path, gksite: Gksite) -> None:
    """They would change what pages say of now: who has a task, and what is late."""
    registry = site / "content/units/qinghe.yaml"
    registry.write_text(
        registry.read_text("utf-8")
        + "transfers:\n  - {from: office, to: justice, on: 2062-05-01, tasks: all}\n",
        "utf-8",
    )
    tasks = site / PLAN / "tasks.yaml"
    tasks.write_text(
        tasks.read_text("utf-8") + "- {id: 9, text: 公布清单。, units: 区政府办公室,\n"
        "   adjustments: [{date: 2062-05-01, withdrawn: true}]}\n",
        "utf-8",
    )
    for command in ("check", "build"):
        code, out = gksite(command)
        assert code == 1
        assert "错误[transfer-in-future]：职责划转的日期是 2062-05-01" in out
        assert "错误[adjustment-in-future]：任务 9 的调整日期是 2062-05-01" in out
    assert gksite("build", "-q", "--today", "2062-05-01")[0] == 0


def test_an_assessment_of_the_future_is_an_error(site: Path, gksite: Gksite) -> None:
    entry = "- {task: 2, date: 2062-05-01, by: 区政府督查室, verdict: 属实}\n"
    (site / PLAN / "assessments.yaml").write_text(entry, "utf-8")
    for command in ("check", "build"):
        code, out = gksite(command)
        assert code == 1
        assert (
            f"{PLAN}/assessments.yaml:1:3: 错误[assessment-in-future]：任务 2 的核查（区政府督查室）日期是 2062-05-01"
            in out
        )
    assert gksite("build", "-q", "--today", "2062-05-01")[0] == 0
