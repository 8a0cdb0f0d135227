"""The five published plans that the importer started from, where they are at hand."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from reading_cases import text_document

from gksite.importer.draft import Draft
from gksite.importer.understanding import read_draft
from gksite.importer.writing.ledger import unaccounted

SEEDS_DIR = Path(__file__).parents[2].parent / "shared" / "seeds"


def seed(name: str) -> Draft:
    path = SEEDS_DIR / f"{name}.txt"
    if not path.is_file():
        pytest.skip("the seeds are not here")
    document = text_document(path.read_text(encoding="utf-8"))
    draft = read_draft([document])
    assert unaccounted([document], draft) == []
    assert "import-unaccounted" not in codes(draft)
    return draft


def codes(draft: Draft) -> Counter[str]:
    return Counter(diagnostic.code for diagnostic in draft.diagnostics)


def test_jingan() -> None:
    draft = seed("jingan-2024")
    assert len(draft.sections) == 5
    assert len(draft.tasks) == 22
    assert not any(task.units for task in draft.tasks)
    assert all(task.title for task in draft.tasks)
    assert {piece.reason for piece in draft.left_out} == {"form"}
    assert len(draft.left_out) == 9
    assert draft.envelope.written == date(2024, 5, 14)


def test_sheitc() -> None:
    draft = seed("sheitc-2020")
    assert [task.number for task in draft.tasks if task.list == "table"] == [
        str(number) for number in range(1, 16)
    ]
    body = [task for task in draft.tasks if task.list == "main"]
    assert Counter(task.section for task in body) == {"2": 4, "3": 4, "4": 3, "5": 3}
    assert [duty.deadline.end for duty in draft.reporting] == [date(2020, 12, 20)]
    assert {task.id: task.deadline.end for task in body if task.deadline.end} == {
        "2-4": date(2020, 6, 30),
        "4-1": date(2020, 12, 31),
    }
    assert (draft.envelope.source, draft.envelope.published) == ("市经信委", date(2020, 4, 21))


def test_guixi() -> None:
    draft = seed("guixi-2021")
    assert Counter(task.section for task in draft.tasks) == {"1": 4, "2": 5, "3": 4, "4": 4, "5": 3}
    assert [sum(unit.role == "lead" for unit in task.units) for task in draft.tasks] == [
        2,
        4,
        3,
        6,
        2,
        2,
        3,
        2,
        1,
        2,
        3,
        0,
        1,
        2,
        2,
        2,
        1,
        3,
        2,
        2,
    ]
    assert [sum(unit.role == "responsible" for unit in task.units) for task in draft.tasks] == [
        1,
        *[2] * 10,
        8,
        2,
        2,
        3,
        3,
        2,
        2,
        2,
        2,
    ]
    printed = Counter(unit.printed for task in draft.tasks for unit in task.units)
    assert (printed["各乡(镇、街道)"], printed["市直各单位"]) == (19, 18)
    assert not codes(draft)


def test_chongming() -> None:
    draft = seed("chongming-2021")
    assert len(draft.tasks) == 18
    assert draft.envelope.document_number == "沪崇府办发〔2021〕8号"
    assert draft.envelope.copies_to.count("，") == 6
    assert (draft.envelope.printed_on, draft.envelope.disclosure) == (date(2021, 4, 7), "主动公开")
    assert all(line.text[-1] in "。" for line in draft.body if line.level == 0)
    assert not draft.left_out


def test_songjiang() -> None:
    draft = seed("songjiang-2025")
    assert [task.number for task in draft.tasks] == [str(number) for number in range(1, 28)]
    assert all(task.units and task.in_body for task in draft.tasks)
    assert Counter(task.deadline.raw for task in draft.tasks) == {"全年": 25, "4月": 1, "8月": 1}
    assert codes(draft) == {"import-differs-wording": 5, "import-differs-units": 1}
    assert [task.number for task in draft.tasks if task.table_text] == ["3", "6", "9", "13", "27"]
    assert [task.number for task in draft.tasks if task.table_units] == ["23"]
