"""The Nu HTML checker (https://validator.github.io/validator/) finds no error on any page of the sample."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Validator

pytestmark = pytest.mark.java


def errors_of(validator: Validator, *arguments: str) -> list[str]:
    command = [validator.java, "-jar", str(validator.jar), "--errors-only", "--format", "json", "--stdout", *arguments]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.stdout.startswith("{"), run.stderr
    return [
        f"{message.get('url', '')}:{message.get('lastLine', '')}: {message['message']}"
        for message in json.loads(run.stdout)["messages"]
    ]


def test_no_page_has_an_error(sample_site: Path, validator: Validator) -> None:
    """All pages in one run, since nearly all its time is the start of Java."""
    assert errors_of(validator, "--skip-non-html", str(sample_site)) == []


def test_checker_sees_a_span_that_leaves_its_group(tmp_path: Path, validator: Validator) -> None:
    """The checker is really asked: the fault that is most likely in a merged table is one that it alone knows."""
    case = Path(__file__).parent / "cases/tables/span-past-group.html"
    page = f'<!DOCTYPE html>\n<html lang="zh-CN">\n<title>表</title>\n<body>\n{case.read_text("utf-8")}'
    (tmp_path / "page.html").write_text(page, "utf-8")
    found = errors_of(validator, str(tmp_path / "page.html"))
    assert any("Table cell spans past the end of its row group" in message for message in found), found
