"""The draft of a plan that an import makes: what was understood, doubted, left out, with places."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from gksite.diagnostics import Diagnostic
from gksite.documents.blocks import Place
from gksite.model.reporting import Indicator
from gksite.notation.cell_values import CellType
from gksite.notation.deadlines import Deadline
from gksite.notation.units import Role
from gksite.schema.keys import ColumnKind

DraftKind = ColumnKind | Literal["open"]
"""What a column of a table holds; `open` for one of the document's own."""


class Envelope(msgspec.Struct, frozen=True):
    """The texts around a plan; "" or None where the document does not state them."""

    title: str = ""
    notice_title: str = ""
    document_number: str = ""
    issuer: str = ""
    addressees: str = ""
    written: date | None = None
    published: date | None = None
    copies_to: str = ""
    printed_by: str = ""
    printed_on: date | None = None
    annotation: str = ""
    disclosure: str = ""
    index_number: str = ""
    source: str = ""
    attachments: tuple[str, ...] = ()
    notice: tuple[str, ...] = ()
    """The paragraphs of the notice that issues the plan (现将…印发给你们)."""
    publisher: str = ""
    """The office that put the document online (发布机构), which need not be its issuer."""
    validity: str = ""
    signature: str = ""
    """The offices that stand above the date below the text."""
    category: str = ""
    keywords: tuple[str, ...] = ()
    masthead: str = ""
    contact: str = ""
    signs_plan: bool = False
    """Whether signature and date stand below the plan's own title, and not below the notice."""

    def day(self, year: int) -> date:
        """Return the day whose units a plan of `year` means, as `Plan.day`."""
        return self.written or self.published or date(year, 1, 1)


class DraftSection(msgspec.Struct, frozen=True):
    """A section: id as gksite makes it (`2`, `2.3`), number and title as printed, level from 2."""

    id: str
    number: str
    title: str
    level: int
    place: Place


class DraftUnit(msgspec.Struct, frozen=True):
    """A name of a unit list with its role; `rule` is the rule that gave the role or the unit."""

    role: Role
    printed: str
    name: str
    rule: str = ""


class Segment(msgspec.Struct, frozen=True):
    """A part of a task's wording with a responsibility of its own: 句1（A负责）句2（B负责）."""

    text: str
    units_printed: str


class DraftCell(msgspec.Struct, frozen=True):
    """A task's cell in a column of the document's own, by the column's key: its text as printed.
    `apart` says that it is no one cell with an equal cell above."""

    column: str
    text: str
    apart: bool = False


class DraftTarget(msgspec.Struct, frozen=True):
    """A target of a task: its id, its day as sources write it, its text as printed; a plain figure
    with its indicator."""

    id: str
    by: str
    text: str
    value: float | None = None
    indicator: str = ""


class DraftTask(msgspec.Struct, frozen=True):
    """A task. `number` is as printed; `text` is the wording without number and responsibility.

    `table_text` is the wording of the table where it differs from the body's; `source` lists the
    places in the document.
    """

    id: str
    number: str
    list: str
    section: str
    title: str
    text: str
    units: tuple[DraftUnit, ...]
    units_printed: str
    open_ended: bool
    deadline: Deadline
    indicators: tuple[Indicator, ...]
    leader: str
    note: str
    source: tuple[Place, ...]
    table_text: str = ""
    in_body: bool = False
    table_number: str = ""
    """The number in the table, where the body numbers the task differently."""
    table_units: str = ""
    """The responsibility as the table prints it, where the body prints another."""
    body_deadline: str = ""
    """The deadline as the body prints it, where the table prints another (which is then
    `deadline`)."""
    segments: tuple[Segment, ...] = ()
    """The parts of a wording that has several responsibilities; else empty."""
    cells: tuple[DraftCell, ...] = ()
    targets: tuple[DraftTarget, ...] = ()
    parent: str = ""
    """The id of the task whose part it is, or ""."""


class DraftColumn(msgspec.Struct, frozen=True):
    """A column of a task table: its kind, and its head as printed; `over` are the heads above it.

    One of the document's own has a `key`, and a `type` with its unit of measure; or it states the
    target `target` of each task, whose day is `by`.
    """

    kind: DraftKind
    head: str
    key: str = ""
    type: CellType = "text"
    unit: str = ""
    sum: bool = False
    over: tuple[str, ...] = ()
    target: str = ""
    by: str = ""

    @property
    def name(self) -> str:
        """The key by which sources name it."""
        return self.key or self.kind


class DraftList(msgspec.Struct, frozen=True):
    """A task list: from the body (`printed` false) or a table of the document."""

    id: str
    caption: str
    columns: tuple[DraftColumn, ...]
    printed: bool
    merged: tuple[str, ...] = ()
    annex: str = ""
    """The line that names it as an annex (附件1：…), or ""."""


class BodyLine(msgspec.Struct, frozen=True):
    """A block of the draft's body: its text as printed (not yet escaped for Markdown), heading
    level (0 for none), and the id of the task that begins with it, or "".

    `continues` is the id of the task that this paragraph continues, or ""; `places` lists all
    places that the text was joined from.
    """

    text: str
    level: int
    task: str
    place: Place
    continues: str = ""
    places: tuple[Place, ...] = ()


class LeftOut(msgspec.Struct, frozen=True):
    """A piece of the source that is in no part of the draft, and the reason (`chrome`,
    `page-number`, `repeated-head`, `form` …)."""

    text: str
    place: Place
    reason: str


class ReportingDuty(msgspec.Struct, frozen=True):
    """A date by which units report, outside of tasks (12月20日前报送落实情况), with its sentence."""

    text: str
    deadline: Deadline
    place: Place


class Draft(msgspec.Struct, frozen=True):
    """A whole draft. `rules` are the document-wide rules as printed."""

    envelope: Envelope
    sections: tuple[DraftSection, ...]
    lists: tuple[DraftList, ...]
    tasks: tuple[DraftTask, ...]
    body: tuple[BodyLine, ...]
    left_out: tuple[LeftOut, ...]
    rules: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    envelope_source: tuple[LeftOut, ...] = ()
    """The lines that the envelope was read from, each with the name of its field as `reason`."""
    reporting: tuple[ReportingDuty, ...] = ()
    year: int | None = None
    """The year for deadlines without a year; None where the document states none, or a period."""
    period: str = ""
    """The years of a plan for several (`2026-2030`), else ""."""
    kind: str = ""
    """The id of the kind of plan that the title names, else ""."""
