"""Files say of each unit what it reported itself, and of a task what the rule makes of that."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from exported_duties import EXPECTED_DIR, duties_site, said_of_duties


@cache
def said() -> dict[str, bytes]:
    return said_of_duties(duties_site(date(2025, 12, 31)))


@pytest.mark.parametrize("name", sorted(path.name for path in EXPECTED_DIR.iterdir()))
def test_files_say_of_duties_what_was_kept(name: str) -> None:
    """Else: python tests/exports/write_tables.py; read what it changes."""
    assert said()[name].decode() == (EXPECTED_DIR / name).read_bytes().decode()


def test_each_file_has_an_expected_one_and_none_is_left() -> None:
    assert {path.name for path in EXPECTED_DIR.iterdir()} == set(said())
