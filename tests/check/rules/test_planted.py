"""Two hundred faults planted over the sample: what leaks is found always, the rest nearly
always, each at its line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from planted import PRIVATE, SECRET, Fault, plant_all
from sample_copy import copy_sample

from gksite.build.pipeline import Options
from gksite.check.check import check
from gksite.output.places import STATE_DIR

PROJECT = Path(__file__).parents[3]
OF_PAGES = {"dead-fragment", "dead-link"}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, checked once, so that each fault costs only what it changes: what that check kept
    lies beside it."""
    root = tmp_path_factory.mktemp("sample") / "site"
    copy_sample(root, folders=("content",))
    assert check(root, Options(jobs=1)).problems == ()
    shutil.copytree(root / STATE_DIR, kept_of(root))
    return root


def kept_of(sample: Path) -> Path:
    """Where what the check of the sample without faults kept lies."""
    return sample.with_name("kept")


def texts_of(sample: Path) -> dict[str, str]:
    return {
        path.relative_to(sample).as_posix(): path.read_text("utf-8")
        for path in sample.glob("content/**/*")
        if path.suffix in (".md", ".yaml")
    }


def can_stand_together(one: Fault, other: Fault) -> bool:
    """Whether one check tells two faults apart."""
    if one.path == other.path or OF_PAGES & {one.code, other.code}:
        return False
    return bool(one.lines) == bool(other.lines) and bool(one.lines or one.code != other.code)


def rounds_of(faults: list[Fault]) -> list[list[Fault]]:
    """Divide the faults into rounds that are checked at once: at most one in a file, and, of those
    that may be found anywhere in the site, one of a code. A check renders no page of a site with an
    error, so faults of pages stand alone."""
    rounds: list[list[Fault]] = []
    for fault in faults:
        for others in rounds:
            if all(can_stand_together(fault, other) for other in others):
                others.append(fault)
                break
        else:
            rounds.append([fault])
    return rounds


def missed_in(sample: Path, sources: dict[str, str], faults: list[Fault]) -> list[Fault]:
    """The faults of a round that the check doesn't find, or not where they are."""
    # What a check of other faults kept would have their pages rendered too.
    shutil.rmtree(sample / STATE_DIR)
    shutil.copytree(kept_of(sample), sample / STATE_DIR)
    for fault in faults:
        (sample / fault.path).write_text(fault.text, "utf-8")
    try:
        found = check(sample, Options(jobs=1)).problems
    finally:
        for fault in faults:
            (sample / fault.path).write_text(sources[fault.path], "utf-8")
    return [
        fault
        for fault in faults
        if not any(
            problem.code == fault.code
            and (
                not fault.lines
                or (problem.location.path == fault.path and problem.location.line in fault.lines)
            )
            for problem in found
        )
    ]


@pytest.fixture(scope="module")
def missed(sample: Path) -> list[Fault]:
    """The faults that are not found, or not where they are."""
    sources = texts_of(sample)
    return [
        fault
        for faults in rounds_of(plant_all(sources))
        for fault in missed_in(sample, sources, faults)
    ]


def test_there_are_two_hundred_of_many_kinds(sample: Path) -> None:
    sources = texts_of(sample)
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
