"""What a template may see: one frozen context class per page kind, plain data, everything already decided.

`path`s of links are addresses from the root of the site; a template writes `{{ root }}{{ link.path }}`, where `root` leads
from the page to the root of the site (`""`, `../`, `../../`). Texts in the interface language come from `site.strings`.
`html` fields are safe to output as they are; everything else is escaped by the template engine.
"""

from __future__ import annotations

from typing import ClassVar

from gksite.model.deadline_changes import DeadlineChange
from gksite.values import Value

CONTENT_LANGUAGE = "zh-CN"
"""The language of all that the sources hold."""


class Link(Value, frozen=True):
    """A text and an address; a link without `path` is only text. `note` says more, in words (a year, a place)."""

    text: str
    path: str = ""
    note: str = ""


class Day(Value, frozen=True):
    """A date as people read it and as `datetime` attribute."""

    text: str
    iso: str


class FooterItem(Value, frozen=True):
    """An item of the foot: `kind` is its key in config.yaml, `url` "" where it is no link."""

    kind: str
    label: str
    text: str
    url: str = ""


class Archived(Value, frozen=True):
    """That this site is a snapshot: when it was made (`2025-07-01 09:00`, and as ISO 8601), and where the living site is."""

    at: str
    iso: str
    living: str
    """The absolute address of the living site, ending in a slash; "" where it is not known."""


class Site(Value, frozen=True):
    """What is the same on every page."""

    name: str
    language: str
    """`zh-CN` or `en`: the language of the interface. The content is `zh-CN`."""
    strings: dict[str, str]
    navigation: tuple[Link, ...]
    """The main pages; `note` of each is its key, compared with `page.section`."""
    portal: tuple[Link, ...]
    """Breadcrumb of the portal above this site: absolute addresses."""
    footer: tuple[FooterItem, ...]
    footer_pages: tuple[Link, ...]
    assets: dict[str, str]
    """Name of an asset (`style.css`) → its address from the root of the site."""
    as_of: Day
    """The day that 逾期 is reckoned against."""
    archived: Archived | None = None
    search: str = ""
    """The address of the search page, "" where the site has none."""


class Page(Value, frozen=True, kw_only=True):
    """What every page has. `section` is the key of the navigation item that it belongs to."""

    template: ClassVar[str] = ""

    path: str
    root: str
    title: str
    section: str = ""
    description: str = ""
    breadcrumb: tuple[Link, ...] = ()
    """From the home page down to the parent; the page itself is left out."""
    meta: tuple[tuple[str, str], ...] = ()
    canonical: str = ""
    draft: bool = False
    downloads: tuple[Link, ...] = ()
    """What is on the page as files."""
    feeds: tuple[Link, ...] = ()
    """Feeds to name in the head: title, address, media type as `note`."""
    json_ld: str = ""
    """What the page says to machines, safe inside of a `script` element; "" where it says nothing."""
    report: str = ""
    """Where to report an error on this page; "" where the site names no such place."""


class PageCode(Value, frozen=True):
    """A QR code as an SVG path of lines one module high, `size` modules wide and high without its margin."""

    size: int
    path: str


class StatusMark(Value, frozen=True):
    """A status: its code (a CSS class) and its word. Shape and word carry it, never colour alone."""

    code: str
    text: str


class StatusCount(Value, frozen=True):
    """How many tasks have a status; `percent` of all of them, rounded so that all counts add up to 100."""

    status: StatusMark
    count: int
    percent: int


class Progress(Value, frozen=True):
    """Statuses of a set of tasks. `counts` lists those that occur, in the fixed order of statuses; `overdue` of `total`.

    `text` says it in a sentence (共25项：已完成12项，推进中…). Tasks of plans of which nothing was ever reported are no unreported
    ones: they are counted last, as `untracked`; `tracked` is false where there are no others.
    """

    total: int
    counts: tuple[StatusCount, ...]
    overdue: int
    tracked: bool
    text: str


