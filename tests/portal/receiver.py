"""A portal that takes in documents as docs/portal.md describes: attachments by digest, documents by
idempotency key."""

from __future__ import annotations

import base64
import hashlib
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


class Receiver:
    """What the portal has: documents by id, attachments by SHA-256, answers by key, and how often
    anything was changed."""

    def __init__(self, token: str = "") -> None:
        self.token = token
        self.documents: dict[str, dict[str, Any]] = {}
        self.attachments: dict[str, bytes] = {}
        self.answers: dict[str, tuple[str, int, dict[str, Any]]] = {}
        self.changes: list[tuple[str, str]] = []
        """Id and result of every request that changed something."""
        self.requests: list[tuple[str, str, int]] = []
        """Method, path and status of every request that was answered."""
        self.drops: set[int] = set()
        """Numbers of requests, counted from 0, whose answer gets lost on the way: they are
        carried out and not answered."""
        self.failures: dict[int, int] = {}
        """Number of a request → the status that it is refused with, before anything is done."""
        self.url = ""
        self._lock = threading.Lock()
        self._count = 0

    def next_number(self) -> int:
        """The number of the request that has just come."""
        with self._lock:
            number, self._count = self._count, self._count + 1
            return number

    def state(self) -> dict[str, str]:
        """The version of each document."""
        return {id: one["version"] for id, one in sorted(self.documents.items())}

    def put_attachment(self, digest: str, data: bytes) -> tuple[int, dict[str, Any]]:
        """Keep a file; one whose digest is another is refused."""
        if hashlib.sha256(data).hexdigest() != digest:
            return 422, {"error": "digest"}
        with self._lock:
            known = digest in self.attachments
            self.attachments[digest] = data
        return (200 if known else 201), {"sha256": digest}

    def post_document(self, key: str, data: bytes) -> tuple[int, dict[str, Any]]:
        """Carry out a document once for each key: its repetition gets the same answer, another body
        with it is refused."""
        digest = hashlib.sha256(data).hexdigest()
        with self._lock:
            if key in self.answers:
                known, status, answer = self.answers[key]
                return (
                    (status, answer)
                    if known == digest
                    else (422, {"error": "another body under this key"})
                )
            status, answer = self._carry_out(json.loads(data))
            if status < 400:
                self.answers[key] = (digest, status, answer)
            return status, answer

    def _carry_out(self, document: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        id, version = document["id"], document["version"]
        known = self.documents.get(id)
        if document["action"] == "delete":
            result = "deleted" if self.documents.pop(id, None) else "absent"
        else:
            missing = [
                one["sha256"]
                for one in document["attachments"]
                if one["sha256"] not in self.attachments
            ]
            if missing:
                return 409, {"missing": missing}
            result = (
                "added"
                if known is None
                else "unchanged"
                if known["version"] == version
                else "changed"
            )
            self.documents[id] = document
        if result not in ("unchanged", "absent"):
            self.changes.append((id, result))
        return (201 if result == "added" else 200), {"id": id, "version": version, "result": result}


@contextmanager
def receiving(token: str = "") -> Iterator[Receiver]:
    """A receiver on a free port of the loopback; `url` is its endpoint, without a slash at its
    end."""
    receiver = Receiver(token)

    class Handler(_Handler):
        store = receiver

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
    )
    thread.start()
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}/push"
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10
    store: Receiver

    def do_HEAD(self) -> None:
        self._serve(b"")

    def do_GET(self) -> None:
        self._serve(b"")

    def do_PUT(self) -> None:
        self._serve(self._body())

    def do_POST(self) -> None:
        self._serve(self._body())

    def log_message(self, format: str, *args: object) -> None:
        """Tests print nothing."""

    def _body(self) -> bytes | None:
        """The body, or None where the connection broke off before its end."""
        length = int(self.headers.get("Content-Length", "-1"))
        with suppress(OSError):
            data = self.rfile.read(length) if length >= 0 else b""
            return data if len(data) == length else None
        return None

    def _serve(self, body: bytes | None) -> None:
        number = self.store.next_number()
        if body is None:
            self.close_connection = True
            return
        status, answer = self._answer(number, body)
        if number in self.store.drops:
            self.close_connection = True
            with suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            return
        text = json.dumps(answer).encode()
        self.store.requests.append((self.command, self.path, status))
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    def _answer(self, number: int, body: bytes) -> tuple[int, dict[str, Any]]:
        if number in self.store.failures:
            return self.store.failures[number], {"error": "not now"}
        if self.store.token and self.headers.get("Authorization") != f"Bearer {self.store.token}":
            return 401, {"error": "who are you"}
        if body and self.headers.get("Content-Digest") != content_digest(body):
            return 422, {"error": "digest"}
        path = urlsplit(self.path).path
        attachment = (
            path.removeprefix("/push/attachments/") if path.startswith("/push/attachments/") else ""
        )
        if attachment and self.command == "HEAD":
            return (200 if attachment in self.store.attachments else 404), {}
        if attachment and self.command == "PUT":
            return self.store.put_attachment(attachment, body)
        if path == "/push/documents" and self.command == "GET":
            return 200, {"documents": self.store.state()}
        if path == "/push/documents" and self.command == "POST":
            return self.store.post_document(self.headers.get("Idempotency-Key", ""), body)
        return 404, {"error": "no such thing"}


def content_digest(data: bytes) -> str:
    """The header Content-Digest (RFC 9530) of a body."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(data).digest()).decode()}:"
