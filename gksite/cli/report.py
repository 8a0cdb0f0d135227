"""Diagnostics as text, JSON, SARIF or GitHub workflow commands."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import groupby
from typing import Literal
from urllib.parse import quote

import click

from gksite import __version__
from gksite.catalogue import CATALOGUE, Language, hint, message, severity
from gksite.cli.console import printable
from gksite.cli.mechanical import Together, mechanical_together
from gksite.diagnostics import Diagnostic

Format = Literal["text", "json", "sarif", "github"]
FORMATS: tuple[Format, ...] = ("text", "json", "sarif", "github")

_LEVELS = {"error": ("错误", "error"), "warning": ("警告", "warning"), "info": ("提示", "note")}
_RANKS = {"error": 0, "warning": 1, "info": 2}
_COLOURS = {
    "错误": "red",
    "error": "red",
    "警告": "yellow",
    "warning": "yellow",
    "提示": "cyan",
    "note": "cyan",
}
_LEVEL = re.compile(r"(?m)^([^\n]*?: )((错误|error|警告|warning|提示|note)\[[a-z0-9-]+\])")
_COMMAND = re.compile(
    r"\bgksite (?=(?:init|new|import|check|build|serve|clean|review|publish|snapshot|export|"
    r"report|notation|schema|doctor)\b)"
)


def render_report(
    diagnostics: Sequence[Diagnostic],
    format: Format,
    language: Language,
    program: str = "gksite",
    *,
    colour: bool = False,
) -> str:
    """Return all diagnostics in a format, in their order. A text ends with a line feed; without
    diagnostics it is empty.

    `program` is the name of gksite in hints of the text; formats for machines keep `gksite`.
    """
    match format:
        case "json":
            return (
                json.dumps(
                    [_as_json(diagnostic) for diagnostic in diagnostics],
                    ensure_ascii=False,
                    indent=2,
                )
                + "\n"
            )
        case "sarif":
            return json.dumps(_as_sarif(diagnostics, language), ensure_ascii=False, indent=2) + "\n"
        case "github":
            return "".join(_as_github(diagnostic, language) for diagnostic in diagnostics)
        case _:
            return "".join(
                _told(*_as_lines(diagnostic, language, program), colour=colour)
                for diagnostic in diagnostics
            )


def render_groups(
    diagnostics: Sequence[Diagnostic], language: Language, program: str, *, colour: bool
) -> str:
    """Return the diagnostics by code as text, errors first, each group followed by its remedy;
    mechanical ones have a line for each file."""
    ordered = sorted(diagnostics, key=lambda finding: (_RANKS[severity(finding)], finding.code))
    text = ""
    for _, group in groupby(ordered, key=lambda finding: finding.code):
        lines = [
            _as_lines(finding, language, program)
            for finding in mechanical_together(tuple(group), language)
        ]
        for remedy, those in groupby(lines, key=lambda finding: finding[1]):
            text += _told("\n".join(line for line, _ in those), remedy, colour=colour)
    return text


def _told(lines: str, remedy: str, *, colour: bool) -> str:
    """Yield lines with their levels coloured, and below them the remedy."""
    if colour:
        lines = _LEVEL.sub(
            lambda found: found[1] + click.style(found[2], fg=_COLOURS[found[3]], bold=True), lines
        )
    return f"{lines}\n  → {remedy}\n"


def _as_lines(finding: Diagnostic | Together, language: Language, program: str) -> tuple[str, str]:
    """Return `path:line:column: level[code]: message`, and the remedy."""
    said, remedy = (
        (finding.text, finding.remedy)
        if isinstance(finding, Together)
        else (message(finding, language), hint(finding, language))
    )
    level = _LEVELS[severity(finding.first if isinstance(finding, Together) else finding)][
        0 if language == "zh" else 1
    ]
    separator = "：" if language == "zh" else ": "
    code = finding.first.code if isinstance(finding, Together) else finding.code
    remedy = _COMMAND.sub(lambda _: f"{program} ", remedy)
    return printable(f"{finding.location}: {level}[{code}]{separator}{said}"), printable(remedy)


def _as_json(diagnostic: Diagnostic) -> dict[str, object]:
    return {
        "path": diagnostic.location.path,
        "line": diagnostic.location.line,
        "column": diagnostic.location.column,
        "code": diagnostic.code,
        "severity": severity(diagnostic),
        "message": {"zh": message(diagnostic, "zh"), "en": message(diagnostic, "en")},
        "hint": {"zh": hint(diagnostic, "zh"), "en": hint(diagnostic, "en")},
        "arguments": dict(diagnostic.arguments),
    }


def _as_sarif(diagnostics: Sequence[Diagnostic], language: Language) -> dict[str, object]:
    """Return SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/)."""
    codes = sorted({diagnostic.code for diagnostic in diagnostics})
    rules = [_sarif_rule(code) for code in codes]
    results = []
    for diagnostic in diagnostics:
        region = (
            {
                "startLine": diagnostic.location.line,
                "startColumn": max(diagnostic.location.column, 1),
            }
            if diagnostic.location.line
            else {}
        )
        place: dict[str, object] = {
            "artifactLocation": {"uri": quote(diagnostic.location.path, errors="surrogateescape")}
        }
        if region:
            place["region"] = region
        results.append(
            {
                "ruleId": diagnostic.code,
                "level": {"error": "error", "warning": "warning", "info": "note"}[
                    severity(diagnostic)
                ],
                "message": {
                    "text": f"{message(diagnostic, language)} → {hint(diagnostic, language)}"
                },
                "locations": [{"physicalLocation": place}],
            }
        )
    driver = {"name": "gksite", "version": __version__, "rules": rules}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
        ],
    }


def _sarif_rule(code: str) -> dict[str, object]:
    """Return a code's description for a viewer: texts, usual level, page in the manual."""
    entry = CATALOGUE[code]
    described: dict[str, object] = {
        "id": code,
        "shortDescription": {"text": entry.en},
        "help": {"text": entry.fix_en},
        "defaultConfiguration": {
            "level": {"error": "error", "warning": "warning", "info": "note"}[entry.severity]
        },
    }
    # Late: the rules are not needed to print what a build found.
    from gksite.check.all_rules import RULES_BY_CODE

    rule = RULES_BY_CODE.get(code)
    described["helpUri"] = f"docs/rules/{code}.md" if rule else "docs/diagnostics.md"
    if rule:
        described |= {
            "name": rule.en,
            "fullDescription": {"text": f"{rule.zh} {rule.en} ({rule.norm})"},
            "properties": {"tags": [rule.family]},
        }
    return described


def _as_github(diagnostic: Diagnostic, language: Language) -> str:
    """Return a workflow command
    (https://docs.github.com/actions/reference/workflow-commands-for-github-actions)."""
    level = {"error": "error", "warning": "warning", "info": "notice"}[severity(diagnostic)]
    text = printable(f"{message(diagnostic, language)} → {hint(diagnostic, language)}").replace(
        "%", "%25"
    )
    path = printable(diagnostic.location.path)
    for character, code in (("%", "%25"), (":", "%3A"), (",", "%2C")):
        path = path.replace(character, code)
    place = (
        f",line={diagnostic.location.line},col={max(diagnostic.location.column, 1)}"
        if diagnostic.location.line
        else ""
    )
    return f"::{level} file={path}{place},title={diagnostic.code}::{text}\n"
