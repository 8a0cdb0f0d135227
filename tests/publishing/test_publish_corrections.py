"""What was published changes only with a public correction, and leaves a tombstone: from the first
publication to the withdrawal."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from publishing_sites import command_runner, make_portal

BASE_DIR = Path(__file__).parents[1] / "build/base"
PLAN = "content/plans/qinghe-2025"
TARGETS = (
    "publish: {targets: {live: {kind: folder, path: ../live}, trial: {kind: folder, path: "
    "../trial, 试发布: 是}}}\n"
)
Publish = Callable[..., tuple[int, str]]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The base with feeds, a place to publish and one to try."""
    root = tmp_path / "site"
    shutil.copytree(BASE_DIR, root)
    make_portal(root / "config.yaml")
    edit(
        root,
        "config.yaml",
        "site:\n",
        f"{TARGETS}site:\n  base_url: https://www.qinghe.example/gkyd/\n",
    )
    return root


@pytest.fixture
def gksite(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], site: Path
) -> Publish:
    """Runs a command on the site; its exit code and what it printed."""
    return command_runner(site, "en", monkeypatch, capsys)


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), "utf-8")


def correct(root: Path, day: str, what: str, why: str) -> None:
    """One correction more."""
    path = root / PLAN / "plan.md"
    if "corrections:" not in path.read_text("utf-8"):
        edit(
            root,
            f"{PLAN}/plan.md",
            "published: 2025-04-27\n",
            "published: 2025-04-27\ncorrections:\n",
        )
    edit(
        root,
        f"{PLAN}/plan.md",
        "corrections:\n",
        f"corrections:\n  - {{date: {day}, what: {what}{f', why: {why}' if why else ''}}}\n",
    )


def feed(root: Path, path: str) -> list[tuple[str, str, str]]:
    """Day, title and text of the entries of a feed."""
    items = json.loads((root.parent / "live/current" / path).read_text("utf-8"))["items"]
    return [(one["date_published"][:10], one["title"], one["content_text"]) for one in items]


STONE = {
    "address": "plans/qinghe-2025/2.html",
    "title": "2 公布目录",
    "date": "2025-07-05",
    "why": "与其他任务重复",
}
"""The tombstone of the task that is taken back."""


def publish(gksite: Publish, day: str) -> tuple[int, str]:
    return gksite("publish", "live", "-q", "--today", day, "--max-deletes", "100")


def publish_first(site: Path, gksite: Publish) -> None:
    """Nothing but a publication enters a plan in the ledger."""
    ledger = site / "publications/plans.yaml"
    assert gksite("publish", "live", "--dry-run")[0] == 0
    assert gksite("publish", "trial", "-q")[0] == 0
    assert not ledger.exists()
    assert publish(gksite, "2025-07-01")[0] == 0
    first = ledger.read_text("utf-8")
    assert first.splitlines()[2:5] == [
        "- plan: qinghe-2025",
        "  title: 2025年青禾区政务公开工作要点",
        "  date: 2025-07-01",
    ]
    # The same again, and progress: no correction.
    edit(site, f"{PLAN}/progress.yaml", "推进中", "已完成")
    assert publish(gksite, "2025-07-02")[0] == 0
    assert ledger.read_text("utf-8") == first.replace("last: 2025-07-01", "last: 2025-07-02")


def correct_a_deadline(site: Path, gksite: Publish) -> None:
    """A change is refused until a correction says so: a new one, not before that day, with its
    reason."""
    live, ledger = site.parent / "live/current", site / "publications/plans.yaml"
    edit(site, f"{PLAN}/tasks.yaml", "6月底前", "9月底前")
    page = (live / "plans/qinghe-2025/2.html").read_bytes()
    for said in (
        (),
        ("2025-06-30", "第2项时限", "排印差错"),
        ("2025-07-03", "第2项时限更正为9月底前", ""),
    ):
        if said:
            correct(site, *said)
        code, told = gksite("check", "--only", "correction-missing")
        assert (code, told.count("error[correction-missing]")) == (1, 1)
        assert publish(gksite, "2025-07-03")[0] == 3
        assert (live / "plans/qinghe-2025/2.html").read_bytes() == page
        assert gksite("build", "-q")[0] == 0
    correct(site, "2025-07-03", "第2项“6月底前”更正为“9月底前”", "排印差错")
    assert publish(gksite, "2025-07-03")[0] == 0
    assert "  date: 2025-07-03\n" in ledger.read_text("utf-8")
    assert (
        "  corrections:\n    - 2025-06-30\n    - 2025-07-03\n    - 2025-07-03\n"
        in ledger.read_text("utf-8")
    )
    for path in ("changes.html", "plans/qinghe-2025/index.html"):
        assert "第2项“6月底前”更正为“9月底前”" in (live / path).read_text("utf-8")
    entry = (
        "2025-07-03",
        "更正：2025年青禾区政务公开工作要点",
        "第2项“6月底前”更正为“9月底前”（排印差错）",
    )
    for path in ("feed.json", "plans/qinghe-2025/feed.json", "units/qinghe/justice.feed.json"):
        assert entry in feed(site, path)
    assert publish(gksite, "2025-07-04") == (0, "")


