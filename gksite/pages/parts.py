"""The context shared by all pages, and the parts that contexts of several kinds are made of.

`path`s of links are addresses from the root of the site; a template writes `{{ root }}{{ link.path
}}`, where `root` leads from the page to the root of the site (`""`, `../`, `../../`). Texts in the
interface language come from `site.strings`.
`html` fields are safe to output as they are; everything else is escaped by the template engine.
"""

from __future__ import annotations

from typing import ClassVar

from gksite.values import Value

CONTENT_LANGUAGE = "zh-CN"
"""The language of the sources."""


class Link(Value, frozen=True):
    """A text and an address; a link without `path` is only text. `note` says more, in words (a
    year, a place)."""

    text: str
    path: str = ""
    note: str = ""


class Day(Value, frozen=True):
    """A date as people read it and as `datetime` attribute."""

    text: str
    iso: str


class ItemWords(Value, frozen=True):
    """The words for a task of a kind of plan: Chinese with measure (个项目), English with plural."""

    item: str
    measure: str
    english: str
    plural: str


class FooterItem(Value, frozen=True):
    """An item of the foot: `kind` is its key in config.yaml, `url` "" where it is no link."""

    kind: str
    label: str
    text: str
    url: str = ""


class Archived(Value, frozen=True):
    """The snapshot that this site is: its time (`2025-07-01 09:00`, ISO 8601), its living site."""

    at: str
    iso: str
    living: str
    """The absolute address of the living site, ending in a slash; "" where it is not known."""


class StatusMark(Value, frozen=True):
    """A status: its code (a CSS class) and its word. Shape and word carry it, never colour
    alone."""

    code: str
    text: str


class Site(Value, frozen=True):
    """The context that all pages share; `address` is that of the site, where it is known."""

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
    as_of: Day | None
    """The day on which 逾期 is judged; None where the office states no day, so that nothing is."""
    statuses: tuple[StatusMark, ...]
    """Every status, in the order of counts and legends."""
    statuses_open_first: str
    """The codes of the statuses as tables sort them; withdrawn tasks last."""
    archived: Archived | None = None
    search: str = ""
    """The address of the search page, "" where the site has none."""
    address: str = ""


class Page(Value, frozen=True, kw_only=True):
    """The fields that every context has. `section` is the key of its navigation item."""

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
    item: ItemWords | None = None
    """The words for a task, in all strings of this page, where they are not the usual ones."""
    title_html: str = ""
    """The title with `<wbr>` where it may break; "" on pages that are no view of a plan."""
    downloads: tuple[Link, ...] = ()
    open_data: tuple[Link, ...] = ()
    """The content of the page as files: `downloads` for people, `open_data` for programs."""
    feeds: tuple[Link, ...] = ()
    """Feeds to name in the head: title, address, media type as `note`."""
    subscribe: str = ""
    """The address of the page on subscribing; "" where this one has no feed and no calendar."""
    json_ld: str = ""
    """JSON-LD, safe inside a `script` element; "" where there is none."""
    card: str = ""
    """The address of the picture of a shared link, from the root of the site."""
    report: str = ""
    """Where to report an error on this page; "" where the site names no such place."""


class PageCode(Value, frozen=True):
    """A QR code as an SVG path of lines one module high, `size` modules wide and high without its
    margin."""

    size: int
    path: str


class StatusCount(Value, frozen=True):
    """How many tasks have a status; `percent` of all of them, rounded so that all counts add up to
    100."""

    status: StatusMark
    count: int
    percent: int


class DutyCount(Value, frozen=True):
    """How many of the duties of a task were reported, for a task that has more than one.

    `differs` where those that were reported have different states. `text` says it in a sentence:
    牵头单位报已完成；8家中5家已完成、1家推进中、2家未报送.
    """

    reported: int
    total: int
    text: str
    differs: bool = False


class Progress(Value, frozen=True):
    """Statuses of a set of tasks. `counts` lists those that occur, in the fixed order of statuses;
    `overdue` of `total`.

    `text` says it in a sentence (共25项：已完成12项，推进中…). Tasks of plans of which nothing was ever
    reported are no unreported ones: they are counted last, as `untracked`; `tracked` is false where
    there are no others. `withdrawn` are tasks that stand in no figure, since they were withdrawn.
    """

    total: int
    counts: tuple[StatusCount, ...]
    overdue: int
    tracked: bool
    text: str
    withdrawn: tuple[Link, ...] = ()


class Finding(Value, frozen=True):
    """The headline of a page: `text` says what its tasks come to, `more` which are in no number of
    it, `rule` how it is counted ("" where nothing is)."""

    text: str
    more: str
    rule: str


class Mark(Value, frozen=True):
    """A task as one mark: `state` is the code of its status, `text` its name and state, `href` its
    address from the page that the mark stands on."""

    href: str
    text: str
    state: str
    overdue: bool


class MarkGroup(Value, frozen=True):
    """The marks of a section of a plan, or of another part of a page."""

    text: str
    marks: tuple[Mark, ...]


class Mention(Value, frozen=True):
    """A unit or group as printed, with its page; that of a group (`is_group`) lists its members."""

    text: str
    path: str
    full_name: str = ""
    """The registered name where it differs from what is printed."""
    is_group: bool = False


