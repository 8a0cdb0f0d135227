"""The light gate of reports: an entry is public once every step of `review: {reports: …}` has
signed it, and not one byte of any other gets out."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from test_review import every_byte, tree

from gksite.archive.creation import Order, create_snapshot
from gksite.build.pipeline import Options, build, differences
from gksite.check.check import check
from gksite.cli import main
from gksite.cli.options import Shared
from gksite.cli.report_signing import sign_reports
from gksite.cli.text_signing import sign_texts
from gksite.content.report_entries import entry_digest
from gksite.output.source_files import locked_sources

BASE_DIR = Path(__file__).parents[1] / "build/base"
PLAN = "qinghe-2025"
PROGRESS = f"content/plans/{PLAN}/progress.yaml"
MARK = "WEIQIAN"
FIRST = "- {task: 2, date: 2025-06-20, status: 推进中, note: 目录已报区政府审定}\n"
SECOND = f"""- task: 2 # {MARK}
  填报单位: justice
  date: 2025-07-31
  recorded: 2025-08-01
  status: 已完成
  note: |+
    已公布{MARK}。

  evidence:
    - {{title: 目录{MARK}, url: "https://example.invalid/{MARK}"}}
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The base, with a gate of reports alone."""
    root = tmp_path / "site"
    shutil.copytree(BASE_DIR, root)
    with (root / "config.yaml").open("a", encoding="utf-8") as config:
        config.write("  base_url: https://example.invalid/\n")
        config.write("review: {required: 否, reports: [保密审查]}\n")
    return root


def sign(site: Path, step: str = "保密审查", **said: str) -> int:
    entry = {"step": step, "by": "示例人某某", "date": "2025-08-02", **said}
    with locked_sources(site) as sources:
        return sign_reports(Shared(str(site), "zh"), [PLAN], entry, sources)


@pytest.fixture
def gksite(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], site: Path
) -> Callable[..., tuple[int, str]]:
    """Runs `gksite review` on the site, in Chinese: exit code, and all that it says."""
    monkeypatch.setenv("GKSITE_LANG", "zh")

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["gksite", "-C", str(site), "review", *arguments])
        with pytest.raises(SystemExit) as stop:
            main()
        assert isinstance(stop.value.code, int)
        return stop.value.code, "".join(capsys.readouterr())

    return run


def test_the_commands(site: Path, gksite: Callable[..., tuple[int, str]]) -> None:
    by = ("--step", "保密审查", "--by", "某某")
    assert gksite("status") == (1, f"{PLAN}  1 条报送等签（保密审查）\n")
    code, words = gksite("status", "--format", "json")
    assert (code, json.loads(words)[0]["reports"]) == (1, 1)
    code, words = gksite("sign", PLAN, "--reports", *by)
    assert code == 0 and f"{PROGRESS}:1  任务 2 公布" in words and "报送已签署" in words
    assert gksite("status") == (0, "")
    for wrong in (
        ("sign", *by),
        ("sign", "--reports", *by),
        ("sign", PLAN, "--pages", *by),
        ("sign", PLAN, "--reports", "--with-doubts", *by),
        ("sign", "--pages", *by),
        ("sign", PLAN, "--reports", "--step", "签发", "--by", "某某"),
        ("sign", "qinghe-2024", "--reports", *by),
    ):
        assert gksite(*wrong)[0] == 2, wrong
    config = (site / "config.yaml").read_text("utf-8")
    write(site, config.replace("reports:", "pages:"), "config.yaml")
    assert gksite("status") == (1, "2 份网页文本等签（保密审查）\n")
    code, words = gksite("sign", "--pages", *by)
    assert code == 0 and "+++ content/index.md" in words and "已签署 2 份" in words
    assert gksite("status") == (0, "")


def write(site: Path, text: str, path: str = PROGRESS) -> None:
    (site / path).write_text(text, "utf-8")


def codes(site: Path) -> list[str]:
    return [one.code for one in check(site, Options(jobs=1)).problems]


def options_of(profile: str) -> Options:
    return Options(jobs=1, profile=profile)  # type: ignore[arg-type]


def public(site: Path, profile: str = "site") -> Path:
    out = site / f"public-{profile}"
    assert build(site, out, options_of(profile)).pages > 0
    return out


def test_what_was_signed_stays_signed(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert codes(site) == ["reports-unsigned"]
    assert "目录已报区政府审定" not in said(public(site))
    assert sign(site) == 0
    assert (
        "任务 2 公布本年度重大行政决策事项目录。；日期 2025-06-20；状态 推进中"
        in capsys.readouterr().out
    )
    assert codes(site) == []
    assert "目录已报区政府审定" in said(public(site))
    before = tree(public(site))
    # In other words of YAML, in Chinese, with a comment, below another entry: the same entry.
    other = "# 说明\n-   状态: '推进中'\n    情况: 目录已报区政府审定\n    日期: 2025-06-20\n    task: 2\n"
    write(site, SECOND + other)
    assert codes(site) == ["reports-unsigned"]
    assert tree(public(site)) == before


def said(folder: Path) -> str:
    return b"\n".join(every_byte(folder)).decode("utf-8", "replace")


@pytest.mark.parametrize("profile", ["site", "fragment", "paste", "push"])
def test_not_one_byte_of_an_unsigned_entry_gets_out(site: Path, profile: str) -> None:
    assert sign(site) == 0
    clean = tree(public(site, profile))
    write(site, FIRST + SECOND)
    edited = public(site, profile)
    assert MARK not in said(edited)
    assert tree(edited) == clean
    assert differences(site, edited, options_of(profile)) == []
    assert sign(site) == 0
    signed = public(site, profile)
    assert MARK in said(signed) or (profile == "paste" and "已完成" in said(signed))
    assert "示例人某某" not in said(signed)
    assert differences(site, signed, options_of(profile)) == []


def test_an_edited_entry_waits_and_the_loss_of_the_signed_one_is_said(site: Path) -> None:
    assert sign(site) == 0
    write(site, FIRST.replace("审定", MARK))
    problems = check(site, Options(jobs=1)).problems
    assert [one.code for one in problems] == ["reports-unsigned", "signed-report-gone"]
    assert str(problems[1].location).startswith(f"content/plans/{PLAN}/review.yaml:5:")
    assert MARK not in said(public(site))
    assert sign(site) == 0
    assert codes(site) == []
    assert MARK in said(public(site))
    write(site, FIRST)
    assert codes(site) == ["reports-unsigned", "signed-report-gone"]


def test_equal_entries_count_as_often_as_they_were_signed(site: Path) -> None:
    assert sign(site) == 0
    write(site, FIRST + "\n" + FIRST)
    (problem,) = (one for one in check(site, Options(jobs=1)).problems
                  if one.code == "reports-unsigned")  # fmt: skip
    assert str(problem.location).startswith(f"{PROGRESS}:3")
    assert sign(site) == 0
    assert "reports-unsigned" not in codes(site)


def test_each_step_has_to_sign_in_its_order_and_one_that_returns_takes_back(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = site / "config.yaml"
    steps = "[科室审核, 保密审查], separate: [[科室审核, 保密审查]]"
    config.write_text(config.read_text("utf-8").replace("[保密审查]", steps), "utf-8")
    assert sign(site) == 1
    assert "先要有：科室审核" in capsys.readouterr().err
    assert sign(site, "科室审核", by="另一人") == 0
    assert codes(site) == ["reports-unsigned"]
    assert sign(site, by="另 一人") == 1
    assert "[light-gate-same-person]" in capsys.readouterr().out
    assert sign(site) == 0
    assert codes(site) == []
    assert sign(site) == 0
    assert "没有等签的报送" in capsys.readouterr().err
    values = {"task": "2", "date": "2025-06-20", "status": "推进中", "note": "目录已报区政府审定"}
    digest = entry_digest("progress.yaml", values)
    with (site / f"content/plans/{PLAN}/review.yaml").open("a", encoding="utf-8") as file:
        file.write("- {环节: 保密审查, 签署: 某, 日期: 2025-08-09, 结论: 退回, ")
        file.write(f"报送: {{条目: [{digest}]}}}}\n")
    assert codes(site) == ["reports-unsigned"]


def test_steps_that_come_and_go_count_from_the_next_batch_on(site: Path) -> None:
    assert sign(site) == 0
    config = site / "config.yaml"
    before = config.read_text("utf-8")
    config.write_text(before.replace("[保密审查]", "[保密审查, 签发]"), "utf-8")
    assert codes(site) == []
    write(site, FIRST + SECOND)
    assert sign(site) == 0
    assert codes(site) == ["reports-unsigned"]
    assert "目录已报区政府审定" in said(public(site)) and MARK not in said(public(site))
    assert sign(site, "签发") == 0
    assert codes(site) == []
    config.write_text(before, "utf-8")
    assert codes(site) == []
    assert MARK in said(public(site))


def test_assessments_are_signed_where_they_are_public(site: Path) -> None:
    path = f"content/plans/{PLAN}/assessments.yaml"
    write(
        site, f"- {{task: 2, date: 2025-09-01, by: {MARK}局, verdict: 属实, note: {MARK}}}\n", path
    )
    assert sign(site) == 0
    assert codes(site) == []
    assert MARK not in said(public(site))
    with (site / "config.yaml").open("a", encoding="utf-8") as config:
        config.write("assessments: public\n")
    assert codes(site) == ["reports-unsigned"]
    assert MARK not in said(public(site))
    assert sign(site) == 0
    assert MARK in said(public(site))


def test_drafts_show_them(site: Path) -> None:
    out = site / "drafts"
    write(site, FIRST + SECOND)
    assert build(site, out, Options(jobs=1, drafts=True)).pages
    page = (out / f"plans/{PLAN}/2.html").read_text("utf-8")
    assert MARK in page and page.count("还没有审签，不公开") == 2
    assert sign(site) == 0
    assert build(site, out, Options(jobs=1, drafts=True)).pages
    page = (out / f"plans/{PLAN}/2.html").read_text("utf-8")
    assert MARK in page and "还没有审签，不公开" not in page and "草稿" not in page
    assert differences(site, out, Options(jobs=1, drafts=True)) == []


@pytest.mark.parametrize("text", ["task: 2\n", "一段\n", "- {task: 2\n", "- a: 1\n  a: 2\n"])
def test_a_file_that_cannot_be_divided_publishes_nothing(site: Path, text: str) -> None:
    assert sign(site) == 0
    write(site, text)
    problems = check(site, Options(jobs=1)).problems
    assert len([one for one in problems if one.location.path == PROGRESS]) == 1
    assert build(site, site / "out", Options(jobs=1)).pages == 0
    assert sign(site) == 1


def test_an_entry_that_waits_and_is_wrong_holds_up_nobody(site: Path) -> None:
    assert sign(site) == 0
    write(site, FIRST + "- {task: 99, datum: 1}\n- 一段\n")
    assert codes(site) == ["reports-unsigned"]
    assert sign(site) == 1


def test_the_digest_is_that_of_docs() -> None:
    values = {"任务": "3", "date": "2025-06-30", "数值": {"标题": "5"}, "note": None}
    english = {"date": "2025-06-30", "note": None, "readings": {"标题": "5"}, "task": "3"}
    assert entry_digest("x/progress.yaml", values) == entry_digest("progress.yaml", english)
    assert entry_digest("progress.yaml", values) != entry_digest("assessments.yaml", values)
    both = {"note": "一", "情况": "二"}, {"note": "二", "情况": "一"}
    assert entry_digest("progress.yaml", both[0]) != entry_digest("progress.yaml", both[1])


def unpacked(data: bytes) -> Iterator[bytes]:
    """All that a file says: the file, and what is packed in it, archives within archives."""
    yield data
    if data[:2] == b"\x1f\x8b":
        yield gzip.decompress(data)
    elif zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from unpacked(archive.read(name))


def test_no_snapshot_holds_an_entry_or_a_text_that_waits(site: Path) -> None:
    config = site / "config.yaml"
    gates = "reports: [保密审查], pages: [保密审查]"
    config.write_text(config.read_text("utf-8").replace("reports: [保密审查]", gates), "utf-8")
    assert sign(site) == 0
    with locked_sources(site) as sources:
        entry = {"step": "保密审查", "by": "示例人某某", "date": "2025-08-02"}
        assert sign_texts(Shared(str(site), "zh"), entry, sources) == 0
    write(site, FIRST + SECOND)
    home = site / "content/index.md"
    home.write_text(f"{home.read_text('utf-8')}\n{MARK}\n", "utf-8")
    (site / "content/pages").mkdir(exist_ok=True)
    (site / "content/pages/new.md").write_text(f"---\ntitle: {MARK}\n---\n{MARK}\n", "utf-8")
    config.write_text(f"{config.read_text('utf-8')}archive: {{download: yes}}\n", "utf-8")
    made = create_snapshot(site, Order(at=datetime(2025, 9, 1, 8, tzinfo=UTC), jobs=1))
    assert made.entry, made.problems
    files = sorted((site / "snapshots").glob("*.wacz"))
    assert len(files) == 2
    for file in files:
        held = b"\n".join(unpacked(file.read_bytes()))
        assert "目录已报区政府审定".encode() in held
        assert MARK.encode() not in held
