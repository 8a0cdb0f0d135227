"""The changes of `--fix` to running text, made only if everything else is read as before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import msgspec

from gksite.check.source_text import MARKDOWN, SourceText, read_source_text
from gksite.check.texts import Prose, finding_of, hits_of
from gksite.diagnostics import Diagnostic, problem
from gksite.source.front_matter import split_front_matter
from gksite.source.running_text import Part, parts_of
from gksite.source.text import decode
from gksite.source.yaml import Mapping, Scalar, parse_yaml
from gksite.source.yaml_tree import Node

_MOST_PASSES = 3
"""One change may bring another to light: 〔 for [ makes a document number whose 第 can be seen."""
_LINE_END = re.compile(r"(\r\n|\r|\n)")


class Mended(msgspec.Struct, frozen=True):
    """A source before and after mending, the bytes to write, and the findings that it leaves."""

    path: str
    before: str
    after: str
    data: bytes
    unmended: tuple[Diagnostic, ...]


class _Change(msgspec.Struct, frozen=True, order=True):
    """A stretch of `SourceText.raw` and its replacement; a group is made wholly or not at all."""

    start: int
    end: int
    right: str
    group: tuple[int, str]
    finding: Diagnostic


def mend_source(path: str, data: bytes, wanted: Callable[[Diagnostic], bool]) -> Mended | None:
    """Return a source with its mechanical findings mended; None if there are none.

    Line ends, the byte order mark and all other characters stay unchanged.
    """
    text, _ = decode(data, path)
    now, unmended = data, list[Diagnostic]()
    for _ in range(_MOST_PASSES):
        source = read_source_text(path, decode(now, path)[0])
        changes, held = _changes_of(source, wanted)
        mended = _made(source, now, changes)
        unmended = sorted({*held, *(change.finding for change in changes if change not in mended)})
        if not mended:
            break
        now = _applied(source, now, mended) or now
    after = decode(now, path)[0]
    reports = tuple(
        problem(
            "fix-left",
            finding.location,
            found=dict(finding.arguments).get("found", ""),
            rule=finding.code,
        )
        for finding in unmended
    )
    return Mended(path, text, after, now, reports) if now != data or reports else None


def _changes_of(
    source: SourceText, wanted: Callable[[Diagnostic], bool]
) -> tuple[list[_Change], list[Diagnostic]]:
    """Return the changes for the wanted findings, without overlap; and findings not in prose."""
    changes: list[_Change] = []
    held: list[Diagnostic] = []
    taken: set[int] = set()
    prose = Prose(source)
    for rule, hit in hits_of(source, {}):
        stretch = range(hit.start, hit.end)
        if (
            not rule.mends
            or hit.fix is None
            or "\n" in source.raw[hit.start : hit.end]
            or not taken.isdisjoint(stretch)
        ):
            continue
        finding = finding_of(rule, hit, source.location(hit.start))
        if not wanted(finding):
            continue
        if not prose.may_change(hit.start, hit.end):
            held.append(finding)
            continue
        taken.update(stretch)
        # Quotes come in pairs: one half of a pair is worse than none.
        line = source.raw.count("\n", 0, hit.start) if rule.code == "straight-quotes" else hit.start
        changes.append(_Change(hit.start, hit.end, hit.fix, (line, rule.code), finding))
    return sorted(changes), held


def _made(source: SourceText, data: bytes, changes: list[_Change]) -> set[_Change]:
    """Return the changes that keep the rest as read: all, else as many as bisection finds."""
    groups: dict[tuple[int, str], list[_Change]] = {}
    for change in changes:
        groups.setdefault(change.group, []).append(change)
    mended: set[_Change] = set()
    waiting = [list(groups.values())] if groups else []
    while waiting:
        some = waiting.pop()
        together = mended.union(*some)
        if _applied(source, data, together) is not None:
            mended = together
        elif len(some) > 1:
            waiting += [some[len(some) // 2 :], some[: len(some) // 2]]
    return mended


def _applied(source: SourceText, data: bytes, changes: Iterable[_Change]) -> bytes | None:
    """Return the file with the changes made; None if anything else would be read differently."""
    ordered = sorted(changes)
    lines = _LINE_END.split(data.decode("utf-8"))
    # The byte order mark does not count as a column of the first line.
    mark = "\ufeff" if lines[0].startswith("\ufeff") else ""
    lines[0] = lines[0].removeprefix(mark)
    for change in reversed(ordered):
        row, column = source.place(change.start)
        line, start, wording = lines[2 * row - 2], column - 1, source.raw[change.start : change.end]
        if line[start : start + len(wording)] != wording:
            return None
        lines[2 * row - 2] = line[:start] + change.right + line[start + len(wording) :]
    after = (mark + "".join(lines)).encode("utf-8")
    return after if _reads_alike(source, after, ordered) else None


def _reads_alike(source: SourceText, after: bytes, changes: list[_Change]) -> bool:
    """Whether a file has the source's values and Markdown, the changes apart."""
    text, _ = decode(after, source.path)
    now = read_source_text(source.path, text)
    if [piece.key for piece in now.pieces] != [piece.key for piece in source.pieces]:
        return False
    if now.raw != _with(source.raw, changes, 0, len(source.raw)):
        return False
    if _structure(source.path, "\n".join(source.lines)) != _structure(source.path, text):
        return False
    ends = [*(piece.start - 1 for piece in source.pieces[1:]), len(source.raw)]
    for piece, new, end in zip(source.pieces, now.pieces, ends, strict=True):
        own = [change for change in changes if piece.start <= change.start < end]
        if own and (piece.is_raw or piece.key in MARKDOWN):
            before = parts_of(source.raw_piece(piece), wording=not piece.is_raw)
            if not _same_parts(
                before, parts_of(now.raw_piece(new), wording=not piece.is_raw), source.raw, own
            ):
                return False
    return True


def _with(raw: str, changes: list[_Change], start: int, end: int) -> str:
    """Return a stretch of a text with the changes made."""
    pieces: list[str] = []
    for change in changes:
        pieces += (raw[start : change.start], change.right)
        start = change.end
    return "".join((*pieces, raw[start:end]))


def _structure(path: str, text: str) -> object:
    """Return the keys and the structure of a source's YAML, and the codes of its problems."""
    front = split_front_matter(text, path)[0] if path.endswith(".md") else None
    node, problems = (
        parse_yaml(front.text if front else text, path)
        if front or not path.endswith(".md")
        else (None, [])
    )
    return _shape(node), sorted(diagnostic.code for diagnostic in problems)


def _shape(node: Node | None) -> object:
    if isinstance(node, Scalar) or node is None:
        return node is None or node.value is None
    if isinstance(node, Mapping):
        return [(key, _shape(value)) for key, value in node.entries.items()]
    return [_shape(item) for item in node.items]


def _same_parts(before: list[Part], after: list[Part], raw: str, changes: list[_Change]) -> bool:
    """Whether two texts have the same parts with the same text, the changes apart."""
    if len(before) != len(after):
        return False
    for old, new in zip(before, after, strict=True):
        if isinstance(old, str) != isinstance(new, str) or (
            not isinstance(old, str) and old != new
        ):
            return False
    said, says = (
        "\0".join(part for part in parts if isinstance(part, str)) for parts in (before, after)
    )
    return _same_words(
        said, says, [(raw[change.start : change.end], change.right) for change in changes]
    )


def _same_words(before: str, after: str, changes: list[tuple[str, str]]) -> bool:
    """Whether `after` is `before` with the changes made in order; invisible blanks may be gone."""
    waiting = [_core(*change) for change in changes][::-1]
    old = new = 0
    while old < len(before) or new < len(after):
        if before[old : old + 1] == after[new : new + 1]:
            old, new = old + 1, new + 1
            continue
        while (
            waiting
            and not waiting[-1][1]
            and not waiting[-1][0].strip()
            and not before.startswith(waiting[-1][0], old)
        ):
            waiting.pop()
        if not waiting:
            return False
        wording, right = waiting.pop()
        if not before.startswith(wording, old) or not after.startswith(right, new):
            return False
        old, new = old + len(wording), new + len(right)
    return all(not right and not wording.strip() for wording, right in waiting)


def _core(wording: str, right: str) -> tuple[str, str]:
    """Return a change without the common beginning of its two sides."""
    same = next(
        (n for n, (a, b) in enumerate(zip(wording, right, strict=False)) if a != b),
        min(len(wording), len(right)),
    )
    return wording[same:], right[same:]
