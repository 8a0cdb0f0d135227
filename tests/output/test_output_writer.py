"""The output folder in peace: what is written, kept, removed and refused."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_sites import NEW, OLD, Site, commit_site, fingerprint_of, tree, write_site

from gksite.output.journal import Write, write_journal
from gksite.output.manifest import MANIFEST_NAME
from gksite.output.writer import Committed, Refused, open_output

MARKER = ".gksite-manifest"


class Place:
    """An output folder with its state folder."""

    def __init__(self, folder: Path) -> None:
        self.out, self.state = folder / "out", folder / "state"

    def write(self, site: Site) -> Committed:
        return write_site(self.out, self.state, site)

    def clean(self, site: Site) -> dict[str, bytes | None]:
        """What a clean build gives."""
        with tempfile.TemporaryDirectory() as folder:
            write_site(Path(folder, "out"), Path(folder, "state"), site)
            return tree(Path(folder, "out"))

    def refusal(self, site: Site) -> str:
        with pytest.raises(Refused) as caught:
            self.write(site)
        return caught.value.diagnostic.code


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_site_is_written_and_only_that(place: Place) -> None:
    assert place.write(OLD) == Committed(len(OLD), 0, ())
    files = {path: data for path, data in tree(place.out).items() if data is not None}
    assert files.keys() == OLD.keys() | {MARKER}
    assert all(files[path] == data for path, data in OLD.items())


def test_a_second_site_replaces_the_first(place: Place) -> None:
    place.write(OLD)
    stale = tuple(sorted(OLD.keys() - NEW.keys()))
    assert place.write(NEW) == Committed(len(NEW) - 1, 1, stale)
    assert tree(place.out) == place.clean(NEW)


def test_an_unchanged_build_touches_nothing(place: Place) -> None:
    place.write(OLD)
    before = {path: place.out.joinpath(path).stat() for path in (*OLD, MARKER)}
    record = place.state.joinpath(MANIFEST_NAME).stat()
    assert place.write(OLD) == Committed(0, len(OLD), ())
    for path, stat in before.items():
        now = place.out.joinpath(path).stat()
        assert (now.st_ino, now.st_mtime_ns) == (stat.st_ino, stat.st_mtime_ns)
    assert place.state.joinpath(MANIFEST_NAME).stat().st_ino == record.st_ino


@pytest.mark.parametrize(
    "harm", [shutil.rmtree, lambda state: (state / MANIFEST_NAME).write_bytes(b"\x00 nonsense")]
)
def test_without_its_state_a_build_is_still_right(
    place: Place, harm: Callable[[Path], object]
) -> None:
    place.write(OLD)
    unchanged = place.out.joinpath("plans/index.html").stat().st_ino
    harm(place.state)
    assert place.write(NEW).removed == tuple(sorted(OLD.keys() - NEW.keys()))
    assert tree(place.out) == place.clean(NEW)
    assert place.out.joinpath("plans/index.html").stat().st_ino == unchanged


@pytest.mark.parametrize(
    "harm",
    [
        lambda page: page.unlink(),
        lambda page: page.write_bytes(b"old hom!"),
        lambda page: page.write_bytes(b""),
        lambda page: os.utime(page, ns=(1, 1)),
    ],
)
def test_a_file_that_was_tampered_with_is_put_right(
    place: Place, harm: Callable[[Path], object]
) -> None:
    place.write(OLD)
    harm(place.out / "index.html")
    place.write(OLD)
    assert tree(place.out) == place.clean(OLD)


def test_intact_means_the_bytes_of_the_last_build(place: Place) -> None:
    place.write(OLD)
    os.utime(place.out / "index.html", ns=(5, 5))
    place.out.joinpath("assets/style.css").write_bytes(b"own style")
    place.out.joinpath("topics").unlink()
    place.out.joinpath("topics").symlink_to("index.html")
    with open_output(place.out, place.state) as output:
        assert output.is_intact("index.html")
        assert output.is_intact("plans/one/7.html")
        assert not output.is_intact("assets/style.css")
        assert not output.is_intact("topics")
        assert not output.is_intact("nowhere/x.html")


def test_a_change_within_one_tick_of_the_clock_is_seen(place: Place) -> None:
    place.write(OLD)
    page = place.out / "index.html"
    written = page.stat().st_mtime_ns
    page.write_bytes(b"OLD HOME")
    os.utime(page, ns=(written, written))
    os.utime(place.state / MANIFEST_NAME, ns=(written, written))
    place.write(OLD)
    assert page.read_bytes() == OLD["index.html"]


def test_foreign_files_are_never_touched(place: Place) -> None:
    place.write(OLD)
    for path in ("CNAME", "plans/one/notes.txt", "units/drc/keep.txt"):
        place.out.joinpath(path).write_bytes(b"mine")
    site = {path: data for path, data in NEW.items() if path != "units"}
    place.write(site)
    expected = place.clean(site) | {
        "CNAME": b"mine",
        "plans/one/notes.txt": b"mine",
        "units": None,
        "units/drc": None,
        "units/drc/keep.txt": b"mine",
    }
    assert tree(place.out) == expected


@pytest.mark.parametrize("foreign", ["plans/two/1.html", "plans/two", "units/drc/keep.txt"])
def test_a_foreign_file_in_the_way_is_not_overwritten(place: Place, foreign: str) -> None:
    place.write(OLD)
    place.out.joinpath(foreign).parent.mkdir(exist_ok=True)
    place.out.joinpath(foreign).write_bytes(b"mine")
    before = tree(place.out)
    assert place.refusal(NEW) in ("output-not-ours", "write-failed")
    assert tree(place.out) == before


def test_a_foreign_file_with_the_same_bytes_is_adopted(place: Place) -> None:
    place.write(OLD)
    place.out.joinpath("plans/two").mkdir()
    place.out.joinpath("plans/two/1.html").write_bytes(NEW["plans/two/1.html"])
    place.write(NEW)
    assert tree(place.out) == place.clean(NEW)


@pytest.mark.parametrize(
    "occupy",
    [
        lambda out: (out.mkdir(), (out / "letter.txt").write_bytes(b"mine")),
        lambda out: out.write_bytes(b"a file"),
        lambda out: (out.mkdir(), (out / MARKER).symlink_to("/dev/null")),
    ],
)
def test_a_folder_that_is_not_ours_is_refused(
    place: Place, occupy: Callable[[Path], object]
) -> None:
    occupy(place.out)
    before = tree(place.out)
    assert place.refusal(OLD) == "output-not-ours"
    assert tree(place.out) == before


def test_a_link_to_an_output_folder_is_followed_and_to_another_is_not(
    place: Place, tmp_path: Path
) -> None:
    real = tmp_path / "real"
    real.mkdir()
    place.out.symlink_to(real)
    place.write(OLD)
    assert place.out.is_symlink()
    assert tree(real) == place.clean(OLD)
    (real / MARKER).unlink()
    assert place.refusal(NEW) == "output-not-ours"


def test_an_empty_folder_is_taken(place: Place) -> None:
    place.out.mkdir()
    place.write(OLD)
    assert tree(place.out) == place.clean(OLD)


@pytest.mark.parametrize(
    "lines",
    [
        "../victim",
        "/TOP/victim",
        "plans/../../victim",
        "link/victim",
        "linked",
        "",
        "a\\..\\victim",
        "./victim",
    ],
)
def test_a_hostile_marker_removes_nothing_outside(place: Place, tmp_path: Path, lines: str) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    place.write(OLD)
    place.out.joinpath("link").symlink_to(tmp_path)
    place.out.joinpath("linked").symlink_to(victim)
    line = f"{'0' * 64}  {lines.replace('TOP', str(tmp_path)[1:])}\n"
    place.out.joinpath(MARKER).write_text(
        place.out.joinpath(MARKER).read_text() + line + "nonsense\n\xff\n"
    )
    place.write(NEW)
    assert victim.read_bytes() == b"precious"
    assert place.out.joinpath("link").is_symlink()


@pytest.mark.parametrize(
    "path",
    [
        "../x",
        "/x",
        "a/../../x",
        "a//b",
        "",
        ".",
        "a/",
        "a\\b",
        "a\0b",
        "a\nb",
        "\ud800",
        MARKER,
        ".gksite-staging/x",
        ".GKSITE-staging/x",
    ],
)
def test_an_unsafe_path_is_refused(place: Place, path: str) -> None:
    place.write(OLD)
    before = tree(place.out)
    assert place.refusal({**NEW, path: b"x"}) == "unsafe-id"
    assert tree(place.out) == before


@pytest.mark.parametrize("site", [OLD, {"index.html": b"x", "plans/new.html": b"new"}])
def test_nothing_is_written_through_a_link(place: Place, tmp_path: Path, site: Site) -> None:
    place.write({"index.html": b"x"})
    outside = tmp_path / "outside"
    outside.mkdir()
    place.out.joinpath("plans").symlink_to(outside)
    assert place.refusal(site) == "write-failed"
    assert tree(outside) == {}
    assert place.out.joinpath("index.html").read_bytes() == b"x"


def test_a_link_in_place_of_our_file_is_replaced_and_not_followed(
    place: Place, tmp_path: Path
) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(OLD["index.html"])
    place.write(OLD)
    for site in (OLD, NEW):
        place.out.joinpath("index.html").unlink()
        place.out.joinpath("index.html").symlink_to(victim)
        place.write(site)
        assert tree(place.out) == place.clean(site)
        assert not place.out.joinpath("index.html").is_symlink()
    assert victim.read_bytes() == OLD["index.html"]


def test_a_staging_folder_that_is_a_link_is_not_followed(place: Place, tmp_path: Path) -> None:
    place.write(OLD)
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "x").write_bytes(b"x")
    place.out.joinpath(".gksite-staging").symlink_to(precious)
    place.write(NEW)
    assert tree(precious) == {"x": b"x"}
    assert tree(place.out) == place.clean(NEW)


@pytest.mark.parametrize("path", ["../victim", "link/victim"])
def test_a_hostile_journal_undoes_nothing_outside(place: Place, tmp_path: Path, path: str) -> None:
    place.write(OLD)
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    place.out.joinpath("link").symlink_to(tmp_path)
    place.out.joinpath(".gksite-staging").mkdir()
    place.out.joinpath(".gksite-staging/evil").write_bytes(b"evil")
    for step in (
        Write(path, "", "", hashlib.sha256(b"precious").digest()),
        Write(path, "", "evil", b""),
    ):
        write_journal(str(place.out), [step])
        with open_output(place.out, place.state):
            pass
        assert victim.read_bytes() == b"precious"
        place.out.joinpath(".gksite-staging").mkdir()
        place.out.joinpath(".gksite-staging/evil").write_bytes(b"evil")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
@pytest.mark.parametrize("umask", [0o077, 0o000, 0o777])
def test_modes_do_not_depend_on_the_umask(place: Place, umask: int) -> None:
    place.state.mkdir()
    before = os.umask(umask)
    try:
        place.write(OLD)
    finally:
        os.umask(before)
    modes = {oct(path.stat().st_mode & 0o7777) for path in place.out.rglob("*") if path.is_file()}
    folders = {
        oct(path.stat().st_mode & 0o7777)
        for path in (place.out, *place.out.rglob("*"))
        if path.is_dir()
    }
    assert (modes, folders) == ({"0o644"}, {"0o755"})


def test_a_page_may_change_the_case_of_its_name(place: Place) -> None:
    place.write({"units/A.html": b"a", "x.html": b"x"})
    place.write({"units/a.html": b"a", "x.html": b"x"})
    assert tree(place.out) == place.clean({"units/a.html": b"a", "x.html": b"x"})


def test_an_empty_site_leaves_only_the_marker(place: Place) -> None:
    place.write(OLD)
    assert place.write({}).removed == tuple(sorted(OLD))
    assert tree(place.out) == {MARKER: b""}
    place.write(OLD)
    assert tree(place.out) == place.clean(OLD)


def test_without_a_commit_nothing_has_happened(tmp_path: Path) -> None:
    with open_output(tmp_path / "deep/er/out", tmp_path / "state") as output:
        output.stage("index.html", b"x")
    assert not (tmp_path / "deep").exists()
    place = Place(tmp_path)
    place.write(OLD)
    before = tree(place.out)
    with pytest.raises(RuntimeError), open_output(place.out, place.state) as output:
        output.stage("index.html", b"x")
        raise RuntimeError
    assert tree(place.out) == before


def test_an_attachment_is_copied_and_then_left_alone(place: Place, tmp_path: Path) -> None:
    source = tmp_path / "plan.docx"
    source.write_bytes(b"0123456789abcdef" * 200_000)
    digest = hashlib.sha256(source.read_bytes()).digest()
    fingerprints = {"files/plan.docx": fingerprint_of(b"1")}
    for changed in (1, 0):
        with open_output(place.out, place.state) as output:
            staged = output.stage_copy("files/plan.docx", source, digest)
            assert output.commit([staged], fingerprints, b"", b"").written == changed
    assert tree(place.out) == place.clean({"files/plan.docx": source.read_bytes()})
    source.write_bytes(b"fedcba9876543210" * 200_000)
    with (
        pytest.raises(Refused, match="copy-differs"),
        open_output(place.out, place.state) as output,
    ):
        output.stage_copy("files/plan.docx", source, digest)
    assert tree(place.out) == place.clean({"files/plan.docx": b"0123456789abcdef" * 200_000})
    digest = hashlib.sha256(source.read_bytes()).digest()
    with open_output(place.out, place.state) as output:
        output.commit(
            [output.stage_copy("files/plan.docx", source, digest)], fingerprints, b"", b""
        )
    assert place.out.joinpath("files/plan.docx").read_bytes() == source.read_bytes()
    source.unlink()
    with (
        pytest.raises(Refused, match="file-vanished"),
        open_output(place.out, place.state) as output,
    ):
        output.stage_copy("files/plan.docx", source, digest)


def test_what_the_pipeline_notes_comes_back(place: Place) -> None:
    place.write(OLD)
    with open_output(place.out, place.state) as output:
        assert (output.previous.inputs, output.previous.notes) == (b"inputs", b"notes")
        assert output.previous.files.keys() == OLD.keys()


def other_process(place: Place, state: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            str(Path(__file__).with_name("small_sites.py")),
            str(place.out),
            str(state),
            "new",
        ],
        text=True,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


@pytest.mark.parametrize("state", ["state", "another project's state"])
def test_a_second_process_is_refused(place: Place, tmp_path: Path, state: str) -> None:
    if sys.platform == "win32" and state != "state":
        pytest.skip("folders cannot be locked here")
    with open_output(place.out, place.state) as output:
        run = other_process(place, tmp_path / state)
        assert (run.returncode, "output-locked" in run.stdout) == (3, True), run.stderr
        commit_site(output, OLD)
    assert tree(place.out) == place.clean(OLD)
    assert other_process(place, tmp_path / state).returncode == 0
    assert tree(place.out) == place.clean(NEW)


def test_a_second_build_in_the_same_process_is_refused(place: Place) -> None:
    with open_output(place.out, place.state):
        assert place.refusal(NEW) == "output-locked"


parts = st.sampled_from(["a", "b", "B", "index.html", "\u00e9", "e\u0301", "页"])
paths = st.lists(parts, min_size=1, max_size=3).map("/".join)
contents = st.sampled_from([b"", b"1", b"2", b"22", b"x" * 5000])


def without_conflicts(site: Site) -> Site:
    """No file where another file has its folder."""
    return {
        path: data
        for path, data in site.items()
        if not any(other.startswith(f"{path}/") for other in site)
    }


sites = st.dictionaries(paths, contents, max_size=8).map(without_conflicts)


@settings(max_examples=60, deadline=None)
@given(st.lists(sites, min_size=1, max_size=5), st.sets(st.integers(0, 4)))
def test_any_sequence_of_sites_ends_as_the_last_one_written_clean(
    sequence: list[Site], lost: set[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        for number, site in enumerate(sequence):
            place.write(site)
            if number in lost:
                shutil.rmtree(place.state)
        assert tree(place.out) == place.clean(sequence[-1])
