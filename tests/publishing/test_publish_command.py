"""`gksite publish` as people run it: a real project, the exit codes, what is said and what is
not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from publishing_sites import files_below, make_portal
from told import assert_said

from gksite.build.pipeline import Options
from gksite.cli.clock import day_of
from gksite.cli.report import render_report
from gksite.config.file import parse_config
from gksite.diagnostics import Location, problem
from gksite.publishing.gate import check_mode
from gksite.publishing.publish import build_site, find_target, read_config
from gksite.publishing.rollback import roll_back

PROJECT = Path(__file__).parents[2]
BASE = PROJECT / "tests/build/base"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A tiny project with targets."""
    folder = tmp_path / "site"
    shutil.copytree(BASE, folder)
    make_portal(folder / "config.yaml")
    with (folder / "config.yaml").open("a", encoding="utf-8") as config:
        config.write(
            "\n发布:\n  targets:\n    live: {kind: folder, path: ../live}\n    flat: {类别: folder, "
            "路径: ../flat, 布局: in-place}\n"
            "    portal: {kind: http, url: http://127.0.0.1:9}\n"
        )
    return folder


def gksite(site: Path, *arguments: str, language: str = "en") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gksite", "-C", str(site), "--lang", language, *arguments]
    environment = {**os.environ, "GKSITE_LIVE_PASSWORD": "geheim-17"}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_publish_look_first_go_back(site: Path, tmp_path: Path) -> None:
    dry = gksite(site, "publish", "live", "--dry-run")
    assert (dry.returncode, (tmp_path / "live").exists()) == (0, False)
    real = gksite(site, "publish", "live")
    assert (real.returncode, real.stdout) == (0, dry.stdout)
    assert real.stdout.splitlines()[-2].startswith("switch ")
    assert "files sent" in real.stderr
    assert "files would be sent" in dry.stderr
    public = files_below(site / "public")
    assert files_below(tmp_path / "live/current") == public
    assert "up to date" in gksite(site, "publish", "live").stderr
    assert gksite(site, "publish", "live", "--rollback").returncode == 1
    plan = site / "content/plans/qinghe-2025/plan.md"
    correction = f"corrections: [{{date: {day_of(site)}, what: 标题更正, why: 排印差错}}]\nyear: "
    plan.write_text(
        plan.read_text("utf-8")
        .replace("2025年青禾区", "2025年度青禾区")
        .replace("year: ", correction, 1),
        "utf-8",
    )
    second = gksite(site, "deploy", "live", "--quiet")
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert files_below(tmp_path / "live/current") != public
    assert gksite(site, "publish", "live", "--rollback").returncode == 0
    assert files_below(tmp_path / "live/current") == public
    listed = gksite(site, "publish", "live", "--list").stdout.splitlines()
    assert [line.split()[1] for line in listed] == ["publish", "publish", "rollback"]
    assert "geheim" not in "".join(
        path.read_text("utf-8", "replace") for path in site.rglob("*") if path.is_file()
    )


def test_errors_keep_a_site_from_being_published(site: Path, tmp_path: Path) -> None:
    (site / "content/plans/qinghe-2025/tasks.yaml").write_text("- id: [", "utf-8")
    found = gksite(site, "publish", "live")
    assert found.returncode == 3
    assert "[yaml-syntax]" in found.stdout
    assert "error[publish-errors-remain]: 1 errors remain; nothing was published" in found.stdout
    assert "Traceback" not in found.stderr
    assert not (tmp_path / "live").exists()


def test_a_plan_that_is_not_signed_off_stays_behind_and_holds_up_nobody(
    site: Path, tmp_path: Path
) -> None:
    with (site / "config.yaml").open("a", encoding="utf-8") as config:
        config.write("review: {steps: [签发]}\n")
    found = gksite(site, "publish", "live")
    assert found.returncode == 0
    assert "stays behind, waits for signatures" in found.stderr
    assert (tmp_path / "live/current/index.html").is_file()
    assert not (tmp_path / "live/current/plans/qinghe-2025").exists()
    assert (
        gksite(site, "review", "sign", "qinghe-2025", "--step", "签发", "--by", "office").returncode
        == 0
    )
    assert gksite(site, "publish", "live").returncode == 0
    plan = site / "content/plans/qinghe-2025/plan.md"
    plan.write_text(plan.read_text("utf-8").replace("公布", "公示", 1), "utf-8")
    before = files_below(tmp_path / "live/current")
    assert gksite(site, "publish", "live").returncode == 0
    assert files_below(tmp_path / "live/current") == before
    (site / "content/plans/qinghe-2025/review.yaml").unlink()
    found = gksite(site, "publish", "live", "--max-deletes", "100")
    assert found.returncode == 0
    assert "was published, has no signed version, and leaves the site" in found.stderr
    assert not (tmp_path / "live/current/plans/qinghe-2025").exists()


