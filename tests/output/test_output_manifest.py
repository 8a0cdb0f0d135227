"""The two records: what is read back, and what is not believed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_sites import OLD, tree, write_site

from gksite.output.manifest import (
    EMPTY_MANIFEST,
    FORMAT,
    MANIFEST_NAME,
    FileState,
    Manifest,
    manifest_bytes,
    parse_manifest,
    parse_marker,
    read_manifest,
)

states = st.builds(
    FileState,
    st.binary(max_size=16),
    st.binary(min_size=32, max_size=32),
    st.integers(0, 2**50),
    st.integers(-(2**62), 2**62),
)
manifests = st.builds(
    Manifest,
    st.just(FORMAT),
    st.binary(max_size=16),
    st.dictionaries(st.text(), states),
    st.binary(),
)


@given(manifests)
def test_a_manifest_reads_back(manifest: Manifest) -> None:
    assert parse_manifest(manifest_bytes(manifest)) == manifest


@given(manifests, st.data())
def test_a_damaged_manifest_is_an_empty_one(manifest: Manifest, data: st.DataObject) -> None:
    content = bytearray(manifest_bytes(manifest))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    assert parse_manifest(bytes(content)) == EMPTY_MANIFEST
    assert parse_manifest(bytes(content[:place])) == EMPTY_MANIFEST


@given(st.binary())
def test_any_bytes_are_a_manifest_or_an_empty_one(data: bytes) -> None:
    assert parse_manifest(data) == EMPTY_MANIFEST
    assert isinstance(parse_marker(data), frozenset)


def test_a_manifest_of_another_format_is_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / MANIFEST_NAME).write_bytes(manifest_bytes(Manifest(FORMAT + 1, b"", {})))
    assert read_manifest(tmp_path) == EMPTY_MANIFEST
    assert read_manifest(tmp_path / "nowhere") == EMPTY_MANIFEST


def test_the_marker_is_what_sha256sum_reads(tmp_path: Path) -> None:
    write_site(tmp_path / "out", tmp_path / "state", {**OLD, "计划/一 二.html": b"x"})
    try:
        run = subprocess.run(
            ["sha256sum", "--strict", "-c", ".gksite-manifest"],
            cwd=tmp_path / "out",
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        pytest.skip("no sha256sum here")
    assert (run.returncode, run.stdout.count(": OK\n")) == (0, len(OLD) + 1), (
        run.stdout + run.stderr
    )


def test_nothing_volatile_is_in_the_folder(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_site(tmp_path / name, tmp_path / f"state-{name}", OLD)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
