"""The same sources give the same bytes: again, after any edit, in any surroundings; and nothing
of a draft is public."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from built_trees import ALONE, built, differing, tree
from run_folder import RUN_FOLDER
from sample_copy import copy_sample

from gksite.build.pipeline import USUAL, Options, build, differences

PROJECT = Path(__file__).parents[2]
DRAFT = "qinghe-2026"
BUILD = """import sys; from pathlib import Path; from gksite.build.pipeline import Options, build
report = build(Path(sys.argv[1]), Path(sys.argv[2]), Options(jobs=int(sys.argv[3])))
sys.exit(bool(report.problems) or not report.rendered)"""


def tree_digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for path, data in sorted(tree(folder).items()):
        whole.update(f"{path}\0{len(data)}\0".encode() + data)
    return whole.hexdigest()


FOLDERS = ("content", "themes", "snapshots")


@pytest.fixture
def project(scratch: Path, request: pytest.FixtureRequest) -> Path:
    """A copy of the sample of its own, with nothing built."""
    name = re.sub(r"\W+", "-", request.node.name)
    return copy_sample(scratch / "projects" / name, folders=FOLDERS)


def clean_build(project: Path, scratch: Path) -> dict[str, bytes]:
    """What a build from nothing gives, with neither a cache nor an earlier output, in one process
    (the builds that are compared with it take as many as they choose)."""
    place = scratch / "clean"
    shutil.rmtree(place, ignore_errors=True)
    assert build(project, place / "public", ALONE, state_dir=place / "state").pages
    return tree(place / "public")


# ---------- surroundings ----------

SURROUNDINGS: dict[str, dict[str, str]] = {
    "west": {"TZ": "Pacific/Pago_Pago", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    "east": {
        "TZ": "Pacific/Kiritimati",
        "LANG": "zh_CN.UTF-8",
        "LC_ALL": "zh_CN.GB18030",
        "PYTHONHASHSEED": "4242",
    },
    "turkish": {
        "TZ": "Asia/Shanghai",
        "LANG": "tr_TR.UTF-8",
        "LC_ALL": "tr_TR.UTF-8",
        "PYTHONHASHSEED": "random",
    },
}


@pytest.mark.parametrize("name", SURROUNDINGS)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_surroundings_change_no_byte(
    name: str, jobs: str, scratch: Path, sample_site: Path
) -> None:
    """Time zone, language, hash seed, umask, number of workers, the folder, its spelling, the
    order of its files, and whether it was signed off."""
    project = copy_sample(
        scratch / f"{name} 站点 {jobs}",
        reviewed=jobs == "2",
        folders=(*FOLDERS, "reviews"),
        order=random.Random(name + jobs),
    )
    elsewhere = scratch / f"elsewhere-{name}-{jobs}"
    elsewhere.mkdir()
    place: list[str | Path] = (
        [os.path.relpath(project, elsewhere), "out"]
        if jobs == "2"
        else [project, elsewhere / "out"]
    )
    mask = -1 if os.name == "nt" else 0o077 if jobs == "2" else 0o002
    environment = os.environ | SURROUNDINGS[name] | {RUN_FOLDER: ""}
    subprocess.run(
        [sys.executable, "-c", BUILD, *place, jobs],
        cwd=elsewhere,
        env=environment,
        umask=mask,
        check=True,
    )
    assert differing(tree(elsewhere / "out"), tree(sample_site)) == []


def test_two_builds_are_equal(scratch: Path, sample_site: Path) -> None:
    build(PROJECT, scratch / "twice", ALONE, state_dir=scratch / "twice-state")
    assert tree_digest(scratch / "twice") == tree_digest(sample_site)


# ---------- the second build ----------


def test_second_build_touches_nothing(project: Path) -> None:
    first = built(project)
    assert first.rendered == first.pages
    out = project / "public"
    before = {path: (path.lstat().st_mtime_ns, path.lstat().st_ino) for path in out.rglob("*")}
    for options in (USUAL, Options(jobs=2)):
        again = built(project, options)
        assert (again.rendered, again.written, again.removed, again.pages) == (
            0,
            0,
            (),
            first.pages,
        )
    assert {
        path: (path.lstat().st_mtime_ns, path.lstat().st_ino) for path in out.rglob("*")
    } == before


def test_sources_that_are_only_touched_change_nothing(project: Path) -> None:
    built(project)
    for path in (project / "content").rglob("*.yaml"):
        os.utime(path, (1, 1))
    assert built(project).written == 0


def test_another_version_of_a_package_takes_over_nothing_that_was_kept(
    project: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What reads Markdown, fills templates or writes databases may do otherwise when it is
    newer."""
    built(project)
    (scratch / "packages/markdown_it_py-99.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(scratch / "packages")
    report = built(project)
    assert (report.rendered, report.written) == (report.pages, 0)
    assert built(project).rendered == 0


HARM: dict[str, Callable[[Path], object]] = {
    "deleted": Path.unlink,
    "emptied": lambda path: path.write_bytes(b""),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"\n<p>Not ours.</p>"),
    "as-long": lambda path: path.write_bytes(path.read_bytes()[:-1] + b"!"),
}


