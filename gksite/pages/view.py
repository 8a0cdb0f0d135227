"""The links, lines of tasks and plans, and counts that several pages show in the same way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec.structs import replace

from gksite.model.entities import Plan, Task
from gksite.model.lateness import is_due_by
from gksite.model.reporting import Duty, Target
from gksite.model.site import SiteModel
from gksite.model.statuses import CLOSED, SHOWN_ORDER, Status
from gksite.model.years import years_of_tasks
from gksite.notation.values import Deadline
from gksite.pages import addresses
from gksite.pages.addresses import PageRequest
from gksite.pages.deadline_parts import Entries
from gksite.pages.due import days_left, says_its_day, silence
from gksite.pages.events import Event
from gksite.pages.item_words import item_words, words_for
from gksite.pages.now_held import now_held
from gksite.pages.page_code import page_code
from gksite.pages.parts import (
    Day,
    DeadlineText,
    DutyCount,
    ItemWords,
    Link,
    Mention,
    PageCode,
    PlanLine,
    Progress,
    RoleGroup,
    StatusMark,
    TaskLine,
)
from gksite.pages.period_words import period_text, years_text
from gksite.pages.task_marks import task_marks
from gksite.pages.title_breaks import title_breaks_of
from gksite.pages.wording import ROLE_ORDER, Words, states_of
from gksite.source.links import file_address
from gksite.source.report_link import with_words


class View:
    """A site model with its words; values that are asked for twice are cached.

    >>> view.task_link(task).path
    'plans/qinghe-2025/7.html'
    """

    def __init__(
        self,
        model: SiteModel,
        words: Words,
        downloads: frozenset[str] = frozenset(),
        is_archived: bool = False,
    ) -> None:
        self.model = model
        self.words = words
        self.downloads = downloads
        """Addresses of the snapshots that the site offers."""
        self.is_archived = is_archived
        """Whether the site is that of a snapshot, whose pages are read from any folder."""
        self.statuses: dict[Status, StatusMark] = {one: words.status(one) for one in SHOWN_ORDER}
        self.withdrawn = StatusMark("withdrawn", words["status.withdrawn"])
        """The mark of a task that an adjustment withdrew."""
        self.role_words: dict[str, str] = {role: words[f"role.{role}"] for role in ROLE_ORDER}
        # Below a portal, «首页» is the portal's own.
        at_portal = model.config.column_name if model.config.breadcrumb else ""
        self.home = Link(at_portal or words["nav.home"], "index.html")
        self.plan_links = {
            plan.id: Link(plan.title, addresses.plan_path(plan.id), years_text(words, plan.period))
            for plan in model.plans.values()
        }
        units, groups = model.registry.units.values(), model.registry.groups.values()
        self.unit_links = {u.key: Link(u.name, addresses.unit_path(u.key)) for u in units}
        self.group_links = {g.key: Link(g.name, addresses.unit_path(g.key)) for g in groups}
        authorities = model.registry.authorities.values()
        self.authority_links = {
            a.id: Link(a.name, addresses.authority_path(a.id)) for a in authorities
        }
        self.title_breaks = title_breaks_of(model)
        self._main: dict[str, Link] = {}
        self._task_links: dict[str, Link] = {}
        self._deadlines: dict[str, DeadlineText] = {}
        self._mentions: dict[tuple[str, str, str], Mention] = {}
        self._roles: dict[str, tuple[RoleGroup, ...]] = {}
        self.news: dict[str, list[Event]] = {}
        """Year → its events, newest first; filled on first use, as its deadlines are."""
        self.deadlines_by_part: dict[int, dict[str, Entries]] = {}
        self._days: dict[date, Day] = {}
        self._duty_counts: dict[tuple[tuple[Status, ...], tuple[Status, ...]], DutyCount] = {}
        self._overdue: dict[str, bool] = {}
        self._plan_lines: dict[str, PlanLine] = {}
        self._positions: dict[str, dict[str, int]] = {}
        self._progresses: dict[tuple[tuple[tuple[Status, int], ...], int, int], Progress] = {}
        self._tracked: dict[str, bool] = {}
        self._lines: dict[tuple[str, bool, str, str], TaskLine] = {}
        self._of_items: dict[ItemWords, View] = {}
        self._years: dict[str, dict[str, frozenset[int]]] = {}

    def of_plan(self, plan: Plan) -> View:
        """Return the view in whose words the pages of a plan speak of its tasks."""
        own = item_words(plan)
        if own is None:
            return self
        if own not in self._of_items:
            words = words_for(self.words, own)
            self._of_items[own] = View(
                self.model, words, self.downloads, is_archived=self.is_archived
            )
        return self._of_items[own]

    def years_of(self, task: Task) -> frozenset[int]:
        """Return the years to which a task belongs."""
        if task.plan not in self._years:
            plan = self.model.plans[task.plan]
            self._years[task.plan] = years_of_tasks(plan, self.model.as_of)
        return self._years[task.plan][task.key]

    @property
    def report(self) -> str:
        """Where errors on a page are reported, as `report_address` takes it; "" for nowhere."""
        strings = self.words.strings
        return with_words(
            self.model.config.report_page, strings["report.subject"], strings["report.body"]
        )

    def day(self, day: date) -> Day:
        """Return a date in words."""
        if day not in self._days:
            self._days[day] = self.words.day(day)
        return self._days[day]

    def kind(self, kind: str) -> str:
        """Return the word for a kind of unit: the theme's for the usual kinds, else the
        registry's."""
        return self.words.strings.get(f"kind.{kind}", kind)

    def nav(self, key: str) -> Link:
        """Return the link to a main page (`plans`, `units` …)."""
        if key not in self._main:
            self._main[key] = Link(self.words[f"nav.{key}"], f"{key}/index.html")
        return self._main[key]

    def task_link(self, task: Task) -> Link:
        """Return the link to a task: short title, address, printed number."""
        if task.key not in self._task_links:
            self._task_links[task.key] = Link(
                task.title, addresses.task_path(task.key), task.number
            )
        return self._task_links[task.key]

    def position(self, task: Task) -> int:
        """Return the position of a task in its plan, counted from 0."""
        if task.plan not in self._positions:
            self._positions[task.plan] = {
                t.key: i for i, t in enumerate(self.model.plans[task.plan].tasks)
            }
        return self._positions[task.plan][task.key]

    def basis_link(self, name: str) -> Link:
        """Return the link to a plan or task that is a basis; the note is the plan's title for a
        task."""
        if "#" not in name:
            return self.plan_links.get(name, Link(name))
        task = self.model.tasks.get(name)
        if task is None:
            return Link(name)
        link = self.task_link(task)
        return Link(f"{task.number} {task.title}", link.path, self.plan_links[task.plan].text)

    def deadline(self, task: Task) -> DeadlineText:
        """Return the deadline of a task in words."""
        if task.key not in self._deadlines:
            overdue = self.is_overdue(task)
            text = self.words.task_deadline(task, overdue=overdue, day=self.day)
            self._deadlines[task.key] = self._with_days(text, task, task.due, task.status)
        return self._deadlines[task.key]

    def target_deadline(self, task: Task, target: Target) -> DeadlineText:
        """Return the day of a target in words; where a decision changed it, as printed too."""
        due, overdue = task.due_of(target), self.model.is_target_overdue(task, target)
        text = self.words.changed_deadline(target.by, due, overdue=overdue, day=self.day)
        return self._with_days(text, task, due, "done" if target.is_reached else target.status)

    def duty_deadline(self, duty: Duty) -> DeadlineText:
        """Return the deadline of the task of a duty in words; overdue where the duty is."""
        task = self.model.tasks[duty.task]
        overdue = not duty.passed_on and self.model.is_duty_overdue(duty)
        text = self.words.task_deadline(task, overdue=overdue, day=self.day)
        return self._with_days(text, task, task.due, "done" if duty.passed_on else duty.status)

    def _with_days(
        self, text: DeadlineText, task: Task, due: Deadline, status: Status
    ) -> DeadlineText:
        """Return a deadline with the days that are left or gone, by the status of what is due."""
        is_open = status not in CLOSED and not task.is_withdrawn
        days = days_left(self.model, due, is_overdue=text.overdue, is_open=is_open)
        is_brief = says_its_day(self.model.plans[task.plan], due)
        if days is None and not is_brief:
            return text
        return replace(text, left=self.words.days_left(days), is_brief=is_brief)

    def is_overdue(self, task: Task) -> bool:
        """Whether a task is overdue on the day of the build."""
        if task.key not in self._overdue:
            self._overdue[task.key] = self.model.is_overdue(task)
        return self._overdue[task.key]

    def is_tracked(self, plan: str) -> bool:
        """Whether anything was ever reported of a plan (its id), of whatever task."""
        if plan not in self._tracked:
            self._tracked[plan] = self.model.plans[plan].is_tracked
        return self._tracked[plan]

    def status(self, task: Task) -> StatusMark | None:
        """Return the status of a task; None where its plan has no report at all, since silence says
        nothing then."""
        return self.state(task, task.status)

    def state(self, task: Task, status: Status) -> StatusMark | None:
        """Return a state of a task or of a duty in it; None where its plan has no report at all."""
        if task.is_withdrawn:
            return self.withdrawn
        return self.statuses[status] if self.is_tracked(task.plan) else None

    def duty_count(self, task: Task) -> DutyCount | None:
        """Return how many of the duties of a task were reported; None where it has only one, was
        withdrawn, has the state of its parts, or its plan has no report at all."""
        if len(task.duties) < 2 or task.is_withdrawn or not self.is_tracked(task.plan):
            return None
        if task.rolls_up:
            return None
        leads, states = states_of(task, self.model.plans[task.plan].task_status)
        if (leads, states) not in self._duty_counts:
            self._duty_counts[leads, states] = self.words.duty_count(leads, states)
        return self._duty_counts[leads, states]

    def mention(self, printed: str, unit: str, group: str) -> Mention:
        """Return a unit or group as printed, linked to its page."""
        key = (printed, unit, group)
        if key not in self._mentions:
            if unit:
                link = self.unit_links[unit]
            elif group:
                link = self.group_links[group]
            else:
                link = Link(printed)
            full_name = link.text if link.text != printed else ""
            self._mentions[key] = Mention(printed, link.path, full_name, bool(group))
        return self._mentions[key]

    def roles(self, task: Task) -> tuple[RoleGroup, ...]:
        """Return the units of a task by role, lead first; within a role in printed order."""
        if task.key not in self._roles:
            by_role: dict[str, list[Mention]] = {}
            for r in task.responsibilities:
                by_role.setdefault(r.role, []).append(self.mention(r.printed, r.unit, r.group))
            now = now_held(self.words, self.unit_links, self.group_links, task)
            self._roles[task.key] = tuple(
                RoleGroup(
                    role, self.role_words[role], tuple(by_role.get(role, ())), now.get(role, ())
                )
                for role in ROLE_ORDER
                if role in by_role or role in now
            )
        return self._roles[task.key]

    def task_line(
        self, task: Task, *, with_roles: bool = False, role: str = "", via: str = ""
    ) -> TaskLine:
        """Return a task in a list; `role` and `via` (a group's key) are given on the page of a
        unit."""
        key = (task.key, with_roles, role, via)
        if key not in self._lines:
            self._lines[key] = TaskLine(
                self.task_link(task),
                self.plan_links[task.plan],
                self.deadline(task),
                self.status(task),
                self.roles(task) if with_roles else (),
                self.role_words[role] if role else "",
                self.group_links[via] if via else None,
                self.duty_count(task),
                marks=task_marks(self.model, self.words, task),
                silent=silence(self.model, self.words, task),
            )
        return self._lines[key]

    def progress(self, tasks: Iterable[Task], year: int = 0) -> Progress:
        """Return the states of a set of tasks; tasks of plans without any report are counted
        separately, withdrawn ones in no state, and parts of another task of the set not at all.
        In figures of a `year` no task is overdue whose deadline ends after it."""
        own = self.model.outermost(tasks)
        return self._progress(((task, task.status, self.is_overdue(task)) for task in own), year)

    def progress_of_duties(self, duties: Iterable[Duty], year: int = 0) -> Progress:
        """Return the states of a unit's duties, as `progress` those of tasks."""
        tasks, late = self.model.tasks, self.model.is_duty_overdue
        own = self.model.outermost_duties(duties)
        return self._progress(((tasks[one.task], one.status, late(one)) for one in own), year)

    def _progress(self, states: Iterable[tuple[Task, Status, bool]], year: int) -> Progress:
        counts: dict[Status, int] = {}
        overdue = untracked = 0
        withdrawn: dict[str, Link] = {}
        for task, status, is_late in states:
            if task.is_withdrawn:
                withdrawn[task.key] = self.task_link(task)
            elif self.is_tracked(task.plan):
                counts[status] = counts.get(status, 0) + 1
                overdue += is_late and is_due_by(self.model.plans[task.plan], task, year)
            else:
                untracked += 1
        key = (tuple(sorted(counts.items())), overdue, untracked)
        if key not in self._progresses:
            self._progresses[key] = self.words.progress(counts, overdue, untracked)
        progress = self._progresses[key]
        if not withdrawn:
            return progress
        return replace(progress, withdrawn=tuple(withdrawn.values()))

    def plan_line(self, plan: Plan) -> PlanLine:
        """Return a plan in a list."""
        if plan.id not in self._plan_lines:
            self._plan_lines[plan.id] = self._plan_line(plan)
        return self._plan_lines[plan.id]

    def _plan_line(self, plan: Plan) -> PlanLine:
        return PlanLine(
            link=self.plan_links[plan.id],
            title_html=self.title_breaks.html(plan.title),
            year=plan.year,
            authority=self.authority_links.get(plan.authority, Link(plan.authority)),
            issuer=plan.issuer_name,
            document_number=plan.document_number,
            published=self.words.day(plan.public_day) if plan.public_day else None,
            progress=self.progress(plan.tasks),
            validity="" if plan.validity == "有效" else self.words.validity(plan.validity),
            draft=plan.draft,
            period=period_text(self.words, plan.period),
            kind="" if plan.kind.is_usual else plan.kind.name,
        )

    def duty_line(self, duty: Duty) -> TaskLine:
        """Return a task in the list of a unit, with the unit's own state; one that passed on has
        none."""
        task = self.model.tasks[duty.task]
        return TaskLine(
            self.task_link(task),
            self.plan_links[task.plan],
            self.duty_deadline(duty),
            None if duty.passed_on else self.state(task, duty.status),
            (),
            self.role_words[duty.role],
            self.group_links[duty.group] if duty.group else None,
            came_from=tuple(self.unit_links[key] for key in duty.came_from),
            passed_to=self.unit_links[duty.passed_to] if duty.passed_to else None,
            passed_on=self.day(duty.passed_on) if duty.passed_on else None,
            marks=task_marks(self.model, self.words, task),
            by_issue=duty.by_issue,
            silent="" if duty.passed_on else silence(self.model, self.words, task, duty.unit),
        )

    def canonical(self, path: str) -> str:
        """Return the absolute address of a page; "" where the site's is not known."""
        base = self.model.config.base_url
        return f"{base}{file_address(path)}" if base else ""

    def code(self, request: PageRequest) -> PageCode | None:
        """Return the QR code of a page's absolute address; None where that is not known, or the
        site wants none on pages of the kind."""
        address = (
            self.canonical(request.path) if request.kind in self.model.config.page_codes else ""
        )
        return page_code(address) if address else None
