"""The guard before every answer of the preview: it judges sender, address and path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from tornado.web import HTTPError, RequestHandler

from gksite.catalogue import Language
from gksite.preview.addresses import is_own_host, is_own_origin, site_path
from gksite.preview.injection import STRICT_POLICY, client_tag, inject, preview_policy
from gksite.preview.own_pages import OWN_URL
from gksite.preview.page_state import PageState
from gksite.preview.served import ServedSite


class Browser(Protocol):
    """A browser that is connected."""

    def bring_up_to_date(self) -> None:
        """Have the browser reload if it does not show the current page."""

    def tell(self) -> None:
        """Send the status."""

    def close(self, code: int | None = None, reason: str | None = None) -> None:
        """End the connection."""


class Preview(Protocol):
    """What the handlers use of the server."""

    site: ServedSite
    published: ServedSite
    words: Mapping[str, str]
    language: Language
    own_names: frozenset[str]
    reloads: bool
    clients: set[Browser]

    def status(self, path: str) -> dict[str, object]:
        """Return the status for a browser that shows the page at `path`."""


class GuardedHandler(RequestHandler):
    """Refuses requests that do not come from this machine's own pages, before anything else: 421,
    403, 400, 404."""

    server: Preview
    asked: str = ""
    """The path within the site."""

    def initialize(self, server: Preview) -> None:
        """Keep the server that tornado passes to every handler."""
        self.server = server

    def set_default_headers(self) -> None:
        """Set the headers of every answer, errors too."""
        self.set_header("Server", "gksite")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("Content-Security-Policy", STRICT_POLICY)

    def prepare(self) -> None:
        """Judge the request, and raise HTTPError to refuse it."""
        host = self.request.headers.get("Host")
        if host is None or not is_own_host(host, self.server.own_names):
            raise HTTPError(421)
        if not is_own_origin(self.request.headers.get("Origin"), host):
            raise HTTPError(403)
        if self.request.path.startswith(OWN_URL) and self.server.reloads:
            return
        asked = site_path(self.request.path)
        if isinstance(asked, int):
            raise HTTPError(asked)
        self.asked = asked

    def compute_etag(self) -> None:
        """Let no answer be cached."""

    def write_error(self, status_code: int, **_: Any) -> None:
        """Answer an error with a line of text, in which nothing of the request is repeated."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{status_code}\n")

    def data_received(self, chunk: bytes) -> None:
        """Ignore the body of a request."""

    def send_page(self, page: bytes, path: str, state: PageState, kind: str, policy: str) -> None:
        """Send a page with the preview's script and the state that it shows."""
        if self.server.reloads:
            tag = client_tag(
                {"path": path, "page": state.page, "styles": state.styles, "kind": kind}
            )
            page = inject(page, tag)
            policy = preview_policy(policy, self.request.host)
        self.set_header("Content-Security-Policy", policy)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(page)


class FallbackHandler(GuardedHandler):
    """Answers addresses that no other handler has."""

    def prepare(self) -> None:
        """Answer 404 to what the guard lets pass."""
        super().prepare()
        raise HTTPError(404)
