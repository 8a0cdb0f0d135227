"""Measures the search index of a made-up site: size, time, what a query fetches, recall and
precision: `python benchmarks/search.py`."""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Request, sync_playwright
from write_site import write_site

ROOT = Path(__file__).resolve().parent.parent
MEMORY_DIR = Path("/dev/shm")
QUERIES = ROOT / "tests/search/cases/queries.json"
FIRST = """async query => {
  const search = await gksiteSearch.find(query);
  const first = await search.next(20);
  await search.settle();
  return [first.length, search.count().count, search.count().isExact];
}"""
ALL = "async query => (await (await gksiteSearch.find(query)).next(1e6)).map(one => one.path)"


def main() -> None:
    """Measure sites of the sizes that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--bench", type=Path, default=ROOT.parent / "shared/bench", help="folder of corpus.py"
    )
    parser.add_argument("--plans", type=int, nargs="+", default=[4, 33, 330])
    parser.add_argument("--units", type=int, default=200)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT / "tests/search"))
    queries = [query for some in json.loads(QUERIES.read_text("utf-8")).values() for query in some]
    corpora = _corpora(options.bench)
    with tempfile.TemporaryDirectory(
        prefix="gksite-bench-", dir=MEMORY_DIR if MEMORY_DIR.is_dir() else None
    ) as work:
        for plans in options.plans:
            project = Path(work, f"p{plans}")
            write_site(corpora.corpus(plans, 30, options.units), project)
            _measure(project, queries, options.runs)
            shutil.rmtree(project)


def _corpora(folder: Path) -> Any:
    spec = importlib.util.spec_from_file_location("corpus", folder / "corpus.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _measure(project: Path, queries: list[str], runs: int) -> None:
    config = project / "config.yaml"
    without = config.read_text("utf-8")
    times: dict[tuple[bool, str], list[tuple[float, float]]] = {}
    # The two take turns, since a machine is not equally fast in all minutes.
    for run in range(runs):
        for has_search in (False, True) if run % 2 else (True, False):
            config.write_text(
                without.replace("search: false", f"search: {str(has_search).lower()}"), "utf-8"
            )
            for name in (".gksite", "public"):
                shutil.rmtree(project / name, ignore_errors=True)
            times.setdefault((has_search, "cold"), []).append(_build(project))
            _change_a_task(project, f"{run}{has_search:d}")
            times.setdefault((has_search, "one task"), []).append(_build(project))
    config.write_text(without.replace("search: false", "search: true"), "utf-8")
    _build(project)
    before = _files(project)
    _change_a_task(project, "again")
    _build(project)
    after = _files(project)
    total = sum(len(gzip.compress(data, 9)) for data in after.values())
    changed = sum(before.get(path) != data for path, data in after.items())
    print(
        f"{project.name}: {len(after)} files, {sum(map(len, after.values()))} bytes, {total} gzip;"
        f" one task changes {changed} files"
    )
    wall, cpu = _index_alone(project)
    print(f"  index alone, one process: {wall:.2f} s, CPU {cpu:.2f} s")
    for (has_search, build), found in sorted(times.items(), key=str):
        walls, cpus = zip(*found, strict=True)
        print(
            f"  build, {build}, {'with' if has_search else 'without'} search: {median(walls):.2f} "
            f"s (least {min(walls):.2f}), "
            f"CPU {median(cpus):.2f} s (least {min(cpus):.2f})"
        )
    _query(project, queries)


def _build(project: Path) -> tuple[float, float]:
    """Wall and CPU seconds of a build; CPU is what a machine shared with other work tells truly."""
    before, start = _cpu(), time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "gksite", "build", "-q", "-C", project], check=True, cwd=ROOT
    )
    return time.perf_counter() - start, _cpu() - before


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _change_a_task(project: Path, mark: str) -> None:
    plans = sorted((project / "content/plans").iterdir())
    tasks = plans[len(plans) // 2] / "tasks.yaml"
    text = tasks.read_text("utf-8")
    tasks.write_text(text.replace("  text: ", f"  text: 第{mark}次修改后，", 1), "utf-8")


def _files(project: Path) -> dict[str, bytes]:
    folder = project / "public/search"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*.js"))
    }


def _index_alone(project: Path) -> tuple[float, float]:
    from plain_search import model_of

    from gksite.build.index_shares import stage_index
    from gksite.output.writer import open_output
    from gksite.work.fingerprint import digest

    model = model_of(project)
    digests = {plan: digest(plan.encode()) for plan in model.plans}
    with (
        tempfile.TemporaryDirectory(dir=project) as folder,
        open_output(Path(folder, "out"), Path(folder, "state")) as output,
    ):
        start, before = time.perf_counter(), time.process_time()
        stage_index(model, digests, b"", {}, output, {}, 1, model.is_overdue)
        return time.perf_counter() - start, time.process_time() - before


def _query(project: Path, queries: list[str]) -> None:
    from plain_search import PlainSearch, model_of

    truth = PlainSearch(model_of(project))
    program = shutil.which("chromium") or shutil.which("google-chrome")
    everything = [text for document in truth.documents for text in document.texts if len(text) > 8]
    chance = random.Random(60)
    drawn = [
        (start := chance.randrange(len(text) - 1), text[start : start + chance.randint(1, 8)])[1]
        for text in chance.choices(everything, k=60)
    ]
    _ask(f"{len(queries)} queries of the tests", queries, truth, project, program)
    _ask(f"{len(drawn)} pieces of the texts", drawn, truth, project, program)


def _note(asked: set[Path], request: Request) -> None:
    asked.add(Path(unquote(urlsplit(request.url).path)))


def _ask(name: str, queries: list[str], truth: Any, project: Path, program: str | None) -> None:
    fetched, seconds, wrong, found = [], [], [], 0
    site = (project / "public/search.html").as_uri()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        for query in queries:
            context = browser.new_context()
            page = context.new_page()
            asked: set[Path] = set()
            page.on("request", partial(_note, asked))
            page.goto(site)
            start = time.perf_counter()
            some, _, _ = page.evaluate(FIRST, query)
            seconds.append(time.perf_counter() - start)
            if some:
                fetched.append(sum(len(gzip.compress(path.read_bytes(), 9)) for path in asked))
            paths = page.evaluate(ALL, query)
            expected = truth.find(query)
            found += bool(expected)
            if set(paths) != expected or len(paths) != len(expected):
                wrong.append(query)
            context.close()
        browser.close()
    print(
        f"  {name}, {found} with results, {len(wrong)} wrong {wrong}; gzip fetched to the first "
        "20 results, page and "
        f"style included: median {median(fetched):.0f}, most {max(fetched)}; seconds: median "
        f"{median(seconds):.2f}, most {max(seconds):.2f}"
    )


if __name__ == "__main__":
    main()