class Mention(Value, frozen=True):
    """A unit or group as printed, with the page it stands for. `is_group`: its page lists whom it means."""

    text: str
    path: str
    full_name: str = ""
    """The registered name where it differs from what is printed."""
    is_group: bool = False


class RoleGroup(Value, frozen=True):
    """The units of one role (`lead`, `responsible`, `cooperating`) with the word for it."""

    role: str
    label: str
    mentions: tuple[Mention, ...]


class DeadlineText(Value, frozen=True):
    """A deadline as printed, and in dates (`dates` "" where there are none). `kind` is the word for what it is, "" where there is none."""

    printed: str
    dates: str
    kind: str
    start: str = ""
    end: str = ""
    overdue: bool = False


class TaskLine(Value, frozen=True):
    """A task in a list of tasks of several plans."""

    link: Link
    """`text` is the short title, `note` the printed number."""
    plan: Link
    """`note` is the year."""
    deadline: DeadlineText
    status: StatusMark | None
    """None where nothing was ever reported of the plan."""
    roles: tuple[RoleGroup, ...] = ()
    role: str = ""
    """On a unit's page: the word for the role of that unit."""
    via: Link | None = None
    """On a unit's page: the group through which it is meant."""


class PlanLine(Value, frozen=True):
    """A plan in a list of plans."""

    link: Link
    year: int
    authority: Link
    issuer: str
    document_number: str
    published: Day | None
    progress: Progress
    validity: str = ""
    """Where its source says anything but 有效."""
    draft: bool = False


class YearOfPlans(Value, frozen=True):
    """The plans of one year."""

    year: int
    plans: tuple[PlanLine, ...]


class AuthorityPlans(Value, frozen=True):
    """An authority with its plans, newest year first."""

    authority: Link
    kind: str
    years: tuple[YearOfPlans, ...]
    unit_count: int = 0


class NewsItem(Value, frozen=True):
    """Something that happened: `kind` is the word for it (发布, 落实情况, 更正, 已撤销)."""

    day: Day
    kind: str
    link: Link
    text: str = ""
    status: StatusMark | None = None
    plan: Link | None = None


class HomePage(Page, frozen=True, kw_only=True):
    """The home page."""

    template: ClassVar[str] = "home.html"

    intro_html: str
    news: tuple[NewsItem, ...]
    authorities: tuple[AuthorityPlans, ...]
    years: tuple[Link, ...]
    progress: Progress
    """Of the newest year that has plans."""
    progress_year: int
    due_soon: tuple[TaskLine, ...]
    """The next dated deadlines on or after `as_of`."""
    overdue: tuple[TaskLine, ...]
    task_count: int
    plan_count: int
    unit_count: int


class PlansPage(Page, frozen=True, kw_only=True):
    """The plans index: by year, newest first."""

    template: ClassVar[str] = "plans.html"

    years: tuple[YearOfPlans, ...]


class Fact(Value, frozen=True):
    """A line of an information block: a label and a value, perhaps a link (`path`) or a date (`iso`)."""

    label: str
    value: str
    path: str = ""
    iso: str = ""


class TocEntry(Value, frozen=True):
    """An entry of a contents list: heading level 2-6, text, fragment without `#`."""

    level: int
    text: str
    anchor: str
    task_count: int = 0


class TaskMark(Value, frozen=True):
    """The task that a block of a plan's body is: link to its page, status where anything was ever reported of the plan."""

    id: str
    link: Link
    status: StatusMark | None


class BodyBlock(Value, frozen=True):
    """A block of a text. A heading has a level and an anchor; a paragraph's html is without `<p>`, others are whole.

    `task` is given on the first block of a task; `anchor` is then `task-<id>` on that block (headings keep their own).
    """

    kind: str
    html: str
    level: int = 0
    anchor: str = ""
    task: TaskMark | None = None


class AttachmentLine(Value, frozen=True):
    """An attachment: link, size as people read it, format in capitals, SHA-256."""

    link: Link
    size: str
    format: str
    sha256: str


class CorrectionLine(Value, frozen=True):
    """A public correction."""

    day: Day
    what: str
    why: str


