"""The changes between two states of a site: plans, tasks, units, groups, topics and pages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Literal, TypeVar

import msgspec

from gksite.model.columns import Column
from gksite.model.comparison import match_tasks
from gksite.model.entities import Group, Plan, Task, Topic, Unit
from gksite.model.reporting import Report
from gksite.model.site import SiteModel
from gksite.notation.values import Role

Kind = Literal["site", "plan", "task", "unit", "group", "topic", "page"]
What = Literal["added", "removed", "moved", "changed"]
Entity = TypeVar("Entity")
Fields = tuple[tuple[str, Callable[[Entity], str]], ...]

_MAIN = re.compile(rb"<main\b.*</main>", re.DOTALL)
_ROLES: tuple[Role, ...] = ("lead", "responsible", "cooperating")


class Change(msgspec.Struct, frozen=True):
    """A change. `name` is a person's name for the thing; `field`, `old` and `new` are those of a
    changed value. A moved task has another key now: `old` and `new` are the keys."""

    kind: Kind
    key: str
    name: str
    what: What
    field: str = ""
    old: str = ""
    new: str = ""


def compare_sites(old: SiteModel, new: SiteModel) -> list[Change]:
    """Return all changes of the content: the site, then plans, tasks, units, groups, topics."""
    changes = list(_compare("site", {"": old}, {"": new}, _SITE, lambda _: ""))
    changes += _compare("plan", old.plans, new.plans, _PLAN, lambda plan: plan.title)
    moved = dict(_moved_tasks(old, new))
    for before, after in moved.items():
        changes.append(Change("task", after, new.tasks[after].title, "moved", "", before, after))
    old_tasks = {moved.get(key, key): task for key, task in old.tasks.items()}
    changes += _compare("task", old_tasks, new.tasks, _TASK, lambda task: task.title)
    changes += _compare(
        "unit", old.registry.units, new.registry.units, _UNIT, lambda unit: unit.name
    )
    changes += _compare(
        "group", old.registry.groups, new.registry.groups, _GROUP, lambda group: group.name
    )
    return [*changes, *_compare("topic", old.topics, new.topics, _TOPIC, lambda topic: topic.name)]


def compare_pages(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[Change]:
    """Return the pages added, removed or changed, given path → `page_digest` of both."""
    return list(
        _compare("page", old, new, (("content", bytes.hex),), lambda _: "", with_values=False)
    )


def page_digest(html: bytes) -> bytes:
    """Return the digest of a page without banner, head and foot: they differ by snapshot."""
    main = _MAIN.search(html)
    return hashlib.sha256(main.group() if main else html).digest()


def _compare(
    kind: Kind,
    old: Mapping[str, Entity],
    new: Mapping[str, Entity],
    fields: Fields[Entity],
    name: Callable[[Entity], str],
    *,
    with_values: bool = True,
) -> Iterable[Change]:
    yield from (Change(kind, key, name(now), "added") for key, now in new.items() if key not in old)
    yield from (
        Change(kind, key, name(now), "removed") for key, now in old.items() if key not in new
    )
    for key, now in new.items():
        if key in old and old[key] != now:
            for field, value in fields:
                before, after = value(old[key]), value(now)
                if before != after:
                    shown = (before, after) if with_values else ("", "")
                    yield Change(kind, key, name(now), "changed", field, *shown)


def _moved_tasks(old: SiteModel, new: SiteModel) -> Iterable[tuple[str, str]]:
    """Return the tasks of a plan that have another id now: removed under the old one, added under
    the new one, and alike."""
    for id, plan in new.plans.items():
        if id in old.plans:
            gone = tuple(task for task in old.plans[id].tasks if task.key not in new.tasks)
            come = tuple(task for task in plan.tasks if task.key not in old.tasks)
            if gone and come:
                before = msgspec.structs.replace(old.plans[id], tasks=gone)
                after = msgspec.structs.replace(plan, tasks=come)
                yield from ((match.old, match.new) for match in match_tasks(before, after))


def _duties(task: Task) -> str:
    """Return the units by role: `lead: 区政府办公室、区发展改革委; responsible: 各街镇`."""
    by_role = (
        (role, [r.printed for r in task.responsibilities if r.role == role]) for role in _ROLES
    )
    return "; ".join(f"{role}: {'、'.join(names)}" for role, names in by_role if names)


def _progress(task: Task) -> str:
    """Return the reports with their units and what took them back."""
    return "; ".join(
        " ".join(filter(None, (str(item.date), item.unit, item.status, item.note, _act(item))))
        for item in task.reports
    )


def _act(report: Report) -> str:
    act = report.taken_back
    return f"(taken back on {act.date})" if act else ""


def _states(task: Task) -> str:
    """Return the states that units reported, by their keys: `qinghe/justice done, …`; "" where only
    one has the task, whose state is the task's."""
    if len(task.duties) < 2:
        return ""
    reported = (duty for duty in task.duties if duty.latest >= 0)
    return ", ".join(f"{duty.holder} {duty.status}" for duty in reported)


