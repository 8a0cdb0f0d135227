"""What the preview answers: files of the site, pages of its own, and a socket that says when to reload; all behind one guard."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import msgspec
from tornado.web import HTTPError, RequestHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from gksite.catalogue import Language
from gksite.preview.addresses import is_own_host, is_own_origin, site_path
from gksite.preview.injection import STRICT_POLICY, client_tag, inject, page_policy, preview_policy
from gksite.preview.own_pages import diff_page, missing_page, narrow_page, site_url, waiting_page
from gksite.preview.page_state import PageState
from gksite.preview.print_media import as_on_paper
from gksite.preview.served import ServedSite
from gksite.preview.text_diff import Row, compare_texts
from gksite.preview.visible_text import visible_lines

CHUNK = 262_144
STATIC = {"client.js": "text/javascript", "toolbar.css": "text/css", "own.css": "text/css", "page.css": "text/css"}
"""Files of the preview itself → their types."""

STATIC_DIR = Path(__file__).with_name("static")
PRINT_ARGUMENT = "gksite-media"
_OWN_POLICY = f"{STRICT_POLICY}; frame-src 'self'"
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".ics": "text/calendar",
          ".json": "application/json", ".xml": "application/xml", ".csv": "text/csv", ".txt": "text/plain"}
"""Types that must not depend on what a machine has registered."""


class Hello(msgspec.Struct, frozen=True):
    """What a browser says first: the page that it shows, in which state, and which kind of page it is."""

    path: str
    page: str = ""
    styles: str = ""
    kind: str = "page"


class Preview(Protocol):
    """What the handlers know of the preview that they answer for."""

    site: ServedSite
    published: ServedSite
    words: Mapping[str, str]
    language: Language
    own_names: frozenset[str]
    reloads: bool
    clients: set[ReloadSocket]

    def status(self, path: str) -> dict[str, object]:
        """How things stand, for a browser that shows the page at `path`."""


class GuardedHandler(RequestHandler):
    """Refuses what does not come from this machine's own pages, before anything else: 421, 403, 400, 404."""

    server: Preview
    asked: str = ""
    """The path within the site."""

    def initialize(self, server: Preview) -> None:
        """Every handler knows the server."""
        self.server = server

    def set_default_headers(self) -> None:
        """Headers of every answer, errors too."""
        self.set_header("Server", "gksite")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("Content-Security-Policy", STRICT_POLICY)

    def prepare(self) -> None:
        """The guard."""
        host = self.request.headers.get("Host")
        if host is None or not is_own_host(host, self.server.own_names):
            raise HTTPError(421)
        if not is_own_origin(self.request.headers.get("Origin"), host):
            raise HTTPError(403)
        if self.request.path.startswith("/.gksite-preview/") and self.server.reloads:
            return
        asked = site_path(self.request.path)
        if isinstance(asked, int):
            raise HTTPError(asked)
        self.asked = asked

    def compute_etag(self) -> None:
        """No answer is kept by a browser."""

    def write_error(self, status_code: int, **_: Any) -> None:
        """A line of text; nothing of what was asked comes back."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{status_code}\n")

    def data_received(self, chunk: bytes) -> None:
        """Nothing is taken in."""

    def send_page(self, page: bytes, path: str, state: PageState, kind: str, policy: str) -> None:
        """A page with the preview's script, which knows what it shows."""
        if self.server.reloads:
            tag = client_tag({"path": path, "page": state.page, "styles": state.styles, "kind": kind})
            page = inject(page, tag)
            policy = preview_policy(policy, self.request.host)
        self.set_header("Content-Security-Policy", policy)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(page)


class FallbackHandler(GuardedHandler):
    """Where no other handler would answer."""

    def prepare(self) -> None:
        """The guard, then 404."""
        super().prepare()
        raise HTTPError(404)


class SiteHandler(GuardedHandler):
    """Files of the site."""

    async def get(self) -> None:
        """The file that the path means, the way to it, or a page that says that there is none."""
        found = self.server.site.resolve(self.asked)
        if found is None:
            self._send_missing()
            return
        path, is_folder = found
        if is_folder:
            self.redirect(site_url(path) + "/")
        elif path.endswith((".html", ".htm")):
            self._send_html(path)
        elif path.endswith(".css") and self.get_query_argument(PRINT_ARGUMENT, "") == "print":
            self._send_paper_styles(path)
        else:
            await self._send_file(path)

    async def head(self) -> None:
        """As GET, without the body."""
        await self.get()

    def _send_missing(self) -> None:
        server = self.server
        self.set_status(404)
        path = self.asked + "index.html" if not self.asked or self.asked.endswith("/") else self.asked
        words, language = server.words, server.language
        page = missing_page(words, language, path) if server.site.digests else waiting_page(words, language)
        self.send_page(page, path, PageState(), "own", _OWN_POLICY)

    def _send_html(self, path: str) -> None:
        page = self.server.site.read(path)
        if page is None:
            self._send_missing()
            return
        if not self.server.reloads:
            self.send_page(page, path, PageState(), "page", page_policy(page)[0])
            return
        # The state is that of the bytes that are sent, even if another build has just replaced them.
        state = self.server.site.state_of(path, page)
        policy, bare = page_policy(page)
        self.send_page(bare, path, state, "page", policy)

    def _send_paper_styles(self, path: str) -> None:
        styles = self.server.site.read(path)
        if styles is None:
            raise HTTPError(404)
        self.set_header("Content-Type", "text/css; charset=utf-8")
        self.finish(as_on_paper(styles.decode("utf-8", "replace")))

    async def _send_file(self, path: str) -> None:
        try:
            stream = self.server.site.place(path).open("rb")
        except OSError as error:
            raise HTTPError(404) from error
        with stream:
            self.set_header("Content-Type", content_type(path))
            self.set_header("Content-Length", str(stream.seek(0, 2)))
            stream.seek(0)
            while self.request.method != "HEAD" and (chunk := stream.read(CHUNK)):
                self.write(chunk)
                await self.flush()


