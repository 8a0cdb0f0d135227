"""What takes a report back is about the same: the task itself, or one of its targets."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from model_sites import cases, front, site_of

TASKS = """\
- id: 1
  text: 甲
  units: 区司法局
  targets: [{id: h1, by: 2025-H1, text: 半}, {id: h2, by: 2025-H2, text: 全}]
"""


@pytest.mark.parametrize("case", cases("content/taken-back-on-targets"), ids=lambda c: c["name"])
def test_a_report_is_taken_back_by_an_entry_on_the_same(case: dict[str, Any]) -> None:
    files = {
        "p/plan.md": front(),
        "p/tasks.yaml": TASKS,
        "p/progress.yaml": yaml.safe_dump(case["progress"], allow_unicode=True, sort_keys=False),
    }
    model, problems = site_of(files)
    assert [report.standing for report in model.tasks["p#1"].reports] == case["standing"]
    found = [f"{one.code} {dict(one.arguments)['task']}" for one in problems]
    assert found == case.get("problems", [])
