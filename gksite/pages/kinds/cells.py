"""The columns, heads and cells of task tables, on pages and in print."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from gksite.model.columns import USUAL_CAPTION, USUAL_HEADS, Column, TaskList
from gksite.model.entities import Plan, Section, Task
from gksite.model.sections import top_section
from gksite.pages.assessed import assessed_mark
from gksite.pages.kinds.open_cells import css_kind, open_html
from gksite.pages.parts import DutyCount, Link, RoleGroup, StatusMark
from gksite.pages.view import View
from gksite.values import Value

ROW_HEADS = ("number", "title", "text")
"""The kinds of column that may head a row; the first that the table has does."""


def table_title(view: View, plan: Plan) -> str:
    """Return the title of a plan with the word for its table, of which it may have the beginning
    or all (民生实事项目, 项目表: 民生实事项目表)."""
    title, word = plan.title, view.words["view.table"]
    if not any(one.printed for one in plan.lists):
        return view.words.say("table.caption", title=title)
    ends = (n for n in range(len(word), 1, -1) if title.endswith(word[:n]))
    if (said := next(ends, 0)) and view.words.say("page.table", title=title) == title + word:
        return title + word[said:]
    return title if said == len(word) else view.words.say("page.table", title=title)


def caption_of(view: View, plan: Plan, task_list: TaskList) -> str:
    """Return the caption as printed; the usual one, which no source prints, in the language of the
    interface."""
    is_usual = not task_list.printed and task_list.caption == USUAL_CAPTION.format(title=plan.title)
    return view.words.say("table.caption", title=plan.title) if is_usual else task_list.caption


def columns_of(view: View, task_list: TaskList) -> tuple[Column, ...]:
    """Return the columns with their heads as printed; the usual heads, which no source prints, in
    the language of the interface."""
    return tuple(_with_head(view, task_list, column) for column in task_list.columns)


def _with_head(view: View, task_list: TaskList, column: Column) -> Column:
    is_usual = not task_list.printed and column.head == USUAL_HEADS.get(column.kind)
    return (
        msgspec.structs.replace(column, head=view.words[f"column.{column.kind}"])
        if is_usual
        else column
    )


def tasks_by_section(
    tasks: Iterable[Task], sections: dict[str, Section], *, grouped: bool
) -> list[tuple[str, list[Task]]]:
    """Return runs of tasks that stand in one top section, with its title; one run without title
    where the table has no groups."""
    runs: list[tuple[str, str, list[Task]]] = []
    for task in tasks:
        top = top_section(sections, task.section) if grouped else None
        id, title = (top.id, top.title) if top else ("", "")
        if not runs or runs[-1][0] != id:
            runs.append((id, title, []))
        runs[-1][2].append(task)
    return [(title, own) for _, title, own in runs]


def task_cell(
    view: View,
    column: Column,
    task: Task,
    sections: dict[str, Section],
    id: str,
    scope: str,
    headers: str,
    span: int,
) -> Cell:
    """Return the cell of a column for a task; it covers `span` rows."""
    kind = column.kind
    if kind == "number":
        return Cell(kind, id, scope, headers, span, text=task.number, link=view.task_link(task))
    if kind in ("title", "text") and scope:
        html = task.html if kind == "text" else ""
        return Cell(
            kind,
            id,
            scope,
            headers,
            span,
            text="" if html else task.title,
            html=html,
            link=view.task_link(task),
        )
    if kind == "text":
        return Cell(kind, id, scope, headers, span, html=task.html)
    if kind == "open":
        return _open_cell(view, column, task, headers, span)
    if kind in ("units", "lead", "responsible", "cooperating"):
        roles = view.roles(task)
        if kind != "units":
            roles = tuple(role for role in roles if role.role == kind)
        return Cell(kind, id, scope, headers, span, roles=roles)
    if kind == "status":
        return Cell(
            kind,
            id,
            scope,
            headers,
            span,
            status=view.status(task),
            duties=view.duty_count(task),
            assessed=assessed_mark(view, task),
        )
    if kind == "deadline":
        adjusted = view.deadline(task).adjusted
        return Cell(kind, id, scope, headers, span, text=task.deadline.raw, adjusted=adjusted)
    return Cell(kind, id, scope, headers, span, text=_text(column, task, sections))


def _open_cell(view: View, column: Column, task: Task, headers: str, span: int) -> Cell:
    cell, kind = task.cell(column.key), css_kind(column)
    if cell is None:
        return Cell(kind, headers=headers, rowspan=span)
    html = open_html(view, cell)
    value = cell.value if column.type not in ("text", "unit") and cell.value != cell.text else ""
    text = "" if html else cell.text
    return Cell(kind, "", "", headers, span, text=text, html=html, value=value)


def _text(column: Column, task: Task, sections: dict[str, Section]) -> str:
    match column.kind:
        case "title":
            return task.title
        case "leader":
            return task.leader
        case "note":
            return task.note
        case "section":
            top = top_section(sections, task.section)
            return top.title if top else ""
        case "subsection":
            section = sections.get(task.section)
            return section.title if section and section.parent else ""
        case _:
            return ""


class Head(Value, frozen=True):
    """A column head as printed; `kind` is a ColumnKind (a CSS class; of a column of the document's
    own `open` or `open numeric`), `id` is unique on the page.

    `over` are the heads above it, in one text. Of a column of the document's own, `key` names it,
    and `choices` is how many texts a reader may choose from, 0 for none. `colspan`, `rowspan` and
    `headers` (the ids of the heads above) are those of heads in several rows; one over others is of
    the kind `over`.
    """

    id: str
    text: str
    kind: str
    over: str = ""
    key: str = ""
    choices: int = 0
    colspan: int = 1
    rowspan: int = 1
    headers: str = ""

    @property
    def label(self) -> str:
        """The head with those over it."""
        return f"{self.over}／{self.text}" if self.over else self.text


class Cell(Value, frozen=True):
    """A cell of a task table. `scope` is "" for a data cell, else `row` or `rowgroup` and the
    cell is a `th`.

    `headers` are the ids of all heads that it resolves to. Exactly one of text, html, mentions,
    link, status carries the content (mentions of several roles carry role labels).
    """

    kind: str
    id: str = ""
    scope: str = ""
    headers: str = ""
    rowspan: int = 1
    text: str = ""
    html: str = ""
    roles: tuple[RoleGroup, ...] = ()
    link: Link | None = None
    status: StatusMark | None = None
    duties: DutyCount | None = None
    """Beside a status, where several units have the task."""
    assessed: str = ""
    """Beside a status: what assessments found of the task."""
    adjusted: str = ""
    """Below a printed deadline: that it was changed."""
    value: str = ""
    """The number, day or year that the text means, where it is written otherwise."""
    colspan: int = 1
