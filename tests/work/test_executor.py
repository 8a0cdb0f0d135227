"""Work in shares: one process or several, the same results; workers stop when they should."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import textwrap
import time
from functools import partial
from pathlib import Path

import pytest

import gksite
from gksite.output.refusal import Refused, refuse
from gksite.work import executor
from gksite.work.executor import Work, choose_jobs, run_shares, run_works, start_process

ROOT = Path(gksite.__file__).parent.parent


def multiply(shared: int, share: int) -> tuple[int, int]:
    return shared * share, os.getpid()


def fail_on_three(shared: None, share: int) -> int:
    if share >= 3:
        raise refuse("write-failed", f"page-{share}", reason="full", reason_zh="满")
    return share


def apply_shared(shared: list[object], share: int) -> int:
    return len(shared) + share


@pytest.mark.parametrize("jobs", [0, 1, 2, 5])
def test_results_come_in_the_order_of_the_shares(jobs: int) -> None:
    heard: list[int] = []
    results = run_shares(multiply, 10, range(7), jobs, heard.append)
    assert [result for result, _ in results] == [0, 10, 20, 30, 40, 50, 60]
    assert heard == list(range(7))
    here = {process == os.getpid() for _, process in results}
    assert here == {jobs < 2}


def test_no_shares_give_no_results() -> None:
    assert run_shares(multiply, 1, [], 4) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_first_failing_share_speaks(jobs: int) -> None:
    with pytest.raises(Refused) as caught:
        run_shares(fail_on_three, None, range(9), jobs)
    assert caught.value.diagnostic.location.path == "page-3"
    assert multiprocessing.active_children() == []


def test_a_refusal_pickles() -> None:
    refused = refuse("output-locked", "public")
    copy = pickle.loads(pickle.dumps(refused))
    assert (type(copy), copy.diagnostic) == (Refused, refused.diagnostic)


def test_a_forked_worker_inherits_what_cannot_be_pickled() -> None:
    unpicklable: list[object] = [lambda: None]
    if executor._start_method() != "fork":
        pytest.skip("no fork here")
    assert run_shares(apply_shared, unpicklable, [1, 2], 2) == [2, 3]


def test_a_spawned_worker_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executor, "_start_method", lambda: "spawn")
    assert [result for result, _ in run_shares(multiply, 3, [1, 2, 3], 2)] == [3, 6, 9]


@pytest.mark.parametrize("jobs", [1, 2])
def test_works_of_several_sorts_are_told_apart(jobs: int) -> None:
    works = [
        Work(multiply, 10, [1, 2, 3]),
        Work(apply_shared, [None], []),
        Work(apply_shared, [None], [4, 5]),
    ]
    called: list[str] = []
    products, none, sums = run_works(works, jobs, meanwhile=lambda: called.append("meanwhile"))
    assert ([product for product, _ in products], none, sums, called) == (
        [10, 20, 30],
        [],
        [5, 6],
        ["meanwhile"],
    )


def where_it_ran(word: str) -> bytes:
    return f"{word} {os.getpid()}".encode()


def fail_in_another_process(parent: int) -> bytes:
    if os.getpid() != parent:
        os._exit(3)
    raise refuse("write-failed", "page", reason="full", reason_zh="满")


@pytest.mark.parametrize(("jobs", "background"), [(1, False), (2, False), (2, True)])
def test_work_beside_gives_its_result_when_it_is_asked_for(jobs: int, background: bool) -> None:
    waiting = [
        start_process(partial(where_it_ran, word), jobs, background=background)
        for word in ("a" * 200_000, "b")
    ]
    results = [result().split() for result in waiting]
    assert [len(word) for word, _ in results] == [200_000, 1]
    assert {int(process) == os.getpid() for _, process in results} == {jobs == 1}
    assert multiprocessing.active_children() == []


def test_work_beside_that_fails_is_done_again_where_its_exception_is_heard() -> None:
    with pytest.raises(Refused):
        start_process(partial(fail_in_another_process, os.getpid()), 2)()


def test_work_beside_is_done_by_a_spawned_process_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executor, "_start_method", lambda: "spawn")
    assert not start_process(partial(where_it_ran, "a"), 2)().endswith(f" {os.getpid()}".encode())


@pytest.mark.parametrize(
    ("requested", "pages", "expected"), [(3, 1, 3), (0, 9_999, 1), (None, 499, 1)]
)
def test_the_number_of_jobs(requested: int | None, pages: int, expected: int) -> None:
    assert choose_jobs(requested, pages) == expected


def test_many_pages_take_the_processors_there_are() -> None:
    assert 1 <= choose_jobs(None, 500) <= 8


SLOW = """
    import sys, time
    from pathlib import Path
    from functools import partial
    from gksite.work.executor import run_shares, start_process

    def slow(place):
        Path(place).touch()
        time.sleep(60)
        return b""

    def work(shared, share):
        Path(shared, str(share)).touch()
        for _ in range(600):
            time.sleep(0.1)
        return b"x" * 1_000_000

    if __name__ == "__main__":
        start_process(partial(slow, f"{sys.argv[1]}/beside"), 2)
        try:
            run_shares(work, sys.argv[1], range(8), 2)
        except KeyboardInterrupt:
            print("interrupted")
            sys.exit(130)
"""


def start_slow_work(folder: Path) -> subprocess.Popen[str]:
    script = folder / "slow.py"
    script.write_text(textwrap.dedent(SLOW))
    begun = folder / "begun"
    begun.mkdir()
    process = subprocess.Popen(
        [sys.executable, str(script), str(begun)],
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )
    while len(list(begun.iterdir())) < 3:
        time.sleep(0.01)
    return process


def group_is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.skipif(sys.platform == "win32", reason="process groups")
def test_ctrl_c_stops_the_workers_without_a_traceback(tmp_path: Path) -> None:
    process = start_slow_work(tmp_path)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the parent and to every worker
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, "interrupted\n", "")
    assert not group_is_alive(process.pid)


@pytest.mark.skipif(sys.platform == "win32", reason="process groups")
def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    process = start_slow_work(tmp_path)
    process.kill()
    process.communicate(timeout=30)
    for _ in range(300):
        if not group_is_alive(process.pid):
            return
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    pytest.fail("a worker outlived its parent")
