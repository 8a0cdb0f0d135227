"""What goes wrong at a target: one clear message, no traceback, the live site as it was, nothing
left after the next run."""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from publishing_places import Place, needs
from publishing_servers import CutLine, Sshd, free_port, nginx_running
from publishing_sites import NEW, OLD, files_below, folder_target, write_site
from told import assert_said, said

from gksite.cli.options import exit_code
from gksite.config.values import Target
from gksite.diagnostics import Diagnostic
from gksite.publishing.listing import SiteFile
from gksite.publishing.lock import LOCK_PATH, Holder
from gksite.publishing.publish import Report, Wishes, publish_folder
from gksite.publishing.targets.folder import FolderStore
from gksite.publishing.targets.opening import open_store
from gksite.publishing.targets.store import Store

BIG = {**NEW, **{f"plans/big/{number}.html": bytes([number]) * 60_000 for number in range(20)}}
in_both_layouts = pytest.mark.parametrize("layout", ["releases", "in-place"])


def published(
    project: Path, out: Path, target: Target, store: Store | None = None, **wishes: object
) -> Report:
    return publish_folder(
        project,
        out,
        target,
        Wishes(**{"max_deletes": 100, **wishes}),  # type: ignore[arg-type]
        store=store,
    )


def codes(report: Report) -> list[str]:
    return [one.code for one in report.problems]


def sftp_target(server: Sshd, path: Path, **more: object) -> Target:
    known = {
        "host_key": (server.fingerprint(),),
        "key_file": str(server.user_key),
        "layout": "releases",
        **more,
    }
    return Target(
        name="live",
        kind="sftp",
        host="127.0.0.1",
        port=server.port,
        path=str(path),
        **known,  # type: ignore[arg-type]
    )


# ── the way to the target ─────────────────────────────────────────────────────────────────────────


def test_a_wrong_host_key(sshd: Sshd, project: Path, tmp_path: Path) -> None:
    out = write_site(tmp_path / "public", NEW)
    target = sftp_target(sshd, tmp_path / "live", host_key=(sshd.fingerprint("other_key"),))
    report = published(project, out, target)
    assert_said("wrong-host-key", report.problems, str(tmp_path))
    assert sshd.fingerprint() in said(report.problems).replace(
        "SHA256:…", sshd.fingerprint()
    ) and sshd.fingerprint() in str(report.problems)
    assert exit_code(report.problems, strict=False) == 3
    assert not (tmp_path / "live").exists()
    known = tmp_path / "known_hosts"
    known.write_text(
        f"[127.0.0.1]:{sshd.port} {(sshd.folder / 'other_key.pub').read_text('ascii')}", "ascii"
    )
    assert codes(
        published(
            project, out, msgspec.structs.replace(target, host_key=(), known_hosts=str(known))
        )
    ) == ["publish-host-key-wrong"]
    known.write_text(
        f"[127.0.0.1]:{sshd.port} {(sshd.folder / 'host_key.pub').read_text('ascii')}", "ascii"
    )
    assert (
        codes(
            published(
                project, out, msgspec.structs.replace(target, host_key=(), known_hosts=str(known))
            )
        )
        == []
    )


