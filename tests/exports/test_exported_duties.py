"""Files say of each unit what it reported itself, and of a task what the rule makes of that."""

from __future__ import annotations

from datetime import date

import pytest
from exported_duties import EXPECTED_DIR, duties_site, said_of_duties

SAID = said_of_duties(duties_site(date(2025, 12, 31)))


@pytest.mark.parametrize("name", SAID)
def test_files_say_of_duties_what_was_kept(name: str) -> None:
    """Else: python tests/exports/write_tables.py; read what it changes."""
    assert SAID[name].decode() == (EXPECTED_DIR / name).read_bytes().decode()


def test_no_expected_file_is_left() -> None:
    assert {path.name for path in EXPECTED_DIR.iterdir()} == set(SAID)
