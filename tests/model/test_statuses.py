"""A status stands in one table; what else it needs is named here where it is missing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from gksite.model.statuses import STATUSES, Status, StatusRow
from gksite.model.tables import TABLES
from gksite.source.yaml import Mapping, parse_yaml

_THEME = Path("themes/default")
_STYLE = (_THEME / "static/style.css").read_text("utf-8")


def test_every_status_has_a_row() -> None:
    assert [row.code for row in STATUSES] == list(get_args(Status))


def test_words_and_places_are_different() -> None:
    assert len({row.word for row in STATUSES}) == len(STATUSES)
    assert len({row.place for row in STATUSES}) == len(STATUSES)


@pytest.mark.parametrize("row", STATUSES, ids=lambda row: row.code)
def test_every_status_has_a_shape(row: StatusRow) -> None:
    assert re.search(rf"\n\.status-{row.code}::before[,\s]", _STYLE), "its mark in words"
    assert f"\n.marks .{row.code} {{" in _STYLE, "its mark as a task"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_status_has_its_string(language: str) -> None:
    path = _THEME / f"strings/{language}.yaml"
    node, _ = parse_yaml(path.read_text("utf-8"), str(path))
    assert isinstance(node, Mapping)
    missing = [row.code for row in STATUSES if f"status.{row.code}" not in node.entries]
    assert not missing


def test_the_manual_names_every_status_that_a_source_may_state() -> None:
    manual = Path("docs/format.md").read_text("utf-8")
    missing = [
        row.code for row in STATUSES if row.written and f"`{row.code}` {row.word}" not in manual
    ]
    assert not missing


def test_the_data_package_names_every_status_that_a_source_may_state() -> None:
    columns = {table.name: table.columns for table in TABLES}["progress"]
    [column] = [column for column in columns if column.key == "status"]
    assert column.meaning == "、".join(row.word for row in STATUSES if row.written)
