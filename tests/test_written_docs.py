"""The pages of docs/ that a program writes are what it would write now."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).parent.parent / "docs"


def writer(name: str) -> dict[str, Any]:
    """Return what a program of docs/ defines."""
    return runpy.run_path(str(DOCS / f"{name}.py"))


@pytest.mark.parametrize(
    ("program", "function", "page"),
    [
        ("write_code_map", "code_map", "code-map.md"),
        ("write_contexts", "render_page", "contexts.md"),
        ("write_diagnostics", "render_manual", "diagnostics.md"),
        ("write_readers", "render_page", "readers.md"),
        ("write_visibility", "render_page", "visibility.md"),
    ],
)
def test_the_page_is_what_its_program_writes(program: str, function: str, page: str) -> None:
    """Else: python docs/PROGRAM.py."""
    assert (DOCS / page).read_text("utf-8") == writer(program)[function]()


def test_the_pages_of_the_rules_are_what_the_rules_say() -> None:
    """Else: python docs/write_rules.py."""
    written = {path.name: path.read_text("utf-8") for path in (DOCS / "rules").glob("*.md")}
    assert written == writer("write_rules")["pages"]()
