"""The socket by which a browser says what it shows, and hears how things stand and when to
reload."""

from __future__ import annotations

import msgspec
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from gksite.preview.addresses import is_own_origin
from gksite.preview.guard import GuardedHandler
from gksite.preview.own_pages import site_url
from gksite.preview.page_state import PageState


class Hello(msgspec.Struct, frozen=True):
    """What a browser says first: the page that it shows, in which state, and which kind of page
    it is."""

    path: str
    page: str = ""
    styles: str = ""
    kind: str = "page"


class ReloadSocket(GuardedHandler, WebSocketHandler):
    """A browser with a page of the preview: it says what it shows, and hears how things stand
    and when to reload."""

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
        """Have the browser reload, or exchange its stylesheets, if what it shows is not what it
        should show."""
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
