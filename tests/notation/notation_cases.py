"""The cases of the notation parsers: each YAML file is one way of writing, with its texts and their
readings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

CASES_DIR = Path(__file__).parent / "cases"


def cases(kind: str) -> list[Any]:
    """One parameter per entry of `cases/<kind>/*.yaml`: the entry as a mapping with `text` and
    `expect`."""
    return [
        pytest.param(entry, id=f"{path.stem}-{entry['text'][:20]}")
        for path in sorted((CASES_DIR / kind).glob("*.yaml"))
        for entry in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    ]