def test_it_says_first_what_goes_public_and_what_stays_behind(site: Path, tmp_path: Path) -> None:
    draft, unsigned = (site / f"content/plans/qinghe-{year}" for year in (2026, 2027))
    for folder, more in ((draft, "draft: true\n"), (unsigned, "")):
        shutil.copytree(site / "content/plans/qinghe-2025", folder)
        text = (
            (folder / "plan.md")
            .read_text("utf-8")
            .replace("2025年青禾区", f"{folder.name[-4:]}年青禾区")
            .replace("issuer:", f"{more}issuer:")
        )
        (folder / "plan.md").write_text(text, "utf-8")
    plan = site / "content/plans/qinghe-2025/plan.md"
    plan.write_text(plan.read_text("utf-8").replace("重点工作进展。", "重点工作,进展。"), "utf-8")
    with (site / "config.yaml").open("a", encoding="utf-8") as config:
        config.write("review: {steps: [签发]}\n")
    assert (
        gksite(site, "review", "sign", "qinghe-2025", "--step", "签发", "--by", "office").returncode
        == 0
    )
    found = gksite(site, "publish", "live", language="zh")
    assert found.returncode == 0
    said = found.stderr.splitlines()
    assert said[0] == "公开 1 个计划：《2025年青禾区政务公开工作要点》（qinghe-2025）"
    day = day_of(site)
    assert said[1] == f"首次公开：《2025年青禾区政务公开工作要点》（qinghe-2025，{day}签完）"
    assert said[2] == "不公开，是草稿：《2026年青禾区政务公开工作要点》（qinghe-2026）"
    assert said[3] == "不公开，等待审签：《2027年青禾区政务公开工作要点》（qinghe-2027）"
    assert said[4] == "不经审签，随同公开：单位名录、落实情况、自由页面、主题和术语（所有计划的）"
    assert "narrow-mark 1" in said[5]
    assert not (tmp_path / "live/current/plans/qinghe-2027").exists()


def test_it_ends_with_the_address(site: Path) -> None:
    config = site / "config.yaml"
    config.write_text(
        config.read_text("utf-8").replace(
            "site:\n", "site:\n  base_url: https://www.qinghe.example/gk/\n", 1
        ),
        "utf-8",
    )
    assert "the site is at" not in gksite(site, "publish", "live", "--dry-run").stderr
    assert (
        gksite(site, "publish", "live").stderr.splitlines()[-1]
        == "the site is at https://www.qinghe.example/gk/"
    )


def test_a_preview_goes_to_a_trial_alone(site: Path, tmp_path: Path) -> None:
    config = site / "config.yaml"
    trial = (
        config.read_text("utf-8")
        .replace("mode: portal\n", "")
        .replace(
            "path: ../live}",
            "path: ../live}\n    trial: {kind: folder, path: ../trial, trial: yes}",
        )
    )
    config.write_text(trial, "utf-8")
    found = gksite(site, "publish", "live")
    assert (
        found.returncode,
        "[publish-preview-mode]" in found.stdout,
        (tmp_path / "live").exists(),
    ) == (3, True, False)
    assert gksite(site, "publish", "trial").returncode == 0
    assert (tmp_path / "trial/current/index.html").is_file()
    settings, _ = read_config(site)
    assert settings
    assert_said("preview-mode", check_mode("preview", settings.targets[0]))


def test_the_sample_of_a_new_site_is_not_published(tmp_path: Path) -> None:
    site = tmp_path / "new"
    assert gksite(tmp_path, "init", "new").returncode == 0
    with (site / "config.yaml").open("a", encoding="utf-8") as config:
        config.write(
            "publish: {targets: {live: {kind: folder, path: ../live}, trial: {kind: folder, path: "
            "../trial, trial: yes}}}\n"
        )
    settings = (site / "config.yaml").read_text("utf-8")
    (site / "config.yaml").write_text(settings.replace("mode: preview", "mode: portal"), "utf-8")
    found = gksite(site, "publish", "live")
    assert (found.returncode, "[publish-sample]" in found.stdout, (tmp_path / "live").exists()) == (
        3,
        True,
        False,
    )
    (site / "config.yaml").write_text(settings, "utf-8")
    assert gksite(site, "publish", "trial").returncode == 0
    assert_said(
        "sample",
        [
            problem(
                "publish-sample",
                Location("content/plans/example-2026/plan.md"),
                plan="example-2026",
            )
        ],
    )