def _adjustments(task: Task) -> str:
    return "; ".join(
        " ".join(filter(None, (str(item.date), *item.decided))) for item in task.adjustments
    )


def _notice(plan: Plan) -> str:
    """Return the notice that issues a plan, as one text; "" where there is none."""
    notice = plan.notice
    if notice is None:
        return ""
    end = (notice.signature, str(notice.day or ""), notice.annotation, notice.copies_to)
    parts = (
        *(notice.masthead, notice.document_number, notice.title, notice.addressees),
        *(block.text for block in notice.body),
        *notice.annexes,
        *(*end, notice.printed_by, str(notice.printed_on or "")),
    )
    return " ".join(filter(None, parts))


def _annexes(plan: Plan) -> str:
    return "; ".join(f"{annex.title} {annex.list or annex.file}" for annex in plan.annexes)


def _transfers(site: SiteModel) -> str:
    return "; ".join(
        f"{item.on} {item.from_} → {item.to} {' '.join(item.tasks)}".strip()
        for item in site.registry.transfers
    )


def _assessments(task: Task) -> str:
    return "; ".join(
        f"{item.date} {item.unit} {item.verdict} {item.by} {item.note}".strip()
        for item in task.assessments
    )


def _cells(task: Task) -> str:
    """Return the cells in columns of the document's own by key, in printed order."""
    return "; ".join(f"{cell.column}: {cell.text}" for cell in task.cells)


def _columns(plan: Plan) -> str:
    """Return the heads of all lists, with the keys and types of the document's own columns."""
    return "; ".join(
        f"{own.id}: {', '.join(map(_column, own.columns))}" for own in plan.lists if own.printed
    )


def _column(column: Column) -> str:
    head = "/".join(column.heads)
    if column.kind != "open":
        return head
    facts = (column.key, column.type, column.unit, "sum" if column.sum else "")
    return f"{head} ({' '.join(filter(None, facts))})"


def _indicators(task: Task) -> str:
    return "; ".join(
        f"{indicator.name} {indicator.at_least}/{indicator.at_most}/{indicator.equal} "
        f"{indicator.unit}"
        for indicator in task.indicators
    )


def _targets(task: Task) -> str:
    return "; ".join(f"{one.id} {one.by.raw} {one.label} {one.value}" for one in task.targets)


_SITE: Fields[SiteModel] = (
    ("name", lambda site: site.config.name),
    ("as_of", lambda site: site.as_of.isoformat()),
    ("transfers", _transfers),
)
_PLAN: Fields[Plan] = (
    ("title", lambda plan: plan.title),
    ("plan_kind", lambda plan: plan.kind.name),
    ("period", lambda plan: plan.period.text),
    ("document_number", lambda plan: plan.document_number),
    ("index_number", lambda plan: plan.index_number),
    ("issuer", lambda plan: plan.issuer_name),
    ("written", lambda plan: str(plan.written or "")),
    ("published", lambda plan: str(plan.published or "")),
    ("validity", lambda plan: plan.validity),
    ("columns", _columns),
    ("text", lambda plan: "\n".join(block.text for block in plan.body if not block.task)),
    ("notice", _notice),
    ("contact", lambda plan: plan.contact),
    ("annexes", _annexes),
    (
        "attachments",
        lambda plan: "; ".join(f"{file.title} {file.sha256}" for file in plan.attachments),
    ),
    (
        "corrections",
        lambda plan: "; ".join(
            f"{correction.date} {correction.what}" for correction in plan.corrections
        ),
    ),
)
_TASK: Fields[Task] = (
    ("number", lambda task: task.number),
    ("section", lambda task: task.section),
    ("text", lambda task: task.text),
    ("units", _duties),
    ("deadline", lambda task: task.deadline.raw),
    ("status", lambda task: task.status),
    ("progress", _progress),
    ("states", _states),
    ("adjustments", _adjustments),
    ("assessments", _assessments),
    ("indicators", _indicators),
    ("targets", _targets),
    ("part_of", lambda task: task.parent.partition("#")[2]),
    ("rolls_up", lambda task: "yes" if task.rolls_up else ""),
    ("cells", _cells),
    ("leader", lambda task: task.leader),
    ("topics", lambda task: "、".join(task.topics)),
    ("basis", lambda task: "、".join(task.basis)),
)
_UNIT: Fields[Unit] = (
    ("name", lambda unit: unit.name),
    ("former_names", lambda unit: "、".join(name.name for name in unit.former_names)),
    ("aliases", lambda unit: "、".join(unit.aliases)),
    ("since", lambda unit: unit.since),
    ("until", lambda unit: unit.until),
    ("successor", lambda unit: "、".join(unit.successors)),
    ("parent", lambda unit: unit.parent),
    ("kind", lambda unit: unit.kind),
)
_GROUP: Fields[Group] = (
    ("name", lambda group: group.name),
    ("members", lambda group: "、".join(group.members)),
)
_TOPIC: Fields[Topic] = (
    ("name", lambda topic: topic.name),
    ("description", lambda topic: topic.description),
)
