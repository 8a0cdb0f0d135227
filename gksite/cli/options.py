"""What several commands share: the project, the language of messages, printing, exit codes."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click
import msgspec

from gksite.catalogue import CATALOGUE, Language, severity
from gksite.cli.console import Console, printable
from gksite.cli.report import FORMATS, Format, render_report
from gksite.config.values import CONFIG_PATH, check_format
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.portal.addresses import PROFILES
from gksite.source.folder_reader import unread
from gksite.source.text import decode

EXIT_CLEAN, EXIT_PROBLEMS, EXIT_USAGE, EXIT_REFUSED = 0, 1, 2, 3


class Shared(msgspec.Struct, frozen=True):
    """The options that stand before the command."""

    root: str
    language: Language
    console: Console = msgspec.field(default_factory=Console)
    program: str = "gksite"
    """What was typed to start this program, as it can be typed again."""

    @property
    def project(self) -> Path:
        """The project folder."""
        return Path(self.root)

    def word(self, chinese: str, english: str) -> str:
        """The one of two texts that is in the language of this run."""
        return chinese if self.language == "zh" else english

    def say(self, chinese: str, english: str) -> None:
        """Talk, in one line: to stderr, so that stdout carries results alone."""
        self.console.say(printable(self.word(chinese, english)))

    def put(self, line: str) -> None:
        """Write a line to stdout; whatever a name or a wording in it holds, it stays one line."""
        self.console.put(f"{printable(line)}\n")

    def put_json(self, value: object) -> None:
        """Write a value to stdout as JSON."""
        self.console.put_data(json.dumps(value, ensure_ascii=False, indent=2) + "\n")

    def usage(self, chinese: str, english: str) -> click.UsageError:
        """The error of a command that was typed wrong, to be raised."""
        return click.UsageError(printable(self.word(chinese, english)))

    def command(self, *words: str) -> str:
        """A command of gksite for this project as it can be typed."""
        folder = () if self.root == "." else ("-C", self.root)
        return " ".join((self.program, *map(quoted, (*folder, *words))))

    def say_waiting(self) -> None:
        """Say that another command changes the sources or makes a snapshot."""
        self.say(
            "另一个 gksite 正在改动内容或归档，等它结束……",
            "another gksite is changing the sources or archiving; waiting for it …",
        )


def counted(count: int, noun: str) -> str:
    """A number with its noun in English."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def quoted(word: str) -> str:
    """A word of a command as a shell of this system takes it."""
    if sys.platform == "win32":
        return word if re.fullmatch(r"[\w.:/\\~+@=,-]+", word) else f'"{word}"'
    return (
        word
        if re.fullmatch(r"[\w.:/~+@%=,-]+", word) and not word.startswith("~")
        else shlex.quote(word)
    )


def typed_program(argv0: str, executable: str) -> str:
    """What starts this program when it is typed: `gksite` where the shell finds it, else the
    path of the script or `python -m gksite`."""
    script = Path(argv0)
    if script.stem.lower() != "gksite":
        return f"{quoted(executable)} -m gksite"
    found = shutil.which("gksite")
    return "gksite" if found and Path(found).resolve() == script.resolve() else quoted(argv0)


def choose_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """As `--lang` says; else GKSITE_LANG; else English where the locale is English, and Chinese
    everywhere else."""
    asked = ""
    for number, one in enumerate(arguments):
        if one == "--":
            break
        if one == "--lang":
            asked = "".join(arguments[number + 1 : number + 2])
        elif one.startswith("--lang="):
            asked = one.removeprefix("--lang=")
    if asked not in ("zh", "en"):
        asked = (
            environment.get("GKSITE_LANG")
            or environment.get("LC_ALL")
            or environment.get("LANG")
            or "zh"
        )
    return "en" if asked.startswith("en") else "zh"