class WithdrawnLine(Value, frozen=True):
    """A part of a plan that was taken back: linked to its tombstone, with the word for what became of it."""

    link: Link
    status: str
    day: Day
    why: str


class SectionTasks(Value, frozen=True):
    """The tasks of a section, for a plan whose body does not hold them."""

    title: str
    tasks: tuple[TaskLine, ...]


class PlanPage(Page, frozen=True, kw_only=True):
    """A plan."""

    template: ClassVar[str] = "plan.html"

    plan_title: str
    document_number: str
    facts: tuple[Fact, ...]
    validity: str
    is_valid: bool
    summary: str
    progress: Progress
    contents: tuple[TocEntry, ...]
    addressees: str
    blocks: tuple[BodyBlock, ...]
    unmarked: tuple[SectionTasks, ...]
    """Tasks that the body does not hold, by section."""
    signature: str
    written: Day | None
    annotation: str
    copies_to: str
    printed_by: str
    printed_on: Day | None
    attachments: tuple[AttachmentLine, ...]
    corrections: tuple[CorrectionLine, ...]
    corrected: Day | None
    """The day of the latest correction."""
    withdrawn: tuple[WithdrawnLine, ...]
    views: tuple[Link, ...]
    """Table, matrix, comparison: what this plan can be read as."""
    based_on: tuple[Link, ...]
    derived: tuple[Link, ...]
    previous: Link | None
    next: Link | None
    code: PageCode | None
    """Of `canonical`; None where that is not known."""


class Head(Value, frozen=True):
    """A column head as printed; `kind` is a ColumnKind (a CSS class), `id` is unique on the page."""

    id: str
    text: str
    kind: str


class Cell(Value, frozen=True):
    """A cell of a task table. `scope` is "" for a data cell, else `row` or `rowgroup` and the cell is a `th`.

    `headers` are the ids of all heads that it resolves to. Exactly one of text, html, mentions, link, status carries the
    content (mentions of several roles carry role labels).
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


class Row(Value, frozen=True):
    """A row: the cells that start in it (cells merged from above are left out).

    `status` (its code, "" where nothing was ever reported), `due` (the last day as ISO 8601) and `overdue` are for scripts.
    """

    id: str
    cells: tuple[Cell, ...]
    status: str = ""
    due: str = ""
    overdue: bool = False


class RowGroup(Value, frozen=True):
    """The rows of one section: a `tbody` of its own. `title` is "" where the table has no sections."""

    title: str
    rows: tuple[Row, ...]


class ListField(Value, frozen=True):
    """A printed column head with the content of a task under it."""

    head: str
    kind: str
    text: str = ""
    html: str = ""
    roles: tuple[RoleGroup, ...] = ()


class ListItem(Value, frozen=True):
    """A task of the headed list: number, short title with link, the fields."""

    id: str
    number: str
    link: Link
    status: StatusMark | None
    fields: tuple[ListField, ...]


class ListSection(Value, frozen=True):
    """A section of the headed list."""

    title: str
    items: tuple[ListItem, ...]


class TaskTable(Value, frozen=True):
    """A task list as a table (as printed) and as a headed list (the same rows, for narrow screens)."""

    id: str
    caption: str
    heads: tuple[Head, ...]
    groups: tuple[RowGroup, ...]
    sections: tuple[ListSection, ...]


class PrintSection(Value, frozen=True):
    """The rows of one section of a printed table; `title` is "" where the table has no sections. No cell is merged."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]


class PrintTable(Value, frozen=True):
    """A task list as it is printed: the section is a row above its tasks and no column; `widths` are shares of 100."""

    caption: str
    heads: tuple[Head, ...]
    widths: tuple[int, ...]
    sections: tuple[PrintSection, ...]


class PlanPrint(Page, frozen=True, kw_only=True):
    """A plan as a document of its own (PDF). `root` is the absolute address of the site, "" where it is not known: then nothing is a link."""

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
    copies_to: str
    printed_by: str
    printed_on: Day | None
    tables: tuple[PrintTable, ...]
    attachments: tuple[AttachmentLine, ...]
    corrections: tuple[CorrectionLine, ...]
    code: PageCode | None
    """Of `canonical`."""


