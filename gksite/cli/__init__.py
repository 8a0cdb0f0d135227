"""Arguments → one function per command → exit code; the only part of gksite that prints."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import threading
from typing import NoReturn

import click

from gksite import __version__
from gksite.cli import commands, options

EPILOG = """\b
退出码 / exit codes: 0 没有问题 clean · 1 发现问题 problems · 2 用法或配置有误 usage or configuration ·
3 为安全而拒绝 refused for safety · 130 Ctrl-C
"""


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="gksite")
def cli() -> None:
    """政务公开工作要点静态网站生成器。Publish government work plans as an accessible static site.

    \b
    gksite init 我的网站        新建网站 make a site
    gksite check               检查内容 check the sources
    gksite build               生成 public/ write public/
    """


cli.params += options.SHARED_OPTIONS
for command in commands.COMMANDS:
    command.params += options.SHARED_OPTIONS
    cli.add_command(command)


def run() -> NoReturn:
    """The console script: `main`, and an end at once: to take apart what stands in memory costs a tenth of a second after a large build."""
    code: object = 0
    try:
        main()
    except SystemExit as stop:
        code = stop.code
    if threading.active_count() > 1 or not isinstance(code, int):
        sys.exit(code)
    sys.stdout.flush()
    sys.stderr.flush()
    atexit._run_exitfuncs()
    os._exit(code)


def main() -> NoReturn:
    """Run the command that `sys.argv` names and raise SystemExit. Ctrl-C ends with 130, a reader that went away (`| head`) with 0."""
    # A command lives for seconds and makes no cycles to speak of; collecting costs a tenth of a large build.
    gc.disable()
    try:
        code = cli(standalone_mode=False, obj=options.Shared(".", options.choose_language(None, os.environ))) or 0
        sys.stdout.flush()
        sys.exit(code)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("\n已中断。Interrupted.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
