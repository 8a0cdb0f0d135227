"""What a build, the preview and a signature say of the last check: made, older than the sources, or
what it found."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gksite.build.last_check import State, state_label, state_of_texts, state_words
from gksite.build.pipeline import Options, build
from gksite.catalogue import Language
from gksite.check.check import check
from gksite.diagnostics import Location, problem
from gksite.output.places import STATE_DIR
from gksite.source.files import read_sources

BASE_DIR = Path(__file__).parents[1] / "build/base"
PLAN = "content/plans/qinghe-2025"
ONE = Options(jobs=1)
FOUND = (
    problem("dead-link", Location("content/pages/a.md", 1, 1), target="x"),
    *(
        problem("blank-in-text", Location("content/pages/a.md", line, 1), found=" ")
        for line in (1, 2)
    ),
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    shutil.copytree(BASE_DIR, root)
    return root


def told(site: Path) -> str:
    state = build(site, site / "public", ONE).last_check
    assert state is not None
    return state_words(state, "zh")


def test_a_build_knows_whether_the_sources_were_checked(site: Path) -> None:
    assert told(site) == "内容还没有检查过：运行 gksite check"
    check(site, ONE)
    assert told(site) == "最近一次检查没有发现问题"
    plan = site / PLAN / "plan.md"
    before = plan.read_text("utf-8")
    plan.write_text(before.replace("重点工作进展。", "重点工作,进展。"), "utf-8")
    assert told(site) == "最近一次检查之后又有改动：再运行 gksite check"
    check(site, ONE)
    assert told(site) == "最近一次检查发现 1 个警告：narrow-mark 1（gksite check 逐条列出）"
    (site / "templates").mkdir()
    (site / "templates/404.html").write_text("x", "utf-8")
    assert told(site) == "最近一次检查之后又有改动：再运行 gksite check"


def test_a_signature_leaves_what_was_checked_as_it_was(site: Path) -> None:
    check(site, ONE)
    (site / PLAN / "review.yaml").write_text("[]\n", "utf-8")
    assert told(site) == "最近一次检查之后又有改动：再运行 gksite check"
    assert state_of_texts(site / STATE_DIR, read_sources(site)[0], f"{PLAN}/") == State(True, True)
    (site / PLAN / "tasks.yaml").write_text("- {id: 1}\n- {id: 2}\n", "utf-8")
    assert state_of_texts(site / STATE_DIR, read_sources(site)[0], f"{PLAN}/") == State(True, False)


@pytest.mark.parametrize(
    ("state", "language", "label", "words"),
    [
        (State(False), "en", "never checked", "the sources were never checked: run gksite check"),
        (State(True, True), "en", "check: nothing found", "the last check found nothing"),
        (
            State(True, True, FOUND),
            "en",
            "check: 1 error, 2 warnings",
            "the last check found 1 error, 2 warnings: dead-link 1, blank-in-text 2 (gksite check "
            "lists them)",
        ),
        (
            State(True, True, FOUND),
            "zh",
            "检查：1 个错误、2 个警告",
            "最近一次检查发现 1 个错误、2 个警告：dead-link 1, blank-in-text 2（gksite check 逐条列出）",
        ),
    ],
)
def test_a_state_in_words(state: State, language: Language, label: str, words: str) -> None:
    assert (state_label(state, language), state_words(state, language)) == (label, words)
