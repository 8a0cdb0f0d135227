"""Duties on the pages of tasks, units and groups: a small county with three reports that differ, a
group as lead, tasks that name nobody, a merger in July, a unit with a new name, adjustments, and
reports that count nowhere. `cases/duty_pages/expected.yaml` says what each page must tell."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from model_sites import cases

from gksite.build.options import Options
from gksite.build.pipeline import build

SITE = Path(__file__).parent / "cases/duty_pages/site"
CASES = cases("pages/duty_pages/expected")


@pytest.fixture(scope="module")
def county(scratch: Path) -> Path:
    """Return the folder of the built site."""
    root = scratch / "duty-pages"
    shutil.copytree(SITE, root)
    assert build(root, root / "public", Options(jobs=1)).pages
    return root / "public"


def texts(page: Tag, selector: str) -> list[str]:
    """Return the texts of the elements that a selector finds, without white space."""
    return ["".join(part.get_text().split()) for part in page.select(selector)]


def read(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_bytes(), "lxml", from_encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["case"]))
def test_a_page_tells_what_was_reported(case: dict[str, object], county: Path) -> None:
    pages = case["pages"]
    assert isinstance(pages, dict)
    for path, parts in pages.items():
        page = read(county / path)
        assert {selector: texts(page, selector) for selector in parts} == parts, path


def test_table_and_list_say_the_same(county: Path) -> None:
    """On phones a list stands for the table of duties."""
    tasks = [path for path in county.glob("plans/*/*.html") if read(path).select(".duties")]
    assert len(tasks) >= 12
    for path in tasks:
        page = read(path)
        rows = page.select(".duties tbody tr")
        items = page.select(".duty-list > li")
        assert len(rows) == len(items) > 0
        for row, item in zip(rows, items, strict=True):
            words = "".join(row.get_text().split()).replace("—", "")
            assert sorted(words) == sorted("".join(item.get_text().split()).replace("—", "")), path
