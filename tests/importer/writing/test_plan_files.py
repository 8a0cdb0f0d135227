"""A plan that was written from a draft is read as that draft."""

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_drafts import DOCUMENT, EMPTY_REGISTRY, FILE, YEAR, free_draft, registry, whole_draft

from gksite.content.plan_sources import PlanSources, Surroundings
from gksite.content.plans import build_plan
from gksite.content.registry_files import parse_registries
from gksite.diagnostics import Diagnostic
from gksite.importer.draft import Draft, DraftTask, Envelope
from gksite.importer.writing.plan_files import Identity
from gksite.importer.writing.plan_folder import PlanFolder, build_folder, name_originals
from gksite.model.entities import Plan, Task
from gksite.model.registry import Registry
from gksite.source.hardening import plain_text
from gksite.source.markdown_rules import wording_parser

IDENTITY = Identity("qinghe-2025", "qinghe", YEAR)


def folder_of(draft: Draft, known: Registry) -> PlanFolder:
    return build_folder(draft, [DOCUMENT], {FILE: b"docx"}, IDENTITY, "云川市青禾区", known)


def plan_of(folder: PlanFolder, known: Registry) -> tuple[Plan, list[Diagnostic]]:
    """The plan as a build reads the folder, with the registry that the import wrote or proposed."""
    if folder.registry_file:
        written = {folder.registry_file: folder.registry_text}
        own, problems = parse_registries(written if "proposed" not in folder.registry_file else {})
        assert not problems
        known = own if "qinghe" not in known.authorities else known
    if folder.registry_file.endswith(".proposed.yaml"):
        known = msgspec.structs.replace(
            known, proposed={"qinghe": frozenset(one.name for one in folder.proposed)}
        )
    texts = {
        name: data
        for name, data in folder.files.items()
        if re.fullmatch(r"(plan\.md|\w+\.yaml)", name)
    }
    sources = PlanSources("qinghe-2025", "content/plans/qinghe-2025", dict(texts), {})
    plan, found = build_plan(
        sources, {name: data.decode() for name, data in texts.items()}, Surroundings(known, None)
    )
    assert plan is not None
    return plan, found


def squeezed(text: str) -> str:
    return "".join(text.split())


def printed(task: Task) -> str:
    """The wording as people see it: written in tasks.yaml it is Markdown, in the body it is read
    already."""
    tokens = wording_parser().parse(task.text) if "\\" in task.text or "&" in task.text else []
    return "".join(plain_text(token.children or []) for token in tokens) if tokens else task.text


def assert_same(task: Task, drafted: DraftTask) -> None:
    assert squeezed(printed(task)) == squeezed(drafted.table_text or drafted.text)
    assert [(r.role, r.printed) for r in task.responsibilities] == [
        (u.role, u.printed) for u in drafted.units
    ]
    assert task.number == drafted.number.rstrip(".")
    assert task.section == drafted.section
    assert task.list == drafted.list or not drafted.list
    assert task.deadline == drafted.deadline
    assert task.open_ended == drafted.open_ended
    assert squeezed(task.units_printed) == squeezed(drafted.units_printed)
    assert task.indicators == drafted.indicators
    assert (task.note, task.leader) == (drafted.note, drafted.leader)


@pytest.mark.parametrize(
    "known", [EMPTY_REGISTRY, registry()], ids=["a new authority", "a known authority"]
)
def test_what_was_written_is_read_as_the_draft(known: Registry) -> None:
    draft = whole_draft()
    folder = folder_of(draft, known)
    plan, problems = plan_of(folder, known)
    assert problems == []
    for task, drafted in zip(plan.tasks, draft.tasks, strict=True):
        assert_same(task, drafted)
    assert [section.id for section in plan.sections] == [section.id for section in draft.sections]
    assert (plan.title, plan.document_number, plan.written) == (
        draft.envelope.title,
        draft.envelope.document_number,
        draft.envelope.written,
    )
    assert plan.draft
    assert plan.attachments == () and f"source/{FILE}" in folder.files
    assert plan.lists[0].columns[3].head == "时限要求"
    assert [block.text for block in plan.body][-1] == "# 以上各项请抓好落实"


