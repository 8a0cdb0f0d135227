"""The context of a plan's task tables: merged cells with all their heads, and the same rows as a
headed list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from gksite.model.cell_sums import cell_runs
from gksite.model.columns import Column, TaskList
from gksite.model.entities import Plan, Section, Task
from gksite.model.handovers import handovers
from gksite.pages.addresses import PageRequest, table_path
from gksite.pages.assessed import assessed_mark
from gksite.pages.downloads import plan_exports
from gksite.pages.head import page_head
from gksite.pages.json_ld import LinkedData
from gksite.pages.kind import PageKind, plan_source
from gksite.pages.kinds.cells import (
    ROW_HEADS,
    Cell,
    Head,
    caption_of,
    columns_of,
    table_title,
    task_cell,
    tasks_by_section,
)
from gksite.pages.kinds.open_cells import (
    WIDE,
    label_of,
    sum_label,
    sum_texts,
)
from gksite.pages.kinds.plan import views
from gksite.pages.kinds.table_heads import ids_of, table_foot, table_heads
from gksite.pages.kinds.whole_document import (
    annex_anchor,
    annex_label,
    annex_of,
    ordered_lists,
)
from gksite.pages.parts import (
    DutyCount,
    Link,
    Page,
    PageCode,
    Progress,
    RoleGroup,
    StatusMark,
    TaskMarks,
)
from gksite.pages.task_marks import task_marks
from gksite.pages.view import View
from gksite.values import Value


def table_page(view: View, request: PageRequest) -> TablePage:
    """Return all task lists of a plan, each as a table."""
    plan = view.model.plans[request.entity]
    is_printed = any(one.printed for one in plan.lists)
    tables = tuple(
        task_table(view, plan, one, tasks)
        for one in ordered_lists(plan)
        if (tasks := [task for task in plan.tasks if task.list == one.id])
    )
    return TablePage(
        **page_head(
            view,
            request,
            table_title(view, plan),
            view.nav("plans"),
            view.plan_links[plan.id],
            section="plans",
            plan=plan,
        ),
        plan=view.plan_links[plan.id],
        name=view.words["view.table" if is_printed else "view.list"],
        tables=tables,
        progress=view.progress(plan.tasks),
        views=tuple(link for link in views(view, plan) if link.path != request.path),
        code=view.code(request),
    )


def task_table(view: View, plan: Plan, task_list: TaskList, tasks: list[Task]) -> TaskTable:
    """Return a task list as a table and as a list.

    Every section is a row group of its own, since a cell cannot span groups. The `headers` of a
    data cell name its column, its group and every row that it covers (WAI tutorial on irregular
    tables: https://www.w3.org/WAI/tutorials/tables/irregular/).
    """
    prefix = task_list.id
    columns = columns_of(view, task_list)
    heads, rows_of_heads = table_heads(prefix, columns, tasks)
    sections = {section.id: section for section in plan.sections}
    groups = tasks_by_section(
        tasks, sections, grouped=any(column.kind == "section" for column in columns)
    )
    row_head = next((kind for kind in ROW_HEADS if any(c.kind == kind for c in columns)), "")
    rows = tuple(
        RowGroup(
            title, tuple(_rows(view, prefix, index, title, own, columns, heads, row_head, sections))
        )
        for index, (title, own) in enumerate(groups, 1)
    )
    listed = tasks_by_section(tasks, sections, grouped=True)
    sums = sum_texts(view, plan, task_list)
    has_states = all(column.kind != "status" for column in columns) and any(
        view.status(task) or assessed_mark(view, task) for task in tasks
    )
    annex = annex_of(plan, task_list)
    return TaskTable(
        id=prefix,
        annex=annex_label(view, plan, annex) if annex else "",
        anchor=annex_anchor(annex) if annex else "",
        caption=(caption := caption_of(view, plan, task_list)),
        caption_html=view.title_breaks.html(caption),
        heads=heads,
        head_rows=rows_of_heads,
        wide=len(columns) > WIDE,
        state=_state_head(prefix, columns) if has_states else "",
        groups=rows,
        foot=table_foot(view, prefix, columns, heads, sums),
        count=len(view.model.outermost(tasks)),
        sums=tuple(
            (sum_label(column), sums[column.key]) for column in columns if column.key in sums
        ),
        sections=tuple(
            ListSection(title, tuple(_item(view, prefix, task, columns, sections) for task in own))
            for title, own in listed
        ),
    )


def _rows(
    view: View,
    prefix: str,
    group: int,
    title: str,
    tasks: list[Task],
    columns: tuple[Column, ...],
    heads: tuple[Head, ...],
    row_head: str,
    sections: dict[str, Section],
) -> Iterable[Row]:
    """Yield the rows of one group; a merged cell stands in the first of its rows."""
    group_id = f"{prefix}-g{group}" if title and any(c.kind == "section" for c in columns) else ""
    spans, above = [_spans(tasks, column) for column in columns], [*map(ids_of, heads)]
    head_column = next((i for i, column in enumerate(columns) if column.kind == row_head), -1)
    row_ids = [f"{prefix}-r-{task.id}" for task in tasks]
    head_of = [""] * len(tasks)
    for i in range(len(tasks)):
        if head_column >= 0:
            head_of[i] = row_ids[i] if spans[head_column][i] else head_of[i - 1]
    for i, task in enumerate(tasks):
        cells: list[Cell] = []
        for c, column in enumerate(columns):
            span = spans[c][i]
            if not span:
                continue
            if column.kind == "section" and group_id:
                cells.append(Cell("section", group_id, "rowgroup", above[c], span, text=title))
            elif c == head_column:
                headers = " ".join(filter(None, (above[c], group_id)))
                cells.append(
                    task_cell(view, column, task, sections, row_ids[i], "row", headers, span)
                )
            else:
                # A section's cell without title is empty: the names of a hundred rows for nothing.
                is_empty = column.kind == "section" and span > 1
                rows = () if is_empty else tuple(dict.fromkeys(head_of[i : i + span]))
                headers = " ".join(filter(None, (above[c], group_id, *rows)))
                cells.append(task_cell(view, column, task, sections, "", "", headers, span))
        deadline, status = view.deadline(task), view.status(task)
        headers = " ".join(filter(None, (_state_head(prefix, columns), group_id, head_of[i])))
        yield Row(
            f"{prefix}-{task.id}",
            tuple(cells),
            status.code if status else "",
            deadline.end,
            deadline.overdue,
            _state(view, task, columns, headers),
            marks=task_marks(view.model, view.words, task),
        )


def _state_head(prefix: str, columns: tuple[Column, ...]) -> str:
    """Return the id of the head of the column of states, which follows the printed ones."""
    return f"{prefix}-c{len(columns) + 1}"


def _state(view: View, task: Task, columns: tuple[Column, ...], headers: str) -> Cell:
    """Return the cell of what became of a task; of its deadline too, where no column has that."""
    has_deadline = any(column.kind == "deadline" for column in columns)
    return Cell(
        "state",
        headers=headers,
        status=view.status(task),
        duties=view.duty_count(task),
        assessed=assessed_mark(view, task),
        adjusted="" if has_deadline else view.deadline(task).adjusted,
    )


def _spans(tasks: list[Task], column: Column) -> list[int]:
    """Return for each row the number of rows that its cell covers, 0 where it is covered from
    above."""
    count = len(tasks)
    if column.kind == "section":
        return [count, *([0] * (count - 1))]
    if not column.merged and column.kind != "subsection":
        return [1] * count
    if column.kind == "open":
        runs = (len(run) for run in cell_runs(column, tasks))
        return [number for length in runs for number in (length, *([0] * (length - 1)))]
    keys = [_content_key(column, task) for task in tasks]
    spans = [0] * count
    start = 0
    for i in range(1, count + 1):
        if i == count or keys[i] != keys[start]:
            spans[start] = i - start
            start = i
    return spans


def _content_key(column: Column, task: Task) -> str:
    """Return the text that two cells must share to be merged."""
    match column.kind:
        case "number":
            return task.number
        case "subsection":
            return task.section
        case "title":
            return task.title
        case "text":
            return task.text
        case "units" | "lead" | "responsible" | "cooperating":
            wanted = None if column.kind == "units" else column.kind
            named = [
                f"{r.role}{r.printed}" for r in task.responsibilities if wanted in (None, r.role)
            ]
            now = [
                f"{one.before.role}{one.before.name}{one.to}{one.on}"
                for one in handovers(task)
                if wanted in (None, one.before.role) and not one.before.group
            ]
            return "、".join((*named, *now))
        case "deadline":
            return f"{task.deadline.raw}\n{task.due.raw}"
        case "leader":
            return task.leader
        case "note":
            return task.note
        case _:
            return task.key


def _item(
    view: View, prefix: str, task: Task, columns: tuple[Column, ...], sections: dict[str, Section]
) -> ListItem:
    fields = []
    for column in columns:
        if column.kind in ("number", "section", "status"):
            continue
        cell = task_cell(view, column, task, sections, "", "", "", 1)
        if cell.text or cell.html or cell.roles or cell.adjusted:
            fields.append(
                ListField(
                    label_of(column), column.kind, cell.text, cell.html, cell.roles, cell.adjusted
                )
            )
    state = _state(view, task, columns, "")
    return ListItem(
        f"{prefix}-i-{task.id}",
        task.number,
        view.task_link(task),
        state.status,
        tuple(fields),
        state.duties,
        state.adjusted,
        state.assessed,
        marks=task_marks(view.model, view.words, task),
    )


class Row(Value, frozen=True):
    """A row: the cells that start in it (cells merged from above are left out).

    `status` (its code, "" where nothing was ever reported), `due` (the last day as ISO 8601) and
    `overdue` are for scripts. `state` is what became of the task, in a column that was not printed.
    """

    id: str
    cells: tuple[Cell, ...]
    status: str = ""
    due: str = ""
    overdue: bool = False
    state: Cell | None = None
    marks: TaskMarks | None = None


class RowGroup(Value, frozen=True):
    """The rows of one section: a `tbody` of its own. `title` is "" where the table has no
    sections."""

    title: str
    rows: tuple[Row, ...]


class ListField(Value, frozen=True):
    """A printed column head with the content of a task under it."""

    head: str
    kind: str
    text: str = ""
    html: str = ""
    roles: tuple[RoleGroup, ...] = ()
    adjusted: str = ""


class ListItem(Value, frozen=True):
    """A task of the headed list: number, short title with link, the fields. `adjusted` says that
    its deadline was changed, where no field has that."""

    id: str
    number: str
    link: Link
    status: StatusMark | None
    fields: tuple[ListField, ...]
    duties: DutyCount | None = None
    adjusted: str = ""
    assessed: str = ""
    marks: TaskMarks | None = None


class ListSection(Value, frozen=True):
    """A section of the headed list."""

    title: str
    items: tuple[ListItem, ...]


class TaskTable(Value, frozen=True):
    """A task list as a table (as printed) and as a headed list (the same rows, for narrow
    screens).

    `state` is the id of the head of a last column that no document prints: the states of tasks; ""
    where nothing was reported, or a printed column has them. `caption_html` may break at `<wbr>`.
    """

    id: str
    caption: str
    caption_html: str
    heads: tuple[Head, ...]
    groups: tuple[RowGroup, ...]
    sections: tuple[ListSection, ...]
    state: str = ""
    annex: str = ""
    """附件, with its number, where the list is an annex; `anchor` is then the id of its table."""
    anchor: str = ""
    head_rows: tuple[tuple[Head, ...], ...] = ()
    """All heads row by row, where heads lie over others; else `heads` are the only row."""
    wide: bool = False
    """Whether it has more columns than a page has room for at the usual size."""
    foot: tuple[Cell, ...] = ()
    """The row of sums."""
    count: int = 0
    """Of its tasks, without parts of others."""
    sums: tuple[tuple[str, str], ...] = ()
    """The same for the list: head and sum."""


class TablePage(Page, frozen=True, kw_only=True):
    """The task tables of a plan."""

    template: ClassVar[str] = "table.html"

    plan: Link
    name: str
    """What it is among the pages of the plan: 任务分解表."""
    tables: tuple[TaskTable, ...]
    progress: Progress
    views: tuple[Link, ...]
    code: PageCode | None


TABLE = PageKind(
    name="table",
    context=table_page,
    addresses=lambda model: (
        (table_path(plan.id), plan.id) for plan in model.plans.values() if plan.tasks
    ),
    depends_on="plan",
    source=plan_source,
    strings=("page.table", "table.caption", "view.table", "view.list"),
    of_plan=True,
    subject=LinkedData.tasks,
    files=lambda model, id: plan_exports(model, model.plans[id]),
)
