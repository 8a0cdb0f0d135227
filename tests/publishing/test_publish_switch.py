"""Switches under load: readers of the live site meet one version or the next, never an error,
never a mixture."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import msgspec
from publishing_places import needs
from publishing_servers import free_port, nginx_running
from publishing_sites import Files, folder_target, write_site

from gksite.publishing.publish import Wishes, publish_folder
from gksite.publishing.rollback import read_publications, roll_back

SWITCHES = 200
REQUESTS = 20_000
READERS = 2


def version(number: int) -> Files:
    style = f"assets/style.{number:08x}.css"
    return {
        "index.html": f"version {number} {style} {number} {'x' * 4000}".encode(),
        style: f"version {number} ".encode() * 200,
        "same.html": b"same",
    }


def test_two_hundred_switches_are_not_seen(project: Path, tmp_path: Path, scratch: Path) -> None:
    needs("nginx")
    folder, out, port = scratch / "switching", tmp_path / "public", free_port()
    folder.mkdir()
    target = folder_target(folder / "live", keep=5)
    server = (
        f"server {{ listen 127.0.0.1:{port}; root {folder}/live/current; keepalive_requests "
        f"1000000; }}"
    )

    def publish(number: int) -> None:
        report = publish_folder(
            project, write_site(out, version(number)), target, Wishes(max_deletes=10)
        )
        assert report.problems == ()

    publish(0)
    with nginx_running(folder, port, server):
        command = [sys.executable, str(Path(__file__).with_name("reader.py")), str(port)]
        readers = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for _ in range(READERS)
        ]
        counts = [[0, 0, 0]] * READERS
        for switch in range(1, SWITCHES + 1):
            publish(switch)
            # No switch runs ahead of a reader by more than a hundred requests.
            while min(count[0] for count in counts) < switch * REQUESTS // SWITCHES // READERS:
                counts = [
                    json.loads(reader.stdout.readline()) for reader in readers if reader.stdout
                ]
        for number, reader in enumerate(readers):
            rest, _ = reader.communicate("\n")
            counts[number] = json.loads(rest.splitlines()[-1]) if rest else counts[number]
    assert sum(count[0] for count in counts) >= REQUESTS
    assert [count[1:] for count in counts] == [[0, 0]] * READERS
    assert len(list((folder / "live/releases").iterdir())) == 5


def test_back_and_forth(project: Path, tmp_path: Path) -> None:
    out, target = tmp_path / "public", folder_target(tmp_path / "live", keep=3)
    live = tmp_path / "live/current/index.html"
    releases = []
    for number in range(4):
        releases.append(
            publish_folder(
                project, write_site(out, version(number)), target, Wishes(max_deletes=10)
            ).release
        )

    def shown() -> str:
        return live.read_text("ascii").split()[1]

    assert shown() == "3"
    started = time.monotonic()
    assert (
        roll_back(project, target, "previous", dry_run=True).steps
        == roll_back(project, target, "previous").steps
    )
    assert time.monotonic() - started < 5
    assert shown() == "2"
    assert roll_back(project, target, "previous").release == releases[1]
    assert shown() == "1"
    assert [one.code for one in roll_back(project, target, "previous").problems] == [
        "publish-no-release"
    ]
    assert roll_back(project, target, releases[3][:6]).release == releases[3]
    assert shown() == "3"
    # What was published before stands there whole: to publish it again is a switch.
    again = publish_folder(project, write_site(out, version(2)), target, Wishes(max_deletes=10))
    assert (again.sent, shown()) == (0, "2")
    actions = [(one.action, one.release) for one in read_publications(project, target)[0]]
    assert actions[4:] == [
        ("rollback", releases[2]),
        ("rollback", releases[1]),
        ("rollback", releases[3]),
        ("publish", releases[2]),
    ]
    assert [
        one.code
        for one in roll_back(
            project, msgspec.structs.replace(target, layout="in-place"), "previous"
        ).problems
    ] == ["publish-no-rollback"]
