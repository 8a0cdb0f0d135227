"""Build the task lists of a document: the body's, the tables', one list where both are the same."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gksite.diagnostics import Diagnostic, problem
from gksite.documents.blocks import Place
from gksite.importer.draft import DraftList, DraftSection, DraftTask
from gksite.importer.lines.lines import close_up_text, location, squeezed
from gksite.importer.tables.task_tables import TaskTable
from gksite.importer.tasks.indicators import find_indicators
from gksite.importer.tasks.items import Entry, entry_of_row, rest_of
from gksite.importer.tasks.merging import (
    Match,
    differences,
    differs_in_deadline,
    differs_in_units,
    differs_in_wording,
    match_lists,
)
from gksite.importer.tasks.parts import parents_of
from gksite.importer.tasks.rules import Rule, apply_rules, take_rules
from gksite.importer.tasks.task_ids import check_numbers, check_units, task_ids
from gksite.notation.deadlines import Deadline
from gksite.source.numbering import split_heading


class Lists(msgspec.Struct, frozen=True):
    """All lists of a document. `body_ids` are the ids of the body's tasks in their order there."""

    lists: tuple[DraftList, ...]
    tasks: tuple[DraftTask, ...]
    sections: tuple[DraftSection, ...]
    body_ids: tuple[str, ...]
    problems: tuple[Diagnostic, ...]
    rules: tuple[Rule, ...]


class _Pair(msgspec.Struct, frozen=True):
    """A task as the body and as the table print it; at least one of both."""

    body: Entry | None
    row: Entry | None

    @property
    def first(self) -> Entry:
        """The entry of the body, else of the table."""
        entry = self.body or self.row
        assert entry is not None
        return entry

    @property
    def stated(self) -> Entry:
        """The entry that names units: the body's, else the table's."""
        return self.first if self.first.units or not self.row else self.row


def build_lists(
    body: Sequence[Entry],
    sections: Sequence[DraftSection],
    tables: Sequence[TaskTable],
    rules: Sequence[tuple[int, Rule]],
    year: int | None,
) -> Lists:
    """Return the lists of a document. `main` is the body's, with the table that repeats it; without
    a body the first table is `main`.

    A rule counts for all tasks except those of the body that stand before it.
    """
    builder = _Builder(tuple(sections), rules, year)
    repeating = builder.repeating(body, tables) if body else None
    if body:
        builder.add_body(body, tables[repeating] if repeating is not None else None)
    for index, table in enumerate(tables):
        if index != repeating:
            builder.add_table(table)
    return builder.lists_of()


