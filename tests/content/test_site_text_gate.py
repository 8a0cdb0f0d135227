"""The light gate of the site's own texts: of a free page, the topics, the glossary and a unit's
note that is public which every step of `review: {pages: …}` signed last."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_review import every_byte, tree

from gksite.build.pipeline import Options, build, differences
from gksite.check.check import check
from gksite.cli.options import Shared
from gksite.cli.text_signing import sign_texts
from gksite.content.site_texts import read_notes, with_notes
from gksite.output.source_files import locked_sources
from gksite.source.yaml import parse_yaml, plain
from gksite.source.yaml_text import scalar

BASE_DIR = Path(__file__).parents[1] / "build/base"
MARK = "WEIQIAN"
ABOUT = "content/pages/about.md"
UNITS = "content/units/qinghe.yaml"
TOPICS = "content/topics.yaml"
NOTE = "content/units/qinghe.yaml#office"
FILES = {
    ABOUT: "---\ntitle: 关于本站\n---\n青禾区的网站。\n",
    "content/glossary.yaml": "terms:\n  - {term: 公布, explanation: 让人知道}\n",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The base with a page, a glossary and a note, and a gate of these alone."""
    root = tmp_path / "site"
    shutil.copytree(BASE_DIR, root)
    with (root / "config.yaml").open("a", encoding="utf-8") as config:
        config.write("  base_url: https://example.invalid/\n")
        config.write("review: {required: 否, pages: [保密审查]}\n")
    for path, text in FILES.items():
        (root / path).parent.mkdir(exist_ok=True)
        write(root, path, text)
    edit(
        root,
        UNITS,
        "aliases: [区府办], kind: 部门}",
        "aliases: [区府办], kind: 部门, note: 旧说明}",
    )
    return root


def write(site: Path, path: str, text: str) -> None:
    (site / path).write_text(text, "utf-8")


def edit(site: Path, path: str, old: str, new: str) -> None:
    text = (site / path).read_text("utf-8")
    assert old in text
    write(site, path, text.replace(old, new))


def sign(site: Path, step: str = "保密审查", **said: str) -> int:
    entry = {"step": step, "by": "示例人某某", "date": "2025-08-02", **said}
    with locked_sources(site) as sources:
        return sign_texts(Shared(str(site), "zh"), entry, sources)


def found(site: Path) -> list[tuple[str, str]]:
    problems = check(site, Options(jobs=1)).problems
    return [(one.code, dict(one.arguments).get("name", "")) for one in problems]


def options_of(profile: str) -> Options:
    return Options(jobs=1, profile=profile)  # type: ignore[arg-type]


def public(site: Path, profile: str = "site") -> Path:
    out = site / f"public-{profile}"
    report = build(site, out, options_of(profile))
    assert report.pages > 0, report.problems
    return out


def said(folder: Path) -> str:
    return b"\n".join(every_byte(folder)).decode("utf-8", "replace")


def edit_all(site: Path) -> None:
    """A mark in every text that is signed, and a page, a topic, a term and a note more."""
    edit(site, "content/index.md", "这里公布", f"{MARK}这里公布")
    edit(site, ABOUT, "青禾区的网站。", f"青禾区的{MARK}网站。")
    edit(site, ABOUT, "title: 关于本站", f"title: 关于{MARK}\naliases: [old/{MARK}.html]")
    edit(site, TOPICS, "政策解读}", f"政策{MARK}}}\n  - {{id: {MARK.lower()}, name: {MARK}}}")
    edit(site, "content/glossary.yaml", "让人知道", MARK)
    edit(site, UNITS, "旧说明", f'"{MARK}\n      新说明"')
    edit(site, UNITS, "湖滨街道, kind: 街道}", f"湖滨街道, kind: 街道, 备注: {MARK}}}")
    write(site, "content/pages/new.md", f"---\ntitle: {MARK}\n---\n{MARK}\n")


def test_nothing_is_public_before_it_is_signed(site: Path) -> None:
    assert found(site) == [
        ("text-unsigned", name)
        for name in ("content/glossary.yaml", "content/index.md", ABOUT, TOPICS, NOTE)
    ]
    out = public(site)
    assert not (out / "pages/about.html").exists() and not (out / "topics").exists()
    texts = ("青禾区的网站", "旧说明", "让人知道", "政策解读", "青禾区年度")
    assert [text for text in texts if text in said(out)] == []
    assert sign(site) == 0
    assert found(site) == []
    assert [text for text in texts if text not in said(public(site))] == []
    assert "示例人某某" not in said(public(site))


@pytest.mark.parametrize("profile", ["site", "fragment", "paste", "push"])
def test_what_was_signed_last_stands_for_every_edit(site: Path, profile: str) -> None:
    assert sign(site) == 0
    before = tree(public(site, profile))
    edit_all(site)
    edited = public(site, profile)
    assert MARK not in said(edited) and MARK.lower() not in said(edited)
    assert tree(edited) == before
    assert differences(site, edited, options_of(profile)) == []
    assert sign(site) == 0
    signed = public(site, profile)
    assert (tree(signed) == before) == (profile in ("paste", "push"))
    assert differences(site, signed, options_of(profile)) == []
    assert [code for code, _ in found(site) if code.startswith("text-")] == []


def test_each_text_is_named_at_its_place(site: Path) -> None:
    assert sign(site) == 0
    edit_all(site)
    problems = check(site, Options(jobs=1)).problems
    assert {str(one.location): one.code for one in problems} == {
        "content/glossary.yaml": "text-edited",
        "content/index.md": "text-edited",
        ABOUT: "text-edited",
        "content/pages/new.md": "text-unsigned",
        TOPICS: "text-edited",
        f"{UNITS}:4:64": "text-edited",
        f"{UNITS}:7:43": "text-unsigned",
    }