class TablePage(Page, frozen=True, kw_only=True):
    """The task tables of a plan."""

    template: ClassVar[str] = "table.html"

    plan: Link
    tables: tuple[TaskTable, ...]
    progress: Progress
    views: tuple[Link, ...]
    code: PageCode | None


class EntryLine(Value, frozen=True):
    """A progress entry."""

    day: Day
    status: StatusMark
    html: str
    unit: str
    evidence: tuple[Link, ...]
    readings: tuple[Fact, ...]


class IndicatorLine(Value, frozen=True):
    """An indicator: what is to be reached in words, what was reported last, and a meter from 0 to `maximum`.

    `value` is None without a report; `reached` is None without a report.
    """

    name: str
    target: str
    target_value: float
    value: float | None
    value_text: str
    maximum: float
    reached: bool | None
    day: Day | None


class SameTask(Value, frozen=True):
    """The same task in another year's plan. `stated` says that the source says so; otherwise their wording is alike."""

    link: Link
    plan: Link
    stated: bool
    change: str
    """Words for what changed: 文字相同, 文字有改动, 单位有变化 …, joined."""


class TaskPage(Page, frozen=True, kw_only=True):
    """A task."""

    template: ClassVar[str] = "task.html"

    number: str
    short_title: str
    plan: Link
    plan_part: Link
    """The section, linked to its place in the plan's body; `path` "" where it has none."""
    text_html: str
    code: PageCode | None
    roles: tuple[RoleGroup, ...]
    units_printed: str
    open_ended: bool
    deadline: DeadlineText
    status: StatusMark | None
    tracked: bool
    entries: tuple[EntryLine, ...]
    """Newest first."""
    indicators: tuple[IndicatorLine, ...]
    leader: str
    task_note: str
    basis: tuple[Link, ...]
    derived: tuple[Link, ...]
    topics: tuple[Link, ...]
    last_year: SameTask | None
    next_year: SameTask | None
    previous: Link | None
    next: Link | None
    in_text: str
    """Fragment of the plan page where the wording stands, "" where the body does not hold it."""


class UnitLine(Value, frozen=True):
    """A unit in an index: tasks named in, and meant through groups."""

    link: Link
    aliases: tuple[str, ...]
    named: int
    through_groups: int
    lead: int
    span: str
    """«2019—2024年3月» where it no longer exists or is new, else ""."""


class UnitKind(Value, frozen=True):
    """Units of one kind."""

    kind: str
    units: tuple[UnitLine, ...]


class AuthorityUnits(Value, frozen=True):
    """The units of one authority, by kind; its groups."""

    authority: Link
    anchor: str
    kinds: tuple[UnitKind, ...]
    groups: tuple[UnitLine, ...]


class Letter(Value, frozen=True):
    """Units whose pinyin begins with a letter (`#` for the rest)."""

    letter: str
    anchor: str
    units: tuple[UnitLine, ...]


class UnitsPage(Page, frozen=True, kw_only=True):
    """The units index."""

    template: ClassVar[str] = "units.html"

    authorities: tuple[AuthorityUnits, ...]
    letters: tuple[Letter, ...]


class AuthorityPage(Page, frozen=True, kw_only=True):
    """An authority: its plans and its units."""

    template: ClassVar[str] = "authority.html"

    name: str
    short_name: str
    kind: str
    parent: Link | None
    children: tuple[Link, ...]
    years: tuple[YearOfPlans, ...]
    units: AuthorityUnits


class PlanTasks(Value, frozen=True):
    """The tasks of one plan on a page of several, by deadline."""

    plan: Link
    """`note` is the year."""
    tasks: tuple[TaskLine, ...]


class RoleCount(Value, frozen=True):
    """How many tasks a unit has in a role; `total` are all tasks of the plans that name it."""

    role: str
    label: str
    count: int
    total: int