def keep_the_correction(site: Path, gksite: Publish) -> None:
    """A correction that was published stays."""
    kept = (site / PLAN / "plan.md").read_text("utf-8")
    edit(site, f"{PLAN}/plan.md", "  - {date: 2025-06-30, what: 第2项时限, why: 排印差错}\n", "")
    assert "error[correction-removed]" in publish(gksite, "2025-07-04")[1]
    (site / PLAN / "plan.md").write_text(kept, "utf-8")


def take_back_a_task(site: Path, gksite: Publish) -> None:
    """A task that is taken back: a correction of its plan, and a tombstone at its address."""
    live, ledger = site.parent / "live/current", site / "publications/plans.yaml"
    edit(site, f"{PLAN}/tasks.yaml", "- id: 2\n", "- id: 3\n")
    edit(site, f"{PLAN}/progress.yaml", "task: 2", "task: 3")
    correct(site, "2025-07-05", "撤销第2项，另列第3项", "重复")
    code, told = publish(gksite, "2025-07-05")
    assert code == 3
    assert "error[published-gone]" in told and "plans/qinghe-2025/2.html" in told
    (site / "content/withdrawn.yaml").write_text(
        f"- {json.dumps(STONE, ensure_ascii=False)}\n", "utf-8"
    )
    assert publish(gksite, "2025-07-05")[0] == 0
    assert "  tasks:\n    - 1\n    - 2\n    - 3\n" in ledger.read_text("utf-8")
    answer = (live / "plans/qinghe-2025/2.html").read_text("utf-8")
    assert (
        "与其他任务重复" in answer
        and '<a href="../../plans/qinghe-2025/index.html">2025年青禾区政务公开工作要点</a>'
        in answer
    )
    for path in ("changes.html", "plans/qinghe-2025/index.html"):
        text = (live / path).read_text("utf-8")
        assert "与其他任务重复" in text and "plans/qinghe-2025/2.html" in text
    for path in ("feed.json", "plans/qinghe-2025/feed.json", "units/qinghe/office.feed.json"):
        assert (
            "2025-07-05",
            "撤销：2 公布目录（2025年青禾区政务公开工作要点）",
            "与其他任务重复",
        ) in feed(site, path)


def take_back_the_plan(site: Path, gksite: Publish) -> None:
    """The whole plan: every page that it had answers, and nothing else speaks of it."""
    live, ledger = site.parent / "live/current", site / "publications/plans.yaml"
    shutil.move(site / PLAN, site.parent / "taken-back")
    assert "error[published-gone]" in publish(gksite, "2025-07-06")[1]
    stones = [
        STONE,
        {
            "address": "plans/qinghe-2025/index.html",
            "title": "青禾区旧要点",
            "date": "2025-07-06",
            "why": "已由新文件替代",
        },
    ]
    (site / "content/withdrawn.yaml").write_text(
        "".join(f"- {json.dumps(one, ensure_ascii=False)}\n" for one in stones), "utf-8"
    )
    assert publish(gksite, "2025-07-06")[0] == 0
    assert "- plan: qinghe-2025\n" in ledger.read_text("utf-8")
    pages = {path.name: path.read_text("utf-8") for path in (live / "plans/qinghe-2025").iterdir()}
    assert set(pages) == {
        "index.html",
        "table.html",
        "matrix.html",
        "cascade.html",
        "1.html",
        "2.html",
        "3.html",
    }
    assert all(
        ("与其他任务重复" if name == "2.html" else "已由新文件替代") in text and "noindex" in text
        for name, text in pages.items()
    )
    assert ("2025-07-06", "撤销：青禾区旧要点", "已由新文件替代") in feed(site, "feed.json")
    assert "青禾区旧要点" in (live / "changes.html").read_text("utf-8")
    named = {
        path.relative_to(live).as_posix()
        for path in live.rglob("*")
        if path.is_file() and "qinghe-2025" in path.read_bytes().decode("utf-8", "replace")
    }
    assert {path for path in named if not path.startswith("plans/qinghe-2025/")} == {
        ".gksite-manifest",
        "changes.html",
        "changes/2025.html",
        "feed.atom",
        "feed.json",
        "index.html",
    }


