"""`gksite import` and the progress sheets, as an editor meets them: what is written, what is
refused, what is said."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from docx import Document

from gksite.cli import main
from gksite.cli.clock import day_of

NOTICE = """\
云川市青禾区人民政府办公室关于印发《2026年青禾区政务公开工作要点》的通知
青禾府办发〔2026〕3号
各街道办事处、镇人民政府，区政府各部门：
《2026年青禾区政务公开工作要点》已经区政府同意，现印发给你们，请认真落实。
云川市青禾区人民政府办公室
2026年3月18日
2026年青禾区政务公开工作要点
为做好今年政务公开工作，制定本要点。
一、规范主动公开
1.按季度公布重点项目进展，全年不少于4次。（牵头单位：区发展改革委；责任单位：各街镇）
2.6月底前修订主动公开基本目录。（责任单位：区司法局、区数据局）
二、强化政策解读
3.新出台政策文件在3个工作日内配发解读材料。（责任单位：区政府各部门）
"""


class Run(NamedTuple):
    code: int
    out: str
    err: str


Gksite = Callable[..., Run]


@pytest.fixture
def gksite(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Gksite:
    for name in ("GKSITE_LANG", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: object, stdin: bytes | None = None) -> Run:
        monkeypatch.setattr(sys, "argv", ["gksite", *map(str, arguments)])
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        with pytest.raises(SystemExit) as stop:
            main()
        assert isinstance(stop.value.code, int)
        return Run(stop.value.code, *capsys.readouterr())

    return run


@pytest.fixture
def site(tmp_path: Path, gksite: Gksite) -> Path:
    assert gksite("init", tmp_path / "site").code == 0
    return tmp_path / "site"


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "要点.txt"
    path.write_text(NOTICE, "utf-8")
    return path


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_review_sheet_shows_what_was_edited_since(
    gksite: Gksite, site: Path, notice: Path
) -> None:
    gksite("-C", site, "import", notice)
    plan, sheet = (
        site / "content/plans/qinghe-2026/plan.md",
        site / ".gksite/import/qinghe-2026.html",
    )
    before = sheet.read_bytes()
    gksite("-C", site, "import", notice)
    assert sheet.read_bytes() == before and "按手工修改" not in before.decode()
    text = plan.read_text("utf-8")
    wording = next(line for line in text.splitlines() if line.startswith("1"))
    plan.write_text(text.replace(wording, wording.replace("1.", "1.首先", 1)), "utf-8")
    gksite("-C", site, "import", notice)
    assert "按手工修改" in sheet.read_text("utf-8")
    assert '<mark class="differs">首先</mark>' in sheet.read_text("utf-8")


@pytest.mark.parametrize(("mark", "places"), [(",", 1), ("，", 0)])
def test_an_import_ends_with_what_fix_mends(
    gksite: Gksite, site: Path, notice: Path, mark: str, places: int
) -> None:
    text = notice.read_text("utf-8")
    first = next(line for line in text.splitlines() if line.startswith("1"))
    notice.write_text(text.replace(first, f"1.公布目录{mark}{first[2:]}"), "utf-8")
    lines = gksite("-C", site, "import", notice).err.splitlines()
    assert lines[-1].endswith(f"check --fix 可以改 {places} 处") == bool(places)
    assert sum("check --fix" in line for line in lines) == bool(places)


def test_a_document_becomes_a_plan_that_builds_at_once(
    gksite: Gksite, site: Path, notice: Path
) -> None:
    done = gksite("-C", site, "import", notice)
    assert done.code == 0
    folder = site / "content/plans/qinghe-2026"
    assert sorted(tree(folder)) == [
        "import.yaml",
        "notice.md",
        "plan.md",
        "progress.yaml",
        "source/要点.txt",
        "tasks.yaml",
    ]
    assert "青禾府办发〔2026〕3号" in (folder / "plan.md").read_text("utf-8")
    verdict = done.out.splitlines()[0]
    assert verdict == "可以直接用" or verdict.startswith("需要核对 ")
    sheet = (site / ".gksite/import/qinghe-2026.html").read_text("utf-8")
    assert f'<p class="verdict">{verdict}</p>' in sheet
    assert "content/units/qinghe.yaml" in done.out and ".gksite/import/qinghe-2026.html" in done.out
    assert "3 项任务" in done.err
    built = gksite("-C", site, "build", "--drafts", "-o", site / "out")
    assert built.code == 0 and "0 个错误，1 个警告" in built.err
    assert (
        "[empty-group]" in built.out and "各街镇" in built.out
    )  # the registry of a new authority holds no town yet
    assert (site / "out/plans/qinghe-2026/3.html").is_file()
    # What an import keeps for itself is published nowhere, and a draft is no part of the site.
    assert not [path for path in tree(site / "out") if "import" in path]
    assert gksite("-C", site, "build", "-o", site / "plain").code == 0
    assert not (site / "plain/plans/qinghe-2026").exists()


def test_the_same_document_again_changes_nothing(gksite: Gksite, site: Path, notice: Path) -> None:
    gksite("-C", site, "import", notice)
    before = tree(site)
    again = gksite("-C", site, "import", notice)
    assert (again.code, "没有变化" in again.err, tree(site)) == (0, True, before)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def test_a_corrected_document_is_told_in_words_and_merged_with_hand_edits(
    gksite: Gksite, site: Path, notice: Path
) -> None:
    gksite("-C", site, "import", notice)
    notice.write_text(NOTICE.replace("6月底前", "9月底前"), "utf-8")
    corrected = gksite("-C", site, "import", notice)
    assert corrected.code == 0
    assert corrected.out.startswith(
        "可以直接用\n"
        "第2项：6月底前修订主动公开… → 9月底前修订主动公开…\n第2项时间节点：6月底前 → 9月底前\n"
    )
    plan = site / "content/plans/qinghe-2026/plan.md"
    assert "9月底前" in plan.read_text("utf-8")
    # To take the mark of a draft away is no conflict with whatever stands beside it.
    edit(plan, "draft: true\n", "")
    edit(plan, "区数据局", "区数据局、区档案局")
    assert "没有变化" in gksite("-C", site, "import", notice).err
    notice.write_text(
        NOTICE.replace("6月底前", "9月底前").replace("全年不少于4次", "全年不少于6次"), "utf-8"
    )
    done = gksite("-C", site, "import", notice)
    assert done.code == 0
    assert "\n第1项：…，全年不少于4次。 → …，全年不少于6次。\n" in done.out
    assert "content/plans/qinghe-2026/plan.md: 已合并，手工修改保留\n" in done.out
    text = plan.read_text("utf-8")
    assert "draft" not in text and "区档案局" in text and "不少于6次" in text
    before = tree(site)
    assert "没有变化" in gksite("-C", site, "import", notice).err
    assert tree(site) == before


def test_where_both_changed_the_same_nothing_is_written_before_accept(
    gksite: Gksite, site: Path, notice: Path
) -> None:
    gksite("-C", site, "import", notice)
    plan = site / "content/plans/qinghe-2026/plan.md"
    edit(plan, "不少于4次", "不少于5次")
    edit(plan, "draft: true\n", "")
    notice.write_text(NOTICE.replace("4次", "6次").replace("6月底前", "9月底前"), "utf-8")
    before = tree(site)
    refused = gksite("-C", site, "import", notice)
    assert (refused.code, tree(site)) == (3, before)
    line = plan.read_text("utf-8")[: plan.read_text("utf-8").index("1.按季度")].count("\n") + 1
    assert (
        f"content/plans/qinghe-2026/plan.md:{line}:1: 错误[edited-by-hand]：第1项：你改成“…，全年不少于"
        in refused.out
    )
    assert "不少于5次。（牵头单位…”，文件改成“…，全年不少于6次。（牵头单位…”" in refused.out
    report = json.loads(gksite("-C", site, "import", notice, "--format", "json").out)
    assert {file["path"]: file["state"] for file in report["files"]}["plan.md"] == "edited"
    assert [(c["task"], c["field"]) for c in report["changes"]] == [
        ("1", "text"),
        ("1", "indicators"),
        ("2", "text"),
        ("2", "deadline"),
    ]
    assert gksite("-C", site, "import", notice, "--accept").code == 0
    text = plan.read_text("utf-8")
    assert "不少于6次" in text and "不少于5次" not in text and "draft" not in text
    assert "9月底前" in text


def test_an_import_of_before_texts_were_kept_is_not_overwritten(
    gksite: Gksite, site: Path, notice: Path
) -> None:
    gksite("-C", site, "import", notice)
    folder = site / "content/plans/qinghe-2026"
    record = re.sub(
        r"    text: \|-\n(?:      .*\n|\n)*", "", (folder / "import.yaml").read_text("utf-8")
    )
    assert "规范主动公开" not in record
    (folder / "import.yaml").write_text(record, "utf-8")
    edit(folder / "plan.md", "draft: true\n", "")
    notice.write_text(NOTICE.replace("4次", "6次"), "utf-8")
    before = tree(site)
    refused = gksite("-C", site, "import", notice)
    assert (refused.code, tree(site)) == (3, before)
    assert "content/plans/qinghe-2026/plan.md: 错误[merge-base-missing]" in refused.out
    assert gksite("-C", site, "import", notice, "--accept").code == 0
    assert "draft: true" in (folder / "plan.md").read_text("utf-8")


def test_an_edited_file_with_errors_is_told_of(gksite: Gksite, site: Path, notice: Path) -> None:
    gksite("-C", site, "import", notice)
    tasks = site / "content/plans/qinghe-2026/tasks.yaml"
    edit(tasks, "deadline: 6月底前", "deadline 5月底前")
    notice.write_text(NOTICE.replace("4次", "6次").replace("请认真", "请抓紧"), "utf-8")
    before = tree(site)
    refused = gksite("-C", site, "import", notice)
    assert (refused.code, tree(site)) == (3, before)
    assert "tasks.yaml: 错误[edited-unreadable]" in refused.out
    assert "edited-by-hand" not in refused.out
    assert "\n文件的变化（没有写入）：\n通知正文：…发给你们，请认真落实。 → " in refused.out


LAST = next(line for line in NOTICE.splitlines() if line.startswith("3."))


def test_a_merge_that_would_not_build_is_refused(gksite: Gksite, site: Path, notice: Path) -> None:
    """The editor corrects a task, and the document no longer has it."""
    gksite("-C", site, "import", notice)
    plan = site / "content/plans/qinghe-2026/plan.md"
    edit(
        plan,
        "draft: true\n",
        "corrections: [{date: 2026-04-01, what: 更正“解读”, why: 排印错误, task: 3}]\n",
    )
    assert "没有变化" in gksite("-C", site, "import", notice).err
    notice.write_text(NOTICE.replace(f"二、强化政策解读\n{LAST}\n", ""), "utf-8")
    before = tree(site)
    refused = gksite("-C", site, "import", notice)
    assert (refused.code, tree(site)) == (3, before)
    assert "错误[merge-breaks-plan]" in refused.out and "错误[unknown-task]" in refused.out


def test_an_edit_of_a_task_whose_number_another_one_takes_is_a_conflict(
    gksite: Gksite, site: Path, notice: Path
) -> None:
    """A deadline that the editor gave to a task does not become that of a task added before."""
    gksite("-C", site, "import", notice)
    tasks = site / "content/plans/qinghe-2026/tasks.yaml"
    edit(tasks, "6月底前", "5月底前")
    added = "2.组织政府开放日活动。（责任单位：区文旅局）\n2.6月底前"
    notice.write_text(
        NOTICE.replace("2.6月底前", added.replace("\n2.", "\n3.")).replace("\n3.新", "\n4.新"),
        "utf-8",
    )
    before = tree(site)
    refused = gksite("-C", site, "import", notice)
    assert (refused.code, tree(site)) == (3, before)
    assert "错误[edited-by-hand]：第2项：你改成“6月底前修订主动公开基本目录。”" in refused.out
    assert "第3项序号：2 → 3\n" in refused.out
    assert "第2项：新增“组织政府开放日活动。”" in refused.out


def test_an_edit_in_one_file_and_a_change_in_another_are_about_one_task(
    gksite: Gksite, site: Path, notice: Path
) -> None:
    gksite("-C", site, "import", notice)
    folder = site / "content/plans/qinghe-2026"
    edit(
        folder / "tasks.yaml",
        "- id: 3\n",
        "- id: 3\n  text: 新出台政策文件在2个工作日内配发解读材料。\n",
    )
    notice.write_text(NOTICE.replace("3个工作日内", "5个工作日内"), "utf-8")
    before = tree(site)
    refused = gksite("-C", site, "import", notice)
    assert (refused.code, tree(site)) == (3, before)
    assert "错误[edited-by-hand]：第3项：你改成“…台政策文件在2个工作日内" in refused.out
    assert gksite("-C", site, "import", notice, "--accept").code == 0
    assert "2个工作日" not in (folder / "tasks.yaml").read_text("utf-8")


def test_a_notice_that_the_document_lost_is_told(gksite: Gksite, site: Path, notice: Path) -> None:
    gksite("-C", site, "import", notice)
    path = site / "content/plans/qinghe-2026/notice.md"
    text = path.read_text("utf-8")
    path.unlink()
    assert "没有变化" in gksite("-C", site, "import", notice).err and not path.exists()
    notice.write_text(NOTICE.replace("请认真落实", "请抓好落实"), "utf-8")
    refused = gksite("-C", site, "import", notice)
    assert refused.code == 3
    assert "notice.md: 错误[edited-by-hand]：通知：你删去了，文件改成" in refused.out
    path.write_text(text, "utf-8")
    plan = NOTICE[NOTICE.index("\n2026年青禾区") + 1 :]
    notice.write_text(plan, "utf-8")
    assert "notice.md: 警告[notice-not-in-document]" in gksite("-C", site, "import", notice).out


def test_another_document_of_the_same_year_does_not_take_the_place_of_a_plan(
    gksite: Gksite, site: Path, notice: Path
) -> None:
    gksite("-C", site, "import", notice)
    before = tree(site)
    other = notice.with_name("方案.txt")
    other.write_text(NOTICE.replace("政务公开工作要点", "政务公开示范方案"), "utf-8")
    refused = gksite("-C", site, "import", other)
    assert (refused.code, tree(site)) == (3, before)
    assert (
        "content/plans/qinghe-2026/plan.md: 错误[another-plan]：这里已有另一个计划“2026年青禾区政务公开工作要点”"
        in refused.out
    )
    assert gksite("-C", site, "import", other, "--id", "qinghe-2026-model").code == 0
    assert gksite("-C", site, "build", "--drafts", "-o", site / "out").code == 0


def test_an_original_is_kept_beside_the_plan_and_nothing_of_it_goes_out(
    gksite: Gksite, site: Path, notice: Path
) -> None:
    assert gksite("-C", site, "import", notice).code == 0
    folder = site / "content/plans/qinghe-2026"
    original = folder / "source/要点.txt"
    assert original.read_bytes() == notice.read_bytes()
    deeper = folder / "source/往来/征求意见.txt"
    deeper.parent.mkdir()
    deeper.write_text("内部征求意见的原话", "utf-8")
    plan = folder / "plan.md"
    plan.write_text(plan.read_text("utf-8").replace("draft: true\n", ""), "utf-8")
    done = gksite("-C", site, "build", "-o", site / "out")
    assert done.code == 0 and "source" not in done.out
    for path, data in tree(site / "out").items():
        assert "source" not in path and "要点.txt" not in path
        assert not data or not any(
            word.encode() in data for word in ("要点.txt", "征求意见", "内部征求意见的原话")
        )
    assert gksite("-C", site, "snapshot", "create").code == 0
    packed = b"".join(path.read_bytes() for path in (site / "snapshots").iterdir())
    assert "内部征求意见的原话".encode() not in packed and "要点.txt".encode() not in packed
    (folder / "files").mkdir()
    (folder / "files/要点.txt").write_bytes(original.read_bytes())
    assert gksite("-C", site, "build", "-o", site / "out").code == 0
    assert (site / "out/plans/qinghe-2026/files/要点.txt").read_bytes() == notice.read_bytes()


def test_an_original_that_an_earlier_import_published_is_told_of(
    gksite: Gksite, site: Path, notice: Path
) -> None:
    gksite("-C", site, "import", notice)
    folder = site / "content/plans/qinghe-2026"
    (folder / "source").rename(folder / "files")
    record = folder / "import.yaml"
    record.write_text(record.read_text("utf-8").replace("source/", "files/"), "utf-8")
    version = notice.with_name("要点（第二版）.txt")
    version.write_text(NOTICE.replace("6月底前", "9月底前"), "utf-8")
    done = gksite("-C", site, "import", version)
    assert done.code == 0
    assert "content/plans/qinghe-2026/files/要点.txt: 警告[superseded-file]" in done.out


def test_names_that_a_registry_lacks_are_proposed_and_shown_as_printed(
    gksite: Gksite, site: Path, notice: Path
) -> None:
    (site / "content/units/qinghe.yaml").write_text(
        "authority: qinghe\nname: 云川市青禾区\nunits: [{id: justice, name: 区司法局}]\n", "utf-8"
    )
    done = gksite("-C", site, "import", notice)
    assert done.code == 0 and "units-proposed" in done.out
    proposal = site / "content/units/qinghe.proposed.yaml"
    assert "区发展改革委" in proposal.read_text("utf-8") and "区司法局" not in proposal.read_text(
        "utf-8"
    )
    built = gksite("-C", site, "build", "--drafts", "-o", site / "out")
    assert built.code == 0
    assert (
        "content/units/qinghe.proposed.yaml:3:12: 警告[units-proposed]：4 个名称等待确认，暂时只按原文显示"
        in built.out
    )
    assert not (site / "out/units/qinghe/fazhangaigewei.html").exists()
    before = tree(site / "content")
    gksite("-C", site, "import", notice)
    assert tree(site / "content") == before


def test_the_report_as_json_from_standard_input(gksite: Gksite, tmp_path: Path) -> None:
    done = gksite(
        "-C",
        tmp_path,
        "import",
        "-",
        "--dry-run",
        "--format",
        "json",
        "--year",
        2026,
        stdin=NOTICE.encode(),
    )
    report = json.loads(done.out)
    assert done.code == 0 and list(tmp_path.iterdir()) == []
    assert report["plan"]["document_number"] == "青禾府办发〔2026〕3号"
    assert report["plan"]["written"] == "2026-03-18"
    assert [section["title"] for section in report["sections"]] == ["规范主动公开", "强化政策解读"]
    first, second, _ = report["tasks"]
    assert (first["lead"], first["responsible"], first["section"]) == (
        ["区发展改革委"],
        ["各街镇"],
        "1",
    )
    assert second["deadline"]["end"] == "2026-06-30"
    assert {one["name"]: one["kind"] for one in report["units_proposed"]}["各街镇"] == "group"


def test_a_folder_of_ones_own(gksite: Gksite, tmp_path: Path, notice: Path) -> None:
    done = gksite(
        "-C",
        tmp_path,
        "import",
        notice,
        "--into",
        tmp_path / "to",
        "--id",
        "plan",
        "--authority",
        "qinghe",
    )
    assert done.code == 0
    assert sorted(tree(tmp_path / "to")) == [
        "plan.import-report.html",
        "plan/import.yaml",
        "plan/notice.md",
        "plan/plan.md",
        "plan/progress.yaml",
        "plan/source/要点.txt",
        "plan/tasks.yaml",
        "units/qinghe.yaml",
    ]


def test_a_word_file_and_an_annex(gksite: Gksite, site: Path, tmp_path: Path) -> None:
    document = Document()
    for line in NOTICE.splitlines():
        document.add_paragraph(line)
    document.save(str(tmp_path / "要点.docx"))
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    rows = [
        ("序号", "工作任务", "责任单位", "时间节点"),
        (
            1,
            "按季度公布重点项目进展，全年不少于4次。",
            "牵头单位：区发展改革委；责任单位：各街镇",
            "每季度末",
        ),
        (2, "6月底前修订主动公开基本目录。", "区司法局、区数据局", "6月底前"),
        (3, "新出台政策文件在3个工作日内配发图文解读材料。", "区政府各部门", "全年"),
    ]
    for row in rows:
        sheet.append(list(row))
    book.save(tmp_path / "分解表.xlsx")
    done = gksite(
        "-C", site, "import", tmp_path / "要点.docx", tmp_path / "分解表.xlsx", "--format", "json"
    )
    report = json.loads(done.out)
    assert done.code == 0
    assert len(report["tasks"]) == 3
    assert report["tasks"][2]["table_text"] == "新出台政策文件在3个工作日内配发图文解读材料。"
    assert {one["state"] for one in report["files"]} == {"new"}
    assert gksite("-C", site, "build", "--drafts", "-o", site / "out").code == 0
    assert "图文解读" in (site / "content/plans/qinghe-2026/tasks.yaml").read_text("utf-8")


@pytest.mark.parametrize("name", ["Sheet1", "任务分解表", "附件1"])
def test_the_title_on_a_sheet_is_its_caption_whatever_the_sheet_is_called(
    gksite: Gksite, site: Path, tmp_path: Path, notice: Path, name: str
) -> None:
    title = "2026年青禾区政务公开工作要点任务分解表"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = name
    for row in (
        (title,),
        ("序号", "工作任务", "时间节点"),
        (1, "按季度公布重点项目进展。", "每季度末"),
    ):
        sheet.append(list(row))
    sheet.merge_cells("A1:C1")
    book.save(tmp_path / "分解表.xlsx")
    done = gksite("-C", site, "import", notice, tmp_path / "分解表.xlsx", "--format", "json")
    assert done.code == 0
    left = [piece["text"] for piece in json.loads(done.out)["left_out"]]
    assert left == ([name] if name == "任务分解表" else [])
    front, body = (site / "content/plans/qinghe-2026/plan.md").read_text("utf-8").split("\n---\n")
    assert f"caption: {title}\n" in front
    assert title not in body


@pytest.mark.parametrize(
    ("name", "data", "code", "said"),
    [
        ("空.txt", b"", 1, "import-no-text"),
        ("简讯.txt", "今天天气晴朗，区里召开了会议。".encode(), 1, "没有读出任务"),
        ("坏.docx", b"PK\x03\x04nonsense", 1, "import-unreadable"),
    ],
)
def test_what_cannot_be_imported_is_said_and_nothing_is_written(
    gksite: Gksite, site: Path, tmp_path: Path, name: str, data: bytes, code: int, said: str
) -> None:
    before = tree(site)
    (tmp_path / name).write_bytes(data)
    done = gksite("-C", site, "import", tmp_path / name)
    assert done.code == code
    assert said in done.out + done.err
    assert tree(site) == before


def test_usage(gksite: Gksite, site: Path, tmp_path: Path, notice: Path) -> None:
    assert gksite("-C", tmp_path, "import", notice).code == 2
    assert gksite("-C", site, "import", tmp_path / "nothing.txt").code == 2
    assert gksite("-C", site, "import", "progress").code == 2
    assert gksite("-C", site, "import", notice, "--id", "a/b").code == 1
    notice.write_text(
        NOTICE.replace("2026年", "").replace("〔2026〕3号", "").replace("3月18日", ""), "utf-8"
    )
    assert gksite("-C", site, "import", notice).code == 2


# ── progress ──────────────────────────────────────────────────────────────────────────────────────


def filled(path: Path, cells: dict[str, Any]) -> None:
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        book["填报"][place] = value
    book.save(path)


def test_a_unit_s_sheet_goes_out_and_comes_back_once(
    gksite: Gksite, site: Path, notice: Path, tmp_path: Path
) -> None:
    gksite("-C", site, "import", notice)
    sheet = tmp_path / "区司法局.xlsx"
    out = gksite(
        "-C", site, "export", "progress", "--unit", "qinghe/sifaju", "--drafts", "-o", sheet
    )
    assert (out.code, out.out, "2 行" in out.err) == (0, f"{sheet}\n", True)
    filled(sheet, {"G6": "推进中", "H6": "2026-04-30", "I6": "已完成初稿"})
    progress = site / "content/plans/qinghe-2026/progress.yaml"
    before = progress.read_bytes()
    tried = gksite("-C", site, "import", "progress", sheet, "--dry-run")
    assert tried.code == 0 and progress.read_bytes() == before
    done = gksite("-C", site, "import", "progress", sheet)
    said = "区司法局.xlsx!6: qinghe-2026#2 已加入\n区司法局.xlsx!7: qinghe-2026#3 没有填写\n区司法局.xlsx: 收入，加入 1 条\n"
    assert (done.code, done.out) == (0, said)
    after = progress.read_bytes()
    entry = (
        "- task: 2\n  date: 2026-04-30\n  status: 推进中\n  note: 已完成初稿\n  unit: 区司法局\n  recorded: "
        f"{day_of(site)}\n"
    )
    assert after == before + entry.encode()
    again = gksite("-C", site, "import", "progress", sheet)
    assert "已经有了" in again.out and "加入 0 条" in again.err and progress.read_bytes() == after
    assert gksite("-C", site, "build", "--drafts", "-o", site / "out").code == 0


def test_one_wrong_row_keeps_its_sheet_out_and_no_other(
    gksite: Gksite, site: Path, notice: Path, tmp_path: Path
) -> None:
    gksite("-C", site, "import", notice)
    good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
    for sheet, unit in ((good, "qinghe/sifaju"), (bad, "qinghe/shujuju")):
        gksite("-C", site, "export", "progress", "--unit", unit, "-D", "-o", sheet)
    filled(good, {"G6": "推进中", "H6": "2026-04-30"})
    filled(bad, {"G6": "快好了", "H6": "2026-04-30"})
    done = gksite("-C", site, "import", "progress", bad, good, "--format", "json")
    report = json.loads(done.out)
    assert (done.code, report["added"]) == (1, 1)
    assert report["files"] == [
        {"file": "bad.xlsx", "state": "refused", "added": 0},
        {"file": "good.xlsx", "state": "taken", "added": 1},
    ]
    assert [row["state"] for row in report["rows"]] == ["wrong", "empty", "added", "empty"]
    assert report["diagnostics"][0]["place"] == "bad.xlsx!G6"
    entries = (site / "content/plans/qinghe-2026/progress.yaml").read_text("utf-8")
    assert "unit: 区司法局" in entries and "unit: 区数据局" not in entries
    text = gksite("-C", site, "--lang", "en", "import", "progress", good, bad)
    assert (
        "good.xlsx!6: qinghe-2026#2 already there\ngood.xlsx!7: qinghe-2026#3 not filled "
        "in\ngood.xlsx: taken, 0 entries added\n" in text.out
    )
    assert "bad.xlsx: refused, nothing was added" in text.out


def test_what_the_next_build_would_not_accept_is_refused(
    gksite: Gksite, site: Path, notice: Path, tmp_path: Path
) -> None:
    gksite("-C", site, "import", notice)
    good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
    for sheet, address in ((good, "https://www.qinghe.example/1"), (bad, "plans/nothing.html")):
        gksite("-C", site, "export", "progress", "--unit", "qinghe/sifaju", "-D", "-o", sheet)
        filled(sheet, {"G6": "推进中", "H6": "2026-04-30", "J6": "公告", "K6": address})
    done = gksite("-C", site, "import", "progress", bad, good)
    assert done.code == 1 and "bad.xlsx!K6: 错误[dead-link]" in done.out
    # The same report in a sheet that is taken is not there already, since the other was refused.
    assert "good.xlsx!6: qinghe-2026#2 已加入\n" in done.out
    assert gksite("-C", site, "build", "--drafts", "-o", site / "out").code == 0


def test_export_says_what_it_does_not_know(gksite: Gksite, site: Path, tmp_path: Path) -> None:
    assert (
        gksite(
            "-C", site, "export", "progress", "--unit", "区司法所", "-o", tmp_path / "a.xlsx"
        ).code
        == 2
    )
    assert (
        gksite("-C", site, "export", "progress", "--unit", "office", "-o", tmp_path / "a.doc").code
        == 2
    )
    assert (
        gksite(
            "-C",
            site,
            "export",
            "progress",
            "--unit",
            "office",
            "--plan",
            "none",
            "-o",
            tmp_path / "a.csv",
        ).code
        == 2
    )
    assert (
        gksite("-C", site, "export", "progress", "--unit", "office", "-o", tmp_path / "a.csv").code
        == 0
    )
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_single_readings(gksite: Gksite) -> None:
    done = gksite("notation", "deadline", "--year", 2025, "6月底前", "全年")
    assert [one["end"] for one in json.loads(done.out)] == ["2025-06-30", "2025-12-31"]
    done = gksite("notation", "units", "牵头单位：区司法局；责任单位：各街镇等")
    assert json.loads(done.out)[0]["lead"] == ["区司法局"]


SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the published documents are not here")
def test_published_documents_are_imported_built_and_imported_again(
    gksite: Gksite, site: Path
) -> None:
    documents = sorted(SEEDS.glob("*.txt"))
    for document in documents:
        assert gksite("-C", site, "import", document).code == 0
    built = gksite("-C", site, "build", "--drafts", "-o", site / "out")
    assert built.code == 0 and "0 个错误" in built.err
    # Groups such as 各镇 become rules, and the document does not say which towns there are.
    assert set(re.findall(r"警告\[([a-z-]+)\]", built.out + built.err)) <= {"empty-group"}
    before = tree(site)
    for document in documents:
        assert "没有变化" in gksite("-C", site, "import", document).err
    assert tree(site) == before


def test_what_is_no_plan_is_imported_only_when_told(gksite: Gksite, tmp_path: Path) -> None:
    """A document of rules gives no task and no file, and says how to import it all the same."""
    rules = tmp_path / "rules.txt"
    rules.write_text("青禾区共享书屋管理办法\n1.书屋由街道设立。\n2.读者凭证入内。\n", "utf-8")
    options = ("--year", 2025, "--id", "rules", "--authority", "qinghe", "--into", tmp_path / "in")
    refused = gksite("import", rules, *options)
    assert refused.code == 1
    assert "import-not-a-plan" in refused.out and "--anyway" in refused.out
    assert not (tmp_path / "in").exists()
    taken = gksite("import", rules, *options, "--anyway")
    assert taken.code == 0 and "已写入" in taken.err
    assert "没有变化" in gksite("import", rules, *options, "--anyway").err
    assert (tmp_path / "in/rules/tasks.yaml").is_file()
