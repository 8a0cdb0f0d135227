"""Help and usage errors in one language, also click's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import click

from gksite.catalogue import Language
from gksite.cli.options import SHARED_OPTIONS, Shared

_CHINESE = r"\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’…"
_BOTH = re.compile(rf"(?s)(.*?[{_CHINESE}])\s?((?=[A-Z`])[^{_CHINESE}]+)")
_COMMENT = re.compile(r"(\s*\S.*?\s{2,})(\S.*)")

_OWN_WORDS = {"Usage: ": "用法：", "Options": "选项", "Commands": "命令"}
_PLACEHOLDERS = {
    "[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]...", "DIRECTORY": "文件夹",
    "FILE": "文件", "FOLDER": "文件夹", "TEXT": "文字", "INTEGER RANGE": "整数", "INTEGER": "整数",
    "FLOAT RANGE": "数", "SECONDS": "秒", "PAGE": "网页", "CODE": "代码", "KIND": "种类",
    "PLANS": "计划", "PLAN": "计划", "TASK": "任务", "TARGET": "目标", "RELEASE": "版本", "NAME": "名称",
    "PATH": "路径", "FILES": "文件", "ID": "编号", "OLD": "旧", "NEW": "新", "PREVIOUS": "上一份",
}  # fmt: skip
_PLACEHOLDER = re.compile(
    "|".join(
        rf"(?<![\w.-]){re.escape(placeholder)}(?![\w-])"
        for placeholder in sorted(_PLACEHOLDERS, key=len, reverse=True)
    )
)
_EXTRAS = (
    (re.compile(r"\[default: ([^\]]*)\]"), r"[默认 \1]"),
    (re.compile(r"\brequired\]"), "必填]"),
)

_ERRORS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), chinese)
    for pattern, chinese in (
        (r"No such option:? '?([^ ']+?)'?\.?(?: \(?Did you mean (.+?)\)?)?", "没有选项 {0}"),
        (r"No such command '(.+?)'\.(?: \(?Did you mean (.+?)\)?)?", "没有命令“{0}”"),
        (r"Missing command\.", "缺少命令"),
        (r"Missing argument '(.+?)'\.(.*)", "缺少参数 {0}{1}"),
        (r"Missing option '(.+?)'\.(.*)", "缺少选项 {0}{1}"),
        (r"Invalid value for '(.+?)': (.+)", "{0} 的值不对：{1}"),
        (r"Invalid value: (.+)", "值不对：{0}"),
        (r"Option '(.+?)' requires an argument\.", "选项 {0} 后面要写一个值"),
        (r"Option '(.+?)' does not take a value\.", "选项 {0} 后面不写值"),
        (r"Got unexpected extra arguments? \((.+)\)", "多出的参数：{0}"),
        (r"'(.*)' is not one of (.+)\.", "“{0}”不在可用的值之内：{1}"),
        (r"(\S+) is not in the range (.+)\.", "{0} 超出范围 {1}"),
        (r"'(.*)' is not a valid (?:integer|float|integer range|float range)\.", "“{0}”不是数字"),
        (r"(?:File|Directory|Path) '(.*)' does not exist\.", "没有“{0}”"),
        (r"(?:File|Path) '(.*)' is a directory\.", "“{0}”是文件夹，不是文件"),
        (r"(?:Directory|Path) '(.*)' is a file\.", "“{0}”是文件，不是文件夹"),
        (r"(?:File|Directory|Path) '(.*)' is not (?:readable|writable)\.", "“{0}”没有读写权限"),
        (r" Choose from:\s+(.+)", "，可用：{0}"),
    )
)
"""Usage errors of click, and their Chinese. Captured groups are translated in turn."""


def in_language(text: str, language: Language) -> str:
    """Return the part in one language of a text that is in Chinese and then in English; any other
    text as it is."""
    parts = _BOTH.fullmatch(text)
    return parts[1 if language == "zh" else 2] if parts else text


class Formatter(click.HelpFormatter):
    """Formats help in one language."""

    def __init__(self, language: Language, **settings: Any) -> None:
        super().__init__(**settings)
        self._language: Language = language

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line of usage, with placeholders in the language."""
        super().write_usage(
            prog, self._placed(args), self._own("Usage: ") if prefix is None else prefix
        )

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section in the language."""
        colon = "：" if self._language == "zh" else ":"
        self.write(f"{'':>{self.current_indent}}{self._own(heading)}{colon}\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs in the language; of an example, only the comment is chosen."""
        parts = [self._chosen(part) for part in text.split("\n\n")]
        super().write_text("\n\n".join(parts))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write options or commands, with their descriptions in the language."""
        texts = [(self._placed(first), self._extras(second)) for first, second in rows]
        super().write_dl(texts, col_max, col_spacing)

    def _own(self, text: str) -> str:
        return _OWN_WORDS.get(text, text) if self._language == "zh" else text

    def _placed(self, text: str) -> str:
        return (
            _PLACEHOLDER.sub(lambda name: _PLACEHOLDERS[name[0]], text)
            if self._language == "zh"
            else text
        )

    def _extras(self, text: str) -> str:
        # click appends its notes, such as [required], to the English part.
        parts = re.fullmatch(r"(?s)(.*?)(\s+\[[^\[\]]+\])?", text)
        help, extra = (parts[1], parts[2] or "") if parts else (text, "")
        for pattern, chinese in _EXTRAS if self._language == "zh" else ():
            extra = pattern.sub(chinese, extra)
        return in_language(help, self._language) + extra

    def _chosen(self, part: str) -> str:
        if not part.startswith("\b"):
            return in_language(part, self._language)
        return "\n".join(self._example(line) for line in part.split("\n"))

    def _example(self, line: str) -> str:
        parts = _COMMENT.fullmatch(line)
        return (
            parts[1] + in_language(parts[2], self._language)
            if parts
            else in_language(line, self._language)
        )


class Context(click.Context):
    """Makes click format help in the language of the run."""

    def make_formatter(self) -> Formatter:
        """Return the formatter for the run's language."""
        shared = self.find_object(Shared)
        return Formatter(
            shared.language if shared else "zh",
            width=self.terminal_width,
            max_width=self.max_content_width,
        )


