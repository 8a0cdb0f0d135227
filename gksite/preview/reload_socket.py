"""The socket of a page: the browser sends what it shows, and gets status and reloads."""

from __future__ import annotations

import msgspec
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from gksite.preview.addresses import is_own_origin
from gksite.preview.guard import GuardedHandler
from gksite.preview.own_pages import site_url
from gksite.preview.page_state import PageState


class Hello(msgspec.Struct, frozen=True):
    """The first message of a browser: the page that it shows, its state, and the kind of page."""

    path: str
    page: str = ""
    styles: str = ""
    kind: str = "page"


class ReloadSocket(GuardedHandler, WebSocketHandler):
    """The connection to a browser that shows a page of the preview."""

    hello: Hello | None = None

    def check_origin(self, origin: str) -> bool:
        """Let only our own pages connect, as the guard does."""
        return is_own_origin(origin, self.request.headers.get("Host", ""))

    def open(self, *_: str, **__: str) -> None:
        """Wait for the browser's first message."""

    def on_message(self, message: str | bytes) -> None:
        """Take what the browser shows now, and answer it."""
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
        """Forget the browser."""
        self.server.clients.discard(self)

    def bring_up_to_date(self) -> None:
        """Have the browser reload, or load styles, unless it shows the current page."""
        if self.hello is None or self.hello.kind == "frame":
            return
        now = self.server.site.state(self.hello.path)
        match news(self.hello, now):
            case "reload":
                self.send({"type": "reload"})
            case "styles":
                self.hello = msgspec.structs.replace(self.hello, styles=now.styles)
                self.send(
                    {
                        "type": "styles",
                        "sheets": [site_url(sheet) for sheet in now.sheets],
                        "styles": now.styles,
                    }
                )

    def tell(self) -> None:
        """Send the status."""
        if self.hello is not None:
            self.send(self.server.status(self.hello.path))

    def send(self, message: dict[str, object]) -> None:
        """Send a message. A browser that has left meanwhile gets it when it comes back."""
        try:
            self.write_message(msgspec.json.encode(message).decode())
        except WebSocketClosedError:
            self.server.clients.discard(self)


def news(shown: Hello, now: PageState) -> str:
    """Return what a browser must do to show `now`: `reload`, load new `styles`, or nothing ("")."""
    if shown.page != now.page or (shown.kind != "page" and shown.styles != now.styles):
        return "reload"
    return "styles" if shown.styles != now.styles else ""
