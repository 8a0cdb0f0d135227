"""From a request to the bytes of a file; what several files have in common is made once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from gksite.diagnostics import Location
from gksite.exports.calendar import calendar_file, task_events
from gksite.exports.csv_table import csv_file, csv_lines
from gksite.exports.feeds import FeedHead, atom_feed, json_feed
from gksite.exports.json_document import json_document, task_json
from gksite.exports.json_schema import data_schema
from gksite.exports.news import News, newest, plan_news, tag, task_news, withdrawal_news
from gksite.exports.package_descriptor import csvw_metadata, data_package
from gksite.exports.side_tables import duty_rows, plan_rows, progress_rows, unit_rows
from gksite.exports.stratml import stratml_file
from gksite.exports.task_columns import (
    SectionTitles,
    duty_text,
    section_titles,
    task_row,
)
from gksite.exports.workbook import Workbook
from gksite.model.entities import Plan, Task
from gksite.model.site import Duty, SiteModel
from gksite.model.tables import TABLES, TASK_COLUMNS, UNIT_COLUMNS
from gksite.pages import addresses
from gksite.pages.downloads import ExportRequest, FileKind
from gksite.theme.printing import Printing

_END = "\r\n"


class Maker:
    """Makes the files of one site. It keeps for each task its row, cells, lines and events, and
    nothing else changes in it."""

    def __init__(self, model: SiteModel, printing: Printing | None = None) -> None:
        self.model = model
        self._printing = printing
        self._titles: dict[str, SectionTitles] = {}
        self._rows: dict[str, tuple[str, ...]] = {}
        self._lines: dict[str, str] = {}
        self._cells: dict[str, str] = {}
        self._records: dict[str, bytes] = {}
        self._events: dict[str, bytes] = {}
        self._news: dict[str, list[News]] = {}

    def make(self, request: ExportRequest) -> bytes:
        """The bytes of a file; the same for the same model, whatever was made before."""
        if request.scope == "site" and request.kind in _OF_THE_SITE:
            return _OF_THE_SITE[request.kind](self)
        return _OF_A_SCOPE[request.kind](self, request)

    def csv(self, request: ExportRequest) -> bytes:
        """The table of a scope as CSV."""
        if request.scope == "unit":
            lines = (
                f"{self._line(task).removesuffix(_END)},{csv_lines([[duty]])}"
                for task, duty in self._unit_tasks(request.entity)
            )
            return csv_file([column.head for column in UNIT_COLUMNS], lines)
        tasks = self._tasks(request)
        return csv_file(
            [column.head for column in TASK_COLUMNS], (self._line(task) for task in tasks)
        )

    def xlsx(self, request: ExportRequest) -> bytes:
        """The table of a scope as a workbook."""
        title = self._name(request)
        if request.scope == "unit":
            book, place = self._unit_workbook, len(TASK_COLUMNS)
            rows = [
                f"{self._cell(task)}{book.cells([duty], place)}"
                for task, duty in self._unit_tasks(request.entity)
            ]
            return book.file(f"{title}承担的任务", rows)
        return self._workbook.file(
            f"{title}任务分解表", [self._cell(task) for task in self._tasks(request)]
        )

    def json(self, request: ExportRequest) -> bytes:
        """A scope as JSON."""
        tasks = self._tasks(request)
        plans = [self.model.plans[id] for id in dict.fromkeys(task.plan for task in tasks)]
        if request.scope == "site":
            plans = list(self.model.plans.values())
        duties = self._duties(request.entity) if request.scope == "unit" else ()
        encoded = (self._record(task) for task in tasks)
        return json_document(
            self.model, request.scope, request.entity, plans, tasks, encoded, duties
        )

    def ics(self, request: ExportRequest) -> bytes:
        """The deadlines of a scope as a calendar."""
        return calendar_file(
            f"{self._name(request)}时间节点", (self._event(task) for task in self._tasks(request))
        )

    def stratml(self, request: ExportRequest) -> bytes:
        """A plan as StratML."""
        plan = self.model.plans[request.entity]
        return stratml_file(self.model, plan, self._titles_of(plan))

    def atom(self, request: ExportRequest) -> bytes:
        """What happened in a scope, as Atom."""
        return atom_feed(self.model, self._feed_head(request), self._news_of(request))

    def feed(self, request: ExportRequest) -> bytes:
        """What happened in a scope, as JSON Feed."""
        return json_feed(self.model, self._feed_head(request), self._news_of(request))

    def pdf(self, request: ExportRequest) -> bytes:
        """A plan as a PDF. Raises TemplateFailed and PdfFailed."""
        assert self._printing, "a PDF needs a theme"
        from gksite.exports.plan_pdf import plan_pdf

        plan = self.model.plans[request.entity]
        base = (
            self.model.config.base_url
            and f"{self.model.config.base_url}{addresses.plan_path(plan.id)}"
        )
        return plan_pdf(
            self._printing.html(plan), base, self._printing.assets, Location(plan.location.path)
        )

    @cached_property
    def _workbook(self) -> Workbook:
        return Workbook(TASK_COLUMNS)

    @cached_property
    def _unit_workbook(self) -> Workbook:
        return Workbook(UNIT_COLUMNS)

    def _tasks(self, request: ExportRequest) -> Sequence[Task]:
        model = self.model
        if request.scope == "plan":
            return model.plans[request.entity].tasks
        if request.scope == "unit":
            return [model.tasks[duty.task] for duty in self._duties(request.entity)]
        if request.scope == "authority":
            return [
                task
                for plan in model.plans.values()
                if plan.authority == request.entity
                for task in plan.tasks
            ]
        if request.scope == "topic":
            return [task for task in model.tasks.values() if request.entity in task.topics]
        return list(model.tasks.values())

    def _duties(self, unit: str) -> Sequence[Duty]:
        """The tasks that name the unit or mean it through a group, plan by plan as printed."""
        model = self.model
        duties = {
            duty.task: duty
            for duty in (*model.through_groups.get(unit, ()), *model.named.get(unit, ()))
        }
        plans = {task.partition("#")[0] for task in duties}
        return [
            duties[task.key]
            for plan in model.plans.values()
            if plan.id in plans
            for task in plan.tasks
            if task.key in duties
        ]

    def _name(self, request: ExportRequest) -> str:
        model = self.model
        if request.scope == "plan":
            return model.plans[request.entity].title
        if request.scope == "unit":
            return model.registry.units[request.entity].name
        if request.scope == "authority":
            return model.registry.authorities[request.entity].name
        return model.topics[request.entity].name if request.scope == "topic" else model.config.name

    def _titles_of(self, plan: Plan) -> SectionTitles:
        if plan.id not in self._titles:
            self._titles[plan.id] = section_titles(plan)
        return self._titles[plan.id]

    def _row(self, task: Task) -> tuple[str, ...]:
        if task.key not in self._rows:
            plan = self.model.plans[task.plan]
            self._rows[task.key] = task_row(self.model, plan, task, self._titles_of(plan))
        return self._rows[task.key]

    def _unit_tasks(self, unit: str) -> Iterable[tuple[Task, str]]:
        """The tasks of a unit, each with what the column 分工 says."""
        return (
            (self.model.tasks[duty.task], duty_text(self.model, duty))
            for duty in self._duties(unit)
        )

    def _line(self, task: Task) -> str:
        if task.key not in self._lines:
            self._lines[task.key] = csv_lines([self._row(task)])
        return self._lines[task.key]

    def _cell(self, task: Task) -> str:
        if task.key not in self._cells:
            self._cells[task.key] = self._workbook.cells(self._row(task))
        return self._cells[task.key]

    def _record(self, task: Task) -> bytes:
        if task.key not in self._records:
            self._records[task.key] = task_json(self.model, task)
        return self._records[task.key]

    def _event(self, task: Task) -> bytes:
        if task.key not in self._events:
            self._events[task.key] = task_events(self.model, self.model.plans[task.plan], task)
        return self._events[task.key]

    def _news_of_task(self, task: Task) -> list[News]:
        if task.key not in self._news:
            self._news[task.key] = task_news(self.model, self.model.plans[task.plan], task)
        return self._news[task.key]

    def _news_of(self, request: ExportRequest) -> list[News]:
        """The newest entries of a scope; a unit's and a topic's feed tell of its tasks, and of the
        publication and corrections of their plans."""
        tasks = self._tasks(request)
        plans: Iterable[Plan] = (
            self.model.plans[id] for id in dict.fromkeys(task.plan for task in tasks)
        )
        if request.scope == "site":
            plans = self.model.plans.values()
        elif request.scope == "plan":
            plans = (self.model.plans[request.entity],)
        own = [one for plan in plans for one in plan_news(self.model, plan)]
        if request.scope == "site":
            own += withdrawal_news(self.model)
        return newest([*own, *(one for task in tasks for one in self._news_of_task(task))])

    def _feed_head(self, request: ExportRequest) -> FeedHead:
        entity = request.entity
        pages: dict[str, Callable[[str], str]] = {
            "plan": addresses.plan_path,
            "unit": addresses.unit_path,
            "topic": addresses.topic_path,
        }
        page = pages[request.scope](entity) if request.scope in pages else "changes.html"
        name = request.path.removesuffix(".atom").removesuffix(".feed.json").removesuffix(".json")
        title = (
            self._name(request)
            if request.scope == "site"
            else f"{self._name(request)} - {self.model.config.name}"
        )
        id = tag(self.model, f"feeds/{request.scope}/{entity}".rstrip("/"))
        own = ".json" if request.scope in ("site", "plan") else ".feed.json"
        return FeedHead(id, title, page, f"{name}.atom", f"{name}{own}")


_OF_A_SCOPE: dict[FileKind, Callable[[Maker, ExportRequest], bytes]] = {
    "csv": Maker.csv,
    "xlsx": Maker.xlsx,
    "json": Maker.json,
    "ics": Maker.ics,
    "stratml": Maker.stratml,
    "atom": Maker.atom,
    "feed": Maker.feed,
    "pdf": Maker.pdf,
}
_HEADS = {table.name: table.heads for table in TABLES}
_OF_THE_SITE: dict[FileKind, Callable[[Maker], bytes]] = {
    "plans.csv": lambda maker: csv_file(_HEADS["plans"], [csv_lines(plan_rows(maker.model))]),
    "units.csv": lambda maker: csv_file(_HEADS["units"], [csv_lines(unit_rows(maker.model))]),
    "duties.csv": lambda maker: csv_file(
        _HEADS["duties"], [csv_lines(duty_rows(maker.model.plans.values()))]
    ),
    "progress.csv": lambda maker: csv_file(
        _HEADS["progress"], [csv_lines(progress_rows(maker.model.plans.values()))]
    ),
    "sqlite": lambda maker: sqlite_file_of(maker.model),
    "schema": lambda _: data_schema(),
    "datapackage": lambda maker: data_package(maker.model),
    "csvw": lambda maker: csvw_metadata(maker.model),
}


def sqlite_file_of(model: SiteModel) -> bytes:
    """The SQLite file; its library is loaded when it is first asked for."""
    from gksite.exports.sqlite_file import sqlite_file

    return sqlite_file(model)
