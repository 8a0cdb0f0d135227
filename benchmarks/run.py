"""Builds one corpus with gksite and with other generators, and prints what each took: `python
benchmarks/run.py`."""

from __future__ import annotations

import argparse
import contextlib
import copy
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median
from types import ModuleType
from typing import Any

from memory import Peak
from write_site import site_files, write_site

ROOT = Path(__file__).resolve().parent.parent
MEMORY_DIR = Path("/dev/shm")
"""Where there is a file system in memory the disk does not distort the times."""

EVERYTHING = Path(__file__).with_name("everything.yaml")
"""A config with every format but PDF, search and codes."""

LEFT_OUT = "leave_out: [matrix, cascade, compare, deadlines, progress, changes]\n"
"""What gksite makes beyond the pages of plans, tasks, tables, units and indexes, which the other
generators make."""

ON_PATH = {
    "hugo": ["hugo", "--quiet"],
    "hugo-adapter": ["hugo", "--quiet"],
    "zola": ["zola", "build"],
}
"""How to start a peer that stands on PATH."""


@dataclass(frozen=True)
class Run:
    """One run: seconds of wall and of CPU (its children's too), and the most MB that all its
    processes had together (PSS)."""

    wall: float
    cpu: float
    pss: float


@dataclass(frozen=True)
class Row:
    """The medians of several runs; `ratio` is the median of this tool's wall time ÷ that of Hugo in
    the same round."""

    tool: str
    build: str
    runs: int
    wall: float
    least: float
    cpu: float
    pss: float
    pages: int
    megabytes: float
    ratio: float | None = None


@dataclass(frozen=True)
class Tool:
    """A generator with its project on disk: how it is started there, what it writes, and what it
    remembers."""

    name: str
    folder: Path
    command: list[str]
    output: str = "public"
    memory: tuple[str, ...] = ()


def main() -> None:
    """Measure what the command line asks for."""
    options = _options()
    corpus = _module(options.bench / "corpus.py").corpus(
        options.plans, options.tasks, options.units
    )
    parent = options.work or (MEMORY_DIR if MEMORY_DIR.is_dir() else None)
    with tempfile.TemporaryDirectory(prefix="gksite-bench-", dir=parent) as work:
        gksite = Tool(
            "gksite",
            Path(work, "gksite"),
            [sys.executable, "-m", "gksite", "build", "-q"],
            memory=(".gksite",),
        )
        write_site(corpus, gksite.folder)
        fewer = replace(gksite, name="gksite, fewer pages", folder=Path(work, "gksite-fewer"))
        write_site(corpus, fewer.folder)
        with (fewer.folder / "config.yaml").open("a", encoding="utf-8") as config:
            config.write(LEFT_OUT)
        everything = replace(
            gksite, name="gksite, everything on", folder=Path(work, "gksite-everything")
        )
        write_site(corpus, everything.folder)
        shutil.copy(EVERYTHING, everything.folder / "config.yaml")
        tools = [gksite, fewer, everything, *_peers(options, corpus, Path(work))]
        rows = [*_cold(tools, options.runs), *_again(gksite, corpus, options.runs)]
        rows += _checks(
            gksite,
            replace(gksite, name="gksite check", command=[*gksite.command[:3], "check"]),
            corpus,
            options.runs,
        )
    title = (
        f"{options.plans} plans, {options.plans * options.tasks} tasks, {options.units} units; "
        f"medians of {options.runs}"
    )
    print(f"{title}\n\n{_table(rows)}")
    if options.results:
        options.results.write_text(_results(title, rows), "utf-8")
    if options.json:
        options.json.write_text(
            json.dumps({"title": title, "rows": [asdict(row) for row in rows]}, indent=1), "utf-8"
        )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--bench",
        type=Path,
        default=ROOT.parent / "shared" / "bench",
        help="folder of corpus.py and peers.py",
    )
    parser.add_argument("--plans", type=int, default=330)
    parser.add_argument("--tasks", type=int, default=30, help="tasks of each plan")
    parser.add_argument("--units", type=int, default=200)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--peers", nargs="*", default=["hugo", "hugo-adapter", "zola"], help="other generators"
    )
    parser.add_argument(
        "--peers-venv",
        type=Path,
        help="virtual environment that holds the peers; else they are on PATH",
    )
    parser.add_argument(
        "--work",
        type=Path,
        help="folder to work in; default: the system's shared memory, if there is any",
    )
    parser.add_argument("--json", type=Path, help="write the figures to this file, too")
    parser.add_argument("--results", type=Path, help="write the figures to this file as Markdown")
    return parser.parse_args()


