"""Blanking out items of a YAML list: what stays is read as before, at its place; of the others not
one byte stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from yaml_lists import MARK, yaml_lists

from gksite.source.yaml import parse_yaml
from gksite.source.yaml_items import item_spans, with_items_only
from gksite.source.yaml_tree import Sequence

HAND = {
    "a text below | with its blank lines, above an item that goes": (
        "- note: |+\n    一\n\n  # 说明\n- note: ZZ\n# ZZ\n\n- note: 二\n",
        [0, 2],
        "- note: |+\n    一\n\n#\n#\n#\n\n- note: 二\n",
    ),
    "one line in brackets": ("[{a: 1}, {a: ZZ}, {a: 2}] # ZZ\n", [0, 2],
                             "[{a: 1},          {a: 2}]\n"),
    "the last of a line": ("[{a: 1}, {a: ZZ}]", [0], "[{a: 1},        ]"),
    "a comment behind |": ("- n: | # ZZ\n    一\n", [0], "- n: |     \n    一\n"),
    "nothing stays": ("# ZZ\n- a: ZZ\n  b: [ZZ,\n      ZZ]\n", [], "#\n#\n#\n#\n"),
    "a document's head": ("--- # ZZ\n- a\n- ZZ\n...\n", [0], "---\n- a\n#\n...\n"),
    "an item on the line of another's end": (
        "[{a: 1\n}, {a: ZZ\n}, {a: 2}]", [0, 2], "[{a: 1\n},\n   {a: 2}]"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HAND)
def test_by_hand(name: str) -> None:
    text, kept, public = HAND[name]
    spans = item_spans(text)
    assert spans is not None
    assert with_items_only(text, spans, kept) == public


@pytest.mark.parametrize("text", ["a: 1\n", "一段文字\n", "- [1]]\n", "- a\n--- 1\n- b"])
def test_what_is_no_list_has_no_items(text: str) -> None:
    assert item_spans(text) is None


@settings(max_examples=300, deadline=None)
@given(yaml_lists())
def test_kept_items_are_read_as_before_at_their_places(case: tuple[str, list[bool]]) -> None:
    text, public = case
    before, problems = parse_yaml(text, "progress.yaml")
    assert not problems and isinstance(before, Sequence)
    spans = item_spans(text)
    assert spans is not None and len(spans.items) == len(before.items) == len(public)
    kept = [index for index, is_kept in enumerate(public) if is_kept]
    rest = with_items_only(text, spans, kept)
    assert MARK not in rest
    assert rest.count("\n") == text.count("\n")
    after, problems = parse_yaml(rest, "progress.yaml")
    assert not problems
    items = after.items if isinstance(after, Sequence) else []
    assert items == [before.items[index] for index in kept]
