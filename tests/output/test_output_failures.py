"""The output folder in bad times: full disks, refused calls, killed processes, Ctrl-C. The old site
stays whole."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from small_sites import NEW, OLD, Site, commit_site, large_site, tree, write_site

from gksite.output.writer import Refused, open_output
from gksite.work.interrupts import interrupts_held

resource = pytest.importorskip("resource", reason="POSIX only")
FORK = multiprocessing.get_context("fork")
SCRIPT = Path(__file__).with_name("small_sites.py")
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join(sys.path),
    "PYTHONDONTWRITEBYTECODE": "1",
}


def whole(out: Path) -> dict[str, bytes]:
    """The files that a reader of the site sees."""
    return {
        path: data
        for path, data in tree(out).items()
        if data is not None and not path.startswith(".gksite")
    }


def clean(folder: Path, site: Site) -> dict[str, bytes | None]:
    out = folder / "clean"
    shutil.rmtree(out, ignore_errors=True)
    write_site(out, folder / "clean-state", site)
    return tree(out)


# ── the disk ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if (
        mount is None
        or subprocess.run(
            [mount, "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)],
            capture_output=True,
            check=False,
        ).returncode
    ):
        pytest.skip("mounting a small disk needs root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_leaves_the_old_site(small_disk: Path, tmp_path: Path) -> None:
    out, state = small_disk / "out", tmp_path / "state"
    write_site(out, state, OLD)
    before = tree(out)
    for size in range(200, 240, 8):  # in the staging of the last page, or in the records
        with pytest.raises(Refused) as caught:
            write_site(
                out,
                state,
                {
                    **{f"{page}.html": b"x" * 40_000 for page in range(5)},
                    "z.html": b"z" * size * 1000,
                },
            )
        assert dict(caught.value.diagnostic.arguments)["reason"] == "the disk is full"
        assert tree(out) == before
    write_site(out, state, NEW)
    assert tree(out) == clean(tmp_path, NEW)


def test_a_first_build_on_a_full_disk_leaves_nothing(small_disk: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="write-failed"):
        write_site(small_disk / "a/out", tmp_path / "state", {"index.html": b"x" * 500_000})
    assert tree(small_disk) == {}


def test_a_state_folder_on_a_full_disk_leaves_the_old_site(
    small_disk: Path, tmp_path: Path
) -> None:
    out, state = tmp_path / "out", small_disk / "state"
    write_site(out, state, OLD)
    before = tree(out)
    with pytest.raises(OSError, match="space"):
        (small_disk / "ballast").write_bytes(b"x" * 300_000)
    with pytest.raises(Refused, match="the disk is full"):
        write_site(out, state, large_site("new"))
    assert tree(out) == before


def child_writes_under_a_limit(out: Path, state: Path, site: Site) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
    try:
        write_site(out, state, site)
    except Refused as refused:
        os._exit(
            7 if dict(refused.diagnostic.arguments)["reason_zh"] == "文件超过允许的大小" else 8
        )


@pytest.mark.parametrize(
    "site", [{"a.html": b"a", "b.html": b"x" * 20_000}, large_site("new", 400)]
)
def test_a_file_beyond_the_limit_leaves_the_old_site(tmp_path: Path, site: Site) -> None:
    """Of the large site no page is too long, but the records are."""
    out, state = tmp_path / "out", tmp_path / "state"
    write_site(out, state, OLD)
    before = tree(out)
    child = FORK.Process(target=child_writes_under_a_limit, args=(out, state, site))
    child.start()
    child.join()
    assert child.exitcode == 7
    assert tree(out) == before


@pytest.fixture
def frozen(tmp_path: Path) -> Iterator[Callable[[Path], None]]:
    """Makes a folder read-only, for root too."""
    done: list[Path] = []

    def freeze(folder: Path) -> None:
        if os.geteuid() == 0:
            chattr = shutil.which("chattr")
            if (
                chattr is None
                or subprocess.run(
                    [chattr, "+i", str(folder)], capture_output=True, check=False
                ).returncode
            ):
                pytest.skip("root may write everywhere on this file system")
        else:
            folder.chmod(0o555)
        done.append(folder)

    yield freeze
    for folder in done:
        if os.geteuid() == 0:
            subprocess.run(["chattr", "-i", str(folder)], check=True)
        else:
            folder.chmod(0o755)


@pytest.mark.parametrize("folder", ["", "plans/one", "units/drc", "assets"])
def test_a_read_only_folder_leaves_the_old_site(
    tmp_path: Path, frozen: Callable[[Path], None], folder: str
) -> None:
    out, state = tmp_path / "out", tmp_path / "state"
    write_site(out, state, OLD)
    before = tree(out)
    frozen(out / folder)
    with pytest.raises(Refused, match="没有写入权限"):
        write_site(out, state, NEW)
    assert tree(out) == before


CHANGING = ("replace", "rename", "link", "unlink", "rmdir", "mkdir")


def _turn_read_only(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """So many changes of names go through, and then none any more."""
    calls = iter(range(1, 100_000))

    def failing(real: Callable[..., None], *arguments: object, **options: object) -> None:
        if next(calls) > after:
            raise OSError(30, "Read-only file system", str(arguments[0]))
        real(*arguments, **options)

    for name in CHANGING:
        monkeypatch.setattr(os, name, partial(failing, getattr(os, name)))


def test_a_disk_that_turns_read_only_in_the_middle_is_told_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the undo fails too, nobody says that all is as it was; and the next run restores it."""
    state, told = tmp_path / "state", set()
    for after in range(100):
        out = tmp_path / f"out-{after}"
        write_site(out, state, OLD)
        before = _without_staging(out)
        with monkeypatch.context() as patch:
            _turn_read_only(patch, after)
            try:
                write_site(out, state, NEW)
            except Refused as refused:
                code = refused.diagnostic.code
            else:
                break
        told.add(code)
        assert (code == "write-failed") == (
            _without_staging(out) == before
        ) or code == "output-unfinished", (after, code)
        with open_output(out, state):
            pass
        assert tree(out) == before
        write_site(out, state, NEW)
        assert tree(out) == clean(tmp_path, NEW)
    assert told == {"write-failed", "output-unfinished"}


