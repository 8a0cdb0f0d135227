"""What the body and the records of a plan say of its sections and tasks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from model_sites import REGISTRY, cases, plan_of, registry_of, task_of

from gksite.content.outline import Outline, outline_of
from gksite.content.records import PlanRecord, TaskRecord
from gksite.content.tasks import TITLE_LENGTH, build_task, short_title
from gksite.model.columns import TaskList
from gksite.model.comparison import match_tasks, previous_plans
from gksite.schema.validate import Place
from gksite.source.markdown import parse_body
from gksite.source.yaml import Mapping

OUTLINES: list[dict[str, Any]] = cases("content/outline")
TASKS: list[dict[str, Any]] = cases("content/tasks")
MATCHES: list[dict[str, Any]] = cases("content/matches")
PLACE = Place("content/plans/p/tasks.yaml", Mapping({}, {}, 1, 1))
LISTS = (TaskList("main", "任务", ()),)
PLAN = PlanRecord.model_validate({"title": "要点", "authority": "qinghe", "year": "2025"})


def outline(body: str, stated: list[tuple[str, str, str, str]] | None = None) -> Outline:
    parsed, problems = parse_body(body, "plan.md", 1)
    assert not problems
    return outline_of(parsed, [tuple(one) for one in stated or ()])  # type: ignore[misc]


@pytest.mark.parametrize("case", OUTLINES, ids=[case["name"] for case in OUTLINES])
def test_a_body_has_sections_and_marked_tasks(case: dict[str, Any]) -> None:
    found = outline(case["body"], case.get("stated"))
    assert [f"{s.id} {s.number}|{s.title} {s.parent}".rstrip() for s in found.sections] == case.get(
        "sections", []
    )
    marked = {
        id: "|".join([mark.number, mark.title, mark.text, "；".join(mark.units), mark.section])
        for id, mark in found.marked.items()
    }
    assert marked == case.get("marked", {})


@pytest.mark.parametrize("case", TASKS, ids=[case["name"] for case in TASKS])
def test_record_and_body_make_a_task(case: dict[str, Any]) -> None:
    record = TaskRecord.model_validate(case["record"])
    marked = outline(case.get("body", "")).marked.get(record.id)
    task, problems = build_task(
        "p", PLAN, record, PLACE, marked, LISTS, registry_of({"qinghe": REGISTRY})
    )
    assert [one.code for one in problems] == case.get("problems", [])
    assert {name: getattr(task, name) for name in case.get("task", {})} == case.get("task", {})
    if "units" in case:
        assert [[r.role, r.printed, r.unit or r.group] for r in task.responsibilities] == case[
            "units"
        ]
    if "deadline" in case:
        assert [task.deadline.kind, task.deadline.end and task.deadline.end.isoformat()] == case[
            "deadline"
        ]


@given(text=st.text(st.sampled_from("公开，、；。：一二*[]()ab …"), min_size=1, max_size=80))
def test_a_short_title_is_short_and_of_the_wording(text: str) -> None:
    title = short_title(text)
    assert len(title) <= TITLE_LENGTH + 1
    assert set(title) <= {*text, "…"}


@pytest.mark.parametrize("case", MATCHES, ids=[case["name"] for case in MATCHES])
def test_tasks_of_two_years_are_matched(case: dict[str, Any]) -> None:
    old = plan_of("old", 2024, tuple(task_of("old", id, text) for id, text in case["old"].items()))
    tasks = []
    for id, text in case["new"].items():
        wording, _, stated = text.partition(" -> ")
        tasks.append(task_of("new", id, wording, continues=f"old#{stated}" if stated else ""))
    found = match_tasks(old, plan_of("new", 2025, tuple(tasks)))
    pairs = [
        f"{m.old.removeprefix('old#')} {m.new.removeprefix('new#')}{' !' if m.stated else ''}"
        for m in found
    ]
    assert pairs == case["pairs"]


WORDINGS = st.lists(
    st.text(st.sampled_from("公开目录进展季度"), min_size=1, max_size=12), max_size=6
)


@given(old=WORDINGS, new=WORDINGS)
def test_no_task_is_matched_twice(old: list[str], new: list[str]) -> None:
    plans = [
        plan_of(name, year, tuple(task_of(name, str(n), text) for n, text in enumerate(texts)))
        for name, year, texts in (("old", 2024, old), ("new", 2025, new))
    ]
    found = match_tasks(plans[0], plans[1])
    assert len({match.old for match in found}) == len({match.new for match in found}) == len(found)
    assert [match.new for match in found] == [
        task.key for task in plans[1].tasks if task.key in {match.new for match in found}
    ]
    assert (
        match_tasks(plans[1], plans[1]) == ()
        if not new
        else len(match_tasks(plans[1], plans[1])) == len(new)
    )


def test_the_plan_of_the_year_before_is_found() -> None:
    plans = {
        plan.id: plan
        for plan in (
            plan_of("a-2024", 2024, issuer_name="办公室", title="2024年政务公开工作要点"),
            plan_of(
                "a-2025", 2025, issuer_name="办公室", title="2025年政务公开工作要点（征求意见稿）"
            ),
            plan_of("b-2025", 2025, issuer_name="办公室", title="2025年营商环境工作要点"),
            plan_of(
                "c-2026", 2026, issuer_name="办公室", title="2026年公开要点", previous="b-2025"
            ),
            plan_of("d-2025", 2025, issuer_name="司法局", title="2025年政务公开工作要点"),
            plan_of("e-2027", 2027, issuer_name="办公室", title="2027年要点", previous="gone"),
        )
    }
    assert previous_plans(plans) == {"a-2025": "a-2024", "c-2026": "b-2025", "e-2027": "c-2026"}
