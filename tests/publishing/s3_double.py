"""The double of S3 of moto as a server that answers all requests of a client on one connection, as
S3 does; the server of moto itself takes a new one for each. Run as a program, with a port."""

from __future__ import annotations

import io
import sys

from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import make_server
from werkzeug.wrappers import Response


class _Handler(MotoRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def parse_request(self) -> bool:
        """Read the head of a request; one that is cut off is none."""
        stream, lines = self.rfile, []
        while line := stream.readline():
            lines.append(line)
            if line == b"\r\n":
                break
        else:
            self.close_connection = True
            return False
        self.rfile = io.BytesIO(b"".join(lines))
        try:
            return bool(super().parse_request())
        finally:
            self.rfile = stream

    def run_wsgi(self) -> None:
        """Answer one request. Its body is read whole, whatever the application reads of it: what
        were left would be taken for the next request. Where it is cut off, nothing is stored."""
        environ = self.make_environ()
        body, is_chunked = environ["wsgi.input"], "wsgi.input_terminated" in environ
        length = -1 if is_chunked else int(environ.get("CONTENT_LENGTH") or 0)
        data = body.read(length)
        if len(data) < length:
            self.close_connection = True
            return
        environ["wsgi.input"] = io.BytesIO(data)
        response = Response.from_app(self.server.app, environ, buffered=True)
        self.send_response(response.status_code)
        for name, value in response.get_wsgi_headers(environ):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.get_data())

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log errors alone."""


if __name__ == "__main__":
    application = DomainDispatcherApplication(create_backend_app)
    make_server(
        "127.0.0.1", int(sys.argv[1]), application, threaded=True, request_handler=_Handler
    ).serve_forever()
