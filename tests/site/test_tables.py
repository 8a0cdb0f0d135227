"""In every table of every page each data cell finds its column, its row and its group; and the
finding itself is tested."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from table_grid import grid_of, table_faults

CASES = sorted((Path(__file__).parent / "cases/tables").glob("*.html"))
MERGED = ("table", "matrix")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_fault_is_found(case: Path) -> None:
    """A case names in its first line the codes of all that is wrong with its table."""
    source = case.read_text("utf-8")
    first = re.match(r"<!-- expect: (.+) -->", source)
    table = BeautifulSoup(source, "lxml").table
    assert first and table
    expected = set(first[1].split()) - {"nothing"}
    assert {fault.partition(":")[0] for fault in table_faults(table)} == expected


def test_every_table_of_the_site(documents: dict[str, BeautifulSoup]) -> None:
    faults = [
        f"{path}: {fault}"
        for path, document in documents.items()
        for table in document.find_all("table")
        for fault in table_faults(table)
    ]
    assert faults == []


def test_task_tables_are_complete(documents: dict[str, BeautifulSoup]) -> None:
    """Every plan has a task table in which groups and ids stand, and the same rows as a list."""
    pages = {path: document for path, document in documents.items() if path.endswith("/table.html")}
    assert len(pages) >= 5
    for path, document in pages.items():
        tables, lists = document.select(".as-table table"), document.select(".as-list")
        assert len(tables) == len(lists) >= 1, path
        for table, listed in zip(tables, lists, strict=True):
            rows, items = table.select("tbody > tr"), listed.select("article")
            assert len(rows) == len(items) > 0, path
            assert all(cell.get("headers") for cell in table.select("tbody td")), path
            assert [_task_link(row.select_one("a")) for row in rows] == [
                _task_link(item.select_one("a")) for item in items
            ], path


def test_sample_has_merged_cells(documents: dict[str, BeautifulSoup]) -> None:
    """The test of the tables is one only while the sample has groups, and cells merged within
    groups."""
    grids = [
        grid_of(table) for path in documents for table in documents[path].select(".as-table table")
    ]
    cells = [cell for grid in grids for cell in grid.cells]
    assert sum(cell.scope == "rowgroup" and cell.height > 1 for cell in cells) >= 10
    assert sum(cell.tag.name == "td" and cell.height > 1 for cell in cells) >= 2


def _task_link(link: object) -> str:
    return str(getattr(link, "get", lambda _: "")("href"))
