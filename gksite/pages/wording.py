"""Words for the values of the model, in the language of the interface: dates, deadlines, statuses,
roles, sizes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import msgspec

from gksite.config.formats import FILES, OFFERED
from gksite.model.columns import USUAL_HEADS
from gksite.model.entities import Task
from gksite.model.reporting import Indicator
from gksite.model.statuses import SHOWN_ORDER, Status
from gksite.notation.target_days import named_period
from gksite.notation.values import Deadline, Role
from gksite.pages.parts import Day, DeadlineText, DutyCount, Progress, StatusCount, StatusMark
from gksite.schema.keys import TaskStatus

_ISO = re.compile(r"\d{4}(-\d{1,2}){1,2}")

ROLE_ORDER: tuple[Role, ...] = ("lead", "responsible", "cooperating")

VALIDITY = {
    "有效": "valid",
    "失效": "expired",
    "废止": "repealed",
    "已修改": "amended",
    "尚未生效": "to_come",
}
"""The key of the string for each validity that a plan may state."""

SHARED_STRINGS: tuple[str, ...] = (
    *(f"validity.{key}" for key in VALIDITY.values()),
    *("part.of", "target.next_is", "targets.reached", "targets.overdue"),
    "date.long", "date.month",
    *(f"month.{n}" for n in range(1, 13)),
    *(f"quarter.{n}" for n in range(1, 5)),
    *("half.1", "half.2"),
    *(f"status.{status}" for status in SHOWN_ORDER),
    *(f"role.{role}" for role in ROLE_ORDER),
    *(
        f"deadline.{kind}"
        for kind in (
    "year", "half", "quarter", "month", "by", "range", "recurring", "continuous", "relative",
    "immediate", "as_scheduled", "unread",
        )
    ),
    "deadline.until", "deadline.between", "deadline.postponed", "deadline.moved", "deadline.set",
    "status.withdrawn", "due.today", "due.left", "due.gone", "due.silent",
    *("duties.of", "duties.of_lead", "duties.of_leads"),
    "duties.lead_silent", "duties.count", "progress.total", "progress.count", "progress.overdue",
    "progress.untracked", "progress.untracked_short", "separator", "list.comma", "late",
    "indicator.at_least", "indicator.at_most", "indicator.equal", "duties.rule_lead",
    "duties.rule_leads", "duties.rule_all", "duties.by_units", "duties.by_unit",
    "duties.by_nobody", "duties.no_units", "duties.unnamed", "duties.reporters",
    "report.corrects", "report.passed", "report.apart", "report.unsigned", "report.corrected",
    "report.waits", "report.taken_back", "report.taken_back_by", "adjusted.by", "adjusted.unset",
    "adjusted.later", "adjusted.earlier", "adjusted.changed", "adjusted.withdrawn",
    "adjusted.with_whole", "adjusted.with_parts",
    "adjusted.what", "adjusted.units", "adjusted.text", "indicator.units",
    *(f"indicator.total_{rule}" for rule in ("lead", "sum", "mean", "least")),
    "size.bytes", "size.kb", "size.mb", "nav.home", "nav.plans", "nav.units", "nav.deadlines",
    "nav.topics", "nav.progress", "nav.compare", "nav.changes", "footer.host", "footer.contact",
    "footer.icp", "footer.police", "footer.government_mark", "footer.report_error",
    "footer.id_code", "footer.sitemap", "report.subject", "page.glossary", "report.body",
    "fact.index_number", "fact.document_number", "fact.issuer", "fact.publisher", "fact.category",
    "fact.keywords", "fact.written", "fact.published", "fact.validity", "fact.disclosure",
    "fact.source", "fact.title", "page.deadlines", "span.from", "span.until", "span.between",
    "year",
    *(f"period.{kind}" for kind in ("years", "months")),
    *(f"fact.{key}" for key in ("period", "kind")),
    "footer.archive", "page.archive", "withdrawn.withdrawn", "withdrawn.deleted",
    "withdrawn.moved", "colon", "list.separator", "clause.separator", "plan.invalid",
    "plan.attachments", "plan.corrections", "plan.why", "plan.copies_to", "plan.printed",
    "task.deadline", "unit.named", "unit.through_groups", "unit.by_issue", "unit.passed",
    "unit.passed_to", "unit.passed_away", "unit.came_from", "unit.came_from_after", "now.all",
    "now.of", "now.after", "now.ended", "now.ended_of", "now.also",
    "duty.via", "unit.open_groups", "paste.living",
    "paste.number", "paste.task", "paste.role", "paste.status", "page.data", "footer.data",
    "page.subscribe",
    *(f"download.{file.kind}" for file in OFFERED),
    *(file.format_word for file in FILES.values()),
    *(f"data.{kind}" for kind in FILES),
    "table.caption", "note",
    *(f"cell.{name}" for name in ("sum", "unread", "withdrawn", "shared", "same")),
    *(f"column.{kind}" for kind in USUAL_HEADS),
)  # fmt: skip
"""The keys of the theme's strings that are used by more than one page kind, or by no page."""


