"""A site's decisions on findings: levels by code, and accepted findings with reason and date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from gksite.build.report import Waiver
from gksite.catalogue import CATALOGUE
from gksite.check.all_rules import RULES_BY_CODE
from gksite.config.values import RuleSettings
from gksite.diagnostics import Diagnostic, problem

COUNTS = frozenset(("places", "mended"))
"""Arguments that no message quotes."""


class Settled(msgspec.Struct, frozen=True):
    """The findings that remain, with their levels, and those that are waived."""

    problems: tuple[Diagnostic, ...]
    waived: tuple[tuple[Diagnostic, Waiver], ...]


_OF_PAGES = frozenset(("page", "links"))
"""The stages of rules that look at pages."""


def settle(
    problems: Iterable[Diagnostic],
    settings: RuleSettings,
    waivers: Sequence[Waiver],
    *,
    with_pages: bool = True,
) -> Settled:
    """Return the findings with the site's levels and waivers applied.

    Only findings of rules can be waived or get another level; errors that break the site cannot. A
    waiver without a finding is reported, unless it is for a rule over pages and no page was
    checked; a waiver for a code without a rule is an error.
    """
    levels = {
        code: level
        for code, level in settings.levels
        if code in RULES_BY_CODE and not is_fixed(code)
    }
    kept: list[Diagnostic] = []
    waived: list[tuple[Diagnostic, Waiver]] = []
    used: set[Waiver] = set()
    for finding in problems:
        level = levels.get(finding.code, "")
        if level == "off":
            continue
        if level and level != CATALOGUE[finding.code].severity:
            finding = msgspec.structs.replace(finding, level=level)
        waiver = next((waiver for waiver in waivers if meets(waiver, finding)), None)
        if waiver is None:
            kept.append(finding)
        else:
            used.add(waiver)
            waived.append((finding, waiver))
    for waiver in waivers:
        if waiver.code not in RULES_BY_CODE:
            kept.append(problem("unknown-rule", waiver.location, name=waiver.code, near=""))
        elif (
            waiver not in used
            and levels.get(waiver.code) != "off"
            and (with_pages or RULES_BY_CODE[waiver.code].stage not in _OF_PAGES)
        ):
            kept.append(problem("unused-waiver", waiver.location, rule=waiver.code))
    return Settled(tuple(sorted(set(kept))), tuple(waived))


def stands(finding: Diagnostic, settings: RuleSettings, waivers: Sequence[Waiver]) -> bool:
    """Whether a finding is reported: neither switched off nor waived."""
    return (
        "off" not in (level for code, level in settings.levels if code == finding.code)
    ) and not any(meets(waiver, finding) for waiver in waivers)


def meets(waiver: Waiver, finding: Diagnostic) -> bool:
    """Whether a waiver is for this finding."""
    path = finding.location.path
    return (
        waiver.code == finding.code
        and not is_fixed(waiver.code)
        and (
            not waiver.path
            or path == waiver.path
            or (waiver.path.endswith("/") and path.startswith(waiver.path))
        )
        and (
            not waiver.found
            or any(value == waiver.found for name, value in finding.arguments if name not in COUNTS)
        )
    )


def is_fixed(code: str) -> bool:
    """Whether a code is an error of every build, which no setting changes."""
    rule = RULES_BY_CODE.get(code)
    return (
        rule is None
        or (rule.stage == "build" and CATALOGUE[code].severity == "error")
        or rule.code == "dead-fragment"
    )