@pytest.mark.parametrize("harm", HARM)
@pytest.mark.parametrize(
    "page",
    [
        "index.html",
        "plans/qinghe-2025/7.html",
        "assets/style.*.css",
        "sitemap.xml",
        "plans/qinghe-2025/files/task-table.csv",
    ],
)
def test_harm_to_the_output_is_repaired(harm: str, page: str, scratch: Path) -> None:
    project = scratch / "projects" / "harm"
    if not project.exists():
        copy_sample(project, folders=FOLDERS)
        built(project)
    good = tree(project / "public")
    page = next((project / "public").glob(page)).relative_to(project / "public").as_posix()
    HARM[harm](project / "public" / page)
    assert differing(tree(project / "public"), good) == [page]
    report = built(project)
    assert report.written == 1
    assert differing(tree(project / "public"), good) == []


# ---------- incremental is clean ----------

EDITS: tuple[tuple[str, str, str, str], ...] = tuple(
    (edit["name"], edit["files"], edit["find"], edit["replace"])
    for edit in json.loads((Path(__file__).parent / "edits.json").read_text("utf-8"))
)
"""Single-file edits: a name, the files that it may befall, what is looked for there, what it
becomes."""


CHAINS = 5


def make_edit(project: Path, edit: tuple[str, str, str, str], chance: random.Random) -> bool:
    """Make an edit at a place that chance picks; whether there was one. A find of "" is a new or a
    longer file."""
    _, files, find, replace = edit
    replace = replace.replace("NUMBER", str(chance.randrange(100, 1000)))
    texts = {path: path.read_text("utf-8") for path in sorted(project.glob(files))}
    if find:
        places = [
            (path, match)
            for path, text in texts.items()
            for match in re.finditer(find, text, re.MULTILINE)
        ]
        if not places:
            return False
        path, match = chance.choice(places)
        text = texts[path][: match.start()] + match.expand(replace) + texts[path][match.end() :]
    else:
        path = chance.choice(list(texts)) if texts else project / files.replace("NUMBER", "1")
        text = texts.get(path, "") + replace
        path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return True


@pytest.mark.parametrize("chain", range(CHAINS))
def test_build_after_an_edit_is_a_clean_build(chain: int, project: Path, scratch: Path) -> None:
    """Every edit of the list once, in chains in which one edit follows upon the other, in an
    order and at places by chance."""
    chance = random.Random(20250420)
    order = chance.sample(EDITS, len(EDITS))[chain::CHAINS]
    chance.seed(chain)
    built(project)
    now = tree(project / "public")
    idle = []
    for edit in order:
        assert make_edit(project, edit, chance), edit
        report = build(project, project / "public")
        assert report.pages, (edit, report.problems)
        before, now = now, tree(project / "public")
        assert differing(now, clean_build(project, scratch)) == [], edit
        idle += [edit] if before == now else []
    assert len(idle) <= 1


def test_faulty_edit_leaves_the_site_as_it_was(project: Path, scratch: Path) -> None:
    built(project)
    before = tree(project / "public")
    tasks = project / "content/plans/qinghe-2025/tasks.yaml"
    text = tasks.read_text("utf-8")
    tasks.write_text(text.replace("id: 2,", "id: 1,", 1), "utf-8")
    report = build(project, project / "public", ALONE)
    assert (report.pages, report.written) == (0, 0)
    assert report.problems
    assert differing(tree(project / "public"), before) == []
    tasks.write_text(text, "utf-8")
    assert built(project).written == 0


