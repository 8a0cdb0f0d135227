"""The context of a plan as a document of its own, for its PDF."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar

from gksite.model.columns import Column, TaskList
from gksite.model.entities import Plan, Task
from gksite.pages import addresses
from gksite.pages.addresses import PageRequest
from gksite.pages.item_words import item_words
from gksite.pages.kinds.cells import (
    ROW_HEADS,
    Cell,
    Head,
    caption_of,
    columns_of,
    task_cell,
    tasks_by_section,
)
from gksite.pages.kinds.open_cells import NUMERIC_KIND, covered, css_kind, sum_texts
from gksite.pages.kinds.plan import (
    plan_body,
    plan_facts,
)
from gksite.pages.kinds.plan_changes import (
    AdjustmentLine,
    CorrectionLine,
    adjustment_lines,
    correction_lines,
)
from gksite.pages.kinds.table_heads import print_heads
from gksite.pages.kinds.text_blocks import BodyBlock
from gksite.pages.kinds.whole_document import (
    AnnexLine,
    AttachmentLine,
    NoticePart,
    annex_label,
    annex_lines,
    annex_of,
    attachment_lines,
    notice_part,
    ordered_lists,
    signed_on,
)
from gksite.pages.parts import Day, Fact, Page, PageCode
from gksite.pages.view import View
from gksite.values import Value

_TITLE_LINE = 20
"""The number of characters of the title that fit on a line."""
_LINE_STARTS = re.compile(
    r"政务公开|政府信息公开|(?<!公开)(?:重点)?工作(?:要点|计划|方案|安排)|关于|任务分[解工]|(?<!^)20\d\d年|（"
)
_SHARES = {
    "number": 7,
    "title": 22,
    "text": 44,
    "subsection": 16,
    "deadline": 14,
    "leader": 12,
    "status": 11,
    "note": 16,
    "open": 14,
}
_SHARE_OF_UNITS = 24
_SHARE_OF_NUMBERS = 10
_SHARE_OF_CHARACTER = 3.2


def plan_print(view: View, plan: Plan) -> PlanPrint:
    """Return a plan with all its task lists: the content of its page and of its table page, without
    links to other pages."""
    words = view.words
    request = PageRequest(addresses.plan_path(plan.id), "plan", plan.id)
    address = view.canonical(request.path)
    days = [
        *filter(None, (plan.written, plan.public_day)),
        *(correction.date for correction in plan.corrections),
    ]
    blocks, _ = plan_body(view, plan)
    return PlanPrint(
        path=request.path,
        item=item_words(plan),
        root=view.model.config.base_url,
        title=plan.title,
        title_lines=title_lines(plan.title),
        canonical=address,
        draft=plan.draft,
        document_number=plan.document_number,
        facts=plan_facts(view, plan),
        validity=plan.validity,
        is_valid=not plan.is_void,
        author=plan.signature or plan.issuer_name,
        keywords=tuple(filter(None, (plan.document_number, plan.index_number, *plan.keywords))),
        created=plan.written.isoformat() if plan.written else "",
        modified=max(days).isoformat() if days else "",
        addressees=plan.addressees,
        blocks=blocks,
        signature=plan.signature,
        written=signed_on(view, plan),
        annotation=plan.annotation,
        contact=plan.contact,
        notice=notice_part(view, plan),
        notice_title_lines=title_lines(plan.notice.title) if plan.notice else (),
        annexes=tuple(line for line in annex_lines(view, plan) if not line.list),
        copies_to=plan.copies_to,
        printed_by=plan.printed_by,
        printed_on=words.day(plan.printed_on) if plan.printed_on else None,
        tables=tuple(
            _table(view, plan, one, tasks)
            for one in ordered_lists(plan)
            if (tasks := [task for task in plan.tasks if task.list == one.id])
        ),
        attachments=attachment_lines(view, plan),
        corrections=correction_lines(view, plan),
        adjustments=adjustment_lines(view, plan),
        code=view.code(request),
    )


def _table(view: View, plan: Plan, task_list: TaskList, tasks: Sequence[Task]) -> PrintTable:
    """Return a task list with every cell in every row, since a merged cell cannot be split at the
    end of a page."""
    sections = {section.id: section for section in plan.sections}
    grouped = any(column.kind == "section" for column in task_list.columns)
    columns = tuple(column for column in columns_of(view, task_list) if column.kind != "section")
    row_head = next(
        (kind for kind in ROW_HEADS if any(column.kind == kind for column in columns)), ""
    )

    same = covered(columns, tasks)
    above = Cell(NUMERIC_KIND, text=view.words["cell.same"])

    def row(task: Task) -> tuple[Cell, ...]:
        scopes = ["row" if column.kind == row_head else "" for column in columns]
        return tuple(
            above
            if (column.key, task.key) in same
            else task_cell(view, column, task, sections, "", scope, "", 1)
            for column, scope in zip(columns, scopes, strict=True)
        )

    annex = annex_of(plan, task_list)
    sums = sum_texts(view, plan, task_list)

    return PrintTable(
        annex=annex_label(view, plan, annex) if annex else "",
        caption=caption_of(view, plan, task_list),
        heads=tuple(
            Head("", column.head, css_kind(column), over="／".join(column.over))
            for column in columns
        ),
        head_rows=print_heads(columns),
        widths=_widths([_share(column, tasks) for column in columns]),
        foot=tuple(sums.get(column.key, "") for column in columns) if sums else (),
        sections=tuple(
            PrintSection(title, tuple(map(row, own)))
            for title, own in tasks_by_section(tasks, sections, grouped=grouped)
        ),
    )


def _share(column: Column, tasks: Sequence[Task]) -> float:
    """Return the share of the width that a column takes: of numbers so much that the longest stands
    on one line."""
    if not column.is_numeric:
        return _SHARES.get(column.kind, _SHARE_OF_UNITS)
    texts = [cell.text for task in tasks if (cell := task.cell(column.key)) and cell.value]
    return max([_SHARE_OF_NUMBERS, *(_SHARE_OF_CHARACTER * (_width(one) + 1) for one in texts)])


def _widths(shares: Sequence[float]) -> tuple[int, ...]:
    """Return the widths of columns in hundredths, which add up to 100."""
    whole = sum(shares) or 1
    widths = [max(round(100 * share / whole), 1) for share in shares]
    if widths:
        widths[widths.index(max(widths))] += 100 - sum(widths)
    return tuple(widths)


def title_lines(title: str) -> tuple[str, ...]:
    """Return a title that is too long for one line in two, as even as possible, that end where
    words do (GB/T 9704-2012, 7.3.1: 词意完整); else whole.

    >>> title_lines("2024年云川市数据和政务服务委员会政务公开工作要点")
    ('2024年云川市数据和政务服务委员会', '政务公开工作要点')
    """
    if _width(title) <= _TITLE_LINE:
        return (title,)
    pairs = [
        (title[: found.start()], title[found.start() :]) for found in _LINE_STARTS.finditer(title)
    ]
    fitting = [pair for pair in pairs if max(map(_width, pair)) <= _TITLE_LINE]
    return min(fitting, key=lambda pair: abs(_width(pair[0]) - _width(pair[1])), default=(title,))


def _width(text: str) -> float:
    """Return the width of a text in Chinese characters; a digit or letter is half of one."""
    return sum(0.5 if char < "\u2000" else 1 for char in text)


class PrintSection(Value, frozen=True):
    """The rows of one section of a printed table; `title` is "" where the table has no sections. No
    cell is merged."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]


