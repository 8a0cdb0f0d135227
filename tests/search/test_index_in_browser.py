"""The index as a browser reads it: folding, recall and precision against plain search, ranking,
excerpts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from plain_search import PlainSearch, model_of, query_terms
from playwright.sync_api import Page

from gksite.search.characters import fold, tidy, words

pytestmark = pytest.mark.browser

PROJECT = Path(__file__).parents[2]
CASES = Path(__file__).parent / "cases"
FOLDING: list[tuple[str, str, list[str]]] = json.loads((CASES / "folding.json").read_text("utf-8"))
QUERIES: list[str] = [
    query
    for some in json.loads((CASES / "queries.json").read_text("utf-8")).values()
    for query in some
]
NEAR: list[dict[str, Any]] = json.loads((CASES / "near.json").read_text("utf-8"))
OFFERS: list[dict[str, Any]] = json.loads((CASES / "offers.json").read_text("utf-8"))
RANKING: list[dict[str, Any]] = json.loads((CASES / "ranking.json").read_text("utf-8"))
ALL = """async queries => {
  const found = [];
  for (const query of queries) {
    const search = await gksiteSearch.find(query);
    const all = await search.next(1e6);
    const {count, isExact} = search.count();
    found.push([all.map(one => one.path), count, isExact]);
  }
  return found;
}"""


def open_search(window: Page, site: Path) -> None:
    window.goto((site / "search.html").as_uri())
    window.evaluate("gksiteSearch.start()")


# ---------- characters ----------


@pytest.mark.parametrize(("text", "folded", "terms"), FOLDING)
def test_folding(text: str, folded: str, terms: list[str]) -> None:
    assert fold(text) == folded
    assert query_terms(text) == terms
    assert fold(tidy(text)) == folded
    assert fold(folded) == folded


def test_browser_folds_alike(window: Page, sample_site: Path) -> None:
    open_search(window, sample_site)
    texts = [text for text, _, _ in FOLDING]
    found = window.evaluate(
        "texts => texts.map(text => [gksiteSearch.fold(text), gksiteSearch.terms(text)])", texts
    )
    assert found == [[folded, terms] for _, folded, terms in FOLDING]


def test_browser_folds_every_character_alike(window: Page, sample_site: Path) -> None:
    """Character by character, in the middle of a word, through the planes that texts are written
    in."""
    open_search(window, sample_site)
    characters = [
        chr(code)
        for code in (
            *range(0x3400),
            *range(0xA000, 0xD800),
            *range(0xE000, 0x10000),
            *range(0x1F000, 0x20100),
        )
    ]
    found = window.evaluate(
        "all => all.map(one => [gksiteSearch.fold('公' + one + '开'), "
        "gksiteSearch.words(gksiteSearch.fold('公' + one + '开')).length])",
        characters,
    )
    differing = [
        f"U+{ord(one):04X}"
        for one, (folded, count) in zip(characters, found, strict=True)
        if fold(f"公{one}开") != folded or len(words(folded)) != count
    ]
    assert differing == []


# ---------- recall and precision ----------


def test_there_are_enough_queries() -> None:
    assert len(QUERIES) == len(set(QUERIES)) == 65


def faults(window: Page, truth: PlainSearch) -> list[tuple[str, list[str], list[str]]]:
    """Queries with what was missed and what was found wrongly, or counted wrongly."""
    wrong = []
    for query, (found, count, is_exact) in zip(QUERIES, window.evaluate(ALL, QUERIES), strict=True):
        expected = truth.find(query)
        if (
            expected != set(found)
            or len(found) != len(set(found))
            or count != len(expected)
            or not is_exact
        ):
            wrong.append((query, sorted(expected - set(found)), sorted(set(found) - expected)))
    return wrong


def test_recall_and_precision_on_the_sample(window: Page, sample_site: Path) -> None:
    truth = PlainSearch(model_of(PROJECT))
    open_search(window, sample_site)
    assert faults(window, truth) == []
    assert sum(bool(truth.find(query)) for query in QUERIES) >= 50


def test_recall_and_precision_on_a_generated_site(
    window: Page, generated_site: Path, generated_project: Path
) -> None:
    truth = PlainSearch(model_of(generated_project))
    open_search(window, generated_site)
    assert faults(window, truth) == []
    assert sum(bool(truth.find(query)) for query in QUERIES) >= 40


def test_every_character_of_the_sample_is_found(window: Page, sample_site: Path) -> None:
    """A single character is looked up like any other query, however rare it is."""
    truth = PlainSearch(model_of(PROJECT))
    everything = "".join(text for document in truth.documents for text in document.texts)
    rare = sorted({one for one in everything if everything.count(one) == 1 and words(one)})
    assert len(rare) > 100
    open_search(window, sample_site)
    found = window.evaluate(ALL, rare)
    assert [
        one for one, (paths, _, _) in zip(rare, found, strict=True) if set(paths) != truth.find(one)
    ] == []


# ---------- near ----------

NEARBY = """async queries => {
  const found = [];
  for (const query of queries) {
    const search = await gksiteSearch.near(query);
    const all = search ? await search.next(1e6) : [];
    const paths = all.map(one => one.path);
    found.push([search ? search.parts : [], paths, search ? search.count() : null]);
  }
  return found;
}"""


def test_near_is_what_holds_the_longest_parts(window: Page, sample_site: Path) -> None:
    """As plain search finds them, with the parts and the first results that a reader expects."""
    truth = PlainSearch(model_of(PROJECT))
    open_search(window, sample_site)
    wrong = {}
    found = window.evaluate(NEARBY, [case["query"] for case in NEAR])
    for case, (parts, paths, count) in zip(NEAR, found, strict=True):
        top = case.get("top", [])
        expected = sorted(case["parts"]), case["parts"] and len(paths)
        if (
            (sorted(parts), count["count"] if count else []) != expected
            or not set(top) <= set(paths[: case.get("within", len(top))])
            or (set(parts), set(paths)) != truth.near(case["query"])
        ):
            wrong[case["query"]] = parts, paths[:4], count, truth.near(case["query"])
    assert wrong == {}


def test_near_on_a_generated_site(
    window: Page, generated_site: Path, generated_project: Path
) -> None:
    truth = PlainSearch(model_of(generated_project))
    open_search(window, generated_site)
    queries = [case["query"] for case in NEAR] + QUERIES[:20]
    found = window.evaluate(NEARBY, queries)
    assert {
        query: (parts, len(paths))
        for query, (parts, paths, _) in zip(queries, found, strict=True)
        if (set(parts), set(paths)) != truth.near(query)
    } == {}


# ---------- words for states and roles, and numbers of choices ----------


def test_words_of_states_and_roles_are_filters(window: Page, sample_site: Path) -> None:
    open_search(window, sample_site)
    asked = [(case["query"], case.get("inside", False)) for case in OFFERS]
    found = window.evaluate(
        "asked => Promise.all(asked.map(one => gksiteSearch.asFilters(...one)))",
        asked,
    )
    expected = [
        {"query": case.get("rest", ""), "filters": case["filters"]} if case["filters"] else None
        for case in OFFERS
    ]
    assert found == expected


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("公开", {}),
        ("公开", {"year": "2025", "unit": "qinghe/data"}),
        ("", {"status": "late", "role": "lead"}),
        ("政策", {"authority": "qinghe", "status": "done"}),
    ],
)
def test_each_choice_leaves_as_many_as_it_says(
    query: str, filters: dict[str, str], window: Page, sample_site: Path
) -> None:
    """Every number beside a choice of a filter is that of the results with it."""
    open_search(window, sample_site)
    counts = window.evaluate(
        """async ([query, filters]) => {
          const search = await gksiteSearch.find(query, filters);
          const counts = await search.choices();
          return Object.entries(counts).map(([name, some]) => [name, Object.fromEntries(some)]);
        }""",
        [query, filters],
    )
    told = [(name, value, count) for name, some in counts for value, count in some.items()]
    real = window.evaluate(
        """async ([query, filters, told]) => {
          const found = [];
          for (const [name, value] of told) {
            const search = await gksiteSearch.find(query, {...filters, [name]: value});
            found.push((await search.next(1e6)).length);
          }
          return found;
        }""",
        [query, filters, told],
    )
    assert {name for name, _, _ in told} == {"authority", "year", "unit", "role", "status"}
    assert [count for _, _, count in told] == real


# ---------- order ----------


def test_there_are_forty_judged_queries() -> None:
    assert len({case["query"] for case in RANKING}) == 40


def test_ranking(window: Page, sample_site: Path) -> None:
    """What a reader would expect on top is on top."""
    open_search(window, sample_site)
    found = window.evaluate(ALL, [case["query"] for case in RANKING])
    wrong = {}
    for case, (paths, _, _) in zip(RANKING, found, strict=True):
        within = case.get("within", len(case["top"]))
        if not set(case["top"]) <= set(paths[:within]):
            wrong[case["query"]] = paths[: within + 3]
    assert wrong == {}


# ---------- marks ----------

RANGES = [
    ("区府办、各街镇", ["府办"], ["府办"]),
    ("〔２０２５〕６号", ["2025"], ["２０２５"]),
    ("面积５㎡以上", ["5m2"], ["５㎡"]),
    ("面积５㎡以上", ["m"], ["㎡"]),
    ("𠮷野𠮷", ["𠮷"], ["𠮷", "𠮷"]),
    ("公开公开", ["公开", "开公"], ["公开", "公开"]),
    ("没有", ["公开"], []),
]


@pytest.mark.parametrize(("text", "terms", "marked"), RANGES)
def test_marks_are_of_the_text_as_printed(
    text: str, terms: list[str], marked: list[str], window: Page, sample_site: Path
) -> None:
    open_search(window, sample_site)
    found = window.evaluate(
        "([text, terms]) => gksiteSearch.rangesIn(text, terms).map(([start, end]) => "
        "text.slice(start, end))",
        [text, terms],
    )
    assert found == marked
