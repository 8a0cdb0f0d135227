"""Every profile is built as the site is: only what changed, equal to a clean build, on its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from sample_copy import copy_sample

from gksite.build.pipeline import Options, build, clean, differences
from gksite.cli import build_command
from gksite.cli.options import Shared
from gksite.config.target_kinds import Profile
from gksite.output.paths import MARKER_PATH
from gksite.portal.addresses import DEFAULT_OUTPUTS, PROFILES

PROJECT = Path(__file__).parents[2]
FORMS: dict[str, tuple[Profile, str]] = {
    **{profile: (profile, "") for profile in PROFILES},
    "ssi": (
        "site",
        "\nportal: {layout: ssi, head: /common/header.html, foot: /common/footer.html}\n",
    ),
}


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("form", FORMS)
def test_incremental_is_clean_after_every_edit(form: str, tmp_path: Path) -> None:
    profile, more = FORMS[form]
    root = copy_sample(tmp_path / "project", more=more, folders=("content", "themes"))
    out, options = root / DEFAULT_OUTPUTS[profile], Options(jobs=1, profile=profile)
    plan, style = (
        root / "content/plans/qinghe-2025/plan.md",
        root / "themes/default/static/style.css",
    )
    edits = (
        lambda: None,
        lambda: replace(plan, "更好服务全区", "更好地服务全区"),
        lambda: style.write_text(style.read_text("utf-8") + "\n.added { top: 0 }\n", "utf-8"),
        lambda: shutil.rmtree(root / "content/plans/dsj-2024"),
    )
    for edit in edits:
        edit()
        for lost in sorted(
            path for path in out.rglob("*.*") if path.is_file() and path.name != MARKER_PATH
        )[:1]:
            lost.unlink()
        report = build(root, out, options)
        assert report.pages, report.problems
        assert differences(root, out, options) == []
    again = build(root, out, options)
    assert (again.rendered, again.written) == (0, 0)
    assert clean(root, out) > 0
    assert not out.exists() or not tree(out)


@pytest.mark.parametrize("form", ["fragment", "ssi"])
def test_a_new_prefix_or_slot_renders_every_page_again(form: str, tmp_path: Path) -> None:
    profile, more = FORMS[form]
    root = copy_sample(tmp_path / "project", more=more or "\nportal: {link_base: /one/}\n")
    out, options = root / "out", Options(jobs=1, profile=profile)
    assert build(root, out, options).rendered
    replace(root / "config.yaml", "/one/" if form == "fragment" else "/common/header.html", "/two/")
    report = build(root, out, options)
    assert report.rendered == report.pages
    assert all(
        b"/two/" in data and b"/one/" not in data
        for path, data in tree(out).items()
        if path.endswith("plans/qinghe-2025/index.html")
    )
    assert differences(root, out, options) == []


@pytest.mark.parametrize("profile", ["fragment", "paste"])
def test_workers_change_no_byte(profile: Profile, tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "project")
    for jobs in (1, 2):
        assert build(
            root,
            tmp_path / f"out{jobs}",
            Options(jobs=jobs, profile=profile),
            state_dir=tmp_path / f"state{jobs}",
        ).pages
    assert tree(tmp_path / "out1") == tree(tmp_path / "out2")


def test_each_profile_has_its_own_folder(tmp_path: Path) -> None:
    root, run = copy_sample(tmp_path / "project"), CliRunner()
    for profile in PROFILES:
        result = run.invoke(
            build_command.build,
            ["--profile", profile, "--verify", "-j", "1"],
            obj=Shared(str(root), "zh"),
            standalone_mode=False,
        )
        assert result.return_value == 0, result.output
    assert {path.name for path in root.iterdir() if path.name.startswith("public")} == set(
        DEFAULT_OUTPUTS.values()
    )
    before = {name: tree(root / name) for name in DEFAULT_OUTPUTS.values()}
    result = run.invoke(
        build_command.build,
        ["-o", str(root / "public-paste")],
        obj=Shared(str(root), "zh"),
        standalone_mode=False,
    )
    assert result.return_value == 3
    assert {name: tree(root / name) for name in DEFAULT_OUTPUTS.values()} == before
    result = run.invoke(
        build_command.clean,
        ["--profile", "push"],
        obj=Shared(str(root), "zh"),
        standalone_mode=False,
    )
    assert result.return_value == 0
    assert not (root / "public-push").exists() or not tree(root / "public-push")
    assert tree(root / "public") == before["public"]


def test_since_goes_with_a_push_only(tmp_path: Path) -> None:
    root, run = copy_sample(tmp_path / "project"), CliRunner()
    shared = Shared(str(root), "zh")
    assert (
        run.invoke(
            build_command.build, ["--since", str(root / "config.yaml")], obj=shared
        ).exit_code
        == 2
    )
    push = ["--profile", "push", "-j", "1", "-q"]
    assert (
        run.invoke(build_command.build, push, obj=shared, standalone_mode=False).return_value == 0
    )
    manifest = str(root / "public-push/manifest.json")
    result = run.invoke(
        build_command.build,
        [*push, "--since", manifest, "-o", str(root / "next")],
        obj=shared,
        standalone_mode=False,
    )
    assert result.return_value == 0
    assert not (root / "next/documents").exists()


def test_plain_pages_need_nothing_of_the_other_profiles(tmp_path: Path) -> None:
    """The usual build starts without their libraries."""
    root = copy_sample(tmp_path / "project")
    code = (
        "import sys; from pathlib import Path; from gksite.build.pipeline import Options, build; "
        "assert build(Path(sys.argv[1]), Path(sys.argv[2]), Options(jobs=1)).pages; "
        "print([name for name in ('lxml', 'tinycss2', 'gksite.portal.fragment', "
        "'gksite.portal.push', 'gksite.portal.paste') if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(root), str(tmp_path / "out")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == "[]\n"


def test_a_portal_without_a_breadcrumb_gets_the_name_of_the_column(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "project")
    config = (root / "config.yaml").read_text("utf-8")
    start, end = config.index("breadcrumb:"), config.index("footer:")
    (root / "config.yaml").write_text(config[:start] + config[end:], "utf-8")
    assert build(root, root / "public", Options(jobs=1)).problems == ()
    page = (root / "public/plans/qinghe-2025/index.html").read_text("utf-8")
    assert (
        '<li><span>法定主动公开内容</span></li>\n<li><a href="../../index.html">政务公开工作要点</a></li>'
        in page
    )


@pytest.mark.parametrize("profile", PROFILES)
def test_a_site_with_mistakes_is_reported_and_not_written(profile: Profile, tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "project")
    shutil.rmtree(root / "content/plans/qinghe-2024")
    (root / "content/units/yunchuan.yaml").write_text(
        "authority: yunchuan\nname: 云川市\n", "utf-8"
    )
    usual = build(root, root / "public", Options(jobs=1)).problems
    report = build(root, root / DEFAULT_OUTPUTS[profile], Options(jobs=1, profile=profile))
    assert report.problems == usual
    assert usual
    assert not (root / DEFAULT_OUTPUTS[profile]).exists()
