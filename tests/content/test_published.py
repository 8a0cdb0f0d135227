"""The ledger of published plans: what counts as a change, what the ledger keeps, and that it
reads as it was written."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from model_sites import HERE, cases, plan_of, task_of

from gksite.config.values import PUBLISHED_PATH
from gksite.content.plan_sources import PlanSources
from gksite.content.published import content_digest, parse_published
from gksite.diagnostics import Location
from gksite.model.entities import Correction
from gksite.model.ledgers import PublishedPlan
from gksite.publishing.published_plans import (
    Contents,
    Publishing,
    check_unchanged,
    render_published,
    with_published,
)
from gksite.source.folder_reader import Attachment

CASES = cases("content/published")


def digest_of(files: dict[str, str]) -> str:
    attachments = {
        name.removeprefix("files/"): Attachment(
            name, len(text), hashlib.sha256(text.encode()).digest()
        )
        for name, text in files.items()
        if name.startswith("files/")
    }
    texts = {name: text.encode() for name, text in files.items() if not name.startswith("files/")}
    return content_digest(PlanSources("p", "content/plans/p", texts, attachments))


def edited(edit: dict[str, Any]) -> dict[str, str]:
    files: dict[str, str] = dict(CASES["base"])
    if "write" in edit:
        return files | {edit["file"]: edit["write"]}
    assert edit["find"] in files[edit["file"]]
    return files | {edit["file"]: files[edit["file"]].replace(edit["find"], edit["put"])}


@pytest.mark.parametrize("edit", CASES["same"], ids=lambda edit: edit["name"])
def test_what_says_nothing_new_asks_for_no_correction(edit: dict[str, Any]) -> None:
    assert digest_of(edited(edit)) == digest_of(CASES["base"])


def test_a_plan_without_a_notice_keeps_the_digest_of_former_ledgers() -> None:
    files = {name: text for name, text in CASES["base"].items() if name != "notice.md"}
    assert digest_of(files) == CASES["digest_without_notice"]
    assert digest_of(files | {"notice.md": ""}) != digest_of(files)


@pytest.mark.parametrize("edit", CASES["other"], ids=lambda edit: edit["name"])
def test_what_the_public_reads_otherwise_is_a_change(edit: dict[str, Any]) -> None:
    assert digest_of(edited(edit)) != digest_of(CASES["base"])


@pytest.mark.parametrize(
    "text", ["", "没有题头", "---\n", "---\na: [\n---\n", "---\n- 1\n---\n", "\ufeff---\na: 1"]
)
@pytest.mark.parametrize("tasks", ["", "a", "a: 1", "- a", "- [", "[[1]]"])
def test_a_broken_plan_has_a_digest_too(text: str, tasks: str) -> None:
    assert len(digest_of({"plan.md": text, "tasks.yaml": tasks})) == 64


words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=20
).filter(lambda text: bool(text.strip()))
ids = st.text(st.sampled_from("ab01-_甲乙"), min_size=1, max_size=8)
entries = st.builds(
    PublishedPlan,
    plan=ids,
    title=words.map(str.strip),
    day=st.dates(date(1990, 1, 1), date(2199, 12, 31)),
    digest=st.text("0123456789abcdef", min_size=64, max_size=64),
    location=st.just(HERE),
    corrections=st.lists(st.dates(date(1990, 1, 1), date(2199, 12, 31)), max_size=4).map(tuple),
    tasks=st.lists(ids, unique=True, max_size=40).map(tuple),
)


@given(st.lists(entries, max_size=5, unique_by=lambda one: one.plan))
def test_the_ledger_reads_as_it_was_written(ledger: list[PublishedPlan]) -> None:
    text = render_published(ledger)
    found, problems = parse_published({PUBLISHED_PATH: text})
    assert problems == []
    assert [
        (one.plan, one.title, one.day, one.digest, one.corrections, one.tasks) for one in found
    ] == [(one.plan, one.title, one.day, one.digest, one.corrections, one.tasks) for one in ledger]
    assert render_published(found) == text


def test_the_ledger_keeps_days_gone_plans_and_gone_tasks() -> None:
    where = Location(PUBLISHED_PATH)
    old = [
        PublishedPlan(
            "z", "不再提供", date(2024, 1, 1), "0" * 64, where, (date(2023, 5, 1),), ("1",)
        ),
        PublishedPlan("b", "没有变", date(2024, 1, 1), "1" * 64, where, (), ("1", "2")),
        PublishedPlan("a", "有更正", date(2024, 1, 1), "2" * 64, where, (), ("1", "2")),
    ]
    same = plan_of(
        "b", title="没有变", tasks=(task_of("b", "1", "公布。"), task_of("b", "2", "公布。"))
    )
    changed = plan_of(
        "a",
        title="有更正",
        tasks=(task_of("a", "1", "公布。"), task_of("a", "3", "公布。")),
        corrections=(Correction(date(2025, 2, 1), "更正", "差错"),),
    )
    new = plan_of("c", title="新的")
    contents = Contents((same, changed, new), {"a": "3" * 64, "b": "1" * 64, "c": "4" * 64}, {})
    when = Publishing(today := date(2025, 2, 2))
    assert with_published(old, contents, when) == [
        PublishedPlan(
            "a",
            "有更正",
            today,
            "3" * 64,
            where,
            (date(2025, 2, 1),),
            ("1", "2", "3"),
            date(2024, 1, 1),
            today,
        ),
        PublishedPlan(
            "b",
            "没有变",
            date(2024, 1, 1),
            "1" * 64,
            where,
            (),
            ("1", "2"),
            date(2024, 1, 1),
            today,
        ),
        PublishedPlan("c", "新的", today, "4" * 64, where, (), (), today, today),
        old[0],
    ]
    # A second time on the day it says so already.
    again = with_published(with_published(old, contents, when), contents, when)
    assert again == with_published(old, contents, when)


def test_an_old_ledger_does_not_say_when_a_corrected_plan_first_went_out() -> None:
    old = PublishedPlan(
        "z",
        "不再提供",
        date(2024, 1, 1),
        "0" * 64,
        Location(PUBLISHED_PATH),
        (date(2023, 5, 1),),
        ("1",),
    )
    contents = Contents((plan_of("z", title="不再提供"),), {"z": "0" * 64}, {})
    assert with_published([old], contents, Publishing(date(2025, 2, 2)))[0].first is None


def test_a_plan_that_changes_during_a_publication_stops_it() -> None:
    contents = Contents((), {}, {"a": "1", "b": "2", "c": "3"})
    assert check_unchanged({"a": "1", "b": "2", "c": "3"}, contents) == []
    found = check_unchanged({"a": "1", "b": "0", "d": "4"}, contents)
    assert [(one.code, one.location.path) for one in found] == [
        ("publish-source-changed", f"content/plans/{id}/plan.md") for id in "bcd"
    ]
