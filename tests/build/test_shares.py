"""The work of a build as data: sent to other processes, done twice, accepted once."""

from __future__ import annotations

import pickle
from contextlib import ExitStack
from pathlib import Path

import pytest
from built_trees import ALONE, tree

from gksite.build.inputs import read_inputs
from gksite.build.opening import open_project, start_templates
from gksite.build.stale import notes_of, pages_to_make
from gksite.output.writer import open_output


@pytest.mark.parametrize("is_new", [True, False])
def test_work_that_is_sent_and_done_twice_gives_the_same_files(site: Path, *, is_new: bool) -> None:
    out = site / ("sent" if is_new else "public")
    before = tree(site / "public")
    with ExitStack() as deferred, open_output(out, site / "state") as output:
        inputs = read_inputs(site, None)
        templates = start_templates(site, site / ".gksite", inputs, ALONE)
        opened = open_project(site, site / ".gksite", inputs, ALONE, templates, deferred)
        assert opened.site
        todo = pages_to_make(opened.site, notes_of(opened.site, b"", ()), {}, output)
        sent = pickle.dumps(todo.work)
        results = []
        for _ in range(2):
            work = pickle.loads(sent)
            results.append(todo.joined(work.do(work.shared, share) for share in work.shares))
        first, second = results
        assert first.fingerprints == second.fingerprints
        assert {item.path for item in first.staged} == first.fingerprints.keys()
        output.commit(first.staged, first.fingerprints, b"", b"")
    after = tree(out)
    assert {path: after[path] for path in first.fingerprints} == {
        path: before[path] for path in first.fingerprints
    }
