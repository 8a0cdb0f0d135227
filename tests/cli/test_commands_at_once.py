"""Commands that change the same source file at once: what each confirmed is kept, or it says
that it was not done."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from progress_sites import write_site

from gksite.config.values import LEDGER_PATH
from gksite.content.archive_files import parse_ledger
from gksite.model.entities import Plan
from gksite.output.source_files import locked_sources
from gksite.publishing.published_plans import Contents, Publishing, read_contents, record_plans
from gksite.publishing.records import Publication, append_local, read_local

AT_ONCE = 4
PLAN = "content/plans/qinghe-2025"
SIGN = ("review", "sign", "qinghe-2025", "--step", "拟稿")
SHEET = "计划编号,任务编号,状态,日期,情况,责任单位\nqinghe-2025,1,推进中,2025-06-{day:02},第{day}份,区教育局\n"
DOCUMENT = """\
2025年{name}政务公开工作要点

一、推进公开
1.公布进展。（责任单位：{name}新设第{number}中心；完成时限：2025年6月底前）
2.公布清单。（责任单位：区司法局；完成时限：2025年9月底前）
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write_site(tmp_path / "site")
    return tmp_path / "site"


def run_at_once(site: Path, commands: Sequence[Sequence[str]]) -> int:
    """Start every command before any has ended; how many of them said that it was done."""
    environment = {**os.environ, "GKSITE_LANG": "en"}
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "gksite", "-C", str(site), *command],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        for command in commands
    ]
    outputs = [one.communicate(timeout=300)[0].decode() for one in started]
    assert not [text for text in outputs if "Traceback" in text]
    return sum(one.returncode == 0 for one in started)


def test_of_two_who_sign_one_step_at_once_the_second_hears_it(site: Path) -> None:
    with (site / "config.yaml").open("a", encoding="utf-8") as config:
        config.write("review: {steps: [拟稿, 签发]}\n")
    done = run_at_once(site, [[*SIGN, "--by", f"某{n}"] for n in range(AT_ONCE)])
    text = (site / PLAN / "review.yaml").read_text("utf-8")
    assert (done, text.count("step:")) == (AT_ONCE, 1)


