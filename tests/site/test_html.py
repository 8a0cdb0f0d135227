"""The Nu HTML checker (https://validator.github.io/validator/) and html-validate
(https://html-validate.org) find no error on any page."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from page_kinds import ARCHIVED_PAGES, LARGE_PAGES, PAGE_KINDS

if TYPE_CHECKING:
    from tools import Validator

CONFIG = Path(__file__).parent / "html-validate.mjs"


def errors_of(validator: Validator, *arguments: str) -> list[str]:
    command = [
        validator.java,
        "-jar",
        str(validator.jar),
        "--errors-only",
        "--format",
        "json",
        "--stdout",
        *arguments,
    ]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.stdout.startswith("{"), run.stderr
    return [
        f"{message.get('url', '')}:{message.get('lastLine', '')}: {message['message']}"
        for message in json.loads(run.stdout)["messages"]
    ]


@pytest.mark.java
def test_no_page_has_an_error(
    sample_site: Path,
    english_site: Path,
    archived_site: Path,
    large_site: Path,
    validator: Validator,
) -> None:
    """All pages in one run, since nearly all its time is the start of Java."""
    assert (
        errors_of(
            validator,
            "--skip-non-html",
            *map(str, (sample_site, english_site, archived_site, large_site / "deadlines")),
        )
        == []
    )


@pytest.mark.java
def test_checker_sees_a_span_that_leaves_its_group(tmp_path: Path, validator: Validator) -> None:
    """The checker is really asked: the fault that is most likely in a merged table is one that it
    alone knows."""
    case = Path(__file__).parent / "cases/tables/span-past-group.html"
    page = (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<title>表</title>\n<body>\n'
        f"{case.read_text('utf-8')}"
    )
    (tmp_path / "page.html").write_text(page, "utf-8")
    found = errors_of(validator, str(tmp_path / "page.html"))
    assert any("Table cell spans past the end of its row group" in message for message in found), (
        found
    )


def faults_of(html_validate: tuple[str, ...], *paths: Path) -> list[str]:
    command = [
        *html_validate,
        "--config",
        str(CONFIG),
        "--formatter",
        "json",
        "--ext",
        "html",
        *map(str, paths),
    ]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.stdout.startswith("["), run.stderr
    return [
        f"{file['filePath']}:{message['line']}: {message['ruleId']}: {message['message']}"
        for file in json.loads(run.stdout)
        for message in file["messages"]
    ]


def test_html_validate_finds_nothing(
    sample_site: Path,
    english_site: Path,
    archived_site: Path,
    large_site: Path,
    html_validate: tuple[str, ...],
) -> None:
    """All pages of the sample, and those of each kind where the interface is English and where the
    site is a snapshot."""
    others = [english_site / path for path in PAGE_KINDS.values()] + [
        archived_site / path for path in ARCHIVED_PAGES.values()
    ]
    others += [large_site / path for path in LARGE_PAGES.values()]
    assert faults_of(html_validate, sample_site, *others) == []


def test_html_validate_sees_faults(tmp_path: Path, html_validate: tuple[str, ...]) -> None:
    """It is really asked, and walks folders: an id twice and an empty link, in a folder below."""
    page = (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head><title>表</title></head>\n<body><p '
        'id="a">甲</p><p id="a">乙</p><a href="x"></a></body>\n</html>\n'
    )
    (tmp_path / "below").mkdir()
    (tmp_path / "below/page.html").write_text(page, "utf-8")
    found = "\n".join(faults_of(html_validate, tmp_path))
    assert "no-dup-id" in found and "wcag/h30" in found