def _results(title: str, rows: Sequence[Row]) -> str:
    """The figures with all that one needs to measure them again."""
    machine = platform.platform()
    with contextlib.suppress(OSError):
        memory = Path("/proc/meminfo").read_text("ascii").split()[1]
        machine = f"{os.cpu_count()} processors, {int(memory) / 1e6:.0f} GB, {machine}"
    commit = subprocess.run(
        ["git", "-C", ROOT, "rev-parse", "--short", "HEAD"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    command = " ".join(["python", "benchmarks/run.py", *sys.argv[1:]])
    return (
        f"# Results\n\nWritten by `{command}` at {commit or 'an unknown commit'}, Python "
        f"{platform.python_version()}; {machine}.\nSee [README.md](README.md) for what is "
        f"counted.\n\n{title}\n\n{_table(rows)}\n"
    )


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None or not path.is_file():
        sys.exit(f"{path} is missing: say with --bench where corpus.py and peers.py are")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _peers(options: argparse.Namespace, corpus: dict[str, Any], work: Path) -> Iterator[Tool]:
    """The peers that are installed, each with its project written; for the others a sentence on
    stderr."""
    if not options.peers:
        return
    peers = _module(options.bench / "peers.py")
    for name in options.peers:
        peer = peers.PEERS[name]()
        command = _peer_command(peers, peer, options.peers_venv)
        if command is None:
            print(f"{name} is not installed and is left out", file=sys.stderr)
            continue
        peers.tree(work / name, peer.source(corpus))
        yield Tool(name, work / name, command, peer.out, ("resources", ".hugo_build.lock"))


def _peer_command(peers: Any, peer: Any, venv: Path | None) -> list[str] | None:
    if venv:
        peers.TOOLS, peers.VENV = venv.resolve().parent, venv.resolve() / "bin"
        try:
            command: list[str] = peer.cmd()
        except StopIteration:
            return None
        return command if all(Path(part).exists() for part in command if "/" in part) else None
    command = ON_PATH.get(peer.name, [])
    return command if command and shutil.which(command[0]) else None


def _cold(tools: Sequence[Tool], runs: int) -> Iterator[Row]:
    """Builds without output or memory of an earlier one, in turn: A B, B A, A B …; one of gksite
    before, not counted, so that Python has compiled its modules.
    """
    _timed(tools[0])
    found: dict[str, list[Run]] = {tool.name: [] for tool in tools}
    for number in range(runs):
        for tool in tools if number % 2 == 0 else reversed(tools):
            for name in (tool.output, *tool.memory):
                _remove(tool.folder / name)
            found[tool.name].append(_timed(tool))
    hugo = found.get("hugo")
    for tool in tools:
        own = found[tool.name]
        ratio = median(a.wall / b.wall for a, b in zip(own, hugo, strict=True)) if hugo else None
        yield _row(tool, "cold", own, ratio)


def _checks(gksite: Tool, check: Tool, corpus: dict[str, Any], runs: int) -> Iterator[Row]:
    """All rules over the same site: the first check after a build; with nothing remembered, not
    of a build either; then again as `_again` has it."""
    for state in ("first after a build", "cold"):
        found = []
        for _ in range(runs):
            for name in check.memory:
                _remove(check.folder / name)
            if state != "cold":
                _timed(gksite)
            found.append(_timed(check))
        yield _row(check, state, found)
    yield from _again(check, corpus, runs)


def _again(gksite: Tool, corpus: dict[str, Any], runs: int) -> Iterator[Row]:
    """Runs after one that stands: with nothing changed, and with the text of one task in the middle
    plan changed."""
    yield _row(gksite, "unchanged", [_timed(gksite) for _ in range(runs)])
    plan = copy.deepcopy(corpus["plans"][len(corpus["plans"]) // 2])
    found = []
    for number in range(runs):
        plan["tasks"][len(plan["tasks"]) // 4]["text"] = f"改动{number}，同步公开办理情况。"
        for path, text in site_files({"units": [], "plans": [plan]}):
            if path.endswith("tasks.yaml"):
                (gksite.folder / path).write_text(text, encoding="utf-8")
        found.append(_timed(gksite))
    yield _row(gksite, "one task changed", found)


def _timed(tool: Tool) -> Run:
    """One run of a tool as a process of its own, by the kernel's account of it and its children."""
    with tempfile.TemporaryFile() as log:
        started = time.perf_counter()
        process = subprocess.Popen(
            tool.command, cwd=tool.folder, stdout=log, stderr=log, env=_environment()
        )
        peak = Peak(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            log.seek(0)
            sys.exit(
                f"{tool.name} failed with {process.returncode}:"
                f"\n{log.read().decode(errors='replace')}"
            )
    return Run(wall, usage.ru_utime + usage.ru_stime, peak.end())


def _environment() -> dict[str, str]:
    """As a user's: Python may keep compiled modules, which it is kept from on some build
    machines."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT)}


def _row(tool: Tool, build: str, runs: list[Run], ratio: float | None = None) -> Row:
    sizes = [path.stat().st_size for path in (tool.folder / tool.output).rglob("*.html")]
    return Row(
        tool.name,
        build,
        len(runs),
        median(run.wall for run in runs),
        min(run.wall for run in runs),
        median(run.cpu for run in runs),
        median(run.pss for run in runs),
        len(sizes),
        sum(sizes) / 1e6,
        ratio,
    )


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _table(rows: Sequence[Row]) -> str:
    lines = [
        "| tool | build | wall s | least s | CPU s | PSS MB | pages | MB | ÷ Hugo |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        ratio = f"{row.ratio:.2f}" if row.ratio else ""
        lines.append(
            f"| {row.tool} | {row.build} | {row.wall:.2f} | {row.least:.2f} | {row.cpu:.2f} | "
            f"{row.pss:.0f} "
            f"| {row.pages} | {row.megabytes:.1f} | {ratio} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
