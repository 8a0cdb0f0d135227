"""The headline of a page says what its figures come to; a mark is one task, and shows its state."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from gksite.pages.findings import finding
from gksite.pages.marks import address_from
from gksite.pages.wording import Words

CASES = yaml.safe_load((Path(__file__).parent / "cases/findings.yaml").read_text("utf-8"))
FOLDERS = st.lists(st.sampled_from(["plans", "units", "a", "2025"]), max_size=3)
STATES = {"done", "continuous", "under_way", "delayed", "not_started", "unreported", "untracked"}


def words(language: str) -> Words:
    text = Path(f"themes/default/strings/{language}.yaml").read_text("utf-8")
    return Words({key: str(value) for key, value in yaml.safe_load(text).items()})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_the_headline_of_figures(case: dict[str, Any]) -> None:
    chinese, english = words("zh"), words("en")
    found = {}
    for scope in ("year", "tasks", "duties"):
        progress = chinese.progress(case["counts"], 0, case.get("untracked", 0))
        found[scope] = finding(chinese, scope, progress, year=2025)
    if "year" not in case:
        assert {*found.values()} == {None}
        return
    for scope, one in found.items():
        assert one and one.text == case[scope]
        assert bool(one.rule) == bool(case["counts"]), "how it is counted, where anything is"
    assert found["year"] and found["year"].more == case.get("more", "")
    progress = english.progress(case["counts"], 0, case.get("untracked", 0))
    said = finding(english, "year", progress, year=2025)
    assert said and said.text == case["english"]


@given(FOLDERS, FOLDERS)
def test_a_short_address_leads_to_the_page(here: list[str], there: list[str]) -> None:
    page, path = "/".join([*here, "index.html"]), "/".join([*there, "7.html"])
    address = address_from(page, path)
    assert posixpath.normpath(posixpath.join(posixpath.dirname(page), address)) == path
    assert len(address) <= len("../" * len(here) + path)


def test_a_mark_shows_the_state_that_the_page_of_its_task_states(
    documents: dict[str, BeautifulSoup],
) -> None:
    """On all pages but by unit, where it shows the unit's own, and for targets."""
    seen = 0
    for address, page in documents.items():
        for mark in page.select("main .marks a"):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(address), str(mark["href"])))
            classes = [str(name) for name in mark["class"]]
            state, ring = classes[0], classes[1:]
            assert state in STATES and ring in ([], ["over"]) and not mark.get_text()
            head = documents[path].select_one(".task-head")
            assert head and mark["title"]
            if address.startswith(("progress/", "deadlines/")):
                continue
            chip = head.select_one(".status")
            assert chip and f"status-{state}" in chip["class"], (address, path)
            assert bool(ring) == (head.select_one(".late") is not None), (address, path)
            seen += 1
    assert seen > 100


def test_marks_are_read_once(documents: dict[str, BeautifulSoup]) -> None:
    """Those that other links of the page stand for are for eyes and pointers alone."""
    for address, page in documents.items():
        for mark in page.select("main .marks a"):
            is_hidden = mark.find_parent(attrs={"aria-hidden": "true"}) is not None
            assert is_hidden == (mark.get("tabindex") == "-1"), address
        assert not page.select("main svg.strip:not([aria-hidden])"), address
