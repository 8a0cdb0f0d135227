"""What other people's programs say of a snapshot: it is a WACZ 1.1.1, its index is right, and its
pages replay."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from archive_sites import BASE, GOLDEN_DIR

from gksite.archive.web_archive import path_of, read_web_archive

COLLECTION = "site"


def run(command: list[str], folder: Path) -> str:
    """The output of a program of the replay environment, which is told nothing of ours."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module", params=["made", "golden"])
def either(request: pytest.FixtureRequest, snapshot: Path) -> Path:
    """A snapshot that was made now, and one that lies in the repository."""
    return snapshot if request.param == "made" else GOLDEN_DIR / "format-1.wacz"


@pytest.fixture(scope="module")
def files(either: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of the site, by address."""
    found: dict[str, bytes] = {}
    with zipfile.ZipFile(either) as archive, archive.open("archive/site.warc.gz") as stream:
        place = tmp_path_factory.mktemp("warc") / "site.warc.gz"
        place.write_bytes(stream.read())
    with place.open("rb") as warc:
        for _ in read_web_archive(
            warc, lambda record, data: found.update({record.url: found.get(record.url, b"") + data})
        ):
            pass
    return {url: data for url, data in found.items() if path_of(BASE, url)}


@pytest.fixture(scope="module")
def replayed(
    either: Path, replay_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address at which pywb replays the snapshot, on loopback."""
    folder = tmp_path_factory.mktemp("pywb")
    run([str(replay_dir / "wb-manager"), "init", COLLECTION], folder)
    run([str(replay_dir / "wb-manager"), "add", "--unpack-wacz", COLLECTION, str(either)], folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [str(replay_dir / "wayback"), "-p", str(port), "-b", "127.0.0.1"],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        for _ in range(300):
            assert server.poll() is None, (folder / "log").read_text("utf-8")
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/{COLLECTION}"
    finally:
        server.terminate()
        server.wait(10)


def fetched(address: str) -> tuple[int, str, bytes]:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=30) as answer:
            return answer.status, answer.headers["Content-Type"].partition(";")[0], answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, "", b""


def test_wacz_validate_accepts_it(either: Path, replay_dir: Path, tmp_path: Path) -> None:
    assert "the passed WACZ is valid" in run(
        [str(replay_dir / "wacz"), "validate", "-f", str(either)], tmp_path
    )


def test_warcio_finds_all_digests_right(either: Path, replay_dir: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(either) as archive:
        archive.extract("archive/site.warc.gz", tmp_path)
    said = run(
        [str(replay_dir / "warcio"), "check", str(tmp_path / "archive/site.warc.gz")], tmp_path
    )
    assert "fail" not in said


def test_another_indexer_makes_the_same_index(
    either: Path, replay_dir: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(either) as archive:
        archive.extractall(tmp_path)
    theirs = run(
        [str(replay_dir / "cdxj-indexer"), "--sort", str(tmp_path / "archive/site.warc.gz")],
        tmp_path,
    )

    def lines(text: str) -> list[tuple[str, str, dict[str, str]]]:
        rows = (line.split(" ", 2) for line in text.splitlines())
        return [
            (key, stamp, {k: v for k, v in json.loads(rest).items() if k != "status"})
            for key, stamp, rest in rows
        ]

    assert lines(theirs) == lines((tmp_path / "indexes/index.cdx").read_text("utf-8"))


def test_pywb_replays_every_file_byte_for_byte(replayed: str, files: dict[str, bytes]) -> None:
    assert len(files) > 15
    for url, data in files.items():
        status, kind, body = fetched(f"{replayed}/20250701010000id_/{url}")
        assert (status, body) == (200, data), url
        assert kind == "text/html" or not url.endswith(".html")


def test_pywb_replays_a_page_as_a_page(replayed: str) -> None:
    status, kind, body = fetched(f"{replayed}/20250701010000mp_/{BASE}plans/qinghe-2025/index.html")
    assert (status, kind) == (200, "text/html")
    assert "已归档".encode() in body
    assert fetched(f"{replayed}/20250701010000id_/{BASE}no-such-page.html")[0] == 404
