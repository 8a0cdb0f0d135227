"""Read documents into the draft of a plan: the stages of an import, from top to bottom."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import msgspec

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.documents.blocks import Place, SourceDocument, Table
from gksite.importer.as_printed import as_printed, simplified_documents
from gksite.importer.doubts import annex_problems, draft_problems
from gksite.importer.draft import BodyLine, Draft, Envelope, ReportingDuty
from gksite.importer.envelope.envelope import EnvelopeReading, read_envelope
from gksite.importer.envelope.named_plans import missing_annexes, several_plans
from gksite.importer.envelope.page_head import page_head
from gksite.importer.envelope.scope import kind_of_plan, period_of
from gksite.importer.envelope.titles import is_plan_title
from gksite.importer.lines.cleaning import clean_items
from gksite.importer.lines.lines import Line, close_up_text, location, squeezed
from gksite.importer.lines.outline import node_of
from gksite.importer.plausibility import doubts_of, left_aside, refusal
from gksite.importer.tables.table_problems import table_problems
from gksite.importer.tables.task_tables import TaskTable, read_task_table
from gksite.importer.tasks.drafting import build_lists
from gksite.importer.tasks.prose_deadlines import reporting_duties
from gksite.importer.tasks.stated_rules import rule_problems, rules_of
from gksite.importer.tasks.stated_years import without_uncounted_years
from gksite.importer.tasks.text_tasks import TextReading, read_text
from gksite.importer.writing.ledger import unaccounted
from gksite.importer.writing.notice_file import annexes_of, has_notice
from gksite.notation.calendar_dates import normalise_dates
from gksite.notation.characters import is_number
from gksite.notation.deadline_years import is_period
from gksite.notation.document_number import parse_document_number

_YEAR = re.compile(r"((?:19|20)\d\d)\s?年")
_YEAR_OF_WORK = re.compile(
    r"(?:做好|落实|推进|印发|制定)[^。，]{0,12}?((?:19|20)\d\d)\s?年度?(?!以来|来)[^。，]{0,16}(?:公开|工作|要点)"
)
_ANNEX_MARK = re.compile(
    r"附\s{0,4}件\s{0,2}[\d一二三四五六七八九十]{0,3}\s{0,2}[:：.、\s]\s{0,3}(?=\S)"
)
_MOST_TITLES = 3
"""Tables whose titles together can name a plan."""
_CAPTION = re.compile(r"[^。；：!！?？]{4,60}")


def read_draft(
    documents: Sequence[SourceDocument], year: int | None = None, *, anyway: bool = False
) -> Draft:
    """Return the draft that the documents of one plan make (a notice and its annex may be two).

    `year` is the plan's; without it the title's, else the year of signing; a plan for several years
    has none. Nothing is lost: what no stage understood is in `left_out`, with `import-unaccounted`.
    A document that is no plan gives no task (`import-not-a-plan`), but with `anyway`. Traditional
    characters are read like simplified ones, and kept.
    """
    twins = simplified_documents(documents)
    draft = _read(twins, year, anyway)
    return _complete(documents, draft if twins is documents else as_printed(draft, documents))


def _read(documents: Sequence[SourceDocument], year: int | None, anyway: bool) -> Draft:
    first = Location(documents[0].name) if documents else Location("")
    items, left_out = clean_items(documents)
    envelope = read_envelope(items, page_head(documents))
    lines, tables, annexes = _content(envelope)
    envelope, of_tables = _with_title(envelope, tables)
    scope = _scope(envelope.envelope, [line.text for line in lines[:2]], year)
    year = scope.year
    read_tables = _task_tables(tables, year)
    text, annexes = _read_text(lines, annexes, year, read_tables)
    rules, unread_rules = rules_of(text, envelope.envelope.notice, annexes, first)
    lists = build_lists(
        text.entries, text.sections, [t for t in read_tables if not t.why_not], rules, year
    )
    tasks, uncounted = without_uncounted_years(lists.tasks, year, envelope.envelope.written)
    applied = [*(rule for _, rule in rules), *lists.rules]
    draft = Draft(
        envelope=envelope.envelope,
        sections=lists.sections,
        lists=lists.lists,
        tasks=tasks,
        body=_body(text.blocks, annexes, lists.body_ids),
        left_out=(*left_out, *envelope.left_out, *(p for t in read_tables for p in t.left_out)),
        rules=tuple(dict.fromkeys(rule.printed for rule in applied)),
        diagnostics=(),
        envelope_source=envelope.sources,
        reporting=(*_notice_reporting(envelope, year), *text.reporting),
        year=year,
        period=scope.period,
        kind="" if len(of_tables) > 1 else kind_of_plan(envelope.envelope.title),
    )
    title, notice_title = draft.envelope.title, draft.envelope.notice_title
    others = several_plans(title, notice_title, lines, annexes, first)
    problems = [
        *envelope.problems,
        *_scope_problems(scope, envelope.envelope.title, of_tables, first),
        *lists.problems,
        *rule_problems(applied, unread_rules),
        *table_problems(read_tables),
        *draft_problems(draft, first),
        *(others or annex_problems(annexes)),
        *([] if tables else missing_annexes(draft, first)),
        *uncounted,
    ]
    return _judged(documents, draft, problems, anyway=anyway)


def _judged(
    documents: Sequence[SourceDocument],
    draft: Draft,
    problems: Sequence[Diagnostic],
    *,
    anyway: bool,
) -> Draft:
    """Return the draft with its problems, or of documents that are no plan only the titles, and all
    text as left out."""
    first = Location(documents[0].name) if documents else Location("")
    refused = None if anyway else refusal(draft, first)
    if refused is None:
        doubts = (*problems, *doubts_of(draft, first))
        return msgspec.structs.replace(_with_attachments(draft), diagnostics=doubts)
    return msgspec.structs.replace(
        Draft(draft.envelope, (), (), (), (), left_aside(documents), (), (refused,)),
        year=draft.year,
    )


class _Scope(msgspec.Struct, frozen=True):
    """The time of a plan: its year for deadlines without one, or its period of several years,
    which may be guessed; `number` is the document number where the year comes from it."""

    year: int | None
    period: str = ""
    is_guessed: bool = False
    number: str = ""


def _scope(envelope: Envelope, opening: Sequence[str], year: int | None) -> _Scope:
    """Return the time of a plan; `year` is what the editor says."""
    stated, number = plan_year(envelope, opening)
    if year is not None:
        return _Scope(year, number=number if year == stated else "")
    period, is_guessed = period_of((envelope.title, envelope.notice_title))
    return _Scope(None, period, is_guessed) if period else _Scope(stated, number=number)


def plan_year(envelope: Envelope, opening: Sequence[str] = ()) -> tuple[int | None, str]:
    """Return the single year of a plan: its title's, else its date's, else the year that the notice
    or the first paragraphs (`opening`) name for the work (做好2025年政务公开工作), else the document
    number's. None for a period of years.

    The second value is the document number, where the year comes from it.
    """
    for title in (envelope.title, envelope.notice_title):
        if is_period(title):
            return None, ""
        if match := _YEAR.search(normalise_dates(title.replace("○", "〇"))):
            return int(match[1]), ""
    if envelope.written:
        return envelope.written.year, ""
    if named := next(
        (match for text in (*envelope.notice, *opening) if (match := _YEAR_OF_WORK.search(text))),
        None,
    ):
        return int(named[1]), ""
    number = parse_document_number(envelope.document_number)
    return (number.year, number.printed) if number else (None, "")


def _content(reading: EnvelopeReading) -> tuple[list[Line], list[Table], list[Line]]:
    """Return the lines of the main text, all tables (each with its title as caption), and the lines
    of annexes."""
    titles = {squeezed(title) for title in reading.envelope.attachments}
    sheets = {
        _sheet(line.place): line.text
        for line in reading.sources
        if line.reason == "title" and line.place.kind == "cell"
    }
    lines: list[Line] = []
    annexes: list[Line] = []
    tables: list[Table] = []
    for number, part in enumerate(reading.parts):
        own: list[Line] = []
        for item in part:
            if isinstance(item, Line):
                own.append(item)
                continue
            tables.append(_with_caption(item, own, titles, sheets.get(_sheet(item.place), "")))
        (annexes if number and lines else lines).extend(own)
    return lines, tables, annexes


def _read_text(
    lines: Sequence[Line], annexes: list[Line], year: int | None, tables: Sequence[TaskTable]
) -> tuple[TextReading, list[Line]]:
    """Return the reading of the body, and the lines of annexes that it leaves, with the notes of
    tables.

    A plan whose tasks stand in an annex alone is read from there.
    """
    text = read_text(lines, year)
    notes = [note for table in tables for note in table.notes]
    if not annexes or text.entries or tables:
        return text, [*annexes, *notes]
    return read_text(annexes, year), [*lines] if not text.sections else []


def _with_caption(table: Table, above: list[Line], listed: Collection[str], title: str) -> Table:
    """Return the table with the title line above it as caption; take that line from the text.

    The title row of a sheet is its caption, also where the plan has it as `title`, and preferred to
    the name of the sheet, which is `table.caption`.
    """
    at = _title_row(table, above)
    if at is None and title:
        return msgspec.structs.replace(table, caption=close_up_text(title))
    if at is None:
        if (
            table.caption
            or not above
            or not (_is_caption(above[-1]) or squeezed(above[-1].text) in listed)
        ):
            return table
        at = len(above) - 1
    return msgspec.structs.replace(table, caption=close_up_text(above.pop(at).text))


def _title_row(table: Table, above: Sequence[Line]) -> int | None:
    """Return the position of the first line on a table's sheet that is no label and no sentence,
    or None."""
    sheet = _sheet(table.place)
    rows = [at for at, line in enumerate(above) if any(sheet) and _sheet(line.place) == sheet]
    return next(
        (
            position
            for position in rows
            if _CAPTION.fullmatch(_ANNEX_MARK.sub("", above[position].text))
            and node_of(above[position]) is None
        ),
        None,
    )


def _sheet(place: Place) -> tuple[str, int]:
    """Return the file and the number of the sheet of a place; ("", 0) for one on none."""
    return (place.file, place.number) if place.kind == "cell" else ("", 0)


def _is_caption(line: Line) -> bool:
    return (
        _CAPTION.fullmatch(title := _ANNEX_MARK.sub("", line.text)) is not None
        and node_of(line) is None
        and (is_plan_title(title) or title.endswith(("表", "清单", "目录", "台账")))
    )


def _with_title(
    reading: EnvelopeReading, tables: Sequence[Table]
) -> tuple[EnvelopeReading, tuple[str, ...]]:
    """Return the envelope, with the titles of its tables for one without a title; and these."""
    if reading.envelope.title:
        return reading, ()
    marked = [_ANNEX_MARK.sub("", table.caption) for table in tables]
    captions = tuple(dict.fromkeys(title for title in marked if _YEAR.search(title)))
    if not captions or len(captions) > _MOST_TITLES:
        return reading, ()
    envelope = msgspec.structs.replace(reading.envelope, title="、".join(captions))
    return msgspec.structs.replace(reading, envelope=envelope), captions


def _task_tables(tables: Sequence[Table], year: int | None) -> list[TaskTable]:
    """Read each table; it may continue the table above (same columns, numbers run on)."""
    task_tables: list[TaskTable] = []
    for table in tables:
        above = task_tables[-1] if task_tables else None
        below = read_task_table(table, above, year)
        if title := _ANNEX_MARK.sub("", below.caption):
            marked = below.caption if title != below.caption else ""
            below = msgspec.structs.replace(below, caption=title, annex=marked)
        if above and not above.why_not and not below.why_not and _continues(above, below):
            task_tables[-1] = msgspec.structs.replace(
                above,
                rows=(*above.rows, *below.rows),
                left_out=(*above.left_out, *below.left_out),
                notes=(*above.notes, *below.notes),
            )
        else:
            task_tables.append(below)
    return task_tables


def _continues(above: TaskTable, below: TaskTable) -> bool:
    same = [column.name for column in above.columns] == [column.name for column in below.columns]
    last, first = above.rows[-1].get("number"), below.rows[0].get("number")
    runs_on = is_number(first) and is_number(last) and int(first) > int(last)
    return same and not below.caption and (runs_on or not last)


def _body(
    blocks: Sequence[BodyLine], annexes: Sequence[Line], ids: Sequence[str]
) -> tuple[BodyLine, ...]:
    """Return the lines of the body, which name their tasks by id, and then those of annexes."""
    return (
        *(
            msgspec.structs.replace(
                block, task=_id(block.task, ids), continues=_id(block.continues, ids)
            )
            for block in blocks
        ),
        *(
            BodyLine(close_up_text(line.text), 0, "", line.place, "", line.places)
            for line in annexes
        ),
    )


def _id(position: str, ids: Sequence[str]) -> str:
    return ids[int(position)] if position else ""


# ── rules and problems ────────────────────────────────────────────────────────────────────────────


def _notice_reporting(reading: EnvelopeReading, year: int | None) -> list[ReportingDuty]:
    """Return the dates by which the notice wants reports."""
    lines = {line.text: line.place for line in reversed(reading.sources) if line.reason == "notice"}
    return [
        ReportingDuty(duty.sentence, duty.deadline, place)
        for text, place in reversed(lines.items())
        for duty in reporting_duties(text, year)
    ]


def _scope_problems(
    scope: _Scope, title: str, captions: Sequence[str], first: Location
) -> list[Diagnostic]:
    """Report a year or a period that was guessed, and a title that was made of those of tables."""
    problems: list[Diagnostic] = []
    if scope.number:
        problems.append(
            problem("import-year-of-number", first, number=scope.number, year=scope.year)
        )
    if scope.is_guessed:
        problems.append(problem("import-period-guessed", first, period=scope.period, title=title))
    if captions:
        kinds = {kind_of_plan(caption) for caption in captions}
        code = "import-two-kinds" if len(kinds) > 1 else "import-title-of-tables"
        problems.append(problem(code, first, title=title))
    return problems


def _with_attachments(draft: Draft) -> Draft:
    """Return the draft of a document without a notice with the lines that list its annexes at the
    end of its text, but for those whose tables are its annexes."""
    if has_notice(draft.envelope):
        return draft
    shown = [squeezed(str(annex["title"])) for annex in annexes_of(draft)]
    lines = {
        line.text: line
        for line in draft.envelope_source
        if line.reason == "attachments" and not any(name in squeezed(line.text) for name in shown)
    }
    added = (BodyLine(close_up_text(text), 0, "", line.place) for text, line in lines.items())
    return msgspec.structs.replace(draft, body=(*draft.body, *added))


def _complete(documents: Sequence[SourceDocument], draft: Draft) -> Draft:
    """Return the draft with its problems in order, and its unplaced texts listed as left out."""
    lost = unaccounted(documents, draft)
    lost_problems = [
        problem("import-unaccounted", location(piece.place), text=piece.text[:60])
        for piece in lost
        if piece.reason == "unaccounted"
    ]
    diagnostics = sorted(
        dict.fromkeys((*draft.diagnostics, *lost_problems)),
        key=lambda diagnostic: (diagnostic.location.path, diagnostic.location.line),
    )
    return msgspec.structs.replace(
        draft, left_out=(*draft.left_out, *lost), diagnostics=tuple(diagnostics)
    )