class UnitPage(Page, frozen=True, kw_only=True):
    """A unit."""

    template: ClassVar[str] = "unit.html"

    name: str
    kind: str
    authority: Link
    aliases: tuple[str, ...]
    former_names: tuple[Fact, ...]
    span: str
    is_gone: bool
    """Whether it no longer exists."""
    note: str
    parent: Link | None
    children: tuple[Link, ...]
    predecessors: tuple[Link, ...]
    successors: tuple[Link, ...]
    groups: tuple[Link, ...]
    counts: tuple[RoleCount, ...]
    progress: Progress
    """Of the tasks that name it."""
    overdue: tuple[TaskLine, ...]
    overdue_of: int
    """Of how many tasks: those that name it or mean it through a group; 0 where nothing was ever reported of their plans."""
    due_soon: tuple[TaskLine, ...]
    named: tuple[PlanTasks, ...]
    """Newest plan first."""
    through_groups: tuple[PlanTasks, ...]
    open_groups: tuple[PlanTasks, ...]
    """Tasks of open groups of its authority, which may mean it: said so."""
    open_group_names: tuple[Link, ...]
    code: PageCode | None


class GroupPage(Page, frozen=True, kw_only=True):
    """A group: whom it means, and its tasks."""

    template: ClassVar[str] = "group.html"

    name: str
    authority: Link
    aliases: tuple[str, ...]
    is_open: bool
    members: tuple[Link, ...]
    tasks: tuple[PlanTasks, ...]
    progress: Progress


class MatrixMark(Value, frozen=True):
    """What stands at a crossing: one character, and the word for it."""

    mark: str
    word: str


class MatrixRow(Value, frozen=True):
    """A task against all columns: `marks` are the columns where it has a role (`lead` …), each with the number of empty ones before.

    `rest` is the number of empty columns after the last mark.
    """

    id: str
    task: Link
    marks: tuple[tuple[int, str], ...]
    rest: int


class MatrixColumn(Value, frozen=True):
    """A unit or group; `count` of tasks."""

    unit: Mention
    count: int


class MatrixPage(Page, frozen=True, kw_only=True):
    """Units against tasks of a plan. `marks` are the marks of the roles that occur, by role in the fixed order."""

    template: ClassVar[str] = "matrix.html"

    plan: Link
    caption: str
    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]
    marks: dict[str, MatrixMark]
    views: tuple[Link, ...]


class MonthOfTasks(Value, frozen=True):
    """The tasks due in a month."""

    title: str
    anchor: str
    tasks: tuple[TaskLine, ...]


class MonthColumn(Value, frozen=True):
    """A month of the picture of a year's deadlines: how many tasks are due, and the column that shows it.

    `x` is the left edge of the column, `done_y`, `open_y` and `late_y` the upper edges of its parts, all in the units of the picture.
    """

    title: str
    anchor: str
    label: str
    """Short, below the column."""
    total: int
    done: int
    late: int
    x: float
    done_y: float
    open_y: float
    late_y: float

    @property
    def open(self) -> int:
        """Neither done nor late."""
        return self.total - self.done - self.late


class Calendar(Value, frozen=True):
    """A year's dated deadlines as columns by month, from the bottom: done, open, late. `today` is where the day of the build lies, or -1.

    `tracked` is false where nothing was ever reported of any of the plans: then none of them is done or late.
    """

    width: float
    base: float
    months: tuple[MonthColumn, ...]
    today: float
    text: str
    tracked: bool


class PartOfDeadlines(Value, frozen=True):
    """A month or list of a year's deadlines that has a page of its own: how many tasks, and how many of them are done and late."""

    link: Link
    anchor: str
    total: int
    done: int
    late: int

    @property
    def open(self) -> int:
        """Neither done nor late."""
        return self.total - self.done - self.late


