"""What the tool says of a situation, in both languages, against the text that is kept in cases/."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from gksite.cli.report import render_report
from gksite.diagnostics import Diagnostic

CASES = Path(__file__).with_name("cases")


def said(problems: Sequence[Diagnostic], *changing: str) -> str:
    """The report in Chinese and in English; what differs from run to run by a word: `changing` are
    folders, the longest first."""
    text = "".join(render_report(problems, "text", language) for language in ("zh", "en"))
    for place in sorted(changing, key=len, reverse=True):
        text = text.replace(place, "…")
    text = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT", text)
    text = re.sub(r"SHA256:[\w+/]{43}", "SHA256:…", text)
    text = re.sub(r"/[0-9a-f]{32}(?=/|:)", "/…", text)
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", "TIME", text)


def assert_said(case: str, problems: Sequence[Diagnostic], *changing: str) -> None:
    """With GKSITE_WRITE_EXPECTED the text is written instead, for a person to read."""
    path, text = CASES / case / "expected.txt", said(problems, *changing)
    if os.environ.get("GKSITE_WRITE_EXPECTED"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert path.read_text("utf-8") == text
