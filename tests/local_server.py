"""A web server on the loopback for one folder, with the content security policy that the site must
live under."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; "
    "base-uri 'none'; "
    "form-action 'self'"
)


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def translate_path(self, path: str) -> str:
        """Serve the sample's files below the path of its `base_url` too: its 404 page, which is
        shown at any address, names them so."""
        return super().translate_path(path.removeprefix("/gkyd") or path)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Tests print nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True


@contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    """Serve `folder` while the context lasts; yields the address without a slash at its end."""
    server = _Server(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
    )
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
