"""The rules about duties: cases that differ by a day, a state or a unit from those of each rule."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gksite.build.assemble import assemble
from gksite.build.published_set import working_set
from gksite.check.all_rules import findings_of
from gksite.check.fields import Fields
from gksite.check.plan_view import view_of
from gksite.check.site_view import SiteView
from gksite.diagnostics import Diagnostic
from gksite.model.publication import check_days
from gksite.model.silence import months_later
from gksite.model.site import SiteModel
from gksite.notation.recurrence import months_of_period
from gksite.notation.workdays import build_calendar
from gksite.source.files import Sources, read_sources

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).with_name("duty_rules.yaml")).read_text("utf-8")
)
CODES = {
    "duty-contradiction",
    "duty-unreported",
    "report-stale",
    "task-of-ended-unit",
    "two-reports-a-day",
    "two-reporters-a-day",
    "report-before-plan",
    "reporter-not-responsible",
    "report-in-future",
    "unit-outside-validity",
    "group-loop",
    "date-out-of-range",
}
REGISTRY = """\
authority: qinghe
name: 青禾区
units:
  - {id: office, name: 区政府办公室, kind: department}
  - {id: justice, name: 区司法局, kind: department%s}
  - {id: safety, name: 区应急局, kind: department%s}
  - {id: bureau, name: 区法治和应急局, kind: department%s}
  - {id: hubin, name: 湖滨街道, kind: street}
  - {id: xinan, name: 溪南街道, kind: street}
groups:
  - {id: streets, name: 各街道, members: {kind: street}}
  - {id: departments, name: 各部门, members: [office, justice, safety]}
"""
PLAN = """\
---
title: {year}年青禾区政务公开工作要点
authority: qinghe
year: {year}
issuer: office
written: {written}
published: {written}
{more}---
"""


def write(root: Path, case: dict[str, Any]) -> None:
    """Write the site of a case; `more` adds to the units justice, safety and bureau."""
    more = [f", {text}" if text else "" for text in case.get("units", ["", "", ""])]
    year = case.get("year", 2025)
    texts = {
        "config.yaml": f"format: 2\nsite: {{name: 要点}}\nas_of: {case['as_of']}\n"
        + case.get("config", ""),
        "content/index.md": "---\ntitle: 要点\n---\n",
        "content/topics.yaml": "topics: []\n",
        "content/units/qinghe.yaml": REGISTRY % tuple(more) + case.get("registry", ""),
        "content/plans/p/plan.md": PLAN.format(
            year=year, written=case.get("written", "2025-01-10"), more=case.get("plan", "")
        ),
        "content/plans/p/tasks.yaml": case["tasks"],
        "content/plans/p/progress.yaml": case.get("progress", ""),
    }
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")


def findings(root: Path, clock: date | None = None) -> list[Diagnostic]:
    """The findings about duties in a site, and the problems of its build."""
    sources, unread = read_sources(root)
    assembled = assemble(working_set(sources), {}, b"")
    assert not unread
    if assembled.model is None:
        return list(assembled.problems)
    problems = [*assembled.problems, *check_days(assembled.plans, clock)]
    for plan in assembled.plans:
        problems += findings_of("plan", view_of(plan, Fields(sources.texts)))
    view = view_of_site(sources, assembled.model, assembled.plans, clock)
    problems += findings_of("site", view)
    return sorted(problem for problem in problems if problem.code in CODES)


def view_of_site(sources: Sources, model: SiteModel, plans: Any, clock: date | None) -> SiteView:
    return SiteView(
        config=model.config,
        registry=model.registry,
        plans=plans,
        pages=(),
        topics=(),
        as_of=model.as_of,
        day=clock or model.as_of,
        clock=clock,
        calendar=build_calendar({}),
        ledger=(),
        links=None,
        fields=Fields(sources.texts),
    )


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_case_has_these_findings(case: dict[str, Any], tmp_path: Path) -> None:
    write(tmp_path, case)
    found = [
        f"{one.code} {one.location.path.rpartition('/')[2]}:{one.location.line}"
        + "".join(f" {value}" for name, value in one.arguments if name in case.get("arguments", ()))
        for one in findings(tmp_path, case.get("clock"))
    ]
    assert found == case["expect"]


@pytest.mark.parametrize("since", ["2025-07-01", "2025-07-15"])
def test_the_entry_that_the_remedy_prints_passes_the_duties_on(since: str, tmp_path: Path) -> None:
    """The entry is written as it is printed; one with a gap is no entry that would be taken."""
    case: dict[str, Any] = {
        "as_of": "2025-08-01",
        "tasks": "- {id: 1, text: 甲, units: 区司法局, deadline: 全年}\n",
        "units": ["until: 2025-07-01, successor: bureau", "", f"since: {since}"],
    }
    write(tmp_path, case)
    [finding] = findings(tmp_path)
    entry = dict(finding.arguments)["entry"]
    write(tmp_path, case | {"registry": f"transfers:\n  - {entry}\n"})
    assert findings(tmp_path) == []


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(1, 24))
def test_months_later_is_the_same_day_or_the_last(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or date.fromordinal(later.toordinal() + 1).day == 1


@pytest.mark.parametrize(
    ("wording", "months"),
    [
        ("每季度末月20日前", 3),
        ("每月28日前", 1),
        ("每半年", 6),
        ("半年一次", 6),
        ("一年一次", 12),
        ("每年6月、12月底前", 12),
        ("每两个月", 2),
        ("每2个月", 2),
        ("按季度", 3),
        ("逐月", 1),
        ("每周五前", 1),
        ("每10个工作日", 1),
        ("每旬", 1),
        ("定期", 0),
        ("", 0),
    ],
)
def test_the_months_of_a_period(wording: str, months: int) -> None:
    assert months_of_period(wording) == months
