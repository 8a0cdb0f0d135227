"""Diagnostics as text, JSON, SARIF or GitHub workflow commands."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Literal
from urllib.parse import quote

from gksite import __version__
from gksite.catalogue import CATALOGUE, Language, hint, message, severity
from gksite.diagnostics import Diagnostic

Format = Literal["text", "json", "sarif", "github"]
FORMATS: tuple[Format, ...] = ("text", "json", "sarif", "github")

_LEVELS = {"error": ("错误", "error"), "warning": ("警告", "warning"), "info": ("提示", "note")}


def render_report(diagnostics: Sequence[Diagnostic], format: Format, language: Language) -> str:
    """All diagnostics in a format; texts end with a line feed, and no diagnostics are no text."""
    match format:
        case "json":
            return json.dumps([_as_json(one) for one in diagnostics], ensure_ascii=False, indent=2) + "\n"
        case "sarif":
            return json.dumps(_as_sarif(diagnostics, language), ensure_ascii=False, indent=2) + "\n"
        case "github":
            return "".join(_as_github(one, language) for one in diagnostics)
        case _:
            return "".join(render_text(one, language) for one in diagnostics)


def render_text(one: Diagnostic, language: Language) -> str:
    """`path:line:column: level[code]: message`, and below it what to do."""
    level = _LEVELS[severity(one)][0 if language == "zh" else 1]
    separator = "：" if language == "zh" else ": "
    return f"{one.location}: {level}[{one.code}]{separator}{message(one, language)}\n  → {hint(one, language)}\n"


def _as_json(one: Diagnostic) -> dict[str, object]:
    return {
        "path": one.location.path,
        "line": one.location.line,
        "column": one.location.column,
        "code": one.code,
        "severity": severity(one),
        "message": {"zh": message(one, "zh"), "en": message(one, "en")},
        "hint": {"zh": hint(one, "zh"), "en": hint(one, "en")},
        "arguments": dict(one.arguments),
    }


def _as_sarif(diagnostics: Sequence[Diagnostic], language: Language) -> dict[str, object]:
    """SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/)."""
    codes = sorted({one.code for one in diagnostics})
    rules = [_sarif_rule(code) for code in codes]
    results = []
    for one in diagnostics:
        region = {"startLine": one.location.line, "startColumn": max(one.location.column, 1)} if one.location.line else {}
        place: dict[str, object] = {"artifactLocation": {"uri": quote(one.location.path)}}
        if region:
            place["region"] = region
        results.append({
            "ruleId": one.code,
            "level": {"error": "error", "warning": "warning", "info": "note"}[severity(one)],
            "message": {"text": f"{message(one, language)} → {hint(one, language)}"},
            "locations": [{"physicalLocation": place}],
        })
    driver = {"name": "gksite", "version": __version__, "rules": rules}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }


def _sarif_rule(code: str) -> dict[str, object]:
    """What a viewer shows of a code: its texts, its usual level, its page in the manual."""
    entry = CATALOGUE[code]
    described: dict[str, object] = {
        "id": code, "shortDescription": {"text": entry.en}, "help": {"text": entry.fix_en},
        "defaultConfiguration": {"level": {"error": "error", "warning": "warning", "info": "note"}[entry.severity]},
    }
    # Late: the rules are not needed to print what a build found.
    from gksite.lint.rules import RULES_BY_CODE

    rule = RULES_BY_CODE.get(code)
    described["helpUri"] = f"docs/rules/{code}.md" if rule else "docs/diagnostics.md"
    if rule:
        described |= {"name": rule.en, "fullDescription": {"text": f"{rule.zh} {rule.en} ({rule.norm})"}, "properties": {"tags": [rule.family]}}
    return described


def _as_github(one: Diagnostic, language: Language) -> str:
    """A workflow command (https://docs.github.com/actions/reference/workflow-commands-for-github-actions)."""
    level = {"error": "error", "warning": "warning", "info": "notice"}[severity(one)]
    text = f"{message(one, language)} → {hint(one, language)}"
    for character, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        text = text.replace(character, code)
    path = one.location.path
    for character, code in (("%", "%25"), (":", "%3A"), (",", "%2C")):
        path = path.replace(character, code)
    place = f",line={one.location.line},col={max(one.location.column, 1)}" if one.location.line else ""
    return f"::{level} file={path}{place},title={one.code}::{text}\n"