class Words(msgspec.Struct, frozen=True):
    """The strings of the interface, and the texts made with them."""

    strings: dict[str, str]

    def __getitem__(self, key: str) -> str:
        return self.strings[key]

    def say(self, key: str, **values: object) -> str:
        """Return a string with its placeholders filled."""
        return self.strings[key].format(**values)

    def validity(self, validity: str) -> str:
        """Return the validity of a plan, "" where its source states none."""
        return self.strings[f"validity.{VALIDITY[validity]}"] if validity else ""

    def day(self, day: date) -> Day:
        """Return a date in words and as ISO 8601."""
        return Day(self.date(day), day.isoformat())

    def date(self, day: date) -> str:
        """Return a date in words."""
        name = self.strings[f"month.{day.month}"]
        return self.strings["date.long"].format(
            year=day.year, month=day.month, day=day.day, month_name=name
        )

    def time(self, iso: str) -> str:
        """Return a day in words, or a minute with its day."""
        day = self.date(date.fromisoformat(iso[:10]))
        return f"{day} {iso[11:16]}".strip()

    def month(self, year: int, month: int) -> str:
        """Return a month in words."""
        return self.strings["date.month"].format(
            year=year, month=month, month_name=self.strings[f"month.{month}"]
        )

    def partial_date(self, text: str) -> str:
        """Return a date of which the day or the month may be missing (`2024-03`) in words."""
        parts = [int(part) for part in text.split("-")]
        if len(parts) == 3:
            return self.date(date(*parts))
        return (
            self.month(parts[0], parts[1]) if len(parts) == 2 else self.say("year", year=parts[0])
        )

    def span(self, since: str, until: str) -> str:
        """Return the period in which something existed, "" when neither end is known."""
        if since and until:
            return self.say(
                "span.between", since=self.partial_date(since), until=self.partial_date(until)
            )
        if until:
            return self.say("span.until", until=self.partial_date(until))
        return self.say("span.from", since=self.partial_date(since)) if since else ""

    def status(self, status: Status) -> StatusMark:
        """Return a status with its word."""
        return StatusMark(status, self.strings[f"status.{status}"])

    def deadline(
        self, deadline: Deadline, *, overdue: bool, day: Callable[..., Day] | None = None
    ) -> DeadlineText:
        """Return a deadline as printed, and as dates where it has any; `day` may give a date in
        words from a cache."""
        day = day or self.day
        start, end = deadline.start and day(deadline.start), deadline.end and day(deadline.end)
        dates = ""
        if end and start and start != end:
            dates = self.say("deadline.between", start=start.text, end=end.text)
        elif end:
            dates = self.say("deadline.until", end=end.text)
        kind = self.strings[f"deadline.{deadline.kind}"] if deadline.kind != "none" else ""
        if _ISO.fullmatch(deadline.raw):
            # Nothing was printed: the date stands in the source for machines.
            printed, dates = dates, ""
        else:
            printed = self.deadline_words(deadline)
        return DeadlineText(
            printed, dates, kind, start.iso if start else "", end.iso if end else "", overdue
        )

    def deadline_words(self, deadline: Deadline) -> str:
        """Return a deadline as printed; a date that stands in the source for machines, and the
        period of a target, in words."""
        if _ISO.fullmatch(deadline.raw):
            return self.partial_date(deadline.raw)
        # Only the days of targets are read so: a task has a quarter as printed.
        if deadline.kind == "by" and (period := named_period(deadline.raw)):
            return self.say(period[1], year=period[0])
        return deadline.raw

    def task_deadline(
        self, task: Task, *, overdue: bool, day: Callable[..., Day] | None = None
    ) -> DeadlineText:
        """Return the deadline of a task that holds, as `deadline` does; where a decision changed
        it, as printed too."""
        return self.changed_deadline(task.deadline, task.due, overdue=overdue, day=day)

    def changed_deadline(
        self,
        first: Deadline,
        holds: Deadline,
        *,
        overdue: bool,
        day: Callable[..., Day] | None = None,
    ) -> DeadlineText:
        """Return the deadline that `holds`; where it is not the `first` one, as printed too."""
        due = self.deadline(holds, overdue=overdue, day=day)
        if holds is first:
            return due
        old, new = self.deadline_words(first), self.deadline_words(holds)
        before, now = first.end, holds.end
        key = "postponed" if before and now and now > before else "moved"
        adjusted = self.say(f"deadline.{key if old else 'set'}", old=old, new=new)
        return msgspec.structs.replace(due, printed=old, adjusted=adjusted)

    def days_left(self, days: int | None) -> str:
        """Return how many days are left, or gone (below 0), "" for None."""
        if days is None:
            return ""
        key = "due.today" if days == 0 else "due.left" if days > 0 else "due.gone"
        return self.say(key, count=abs(days))

    def duty_count(self, leads: Sequence[Status], states: Sequence[Status]) -> DutyCount:
        """Return how many of the duties of a task were reported, from `states_of`."""
        parts = []
        if len(leads) == 1:
            key = "duties.lead_silent" if leads[0] == "unreported" else "duties.of_lead"
            parts.append(self.say(key, status=self[f"status.{leads[0]}"]))
        elif leads and len(leads) < len(states):
            parts.append(self.say("duties.of_leads", total=len(leads), counts=self._counts(leads)))
        parts.append(self.say("duties.of", total=len(states), counts=self._counts(states)))
        reported = [status for status in states if status != "unreported"]
        return DutyCount(
            len(reported), len(states), self["clause.separator"].join(parts), len({*reported}) > 1
        )

    def _counts(self, states: Sequence[Status]) -> str:
        return self["list.comma"].join(
            self.say("duties.count", count=states.count(status), status=self[f"status.{status}"])
            for status in SHOWN_ORDER
            if status in states
        )

    def progress(self, statuses: Mapping[Status, int], overdue: int, untracked: int) -> Progress:
        """Return the statuses of a set of tasks in numbers and in a sentence; `untracked` are those
        of plans without any report."""
        total = sum(statuses.values()) + untracked
        *shares, rest = _percents([*(statuses.get(status, 0) for status in SHOWN_ORDER), untracked])
        counts = tuple(
            StatusCount(self.status(status), statuses[status], share)
            for status, share in zip(SHOWN_ORDER, shares, strict=True)
            if statuses.get(status)
        )
        if untracked:
            counts += (
                StatusCount(
                    StatusMark("untracked", self["progress.untracked_short"]), untracked, rest
                ),
            )
        parts = [
            self.say("progress.count", status=count.status.text, count=count.count)
            for count in counts
        ]
        if overdue:
            parts.append(self.say("progress.overdue", count=overdue))
        total_text = self.say("progress.total", count=total)
        if not statuses:
            return Progress(
                total, counts, overdue, False, f"{total_text}{self['progress.untracked']}"
            )
        return Progress(
            total,
            counts,
            overdue,
            True,
            f"{total_text}{self['separator']}{self['list.comma'].join(parts)}",
        )

    def target(self, indicator: Indicator) -> str:
        """Return the target of an indicator: as printed, and in words where the printed text lacks
        the figure of the calculation."""
        bounds = {
            "at_least": indicator.at_least,
            "at_most": indicator.at_most,
            "equal": indicator.equal,
        }
        figures = {
            bound: f"{number(value)}{indicator.unit}"
            for bound, value in bounds.items()
            if value is not None
        }
        reading = self["list.comma"].join(
            self.say(f"indicator.{bound}", value=figure) for bound, figure in figures.items()
        )
        if not indicator.printed:
            return reading
        is_said = all(figure in indicator.printed for figure in figures.values())
        return (
            indicator.printed if is_said else f"{indicator.printed}{self.say('note', text=reading)}"
        )

    def size(self, size: int) -> str:
        """Return a file's size as people read it."""
        if size < 1000:
            return self.say("size.bytes", size=size)
        if size < 1_000_000:
            return self.say("size.kb", size=f"{size / 1000:.0f}")
        return self.say("size.mb", size=f"{size / 1_000_000:.1f}")


def states_of(task: Task, rule: TaskStatus) -> tuple[tuple[Status, ...], tuple[Status, ...]]:
    """Return the states of the duties of a task: those of its leads, where the rule of its plan
    makes its state of them alone, and all."""
    states = tuple(duty.status for duty in task.duties)
    return tuple(
        duty.status for duty in task.duties if duty.role == "lead" and rule != "all"
    ), states


def number(value: float) -> str:
    """Return a figure without needless decimals."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _percents(counts: Iterable[int]) -> list[int]:
    """Return whole percents that add up to 100 (the largest remainders get the rest); all 0 for no
    counts."""
    values = list(counts)
    total = sum(values)
    if not total:
        return [0] * len(values)
    shares = [value * 100 // total for value in values]
    by_remainder = sorted(range(len(values)), key=lambda i: (-(values[i] * 100 % total), i))
    for index in by_remainder[: 100 - sum(shares)]:
        shares[index] += 1
    return shares
