"""The commands as a person or a script meets them: exit codes, streams, languages, formats, files
written."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import click
import pytest

from gksite import __version__
from gksite.cli import cli, main
from gksite.cli.commands import COMMANDS, Row
from gksite.cli.help_language import summary

PROJECT = Path(__file__).parents[2]
BASE_DIR = PROJECT / "tests/build/base"
CASES = Path(__file__).with_name("cases")
PLAN = "content/plans/qinghe-2025"


class Run(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


Gksite = Callable[..., Run]


@pytest.fixture
def gksite(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Gksite:
    """Runs the console script in this process, in Chinese unless it is told otherwise."""
    for name in ("GKSITE_LANG", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: object) -> Run:
        # The base is of 2025, and a check says that its day is past.
        more = ("--skip", "as-of-old") if "check" in arguments and "--help" not in arguments else ()
        monkeypatch.setattr(sys, "argv", ["gksite", *map(str, arguments), *more])
        with pytest.raises(SystemExit) as stop:
            main()
        code = stop.value.code
        assert isinstance(code, int)
        return Run(code, *capsys.readouterr())

    return run


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    shutil.copytree(BASE_DIR, root)
    return root


@pytest.fixture
def bad_site(site: Path) -> Path:
    """An error, a warning, a file as a whole, and characters that a format must escape."""
    (site / PLAN / "tasks.yaml").write_text(
        "- {id: 1, deadline: 视情况而定}\n- {id: '2,a:b%', text: 公布目录。}\n", "utf-8"
    )
    (site / PLAN / "progress.yaml").write_bytes("# 进展\n".encode("gb18030"))
    (site / "content/pages").mkdir()
    (site / "content/pages/a b,c.md").write_text("---\ntitle: 说明\n---\n", "utf-8")
    return site


def tree(folder: Path) -> dict[str, bytes | None]:
    return {
        path.relative_to(folder).as_posix(): None if path.is_dir() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
    }


def in_new_process(*arguments: object, **environment: str) -> Run:
    run = subprocess.run(
        [sys.executable, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=PROJECT,
        env={**os.environ, "PYTHONUTF8": "1", "GKSITE_LANG": "zh", **environment},
    )
    return Run(run.returncode, run.stdout, run.stderr)


# ── help and usage ────────────────────────────────────────────────────────────────────────────────


def command_of(row: Row) -> click.Command:
    command = cli.get_command(click.Context(cli), row.name)
    assert command is not None
    return command


@pytest.mark.parametrize("row", COMMANDS, ids=lambda row: str(row.name))
def test_help_tells_every_option(gksite: Gksite, row: Row) -> None:
    command = command_of(row)
    run = gksite(row.name, "--help")
    assert run.code == 0
    assert row.summary in ("", summary(command))
    whole = re.sub(r"\n +", "", run.out)  # a long list of choices breaks within a word
    for parameter in command.params:
        choices = parameter.type.choices if isinstance(parameter.type, click.Choice) else ()
        for name in (*(parameter.opts if isinstance(parameter, click.Option) else ()), *choices):
            assert name in run.out or name in whole


def test_help_tells_every_command_and_exit_code(gksite: Gksite) -> None:
    run = gksite("--help")
    assert run.code == 0
    assert all((f"\n  {row.name} " in run.out) == bool(row.summary) for row in COMMANDS)
    assert all(f"{code} " in run.out for code in (0, 1, 2, 3, 130))


def test_the_version_is_told(gksite: Gksite) -> None:
    assert gksite("--version") == Run(0, f"gksite, version {__version__}\n", "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["bild"],
        ["check", "--jobs", "0"],
        ["check", "--today", "2025-13-01"],
        ["build", "--format", "xml"],
        ["new", "task", "x"],
        ["schema"],
        ["--lang", "fr", "check"],
        ["new", "plan"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(gksite: Gksite, site: Path, arguments: list[str]) -> None:
    run = gksite("-C", site, *arguments)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("用法：gksite")
    assert "\n错误：" in run.err


# ── check and build ───────────────────────────────────────────────────────────────────────────────


def findings(text: str) -> str:
    """The report of a check without its verdict."""
    lines = text.splitlines(keepends=True)
    return "".join(
        line
        for line in lines
        if not line.startswith(
            ("检查了", "另有", "结论：", "checked", "verdict: ", "waived: ", "left out by")
        )
    )


def test_a_clean_site_has_no_findings(gksite: Gksite, site: Path) -> None:
    run = gksite("-C", site, "check")
    assert (run.code, findings(run.out), run.err) == (0, "", "")
    run = gksite("-C", site, "build")
    assert (run.code, run.out) == (0, "")
    assert "0 个错误，0 个警告" in run.err
    assert (site / "public/index.html").exists()


def test_check_writes_nothing_but_its_cache(gksite: Gksite, site: Path) -> None:
    before = set(tree(site))
    gksite("-C", site, "check")
    assert set(tree(site)) - before == {
        ".gksite",
        ".gksite/checks.msgpack",
        ".gksite/last-check.msgpack",
        ".gksite/parsed.msgpack",
        ".gksite/templates.msgpack",
    }


def test_problems_go_to_stdout_and_talk_to_stderr(gksite: Gksite, bad_site: Path) -> None:
    run = gksite("-C", bad_site, "build")
    assert run.code == 1
    assert set(run.out.splitlines()) == set(
        findings(gksite("-C", bad_site, "check").out).splitlines()
    )
    assert run.out.count("\n  → ") == len(run.out.splitlines()) // 2 > 2
    assert run.err.startswith("0 页，")
    assert not (bad_site / "public").exists()


def test_quiet_leaves_only_the_findings(gksite: Gksite, bad_site: Path, site: Path) -> None:
    assert gksite("-C", bad_site, "build", "-q").err == ""


def test_a_second_build_renders_nothing(gksite: Gksite, site: Path) -> None:
    gksite("-C", site, "build")
    assert "生成 0 页，删除 0 个文件" in gksite("-C", site, "build").err


def test_strict_makes_warnings_errors(gksite: Gksite, site: Path) -> None:
    (site / "content/todo.txt").write_text("备忘\n", "utf-8")
    loose, strict = gksite("-C", site, "check"), gksite("-C", site, "check", "--strict")
    assert (loose.code, strict.code) == (0, 1)
    assert loose.out == strict.out != ""
    assert gksite("-C", site, "build", "--strict").code == 1
    assert not (site / "public").exists()
    assert gksite("-C", site, "build").code == 0
    assert (site / "public").exists()


def test_a_folder_without_config_ends_with_2(gksite: Gksite, tmp_path: Path) -> None:
    run = gksite("-C", tmp_path, "build")
    assert run.code == 2
    assert run.out.startswith("config.yaml: 错误[not-a-project]")


def test_a_foreign_output_ends_with_3(gksite: Gksite, site: Path) -> None:
    (site / "public").mkdir()
    (site / "public/theirs.html").touch()
    for command in ("build", "clean"):
        run = gksite("-C", site, command)
        assert run.code == 3
        assert "[output-not-ours]" in run.out
    assert tree(site / "public") == {"theirs.html": b""}


def test_the_output_may_lie_elsewhere(gksite: Gksite, site: Path, tmp_path: Path) -> None:
    gksite("-C", site, "build")
    gksite("-C", site, "build", "-o", tmp_path / "htdocs")
    assert tree(tmp_path / "htdocs") == tree(site / "public")


def test_the_number_of_jobs_changes_no_byte(gksite: Gksite, site: Path, tmp_path: Path) -> None:
    gksite("-C", site, "build", "--jobs", 1)
    gksite("-C", site, "build", "--jobs", 2, "-o", tmp_path / "two")
    assert tree(tmp_path / "two") == tree(site / "public")


def test_drafts_are_hidden_unless_wanted(gksite: Gksite, site: Path) -> None:
    plan = site / PLAN / "plan.md"
    plan.write_text(
        plan.read_text("utf-8").replace("year: 2025\n", "year: 2025\ndraft: true\n"), "utf-8"
    )
    gksite("-C", site, "build")
    assert not (site / "public/plans/qinghe-2025").exists()
    gksite("-C", site, "build", "--drafts")
    assert (site / "public/plans/qinghe-2025/index.html").exists()


def test_today_decides_what_is_overdue(gksite: Gksite, site: Path) -> None:
    gksite("-C", site, "build", "--today", "2025-06-30")
    before = (site / "public/plans/qinghe-2025/2.html").read_text("utf-8")
    gksite("-C", site, "build", "--today", "2025-07-01")
    assert before.count("逾期") < (site / "public/plans/qinghe-2025/2.html").read_text(
        "utf-8"
    ).count("逾期")


# ── languages ─────────────────────────────────────────────────────────────────────────────────────

LANGUAGES: list[tuple[list[str], dict[str, str], str]] = [
    ([], {}, "错误"),
    ([], {"LANG": "en_US.UTF-8"}, "error"),
    ([], {"LANG": "zh_CN.UTF-8"}, "错误"),
    ([], {"LANG": "C.UTF-8"}, "错误"),
    ([], {"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "错误"),
    ([], {"LANG": "zh_CN.UTF-8", "GKSITE_LANG": "en"}, "error"),
    (["--lang", "zh"], {"GKSITE_LANG": "en"}, "错误"),
    (["--lang", "en"], {"LANG": "zh_CN.UTF-8"}, "error"),
]


@pytest.mark.parametrize(("arguments", "environment", "word"), LANGUAGES)
@pytest.mark.parametrize("before", [True, False], ids=["before the command", "behind it"])
def test_the_language_is_asked_for_or_guessed(
    gksite: Gksite,
    bad_site: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    environment: dict[str, str],
    word: str,
    before: bool,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    run = (
        gksite("-C", bad_site, *arguments, "check")
        if before
        else gksite("check", *arguments, "-C", bad_site)
    )
    assert f" {word}[" in run.out


# ── formats ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("format", ["text", "json", "sarif", "github"])
def test_a_report_looks_like_this(
    gksite: Gksite, bad_site: Path, format: str, language: str
) -> None:
    run = gksite("-C", bad_site, "--lang", language, "check", "--format", format)
    name = f"report.{format}" if language == "zh" else f"report.en.{format}"
    expected = (CASES / name).read_text("utf-8").replace("VERSION", __version__)
    assert (run.code, findings(run.out), run.err) == (1, expected, "")


@pytest.mark.parametrize(("format", "text"), [("json", "[]\n"), ("github", "")])
def test_no_finding_is_a_report_too(gksite: Gksite, site: Path, format: str, text: str) -> None:
    assert gksite("-C", site, "check", "--format", format) == Run(0, text, "")


def test_sarif_has_what_the_standard_requires(gksite: Gksite, bad_site: Path) -> None:
    """SARIF 2.1.0: §3.13, 3.14, 3.18, 3.19, 3.27, 3.28, 3.29, 3.30."""
    log: dict[str, Any] = json.loads(gksite("-C", bad_site, "check", "--format", "sarif").out)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert driver["name"] == "gksite"
    rules = [rule["id"] for rule in driver["rules"]]
    assert len(rules) == len(set(rules))
    assert all(
        rule["shortDescription"]["text"] and rule["help"]["text"] for rule in driver["rules"]
    )
    for result in run["results"]:
        assert result["ruleId"] in rules
        assert result["level"] in ("error", "warning", "note", "none")
        assert result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["artifactLocation"]["uri"].isascii()
        assert " " not in place["artifactLocation"]["uri"]
        if "region" in place:
            assert min(place["region"].values()) >= 1
    empty = json.loads(gksite("-C", bad_site.parent, "check", "--format", "sarif").out)
    assert [result["ruleId"] for result in empty["runs"][0]["results"]] == ["not-a-project"]


# ── --explain and --verify ────────────────────────────────────────────────────────────────────────

TASK, HOME = "plans/qinghe-2025/2.html", "index.html"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def change_task(site: Path) -> None:
    edit(site / PLAN / "tasks.yaml", "重大行政决策", "重大民生决策")


def change_template(site: Path) -> None:
    (site / "templates").mkdir()
    shutil.copy(PROJECT / "themes/default/templates/task.html", site / "templates")
    with (site / "templates/task.html").open("a", encoding="utf-8") as template:
        template.write("\n<!-- -->\n")


CHANGES: list[tuple[Callable[[Path], object], str, str, str]] = [
    (lambda site: None, TASK, "没有变化，未重新生成", "unchanged, not rendered again"),
    (change_task, TASK, "页面内容变了", "its content changed"),
    (change_template, TASK, "模板变了：task.html", "a template changed: task.html"),
    (change_template, HOME, "没有变化，未重新生成", "unchanged, not rendered again"),
    (
        lambda site: edit(
            site / "config.yaml", "site:", "footer: {host: 青禾区人民政府办公室}\nsite:"
        ),
        TASK,
        "各页共有的内容变了（导航、页脚、字符串、截至日期）",
        "what all pages share changed (navigation, foot, strings, as-of day)",
    ),
    (
        lambda site: (site / "public" / TASK).unlink(),
        TASK,
        "输出里的文件不见了或被改过",
        "its file in the output was gone or changed",
    ),
    (
        lambda site: (site / "public" / TASK).write_text("x"),
        TASK,
        "输出里的文件不见了或被改过",
        "its file in the output was gone or changed",
    ),
    (
        lambda site: edit(site / PLAN / "plan.md", "year: 2025", "year: 二〇二五"),
        TASK,
        "有错误，没有生成",
        "not built, because there are errors",
    ),
]


@pytest.mark.parametrize(("change", "page", "chinese", "english"), CHANGES)
def test_a_page_is_explained(
    gksite: Gksite,
    site: Path,
    change: Callable[[Path], object],
    page: str,
    chinese: str,
    english: str,
) -> None:
    run = gksite("-C", site, "build", "--explain", page)
    assert run.out == f"{page}: 新页面\n"
    for language, reason in (("zh", chinese), ("en", english)):
        shutil.copytree(site, site / language, symlinks=True)
        change(site / language)
        run = gksite("-C", site / language, "--lang", language, "build", "--explain", page)
        assert run.out.splitlines()[-1] == f"{page}: {reason}"
        shutil.rmtree(site / language)


def test_a_page_rendered_by_another_program_is_explained(site: Path, tmp_path: Path) -> None:
    for folder in ("gksite", "themes"):
        shutil.copytree(
            PROJECT / folder,
            tmp_path / "other" / folder,
            ignore=shutil.ignore_patterns("__pycache__"),
        )
    command = (
        "-c",
        f"import sys; sys.path.insert(0, {str(tmp_path / 'other')!r}); from gksite.cli import "
        "main; main()",
    )
    arguments = ("-C", site, "build", "--explain", TASK)
    assert in_new_process(*command, *arguments).out == f"{TASK}: 新页面\n"
    with (tmp_path / "other/gksite/config/values.py").open("a", encoding="utf-8") as module:
        module.write("\n# another program\n")
    assert in_new_process(*command, *arguments).out == f"{TASK}: gksite 本身更新了\n"


def test_a_build_is_proved_equal_to_a_clean_one(gksite: Gksite, site: Path) -> None:
    gksite("-C", site, "build")
    change_task(site)
    run = gksite("-C", site, "build", "--verify")
    assert (run.code, run.out) == (0, "")
    assert "，与全新构建一致\n" in run.err


def test_a_build_that_is_not_reproducible_is_found_out(gksite: Gksite, site: Path) -> None:
    """Tampering is put right before it is looked for, so a template has to throw dice."""
    (site / "templates").mkdir()
    (site / "templates/404.html").write_text("{{ range(1000000000) | random }}\n", "utf-8")
    run = gksite("-C", site, "build", "--verify")
    assert (run.code, run.out) == (1, "404.html: 与全新构建不同\n")
    run = gksite("-C", site, "--lang", "en", "build", "--verify")
    assert (run.code, run.out) == (1, "404.html: differs from a clean build\n")


# ── clean, init, new ──────────────────────────────────────────────────────────────────────────────


def test_clean_removes_its_own_files_and_nothing_else(gksite: Gksite, site: Path) -> None:
    gksite("-C", site, "build")
    (site / "public/theirs.txt").write_text("x", "utf-8")
    run = gksite("-C", site, "clean")
    assert (run.code, run.out) == (0, "")
    assert tree(site / "public") == {"theirs.txt": b"x"}
    (site / "public/theirs.txt").unlink()
    (site / "public").rmdir()
    gksite("-C", site, "build")
    gksite("-C", site, "clean")
    assert not (site / "public").exists()
    assert gksite("-C", site, "clean").code == 0
    assert {path for path in tree(site) if not path.startswith(".gksite")} == set(tree(BASE_DIR))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_new_site_builds_as_it_is(gksite: Gksite, tmp_path: Path, language: str) -> None:
    root = tmp_path / "new"
    run = gksite("-C", tmp_path, "init", "new", "--name", "某区政务公开")
    assert (run.code, run.out) == (0, "")
    edit(root / "config.yaml", "language: zh", f"language: {language}")
    run = gksite("-C", root, "check", "--strict")
    assert (run.code, findings(run.out), run.err) == (0, "", "")
    assert gksite("-C", root, "build", "--strict", "-q") == Run(0, "", "")
    assert "某区政务公开" in (root / "public/index.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["A: B", "“引号”", "- x", "#1", "{a}", "'", '"', "是"])
def test_any_name_will_do(gksite: Gksite, tmp_path: Path, name: str) -> None:
    gksite("init", tmp_path / "new", "--name", name)
    run = gksite("-C", tmp_path / "new", "check")
    assert (run.code, findings(run.out), run.err) == (0, "", "")


def test_init_overwrites_nothing(gksite: Gksite, site: Path) -> None:
    before = tree(site)
    run = gksite("-C", site, "init")
    assert (run.code, run.out) == (3, "")
    assert "config.yaml" in run.err
    assert tree(site) == before


NEW: list[tuple[list[str], str]] = [
    (
        ["plan", "qinghe-2026", "--year", "2026"],
        f"{PLAN}\n{PLAN}/plan.md\n{PLAN}/progress.yaml\n{PLAN}/tasks.yaml".replace("2025", "2026"),
    ),
    (
        ["plan", "qinghe-2026", "--authority", "qinghe", "--title", "工作要点 #2026"],
        f"{PLAN}\n{PLAN}/plan.md\n{PLAN}/progress.yaml\n{PLAN}/tasks.yaml".replace("2025", "2026"),
    ),
    (["unit", "culture", "--name", "区文化局"], ""),
    (["unit", "culture"], ""),
    (["page", "faq", "--title", "常见问题 #1"], "content/pages\ncontent/pages/faq.md"),
]


@pytest.mark.parametrize(
    ("arguments", "made"), NEW, ids=[" ".join(arguments[:2]) for arguments, _ in NEW]
)
def test_a_new_record_is_free_of_problems_and_never_overwrites(
    gksite: Gksite, site: Path, arguments: list[str], made: str
) -> None:
    before = set(tree(site))
    run = gksite("-C", site, "new", *arguments)
    assert run.code == 0
    assert all((site / path).is_file() for path in run.out.splitlines())
    assert (
        "\n".join(
            sorted(path for path in set(tree(site)) - before if not path.startswith(".gksite"))
        )
        == made
    )
    run = gksite("-C", site, "check", "--strict")
    assert (run.code, findings(run.out), run.err) == (0, "", "")
    after = tree(site)
    again = gksite("-C", site, "new", *arguments)
    assert again.code == 1
    assert "[duplicate-id]" in again.out
    assert {path: data for path, data in tree(site).items() if not path.startswith(".gksite")} == {
        path: data for path, data in after.items() if not path.startswith(".gksite")
    }


def test_a_new_notice_asks_for_its_text_and_is_never_made_up(gksite: Gksite, site: Path) -> None:
    path = "content/plans/qinghe-2025/notice.md"
    run = gksite("-C", site, "new", "notice", "qinghe-2025")
    assert (run.code, run.out) == (0, f"{path}\n")
    text = (site / path).read_text("utf-8")
    assert "\ntitle: 关于印发《2025年青禾区政务公开工作要点》的通知\n" in text
    run = gksite("-C", site, "check")
    assert run.code == 1
    assert f"{path}:" in run.out
    assert "[notice-without-text]" in run.out
    (site / path).write_text(f"{re.sub('(?m)^# (?=[a-z])', '', text)}现予印发。\n", "utf-8")
    said = gksite("-C", site, "check").out
    assert [code for code in ("yaml-syntax", "unknown-key", "wrong-value") if code in said] == []
    run = gksite("-C", site, "new", "notice", "qinghe-2025")
    assert run.code == 1
    assert "[notice-exists]" in run.out and "另一个编号" not in run.out
    run = gksite("-C", site, "new", "notice", "qinhe-2025")
    assert run.code == 1
    assert "“qinghe-2025”" in run.out


def test_a_new_unit_leaves_every_other_line_as_it_was(gksite: Gksite, site: Path) -> None:
    registry = site / "content/units/qinghe.yaml"
    before = registry.read_text("utf-8").splitlines()
    gksite("-C", site, "new", "unit", "culture", "--name", "区文化局")
    after = registry.read_text("utf-8").splitlines()
    assert [line for line in after if line in before] == before
    assert [line for line in after if line not in before] == ["  - {id: culture, name: 区文化局}"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["plan", "../x"], "unsafe-id"),
        (["page", "con"], "unsafe-id"),
        (["unit", "x", "--authority", "qinhe"], "unknown-authority"),
    ],
)
def test_a_record_that_cannot_be_is_refused(
    gksite: Gksite, site: Path, arguments: list[str], code: str
) -> None:
    before = tree(site)
    run = gksite("-C", site, "new", *arguments)
    assert run.code == 1
    assert f"[{code}]" in run.out
    assert tree(site) == before


def test_doctor_finds_a_healthy_site_healthy(gksite: Gksite, site: Path, tmp_path: Path) -> None:
    assert gksite("-C", site, "doctor").code == 0
    assert gksite("-C", tmp_path, "doctor").code == 1


def test_doctor_reads_the_templates_of_a_site(gksite: Gksite, site: Path) -> None:
    (site / "templates").mkdir()
    (site / "templates/topics.html").write_text("<p>{{ page.tilte }}\n", "utf-8")
    run = gksite("-C", site, "--lang", "en", "doctor")
    assert run.code == 1
    line = "✗ templates/topics.html:1:12 TopicsPage has no “tilte”; did you mean “title”?\n"
    assert line in run.out


# ── processes ─────────────────────────────────────────────────────────────────────────────────────


def test_three_ways_to_build_are_one(site: Path, tmp_path: Path) -> None:
    script = Path(sys.executable).with_name("gksite")
    ways: list[list[object]] = [["build.py"], ["-m", "gksite", "build"], [script, "build"]]
    runs = []
    for number, way in enumerate(ways):
        out = tmp_path / str(number)
        runs.append((in_new_process(*way, "-C", site, "-o", out, "-q"), tree(out)))
    assert runs[0] == runs[1] == runs[2]
    assert runs[0][0] == Run(0, "", "")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")
def test_a_reader_that_goes_away_is_told(bad_site: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        run = subprocess.run(
            [sys.executable, "-m", "gksite", "-C", str(bad_site), "check", "--format", "json"],
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            check=False,
            env={**os.environ, "GKSITE_LANG": "zh"},
        )
    finally:
        os.close(writing)
    assert run.stderr.splitlines() == ["输出没有全部写出：接收输出的程序已经结束"]
    assert run.returncode == 1


WITHOUT_RULES = {
    "build": ["-q"],
    "check": ["--strict", "--skip", "missing-source-or-date,as-of-old,unreadable-character"],
}


@pytest.mark.parametrize(
    "case", ["gb18030", "group-loop", "nul", "template-error", "wrong-type", "not-a-project"]
)
@pytest.mark.parametrize("command", ["check", "build"])
def test_no_mistake_ends_in_a_traceback(site: Path, case: str, command: str) -> None:
    folder = PROJECT / "tests/build/cases" / case
    if (folder / "site").exists():
        shutil.copytree(folder / "site", site, dirs_exist_ok=True)
    else:
        (site / "config.yaml").unlink()
    run = in_new_process("-m", "gksite", "-C", site, command, *WITHOUT_RULES[command])
    expected = (folder / "expected.txt").read_text("utf-8")
    told, wanted = (
        {line for line in text.splitlines() if not line.startswith("  →")}
        for text in (findings(run.out), expected)
    )
    assert told == wanted
    assert run.err == ""
