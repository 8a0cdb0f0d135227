"""The targets of the tests of publishing: a folder, an OpenSSH server, WebDAV of nginx, a double of
S3."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from publishing_places import KINDS, Place, make_place, needs
from publishing_servers import CutLine, Sshd, free_port, nginx_running, running, sshd_running

S3_DOUBLE = Path(__file__).with_name("s3_double.py")


@pytest.fixture(scope="session")
def servers_dir(scratch: Path) -> Path:
    folder = scratch / "servers"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def sshd(servers_dir: Path) -> Iterator[Sshd]:
    needs("sshd", "ssh-keygen")
    folder = servers_dir / "sshd"
    folder.mkdir()
    with sshd_running(folder) as server:
        yield server


@pytest.fixture(scope="session")
def dav(servers_dir: Path) -> Iterator[tuple[int, Path]]:
    """The port of an nginx with WebDAV, and the folder that it writes to."""
    needs("nginx")
    folder, root, port = servers_dir / "dav", servers_dir / "dav-root", free_port()
    folder.mkdir()
    root.mkdir()
    server = (
        f"server {{ listen 127.0.0.1:{port}; root {root}; client_max_body_size 50m;\n"
        "location / { dav_methods PUT DELETE MKCOL COPY MOVE; dav_access user:rw group:r all:r; } }"
    )
    with nginx_running(folder, port, server):
        yield port, root


@pytest.fixture(scope="session")
def s3_port(servers_dir: Path) -> Iterator[int]:
    """The port of a double of S3."""
    port = free_port()
    command = [sys.executable, str(S3_DOUBLE), str(port)]
    with running(command, port, servers_dir / "s3.log", {**os.environ, "PYTHONWARNINGS": "ignore"}):
        yield port


@pytest.fixture
def s3_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "invented",
        "AWS_SECRET_ACCESS_KEY": "invented",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_MAX_ATTEMPTS": "1",
    }.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Each kind of target, empty."""
    return make_place(request.param, request, tmp_path)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "config.yaml").write_text("site: {name: 云川市政务公开}\n", "utf-8")
    return folder


@pytest.fixture
def line(request: pytest.FixtureRequest) -> Iterator[Callable[[int], CutLine]]:
    """Makes a line to a server's port that can be cut."""
    made: list[CutLine] = []

    def make(port: int) -> CutLine:
        made.append(CutLine(port))
        return made[-1]

    yield make
    for one in made:
        one.close()
