"""What holds for every run: the checkout is what is tested, each test has its markers, and the end
of the run names what was skipped."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from compiled_templates import compile_once
from hypothesis import HealthCheck, settings
from run_folder import RUN_FOLDER, make_run_folder, run_folder

import gksite
from gksite.theme.theme import _Environment as Environment

pytest_plugins = ["built_sites", "tools"]

PROJECT = Path(__file__).parent.parent
FIXTURES = {
    "browser": {"chromium", "firefox"},
    "java": {"validator"},
    "server": {"nginx", "dav", "s3_port", "sshd"},
    "slow": {"archived_site", "english_site", "generated_site", "large_site", "other_pythons"},
}
"""Marker → the fixtures that set it on what asks for them."""
WINGS = {
    "server": {"preview", "publishing"},
    "slow": {"archive", "build", "cli", "exports", "preview", "publishing", "site"},
}
"""Marker → the wings whose tests have it, since nearly all of them do that."""
FIRST = (
    "check/rules/test_planted.py",
    "publishing/test_publish_cuts.py",
    "portal/test_profiles.py",
    "build/test_determinism.py",
    "build/test_spawned_workers.py",
    "documents/test_reader_hostile.py",
    "archive/test_snapshot_verification.py",
    "output/test_output_failures.py",
)
"""Modules whose tests are long: a run that began them late would wait for them at its end."""
PARSED_ONCE = ("documents", "tree_of")
"""What takes seconds for the first test of a worker that asks for it, and nothing for the next: a
fixture, or a function that a module imports."""
SLOW_NAMES = frozenset({"build", "built", "check", "copy_sample", "CliRunner", "subprocess"})
"""A module of tests that imports one of these builds sites or starts programs: `slow`."""

# No test may depend on how fast a machine is; a CI run finds what it found before, a run by hand
# looks further.
settings.register_profile(
    "gksite",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("gksite")


def pytest_configure(config: pytest.Config) -> None:
    imported = Path(gksite.__file__).parent
    if imported != PROJECT / "gksite":
        raise pytest.UsageError(
            f"These tests are of {PROJECT}, but Python imports gksite from {imported}. "
            f"Run {PROJECT}/.venv/bin/pytest, or: pip install -e {PROJECT}"
        )
    # Programs that tests start import the same gksite.
    paths = [str(PROJECT), str(PROJECT / "tests/started"), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    # A thousand of them start in a run: none compiles two hundred modules anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if not hasattr(config, "workerinput"):  # not in a worker of pytest-xdist
        from skips import Skips
        from tools import ways_to_get

        os.environ[RUN_FOLDER] = make_run_folder()
        config.pluginmanager.register(Skips(ways_to_get()), "skips")
    # For a small site, to compile templates is four fifths of the build.
    compile_once(Environment, run_folder() / "templates")


def pytest_collection_finish() -> None:
    """Keep the collector of garbage from walking through ten thousand tests again and again."""
    gc.freeze()


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Return the workers of `-n auto`: two more than there are processors, since tests wait for
    browsers, servers and other processes a third of their time; those of `make quick` don't."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None
    processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return processors if config.option.markexpr else processors + 2


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(RUN_FOLDER, ""), ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None]:
    """Mark each test by the fixtures that it asks for, by its wing and by what its module
    imports; put those that are chosen by markers in order."""
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        wing = item.path.relative_to(PROJECT / "tests").parts[0]
        for marker, fixtures in FIXTURES.items():
            if asked & fixtures or wing in WINGS.get(marker, ()):
                item.add_marker(marker)
        if isinstance(item, pytest.Function) and SLOW_NAMES & vars(item.module).keys():
            item.add_marker("slow")
    yield
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    items[:] = in_shares(items, workers)


def in_shares(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """Return tests in the order in which each worker begins with long ones, or with some that need
    the same: a worker gets an equal share of the list, and takes over the end of another's."""
    together: dict[str, list[pytest.Item]] = {name: [] for name in (*FIRST, *PARSED_ONCE, "")}
    for item in items:
        together[belongs_to(item)].append(item)
    others = together.pop("")
    groups = [group for group in together.values() if group]
    ordered: list[pytest.Item] = []
    for worker in range(workers):
        begin = [item for group in groups[worker::workers] for item in group]
        size = (len(items) - len(ordered)) // (workers - worker)
        count = max(0, size - len(begin))
        ordered += [*begin, *others[:count]]
        del others[:count]
    return ordered + others


def belongs_to(item: pytest.Item) -> str:
    """Return the long module of a test, or what it needs, or ""."""
    path = item.path.relative_to(PROJECT / "tests").as_posix()
    if path in FIRST:
        return path
    names = {*getattr(item, "fixturenames", ())}
    if isinstance(item, pytest.Function):
        names |= vars(item.module).keys()
    return next((name for name in PARSED_ONCE if name in names), "")
