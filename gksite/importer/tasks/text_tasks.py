"""Read the body of a plan: sections, tasks, printed blocks, and rules and dates between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

import msgspec

from gksite.diagnostics import Diagnostic
from gksite.importer.draft import BodyLine, DraftSection, ReportingDuty
from gksite.importer.lines.lines import Line, close_up_text
from gksite.importer.lines.outline import Node, Outline, outline_of
from gksite.importer.tasks.bare_lists import with_bare_lists
from gksite.importer.tasks.items import Entry, entry_of_node, with_titles
from gksite.importer.tasks.prose_deadlines import reporting_duties
from gksite.importer.tasks.rules import Rule, take_rules, unread_rule_problems
from gksite.importer.tasks.same_units import with_units_above
from gksite.importer.tasks.task_choice import Choice, choose, title_of
from gksite.notation.numbering import section_id

_DEEPEST_HEADING = 6


class TextReading(msgspec.Struct, frozen=True):
    """A body: sections; tasks in order; blocks, with the position of their task in `entries`
    instead of its id; rules, with the number of tasks before each (0 for those below all tasks);
    reporting duties; problems of paragraphs outside of tasks."""

    sections: tuple[DraftSection, ...]
    entries: tuple[Entry, ...]
    blocks: tuple[BodyLine, ...]
    rules: tuple[tuple[int, Rule], ...]
    reporting: tuple[ReportingDuty, ...]
    numbered: int
    problems: tuple[Diagnostic, ...] = ()


class _Text:
    """The body while it is read."""

    def __init__(self, year: int | None) -> None:
        self.year = year
        self.sections: dict[str, DraftSection] = {}
        self.entries: list[Entry] = []
        self.blocks: list[BodyLine] = []
        self.rules: list[tuple[int, Rule]] = []
        self.reporting: list[ReportingDuty] = []
        self.trail: list[tuple[int, str]] = []
        self.problems: list[Diagnostic] = []

    def add(self, outline: Outline) -> None:
        """Read the text of a file."""
        self.trail = []
        for line in outline.preamble:
            self.paragraph(line)
        for choice in choose(outline.roots):
            if choice.kind == "section":
                self.section(choice)
            elif choice.kind == "task":
                self.task(choice)
            else:
                for line in choice.node.lines:
                    self.paragraph(line, line.text)
        above = len(self.rules)
        for line in outline.closing:
            self.paragraph(line)
        # A rule below all tasks (注：列第一位的为牵头单位) holds for those above it.
        self.rules[above:] = [(0, rule) for _, rule in self.rules[above:]]

    def paragraph(self, line: Line, text: str | None = None) -> None:
        """Read a paragraph outside of tasks as a block, with its rules and reporting dates."""
        printed = close_up_text(line.text if text is None else text)
        if not printed:
            return
        level = 2 if line.level and text is None else 0
        self.blocks.append(BodyLine(printed, level, "", line.place, "", line.places))
        rest, rules = take_rules(printed, line.place)
        self.rules += [(len(self.entries), rule) for rule in rules]
        self.problems += unread_rule_problems(rest, line.place)
        self.reporting += [
            ReportingDuty(duty.sentence, duty.deadline, line.place)
            for duty in reporting_duties(printed, self.year)
        ]

    def section(self, choice: Choice) -> None:
        node, depth = choice.node, choice.depth
        self.trail = [step for step in self.trail if step[0] < depth]
        parent = self.trail[-1][1] if self.trail else ""
        id = section_id(node.value or 0, parent, self.sections)
        title = title_of(node)
        level = min(depth + 2, _DEEPEST_HEADING)
        self.sections[id] = DraftSection(
            id,
            *_named(node.printed, title),
            level,
            node.line.place,
        )
        self.trail.append((depth, id))
        head, rest = _split_head(node, title)
        self.blocks.append(BodyLine(head, level, "", node.line.place, "", node.line.places))
        if rest:
            self.paragraph(node.line, rest)
        for line in node.paragraphs:
            self.paragraph(line)

    def task(self, choice: Choice) -> None:
        node = choice.node
        trail = [step for step in self.trail if step[0] < choice.depth]
        entry = entry_of_node(node, trail[-1][1] if trail else "", self.year)
        position = str(len(self.entries))
        for number, line in enumerate(_lines_below(node)):
            heading = min(choice.depth + 2, _DEEPEST_HEADING) if number == 0 and entry.title else 0
            mark, further = ("", position) if number else (position, "")
            self.blocks.append(
                BodyLine(close_up_text(line.text), heading, mark, line.place, further, line.places)
            )
        self.entries.append(entry)
        self.rules += [
            (len(self.entries) - (rule.kind != "carried-out-by"), rule) for rule in entry.rules
        ]


def read_text(lines: Sequence[Line], year: int | None) -> TextReading:
    """Return the sections and tasks in the lines of a body. Each file is read by itself: none
    continues an item of another."""
    text = _Text(year)
    numbered = 0
    for _, own in groupby(lines, key=lambda line: line.place.file):
        outline = outline_of(list(own))
        text.add(outline)
        numbered += sum(1 for root in outline.roots for _ in root.walk())
    entries, bare = with_bare_lists(text.entries)
    return TextReading(
        tuple(text.sections.values()),
        with_titles(with_units_above(entries)),
        tuple(text.blocks),
        tuple(text.rules),
        tuple(text.reporting),
        numbered,
        (*text.problems, *bare),
    )


def _named(number: str, title: str) -> tuple[str, str]:
    """Return number and title of a section; a number that stands alone is its title."""
    number, title = close_up_text(number), close_up_text(title).rstrip("。")
    return (number, title) if title else ("", number)


def _split_head(node: Node, title: str) -> tuple[str, str]:
    """Return the heading of a section, and the sentence that runs on after its title."""
    following = node.rest[len(title) :]
    if not following.strip("。 "):
        return close_up_text(node.line.text), ""
    head = node.line.text[: len(node.line.text) - len(following)]
    return close_up_text(f"{head}。" if following.startswith("。") else head), re.sub(
        "^。", "", following
    )


def _lines_below(node: Node) -> list[Line]:
    """Return a task's lines in printed order."""
    lines = [line for inner in node.walk() for line in inner.lines]
    first, *others = lines
    return [first, *sorted(others, key=lambda line: (line.place.file, line.place.number))]
