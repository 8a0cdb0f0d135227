"""One target of each kind for a test: how to reach it, what stands there, how others put files
there."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import boto3
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
    layout: Literal["releases", "in-place"] = (
        "in-place" if kind.endswith("-in-place") else "releases"
    )
    live = tmp_path / "live" if layout == "in-place" else tmp_path / "live/current"

    def put(path: str, data: bytes) -> None:
        live.joinpath(path).parent.mkdir(parents=True, exist_ok=True)
        live.joinpath(path).write_bytes(data)

    if kind.startswith("folder"):
        return Place(
            Target(name="live", kind="folder", layout=layout, path=str(tmp_path / "live")),
            lambda: below(live),
            0,
            put,
        )
    if kind.startswith("sftp"):
        server: Sshd = request.getfixturevalue("sshd")
        target = Target(
            name="live",
            kind="sftp",
            layout=layout,
            host="127.0.0.1",
            port=server.port,
            path=str(tmp_path / "live"),
            host_key=(server.fingerprint(),),
            key_file=str(server.user_key),
        )
        return Place(target, lambda: below(live), server.port, put)
    name = uuid.uuid4().hex
    if kind == "webdav":
        port, root = request.getfixturevalue("dav")
        (root / name).mkdir()

        def put_dav(path: str, data: bytes) -> None:
            (root / name / path).parent.mkdir(parents=True, exist_ok=True)
            (root / name / path).write_bytes(data)

        return Place(
            Target(name="live", kind="webdav", url=f"http://127.0.0.1:{port}/{name}"),
            lambda: below(root / name),
            port,
            put_dav,
        )
    port = request.getfixturevalue("s3_port")
    request.getfixturevalue("s3_keys")
    endpoint = f"http://127.0.0.1:{port}"
    client: Any = boto3.client("s3", endpoint_url=endpoint)
    request.addfinalizer(client.close)
    client.create_bucket(Bucket=name)

    def seen_s3() -> dict[str, bytes]:
        keys = [
            one["Key"]
            for one in client.list_objects_v2(Bucket=name, Prefix="site/").get("Contents", ())
        ]
        seen = [key for key in keys if not key.startswith("site/.gksite")]
        return {
            key.removeprefix("site/"): client.get_object(Bucket=name, Key=key)["Body"].read()
            for key in seen
        }

    def put_s3(path: str, data: bytes) -> None:
        client.put_object(Bucket=name, Key=f"site/{path}", Body=data)

    return Place(
        Target(name="live", kind="s3", bucket=name, prefix="site", endpoint=endpoint),
        seen_s3,
        port,
        put_s3,
    )
