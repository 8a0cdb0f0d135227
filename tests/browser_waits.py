"""Waiting for a page: the browser's own way evaluates text in the page, which the site's policy
forbids there."""

from __future__ import annotations

from typing import Any, Protocol

PATIENCE = 200
"""Looks at the page, one every 50 ms."""


class Waited(Protocol):
    """A window of any browser."""

    def evaluate(self, expression: str, /) -> Any: ...
    def wait_for_timeout(self, timeout: float, /) -> None: ...


def until(window: Waited, expression: str) -> None:
    """Return when an expression is true in the page; fail when it never is."""
    for _ in range(PATIENCE):
        if window.evaluate(expression):
            return
        window.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression}")
