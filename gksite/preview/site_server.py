"""The preview's server: guarded handlers, a watcher of the sources, builds in a worker process,
and reloads of the pages that changed."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import msgspec
from tornado.httpserver import HTTPServer
from tornado.web import Application

from gksite.catalogue import severity
from gksite.diagnostics import Location, problem
from gksite.preview.addresses import is_loopback
from gksite.preview.builder import Builder
from gksite.preview.bursts import Burst, due, extended
from gksite.preview.events import Event, Listening, Notice, Settings
from gksite.preview.findings import find_all
from gksite.preview.guard import Browser, FallbackHandler
from gksite.preview.handlers import OwnHandler, SiteHandler
from gksite.preview.listening import listen
from gksite.preview.messages import Answer, Built, Places
from gksite.preview.page_sources import concerns
from gksite.preview.reload_socket import ReloadSocket
from gksite.preview.served import ServedSite
from gksite.preview.watching import SourceWatcher
from gksite.preview.words import words_of

Argument = TypeVar("Argument")

MOST_FRUITLESS = 10
"""After so many builds in a row without change, a program seems to touch the sources."""

CALM_SECONDS = 2.0
"""The wait before each build from then on."""

PING_SECONDS = 30


class PreviewServer:
    """Serves the preview of one project until it is interrupted. Everything but the builder's
    threads runs in one loop."""

    def __init__(self, settings: Settings, tell: Callable[[Event], None]) -> None:
        self._watcher = SourceWatcher(
            Path(settings.order.root),
            poll=settings.poll,
            quiet_ms=settings.quiet_ms,
            changed=self._changed,
            noticed=self._polls_because,
        )
        self.settings = settings
        self.site = ServedSite(Path(settings.order.out))
        self.published = ServedSite(Path(settings.published))
        self.language = settings.order.language
        self.words: Mapping[str, str] = words_of(settings.order.language)
        self.own_names = settings.own_names
        self.reloads = settings.reloads
        self.clients: set[Browser] = set()
        self._tell = tell
        self._builder = Builder(
            settings.order, self._from_thread(self._answered), self._from_thread(self._died)
        )
        self._loop: asyncio.AbstractEventLoop | None = None
        self._built = Built(stands=True)
        self._places: dict[str, Location] = {}
        self._burst: Burst | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._is_building = False
        self._deaths = 0
        self._fruitless = 0

    # ── serving ───────────────────────────────────────────────────────────────────────────────────

    def application(self) -> Application:
        """Return the handlers: the preview's below one reserved address, else the site."""
        shared = {"server": self}
        own = (
            []
            if not self.reloads
            else [
                (r"/\.gksite-preview/socket", ReloadSocket, shared),
                (r"/\.gksite-preview/.*", OwnHandler, shared),
            ]
        )
        return Application(
            [*own, (r".*", SiteHandler, shared)],
            default_handler_class=FallbackHandler,
            default_handler_args=shared,
            log_function=lambda _: None,
            websocket_ping_interval=PING_SECONDS,
            websocket_max_message_size=16_384,
        )

    def serve(self) -> None:
        """Serve until Ctrl-C or SIGTERM. Raises OSError when no port can be had."""
        for name in ("tornado.access", "tornado.general"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what strangers ask for is no news
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        ended = asyncio.Event()
        if sys.platform != "win32":
            for number in (signal.SIGINT, signal.SIGTERM):
                self._loop.add_signal_handler(number, ended.set)
        sockets, port = listen(self.settings.addresses, self.settings.port)
        http = HTTPServer(self.application(), idle_connection_timeout=300, max_body_size=65_536)
        http.add_sockets(sockets)
        try:
            self.site.refresh()
            urls = tuple(
                f"http://{f'[{address}]' if ':' in address else address}:{port}/"
                for address in self.settings.addresses
            )
            self._tell(Listening(urls[: len(sockets)], port, self.settings.port))
            await self._watcher.start()
            self._build()
            await ended.wait()
        finally:
            http.stop()
            await self._end(http)

    async def _end(self, http: HTTPServer) -> None:
        if self._timer:
            self._timer.cancel()
        for client in tuple(self.clients):
            client.close(1001)
        await self._watcher.stop()
        await asyncio.to_thread(self._builder.stop)
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(http.close_all_connections(), 1)

    def _from_thread(self, call: Callable[[Argument], None]) -> Callable[[Argument], None]:
        """Return a function that has the loop make `call`, from any thread, until the loop ends."""

        def ask(argument: Argument) -> None:
            with contextlib.suppress(RuntimeError):
                if self._loop is not None:
                    self._loop.call_soon_threadsafe(call, argument)

        return ask

    # ── building ──────────────────────────────────────────────────────────────────────────────────

    def _changed(self, paths: frozenset[str]) -> None:
        assert self._loop is not None
        self._burst = extended(self._burst, paths, self._loop.time())
        self._schedule()

    def _schedule(self) -> None:
        """Plan the build of what has changed, after a build that is under way."""
        assert self._loop is not None
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if self._burst is None or self._is_building:
            return
        moment = due(self._burst, self.settings.quiet_ms / 1000)
        if self._fruitless >= MOST_FRUITLESS:
            moment += CALM_SECONDS
        self._timer = self._loop.call_at(moment, self._build)

    def _build(self) -> None:
        self._timer = None
        if self._fruitless == MOST_FRUITLESS and self._burst:
            path = min(self._burst.paths)
            self._tell(Notice(problem("preview-loop", Location(path))))
        self._burst = None
        self._is_building = True
        self._builder.build(self.settings.clock() if self.settings.clock else None)
        self.tell_clients()

    def _answered(self, answer: Answer) -> None:
        if isinstance(answer, Places):
            self._places = answer.places
            self.tell_clients()
            return
        changed = self.site.refresh()
        is_news = changed or (answer.stands, answer.problems) != (
            self._built.stands,
            self._built.problems,
        )
        self._fruitless = 0 if is_news else self._fruitless + 1
        self._built = answer
        self._is_building = False
        self._deaths = 0
        self._tell(answer)
        for client in tuple(self.clients):
            client.bring_up_to_date()
        self.tell_clients()
        self._schedule()

    def _died(self, code: int) -> None:
        """Build again in a new worker, unless this build has ended two workers already."""
        if not self._is_building:
            return  # the next build starts a new one
        self._deaths += 1
        died = problem("preview-worker-died", Location("gksite"), status=code)
        self._tell(Notice(died))
        if self._deaths < 2:
            self._build()
            return
        findings = find_all((died,), Path(self.settings.order.root), self.language)
        self._answered(Built(False, (died,), findings))

    def _polls_because(self, reason: str) -> None:
        place = Location(self.settings.order.root)
        self._tell(Notice(problem("preview-polling", place, reason=reason)))

    # ── telling browsers ──────────────────────────────────────────────────────────────────────────

    def tell_clients(self) -> None:
        """Send every browser the status of the page that it shows."""
        for client in tuple(self.clients):
            client.tell()

    def status(self, path: str) -> dict[str, object]:
        """Return the status to send to a browser that shows the page at `path`."""
        place = self._places.get(path)
        counts = {
            level: sum(severity(problem) == level for problem in self._built.problems)
            for level in ("error", "warning")
        }
        findings = [
            {
                **msgspec.to_builtins(finding),
                "here": concerns(place, finding.path),
                "link": self._link(Location(finding.path, finding.line, finding.column)),
            }
            for finding in self._built.findings
        ]
        return {
            "type": "status",
            "building": self._is_building,
            "stands": self._built.stands,
            "counts": counts,
            "findings": findings,
            "checked": {"short": self._built.checked, "whole": self._built.checked_whole}
            if self._built.checked
            else None,
            "more": len(self._built.problems) - len(self._built.findings),
            "source": {"place": str(place), "link": self._link(place)} if place else None,
        }

    def _link(self, place: Location) -> str:
        """Return the address that opens a source in VS Code on this machine, else ""."""
        source = Path(self.settings.order.root) / place.path
        if not all(map(is_loopback, self.settings.addresses)) or not source.is_file():
            return ""
        return (
            f"vscode://file/{quote(source.as_posix().lstrip('/'))}:{place.line or 1}:"
            f"{place.column or 1}"
        )
