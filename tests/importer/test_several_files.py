"""A plan in several files: each is read by itself, and nothing flows from one into another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from letters import missing, texts_of
from reading_cases import reading_of
from test_ledger import files_of

from gksite.documents.read import read_documents
from gksite.importer.understanding import read_draft
from gksite.importer.writing.ledger import unaccounted

CASES = yaml.load(
    (Path(__file__).parent / "several_files" / "files.yaml").read_text("utf-8"), yaml.CSafeLoader
)


def write(path: Path, content: Any) -> Path:
    """A text, or a workbook of sheets of rows."""
    if isinstance(content, str):
        path.write_text(content, "utf-8")
        return path
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in content.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_files_are_read_each_by_itself(case: dict[str, Any], tmp_path: Path) -> None:
    paths = [write(tmp_path / name, content) for name, content in case["files"].items()]
    documents, problems = read_documents(paths)
    assert problems == []
    draft = read_draft(documents)
    assert reading_of(draft, case["expect"]) == case["expect"]
    assert unaccounted(documents, draft) == []
    held = [*files_of(draft), *(piece.text for piece in draft.left_out)]
    assert missing(texts_of(documents), held) == []
