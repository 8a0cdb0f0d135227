"""Group the findings that `check --fix` mends: a line for each file, not each place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from gksite.catalogue import Language
from gksite.diagnostics import Diagnostic, Location

MOST_LINES = 5
"""Lines of a file that are named; `--format json` has all."""


class Together(msgspec.Struct, frozen=True):
    """Findings of one code in one file, with their text and remedy."""

    first: Diagnostic
    text: str
    remedy: str

    @property
    def location(self) -> Location:
        """The file, and the first place in it."""
        return self.first.location


def mechanical_together(
    group: Sequence[Diagnostic], language: Language
) -> Iterator[Diagnostic | Together]:
    """Yield the findings of one code in order; several that `--fix` mends in a file as one."""
    by_file: dict[str, list[Diagnostic]] = {}
    for finding in group:
        if _is_mended(finding):
            by_file.setdefault(finding.location.path, []).append(finding)
    done: set[str] = set()
    for finding in group:
        own = by_file.get(finding.location.path, ())
        if len(own) < 2 or not _is_mended(finding):
            yield finding
        elif finding.location.path not in done:
            done.add(finding.location.path)
            yield _together(own, language)


def _together(own: Sequence[Diagnostic], language: Language) -> Together:
    # Late: the rules are not needed where nothing mechanical is found.
    from gksite.check.all_rules import RULES_BY_CODE

    rule = RULES_BY_CODE[own[0].code]
    count = sum(int(dict(finding.arguments)["places"]) for finding in own)
    lines = [str(line.location.line) for line in own[:MOST_LINES]]
    if language == "zh":
        rest = "等" if len(own) > MOST_LINES else ""
        text = f"{count} 处{rule.zh}（第 {'、'.join(lines)} 行{rest}）"
        return Together(own[0], text, "gksite check --fix 可以改；加 --dry-run 先看怎样改")
    rest = " and more" if len(own) > MOST_LINES else ""
    text = f"{rule.en}: {count} places (lines {', '.join(lines)}{rest})"
    return Together(
        own[0], text, "gksite check --fix mends them; with --dry-run it shows first how"
    )


def _is_mended(diagnostic: Diagnostic) -> bool:
    """Whether `--fix` mends every place of a finding."""
    arguments = dict(diagnostic.arguments)
    return bool(arguments.get("places")) and arguments.get("places") == arguments.get("mended")
