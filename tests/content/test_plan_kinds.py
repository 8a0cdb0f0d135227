"""The kinds of plans, as content/kinds.yaml changes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from gksite.content.plan_kinds import parse_kinds

CASES: list[dict[str, Any]] = yaml.load(
    (Path(__file__).parent / "cases" / "kinds.yaml").read_text("utf-8"), Loader=yaml.BaseLoader
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["case"]))
def test_kinds(case: dict[str, Any]) -> None:
    kinds, problems = parse_kinds({"content/kinds.yaml": case["text"]} if case["text"] else {})
    assert [problem.code for problem in problems] == case.get("problems", [])
    by_id = {kind.id: f"{kind.name} {kind.item} {kind.measure}" for kind in kinds}
    expected = case.get("kinds", {})
    assert {id: by_id.get(id) for id in expected} == expected
