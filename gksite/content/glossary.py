"""content/glossary.yaml → the terms and abbreviations that the site explains."""

from __future__ import annotations

from collections.abc import Mapping

from gksite.content.records import GlossaryRecord
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.model.entities import Term
from gksite.schema.keys import spelled
from gksite.schema.validate import parse_record

SHORTEST = 2
"""Characters of a name: a single one would be found in half of all sentences."""


def parse_glossary(texts: Mapping[str, str]) -> tuple[tuple[Term, ...], list[Diagnostic]]:
    """Return the terms in the order of the file. Each is explained or spelled out, and no two share
    a name."""
    problems: list[Diagnostic] = []
    terms: list[Term] = []
    known: dict[str, Location] = {}
    for path, text in texts.items():
        parsed, new_problems = parse_record(GlossaryRecord, text, path)
        problems += new_problems
        if not parsed:
            continue
        record, place = parsed
        for index, term in enumerate(record.terms):
            where = place.at("terms", index, "term")
            if not term.expansion and not term.explanation:
                problems.append(problem("missing-key", where, key=spelled("explanation")))
            for name in (term.term, *term.aliases):
                if len(name) < SHORTEST:
                    problems.append(problem("term-too-short", where, term=name))
                elif name in known:
                    problems.append(problem("duplicate-id", where, id=name, other=known[name]))
                known.setdefault(name, where)
            terms.append(
                Term(
                    term.term,
                    where,
                    term.expansion or "",
                    term.explanation or "",
                    tuple(term.aliases),
                )
            )
    return tuple(terms), problems
