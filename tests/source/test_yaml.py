"""YAML keeps values as written, reports every fault where it stands, and takes any text."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml as pyyaml
from hypothesis import given
from hypothesis import strategies as st

from gksite.catalogue import message
from gksite.diagnostics import Diagnostic
from gksite.source.yaml import Mapping, Scalar, Sequence, locate, parse_yaml, plain
from gksite.source.yaml_lines import unread_colon, with_read_colon

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "cases" / "yaml.json").read_text("utf-8")
)
PIECES = st.sampled_from(
    [
        *":-?[]{},#&*!|>'\"%@`~<=\\\t\n \r",
        "\n  ",
        "- ",
        ": ",
        "a",
        "键",
        "：",
        "---\n",
        "\0",
        "\\x00",
        "<<",
        "\ud800",
    ]
)


def told(problem: Diagnostic) -> str:
    arguments = "".join(
        f" {name}={value}" for name, value in problem.arguments if name != "detail_zh"
    )
    return f"{problem.location.line}:{problem.location.column} {problem.code}{arguments}"


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_text_gives_its_tree_and_its_faults(case: dict[str, Any]) -> None:
    node, problems = parse_yaml(case["text"], "f.yaml")
    assert (None if node is None else plain(node)) == case["tree"]
    assert [told(problem) for problem in problems] == case["problems"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_lines_count_in_the_whole_file(case: dict[str, Any]) -> None:
    here = [problem.location.line for problem in parse_yaml(case["text"], "f.yaml")[1]]
    below = [problem.location.line for problem in parse_yaml(case["text"], "f.yaml", 11)[1]]
    assert below == [line + 10 for line in here]


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_no_text_is_too_nasty(text: str) -> None:
    _, problems = parse_yaml(text, "f.yaml")
    lines = max(text.count("\n"), text.replace("\r\n", "\n").replace("\r", "\n").count("\n")) + 1
    for problem in problems:
        assert message(problem, "zh")
        assert message(problem, "en")
        detail = dict(problem.arguments).get("detail_zh", "")
        assert not re.search("[a-z]{3}", detail), f"the parser's own words are shown: {detail}"
        assert 1 <= problem.location.line <= lines + 1
        assert problem.location.column >= 1


@given(
    st.lists(
        st.dictionaries(
            st.text("abc键值", min_size=1),
            st.text("abc 12:3-#'\"\\\n{}[]é中文，。", min_size=1),
            min_size=1,
        ),
        min_size=1,
    )
)
def test_what_yaml_writes_is_read_back(records: list[dict[str, str]]) -> None:
    text = pyyaml.safe_dump(records, allow_unicode=True, default_style='"', width=10**9)
    node, problems = parse_yaml(text, "f.yaml")
    assert node is not None
    assert plain(node) == records
    assert problems == []


@pytest.mark.parametrize("opening", ["[", "- ", "{a: ", "? ", "[{a: "])
def test_a_million_levels_are_refused(opening: str) -> None:
    node, problems = parse_yaml(opening * 1_000_000, "f.yaml")
    assert node is None
    assert "yaml-too-deep" in [problem.code for problem in problems]


def test_a_hundred_levels_are_read() -> None:
    node, problems = parse_yaml("[" * 100 + "]" * 100, "f.yaml")
    assert isinstance(node, Sequence)
    assert problems == []
    assert [problem.code for problem in parse_yaml("[" * 101 + "]" * 101, "f.yaml")[1]] == [
        "yaml-too-deep"
    ]


def test_a_number_of_five_thousand_digits_is_a_text() -> None:
    node, _ = parse_yaml("a: " + "9" * 5000, "f.yaml")
    assert isinstance(node, Mapping)
    assert plain(node) == {"a": "9" * 5000}


@pytest.mark.parametrize(
    ("path", "key", "place"),
    [
        ((), False, (1, 1)),
        ((0,), False, (1, 3)),
        ((0, "编号"), False, (1, 7)),
        ((0, "编号"), True, (1, 3)),
        ((0, "任务", 1), False, (2, 11)),
        ((0, "任务", 7), False, (2, 7)),
        ((0, "时限"), True, (1, 3)),
        ((0, "任务", 1, "x"), True, (2, 11)),
        ((5, "编号"), False, (1, 1)),
        (("编号",), False, (1, 1)),
    ],
)
def test_a_path_leads_to_a_place(
    path: tuple[str | int, ...], key: bool, place: tuple[int, int]
) -> None:
    node, _ = parse_yaml("- 编号: 七\n  任务: [甲, 乙]\n", "f.yaml")
    assert node is not None
    assert locate(node, path, key) == place


@pytest.mark.parametrize(
    ("text", "key", "read"),
    [
        ("标题：工作", "标题", "标题: 工作"),
        ("  - 标题:工作", "标题", "  - 标题: 工作"),
        ("标题:\u3000工作", "标题", "标题: \u3000工作"),
        *(
            (text, "", text)
            for text in (
                "标题: 一：二",
                "一，二：三",
                "工作",
                "标题:",
                "https://a.example",
                "mailto:a@b.example",
                "12:30",
                "比例3:1",
                r"C:\工作",
            )
        ),
    ],
)
def test_a_colon_that_is_not_read_shows_the_key_that_was_meant(
    text: str, key: str, read: str
) -> None:
    found = unread_colon(text)
    assert (found.key if found else "", with_read_colon(text)) == (key, read)


def test_a_scalar_knows_its_place() -> None:
    node, _ = parse_yaml("键:   值", "f.yaml", 5)
    assert isinstance(node, Mapping)
    assert node.entries == {"键": Scalar("值", 5, 6)}
    assert node.keys == {"键": (5, 1)}
