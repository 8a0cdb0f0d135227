"""The records of the files that rules read, by kind of file.

Loads the schema, which takes a quarter of a second: `rule_files` imports it only where a site has
such a file.
"""

from __future__ import annotations

from collections.abc import Mapping

from gksite.build.report import Waiver
from gksite.catalogue import current_code
from gksite.check.site_view import LedgerEntry, LinkStatus
from gksite.content.records import (
    ConfusionRecord,
    HolidayRecord,
    IndexNumberRecord,
    VisitRecord,
    WaiverRecord,
)
from gksite.diagnostics import Diagnostic, problem
from gksite.notation.workdays import read_days
from gksite.schema.validate import parse_records


def read_waivers(texts: Mapping[str, str]) -> tuple[tuple[Waiver, ...], list[Diagnostic]]:
    """Return the waivers of all files, which are given by path."""
    waivers: list[Waiver] = []
    problems: list[Diagnostic] = []
    for path, text in texts.items():
        # A plan's waivers name files of its folder, those of content/ files of the project.
        folder = f"{path.rpartition('/')[0]}/" if path.startswith("content/plans/") else ""
        records, new_problems = parse_records(WaiverRecord, text, path)
        problems += new_problems
        waivers += [
            Waiver(
                current_code(record.code),
                f"{folder}{record.file or ''}",
                record.found or "",
                record.why,
                record.date,
                place.at("code"),
            )
            for record, place in records
        ]
    return tuple(waivers), problems


def read_confusions(text: str, path: str) -> tuple[dict[str, str], list[Diagnostic]]:
    """Return the right wording for each wrong one."""
    records, problems = parse_records(ConfusionRecord, text, path)
    return {record.wrong: record.right for record, _ in records}, problems


def read_holidays(text: str, path: str) -> tuple[dict[int, tuple[str, str]], list[Diagnostic]]:
    """Return the free weekdays and the worked weekends of each year, as written."""
    records, problems = parse_records(HolidayRecord, text, path)
    for year, place in records:
        for key, days in (("free", year.free or ""), ("worked", year.worked or "")):
            problems += [
                problem("unread-days", place.at(key), text=piece)
                for piece in read_days(year.year, days)[1]
            ]
    return {year.year: (year.free or "", year.worked or "") for year, _ in records}, problems


def read_index_numbers(text: str, path: str) -> tuple[tuple[LedgerEntry, ...], list[Diagnostic]]:
    """Return the ledger of the index numbers that were given out."""
    records, problems = parse_records(IndexNumberRecord, text, path)
    return tuple(
        LedgerEntry(record.index_number, record.plan, place.at()) for record, place in records
    ), problems


def read_links(text: str, path: str) -> tuple[dict[str, LinkStatus], list[Diagnostic]]:
    """Return the result of the last visit to each external address."""
    records, problems = parse_records(VisitRecord, text, path)
    return {
        visit.url: LinkStatus(visit.status, visit.error or "", visit.moved_to or "", visit.checked)
        for visit, _ in records
    }, problems
