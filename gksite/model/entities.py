"""The frozen entities of a site: authorities, units, groups, topics, plans, tasks, progress."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gksite.diagnostics import Location
from gksite.model.columns import Cell, TaskList
from gksite.model.notice import Annex, Notice
from gksite.model.periods import Period
from gksite.model.plan_kinds import USUAL, Kind
from gksite.model.reporting import (
    Adjustment,
    Assessment,
    Duty,
    Indicator,
    Member,
    Members,
    Report,
    Responsibility,
    Target,
)
from gksite.model.statuses import Status
from gksite.notation.values import Deadline
from gksite.schema.keys import PartOrder, TaskStatus
from gksite.source.blocks import Block, BodyLink
from gksite.values import Value


class FormerName(Value, frozen=True):
    """A former name of a unit, valid until a day (`YYYY`, `YYYY-MM` or `YYYY-MM-DD`)."""

    name: str
    until: str = ""


class Unit(Value, frozen=True):
    """A 单位 of one authority's registry. `key` is `authority/id`, unique in the site."""

    key: str
    id: str
    authority: str
    name: str
    location: Location
    kind: str = ""
    aliases: tuple[str, ...] = ()
    former_names: tuple[FormerName, ...] = ()
    parent: str = ""
    since: str = ""
    until: str = ""
    successors: tuple[str, ...] = ()
    note: str = ""


class Group(Value, frozen=True):
    """A 集合单位 (各街镇): `members` are unit keys; an open group's members are not stated."""

    key: str
    id: str
    authority: str
    name: str
    location: Location
    aliases: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    open: bool = False


class Authority(Value, frozen=True):
    """A 行政机关: the issuer of plans, with the registry of its units and groups."""

    id: str
    name: str
    location: Location
    short_name: str = ""
    kind: str = ""
    parent: str = ""
    units: tuple[Unit, ...] = ()
    groups: tuple[Group, ...] = ()


class Topic(Value, frozen=True):
    """A 主题, which tasks of any plan may have; `aliases` are other words that find it."""

    id: str
    name: str
    location: Location
    description: str = ""
    aliases: tuple[str, ...] = ()


class Term(Value, frozen=True):
    """A term or abbreviation of the glossary: `expansion` is its long form, `explanation` its
    meaning."""

    term: str
    location: Location
    expansion: str = ""
    explanation: str = ""
    aliases: tuple[str, ...] = ()


class Transfer(Value, frozen=True):
    """A 职责划转: on the day `on` the duties of the unit `from_` pass to the unit `to` (keys).

    `tasks` are plans (`plan`) and tasks (`plan#task`); empty, it is all duties.
    """

    from_: str
    to: str
    on: date
    location: Location
    tasks: tuple[str, ...] = ()
    basis: str = ""

    def covers(self, plan: str, *lineage: str) -> bool:
        """Whether it is about a task of a plan; `lineage` are the keys of the task and of those
        above it, since parts go with their task."""
        return not self.tasks or any(key in self.tasks for key in (plan, *lineage))


class Task(Value, frozen=True):
    """One 任务 of a plan. `key` is `plan#id`.

    `text` is the printed wording without its number and without its responsibility brackets; `html`
    is the same, safe to show. `units_printed` is the responsibility as printed, "" where the source
    lists the units by role.
    """

    key: str
    plan: str
    id: str
    number: str
    list: str
    section: str
    title: str
    text: str
    html: str
    location: Location
    responsibilities: tuple[Responsibility, ...] = ()
    units_printed: str = ""
    open_ended: bool = False
    deadline: Deadline = Deadline("", "none")
    leader: str = ""
    note: str = ""
    topics: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    continues: str = ""
    indicators: tuple[Indicator, ...] = ()
    targets: tuple[Target, ...] = ()
    """In the order of the source."""
    parent: str = ""
    """The key of the task whose part it is; "" for a task of its own."""
    rolls_up: bool = False
    """Whether its state is that of its least advanced part."""
    reports: tuple[Report, ...] = ()
    """The oldest first; those of one day as in the source."""
    in_body: bool = False
    adjustments: tuple[Adjustment, ...] = ()
    """The oldest first."""
    cells: tuple[Cell, ...] = ()
    """In columns of the document's own, in printed order."""
    duties: tuple[Duty, ...] = ()
    """In the order in which the task names their units; never empty in a site."""
    passed: tuple[Duty, ...] = ()
    """Duties that transfers took from their units."""
    assessments: tuple[Assessment, ...] = ()
    """The oldest first; in a site only where config.yaml publishes them."""
    status: Status = "unreported"
    """Its state by its plan's `task_status`."""
    withdrawn_above: bool = False
    """Whether a task above it was withdrawn."""
    withdrawn_below: bool = False
    """Whether it has the state of its parts, and all of these were withdrawn."""

    @property
    def due(self) -> Deadline:
        """The deadline that holds: that of the latest adjustment of it, else the printed one."""
        changed = [a.deadline for a in self.adjustments if a.deadline and not a.target]
        return changed[-1] if changed else self.deadline

    def due_of(self, target: Target) -> Deadline:
        """Return the day that holds for a target: that of its latest adjustment, else the printed
        one."""
        changed = [a.deadline for a in self.adjustments if a.deadline and a.target == target.id]
        return changed[-1] if changed else target.by

    @property
    def is_withdrawn(self) -> bool:
        """Whether an adjustment withdrew it, a task whose part it is, or all of its parts where it
        has their state."""
        is_decided = any(change.withdrawn for change in self.adjustments)
        return is_decided or self.withdrawn_above or self.withdrawn_below

    @property
    def named(self) -> tuple[Responsibility, ...]:
        """The units that it names now: in its latest adjustment of units, else as printed."""
        return self.renamed.responsibilities if self.renamed else self.responsibilities

    @property
    def renamed(self) -> Adjustment | None:
        """The latest adjustment of its units."""
        return next((one for one in reversed(self.adjustments) if one.units_printed), None)

    def cell(self, column: str) -> Cell | None:
        """Return its cell in an open column (by key), or None where that is blank."""
        return next((cell for cell in self.cells if cell.column == column), None)

    @property
    def reported(self) -> int:
        """The number of its duties that were reported."""
        return sum(duty.latest >= 0 for duty in self.duties)


