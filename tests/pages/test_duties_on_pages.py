"""What overviews say of duties: a site whose units disagree, with a transfer, a report taken back,
a deadline put off and a task withdrawn."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from gksite.build.pipeline import build

CASES = Path(__file__).parent / "cases" / "duties"
EXPECTED: dict[str, list[str | dict[str, str]]] = yaml.safe_load(
    (CASES / "expected.yaml").read_text("utf-8")
)


@pytest.fixture(scope="module")
def built(scratch: Path) -> Path:
    project = scratch / "duties"
    shutil.copytree(CASES / "site", project)
    report = build(project, project / "public")
    assert report.pages and not report.problems
    return project / "public"


def text_of(path: Path) -> str:
    main = BeautifulSoup(path.read_bytes(), "lxml").main if path.suffix == ".html" else None
    text = main.get_text() if main else path.read_text("utf-8")
    return "".join(text.split())


@pytest.mark.parametrize("page", EXPECTED)
def test_a_page_says_whose_word_it_is(built: Path, page: str) -> None:
    text = text_of(built / page)
    for line in EXPECTED[page]:
        if isinstance(line, dict):
            assert "".join(line["not"].split()) not in text
        else:
            assert "".join(line.split()) in text