def exit_code(problems: Sequence[Diagnostic], *, strict: bool) -> int:
    """0 clean, 1 problems, 2 config.yaml is unusable or missing, 3 refused. Warnings count only
    when `strict`."""
    errors = [
        one
        for one in problems
        if severity(one) == "error" or (strict and severity(one) == "warning")
    ]
    if any(CATALOGUE[error.code].refuses for error in errors):
        return EXIT_REFUSED
    if any(one.location.path == "config.yaml" and not _is_of_a_rule(one.code) for one in errors):
        return EXIT_USAGE
    return EXIT_PROBLEMS if errors else EXIT_CLEAN


def _is_of_a_rule(code: str) -> bool:
    """Whether a rule of `gksite check` found it: then the settings are usable, whatever stands in
    them."""
    from gksite.check.all_rules import RULES_BY_CODE

    return code in RULES_BY_CODE


def unusable_project(root: Path) -> list[Diagnostic]:
    """Why nothing may be written into the project at `root`: it is none, or one of a later
    format."""
    config = root / CONFIG_PATH
    if not config.is_file():
        return [problem("not-a-project", Location(CONFIG_PATH))]
    try:
        return check_format(decode(config.read_bytes(), CONFIG_PATH)[0])
    except OSError as error:
        return [unread(CONFIG_PATH, error)]


def print_problems(shared: Shared, problems: Sequence[Diagnostic], format: Format) -> None:
    """The findings on stdout; formats for machines are printed also when there are none."""
    if format == "text":
        shared.console.put(
            render_report(problems, format, shared.language, shared.command(), colour=True)
        )
    elif problems or format in ("json", "sarif"):
        shared.console.put_data(render_report(problems, format, shared.language))


def _set_root(context: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is not None:
        context.obj = msgspec.structs.replace(context.obj or Shared(".", "zh"), root=value)


SHARED_OPTIONS: tuple[click.Option, ...] = (
    click.Option(
        ["-C", "--root"],
        type=click.Path(file_okay=False),
        expose_value=False,
        callback=_set_root,
        help="网站文件夹，默认当前文件夹。The project folder.",
    ),
    click.Option(
        ["--lang"],
        type=click.Choice(["zh", "en"]),
        expose_value=False,
        help="提示语言。The language of messages.",
    ),
)
"""They may stand before the command and behind it. `--lang` is read by `choose_language`, since
help and errors of usage need it first."""


def words_of(context: click.Context | None) -> Callable[[str, str], str]:
    """What chooses between two texts while arguments are read."""
    shared = context.find_object(Shared) if context else None
    return shared.word if shared else lambda chinese, english: chinese


class Day(click.ParamType[date]):
    """A date such as 2025-06-30."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date; a usage error when it is none."""
        from gksite.notation.deadline_years import EARLIEST, LATEST

        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value)
            if EARLIEST <= day.year <= LATEST:
                return day
            known = f"{EARLIEST}–{LATEST}"
            self.fail(
                words_of(ctx)(
                    f"“{value}”不在 {known} 年之间", f"the year of “{value}” is not one of {known}"
                ),
                param,
                ctx,
            )
        except ValueError:
            self.fail(
                words_of(ctx)(
                    f"“{value}”不是 2025-06-30 这样的日期",
                    f"“{value}” is not a date like 2025-06-30",
                ),
                param,
                ctx,
            )


format_option = click.option(
    "--format",
    "format",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="输出格式。Output format.",
)
strict_option = click.option("--strict", is_flag=True, help="警告也算错误。Warnings are errors.")
drafts_option = click.option("-D", "--drafts", is_flag=True, help="包括草稿。Include drafts.")
profile_option = click.option(
    "--profile",
    type=click.Choice(PROFILES),
    default="site",
    help="门户形式：整页、片段、粘贴、推送。In which form it goes into a portal.",
)
today_option = click.option(
    "--today", type=Day(), help="按这一天判断逾期。The day that deadlines are held against."
)
jobs_option = click.option(
    "-j", "--jobs", type=click.IntRange(1, 64), help="进程数。Number of processes."
)
