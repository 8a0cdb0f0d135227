"""Search, filters, order, modes, menus and marks by keyboard alone (walks.py)."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page
from walks import WALKS, assert_walk

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk["name"])
def test_walk(walk: dict[str, Any], root: str, window: Page) -> None:
    window.set_viewport_size({"width": walk.get("width", 1280), "height": 900})
    window.goto(f"{root}/{walk['page']}")
    assert_walk(window, walk)