def test_verify_says_what_differs(project: Path) -> None:
    built(project)
    out = project / "public"
    assert differences(project, out, ALONE) == []
    (out / "topics/index.html").write_bytes(b"")
    (out / "changes.html").unlink()
    assert differences(project, out, ALONE) == ["changes.html", "topics/index.html"]


def test_change_of_one_task_renders_few_pages(project: Path) -> None:
    """What a task's wording reaches is rendered again: the task, its plan and table, what
    compares it; not the site."""
    first = built(project)
    body = project / "content/plans/qinghe-2025/plan.md"
    text = body.read_text("utf-8")
    body.write_text(
        re.sub(r"(\{task=7\}\n.*?)。", r"\1，做到应公开尽公开。", text, count=1), "utf-8"
    )
    report = built(project)
    assert "plans/qinghe-2025/7.html" in report.reasons
    assert 0 < report.rendered < first.pages / 4
    assert set(report.reasons.values()) == {"content"}


def test_renamed_plan_leaves_no_page(project: Path, scratch: Path) -> None:
    built(project)
    (project / "content/plans/qinghe-2024").rename(project / "content/plans/qh-24")
    for path in (project / "content").rglob("*.*"):
        data = path.read_bytes()
        if b"qinghe-2024" in data:
            path.write_bytes(data.replace(b"qinghe-2024", b"qh-24"))
    report = built(project)
    out = tree(project / "public")
    assert "plans/qinghe-2024/index.html" in report.removed
    assert [
        path for path, data in out.items() if "qinghe-2024" in path or b"qinghe-2024" in data
    ] == []
    assert not (project / "public/plans/qinghe-2024").exists()
    assert differing(out, clean_build(project, scratch)) == []


# ---------- drafts ----------


def draft_words() -> set[str]:
    """The clauses of the draft plan that stand nowhere else in the sources, its id and its
    title."""
    folder = PROJECT / "content/plans" / DRAFT
    others = "".join(
        path.read_text("utf-8")
        for path in (PROJECT / "content").rglob("*.*")
        if path.suffix in (".md", ".yaml") and folder not in path.parents
    )
    front, _, body = (
        (folder / "plan.md").read_text("utf-8").removeprefix("---\n").partition("\n---\n")
    )
    title = re.search("^title: (.+)$", front, re.MULTILINE)
    summary = re.search("^summary: (.+)$", front, re.MULTILINE)
    assert title and summary
    clauses = set(
        re.findall(
            r"[\w“”]{7,}",
            "\n".join(line for line in body.splitlines() if "{" not in line) + summary[1],
        )
    )
    return {DRAFT, title[1], *(clause for clause in clauses if clause not in others)}


def test_nothing_of_a_draft_is_public(sample_site: Path) -> None:
    words = draft_words()
    assert len(words) > 10
    out = tree(sample_site)
    assert [path for path in out if DRAFT in path] == []
    assert [
        (path, word) for path, data in out.items() for word in words if word.encode() in data
    ] == []


def test_draft_is_there_when_it_is_wanted_and_says_so(project: Path) -> None:
    built(project, Options(jobs=1, drafts=True))
    out = tree(project / "public")
    pages = {path: data.decode() for path, data in out.items() if path.endswith(".html")}
    whole = "".join(
        BeautifulSoup(data, "lxml").get_text() for path, data in pages.items() if DRAFT in path
    )
    assert [word for word in draft_words() if word not in whole and word != DRAFT] == []
    own = [
        path
        for path in pages
        if path.startswith(f"plans/{DRAFT}/") or path == f"compare/{DRAFT}.html"
    ]
    assert len(own) >= 7
    assert [path for path in own if 'class="banner"' not in pages[path]] == []


def test_draft_goes_again(project: Path, sample_site: Path) -> None:
    """A build without drafts over one with them is the public site to the byte."""
    built(project, Options(jobs=1, drafts=True))
    built(project)
    assert differing(tree(project / "public"), tree(sample_site)) == []
