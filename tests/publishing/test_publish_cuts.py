"""Publications that are cut short: the live site stays whole, a second run finishes, and sends
at most one file again."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from publishing_places import Place
from publishing_servers import CutLine
from publishing_sites import Files, files_below, folder_target, write_site

from gksite.config.values import Target
from gksite.publishing.publish import Report, Wishes, publish_folder
from gksite.publishing.steps import Place as PlaceStep
from gksite.publishing.steps import Send, Switch

POINTS = 50
LARGEST = 30_000
CHANGES_ON_DISK = frozenset(
    {
        "open",
        "os.rename",
        "os.link",
        "os.mkdir",
        "os.remove",
        "os.rmdir",
        "os.symlink",
        "os.truncate",
        "os.chmod",
    }
)


def version(number: int, pages: int = 5) -> Files:
    """A site in which nearly every file tells its version."""
    texts = {f"plans/{page}.html": f"{number} {page} ".encode() * 20_000 for page in range(pages)}
    return {
        "index.html": f"home {number}".encode() * 50,
        "plans/index.html": f"plans {number}".encode() * 50,
        "same.html": b"same",
        f"assets/style.{number:08x}.css": f"p{number} {{}}".encode() * 20,
        **{path: data[:LARGEST] for path, data in texts.items()},
        **({"plans/gone.html": b"in every second version"} if number % 2 else {}),
    }


def published(project: Path, out: Path, target: Target) -> Report:
    return publish_folder(project, out, target, Wishes(max_deletes=100))


def through(target: Target, server_port: int, line: CutLine) -> Target:
    """The same target, reached over the line."""
    there, here = f":{server_port}", f":{line.port}"
    changed = (
        {"port": line.port}
        if target.kind == "sftp"
        else {
            "url": target.url.replace(there, here),
            "endpoint": target.endpoint.replace(there, here),
        }
    )
    return msgspec.structs.replace(target, **changed)


def sends(report: Report) -> list[str]:
    return [step.path for step in report.done if isinstance(step, Send)]


def is_whole(seen: dict[str, bytes], site: Files) -> bool:
    """Whether people see this site; assets of older ones may be there too."""
    return all(seen.get(path) == data for path, data in site.items()) and all(
        path in site or path.startswith("assets/") for path in seen
    )


def is_old_or_new(seen: dict[str, bytes], old: Files, new: Files) -> bool:
    """Whether every file is the old or the new one, and every file of both is there."""
    return (
        all(data in (old.get(path), new.get(path)) for path, data in seen.items())
        and {*old} & {*new} <= seen.keys()
    )


@pytest.mark.parametrize("place", ["sftp", "webdav", "s3"], indirect=True)
def test_a_cut_line_costs_one_file_at_most(
    place: Place, project: Path, tmp_path: Path, line: Callable[[int], CutLine]
) -> None:
    out, cutter = tmp_path / "public", line(place.server_port)
    target = msgspec.structs.replace(through(place.target, place.server_port, cutter), keep=2)
    for number in range(4):
        cutter.cut_after(None)
        report = published(project, write_site(out, version(number, 3)), target)
        assert report.problems == ()
    full, all_sends = cutter.sent, len(sends(report))
    cutter.cut_after(None)
    assert published(project, out, target).steps == ()
    # Logging in and looking twice, and asking after each file that the first run sent.
    overhead = 2 * cutter.sent + 2_000 * all_sends
    finished = 0
    for point in range(POINTS):
        old, new = version(point + 3, 3), version(point + 4, 3)
        cutter.cut_after(full * point // POINTS)
        cut = published(project, write_site(out, new), target)
        sent_before, seen = cutter.sent, place.seen()
        finished += cut.problems == ()
        assert {one.code for one in cut.problems} <= {"publish-cut", "publish-unreachable"}, (
            cut.problems
        )
        if not any(isinstance(step, Switch | PlaceStep) for step in cut.done):
            # The word that a step was done may be what was cut off.
            assert is_whole(seen, old) or is_whole(seen, new) or is_old_or_new(seen, old, new)
        elif target.layout == "releases":
            assert is_whole(seen, new)
        assert is_old_or_new(
            {path: data for path, data in seen.items() if not path.startswith("assets/")}, old, new
        )
        cutter.cut_after(None)
        again = published(project, out, target)
        assert again.problems == ()
        assert is_whole(place.seen(), new)
        assert len(sends(cut)) + len(sends(again)) <= all_sends + 1
        assert sent_before + cutter.sent <= full + overhead + LARGEST
    assert finished < POINTS / 2
    cutter.cut_after(None)
    assert published(project, out, target).steps == ()


def changes_below(folder: Path, event: str, arguments: tuple[object, ...]) -> bool:
    """Whether an audit event says that something below a folder is about to change."""
    if event not in CHANGES_ON_DISK or (
        event == "open"
        and not (isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_CREAT))
    ):
        return False
    return any(str(one).startswith(str(folder)) for one in arguments if isinstance(one, str | Path))


def publish_and_die(project: Path, out: Path, target: Target, deadly: int) -> tuple[bool, int]:
    """Whether a process that is killed right before its change number `deadly` came to its end, and
    how many changes it counted."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        count = 0

        def watch(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal count
            if changes_below(Path(target.path), event, arguments):
                if count == deadly:
                    os.kill(os.getpid(), signal.SIGKILL)
                count += 1

        sys.addaudithook(watch)
        report = published(project, out, target)
        os.write(writer, str(count).encode())
        os._exit(len(report.problems))
    os.close(writer)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reader) as stream:
        counted = int(stream.read() or "-1")
    assert status in (0, signal.SIGKILL)
    return status == 0, counted


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
@pytest.mark.parametrize("layout", ["releases", "in-place"])
def test_a_killed_process_leaves_the_old_site_or_the_new_one(
    layout: str, project: Path, tmp_path: Path
) -> None:
    out, target = tmp_path / "public", folder_target(tmp_path / "live", layout, keep=2)
    live = tmp_path / "live/current" if layout == "releases" else tmp_path / "live"
    for number in (0, 1):
        report = published(project, write_site(out, version(number)), target)
    _, changes = publish_and_die(project, write_site(out, version(2)), target, -1)
    assert changes > POINTS
    for point in range(POINTS):
        old, new = version(point + 2), version(point + 3)
        ended, _ = publish_and_die(project, write_site(out, new), target, changes * point // POINTS)
        assert not ended
        seen = files_below(live)
        if layout == "releases":
            assert is_whole(seen, old) or is_whole(seen, new)
        else:
            assert is_old_or_new(seen, old, new)
        sent = sum(isinstance(step, Send) for step in report.steps)
        again = published(project, out, target)
        assert again.problems == ()
        assert len(sends(again)) <= sent
        assert is_whole(files_below(live), new)
        hidden = {
            path
            for path in files_below(tmp_path / "live", hidden=True)
            if path.startswith(".gksite-publish") or ".gksite-new" in path
        }
        assert all(
            path.startswith((".gksite-publish/releases/", ".gksite-publish/publications"))
            for path in hidden
        )
    releases = [path.name for path in (tmp_path / "live").glob("releases/*")]
    assert len(releases) == (2 if layout == "releases" else 0)
