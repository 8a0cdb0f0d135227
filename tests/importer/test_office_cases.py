"""The documents of offices that this importer was widened for, where they are at hand: nothing is
joined, lost or invented, and the plan that they make builds."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import yaml

from gksite.cli import main
from gksite.documents.blocks import Table
from gksite.documents.read import read_documents
from gksite.importer.draft import Draft
from gksite.importer.understanding import read_draft
from gksite.importer.writing.ledger import unaccounted

OFFICE_DIR = Path(__file__).parents[2].parent / "shared" / "cases" / "office"
NAMES = (
    "decision-catalogue.docx", "five-years.txt", "many-columns.xlsx", "people-projects.docx",
    "people-projects.xlsx", "years-in-prose-1.txt", "years-in-prose-2.txt",
)  # fmt: skip


def office(name: str) -> Path:
    path = OFFICE_DIR / name
    if not path.is_file():
        pytest.skip("the documents of offices are not here")
    return path


def draft_of(name: str) -> Draft:
    documents, problems = read_documents([office(name)])
    assert problems == []
    draft = read_draft(documents)
    assert unaccounted(documents, draft) == []
    return draft


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_is_a_value_of_its_own(name: str) -> None:
    documents, _ = read_documents([office(name)])
    draft = read_draft(documents)
    values = {
        text
        for task in draft.tasks
        for text in (
            task.number, task.title, task.text, task.leader, task.note, task.deadline.raw,
            *(cell.text for cell in task.cells), *(target.text for target in task.targets),
        )
    }  # fmt: skip
    values |= {column.head for one in draft.lists for column in one.columns}
    units = {task.units_printed for task in draft.tasks}
    for table in (b for d in documents for b in d.blocks if isinstance(b, Table)):
        for cell in table.cells:
            if cell.text:
                assert cell.text in values or any(cell.text in printed for printed in units)


@pytest.mark.parametrize("name", NAMES)
def test_no_section_is_made_of_a_cell(name: str) -> None:
    draft = draft_of(name)
    assert all(section.number for section in draft.sections)


@pytest.mark.parametrize("name", NAMES)
def test_the_plan_builds(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, site = office(name), tmp_path / "site"

    def gksite(*arguments: object) -> int | str | None:
        monkeypatch.setattr(sys, "argv", ["gksite", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            main()
        return stop.value.code

    assert gksite("init", site) == 0
    assert gksite("-C", site, "import", path, "--authority", "songling") == 0
    capsys.readouterr()
    assert gksite("-C", site, "build", "--drafts", "-o", site / "out") == 0
    assert "0 个错误" in capsys.readouterr().err
    assert gksite("-C", site, "import", path, "--authority", "songling") == 0
    assert "没有变化" in capsys.readouterr().err


def test_a_table_of_many_columns() -> None:
    draft = draft_of("many-columns.xlsx")
    assert [len(task.targets) for task in draft.tasks] == [4, 4, 4, 2, 2]
    assert [(task.number, task.parent) for task in draft.tasks[3:]] == [("3.1", "3"), ("3.2", "3")]
    columns = {column.name: column for column in draft.lists[0].columns}
    assert (columns["investment"].type, columns["investment"].sum) == ("money", True)
    assert columns["supervisor"].type == "unit"
    assert draft.lists[0].merged == ("category",)


def test_a_plan_of_five_years(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = draft_of("five-years.txt")
    assert (draft.period, draft.kind) == ("2026-2030", "task-table")
    assert [len(task.targets) for task in draft.tasks] == [0, 5, 3, 0]
    monkeypatch.setattr(
        sys, "argv",
        ["gksite", "import", str(office("five-years.txt")), "--authority", "songling", "--into",
         str(tmp_path)],
    )  # fmt: skip
    with pytest.raises(SystemExit):
        main()
    capsys.readouterr()
    written = (tmp_path / "songling-2026" / "notice.md").read_text("utf-8").split("---\n")
    notice = yaml.safe_load(written[1])
    assert notice["annexes"] == ["主要指标表", "重大工程项目表"]
    assert notice["signature"] == "松岭县人民政府"
    assert "请认真贯彻执行" in written[2]
    plan = (tmp_path / "songling-2026" / "plan.md").read_text("utf-8")
    assert "联系人：联系人甲" in plan and "addressees" not in plan
