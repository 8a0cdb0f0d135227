"""The minute of a publication: fixed before the build, shown on pages, kept in the ledger only
after the switch, and what a later build says too."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from publishing_sites import command_runner, make_portal

from gksite.build.pipeline import Options, build, differences
from gksite.cli.clock import now_of
from gksite.config.values import PUBLISHED_PATH
from gksite.content.published import parse_published
from gksite.model.ledgers import PublishedPlan
from gksite.output.compare import differing_files

BASE_DIR = Path(__file__).parents[1] / "build/base"
ID = "qinghe-2025"
PLAN = f"content/plans/{ID}/plan.md"
PAGE = f"plans/{ID}/index.html"
STATED = "published: 2025-04-27\n"
Gksite = Callable[..., tuple[int, str]]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A tiny portal whose plan states no day of publication."""
    root = tmp_path / "site"
    shutil.copytree(BASE_DIR, root)
    config = root / "config.yaml"
    make_portal(config)
    config.write_text(
        config.read_text("utf-8").replace("site:\n", "site:\n  base_url: https://qinghe.example\n")
        + "timezone: '+09:00'\n"
        "publish: {targets: {live: {kind: folder, path: ../live},\n"
        "  try: {kind: folder, path: ../try, trial: yes}}}\n",
        "utf-8",
    )
    state(root, "")
    return root


@pytest.fixture
def gksite(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], site: Path
) -> Gksite:
    return command_runner(site, "zh", monkeypatch, capsys)


def state(site: Path, line: str) -> None:
    """Let the plan state a day of publication, or none."""
    plan = site / PLAN
    text = re.sub(r"published: .*\n", "", plan.read_text("utf-8"))
    plan.write_text(text.replace("written: ", f"{line}written: ", 1), "utf-8")


def entry(site: Path) -> PublishedPlan:
    text = (site / PUBLISHED_PATH).read_text("utf-8")
    ((found,), problems) = parse_published({PUBLISHED_PATH: text})
    assert not problems
    return found


def pub_date(page: Path) -> str:
    found = re.search(r'<meta name="PubDate" content="([^"]*)"', page.read_text("utf-8"))
    return found[1] if found else ""


def test_the_minute_is_on_the_pages_and_the_next_build_says_the_same(
    site: Path, gksite: Gksite
) -> None:
    before = now_of(site)
    assert gksite("publish", "live", "-q")[0] == 0
    own = entry(site)
    moment = datetime.fromisoformat(own.first_at)
    assert before <= moment <= now_of(site) and moment.utcoffset() == timedelta(hours=9)
    assert own.first_at == own.last_at and own.first == own.last == moment.date()
    public, minute = site / "public", f"{moment:%Y-%m-%d %H:%M}"
    assert pub_date(public / PAGE) == minute
    page = (public / PAGE).read_text("utf-8")
    assert f'<time datetime="{own.first_at}">' in page
    assert f'"datePublished":"{own.first_at}"' in page.replace('": "', '":"')
    assert f"<updated>{moment.isoformat()}</updated>" in (public / "feed.atom").read_text("utf-8")
    data = json.loads((public / "data/site.json").read_text("utf-8"))
    assert data["plans"][0]["published"] == str(moment.date())
    again = site.parent / "again"
    assert gksite("build", "-q", "-o", str(again))[0] == 0
    assert differing_files(public, again) == []
    # An incremental build from before the ledger knew the minute is right too.
    assert gksite("build", "-q")[0] == 0
    assert differences(site, public) == []


def test_a_correction_leaves_the_first_minute(site: Path) -> None:
    """Pages keep the time of the first publication; a publication of later goes by the ledger."""
    (site / "publications").mkdir()
    (site / PUBLISHED_PATH).write_text(
        f"- {{plan: {ID}, title: 要点, date: 2025-06-01, digest: {'0' * 64}, first: 2025-05-06,\n"
        "   last: 2025-06-01, first_at: 2025-05-06T09:30:00+08:00,\n"
        "   最近发布时间: 2025-06-01T10:00+08:00}\n",
        "utf-8",
    )
    out = site / "public"
    assert not build(site, out, Options(jobs=1, goes_out="2025-07-01T08:00+08:00")).problems
    assert pub_date(out / PAGE) == "2025-05-06 09:30"
    # An old ledger has the day alone; then no minute is made up.
    text = (site / PUBLISHED_PATH).read_text("utf-8")
    (site / PUBLISHED_PATH).write_text(re.sub(r"(?s), first_at.*\}", "}", text), "utf-8")
    assert not build(site, out, Options(jobs=1)).problems
    assert pub_date(out / PAGE) == "2025-05-06"
    assert differences(site, out, Options(jobs=1)) == []