def test_what_was_changed_while_the_signature_waited_is_not_signed(site: Path) -> None:
    """What is shown is what is signed: somebody saves while another command holds the sources."""
    with (site / "config.yaml").open("a", encoding="utf-8") as config:
        config.write("review: {steps: [拟稿, 签发]}\n")
    command = [sys.executable, "-m", "gksite", "-C", str(site), *SIGN, "--by", "甲"]
    with locked_sources(site):
        signing = subprocess.Popen(
            command,
            env={**os.environ, "GKSITE_LANG": "en"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert signing.stderr
        # It has shown what it covers, and waits.
        assert "waiting" in signing.stderr.readline()
        plan = site / PLAN / "plan.md"
        plan.write_text(plan.read_text("utf-8") + "\n后来加的一段。\n", "utf-8")
    out, _ = signing.communicate(timeout=300)
    assert signing.returncode == 1
    assert "[review-moved]" in out
    assert not (site / PLAN / "review.yaml").exists()


def test_every_signature_that_was_confirmed_is_kept(site: Path) -> None:
    with (site / "config.yaml").open("a", encoding="utf-8") as config:
        config.write("review: {steps: [拟稿, 签发]}\n")
    done = run_at_once(
        site,
        [[*SIGN, "--by", f"某{n}", "--return", "--opinion", "再议"] for n in range(AT_ONCE)],
    )
    text = (site / PLAN / "review.yaml").read_text("utf-8")
    assert done == AT_ONCE == text.count("step:")
    assert all(f"某{n}" in text for n in range(AT_ONCE))


def test_every_report_that_was_taken_is_kept(site: Path, tmp_path: Path) -> None:
    for n in range(AT_ONCE):
        (tmp_path / f"{n}.csv").write_text(SHEET.format(day=n + 1), "utf-8-sig")
    before = (site / PLAN / "progress.yaml").read_text("utf-8")
    done = run_at_once(
        site, [["import", "progress", str(tmp_path / f"{n}.csv")] for n in range(AT_ONCE)]
    )
    text = (site / PLAN / "progress.yaml").read_text("utf-8")
    assert text.startswith(before)
    assert (
        done
        == text.count("date: 2025-06-")
        == len({line for line in text.splitlines() if "第" in line})
    )
    assert done


def test_every_unit_that_was_added_is_in_the_registry(site: Path) -> None:
    done = run_at_once(
        site, [["new", "unit", f"unit-{n}", "--name", f"区第{n}中心"] for n in range(AT_ONCE)]
    )
    text = (site / "content/units/qinghe.yaml").read_text("utf-8")
    assert done == AT_ONCE == text.count("id: unit-")


def test_only_one_of_two_pages_of_one_name_is_made(site: Path) -> None:
    done = run_at_once(
        site, [["new", "page", "faq", "--title", f"第{n}个标题"] for n in range(AT_ONCE)]
    )
    assert done == 1
    assert (site / "content/pages/faq.md").read_text("utf-8").count("title:") == 1


def test_every_snapshot_that_was_made_is_in_the_ledger_and_its_own_file(site: Path) -> None:
    done = run_at_once(
        site, [["snapshot", "create", "--note", f"第{n}份", "-j", "1"] for n in range(3)]
    )
    text = (site / "snapshots/index.yaml").read_text("utf-8")
    assert done == 3 == text.count("sha256:") == len(list((site / "snapshots").glob("*.wacz")))
    assert text.count("previous:") == 2
    # One after the other: each was made after the one that it names, and none is earlier.
    entries, _ = parse_ledger({LEDGER_PATH: text})
    in_order = sorted(entries, key=lambda entry: (len(entry.name), entry.name))
    assert [one.previous for one in in_order] == ["", *(one.name for one in in_order[:-1])]
    assert [one.at for one in in_order] == sorted(one.at for one in in_order)


def test_of_documents_imported_into_one_plan_none_overwrites_another_in_silence(
    site: Path, tmp_path: Path
) -> None:
    for n in range(3):
        (tmp_path / f"{n}.txt").write_text(DOCUMENT.format(name="青禾区", number=n + 3), "utf-8")
    run_at_once(
        site,
        [
            ["import", str(tmp_path / f"{n}.txt"), "--authority", "qinghe", "--id", "new-2025"]
            for n in range(3)
        ],
    )
    texts = [
        path.read_text("utf-8", errors="replace")
        for path in (site / "content/plans/new-2025").rglob("*")
        if path.is_file()
    ]
    held = {n for n in range(3) if any(f"新设第{n + 3}中心" in text for text in texts)}
    proposed = (site / "content/units/qinghe.proposed.yaml").read_text("utf-8")
    # Whatever plan was kept: the names that it needs are proposed, and it is whole.
    assert held
    assert all(f"新设第{n + 3}中心" in proposed for n in held)


def test_two_that_mend_the_same_files_mend_them_once(site: Path) -> None:
    plan = site / PLAN / "plan.md"
    plan.write_text(
        plan.read_text("utf-8").replace("1.每季度公布进展。", "1.每季度公布进展,并更新目录。"),
        "utf-8",
    )
    assert "进展," in plan.read_text("utf-8")
    run_at_once(site, [["check", "--fix", "-j", "1"] for _ in range(3)])
    assert "1.每季度公布进展，并更新目录。" in plan.read_text("utf-8")


def _record(root: Path, contents: Contents, number: int) -> None:
    record_plans(root, contents, Publishing(date(2025, 7, number + 1)))
    append_local(
        root,
        Publication(
            "2025-07-01T00:00:00Z", "live", "publish", f"{number:064x}", "0" * 64, "某人", "0"
        ),
    )


def test_of_publications_at_once_every_plan_is_in_the_ledger_and_every_one_in_the_record(
    site: Path,
) -> None:
    contents = read_contents(site)
    assert contents.plans
    given: Plan = contents.plans[0]
    from msgspec.structs import replace

    processes = []
    context = multiprocessing.get_context("spawn")
    for n in range(AT_ONCE):
        plan = replace(given, id=f"plan-{n}", tasks=())
        processes.append(
            context.Process(
                target=_record, args=(site, Contents((plan,), {plan.id: f"{n:064x}"}, {}), n)
            )
        )
    for one in processes:
        one.start()
    for one in processes:
        one.join(120)
    assert [one.exitcode for one in processes] == [0] * AT_ONCE
    ledger = (site / "publications/plans.yaml").read_text("utf-8")
    assert all(f"plan: plan-{n}" in ledger for n in range(AT_ONCE))
    assert {int(one.digest, 16) for one in read_local(site, "live")} == set(range(AT_ONCE))
