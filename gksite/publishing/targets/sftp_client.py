"""SFTP with paramiko, and with the extensions of OpenSSH that a publication uses."""

from __future__ import annotations

import logging
import struct
from pathlib import Path
from typing import Any

import paramiko
from paramiko.message import Message
from paramiko.sftp import (
    CMD_CLOSE,
    CMD_EXTENDED,
    CMD_HANDLE,
    CMD_INIT,
    CMD_NAME,
    CMD_OPENDIR,
    CMD_READDIR,
    CMD_VERSION,
)

_PROTOCOL = 3
_READ_ONLY = 1

# Without a handler the logging module prints paramiko's tracebacks itself; failures are reported as
# diagnostics.
logging.getLogger("paramiko").addHandler(logging.NullHandler())


class UnexpectedHostKey(Exception):
    """The server showed a key that is neither expected nor known: its type and fingerprint."""

    def __init__(self, kind: str, fingerprint: str) -> None:
        super().__init__(kind, fingerprint)
        self.kind, self.fingerprint = kind, fingerprint


class Client(paramiko.SFTPClient):
    """SFTP with hard links, fsync and the state of the disk, if the server offers them."""

    extensions: frozenset[str]

    def _send_version(self) -> int:
        # A copy of paramiko's method that keeps the extensions, which paramiko drops.
        opening: Any = Message()
        opening.add_int(_PROTOCOL)
        base: Any = self
        base._send_packet(CMD_INIT, opening)
        kind, data = base._read_packet()
        if kind != CMD_VERSION:
            raise paramiko.SFTPError("Incompatible sftp protocol")
        answer: Any = Message(data[4:])
        names = []
        while answer.get_remainder():
            names.append(answer.get_text())
            answer.get_binary()
        self.extensions = frozenset(names)
        version: int = struct.unpack(">I", data[:4])[0]
        return version

    def listdir_attr(self, path: str = ".") -> list[paramiko.SFTPAttributes]:
        """Yield the entries of a folder; unlike paramiko, go on after names that are not UTF-8."""
        base: Any = self
        attributes: Any = paramiko.SFTPAttributes
        kind, answer = base._request(CMD_OPENDIR, path)
        if kind != CMD_HANDLE:
            raise paramiko.SFTPError("Expected handle")
        handle = answer.get_binary()
        entries: list[paramiko.SFTPAttributes] = []
        while (answer := self._next_names(handle)) is not None:
            for _ in range(answer.get_int()):
                name, long = (
                    answer.get_string().decode("utf-8", "surrogateescape") for _ in range(2)
                )
                entry = attributes._from_msg(answer, name, long)
                if name not in (".", ".."):
                    entries.append(entry)
        base._request(CMD_CLOSE, handle)
        return entries

    def _next_names(self, handle: bytes) -> Any:
        base: Any = self
        try:
            kind, answer = base._request(CMD_READDIR, handle)
        except EOFError:
            return None
        if kind != CMD_NAME:
            raise paramiko.SFTPError("Expected name response")
        return answer

    def hard_link(self, old: str, new: str) -> None:
        """Give the file `old` another name (hardlink@openssh.com)."""
        self._extended("hardlink@openssh.com", old, new)

    def settle(self, file: paramiko.SFTPFile) -> None:
        """Write the file out to the server's disk, if it can do that (fsync@openssh.com)."""
        if "fsync@openssh.com" in self.extensions:
            file.flush()
            handle: Any = file.handle
            self._extended("fsync@openssh.com", handle)

    def disk_state(self, path: str) -> str:
        """Return `full`, `read-only`, or "" if the disk is neither or the server does not say
        (statvfs@openssh.com)."""
        if "statvfs@openssh.com" not in self.extensions:
            return ""
        answer = self._extended("statvfs@openssh.com", path)
        _, _, _, _, available, _, _, files_available, _, flags, _ = (
            answer.get_int64() for _ in range(11)
        )
        if flags & _READ_ONLY:
            return "read-only"
        return "full" if not available or not files_available else ""

    def _extended(self, name: str, *arguments: str | bytes) -> Any:
        base: Any = self
        return base._request(CMD_EXTENDED, name, *arguments)[1]


class _HostKeys(paramiko.MissingHostKeyPolicy):
    """Accepts a key whose fingerprint is expected, and no other."""

    def __init__(self, expected: tuple[str, ...]) -> None:
        self._expected = expected

    def missing_host_key(
        self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey
    ) -> None:
        """Raise UnexpectedHostKey for every other key."""
        shown: Any = key
        if shown.fingerprint not in self._expected:
            raise UnexpectedHostKey(key.get_name(), shown.fingerprint)


def connect(
    host: str,
    port: int,
    user: str,
    *,
    fingerprints: tuple[str, ...],
    known_hosts: Path | None,
    key_file: Path | None,
    password: str | None,
    passphrase: str | None,
    timeout: float,
) -> tuple[paramiko.SSHClient, Client]:
    """Connect to a server whose key is one of `fingerprints`, or is listed in `known_hosts`
    (default: the user's own). Log in by key file, agent, the user's usual keys, then password.
    Raises what paramiko raises, and UnexpectedHostKey."""
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(_HostKeys(fingerprints))
    try:
        if known_hosts is not None:
            client.load_host_keys(str(known_hosts))
        elif not fingerprints:
            client.load_system_host_keys()
        client.connect(
            host,
            port,
            user or None,
            password=password,
            passphrase=passphrase,
            key_filename=str(key_file) if key_file else None,
            timeout=timeout,
            banner_timeout=timeout,
            auth_timeout=timeout,
            channel_timeout=timeout,
        )
        transport = client.get_transport()
        assert transport is not None
        transport.set_keepalive(30)
        sftp = Client.from_transport(transport)
        assert isinstance(sftp, Client)
        channel = sftp.get_channel()
        assert channel is not None
        channel.settimeout(timeout)
        return client, sftp
    except BaseException:
        client.close()
        raise
