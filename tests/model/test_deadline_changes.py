"""A deadline has changed where its reading has, and not where it is only worded otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from gksite.model.deadline_changes import deadline_change
from gksite.notation.deadlines import Deadline, parse_deadline

CASES = yaml.safe_load((Path(__file__).parent / "cases/deadline_changes.yaml").read_text("utf-8"))


def read(printed: str, year: int) -> Deadline:
    return parse_deadline(printed, year) if printed else Deadline("", "none")


@pytest.mark.parametrize(("old", "new", "expected"), CASES)
def test_what_became_of_a_deadline(old: str, new: str, expected: str) -> None:
    assert deadline_change(read(old, 2024), read(new, 2025), 2024, 2025) == expected
