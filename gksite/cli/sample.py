"""The sample plan of `gksite init`: find whether it is untouched, and remove it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from gksite.cli.scaffold import SAMPLE_AUTHORITY, SAMPLE_UNITS_PATH, UNITS, sample_plan
from gksite.output.source_files import LockedSources
from gksite.source.files import Sources, read_sources

_FOLDER = re.compile(rf"content/plans/({SAMPLE_AUTHORITY}-([0-9]{{4}}))/")
_NAMED = re.compile(
    rf"[:：]\s*[\"']?{SAMPLE_AUTHORITY}[\"']?\s*(?:$|[,}}#])|(?<![\w./-]){SAMPLE_AUTHORITY}/\w",
    re.MULTILINE,
)
"""Patterns of a source that names the sample's authority, or a unit of it."""


def untouched_sample(sources: Sources) -> str:
    """Return the id of the sample plan if its files are byte for byte as `init` made them and none
    was added; else ""."""
    candidates = dict.fromkeys(
        match.groups() for path in sources.texts if (match := _FOLDER.match(path))
    )
    for id, year in candidates:
        folder, expected = f"content/plans/{id}/", sample_plan(int(year))
        there = {path: data for path, data in sources.texts.items() if path.startswith(folder)}
        added = any(path.startswith(folder) for path in (*sources.attachments, *sources.lost))
        if not added and there == {path: text.encode() for path, text in expected.items()}:
            return id
    return ""


def sample_files(sources: Sources, kept: Iterable[str] = ()) -> list[str]:
    """Return the paths of an untouched sample: its plan unless another source names it, and its
    registry unless something needs it. `kept` are authorities that are about to be used."""
    id = untouched_sample(sources)
    folder = f"content/plans/{id}/"
    others = {
        path: data
        for path, data in sources.texts.items()
        if not path.startswith(folder) and path != SAMPLE_UNITS_PATH
    }
    if not id or any(id.encode() in data for data in others.values()):
        return []
    plan = [path for path in sources.texts if path.startswith(folder)]
    registry = (
        sources.texts.get(SAMPLE_UNITS_PATH) == UNITS.encode()
        and SAMPLE_AUTHORITY not in kept
        and not _is_named(others)
    )
    return [*plan, *([SAMPLE_UNITS_PATH] if registry else [])]


def remove_sample(root: Path, locked: LockedSources, kept: Iterable[str]) -> list[str]:
    """Remove the untouched sample of a project. Return the paths removed."""
    sources, _ = read_sources(root)
    gone = sample_files(sources, kept)
    locked.remove({root / path: sources.texts[path] for path in gone})
    return gone


def _is_named(texts: Mapping[str, bytes]) -> bool:
    return any(_NAMED.search(data.decode("utf-8", "replace")) for data in texts.values())
