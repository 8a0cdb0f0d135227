"""The day of a command, by the clock of this machine. It decides what lies in the future; no byte
of an output depends on it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from gksite.config.values import CONFIG_PATH, DEFAULT_ZONE, zone_named, zone_of
from gksite.source.text import decode


def day_of(project: Path) -> date:
    """Return today in the time zone of the project's config.yaml."""
    try:
        data = (project / CONFIG_PATH).read_bytes()
    except OSError:
        data = b""
    text, _ = decode(data, CONFIG_PATH)
    return datetime.now(zone_of(zone_named(text)) or zone_of(DEFAULT_ZONE)).date()
