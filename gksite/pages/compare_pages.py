"""The contexts of the comparison of a plan with the same issuer's previous one."""

from __future__ import annotations

import difflib

from gksite.model.entities import Task
from gksite.pages import routing
from gksite.pages.contexts import ComparedTask, CompareIndexPage, ComparePage, Link, TextPart
from gksite.pages.routing import PageRequest
from gksite.pages.view import View

SHORTEST_COMMON = 3
"""Characters: a shorter stretch between two changes is shown as part of them."""


def compare_page(view: View, request: PageRequest) -> ComparePage:
    """New, gone, changed and unchanged tasks of a plan against the year before."""
    model, words = view.model, view.words
    new_plan = model.plans[request.entity]
    old_plan = model.plans[model.previous[new_plan.id]]
    matches = model.matches[new_plan.id]
    compared = [_compare(view, model.tasks[m.old], model.tasks[m.new], stated=m.stated) for m in matches]
    old_keys, new_keys = {match.old for match in matches}, {match.new for match in matches}
    title = words.say("page.compare", new=new_plan.title, old=old_plan.title)
    new = tuple(_only(view, new=task) for task in new_plan.tasks if task.key not in new_keys)
    gone = tuple(_only(view, old=task) for task in old_plan.tasks if task.key not in old_keys)
    changed = tuple(one for one in compared if _is_changed(one))
    return ComparePage(
        path=request.path,
        root=request.root,
        title=title,
        section="compare",
        description=title,
        breadcrumb=view.crumbs(view.nav("compare"), view.plan_links[new_plan.id]),
        meta=view.meta(request, title=title, plan=new_plan, description=title),
        canonical=view.canonical(request),
        draft=new_plan.draft or old_plan.draft,
        old_plan=view.plan_links[old_plan.id],
        new_plan=view.plan_links[new_plan.id],
        new=new,
        gone=gone,
        changed=changed,
        unchanged=tuple(one for one in compared if not _is_changed(one)),
        summary=_summary(view, len(new), len(gone), len(changed), len(compared) - len(changed)),
    )


def compare_index_page(view: View, request: PageRequest) -> CompareIndexPage:
    """All plans that have one before them."""
    title = view.words["nav.compare"]
    return CompareIndexPage(
        path=request.path,
        root=request.root,
        title=title,
        section="compare",
        description=title,
        breadcrumb=view.crumbs(),
        meta=view.meta(request),
        canonical=view.canonical(request),
        comparisons=tuple(
            (Link(view.plan_links[new].text, routing.compare_path(new), view.plan_links[new].note), view.plan_links[old], _in_short(view, new, old))
            for new, old in view.model.previous.items()
        ),
    )


def _in_short(view: View, new: str, old: str) -> str:
    """The summary of a comparison, without making its page."""
    model = view.model
    matches = model.matches[new]
    changed = sum(_differs(model.tasks[m.old], model.tasks[m.new]) for m in matches)
    return _summary(
        view, len(model.plans[new].tasks) - len(matches), len(model.plans[old].tasks) - len(matches), changed,
        len(matches) - changed,
    )


def _summary(view: View, new: int, gone: int, changed: int, unchanged: int) -> str:
    return view.words.say("compare.summary", new=new, gone=gone, changed=changed, unchanged=unchanged)


def _names(task: Task) -> list[str]:
    return list(dict.fromkeys(responsibility.printed for responsibility in task.responsibilities))


def _differs(old: Task, new: Task) -> bool:
    return old.text != new.text or set(_names(old)) != set(_names(new)) or old.deadline.raw != new.deadline.raw


def _is_changed(one: ComparedTask) -> bool:
    return bool(
        any(part.kind != "same" for part in one.wording) or one.units_added or one.units_removed
        or one.old_deadline != one.new_deadline
    )


def _only(view: View, old: Task | None = None, new: Task | None = None) -> ComparedTask:
    task = old or new
    assert task is not None
    names = tuple(_names(task))
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
    before, after = _names(old), _names(new)
    return ComparedTask(
        old=view.task_link(old),
        new=view.task_link(new),
        wording=compare_wording(old.text, new.text),
        units_removed=tuple(name for name in before if name not in after),
        units_added=tuple(name for name in after if name not in before),
        old_deadline=old.deadline.raw,
        new_deadline=new.deadline.raw,
        stated=stated,
    )


def compare_wording(old: str, new: str) -> tuple[TextPart, ...]:
    """Two wordings as stretches that are the same, removed or added, in reading order."""
    if old == new:
        return (TextPart("same", new),) if new else ()
    parts: list[TextPart] = []
    removed = added = ""
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    i = j = 0
    for block in blocks:
        removed += old[i : block.a]
        added += new[j : block.b]
        same = new[block.b : block.b + block.size]
        i, j = block.a + block.size, block.b + block.size
        # One or two characters that happen to be the same between two changes only make both hard to read.
        if 0 < block.size < SHORTEST_COMMON and removed + added and (i < len(old) or j < len(new)):
            removed, added = removed + same, added + same
            continue
        changes = (TextPart("removed", removed), TextPart("added", added), TextPart("same", same))
        parts += [part for part in changes if part.text]
        removed = added = ""
    return tuple(parts)
