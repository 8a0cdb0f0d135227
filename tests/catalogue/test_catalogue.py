"""Every code is in the catalogue, is used, is shown by a test and has a line in the manual."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from modules import MODULES, tree_of

from gksite.catalogue import CATALOGUE
from gksite.documents.formats import FORMATS
from gksite.schema.validate import _EXPECTED

PROJECT = Path(__file__).parents[2]
TEXTS = frozenset({".py", ".json", ".yaml", ".txt", ".md"})
REPORTING = frozenset({"problem", "refuse", "_report"})
"""Functions whose first argument is a code."""


def codes_in_source() -> dict[str, set[str]]:
    """Code → the modules that hold it as a text of its own, but for the catalogue."""
    found: dict[str, set[str]] = {}
    for module in MODULES:
        if not module.startswith("catalogue/"):
            for node in ast.walk(tree_of(module)):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.setdefault(node.value, set()).add(module)
    return found


def test_every_code_of_the_catalogue_is_used() -> None:
    used = codes_in_source()
    assert [code for code in CATALOGUE if code not in used] == []


def codes_reported_by(module: str) -> set[str]:
    """The codes that a module gives to the functions that report a problem, or to pydantic where
    no text of the catalogue stands behind them."""
    codes = set()
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Call) and node.args:
            function = node.func
            name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
            code = node.args[0]
            if isinstance(code, ast.Constant) and (
                name in REPORTING or (name == "PydanticCustomError" and code.value not in _EXPECTED)
            ):
                codes.add(str(code.value))
    return codes


def test_every_problem_stands_in_the_catalogue() -> None:
    unknown = {
        module: codes
        for module in MODULES
        if (codes := codes_reported_by(module) - CATALOGUE.keys())
    }
    assert unknown == {}


def shown_by_tests() -> tuple[list[str], list[str]]:
    """The reports of sites, in which a code stands in brackets, and the texts of tests in which its
    name is enough."""
    reports = [
        *PROJECT.glob("tests/**/cases/**/expected*.txt"),
        *PROJECT.glob("tests/**/test_situations.py"),
        PROJECT / "tests/publishing/test_days.py",
        PROJECT / "tests/cli/test_progress_import.py",
        PROJECT / "tests/cli/test_commands.py",
    ]
    named = [
        path
        for wing in ("importer", "documents", "progress_sheets", "migrate")
        for path in PROJECT.glob(f"tests/{wing}/**/*")
        if path.suffix in TEXTS
    ]
    named += [
        *PROJECT.glob("tests/content/cases/reviews/*.yaml"),
        *PROJECT.glob("tests/archive/test_*.py"),
        *PROJECT.glob("tests/output/test_*.py"),
        PROJECT / "tests/cli/test_console.py",
        PROJECT / "tests/cli/test_import.py",
    ]
    # These names cannot stand in every working copy: the files are made by the test.
    named += [
        PROJECT / "tests/site/test_file_addresses.py",
        PROJECT / "tests/site/odd_file_names.json",
    ]
    return [path.read_text("utf-8") for path in reports], [
        path.read_text("utf-8", "replace") for path in named
    ]


def test_every_code_is_shown_by_a_test() -> None:
    """In the expected report of a case, or where the situation is made; those of the importer, of
    snapshots and of writing, which have no site, by their name."""
    reports, texts = shown_by_tests()
    reported = set(re.findall(r"\[([\w-]+)\]", "\n".join(reports)))
    whole = "\n".join(texts)
    assert [
        code for code in CATALOGUE if code not in reported and not re.search(rf"\b{code}\b", whole)
    ] == []


def test_every_code_has_a_line_in_the_manual() -> None:
    manual = (PROJECT / "docs/diagnostics.md").read_text("utf-8")
    assert [code for code in CATALOGUE if f"\n| `{code}` | " not in manual] == []


def mentioned(text: str) -> set[str]:
    """The fields that a text names. A Chinese text may have a translated part, such as `reason_zh`
    for `reason`."""
    return {name.removesuffix("_zh") for name in re.findall(r"(?<!\{)\{(\w+)\}", text)}


def test_both_languages_mention_the_same() -> None:
    differing = [
        code
        for code, entry in CATALOGUE.items()
        if mentioned(entry.zh) != mentioned(entry.en)
        or mentioned(entry.fix_zh) != mentioned(entry.fix_en)
    ]
    assert differing == []


def test_no_text_ends_with_a_full_stop() -> None:
    ending = [
        code
        for code, entry in CATALOGUE.items()
        for text in (entry.zh, entry.en, entry.fix_zh, entry.fix_en)
        if not text or text[-1] in "。."
    ]
    assert ending == []


def test_the_formats_to_save_as_are_those_that_are_read() -> None:
    entry = CATALOGUE["import-format-unknown"]
    # Others are read by way of LibreOffice alone.
    readable = {format.endings[0] for format in FORMATS if not format.converts_to}
    assert set(re.findall("[a-z]+", entry.fix_zh)) == readable
    assert set(re.findall("[a-z]+", entry.fix_en.partition(" as ")[2])) - {"or"} == readable
