"""Tasks before they are numbered and merged: one form for items of the body and rows of tables."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from gksite.diagnostics import Diagnostic, problem
from gksite.documents.blocks import Place
from gksite.importer.draft import DraftCell, DraftColumn, DraftTarget, DraftUnit, Segment
from gksite.importer.lines.lines import close_up_text, location
from gksite.importer.lines.outline import Node
from gksite.importer.tables.task_rows import Row, number_of
from gksite.importer.tasks.leaders import names_on_a_line
from gksite.importer.tasks.prose_deadlines import is_too_early, prose_deadline
from gksite.importer.tasks.prose_events import counted_from_unknown
from gksite.importer.tasks.responsibility import read_parts, read_wording
from gksite.importer.tasks.rules import Rule
from gksite.importer.tasks.targets import prose_targets, row_targets
from gksite.notation.characters import is_number, narrow_digits
from gksite.notation.deadlines import Deadline, parse_deadline
from gksite.notation.unit_words import LABEL, Role

_BESIDE = re.compile(rf"(?:{LABEL.pattern})|备\s{{0,3}}注\s{{0,3}}[:：]|注[:：]")
"""How a paragraph opens that stands beside the wording of a task."""
_LONGEST_BRACKETED, _LONGEST_PLAIN = 44, 34


class Entry(msgspec.Struct, frozen=True):
    """A task of a list: number as printed and as a value, section id, title, wording, units,
    deadline, places.

    `wording` is the whole text with a run-in title; `title` is that title, or the heading above the
    wording.
    """

    number: str
    value: int | None
    section: str
    title: str
    wording: str
    units: tuple[DraftUnit, ...]
    units_printed: str
    open_ended: bool
    deadline: Deadline
    leader: str
    note: str
    places: tuple[Place, ...]
    rules: tuple[Rule, ...] = ()
    segments: tuple[Segment, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    states_deadline: bool = False
    """Whether the deadline is labelled, in brackets or in a cell, and not only found in prose."""
    cells: tuple[DraftCell, ...] = ()
    targets: tuple[DraftTarget, ...] = ()
    mark: str = ""
    """The number as printed, with its brackets and dots: （1）, 3.1."""
    same: tuple[Role, ...] = ()
    """The roles whose units are those of the task above (同上)."""


def entry_of_node(node: Node, section: str, year: int | None) -> Entry:
    """Return a numbered item of the body as a task, with all paragraphs and points below it."""
    lines = [line for inner in node.walk() for line in inner.lines]
    below = [line.text for child in node.children for inner in child.walk() for line in inner.lines]
    text = _joined(
        [
            node.rest,
            *below[: 0 if node.paragraphs else None],
            *(line.text for line in node.paragraphs),
        ]
    )
    if node.children and node.paragraphs:
        text = _joined([node.rest, *_in_order(node)])
    read = read_wording(text, node.line.place)
    title = close_up_text(node.rest)
    targets = prose_targets(read.wording, year)
    deadline, stated = _deadline(read.deadline, read.wording, year)
    if not stated:
        deadline = _with_last(targets, deadline, year)
    problems = [*read.problems, *_deadline_problems(deadline, node.line.place, year)]
    return Entry(
        number=number_of(node.printed),
        value=node.value,
        section=section,
        title=title if _is_heading_alone(node) and read.wording != title else "",
        wording=read.wording,
        units=read.units,
        units_printed=read.printed,
        open_ended=read.open_ended,
        deadline=deadline,
        leader=read.leader,
        note="",
        places=tuple(dict.fromkeys(place for line in lines for place in line.places)),
        rules=read.rules,
        segments=read.segments,
        problems=tuple(problems),
        states_deadline=stated,
        targets=targets,
        mark=node.printed,
        same=read.same,
    )


def entry_of_row(
    row: Row, section: str, year: int | None, columns: Sequence[DraftColumn] = ()
) -> Entry:
    """Return a row as a task. A responsibility in its wording counts if no cell holds units."""
    place = row.places[0] if row.places else Place("", "line", 0)
    cells = read_parts(row.parts, place)
    inner = read_wording(_lines(row.get("text"), place), place)
    units, printed = (cells.units, cells.printed) if row.parts else (inner.units, inner.printed)
    wording = inner.wording if not row.parts or not inner.units else _lines(row.get("text"), place)
    deadline, stated = _deadline(
        close_up_text(row.get("deadline")) or cells.deadline or inner.deadline, wording, year
    )
    number = number_of(row.get("number"))
    digits = narrow_digits(number)
    aims = {column.key for column in columns if column.target}
    return Entry(
        number=number,
        value=int(digits) if is_number(digits) else None,
        section=section,
        title=close_up_text(row.get("title")) if row.get("text") else "",
        wording=wording or close_up_text(row.get("title")),
        units=units,
        units_printed=printed,
        open_ended=cells.open_ended or (not row.parts and inner.open_ended),
        deadline=deadline,
        leader=names_on_a_line(row.get("leader")) or cells.leader or inner.leader,
        note="；".join(
            filter(None, (close_up_text(row.get("note")), close_up_text(row.get("status"))))
        ),
        places=row.places,
        rules=(*cells.rules, *inner.rules),
        problems=(
            *cells.problems,
            *(() if row.parts else inner.problems),
            *_deadline_problems(deadline, place, year),
        ),
        states_deadline=stated,
        cells=tuple(cell for cell in row.own if cell.column not in aims),
        targets=row_targets(columns, row) or prose_targets(wording, year),
        mark=close_up_text(row.get("number")),
    )


def with_titles(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries with run-in titles, where most items of the list have one: a short first
    sentence, then more text.

    An item numbered （一） may have a title on its own; an item numbered 1. has one only if it is a
    phrase without a comma.
    """
    heads = [_run_in(entry) for entry in entries]
    usual = len(entries) > 1 and sum(1 for head in heads if head) * 5 >= len(entries) * 3
    return tuple(
        msgspec.structs.replace(entry, title=head)
        if head and not entry.title and (usual or _is_bracketed(entry))
        else entry
        for entry, head in zip(entries, heads, strict=True)
    )


