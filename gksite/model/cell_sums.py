"""The sums of columns: exact, over the cells of top-level tasks, and none where a cell could not be
read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from gksite.model.columns import Cell, Column, TaskList
from gksite.model.entities import Plan, Task
from gksite.values import Value


class CellSum(Value, frozen=True):
    """The sum of a column: of `of` cells that count `read` could be read; `value` is a plain
    decimal number, "" unless all were. `withdrawn` cells of withdrawn tasks are not in it."""

    column: Column
    value: str
    read: int
    of: int
    withdrawn: int = 0


def column_sums(plan: Plan, task_list: TaskList) -> tuple[CellSum, ...]:
    """Return the sums of a list's columns that have one, in printed order."""
    tasks = [task for task in plan.tasks if task.list == task_list.id]
    return tuple(_sum(column, tasks) for column in task_list.open_columns if column.sum)


def _sum(column: Column, tasks: Sequence[Task]) -> CellSum:
    counted, withdrawn = [], 0
    for task, cell in _own_cells(column, tasks):
        if task.is_withdrawn:
            withdrawn += 1
        else:
            counted.append(cell)
    values = [Decimal(cell.value) for cell in counted if cell.value]
    is_whole = bool(counted) and len(values) == len(counted)
    total = f"{sum(values, Decimal()):f}" if is_whole else ""
    return CellSum(column, total, len(values), len(counted), withdrawn)


def _own_cells(column: Column, tasks: Sequence[Task]) -> Iterator[tuple[Task, Cell]]:
    """Yield the cells that count, each once: one over several rows belongs to its first, and that
    of a part is inside its parent's, where that has one."""
    parents = {task.key: task.parent for task in tasks}
    holders = {task.key for task in tasks if task.cell(column.key)}
    for run in cell_runs(column, tasks):
        task = run[0]
        if (cell := task.cell(column.key)) and not any(
            key in holders for key in _above(task.key, parents)
        ):
            yield task, cell


def _above(key: str, parents: Mapping[str, str]) -> Iterator[str]:
    """Yield the keys of the tasks above a task."""
    while key := parents.get(key, ""):
        yield key


def cell_runs(column: Column, tasks: Iterable[Task]) -> Iterator[list[Task]]:
    """Yield the tasks that share a cell of an open column: in a merged one equal neighbours, unless
    one is `apart`."""
    run: list[Task] = []
    for task in tasks:
        if run and not is_one_cell(column, run[0], task):
            yield run
            run = []
        run.append(task)
    if run:
        yield run


def run_at(column: Column, tasks: Sequence[Task], place: int) -> tuple[Task, Task, int]:
    """Return the first and the last task that share the cell of the task at `place`, and how many
    do. `tasks` are those of a plan, in which its lists may alternate."""
    own = tasks[place]
    ends, count = [], 1
    for step in (-1, 1):
        last, at = own, place + step
        while 0 <= at < len(tasks):
            task = tasks[at]
            if task.list == own.list:
                if not is_one_cell(column, *((task, last) if step < 0 else (last, task))):
                    break
                last, count = task, count + 1
            at += step
        ends.append(last)
    return ends[0], ends[1], count


def is_one_cell(column: Column, above: Task, below: Task) -> bool:
    """Whether successive rows share their cell of an open column."""
    first, second = above.cell(column.key), below.cell(column.key)
    return bool(
        column.merged and first and second and first.text == second.text and not second.apart
    )
