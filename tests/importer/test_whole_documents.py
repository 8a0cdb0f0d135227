"""Whole documents as offices put them online: how many of their tasks are read wholly right, and
that none is read badly without a doubt. `documents/open.yaml` lists what is still wrong."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from document_cases import KEPT_DIR, SEEN_DIR, Case, cases
from judged_documents import EXPECT_KEYS, TASK_KEYS, judge

WHOLE = cases(SEEN_DIR) | cases(KEPT_DIR)
OPEN: dict[str, dict[str, Any]] = yaml.load(
    (SEEN_DIR.parent / "open.yaml").read_text("utf-8"), yaml.CSafeLoader
)


@pytest.mark.parametrize("name", WHOLE)
def test_a_document_is_read_as_listed(name: str) -> None:
    """Neither worse nor better than `open.yaml` says: what became better is taken off the list,
    which `judged_documents.py --open` writes."""
    found = judge(WHOLE[name])
    read: dict[str, Any] = {"tasks": found.wrong_tasks, "fields": found.fields}
    if found.is_silent:
        read["silent"] = True
    listed = OPEN.get(name, {"tasks": 0, "fields": []})
    assert read == listed, "\n".join(fault.said for fault in found.faults)


def test_the_list_names_only_documents_with_faults() -> None:
    assert set(OPEN) <= set(WHOLE)
    assert all(one["tasks"] or one["fields"] for one in OPEN.values())


@pytest.mark.parametrize("name", WHOLE)
def test_a_case_says_what_is_right(name: str) -> None:
    case = WHOLE[name]
    expect: Case = case["expect"]
    assert set(expect) <= EXPECT_KEYS
    assert case["form"] and case["kinds"]
    for task in expect.get("tasks", ()):
        assert set(task) <= TASK_KEYS
        assert task["text"]
    if not expect.get("is_plan", True):
        assert "tasks" not in expect