class Section(Value, frozen=True):
    """A 部分 of a plan. `id` is the numbers of its headings joined by dots (`2`, `3.1`), or as stated
    by the source."""

    id: str
    number: str
    title: str
    level: int
    parent: str = ""
    line: int = 0
    """Of its heading in plan.md; 0 where the body has none."""

    @property
    def text(self) -> str:
        """Number and title as printed."""
        return f"{self.number}{self.title}"


class AttachedFile(Value, frozen=True):
    """An attachment of a plan: `path` below the plan's address, size in bytes, SHA-256 in
    hexadecimal."""

    path: str
    title: str
    size: int
    sha256: str


class Correction(Value, frozen=True):
    """A public 更正 of a published plan, or of one of its tasks (its id)."""

    date: date
    what: str
    why: str = ""
    task: str = ""


class Plan(Value, frozen=True):
    """A 工作要点 with the content of its folder."""

    id: str
    title: str
    authority: str
    year: int
    """In which its period begins; of an undated plan, that of its day."""
    location: Location
    period: Period
    kind: Kind = USUAL
    issuer: str = ""
    issuer_name: str = ""
    publisher: str = ""
    signature: str = ""
    """Under the text, as printed; "" where the source has none: neither its publisher nor its
    issuer signed it."""
    document_number: str = ""
    index_number: str = ""
    category: str = ""
    keywords: tuple[str, ...] = ()
    written: date | None = None
    published: date | None = None
    """The day of publication that its source states."""
    went_out: str = ""
    """When `gksite publish` first brought it out, by the ledger: a minute with its offset, or a
    day; "" where it did not. A publication gives its own minute to what goes out with it."""
    validity: str = ""
    summary: str = ""
    disclosure: str = ""
    addressees: str = ""
    copies_to: str = ""
    printed_by: str = ""
    printed_on: date | None = None
    annotation: str = ""
    contact: str = ""
    """Whom to ask, as printed."""
    source_url: str = ""
    based_on: tuple[str, ...] = ()
    previous: str = ""
    lists: tuple[TaskList, ...] = ()
    sections: tuple[Section, ...] = ()
    tasks: tuple[Task, ...] = ()
    body: tuple[Block, ...] = ()
    links: tuple[BodyLink, ...] = ()
    attachments: tuple[AttachedFile, ...] = ()
    notice: Notice | None = None
    annexes: tuple[Annex, ...] = ()
    order: PartOrder = "as_printed"
    """Where notice, plan and annexes stand; `plan_first` puts the plan before its notice."""
    corrections: tuple[Correction, ...] = ()
    aliases: tuple[str, ...] = ()
    draft: bool = False
    task_status: TaskStatus = "lead"
    members: tuple[Members, ...] = ()
    """Of each group that its tasks name, on each day of which they name it."""
    is_whole: bool = True
    """False where a record of tasks.yaml could not be used: then a missing task proves nothing."""

    @property
    def whole_tasks(self) -> tuple[Task, ...]:
        """The tasks that figures count: those that are no part of another."""
        return tuple(task for task in self.tasks if not task.parent)

    def parts_of(self, task: Task) -> tuple[Task, ...]:
        """Return the parts of a task, as printed."""
        return tuple(part for part in self.tasks if part.parent == task.key)

    def members_of(self, group: str, day: date) -> tuple[Member, ...]:
        """Return the members that its tasks mean by a group (its key) that they name on a day."""
        return next((one.units for one in self.members if (one.group, one.day) == (group, day)), ())

    @property
    def all_links(self) -> Iterator[tuple[str, BodyLink]]:
        """The links of its text and its notice, each with the path of its file."""
        yield from ((self.location.path, link) for link in self.links)
        if self.notice:
            yield from ((self.notice.location.path, link) for link in self.notice.links)

    @property
    def is_void(self) -> bool:
        """Whether its source says that it holds no longer."""
        return self.validity in ("失效", "废止")

    @property
    def is_tracked(self) -> bool:
        """Whether a report of it counts, or counted; only then is silence a statement."""
        return any(r.standing in ("counted", "passed") for t in self.tasks for r in t.reports)

    @property
    def public_since(self) -> str:
        """When it was published, in ISO 8601: as its source states, with the minute where it went
        out on that day; else as it went out; "" where nothing says so."""
        stated = str(self.published or "")
        return self.went_out if self.went_out.startswith(stated) else stated

    @property
    def public_day(self) -> date | None:
        """The day of `public_since`."""
        since = self.public_since
        return date.fromisoformat(since[:10]) if since else None

    @property
    def day(self) -> date:
        """The day whose units and groups it means: it was written, else published on it, else its
        period begins with it."""
        return self.written or self.published or self.period.first or date(self.year, 1, 1)


class FreePage(Value, frozen=True):
    """A free page (about, 无障碍声明 …): its id is its file name."""

    id: str
    title: str
    location: Location
    body: tuple[Block, ...] = ()
    links: tuple[BodyLink, ...] = ()
    description: str = ""
    published: date | None = None
    weight: int = 0
    in_footer: bool = True
    aliases: tuple[str, ...] = ()
    draft: bool = False
