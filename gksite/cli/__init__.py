"""The command line: arguments → a function for each command → exit code. Only this wing prints."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import sys
import threading
from typing import NoReturn

import click

from gksite import __version__
from gksite.cli import options
from gksite.cli.commands import LazyGroup
from gksite.cli.console import reserve_streams
from gksite.cli.help_language import add_shared_options, tell_usage
from gksite.diagnostics import Location, problem
from gksite.output.refusal import Refused, reasons
from gksite.work.interrupts import EXIT_INTERRUPTED, end_on_interrupt, raise_on_interrupt

EPILOG = """\b
退出码：0 没有问题，1 发现问题，2 用法或配置有误，3 为安全而拒绝，130 按了 Ctrl-C。\
Exit codes: 0 clean, 1 problems, 2 usage or configuration, 3 refused for safety, 130 Ctrl-C.
"""


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        context.ensure_object(options.Shared).put(f"gksite, version {__version__}")
        context.exit()


@click.group(cls=LazyGroup, epilog=EPILOG, context_settings={"max_content_width": 110})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="显示版本。Show the version and exit.",
)
def cli() -> None:
    """政务公开工作要点静态网站生成器。Publish government work plans as an accessible static site.

    \b
    gksite init mysite    新建网站。Make a site.
    gksite check          检查内容。Check the sources.
    gksite build          生成 public/。Write public/.
    """


add_shared_options(cli)


def run() -> NoReturn:
    """Run `main`, and end the process at once: to take apart what is in memory costs a tenth of a
    second after a large build. Ctrl-C gives no traceback, wherever it comes."""
    code = EXIT_INTERRUPTED
    with contextlib.suppress(KeyboardInterrupt):
        code = _code_of_main()
        end_on_interrupt(code)
    end_on_interrupt(code)
    if threading.active_count() > 1:
        sys.exit(code)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.flush()
    atexit._run_exitfuncs()
    os._exit(code)


def _code_of_main() -> int:
    """Run `main` and return its exit code."""
    try:
        raise_on_interrupt()
        main()
    except SystemExit as stop:
        assert isinstance(stop.code, int)
        return stop.code


def main() -> NoReturn:
    """Run the command that `sys.argv` names and raise SystemExit. Every failure is reported in a
    sentence, never by a traceback."""
    # A command lives for seconds and makes no cycles to speak of; collecting costs a tenth of a
    # large build.
    gc.disable()
    reserve_streams()
    language = options.choose_language(sys.argv[1:], os.environ)
    shared = options.Shared(
        ".", language, program=options.typed_program(sys.argv[0], sys.executable)
    )
    code = _ended(shared)
    if fault := shared.console.finish():
        chinese, english = reasons(fault)
        shared.say(
            f"输出没有全部写出：{chinese}", f"not all of the output could be written: {english}"
        )
        code = code or options.EXIT_PROBLEMS
    sys.exit(code)


def _ended(shared: options.Shared) -> int:
    """Run the command and report what ended it. Return the exit code; 130 after Ctrl-C."""
    try:
        return cli(standalone_mode=False, obj=shared, prog_name="gksite") or 0
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        tell_usage(error, shared)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        shared.console.say("")
        shared.say("已中断。", "Interrupted.")
        return EXIT_INTERRUPTED
    except Refused as refusal:
        options.print_problems(shared, [refusal.diagnostic], "text")
        return options.exit_code([refusal.diagnostic], strict=False) or options.EXIT_PROBLEMS
    except OSError as error:
        chinese, english = reasons(error)
        place = os.fspath(error.filename) if isinstance(error.filename, str) else ""
        told = problem(
            "disk-failed", Location(place or shared.root), reason=english, reason_zh=chinese
        )
        options.print_problems(shared, [told], "text")
        return options.EXIT_PROBLEMS
