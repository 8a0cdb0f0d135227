"""The table of commands, and the group that loads a command when it is called."""

from __future__ import annotations

from copy import copy
from importlib import import_module

import click
import msgspec

from gksite.cli.help_language import Group, add_shared_options


class Row(msgspec.Struct, frozen=True):
    """A command: its name, where it is defined (`module:function`), and the first sentence of its
    help, for the list of commands.

    A row without a summary is a name that other generators give the command; no list shows it.
    """

    name: str
    place: str
    summary: str = ""


COMMANDS: tuple[Row, ...] = (
    Row(
        "init", "init_command:init", "新建一个可以直接生成的网站。Make a site that builds as it is."
    ),
    Row(
        "new",
        "init_command:new",
        "新建计划、印发通知、单位或页面。Make a plan, its notice, a unit or a page to fill in.",
    ),
    Row(
        "import",
        "import_command:import_",
        "把正式文件变成计划，或读入填好的填报表。Turn an official document into a plan to review, or read "
        "filled-in sheets.",
    ),
    Row(
        "check",
        "check_command:check",
        "检查全部内容，除缓存外不写任何文件。Find every problem; write nothing but the cache.",
    ),
    Row("build", "build_command:build", "生成网站。Bring the output folder up to date."),
    Row(
        "serve",
        "serve_command:serve",
        "边改边看：保存后浏览器自动刷新，Ctrl-C 结束。Preview the site; the browser follows each save. "
        "Ctrl-C ends it.",
    ),
    Row("server", "serve_command:serve"),
    Row(
        "clean",
        "build_command:clean",
        "删除 gksite 写过的文件，别的都不动。Remove what gksite wrote, and nothing else.",
    ),
    Row("review", "review_command:review", "审查与签发。The review gate: see, compare, sign."),
    Row(
        "adjust",
        "decision_command:adjust",
        "记一项任务的调整：延期、换单位、改内容、撤销。Enter a decision that changed a task.",
    ),
    Row(
        "correct",
        "decision_command:correct",
        "记一条计划的公开更正。Enter a public correction of a plan.",
    ),
    Row(
        "publish",
        "publish_command:publish",
        "发布网站。Build the site and publish it at a target of config.yaml.",
    ),
    Row("deploy", "publish_command:publish"),
    Row(
        "migrate",
        "migrate_command:migrate",
        "把网站的源文件改成现在的格式，先留一份备份。Bring the sources to the present format, after a backup.",
    ),
    Row(
        "snapshot",
        "snapshot_command:snapshot",
        "归档：整个网站连同源文件的一份可以自证的存档。Archive the whole site with its sources, "
        "verifiably.",
    ),
    Row("export", "progress_command:export", "导出数据。Export data."),
    Row("report", "report_command:report", "写报告。Write reports."),
    Row(
        "notation",
        "notation_command:notation",
        "说明一段责任单位或时限怎样读。How a wording of units or of a deadline is read, as JSON.",
    ),
    Row(
        "schema",
        "schema_command:schema",
        "输出各类文件的 JSON Schema。JSON Schema of a kind of file, for editors.",
    ),
    Row(
        "doctor",
        "doctor_command:doctor",
        "检查运行环境和网站设置。Look at the environment and the settings of the site.",
    ),
)
"""Every command stands here, and in no other list."""


class LazyGroup(Group):
    """The commands of the table. A command's module is imported when the command is called, so
    that `gksite --help` is quick and no command loads what only another needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the alphabet."""
        return sorted(row.name for row in COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, imported at the first call; None if no row has that name."""
        if cmd_name not in self.commands:
            # click proposes names that are loaded: for an unknown name load all of them.
            for row in [row for row in COMMANDS if row.name == cmd_name] or COMMANDS:
                if row.name not in self.commands:
                    self.commands[row.name] = _load(row)
        return self.commands.get(cmd_name)

    def summaries(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Return name and summary of each command that is shown, without importing any."""
        return sorted((row.name, row.summary) for row in COMMANDS if row.summary)


def _load(row: Row) -> click.Command:
    module, _, function = row.place.partition(":")
    defined = getattr(import_module(f"gksite.cli.{module}"), function)
    assert isinstance(defined, click.Command)
    command = copy(defined)  # two rows may name one command
    command.name, command.hidden = row.name, not row.summary
    add_shared_options(command)
    return command