class OwnHandler(GuardedHandler):
    """The preview's own script, styles and pages."""

    async def get(self) -> None:
        """By the rest of the path."""
        name = self.request.path.removeprefix("/.gksite-preview/")
        if name in STATIC:
            self.set_header("Content-Type", f"{STATIC[name]}; charset=utf-8")
            self.finish((STATIC_DIR / name).read_bytes())
        elif name == "diff":
            path = self._page_asked()
            server = self.server
            server.published.refresh()
            old, new = server.published.read(path), server.site.read(path)
            rows = await asyncio.to_thread(_compared, old, new) if old is not None and new is not None else []
            page = diff_page(server.words, server.language, path, rows, self._notice(old, new, rows))
            self.send_page(page, path, server.site.state(path), "own", _OWN_POLICY)
        elif name == "narrow":
            path = self._page_asked()
            page = narrow_page(self.server.words, self.server.language, path)
            self.send_page(page, path, self.server.site.state(path), "frame", _OWN_POLICY)
        else:
            raise HTTPError(404)

    async def head(self) -> None:
        """As GET, without the body."""
        await self.get()

    def _page_asked(self) -> str:
        """The page that `?path=` names; 404 where the site could have no such page."""
        raw = self.get_query_argument("path", "")
        asked = site_path("/" + raw.replace("%", "%25").encode().decode("latin-1"))
        if isinstance(asked, int) or not asked.endswith(".html"):
            raise HTTPError(404)
        return asked

    def _notice(self, old: bytes | None, new: bytes | None, rows: list[Row]) -> str:
        words = self.server.words
        if old is None:
            return words["diff-unpublished"].format(folder=self.server.published.folder.name)
        if new is None:
            return words["diff-removed"]
        return "" if rows else words["diff-equal"]


class ReloadSocket(GuardedHandler, WebSocketHandler):
    """A browser with a page of the preview: it says what it shows, and hears how things stand and when to reload."""

    hello: Hello | None = None

    def check_origin(self, origin: str) -> bool:
        """The guard has judged it."""
        return is_own_origin(origin, self.request.headers.get("Host", ""))

    def open(self, *_: str, **__: str) -> None:
        """Nothing is said before the browser has said what it shows."""

    def on_message(self, message: str | bytes) -> None:
        """The browser shows this now."""
        try:
            self.hello = msgspec.json.decode(message, type=Hello)
        except msgspec.DecodeError:
            self.close(1003)
            return
        if self not in self.server.clients:
            self.server.clients.add(self)
            self.send({"type": "words", "words": self.server.words})
        self.bring_up_to_date()
        self.tell()

    def on_close(self) -> None:
        """The browser has left."""
        self.server.clients.discard(self)

    def bring_up_to_date(self) -> None:
        """Have the browser reload, or exchange its stylesheets, if what it shows is not what it should show."""
        if self.hello is None or self.hello.kind == "frame":
            return
        now = self.server.site.state(self.hello.path)
        match news(self.hello, now):
            case "reload":
                self.send({"type": "reload"})
            case "styles":
                self.hello = msgspec.structs.replace(self.hello, styles=now.styles)
                self.send({"type": "styles", "sheets": [site_url(sheet) for sheet in now.sheets], "styles": now.styles})

    def tell(self) -> None:
        """How things stand."""
        if self.hello is not None:
            self.send(self.server.status(self.hello.path))

    def send(self, message: dict[str, object]) -> None:
        """Say something; a browser that has left meanwhile will be told when it comes back."""
        try:
            self.write_message(msgspec.json.encode(message).decode())
        except WebSocketClosedError:
            self.server.clients.discard(self)


def news(shown: Hello, now: PageState) -> str:
    """What a browser must do to show `now`: `reload`, exchange its `styles`, or nothing."""
    if shown.page != now.page or (shown.kind != "page" and shown.styles != now.styles):
        return "reload"
    return "styles" if shown.styles != now.styles else ""


def content_type(path: str) -> str:
    """The media type of a file by its ending, with UTF-8 for text."""
    ending = path[path.rfind(".") :].lower() if "." in path else ""
    found = _TYPES.get(ending) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith("text/") or found.endswith(("json", "xml")) else found


def _compared(old: bytes, new: bytes) -> list[Row]:
    texts = [visible_lines(page.decode("utf-8", "replace")) for page in (old, new)]
    return compare_texts(*texts)
