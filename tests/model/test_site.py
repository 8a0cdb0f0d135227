"""The site model: what is published, who answers for what, what is overdue."""

from __future__ import annotations

from datetime import date

import pytest
from model_sites import front, site_of

from gksite.model.entities import Task
from gksite.model.site import SiteModel

TASKS = """\
- {id: 1, text: 公布目录。, deadline: 6月底前, units: 牵头单位：区司法局；责任单位：各街道、湖滨街道}
- {id: 2, text: 公布清单。, deadline: 全年, units: 责任单位：各街道}
- {id: 3, text: 公布年报。, deadline: 3月底前, units: 责任单位：各有关单位}
"""
REPORTED = (
    "- {task: 2, date: 2025-05-01, status: 推进中}\n- {task: 3, date: 2025-03-20, status: 已完成}\n"
)
PLAN = {"p/plan.md": front(), "p/tasks.yaml": TASKS, "p/progress.yaml": REPORTED}


def overdue(model: SiteModel) -> list[str]:
    return [task.id for task in model.tasks.values() if model.is_overdue(task)]


@pytest.mark.parametrize(
    ("today", "late"), [("2025-06-30", []), ("2025-07-01", ["1"]), ("2026-01-01", ["1"])]
)
def test_a_task_is_overdue_after_its_last_day(today: str, late: list[str]) -> None:
    assert overdue(site_of(PLAN, date.fromisoformat(today))[0]) == late


@pytest.mark.parametrize("status", ["已完成", "常态推进"])
def test_what_is_settled_is_not_overdue(status: str) -> None:
    files = {
        **PLAN,
        "p/progress.yaml": f"- {{task: 1, date: 2025-05-01, status: {status}, unit: justice}}\n"
        "- {task: 3, date: 2025-03-01, status: done}\n",
    }
    assert overdue(site_of(files, date(2026, 1, 1))[0]) == []


@pytest.mark.parametrize("status", ["未开始", "推进中", "延期"])
def test_what_is_under_way_can_be_overdue(status: str) -> None:
    files = {
        **PLAN,
        "p/progress.yaml": f"- {{task: 1, date: 2025-05-01, status: {status}, unit: justice}}\n",
    }
    assert overdue(site_of(files, date(2026, 1, 1))[0]) == ["1", "3"]


def test_a_plan_that_nobody_reports_on_is_not_judged() -> None:
    files = {path: text for path, text in PLAN.items() if "progress" not in path}
    assert overdue(site_of(files, date(2026, 1, 1))[0]) == []


@pytest.mark.parametrize(
    "deadline", ["全年", "持续推进", "每季度末月20日前", "10个工作日内", "按计划推进", "立即"]
)
def test_what_has_no_last_day_is_never_overdue(deadline: str) -> None:
    files = {
        **PLAN,
        "p/tasks.yaml": f"- {{id: 1, text: 公布。, deadline: {deadline}}}\n- {{id: 2, text: 二。}}\n- "
        f"{{id: 3, text: 三。}}\n",
    }
    model, problems = site_of(files, date(2035, 1, 1))
    assert problems == []
    assert overdue(model) == []


def test_the_day_is_asked_for_then_configured_then_the_latest_of_the_office() -> None:
    assert site_of({**PLAN, "p/plan.md": front(written="2025-03-01")})[0].as_of == date(2025, 3, 1)
    corrected = front(
        written="2025-03-01", corrections="[{date: 2025-06-03, what: 更正, why: 差错}]"
    )
    assert site_of({**PLAN, "p/plan.md": corrected})[0].as_of == date(2025, 6, 3)
    assert site_of({**PLAN, "p/plan.md": front(written="2025-05-20", published="2025-06-01")})[
        0
    ].as_of == date(2025, 6, 1)
    assert site_of(PLAN, date(2024, 1, 1))[0].as_of == date(2024, 1, 1)
    assert site_of({})[0].as_of == date(2000, 1, 1)


def test_the_status_is_that_of_the_latest_entry() -> None:
    files = {
        **PLAN,
        "p/progress.yaml": "- {task: 1, date: 2025-06-01, status: 已完成, unit: 区司法局}\n"
        "- {task: 1, date: 2025-04-01, status: 推进中, unit: 区司法局}\n",
    }
    model = site_of(files)[0]
    assert model.tasks["p#1"].status == "done"
    assert [entry.date.month for entry in model.tasks["p#1"].reports] == [4, 6]
    assert model.tasks["p#2"].status == "unreported"


def test_units_answer_by_name_or_through_a_group() -> None:
    """Who is named is not counted again through a group; members that no longer existed are not
    meant."""
    model = site_of(PLAN)[0]
    assert {
        key: [(duty.task, duty.role, duty.group) for duty in duties]
        for key, duties in model.duties.items()
    } == {
        "qinghe/justice": [("p#1", "lead", "")],
        "qinghe/hubin": [("p#1", "responsible", ""), ("p#2", "responsible", "qinghe/towns")],
    }
    assert {
        key: [(named.task, named.role) for named in tasks] for key, tasks in model.groups.items()
    } == {
        "qinghe/towns": [("p#1", "responsible"), ("p#2", "responsible")],
        "qinghe/concerned": [("p#3", "responsible")],
    }
    assert [unit.id for unit in model.members("qinghe/towns", date(2023, 1, 1))] == ["hubin", "old"]
    assert [unit.id for unit in model.members("qinghe/towns", date(2025, 1, 1))] == ["hubin"]
    assert model.members("qinghe/concerned", date(2025, 1, 1)) == ()


DRAFT = {
    **PLAN,
    "q/plan.md": front(2026, previous="p", based_on="[p]", draft="true"),
    "q/tasks.yaml": "- {id: 1, text: 公布目录。, basis: 'p#1', continues: 'p#1', units: 责任单位：区司法局}\n",
    "r/plan.md": front(2026, based_on="[p, q]"),
    "r/tasks.yaml": "- {id: 1, text: 公布清单。, basis: ['q#1', 'p#2'], continues: 'q#1'}\n",
}


def test_a_draft_shows_nowhere() -> None:
    model, problems = site_of(DRAFT)
    assert problems == []
    assert list(model.plans) == ["r", "p"]
    assert "q" not in repr(
        [
            model.tasks.keys(),
            model.duties,
            model.groups,
            model.derived,
            model.previous,
            model.plans["r"].based_on,
            model.matches,
        ]
    ).replace("qinghe", "")
    task: Task = model.tasks["r#1"]
    assert (task.basis, task.continues) == (("p#2",), "")
    assert model.derived == {"p": ("r",), "p#2": ("r#1",)}


def test_drafts_show_when_they_are_wanted() -> None:
    model, problems = site_of(DRAFT, drafts=True)
    assert problems == []
    assert set(model.plans) == {"p", "q", "r"}
    assert model.previous["q"] == "p"
    assert model.earlier["q#1"].old == "p#1"
    assert model.later["p#1"].new == "q#1"
    assert model.derived["p#1"] == ("q#1",)


def test_a_mistake_in_a_draft_is_told_all_the_same() -> None:
    model, problems = site_of(
        {**DRAFT, "q/tasks.yaml": "- {id: 1, text: 公布目录。, basis: 'p#9'}\n"}
    )
    assert [(one.code, dict(one.arguments)["name"]) for one in problems] == [
        ("unknown-basis", "p#9")
    ]
    assert "q" not in model.plans


def test_plans_stand_newest_first() -> None:
    files = {f"{id}/plan.md": front(year) for id, year in (("a", 2024), ("c", 2025), ("b", 2025))}
    assert list(site_of(files)[0].plans) == ["b", "c", "a"]
