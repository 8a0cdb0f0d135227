"""The review gate: what a signature covers, when a gate is open, that nothing held back or
signed by name gets out."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from review_sites import (
    NAMES,
    NOTICE,
    PLAN,
    STEPS,
    Gksite,
    codes,
    command_runner,
    make_site,
    published,
    sign_all,
)

from gksite.build.pipeline import Options, build
from gksite.build.reading import plan_folders
from gksite.content.review import signed_content
from gksite.publishing.published_plans import check_unchanged, read_contents, read_states
from gksite.source.files import read_sources
from gksite.source.stored_versions import version_folder

WORDS = (
    "qianfa-0000-2031",
    "尚未签发的示例标题",
    "尚未签发的示例任务内容",
    "尚未签发的示例落实情况",
    "weiqianfa-attachment",
    "尚未签发的示例撤销",
    "尚未签发的示例通知",
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The base with a gate of three steps, and an attachment."""
    return make_site(tmp_path / "site")


@pytest.fixture
def gksite(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], site: Path
) -> Gksite:
    """Runs a command on the site, in Chinese."""
    return command_runner(site, monkeypatch, capsys)


def tree(folder: Path) -> dict[str, bytes]:
    """Path → bytes of the files of a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def every_byte(folder: Path) -> Iterator[bytes]:
    """All that a folder says: names, bytes, and the members of archives."""
    for path in sorted(folder.rglob("*")):
        yield path.relative_to(folder).as_posix().encode()
        if path.is_file():
            data = path.read_bytes()
            yield data
            if zipfile.is_zipfile(io.BytesIO(data)):
                with zipfile.ZipFile(io.BytesIO(data)) as archive:
                    yield from (archive.read(name) for name in archive.namelist())


def test_a_plan_is_published_only_when_every_step_has_signed(gksite: Gksite, site: Path) -> None:
    for step, name in zip(STEPS, NAMES, strict=True):
        assert codes(site) == ["review-open"]
        assert not (published(site) / "plans" / PLAN).exists()
        assert gksite("review", "status").code == 1
        assert gksite("review", "sign", PLAN, "--step", step, "--by", name).code == 0
    assert codes(site) == []
    assert (published(site) / "plans" / PLAN / "index.html").exists()
    assert gksite("review", "status").code == 0


def test_drafts_show_a_held_plan_and_say_so(site: Path) -> None:
    build(site, site / "drafts", Options(jobs=1, drafts=True))
    pages = list((site / "drafts/plans" / PLAN).glob("*.html"))
    assert pages
    assert all(
        '<p class="banner"><strong>草稿</strong>' in page.read_text("utf-8") for page in pages
    )


@pytest.mark.parametrize("edit", ["plan.md", "tasks.yaml", "notice.md", "files/table.csv"])
def test_an_edit_waits_beside_what_is_public_and_undoing_it_ends_that(
    gksite: Gksite, site: Path, edit: str
) -> None:
    sign_all(gksite, PLAN)
    public = tree(published(site))
    path = site / "content/plans" / PLAN / edit
    before = path.read_bytes()
    changed = (
        before.replace("公布".encode(), "公示".encode(), 1)
        if edit != "files/table.csv"
        else b"a;b\n"
    )
    assert changed != before
    path.write_bytes(changed)
    assert codes(site) == ["review-reopened"]
    assert tree(published(site)) == public
    build(site, site / "clean", Options(jobs=1))
    assert tree(site / "clean") == public
    path.write_bytes(before)
    assert codes(site) == []


def test_progress_and_line_ends_reopen_nothing(gksite: Gksite, site: Path) -> None:
    sign_all(gksite, PLAN)
    folder = site / "content/plans" / PLAN
    with (folder / "progress.yaml").open("a", encoding="utf-8") as progress:
        progress.write("- {task: 1, date: 2025-07-01, status: 已完成, unit: 区政府办公室}\n")
    for name in ("plan.md", "tasks.yaml", "notice.md"):
        (folder / name).write_bytes(
            b"\xef\xbb\xbf" + (folder / name).read_bytes().replace(b"\n", b"\r\n")
        )
    assert codes(site) == []


def test_a_step_cannot_sign_before_the_ones_in_front_of_it(gksite: Gksite) -> None:
    run = gksite("review", "sign", PLAN, "--step", "签发", "--by", "某")
    assert run.code == 1
    assert "拟稿、保密审查" in run.err


def test_sending_back_opens_the_gate_until_the_step_agrees(gksite: Gksite, site: Path) -> None:
    sign_all(gksite, PLAN)
    assert (
        gksite(
            "review",
            "sign",
            PLAN,
            "--step",
            "保密审查",
            "--by",
            "某",
            "--return",
            "--opinion",
            "含内部信息",
        ).code
        == 0
    )
    assert codes(site) == ["review-open"]
    assert "✗ 保密审查" in gksite("review", "status", PLAN).out
    assert gksite("review", "sign", PLAN, "--step", "保密审查", "--by", "某").code == 0
    assert codes(site) == []


def test_a_broken_plan_is_not_signed(gksite: Gksite, site: Path) -> None:
    (site / "content/plans" / PLAN / "tasks.yaml").write_text("- {id: 1, 时限: 全年}\n", "utf-8")
    run = gksite("review", "sign", PLAN, "--step", "拟稿", "--by", "某")
    assert run.code == 1
    assert "unknown-key" in run.out
    assert not (site / "content/plans" / PLAN / "review.yaml").exists()


@pytest.mark.parametrize("arguments", [("--step", "签法", "--by", "某"), ("--step", "签发")])
def test_a_wrong_step_or_nobody_is_a_usage_error(
    gksite: Gksite, arguments: tuple[str, ...]
) -> None:
    assert gksite("review", "sign", PLAN, *arguments).code == 2


def test_the_difference_since_the_signature_is_shown(gksite: Gksite, site: Path) -> None:
    assert gksite("review", "diff", PLAN).code == 1
    sign_all(gksite, PLAN)
    assert gksite("review", "diff", PLAN)[:2] == (0, "")
    tasks = site / "content/plans" / PLAN / "tasks.yaml"
    tasks.write_text(tasks.read_text("utf-8").replace("6月底前", "9月底前"), "utf-8")
    (site / "content/plans" / PLAN / "files/table.csv").write_text("c\n", "utf-8")
    run = gksite("review", "diff", PLAN)
    assert run.code == 1
    assert "-  deadline: 6月底前\n+  deadline: 9月底前" in run.out
    assert "  files/table.csv" in run.out
    assert "tasks.yaml (" in run.out
    assert "notice.md" not in run.out


def test_a_notice_that_comes_changes_or_goes_is_shown(gksite: Gksite, site: Path) -> None:
    sign_all(gksite, PLAN)
    (copy,) = (f for f in (site / "reviews" / PLAN).iterdir() if f.name != "files")
    assert (copy / "notice.md").read_text("utf-8") == NOTICE
    notice = site / "content/plans" / PLAN / "notice.md"
    notice.write_text(NOTICE.replace("公布", "公示"), "utf-8")
    assert "-现予公布。\n+现予公示。" in gksite("review", "diff", PLAN).out
    notice.unlink()
    assert codes(site) == ["review-reopened"]
    assert "-现予公布。" in gksite("review", "diff", PLAN).out
    sign_all(gksite, PLAN)
    notice.write_text(NOTICE.replace("现予", "再次"), "utf-8")
    assert "+再次公布。" in gksite("review", "diff", PLAN).out


def test_a_difference_is_no_longer_shown_when_the_copy_is_gone(gksite: Gksite, site: Path) -> None:
    sign_all(gksite, PLAN)
    tasks = site / "content/plans" / PLAN / "tasks.yaml"
    tasks.write_text(tasks.read_text("utf-8").replace("6月底前", "9月底前"), "utf-8")
    shutil.rmtree(site / "reviews")
    assert gksite("review", "diff", PLAN).code == 1


def test_status_as_data(gksite: Gksite) -> None:
    assert (
        gksite("review", "sign", PLAN, "--step", "拟稿", "--by", "某", "--date", "2025-04-01").code
        == 0
    )
    (found,) = json.loads(gksite("review", "status", "--format", "json").out)
    assert found["state"] == "open"
    assert found["missing"] == ["保密审查", "签发"]
    assert found["steps"][0] == {
        "step": "拟稿",
        "signed": True,
        "by": "某",
        "date": "2025-04-01",
        "result": "approved",
        "opinion": "",
    }


def test_without_a_gate_there_is_nothing_to_sign(gksite: Gksite, site: Path) -> None:
    config = site / "config.yaml"
    config.write_text(
        config.read_text("utf-8").replace("review: {", "review: {required: 否, "), "utf-8"
    )
    assert codes(site) == []
    assert gksite("review", "status").code == 2
    assert (published(site) / "plans" / PLAN / "index.html").exists()


def test_nothing_of_a_plan_that_is_held_back_gets_out(gksite: Gksite, site: Path) -> None:
    sign_all(gksite, PLAN)
    id, title, task, note, attachment, gone, notice = WORDS
    held = site / "content/plans" / id
    (held / "files").mkdir(parents=True)
    (held / "files" / f"{attachment}.csv").write_text("x\n", "utf-8")
    (held / "plan.md").write_text(
        f"---\ntitle: {title}\nauthority: qinghe\nyear: 2026\nissuer: office\nattachments: "
        f"[{{file: {attachment}.csv, title: {attachment}}}]\n"
        f"based_on: [{PLAN}]\n---\n## 一、总则\n\n{{task=1}}\n1.{task}。\n",
        "utf-8",
    )
    (held / "notice.md").write_text(f"---\ntitle: 关于印发的通知\n---\n{notice}。\n", "utf-8")
    (held / "tasks.yaml").write_text(
        f"- {{id: 1, units: 区司法局, continues: {PLAN}#1, basis: [{PLAN}#2]}}\n", "utf-8"
    )
    (held / "progress.yaml").write_text(
        f"- {{task: 1, date: 2026-02-01, status: 推进中, note: {note}}}\n", "utf-8"
    )
    (site / "content/withdrawn.yaml").write_text(
        f"- {{address: plans/{id}/9.html, title: {gone}, date: 2026-02-02}}\n- {{address: "
        f"old.html, title: 旧页, date: 2026-02-02, see: /plans/{id}/index.html}}\n",
        "utf-8",
    )
    assert codes(site) == ["review-open"]
    said = b"\n".join(every_byte(published(site)))
    assert PLAN.encode() in said
    assert [word for word in WORDS if word.encode() in said] == []
    sign_all(gksite, id)
    said = b"\n".join(every_byte(published(site)))
    assert [word for word in WORDS if word.encode() not in said] == []
    assert [name for name in NAMES if name.encode() in said] == []


def test_a_registry_that_would_be_read_otherwise_changes_nothing_in_silence(
    gksite: Gksite, site: Path
) -> None:
    """Until the plan is signed anew, what was signed stands; a new version is read as of today."""
    sign_all(gksite, PLAN)
    public = tree(published(site))
    registry = site / "content/units/qinghe.yaml"
    before = registry.read_text("utf-8")
    old = "  - {id: office, name: 区政府办公室"
    new = "  - {id: other, name: 区政府办公室}\n  - {id: office, name: 区政府综合办公室"
    assert old in before
    registry.write_text(before.replace(old, new), "utf-8")
    assert codes(site) == ["reading-changed"]
    page = f"plans/{PLAN}/1.html"
    assert "units/qinghe/office.html" in public[page].decode()
    assert "units/qinghe/office.html" in tree(published(site))[page].decode()
    sign_all(gksite, PLAN)
    assert "reading-changed" not in codes(site)
    assert "units/qinghe/office.html" not in tree(published(site))[page].decode()
    registry.write_text(before, "utf-8")
    assert codes(site) == ["signed-unit-gone"]


def test_a_step_that_comes_is_asked_of_the_next_version(gksite: Gksite, site: Path) -> None:
    sign_all(gksite, PLAN)
    public = tree(published(site))
    config = site / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("签发]", "签发, 法制审核]"), "utf-8")
    assert codes(site) == []
    assert tree(published(site)) == public
    notice = site / "content/plans" / PLAN / "notice.md"
    notice.write_text(NOTICE.replace("公布", "公示"), "utf-8")
    sign_all(gksite, PLAN)
    assert codes(site) == ["review-reopened"]
    assert tree(published(site)) == public
    signing = gksite("review", "sign", PLAN, "--step", "法制审核", "--by", "某")
    assert signing.code == 0
    assert codes(site) == []
    assert "现予公示" in tree(published(site))[f"plans/{PLAN}/index.html"].decode()


def test_drafts_say_what_differs_from_what_is_public(gksite: Gksite, site: Path) -> None:
    sign_all(gksite, PLAN)
    tasks = site / "content/plans" / PLAN / "tasks.yaml"
    tasks.write_text(tasks.read_text("utf-8").replace("6月底前", "9月底前"), "utf-8")
    (site / "content/plans" / PLAN / "files/table.csv").write_text("c,d\n", "utf-8")
    build(site, site / "drafts", Options(jobs=1, drafts=True))
    page = (site / "drafts/plans" / PLAN / "index.html").read_text("utf-8")
    assert "签完的版本" in page
    assert "时间节点：6月底前 → 9月底前" in page
    assert "<li>换了附件 table.csv</li>" in page
    assert "签完的版本" not in tree(published(site))[f"plans/{PLAN}/index.html"].decode()
    sign_all(gksite, PLAN)
    build(site, site / "drafts", Options(jobs=1, drafts=True))
    assert "签完的版本" not in (site / "drafts/plans" / PLAN / "index.html").read_text("utf-8")


def sign_as_before(site: Path) -> None:
    """Sign as a gksite did that kept no reading and no entry of a version."""
    folder = plan_folders(read_sources(site)[0])[PLAN]
    content = signed_content(folder)
    version = site / version_folder(PLAN, content.digest)
    version.mkdir(parents=True)
    for name, data in content.stored.items():
        (version / name).write_bytes(data)
    lines = [
        f"- {{step: {step}, by: {by}, date: 2025-05-01, digest: {content.digest}}}\n"
        for step, by in zip(STEPS, NAMES, strict=True)
    ]
    (site / folder.folder / "review.yaml").write_text("".join(lines), "utf-8")


def test_what_was_signed_without_an_entry_gets_one_before_the_steps_change(
    gksite: Gksite, site: Path
) -> None:
    sign_as_before(site)
    assert codes(site) == []
    before = (site / "config.yaml").read_text("utf-8")
    (site / "config.yaml").write_text(before.replace("签发]", "签发, 终审]"), "utf-8")
    assert codes(site) == ["review-open"]
    (site / "config.yaml").write_text(before, "utf-8")
    noted = gksite("review", "adopt", "--by", "某")
    assert (noted.code, "已记入 review.yaml" in noted.err) == (0, True)
    (site / "config.yaml").write_text(before.replace("签发]", "签发, 终审]"), "utf-8")
    assert codes(site) == []
    assert "已有公开的版本" in gksite("review", "adopt", "--by", "某").err


def test_an_edit_during_a_publication_changes_nothing_of_it_but_a_signature_does(
    gksite: Gksite, site: Path
) -> None:
    sign_all(gksite, PLAN)
    before = read_states(site)
    tasks = site / "content/plans" / PLAN / "tasks.yaml"
    tasks.write_text(tasks.read_text("utf-8").replace("6月底前", "9月底前"), "utf-8")
    assert check_unchanged(before, read_contents(site)) == []
    sign_all(gksite, PLAN)
    found = check_unchanged(before, read_contents(site))
    assert [one.code for one in found] == ["publish-source-changed"]