def _without_staging(out: Path) -> dict[str, bytes | None]:
    return {
        path: data for path, data in tree(out).items() if not path.startswith(".gksite-staging")
    }


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(Refused, match="a file stands where a folder must be"):
        write_site(tmp_path / "file/out", tmp_path / "state", OLD)
    assert (tmp_path / "file").read_bytes() == b"x"


# ── the Nth system call fails, or is the last one ─────────────────────────────────────────────────


def strace_works() -> bool:
    strace = shutil.which("strace")
    return (
        strace is not None
        and not subprocess.run(
            [strace, "-o", os.devnull, "-e", "inject=rename:error=EIO:when=9", "true"],
            capture_output=True,
            check=False,
        ).returncode
    )


needs_strace = pytest.mark.skipif(
    not strace_works(), reason="strace is missing, or not allowed here"
)


def run_with_fault(calls: str, fault: str, number: int, out: Path, state: Path) -> tuple[int, bool]:
    """The exit code, and whether the fault came to pass."""
    log = state / "strace.log"
    names = ",".join(f"?{call}" for call in calls.split(","))
    run = subprocess.run(
        [
            "strace",
            "-qq",
            "-o",
            str(log),
            "-e",
            f"trace={names}",
            "-e",
            f"inject={names}:{fault}:when={number}",
            sys.executable,
            str(SCRIPT),
            str(out),
            str(state),
            "new",
        ],
        env=ENVIRONMENT,
        capture_output=True,
        check=False,
    )
    text = log.read_text()
    return run.returncode, "(INJECTED)" in text or "killed by SIGKILL" in text


@needs_strace
@pytest.mark.parametrize(
    "calls", ["rename,renameat,renameat2", "link,linkat", "mkdir,mkdirat", "unlink,unlinkat"]
)
def test_whatever_call_fails_the_site_is_the_old_or_the_new_one(tmp_path: Path, calls: str) -> None:
    old, new, state = clean(tmp_path, OLD), clean(tmp_path, NEW), tmp_path / "state"
    for number in range(1, 100):
        out = tmp_path / f"out-{number}"
        write_site(out, state, OLD)
        code, happened = run_with_fault(calls, "error=EIO", number, out, state)
        found = {
            path: data for path, data in tree(out).items() if not path.startswith(".gksite-staging")
        }
        assert found == (old if code == 3 else new), (number, code)
        assert code in (0, 3)
        write_site(out, state, NEW)
        assert tree(out) == new
        if not happened:
            assert number > 1
            return