class _Builder:
    """The lists while they are built."""

    def __init__(
        self,
        sections: tuple[DraftSection, ...],
        rules: Sequence[tuple[int, Rule]],
        year: int | None,
    ) -> None:
        self.sections = list(sections)
        self.rules = rules
        self.year = year
        self.lists: list[DraftList] = []
        self.tasks: list[DraftTask] = []
        self.problems: list[Diagnostic] = []
        self.table_rules: list[Rule] = []
        self.body_ids: tuple[str, ...] = ()

    def repeating(self, body: Sequence[Entry], tables: Sequence[TaskTable]) -> int | None:
        """Return the index of the first table that repeats the body, or None."""
        for index, table in enumerate(tables):
            if match_lists(body, _rows(table, self.sections, "", self.year)[0]):
                return index
        return None

    def add_body(self, body: Sequence[Entry], table: TaskTable | None) -> None:
        """Add the body's tasks, with the table that repeats them."""
        pairs = [_Pair(entry, None) for entry in body]
        own_rules: tuple[Rule, ...] = ()
        if table:
            rows, _ = _rows(table, self.sections, "", self.year)
            own_rules = self._rules_of(rows, table)
            match = match_lists(body, rows)
            assert match is not None
            pairs = _pairs(body, rows, match)
            self.problems += _match_problems(body, rows, match)
        ids = task_ids([pair.first for pair in pairs])
        self.body_ids = ids[: len(body)]
        self.lists.append(_list("main", table) if table else DraftList("main", "", (), False))
        self.tasks += _tasks(pairs, ids, "main", self.rules, own_rules, len(body))
        self.problems += check_numbers(body, frozenset(section.id for section in self.sections))
        self.problems += check_units([pair.stated for pair in pairs])
        self.problems += [diagnostic for entry in body for diagnostic in entry.problems]

    def add_table(self, table: TaskTable) -> None:
        """Add a table that is a list of its own; its groups become sections."""
        id = (
            "main"
            if not self.lists
            else "table"
            if all(task_list.id != "table" for task_list in self.lists)
            else f"table-{len(self.lists)}"
        )
        rows, sections = _rows(table, self.sections, "" if id == "main" else id, self.year)
        self.sections += sections
        ids = task_ids(rows, "" if id == "main" else id)
        self.lists.append(_list(id, table))
        self.tasks += _tasks(
            [_Pair(None, row) for row in rows], ids, id, self.rules, self._rules_of(rows, table), 0
        )
        self.problems += [*check_numbers(rows), *check_units(rows)]
        self.problems += [diagnostic for row in rows for diagnostic in row.problems]

    def lists_of(self) -> Lists:
        """Return the finished lists."""
        return Lists(
            tuple(self.lists),
            tuple(self.tasks),
            tuple(self.sections),
            self.body_ids,
            tuple(self.problems),
            tuple(self.table_rules),
        )

    def _rules_of(self, rows: Sequence[Entry], table: TaskTable) -> tuple[Rule, ...]:
        """Return the rules of a table: those in its cells, in its heads (责任单位（排在首位的为牵头单位）),
        and in rows that are no task."""
        heads = ((column.head, table.place) for column in table.columns)
        left = ((piece.text, piece.place) for piece in table.left_out)
        rules = (
            *(rule for row in rows for rule in row.rules),
            *(rule for text, place in (*heads, *left) for rule in take_rules(text, place)[1]),
        )
        self.table_rules += rules
        return rules


def _list(id: str, table: TaskTable) -> DraftList:
    return DraftList(id, table.caption, table.columns, True, tuple(table.merged), table.annex)


def _rows(
    table: TaskTable, known: Sequence[DraftSection], prefix: str, year: int | None
) -> tuple[list[Entry], list[DraftSection]]:
    """Return the tasks of a table, and sections for its groups that the body has none for."""
    by_title = {squeezed(section.title): section.id for section in known}
    by_title |= {squeezed(section.number + section.title): section.id for section in known}
    sections: list[DraftSection] = []
    taken = {section.id for section in known}
    entries: list[Entry] = []
    for row in table.rows:
        section = ""
        for level, printed in enumerate(
            (row.section, row.get("section"), row.get("subsection")), 2
        ):
            title = close_up_text(printed)
            if not title:
                continue
            key = squeezed(f"{section}\n{title}") if level == 4 else squeezed(title)
            if key not in by_title:
                sections.append(
                    _section(
                        title,
                        section if level == 4 or row.section else "",
                        prefix,
                        taken,
                        row.places[0] if row.places else table.place,
                    )
                )
                taken.add(sections[-1].id)
                by_title[key] = sections[-1].id
            section = by_title[key]
        entries.append(entry_of_row(row, section, year, table.columns))
    return entries, sections


def _section(title: str, parent: str, prefix: str, taken: set[str], place: Place) -> DraftSection:
    number, name = split_heading(title)
    number, name = (number, name) if name else ("", title)
    base = f"{parent}." if parent else f"{prefix}." if prefix and prefix != "main" else ""
    count = 1
    while f"{base}{count}" in taken:
        count += 1
    return DraftSection(f"{base}{count}", number, name, 3 if parent else 2, place)


