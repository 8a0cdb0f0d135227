"""The catalogue of diagnostic codes: level, text and remedy of each, in Chinese and in English."""

from __future__ import annotations

from typing import Literal

from gksite.catalogue.building import BUILDING
from gksite.catalogue.entry import Entry
from gksite.catalogue.importing import IMPORTING
from gksite.catalogue.pages import PAGES
from gksite.catalogue.publishing import PUBLISHING
from gksite.catalogue.rules import RULES
from gksite.catalogue.sources import SOURCES
from gksite.diagnostics import Diagnostic, Severity

Language = Literal["zh", "en"]

SECTIONS: dict[str, dict[str, Entry]] = {
    **SOURCES,
    **PAGES,
    **IMPORTING,
    **BUILDING,
    **PUBLISHING,
    **RULES,
}
"""Section of the manual → code → entry."""
CATALOGUE: dict[str, Entry] = {
    code: entry for section in SECTIONS.values() for code, entry in section.items()
}
RENAMED: dict[str, str] = {"day-outdated": "as-of-old"}
"""Former code → the present one: settings and waivers that name the former still hold."""


def current_code(code: str) -> str:
    """Return the present name of a code."""
    return RENAMED.get(code, code)


_SEPARATOR: dict[Language, str] = {"zh": "；", "en": "; "}


def severity(diagnostic: Diagnostic) -> Severity:
    """Return the level of a diagnostic: its own by the site's settings, else its code's."""
    return diagnostic.level or CATALOGUE[diagnostic.code].severity


def _fill(template: str, diagnostic: Diagnostic) -> str:
    return template.format_map(dict(diagnostic.arguments))


def message(diagnostic: Diagnostic, language: Language) -> str:
    """Return the text of a diagnostic: one sentence without a full stop."""
    entry = CATALOGUE[diagnostic.code]
    return _fill(entry.zh if language == "zh" else entry.en, diagnostic)


def by_hand(diagnostic: Diagnostic) -> Diagnostic:
    """Return the finding as one that `--fix` does not mend."""
    return Diagnostic(
        diagnostic.location,
        diagnostic.code,
        tuple(sorted({**dict(diagnostic.arguments), "mended": "0"}.items())),
        diagnostic.level,
    )


def hint(diagnostic: Diagnostic, language: Language) -> str:
    """Return the remedy; with a non-empty argument `near`, ask whether that was meant."""
    entry = CATALOGUE[diagnostic.code]
    arguments = dict(diagnostic.arguments)
    near = arguments.get("near", "")
    fix = entry.fix_zh if language == "zh" else entry.fix_en
    if arguments.get("mended") == "0":
        # `check --fix` changes none of these places, so it is not suggested.
        fix = (
            _SEPARATOR[language].join(
                part for part in fix.split(_SEPARATOR[language]) if "check --fix" not in part
            )
            or fix
        )
    if not near or "{near}" in fix:
        return _fill(fix, diagnostic)
    return f"是不是“{near}”？" if language == "zh" else f"did you mean “{near}”?"
