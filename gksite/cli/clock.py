"""The time of a command, by the clock of this machine. Its day decides what lies in the future. No
byte of a build depends on it but what a publication or a snapshot fixes before: the minute that its
ledger keeps."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from gksite.config.values import CONFIG_PATH, DEFAULT_ZONE, zone_named, zone_of
from gksite.source.text import decode


def now_of(project: Path) -> datetime:
    """Return the minute that it is, in the time zone of the project's config.yaml."""
    try:
        data = (project / CONFIG_PATH).read_bytes()
    except OSError:
        data = b""
    text, _ = decode(data, CONFIG_PATH)
    zone = zone_of(zone_named(text)) or zone_of(DEFAULT_ZONE)
    return datetime.now(zone).replace(second=0, microsecond=0)


def day_of(project: Path) -> date:
    """Return today in the time zone of the project's config.yaml."""
    return now_of(project).date()
