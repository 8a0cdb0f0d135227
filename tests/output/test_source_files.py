"""Source files that a command writes appear all together, or everything is as it was; what somebody
else wrote is never overwritten."""

from __future__ import annotations

import stat
import sys
import threading
from pathlib import Path

import pytest
from filelock import FileLock

from gksite.output import source_files
from gksite.output.refusal import Refused
from gksite.output.source_files import LOCK_NAME, locked_sources, write_together


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_bytes(b"site: {}\n")
    return tmp_path


def tree(folder: Path) -> dict[str, bytes | None]:
    found = (path for path in sorted(folder.rglob("*")) if ".gksite" not in path.parts)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in found
    }


def test_every_file_is_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"old")
    write_together({tmp_path / "a.md": b"new", tmp_path / "plans/x/tasks.yaml": b"- {id: 1}\n"})
    assert tree(tmp_path) == {
        "a.md": b"new",
        "plans": None,
        "plans/x": None,
        "plans/x/tasks.yaml": b"- {id: 1}\n",
    }


@pytest.mark.parametrize("bad", ["folder", "a.md/below"])
def test_where_one_cannot_be_written_all_are_as_they_were(tmp_path: Path, bad: str) -> None:
    (tmp_path / "a.md").write_bytes(b"old")
    (tmp_path / "folder").mkdir()
    before = tree(tmp_path)
    with pytest.raises(Refused) as refused:
        write_together(
            {
                tmp_path / "a.md": b"new",
                tmp_path / "new/b.md": b"new",
                tmp_path / bad: b"new",
                tmp_path / "c.md": b"new",
            }
        )
    assert refused.value.diagnostic.code == "write-failed"
    assert tree(tmp_path) == before


@pytest.mark.parametrize("failing", range(1, 4))
def test_a_disk_that_fails_between_two_files_leaves_both_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    (tmp_path / "a.md").write_bytes(b"old")
    (tmp_path / "c.md").write_bytes(b"old")
    before = tree(tmp_path)
    _fail(monkeypatch, failing, times=1)
    with pytest.raises(Refused) as refused:
        write_together({tmp_path / name: b"new" for name in ("a.md", "b.md", "c.md")})
    assert refused.value.diagnostic.code == "write-failed"
    assert tree(tmp_path) == before


def test_an_undo_that_fails_is_told_and_what_stood_there_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_bytes(b"old")
    _fail(monkeypatch, 2, times=99)
    with pytest.raises(Refused) as refused:
        write_together({tmp_path / name: b"new" for name in ("a.md", "b.md")})
    arguments = dict(refused.value.diagnostic.arguments)
    assert refused.value.diagnostic.code == "sources-unfinished"
    assert (tmp_path / "a.md").read_bytes() == b"new"
    assert Path(arguments["kept"]).read_bytes() == b"old"


def _fail(monkeypatch: pytest.MonkeyPatch, first: int, times: int) -> None:
    """From its `first` call on, renaming fails so many times."""
    calls = iter(range(1, 1000))
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if first <= next(calls) < first + times:
            raise OSError(30, "Read-only file system")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)


def test_a_file_that_was_edited_since_it_was_read_is_not_overwritten(project: Path) -> None:
    place, other = project / "a.md", project / "b.md"
    place.write_bytes(b"as it was read")
    with locked_sources(project) as sources, pytest.raises(Refused) as refused:
        place.write_bytes(b"saved by an editor")
        sources.write({other: b"new", place: b"new"}, {place: b"as it was read"})
    assert refused.value.diagnostic.code == "source-changed"
    assert tree(project) == {"a.md": b"saved by an editor", "config.yaml": b"site: {}\n"}


@pytest.mark.parametrize("stands", [b"", b"by somebody else"])
def test_a_file_that_came_up_meanwhile_is_not_overwritten(project: Path, stands: bytes) -> None:
    with locked_sources(project) as sources, pytest.raises(Refused, match="source-changed"):
        (project / "a.md").write_bytes(stands)
        sources.write({project / "a.md": b"new"}, {})
    assert (project / "a.md").read_bytes() == stands


def test_a_save_between_keeping_the_old_file_and_writing_the_new_one_is_seen(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = project / "a.md"
    place.write_bytes(b"old")
    keep = source_files._keep

    def save_then(change: source_files._Change) -> bool:
        kept = keep(change)
        (project / "editor.tmp").write_bytes(b"saved")
        (project / "editor.tmp").replace(place)
        return kept

    monkeypatch.setattr(source_files, "_keep", save_then)
    with locked_sources(project) as sources, pytest.raises(Refused, match="source-changed"):
        sources.write({place: b"new"}, {place: b"old"})
    assert tree(project) == {"a.md": b"saved", "config.yaml": b"site: {}\n"}


def test_who_comes_second_waits_and_is_told(project: Path) -> None:
    told: list[str] = []
    entered = threading.Event()

    def second() -> None:
        with locked_sources(project, lambda: told.append("waiting")):
            entered.set()

    with locked_sources(project):
        thread = threading.Thread(target=second)
        thread.start()
        assert not entered.wait(1.5)
    thread.join(10)
    assert entered.is_set()
    assert told == ["waiting"]


def test_who_waits_for_too_long_is_refused(project: Path) -> None:
    with (
        locked_sources(project),
        pytest.raises(Refused) as refused,
        locked_sources(project, wait=0.1),
    ):
        pytest.fail("two have the lock")
    assert (refused.value.diagnostic.code, refused.value.diagnostic.location.path) == (
        "sources-locked",
        f"{project.as_posix()}/.gksite/{LOCK_NAME}",
    )


def test_where_the_file_system_has_no_locks_a_file_stands_for_one(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object, **__: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(FileLock, "acquire", none)
    with locked_sources(project) as sources:
        sources.write({project / "a.md": b"new"}, {})
        with pytest.raises(Refused, match="sources-locked"), locked_sources(project, wait=0.1):
            pytest.fail("two have the lock")
    with locked_sources(project):
        assert (project / "a.md").read_bytes() == b"new"


def test_a_folder_without_a_project_is_left_alone(tmp_path: Path) -> None:
    with locked_sources(tmp_path / "nothing"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_goes_with_the_next_write(project: Path) -> None:
    for name in (
        ".a.md.0123456789abcdef.gksite-new",
        ".a.md.0123456789abcdef.gksite-old",
        ".b.md.0123456789abcdef.gksite-new",
        ".a.md.swp",
    ):
        (project / name).write_bytes(b"x")
    with locked_sources(project) as sources:
        sources.write({project / "a.md": b"new"}, {})
    assert sorted(tree(project)) == [
        ".a.md.swp",
        ".b.md.0123456789abcdef.gksite-new",
        "a.md",
        "config.yaml",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
def test_a_file_keeps_its_mode_and_a_link_stays_a_link(project: Path) -> None:
    (project / "a.md").write_bytes(b"old")
    (project / "a.md").chmod(0o664)
    (project / "link.md").symlink_to("a.md")
    with locked_sources(project) as sources:
        sources.write({project / "link.md": b"new"}, {project / "link.md": b"old"})
    assert (project / "link.md").is_symlink()
    assert (project / "a.md").read_bytes() == b"new"
    assert stat.S_IMODE((project / "a.md").stat().st_mode) == 0o664
