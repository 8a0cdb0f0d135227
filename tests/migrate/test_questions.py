"""The questions of a migration: which reports, and which status is proposed for each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from gksite.catalogue import Language
from gksite.content.plan_sources import PlanSources
from gksite.migrate.answers import parse_answers, template
from gksite.migrate.questions import questions_of, unstated_of

CASES = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text("utf-8"))
TASKS = "- {id: 1, text: 公布目录。}\n- {id: 2, title: 开展培训}\n"
TASKS += "- {id: 3, text: 公布名单。, adjustments: [{date: 2025-05-01, withdrawn: 是}]}\n"


def plan(progress: str, front: str = "") -> PlanSources:
    head = f"---\ntitle: 要点\nauthority: qinghe\nyear: 2025\n{front}---\n"
    texts = {"plan.md": head, "tasks.yaml": TASKS, "progress.yaml": progress}
    files = {name: text.encode() for name, text in texts.items()}
    return PlanSources("p2025", "content/plans/p2025", files, {})


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_status_that_is_proposed(case: dict[str, Any]) -> None:
    questions, problems = questions_of(plan(case["progress"]))
    assert problems == []
    assert [
        f"{q.location.line} {q.task} {q.status} {q.proposed} {q.proposed_from or '-'}"
        for q in questions
    ] == case["asked"]
    none = {q.location.line: f"{q.no_adjustment} {q.since}" for q in questions if q.no_adjustment}
    assert none == case.get("none", {})
    answers, _ = parse_answers(template(questions, "zh"), "a.yaml", questions)
    of_lines = {q.location.line for q, answer in answers.items() if not answer.is_adjustment}
    assert of_lines == none.keys()


def test_a_file_of_questions_is_read_in_both_languages() -> None:
    questions, _ = questions_of(plan(CASES[0]["progress"]))
    languages: tuple[Language, ...] = ("zh", "en")
    for language in languages:
        answers, problems = parse_answers(template(questions, language), "a.yaml", questions)
        assert problems == []
        assert [answer.status for answer in answers.values()] == [q.proposed for q in questions]


def test_what_pages_showed_only_by_default_is_listed() -> None:
    assert [fact.key for fact in unstated_of(plan(""))] == ["validity", "disclosure"]
    [fact] = unstated_of(plan("", "validity: 有效\n"))
    assert (fact.key, fact.shown, fact.location.line) == ("disclosure", "主动公开", 2)
    assert list(unstated_of(plan("", "validity: 有效\n公开属性: 主动公开\n"))) == []
