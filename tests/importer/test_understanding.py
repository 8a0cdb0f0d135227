"""The reading of documents, case by case; nothing is ever lost."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from reading_cases import cases, document_of, reading_of, text_document

from gksite.catalogue import CATALOGUE, message
from gksite.documents.blocks import SourceDocument
from gksite.importer.understanding import read_draft
from gksite.importer.writing.ledger import unaccounted


@pytest.mark.parametrize("case", cases())
def test_a_document_is_read(case: dict[str, Any]) -> None:
    document = document_of(case)
    draft = read_draft([document], case.get("year"), anyway=not case.get("judged"))
    assert reading_of(draft, case["expect"]) == case["expect"]
    assert unaccounted([document], draft) == []
    assert "import-unaccounted" not in {diagnostic.code for diagnostic in draft.diagnostics}


@pytest.mark.parametrize("case", cases())
def test_every_message_can_be_shown(case: dict[str, Any]) -> None:
    for diagnostic in read_draft([document_of(case)], case.get("year")).diagnostics:
        assert message(diagnostic, "zh")
        assert message(diagnostic, "en")


OWN_CODES = (
    "import-no-title", "import-no-tasks", "import-damaged-number",
        "import-dates-differ", "import-differs-wording",
    "import-differs-units", "import-differs-deadline", "import-only-in-body",
        "import-only-in-table", "import-number-gap",
    "import-number-repeated", "import-deadline-before-year",
        "import-deadline-counted", "import-rule-applied", "import-reporting-date",
    "import-table-skipped", "import-annex-as-text", "unread-units", "unread-deadline",
)  # fmt: skip


def test_every_code_of_the_reading_has_a_case() -> None:
    shown = {code for case in cases() for code in case.values[0]["expect"].get("diagnostics", ())}
    assert set(OWN_CODES) <= set(CATALOGUE)
    assert set(OWN_CODES) - shown == set()


def test_a_piece_that_the_draft_lacks_is_reported() -> None:
    document = text_document("一、做好公开\n1.公布清单。\n2.公布目录。")
    other = text_document("一、做好公开\n1.公布清单。")
    lost = unaccounted([document], read_draft([other]))
    assert [piece.text for piece in lost] == ["2.公布目录。"]


PIECES = (
    "一、做好公开", "（一）", "1.", "2.公布清单。", "第三条 ", "（责任单位：区水务局、各街镇）", "〔区水务局牵头", "牵头单位：区教育局", "|", "\n",
    "\n|\n",
    "序号 |\n工作任务 |\n责任单位 |\n", "序号\t工作任务\t责任单位\n", "序号公开内容\n1做好公开。\n", "6月底前", "每季度", "全年", "不低于60%",
    "附件", "附件：1.任务表",
    "- 5 -", "抄送：区委办，", "2025年4月7日", "2025年4月7日印发", "青禾府办发〔2025〕6号", "首页 > 公开", "各街镇：",
        "关于印发《2025年要点》的通知",
    "2025年青禾区政务公开工作要点", "列第一位的责任单位为牵头单位，下同", "以下各项均需各街镇落实，不再列出", "留言咨询", "您的姓名:*", "，", "。", "、",
    "《", "）", " ", "分别增长6%、7%",
)  # fmt: skip
ANY_TEXT = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=24).map("".join), st.text(max_size=200)
)


@given(ANY_TEXT)
def test_any_text_gives_a_draft_that_lost_nothing(text: str) -> None:
    document = text_document(text)
    draft = read_draft([document])
    assert unaccounted([document], draft) == []
    assert len({task.id for task in draft.tasks}) == len(draft.tasks)
    sections = {section.id for section in draft.sections}
    lists = {one.id for one in draft.lists}
    for task in draft.tasks:
        assert task.section in sections | {""}
        assert task.list in lists
        assert task.source


CELLS = st.sampled_from(
    ("", "序号", "工作任务", "责任单位", "完成时限", "1", "2", "一、做好公开", "公布清单。", "区水务局、各街镇", "全年", "/", "4.公布目录",
    "12%", "公开时限", "公开主体")
)  # fmt: skip


@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=6))
@example([
    ["一、做好公开", "序号"], ["一、做好公开", "公开时限", "4.公布目录", "工作任务"],
    ["工作任务", "责任单位"], ["序号"],
])  # fmt: skip
def test_any_table_gives_a_draft_that_lost_nothing(rows: list[list[str]]) -> None:
    document = document_of({"table": rows})
    draft = read_draft([document])
    assert unaccounted([document], draft) == []


@pytest.mark.parametrize(
    "unit", ["一、", "1.", "（", "责任单位：", "|", "| ", "6月底前", "不低于", "关于", "2025年", "首页>", "每季度", "印发",
    "、", "序号", "\n1\n", "大中小", "列第一位",
    "牵头领导：", "责任人：王某、", "王 某 ", "均需各街镇"]
)  # fmt: skip
def test_long_repetitions_are_read_without_backtracking(unit: str) -> None:
    document = text_document(unit * 3000)
    assert unaccounted([document], read_draft([document])) == []


def test_no_document_at_all_gives_an_empty_draft() -> None:
    assert read_draft([]).tasks == ()
    empty = SourceDocument("a.txt", "txt", "", (), 0)
    assert {diagnostic.code for diagnostic in read_draft([empty]).diagnostics} == {
        "import-no-title",
        "import-no-tasks",
    }