def test_from_publication_to_correction_to_withdrawal(site: Path, gksite: Publish) -> None:
    publish_first(site, gksite)
    correct_a_deadline(site, gksite)
    keep_the_correction(site, gksite)
    take_back_a_task(site, gksite)
    take_back_the_plan(site, gksite)
    assert "- plan: qinghe-2025\n" in (site / "publications/plans.yaml").read_text("utf-8")


def test_a_level_of_the_site_lets_a_change_through(site: Path, gksite: Publish) -> None:
    assert gksite("publish", "live", "-q", "--today", "2025-07-01")[0] == 0
    edit(site, f"{PLAN}/tasks.yaml", "6月底前", "9月底前")
    edit(site, "config.yaml", "site:\n", "rules: {levels: {correction-missing: warning}}\nsite:\n")
    assert gksite("publish", "live", "-q", "--today", "2025-07-02")[0] == 0


def test_what_any_rule_calls_an_error_is_not_published(site: Path, gksite: Publish) -> None:
    edit(site, f"{PLAN}/plan.md", "制定本要点。", "制定本要点，联系电话13800138000。")
    code, told = gksite("publish", "live")
    assert code == 3
    assert "error[mobile-number]" in told and "error[publish-errors-remain]" in told


def test_a_rollback_leaves_the_ledger(site: Path, gksite: Publish) -> None:
    assert gksite("publish", "live", "-q", "--today", "2025-07-01")[0] == 0
    correct(site, "2025-07-02", "标题", "差错")
    edit(site, f"{PLAN}/plan.md", "title: 2025年", "title: 2025年度")
    assert gksite("publish", "live", "-q", "--today", "2025-07-02")[0] == 0
    before = (site / "publications/plans.yaml").read_bytes()
    assert gksite("publish", "live", "-q", "--rollback")[0] == 0
    assert (site / "publications/plans.yaml").read_bytes() == before


def adjust_and_publish(site: Path, gksite: Publish) -> None:
    """An adjustment asks for no correction, and stands in the ledger."""
    values = ("--deadline", "2025年9月底前", "--approved-by", "区政府", "--why", "汛期")
    assert gksite("adjust", "qinghe-2025", "2", *values, "--date", "2025-07-01")[0] == 0
    assert publish(gksite, "2025-07-02")[0] == 0
    ledger = (site / "publications/plans.yaml").read_text("utf-8")
    assert "  adjustments:\n    - 2 2025-07-01 " in ledger


def lose_or_change_the_adjustment(site: Path, gksite: Publish) -> None:
    """Neither goes out: a decision that was published does not vanish in silence."""
    path = site / PLAN / "tasks.yaml"
    kept = path.read_text("utf-8")
    head, _, _ = kept.partition("  adjustments:")
    for text in (head, kept.replace("9月底前", "10月底前")):
        path.write_text(text, "utf-8")
        code, told = gksite("check", "--only", "adjustment-removed")
        assert (code, told.count("error[adjustment-removed]")) == (1, 1)
        assert publish(gksite, "2025-07-03")[0] == 3
    path.write_text(kept.replace("approved_by: 区政府", "approved_by: 区政府常务会议"), "utf-8")
    assert gksite("check", "--only", "adjustment-removed")[0] == 0, "who agreed may be mended"
    path.write_text(kept, "utf-8")


def retract_the_adjustment(site: Path, gksite: Publish) -> None:
    """A public correction says what was taken out, and why."""
    live = site.parent / "live/current"
    wrong = [("--retract", "2025-07-01"), ("--retract", "2025-06-01", "--why", "误登")]
    for values in wrong:
        assert gksite("adjust", "qinghe-2025", "2", *values)[0] == 2
    values = ("--retract", "2025-07-01", "--why", "应登在第1项", "--date", "2025-07-03")
    assert gksite("adjust", "qinghe-2025", "2", *values)[0] == 0
    assert "adjustments" not in (site / PLAN / "tasks.yaml").read_text("utf-8")
    assert publish(gksite, "2025-07-03")[0] == 0
    said = "撤回2025-07-01误登的调整：时间节点调整为2025年9月底前"
    page = (live / "plans/qinghe-2025/2.html").read_text("utf-8")
    assert said in page and "应登在第1项" in page and "6月底前" in page
    assert any(said in text for _, _, text in feed(site, "plans/qinghe-2025/feed.json"))
    assert "adjustments" not in (site / "publications/plans.yaml").read_text("utf-8")
    assert publish(gksite, "2025-07-04")[0] == 0


def test_from_an_adjustment_to_its_retraction(site: Path, gksite: Publish) -> None:
    assert publish(gksite, "2025-07-01")[0] == 0
    adjust_and_publish(site, gksite)
    lose_or_change_the_adjustment(site, gksite)
    retract_the_adjustment(site, gksite)
