"""Measures the first view of pages as a slow phone has it: `python first_view.py SITE [PAGE …]`,
SITE being an output folder."""

from __future__ import annotations

import gzip
import json
import shutil
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright

RUNS = 5
SLOW = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_638_400 / 8,
    "uploadThroughput": 750_000 / 8,
}
"""The network and, with a processor of a quarter of the speed, the phone that Lighthouse reckons
with."""
SLOWER_BY = 4
TASKS = ["disabled-by-default-devtools.timeline", "toplevel", "blink.user_timing"]
"""What Chromium notes of its tasks, with the processor's time of each, whatever else the machine
does."""
COMPRESSED = (".html", ".css", ".js", ".svg")
SEEN = """async () => {
  const entries = (type) => new Promise((done) => {
    new PerformanceObserver((list) => done(list.getEntries())).observe({ type, buffered: true });
    setTimeout(() => done([]), 300);
  });
  const last = (await entries("largest-contentful-paint")).pop();
  const shifts = await entries("layout-shift"), long = await entries("longtask");
  const of = (type) => performance.getEntriesByType(type);
  const files = [...of("navigation"), ...of("resource")];
  return {
    first: performance.getEntriesByName("first-contentful-paint")[0].startTime,
    largest: last.startTime,
    element: last.url ? "picture" : last.element.tagName.toLowerCase(),
    shift: shifts.reduce((sum, one) => sum + one.value, 0),
    blocked: long.reduce((sum, one) => sum + Math.max(0, one.duration - 50), 0),
    scripts: files.filter(
      (one) => one.initiatorType === "script" && one.renderBlockingStatus === "blocking").length,
    files: files.length, bytes: files.reduce((sum, one) => sum + one.transferSize, 0),
  };
}"""


class Handler(SimpleHTTPRequestHandler):
    """Files as a web server with gzip gives them out."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix in COMPRESSED:
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Only the figures are printed."""


def main() -> None:
    """Print a line for each page."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder, pages = Path(sys.argv[1]), sys.argv[2:] or ["index.html"]
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    print(
        "| page | KB | files | first paint s | largest paint s | of | shift | main thread blocked "
        "ms | blocking scripts | longest task ms |"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu"]
        )
        for page in pages:
            address = f"http://127.0.0.1:{server.server_address[1]}/{page}"
            some = [look(browser, address) for _ in range(RUNS)]
            longest = median(longest_task(browser, address) for _ in range(RUNS))
            one = {key: median(each[key] for each in some) for key in some[0] if key != "element"}
            print(
                f"| {page} | {one['bytes'] / 1000:.1f} | {one['files']:.0f} | "
                f"{one['first'] / 1000:.2f} | {one['largest'] / 1000:.2f} | "
                f"{some[0]['element']} | {one['shift']:.3f} | {one['blocked']:.0f} | "
                f"{one['scripts']:.0f} | {longest:.0f} |"
            )
        browser.close()
    server.shutdown()


def look(browser: Browser, address: str) -> dict[str, Any]:
    """One first visit."""
    context = browser.new_context(
        viewport={"width": 412, "height": 823}, device_scale_factor=1.75, is_mobile=True
    )
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_BY})
    page.goto(address)
    seen: dict[str, Any] = page.evaluate(SEEN)
    context.close()
    return seen


def longest_task(browser: Browser, address: str) -> float:
    """Return the milliseconds that the longest task of the page takes a phone: four times what the
    processor here was busy with it."""
    context = browser.new_context(
        viewport={"width": 412, "height": 823}, device_scale_factor=1.75, is_mobile=True
    )
    page = context.new_page()
    browser.start_tracing(page=page, categories=TASKS)
    page.goto(address)
    page.evaluate(SEEN)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    context.close()
    threads = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    longest: float = max(
        event["tdur"] / 1000
        for event in events
        if event["name"] == "RunTask"
        and "tdur" in event
        and (event["pid"], event["tid"]) in threads
    )
    return SLOWER_BY * longest


if __name__ == "__main__":
    main()
