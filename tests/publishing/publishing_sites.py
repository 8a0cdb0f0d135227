"""Small sites for publishing: an output folder as a build leaves it, and what stands at a
target."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from gksite.cli import main
from gksite.config.values import Target
from gksite.output.paths import MARKER_PATH

Files = Mapping[str, bytes]

OLD: Files = {
    "index.html": b"home, old",
    "404.html": b"nothing here",
    "plans/index.html": b"plans, old",
    "plans/qinghe-2025/index.html": b"the plan, old",
    "plans/qinghe-2025/1.html": b"task one, the same in both",
    "plans/qinghe-2025/2.html": b"task two, goes",
    "assets/style.0a1b2c3d.css": b"p { color: black }",
    "assets/icon.svg": b"<svg/>",
}
NEW: Files = {
    "index.html": b"home, new and longer",
    "404.html": b"nothing here",
    "plans/index.html": b"plans, new",
    "plans/qinghe-2025/index.html": b"the plan, new",
    "plans/qinghe-2025/1.html": b"task one, the same in both",
    "plans/qinghe-2025/3.html": b"task three, came",
    "plans/临江/说明.html": "说明".encode(),
    "assets/style.4e5f6a7b.css": b"p { color: #222 }",
    "assets/icon.svg": b"<svg/>",
}


def write_site(out: Path, files: Files) -> Path:
    """An output folder with these files and their marker; what it held before is gone."""
    out.mkdir(parents=True, exist_ok=True)
    for path in sorted(out.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    for name, data in files.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    lines = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)]
    (out / MARKER_PATH).write_text("".join(lines), "utf-8")
    return out


PORTAL = """\
mode: portal
column: {name: 政务公开, description: 工作要点和落实情况, keywords: 政务公开}
footer: {host: 青禾区人民政府办公室, contact: 12345, icp: 云ICP备00000000号,
  police: 云公网安备00000000000000号, government_mark: https://example.com/mark,
  report_error: https://example.com/report}
"""
"""What config.yaml holds besides `site` so that a site may be published."""
SITE_KEYS = "  domain: www.qinghe.example\n  id_code: '0000000000'\n"
"""What a portal's `site` holds besides its name."""


def make_portal(config: Path) -> None:
    """Let the settings be those of a portal."""
    text = config.read_text("utf-8").replace("site:\n", f"site:\n{SITE_KEYS}", 1)
    config.write_text(f"{text.rstrip()}\n{PORTAL}", "utf-8")


def files_below(folder: Path, *, hidden: bool = False) -> dict[str, bytes]:
    """Path → bytes of the files below a folder; gksite's own only when `hidden`."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and (hidden or not name.startswith(".gksite")):
            found[name] = path.read_bytes()
    return found


def folder_target(path: Path, layout: Any = "releases", **more: Any) -> Target:
    return Target(name="live", kind="folder", path=str(path), layout=layout, **more)


def command_runner(
    site: Path, language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Runs a command on the site; its exit code and what it printed."""

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(
            sys, "argv", ["gksite", "-C", str(site), "--lang", language, *arguments]
        )
        with pytest.raises(SystemExit) as stop:
            main()
        assert isinstance(stop.value.code, int)
        return stop.value.code, capsys.readouterr().out

    return run
