"""Waiting for a page: the browser's own way evaluates text in the page, which the site's policy
forbids there."""

from __future__ import annotations

from playwright.sync_api import Page

PATIENCE = 200
"""Looks at the page, one every 50 ms."""


def until(window: Page, expression: str) -> None:
    """Return when an expression is true in the page; fail when it never is."""
    for _ in range(PATIENCE):
        if window.evaluate(expression):
            return
        window.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression}")
