"""Plans with their tables, and units with their tasks, as texts to paste into an editor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from gksite.model.entities import Plan
from gksite.model.unit_years import open_tasks
from gksite.pages.addresses import PageRequest, plan_path, table_path, unit_path
from gksite.pages.kinds.cells import Cell
from gksite.pages.kinds.open_cells import NUMERIC_KIND
from gksite.pages.kinds.plan import PlanPage, plan_page
from gksite.pages.kinds.table import TaskTable, table_page
from gksite.pages.parts import DeadlineText, PlanTasks, RoleGroup, TaskLine
from gksite.pages.task_lists import plan_duties, plan_tasks
from gksite.pages.view import View
from gksite.pages.wording import Words
from gksite.portal.paste_document import annexed_files, imprint, notice_text, text_of
from gksite.portal.whitelist_html import Writing, cell_html, escaped, page_address

INDEX_PATH = "index.html"


def paste_files(view: View) -> dict[str, bytes]:
    """Return a file for each plan that is no draft and each unit that has tasks, and an index with
    the values for the form of a content system."""
    plans = [plan for plan in view.model.plans.values() if not plan.draft]
    files = {f"plans/{plan.id}.html": plan_text(view, plan).encode() for plan in plans}
    for key in view.model.registry.units:
        if text := unit_text(view, key):
            files[unit_path(key)] = text.encode()
    return {**files, INDEX_PATH: _index(view, plans, sorted(files)).encode()}


def plan_text(view: View, plan: Plan) -> str:
    """Return the text of a plan as it was issued, then its task tables, attachments and
    corrections, and the address of its page."""
    view = view.of_plan(plan)
    config, words = view.model.config, view.words
    page = plan_page(view, PageRequest(plan_path(plan.id), "plan", plan.id))
    writing = Writing(page_address(config.base_url, page.path), config.portal.inline_styles)
    notice = list(notice_text(page.notice, words, writing)) if page.notice else []
    is_first = page.notice is not None and page.notice.is_first
    parts = [
        *_void(page, words, writing),
        *(notice if is_first else ()),
        *_head(page, writing),
        *text_of(page.blocks, writing),
        *_end(page, words, writing),
        *(() if is_first else notice),
    ]
    if plan.tasks:
        for table in table_page(view, PageRequest(table_path(plan.id), "table", plan.id)).tables:
            caption = writing.element("h2", escaped(table.caption), "caption")
            label = [writing.element("p", escaped(table.annex), "plain")] if table.annex else []
            parts += [*label, caption, task_table(table, words, writing, config.base_url)]
    parts += annexed_files(page.annexes, writing, config.base_url)
    if page.notice:
        parts += imprint(page.notice, words, writing)
    parts += [*_files(page, words, writing, config.base_url), *_corrections(page, words, writing)]
    living = writing.link(page.plan_title, writing.address)
    parts.append(
        writing.element(
            "p", f"{escaped(words['paste.living'])}{escaped(words['colon'])}{living}", "plain"
        )
    )
    return "\n".join(parts) + "\n"


def unit_text(view: View, key: str) -> str:
    """Return the duties of a unit with its own states, plan by plan, those that passed on, and the
    tasks of open groups; "" if there are none."""
    config, words, model = view.model.config, view.words, view.model
    writing = Writing(page_address(config.base_url, unit_path(key)), config.portal.inline_styles)
    duties = model.duties.get(key, ())
    counted = model.outermost_duties(duties)
    parts: list[str] = []
    for title, plans in (
        (
            "unit.named",
            plan_duties(view, [d for d in duties if not (d.group or d.by_issue)], counted),
        ),
        ("unit.through_groups", plan_duties(view, [d for d in duties if d.group], counted)),
        ("unit.by_issue", plan_duties(view, [d for d in duties if d.by_issue], counted)),
        ("unit.passed", plan_duties(view, model.passed.get(key, ()))),
        ("unit.open_groups", plan_tasks(view, open_tasks(model, model.registry.units[key]))),
    ):
        if plans:
            parts += [
                writing.element("h2", escaped(words[title])),
                *_duties(plans, words, writing, config.base_url),
            ]
    return "\n".join(parts) + "\n" if parts else ""


def task_table(table: TaskTable, words: Words, writing: Writing, base: str) -> str:
    """Return a task table without merged cells: a cell over several rows is repeated in each; of a
    number, which counts once, the others say that it is the one above. Heads over others stand
    before them."""
    width = len(table.heads)
    rows: list[list[str]] = []
    for group in table.groups:
        open_cells: dict[int, tuple[str, int]] = {}
        for row in group.rows:
            cells = iter(row.cells)
            line: list[str] = []
            for column in range(width):
                text, rows_left = open_cells.get(column, ("", 0))
                if not rows_left:
                    cell = next(cells)
                    text, rows_left = _cell(cell, words, writing, base), cell.rowspan
                    line.append(text)
                else:
                    is_number = table.heads[column].kind == NUMERIC_KIND
                    line.append(escaped(words["cell.same"]) if is_number else text)
                open_cells[column] = (text, rows_left - 1)
            rows.append(line)
    if table.foot:
        foot = [escaped(cell.text) for cell in table.foot]
        rows.append([*foot[:1], *([""] * (width - len(foot))), *foot[1:]])
    return writing.table([head.label for head in table.heads], rows)


def _cell(cell: Cell, words: Words, writing: Writing, base: str) -> str:
    """Return the content of a cell; below a deadline, what a decision changed it to."""
    if cell.html:
        return cell_html(cell.html, writing)
    if cell.roles:
        return escaped(_roles(cell.roles, words))
    if cell.link:
        return writing.link(cell.text or cell.link.text, page_address(base, cell.link.path))
    text = escaped(cell.status.text if cell.status else cell.text)
    return f"{text} {escaped(cell.adjusted)}" if cell.adjusted else text


def _roles(groups: Sequence[RoleGroup], words: Words) -> str:
    named = [
        (
            group.label,
            words["list.separator"].join(unit.text for unit in group.mentions)
            + "".join(now.text for now in group.now),
        )
        for group in groups
    ]
    if len(named) == 1:
        return named[0][1]
    return words["clause.separator"].join(
        f"{label}{words['colon']}{names}" for label, names in named
    )


def _void(page: PlanPage, words: Words, writing: Writing) -> Iterator[str]:
    if not page.is_valid:
        yield writing.element(
            "p",
            f"<strong>{escaped(page.validity)}</strong> {escaped(words['plan.invalid'])}",
            "plain",
        )


def _head(page: PlanPage, writing: Writing) -> Iterator[str]:
    """Yield the head of a plan; one that a notice issues bears its title, and no number that the
    notice bears."""
    if page.notice:
        yield writing.element("h2", escaped(page.plan_title), "caption")
    if page.document_number and not (page.notice and page.notice.document_number):
        yield writing.element("p", escaped(page.document_number), "plain")
    if page.addressees:
        yield writing.element("p", escaped(page.addressees), "plain")


def _end(page: PlanPage, words: Words, writing: Writing) -> Iterator[str]:
    for text in (page.signature, page.written.text if page.written else ""):
        if text:
            yield writing.element("p", escaped(text), "end")
    for text in (page.annotation, page.contact):
        if text:
            yield writing.element("p", escaped(text))
    yield from imprint(page, words, writing)


def _files(page: PlanPage, words: Words, writing: Writing, base: str) -> Iterator[str]:
    if page.attachments:
        yield writing.element("h2", escaped(words["plan.attachments"]))
        items = (
            writing.element(
                "li",
                f"{writing.link(file.link.text, page_address(base, file.link.path))} "
                f"{escaped(f'{file.format} {file.size}'.strip())}",
            )
            for file in page.attachments
        )
        yield "\n".join([writing.tag("ul"), *items, "</ul>"])


def _corrections(page: PlanPage, words: Words, writing: Writing) -> Iterator[str]:
    if page.corrections:
        yield writing.element("h2", escaped(words["plan.corrections"]))
        for item in page.corrections:
            why = (
                f"{words['clause.separator']}{words['plan.why']}{words['colon']}{item.why}"
                if item.why
                else ""
            )
            yield writing.element(
                "p",
                f"<strong>{escaped(item.day.text)}</strong> {escaped(f'{item.what}{why}')}",
                "plain",
            )


def _duties(plans: Iterable[PlanTasks], words: Words, writing: Writing, base: str) -> Iterator[str]:
    heads = [
        words[key]
        for key in ("paste.number", "paste.task", "paste.role", "task.deadline", "paste.status")
    ]
    for item in plans:
        yield writing.element(
            "h3", writing.link(item.plan.text, page_address(base, item.plan.path))
        )
        rows = [
            (
                escaped(task.link.note),
                writing.link(task.link.text, page_address(base, task.link.path)),
                escaped(_role(task, words)),
                escaped(_due(task.deadline)),
                escaped(task.status.text if task.status else ""),
            )
            for task in item.tasks
        ]
        yield writing.table(heads, rows)


def _due(deadline: DeadlineText) -> str:
    return deadline.adjusted or deadline.printed or deadline.kind


def _role(task: TaskLine, words: Words) -> str:
    """Return the role of a unit in a task, with the group through which it is meant, and where the
    duty went or came from."""
    parts = [task.role]
    if task.via:
        parts.append(f"{words['duty.via']}{task.via.text}")
    if task.came_from:
        names = words["list.separator"].join(link.text for link in task.came_from)
        parts.append(f"{words['unit.came_from']}{names}{words['unit.came_from_after']}")
    if task.passed_to and task.passed_on:
        parts.append(f"{task.passed_on.text}{words['unit.passed_to']}{task.passed_to.text}")
    elif task.passed_on:
        parts.append(f"{task.passed_on.text}{words['unit.passed_away']}")
    return words["clause.separator"].join(parts)


def _index(view: View, plans: Sequence[Plan], paths: Sequence[str]) -> str:
    """Return a page for the person who pastes: the files, and the plans' values for the form."""
    lines = []
    for plan in plans:
        page = plan_page(view, PageRequest(plan_path(plan.id), "plan", plan.id))
        facts = "".join(
            f'<tr><th scope="row">{escape(fact.label)}</th><td>{escape(fact.value)}</td></tr>\n'
            for fact in page.facts
        )
        lines.append(
            f'<h2><a href="{escape(f"plans/{plan.id}.html")}">{escape(plan.title)}</a></h2>\n<tabl'
            f"e>\n{facts}</table>\n"
        )
    units = [path for path in paths if path.startswith("units/")]
    names = {unit_path(key): link.text for key, link in view.unit_links.items()}
    listed = "".join(
        f'<li><a href="{escape(path)}">{escape(names[path])}</a></li>\n' for path in units
    )
    title = escape(view.model.config.name)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta '
        f'charset="utf-8">\n<title>{title}</title>\n</head>\n<body>\n<h1>{title}</h1>\n'
        f"{''.join(lines)}" + (f"<ul>\n{listed}</ul>\n" if listed else "") + "</body>\n</html>\n"
    )
