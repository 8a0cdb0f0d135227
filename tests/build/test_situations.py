"""Mistakes that no folder of files can show: permissions, links, races, full disks, foreign
outputs, Ctrl-C."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from case_sites import tree
from click.testing import CliRunner

from gksite.build.pipeline import Options, Refused, build, clean
from gksite.catalogue import Language
from gksite.check.check import check
from gksite.cli import cli
from gksite.cli.options import Shared, exit_code
from gksite.cli.report import render_report
from gksite.config.target_kinds import Profile
from gksite.diagnostics import Diagnostic
from gksite.output.places import STATE_DIR, name_of_output
from gksite.output.writer import open_output
from gksite.portal.profiles import Since

THEME_DIR = Path(__file__).parents[2] / "themes" / "default"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")


def told(problems: tuple[Diagnostic, ...], language: Language = "zh") -> str:
    return render_report(problems, "text", language)


def refusal_of(site: Path, out: Path) -> Diagnostic:
    with pytest.raises(Refused) as caught:
        build(site, out, Options(jobs=1))
    return caught.value.diagnostic


# ── files ─────────────────────────────────────────────────────────────────────────────────────────

UNREADABLE = {
    "content/units/qinghe.yaml": "a registry: nobody is told that its units are missing",
    "content/topics.yaml": "topics: nobody is told that a topic is missing",
    "content/plans/qinghe-2025/plan.md": "a plan",
    "content/plans/qinghe-2025/tasks.yaml": "its tasks",
    "content/plans/qinghe-2025/progress.yaml": "its progress",
    "content/index.md": "the home page",
}


@POSIX
@pytest.mark.parametrize("path", UNREADABLE)
def test_a_file_that_cannot_be_read_is_one_finding(site: Path, path: str) -> None:
    """Its name leads to itself: unreadable for root too."""
    before = tree(site / "public")
    (site / path).unlink()
    (site / path).symlink_to((site / path).name)
    found = check(site, Options(jobs=1)).problems
    assert (
        told(found)
        == f"{path}: 错误[file-unreadable]：无法读取文件：符号链接绕成了圈\n  → 检查文件权限，或关闭占用它的程序\n"
    )
    assert build(site, site / "public", Options(jobs=1)).problems == found
    assert exit_code(found, strict=False) == 1
    assert tree(site / "public") == before


@POSIX
@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() == 0, reason="root may read everything")
def test_a_file_without_permission_is_named(site: Path) -> None:
    (site / "content/topics.yaml").chmod(0)
    assert told(check(site).problems) == (
        "content/topics.yaml: 错误[file-unreadable]：无法读取文件：没有读取权限\n  → 检查文件权限，或关闭占用它的程序\n"
    )


def test_a_file_that_vanishes_during_the_build_leaves_the_old_site(site: Path) -> None:
    """It is read, and gone when it is to be copied."""
    (site / "static").mkdir()
    (site / "static/map.txt").write_text("map\n", "utf-8")
    before = tree(site / "public")
    with pytest.raises(Refused) as caught:
        build(
            site,
            site / "public",
            Options(jobs=1),
            seen=lambda _: (site / "static/map.txt").unlink(),
        )
    assert told((caught.value.diagnostic,)) == (
        f"{(site / 'static/map.txt').as_posix()}: 错误[file-vanished]：构建过程中文件消失了\n  → 恢复该文件后重新构建\n"
    )
    assert tree(site / "public") == before


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def test_a_file_that_changes_between_reading_and_copying_stops_the_build(site: Path) -> None:
    (site / "static").mkdir()
    (site / "static/map.txt").write_text("as it was read\n", "utf-8")
    before = tree(site / "public")
    with pytest.raises(Refused) as caught:
        build(
            site,
            site / "public",
            Options(jobs=1),
            seen=lambda _: _write(site / "static/map.txt", "and since\n"),
        )
    assert told((caught.value.diagnostic,)) == (
        f"{(site / 'static/map.txt').as_posix()}: 错误[copy-differs]：这个文件与读取时（或台账所记）的不一样，已停止，没有生成\n"
        "  → 停止编辑后重新生成；归档文件用 gksite snapshot verify 核对\n"
    )
    assert tree(site / "public") == before


@pytest.mark.parametrize("new", ["as it WAS read\n", "longer than it was when it was read\n", ""])
def test_a_file_that_changes_while_pages_are_made_is_published_as_it_was_read(
    site: Path, new: str
) -> None:
    (site / "static").mkdir()
    (site / "static/map.txt").write_text("as it was read\n", "utf-8")
    build(
        site,
        site / "public",
        Options(jobs=1),
        lambda _done, _all: _write(site / "static/map.txt", new),
    )
    assert (site / "public/map.txt").read_bytes() == b"as it was read\n"
    build(site, site / "public", Options(jobs=1))
    assert (site / "public/map.txt").read_bytes() == new.encode()


def test_a_link_to_nothing_is_a_file_that_vanished(site: Path) -> None:
    (site / "content/pages").mkdir()
    (site / "content/pages/about.md").symlink_to("gone.md")
    assert told(check(site).problems, "en") == (
        "content/pages/about.md: error[file-vanished]: the file disappeared during the build\n"
        "  → put it back and build again\n"
    )


def test_a_text_beyond_the_limit_is_refused(site: Path) -> None:
    (site / "content/plans/qinghe-2025/tasks.yaml").write_bytes(b"#" * 5_000_001)
    assert told(check(site).problems) == (
        "content/plans/qinghe-2025/tasks.yaml: 错误[file-too-large]：文件有 5000001 字节，超过 5 MB 上限\n"
        "  → 拆成几个文件；附件请放进 files/ 文件夹\n"
    )


@pytest.mark.parametrize(
    "path",
    [
        "content/units/qinghe.yaml",
        "content/plans/qinghe-2025",
        "content/units",
        "static",
        "config.yaml",
    ],
)
def test_a_link_out_of_the_project_is_one_finding(site: Path, tmp_path: Path, path: str) -> None:
    before = tree(site / "public")
    place, outside = site / path, tmp_path / "outside"
    if place.exists():
        place.rename(outside)
    else:
        outside.mkdir()
    place.symlink_to(outside)
    found = check(site, Options(jobs=1)).problems
    assert (
        told(found)
        == f"{path}: 错误[symlink-outside]：符号链接指向项目之外\n  → 把文件本身复制进来\n"
    )
    assert build(site, site / "public", Options(jobs=1)).problems == found
    assert exit_code(found, strict=False) == (2 if path == "config.yaml" else 1)
    assert tree(site / "public") == before


# ── names that not every disk can hold ────────────────────────────────────────────────────────────


def tells_apart(folder: Path, one: str, other: str) -> bool:
    (folder / one).touch()
    different = not (folder / other).exists()
    (folder / one).unlink()
    return different


@pytest.mark.parametrize(("one", "other"), [("About", "about"), ("FAQ", "faq")])
def test_two_pages_that_differ_in_case_have_one_address(site: Path, one: str, other: str) -> None:
    folder = site / "content/pages"
    folder.mkdir()
    if not tells_apart(folder, one, other):
        pytest.skip("this disk does not tell case apart")
    for name in (one, other):
        (folder / f"{name}.md").write_text(
            "---\ntitle: 关于本站\n---\n本站公布工作要点。\n", "utf-8"
        )
    assert told(check(site).problems) == (
        f"content/pages/{other}.md:2:8: 错误[duplicate-address]：网址“pages/{other}.html”有两个来源，"
        f"另一个是 content/pages/{one}.md:2:8\n  → 改掉其中一个编号或文件名（大小写不同也算相同）\n"
    )


def test_two_plans_that_differ_in_case_have_one_address(site: Path) -> None:
    folder = site / "content/plans"
    if not tells_apart(folder, "a", "A"):
        pytest.skip("this disk does not tell case apart")
    shutil.copytree(folder / "qinghe-2025", folder / "Qinghe-2025")
    found = check(site).problems
    assert {one.code for one in found} == {"duplicate-address"}
    assert {one.location.path for one in found} == {
        "content/plans/qinghe-2025/plan.md",
        "content/plans/qinghe-2025/tasks.yaml",
    }


def test_two_files_that_differ_in_unicode_form_are_one_to_other_systems(site: Path) -> None:
    folder = site / "static"
    folder.mkdir()
    if not tells_apart(folder, "caf\u00e9", "cafe\u0301"):
        pytest.skip("this disk does not tell Unicode forms apart")
    for name in ("caf\u00e9", "cafe\u0301"):
        (folder / f"{name}.txt").write_text("menu\n", "utf-8")
    assert told(check(site).problems, "en") == (
        "static/caf\u00e9.txt: error[file-names-alike]: Windows or macOS take this and "
        "“static/cafe\u0301.txt” for one file: "
        "here stands U+00E9, there U+0065 U+0301\n  → rename or delete one of them\n"
    )


@POSIX
@pytest.mark.parametrize("name", ["con", "NUL", "lpt1.2024", "a b", "a#b", "2024.", "长" * 70])
def test_a_plan_folder_whose_name_is_no_address_is_one_finding(site: Path, name: str) -> None:
    folder = site / "content/plans" / name
    folder.mkdir()
    (folder / "plan.md").write_text(
        "---\ntitle: 工作要点\nauthority: qinghe\nyear: 2024\n---\n", "utf-8"
    )
    found = check(site).problems
    assert [(one.location.path, one.code) for one in found] == [
        (f"content/plans/{name}/plan.md", "unsafe-id")
    ]


# ── the theme ─────────────────────────────────────────────────────────────────────────────────────


def own_theme(site: Path) -> Path:
    shutil.copytree(THEME_DIR, site / "themes/own")
    config = site / "config.yaml"
    config.write_text(config.read_text("utf-8") + "  theme: own\n", "utf-8")
    return site / "themes/own"


def test_a_string_that_the_theme_lacks_is_named(site: Path) -> None:
    strings = own_theme(site) / "strings/zh.yaml"
    lines = strings.read_text("utf-8").splitlines(keepends=True)
    strings.write_text(
        "".join(line for line in lines if not line.startswith("nav.units:")), "utf-8"
    )
    assert told(check(site).problems) == (
        "themes/own/strings/zh.yaml: 错误[missing-string]：主题的 zh 字符串缺少“nav.units”\n  → 补上这一项\n"
    )


def test_a_template_that_lacks_what_shipped_ones_use_is_named(site: Path) -> None:
    shipped = Path(__file__).parents[2] / "themes/default/templates"
    (site / "templates").mkdir()
    for name, old, new in (
        ("macros.html", "macro copy_links(root, site, s)", "macro copy_links(root)"),
        ("base.html", "{% block after %}{% endblock %}", ""),
    ):
        text = (shipped / name).read_text("utf-8").partition("\n")[2]
        assert old in text
        (site / "templates" / name).write_text(text.replace(old, new), "utf-8")
    found = [problem for problem in check(site).problems if problem.code.endswith("-missing")]
    assert told(tuple(found), "en") == (
        "templates/base.html: warning[template-block-missing]: the shipped template plan.html "
        "fills the block “after”, which is missing here, so that its content goes nowhere\n"
        "  → add the block as the shipped template of this name has it, or let the template begin "
        "with {# gksite contexts: 2 #}\n"
        "templates/macros.html: error[template-macro-missing]: the shipped template plan.html "
        "calls the macro “copy_links”, which is missing here or takes other arguments\n"
        "  → write the macro as the shipped template of this name has it\n"
    )


def test_a_language_that_the_theme_lacks_is_named(site: Path) -> None:
    (own_theme(site) / "strings/zh.yaml").unlink()
    assert told(check(site).problems, "en") == (
        "config.yaml: error[missing-string]: the theme's zh strings lack “strings/zh.yaml”\n  → "
        "add it\n"
    )


# ── the output folder ─────────────────────────────────────────────────────────────────────────────


def test_a_folder_that_is_not_ours_is_refused(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "htdocs"
    out.mkdir()
    (out / "index.html").write_text("theirs", "utf-8")
    refusal = refusal_of(site, out)
    assert told((refusal,)) == (
        f"{out.as_posix()}: 错误[output-not-ours]：输出文件夹不是 gksite 写的，里面已有别的文件\n  → 换一个空文件夹\n"
    )
    assert exit_code([refusal], strict=False) == 3
    assert tree(out) == {"index.html": b"theirs"}
    with pytest.raises(Refused):
        clean(site, out)
    assert tree(out) == {"index.html": b"theirs"}


@pytest.mark.parametrize("out", [".", "..", "content/html", "themes", "static/site", STATE_DIR])
def test_an_output_among_the_sources_is_refused(site: Path, out: str) -> None:
    before = tree(site)
    found = build(site, site / out, Options(jobs=1)).problems
    assert told(found) == (
        f"{(site / out).as_posix()}: 错误[output-inside-sources]：输出文件夹不能包含源文件，也不能在源文件夹里\n  → 换一个文件夹\n"
    )
    assert exit_code(found, strict=False) == 3
    assert tree(site) == before


@pytest.mark.parametrize("name", ["public-push", "public-fragment"])
def test_the_folder_of_another_profile_is_refused(site: Path, name: str) -> None:
    before = tree(site)
    found = build(site, site / name, Options(jobs=1)).problems
    other = name.removeprefix("public-")
    assert told(found) == (
        f"{(site / name).as_posix()}: 错误[output-of-another-profile]：这是“{other}”形式的输出文件夹，"
        "不能写入“site”形式\n"
        f"  → 换一个文件夹，或加上 --profile {other}\n"
    )
    assert exit_code(found, strict=False) == 3
    assert tree(site) == before


def test_a_folder_that_holds_another_profile_stays_as_it_is(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert build(site, out, Options(jobs=1)).problems == ()
    before = tree(out)
    found = build(site, out, Options(jobs=1, profile="fragment")).problems
    assert [one.code for one in found] == ["output-of-another-profile"]
    assert tree(out) == before


@pytest.mark.parametrize("profile", ["paste", "push"])
def test_links_that_must_be_absolute_need_an_address(site: Path, profile: Profile) -> None:
    found = build(site, site / f"public-{profile}", Options(jobs=1, profile=profile)).problems
    assert told(found) == (
        f"config.yaml: 错误[missing-base-url]：没有填写 site.base_url，而“{profile}”形式里的链接必须是完整网址\n"
        "  → 在 config.yaml 中填写网站对外的网址，以 https:// 开头\n"
    )
    assert exit_code(found, strict=False) == 2
    assert not (site / f"public-{profile}").exists()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b'{"documents": 1}',
        b"\xff",
        b'{"format": "another/1", "since": "", "documents": []}',
    ],
)
def test_a_file_that_is_no_manifest_of_a_push(site: Path, data: bytes) -> None:
    config = site / "config.yaml"
    config.write_text(
        config.read_text("utf-8") + "  base_url: https://www.qinghe.example/gkyd/\n", "utf-8"
    )
    found = build(
        site,
        site / "public-push",
        Options(jobs=1, profile="push", since=Since("sent/manifest.json", data)),
    ).problems
    assert told(found) == (
        "sent/manifest.json: 错误[bad-push-manifest]：--since 指定的文件不是推送清单：不是这种格式的 JSON\n"
        "  → 指定上次推送时的 manifest.json\n"
    )
    assert exit_code(found, strict=False) == 1
    assert not (site / "public-push").exists()


def test_a_second_build_at_the_same_time_is_refused(site: Path) -> None:
    out = site / "public"
    with open_output(out, site / STATE_DIR / name_of_output(site, out)):
        refusal = refusal_of(site, out)
    assert told((refusal,)) == (
        f"{out.as_posix()}: 错误[output-locked]：另一个 gksite 正在写这个文件夹\n  → 等它结束后再试\n"
    )
    assert exit_code([refusal], strict=False) == 3


@POSIX
def test_a_full_disk_leaves_the_old_site(site: Path, tmp_path: Path) -> None:
    """The home page grows past what the disk has left."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("mounting a small disk needs root")
    try:
        out = disk / "public"
        assert build(site, out, Options(jobs=1)).problems == ()
        before = tree(out)
        (site / "content/index.md").write_text(
            "---\ntitle: 首页\n---\n" + "公开。" * 200_000, "utf-8"
        )
        refusal = refusal_of(site, out)
        assert told((refusal,)) == (
            "index.html: 错误[write-failed]：写入失败：磁盘空间已满。原有内容没有变化\n  → 腾出磁盘空间或检查权限后重试\n"
        )
        assert exit_code([refusal], strict=False) == 1
        assert tree(out) == before
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_an_output_below_a_file_cannot_be_written(site: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    out = tmp_path / "file/public"
    assert told((refusal_of(site, out),), "en") == (
        f"{out.as_posix()}: error[write-failed]: writing failed: a file stands where a folder "
        "must be. All is as it was\n"
        "  → free some space or check the permissions, then try again\n"
    )


# ── PDF ───────────────────────────────────────────────────────────────────────────────────────────

NO_WEASYPRINT = {
    "raise ModuleNotFoundError(\"No module named 'weasyprint'\")": (
        "config.yaml: 错误[pdf-library-missing]：exports.formats 要求生成 PDF，但没有安装 WeasyPrint\n"
        "  → 运行 pip install 'gksite[pdf]'，或从 formats 中去掉 pdf\n"
    ),
    "print('install it'); "
    "raise OSError(\"cannot load library 'libpango-1.0-0'\\nAdditionally …\")": (
        "config.yaml: 错误[pdf-library-broken]：exports.formats 要求生成 PDF，但 WeasyPrint 所需的 Pango 不能用："
        "cannot load library 'libpango-1.0-0'\n"
        "  → 安装 Pango（Debian、Ubuntu：apt install libpango-1.0-0 libpangoft2-1.0-0 "
        "libharfbuzz-subset0），或从 formats 中去掉 pdf\n"
    ),
}


@pytest.mark.parametrize("module", NO_WEASYPRINT)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_pdf_without_its_library_is_one_finding(
    site: Path, tmp_path: Path, module: str, jobs: str
) -> None:
    (tmp_path / "weasyprint.py").write_text(module, "utf-8")
    with (site / "config.yaml").open("a", encoding="utf-8") as config:
        config.write("exports: {formats: [pdf, csv]}\n")
    before = tree(site / "public")
    path = os.pathsep.join([str(tmp_path), os.environ["PYTHONPATH"]])
    run = subprocess.run(
        [sys.executable, "-m", "gksite", "-C", str(site), "build", "-j", jobs, "--lang", "zh"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": path},
    )
    assert (run.returncode, run.stdout) == (2, NO_WEASYPRINT[module])
    assert "Traceback" not in run.stderr
    assert tree(site / "public") == before


def test_a_character_that_no_font_has_is_named(site: Path, pango: None) -> None:
    plan = site / "content/plans/qinghe-2025/plan.md"
    plan.write_text(plan.read_text("utf-8").replace("。", "\U0002ffff。", 1), "utf-8")
    with (site / "config.yaml").open("a", encoding="utf-8") as config:
        config.write("exports: {formats: [pdf]}\n")
    before = tree(site / "public")
    assert told(build(site, site / "public", Options(jobs=1)).problems) == (
        "content/plans/qinghe-2025/plan.md: 错误[pdf-characters-missing]：PDF 里有 1 个字没有字体可用："
        "\U0002ffff\n"
        "  → 安装中文字体（Debian、Ubuntu：apt install fonts-noto-cjk），或改正这些字\n"
    )
    assert tree(site / "public") == before


# ── Ctrl-C ────────────────────────────────────────────────────────────────────────────────────────

# Ctrl-C comes while the pages are being rendered: the progress of the first share is where it is
# certain.
INTERRUPTED = """
import os, signal, sys
from pathlib import Path
from gksite.build import pipeline
from gksite.cli import main
build = pipeline.build
def interrupted(root, out, options, progress, **more):
    interrupt = lambda done, total: os.kill(os.getpid(), signal.SIGINT)
    return build(root, out, options, interrupt, **more)
pipeline.build = interrupted
sys.argv = ["gksite", "-C", sys.argv[1], "build", "--jobs", "1"]
main()
"""


@POSIX
@pytest.mark.parametrize("first", [True, False], ids=["first build", "rebuild"])
def test_ctrl_c_ends_with_130_and_leaves_the_old_site(site: Path, first: bool) -> None:
    if first:
        shutil.rmtree(site / "public")
        shutil.rmtree(site / STATE_DIR)
    (site / "content/index.md").write_text("---\ntitle: 首页\n---\n新的说明。\n", "utf-8")
    before = tree(site / "public")
    run = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, str(site)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert run.returncode == 130
    assert run.stdout == ""
    assert run.stderr.strip() == "已中断。"
    assert tree(site / "public") == before
    assert (site / "public").exists() != first


@POSIX
@pytest.mark.parametrize(
    "folder",
    [
        "content",
        "content/pages",
        "content/units",
        "content/plans/qinghe-2025/files",
        "static/a",
        "templates",
        "snapshots",
    ],
)
@pytest.mark.parametrize("is_folder", [False, True])
def test_a_name_that_is_no_utf8_is_refused_with_what_it_means(
    site: Path, folder: str, is_folder: bool
) -> None:
    """As it comes out of an archive that Windows made: a build, a check and a removal say so,
    and none ends with an exception."""
    place = site / folder / os.fsdecode("附件.txt".encode("gbk"))
    place.parent.mkdir(parents=True, exist_ok=True)
    if is_folder:
        place.mkdir()
        (place / "inner.txt").write_bytes(b"x")
    else:
        place.write_bytes(b"x")
    before = tree(site / "public")
    found = build(site, site / "public", Options(jobs=1)).problems
    assert told(found) == (
        f"{folder}/\ufffd\ufffd\ufffd\ufffd.txt: 错误[name-not-utf8]：文件名不是 UTF-8 编码，像是 GBK "
        "的“附件.txt”\n"
        "  → 改名；从压缩包解出来的，用 unzip -O gbk 重新解压\n"
    )
    assert "name-not-utf8" in {one.code for one in check(site, Options(jobs=1)).problems}
    assert tree(site / "public") == before


@POSIX
def test_foreign_files_of_such_names_in_the_output_are_left_alone(site: Path) -> None:
    name = os.fsdecode("附件.txt".encode("gbk"))
    build(site, site / "public", Options(jobs=1))
    for folder in ("", "plans", "assets"):
        (site / "public" / folder / name).write_bytes(b"somebody else's")
    (site / "content/pages").mkdir(exist_ok=True)
    (site / "content/pages/new.md").write_text("---\ntitle: 新\n---\n新的一页。\n", "utf-8")
    assert build(site, site / "public", Options(jobs=1)).written
    clean(site, site / "public")
    assert sorted(path.parent.name for path in (site / "public").rglob("*") if path.is_file()) == [
        "assets",
        "plans",
        "public",
    ]


def test_fix_says_what_it_leaves(site: Path) -> None:
    path = site / "content/plans/qinghe-2025/plan.md"
    before = path.read_bytes()
    data = before.replace("。".encode(), "，见[清单,目录](/units/index.html)。".encode(), 1)
    path.write_bytes(data)
    result = CliRunner().invoke(cli, ["-C", str(site), "check", "--fix"], obj=Shared(".", "zh"))
    assert "[fix-left]：“,”没有自动改" in result.output
    for options in ([], ["--fix"]):
        output = (
            CliRunner()
            .invoke(cli, ["-C", str(site), "check", *options], obj=Shared(".", "zh"))
            .output
        )
        assert "→ 改成“，”\n" in output and "--fix 可以改" not in output
    assert path.read_bytes() == data


@POSIX
def test_an_output_folder_and_a_document_of_such_names(site: Path, tmp_path: Path) -> None:
    name = os.fsdecode("附件".encode("gbk"))
    assert build(site, tmp_path / name, Options(jobs=1)).written
    assert clean(site, tmp_path / name)
    document = tmp_path / f"{name}.txt"
    document.write_text(
        "2027年青禾区政务公开工作要点\n\n一、推进\n1.公布。（责任单位：区司法局）\n", "utf-8"
    )
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "gksite",
            "-C",
            str(site),
            "import",
            str(document),
            "--authority",
            "qinghe",
        ],
        capture_output=True,
        check=False,
        env={**os.environ, "GKSITE_LANG": "en"},
    )
    assert (run.returncode, b"name-not-utf8" in run.stdout, b"Traceback" in run.stderr) == (
        1,
        True,
        False,
    )


def test_a_locale_that_is_not_utf8_is_told_for_what_it_is(site: Path) -> None:
    """Where the system reads names in ASCII the name of an attachment is right, and not in GBK."""
    folder = next((site / "content/plans").iterdir()) / "files"
    folder.mkdir(exist_ok=True)
    (folder / "点位表.csv").write_text("序号\n", "utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "gksite", "-C", str(site), "check"],
        capture_output=True,
        check=False,
        env={**os.environ, "LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    )
    said = run.stdout.decode("utf-8", errors="replace")
    assert run.returncode == 1 and "[system-not-utf8]" in said and "name-not-utf8" not in said
    assert "点位表.csv" in said or r"\u70b9" in said
