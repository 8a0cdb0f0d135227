"""Run the rules over texts on one source file or attachment: findings with their places."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from gksite.check.all_rules import Rule, rules_of
from gksite.check.hits import Hit, wording_of
from gksite.check.rules.confusions import CONFUSIONS
from gksite.check.source_text import GAP, MARKDOWN, PROSE, Piece, SourceText, plain_text
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.documents.inspected import Inspection

if TYPE_CHECKING:
    from gksite.source.running_text import Run

_NUMBERS = frozenset((
    "id", "index_number", "id_code", "icp", "police", "url", "source_url", "base_url", "domain",
    "file", "sha256", "date", "written", "published", "printed_on", "year", "task", "basis",
    "based_on", "previous", "continues", "aliases", "authority", "successor", "parent", "members",
    "topics", "as_of", "since", "until", "list", "level", "levels", "order",
))  # fmt: skip
"""The keys whose values are codes, dates or addresses: no personal numbers."""
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>“”，。；、（）]+")
"""A bare address, up to its certain end: a mark within it may belong to it."""
_MOST_HITS = 1000
"""Most hits of one rule in one file that are reported."""
_HIDDEN = ("invisible-character", "text-direction", "unreadable-character")
_PRIVATE = frozenset({"privacy", "secrecy"})


def check_source(source: SourceText, confusions: Mapping[str, str]) -> list[Diagnostic]:
    """Return the findings of all rules over a source's texts; of style one a line, with a count."""
    findings: list[Diagnostic] = []
    counts: dict[tuple[str, int, str], int] = {}
    mended: dict[tuple[str, int, str], int] = {}
    first: dict[tuple[str, int, str], tuple[Rule, Hit, Location]] = {}
    prose = Prose(source)
    for rule, hit in hits_of(source, confusions, prose=prose):
        where = source.location(hit.start)
        if rule.family == "style" and rule.stage == "text":
            key = (
                rule.code,
                where.line,
                hit.found if rule.code in ("unpaired-mark", "page-residue", *_HIDDEN) else "",
            )
            counts[key] = counts.get(key, 0) + 1
            mended[key] = mended.get(key, 0) + (
                rule.mends and hit.fix is not None and prose.may_change(hit.start, hit.end)
            )
            first.setdefault(key, (rule, hit, where))
        else:
            findings.append(finding_of(rule, hit, where))
    for key, (rule, hit, where) in first.items():
        finding = finding_of(rule, hit, where, count=counts[key])
        findings.append(_counted(finding, counts[key], mended[key]) if rule.mends else finding)
    return findings


def _counted(finding: Diagnostic, places: int, mended: int) -> Diagnostic:
    """Return the finding with the number of its places, and of those that `--fix` mends."""
    return problem(
        finding.code, finding.location, **dict(finding.arguments), places=places, mended=mended
    )


def check_inspection(path: str, inspection: Inspection) -> list[Diagnostic]:
    """Return the findings of privacy and secrecy in the texts of an attachment; in a text file by
    line and column, else the message names the place."""
    if inspection.plain:
        source = plain_text(path, inspection.plain)
        return [
            finding_of(rule, hit, source.location(hit.start))
            for rule, hit in hits_of(source, {}, private=True)
        ]
    if not inspection.texts:
        return []
    source = plain_text(path, GAP.join(text.replace(GAP, " ") for _, text in inspection.texts))
    starts: list[int] = []
    position = 0
    for _, text in inspection.texts:
        starts.append(position)
        position += len(text) + len(GAP)
    findings: list[Diagnostic] = []
    for rule, hit in hits_of(source, {}, private=True):
        number = source.text.count(GAP, 0, hit.start)
        findings.append(finding_of(rule, hit, Location(path), place=inspection.texts[number][0]))
    return findings


def hits_of(
    source: SourceText,
    confusions: Mapping[str, str],
    *,
    private: bool = False,
    prose: Prose | None = None,
) -> Iterator[tuple[Rule, Hit]]:
    """Yield the hits of the rules over texts; those of style only in running text."""
    wording = wording_of(source.text)
    words = {**CONFUSIONS, **confusions}
    prose = prose or Prose(source)
    for rule in rules_of("text", "words"):
        if (private and rule.family not in _PRIVATE) or rule.check is None:
            continue
        for hit in islice(
            rule.check(wording, words) if rule.stage == "words" else rule.check(wording), _MOST_HITS
        ):
            key = source.piece_at(hit.start).key
            concerns = key in PROSE or (
                not rule.prose and (key not in _NUMBERS or key == "document_number")
            )
            # Invisible characters are reported everywhere, even if written as `&#x200B;`.
            anywhere = rule.family != "style" or rule.code in _HIDDEN
            if concerns and (anywhere or prose.is_read(hit.start, hit.end)):
                yield rule, hit


class Prose:
    """Where the texts of a source are running text; each is parsed when first asked about."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.runs: dict[int, list[Run]] = {}
        self.addresses: list[tuple[int, int]] | None = None

    def is_read(self, start: int, end: int) -> bool:
        """Whether a stretch holds running text."""
        piece = self.source.piece_at(start)
        return not _is_markdown(piece) or any(
            run.start < end - piece.start and start - piece.start < run.end
            for run in self._near(piece, start, end)
        )

    def may_change(self, start: int, end: int) -> bool:
        """Whether a stretch is all running text, and no part of a link, address or front matter."""
        piece = self.source.piece_at(start)
        if self.source.path.endswith(".md") and not piece.is_raw:
            return False
        if self.addresses is None:
            self.addresses = [match.span() for match in _ADDRESS.finditer(self.source.raw)]
        before = bisect_left(self.addresses, (end, 0))
        if before and self.addresses[before - 1][1] > start:
            return False
        return not _is_markdown(piece) or any(
            run.start <= start - piece.start and end - piece.start <= run.end and not run.is_name
            for run in self._near(piece, start, end)
        )

    def _near(self, piece: Piece, start: int, end: int) -> list[Run]:
        """Return the runs that a stretch may touch."""
        if piece.start not in self.runs:
            # The parser is not loaded where no text needs it.
            from gksite.source.running_text import running_text

            text = self.source.raw_piece(piece)
            self.runs[piece.start] = running_text(text, wording=piece.key != "body")
        runs = self.runs[piece.start]
        first = bisect_right(runs, start - piece.start, key=lambda run: run.end)
        last = bisect_left(runs, end - piece.start, key=lambda run: run.start)
        return runs[first:last]


def _is_markdown(piece: Piece) -> bool:
    return piece.is_raw or piece.key in MARKDOWN


def finding_of(
    rule: Rule, hit: Hit, where: Location, *, place: str = "", count: int = 1
) -> Diagnostic:
    """Return the diagnostic of a hit."""
    endings = {
        "more_zh": f"（本行共 {count} 处）" if count > 1 else "",
        "more": f" ({count} on this line)" if count > 1 else "",
    }
    inside = {
        "place_zh": f"（{place}）" if place else "",
        "place": f" (at {place})" if place else "",
    }
    extra = (
        inside
        if rule.family in _PRIVATE
        else endings
        if rule.code in ("wrong-colon", "narrow-mark", "straight-quotes", "blank-in-text", *_HIDDEN)
        else {}
    )
    return problem(rule.code, where, found=hit.found, **dict(hit.arguments), **extra)
