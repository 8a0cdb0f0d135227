"""Collect the rules that a document states for all its tasks: in notice, body and annexes."""

from __future__ import annotations

from collections.abc import Sequence

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.documents.blocks import Place
from gksite.importer.lines.lines import Line, location
from gksite.importer.tasks.rules import Rule, take_rules, unread_rule_problems
from gksite.importer.tasks.text_tasks import TextReading


def rules_of(
    text: TextReading, notice: Sequence[str], annexes: Sequence[Line], first: Location
) -> tuple[list[tuple[int, Rule]], list[Diagnostic]]:
    """Return the rules of notice, body and annexes, with the number of the body's tasks before
    each, and the problems of sentences that are like a rule and were not read. `first` is the
    document that the notice stands in."""
    place = Place(first.path, "line", first.line)
    texts = [
        *((printed, place) for printed in notice),
        *((line.text, line.place) for line in annexes),
    ]
    rules: list[tuple[int, Rule]] = []
    problems = [*text.problems]
    for printed, where in texts:
        rest, stated = take_rules(printed, where)
        rules += [(0, rule) for rule in stated]
        problems += unread_rule_problems(rest, where)
    return [*rules, *text.rules], problems


def rule_problems(rules: Sequence[Rule], unread: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Name each rule that was applied, once, beside the problems of those that were not read."""
    applied = [
        problem("import-rule-applied", location(rule.place), rule=rule.printed)
        for rule in dict.fromkeys(rules)
    ]
    return [*applied, *unread]
