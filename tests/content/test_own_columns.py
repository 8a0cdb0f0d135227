"""Columns of a document's own as sources: their schema for editors, and what counts as content."""

from __future__ import annotations

import json

import jsonschema
import pytest

from gksite.cli.schema_command import schema_text
from gksite.content.plan_sources import PlanSources
from gksite.content.published import content_digest

FRONT = """---
title: 松岭县2025年重点项目
authority: songling
year: 2025
lists:
  - id: main
    columns: {number: 序号, 总投资: {head: 总投资, type: money, sum: yes}, source: {head: 资金来源}}
---
"""
TASK = "- {id: 1, text: 修建青松路。, cells: {总投资: 100, source: 县级配套}}\n"


def digest(front: str, tasks: str) -> str:
    texts = {"plan.md": front.encode(), "tasks.yaml": tasks.encode()}
    return content_digest(PlanSources("p", "content/plans/p", texts, {}))


@pytest.mark.parametrize(
    ("front", "tasks", "is_same"),
    [
        (FRONT, "- {编号: 1, 内容: 修建青松路。, 各栏: {source: 县级配套, 总投资: 100}}\n", True),
        (
            FRONT.replace(
                "{head: 总投资, type: money, sum: yes}", "{表头: 总投资, 类型: money, 合计: yes}"
            ),
            TASK,
            True,
        ),
        (FRONT, TASK.replace("100", "100.0"), False),
        (FRONT, TASK.replace(", source: 县级配套", ""), False),
        (FRONT.replace("head: 资金来源", "head: 资金渠道"), TASK, False),
        (FRONT.replace(", sum: yes", ""), TASK, False),
    ],
)
def test_cells_and_heads_are_content(front: str, tasks: str, *, is_same: bool) -> None:
    """The order of cells, and the language of keys, are none."""
    assert (digest(front, tasks) == digest(FRONT, TASK)) is is_same


LISTS = [
    {"id": "main", "columns": {"number": "序号", "total": {"head": "总投资", "type": "money"}}},
    {"id": "main", "columns": {"number": {"head": "序号", "over": ["表"]}}, "merged": ["total"]},
]


@pytest.mark.parametrize("lists", LISTS)
def test_editors_know_columns_and_cells(lists: dict[str, object]) -> None:
    plan, tasks = (json.loads(schema_text(kind, "en")) for kind in ("plan", "tasks"))
    front = {"title": "要点", "authority": "songling", "year": 2025, "lists": [lists]}
    assert faults(front, plan) == []
    assert faults([{"id": 1, "text": "甲", "cells": {"total": 3800.5}}], tasks) == []
    assert faults([{"id": 1, "cells": {"total": {"text": "100", "apart": "是"}}}], tasks) == []


def faults(value: object, schema: dict[str, object]) -> list[object]:
    return list(jsonschema.Draft202012Validator(schema).iter_errors(value))


@pytest.mark.parametrize(
    "column", [{"type": "money"}, {"head": "总投资", "type": "monney"}, {"head": "总投资", "su": 1}]
)
def test_editors_underline_a_wrong_column(column: dict[str, object]) -> None:
    plan = json.loads(schema_text("plan", "en"))
    front = {"title": "要点", "authority": "songling", "year": 2025}
    front["lists"] = [{"id": "main", "columns": {"total": column}}]
    assert faults(front, plan)


def test_chinese_keys_are_offered_too() -> None:
    schema = json.loads(schema_text("plan", "zh"))["$defs"]["OwnColumnRecord"]
    assert {"表头", "类型", "计量单位", "合计", "上级表头", "对应目标"} == set(schema["properties"])
