"""The contexts of the comparison of a plan with the same issuer's previous one."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar

from gksite.model.deadline_changes import DeadlineChange, deadline_change
from gksite.model.demands import Demand, day_demand, indicator_changes
from gksite.model.entities import Task
from gksite.model.reporting import Responsibility
from gksite.notation.wordings import tokens
from gksite.pages import addresses
from gksite.pages.addresses import PageRequest
from gksite.pages.head import page_head
from gksite.pages.kind import PageKind, plan_source
from gksite.pages.kinds.open_cells import label_of
from gksite.pages.parts import Link, Page
from gksite.pages.view import View
from gksite.values import Value

SHORTEST_COMMON = 3
"""Characters: a shorter stretch between two changes is shown as part of them."""


def compare_page(view: View, request: PageRequest) -> ComparePage:
    """Return the new, dropped, changed and unchanged tasks of a plan against the year before."""
    model, words = view.model, view.words
    new_plan = model.plans[request.entity]
    old_plan = model.plans[model.previous[new_plan.id]]
    matches = model.matches[new_plan.id]
    compared = [
        _compare(view, model.tasks[m.old], model.tasks[m.new], stated=m.stated) for m in matches
    ]
    old_keys, new_keys = {match.old for match in matches}, {match.new for match in matches}
    title = words.say("page.compare", new=new_plan.title, old=old_plan.title)
    new = tuple(_only(view, new=task) for task in new_plan.tasks if task.key not in new_keys)
    gone = tuple(_only(view, old=task) for task in old_plan.tasks if task.key not in old_keys)
    changed = sorted(filter(_is_changed, compared), key=_is_as_demanding)
    return ComparePage(
        **page_head(
            view,
            request,
            title,
            view.nav("compare"),
            view.plan_links[new_plan.id],
            section="compare",
            plan=new_plan,
            draft=old_plan.draft,
        ),
        old_plan=view.plan_links[old_plan.id],
        new_plan=view.plan_links[new_plan.id],
        new=new,
        gone=gone,
        changed=tuple(changed),
        unchanged=tuple(one for one in compared if not _is_changed(one)),
        finding=_finding(view, compared),
        summary=_summary(view, len(new), len(gone), len(changed), len(compared) - len(changed)),
    )


def compare_index_page(view: View, request: PageRequest) -> CompareIndexPage:
    """Return all plans that have a predecessor."""
    title = view.words["nav.compare"]
    return CompareIndexPage(
        **page_head(view, request, title, section="compare"),
        comparisons=tuple(
            (
                Link(
                    view.plan_links[new].text,
                    addresses.compare_path(new),
                    view.plan_links[new].note,
                ),
                view.plan_links[old],
                _in_short(view, new, old),
            )
            for new, old in view.model.previous.items()
        ),
    )


def _is_as_demanding(one: ComparedTask) -> bool:
    return all(line.demand == "other" for line in one.demands)


def _finding(view: View, compared: Sequence[ComparedTask]) -> str:
    """Return of how many tasks more is asked than before, of how many less, and of how many both:
    in some respect more, in another less."""
    sides = [{line.demand for line in task.demands} - {"other"} for task in compared]
    harder = sum(side == {"harder"} for side in sides)
    softer = sum(side == {"softer"} for side in sides)
    both = sum(len(side) == 2 for side in sides)
    if not harder + softer + both:
        return ""
    text = view.words.say("compare.finding", count=len(compared), harder=harder, softer=softer)
    return text + (view.words.say("compare.both", count=both) if both else "")


def _in_short(view: View, new: str, old: str) -> str:
    """Return the summary of a comparison without making its page."""
    model = view.model
    matches = model.matches[new]
    changed = sum(_differs(view, model.tasks[m.old], model.tasks[m.new]) for m in matches)
    return _summary(
        view,
        len(model.plans[new].tasks) - len(matches),
        len(model.plans[old].tasks) - len(matches),
        changed,
        len(matches) - changed,
    )


def _summary(view: View, new: int, gone: int, changed: int, unchanged: int) -> str:
    return view.words.say(
        "compare.summary", new=new, gone=gone, changed=changed, unchanged=unchanged
    )


def _duties(task: Task) -> dict[tuple[str, str], str]:
    """Return the printed name by unit and role. A unit that is printed differently is the same
    unit."""
    found: dict[tuple[str, str], str] = {}
    for one in task.responsibilities:
        found.setdefault((_holder(one), one.role), one.printed)
    return found


def _holder(one: Responsibility) -> str:
    return one.unit or one.group or one.printed


def units_differ(old: Task, new: Task) -> bool:
    """Whether a task has another unit than before, or one in another role."""
    return _duties(old).keys() != _duties(new).keys()


def deadline_differs(view: View, old: Task, new: Task) -> DeadlineChange:
    """Return how the deadline of a task changed."""
    plans = view.model.plans
    return deadline_change(old.deadline, new.deadline, plans[old.plan].year, plans[new.plan].year)


def _differs(view: View, old: Task, new: Task) -> bool:
    return bool(
        old.text != new.text
        or units_differ(old, new)
        or old.deadline.raw != new.deadline.raw
        or changed_cells(view, old, new)
        or indicator_changes(old, new)
    )


def changed_cells(view: View, old: Task, new: Task) -> tuple[ChangedCell, ...]:
    """Return the cells that differ in columns that both plans have, by their heads as printed; two
    ways of writing one value are the same."""
    before, after = _own_cells(view, old), _own_cells(view, new)
    return tuple(
        ChangedCell(head, before[head][0], text)
        for head, (text, value) in after.items()
        if head in before and before[head][1] != value
    )


def _own_cells(view: View, task: Task) -> dict[str, tuple[str, object]]:
    """Return the text and the value of a task's cells by the heads of all columns of its list; a
    blank one is empty."""
    lists = {own.id: own for own in view.model.plans[task.plan].lists}
    found: dict[str, tuple[str, object]] = {}
    for column in lists[task.list].open_columns if task.list in lists else ():
        cell = task.cell(column.key)
        text, value = (cell.text, cell.value) if cell else ("", "")
        is_number = bool(value) and column.is_numeric
        found[label_of(column)] = text, Decimal(value) if is_number else value or text
    return found


def _is_changed(one: ComparedTask) -> bool:
    return bool(
        any(part.kind != "same" for part in one.wording)
        or one.units_added
        or one.units_removed
        or one.deadline_change != "same"
        or one.cells
        or one.demands
    )


def _missing(view: View, task: Task, other: Task) -> tuple[str, ...]:
    """Return the units of a task that the other task lacks, as printed; with the role where only
    that differs."""
    theirs = _duties(other)
    holders = {holder for holder, _ in theirs}
    return tuple(
        dict.fromkeys(
            view.words.say("compare.in_role", unit=name, role=view.role_words[role])
            if holder in holders
            else name
            for (holder, role), name in _duties(task).items()
            if (holder, role) not in theirs
        )
    )


def _only(view: View, old: Task | None = None, new: Task | None = None) -> ComparedTask:
    task = old or new
    assert task is not None
    names = tuple(dict.fromkeys(_duties(task).values()))
    return ComparedTask(
        old=view.task_link(old) if old else None,
        new=view.task_link(new) if new else None,
        wording=(TextPart("same", task.text),),
        units_removed=names if old else (),
        units_added=names if new else (),
        old_deadline=task.deadline.raw if old else "",
        new_deadline=task.deadline.raw if new else "",
    )


def _compare(view: View, old: Task, new: Task, *, stated: bool) -> ComparedTask:
    return ComparedTask(
        old=view.task_link(old),
        new=view.task_link(new),
        wording=compare_wording(old.text, new.text),
        units_removed=_missing(view, old, new),
        units_added=_missing(view, new, old),
        old_deadline=old.deadline.raw,
        new_deadline=new.deadline.raw,
        deadline_change=deadline_differs(view, old, new),
        stated=stated,
        cells=changed_cells(view, old, new),
        demands=_demands(view, old, new),
    )


def _demands(view: View, old: Task, new: Task) -> tuple[DemandLine, ...]:
    """Return in what a task asks for more or less than before: by its indicators, then by its last
    day."""
    words, plans = view.words, view.model.plans
    lines = [
        DemandLine(
            one.demand,
            words[f"compare.{one.demand}"],
            one.new.name,
            words.target(one.old),
            words.target(one.new),
            "" if one.rises is None else "▲" if one.rises else "▼",
        )
        for one in indicator_changes(old, new)
    ]
    years = plans[old.plan].year, plans[new.plan].year
    by_day = day_demand(old.deadline, new.deadline, *years)
    if by_day != "other":
        label = words["compare.earlier" if by_day == "harder" else "compare.later"]
        lines.append(DemandLine(by_day, label, "", old.deadline.raw, new.deadline.raw))
    return tuple(lines)


def compare_wording(old: str, new: str) -> tuple[TextPart, ...]:
    """Return two wordings as stretches that are the same, removed or added, in reading order; no
    number, date or word is split."""
    if old == new:
        return (TextPart("same", new),) if new else ()
    parts: list[TextPart] = []
    removed = added = ""
    before, after = tokens(old), tokens(new)
    blocks = difflib.SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    i = j = 0
    for block in blocks:
        removed += "".join(before[i : block.a])
        added += "".join(after[j : block.b])
        same = "".join(after[block.b : block.b + block.size])
        i, j = block.a + block.size, block.b + block.size
        # One or two characters that happen to be the same between two changes only make both hard
        # to read.
        if (
            0 < len(same) < SHORTEST_COMMON
            and removed + added
            and (i < len(before) or j < len(after))
        ):
            removed, added = removed + same, added + same
            continue
        changes = (TextPart("removed", removed), TextPart("added", added), TextPart("same", same))
        parts += [part for part in changes if part.text]
        removed = added = ""
    return tuple(parts)


class TextPart(Value, frozen=True):
    """A stretch of compared wording: `kind` is same, removed or added."""

    kind: str
    text: str


class ChangedCell(Value, frozen=True):
    """A cell in a column of the document's own, by the head of the column, before and now; "" where
    it was blank."""

    head: str
    old: str
    new: str


class DemandLine(Value, frozen=True):
    """In what a task asks for something else: `name` is the indicator ("" for the last day),
    `label` says whether it is more, `sign` whether the figure rises or falls."""

    demand: Demand
    label: str
    name: str
    old: str
    new: str
    sign: str = ""


class ComparedTask(Value, frozen=True):
    """A task of a comparison. `old` or `new` is None where it is new or gone."""

    old: Link | None
    new: Link | None
    wording: tuple[TextPart, ...]
    units_removed: tuple[str, ...]
    units_added: tuple[str, ...]
    old_deadline: str
    new_deadline: str
    deadline_change: DeadlineChange = "same"
    stated: bool = True
    cells: tuple[ChangedCell, ...] = ()
    demands: tuple[DemandLine, ...] = ()


class ComparePage(Page, frozen=True, kw_only=True):
    """A plan against the same issuer's previous one."""

    template: ClassVar[str] = "compare.html"

    old_plan: Link
    new_plan: Link
    new: tuple[ComparedTask, ...]
    gone: tuple[ComparedTask, ...]
    changed: tuple[ComparedTask, ...]
    """Those of which more or less is asked first."""
    unchanged: tuple[ComparedTask, ...]
    summary: str
    finding: str
    """Of how many tasks that go on more is asked, and of how many less; "" where neither is."""


class CompareIndexPage(Page, frozen=True, kw_only=True):
    """All comparisons."""

    template: ClassVar[str] = "compare-index.html"

    comparisons: tuple[tuple[Link, Link, str], ...]
    """New plan (linked to the comparison), old plan, summary."""


COMPARE_INDEX = PageKind(
    name="compare-index",
    context=compare_index_page,
    addresses=lambda model: [("compare/index.html", "")] if model.previous else [],
    depends_on="site",
    source="content/plans/",
    strings=("compare.summary",),
    family="compare",
)

COMPARE = PageKind(
    name="compare",
    context=compare_page,
    addresses=lambda model: ((addresses.compare_path(plan), plan) for plan in model.previous),
    depends_on="plan",
    source=plan_source,
    strings=(
        "page.compare",
        *(
            f"compare.{key}"
            for key in (
                "in_role",
                "summary",
                "finding",
                "both",
                "harder",
                "softer",
                "other",
                "earlier",
                "later",
            )
        ),
    ),
    family="compare",
)
