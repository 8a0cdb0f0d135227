"""A share of the work that is done twice: its process was thought dead, or came late."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from small_sites import NEW, OLD, fingerprint_of, tree, write_site

from gksite.output.writer import Output, Refused, Staged, open_output, stage_copy, stage_file

FINGERPRINTS = {path: fingerprint_of(data) for path, data in NEW.items()}


@pytest.fixture(params=[False, True], ids=["new", "again"])
def folders(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Path]:
    """An output folder, new or with an older site, and its state folder."""
    place = tmp_path / "out", tmp_path / "state"
    if request.param:
        write_site(*place, OLD)
    return place


def attempt(output: Output, source: Path) -> list[Staged]:
    """All files of NEW as one process stages them, one of them as a copy."""
    staging = output.staging_place.attempt()
    source.write_bytes(NEW["topics/a.html"])
    expected = hashlib.sha256(NEW["topics/a.html"]).digest()
    copy = stage_copy(staging, "topics/a.html", source, expected)
    return [copy, *(stage_file(staging, *file) for file in NEW.items() if file[0] != copy.path)]


def cut(staging_dir: str, staged: list[Staged]) -> None:
    """Leave staged files as a process that is killed while it writes them."""
    for item in staged:
        if item.name:
            os.truncate(f"{staging_dir}/{item.name}", 3)


@pytest.mark.parametrize("accepted", [0, 1])
def test_either_of_two_results_is_accepted(
    folders: tuple[Path, Path], tmp_path: Path, accepted: int
) -> None:
    with open_output(*folders) as output:
        results = [attempt(output, tmp_path / "source") for _ in range(2)]
        output.commit(results[accepted], FINGERPRINTS, b"", b"")
    assert {path: folders[0].joinpath(path).read_bytes() for path in NEW} == NEW
    with open_output(*folders) as output:
        assert output.survey() == NEW.keys()


def test_what_a_killed_process_left_is_not_published(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    with open_output(*folders) as output:
        half = attempt(output, tmp_path / "source")
        cut(output.staging_place.staging_dir, half)
        output.commit(attempt(output, tmp_path / "source"), FINGERPRINTS, b"", b"")
    assert {path: folders[0].joinpath(path).read_bytes() for path in NEW} == NEW


def test_a_file_that_no_result_lists_is_not_published(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    with open_output(*folders) as output:
        stage_file(output.staging_place.attempt(), "plans/one/draft.html", b"of no result")
        output.commit(attempt(output, tmp_path / "source"), FINGERPRINTS, b"", b"")
    assert tree(folders[0]).keys() & {"plans/one/draft.html"} == set()
    assert {path: folders[0].joinpath(path).read_bytes() for path in NEW} == NEW


def test_a_process_of_an_earlier_build_changes_nothing(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    with pytest.raises(RuntimeError), open_output(*folders) as output:
        late = output.staging_place.attempt()
        raise RuntimeError
    with open_output(*folders) as output:
        staged = attempt(output, tmp_path / "source")
        stage_file(late, "plans/one/7.html", b"of the build before")
        output.commit(staged, FINGERPRINTS, b"", b"")
    assert {path: folders[0].joinpath(path).read_bytes() for path in NEW} == NEW
    with pytest.raises(Refused, match="write-failed"):
        stage_file(late, "plans/one/7.html", b"after all builds")
    assert (folders[0] / "plans/one/7.html").read_bytes() == NEW["plans/one/7.html"]
