"""What a sentence says of when a task is due: its date or period, or one question that names the
words, or rightly nothing."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from reading_cases import text_document

from gksite.diagnostics import Diagnostic
from gksite.importer.draft import DraftTask
from gksite.importer.tasks.prose_deadlines import prose_deadline, reporting_duties
from gksite.importer.understanding import read_draft

CASES = [
    pytest.param(case, id=f"{path.stem}-{case['text'][:24]}")
    for path in sorted((Path(__file__).parent / "prose").glob("*.yaml"))
    for case in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
]
DOUBTS = {
    "unread-deadline",
    "import-deadline-before-year",
    "import-deadline-counted",
    "import-deadlines-without-year",
}


def read(text: str, year: int = 2026) -> tuple[DraftTask, list[Diagnostic]]:
    """A text as the first of two tasks of a plan, and what is asked about its deadline."""
    lines = [
        f"青禾区{year}年工作要点",
        "一、推进",
        f"1、{text}（责任单位：区财政局）",
        "2、公布目录。（责任单位：区财政局）",
    ]
    draft = read_draft([text_document("\n".join(lines))])
    return draft.tasks[0], [one for one in draft.diagnostics if one.code in DOUBTS]


@pytest.mark.parametrize("case", CASES)
def test_a_deadline_in_prose_is_read_or_asked_about(case: dict[str, Any]) -> None:
    task, doubts = read(case["text"])
    found = task.deadline
    kind = case.get("kind", "unread" if "doubt" in case else "none")
    days = [found.kind, *(day and day.isoformat() for day in (found.start, found.end))]
    wanted = [kind, None, None]
    if "deadline" in case:
        wanted = [case["deadline"][0], *(day and day.isoformat() for day in case["deadline"][1:])]
    told = [dict(one.arguments)["text"] for one in doubts]
    assert (days, told) == (wanted, [case["doubt"]] if "doubt" in case else [])
    assert len(found.milestones) == case.get("milestones", len(found.milestones))


@pytest.mark.parametrize(("text", "code", "words"), [
    ("各单位于2026年春节前将总结报送区政府办公室。", "unread-deadline", "2026年春节前"),
    ("请各单位于6月前将总结报送区政府办公室。", "unread-deadline", "6月前"),
    ("各单位自印发之日起30日内将方案报送区政府办公室。", "import-deadline-counted", "自印发之日起30日内"),
    ("各单位于6月20日前、12月20日前将进展报送区政府办公室。", "import-reporting-date", "6月20日前，12月20日前"),
])  # fmt: skip
def test_a_date_of_reporting_is_told_or_asked_about(text: str, code: str, words: str) -> None:
    lines = [
        "青禾区2026年工作要点",
        "一、推进",
        "1、公布目录。（责任单位：区财政局）",
        "二、保障",
        text,
    ]
    found = [
        one
        for one in read_draft([text_document("\n".join(lines))]).diagnostics
        if "text" in dict(one.arguments)
    ]
    assert [(one.code, dict(one.arguments)["text"]) for one in found] == [(code, words)]


WORDS = st.sampled_from([
    "2026年", "明年", "今年", "6月", "3—6月", "30日", "底", "末", "前", "之前", "内", "第三季度", "前三季度", "上半年", "全年",
    "年", "年底", "春节", "汛",
    "“五一”", "开学", "印发后", "自印发之日起", "收到申请后", "30日内", "两年", "工作日内", "截至", "截止", "自", "至", "到", "即日起",
    "每季度", "每月", "按月",
    "完成", "印发方案", "的", "已", "区财政局", "根据", "，", "。", "、", "和", "（", "）", "期间", "以来", "100个", "长期坚持",
    "用三年时间", "未来", "月底前",
])  # fmt: skip


@given(st.lists(WORDS, max_size=14).map("".join), st.sampled_from([2026, None]))
def test_a_reading_rests_on_printed_words(text: str, year: int | None) -> None:
    deadline = prose_deadline(text, year)
    plain = text.replace("“", "").replace("”", "")
    assert all(part in plain for part in deadline.raw.split("，")), deadline
    borne = {int(one) for one in re.findall(r"20\d\d", text)} | ({year} if year else set())
    borne |= {one + 1 for one in borne} if re.search("[明来次]年", text) else set()
    borne |= {one + 2 for one in borne} if "后年" in text else set()
    days = (deadline.start, deadline.end, *(one.end for one in deadline.milestones))
    assert {day.year for day in days if day} <= borne
    assert (deadline.kind == "none") == (deadline.raw == "")
    again = prose_deadline(text, year)
    assert again == deadline


@pytest.mark.parametrize(
    "piece",
    [
        "6月底前",
        "春节前",
        "印发后",
        "30日内",
        "（",
        "每季度",
        "至",
        "截至6月底",
        "2026年",
        "收到申请后",
        "，",
        "月",
    ],
)
def test_long_texts_come_to_an_end(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    started = time.process_time()
    prose_deadline(text, 2026)
    reporting_duties(f"报送{text}办公室", 2026)
    assert time.process_time() - started < 10
