"""No line over 100 characters, no function over 50 lines, no module over 400 lines; what exceeds a
measure still is named here, and nothing is added to it. No test without an assertion.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from modules import tree_of

PROJECT = Path(__file__).parent.parent
LINE, FUNCTION, MODULE = 100, 50, 400

TABLES = {
    "gksite/catalogue/importing.py",
    "gksite/catalogue/pages.py",
    "gksite/catalogue/rules.py",
    "gksite/catalogue/sources.py",
    "gksite/content/records.py",
    "gksite/model/pinyin_table.py",
    "gksite/model/tables.py",
    "tests/check/rules/planted.py",
    "tests/documents/hostile_documents.py",
    "tests/every_key_sites.py",
}
"""Modules that are tables of data, which may be longer."""

LONG_MODULES = {
    "tests/archive/test_snapshot_verification.py",
    "tests/build/test_situations.py",
    "tests/cli/test_commands.py",
    "tests/cli/test_console.py",
    "tests/cli/test_import.py",
    "tests/exports/test_plan_pdf.py",
    "tests/output/test_output_failures.py",
    "tests/output/test_output_writer.py",
    "tests/portal/test_push.py",
    "tests/preview/test_preview_server.py",
    "tests/progress_sheets/test_progress_sheets.py",
    "tests/publishing/test_publish_refusals.py",
    "tests/site/test_links.py",
}
"""Modules that are to be divided."""

LONG_FUNCTIONS = {
    "tests/every_key_sites.py: _config",
    "tests/every_key_sites.py: _others",
    "tests/every_key_sites.py: _plan",
    "tests/importer/writing/made_drafts.py: whole_draft",
}
"""Functions that are to be divided."""

LINES_TO_BREAK: set[str] = set()
"""Modules whose long lines are to be broken."""


WITHOUT_ASSERTION = ("_raises_nothing", "_come_to_an_end", "_refused_at_worst")
"""How the names of tests end that hold no value: nothing else than what they name may be raised."""


@cache
def texts() -> dict[str, str]:
    """Every Python file of the project by its path."""
    return {
        path.relative_to(PROJECT).as_posix(): path.read_text("utf-8")
        for folder in ("gksite", "tests", "docs", "benchmarks")
        for path in sorted((PROJECT / folder).rglob("*.py"))
    }


@cache
def functions() -> list[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Every function with the path of its file."""
    return [
        (path, node)
        for path, text in texts().items()
        for node in ast.walk(
            tree_of(path.removeprefix("gksite/")) if path.startswith("gksite/") else ast.parse(text)
        )
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def long_functions() -> Iterator[str]:
    for path, node in functions():
        assert node.end_lineno
        if node.end_lineno - node.lineno >= FUNCTION:
            yield f"{path}: {node.name}"


def test_no_line_is_long() -> None:
    """By characters: a Chinese one counts as one."""
    long = {path for path, text in texts().items() if max(map(len, text.split("\n"))) > LINE}
    assert long - LINES_TO_BREAK == set()


def test_no_function_is_long() -> None:
    assert {*long_functions()} - LONG_FUNCTIONS == set()


def test_no_module_is_long_but_tables_of_data() -> None:
    long = {path for path, text in texts().items() if text.count("\n") > MODULE}
    assert long - TABLES - LONG_MODULES == set()


def asserts(function: ast.FunctionDef) -> bool:
    """Whether a test has an assertion, or calls what has one by its name."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name.startswith("assert_") or name in ("raises", "fail", "expect"):
                return True
    return False


def test_every_test_has_an_assertion_or_a_name_that_says_what_holds() -> None:
    silent = [
        f"{path}: {node.name}"
        for path, node in functions()
        if path.rpartition("/")[2].startswith("test_")
        and isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and not node.name.endswith(WITHOUT_ASSERTION)
        and not asserts(node)
    ]
    assert silent == []
