"""Writes a corpus of the benchmark's neutral format as a gksite project: `python write_site.py
CORPUS.json DIR`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Corpus = Mapping[str, Any]
"""`units` (name) and `plans` (id, title, issuer, docno, date, year, sections, tasks); a task has
id, no, section (an index of `sections`), text, units, lead, deadline and status.
"""

STATUSES = {"未开始": "未开始", "进行中": "推进中", "已完成": "已完成", "延期": "延期"}
"""The corpus' status → ours."""

LAST_REPORT = "2026-11-01"
NUMERALS = "一二三四五六七八九十"

CONFIG = """\
site:
  name: 政务公开工作要点
  domain: www.example.org
  base_url: https://www.example.org/
exports:
  formats: []
search: false
page_codes: []
"""
"""No data files, search index and QR codes: the peers make none, and only what all make is
compared."""


def main() -> None:
    """Write the site that the command line names."""
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    write_site(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), Path(sys.argv[2]))


def write_site(corpus: Corpus, folder: Path) -> None:
    """`folder` holds the corpus as a gksite project that builds without a problem; it may exist."""
    for path, text in site_files(corpus):
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


def site_files(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Path and text of each file of the project. One authority has all units."""
    yield "config.yaml", CONFIG
    units = "".join(
        f"  - {{id: u{n:03}, name: {unit['name']}}}\n" for n, unit in enumerate(corpus["units"], 1)
    )
    yield "content/units/all.yaml", f"authority: all\nname: 各级政府部门\nunits:\n{units}"
    for plan in corpus["plans"]:
        folder = f"content/plans/{plan['id']}"
        yield f"{folder}/plan.md", plan_text(plan)
        yield f"{folder}/tasks.yaml", tasks_text(plan)
        yield f"{folder}/progress.yaml", progress_text(plan)


def plan_text(plan: Mapping[str, Any]) -> str:
    """plan.md: front matter, then each section below a numbered heading."""
    sections = zip(NUMERALS, plan["sections"], strict=False)
    body = "\n\n".join(
        f"## {numeral}、{section['title']}\n\n{section['body']}" for numeral, section in sections
    )
    return (
        f"---\ntitle: {plan['title']}\nauthority: all\nyear: {plan['year']}\nissuer: "
        f"{plan['issuer']}\n"
        f"document_number: {plan['docno']}\nwritten: {plan['date']}\npublished: "
        f"{plan['date']}\n---\n{body}\n"
    )


def tasks_text(plan: Mapping[str, Any]) -> str:
    """tasks.yaml: the wording and the units of each task, the first of them in the lead."""
    entries = []
    for task in plan["tasks"]:
        others = [name for name in task["units"] if name != task["lead"]]
        entries.append(
            f"- id: {quoted(task['id'])}\n  number: {quoted(str(task['no']))}\n  section: "
            f"{quoted(str(task['section'] + 1))}\n"
            f"  text: {task['text']}\n  lead: [{task['lead']}]\n"
            + (f"  responsible: [{', '.join(others)}]\n" if others else "")
            + f"  deadline: {task['deadline']}\n"
        )
    return "".join(entries)


def progress_text(plan: Mapping[str, Any]) -> str:
    """progress.yaml: the lead's report on each task, of the day of its deadline, since the corpus
    has a status without a day.

    The corpus goes to the end of 2026, and a build refuses reports of days that are to come.
    """
    return "".join(
        f"- {{task: {quoted(task['id'])}, date: {min(task['deadline'], LAST_REPORT)}, status: "
        f"{STATUSES[task['status']]}, unit: {task['lead']}}}\n"
        for task in plan["tasks"]
    )


def quoted(text: str) -> str:
    """`text` as a YAML string."""
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    main()