class NowHeld(Value, frozen=True):
    """What transfers and decisions made of the units of a role.

    Those that have their part now stand between `before` and `after`, joined by `joint` (「（现由」 `to`
    「承担，2025年7月1日起）」); there are none where a part has ended."""

    before: str
    to: tuple[Link, ...]
    after: str
    joint: str

    @property
    def text(self) -> str:
        """The whole as a text."""
        return f"{self.before}{self.joint.join(link.text for link in self.to)}{self.after}"


class RoleGroup(Value, frozen=True):
    """The units of one role (`lead`, `responsible`, `cooperating`) with the word for it.

    `now` says who has their part today, where a transfer took it; there are no `mentions` where a
    task that names nobody passed on from its plan's issuer.
    """

    role: str
    label: str
    mentions: tuple[Mention, ...]
    now: tuple[NowHeld, ...] = ()


class DeadlineText(Value, frozen=True):
    """A deadline as printed, and in dates (`dates` "" where there are none). `kind` is the word for
    what it is, "" where there is none.

    Where a decision changed it, `printed` stays as it was, `adjusted` says both
    (原定9月底前，延至2025年12月), and `dates`, `start`, `end` are those of the deadline that holds.
    """

    printed: str
    dates: str
    kind: str
    start: str = ""
    end: str = ""
    overdue: bool = False
    adjusted: str = ""
    left: str = ""
    """The days that are left or gone, reckoned from `site.as_of` (还有10天, 已过71天)."""
    is_brief: bool = False
    """Whether the printed wording says its days itself, so that lists leave `dates` out."""


class Tick(Value, frozen=True):
    """A term of a recurring task: `state` is `reported`, `missed` or `running`."""

    name: str
    state: str


class Ticks(Value, frozen=True):
    """The terms of a recurring task, and how many of them have a report, in words."""

    terms: tuple[Tick, ...]
    text: str


class TaskMarks(Value, frozen=True):
    """What a list says of a part and of a task with targets: whose part it is (`part`, for those
    who do not see it by its number), and the next target with its day; "" where there is none."""

    part: str
    next: str


class TaskLine(Value, frozen=True):
    """A task in a list of tasks of several plans."""

    link: Link
    """`text` is the short title, `note` the printed number."""
    plan: Link
    """`note` is the year, or the years."""
    deadline: DeadlineText
    status: StatusMark | None
    """None where nothing was ever reported of the plan."""
    roles: tuple[RoleGroup, ...] = ()
    role: str = ""
    """On a unit's page: the word for the role of that unit."""
    via: Link | None = None
    """On a unit's page: the group through which it is meant."""
    duties: DutyCount | None = None
    """Beside a task's own state; None on a unit's page, and where there is nothing to say."""
    came_from: tuple[Link, ...] = ()
    """On a unit's page: the units that had the duty before."""
    passed_to: Link | None = None
    """On a unit's page: the unit that has the duty now, since `passed_on`."""
    passed_on: Day | None = None
    members: DutyCount | None = None
    """On a group's page: the same of its members alone."""
    ticks: Ticks | None = None
    """Of a recurring task, in the lists of deadlines."""
    assessed: str = ""
    """Beside a task's own state on its plan's page: what assessments found of it."""
    marks: TaskMarks | None = None
    """None for a task of its own without targets."""
    by_issue: bool = False
    """On a unit's page: whether the task names nobody and is the unit's as issuer of its plan."""
    silent: str = ""
    """Of a recurring task without a report for more than a period: when the last one was."""


class PlanLine(Value, frozen=True):
    """A plan in a list of plans. `title_html` is its title with `<wbr>` where it may break."""

    link: Link
    title_html: str
    year: int
    authority: Link
    issuer: str
    document_number: str
    published: Day | None
    progress: Progress
    validity: str = ""
    """Where its source says anything but 有效."""
    draft: bool = False
    period: str = ""
    """In words, where it is not one year; "" for an undated plan too."""
    kind: str = ""
    """Where it is another one than 工作要点."""
    marks: tuple[Mark, ...] = ()
    """On the home page, of the plans of the current year, where there are not too many."""


class YearOfPlans(Value, frozen=True):
    """The plans of one year."""

    year: int
    plans: tuple[PlanLine, ...]


class TasksWithoutYear(Value, frozen=True):
    """How many tasks of a plan for several years, or for none, belong to no year: no day of theirs
    is stated."""

    plan: Link
    count: int


class MovedTask(Value, frozen=True):
    """A task, or a date of it, that decisions moved out of a year; `text` has old and new days."""

    link: Link
    plan: Link
    text: str


class NewsItem(Value, frozen=True):
    """An event: `kind` is the word for it (发布, 落实情况, 更正, 撤回报送, 调整, 职责划转, 已撤销). `unit` is who
    reported, and `standing` says where a report counts for nobody."""

    day: Day
    kind: str
    link: Link
    text: str = ""
    status: StatusMark | None = None
    plan: Link | None = None
    unit: str = ""
    standing: str = ""


class Fact(Value, frozen=True):
    """A line of an information block: a label and a value, perhaps a link (`path`), a date (`iso`)
    or a number that no line should part."""

    label: str
    value: str
    path: str = ""
    iso: str = ""
    is_number: bool = False


class PlanTasks(Value, frozen=True):
    """The tasks of one plan on a page of several, by deadline."""

    plan: Link
    """`note` is the year, or the years."""
    tasks: tuple[TaskLine, ...]
    count: int
    """How many of them figures count: all but parts that stand inside another one of the page."""
