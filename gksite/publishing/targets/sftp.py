"""A folder on another machine, through SFTP."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import shutil
import stat
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import paramiko

from gksite.config.values import Target
from gksite.output.paths import parent
from gksite.output.refusal import Refused, reasons, refuse
from gksite.publishing.answers import LARGEST_NOTE, said, said_by, too_large
from gksite.publishing.credentials import Credentials
from gksite.publishing.listing import SiteFile
from gksite.publishing.targets.sftp_client import UnexpectedHostKey, connect
from gksite.source.folder_reader import is_utf8

_CHUNK_SIZE = 1 << 15
_NEW = ".gksite-new"
_TIMEOUT = 60.0


def store_of(target: Target, credentials: Credentials, project: Path) -> SftpStore:
    """Return the store of a target."""
    return SftpStore(target, credentials, project)


class SftpStore:
    """A folder on a server. Files are on its disk before anything leads to them, if the server
    offers that (OpenSSH does)."""

    def __init__(self, target: Target, credentials: Credentials, root: Path) -> None:
        self._target = target
        self._credentials = credentials
        self._project = root
        self._folders: set[str] = set()

    def __enter__(self) -> SftpStore:
        target = self._target
        try:
            self._ssh, self._sftp = connect(
                target.host,
                target.port or 22,
                target.user,
                fingerprints=target.host_key,
                known_hosts=self._local(target.known_hosts),
                key_file=self._local(target.key_file),
                password=self._credentials.password,
                passphrase=self._credentials.passphrase,
                timeout=_TIMEOUT,
            )
        except UnexpectedHostKey as error:
            code = "publish-host-key-wrong" if target.host_key else "publish-host-key-unknown"
            raise refuse(
                code, self.place(), kind=said(error.kind), fingerprint=error.fingerprint
            ) from error
        except paramiko.BadHostKeyException as error:
            raise refuse(
                "publish-host-key-wrong",
                self.place(),
                kind=error.key.get_name(),
                fingerprint=_fingerprint(error.key),
            ) from error
        except paramiko.AuthenticationException as error:
            if "transport shut down" in str(
                error
            ):  # the line broke during the login, which paramiko tells so
                raise refuse(
                    "publish-unreachable", self.place(), detail=said_by(error, self._credentials)
                ) from error
            raise refuse(
                "publish-login-refused",
                self.place(),
                variable=self._credentials.variable("PASSWORD"),
            ) from error
        except (OSError, EOFError, paramiko.SSHException) as error:
            raise refuse(
                "publish-unreachable", self.place(), detail=said_by(error, self._credentials)
            ) from error
        return self

    def __exit__(self, *_: object) -> None:
        self._sftp.close()
        self._ssh.close()

    def place(self, path: str = "") -> str:
        """Return `sftp://host/folder/path`."""
        port = f":{self._target.port}" if self._target.port else ""
        return f"sftp://{self._target.host}{port}/{self._full(path).removeprefix('/')}"

    @property
    def shares_files(self) -> bool:
        """Whether the server makes hard links."""
        return "hardlink@openssh.com" in self._sftp.extensions

    def sizes(self, folder: str, paths: Collection[str]) -> Mapping[str, int]:
        """As in Store: one listing for each folder."""
        with self._telling(folder):
            if not paths:
                return dict(self._listed(folder, ""))
            sizes = {
                path: size
                for inner in sorted({parent(path) for path in paths})
                for path, size in self._listed(folder, inner, deep=False)
            }
            return {path: size for path, size in sizes.items() if path in paths}

    def read(self, path: str) -> bytes | None:
        """As in Store."""
        with self._telling(path):
            try:
                with self._sftp.open(self._full(path), "rb") as stream:
                    data = stream.read(LARGEST_NOTE + 1)
            except FileNotFoundError:
                return None
        if len(data) > LARGEST_NOTE:
            raise too_large(self.place(path))
        return data

    def holds(self, path: str, file: SiteFile) -> bool:
        """As in Store: the bytes are read back."""
        with self._telling(path):
            try:
                state, size = hashlib.sha256(), 0
                with self._sftp.open(self._full(path), "rb") as stream:
                    stream.prefetch(file.size)
                    while chunk := stream.read(_CHUNK_SIZE):
                        state.update(chunk)
                        size += len(chunk)
                        if size > file.size:
                            return False
                return size == file.size and state.hexdigest() == file.sha256
            except FileNotFoundError:
                return False

    def send(self, path: str, file: SiteFile) -> None:
        """As in Store. Another release may share the old file, so it is removed, and never written
        through."""
        with (
            Path(file.full_path).open("rb") as source,
            self._telling(path),
            self._new_file(path) as stream,
        ):
            stream.set_pipelined(True)
            sent = 0
            while chunk := source.read(_CHUNK_SIZE):
                sent += len(chunk)
                if sent >= file.size:
                    # The last write waits for the server's answers to all of them; closing the
                    # file would lose an error.
                    stream.set_pipelined(False)
                stream.write(chunk)
            self._sftp.settle(stream)

    def write(self, path: str, data: bytes) -> None:
        """As in Store."""
        with self._telling(path):
            with self._new_file(path + _NEW) as stream:
                stream.write(data)
                self._sftp.settle(stream)
            self._sftp.posix_rename(self._full(path + _NEW), self._full(path))

    def create(self, path: str, data: bytes) -> bool:
        """As in Store."""
        with self._telling(path):
            self._make_folder(parent(path))
            try:
                stream = self._sftp.open(self._full(path), "wxb")
            except OSError:
                if self._stands(path):
                    return False
                raise
            try:
                with stream:
                    stream.write(data)
            except OSError:
                self._sftp.remove(self._full(path))
                raise
            return True

    def put_in_place(self, staged: str, path: str, file: SiteFile) -> None:
        """As in Store (posix-rename@openssh.com)."""
        with self._telling(path):
            self._make_folder(parent(path))
            self._sftp.posix_rename(self._full(staged), self._full(path))

    def remove(self, path: str) -> None:
        """As in Store."""
        with self._telling(path):
            with contextlib.suppress(FileNotFoundError):
                self._sftp.remove(self._full(path))
            self._prune(parent(path))

    def remove_tree(self, folder: str) -> None:
        """As in Store."""
        with self._telling(folder):
            for path in [path for path, _ in self._listed(folder, "")]:
                self._sftp.remove(self._full(f"{folder}/{path}"))
                self._prune(parent(f"{folder}/{path}"))
            self._prune(folder)

    def reuse(self, source: str, path: str) -> None:
        """Make a hard link, or else copy over the line and back."""
        with self._telling(path):
            self._make_folder(parent(path))
            if not self.shares_files:
                with self._sftp.open(self._full(source), "rb") as old, self._new_file(path) as new:
                    shutil.copyfileobj(old, new, _CHUNK_SIZE)
                return
            try:
                self._sftp.hard_link(self._full(source), self._full(path))
            except OSError:
                # Most likely a link of a run that was cut; otherwise the second try raises.
                with contextlib.suppress(FileNotFoundError):
                    self._sftp.remove(self._full(path))
                self._sftp.hard_link(self._full(source), self._full(path))

    def link(self, path: str) -> str | None:
        """As in LinkingStore."""
        with self._telling(path):
            try:
                mode = self._sftp.lstat(self._full(path)).st_mode
            except FileNotFoundError:
                return None
            return (
                self._sftp.readlink(self._full(path)) or "" if mode and stat.S_ISLNK(mode) else ""
            )

    def switch(self, path: str, leads_to: str) -> None:
        """As in LinkingStore (posix-rename@openssh.com)."""
        new = self._full(path + _NEW)
        with self._telling(path):
            with contextlib.suppress(FileNotFoundError):
                self._sftp.remove(new)
            self._sftp.symlink(leads_to, new)
            self._sftp.posix_rename(new, self._full(path))

    def _full(self, path: str) -> str:
        root = self._target.path.rstrip("/") or "."
        return f"{root}/{path}" if path else root

    def _local(self, path: str) -> Path | None:
        return self._project / Path(path).expanduser() if path else None

    def _listed(self, top: str, inner: str, *, deep: bool = True) -> Iterator[tuple[str, int]]:
        """Return path below `top` and size of each file in the folder `inner`, links among them."""
        here = "/".join(part for part in (top, inner) if part)
        try:
            entries = self._sftp.listdir_attr(self._full(here))
        except FileNotFoundError:
            return
        for entry in entries:
            if not is_utf8(entry.filename):
                continue  # somebody else's: it stays where it is
            path = f"{inner}/{entry.filename}" if inner else entry.filename
            if not stat.S_ISDIR(entry.st_mode or 0):
                yield path, entry.st_size or 0
            elif deep:
                yield from self._listed(top, path)

    def _new_file(self, path: str) -> paramiko.SFTPFile:
        self._make_folder(parent(path))
        full = self._full(path)
        try:
            return self._sftp.open(full, "wxb")
        except OSError:
            # OpenSSH reports «exists» and «disk full» by the same code: the second try tells them
            # apart.
            with contextlib.suppress(FileNotFoundError):
                self._sftp.remove(full)
            return self._sftp.open(full, "wxb")

    def _stands(self, path: str) -> bool:
        try:
            self._sftp.lstat(self._full(path))
        except FileNotFoundError:
            return False
        return True

    def _make_folder(self, folder: str) -> None:
        if folder in self._folders:
            return
        if not self._stands(folder):
            if folder:
                self._make_folder(parent(folder))
            self._sftp.mkdir(self._full(folder), 0o755)
        self._folders.add(folder)

    def _prune(self, folder: str) -> None:
        while folder:
            try:
                self._sftp.rmdir(self._full(folder))
            except OSError as error:
                if _is_cut(error):
                    raise
                return
            self._folders.discard(folder)
            folder = parent(folder)

    @contextmanager
    def _telling(self, path: str) -> Iterator[None]:
        try:
            yield
        except (EOFError, paramiko.SSHException, paramiko.SFTPError) as error:
            raise refuse(
                "publish-cut", self.place(), detail=said_by(error, self._credentials)
            ) from error
        except OSError as error:
            if _is_cut(error):
                raise refuse(
                    "publish-cut", self.place(), detail=said_by(error, self._credentials)
                ) from error
            raise self._refused(path, error) from error

    def _refused(self, path: str, error: OSError) -> Refused:
        """Return the refusal for an action of the server that failed. If it only says «Failure»,
        the state of its disk may tell why."""
        if error.errno is None:
            with contextlib.suppress(OSError, EOFError, paramiko.SSHException):
                state = self._sftp.disk_state(self._full(""))
                error = (
                    OSError({"full": errno.ENOSPC, "read-only": errno.EROFS}.get(state), str(error))
                    if state
                    else error
                )
        chinese, english = (said(text, self._credentials) for text in reasons(error))
        return refuse("publish-write-failed", self.place(path), reason=english, reason_zh=chinese)


def _is_cut(error: OSError) -> bool:
    """Whether the connection failed, not the disk: paramiko gives server errors no errno."""
    return (
        isinstance(error, ConnectionError | TimeoutError)
        or error.errno in (errno.EPIPE, errno.EBADF, errno.ENETUNREACH)
        or str(error) == "Socket is closed"
    )


def _fingerprint(key: paramiko.PKey) -> str:
    return str(getattr(key, "fingerprint", ""))