# ── one list of two ───────────────────────────────────────────────────────────────────────────────


def _pairs(body: Sequence[Entry], rows: Sequence[Entry], match: Match) -> list[_Pair]:
    """Return each task of body and table, the body's first and in its order."""
    row_of = {a: rows[b] for a, b in match.pairs}
    pairs = [_Pair(entry, row_of.get(index)) for index, entry in enumerate(body)]
    return [*pairs, *(_Pair(None, rows[index]) for index in match.only_table)]


def _match_problems(body: Sequence[Entry], rows: Sequence[Entry], match: Match) -> list[Diagnostic]:
    problems = [diagnostic for a, b in match.pairs for diagnostic in differences(body[a], rows[b])]
    for index in match.only_body:
        problems.append(
            problem("import-only-in-body", location(body[index].places[0]), task=body[index].number)
        )
    for index in match.only_table:
        if rows[index].places:
            problems.append(
                problem(
                    "import-only-in-table", location(rows[index].places[0]), task=rows[index].number
                )
            )
    return problems + [diagnostic for row in rows for diagnostic in row.problems]


def _tasks(
    pairs: Sequence[_Pair],
    ids: Sequence[str],
    list_id: str,
    rules: Sequence[tuple[int, Rule]],
    table_rules: Sequence[Rule],
    in_body: int,
) -> list[DraftTask]:
    """Return the tasks. A rule counts from its place on for the first `in_body` (the body's)."""
    tasks = []
    parents = parents_of([pair.first for pair in pairs])
    for position, (pair, id) in enumerate(zip(pairs, ids, strict=True)):
        holding = [rule for count, rule in rules if position >= count or position >= in_body]
        task = _task(pair, id, list_id, [*holding, *table_rules])
        parent = parents[position]
        if parent is not None:
            number = pair.first.mark.rstrip("、.．") or task.number
            task = msgspec.structs.replace(task, parent=ids[parent], number=number)
        tasks.append(task)
    return tasks


def _task(pair: _Pair, id: str, list_id: str, rules: Sequence[Rule]) -> DraftTask:
    first, row = pair.first, pair.row
    both = pair.body is not None and row is not None
    owner = first if first.units_printed or row is None else row
    deadline = _deadline(pair)
    return DraftTask(
        id=id,
        number=first.number or (row.number if row else ""),
        list=list_id,
        section=first.section or (row.section if row else ""),
        title=first.title,
        text=rest_of(first),
        units=apply_rules(owner.units, rules),
        units_printed=owner.units_printed,
        open_ended=owner.open_ended,
        deadline=deadline,
        indicators=find_indicators(first.wording),
        leader=first.leader or (row.leader if row else ""),
        note=first.note or (row.note if row else ""),
        source=tuple(dict.fromkeys((*first.places, *(row.places if row else ())))),
        table_text=_wording(row)
        if both and row and pair.body and differs_in_wording(pair.body, row)
        else "",
        in_body=pair.body is not None,
        table_number=row.number if both and row and row.number != first.number else "",
        table_units=row.units_printed
        if both and row and pair.body and differs_in_units(pair.body, row)
        else "",
        body_deadline=pair.body.deadline.raw
        if both and row and pair.body and differs_in_deadline(pair.body, row)
        else "",
        segments=first.segments,
        cells=row.cells if row else (),
        targets=(row.targets if row else ()) or first.targets,
    )


def _wording(row: Entry) -> str:
    return (
        f"{row.title}\n{row.wording}"
        if row.title and not row.wording.startswith(row.title)
        else row.wording
    )


def _deadline(pair: _Pair) -> Deadline:
    """Return the table's deadline where it has one, else the body's."""
    if (
        pair.row
        and pair.row.deadline.kind != "none"
        and (pair.row.states_deadline or not pair.body or pair.body.deadline.kind == "none")
    ):
        return pair.row.deadline
    return pair.first.deadline