class DeadlinesPage(Page, frozen=True, kw_only=True):
    """Deadlines of one year: by month; those without a day in their own lists. Of a year with `parts` their tasks are not here."""

    template: ClassVar[str] = "deadlines.html"

    year: int
    years: tuple[Link, ...]
    overdue: tuple[TaskLine, ...]
    calendar: Calendar | None
    """None where the columns would say nothing: fewer than two months."""
    months: tuple[MonthOfTasks, ...]
    lists: tuple[MonthOfTasks, ...]
    """全年, 持续推进, 周期性, 其他: whatever occurs."""
    parts: tuple[PartOfDeadlines, ...]
    """The pages that months and lists have where the year has too many tasks for one; then `overdue`, `months` and `lists` are empty."""
    late: int
    """How many tasks of `parts` are overdue."""
    tracked: bool
    """Whether anything was ever reported of a plan of the year."""


class DeadlinesPartPage(Page, frozen=True, kw_only=True):
    """A month or a list of a large year's deadlines."""

    template: ClassVar[str] = "deadlines-part.html"

    name: str
    """The month or list alone; the title says the year of the plans too."""
    year: Link
    parts: tuple[Link, ...]
    """Of the whole year, this one among them."""
    previous: Link | None
    next: Link | None
    tasks: tuple[TaskLine, ...]


class TopicLine(Value, frozen=True):
    """A topic with its number of tasks."""

    link: Link
    description: str
    count: int


class TopicsPage(Page, frozen=True, kw_only=True):
    """The topics."""

    template: ClassVar[str] = "topics.html"

    topics: tuple[TopicLine, ...]


class TopicPage(Page, frozen=True, kw_only=True):
    """A topic's tasks, by plan."""

    template: ClassVar[str] = "topic.html"

    name: str
    topic_description: str
    plans: tuple[PlanTasks, ...]
    progress: Progress


class ProgressBar(Value, frozen=True):
    """A line of a chart: what it is of, and its statuses."""

    link: Link
    progress: Progress


class IndicatorRow(Value, frozen=True):
    """An indicator of a year's plans, with its task; `value_width` and `target_x` are its bar in hundredths of the meter."""

    task: Link
    """`note` is the plan's title."""
    indicator: IndicatorLine
    value_width: float
    target_x: float


class ProgressYear(Value, frozen=True):
    """Progress of one year: by plan, by unit (units with the most tasks first), and what the indicators say."""

    year: int
    progress: Progress
    plans: tuple[ProgressBar, ...]
    units: tuple[ProgressBar, ...]
    indicators: tuple[IndicatorRow, ...]


class ProgressPage(Page, frozen=True, kw_only=True):
    """The progress overview of one year."""

    template: ClassVar[str] = "progress.html"

    years: tuple[Link, ...]
    current: ProgressYear


class CascadeNode(Value, frozen=True):
    """A task in the picture of a cascade: what stands there, the height of its line, and the task."""

    text: str
    y: float
    link: Link


class CascadePlan(Value, frozen=True):
    """A plan of the lower level: its link (`note` is the authority), the height of its title, its tasks that carry something on."""

    link: Link
    y: float
    nodes: tuple[CascadeNode, ...]
    count: int
    """Of all its tasks."""


class CascadeRow(Value, frozen=True):
    """A task of the upper plan, and by lower plan the tasks that carry it on."""

    task: Link
    cells: tuple[tuple[Link, ...], ...]


class CascadePage(Page, frozen=True, kw_only=True):
    """From the tasks of a plan to those of the plans below it: a picture, and the same as a table."""

    template: ClassVar[str] = "cascade.html"

    plan: Link
    upper: tuple[CascadeNode, ...]
    lower: tuple[CascadePlan, ...]
    lines: tuple[str, ...]
    """Each as the path of an SVG curve."""
    height: float
    rows: tuple[CascadeRow, ...]
    carried: int
    """Tasks of the plan that any lower plan carries on."""
    text: str


class TextPart(Value, frozen=True):
    """A stretch of compared wording: `kind` is same, removed or added."""

    kind: str
    text: str


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


