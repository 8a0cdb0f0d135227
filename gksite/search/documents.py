"""The documents of the search: each plan and its tasks, units, groups, topics and other pages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Literal, get_args

import msgspec

from gksite.model.entities import Group, Plan, Task, Topic, Unit
from gksite.model.handovers import handovers
from gksite.model.lateness import has_last_day
from gksite.model.pinyin import first_letters
from gksite.model.registry import names_of_unit
from gksite.model.site import SiteModel
from gksite.notation.values import Role
from gksite.pages import addresses
from gksite.search.characters import fold, tidy
from gksite.source.blocks import Block
from gksite.values import Value

DocumentKind = Literal["plan", "task", "unit", "group", "topic", "authority", "page"]

ROLES: tuple[Role, ...] = get_args(Role)
"""The roles of units, the strongest first."""

_BLOCK_TAG = re.compile(
    r"</?(?:p|li|ul|ol|dl|dt|dd|br|hr|table|thead|tbody|tr|td|th|div|pre|blockquote|h\d)\b[^>]*>"
)
_TAG = re.compile(r"<[^>]*>")


class Document(Value, frozen=True):
    """A document of the search. Its number, title, facts and texts, and the names of its holders
    are searched.

    `facts` are short and always shown; those of a task count as its text, all others as its title.
    `units` are its units as printed, and who took their part over. `holders` are the keys of the
    units, groups and topics whose task it is, named or by transfer, and so are `members`, of the
    units that have a duty through a group, or since the task names nobody: they may be filtered by,
    and not found. `roles` are those of all of them but topics. `due` is the last day of a task,
    where its deadline as printed does not state it.
    """

    kind: DocumentKind
    path: str
    title: str
    number: str = ""
    facts: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    roles: dict[str, Role] = msgspec.field(default_factory=dict)
    due: str = ""

    @property
    def titles(self) -> tuple[str, ...]:
        """What counts as its title."""
        return (self.title, *self.facts) if self.kind != "task" else (self.title,)

    @property
    def others(self) -> tuple[str, ...]:
        """Other texts to search, except the names of its holders."""
        return (self.number, *(self.facts if self.kind == "task" else ()), *self.texts)


class Holder(Value, frozen=True):
    """A unit, group or topic: any of its names finds its tasks. `initials` are the first
    letters of its names in pinyin."""

    key: str
    kind: Literal["unit", "group", "topic"]
    authority: str
    names: tuple[str, ...]
    initials: tuple[str, ...] = ()


def holders_of(model: SiteModel) -> list[Holder]:
    """Return every unit, group, topic in the registries' order; a topic's key begins with `#`."""
    registry = model.registry
    return [
        *(
            Holder(unit.key, "unit", unit.authority, _names(unit), _initials(model, unit))
            for unit in registry.units.values()
        ),
        *(
            Holder(group.key, "group", group.authority, _names(group))
            for group in registry.groups.values()
        ),
        *(
            Holder(
                f"#{topic.id}",
                "topic",
                "",
                tuple(dict.fromkeys(_filled(topic.name, *topic.aliases))),
            )
            for topic in model.topics.values()
        ),
    ]


def _initials(model: SiteModel, unit: Unit) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(first_letters(model.sounds[name], name) for name in names_of_unit(unit))
    )


def _names(entity: Unit | Group) -> tuple[str, ...]:
    former = (name.name for name in entity.former_names) if isinstance(entity, Unit) else ()
    return tuple(dict.fromkeys(map(tidy, (entity.name, *entity.aliases, *former))))


def synonyms_of(model: SiteModel) -> tuple[tuple[str, ...], ...]:
    """Return the names of each term of the glossary that has several: its own, what it stands for,
    and other wordings."""
    names = (
        tuple(dict.fromkeys(_filled(term.term, term.expansion, *term.aliases)))
        for term in model.glossary
    )
    return tuple(own for own in names if len(own) > 1)


def site_documents(model: SiteModel) -> list[Document]:
    """Return the documents that belong to no plan: one for each of `holders_of`, in that order,
    then authorities and free pages."""
    registry = model.registry
    authorities = {
        authority.id: tidy(authority.name) for authority in registry.authorities.values()
    }
    return [
        *(_of_unit(unit, authorities) for unit in registry.units.values()),
        *(_of_unit(group, authorities) for group in registry.groups.values()),
        *(_of_topic(topic) for topic in model.topics.values()),
        *(
            Document(
                "authority",
                addresses.authority_path(a.id),
                authorities[a.id],
                facts=_filled(a.short_name, a.kind),
            )
            for a in registry.authorities.values()
        ),
        *(
            Document(
                "page",
                addresses.page_path(page.id),
                tidy(page.title),
                texts=_filled(page.description, *_text(page.body)),
            )
            for page in model.pages.values()
        ),
    ]


def _of_unit(entity: Unit | Group, authorities: dict[str, str]) -> Document:
    note = entity.note if isinstance(entity, Unit) else ""
    kind: DocumentKind = "unit" if isinstance(entity, Unit) else "group"
    name, *others = _names(entity)
    texts = _filled(authorities.get(entity.authority, ""), note)
    return Document(kind, addresses.unit_path(entity.key), name, facts=tuple(others), texts=texts)


def _of_topic(topic: Topic) -> Document:
    return Document(
        "topic", addresses.topic_path(topic.id), tidy(topic.name), texts=_filled(topic.description)
    )


def plan_documents(
    model: SiteModel, plan: Plan, names: dict[str, tuple[str, ...]]
) -> list[Document]:
    """Return the document of a plan, then those of its tasks as printed. `names` are the folded
    names of each holder by its key."""
    attached = (file.title for file in plan.attachments)
    corrected = (
        text for correction in plan.corrections for text in (correction.what, correction.why)
    )
    own = Document(
        "plan",
        addresses.plan_path(plan.id),
        tidy(plan.title),
        facts=_filled(plan.document_number, plan.index_number, plan.issuer_name),
        texts=_filled(
            plan.summary,
            *_text(block for block in plan.body if not block.task),
            "、".join(plan.keywords),
            plan.annotation,
            plan.contact,
            *_of_notice(plan),
            *attached,
            *corrected,
        ),
    )
    return [own, *(_of_task(model, task, names) for task in plan.tasks)]


def _of_notice(plan: Plan) -> Iterable[str]:
    """Yield the texts of the notice that issues a plan, and the titles of its annexes."""
    if notice := plan.notice:
        yield from (notice.masthead, notice.document_number, notice.title, notice.addressees)
        yield from _text(notice.body)
        yield from (*notice.annexes, notice.signature, notice.annotation, notice.copies_to)
    yield from (annex.title for annex in plan.annexes)


def _of_task(model: SiteModel, task: Task, names: dict[str, tuple[str, ...]]) -> Document:
    printed = (key for r in task.responsibilities if (key := r.unit or r.group))
    # A unit that took a duty over has the task as if it were named.
    successors = (duty.unit for duty in task.duties if duty.came_from and not duty.group)
    holders = dict.fromkeys((*printed, *filter(None, successors)))
    members = (duty.unit for duty in task.duties if duty.unit and duty.unit not in holders)
    # A name that no registry has, or not in the printed form, is searched like any text.
    odd = [
        r.printed
        for r in task.responsibilities
        if not any(fold(r.printed) in name for name in names.get(r.unit or r.group, ()))
    ]
    progress = (
        text
        for entry in task.reports
        for text in (plain(entry.html), *(e.title for e in entry.evidence))
    )
    return Document(
        "task",
        addresses.task_path(task.key),
        tidy(task.title),
        number=tidy(task.number),
        facts=_filled(task.deadline.raw, task.leader),
        texts=_filled(
            plain(task.html) or task.text,
            task.note,
            *(cell.text for cell in task.cells),
            *(f"{one.name} {one.printed}" for one in task.indicators),
            *(f"{one.by.raw} {one.label}" for one in task.targets),
            *(f"{one.text} {one.units_printed}".strip() for one in task.adjustments),
            *progress,
            *(f"{item.by} {plain(item.html)}".strip() for item in task.assessments),
            *odd,
        ),
        units=_filled(
            *dict.fromkeys(r.printed for r in task.responsibilities), *_now_held(model, task)
        ),
        holders=(*holders, *(f"#{topic}" for topic in task.topics if topic in model.topics)),
        members=tuple(members),
        roles=_roles(task),
        due=_day(task),
    )


def _roles(task: Task) -> dict[str, Role]:
    """Return the strongest role of each unit and group."""
    roles: dict[str, Role] = {}
    named = ((one.unit or one.group, one.role) for one in task.responsibilities)
    for key, role in (*((duty.unit, duty.role) for duty in task.duties), *named):
        if key:
            roles[key] = min(roles.get(key, role), role, key=ROLES.index)
    return roles


def _day(task: Task) -> str:
    """Return the day on which a task is due, where its printed deadline does not state that day's
    year, or was adjusted."""
    due, printed = task.due, task.deadline
    if due.end is None or not has_last_day(due):
        return ""
    is_stated = due.end == printed.end and str(due.end.year) in printed.raw
    return "" if is_stated else due.end.isoformat()


def _now_held(model: SiteModel, task: Task) -> Iterable[str]:
    """Return who has what the units that a task names gave away (现由区应急管理局承担)."""
    holders = dict.fromkeys(one.to for one in handovers(task) if not one.before.group)
    return (f"现由{model.registry.units[key].name}承担" for key in holders)


def plain(markup: str) -> str:
    """Return the text of safe HTML; the texts of different blocks are separated by a blank."""
    if "<" in markup:
        markup = _TAG.sub("", _BLOCK_TAG.sub(" ", markup))
    return html.unescape(markup) if "&" in markup else markup


def _text(blocks: Iterable[Block]) -> Iterable[str]:
    return (block.text for block in blocks)


def _filled(*texts: str) -> tuple[str, ...]:
    return tuple(tidied for text in texts if text and (tidied := tidy(text)))
