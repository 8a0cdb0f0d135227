"""What an import reports, and what it may write over."""

from __future__ import annotations

import json

import msgspec
from made_drafts import DOCUMENT, EMPTY_REGISTRY, FILE, whole_draft
from test_plan_files import IDENTITY, folder_of

from gksite.cli.options import exit_code
from gksite.cli.report import render_report
from gksite.diagnostics import Location, problem
from gksite.importer.draft import LeftOut
from gksite.importer.review.sheet import build_sheet
from gksite.importer.writing.file_changes import compare
from gksite.importer.writing.html_report import render_review_sheet
from gksite.importer.writing.json_report import draft_report
from gksite.importer.writing.provenance import MERGED, NAME, common_document, read_back, sha256


def test_the_json_report_has_all_its_keys_and_only_plain_values() -> None:
    doubts = [problem("import-no-tasks", Location("a.txt", 3, 1))]
    report = draft_report(
        whole_draft(), [DOCUMENT], doubts, "en", id="qinghe-2025", authority="qinghe", year=2025
    )
    assert json.loads(json.dumps(report)) == report
    assert (report["verdict"], report["doubts"]) == ("1 place to check", 1)
    assert list(report) == [
        "verdict",
        "doubts",
        "plan",
        "sections",
        "lists",
        "tasks",
        "left_out",
        "rules",
        "reporting",
        "diagnostics",
        "units_proposed",
        "documents",
    ]
    plan, tasks, found = report["plan"], report["tasks"], report["diagnostics"]
    assert isinstance(plan, dict) and isinstance(tasks, list) and isinstance(found, list)
    assert plan["written"] == "2025-04-20" and plan["id"] == "qinghe-2025"
    assert tasks[0]["lead"] == ["区政府办公室"] and tasks[0]["responsible"] == ["各街镇"]
    assert tasks[1]["deadline"] | {"milestones": 0} == {
        "raw": "6月底前",
        "kind": "by",
        "start": None,
        "end": "2025-06-30",
        "recurrence": "",
        "milestone": "",
        "milestones": 0,
    }
    assert tasks[0]["source"] == [{"file": FILE, "place": f"{FILE}:11", "sha256": DOCUMENT.sha256}]
    assert found == [
        {
            "code": "import-no-tasks",
            "severity": "warning",
            "message": "no task was found",
            "place": "a.txt:3:1",
        }
    ]


def test_the_review_sheet_puts_doubts_first_and_lets_no_markup_through() -> None:
    left = (LeftOut("<script>alert(1)</script>", whole_draft().left_out[0].place, "chrome"),)
    draft = msgspec.structs.replace(whole_draft(), left_out=left)
    problems = [problem("import-no-tasks", Location("a.txt"))]
    sheet = build_sheet(draft, [DOCUMENT], problems, None)
    html = render_review_sheet(sheet, draft, [DOCUMENT], problems, ())
    assert html.count("<script") == 1 and "&lt;script&gt;" in html
    heads = ("需要核对</h2>", "逐行对照</h2>", "没有收入的原文</h2>")
    assert [*map(html.index, heads)] == sorted(map(html.index, heads))
    assert html.count("<caption>") == html.count("<table>")
    assert "读不回来" in html
    assert '<p class="verdict">需要核对 1 处</p>' in html


def test_the_same_import_changes_nothing() -> None:
    folder = folder_of(whole_draft(), EMPTY_REGISTRY)
    recorded = read_back(folder.files[NAME].decode()).written
    assert {change.state for change in compare(folder.files, folder.files, recorded)} == {"same"}
    assert {change.state for change in compare(folder.files, {}, {})} == {"new"}


def test_a_corrected_document_replaces_what_nobody_touched_and_nothing_else() -> None:
    before = folder_of(whole_draft(), EMPTY_REGISTRY)
    recorded = read_back(before.files[NAME].decode()).written
    tasks = list(whole_draft().tasks)
    tasks[3] = msgspec.structs.replace(tasks[3], note="推广")
    after = folder_of(msgspec.structs.replace(whole_draft(), tasks=tuple(tasks)), EMPTY_REGISTRY)
    changed = {
        c.name: c.state for c in compare(after.files, before.files, recorded) if c.state != "same"
    }
    assert changed == {"tasks.yaml": "changed", NAME: "changed"}
    edited = before.files | {
        "tasks.yaml": before.files["tasks.yaml"] + b"# mine\n",
        "plan.md": b"mine",
        "progress.yaml": b"[]",
    }
    states = {c.name: c.state for c in compare(after.files, edited, recorded) if c.state != "same"}
    assert states == {
        "tasks.yaml": "edited",
        NAME: "changed",
        "plan.md": "kept",
        "progress.yaml": "kept",
    }


def test_a_hand_made_plan_is_all_edits() -> None:
    folder = folder_of(whole_draft(), EMPTY_REGISTRY)
    states = {
        c.name: c.state
        for c in compare(folder.files, {"plan.md": b"mine"}, {})
        if c.name == "plan.md"
    }
    assert states == {"plan.md": "edited"}


def test_provenance_is_read_back_and_knows_its_documents() -> None:
    folder = folder_of(whole_draft(), EMPTY_REGISTRY)
    found = read_back(folder.files[NAME].decode())
    assert found.documents == {FILE: DOCUMENT.sha256}
    assert found.written["plan.md"] == sha256(folder.files["plan.md"])
    assert {name: text.encode() for name, text in found.texts.items()} == {
        name: folder.files[name] for name in MERGED if name in folder.files
    }
    assert common_document(found, [DOCUMENT])
    assert not common_document(read_back("- [broken"), [DOCUMENT])
    assert folder.identity == IDENTITY


def test_a_text_that_does_not_have_its_digest_is_no_base() -> None:
    folder = folder_of(whole_draft(), EMPTY_REGISTRY)
    record = folder.files[NAME].decode()
    assert read_back(record.replace("试点", "推广")).texts.keys() == {"plan.md"}


def test_what_an_editor_is_told_of_a_hand_edit() -> None:
    edited = problem("merge-base-missing", Location("content/plans/qinghe-2025/plan.md"))
    assert render_report([edited], "text", "en") == (
        "content/plans/qinghe-2025/plan.md: error[merge-base-missing]: this file was edited since "
        "it was imported, and cannot be merged, since that import kept no text; it is not "
        "overwritten\n"
        "  → take the changes above over by hand; --accept overwrites the file, --id makes another "
        "plan\n"
    )
    assert exit_code([edited], strict=False) == 3
    other = problem("another-plan", Location("content/plans/a/plan.md"), title="要点", id="a")
    assert render_report([other], "text", "en").endswith(
        "  → name another id with --id; if it is the same plan, say --id a\n"
    )
    assert exit_code([other], strict=False) == 3
    assert (
        exit_code(
            [problem("superseded-file", Location("content/plans/a/files/a.txt"))], strict=False
        )
        == 0
    )
