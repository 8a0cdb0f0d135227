"""A snapshot of a project with a review gate: it holds what is public, gives the same pages again
from nothing else, and an edit that nobody signed disturbs nothing that was archived."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from archive_sites import AT, copy_small_site, edit, make

from gksite.archive.container import open_container
from gksite.archive.unpacking import unpack_sources
from gksite.build.pipeline import Options, build
from gksite.cli import main
from gksite.cli.clock import now_of
from gksite.config.values import LEDGER_PATH
from gksite.content.archive_files import parse_ledger
from gksite.output.compare import differing_files

PLAN = "content/plans/qinghe-2025"
STEPS = ("拟稿", "签发")
Gksite = Callable[..., tuple[int, str]]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A plan that was signed, with an attachment; the ledger says that it went out."""
    root = copy_small_site(tmp_path / "site")
    with (root / "config.yaml").open("a", encoding="utf-8") as config:
        config.write("review: {steps: [拟稿, 签发]}\n")
    edit(root, f"{PLAN}/plan.md", "published: 2025-04-27\n", "")
    return root


@pytest.fixture
def gksite(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], site: Path
) -> Gksite:
    """Runs a command on the signed site."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["gksite", "-C", str(site), "--lang", "en", *arguments])
        with pytest.raises(SystemExit) as stop:
            main()
        assert isinstance(stop.value.code, int)
        return stop.value.code, capsys.readouterr().out

    for step in STEPS:
        assert run("review", "sign", "qinghe-2025", "--step", step, "--by", "某")[0] == 0
    (site / "publications").mkdir()
    (site / "publications/plans.yaml").write_text(
        f"- {{plan: qinghe-2025, title: 要点, date: 2025-04-28, digest: {'0' * 64},\n"
        "   first: 2025-04-28, first_at: 2025-04-28T09:30+08:00}\n",
        "utf-8",
    )
    return run


def edit_everything(site: Path) -> None:
    """Edits in text, tasks and attachment, which nobody signed, and a step signed of them."""
    edit(site, f"{PLAN}/plan.md", "每季度末公布", "每月末公布")
    edit(site, f"{PLAN}/tasks.yaml", "6月底前", "9月底前")
    (site / PLAN / "files/附表.csv").write_text("换过的附表\n", "utf-8")


def restored(site: Path, folder: Path, name: str) -> Path:
    with open_container(site / f"snapshots/{name}.wacz") as container:
        unpack_sources(container, folder)
    return folder


@pytest.mark.parametrize("is_edited", [False, True])
def test_from_its_sources_alone_come_the_same_pages(
    site: Path, gksite: Gksite, tmp_path: Path, is_edited: bool
) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    assert not build(site, before, Options(jobs=1)).problems
    if is_edited:
        edit_everything(site)
    assert make(site).entry
    folder = restored(site, tmp_path / "restored", f"{AT:%Y-%m-%d}")
    report = build(folder, after, Options(jobs=1))
    assert report.problems == ()
    assert differing_files(before, after) == []
    assert "2025-04-28 09:30" in (after / "plans/qinghe-2025/index.html").read_text("utf-8")
    kept = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {"publications/plans.yaml", f"{PLAN}/review.yaml", f"{PLAN}/files/附表.csv"} <= kept
    assert [path for path in kept if path.startswith("reviews/") and path.endswith("/SHA256SUMS")]
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            assert "换过的附表".encode() not in path.read_bytes()
            assert "每月末公布".encode() not in path.read_bytes()


def test_an_edit_of_what_was_archived_is_no_error(site: Path, gksite: Gksite) -> None:
    """Neither in a build nor in a check is any of its addresses gone: it stays public."""
    make(site)
    assert (site / "snapshots/addresses.txt").read_text("utf-8").count("plans/qinghe-2025/")
    edit_everything(site)
    assert gksite("build", "-q")[0] == 0
    out = gksite("check")[1]
    assert "[address-gone]" not in out and "[archived-plan-unsigned]" not in out
    assert "note[review-reopened]" in out


def test_a_plan_from_before_the_gate_is_told_of_adoption(site: Path, gksite: Gksite) -> None:
    (site / PLAN / "review.yaml").unlink()
    config = site / "config.yaml"
    text = config.read_text("utf-8")
    gate = "review: {steps: [拟稿, 签发]}\n"
    config.write_text(text.replace(gate, ""), "utf-8")
    make(site)
    config.write_text(text, "utf-8")
    out = gksite("build", "-q")[1]
    assert "warning[archived-plan-unsigned]" in out
    assert "review adopt qinghe-2025 --by WHO" in out


def test_the_time_is_the_minute_of_the_clock(site: Path, gksite: Gksite) -> None:
    """In the office's zone, and that of a later snapshot is no earlier; `--at` makes an old one
    again."""
    with (site / "config.yaml").open("a", encoding="utf-8") as config:
        config.write("timezone: '+09:00'\n")
    before = now_of(site)
    assert gksite("snapshot", "create")[0] == 0
    assert gksite("snapshot", "create")[0] == 0
    assert gksite("snapshot", "create", "--at", "2025-07-01T09:00")[0] == 0
    entries, problems = parse_ledger({LEDGER_PATH: (site / LEDGER_PATH).read_text("utf-8")})
    assert not problems
    by_name = {entry.name: datetime.fromisoformat(entry.at) for entry in entries}
    first, second = f"{before:%Y-%m-%d}", f"{before:%Y-%m-%d}-2"
    assert before <= by_name[first] <= by_name[second] <= now_of(site)
    assert by_name[first].utcoffset() == timedelta(hours=9)
    assert by_name["2025-07-01"].isoformat() == "2025-07-01T09:00:00+09:00"
