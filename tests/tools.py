"""Fixtures for the programs that some tests need: browsers, Java, nginx, other Pythons. A test
whose program is missing is skipped, or fails where GKSITE_REQUIRE_ALL is 1.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, NoReturn

import pytest
from playwright.sync_api import Browser, sync_playwright

PROJECT = Path(__file__).parent.parent
REQUIRE_ALL = "GKSITE_REQUIRE_ALL"
"""An environment variable: where it is 1, a tool that is missing is a failure and not a skip."""
OTHER_PYTHONS = "GKSITE_OTHER_PYTHONS"
"""An environment variable: other Pythons with the packages of requirements.txt, divided as in PATH;
empty where none is to be had."""

VNU_VERSION: str = json.loads((PROJECT / "tests/site/package.json").read_text("utf-8"))[
    "dependencies"
]["vnu-jar"]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FIREFOX_NAMES = ("firefox", "firefox-esr")
CHROMIUM_ARGUMENTS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    # Scripts that walk whole pages make much garbage: it is collected less often.
    "--js-flags=--min-semi-space-size=32 --max-semi-space-size=64",
)
HOW_TO_GET = {
    "Chromium": "apt install chromium fonts-noto-cjk   (or any Chromium or Chrome on the PATH)",
    "Firefox": "apt install firefox-esr   (or any Firefox on the PATH)",
    "Pango": "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk   "
    "(WeasyPrint draws PDF with it)",
    "Java": "apt install default-jre-headless   (or any Java 11 or newer on the PATH)",
    "vnu": f"npm install --no-save --ignore-scripts vnu-jar@{VNU_VERSION}   (in this folder; or "
    "set VNU_JAR to a vnu.jar)",
    "html-validate": "npm ci --prefix tests/site --ignore-scripts   (needs Node.js 18.19 or newer;"
    " or set HTML_VALIDATE to its bin/html-validate.mjs)",
    "nginx": "apt install nginx   (its service need not run: the tests start their own on the "
    "loopback)",
    "Datasette and Frictionless": "python -m venv DIR && DIR/bin/pip install --require-hashes -r "
    "tests/exports/readers/requirements.txt"
    "   (then set DATA_READERS to DIR)",
    "pywb": "pip install --require-hashes -r tests/archive/requirements.txt   (into an "
    "environment of its own; set GKSITE_REPLAY_VENV to its folder)",
    "Another Python": "python3.N -m venv DIR && DIR/bin/pip install --require-hashes"
    f" -r requirements.txt   (N of 11, 12, 13; then set {OTHER_PYTHONS} to DIR/bin/python)",
    "yaml-language-server": "npm ci --prefix tests/schema --ignore-scripts   (needs Node.js; or "
    "set YAML_LANGUAGE_SERVER)",
}


class Validator(NamedTuple):
    """The Nu HTML checker: the Java to run it with, and its jar."""

    java: str
    jar: Path


def ways_to_get() -> dict[str, str]:
    """Return how to get what is missing, by the sentence that a skip gives as its reason."""
    return {_sentence(tool): way for tool, way in HOW_TO_GET.items()}


def _sentence(tool: str) -> str:
    return f"{tool} is missing, which this test needs"


def _lacks(tool: str) -> NoReturn:
    if os.environ.get(REQUIRE_ALL) == "1":
        pytest.fail(f"{_sentence(tool)}: {HOW_TO_GET[tool]}", pytrace=False)
    pytest.skip(_sentence(tool))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chromium that talks to nobody by itself."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if not found:
        _lacks("Chromium")
    is_root = getattr(os, "geteuid", lambda: 1)() == 0
    arguments = [*CHROMIUM_ARGUMENTS, *(["--no-sandbox"] if is_root else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def firefox() -> str:
    """The path of the Firefox program."""
    return next(filter(None, map(shutil.which, FIREFOX_NAMES)), None) or _lacks("Firefox")


@pytest.fixture(scope="session")
def pango() -> None:
    """WeasyPrint can be used."""
    try:
        import weasyprint  # noqa: F401
    except OSError:
        _lacks("Pango")


@pytest.fixture(scope="session")
def nginx() -> str:
    """The path of the nginx program."""
    return shutil.which(
        "nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
    ) or _lacks("nginx")


@pytest.fixture(scope="session")
def validator() -> Validator:
    """The Nu HTML checker: $VNU_JAR, the system's, or the one of the npm package in the project."""
    java = shutil.which("java")
    if not java:
        _lacks("Java")
    places = [Path("/usr/share/java/vnu.jar"), PROJECT / "node_modules/vnu-jar/build/dist/vnu.jar"]
    if named := os.environ.get("VNU_JAR"):
        places.insert(0, Path(named))
    jar = next((place for place in places if place.is_file()), None)
    if not jar:
        _lacks("vnu")
    return Validator(java, jar)


@pytest.fixture(scope="session")
def html_validate() -> tuple[str, ...]:
    """The command of html-validate: $HTML_VALIDATE, or the npm package in tests/site or in the
    project."""
    node = shutil.which("node")
    places = [
        folder / "node_modules/html-validate/bin/html-validate.mjs"
        for folder in (PROJECT / "tests/site", PROJECT)
    ]
    if named := os.environ.get("HTML_VALIDATE"):
        places.insert(0, Path(named))
    script = next((place for place in places if place.is_file()), None)
    if not (node and script):
        _lacks("html-validate")
    return node, str(script)


@pytest.fixture(scope="session")
def data_readers() -> Path:
    """The folder of the programs of an environment of its own, $DATA_READERS, with datasette and
    frictionless."""
    found = Path(os.environ.get("DATA_READERS", "")) / ("Scripts" if os.name == "nt" else "bin")
    if not shutil.which("datasette", path=found):
        _lacks("Datasette and Frictionless")
    return found


@pytest.fixture(scope="session")
def other_pythons() -> list[str]:
    """Other Pythons than the one that runs, with the packages of requirements.txt."""
    named = os.environ.get(OTHER_PYTHONS)
    if named == "":
        pytest.skip(_sentence("Another Python"))  # .ci/run looked for one, and there is none
    return named.split(os.pathsep) if named else _lacks("Another Python")
