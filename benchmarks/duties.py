"""Measure what reports by every unit cost: `python benchmarks/duties.py`, as ratios of one run.

The corpus of run.py, once without any report, once with REPORTS by every unit on every task.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import run
from run import Run, Tool
from write_site import Corpus, quoted, site_files, write_site

REPORTS = (("03-10", "推进中"), ("06-20", "推进中"), ("09-30", "已完成"))
"""Month and day, and status, of the reports of a unit in its plan's year."""


def main() -> None:
    """Print the ratios that the command line asks for."""
    options = _options()
    corpus = run._module(options.bench / "corpus.py").corpus(options.plans, 30, options.units)
    parent = run.MEMORY_DIR if run.MEMORY_DIR.is_dir() else None
    with TemporaryDirectory(prefix="gksite-duties-", dir=parent) as work:
        silent, full = (run_tool(Path(work, name)) for name in ("silent", "full"))
        write_site(corpus, silent.folder)
        write_site(corpus, full.folder)
        for plan in corpus["plans"]:
            place = f"content/plans/{plan['id']}/progress.yaml"
            (silent.folder / place).write_text("", "utf-8")
            (full.folder / place).write_text("".join(reports(plan)), "utf-8")
        cold = [(_cold(silent), _cold(full)) for _ in range(options.runs)]
        again = [(run._timed(silent), run._timed(full)) for _ in range(options.runs)]
        changed = [
            (_change(full, corpus, number), _report(full, corpus, number))
            for number in range(options.runs)
        ]
    print(f"cold, CPU with reports ÷ without: {_ratio(cold, 'cpu'):.2f} (goal 2)")
    print(f"unchanged, with ÷ without: {_ratio(again, 'wall'):.2f} (goal 1.1)")
    print(f"one new report ÷ one changed task: {_ratio(changed, 'wall'):.2f} (goal 1.3)")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, default=run.ROOT.parent / "shared" / "bench")
    parser.add_argument("--plans", type=int, default=330)
    parser.add_argument("--units", type=int, default=200)
    parser.add_argument("--runs", type=int, default=3)
    return parser.parse_args()


def run_tool(folder: Path) -> Tool:
    """Return gksite in a folder."""
    command = [sys.executable, "-m", "gksite", "build", "-q"]
    return Tool("gksite", folder, command, memory=(".gksite",))


def reports(plan: Mapping[str, Any]) -> Iterator[str]:
    """Yield the entries of progress.yaml: of every unit on every task, in the order of days."""
    for day, status in REPORTS:
        for task in plan["tasks"]:
            for unit in task["units"]:
                yield (
                    f"- {{task: {quoted(task['id'])}, date: {plan['year']}-{day}, "
                    f"status: {status}, unit: {unit}}}\n"
                )


def _cold(tool: Tool) -> Run:
    for name in (tool.output, *tool.memory):
        run._remove(tool.folder / name)
    return run._timed(tool)


def _change(tool: Tool, corpus: Corpus, number: int) -> Run:
    """Build after another text of one task in the middle plan."""
    plan = corpus["plans"][len(corpus["plans"]) // 2]
    plan["tasks"][7]["text"] = f"改动{number}，同步公开办理情况。"
    for path, text in site_files({"units": [], "plans": [plan]}):
        if path.endswith("tasks.yaml"):
            (tool.folder / path).write_text(text, "utf-8")
    return run._timed(tool)


def _report(tool: Tool, corpus: Corpus, number: int) -> Run:
    """Build after one more report in the middle plan."""
    plan = corpus["plans"][len(corpus["plans"]) // 2]
    task = plan["tasks"][7]
    with (tool.folder / f"content/plans/{plan['id']}/progress.yaml").open(
        "a", encoding="utf-8"
    ) as file:
        file.write(
            f"- {{task: {quoted(task['id'])}, date: {plan['year']}-12-{number + 1:02}, "
            f"status: 已完成, unit: {task['units'][0]}}}\n"
        )
    return run._timed(tool)


def _ratio(pairs: Sequence[tuple[Run, Run]], figure: str) -> float:
    ratios = [getattr(second, figure) / getattr(first, figure) for first, second in pairs]
    return float(median(ratios))


if __name__ == "__main__":
    main()