def rest_of(entry: Entry) -> str:
    """Return the wording without its run-in title, and without a heading on a line of its own."""
    for head in (f"{entry.title}。", f"{entry.title}\n"):
        if entry.title and entry.wording.startswith(head) and len(entry.wording) > len(head):
            return entry.wording[len(head) :].lstrip()
    return entry.wording


def _is_bracketed(entry: Entry) -> bool:
    return entry.number[:1] in tuple("（(〔第")


def _run_in(entry: Entry) -> str:
    head, stop, following = entry.wording.partition("。")
    if not stop or not following.strip() or "\n" in head or len(head) < 3 or entry.segments:
        return ""
    if _is_bracketed(entry):
        return head if len(head) <= _LONGEST_BRACKETED and "；" not in head else ""
    return head if len(head) <= _LONGEST_PLAIN and not re.search("[，,；;：:]", head) else ""


def _is_heading_alone(node: Node) -> bool:
    """Whether the own line is a heading: short, without a full stop, with wording below."""
    below = [line.text for line in node.paragraphs]
    has_wording = any("。" in text and not _BESIDE.match(text) for text in below)
    return bool(
        has_wording
        and node.rest
        and len(node.rest) <= _LONGEST_BRACKETED
        and "。" not in node.rest.rstrip("。")
    )


def _in_order(node: Node) -> list[str]:
    """Return the texts below an item in printed order."""
    lines = [
        *node.paragraphs,
        *(line for child in node.children for inner in child.walk() for line in inner.lines),
    ]
    return [
        line.text for line in sorted(lines, key=lambda line: (line.place.file, line.place.number))
    ]


def _joined(texts: Sequence[str]) -> str:
    return "\n".join(text for text in texts if text)


def _lines(text: str, place: Place) -> str:
    """Return the lines of a cell. Line ends in a workbook's cell were typed. Elsewhere a line that
    opens with a number or a bullet stays, and others are joined to the line before, since the width
    of a column may have broken them."""
    if place.kind == "cell" and place.file.lower().endswith((".xlsx", ".xlsm")):
        return "\n".join(filter(None, map(close_up_text, text.split("\n"))))
    lines: list[str] = []
    for line in text.split("\n"):
        if (
            lines
            and not re.match(r"\s*(?:[（(]?\d{1,2}[.．、)）]|[①-⑳]|[一二三四五六七八九十]是)", line)
            and not lines[-1].rstrip().endswith("。")
        ):
            lines[-1] += line
        elif line.strip():
            lines.append(line)
    return "\n".join(close_up_text(line) for line in lines)


def _deadline(printed: str, wording: str, year: int | None) -> tuple[Deadline, bool]:
    if printed:
        return parse_deadline(printed, year), True
    return prose_deadline(wording, year), False


def _with_last(targets: Sequence[DraftTarget], deadline: Deadline, year: int | None) -> Deadline:
    """Return the deadline that prose gives, or the last milestone where that is later."""
    last = parse_deadline(targets[-1].by, year) if targets else None
    if last is None or last.end is None or (deadline.end and deadline.end >= last.end):
        return deadline
    return last


def _deadline_problems(deadline: Deadline, place: Place, year: int | None) -> list[Diagnostic]:
    if deadline.kind == "unread":
        return [problem("unread-deadline", location(place), text=deadline.raw)]
    if words := counted_from_unknown(deadline.raw):
        return [problem("import-deadline-counted", location(place), text=words)]
    if is_too_early(deadline, year):
        return [
            problem("import-deadline-before-year", location(place), text=deadline.raw, year=year)
        ]
    return []