class PrintTable(Value, frozen=True):
    """A task list as it is printed: the section is a row above its tasks and no column; `widths`
    are shares of 100."""

    annex: str
    """附件, with its number, where the list is an annex."""
    caption: str
    heads: tuple[Head, ...]
    head_rows: tuple[tuple[Head, ...], ...]
    """The same row by row, with the heads that lie over others."""
    widths: tuple[int, ...]
    sections: tuple[PrintSection, ...]
    foot: tuple[str, ...]
    """The sums, "" for columns without one; () where no column has one."""


class PlanPrint(Page, frozen=True, kw_only=True):
    """A plan as a document of its own (PDF). `root` is the absolute address of the site, ""
    where it is not known: then nothing is a link."""

    template: ClassVar[str] = "plan-pdf.html"

    title_lines: tuple[str, ...]
    """The title, parted where a line of it may end; whole where it fits on one."""
    document_number: str
    facts: tuple[Fact, ...]
    validity: str
    is_valid: bool
    author: str
    keywords: tuple[str, ...]
    created: str
    """Day of publication, else of writing, as ISO 8601; "" where neither is known."""
    modified: str
    """Day of the last correction, else as `created`."""
    addressees: str
    blocks: tuple[BodyBlock, ...]
    signature: str
    written: Day | None
    annotation: str
    contact: str
    notice: NoticePart | None
    notice_title_lines: tuple[str, ...]
    annexes: tuple[AnnexLine, ...]
    """The annexes that are files."""
    copies_to: str
    printed_by: str
    printed_on: Day | None
    tables: tuple[PrintTable, ...]
    attachments: tuple[AttachmentLine, ...]
    corrections: tuple[CorrectionLine, ...]
    adjustments: tuple[AdjustmentLine, ...]
    code: PageCode | None
    """Of `canonical`."""
