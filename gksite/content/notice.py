"""notice.md of a plan's folder → the Notice; and whether it agrees with its plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from gksite.content.records import NoticeRecord, PlanRecord
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.model.notice import Annex, Notice, annex_name
from gksite.schema.keys import spelled
from gksite.schema.validate import Place, parse_record
from gksite.source.front_matter import split_front_matter
from gksite.source.markdown import parse_body

NOTICE_NAME = "notice.md"
_ONCE = ("addressees", "copies_to", "printed_by", "printed_on", "annotation")
"""Keys that a document states once: with its notice, or, without one, with the plan."""


def build_notice(
    text: str, path: str, plan: tuple[PlanRecord, Place], annexes: Sequence[Annex]
) -> tuple[Notice | None, list[Diagnostic]]:
    """Return the notice of a plan, None when its front matter cannot be used; and all that is wrong
    with it, or at odds with the plan and its annexes."""
    front, problems = split_front_matter(text, path)
    if front is None:
        return None, problems
    parsed, new_problems = parse_record(NoticeRecord, front.text, path, front.first_line)
    body, body_problems = parse_body(front.body, path, front.body_line, "../../")
    problems += [*new_problems, *body_problems]
    problems += [
        problem("task-in-notice", Location(path, max(block.line - 1, 1), 1), id=block.task)
        for block in body.blocks
        if block.marked
    ]
    if parsed is None:
        return None, problems
    record, place = parsed
    if not body.blocks and all(one.code != "text-too-complex" for one in body_problems):
        problems.append(problem("notice-without-text", Location(path, front.body_line, 1)))
    notice = Notice(
        title=record.title,
        location=place.at("title"),
        masthead=record.masthead or "",
        document_number=record.document_number or "",
        addressees=record.addressees or "",
        signature=record.signature or "",
        day=record.date,
        annotation=record.annotation or "",
        annexes=tuple(record.annexes),
        copies_to=record.copies_to or "",
        printed_by=record.printed_by or "",
        printed_on=record.printed_on,
        body=body.blocks,
        links=body.links,
    )
    problems += _disagreements(record, place, *plan)
    problems += _check_list(record.annexes, place, plan[0].title, annexes)
    return notice, problems


def _disagreements(
    record: NoticeRecord, place: Place, plan: PlanRecord, plan_place: Place
) -> Iterable[Diagnostic]:
    """Report a title, a number or days that cannot be those of a notice that issues the plan, and
    what both state."""
    if annex_name(record.title) == annex_name(plan.title):
        yield problem("notice-title-of-plan", place.at("title"), title=record.title)
    numbers = record.document_number, plan.document_number
    if all(numbers) and numbers[0] != numbers[1]:
        yield problem(
            "notice-number", place.at("document_number"), number=numbers[0], plan=numbers[1]
        )
    if record.date and plan.written and record.date < plan.written:
        yield problem(
            "notice-before-plan", place.at("date"), date=record.date, written=plan.written
        )
    if record.date and plan.published and record.date > plan.published:
        yield problem(
            "notice-after-published", place.at("date"), date=record.date, published=plan.published
        )
    if record.date and record.printed_on and record.printed_on < record.date:
        yield problem(
            "printed-before-notice",
            place.at("printed_on"),
            printed=record.printed_on,
            date=record.date,
        )
    for key in _ONCE:
        if getattr(record, key) and getattr(plan, key):
            yield problem("stated-twice", plan_place.at(key), key=spelled(key, "NoticeRecord"))


def _check_list(
    titles: Sequence[str], place: Place, plan: str, annexes: Sequence[Annex]
) -> Iterable[Diagnostic]:
    """Report the first title of the notice's list that is not the plan's annex at its place, and
    each that one of the two lacks at its end; the list may name the plan itself, too."""
    if not titles:
        return
    names = [
        (name, index)
        for index, title in enumerate(titles)
        if (name := annex_name(title)) != annex_name(plan)
    ]
    for listed, annex in zip_longest(names, annexes):
        if listed is None:
            yield problem("annex-not-listed", annex.location, title=annex.title)
            continue
        name, index = listed
        if annex is None or name != annex_name(annex.title):
            where = place.at("annexes", index)
            other = annex.title if annex else ""
            code = "annex-differs" if annex else "annex-missing"
            yield problem(code, where, title=titles[index], annex=other)
            if annex:
                return
