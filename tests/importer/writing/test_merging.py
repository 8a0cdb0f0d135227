"""Edits by hand and changes of the document are merged, or a conflict names both."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from made_drafts import EMPTY_REGISTRY, free_draft
from test_plan_files import folder_of

from gksite.importer.writing.importing_again import Update, update
from gksite.importer.writing.merging_files import merge_texts
from gksite.importer.writing.plan_facts import facts_of
from gksite.importer.writing.provenance import NAME, Provenance, read_back, sha256
from gksite.importer.writing.text_parts import Part, parts_of
from gksite.importer.writing.told_changes import told_changes

MERGES = Path(__file__).with_name("merges")
FILES = [yaml.safe_load(path.read_text("utf-8")) for path in sorted(MERGES.glob("*.yaml"))]
CASES = [
    pytest.param(each["file"], each["base"], case, id=case["name"])
    for each in FILES
    for case in each["cases"]
]


def edited(text: str, edits: dict[Any, Any]) -> str:
    for old, new in edits.items():
        assert str(old) in text
        text = text.replace(str(old), str(new))
    return text


@pytest.mark.parametrize(("name", "base", "case"), CASES)
def test_a_case_of_two_sides(name: str, base: str, case: dict[str, Any]) -> None:
    mine, theirs = edited(base, case["mine"]), edited(base, case["theirs"])
    merged = merge_texts(name, base, mine, theirs)
    if "merged" in case:
        assert (merged.text, merged.conflicts) == (edited(base, case["merged"]), ())
    else:
        assert [[list(c.path), c.mine, c.theirs] for c in merged.conflicts] == [
            [list(map(str, path)), by_hand, new] for path, by_hand, new in case["conflicts"]
        ]


@pytest.mark.parametrize("each", FILES, ids=lambda each: str(each["file"]))
def test_one_side_alone_is_taken_as_it_is(each: dict[str, Any]) -> None:
    base = each["base"]
    for case in each["cases"]:
        one = edited(base, case["mine"])
        assert merge_texts(each["file"], base, one, base).text == one
        plain = one.replace("\r\n", "\n")
        assert merge_texts(each["file"], base, base, one).text == plain
        assert merge_texts(each["file"], base, one, one).text == one


PIECES = (
    "- id: 1", "- id: 2", "- {id: 3}", "  text: 甲", "  units: |-", "    乙", "# 注", "", "---", "-",
    "title: 要点", "draft: true", "{task=1}", "{task=2}", "1.丙", "## 一、丁", "\t", "- - 1", "a:",
)  # fmt: skip
LINES = st.lists(st.sampled_from(PIECES), max_size=12).map("\n".join)
NAMES = st.sampled_from(["plan.md", "tasks.yaml"])


@given(NAMES, LINES, LINES, LINES)
def test_any_text_is_merged_or_named(name: str, base: str, mine: str, theirs: str) -> None:
    """Whatever the three texts are: a line of either side is in the result, or a conflict tells."""
    merged = merge_texts(name, base, mine, theirs)
    if merged.conflicts:
        return
    result = {line.strip() for line in merged.text.splitlines()}
    before = {line.strip() for line in base.splitlines()}
    for side in (mine, theirs):
        added = {line.strip() for line in side.splitlines()} - before - {""}
        assert added <= result


@given(st.sampled_from(["page", "yaml"]), LINES)
def test_parts_make_their_text_again(kind: Any, text: str) -> None:
    parts = parts_of(Part(kind, f"{text}\n"))
    assert parts is None or parts.text == f"{text}\n"


# ── folders ───────────────────────────────────────────────────────────────────────────────────────

COUNT = 6
WORDINGS = [
    "公布重点项目进展",
    "修订主动公开目录",
    "配发政策解读材料",
    "组织政府开放日",
    "整理历史文件",
    "开展业务培训",
]
UNITS = ["区司法局", "区数据局、区档案局"]


def draft(changed: set[int]) -> Any:
    texts = [
        f"{text}并报区政府办公室" if number in changed else text
        for number, text in enumerate(WORDINGS)
    ]
    return free_draft(texts, UNITS, ["6月底前", "全年"])


def again(old: dict[str, bytes], base: set[int], new: set[int], *, accept: bool = False) -> Update:
    earlier = read_back(folder_of(draft(base), EMPTY_REGISTRY).files[NAME].decode())
    return update(folder_of(draft(new), EMPTY_REGISTRY).files, old, earlier, accept=accept)


def by_hand(files: dict[str, bytes], tasks: set[int]) -> dict[str, bytes]:
    """Edit the wording of some tasks in whichever file holds it."""
    edited_files = dict(files)
    for name in ("plan.md", "tasks.yaml"):
        text = files[name].decode()
        for number in tasks:
            text = text.replace(WORDINGS[number], f"按要求{WORDINGS[number]}")
        edited_files[name] = text.encode()
    return edited_files


SOME = st.sets(st.integers(0, COUNT - 1))


@settings(max_examples=40, deadline=None)
@given(SOME, SOME)
def test_edits_and_changes_of_other_tasks_are_both_kept(edits: set[int], changes: set[int]) -> None:
    both = edits & changes
    files = folder_of(draft(set()), EMPTY_REGISTRY).files
    old = by_hand(files, edits)
    done = again(old, set(), changes)
    assert {clash.task for clash in done.clashes} == {str(number + 1) for number in both}
    if both:
        done = again(old, set(), changes, accept=True)
    new = old | {change.name: change.new for change in done.files if change.is_written}
    said = new["plan.md"].decode() + new["tasks.yaml"].decode()
    for number, text in enumerate(WORDINGS):
        start = "按要求" if number in edits - both else ""
        end = "并报区政府办公室" if number in changes else ""
        assert f"{start}{text}{end}" in said
        assert (f"按要求{text}" in said) == (number in edits - both)
    assert {change.task for change in done.told} == {str(number + 1) for number in changes}
    once_more = update(
        folder_of(draft(changes), EMPTY_REGISTRY).files,
        new,
        read_back(new[NAME].decode()),
        accept=False,
    )
    assert not [change for change in once_more.files if change.is_written]
    assert once_more.told == () and once_more.clashes == ()


EDIT = st.tuples(
    st.sampled_from(["plan.md", "tasks.yaml"]),
    st.integers(0, 60),
    st.sampled_from(["append", "insert", "delete", "comment", "blank"]),
)


def with_edit(text: str, place: int, kind: str, word: str) -> str:
    lines = text.split("\n")
    at = place % len(lines)
    if kind == "append" and lines[at].strip() not in ("", "---"):
        lines[at] += word
    elif kind == "delete":
        del lines[at]
    elif kind in ("insert", "comment", "blank"):
        lines.insert(at, {"insert": word, "comment": f"# {word}", "blank": ""}[kind])
    return "\n".join(lines)


@settings(max_examples=60, deadline=None)
@given(SOME, st.lists(EDIT, max_size=4))
def test_no_edit_is_lost_without_a_word(
    changes: set[int], edits: list[tuple[str, int, str]]
) -> None:
    """Where nothing is asked, every line that either side added is there, and none that either
    removed; and to import again changes nothing."""
    files = folder_of(draft(set()), EMPTY_REGISTRY).files
    theirs = folder_of(draft(changes), EMPTY_REGISTRY).files
    old = dict(files)
    for number, (name, place, kind) in enumerate(edits):
        old[name] = with_edit(old[name].decode(), place, kind, f"手工{number}").encode()
    done = again(old, set(), changes)
    if done.needs_consent:
        return
    new = old | {change.name: change.new for change in done.files if change.is_written}
    for name in ("plan.md", "tasks.yaml"):
        before, mine, document, result = (
            Counter(line.strip() for line in side[name].decode().splitlines())
            for side in (files, old, theirs, new)
        )
        for side in (mine, document):
            assert (side - before).keys() - {""} <= result.keys()
            gone = {line for line in before if line not in side}
            assert gone.isdisjoint(result)
    once_more = update(theirs, new, read_back(new[NAME].decode()), accept=False)
    assert not once_more.needs_consent
    assert not [change for change in once_more.files if change.is_written]


def test_whatever_the_bytes_are_nothing_is_lost() -> None:
    files = folder_of(draft(set()), EMPTY_REGISTRY).files
    for data in (b"\xff\xfe", b"", b"---\n", b"[1,", b"\x00"):
        for name in ("plan.md", "tasks.yaml"):
            done = again(files | {name: data}, set(), {0, 1})
            assert done.needs_consent


def test_a_long_plan_is_merged_in_a_moment() -> None:
    """Costs grow with the length of the plan: 20,000 lines take no longer than a build does."""
    base = "".join(f"- id: {n}\n  text: 第{n}项工作\n  deadline: 全年\n" for n in range(7000))
    mine = base.replace("5项工作", "5项任务")
    theirs = base.replace("6项工作", "6项任务") + "- id: x\n  text: 新\n"
    merged = merge_texts("tasks.yaml", base, mine, theirs)
    assert not merged.conflicts and merged.text.count("任务") == 1400


def test_unknown_keys_of_a_record_are_no_texts() -> None:
    assert msgspec.structs.asdict(read_back("written: [{file: 3, text: [1]}]"))["texts"] == {}


# ── in words ──────────────────────────────────────────────────────────────────────────────────────

TOLD = yaml.safe_load(Path(__file__).with_name("told_changes.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", TOLD["cases"], ids=lambda case: "、".join(case["told"]) or "none")
def test_a_change_is_told_in_words(case: dict[str, Any]) -> None:
    old = {"plan.md": TOLD["plan"], "tasks.yaml": TOLD["tasks"]}
    for before in case["edits"]:
        assert any(str(before) in text for text in old.values())
    new = dict(old)
    for before, after in case["edits"].items():
        new = {name: text.replace(str(before), str(after)) for name, text in new.items()}
    facts = facts_of(old), facts_of(new)
    assert facts[0] and facts[1] and facts[1].is_whole
    told = told_changes(facts[0], facts[1])
    assert [change.sentence[0] for change in told] == case["told"]
    if "english" in case:
        assert [change.sentence[1] for change in told] == case["english"]
    assert told_changes(facts[0], facts[0]) == ()


def merged(mine: dict[str, str], theirs: dict[str, str]) -> Update:
    """Merge two edits of the plan whose changes are told."""
    texts = {"plan.md": TOLD["plan"], "tasks.yaml": TOLD["tasks"]}
    base, by_hand, new = (
        {name: edited_if(text, edits).encode() for name, text in texts.items()}
        for edits in ({}, mine, theirs)
    )
    digests = {name: sha256(data) for name, data in base.items()}
    return update(new, by_hand, Provenance({}, digests, texts), accept=False)


def edited_if(text: str, edits: dict[str, str]) -> str:
    for old, new in edits.items():
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize(
    ("mine", "theirs", "told"),
    [
        pytest.param(
            {"备案。": "备查。"},
            {"修订主动": "修订完善主动"},
            "第（二）项：修订主动公开目录… → 修订完善主动公开目录…",
            id="another paragraph of a task",
        ),
        pytest.param(
            {"区级财政": "市级财政"},
            {"资金来源": "经费来源"},
            "表头：工作任务、资金来源 → 工作任务、经费来源",
            id="a cell and the head of its column",
        ),
        pytest.param(
            {"规范主动公开": "规范信息公开"},
            {
                "备案。\n": "备案。\n\n{task=5}\n（三）公布目录。\n",
                "- id: 4\n": "- id: 5\n- id: 4\n",
            },
            "第（三）项：新增“公布目录。”",
            id="a section and a task in it",
        ),
    ],
)
def test_what_only_stands_close_together_is_no_clash(
    mine: dict[str, str], theirs: dict[str, str], told: str
) -> None:
    done = merged(mine, theirs)
    assert done.clashes == () and not done.needs_consent
    assert [change.sentence[0] for change in done.told] == [told]


def test_an_edited_file_with_errors_is_not_merged() -> None:
    files = folder_of(draft(set()), EMPTY_REGISTRY).files
    broken = files | {"tasks.yaml": files["tasks.yaml"] + b"- id: [\n"}
    done = again(broken, set(), {0, 1})
    assert (done.unreadable, done.clashes) == (("tasks.yaml",), ())
    assert not again(broken, set(), set()).needs_consent
    accepted = again(broken, set(), {0, 1}, accept=True)
    new = {change.name: change.new for change in accepted.files if change.is_written}
    assert new["tasks.yaml"] == folder_of(draft({0, 1}), EMPTY_REGISTRY).files["tasks.yaml"]