class Group(click.Group):
    """A group whose list of commands shows the first paragraph of each command's help, whole."""

    context_class = Context

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands that are shown."""
        with formatter.section("Commands"):
            formatter.write_dl(self.summaries(ctx))

    def summaries(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Return name and summary of each command that is shown."""
        commands = ((name, self.commands[name]) for name in self.list_commands(ctx))
        return [(name, summary(command)) for name, command in commands if not command.hidden]


def summary(command: click.Command) -> str:
    """Return the first paragraph of a command's help, in one line."""
    return " ".join((command.help or "").strip().partition("\n\n")[0].split())


def _show_help(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    shared = context.find_object(Shared)
    if wanted and shared:
        shared.console.put(f"{context.get_help()}\n")
        context.exit()


HELP_OPTION = click.Option(
    ["-h", "--help"],
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_help,
    help="显示这份帮助。Show this message and exit.",
)
"""Replaces click's own option, which writes to stdout past the console."""


def add_shared_options(command: click.Command) -> None:
    """Give a command, and all below it, the options that every command has, and help in one
    language."""
    command.context_class = Context
    command.add_help_option = False
    command.params = [*command.params, *SHARED_OPTIONS, HELP_OPTION]
    for other in command.commands.values() if isinstance(command, click.Group) else ():
        add_shared_options(other)


def tell_usage(error: click.ClickException, shared: Shared) -> None:
    """Print a usage error, and how to get help, on stderr."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if type(error).__name__ == "NoArgsIsHelpError":
        shared.console.say(error.format_message())
        return
    if context is not None:
        typed = f"{shared.program}{context.command_path.removeprefix('gksite')} --help"
        shared.console.say(context.get_usage())
        shared.say(f"说明见 {typed}", f"Try '{typed}' for help.")
    text = error.format_message()
    shared.say(f"错误：{_in_chinese(text)}", f"Error: {text}")


def _in_chinese(text: str) -> str:
    """Return an error of click in Chinese. Any other error is returned as it is."""
    for pattern, chinese in _ERRORS:
        if match := pattern.fullmatch(text):
            parts = [_in_chinese(group or "") for group in match.groups()]
            near = (
                parts[1]
                if "Did you mean" in text and len(parts) > 1 and "{1}" not in chinese
                else ""
            )
            near = near.strip().removesuffix("?").replace("one of: ", "").replace("'", "")
            return chinese.format(*parts) + (f"，是不是 {near}？" if near else "")
    return _PLACEHOLDERS.get(text, text.replace("' / '", "、").replace("', '", "、").strip("'"))
