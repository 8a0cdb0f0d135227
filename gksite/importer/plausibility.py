"""Judge whether a draft can be a plan, and name what in it cannot be right; each with figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from statistics import median

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.documents.blocks import Paragraph, SourceDocument
from gksite.importer.draft import BodyLine, Draft, DraftTask, LeftOut
from gksite.importer.lines.lines import is_unbalanced, location
from gksite.importer.tables.column_heads import head_kind, heads_within, is_head_row
from gksite.importer.tables.task_rows import UNIT_ROLES
from gksite.importer.tasks.stated_years import deadlines_without_year
from gksite.notation.characters import is_number, narrow_digits
from gksite.notation.numbering import from_chinese
from gksite.notation.unit_words import has_strong_ending, is_group
from gksite.notation.units import parse_units

_PLAN = re.compile(
    "要点|计划|方案|安排|任务|分工|分解|实事|重点工作|重点项目|清单|台账|措施|规划|行动|意见|攻坚|责任制?表|一览表|决策(?:事项)?目录"
)
_NO_PLAN_END = re.compile(
    "召开|举行|调研|强调|会见|视察|慰问|"
    "(?:办法|规定|规则|条例|细则|章程|制度|指南|须知|公约|守则|目录|名单|讲话|致辞|发言|总结|报告|简报|纪要|邀请函|公示|批复|任免|解读|"
    "说明|问答|论文|研究|申报书|申请表|登记表|合同|协议|标准|规范|流程)(?:的(?:通知|公告|函|批复))?(?:[（(][^（）()]{1,16}[)）])?$"
)
_DATE_ALONE = re.compile(r"[\d年月日/.:：\s-]{4,30}|(?:上|下)午.{0,8}")
_HALF = re.compile("[的和、，,：:（(《“]$|^[，。；、）)》”]")
_NAMED = re.compile("民生实事项?目?|任务分解|责任分解|任务分工|工作要点|责任清单|任务清单")
"""What an opening sentence calls the list below it."""
_HEADING = re.compile("[^。；：，]{6,50}")
_DAY = re.compile(r"\d{1,2}\s?月|季度|(?:年|月)底|半年")
_UNREAD_DAY = re.compile(
    r"(?<!每)(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:底|末|\d{1,2}日|[上中下]旬)?前?|第?[一二三四]季度|"
    r"[上下]半年|年底|年内"
)
_UNIT_MARKS = re.compile(r"[。；;：:%％!！?？]|\d{2}|^(?:\d|第)")
_ANNOUNCED = re.compile(
    r"(?:共|合计|分解(?:为|成|细化为)|细化(?:为|成)|明确了?|包括|提出了?|确定了?|安排了?)[^。；，\d]{0,12}?"
    r"(?P<count>\d{1,3}|[二三四五六七八九十百]{1,5})\s?(?:项|件)(?:[^。；，、]{0,8})(?:任务|工作|实事|项目|措施|举措)"
)
_LONGEST_UNIT, _LONGEST_UNKNOWN_UNIT = 24, 12
_LONGEST_UNIT_LIST = 80
_CROWDED, _FEWEST_DAYS, _LONG_CLAUSE = 24, 2, 6
_TOO_LONG, _TIMES = 400, 10
_FEWEST_ALIKE, _FEWEST_HEADS = 3, 3
_OPENING, _LONGEST_OPENING = 3, 12
_SHOWN = 40


def refusal(draft: Draft, first: Location) -> Diagnostic | None:
    """Return why a draft is no plan, or None where it may be one.

    It is none where no task names a unit or has a deadline, and no title is that of a plan; or
    where the title is that of a rule, form or report and hardly a task names a unit.
    """
    tasks = draft.tasks
    if not tasks or draft.kind:
        return None
    assigned = sum(1 for task in tasks if task.units or task.leader)
    dated = sum(1 for task in tasks if task.deadline.kind != "none")
    titles = [draft.envelope.title, draft.envelope.notice_title]
    titles += [task_list.caption for task_list in draft.lists]
    titles += [line.text for line in draft.body[:_OPENING] if _HEADING.fullmatch(line.text)]
    own = [title for title in titles if title]
    is_named = any(_PLAN.search(title) and not _NO_PLAN_END.search(title) for title in own)
    is_named = is_named or any(_NAMED.search(text) for text in _above_tasks(draft))
    heads = own[:1] if draft.envelope.title else own
    is_other = any(_NO_PLAN_END.search(title) for title in heads)
    is_bare = not assigned and not dated and not is_named
    if is_bare or (is_other and assigned * 4 < len(tasks)):
        title = own[0] if own else ""
        return problem(
            "import-not-a-plan", first, count=len(tasks), assigned=assigned, dated=dated,
            title=title or "—",
        )  # fmt: skip
    return None


def _above_tasks(draft: Draft) -> Iterator[str]:
    """Yield the paragraphs of the notice and the first lines of the body, above its first task."""
    yield from (*draft.envelope.notice, draft.envelope.addressees)
    for line in draft.body[:_LONGEST_OPENING]:
        if line.task:
            return
        yield line.text


def left_aside(documents: Sequence[SourceDocument]) -> tuple[LeftOut, ...]:
    """Return the whole text of documents that are no plan as left out."""
    pieces: list[LeftOut] = []
    for document in documents:
        for block in document.blocks:
            if isinstance(block, Paragraph):
                pieces.append(LeftOut(f"{block.number}{block.text}", block.place, "not-a-plan"))
                continue
            pieces += [
                LeftOut(text, block.place, "not-a-plan") for text in (block.caption,) if text
            ]
            pieces += [
                LeftOut(cell.text, cell.place, "not-a-plan") for cell in block.cells if cell.text
            ]
    return tuple(pieces)


def doubts_of(draft: Draft, first: Location) -> tuple[Diagnostic, ...]:
    """Return what in a draft is not plausible: a problem a kind, with count and place."""
    return tuple(
        found
        for found in (
            _nothing_assigned(draft, first),
            _no_year(draft, first),
            _of_tasks("import-odd-unit", draft, first, _odd_unit),
            _of_tasks("import-wording-of-units", draft, first, _wording_of_units(draft)),
            _of_tasks("import-crowded-deadline", draft, first, _crowded_deadline),
            _of_tasks("import-odd-title", draft, first, _odd_title),
            _title_of_plan(draft, first),
            _too_long(draft, first),
            _count_differs(draft, first),
            _lost_table(draft),
            _of_tasks("import-day-in-wording", draft, first, _unread_day),
        )
        if found
    )


def _nothing_assigned(draft: Draft, first: Location) -> Diagnostic | None:
    tasks = draft.tasks
    named = any(task.units or task.leader or task.deadline.kind != "none" for task in tasks)
    if not tasks or named:
        return None
    return problem("import-nothing-assigned", first, count=len(tasks))


def _no_year(draft: Draft, first: Location) -> Diagnostic | None:
    """Report that nothing states the year, where no deadline asks for it already."""
    if not draft.tasks or draft.year is not None or draft.period:
        return None
    if deadlines_without_year(draft.tasks):
        return None
    return problem("import-year-unknown", first)


def _of_tasks(
    code: str, draft: Draft, first: Location, check: Callable[[DraftTask], str]
) -> Diagnostic | None:
    """Return one problem for all tasks in which `check` finds a text that cannot be right."""
    found = [(task, text) for task in draft.tasks if (text := check(task))]
    if not found:
        return None
    task, text = found[0]
    place = location(task.source[0]) if task.source else first
    return problem(code, place, count=len(found), task=task.number or task.id, text=text[:_SHOWN])


def _odd_unit(task: DraftTask) -> str:
    """Return a unit of a task that is longer than names are, or holds what names do not."""
    return next(
        (
            unit.printed
            for unit in task.units
            if len(unit.printed) > _LONGEST_UNIT
            or _UNIT_MARKS.search(unit.printed)
            or (
                len(unit.printed) > _LONGEST_UNKNOWN_UNIT
                and not has_strong_ending(unit.printed)
                and not is_group(unit.printed)
            )
        ),
        "",
    )


def _wording_of_units(draft: Draft) -> Callable[[DraftTask], str]:
    """Return the check for a wording that is a list of units, or the name of one that leads or
    answers for another task of the document."""
    known = {unit.printed for task in draft.tasks for unit in task.units}

    def check(task: DraftTask) -> str:
        text = task.text.strip("。；; ")
        if text in known:
            return text
        if not 3 <= len(text) <= _LONGEST_UNIT_LIST or _UNIT_MARKS.search(text):
            return ""
        reading = parse_units(text)
        endings = [has_strong_ending(unit.name) for unit in reading.names]
        return text if len(endings) > 1 and all(endings) and not reading.unread else ""

    return check


def _crowded_deadline(task: DraftTask) -> str:
    """Return a deadline that holds a sentence and several days: rows or columns were joined."""
    raw = task.deadline.raw
    if len(raw) < _CROWDED or len(_DAY.findall(raw)) < _FEWEST_DAYS:
        return ""
    clauses = re.split("[。；，;,]", raw)
    return raw if any(len(c) >= _LONG_CLAUSE and not _DAY.search(c) for c in clauses) else ""


def _unread_day(task: DraftTask) -> str:
    """Return a day in the wording of a task without a deadline."""
    if task.deadline.kind != "none" or task.targets:
        return ""
    match = _UNREAD_DAY.search(task.text)
    return match[0] if match else ""


def _odd_title(task: DraftTask) -> str:
    """Return a title that is a day, a figure or a cut sentence."""
    title = task.title
    if not title:
        return ""
    is_odd = (
        _DATE_ALONE.fullmatch(title)
        or is_number(narrow_digits(title))
        or _HALF.search(title)
        or is_unbalanced(title)
    )
    return title if is_odd else ""


def _title_of_plan(draft: Draft, first: Location) -> Diagnostic | None:
    title = draft.envelope.title
    if not title or not (
        _DATE_ALONE.fullmatch(title) or _HALF.search(title) or is_unbalanced(title)
    ):
        return None
    return problem("import-odd-plan-title", first, title=title)


def _too_long(draft: Draft, first: Location) -> Diagnostic | None:
    """Report tasks ten times as long as the usual task of the document."""
    lengths = [len(task.text) for task in draft.tasks]
    if len(lengths) < _FEWEST_ALIKE:
        return None
    usual = median(lengths)
    long = [t for t in draft.tasks if len(t.text) > _TOO_LONG and len(t.text) > usual * _TIMES]
    if not long:
        return None
    place = location(long[0].source[0]) if long[0].source else first
    return problem(
        "import-long-task", place, count=len(long), task=long[0].number or long[0].id,
        length=len(long[0].text), usual=int(usual),
    )  # fmt: skip


def _count_differs(draft: Draft, first: Location) -> Diagnostic | None:
    """Report that a text announces another number of tasks than were read."""
    tasks = [task for task in draft.tasks if not task.parent]
    for text in _texts(draft):
        for match in _ANNOUNCED.finditer(text):
            printed = match["count"]
            count = int(printed) if is_number(printed) else from_chinese(printed)
            if count and count > len(tasks) and count <= 500:
                return problem(
                    "import-count-differs", first, read=len(tasks), text=match[0][:_SHOWN]
                )
    return None


def _lost_table(draft: Draft) -> Diagnostic | None:
    """Report the heads of a table that stand in the text: its rows were not read as a table."""
    heads: list[BodyLine] = []
    for line in draft.body:
        parts = heads_within(re.sub(r"[\s|｜]", "", line.text))
        if len(parts) >= _FEWEST_HEADS and _are_heads(parts):
            return problem("import-table-lost", location(line.place), text=line.text[:_SHOWN])
        heads = [*heads, line] if head_kind(line.text) and not line.task else []
        if len(heads) >= _FEWEST_HEADS and _are_heads([head.text for head in heads]):
            text = " ".join(head.text for head in heads)
            return problem("import-table-lost", location(heads[0].place), text=text[:_SHOWN])
    return None


def _are_heads(texts: Sequence[str]) -> bool:
    """Whether texts are heads of a task table, which has units or deadlines beside the wording."""
    kinds = {head_kind(text) for text in texts}
    return is_head_row(tuple(texts)) and bool(kinds & {*UNIT_ROLES, "deadline"}) and "text" in kinds


def _texts(draft: Draft) -> Iterator[str]:
    yield from draft.envelope.notice
    for line in draft.body:
        if line.task or line.continues:
            continue
        yield line.text
