"""Each case is a folder with the templates of a site, and the exact report on the names in them."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest

from gksite.catalogue import Language
from gksite.cli.report import render_report
from gksite.diagnostics import Diagnostic
from gksite.pages.context_changes import CONTEXTS
from gksite.source.theme_files import own_theme_files, read_theme, shipped_themes
from gksite.theme.template_names import checked_theme

CASES_DIR = Path(__file__).with_name("cases")
CASES = sorted(folder.name for folder in CASES_DIR.iterdir())
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@cache
def found_in(case: str) -> tuple[Diagnostic, ...]:
    """Return the problems of a case, but for strings that contexts need and a theme lacks."""
    root = CASES_DIR / case
    name = "own" if (root / "themes/own").is_dir() else "default"
    files, problems = read_theme(root, name)
    assert problems == []
    _, problems = checked_theme(files, own_theme_files(root, name, files), "zh")
    return tuple(problem for problem in problems if problem.code != "missing-string")


def report(case: str, language: Language) -> str:
    """Return what is said of a case."""
    return render_report(found_in(case), "text", language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_names_are_reported_with_their_places(case: str, language: Language) -> None:
    """Else: python tests/theme/write_reports.py, and read what it writes."""
    assert report(case, language) == (CASES_DIR / case / f"expected.{language}.txt").read_text(
        "utf-8"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_of_the_shipped_theme(language: Language) -> None:
    files, _ = read_theme(CASES_DIR, "default")
    everything = {path for _, path in files.templates.values()} | set(files.strings_path.values())
    theme, problems = checked_theme(files, everything, language)
    assert theme and problems == []
    for text, path in files.templates.values():
        assert text.startswith(f"{{# gksite contexts: {CONTEXTS} #}}\n"), path
    assert own_theme_files(CASES_DIR, "default", files) == frozenset()


def test_a_copy_of_the_shipped_theme_is_the_project_s_own_once_it_differs(tmp_path: Path) -> None:
    """Nothing is to say of a copy in which nothing was changed; where one template, text or name
    differs, all of it is looked at."""
    shipped = shipped_themes()
    assert shipped
    copy = tmp_path / "themes/default"
    shutil.copytree(shipped / "default", copy)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/unit.html").write_text("{{ page.title }}", "utf-8")

    def own() -> frozenset[str]:
        files, _ = read_theme(tmp_path, "default")
        return own_theme_files(tmp_path, "default", files)

    assert own() == {"templates/unit.html"}
    for path in ("templates/task.html", "strings/en.yaml", "static/style.css"):
        text = (copy / path).read_bytes()
        (copy / path).write_bytes(text + b"\n")
        assert {"templates/unit.html", "themes/default/templates/task.html"} < own(), path
        (copy / path).write_bytes(text)
    (copy / "templates/own.html").write_text("", "utf-8")
    assert "themes/default/templates/task.html" in own()
    (copy / "templates/own.html").unlink()
    (copy / "templates/task.html").unlink()
    assert "themes/default/templates/base.html" in own()
