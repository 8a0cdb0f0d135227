"""Edits at the parser's marks change the value that they are for, and not one byte beside it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gksite.source.yaml import parse_yaml, plain
from gksite.source.yaml_spans import (
    Edit,
    edited,
    spanned_items,
    spanned_mapping,
    with_entry,
    with_first_line,
    with_items,
    with_value,
    without_item,
    without_keys,
)
from gksite.source.yaml_text import flow, items

WORDS = st.text("，。：#-' \"甲乙𠀀a1{}[]&*!|>%@`\n", min_size=1, max_size=12)
KEYS = st.sampled_from(["id", "text", "时间节点", "note", "units"])
VALUES: st.SearchStrategy[Any] = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=2),
    max_leaves=4,
)
RECORDS = st.lists(st.dictionaries(KEYS, VALUES, min_size=1, max_size=3), min_size=1, max_size=3)
ENTRY = {"adjustments": [{"date": "2025-09-30", "why": "一、二：三"}, {"date": "2025-10-01"}]}


@st.composite
def written(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    """A list of records as a person may write it: each in a block or in braces, comments, blank
    lines, line ends of both kinds, a last line with or without its end."""
    records = draw(RECORDS)
    parts = []
    for record in records:
        parts.append(draw(st.sampled_from(["", "", "# 一条\n", "\n", "\n# 一条：甲 - 乙\n\n"])))
        if draw(st.booleans()):
            parts.append(items([record]))
        else:
            parts.append(f"- {flow(record)}{draw(st.sampled_from(['', ' # 尾注', '  ']))}\n")
    text = "".join(parts) + draw(st.sampled_from(["", "\n\n", "# 完\n", "  # 完"]))
    if draw(st.booleans()):
        text = text.removesuffix("\n")
    # A comment may stand where YAML reads it as a part of the text before it.
    node, problems = parse_yaml(text, "tasks.yaml")
    assume(not problems and node and plain(node) == records)
    return (text.replace("\n", "\r\n") if draw(st.booleans()) else text), records


@given(written())
def test_an_entry_is_added_and_can_be_taken_out_again(case: tuple[str, list[Any]]) -> None:
    text, records = case
    after = edited(text, [with_entry(item, ENTRY) for item in spanned_items(text)])
    node, problems = parse_yaml(after, "tasks.yaml")
    assert not problems and node
    assert plain(node) == [record | ENTRY for record in records]
    assert without_keys(after, ["adjustments"]) == text
    if "\r\n" in text:
        assert "\n" not in after.replace("\r\n", "")


@given(written(), WORDS)
def test_a_value_is_written_anew(case: tuple[str, list[Any]], value: str) -> None:
    text, records = case
    edits: list[Edit] = []
    expected = []
    for item, record in zip(spanned_items(text), records, strict=True):
        keys = [key for key, old in record.items() if isinstance(old, str)]
        edits += [with_value(item, key, value) for key in keys]
        expected.append(record | dict.fromkeys(keys, value))
    node, problems = parse_yaml(edited(text, edits), "tasks.yaml")
    assert not problems and node
    assert plain(node) == expected


@pytest.mark.parametrize(
    ("text", "after"),
    [
        # A text that keeps its last line ends, and comments behind the last value.
        (
            "- id: 3\n  text: |+\n    甲\n\n- id: 4\n",
            "- id: 3\n  text: |+\n    甲\n\n  a: b\n- id: 4\n  a: b\n",
        ),
        (
            "- id: 3\n  # 说明\n\n# 下一条\n- id: 4",
            "- id: 3\n  a: b\n  # 说明\n\n# 下一条\n- id: 4\n  a: b",
        ),
        ("- id: 3   # 第三条\n", "- id: 3   # 第三条\n  a: b\n"),
        (
            "-   id: 3\n    text: >\n      甲\n      乙\n\n\n",
            "-   id: 3\n    text: >\n      甲\n      乙\n    a: b\n\n\n",
        ),
        ("- id: 3\n  lead:\n  - 甲\n  - 乙\n", "- id: 3\n  lead:\n  - 甲\n  - 乙\n  a: b\n"),
        ("- id: 3\n  note:\n", "- id: 3\n  note:\n  a: b\n"),
        ("- {id: 3, }\n- {}\n", "- {id: 3, a: b, }\n- {a: b}\n"),
        ("[{id: 3},\n {id: 4}]\n", "[{id: 3, a: b},\n {id: 4, a: b}]\n"),
        (
            "  - id: 3\n    text: '甲\n      乙'\n",
            "  - id: 3\n    text: '甲\n      乙'\n    a: b\n",
        ),
        ("- id: 3\r  text: 甲\r- id: 4\r", "- id: 3\r  text: 甲\r  a: b\r- id: 4\r  a: b\r"),
    ],
)
def test_only_the_entry_is_new(text: str, after: str) -> None:
    new = edited(text, [with_entry(item, {"a": "b"}) for item in spanned_items(text)])
    assert new == after
    assert without_keys(new, ["a"]) == text


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a:\n  - x: 1\n", "a:\n  - x: 1\n  - x: 2\n  - x: 3\n"),
        ("a:\n- x: 1   # 一\n\n# 完\n", "a:\n- x: 1   # 一\n- x: 2\n- x: 3\n\n# 完\n"),
        ("a: [{x: 1}]\n", "a: [{x: 1}, {x: 2}, {x: 3}]\n"),
        ("a: []\n", "a: [{x: 2}, {x: 3}]\n"),
        ("a:\nb: 1\n", "a: [{x: 2}, {x: 3}]\nb: 1\n"),
    ],
)
def test_items_are_added_to_a_list(text: str, after: str) -> None:
    edit = with_items(spanned_mapping(text), "a", [{"x": "2"}, {"x": "3"}])
    assert edited(text, [edit]) == after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("site: 1\n", "format: 2\nsite: 1\n"),
        ("# 网站\n\n# 站点\nsite: 1\r\n", "# 网站\n\nformat: 2\n# 站点\nsite: 1\r\n"),
        ("---\r\n# 站点\r\nsite: 1\r\n", "---\r\nformat: 2\r\n# 站点\r\nsite: 1\r\n"),
        ("{site: 1}", "{format: 2, site: 1}"),
        ("  site: 1", "  format: 2\n  site: 1"),
    ],
)
def test_an_entry_is_added_in_front(text: str, after: str) -> None:
    edit = with_first_line(spanned_mapping(text), {"format": "2"})
    assert edited(text, [edit]) == after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("- a: 已调整   # 尾注\r\n", "- a: 延期   # 尾注\r\n"),
        ("- a: '已调整'\n", "- a: 延期\n"),
        ("- a: |-\n    已调整\n\n  b: 1\n", "- a: 延期\n\n  b: 1\n"),
        ("- {a: 已调整,b: 1}", "- {a: 延期,b: 1}"),
        ("- a:\n  b: 1\n", "- a: 延期\n  b: 1\n"),
    ],
)
def test_only_the_value_is_new(text: str, after: str) -> None:
    assert edited(text, [with_value(item, "a", "延期") for item in spanned_items(text)]) == after


@given(written(), st.data())
def test_an_item_is_taken_out_of_a_list_and_nothing_else(
    case: tuple[str, list[dict[str, Any]]], data: st.DataObject
) -> None:
    """Of a list of any form; with its last item the key has no value any more, or is gone."""
    text, records = case
    lists = [
        (n, key)
        for n, own in enumerate(records)
        for key, value in own.items()
        if isinstance(value, list) and value
    ]
    assume(lists)
    place, key = data.draw(st.sampled_from(lists))
    number = data.draw(st.integers(0, len(records[place][key]) - 1))
    after = edited(text, [without_item(spanned_items(text)[place], key, number)])
    node, problems = parse_yaml(after, "tasks.yaml")
    assert not problems and node
    found: Any = plain(node)
    kept = [item for at, item in enumerate(records[place][key]) if at != number]
    assert (found[place].pop(key, None) or []) == kept
    others = [
        {k: v for k, v in own.items() if (n, k) != (place, key)} for n, own in enumerate(records)
    ]
    assert found == others


def test_an_item_whose_dash_stands_above_it() -> None:
    text = "- id: 1\n  a:\n  -\n    # 甲 - 乙\n    b: 1\n  - # 丙\n    b: 2\n  - b: 3\n"
    [own] = spanned_items(text)
    without = [edited(text, [without_item(own, "a", number)]) for number in range(3)]
    assert without == [
        "- id: 1\n  a:\n  - # 丙\n    b: 2\n  - b: 3\n",
        "- id: 1\n  a:\n  -\n    # 甲 - 乙\n    b: 1\n  - b: 3\n",
        "- id: 1\n  a:\n  -\n    # 甲 - 乙\n    b: 1\n  - # 丙\n    b: 2\n",
    ]
