"""The rules over texts, held against one source file or attachment: findings with their places, and the changes that mend them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice

import msgspec

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.lint.attachments import Inspection
from gksite.lint.confusions import CONFUSIONS
from gksite.lint.hits import Hit, wording_of
from gksite.lint.rules import Rule, rules_of
from gksite.lint.source_text import GAP, PROSE, SourceText, plain_text

_NUMBERS = frozenset({
    "id", "index_number", "id_code", "icp", "police", "url", "source_url", "base_url", "domain", "file", "sha256", "date", "written", "published",
    "printed_on", "year", "task", "basis", "based_on", "previous", "continues", "aliases", "authority", "successor", "parent", "members", "topics",
    "as_of", "since", "until", "list", "level", "levels",
})
"""The keys whose values are codes, dates or addresses: no personal numbers."""
_MOST_HITS = 1000
"""Of one rule in one file: who has more knows enough."""
_HIDDEN = ("invisible-character", "text-direction", "unreadable-character")
_PRIVATE = frozenset({"privacy", "secrecy"})


class Change(msgspec.Struct, frozen=True, order=True):
    """A stretch of one line of a source and what it should be; line and column count from 1."""

    line: int
    column: int
    found: str
    right: str


def check_source(source: SourceText, confusions: Mapping[str, str]) -> list[Diagnostic]:
    """The findings of all rules over texts in a source file; of a rule of style one for each line, with the number of places."""
    found: list[Diagnostic] = []
    counts: dict[tuple[str, int, str], int] = {}
    mended: dict[tuple[str, int, str], int] = {}
    first: dict[tuple[str, int, str], tuple[Rule, Hit, Location]] = {}
    for rule, hit in _hits(source, confusions):
        where = source.location(hit.start)
        if rule.family == "style" and rule.stage == "text":
            key = rule.code, where.line, hit.found if rule.code in ("unpaired-mark", "page-residue", *_HIDDEN) else ""
            counts[key] = counts.get(key, 0) + 1
            mended[key] = mended.get(key, 0) + (rule.mends and hit.fix is not None)
            first.setdefault(key, (rule, hit, where))
        else:
            found.append(_finding(rule, hit, where))
    for key, (rule, hit, where) in first.items():
        one = _finding(rule, hit, where, count=counts[key])
        found.append(_counted(one, counts[key], mended[key]) if rule.mends else one)
    return found


def _counted(one: Diagnostic, places: int, mended: int) -> Diagnostic:
    """The finding with the number of places that it stands for, and of those that `--fix` mends."""
    return problem(one.code, one.location, **dict(one.arguments), places=places, mended=mended)


def check_inspection(path: str, inspection: Inspection) -> list[Diagnostic]:
    """The findings of privacy and secrecy in the texts of an attachment; of a text file by line and column, else the message tells the place."""
    if inspection.plain:
        source = plain_text(path, inspection.plain)
        return [_finding(rule, hit, source.location(hit.start)) for rule, hit in _hits(source, {}, private=True)]
    if not inspection.texts:
        return []
    source = plain_text(path, GAP.join(text.replace(GAP, " ") for _, text in inspection.texts))
    starts: list[int] = []
    position = 0
    for _, text in inspection.texts:
        starts.append(position)
        position += len(text) + len(GAP)
    found: list[Diagnostic] = []
    for rule, hit in _hits(source, {}, private=True):
        number = source.text.count(GAP, 0, hit.start)
        found.append(_finding(rule, hit, Location(path), place=inspection.texts[number][0]))
    return found


def changes_of(source: SourceText, wanted: Callable[[Diagnostic], bool]) -> list[Change]:
    """What `--fix` may mend in a source file: the mechanical findings that are `wanted`, none of which overlap."""
    changes: list[Change] = []
    taken: set[int] = set()
    for rule, hit in _hits(source, {}):
        found = source.text[hit.start : hit.end]
        if not rule.mends or hit.fix is None or "\n" in found or any(offset in taken for offset in range(hit.start, hit.end)):
            continue
        where = source.location(hit.start)
        if wanted(_finding(rule, hit, where)):
            taken.update(range(hit.start, hit.end))
            changes.append(Change(where.line, where.column, found, hit.fix))
    return sorted(changes)


def apply_changes(text: str, changes: list[Change]) -> str:
    """A source text with the changes made; one whose stretch does not stand where it should is left out."""
    lines = text.split("\n")
    for change in sorted(changes, reverse=True):
        line, start = lines[change.line - 1], change.column - 1
        end = start + len(change.found)
        if line[start:end] == change.found:
            lines[change.line - 1] = line[:start] + change.right + line[end:]
    return "\n".join(lines)


def _hits(source: SourceText, confusions: Mapping[str, str], *, private: bool = False) -> Iterator[tuple[Rule, Hit]]:
    wording = wording_of(source.text)
    words = {**CONFUSIONS, **confusions}
    for rule in rules_of("text", "words"):
        if (private and rule.family not in _PRIVATE) or rule.check is None:
            continue
        for hit in islice(rule.check(wording, words) if rule.stage == "words" else rule.check(wording), _MOST_HITS):
            key = source.piece_at(hit.start).key
            if key in PROSE or (key not in _NUMBERS and not rule.prose) or (key == "document_number" and not rule.prose):
                yield rule, hit


def _finding(rule: Rule, hit: Hit, where: Location, *, place: str = "", count: int = 1) -> Diagnostic:
    more = {"more_zh": f"（本行共 {count} 处）" if count > 1 else "", "more": f" ({count} on this line)" if count > 1 else ""}
    inside = {"place_zh": f"（{place}）" if place else "", "place": f" (at {place})" if place else ""}
    extra = inside if rule.family in _PRIVATE else more if rule.code in ("wrong-colon", "narrow-mark", "straight-quotes", "blank-in-text", *_HIDDEN) else {}
    return problem(rule.code, where, found=hit.found, **dict(hit.arguments), **extra)
