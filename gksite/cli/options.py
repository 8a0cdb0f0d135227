"""Options, printing and exit codes that commands share."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, TypeVar, cast, get_args

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
    """The options that every command has, and the ways to print."""

    root: str
    language: Language
    console: Console = msgspec.field(default_factory=Console)
    program: str = "gksite"
    """The words that start this program, as a person can type them."""

    @property
    def project(self) -> Path:
        """The project folder."""
        return Path(self.root)

    def word(self, chinese: str, english: str) -> str:
        """Return the text in the language of this run."""
        return chinese if self.language == "zh" else english

    def say(self, chinese: str, english: str) -> None:
        """Write a line to stderr, so that stdout carries results alone."""
        self.console.say(printable(self.word(chinese, english)))

    def put(self, line: str) -> None:
        """Write a line to stdout. Line breaks and control characters in it are escaped."""
        self.console.put(f"{printable(line)}\n")

    def put_json(self, value: object) -> None:
        """Write a value to stdout as JSON."""
        self.console.put_data(json.dumps(value, ensure_ascii=False, indent=2) + "\n")

    def usage(self, chinese: str, english: str) -> click.UsageError:
        """Return the error to raise for a command that was typed wrong."""
        return click.UsageError(printable(self.word(chinese, english)))

    def command(self, *words: str) -> str:
        """Return a command of gksite for this project, as a person can type it."""
        folder = () if self.root == "." else ("-C", self.root)
        return " ".join((self.program, *map(quoted, (*folder, *words))))

    def or_near(self, near: str) -> str:
        """Return the question whether a known name was meant, "" where none is like it."""
        return self.word(f"，是不是 {near}？", f"; did you mean {near}?") if near else ""

    def say_waiting(self) -> None:
        """Say that this command waits for another that changes the sources or makes a snapshot."""
        self.say(
            "另一个 gksite 正在改动内容或归档，等它结束……",
            "another gksite is changing the sources or archiving; waiting for it …",
        )


def counted(count: int, noun: str) -> str:
    """Return a number with its noun in English."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def quoted(word: str) -> str:
    """Quote a word of a command for a shell of this system."""
    if sys.platform == "win32":
        return word if re.fullmatch(r"[\w.:/\\~+@=,-]+", word) else f'"{word}"'
    return (
        word
        if re.fullmatch(r"[\w.:/~+@%=,-]+", word) and not word.startswith("~")
        else shlex.quote(word)
    )


def typed_program(argv0: str, executable: str) -> str:
    """Return how to start this program: `gksite` if the shell finds it, else the path of the script
    or `python -m gksite`."""
    script = Path(argv0)
    if script.stem.lower() != "gksite":
        return f"{quoted(executable)} -m gksite"
    path = shutil.which("gksite")
    return "gksite" if path and Path(path).resolve() == script.resolve() else quoted(argv0)


def choose_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language: `--lang`, else GKSITE_LANG, else English by locale, else Chinese."""
    asked = ""
    for number, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang":
            asked = "".join(arguments[number + 1 : number + 2])
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    if asked not in ("zh", "en"):
        asked = (
            environment.get("GKSITE_LANG")
            or environment.get("LC_ALL")
            or environment.get("LANG")
            or "zh"
        )
    return "en" if asked.startswith("en") else "zh"


def exit_code(problems: Sequence[Diagnostic], *, strict: bool) -> int:
    """Return 0 for clean, 1 for problems, 2 if config.yaml is unusable or missing, 3 for a refusal.
    Warnings count only when `strict`."""
    counted_levels = ("error", "warning") if strict else ("error",)
    errors = [problem for problem in problems if severity(problem) in counted_levels]
    if any(CATALOGUE[error.code].refuses for error in errors):
        return EXIT_REFUSED
    if any(
        error.location.path == CONFIG_PATH and not _is_of_a_rule(error.code) for error in errors
    ):
        return EXIT_USAGE
    return EXIT_PROBLEMS if errors else EXIT_CLEAN


def _is_of_a_rule(code: str) -> bool:
    """Whether a code is a rule's. Rules run only with usable settings, whatever they find."""
    from gksite.check.all_rules import RULES_BY_CODE

    return code in RULES_BY_CODE


def unusable_project(root: Path) -> list[Diagnostic]:
    """Report why nothing may be written into the folder `root`: it is no project, or one of a later
    format."""
    config = root / CONFIG_PATH
    if not config.is_file():
        return [problem("not-a-project", Location(CONFIG_PATH))]
    try:
        return check_format(decode(config.read_bytes(), CONFIG_PATH)[0])
    except OSError as error:
        return [unread(CONFIG_PATH, error)]


def print_problems(shared: Shared, problems: Sequence[Diagnostic], format: Format) -> None:
    """Print problems on stdout; formats for machines are printed also when there are none."""
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
"""Options that may stand before the command or behind it. `--lang` is read by `choose_language`,
because help and usage errors need the language before arguments are parsed."""


def words_of(context: click.Context | None) -> Callable[[str, str], str]:
    """Return the function that chooses between two texts while arguments are parsed."""
    shared = context.find_object(Shared) if context else None
    return shared.word if shared else lambda chinese, english: chinese


class Day(click.ParamType[date]):
    """A date such as 2025-06-30."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date. Raises a usage error if the text is none."""
        kind = ("2025-06-30 这样的日期", "a date like 2025-06-30")
        return _parsed(value, date.fromisoformat, kind, param, ctx)


class Moment(click.ParamType[datetime]):
    """A day, or a day and time, with or without an offset."""

    name = "2025-07-01T09:00:00+08:00"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Return the time. Raises a usage error if the text is none."""
        kind = (f"{self.name} 这样的时间", f"a time like {self.name}")
        return _parsed(value, datetime.fromisoformat, kind, param, ctx)


Time = TypeVar("Time", date, datetime)


def _parsed(
    value: Any,
    parse: Callable[[str], Time],
    kind: tuple[str, str],
    parameter: click.Parameter | None,
    context: click.Context | None,
) -> Time:
    """Return a time that was typed, or one that is a value already. Raises a usage error for a text
    that is not of this kind, and for a year that no plan can have."""
    from gksite.notation.deadline_years import EARLIEST, LATEST

    if not isinstance(value, str):
        return cast(Time, value)
    word = words_of(context)
    try:
        time = parse(value)
    except ValueError:
        reason = word(f"“{value}”不是 {kind[0]}", f"“{value}” is not {kind[1]}")
        raise click.BadParameter(reason, context, parameter) from None
    if EARLIEST <= time.year <= LATEST:
        return time
    known = f"{EARLIEST}–{LATEST}"
    reason = word(f"“{value}”不在 {known} 年之间", f"the year of “{value}” is not one of {known}")
    raise click.BadParameter(reason, context, parameter)


format_option = click.option(
    "--format",
    "format",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="输出格式。Output format.",
)
TextOrJson = Literal["text", "json"]
text_or_json = click.option(
    "--format",
    "format",
    type=click.Choice(get_args(TextOrJson)),
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
