"""One target of each kind for a test: how to reach it, what stands there, how others put files
there."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Literal

import msgspec
import pytest
from publishing_servers import HOW_TO_GET, Sshd, program

from gksite.config.values import Target

KINDS = ("folder", "folder-in-place", "sftp", "sftp-in-place", "webdav", "s3")


class Place:
    """One target of one test: how to reach it, and the folder in which its files can be seen, if
    there is one."""

    def __init__(
        self,
        target: Target,
        seen: Callable[[], dict[str, bytes]],
        server_port: int,
        put: Callable[[str, bytes], None],
    ) -> None:
        self.target, self.seen, self.server_port, self.put = target, seen, server_port, put


def needs(*names: str) -> None:
    for name in names:
        if not program(name):
            sentence = f"{name} is missing, which this test needs: {HOW_TO_GET[name]}"
            pytest.fail(sentence, pytrace=False) if os.environ.get(
                "GKSITE_REQUIRE_ALL"
            ) == "1" else pytest.skip(sentence)


def below(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        return {}
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    return {name: data for name, data in found.items() if not name.startswith(".gksite")}


def make_place(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if kind == "webdav":
        return _webdav_place(*request.getfixturevalue("dav"))
    if kind == "s3":
        return _s3_place(request)
    layout: Literal["releases", "in-place"] = (
        "in-place" if kind.endswith("-in-place") else "releases"
    )
    live = tmp_path / "live" if layout == "in-place" else tmp_path / "live/current"
    target = Target(name="live", kind="folder", layout=layout, path=str(tmp_path / "live"))
    if kind.startswith("folder"):
        return Place(target, lambda: below(live), 0, partial(_write_below, live))
    server: Sshd = request.getfixturevalue("sshd")
    target = msgspec.structs.replace(
        target,
        kind="sftp",
        host="127.0.0.1",
        port=server.port,
        host_key=(server.fingerprint(),),
        key_file=str(server.user_key),
    )
    return Place(target, lambda: below(live), server.port, partial(_write_below, live))


def _write_below(folder: Path, path: str, data: bytes) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(data)


def _webdav_place(port: int, root: Path) -> Place:
    name = uuid.uuid4().hex
    folder = root / name
    folder.mkdir()
    target = Target(name="live", kind="webdav", url=f"http://127.0.0.1:{port}/{name}")
    return Place(target, lambda: below(folder), port, partial(_write_below, folder))


def _s3_place(request: pytest.FixtureRequest) -> Place:
    import boto3  # takes a fifth of a second, in each worker that collects these tests

    name, port = uuid.uuid4().hex, request.getfixturevalue("s3_port")
    request.getfixturevalue("s3_keys")
    endpoint = f"http://127.0.0.1:{port}"
    client: Any = boto3.client("s3", endpoint_url=endpoint)
    request.addfinalizer(client.close)
    client.create_bucket(Bucket=name)

    contents: dict[str, bytes] = {}
    """The bytes that were read, by the MD5 that the listing states of them."""

    def seen() -> dict[str, bytes]:
        listed = client.list_objects_v2(Bucket=name, Prefix="site/").get("Contents", ())
        found = {}
        for key, md5 in ((item["Key"], item["ETag"].strip('"')) for item in listed):
            if key.startswith("site/.gksite"):
                continue
            if md5 not in contents:
                data = client.get_object(Bucket=name, Key=key)["Body"].read()
                assert hashlib.md5(data, usedforsecurity=False).hexdigest() == md5
                contents[md5] = data
            found[key.removeprefix("site/")] = contents[md5]
        return found

    def put(path: str, data: bytes) -> None:
        client.put_object(Bucket=name, Key=f"site/{path}", Body=data)

    target = Target(name="live", kind="s3", bucket=name, prefix="site", endpoint=endpoint)
    return Place(target, seen, port, put)
