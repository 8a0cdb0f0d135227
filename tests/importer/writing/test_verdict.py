"""The head of the report of an import."""

from __future__ import annotations

import pytest

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.importer.writing.verdict import verdict_of

PLACE = Location("a.txt", 3, 1)
DOUBT = problem("import-number-gap", PLACE, missing="3")
RULE = problem("import-rule-applied", PLACE, rule="下同")
NO_PLAN = problem("import-not-a-plan", PLACE, count=9, assigned=0, dated=0, title="申报办法")


@pytest.mark.parametrize(
    ("found", "zh", "en"),
    [
        ([], "可以直接用", "ready to use"),
        ([DOUBT], "需要核对 1 处", "1 place to check"),
        ([DOUBT, problem("import-no-tasks", PLACE)], "需要核对 2 处", "2 places to check"),
        ([NO_PLAN], "不像工作计划", "not like a work plan"),
        ([DOUBT, NO_PLAN], "不像工作计划", "not like a work plan"),
    ],
)
def test_a_verdict_is_one_line(found: list[Diagnostic], zh: str, en: str) -> None:
    assert verdict_of(found, "zh") == zh
    assert verdict_of(found, "en") == en


def test_what_only_informs_is_no_doubt() -> None:
    assert verdict_of([RULE], "zh") == "可以直接用"