def test_drafts_show_the_working_copies(site: Path) -> None:
    assert sign(site) == 0
    edit_all(site)
    out = site / "drafts"
    assert build(site, out, Options(jobs=1, drafts=True)).pages
    assert MARK in (out / "pages/new.html").read_text("utf-8")
    assert MARK in said(out)


def test_two_steps_sign_in_their_order(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    steps = "[科室审核, 保密审查], separate: [[科室审核, 保密审查]]"
    edit(site, "config.yaml", "[保密审查]", steps)
    assert sign(site) == 1
    assert "先要有：科室审核" in capsys.readouterr().err
    assert sign(site, "科室审核", by="另一人") == 0
    assert "+青禾区的网站。" in capsys.readouterr().out
    assert len(found(site)) == 5
    assert sign(site, by="另 一人") == 1
    assert "[light-gate-same-person]" in capsys.readouterr().out
    assert sign(site) == 0
    assert found(site) == []
    edit(site, ABOUT, "青禾区的网站。", "网站。")
    assert sign(site, "科室审核", result="returned") == 0
    assert found(site) == [("text-edited", ABOUT)]
    assert sign(site) == 1


def test_a_further_step_counts_from_the_next_signature_on(site: Path) -> None:
    assert sign(site) == 0
    before = tree(public(site))
    edit(site, "config.yaml", "[保密审查]", "[保密审查, 签发]")
    assert found(site) == []
    edit(site, ABOUT, "青禾区的网站。", "网站。")
    assert sign(site) == 0
    assert found(site) == [("text-edited", ABOUT)]
    assert tree(public(site)).keys() == before.keys()
    assert sign(site, "签发") == 0
    assert found(site) == []


def test_a_copy_that_is_gone_or_edited_is_named(site: Path) -> None:
    assert sign(site) == 0
    before = (site / ABOUT).read_text("utf-8")
    edit(site, ABOUT, "青禾区", "本")
    (copy,) = (path for path in (site / "reviews/site").iterdir()
               if path.read_text("utf-8") == before)  # fmt: skip
    copy.write_text("别的", "utf-8")
    assert found(site) == [("text-edited", ABOUT), ("signed-text-lost", ABOUT)]
    copy.unlink()
    assert found(site) == [("text-edited", ABOUT), ("signed-text-lost", ABOUT)]
    copy.write_text(before, "utf-8")
    assert found(site) == [("text-edited", ABOUT)]


def test_links_and_addresses_of_texts_that_wait_are_said_so(site: Path) -> None:
    assert sign(site) == 0
    write(site, "content/pages/new.md", "---\ntitle: 新页\n---\n新页。\n")
    edit(site, ABOUT, "青禾区的网站。", "见[新页](new.html)。")
    config = site / "config.yaml"
    (site / "snapshots").mkdir()
    write(site, "snapshots/addresses.txt", "pages/new.html\n")
    assert ("archived-text-unsigned", "content/pages/new.md") in found(site)
    (site / "snapshots/addresses.txt").unlink()
    assert "pages" in config.read_text("utf-8")
    plan = "content/plans/qinghe-2025/plan.md"
    edit(site, plan, "制定本要点。", "制定本要点，见[新页](../../pages/new.html)。")
    assert ("link-to-unsigned-text", "content/pages/new.md") in found(site)


def test_a_plan_may_name_a_topic_that_waits(site: Path) -> None:
    assert sign(site) == 0
    edit(site, TOPICS, "政策解读}", "政策解读}\n  - {id: open, name: 新主题}")
    edit(site, "content/plans/qinghe-2025/tasks.yaml", "[interpretation]", "[interpretation, open]")
    assert found(site) == [("text-edited", TOPICS)]
    assert "新主题" not in said(public(site))
    assert sign(site) == 0
    assert "新主题" in said(public(site))


WORDS = st.text(st.sampled_from("一二 :#'\"\n-"), min_size=1, max_size=8).map(str.strip)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(WORDS, WORDS, st.booleans(), st.sampled_from(["note", "备注"])),
                min_size=1, max_size=4))  # fmt: skip
def test_other_notes_change_nothing_else(
    units: list[tuple[str, str, bool, str]],
) -> None:
    """In a block and in braces, with and without a note, on one line and on several."""
    text = "units:\n"
    for number, (note, _, is_flow, key) in enumerate(units):
        if is_flow:
            text += f"  - {{id: u{number}, {key}: {scalar(note, flow=True) if note else ''}, "
            text += "name: 甲} # 说明\n"
        elif note and "\n" in note and not note.startswith(("#", "-", "'", '"')):
            lines = "\n".join(f"      {line}" for line in note.split("\n"))
            text += f"  - id: u{number}\n    {key}: |-\n{lines}\n    name: 甲\n"
        else:
            text += f"  - id: u{number}\n    {key}: {scalar(note) if note else ''}\n    name: 甲\n"
    node, problems = parse_yaml(text, "u.yaml")
    notes = read_notes({"u.yaml": text})[0]
    if problems or node is None:
        return
    other = {f"u{number}": new for number, (_, new, _, _) in enumerate(units)}
    public = with_notes(text, [(note, other[note.unit]) for note in notes])
    after, problems = parse_yaml(public, "u.yaml")
    assert not problems and after is not None
    assert public.count("\n") == text.count("\n")
    changed = {note.unit for note in notes}
    read: list[Any] = [plain(node), plain(after)]
    for old, new in zip(read[0]["units"], read[1]["units"], strict=True):
        key = "note" if "note" in old else "备注"
        if old["id"] in changed:
            assert (new[key] or "") == other[old["id"]]
        assert {**old, key: ""} == {**new, key: ""}
