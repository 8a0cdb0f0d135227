"""The entries of assessments.yaml: of whose duty each is, and which are refused."""

from __future__ import annotations

from typing import Any

import pytest
from model_sites import REGISTRY, cases

from gksite.build.assemble import assemble
from gksite.build.published_set import working_set
from gksite.source.files import Sources

TEXTS = {
    "config.yaml": "site: {name: 青禾区}\nassessments: 公开\n",
    "content/units/qinghe.yaml": f"{REGISTRY}"
    "transfers: [{from: justice, to: hubin, on: 2025-07-01, tasks: all}]\n",
    "content/plans/p/plan.md": "---\ntitle: 要点\nauthority: qinghe\nyear: 2025\n"
    "issuer: office\nwritten: 2025-04-20\n---\n正文。\n",
    "content/plans/p/tasks.yaml": "- {id: 1, text: 公开。, lead: 区政府办公室, "
    "responsible: 区司法局}\n",
}


@pytest.mark.parametrize("case", cases("content/assessments"), ids=lambda case: case["case"])
def test_an_assessment_is_of_the_duty_of_its_day(case: dict[str, Any]) -> None:
    entries = "".join(f"- {line}\n" for line in case["found"].splitlines())
    texts = TEXTS | {"content/plans/p/assessments.yaml": entries}
    sources = Sources({path: text.encode() for path, text in sorted(texts.items())}, {}, {})
    assembled = assemble(working_set(sources), {}, b"program", jobs=1)
    assert [one.code for one in assembled.problems] == case.get("problems", [])
    assert assembled.model
    (task,) = assembled.model.tasks.values()
    found = [
        f"{one.date} {one.by} {one.verdict} {one.holder} {one.unit} {one.note}"
        for one in task.assessments
    ]
    assert [" ".join(text.split()) for text in found] == case["expected"]
