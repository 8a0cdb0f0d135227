"""Measures `gksite serve`: how soon a save is seen, what it takes when nothing happens, whether it
grows: `python benchmarks/preview.py`."""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from write_site import write_site

ROOT = Path(__file__).resolve().parent.parent
MEMORY_DIR = Path("/dev/shm")
TICKS = os.sysconf("SC_CLK_TCK")
PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")
WATCHED_FILES = 10_000


class Server:
    """A running preview, and what the kernel says of it and its worker (Linux)."""

    def __init__(self, process: subprocess.Popen[str], root: Path) -> None:
        assert process.stdout is not None
        self.process = process
        self.root = root
        self.url = process.stdout.readline().strip()

    def processes(self) -> list[int]:
        """The server and its children."""
        children = (
            Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
            .read_text("ascii")
            .split()
        )
        return [self.process.pid, *map(int, children)]

    def memory(self) -> list[float]:
        """MiB that the server and its worker hold."""
        return [
            int(Path(f"/proc/{one}/statm").read_text("ascii").split()[1]) * PAGE_SIZE / 2**20
            for one in self.processes()
        ]

    def seconds(self) -> float:
        """Seconds of processor time so far."""
        fields = [
            Path(f"/proc/{one}/stat").read_text("ascii").rpartition(")")[2].split()
            for one in self.processes()
        ]
        return sum(int(one[11]) + int(one[12]) for one in fields) / TICKS

    def get(self, path: str) -> bytes:
        """The body of a page; empty where there is none."""
        try:
            with urllib.request.urlopen(self.url + path) as answer:
                body: bytes = answer.read()
        except OSError:
            return b""
        return body


def main() -> None:
    """Measure what the command line asks for."""
    options = _options()
    with tempfile.TemporaryDirectory(
        prefix="gksite-preview-", dir=MEMORY_DIR if MEMORY_DIR.is_dir() else None
    ) as work:
        root = Path(work, "site")
        write_site(_corpus(options.bench, options.plans), root)
        present = sum(path.is_file() for path in root.rglob("*"))
        for number in range(max(0, WATCHED_FILES - present) if options.idle else 0):
            place = root / f"static/{number // 100}/{number}.txt"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(str(number), "utf-8")
        with serving(root) as server:
            print(
                f"{sum(path.is_file() for path in root.rglob('*') if '.gksite' not in path.parts)}"
                f" source files, load {os.getloadavg()[0]:.1f}"
            )
            if options.saves:
                measure_saves(server, options.saves)
            if options.idle:
                measure_idle(server, options.idle)
            if options.soak:
                measure_soak(server, options.soak)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--bench", type=Path, default=ROOT.parent / "shared" / "bench", help="folder of corpus.py"
    )
    parser.add_argument(
        "--plans",
        type=int,
        default=330,
        help="plans of 30 tasks each; 330 are more than 10,000 pages",
    )
    parser.add_argument(
        "--saves", type=int, default=15, help="saves to time in a browser; 0 for none"
    )
    parser.add_argument("--idle", type=int, default=60, help="seconds to do nothing; 0 for none")
    parser.add_argument(
        "--soak", type=int, default=600, help="seconds of saves, visits and connections; 0 for none"
    )
    return parser.parse_args()


def _corpus(bench: Path, plans: int) -> Any:
    spec = importlib.util.spec_from_file_location("corpus", bench / "corpus.py")
    if spec is None or spec.loader is None or not (bench / "corpus.py").is_file():
        sys.exit(f"{bench / 'corpus.py'} is missing: say with --bench where it is")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.corpus(plans, 30, 200)


@contextmanager
def serving(root: Path) -> Iterator[Server]:
    """The preview of the project at `root`, its first build ended."""
    process = subprocess.Popen(
        [sys.executable, "-m", "gksite", "-C", str(root), "serve", "-p", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        server = Server(process, root)
        while not server.get("index.html"):
            time.sleep(0.2)
        time.sleep(3)
        yield server
    finally:
        process.terminate()
        process.wait()


def change_a_task(root: Path, number: int) -> tuple[str, str]:
    """Write another text for one task of the middle plan; the path of its page, and the text."""
    sources = sorted(root.glob("content/plans/*/tasks.yaml"))
    source = sources[len(sources) // 2]
    lines = source.read_text("utf-8").split("\n")
    places = [index for index, line in enumerate(lines) if line.startswith("  text:")]
    text = f"第{number}次改动，同步公开办理情况。"
    lines[places[7]] = f"  text: {text}"
    source.write_text("\n".join(lines), "utf-8")
    ids = [line.removeprefix("- id: ").strip('"') for line in lines if line.startswith("- id: ")]
    return f"plans/{source.parent.name}/{ids[7]}.html", text


def measure_saves(server: Server, count: int) -> None:
    """Seconds from the save of one task to its text on the screen of a browser that shows its
    page."""
    from playwright.sync_api import sync_playwright

    chromium = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        path, text = change_a_task(server.root, 0)
        page.goto(server.url + path)
        found, used = [], []
        for number in range(count + 1):
            page.wait_for_function("text => document.body.innerText.includes(text)", arg=text)
            time.sleep(1)
            started, before = time.perf_counter(), server.seconds()
            _, text = change_a_task(server.root, number + 1)
            page.wait_for_function(
                "text => document.body.innerText.includes(text)", arg=text, polling=10
            )
            found.append(time.perf_counter() - started)
            used.append(server.seconds() - before)
        browser.close()
    found, used = found[1:], used[1:]
    print(
        f"save to screen: median {median(found):.2f} s, least {min(found):.2f} s, most "
        f"{max(found):.2f} s of {count}; processor of server "
        f"and worker {median(used):.2f} s; load of the machine {os.getloadavg()[0]:.1f}"
    )


def measure_idle(server: Server, seconds: int) -> None:
    """The share of one core that is used while nothing happens."""
    time.sleep(5)
    before = server.seconds()
    time.sleep(seconds)
    print(
        f"idle: {(server.seconds() - before) / seconds:.2%} of a core over {seconds} s, "
        f"{sum(server.memory()):.0f} MiB"
    )


def measure_soak(server: Server, seconds: int) -> None:
    """Memory after the first tenth of the time and in its last tenth, under saves, visits and
    connections that come and go."""
    from websockets.sync.client import connect

    random.seed(1)
    pages = sorted(
        path.relative_to(server.root / ".gksite/preview").as_posix()
        for path in (server.root / ".gksite/preview").rglob("*.html")
    )
    address = server.url.replace("http:", "ws:") + ".gksite-preview/socket"
    samples: list[tuple[float, list[float]]] = []
    started, saves, visits = time.monotonic(), 0, 0
    while (passed := time.monotonic() - started) < seconds:
        saves += 1
        change_a_task(server.root, saves)
        with connect(address, proxy=None) as connection:
            connection.send('{"path": "index.html", "kind": "frame"}')
            for page in random.sample(pages, 20):
                server.get(page)
            visits += 20
            connection.recv()
        samples.append((passed, server.memory()))
        time.sleep(0.5)
    early = [memory for passed, memory in samples if seconds * 0.1 <= passed < seconds * 0.2]
    late = [memory for passed, memory in samples if passed >= seconds * 0.9]
    for index, name in enumerate(("server", "worker")):
        before, after = (median(memory[index] for memory in part) for part in (early, late))
        print(
            f"soak of {seconds} s, {saves} saves, {visits} visits: {name} {before:.1f} MiB, then "
            f"{after:.1f} MiB ({after / before - 1:+.1%})"
        )


if __name__ == "__main__":
    main()
