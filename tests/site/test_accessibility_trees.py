"""What a screen reader reads of eight kinds of page: trees/KIND.yaml are the trees of their main
parts, renewed by `GKSITE_TREES=write pytest tests/site/test_accessibility_trees.py`. Read a change
of one through as it is heard: nothing is said twice, and no mark is without its words.
"""

from __future__ import annotations

import os
import re
from itertools import pairwise
from pathlib import Path

import pytest
from browser_waits import until
from page_kinds import PAGE_KINDS
from playwright.sync_api import Page
from walks import READY

pytestmark = pytest.mark.browser

TREES = Path(__file__).parent / "trees"
KINDS = ("home", "plan", "task", "unit", "progress", "deadlines", "compare", "search")
MOST_LINES = 240
"""So much of a tree is recorded: the rest of a long page is of the same parts."""
NAMED = re.compile(r'^ *- (?P<role>[a-z]+) "(?P<name>[^"]{4,})"')
SAID_BY_PARTS = ("cell", "columnheader", "group", "option", "region", "row", "rowheader", "table")
"""Roles whose name is the text within them, or a caption or legend there; and options, of which two
units of different authorities may share a name."""
DECORATION = re.compile(r"^ *- img\b")
"""Pictures and bars, which stand beside their numbers in words."""


def tree_of(window: Page, address: str) -> list[str]:
    """Return the lines of the tree of a page's main part, without the addresses of its links."""
    window.goto(address)
    until(window, READY)
    text = window.locator("main").aria_snapshot()
    lines = [line for line in text.splitlines() if not re.match(" *- /(url|placeholder):", line)]
    return [
        line if depth(line) < depth(following) else line.removesuffix(":")
        for line, following in zip(lines, [*lines[1:], ""], strict=True)
    ]


def depth(line: str) -> int:
    """Return how far a line is indented."""
    return len(line) - len(line.lstrip())


def said_twice(lines: list[str]) -> list[str]:
    """Return the names that the next line says again, and pictures."""
    found = [line for line in lines if DECORATION.match(line)]
    for line, following in pairwise(lines):
        named = NAMED.match(line)
        if not named or named["role"] in SAID_BY_PARTS:
            continue
        text = re.sub(r'^ *- (?:[a-z]+:? ?)?"?', "", following)
        if text.startswith(named["name"]):
            found.append(f"{line.strip()} | {following.strip()}")
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_tree_is_as_recorded(kind: str, served: str, window: Page) -> None:
    tree = tree_of(window, f"{served}/{PAGE_KINDS[kind]}")
    assert said_twice(tree) == []
    recorded = "\n".join(tree[:MOST_LINES]) + "\n"
    place = TREES / f"{kind}.yaml"
    if os.environ.get("GKSITE_TREES") == "write":
        place.parent.mkdir(exist_ok=True)
        place.write_text(recorded, "utf-8")
    assert place.read_text("utf-8") == recorded


def test_doubles_would_be_found() -> None:
    lines = ['- link "公开绩效信息"', "- text: 公开绩效信息", '  - img "已完成4项"', "- list"]
    assert said_twice(lines) == [
        '  - img "已完成4项"',
        '- link "公开绩效信息" | - text: 公开绩效信息',
    ]
