"""The figures of a small site's tasks on every page, counted once more from the sources: slowly,
and by nothing of gksite. tests/counting/ does so for the sample and for sites made by chance."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup, Tag

from gksite.build.pipeline import build

Documents = dict[str, BeautifulSoup]
Standings = dict[str, str]
"""The address of a task → its status by the sources; `untracked` where nothing was reported of its
plan."""

WORDS = {
    "未开始": "not_started",
    "推进中": "under_way",
    "已完成": "done",
    "常态推进": "continuous",
    "延期": "delayed",
}
SETTLED = ("done", "continuous", "untracked")
UNDATED = re.compile("全年|每|按月|按季|持续|长期")


def records(path: Path) -> list[dict[str, str]]:
    found = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader) if path.is_file() else None
    return [
        {
            {"编号": "id", "任务": "task", "日期": "date", "状态": "status"}.get(key, key): value
            for key, value in one.items()
        }
        for one in found or []
    ]


def standings(project: Path) -> Standings:
    found: Standings = {}
    for folder in project.glob("content/plans/*"):
        reports: dict[str, str] = {}
        for one in sorted(records(folder / "progress.yaml"), key=lambda one: one["date"]):
            reports[one["task"]] = WORDS.get(one["status"], one["status"])
        for task in records(folder / "tasks.yaml"):
            status = reports.get(task["id"], "unreported") if reports else "untracked"
            found[f"plans/{folder.name}/{task['id']}.html"] = status
    return found


def linked(path: str, part: Tag, selector: str) -> list[str]:
    """The addresses of the tasks that a part of a page lists."""
    links = (str(link["href"]) for link in part.select(selector))
    return [posixpath.normpath(posixpath.join(posixpath.dirname(path), link)) for link in links]


def figures(part: Tag) -> dict[str, int]:
    """The figures below a bar."""
    counted = {}
    for item in part.select("ul.counts > li"):
        status = item.select_one(".status")
        assert status and item.b
        counted[str(status["class"][1]).removeprefix("status-")] = int(item.b.get_text())
    return counted


def late_of(part: Tag) -> int:
    item = part.select_one(".past-due b")
    return int(item.get_text()) if item else 0


def is_late(documents: Documents, task: str, status: str, as_of: date) -> bool:
    """Whether the last day that a task's page gives is past, and nothing settles the task."""
    row = documents[task].select_one(".side-facts time")
    printed = documents[task].select_one(".side-facts dt:-soup-contains(时间节点) + dd .printed")
    if status in SETTLED or not row or not printed or UNDATED.search(printed.get_text()):
        return False
    return date.fromisoformat(str(row["datetime"])) < as_of


def check(
    documents: Documents, part: Tag, tasks: list[str], known: Standings, *, with_late: bool = True
) -> None:
    """The figures of a part of a page are those of the tasks; of untracked plans alone it says that
    there are none yet."""
    expected = Counter(known[task] for task in tasks)
    if set(expected) == {"untracked"}:
        assert figures(part) == {} and "尚未公布落实情况" in part.get_text()
        return
    assert figures(part) == dict(expected)
    if with_late:
        time = next(iter(documents.values())).select_one(".as-of time") or documents[
            "index.html"
        ].select_one(".as-of time")
        assert time
        as_of = date.fromisoformat(str(time["datetime"]))
        assert late_of(part) == sum(is_late(documents, task, known[task], as_of) for task in tasks)


def pages(documents: Documents, kind: str) -> Iterator[tuple[str, BeautifulSoup]]:
    return (
        (path, document)
        for path, document in documents.items()
        if document.select_one(f"body.page-{kind}")
    )


@pytest.fixture(scope="module")
def site(scratch: Path) -> tuple[Documents, Standings]:
    """A site in which each unit has tasks of a tracked plan that nobody reported on."""
    root = scratch / "figures"
    for path, text in SMALL.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    assert build(root, root / "public").pages
    made = {
        path.relative_to(root / "public").as_posix(): BeautifulSoup(path.read_bytes(), "lxml")
        for path in (root / "public").rglob("*.html")
    }
    return made, standings(root)


