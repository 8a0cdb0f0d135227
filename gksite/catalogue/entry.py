"""An entry of the catalogue: the level of a code, its texts, and the remedy."""

from __future__ import annotations

import msgspec

from gksite.diagnostics import Severity


class Entry(msgspec.Struct, frozen=True):
    """A code's level and texts. `{name}` in a text is an argument of the diagnostic; `fix` is the
    remedy. A code that `refuses` ends a command with exit code 3: for safety, nothing was done."""

    severity: Severity
    zh: str
    en: str
    fix_zh: str
    fix_en: str
    refuses: bool = False


def error(zh: str, en: str, fix_zh: str, fix_en: str, *, refuses: bool = False) -> Entry:
    """Return an error: nothing is written."""
    return Entry("error", zh, en, fix_zh, fix_en, refuses)


def warning(zh: str, en: str, fix_zh: str, fix_en: str) -> Entry:
    """Return a warning: the site is written, unless `--strict`."""
    return Entry("warning", zh, en, fix_zh, fix_en)


def info(zh: str, en: str, fix_zh: str, fix_en: str) -> Entry:
    """Return a note."""
    return Entry("info", zh, en, fix_zh, fix_en)
