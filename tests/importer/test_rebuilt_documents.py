"""A plan reads the same as text, as a web page, as a Word file, and with its task table in a
workbook."""

from __future__ import annotations

from pathlib import Path

import pytest
from rebuilt_documents import (
    Rebuilt,
    read_plan,
    reading_of,
    rebuild,
    write_docx,
    write_html,
    write_xlsx,
)

from gksite.importer.draft import Draft

SEEDS_DIR = Path(__file__).parents[2].parent / "shared" / "seeds"
OWN_DIR = Path(__file__).parent / "rebuilt"
SEEDS = ["chongming-2021", "guixi-2021", "jingan-2024", "sheitc-2020", "songjiang-2025"]
OWN = sorted(path.stem for path in OWN_DIR.glob("*.txt"))
WITH_TABLE = {"sheitc-2020", "songjiang-2025", *OWN}
WITH_MERGES = {"songjiang-2025", "body-and-table", "table-alone"}


def plan(name: str) -> tuple[Rebuilt, Draft]:
    path = (SEEDS_DIR if name in SEEDS else OWN_DIR) / f"{name}.txt"
    if not path.is_file():
        pytest.skip("the seeds are not here")
    draft = read_plan([path])
    rebuilt = rebuild(path.read_text(encoding="utf-8"), draft)
    assert bool(rebuilt.rows) == (name in WITH_TABLE)
    assert bool(rebuilt.merges) == (name in WITH_MERGES)
    return rebuilt, draft


def test_own_documents_are_there() -> None:
    assert len(OWN) >= 2


@pytest.mark.parametrize("name", [*SEEDS, *OWN])
def test_page_reads_as_text(name: str, tmp_path: Path) -> None:
    rebuilt, draft = plan(name)
    write_html(rebuilt, tmp_path / "plan.html")
    assert reading_of(read_plan([tmp_path / "plan.html"])) == reading_of(draft)


@pytest.mark.parametrize("name", [*SEEDS, *OWN])
def test_word_file_reads_as_text(name: str, tmp_path: Path) -> None:
    rebuilt, draft = plan(name)
    write_docx(rebuilt, tmp_path / "plan.docx")
    assert reading_of(read_plan([tmp_path / "plan.docx"])) == reading_of(draft)


@pytest.mark.parametrize("name", sorted(WITH_TABLE))
def test_workbook_reads_as_text(name: str, tmp_path: Path) -> None:
    rebuilt, draft = plan(name)
    write_xlsx(rebuilt, tmp_path / "plan.txt", tmp_path / "table.xlsx")
    assert reading_of(read_plan([tmp_path / "plan.txt", tmp_path / "table.xlsx"])) == reading_of(
        draft
    )
