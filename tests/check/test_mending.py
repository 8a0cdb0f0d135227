"""`--fix` changes characters of running text and nothing else, and says what it leaves."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gksite.catalogue import hint
from gksite.check.source_text import read_source_text
from gksite.check.text_mending import mend_source
from gksite.check.texts import check_source
from gksite.source.front_matter import split_front_matter
from gksite.source.running_text import parts_of
from gksite.source.text import decode
from gksite.source.yaml import parse_yaml
from gksite.source.yaml_tree import Mapping, Node, Sequence

HEAD = "---\ntitle: 甲\n---\n"


def mended(text: str, path: str = "content/pages/a.md") -> tuple[str, list[str]]:
    found = mend_source(path, text.encode(), lambda _: True)
    return (
        (
            found.data.decode(),
            [f"{one.location.line}:{one.location.column}" for one in found.unmended],
        )
        if found
        else (text, [])
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("公布,清单。", "公布，清单。"),
        ("如下：![架构图](files/a.svg)", None),
        ("甲![图,乙](a.svg \"题,丙\")", None),
        ("详见[分解 表](files/a b.pdf)", None),
        ("见`码,码`甲", None),
        ("```\n码,码\n```", None),
        ("见<https://a.example/甲,乙>", None),
        ("见https://a.example/甲,乙?丙:丁", None),
        ("见www.a.example/甲,乙。丙,丁", "见www.a.example/甲,乙。丙，丁"),
        ("甲<!-- 注,释 -->乙", None),
        ("甲,乙<!-- 注,释 -->丙,丁", "甲，乙<!-- 注,释 -->丙，丁"),
        ("**要求,**坚持,做到", "**要求，**坚持，做到"),
        ("[甲]: a,b", None),
        ("## 标题,一 ##", "## 标题，一 ##"),
        ("| 甲,乙 | 丙\\|,丁 |\n|---|---|\n| 戊,己 | `庚,辛` |", "| 甲，乙 | 丙\\|，丁 |\n|---|---|\n| 戊，己 | `庚,"
                                                         "辛` |"),
        ("甲\n　　乙", None),
        ("甲\n\n　　乙", "甲\n\n乙"),
        ("甲\n\n　　- 乙", None),
        ("甲\"乙\"`\"`丙", None),
        ("甲\"乙\"丙", "甲“乙”丙"),
        ("&#20013;,甲\\,乙", "&#20013;，甲\\,乙"),
    ],
)  # fmt: skip
def test_only_running_text_changes(before: str, after: str | None) -> None:
    assert mended(HEAD + before)[0] == HEAD + (before if after is None else after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- note: 甲,乙", "- note: 甲，乙"),
        ("- {note: '甲:乙', id: 1}", "- {note: '甲：乙', id: 1}"),
        ("- note: |\n    甲,乙\n    ![图,](a)", "- note: |\n    甲，乙\n    ![图,](a)"),
        ('- note: "甲\\"乙\\",丙"  # 注,释', None),
        ("- text: '见`码,码`甲,乙'", "- text: '见`码,码`甲，乙'"),
    ],
)
def test_values_of_yaml_change_and_nothing_else(before: str, after: str | None) -> None:
    found = mended(before, "content/plans/a/tasks.yaml")[0]
    if after is not None:
        assert found == after
    tree, problems = parse_yaml(found, "")
    assert tree is not None and problems == []


def test_what_is_left_is_told() -> None:
    text, left = mended(HEAD + "见[名,字](b.html)，甲\n　　乙,丙")
    assert text == HEAD + "见[名,字](b.html)，甲\n　　乙，丙"
    assert left == ["4:4", "5:1"]


def test_no_finding_is_sent_to_a_fix_that_leaves_it() -> None:
    path = "content/pages/a.md"
    [left, mends] = [
        check_source(read_source_text(path, HEAD + text), {})[0]
        for text in ("见[名,字](b.html)。", "名,字。")
    ]
    assert hint(left, "zh") == "改成“，”"
    assert hint(mends, "zh") == "改成“，”；gksite check --fix 可以改"


PIECES = st.lists(
    st.sampled_from([
        "甲", "乙,", "丙:丁", "(戊)", "己 庚", "“", '"', "'", "**", "*", "`", "[", "](", ")", "![", "<",
        ">", "|", "\n", "\n\n", "　　", "- ", "# ", "> ", "1、", "（一）、",
        "青办发[2025]第6号", "<!--", "-->", "```\n", "| 甲,乙 |\n|---|\n", "{task=1}\n", "\\", "&amp;",
        ".", ";", "!", "?", "[甲]: /a,b\n", "~~", " \"题,\"",
            "https://a.example/",
    ]),
    max_size=24,
).map("".join)  # fmt: skip
ENDS = st.sampled_from(["\n", "\r\n", "\r"])
LINE_ENDS = re.compile("\r\n|\r|\n")


def markup(text: str) -> list[object]:
    return [part for part in parts_of(text) if not isinstance(part, str)]


@given(PIECES, st.lists(ENDS, min_size=1, max_size=4), st.sampled_from(["", "\ufeff"]))
def test_a_text_keeps_its_markup_line_ends_and_mark(text: str, ends: list[str], mark: str) -> None:
    lines = (HEAD + text).split("\n")
    data = (mark + "".join(line + ends[n % len(ends)] for n, line in enumerate(lines))).encode()
    found = mend_source("content/pages/a.md", data, lambda _: True)
    if not found:
        return
    after = found.data.decode()
    assert after.startswith(mark)
    assert LINE_ENDS.findall(after) == LINE_ENDS.findall(data.decode())
    bodies = [split_front_matter(one, "")[0] for one in (decode(data, "")[0], found.after)]
    assert bodies[0]
    assert bodies[1]
    assert markup(bodies[0].body) == markup(bodies[1].body)


def test_front_matter_stays_and_is_left_to_its_author() -> None:
    """Titles and dates there are facts of the plan, and another half of them may be signed or
    archived."""
    text = "---\ntitle: 甲,乙\nsummary: 丙(丁)戊\n---\n己,庚\n"
    assert mended(text, "content/plans/a/plan.md") == (
        text.replace("己,", "己，"),
        ["2:9", "3:11", "3:13"],
    )


VALUES = st.text("甲乙,:;()\"' [2025]号.!?#-", min_size=1, max_size=12)


def keys_of(node: Node | None) -> list[list[str]]:
    """The keys of each record of a list."""
    items = node.items if isinstance(node, Sequence) else ()
    return [list(item.entries) for item in items if isinstance(item, Mapping)]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["note", "title", "text", "units"]), VALUES, st.sampled_from("'\"|p")
        ),
        min_size=1,
        max_size=4,
    )
)
def test_yaml_keeps_its_structure(entries: list[tuple[str, str, str]]) -> None:
    def written(value: str, style: str) -> str:
        if style == "p":
            return value
        if style == "|":
            return f"|\n    {value}"
        return (
            f"'{value.replace(chr(39), chr(39) * 2)}'"
            if style == "'"
            else '"' + value.replace('"', '\\"') + '"'
        )

    text = "".join(
        f"- {key}: {written(value, style)}\n  id: {n}\n"
        for n, (key, value, style) in enumerate(entries)
    )
    found = mend_source("content/plans/a/tasks.yaml", text.encode(), lambda _: True)
    if not found:
        return
    (before, was), (after, now) = parse_yaml(text, ""), parse_yaml(found.after, "")
    assert [one.code for one in was] == [one.code for one in now]
    assert keys_of(before) == keys_of(after)