SMALL = {
    "config.yaml": "site: {name: 示例}\nas_of: 2025-06-01\n",
    "content/topics.yaml": "topics: [{id: t1, name: 甲题}, {id: t2, name: 乙题}]\n",
    "content/units/a.yaml": "authority: a\nname: 示例区\nunits:\n  - {id: u1, name: 区一局}\n  - {id: "
    "u2, name: 区二局}\n",
    "content/plans/tracked/plan.md": "---\ntitle: 2025年示例区要点\nauthority: a\nyear: 2025\n---\n正文。\n",
    "content/plans/tracked/tasks.yaml": (
        "- {id: 1, text: 甲, units: 区一局, topics: [t1], deadline: 3月底前}\n- {id: 2, text: 乙, units: "
        "区二局, topics: [t2], deadline: 3月底前}\n"
    ),
    "content/plans/tracked/progress.yaml": "- {task: 1, date: 2025-05-01, status: 已完成}\n",
    "content/plans/silent/plan.md": "---\ntitle: 2025年示例区清单\nauthority: a\nyear: 2025\n---\n正文。\n",
    "content/plans/silent/tasks.yaml": "- {id: 1, text: 丙, units: 区一局, topics: [t1], deadline: "
    "3月底前}\n- {id: 2, text: 丁, units: 区二局, topics: [t1]}\n",
    "content/plans/before/plan.md": "---\ntitle: 2024年示例区要点\nauthority: a\nyear: 2024\n---\n正文。\n",
    "content/plans/before/tasks.yaml": "- {id: 1, text: 甲, deadline: 3月底前}\n- {id: 2, text: 乙, "
    "deadline: 5月底前}\n",
}


def test_of_plans(site: tuple[Documents, Standings]) -> None:
    documents, known = site
    for kind in ("plan", "table"):
        for path, page in pages(documents, kind):
            folder = posixpath.dirname(path)
            head = page.select_one(".doc-state") or page.select_one(".page-head")
            assert head
            check(
                documents,
                head,
                [task for task in known if posixpath.dirname(task) == folder],
                known,
            )


def test_of_units(site: tuple[Documents, Standings]) -> None:
    documents, known = site
    named = [
        (path, page, part)
        for path, page in pages(documents, "unit")
        for part in page.select("main > [data-year]:not(.tools):has(.duties)")
    ]
    assert named
    for path, page, part in named:
        head = page.select_one(".unit-counts-box")
        assert head and part
        check(documents, head, linked(path, part, ".duties .line-main a"), known, with_late=False)


def test_of_topics_and_groups(site: tuple[Documents, Standings]) -> None:
    documents, known = site
    for kind in ("topic", "group"):
        for path, page in pages(documents, kind):
            head = page.select_one(".page-head")
            assert head
            if tasks := linked(path, page, ".plan-tasks .line-main a"):
                check(documents, head, tasks, known)


def test_of_the_newest_year(site: tuple[Documents, Standings]) -> None:
    documents, known = site
    shown = {path.rpartition("/")[0] for path, _ in pages(documents, "plan")}
    tasks = [
        task
        for task in known
        if posixpath.dirname(task) in shown
        and "2025" in str(documents[f"{posixpath.dirname(task)}/index.html"].h1)
    ]
    for path in ("index.html", "progress/2025.html"):
        part = documents[path].select_one(".progress")
        assert part
        check(documents, part, tasks, known)


def test_no_task_of_a_plan_without_reports_has_a_status(site: tuple[Documents, Standings]) -> None:
    """And every other one has that of its last report, wherever it stands in a list."""
    documents, known = site
    lines = [
        (path, line)
        for path, page in documents.items()
        if not page.select_one("body.page-compare")
        for line in page.select("ul.lines > li")
    ]
    assert lines
    for path, line in lines:
        [task] = linked(path, line, ".line-main a")
        status = line.select_one(".line-status .status")
        shown = str(status["class"][1]).removeprefix("status-") if status else "untracked"
        assert shown == known[task], (path, task)


def test_a_year_without_reports_has_nothing_done_and_nothing_late(
    site: tuple[Documents, Standings],
) -> None:
    documents, known = site
    for path, page in pages(documents, "deadlines"):
        tasks = set(linked(path, page, "ul.lines .line-main a"))
        calendar = page.select_one(".calendar")
        if tasks and calendar:
            is_silent = all(known[task] == "untracked" for task in tasks)
            assert ("尚未公布落实情况" in calendar.get_text(), "逾期" in calendar.get_text()) == (
                is_silent,
                not is_silent,
            )


def test_topics_name_the_units_of_each_task(documents: Documents) -> None:
    """Those that the task's own page names, and no role with nobody behind it."""
    lines = [
        (path, line)
        for path, page in pages(documents, "topic")
        for line in page.select(".plan-tasks ul.lines > li")
    ]
    assert lines
    for path, line in lines:
        [task] = linked(path, line, ".line-main a")
        own = documents[task].select(".side-facts dt:-soup-contains(牵头,责任,配合) + dd")
        assert linked(path, line, ".line-roles a") == [
            address for part in own for address in linked(task, part, "a")
        ]
        assert all(label.find_next_sibling("a") for label in line.select(".role-label"))
