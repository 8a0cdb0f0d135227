"""The files of the index: the same bytes each time, few of them touched by an edit, none without a
wish, nothing of a draft."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from built_trees import ALONE
from hypothesis import given
from hypothesis import strategies as st
from plain_search import model_of
from sample_copy import copy_sample

from gksite.build.pipeline import build
from gksite.search.characters import fold, tidy
from gksite.search.documents import holders_of, plan_documents
from gksite.search.index import CHUNK, index_paths, shards_for
from gksite.search.postings import (
    ACROSS,
    WITHIN,
    across,
    join_lines,
    join_places,
    lines_of,
    terms_of,
    within,
)

PROJECT = Path(__file__).parents[2]


def files(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.glob("search/**/*.js"))
    }


def copied(source: Path, target: Path) -> Path:
    """A project of its own with the same sources."""
    shutil.copytree(source / "content", target / "content")
    shutil.copyfile(source / "config.yaml", target / "config.yaml")
    return target


# ---------- writing places ----------


def places_of(steps: str) -> list[tuple[int, int, int]]:
    """Plan, number and mark of every place: the reading that the browser does, in Python."""
    found, plan, number, high = [], -1, -1, ""
    for character in steps:
        if character.isdigit():
            high += character
        elif character in WITHIN:
            step = int(high or 0) * len(WITHIN) + WITHIN.index(character)
            number, high = number + 1 + step // 2, ""
            found.append((plan, number, step % 2))
        else:
            plan, number, high = (
                plan + 1 + int(high or 0) * len(ACROSS) + ACROSS.index(character),
                -1,
                "",
            )
    return found


numbers = st.dictionaries(st.integers(0, 3000), st.integers(0, 1), min_size=1, max_size=8)


@given(st.dictionaries(st.integers(0, 600), numbers, min_size=1, max_size=6))
def test_places_are_read_as_they_were_written(plans: dict[int, dict[int, int]]) -> None:
    every = [
        {"t": within(sorted(plans[plan].items()))} if plan in plans else {}
        for plan in range(max(plans) + 1)
    ]
    expected = [
        (plan, number, mark)
        for plan in sorted(plans)
        for number, mark in sorted(plans[plan].items())
    ]
    assert places_of(join_places(every)["t"]) == expected
    lines = join_lines(f";公开 {own['t']}" if own else "" for own in every)
    assert places_of(lines.removeprefix(";公开 ")) == expected


def test_steps_are_told_apart() -> None:
    assert not set(WITHIN) & set(ACROSS) and not {*WITHIN, *ACROSS} & set('0123456789; "\\<')
    assert len(set(ACROSS)) == len(ACROSS)
    assert across(len(ACROSS)) == f"1{ACROSS[0]}"


@given(st.text(alphabet="公开政策，、 2025年a", max_size=30))
def test_every_pair_and_every_last_character_is_a_term(text: str) -> None:
    folded = fold(text)
    found = terms_of(folded)
    for index, character in enumerate(folded):
        if character not in " ，,、":
            assert any(term.startswith(character) for term in found)
            following = folded[index + 1 : index + 2]
            assert not following or following in " ，,、" or character + following in found


@given(
    st.lists(st.text(alphabet="公开政策解读办事", max_size=12), max_size=6),
    st.sampled_from((1, 7, 31)),
)
def test_a_term_stands_in_the_shard_of_its_first_character(texts: list[str], shards: int) -> None:
    for shard, lines in enumerate(lines_of((((), (text,)) for text in texts), shards)):
        assert all(ord(line[0]) % shards == shard for line in lines.split(";")[1:])


# ---------- files ----------


def test_files_are_those_that_were_announced(sample_site: Path) -> None:
    assert set(files(sample_site)) == set(index_paths(model_of(PROJECT)))


def test_index_is_safe_script(sample_site: Path) -> None:
    """Each file is one call with one value; no file could end a script element that it were put
    into."""
    for path, data in files(sample_site).items():
        text = data.decode()
        assert re.fullmatch(r'gksiteSearch\.take\("[^"]+",.*\);\n', text, re.DOTALL), path
        assert "</script" not in text and "\u2028" not in text


def test_one_edited_task_touches_few_files(
    generated_project: Path, generated_site: Path, scratch: Path
) -> None:
    project, out = copied(generated_project, scratch / "edited"), scratch / "edited-site"
    build(project, out, ALONE, state_dir=scratch / "edited-state")
    before = files(out)
    assert before == files(generated_site)
    tasks = project / "content/plans/qinghe-2015-5/tasks.yaml"
    tasks.write_text(tasks.read_text("utf-8").replace("解读", "细化解读", 1), "utf-8")
    build(project, out, ALONE, state_dir=scratch / "edited-state")
    after = files(out)
    changed = {path for path in {*before, *after} if before.get(path) != after.get(path)}
    assert {"search/manifest.js", "search/plans/qinghe-2015-5-0.js"} < changed
    assert len(changed) <= 2 + 4
    # What stands there is what a build from nothing gives.
    build(project, scratch / "edited-clean", ALONE, state_dir=scratch / "edited-clean-state")
    assert files(scratch / "edited-clean") == after


@pytest.mark.parametrize(
    "path",
    [
        "search/manifest.js",
        "search/terms-3.js",
        "search/site-0.js",
        "search/plans/qinghe-2025-0.js",
        "search/holders.js",
    ],
)
def test_harm_is_repaired(path: str, sample_site: Path, scratch: Path) -> None:
    out, state = scratch / "harmed", scratch / "harmed-state"
    build(PROJECT, out, ALONE, state_dir=state)
    good = files(out)
    (out / path).write_bytes(good[path].replace(b"gksite", b"broken"))
    report = build(PROJECT, out, ALONE, state_dir=state)
    assert report.written == 1
    assert files(out) == good == files(sample_site)
    (out / path).unlink()
    shutil.rmtree(state)
    build(PROJECT, out, ALONE, state_dir=state)
    assert files(out) == good


def test_without_a_wish_there_is_no_search(scratch: Path) -> None:
    project = copy_sample(scratch / "without", more="\n搜索: 否\n")
    build(project, scratch / "without-site", ALONE, state_dir=scratch / "without-state")
    out = scratch / "without-site"
    assert (out / "index.html").is_file()
    assert not (out / "search.html").exists() and not (out / "search").exists()
    assert 'role="search"' not in (out / "index.html").read_text("utf-8")


def test_shards_and_chunks_grow_with_the_site() -> None:
    assert [shards_for(tasks) for tasks in (0, 499, 500, 4_999, 5_000, 100_000)] == [
        7,
        7,
        31,
        31,
        127,
        127,
    ]
    assert CHUNK == 64


# ---------- what is in the index is what stands on the page ----------


def test_documents_hold_what_pages_show(documents: dict[str, BeautifulSoup]) -> None:
    """Wording, units, deadline and progress of every task as a reader sees them can be found."""
    model = model_of(PROJECT)
    names = {holder.key: tuple(map(fold, holder.names)) for holder in holders_of(model)}
    by_key = {holder.key: holder for holder in holders_of(model)}
    count = 0
    for plan in model.plans.values():
        for document in plan_documents(model, plan, names)[1:]:
            page = documents[document.path]
            texts = [fold(text) for text in (*document.titles, *document.others)]
            texts += [name for key in document.holders for name in names[key]]
            shown = [
                *page.select(".wording p, .wording li"),
                *page.select(".side-facts a, .entry-text p"),
            ]
            for element in shown:
                found = fold(tidy(element.get_text()))
                assert any(found in text for text in texts), (document.path, found)
                count += 1
            assert all(key in by_key for key in (*document.holders, *document.members))
    assert count > 400
