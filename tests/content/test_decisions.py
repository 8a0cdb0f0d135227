"""What is entered into the sources of a plan: adjustments of tasks, and corrections."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from gksite.content.decisions import with_adjustment, with_correction

CASES: list[dict[str, Any]] = yaml.load(
    (Path(__file__).parent / "cases" / "decisions.yaml").read_text("utf-8"), Loader=yaml.BaseLoader
)


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "BOM"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["case"]))
def test_only_the_new_entry_is_written(case: dict[str, Any], mark: str, ending: str) -> None:
    def of(text: str) -> bytes:
        return (mark + text.replace("\n", ending)).encode("utf-8")

    if task := case.get("task"):
        written = with_adjustment(of(case["before"]), task, case["values"])
    else:
        written = with_correction(of(case["before"]), case["values"])
    assert written.decode("utf-8") == of(case["after"]).decode("utf-8")
