"""Read the cells of a row into an entry of progress.yaml, with a problem for each cell that cannot
be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from html import unescape

from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.documents.sheets.sheet_cells import SheetCell
from gksite.model.entities import Task
from gksite.model.reporting import Target
from gksite.progress_sheets.sheet import COLUMNS, target_cell
from gksite.progress_sheets.words import read_day, read_figure, read_status
from gksite.source.characters import hidden_characters
from gksite.source.link_faults import check_address
from gksite.source.text import name_of
from gksite.source.yaml_text import Entry, Value

HEADS = {column.key: column.head for column in COLUMNS}
_SHOWN = 6
"""Characters quoted before an invisible one."""

Cells = Mapping[str, SheetCell]
"""The cells of a row by the keys of their columns."""


def text_of(cells: Cells, key: str) -> str:
    """Return the text of a cell, "" where its column is missing."""
    return cells[key].text if key in cells else ""


def place_of(cells: Cells, key: str) -> Location:
    """Return the place of a cell, else of the row's first."""
    return Location((cells.get(key) or next(iter(cells.values()))).place)


def missing(cells: Cells, key: str) -> Diagnostic:
    """Return the problem of a cell that is not filled in."""
    return problem("missing-cell", place_of(cells, key), key=HEADS[key])


class RowReader:
    """A pass over a row; `problems` are those met so far."""

    def __init__(self, cells: Cells, task: Task, today: date) -> None:
        self.cells, self.task, self.today = cells, task, today
        self.problems: list[Diagnostic] = []
        self.target = self._target()

    def entry(self) -> dict[str, Value]:
        """Return the entry of the row, without its task."""
        entry: dict[str, Value] = {
            "date": self._date(),
            "target": self.target.id if self.target else "",
            "status": self._status(),
            "note": self._note(),
            "evidence": self._evidence(),
            "readings": self._readings(),
            "unit": self._text("unit"),
            "corrects": self._corrects(),
        }
        return {key: value for key, value in entry.items() if value}

    def _target(self) -> Target | None:
        """Return the target that a row is on, by its id, with or without words behind it."""
        text = self._text("target")
        ids = {target.id: target for target in self.task.targets}
        written = {target_cell(target): target for target in self.task.targets}
        if not text or text in ids or text in written:
            return ids.get(text) or written.get(text)
        id = re.split(r"[\s:：]", text, maxsplit=1)[0]
        if id not in ids:
            where, near = self._at("target"), nearest(id, ids)
            self.problems.append(
                problem("unknown-target", where, task=self.task.id, name=text, near=near)
            )
        return ids.get(id)

    def _note(self) -> str:
        """Return the note without invisible characters, each reported; characters that turn the
        text around or that were lost are errors."""
        text, where = self._text("note"), self._at("note")
        unseen = set()
        for at, kind in hidden_characters(text):
            code = "cell-cleaned" if kind == "invisible" else "cell-unreadable"
            before = "".join(
                sign for sign in text[max(0, at - _SHOWN) : at] if not any(hidden_characters(sign))
            )
            self.problems.append(problem(code, where, number=name_of(text[at]), before=before))
            unseen.add(at)
        kept = (
            "".join(sign for at, sign in enumerate(text) if at not in unseen).strip()
            if unseen
            else text
        )
        for at, _ in hidden_characters(unescape(kept)) if "&" in kept else ():
            # Markdown reads character references as well: `&#x202E;`.
            number = name_of(unescape(kept)[at])
            self.problems.append(
                problem(
                    "cell-unreadable",
                    where,
                    number=number,
                    before=unescape(kept)[max(0, at - _SHOWN) : at],
                )
            )
        return kept

    def _date(self) -> str:
        cell = self.cells.get("date")
        if cell is None or not cell.text:
            self._missing("date")
            return ""
        day, problems = read_day(cell)
        if day and day > self.today:
            unit = self._text("unit") or "—"
            problems = [
                problem(
                    "report-in-future",
                    Location(cell.place),
                    date=day,
                    today=self.today,
                    unit=unit,
                    task=self.task.id,
                )
            ]
        self.problems += problems
        return day.isoformat() if day else ""

    def _corrects(self) -> str:
        """Return the day of the report that this one takes the place of."""
        cell = self.cells.get("corrects")
        if cell is None or not cell.text:
            return ""
        day, problems = read_day(cell)
        self.problems += problems
        return day.isoformat() if day else ""

    def _status(self) -> str:
        if not self._text("status"):
            self._missing("status")
            return ""
        status, problems = read_status(self.cells["status"], HEADS["status"])
        self.problems += problems
        return status

    def _evidence(self) -> list[Entry]:
        """Return titles and addresses, which stand in two cells, one per line."""
        titles, urls = (
            [line.strip() for line in self._text(key).split("\n") if line.strip()]
            for key in ("evidence_title", "evidence_url")
        )
        if len(titles) != len(urls):
            self._missing("evidence_url" if len(titles) > len(urls) else "evidence_title")
        where = self._at("evidence_url")
        for url in urls:
            self.problems += check_address(url, where)
        for key, texts in (("evidence_title", titles), ("evidence_url", urls)):
            self.problems += [
                problem(
                    "character-in-name",
                    self._at(key),
                    number=f"U+{ord(text[at]):04X}",
                    before=text[:at],
                )
                for text in texts
                for at, _ in hidden_characters(text, is_name=True)
            ]
        return [{"title": title, "url": url} for title, url in zip(titles, urls, strict=False)]

    def _readings(self) -> dict[str, Value]:
        """Return figures by indicator, from `名称=65；名称=3`, or from a figure alone where the
        target or the task has one indicator."""
        known = {t.indicator: t.as_indicator() for t in self.task.targets if t.indicator}
        known |= {indicator.name: indicator for indicator in self.task.indicators}
        asked = [self.target.indicator] if self.target and self.target.indicator else list(known)
        readings: dict[str, Value] = {}
        for part in filter(
            None, (part.strip() for part in re.split(r"[；;\n]", self._text("readings")))
        ):
            if sign := re.search("[=＝:：]", part):
                name, figure = part[: sign.start()].strip(), part[sign.end() :].strip()
            else:
                name, figure = (asked[0] if len(asked) == 1 else ""), part
            if name not in known:
                shown = name or part
                near = nearest(shown, known)
                self.problems.append(
                    problem(
                        "unknown-indicator",
                        self._at("readings"),
                        task=self.task.id,
                        name=shown,
                        near=near,
                    )
                )
            elif name in readings or not (read := read_figure(figure, known[name])):
                self.problems.append(
                    problem(
                        "wrong-value",
                        self._at("readings"),
                        key=HEADS["readings"],
                        value=part,
                        known=f"{name}=65",
                    )
                )
            else:
                readings[name] = read
        return readings

    def _missing(self, key: str) -> None:
        self.problems.append(missing(self.cells, key))

    def _text(self, key: str) -> str:
        return text_of(self.cells, key)

    def _at(self, key: str) -> Location:
        return place_of(self.cells, key)