@needs_strace
@pytest.mark.parametrize("calls", ["rename,renameat,renameat2", "link,linkat", "unlink,unlinkat"])
def test_wherever_it_is_killed_every_file_is_whole_and_the_next_build_right(
    tmp_path: Path, calls: str
) -> None:
    old, new, state = clean(tmp_path, OLD), clean(tmp_path, NEW), tmp_path / "state"
    for number in range(1, 100):
        out = tmp_path / f"out-{number}"
        write_site(out, state, OLD)
        _, happened = run_with_fault(calls, "signal=SIGKILL", number, out, state)
        assert all(data in (OLD.get(path), NEW.get(path)) for path, data in whole(out).items())
        with open_output(out, state):
            pass  # a build that then finds a problem in the sources
        assert tree(out) in (old, new)
        write_site(out, state, NEW)
        assert tree(out) == new
        if not happened:
            assert number > 1
            return


# ── killed at any moment ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("first", [True, False], ids=["first build", "rebuild"])
def test_killed_at_any_moment_every_file_is_whole_and_the_next_build_right(
    tmp_path: Path, first: bool
) -> None:
    old, new = large_site("old"), large_site("new")
    expected_old, expected_new = clean(tmp_path, old), clean(tmp_path, new)
    chance = random.Random(7)
    began = time.perf_counter()
    write_site(tmp_path / "timed", tmp_path / "timed-state", new)
    duration = time.perf_counter() - began
    for number in range(20):
        out, state = tmp_path / f"out-{number}", tmp_path / f"state-{number}"
        if not first:
            write_site(out, state, old)
        child = FORK.Process(target=write_site, args=(out, state, new))
        child.start()
        time.sleep(chance.random() * duration * 1.5)
        child.kill()
        child.join()
        if out.exists():
            assert all(data in (old.get(path), new.get(path)) for path, data in whole(out).items())
            with open_output(out, state):
                pass
            unfinished = {} if first else expected_old
            assert (tree(out) if out.exists() else {}) in (unfinished, expected_new)
        write_site(out, state, new)
        assert tree(out) == expected_new
        shutil.rmtree(out)


# ── Ctrl-C ────────────────────────────────────────────────────────────────────────────────────────


def child_is_interrupted(
    out: Path, state: Path, site: Site, ready: Connection, in_commit: bool
) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with open_output(out, state) as output:
            if not in_commit:
                output.stage("index.html", b"half")
                ready.send(True)
                time.sleep(60)
            ready.send(True)
            commit_site(output, site)
        # In here: Ctrl-C in what multiprocessing does at the end of a process gives exit code 1.
        os._exit(0)
    except KeyboardInterrupt:
        os._exit(130)


@pytest.mark.parametrize("first", [True, False], ids=["first build", "rebuild"])
def test_ctrl_c_while_staging_leaves_the_old_site(tmp_path: Path, first: bool) -> None:
    out, state = tmp_path / "out", tmp_path / "state"
    if not first:
        write_site(out, state, OLD)
    code = interrupt(out, state, NEW, in_commit=False, delay=0)
    assert code == 130
    if first:
        assert not out.exists()
    else:
        assert tree(out) == clean(tmp_path, OLD)


def test_ctrl_c_waits_while_it_is_held() -> None:
    reached = False
    with pytest.raises(KeyboardInterrupt), interrupts_held():
        signal.raise_signal(signal.SIGINT)
        reached = True
    assert reached


def test_ctrl_c_at_any_moment_leaves_the_old_site_or_the_new_one(tmp_path: Path) -> None:
    old, new = large_site("old"), large_site("new")
    expected = clean(tmp_path, old), clean(tmp_path, new)
    chance = random.Random(11)
    for number in range(20):
        out, state = tmp_path / f"out-{number}", tmp_path / f"state-{number}"
        write_site(out, state, old)
        assert interrupt(out, state, new, in_commit=True, delay=chance.random() * 0.04) in (0, 130)
        assert tree(out) in expected
        assert {path.name for path in state.iterdir()} == {"lock", "manifest.msgpack"}
        shutil.rmtree(out)


def interrupt(out: Path, state: Path, site: Site, in_commit: bool, delay: float) -> int | None:
    """Press Ctrl-C in a child, and again after a while where it goes on, as a person does: Python
    drops what is raised within a finalizer."""
    here, there = FORK.Pipe()
    child = FORK.Process(target=child_is_interrupted, args=(out, state, site, there, in_commit))
    child.start()
    assert here.poll(30)
    time.sleep(delay)
    for _ in range(4):
        if child.pid is not None and child.is_alive():
            os.kill(child.pid, signal.SIGINT)
        child.join(10)
    here.close()
    there.close()
    return child.exitcode