def test_what_the_body_holds_is_not_written_again() -> None:
    text = folder_of(whole_draft(), registry()).files["tasks.yaml"].decode()
    _, first, second, third, fourth = re.split(r"^- ", text, flags=re.MULTILINE)
    assert "text" not in first and "units" not in first
    assert "修订主动公开基本目录" in second and "lead:\n    - 区政府办公室" in second
    assert "text" not in third and "99.5" in third
    assert "text: |-\n    # 建立台账" in fourth and "湖滨街道" in fourth


STATED = {
    "validity": "",
    "disclosure": "",
    "signature": "",
    "publisher": "",
    "document_number": "",
    "addressees": "",
    "issuer": "",
}


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("有效", "有效"),
        ("现行有效", "有效"),
        ("已废止", "废止"),
        ("已失效", "失效"),
        ("部分有效", ""),
        ("", ""),
    ],
)
def test_a_plan_states_what_the_document_states(printed: str, read: str) -> None:
    """And nothing else: of a document that says none of these things the plan says none."""
    draft = free_draft(["公布目录。"], [""], [""])
    envelope = Envelope(
        title=draft.envelope.title,
        validity=printed,
        signature="区政府办公室" if printed else "",
        source="青禾区发布",
    )
    plan, problems = plan_of(
        folder_of(msgspec.structs.replace(draft, envelope=envelope), registry()), registry()
    )
    assert problems == []
    assert {key: getattr(plan, key) for key in STATED} == {
        **STATED,
        "validity": read,
        "signature": envelope.signature,
    }


WORDS = st.text(
    st.one_of(
        st.sampled_from("公开政策解读0123%*_#-`[]<>&|~。，；：（）、 =+!{}\"'"),
        st.characters(categories=["Lo"]),
    ),
    min_size=1,
    max_size=30,
)
UNITS = st.sampled_from(
    [
        "",
        "区政府办公室",
        "牵头单位：区司法局；责任单位：各街镇",
        "区政府办公室牵头，区司法局配合",
        "责任单位：区司法局等",
        "各街镇",
    ]
)
DEADLINES = st.sampled_from(
    ["", "6月底前", "全年", "持续推进", "每季度末", "第三季度", "10个工作日内"]
)


@given(
    st.lists(WORDS.filter(str.strip), min_size=1, max_size=4),
    st.lists(UNITS, min_size=1, max_size=3),
    st.lists(DEADLINES, min_size=1, max_size=3),
)
def test_any_wording_is_read_as_it_was_printed(
    texts: list[str], units: list[str], deadlines: list[str]
) -> None:
    draft = free_draft(texts, units, deadlines)
    known = registry()
    folder = folder_of(draft, known)
    plan, problems = plan_of(folder, known)
    assert [one for one in problems if one.code != "unread-units"] == []
    for task, drafted in zip(plan.tasks, draft.tasks, strict=True):
        assert squeezed(printed(task)) == squeezed(drafted.text)
        assert [(r.role, r.printed) for r in task.responsibilities] == [
            (u.role, u.printed) for u in drafted.units
        ]
        assert task.deadline == drafted.deadline
    assert folder_of(draft, known) == folder


def test_originals_get_safe_names() -> None:
    names = {
        "工作 要点?.docx": "工作 要点?.docx",
        "工作/要点?.docx": "工作/要点?.docx",
        "..": "..",
        "A.TXT": "A.TXT",
        "a.txt": "a.txt",
    }
    assert [one.file for one in name_originals(names)] == [
        "工作-要点-.docx",
        "工作-要点--2.docx",
        "document",
        "A.TXT",
        "a-2.txt",
    ]