@pytest.mark.parametrize(
    ("stated", "shown", "code"),
    [
        ("2025-05-06", "2025-05-06 09:30", ""),
        ("2025-05-05", "2025-05-05", "publication-backdated"),
        ("2025-05-07", "2025-05-07", "publication-postdated"),
    ],
)
def test_a_day_typed_by_hand_is_held_against_the_ledger(
    site: Path, gksite: Gksite, stated: str, shown: str, code: str
) -> None:
    (site / "publications").mkdir()
    (site / PUBLISHED_PATH).write_text(
        f"- {{plan: {ID}, title: 要点, date: 2025-05-06, digest: {'0' * 64}, first: 2025-05-06,\n"
        "   first_at: 2025-05-06T09:30+08:00}\n",
        "utf-8",
    )
    state(site, f"published: {stated}\n")
    assert gksite("build", "-q")[0] == 0
    assert pub_date(site / "public" / PAGE) == shown
    found = gksite("check", "--only", "publication-backdated,publication-postdated")[1]
    assert (f"[{code}]：发布日期 {stated} " in found) if code else ("[publication-" not in found)
    assert not code or "网页就写台账里的时间" in found


def test_a_portals_plan_needs_no_typed_day_before_it_goes_out(site: Path, gksite: Gksite) -> None:
    code, out = gksite("check")
    assert code == 0 and "警告[publication-day-open]" in out and "meta-tag-missing" not in out
    assert gksite("publish", "live", "-q")[0] == 0
    assert "publication-day-open" not in gksite("check")[1]


def test_a_day_without_a_minute_gets_none(site: Path, gksite: Gksite) -> None:
    """Nobody stated the time of a plan that went out elsewhere."""
    state(site, STATED)
    assert gksite("build", "-q")[0] == 0
    assert pub_date(site / "public" / PAGE) == "2025-04-27"


def test_neither_a_dry_run_nor_a_trial_nor_a_failure_is_kept(site: Path, gksite: Gksite) -> None:
    assert gksite("publish", "live", "-q", "--dry-run")[0] == 0
    assert not (site / "publications").exists()
    state(site, STATED)
    assert gksite("publish", "try", "-q")[0] == 0
    assert not (site / PUBLISHED_PATH).exists()
    assert pub_date(site / "public" / PAGE) == "2025-04-27"
    (site.parent / "live").write_text("no folder", "utf-8")
    assert gksite("publish", "live", "-q")[0] != 0
    assert not (site / PUBLISHED_PATH).exists()


def test_a_second_publication_moves_the_latest_minute_only_if_it_sent_something(
    site: Path, gksite: Gksite
) -> None:
    assert gksite("publish", "live", "-q")[0] == 0
    ledger = site / PUBLISHED_PATH
    before = ledger.read_text("utf-8")
    aged = re.sub(r"(last_at: .{11})\d\d:\d\d", r"\g<1>00:00", before)
    ledger.write_text(aged, "utf-8")
    assert gksite("publish", "live", "-q")[0] == 0
    assert ledger.read_text("utf-8") == aged
    (site / "content/pages").mkdir()
    (site / "content/pages/about.md").write_text("---\ntitle: 关于\n---\n说明。\n", "utf-8")
    assert gksite("publish", "live", "-q")[0] == 0
    own = entry(site)
    assert own.first_at == entry(site).first_at and not own.last_at.endswith("T00:00+09:00")


def test_a_publication_of_another_day_than_the_clocks_has_no_minute(
    site: Path, gksite: Gksite
) -> None:
    """`--today` says of which day it is; the minute of the clock belongs to another one."""
    assert gksite("publish", "live", "-q", "--today", "2025-08-08")[0] == 0
    own = entry(site)
    assert (str(own.first), own.first_at, own.last_at) == ("2025-08-08", "", "")
    assert pub_date(site / "public" / PAGE) == "2025-08-08"
    again = site.parent / "again"
    assert gksite("build", "-q", "-o", str(again))[0] == 0
    assert differing_files(site / "public", again) == []
