"""A running `gksite serve` for tests: a project of its own, the server as a process of its own,
what it said, ways to ask it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from websockets.sync.client import ClientConnection, connect

BASE_DIR = Path(__file__).parents[1] / "build" / "base"
PATIENCE = 60.0
"""Seconds after which a test fails that waits; no test takes so long where all is well."""

_ENDED = re.compile(r"页，生成|仍显示上一次生成的网站")


class Answer(NamedTuple):
    """A response: status, headers with small names, body."""

    status: int
    headers: dict[str, str]
    body: bytes


class Preview:
    """The server of one project, and everything that it has said."""

    def __init__(self, root: Path, process: subprocess.Popen[str]) -> None:
        self.root = root
        self.process = process
        self.lines: list[str] = []
        self._news = threading.Condition()
        self._threads = [
            threading.Thread(target=self._listen, args=(stream,), daemon=True)
            for stream in (process.stdout, process.stderr)
            if stream
        ]
        for thread in self._threads:
            thread.start()
        self.url = ""
        self.port = 0

    def _listen(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                with self._news:
                    self.lines.append(line.rstrip("\n"))
                    self._news.notify_all()

    def forget(self) -> None:
        """From here on only what is said after this counts."""
        with self._news:
            self.lines.clear()

    def wait_for(self, pattern: str, count: int = 1) -> str:
        """The line in which `pattern` stands for the `count`-th time, as soon as it was said."""
        found: list[str] = []

        def is_there() -> bool:
            found[:] = [line for line in self.lines if re.search(pattern, line)]
            return len(found) >= count or not any(thread.is_alive() for thread in self._threads)

        with self._news:
            self._news.wait_for(is_there, PATIENCE)
        assert len(found) >= count, f"{pattern} was not said {count} times:\n" + "\n".join(
            self.lines
        )
        return found[count - 1]

    @property
    def builds(self) -> int:
        """How many builds have ended."""
        return sum(bool(_ENDED.search(line)) for line in list(self.lines))

    def wait_for_builds(self, count: int) -> None:
        """Return when so many builds have ended."""
        self.wait_for(_ENDED.pattern, count)

    def settle(self, quiet: float = 0.8) -> int:
        """The number of builds once none is under way, and none has begun for some time."""
        with self.socket() as connection:
            connection.send('{"path": "", "kind": "frame"}')
            is_building = True
            while True:
                try:
                    message = json.loads(connection.recv(PATIENCE if is_building else quiet))
                except TimeoutError:
                    return self.builds
                is_building = message.get("building", is_building)

    def write(self, path: str, text: str) -> None:
        """Save a source as it is."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")

    def read(self, path: str) -> str:
        """A source."""
        return (self.root / path).read_text("utf-8")

    def replace(self, path: str, old: str, new: str) -> None:
        """Change a source at one place."""
        text = self.read(path)
        assert old in text
        self.write(path, text.replace(old, new, 1))

    def get(
        self,
        path: str,
        headers: Mapping[str, str] | None = None,
        method: str = "GET",
        host: str | None = None,
    ) -> Answer:
        """Ask on a connection of its own; `path` goes out as it is."""
        return ask(
            "127.0.0.1",
            self.port,
            method,
            path,
            {"Host": host or f"127.0.0.1:{self.port}", **(headers or {})},
        )

    def text(self, path: str) -> str:
        """The body of a page."""
        return self.get(path).body.decode()

    def socket(self, origin: str | None = None) -> ClientConnection:
        """A connection to the reload socket."""
        headers = {"Origin": origin} if origin else {}
        return connect(
            f"ws://127.0.0.1:{self.port}/.gksite-preview/socket",
            additional_headers=headers,
            proxy=None,
        )

    def worker(self) -> int:
        """The process id of the worker (Linux)."""
        children = (
            Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
            .read_text("ascii")
            .split()
        )
        assert len(children) == 1, children
        return int(children[0])

    def stop(self) -> int:
        """Ctrl-C; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        code = self.process.wait(PATIENCE)
        for thread in self._threads:
            thread.join(PATIENCE)
        return code


def restore(preview: Preview) -> None:
    """The sources as they were at first, built, and nothing remembered."""
    kept = {
        path.relative_to(BASE_DIR).as_posix(): path.read_bytes()
        for path in BASE_DIR.rglob("*")
        if path.is_file()
    }
    for path in sorted(preview.root.iterdir()):
        if path.name not in (".gksite", *(name.partition("/")[0] for name in kept)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in sorted((preview.root / "content").rglob("*"), reverse=True):
        name = path.relative_to(preview.root).as_posix()
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif name not in kept:
            path.unlink()
    for name, data in kept.items():
        place = preview.root / name
        if not place.exists() or place.read_bytes() != data:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
    # What was changed before a file that shows is built with it or before it.
    for status in (200, 404):
        canary = preview.root / "static/canary.txt"
        if status == 200:
            preview.write("static/canary.txt", "x")
        else:
            shutil.rmtree(canary.parent)
        deadline = time.monotonic() + PATIENCE
        while preview.get("/canary.txt").status != status:
            assert time.monotonic() < deadline, "\n".join(preview.lines)
            time.sleep(0.05)
    preview.settle()
    preview.forget()


def make_site(root: Path) -> Path:
    """A small project that builds without a problem."""
    shutil.copytree(BASE_DIR, root)
    return root


@contextmanager
def serving(
    root: Path, *arguments: str, wait: bool = True, prefix: tuple[str, ...] = ()
) -> Iterator[Preview]:
    """`gksite serve` for the project at `root` on any free port; by default as soon as the first
    build has ended."""
    port = [] if "--port" in arguments or "-p" in arguments else ["-p", "0"]
    environment = {
        **os.environ,
        "LANG": "zh_CN.UTF-8",
        "PYTHONIOENCODING": "utf-8",
        "PYTHONUNBUFFERED": "1",
    }
    environment.pop("GKSITE_LANG", None)
    command = [
        *prefix,
        sys.executable,
        "-m",
        "gksite",
        "-C",
        str(root),
        "--lang",
        "zh",
        "serve",
        *port,
        *arguments,
    ]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment,
        start_new_session=True,
    )
    preview = Preview(root, process)
    try:
        preview.url = preview.wait_for("^http://")
        preview.port = int(preview.url.rstrip("/").rpartition(":")[2])
        if wait:
            preview.wait_for_builds(1)
        yield preview
    finally:
        try:
            preview.stop()
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def ask(address: str, port: int, method: str, path: str, headers: Mapping[str, str]) -> Answer:
    """One request, byte for byte as it is given, on a connection of its own."""
    with (
        socket.create_connection((address, port), PATIENCE) as connection,
        connection.makefile("rb") as stream,
    ):
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        connection.sendall(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode("latin-1"))
        return read_answer(stream, has_body=method != "HEAD")


def read_answer(stream: IO[bytes], *, has_body: bool = True) -> Answer:
    """The next answer of a connection."""
    first = stream.readline().decode("latin-1")
    headers = {}
    while line := stream.readline().decode("latin-1").rstrip("\r\n"):
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    size = int(headers.get("content-length", 0)) if has_body else 0
    return Answer(int(first.split(" ")[1]), headers, stream.read(size))