class ComparePage(Page, frozen=True, kw_only=True):
    """A plan against the same issuer's previous one."""

    template: ClassVar[str] = "compare.html"

    old_plan: Link
    new_plan: Link
    new: tuple[ComparedTask, ...]
    gone: tuple[ComparedTask, ...]
    changed: tuple[ComparedTask, ...]
    unchanged: tuple[ComparedTask, ...]
    summary: str


class CompareIndexPage(Page, frozen=True, kw_only=True):
    """All comparisons."""

    template: ClassVar[str] = "compare-index.html"

    comparisons: tuple[tuple[Link, Link, str], ...]
    """New plan (linked to the comparison), old plan, summary."""


class ChangesPage(Page, frozen=True, kw_only=True):
    """The log of a year: publications, progress entries, corrections and withdrawals, newest first, by month."""

    template: ClassVar[str] = "changes.html"

    years: tuple[Link, ...]
    months: tuple[tuple[str, str, tuple[NewsItem, ...]], ...]
    """Title, anchor, items."""


class TextPage(Page, frozen=True, kw_only=True):
    """A free page."""

    template: ClassVar[str] = "page.html"

    blocks: tuple[BodyBlock, ...]
    published: Day | None


class GlossaryEntry(Value, frozen=True):
    """A term with what it stands for, what it means and its other names; `id` is that of its place on the page."""

    id: str
    term: str
    expansion: str
    explanation: str
    aliases: tuple[str, ...]


class GlossaryPage(Page, frozen=True, kw_only=True):
    """The glossary."""

    template: ClassVar[str] = "glossary.html"

    terms: tuple[GlossaryEntry, ...]


class SitemapSection(Value, frozen=True):
    """A part of the site map."""

    title: str
    links: tuple[Link, ...]


class SearchPage(Page, frozen=True, kw_only=True):
    """The search; what a reader without script finds here are all plans by year, and all units by authority."""

    template: ClassVar[str] = "search.html"

    plans: tuple[SitemapSection, ...]
    units: tuple[SitemapSection, ...]


class SitemapPage(Page, frozen=True, kw_only=True):
    """The site map for people."""

    template: ClassVar[str] = "sitemap.html"

    sections: tuple[SitemapSection, ...]


class DataFile(Value, frozen=True):
    """A file of data: link, the word for its format, what is in it."""

    link: Link
    format: str
    text: str


class DataPage(Page, frozen=True, kw_only=True):
    """Which data there is to take along. `licence` is without a text where none is named."""

    template: ClassVar[str] = "data.html"

    licence: Link
    files: tuple[DataFile, ...]
    parts: tuple[Fact, ...]
    """Formats that the pages of plans, units and authorities offer, with what each is good for."""
    columns: tuple[Fact, ...]
    """The columns of the task tables: head, meaning."""


class NotFoundPage(Page, frozen=True, kw_only=True):
    """404: served at any address, so `root` is the absolute path of the site where `site.base_url` is known."""

    template: ClassVar[str] = "404.html"


class RedirectPage(Page, frozen=True, kw_only=True):
    """An old address that leads to the new one, without script."""

    template: ClassVar[str] = "redirect.html"

    target: Link


class SnapshotLine(Value, frozen=True):
    """A snapshot in the list of them. `download` is its edition for the public, with size and digest; None where the site offers none."""

    name: str
    at: Day
    """Day and time."""
    size: str
    sha256: str
    retention: str
    pages: int
    note: str
    signed_by: str
    changes: tuple[str, ...]
    download: Link | None
    download_size: str
    download_sha256: str


class ArchivePage(Page, frozen=True, kw_only=True):
    """The list of snapshots, newest first."""

    template: ClassVar[str] = "archive.html"

    snapshots: tuple[SnapshotLine, ...]


class WithdrawnPage(Page, frozen=True, kw_only=True):
    """The tombstone of an address: what stood there, what became of it, since when, why, and where to go."""

    template: ClassVar[str] = "withdrawn.html"

    status: str
    day: Day
    why: str
    see: Link | None
    plan: Link | None
    """The plan that it was a part of, where that is still there."""
