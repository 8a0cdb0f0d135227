"""Mark in a line of a document which part of it became what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import Literal

import msgspec

from gksite.importer.draft import DraftList, DraftTask
from gksite.importer.lines.lines import squeezed

MarkKind = Literal[
    "number", "title", "text", "units", "deadline", "leader", "note", "cell", "target",
    "section", "head", "envelope", "body", "left-out",
]  # fmt: skip
_NEAR = 400
"""Letters of a wording in which the next piece of it is looked for, beyond its length."""
_TRIES = 3
"""Texts that are looked for in a line at a time; more would cost lines times texts."""
_BREAKS = re.compile(r"[!\"'(),\-./:;?\[\]、。〈-】〔〕]+")
_OUTER = "!\"'(),-./:;?[]、。〈〉《》「」『』【】〔〕"
"""Marks at the ends of a stretch, which are compared only within it."""
_FINAL = frozenset("。;!?")
_LINES = re.compile(r"[\n；;]")
_AFTER_NUMBER = re.compile(r"[0-9年月日%]")


class Mark(msgspec.Struct, frozen=True):
    """A part of a line, from `start` to `end`: what it became, and the name of the column or field,
    or the reason why it was left out."""

    start: int
    end: int
    kind: MarkKind
    name: str = ""


@lru_cache(maxsize=8192)
def _plain(character: str) -> str:
    return squeezed(character)


class Letters:
    """A text as it is compared, by letter, while marks are put on it; the first mark stays."""

    def __init__(self, text: str) -> None:
        pairs = [(plain, at) for at, character in enumerate(text) for plain in _plain(character)]
        self.plain = "".join(plain for plain, _ in pairs)
        self._at = [at for _, at in pairs]
        self._marks: list[tuple[MarkKind, str] | None] = [None] * len(pairs)

    def put(self, start: int, end: int, kind: MarkKind, name: str = "") -> None:
        """Mark the letters from `start` to `end` that have no mark."""
        for at in range(start, end):
            if self._marks[at] is None:
                self._marks[at] = (kind, name)

    def find(self, text: str, kind: MarkKind, name: str = "", start: int = 0) -> int:
        """Mark a text where it stands from `start` on; return where it ends, or 0."""
        at = self.plain.find(text, start) if text else -1
        if at < 0:
            return 0
        self.put(at, at + len(text), kind, name)
        return at + len(text)

    def unmarked(self) -> Iterator[tuple[int, int]]:
        """Yield the stretches without a mark, from where to where."""
        for is_free, run in groupby(range(len(self.plain)), lambda at: self._marks[at] is None):
            places = list(run)
            if is_free:
                yield places[0], places[-1] + 1

    def free_words(self) -> list[tuple[int, int, str]]:
        """Return the words that have no mark at all."""
        return [word for word in self.words() if not any(self._marks[word[0] : word[1]])]

    def words(self) -> Iterator[tuple[int, int, str]]:
        """Yield what stands between marks of punctuation, with its place."""
        start = 0
        for found in (*_BREAKS.finditer(self.plain), None):
            end = found.start() if found else len(self.plain)
            if start < end:
                yield start, end, self.plain[start:end]
            start = found.end() if found else end

    def marks(self) -> tuple[Mark, ...]:
        """Return the marks of the line, in order and apart from each other."""
        marks: list[Mark] = []
        for mark, run in groupby(range(len(self.plain)), lambda at: self._marks[at]):
            places = list(run)
            start, end = self._at[places[0]], self._at[places[-1]] + 1
            start = max(start, marks[-1].end if marks else 0)
            if mark and start < end:
                marks.append(Mark(start, end, *mark))
        return tuple(marks)


class Stream:
    """A wording whose pieces are looked for in their order, each near where the last one ended."""

    def __init__(self, text: str) -> None:
        self._plain = squeezed(text)
        self._next = 0
        self._clauses = frozenset(_BREAKS.split(self._plain))

    def has(self, piece: str) -> bool:
        """Whether a piece stands near, at the beginning, or anywhere as a whole clause."""
        for start in (self._next, 0):
            at = self._plain.find(piece, start, start + len(piece) + _NEAR)
            if at >= 0:
                self._next = at + len(piece)
                return True
        return piece in self._clauses

    def mark(self, line: Letters, kind: MarkKind) -> bool:
        """Mark the stretches of a line that stand in this wording; return whether one does."""
        is_part = False
        for first, last in [*line.unmarked()]:
            start = last - len(line.plain[first:last].lstrip(_OUTER))
            end = start + len(line.plain[start:last].rstrip(_OUTER))
            if start < end and self.has(line.plain[start:end]):
                end += line.plain[end:last][:1] in _FINAL
                line.put(start, end, kind)
                is_part = True
        for start, end, word in line.free_words():
            if word in self._clauses or (len(word) > 1 and self.has(word)):
                line.put(start, end, kind)
                is_part = True
        return is_part


class TaskMarks:
    """The texts of a task that are still looked for in its lines."""

    def __init__(self, task: DraftTask, task_list: DraftList | None) -> None:
        self._numbers = [squeezed(number) for number in (task.number, task.table_number or "")]
        self._titles = [squeezed(task.title)]
        printed = [segment.units_printed for segment in task.segments] or [task.units_printed]
        self._units = [squeezed(text) for text in (*printed, task.table_units) if text]
        names = {squeezed(unit.printed) for unit in task.units}
        names |= {squeezed(part) for text in printed for part in _LINES.split(text)}
        for text in (*printed, task.table_units):
            names |= {*_BREAKS.split(squeezed(text))}
        self._names = names - {""}
        deadlines = (task.deadline.raw, task.body_deadline)
        self._short: list[tuple[str, MarkKind]] = [
            *((squeezed(text), "deadline") for text in deadlines),
            (squeezed(task.leader), "leader"),
        ]
        heads = {column.key: column.head for column in task_list.columns} if task_list else {}
        self._cells: dict[str, tuple[MarkKind, str]] = {
            squeezed(cell.text): ("cell", heads.get(cell.column, cell.column))
            for cell in task.cells
        }
        self._cells |= {squeezed(target.text): ("target", "") for target in task.targets}
        self._cells |= {squeezed(task.note): ("note", "")}
        self._targets = [squeezed(target.text) for target in task.targets]
        self._wordings = [Stream(f"{task.title}\n{task.text}"), Stream(task.table_text)]

    def mark(self, line: Letters, *, is_cell: bool) -> None:
        """Put marks on a line of the task."""
        plain = line.plain
        if is_cell and plain in self._cells:
            line.put(0, len(plain), *self._cells[plain])
        self._mark_number(line)
        self._take(self._units, line, "units")
        if (whole := plain.strip(_OUTER)) in self._names:
            line.find(whole, "units")
        for text, kind in self._short:
            line.find(text, kind)
        self._take(self._titles, line, "title")
        if not is_cell:
            self._take(self._targets, line, "target")
        for start, end, word in line.words():
            if word in self._names:
                line.put(start, end, "units")
        for wording in self._wordings:
            wording.mark(line, "text")

    def _mark_number(self, line: Letters) -> None:
        for number in filter(None, self._numbers):
            at = line.plain.find(number, 0, len(number) + 2)
            end = at + len(number)
            if at >= 0 and not _AFTER_NUMBER.match(line.plain[end : end + 1]):
                line.put(at, end, "number")
                return

    def _take(self, texts: list[str], line: Letters, kind: MarkKind) -> None:
        """Mark the next of some texts as long as they stand in the line, each once."""
        end = 0
        while True:
            for at, text in enumerate(texts[:_TRIES]):
                if text and (found := line.find(text, kind, start=end)):
                    end = found
                    del texts[: at + 1]
                    break
            else:
                return


def mark_texts(line: Letters, texts: Iterable[tuple[str, str]], kind: MarkKind) -> None:
    """Mark texts of a line, each with its name; or the whole line, where it is a part of one."""
    for text, name in texts:
        plain = squeezed(text)
        if not line.find(plain, kind, name) and line.plain in plain:
            line.put(0, len(line.plain), kind, name)