@pytest.mark.parametrize("profile", ["fragment", "paste"])
def test_every_form_can_be_published(site: Path, tmp_path: Path, profile: str) -> None:
    config = site / "config.yaml"
    text = config.read_text("utf-8").replace(
        "site:\n", "site:\n  base_url: https://www.qinghe.example/gk/\n"
    )
    config.write_text(text.replace("path: ../live", f"path: ../live, profile: {profile}"), "utf-8")
    assert gksite(site, "publish", "live").returncode == 0
    assert files_below(tmp_path / "live/current") == files_below(site / f"public-{profile}")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("publish", "lvie"), 2, "[publish-unknown-target]"),
        (("publish",), 2, "TARGET"),
        (("publish", "portal"), 3, "[missing-base-url]"),
        (("publish", "flat", "--rollback"), 1, "[publish-no-rollback]"),
        (("publish", "live", "--rollback", "0123"), 1, "[publish-no-release]"),
        (("publish", "live", "--max-deletes", "-1"), 2, "max-deletes"),
    ],
)
def test_wrong_words(site: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    found = gksite(site, *arguments)
    assert found.returncode == code
    assert said in found.stdout + found.stderr
    assert "Traceback" not in found.stderr


CONFIG = """\
site: {name: 云川市政务公开}
publish:
  targets:
    Live!: {kind: folder, path: /srv/www}
    files: {kind: folder, bucket: x}
    far: {kind: sftp, host: www.example.cn, path: /srv/www, keep: 1}
    store: {kind: s3, bucket: gkyd, endpoint: https://li:geheim-17@s3.example.cn}
    dav: {kind: webdav, url: ftp://dav.example.cn}
"""


def test_mistakes_in_targets() -> None:
    config, problems = parse_config(CONFIG)
    assert_said("mistakes-in-targets", sorted(problems))
    assert config is not None
    assert_said("unknown-target", find_target(config, "x")[1])
    assert "geheim" not in render_report(problems, "json", "en")


@pytest.mark.parametrize(
    "key",
    ["password", "Passwort", "secret_access_key", "api_token", "密码", "passphrase", "private_key"],
)
def test_a_secret_in_the_config_is_told_and_not_repeated(key: str) -> None:
    _, problems = parse_config(
        f"site: {{name: 云川}}\npublish: {{targets: {{live: {{kind: sftp, host: h, path: /p, {key}: "
        f"geheim-17}}}}}}\n"
    )
    assert [one.code for one in problems] == ["credential-in-config"]
    assert "geheim" not in str(problems)
    if key == "password":
        assert_said("secret-in-config", problems)


def test_names_of_targets_stay_as_they_are_written() -> None:
    """`type` is a key elsewhere, and 类型 its Chinese spelling."""
    config, problems = parse_config(
        "site: {name: 云川}\n发布: {发布目标: {type: {类别: folder, 路径: /srv}}}\n"
    )
    assert problems == []
    assert config is not None
    assert [target.name for target in config.targets] == ["type"]
    assert config.targets[0].path == "/srv"


def test_what_else_it_says(site: Path, tmp_path: Path) -> None:
    config, _ = read_config(site)
    assert config is not None
    live, flat, _ = config.targets
    assert_said("no-release", roll_back(site, live, "previous").problems, str(tmp_path))
    assert_said("no-rollback", roll_back(site, flat, "previous").problems, str(tmp_path))
    (site / "content/topics.yaml").write_text("topics: 1", "utf-8")
    assert_said("errors-remain", build_site(site, site / "public", live, Options()))


def test_no_project(tmp_path: Path) -> None:
    assert [one.code for one in read_config(tmp_path)[1]] == ["not-a-project"]


def test_a_build_loads_nothing_of_publishing(site: Path) -> None:
    script = (
        "import sys; from gksite.cli import cli; cli.main(['-C', sys.argv[1], 'build', '-q'], "
        "standalone_mode=False, obj=None);"
        "print([name for name in sys.modules if name.split('.')[0] in ('paramiko', 'boto3', "
        "'botocore', 'httpx', 'cryptography') or name.startswith('gksite.publishing')])"
    )
    found = subprocess.run(
        [sys.executable, "-c", script, str(site)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout.strip() == "[]", found.stderr
