"""What reaches a terminal, a pipe or a file: encodings, escapes, colours, one language, streams and
disks that fail."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from gksite.cli import cli
from gksite.cli.console import printable, wants_colour
from gksite.cli.options import choose_language, quoted, typed_program
from gksite.cli.report import render_groups, render_report
from gksite.diagnostics import Diagnostic, Location, problem

PROJECT = Path(__file__).parents[2]
BASE_DIR = PROJECT / "tests/build/base"
RARE = "𬒈"
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")


@pytest.fixture
def rare_site(tmp_path: Path) -> Path:
    """A site with an error that quotes a character that GBK lacks."""
    root = tmp_path / "site"
    shutil.copytree(BASE_DIR, root)
    (root / "content/plans/qinghe-2025/tasks.yaml").write_text(
        f"- {{id: 1, responsible: [{RARE}坪镇政府]}}\n", "utf-8"
    )
    return root


def run(
    *arguments: object, stdout: object = subprocess.PIPE, shell: str = "", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    words = [sys.executable, "-m", "gksite", *map(str, arguments)]
    command = ["sh", "-c", f'"$@" {shell}', "sh", *words] if shell else words
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHONUTF8", "LC_", "LANG", "FORCE_", "NO_"))
    }
    done: subprocess.CompletedProcess[bytes] = subprocess.run(
        command,
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
        cwd=PROJECT,
        env={**kept, "GKSITE_LANG": "zh", **environment},  # type: ignore[call-overload]
    )
    return done


# ── encodings ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("encoding", "shown"), [("gbk", "\\U0002c488"), ("ascii", "\\U0002c488"), ("utf-8", RARE)]
)
@pytest.mark.parametrize("command", ["check", "build"])
def test_a_console_that_lacks_a_character_shows_an_escape(
    rare_site: Path, encoding: str, shown: str, command: str
) -> None:
    done = run("-C", rare_site, command, PYTHONIOENCODING=encoding)
    assert done.returncode == 1
    assert f"{shown}" in done.stdout.decode(encoding)
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("format", ["json", "sarif", "github"])
@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-16"])
def test_results_for_machines_are_utf_8(rare_site: Path, format: str, encoding: str) -> None:
    done = run("-C", rare_site, "check", "--format", format, PYTHONIOENCODING=encoding)
    assert RARE in done.stdout.decode("utf-8")
    assert b"Traceback" not in done.stderr


def test_readings_and_imports_are_utf_8(tmp_path: Path) -> None:
    done = run("notation", "units", f"责任单位：{RARE}坪镇政府", PYTHONIOENCODING="gbk")
    assert RARE in json.dumps(json.loads(done.stdout), ensure_ascii=False)
    document = tmp_path / "a.txt"
    document.write_text(
        f"2026年{RARE}坪镇政务公开工作要点\n一、公开\n1.公布目录。（责任单位：{RARE}坪镇政府）\n",
        "utf-8",
    )
    done = run("import", document, "--dry-run", "--format", "json", PYTHONIOENCODING="gbk")
    assert RARE in json.dumps(json.loads(done.stdout), ensure_ascii=False)


# ── streams that end early ────────────────────────────────────────────────────────────────────────


@posix_only
@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "--format", "json"],
        ["--help"],
        ["check", "--help"],
        ["--version"],
        ["notation", "deadline", "全年"],
        ["schema", "plan"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize(("shell", "why"), [("> /dev/full", "磁盘空间已满"), (">&-", "输出已关闭")])
def test_a_stdout_that_takes_nothing_is_told(
    rare_site: Path, arguments: list[str], shell: str, why: str
) -> None:
    if "full" in shell and not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    done = run("-C", rare_site, *arguments, shell=shell)
    assert done.returncode == 1
    assert done.stderr.decode("utf-8").splitlines() == [f"输出没有全部写出：{why}"]


@posix_only
def test_work_is_done_though_nobody_reads(rare_site: Path) -> None:
    shutil.copytree(BASE_DIR, rare_site, dirs_exist_ok=True)
    done = run("-C", rare_site, "build", "--explain", "index.html", shell=">&-")
    assert done.returncode == 1
    assert (rare_site / "public/index.html").exists()


# ── control characters ────────────────────────────────────────────────────────────────────────────

EVIL = problem(
    "unexpected-file", Location("content/a\n::error::forged\x1b]0;x\x07\u202e.yaml"), near="b\r\nc"
)


@pytest.mark.parametrize("format", ["text", "github"])
def test_a_name_makes_no_line_and_no_escape_sequence(format: str) -> None:
    text = render_report([EVIL], format, "en")  # type: ignore[arg-type]
    assert len(text.splitlines()) == (2 if format == "text" else 1)
    assert not set("\x1b\x07\r\u202e") & set(text)
    assert "content/a\\n" in text


@posix_only
def test_a_file_name_reaches_no_terminal(rare_site: Path) -> None:
    (rare_site / "content/a\n::error::forged\x1b]0;x\x07.yaml").write_text("x", "utf-8")
    for format in ("text", "github"):
        out = run("-C", rare_site, "check", "--format", format).stdout.decode("utf-8")
        assert "\x1b" not in out
        assert not [line for line in out.splitlines() if line.startswith("::error::forged")]
        assert "forged" in out


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("普通，文字　a b", "普通，文字　a b"),
        ("a\nb", "a\\nb"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\x9b", "\\x9b"),
        ("\u2028", "\\u2028"),
        ("\u202e", "\\u202e"),
        ("\udcb8", "\\udcb8"),
        ("é", "é"),
        (RARE, RARE),
    ],
)
def test_a_text_is_one_line(text: str, shown: str) -> None:
    assert printable(text) == shown


# ── colours ───────────────────────────────────────────────────────────────────────────────────────


class Terminal:
    """A stream that says whether it is a terminal."""

    encoding = "utf-8"

    def __init__(self, is_terminal: bool) -> None:
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


@pytest.mark.parametrize(
    ("terminal", "environment", "coloured"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
        (False, {"FORCE_COLOR": "1"}, True),
        (False, {"FORCE_COLOR": "0"}, False),
        (False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colours_are_for_terminals(
    terminal: bool, environment: dict[str, str], coloured: bool
) -> None:
    assert wants_colour(Terminal(terminal), environment) is coloured  # type: ignore[arg-type]


def test_colours_are_asked_for_or_left_out(rare_site: Path) -> None:
    assert b"\x1b[" not in run("-C", rare_site, "check").stdout
    assert b"\x1b[31m" in run("-C", rare_site, "check", FORCE_COLOR="1").stdout
    assert b"\x1b[" not in run("-C", rare_site, "check", "--format", "json", FORCE_COLOR="1").stdout


# ── findings together ─────────────────────────────────────────────────────────────────────────────


def mark(
    line: int, places: int = 1, mended: int = 1, path: str = "content/plans/a/plan.md"
) -> Diagnostic:
    return problem(
        "narrow-mark",
        Location(path, line, 3),
        found=",",
        right="，",
        more="",
        more_zh="",
        places=places,
        mended=mended,
    )


def test_findings_are_told_by_code_the_grave_ones_first() -> None:
    dead = [
        problem("dead-link", Location(f"content/pages/{name}.md", 4, 1), target="x.html")
        for name in "ba"
    ]
    text = render_groups(
        [mark(3), dead[0], mark(9, 2, 2), dead[1], mark(5, 1, 0)],
        "zh",
        "gksite -C 网站",
        colour=False,
    )
    assert text.splitlines() == [
        "content/pages/b.md:4:1: 错误[dead-link]：链接“x.html”在站内不存在",
        "content/pages/a.md:4:1: 错误[dead-link]：链接“x.html”在站内不存在",
        "  → 改正链接；链接的是文件时，先把它放进计划的 files/ 文件夹",
        "content/plans/a/plan.md:3:3: 警告[narrow-mark]：3 处半角标点（第 3、9 行）",
        "  → gksite -C 网站 check --fix 可以改；加 --dry-run 先看怎样改",
        "content/plans/a/plan.md:5:3: 警告[narrow-mark]：汉字旁用了半角标点“,”",
        "  → 改成“，”",
    ]


# ── commands to type ──────────────────────────────────────────────────────────────────────────────


@posix_only
@pytest.mark.parametrize(
    ("word", "typed"),
    [
        ("网站", "网站"),
        ("a b", "'a b'"),
        ("/srv/www", "/srv/www"),
        ("~x", "'~x'"),
        ("a'b", "'a'\"'\"'b'"),
        ("", "''"),
    ],
)
def test_a_word_is_typed_as_a_shell_takes_it(word: str, typed: str) -> None:
    assert quoted(word) == typed


@posix_only
def test_the_program_is_typed_as_it_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "bin/gksite"
    script.parent.mkdir()
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(script.parent))
    assert typed_program(str(script), "/usr/bin/python3") == "gksite"
    monkeypatch.setenv("PATH", "/nowhere")
    assert typed_program(str(script), "/usr/bin/python3") == str(script)
    assert (
        typed_program("/x/gksite/__main__.py", "/usr/bin/python3") == "/usr/bin/python3 -m gksite"
    )


# ── one language ──────────────────────────────────────────────────────────────────────────────────


def every_command(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for name, command in group.commands.items():
        yield from (
            every_command(command, (*path, name))
            if isinstance(command, click.Group)
            else [(*path, name)]
        )


CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
ENGLISH = re.compile(
    r"(?<![\w./-])(?:Usage|Options|Commands|Error|Show|default|required|the|The|of|and|is|TEXT|"
    r"FILE|DIRECTORY|OPTIONS)(?![\w./-])"
)


def helps() -> Iterator[tuple[str, ...]]:
    yield from every_command(cli)


@pytest.mark.parametrize("path", list(helps()), ids=" ".join)
def test_help_is_in_one_language(
    path: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from gksite.cli import main

    told = {}
    for language in ("zh", "en"):
        monkeypatch.setattr(sys, "argv", ["gksite", *path, "--help", "--lang", language])
        with pytest.raises(SystemExit):
            main()
        told[language] = capsys.readouterr().out
    examples = ("  gksite ",)
    english = [line for line in told["en"].splitlines() if not line.startswith(examples)]
    assert not CHINESE.search("\n".join(english))
    chinese = [line for line in told["zh"].splitlines() if not line.startswith(examples)]
    assert not ENGLISH.search("\n".join(chinese))
    assert CHINESE.search("\n".join(chinese))


WRONG = [
    ["bild"],
    ["check", "--jobs", "0"],
    ["check", "--jobs", "x"],
    ["check", "--today", "7月1日"],
    ["build", "--format", "xml"],
    ["new", "plan"],
    ["check", "--formt", "json"],
    ["check", "--report"],
    ["build", "a"],
    ["schema"],
    ["check", "--dry-run"],
    ["check", "--only", "x"],
    ["review", "sign", "x"],
    ["snapshot", "verify", "nothing.wacz"],
    ["check", "--strict=1"],
    ["import"],
]


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_errors_of_usage_are_in_one_language(
    arguments: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from gksite.cli import main

    for language, other in (
        ("zh", re.compile(r"\b(?:No|Missing|Invalid|Error|Usage|is|not|the|Did)\b")),
        ("en", CHINESE),
    ):
        monkeypatch.setattr(
            sys, "argv", ["gksite", "--lang", language, "-C", str(tmp_path), *arguments]
        )
        with pytest.raises(SystemExit) as stop:
            main()
        told = capsys.readouterr()
        assert (stop.value.code, told.out) == (2, "")
        assert not other.search(told.err.replace(" ".join(arguments), "").replace("7月1日", ""))


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "zh"),
        ([], {"LANG": "en_US.UTF-8"}, "en"),
        (["check", "--lang", "zh"], {"LANG": "en_US.UTF-8"}, "zh"),
        (["--lang=en"], {}, "en"),
        (["--lang", "fr"], {"GKSITE_LANG": "en"}, "en"),
        (["--", "--lang", "en"], {}, "zh"),
        (["--lang"], {}, "zh"),
    ],
)
def test_the_language_is_known_before_arguments_are_read(
    arguments: list[str], environment: dict[str, str], language: str
) -> None:
    assert choose_language(arguments, environment) == language


# ── disks that fail ───────────────────────────────────────────────────────────────────────────────


@posix_only
@pytest.mark.parametrize(
    "arguments",
    [
        ["new", "page", "q", "--title", "q"],
        ["new", "unit", "q", "--authority", "qinghe", "--name", "q"],
        ["new", "plan", "q"],
        ["schema", "--write"],
        ["init", "other"],
    ],
    ids=" ".join,
)
def test_a_disk_that_takes_nothing_is_told(rare_site: Path, arguments: list[str]) -> None:
    """A file stands where a folder must be, which stops root too; or the folder may not be
    written."""
    (rare_site / ".vscode").write_text("")
    (rare_site / "other").write_text("")
    for folder in ("content/pages", "content/plans/q"):
        (rare_site / folder).write_text("")
    registry = rare_site / "content/units/qinghe.yaml"
    registry.rename(rare_site / "kept.yaml")
    registry.symlink_to("/proc/version")  # readable, and no registry
    before = {path for path in rare_site.rglob("*") if ".gksite" not in path.parts}
    done = run("-C", rare_site, *arguments)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr + done.stdout
    assert {path for path in rare_site.rglob("*") if ".gksite" not in path.parts} == before


@pytest.mark.skipif(
    not Path("/proc/self/mem").exists(),
    reason="needs a file that cannot be read though it is there: Linux",
)
def test_any_error_of_the_system_is_a_sentence(rare_site: Path) -> None:
    done = run(
        "--lang", "en", "-C", rare_site, "build", "--profile", "push", "--since", "/proc/self/mem"
    )
    assert done.returncode == 1
    assert b"error[disk-failed]: a file could not be read or written: " in done.stdout
    assert b"Traceback" not in done.stderr


def test_one_module_writes() -> None:
    """What is written past the console knows nothing of encodings, control characters or a
    stdout that has gone."""
    writing = re.compile(
        r"\bclick\.(?:echo|secho)\(|\bprint\(|\bsys\.std(?:out|err)\.(?:write|buffer)"
    )
    for path in sorted((PROJECT / "gksite/cli").glob("*.py")):
        assert path.name == "console.py" or not writing.search(path.read_text("utf-8")), path.name
