"""A window of Firefox, which answers to WebDriver BiDi by itself: the few commands that tests need,
with the names that Playwright gives them. Playwright drives a Firefox of its own build alone.
https://w3c.github.io/webdriver-bidi/
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from itertools import count
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

PATIENCE = 60.0
"""Seconds for Firefox to start, or to answer."""
ADDRESS = "WebDriverBiDiServer.json"
"""The file of a profile in which Firefox says where it listens."""
KEYS = {
    "Tab": "\ue004",
    "Shift": "\ue008",
    "Enter": "\ue007",
    "Space": " ",
    "Escape": "\ue00c",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
}
"""https://www.w3.org/TR/webdriver2/#keyboard-actions"""
LEFT = "NS_BINDING_ABORTED"
"""A file that was still on its way when another page was opened."""
HEARD = ("log.entryAdded", "network.responseCompleted", "network.fetchError")
A4 = {"width": 21.0, "height": 29.7}


class Keyboard:
    """The keys of a window."""

    def __init__(self, window: FirefoxWindow) -> None:
        self.window = window

    def press(self, keys: str) -> None:
        """Press a key, or several joined by `+`."""
        names = [KEYS.get(name, name) for name in keys.split("+")]
        down = [{"type": "keyDown", "value": name} for name in names]
        up = [{"type": "keyUp", "value": name} for name in reversed(names)]
        self._act(down + up)

    def insert_text(self, text: str) -> None:
        """Type a text, character by character."""
        for character in text:
            self.press(character)

    def _act(self, actions: list[dict[str, str]]) -> None:
        keys = {"type": "key", "id": "keyboard", "actions": actions}
        self.window.ask("input.performActions", context=self.window.context, actions=[keys])


class FirefoxWindow:
    """One window, and in `said` what went wrong in it: errors and warnings of its pages, files that
    were not there."""

    def __init__(self, connection: ClientConnection) -> None:
        self.said: list[str] = []
        self.keyboard = Keyboard(self)
        self._connection = connection
        self._numbers = count(1)
        self.ask("session.new", capabilities={})
        self.ask("session.subscribe", events=list(HEARD))
        # The tab that Firefox opens at its start never gets the focus of the keyboard.
        self.context: str = self.ask("browsingContext.create", type="tab")["context"]

    def ask(self, method: str, **params: Any) -> Any:
        """Send a command and return its result; note the events that come before it."""
        number = next(self._numbers)
        self._connection.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self._connection.recv(timeout=PATIENCE))
            if answer["type"] == "event":
                self._note(answer["method"], answer["params"])
            elif answer.get("id") == number:
                assert answer["type"] == "success", (method, answer)
                return answer["result"]

    def _note(self, event: str, params: dict[str, Any]) -> None:
        if event == "log.entryAdded":
            if params["level"] in ("warn", "error"):
                self.said.append(params["text"] or "")
        elif event == "network.fetchError":
            if params["errorText"] != LEFT:
                self.said.append(f"{params['request']['url']} {params['errorText']}")
        elif params["response"]["status"] >= 400:
            self.said.append(f"{params['request']['url']} {params['response']['status']}")

    def add_init_script(self, script: str) -> None:
        """Run a script at the beginning of each page."""
        self.ask("script.addPreloadScript", functionDeclaration=f"() => {{ {script} }}")

    def goto(self, address: str) -> None:
        """Open a page and wait until it is loaded."""
        self.ask("browsingContext.navigate", context=self.context, url=address, wait="complete")

    @property
    def url(self) -> str:
        """The address of the page."""
        address: str = self.evaluate("location.href")
        return address

    def set_viewport(self, width: int, height: int) -> None:
        """Give the page this size, in CSS pixels."""
        size = {"width": width, "height": height}
        self.ask("browsingContext.setViewport", context=self.context, viewport=size)

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression, or of what its promise brings, by way of JSON."""
        answer = self.ask(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({expression})))()",
            target={"context": self.context},
            awaitPromise=True,
        )
        assert answer["type"] == "success", answer
        return json.loads(answer["result"].get("value", "null"))

    def focus(self, selector: str) -> None:
        """Put the focus on an element."""
        self.evaluate(f"document.querySelector({json.dumps(selector)}).focus()")

    def wait_for_url(self, pattern: str) -> None:
        """Wait until the address of the page matches a pattern with asterisks."""
        end = time.monotonic() + PATIENCE
        while not fnmatch(self.url, pattern):
            assert time.monotonic() < end, f"at {self.url}, not {pattern}"
            self.wait_for_timeout(50)

    def wait_for_timeout(self, milliseconds: float) -> None:
        """Let time pass."""
        time.sleep(milliseconds / 1000)

    def pdf(self) -> bytes:
        """Return the page as it is printed on A4."""
        answer = self.ask("browsingContext.print", context=self.context, page=A4)
        return base64.b64decode(answer["data"])


@contextmanager
def open_firefox(program: str, folder: Path) -> Iterator[FirefoxWindow]:
    """Start Firefox without a screen, with a profile of its own in an empty folder."""
    arguments = ["--headless", "--no-remote", "--remote-debugging-port=0", "--profile", str(folder)]
    process = subprocess.Popen(
        [program, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(folder), "MOZ_CRASHREPORTER_DISABLE": "1"},
    )
    try:
        with connect(address_in(folder), max_size=None, compression=None) as connection:
            window = FirefoxWindow(connection)
            yield window
            window.ask("browser.close")
        process.wait(PATIENCE)
    finally:
        process.kill()
        process.wait()


def address_in(profile: Path) -> str:
    """Return the address that Firefox writes into its profile when it listens."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            place = json.loads((profile / ADDRESS).read_text("utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            time.sleep(0.1)
        else:
            return f"ws://{place['ws_host']}:{place['ws_port']}/session"
    raise AssertionError(f"Firefox doesn't listen after {PATIENCE:.0f} s")
