"""A year with more deadlines than fit on one page: each on the page of its month or list, and on no
other; old addresses stay."""

from __future__ import annotations

import json
import posixpath
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup
from generated_sites import write_large_year

from gksite.build.pipeline import Options, build
from gksite.notation.deadlines import parse_deadline
from gksite.pages.deadline_parts import DEADLINES_PER_PAGE, deadline_part

CASES: list[dict[str, str]] = json.loads(
    (Path(__file__).parent / "cases/deadline-parts.json").read_text("utf-8")
)


def page(site: Path, path: str) -> BeautifulSoup:
    return BeautifulSoup((site / path).read_bytes(), "lxml", from_encoding="utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def tasks_on(site: Path, path: str) -> list[str]:
    """The addresses of the tasks in the lists of a page, in order."""
    return [
        posixpath.normpath(posixpath.join(posixpath.dirname(path), str(a["href"])))
        for a in page(site, path).select(".line-main a")
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["deadline"] or "none")
def test_part_of_a_deadline(case: dict[str, str]) -> None:
    assert deadline_part(parse_deadline(case["deadline"], 2025)) == case["part"]


def test_every_task_is_on_the_page_of_its_month_or_list(large_year: Path) -> None:
    wanted: dict[str, set[str]] = {}
    for plan in ("large", "qinghe-2010-0"):
        for task in yaml.safe_load(
            (large_year / f"project/content/plans/{plan}/tasks.yaml").read_text("utf-8")
        ):
            part = deadline_part(parse_deadline(task["deadline"], 2010))
            wanted.setdefault(f"deadlines/2010/{part}.html", set()).add(
                f"plans/{plan}/{task['id']}.html"
            )
    large_site = large_year / "site"
    shown = {
        path.relative_to(large_site).as_posix(): tasks_on(
            large_site, path.relative_to(large_site).as_posix()
        )
        for path in (large_site / "deadlines/2010").iterdir()
    }
    assert {path: set(tasks) for path, tasks in shown.items()} == wanted
    assert max(Counter(task for tasks in shown.values() for task in tasks).values()) == 1
    assert sum(map(len, wanted.values())) == 335 > DEADLINES_PER_PAGE


def test_year_counts_what_its_pages_show(large_site: Path) -> None:
    """The row of each month has the anchor that the month has on a page of a whole year, so that
    links to it stay right."""
    document = page(large_site, "deadlines/2010.html")
    assert not document.select(".lines")
    rows = {
        str(row["id"]): [cell.get_text() for cell in row.select("td")]
        for row in document.select("tbody tr[id]")
    }
    assert list(rows) == [
        "month-2010-06",
        "month-2010-09",
        "month-2010-12",
        "year",
        "continuous",
        "recurring",
    ]
    for row in document.select("tbody tr[id]"):
        path = f"deadlines/{row.select('a')[0]['href']}".replace("deadlines/../", "")
        total, *split = map(int, rows[str(row["id"])])
        assert len(tasks_on(large_site, path)) == total == sum(split)
        assert len(page(large_site, path).select(".lines strong.late")) == split[-1]
    late = sum(int(cells[-1]) for cells in rows.values())
    head = document.select_one(".late-section h2 .count")
    assert late and head and re.findall(r"\d+", head.get_text()) == [str(late)]


def test_links_of_all_these_pages_lead_somewhere(large_site: Path) -> None:
    for file in (large_site / "deadlines").rglob("*.html"):
        path = file.relative_to(large_site).as_posix()
        document = page(large_site, path)
        for link in document.select("a[href]"):
            address = urlsplit(str(link["href"]))
            if not address.scheme and address.path:
                assert (file.parent / address.path).is_file(), (path, link["href"])
        for link in document.select("a[href^='#']"):
            assert document.find(id=str(link["href"])[1:]), (path, link["href"])
        canonical = document.select_one("link[rel=canonical]")
        assert canonical and str(canonical["href"]).endswith(
            "deadlines/2011.html" if path.endswith("index.html") else path
        )
    sitemap = (large_site / "sitemap.xml").read_text("utf-8")
    assert "deadlines/2010/2010-06.html<" in sitemap


def test_small_years_of_the_same_site_have_one_page(large_site: Path) -> None:
    assert sorted(path.name for path in (large_site / "deadlines").iterdir()) == [
        "2010",
        "2010.html",
        "2011.html",
        "2012.html",
        "index.html",
    ]
    assert len(tasks_on(large_site, "deadlines/2011.html")) >= 15


def test_task_that_moves_to_another_month_renders_both_and_the_year(scratch: Path) -> None:
    project = write_large_year(scratch / "moving")
    first = build(project, project / "public")
    assert first.pages, first.problems
    tasks = project / "content/plans/large/tasks.yaml"
    tasks.write_text(
        tasks.read_text("utf-8").replace("deadline: 6月底前", "deadline: 12月20日前", 1), "utf-8"
    )
    report = build(project, project / "public")
    assert {path for path in report.reasons if path.startswith("deadlines/")} == {
        "deadlines/2010.html",
        "deadlines/2010/2010-06.html",
        "deadlines/2010/2010-12.html",
    }
    shutil.copytree(project, scratch / "moved", ignore=shutil.ignore_patterns("public", ".gksite"))
    assert build(scratch / "moved", scratch / "moved/public").pages
    assert tree(project / "public") == tree(scratch / "moved/public")


def test_archived_addresses_lead_to_the_year(scratch: Path) -> None:
    """Of a month without tasks, and of a year that fits on one page again; a page that is there
    stays, a year without plans is missed."""
    project = write_large_year(scratch / "shrinking")
    (project / "snapshots").mkdir()
    parts = ("2010/2010-06", "2010/2010-03", "2011/2011-06", "2012/other")
    addresses = project / "snapshots/addresses.txt"
    addresses.write_text("".join(f"deadlines/{part}.html\n" for part in parts), "utf-8")

    def targets() -> dict[str, str]:
        report = build(project, project / "public")
        assert report.pages, report.problems
        refreshed = {
            part: page(project / "public", f"deadlines/{part}.html").select_one(
                "meta[http-equiv=refresh]"
            )
            for part in parts
        }
        return {
            part: str(meta["content"]).partition("url=")[2]
            for part, meta in refreshed.items()
            if meta
        }

    others = {
        "2010/2010-03": "../../deadlines/2010.html",
        "2011/2011-06": "../../deadlines/2011.html",
        "2012/other": "../../deadlines/2012.html",
    }
    assert targets() == others
    shutil.rmtree(project / "content/plans/large")
    assert targets() == {"2010/2010-06": "../../deadlines/2010.html", **others}
    addresses.write_text("deadlines/1999/1999-06.html\n", "utf-8")
    assert [
        one.code
        for one in build(project, project / "public").problems
        if one.code == "address-gone"
    ] == ["address-gone"]


@pytest.mark.parametrize("profile", ["site", "fragment"])
def test_portals_and_sites_without_deadlines(profile: Any, scratch: Path) -> None:
    """A fragment has these pages as well, and `leave_out` drops them with those of the years."""
    project, out = (
        write_large_year(scratch / f"profile-{profile}"),
        scratch / f"profile-{profile}-site",
    )
    options, state = Options(profile=profile), scratch / f"profile-{profile}-state"
    assert build(project, out, options, state_dir=state).pages
    assert (out / "deadlines/2010/2010-06.html").is_file()
    if profile == "fragment":
        assert "deadlines/2010/2010-06.html" in (out / "fragments.json").read_text("utf-8")
    config = project / "config.yaml"
    config.write_text(config.read_text("utf-8") + "leave_out: [deadlines]\n", "utf-8")
    assert build(project, out, options, state_dir=state).pages
    assert not (out / "deadlines").exists()
