"""`gksite serve`: preview the site in the browser of this machine while its sources are edited."""

from __future__ import annotations

import gc
import webbrowser
from datetime import date
from functools import partial
from pathlib import Path

import click

from gksite.catalogue import severity
from gksite.cli.clock import day_of
from gksite.cli.options import (
    EXIT_CLEAN,
    EXIT_PROBLEMS,
    EXIT_USAGE,
    Shared,
    jobs_option,
    print_problems,
    today_option,
)
from gksite.config.values import CONFIG_PATH
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.output.places import PREVIEW_DIR, STATE_DIR
from gksite.preview.addresses import is_loopback, is_wildcard
from gksite.preview.events import Event, Listening, Settings
from gksite.preview.listening import addresses_of
from gksite.preview.messages import Built, Order
from gksite.preview.site_server import PreviewServer


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="监听的地址，默认只限本机。The address to listen on; by default this machine alone.",
)
@click.option(
    "-p",
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="端口，被占用时用下一个。The port, or the next free one.",
)
@click.option("--open", "open_browser", is_flag=True, help="打开浏览器。Open the browser.")
@click.option(
    "-D",
    "--drafts/--no-drafts",
    default=True,
    help="是否包括草稿，默认包括。Whether drafts are shown; they are by default.",
)
@click.option(
    "--poll",
    type=click.FloatRange(0.1, 3600),
    metavar="SECONDS",
    help="隔几秒查看一次文件（网络盘、WSL、Docker）。Look for changes every so often.",
)
@click.option(
    "--debounce",
    type=click.IntRange(10, 5000),
    default=50,
    show_default=True,
    metavar="MS",
    help="保存后等多少毫秒。How long to wait for more saves.",
)
@click.option(
    "--no-livereload",
    is_flag=True,
    help="页面不自动刷新，也没有工具栏。Neither reloads nor a toolbar.",
)
@click.option(
    "--published",
    type=click.Path(file_okay=False),
    help="已发布的文件夹，默认 public。The published folder that pages are compared with.",
)
@today_option
@jobs_option
@click.pass_obj
def serve(
    shared: Shared,
    host: str,
    port: int,
    open_browser: bool,
    drafts: bool,
    poll: float | None,
    debounce: int,
    no_livereload: bool,
    published: str | None,
    today: date | None,
    jobs: int | None,
) -> int:
    """边改边看：保存后浏览器自动刷新，Ctrl-C 结束。Preview the site; the browser follows each save. Ctrl-C ends it.

    \b
    gksite serve --open
    gksite serve -p 8080 --no-drafts
    gksite serve --poll 2           网络盘 a network drive
    """
    root = shared.project.resolve()
    addresses = () if is_wildcard(host) else addresses_of(host)
    if not addresses:
        return _refuse(shared, problem("preview-host", Location("--host"), host=host))
    if not root.is_dir():
        return _refuse(shared, problem("not-a-project", Location(CONFIG_PATH)))
    if not all(map(is_loopback, addresses)):
        public = problem("preview-not-private", Location("--host"), host=host)
        print_problems(shared, [public], "text")
    order = Order(
        str(root),
        str(root / PREVIEW_DIR),
        str(root / STATE_DIR),
        drafts,
        today,
        jobs,
        shared.language,
    )
    settings = Settings(
        order,
        str(Path(published).resolve() if published else root / "public"),
        addresses,
        frozenset({host.lower(), *addresses}),
        port,
        poll,
        debounce,
        reloads=not no_livereload,
        clock=partial(day_of, root),
    )
    return _serve(shared, settings, host, open_browser=open_browser)


def _refuse(shared: Shared, diagnostic: Diagnostic) -> int:
    print_problems(shared, [diagnostic], "text")
    return EXIT_USAGE


def _serve(shared: Shared, settings: Settings, host: str, *, open_browser: bool) -> int:
    """Serve until Ctrl-C. Return the exit code."""
    gc.enable()  # commands that end soon go without; this one stays
    try:
        PreviewServer(settings, _Terminal(shared, open_browser=open_browser).tell).serve()
    except OSError as error:
        reason = error.strerror or error
        no_port = problem(
            "preview-no-port", Location("--port"), host=host, port=settings.port, reason=reason
        )
        print_problems(shared, [no_port], "text")
        return EXIT_PROBLEMS
    shared.console.say("")  # behind the ^C of the terminal
    shared.say("预览已结束", "the preview has ended")
    return EXIT_CLEAN


class _Terminal:
    """Prints events; the same problems only once in a row."""

    def __init__(self, shared: Shared, *, open_browser: bool) -> None:
        self._shared = shared
        self._open_browser = open_browser
        self._problems: tuple[Diagnostic, ...] = ()

    def tell(self, event: Event) -> None:
        """Print one event."""
        if isinstance(event, Listening):
            self._listening(event)
        elif isinstance(event, Built):
            self._built(event)
        else:
            print_problems(self._shared, [event.diagnostic], "text")

    def _listening(self, event: Listening) -> None:
        if event.asked and event.port != event.asked:
            self._shared.say(
                f"端口 {event.asked} 被占用，改用 {event.port}",
                f"port {event.asked} is taken; using {event.port}",
            )
        self._shared.put(event.urls[0])
        self._shared.say(
            "预览已打开，Ctrl-C 结束；第一次生成请稍候",
            "the preview is up, Ctrl-C ends it; the first build is under way",
        )
        if self._open_browser:
            webbrowser.open(event.urls[0])

    def _built(self, built: Built) -> None:
        if built.problems != self._problems:
            print_problems(self._shared, built.problems, "text")
            self._problems = built.problems
        errors = sum(severity(problem) == "error" for problem in built.problems)
        warnings = sum(severity(problem) == "warning" for problem in built.problems)
        if not built.stands:
            self._shared.say(
                f"{errors} 个错误，仍显示上一次生成的网站，{built.seconds:.2f} 秒",
                f"{errors} errors; the last good site is still shown, {built.seconds:.2f} s",
            )
            return
        self._shared.say(
            f"{built.pages} 页，生成 {built.rendered} 页，删除 {built.removed} 个文件，{warnings} 个警告，"
            f"{built.seconds:.2f} 秒",
            f"{built.pages} pages, {built.rendered} rendered, {built.removed} removed, {warnings} "
            f"warnings, {built.seconds:.2f} s",
        )
