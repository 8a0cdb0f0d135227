"""What the catalogue says of one code: its level, its texts, and what to do."""

from __future__ import annotations

import msgspec

from gksite.diagnostics import Severity


class Entry(msgspec.Struct, frozen=True):
    """A code's level and texts. `{name}` in a text is an argument of the diagnostic; `fix` says
    what to do."""

    severity: Severity
    zh: str
    en: str
    fix_zh: str
    fix_en: str


def error(zh: str, en: str, fix_zh: str, fix_en: str) -> Entry:
    """An error: nothing is written."""
    return Entry("error", zh, en, fix_zh, fix_en)


def warning(zh: str, en: str, fix_zh: str, fix_en: str) -> Entry:
    """A warning: the site is written, unless `--strict`."""
    return Entry("warning", zh, en, fix_zh, fix_en)


def info(zh: str, en: str, fix_zh: str, fix_en: str) -> Entry:
    """A note."""
    return Entry("info", zh, en, fix_zh, fix_en)
