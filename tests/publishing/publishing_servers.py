"""Real servers on loopback for the tests of publishing: OpenSSH, nginx, Apache, a double of S3,
and a line that can be cut."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

HOW_TO_GET = {
    "sshd": "apt install openssh-server",
    "nginx": "apt install nginx",
    "apache2": "apt install apache2",
    "ssh-keygen": "apt install openssh-client",
}


def program(name: str) -> str | None:
    """Where a server program lies; /usr/sbin is not on everybody's PATH."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin:/sbin")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    command: Sequence[str], port: int, log: Path, environment: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A server in the foreground, from when it answers at its port until the end."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            env=environment,
            preexec_fn=_end_with_parent,
        )
    try:
        _wait_for(port, process, log)
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _end_with_parent() -> None:
    """A server does not outlive the tests, however these end."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"it does not answer at port {port}:\n{log.read_text('utf-8', 'replace')}")


class Sshd:
    """An OpenSSH server for files only: its port, its host key, a key that may log in."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.user_key = folder / "user_key"

    def fingerprint(self, key: str = "host_key") -> str:
        shown = subprocess.run(
            [program("ssh-keygen") or "", "-lf", str(self.folder / f"{key}.pub")],
            capture_output=True,
            text=True,
            check=True,
        )
        return shown.stdout.split()[1]


@contextmanager
def sshd_running(folder: Path) -> Iterator[Sshd]:
    """sshd on a free port, for the user who runs the tests."""
    keygen = program("ssh-keygen") or ""
    for name in ("host_key", "user_key", "other_key"):
        subprocess.run(
            [keygen, "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True
        )
    (folder / "authorized_keys").write_text((folder / "user_key.pub").read_text("ascii"), "ascii")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    port = free_port()
    (folder / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host_key\nAuthorizedKeysFile "
        f"{folder}/authorized_keys\n"
        f"PidFile {folder}/sshd.pid\nUsePAM no\nStrictModes no\nPasswordAuthentication "
        "no\nKbdInteractiveAuthentication no\n"
        "PermitRootLogin yes\nSubsystem sftp internal-sftp\nMaxStartups 100\nUseDNS no\n",
        "ascii",
    )
    with running(
        [program("sshd") or "", "-D", "-e", "-f", str(folder / "sshd_config")],
        port,
        folder / "sshd.log",
    ):
        yield Sshd(folder, port)


NGINX = """\
daemon off; worker_processes 1; error_log {folder}/error.log error; pid {folder}/nginx.pid; {user}
events {{ worker_connections 256; }}
http {{
  include {mime}; default_type application/octet-stream; access_log off; open_file_cache off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  {http}
}}
"""


@contextmanager
def nginx_running(folder: Path, port: int, http: str) -> Iterator[None]:
    """nginx with the contents of its `http` block, in which one server listens at the port."""
    user = "user root;" if os.geteuid() == 0 else ""
    config = folder / "nginx.conf"
    mime = next(
        (
            place
            for place in ("/etc/nginx/mime.types", "/usr/local/nginx/conf/mime.types")
            if Path(place).is_file()
        ),
        "",
    )
    config.write_text(NGINX.format(folder=folder, user=user, mime=mime, http=http), "utf-8")
    with running(
        [
            program("nginx") or "",
            "-c",
            str(config),
            "-p",
            str(folder),
            "-e",
            str(folder / "error.log"),
        ],
        port,
        folder / "nginx.log",
    ):
        yield


class CutLine:
    """A TCP line to a server that may be cut: after so many bytes from clients, both sides see a
    reset, and nobody gets through."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.sent = 0
        self._left: int | None = None
        self._lock = threading.Lock()
        self._ends: set[socket.socket] = set()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def cut_after(self, count: int | None) -> None:
        """From now on `count` bytes from clients get through, and no more; None: all. The count of
        `sent` begins anew."""
        with self._lock:
            self.sent, self._left = 0, count

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)
        self._listener.close()
        self._cut()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self._server_port), 10)
            except OSError:
                _reset(client)
                continue
            server.settimeout(None)
            for end in (client, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._ends |= {client, server}
            threading.Thread(target=self._pass_on, args=(client, server, True), daemon=True).start()
            threading.Thread(
                target=self._pass_on, args=(server, client, False), daemon=True
            ).start()

    def _pass_on(self, source: socket.socket, other: socket.socket, from_client: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                if from_client:
                    data = self._let_through(data)
                other.sendall(data)
                if self._left == 0:
                    self._cut()
                    return
            other.shutdown(socket.SHUT_WR)
            return
        self._forget(source, other)

    def _let_through(self, data: bytes) -> bytes:
        with self._lock:
            if self._left is not None:
                data = data[: self._left]
                self._left -= len(data)
            self.sent += len(data)
            return data

    def _cut(self) -> None:
        with self._lock:
            ends = [*self._ends]
            self._ends.clear()
        for end in ends:
            _reset(end)

    def _forget(self, *ends: socket.socket) -> None:
        with self._lock:
            mine = self._ends.intersection(ends)
            self._ends -= mine
        for end in mine:
            _reset(end)


def _reset(end: socket.socket) -> None:
    """Closed so that the other side sees a reset, as when a cable or a firewall gives way."""
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    # A thread that waits in recv holds the socket open: shutdown wakes it.
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
