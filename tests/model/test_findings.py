"""What the last words of assessors say together of a task, over any reports and assessments."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from model_sites import HERE, task_of

from gksite.model.assessments import findings, is_older, last_words
from gksite.model.entities import Task
from gksite.model.reporting import Assessment, Duty, Report
from gksite.schema.keys import VERDICTS

HOLDERS = ("", "a/one", "a/two", "a/gone")
days = st.integers(0, 20).map(lambda number: date(2025, 6, 1) + timedelta(number))
found = st.builds(
    Assessment,
    date=days,
    by=st.just("督查室"),
    verdict=st.sampled_from([*VERDICTS.values()]),
    location=st.just(HERE),
    assessor=st.sampled_from(["甲", "乙"]),
    holder=st.sampled_from(HOLDERS),
)
said = st.builds(
    Report,
    date=days,
    status=st.just("done"),
    location=st.just(HERE),
    duty=st.integers(0, 1),
)
apart = st.builds(
    Report,
    date=days,
    status=st.just("done"),
    location=st.just(HERE),
    standing=st.just("apart"),
)


def task(assessments: list[Assessment], reports: list[Report]) -> Task:
    """A task of the units one and two; a third one gave its duty away."""
    return task_of(
        "p",
        "1",
        "公开。",
        assessments=tuple(sorted(assessments, key=lambda one: one.date)),
        reports=tuple(sorted(reports, key=lambda one: one.date)),
        duties=tuple(Duty("p#1", "lead", key, key) for key in HOLDERS[1:3]),
    )


@given(st.lists(found, max_size=8), st.lists(said | apart, max_size=5))
def test_each_last_word_is_counted_once_as_a_verdict_or_as_older(
    assessments: list[Assessment], reports: list[Report]
) -> None:
    own = task(assessments, reports)
    told = findings(own)
    last = {}
    for one in own.assessments:
        if one.holder != "a/gone":
            last[one.holder, one.assessor] = one
    assert {*last_words(own)} == {*last.values()}
    if not last:
        assert told is None
        return
    assert told
    older = [
        one
        for one in last.values()
        if any(
            entry.duty >= 0
            and entry.date > one.date
            and one.holder in ("", HOLDERS[entry.duty + 1])
            for entry in own.reports
        )
    ]
    assert told.older == len(older) == sum(is_older(own, one) for one in last.values())
    current = [one.verdict for one in last.values() if one not in older]
    assert dict(told.verdicts) == {name: current.count(name) for name in {*current}}
    assert 1 <= told.assessed <= told.of == 2
    assert (told.assessed == 2) == (
        "" in {h for h, _ in last} or {"a/one", "a/two"} <= {h for h, _ in last}
    )


@given(st.lists(found, max_size=8), days)
def test_no_word_from_before_a_transfer_is_said_of_the_new_holder(
    assessments: list[Assessment], day: date
) -> None:
    """Neither one of its duty, nor one of the whole task."""
    before = task(assessments, [])
    old = Duty("p#1", "lead", "a/gone", "a/gone", passed_to="a/two", passed_on=day)
    first, second = before.duties
    own = msgspec.structs.replace(
        before, duties=(first, msgspec.structs.replace(second, since=day)), passed=(old,)
    )
    words = last_words(own)
    assert all(one.date >= day for one in words if one.holder in ("", "a/two"))
    late = [one for one in own.assessments if one.date >= day and one.holder != "a/gone"]
    assert {(one.holder, one.assessor) for one in late} <= {(w.holder, w.assessor) for w in words}