def test_an_unknown_host_key(
    sshd: Sshd, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    report = published(
        project,
        write_site(tmp_path / "public", NEW),
        sftp_target(sshd, tmp_path / "live", host_key=()),
    )
    assert_said("unknown-host-key", report.problems, str(tmp_path))
    assert exit_code(report.problems, strict=False) == 3


def test_a_refused_login(
    sshd: Sshd, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GKSITE_LIVE_PASSWORD", "geheim-17")
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    report = published(
        project,
        write_site(tmp_path / "public", NEW),
        sftp_target(sshd, tmp_path / "live", key_file=str(sshd.folder / "other_key")),
    )
    assert_said("refused-login", report.problems, str(tmp_path))
    assert "geheim" not in str(report)


@pytest.mark.parametrize("kind", ["sftp", "webdav", "s3"])
def test_nobody_answers(kind: str, project: Path, tmp_path: Path, s3_keys: None) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    target = Target(
        name="live",
        kind=kind,  # type: ignore[arg-type]
        host="127.0.0.1",
        port=free_port(),
        path="/srv",
        url=address,
        endpoint=address,
        bucket="b",
        host_key=("SHA256:x",),
    )
    report = published(project, write_site(tmp_path / "public", NEW), target)
    assert codes(report) in (["publish-unreachable"], ["publish-cut"])
    assert exit_code(report.problems, strict=False) == 1
    if kind == "webdav":
        assert_said("nobody-answers", report.problems, str(tmp_path))


@pytest.mark.parametrize("place", ["webdav"], indirect=True)
def test_the_line_is_cut(
    place: Place, project: Path, tmp_path: Path, line: Callable[[int], CutLine]
) -> None:
    cutter = line(place.server_port)
    cutter.cut_after(2_500)
    target = msgspec.structs.replace(
        place.target, url=place.target.url.replace(f":{place.server_port}", f":{cutter.port}")
    )
    report = published(project, write_site(tmp_path / "public", NEW), target)
    assert codes(report) == ["publish-cut"]
    detail = dict(report.problems[0].arguments)["detail"]
    assert_said("cut", [Diagnostic(report.problems[0].location, "publish-cut", (("detail", "…"),))])
    assert detail


@pytest.mark.parametrize("place", ["s3"], indirect=True)
def test_no_credentials(
    place: Place, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("HOME", str(tmp_path))
    # boto3 remembers what its first session found.
    monkeypatch.setattr("boto3.DEFAULT_SESSION", None)
    report = published(project, write_site(tmp_path / "public", NEW), place.target)
    assert_said("no-credentials", report.problems, place.target.bucket)


@pytest.mark.parametrize("place", ["s3"], indirect=True)
def test_no_such_bucket(place: Place, project: Path, tmp_path: Path) -> None:
    report = published(
        project,
        write_site(tmp_path / "public", NEW),
        msgspec.structs.replace(place.target, bucket="nowhere"),
    )
    assert codes(report) == ["publish-unreachable"]


def test_a_library_that_is_not_installed(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "paramiko", None)
    for name in [name for name in sys.modules if name.startswith("gksite.publishing.targets.sftp")]:
        monkeypatch.delitem(sys.modules, name)
    report = published(
        project,
        write_site(tmp_path / "public", NEW),
        Target(name="live", kind="sftp", host="h", path="/p"),
    )
    assert_said("missing-library", report.problems)


# ── the target's disk ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of half a megabyte, where one may be made."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    ).returncode:
        pytest.skip(
            "mounting is not permitted here; a limit on the size of files stands in for a full disk"
        )
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def remounted(folder: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(folder)], check=True)


@in_both_layouts
@pytest.mark.parametrize("kind", ["folder", "sftp"])
def test_a_full_disk(
    kind: str,
    layout: str,
    project: Path,
    tmp_path: Path,
    small_disk: Path,
    request: pytest.FixtureRequest,
) -> None:
    live, out = small_disk / "live", tmp_path / "public"
    target = (
        folder_target(live, layout)
        if kind == "folder"
        else sftp_target(request.getfixturevalue("sshd"), live, layout=layout)
    )
    assert published(project, write_site(out, OLD), target).problems == ()
    seen = live / "current" if layout == "releases" else live
    before = files_below(seen)
    report = published(project, write_site(out, BIG), target)
    assert_said(
        f"full-disk-{kind}",
        [
            msgspec.structs.replace(one, location=msgspec.structs.replace(one.location, path="…"))
            for one in report.problems
        ],
    )
    assert exit_code(report.problems, strict=False) == 1
    assert files_below(seen) == before
    remounted(small_disk, "size=8m")
    assert published(project, out, target).problems == ()
    assert {path: data for path, data in files_below(seen).items() if path in BIG} == BIG
    left = {
        path
        for path in files_below(live, hidden=True)
        if ".gksite-new" in path or "incoming" in path or "pending" in path or path == LOCK_PATH
    }
    assert left == set()


@pytest.mark.parametrize("kind", ["folder", "sftp"])
def test_a_read_only_disk(
    kind: str, project: Path, tmp_path: Path, small_disk: Path, request: pytest.FixtureRequest
) -> None:
    live, out = small_disk / "live", tmp_path / "public"
    target = (
        folder_target(live)
        if kind == "folder"
        else sftp_target(request.getfixturevalue("sshd"), live)
    )
    assert published(project, write_site(out, OLD), target).problems == ()
    before = files_below(live / "current")
    remounted(small_disk, "ro")
    report = published(project, write_site(out, NEW), target)
    remounted(small_disk, "rw")
    assert_said(f"read-only-{kind}", report.problems, str(tmp_path))
    assert files_below(live / "current") == before
    assert published(project, out, target).problems == ()


@in_both_layouts
def test_a_limit_on_the_size_of_files(layout: str, project: Path, tmp_path: Path) -> None:
    """As a quota or a full disk, without the right to mount one."""
    target, out = folder_target(tmp_path / "live", layout), tmp_path / "public"
    assert published(project, write_site(out, OLD), target).problems == ()
    before = files_below(tmp_path / "live")
    write_site(out, BIG)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, hard))
    try:
        report = published(project, out, target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert codes(report) == ["publish-write-failed"]
    assert {
        path: data for path, data in files_below(tmp_path / "live").items() if path in before
    } == before
    assert published(project, out, target).problems == ()


def test_webdav_that_may_only_be_read(project: Path, tmp_path: Path, scratch: Path) -> None:
    needs("nginx")
    folder, port = scratch / "read-only-dav", free_port()
    folder.mkdir()
    with nginx_running(
        folder,
        port,
        f"server {{ listen 127.0.0.1:{port}; root {folder}; location / {{ limit_except GET {{ "
        f"deny all; }} }} }}",
    ):
        report = published(
            project,
            write_site(tmp_path / "public", NEW),
            Target(name="live", kind="webdav", url=f"http://127.0.0.1:{port}/site"),
        )
    assert_said("read-only-webdav", report.problems)


# ── the lock ──────────────────────────────────────────────────────────────────────────────────────


def leave_lock(place: Place, project: Path, until: int, token: str = "somebody") -> None:
    with open_store(place.target, project) as store:
        store.write(
            LOCK_PATH, msgspec.json.encode(Holder("li@office-3", token, 1_700_000_000, until))
        )


@pytest.mark.parametrize(("case", "seconds"), [("locked", 3_000), ("expired-lock", -60)])
def test_a_lock_of_somebody_else(
    case: str, seconds: int, place: Place, project: Path, tmp_path: Path
) -> None:
    out = tmp_path / "public"
    published(project, write_site(out, OLD), place.target)
    before = place.seen()
    leave_lock(place, project, int(time.time()) + seconds)
    report = published(project, write_site(out, NEW), place.target)
    assert_said(
        case,
        [
            msgspec.structs.replace(one, location=msgspec.structs.replace(one.location, path="…"))
            for one in report.problems
        ],
    )
    assert exit_code(report.problems, strict=False) == 3
    assert place.seen() == before
    assert published(project, out, place.target, break_lock=True).problems == ()
    with open_store(place.target, project) as store:
        assert store.read(LOCK_PATH) is None


def test_a_lock_that_says_nothing_holds_nobody_up(project: Path, tmp_path: Path) -> None:
    """Its owner was killed between making it and writing into it."""
    target, out = folder_target(tmp_path / "live"), write_site(tmp_path / "public", NEW)
    (tmp_path / "live" / LOCK_PATH).parent.mkdir(parents=True)
    (tmp_path / "live" / LOCK_PATH).write_bytes(b"")
    assert published(project, out, target).problems == ()
    assert not (tmp_path / "live" / LOCK_PATH).exists()


@pytest.mark.parametrize("kind", ["folder", "sftp"])
def test_a_disk_too_full_for_a_lock(
    kind: str, project: Path, tmp_path: Path, small_disk: Path, request: pytest.FixtureRequest
) -> None:
    live, out = small_disk / "live", write_site(tmp_path / "public", NEW)
    target = (
        folder_target(live)
        if kind == "folder"
        else sftp_target(request.getfixturevalue("sshd"), live)
    )
    (live / LOCK_PATH).parent.mkdir(parents=True)
    with contextlib.suppress(OSError), (small_disk / "full").open("wb") as stream:
        while True:
            stream.write(bytes(4096))
            stream.flush()
    assert codes(published(project, out, target)) == ["publish-write-failed"]
    assert not (live / LOCK_PATH).exists()
    (small_disk / "full").unlink()
    assert published(project, out, target).problems == ()


class Takeover(FolderStore):
    """A folder in which somebody does something right after a file is sent."""

    def __init__(self, root: Path, then: Callable[[FolderStore], None]) -> None:
        super().__init__(root)
        self._then = then

    def send(self, path: str, file: SiteFile) -> None:
        super().send(path, file)
        self._then(FolderStore(Path(self.place())))


@in_both_layouts
@pytest.mark.parametrize("owner", ["li@office-3", ""], ids=["taken", "expired"])
def test_our_lock_is_lost_on_the_way(
    owner: str, layout: str, project: Path, tmp_path: Path
) -> None:
    target, out = folder_target(tmp_path / "live", layout), tmp_path / "public"
    published(project, write_site(out, OLD), target)
    before = files_below(tmp_path / "live")

    def lose(store: FolderStore) -> None:
        held = msgspec.json.decode(store.read(LOCK_PATH) or b"", type=Holder)
        changed = (
            msgspec.structs.replace(held, name=owner, token="other")
            if owner
            else msgspec.structs.replace(held, until=1_700_000_000)
        )
        store.write(LOCK_PATH, msgspec.json.encode(changed))

    report = published(project, write_site(out, NEW), target, Takeover(tmp_path / "live", lose))
    assert_said(f"lost-lock-{'taken' if owner else 'expired'}", report.problems, str(tmp_path))
    assert exit_code(report.problems, strict=False) == 3
    assert {
        path: data for path, data in files_below(tmp_path / "live").items() if path in before
    } == before
    assert published(project, out, target, break_lock=True).problems == ()


def test_two_at_once_on_one_machine(project: Path, tmp_path: Path) -> None:
    target, out = folder_target(tmp_path / "live"), write_site(tmp_path / "public", NEW)
    second: list[Report] = []
    published(
        project,
        out,
        target,
        Takeover(tmp_path / "live", lambda _: second.append(published(project, out, target))),
    )
    assert {code for report in second for code in codes(report)} == {"publish-locked"}
    assert published(project, out, target).steps == ()


# ── the site itself ───────────────────────────────────────────────────────────────────────────────


def test_an_empty_source(project: Path, tmp_path: Path) -> None:
    report = published(
        project, write_site(tmp_path / "public", {}), folder_target(tmp_path / "live")
    )
    assert_said("empty-source", report.problems, str(tmp_path))
    assert exit_code(report.problems, strict=False) == 3
    assert not (tmp_path / "live").exists()


def test_too_many_deletes(place: Place, project: Path, tmp_path: Path) -> None:
    out = tmp_path / "public"
    published(project, write_site(out, OLD), place.target)
    before = place.seen()
    few = {"index.html": b"home, new"}
    report = published(project, write_site(out, few), place.target, max_deletes=None)
    assert_said(
        "too-many-deletes",
        [
            msgspec.structs.replace(one, location=msgspec.structs.replace(one.location, path="…"))
            for one in report.problems
        ],
    )
    assert (
        published(project, out, place.target, max_deletes=None, dry_run=True).problems
        == report.problems
    )
    assert exit_code(report.problems, strict=False) == 3
    assert place.seen() == before
    assert published(project, out, place.target, max_deletes=7).problems == ()
    assert {path for path in place.seen() if not path.startswith("assets/style")} == {"index.html"}


def test_a_source_that_changes_on_the_way(project: Path, tmp_path: Path) -> None:
    target, out = folder_target(tmp_path / "live"), tmp_path / "public"
    published(project, write_site(out, OLD), target)
    before = files_below(tmp_path / "live/current")
    write_site(out, NEW)
    (out / "plans/index.html").write_bytes(b"edited while it was published")
    report = published(project, out, target)
    assert_said("changed-source", report.problems, str(tmp_path))
    (out / "plans/index.html").unlink()
    assert codes(published(project, out, target)) == ["publish-source-changed"]
    assert files_below(tmp_path / "live/current") == before


def test_bytes_that_arrive_damaged(project: Path, tmp_path: Path) -> None:
    target, out = folder_target(tmp_path / "live"), tmp_path / "public"
    published(project, write_site(out, OLD), target)
    before = files_below(tmp_path / "live/current")

    def damage(_: FolderStore) -> None:
        for path in (tmp_path / "live/releases").glob("*/plans/index.html"):
            if path.read_bytes() == NEW["plans/index.html"]:
                path.write_bytes(b"PLANS, NEW")

    report = published(project, write_site(out, NEW), target, Takeover(tmp_path / "live", damage))
    assert_said(
        "damaged",
        report.problems,
        str(tmp_path),
        next(iter(report.problems)).location.path.split("/releases/")[1][:16],
    )
    assert files_below(tmp_path / "live/current") == before


def test_current_is_not_ours(project: Path, tmp_path: Path) -> None:
    (tmp_path / "live/current").mkdir(parents=True)
    report = published(
        project, write_site(tmp_path / "public", NEW), folder_target(tmp_path / "live")
    )
    assert_said("not-ours", report.problems, str(tmp_path))
    assert exit_code(report.problems, strict=False) == 3


@pytest.mark.parametrize(
    "path", ["content", "content/plans", ".", "..", "public", "public/live", ".gksite"]
)
def test_a_target_among_the_sources(path: str, project: Path) -> None:
    report = published(
        project, write_site(project / "public", NEW), folder_target(Path(path), "in-place")
    )
    assert codes(report) == ["output-inside-sources"]
    assert exit_code(report.problems, strict=False) == 3


def test_the_marker_of_the_live_release_is_gone(project: Path, tmp_path: Path) -> None:
    target, out = folder_target(tmp_path / "live"), tmp_path / "public"
    published(project, write_site(out, OLD), target)
    (tmp_path / "live/current/.gksite-manifest").unlink()
    (tmp_path / "live/current/theirs.txt").write_bytes(b"theirs")
    assert published(project, write_site(out, NEW), target).problems == ()
    assert files_below(tmp_path / "live/current") == {**NEW, "theirs.txt": b"theirs"}


@in_both_layouts
def test_a_symbolic_link_is_never_followed(layout: str, project: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "index.html").write_bytes(b"theirs")
    target, out = folder_target(tmp_path / "live", layout), tmp_path / "public"
    live = tmp_path / "live/current" if layout == "releases" else tmp_path / "live"
    live.mkdir(parents=True) if layout == "in-place" else published(
        project, write_site(out, {"index.html": b"x", "a.html": b""}), target
    )
    (live / "plans").symlink_to(outside)
    published(project, write_site(out, NEW), target)
    assert files_below(outside) == {"index.html": b"theirs"}


def test_a_record_that_cannot_be_written(project: Path, tmp_path: Path) -> None:
    (project / ".gksite").write_bytes(b"a file where the folder must be")
    report = published(
        project, write_site(tmp_path / "public", NEW), folder_target(tmp_path / "live")
    )
    assert_said("no-record", report.problems, str(tmp_path))


@pytest.mark.skipif(os.name == "nt", reason="POSIX only")
def test_a_secret_is_in_no_text(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in ("PASSWORD", "TOKEN", "PASSPHRASE", "SECRET_ACCESS_KEY"):
        monkeypatch.setenv(f"GKSITE_LIVE_{kind}", "geheim-17")
    target = Target(name="live", kind="webdav", url=f"http://127.0.0.1:{free_port()}", user="li")
    report = published(project, write_site(tmp_path / "public", NEW), target)
    assert "geheim" not in repr(report) + said(report.problems) + repr(
        open_store(target, project).__dict__
    )
