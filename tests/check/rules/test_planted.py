"""Two hundred faults planted over the sample: what leaks is found always, the rest nearly
always, each at its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from planted import PRIVATE, SECRET, Fault, plant_all
from sample_copy import copy_sample

from gksite.build.pipeline import Options
from gksite.check.check import check

PROJECT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, checked once, so that each fault costs only what it changes."""
    root = tmp_path_factory.mktemp("sample") / "site"
    copy_sample(root, folders=("content",))
    assert check(root, Options(jobs=1)).problems == ()
    return root


@pytest.fixture(scope="module")
def missed(sample: Path) -> list[Fault]:
    """The faults that are not found, or not where they are."""
    sources = {
        path.relative_to(sample).as_posix(): path.read_text("utf-8")
        for path in sample.glob("content/**/*")
        if path.suffix in (".md", ".yaml")
    }
    return [fault for fault in plant_all(sources) if not is_found(sample, sources, fault)]


def is_found(sample: Path, sources: dict[str, str], fault: Fault) -> bool:
    place = sample / fault.path
    place.write_text(fault.text, "utf-8")
    try:
        found = check(sample, Options(jobs=1)).problems
    finally:
        place.write_text(sources[fault.path], "utf-8")
    return any(
        one.code == fault.code and (not fault.lines or one.location.line in fault.lines)
        for one in found
    )


def test_there_are_two_hundred_of_many_kinds(sample: Path) -> None:
    sources = {
        path.relative_to(sample).as_posix(): path.read_text("utf-8")
        for path in sample.glob("content/**/*")
        if path.suffix in (".md", ".yaml")
    }
    faults = plant_all(sources)
    assert len(faults) == 200
    assert faults == plant_all(sources)
    assert {fault.code for fault in faults} >= {*PRIVATE, *SECRET}
    assert all(fault.text != sources[fault.path] for fault in faults)


def test_every_leak_is_found(missed: list[Fault]) -> None:
    assert [
        (fault.code, fault.path, fault.lines)
        for fault in missed
        if fault.code in (*PRIVATE, *SECRET)
    ] == []


def test_nearly_every_other_fault_is_found(missed: list[Fault]) -> None:
    others = [
        (fault.code, fault.path, fault.lines)
        for fault in missed
        if fault.code not in (*PRIVATE, *SECRET)
    ]
    assert len(others) <= 5, others
