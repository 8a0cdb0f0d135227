"""A folder of a WebDAV server, by the plainest verbs: GET, HEAD, PUT, DELETE, MKCOL, MOVE."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx

from gksite.config.values import Target
from gksite.output.paths import parent
from gksite.output.refusal import Refused, refuse
from gksite.publishing.answers import read_note, read_word, said_by
from gksite.publishing.content_types import content_type
from gksite.publishing.credentials import Credentials
from gksite.publishing.listing import SiteFile

_TIMEOUT = 60
_CHUNK_SIZE = 1 << 16
_GONE = (404, 410)
_NEW = ".gksite-new"
_SIZE = re.compile(r"[0-9]{1,18}")


def store_of(target: Target, credentials: Credentials, _: Path) -> WebdavStore:
    """Return the store of a target."""
    return WebdavStore(target, credentials)


class WebdavStore:
    """A folder at an address. No listing is asked for (PROPFIND): nginx, for one, has none."""

    def __init__(self, target: Target, credentials: Credentials) -> None:
        self._target = target
        self._credentials = credentials
        self._folders: set[str] = set()

    def __enter__(self) -> WebdavStore:
        password, token = self._credentials.password, self._credentials.token
        self._client = httpx.Client(
            auth=(self._target.user, password) if self._target.user and password else None,
            timeout=_TIMEOUT,
            headers={
                "Accept-Encoding": "identity",
                **({"Authorization": f"Bearer {token}"} if token else {}),
            },
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def place(self, path: str = "") -> str:
        """Return the address, without query or user."""
        parts = urlsplit(self._target.url)
        return f"{parts.scheme}://{parts.netloc}{parts.path}/{path}"

    def sizes(self, folder: str, paths: Collection[str]) -> Mapping[str, int]:
        """As in Store: a HEAD for each; -1 if the server does not say."""
        sizes = {}
        for path in sorted(paths):
            full = f"{folder}/{path}" if folder else path
            response = self._ask("HEAD", full, allowed=_GONE)
            if response.status_code not in _GONE:
                size = response.headers.get("Content-Length", "")
                sizes[path] = int(size) if _SIZE.fullmatch(size) else -1
        return sizes

    def read(self, path: str) -> bytes | None:
        """As in Store."""
        with self._telling(), self._client.stream("GET", self._url(path)) as response:
            if response.status_code in _GONE:
                return None
            self._check(path, response, ())
            return read_note(response.iter_raw(_CHUNK_SIZE), self.place(path))

    def holds(self, path: str, file: SiteFile) -> bool:
        """As in Store: the bytes are read back."""
        state = hashlib.sha256()
        with self._telling(), self._client.stream("GET", self._url(path)) as response:
            if response.status_code in _GONE:
                return False
            self._check(path, response, ())
            size = 0
            for chunk in response.iter_bytes(_CHUNK_SIZE):
                state.update(chunk)
                size += len(chunk)
                if size > file.size:
                    return False
        return state.hexdigest() == file.sha256

    def send(self, path: str, file: SiteFile) -> None:
        """As in Store."""
        self._make_folder(parent(path))
        with Path(file.full_path).open("rb") as body:
            self._ask(
                "PUT",
                path,
                body,
                {"Content-Length": str(file.size), "Content-Type": content_type(path)},
            )

    def write(self, path: str, data: bytes) -> None:
        """As in Store: sent to a temporary name, then moved."""
        self._make_folder(parent(path))
        self._ask("PUT", path + _NEW, data)
        self._move(path + _NEW, path)

    def create(self, path: str, data: bytes) -> bool:
        """As in Store: sent to a temporary name, then moved with `Overwrite: F`."""
        self._make_folder(parent(path))
        self._ask("PUT", path + _NEW, data)
        taken = self._move(path + _NEW, path, overwrite=False).status_code == 412
        if taken:
            self._ask("DELETE", path + _NEW, allowed=_GONE)
        return not taken

    def put_in_place(self, staged: str, path: str, file: SiteFile) -> None:
        """As in Store: MOVE, which replaces."""
        self._make_folder(parent(path))
        self._move(staged, path)

    def remove(self, path: str) -> None:
        """As in Store, but empty folders stay: without a listing nobody knows they are empty."""
        self._ask("DELETE", path, allowed=_GONE)

    def remove_tree(self, folder: str) -> None:
        """As in Store."""
        self._ask("DELETE", f"{folder}/", allowed=_GONE, headers={"Depth": "infinity"})
        self._folders = {
            path for path in self._folders if path != folder and not path.startswith(f"{folder}/")
        }

    def _make_folder(self, folder: str) -> None:
        if folder and folder not in self._folders:
            self._make_folder(parent(folder))
            # 405: the folder exists.
            self._ask("MKCOL", f"{folder}/", allowed=(405,))
            self._folders.add(folder)

    def _move(self, source: str, path: str, *, overwrite: bool = True) -> httpx.Response:
        headers = {"Destination": self._url(path), "Overwrite": "T" if overwrite else "F"}
        return self._ask("MOVE", source, headers=headers, allowed=() if overwrite else (412,))

    def _ask(
        self,
        method: str,
        path: str,
        content: object = None,
        headers: Mapping[str, str] | None = None,
        allowed: Collection[int] = (),
    ) -> httpx.Response:
        with self._telling():
            sent = self._client.stream(
                method,
                self._url(path),
                content=content,  # type: ignore[arg-type]
                headers=dict(headers or {}),
            )
            with sent as response:
                read_word(response.iter_raw())  # nothing that it says matters but its status
        return self._check(path, response, allowed)

    def _check(
        self, path: str, response: httpx.Response, allowed: Collection[int]
    ) -> httpx.Response:
        if response.is_success or response.status_code in allowed:
            return response
        raise self._refused(path, response.status_code)

    def _refused(self, path: str, status: int) -> Refused:
        if status in (401, 407):
            return refuse(
                "publish-login-refused",
                self.place(),
                variable=self._credentials.variable("PASSWORD"),
            )
        reason = {
            403: (
                "没有写入权限，或服务器禁止这一操作（403）",
                "permission denied, or forbidden by the server (403)",
            ),
            405: ("服务器不允许写入（405）", "the server allows no writing (405)"),
            413: ("服务器不收这么大的文件（413）", "the file is too large for the server (413)"),
            507: ("磁盘空间已满（507）", "the disk is full (507)"),
        }.get(status, (f"服务器返回 {status}", f"the server answered {status}"))
        return refuse(
            "publish-write-failed", self.place(path), reason=reason[1], reason_zh=reason[0]
        )

    def _url(self, path: str) -> str:
        return f"{self._target.url}/{quote(path)}"

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except httpx.ConnectError as error:
            raise refuse(
                "publish-unreachable", self.place(), detail=said_by(error, self._credentials)
            ) from error
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise refuse(
                "publish-cut", self.place(), detail=said_by(error, self._credentials)
            ) from error
