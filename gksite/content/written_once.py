"""Names that must be unique in a plan: of two lists, sections, attachments or indicators with the
same name, the second would be lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from gksite.content.outline import Outline
from gksite.content.records import IndicatorRecord, PlanRecord, TaskRecord
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.schema.validate import Place


def check_plan_once(record: PlanRecord, place: Place, outline: Outline) -> Iterable[Diagnostic]:
    """Report task lists, sections and attachments that are written twice; headings of the body are
    sections too."""
    yield from _twice(
        "duplicate-id",
        [(task_list.id, place.at("lists", n, "id")) for n, task_list in enumerate(record.lists)],
    )
    headings = [
        (section.id, Location(place.path, section.line, 1))
        for section in outline.sections
        if section.line
    ]
    yield from _twice(
        "duplicate-id",
        headings
        + [
            (section.id, place.at("sections", n, "id")) for n, section in enumerate(record.sections)
        ],
    )
    files = [
        (unicodedata.normalize("NFC", attachment.file), place.at("attachments", n, "file"))
        for n, attachment in enumerate(record.attachments)
    ]
    yield from _twice("written-twice", files)


def check_task_once(record: TaskRecord, place: Place) -> Iterable[Diagnostic]:
    """Report topics and indicators of a task that are written twice, and indicators whose bounds
    are not one figure, or a lower and an upper one."""
    yield from _twice(
        "written-twice", [(id, place.at("topics", n)) for n, id in enumerate(record.topics)]
    )
    yield from _twice(
        "written-twice",
        [
            (indicator.name, place.at("indicators", n, "name"))
            for n, indicator in enumerate(record.indicators)
        ],
    )
    for n, indicator in enumerate(record.indicators):
        if not _is_reachable(indicator):
            yield problem(
                "indicator-bounds", place.at("indicators", n, "name"), name=indicator.name
            )


_ABOUT = re.compile("左右|上下|前后|约|近")


def _is_reachable(record: IndicatorRecord) -> bool:
    if record.at_least is None and record.at_most is None:
        # An approximate figure (5.5%左右) has its words alone.
        return record.equal is not None or bool(_ABOUT.search(record.printed or ""))
    ordered = record.at_least is None or record.at_most is None or record.at_least <= record.at_most
    return record.equal is None and ordered


def _twice(code: str, places: Iterable[tuple[str, Location]]) -> Iterable[Diagnostic]:
    first: dict[str, Location] = {}
    for id, where in places:
        if id in first:
            yield problem(code, where, id=id, other=first[id])
        first.setdefault(id, where)
