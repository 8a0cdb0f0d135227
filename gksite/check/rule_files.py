"""What content/ tells the rules: waivers, confusions, holidays, the ledger of index numbers, the
recorded states of external links."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from gksite.build.report import Waiver
from gksite.check.site_view import LedgerEntry, LinkStatus
from gksite.diagnostics import Diagnostic, problem
from gksite.notation.workdays import read_days
from gksite.source.files import Sources
from gksite.source.text import decode, is_readable

LINKS_PATH = "content/links.yaml"
LEDGER_PATH = "content/index-numbers.yaml"
CONFUSIONS_PATH = "content/confusions.yaml"
HOLIDAYS_PATH = "content/holidays.yaml"
WAIVERS_NAME = "waivers.yaml"


class RuleFiles(msgspec.Struct, frozen=True):
    """What these files say; `links` is None where none were ever recorded."""

    waivers: tuple[Waiver, ...] = ()
    confusions: dict[str, str] = {}
    holidays: dict[int, tuple[str, str]] = {}
    ledger: tuple[LedgerEntry, ...] = ()
    links: dict[str, LinkStatus] | None = None


def is_rule_file(path: str) -> bool:
    """Whether a source is one of these files."""
    return (
        path in (LINKS_PATH, LEDGER_PATH, CONFUSIONS_PATH, HOLIDAYS_PATH)
        or path.rpartition("/")[2] == WAIVERS_NAME
    )


def parse_rule_files(texts: Mapping[str, str]) -> tuple[RuleFiles, list[Diagnostic]]:
    """What the texts of the files say, by path; entries that cannot be read are problems and
    left out."""
    if not texts:
        return RuleFiles(), []
    # The schema takes a quarter of a second to load, and most sites have none of these files.
    from gksite.content.records import (
        ConfusionRecord,
        HolidayRecord,
        IndexNumberRecord,
        VisitRecord,
        WaiverRecord,
    )
    from gksite.schema.validate import parse_records

    problems: list[Diagnostic] = []
    waivers: list[Waiver] = []
    for path, text in texts.items():
        if path.rpartition("/")[2] == WAIVERS_NAME:
            folder = f"{path.rpartition('/')[0]}/" if path.startswith("content/plans/") else ""
            records, more = parse_records(WaiverRecord, text, path)
            problems += more
            waivers += [
                Waiver(
                    one.code,
                    f"{folder}{one.file or ''}",
                    one.found or "",
                    one.why,
                    one.date,
                    place.at("code"),
                )
                for one, place in records
            ]
    words, more = parse_records(ConfusionRecord, texts.get(CONFUSIONS_PATH, ""), CONFUSIONS_PATH)
    years, more_years = parse_records(HolidayRecord, texts.get(HOLIDAYS_PATH, ""), HOLIDAYS_PATH)
    numbers, more_numbers = parse_records(
        IndexNumberRecord, texts.get(LEDGER_PATH, ""), LEDGER_PATH
    )
    visits, more_visits = parse_records(VisitRecord, texts.get(LINKS_PATH, ""), LINKS_PATH)
    problems += [*more, *more_years, *more_numbers, *more_visits]
    for year, place in years:
        for key, days in (("free", year.free or ""), ("worked", year.worked or "")):
            problems += [
                problem("unread-days", place.at(key), text=piece)
                for piece in read_days(year.year, days)[1]
            ]
    files = RuleFiles(
        waivers=tuple(waivers),
        confusions={one.wrong: one.right for one, _ in words},
        holidays={one.year: (one.free or "", one.worked or "") for one, _ in years},
        ledger=tuple(LedgerEntry(one.index_number, one.plan, place.at()) for one, place in numbers),
        links={
            one.url: LinkStatus(one.status, one.error or "", one.moved_to or "", one.checked)
            for one, _ in visits
        }
        if LINKS_PATH in texts
        else None,
    )
    return files, problems


def rule_files_of(sources: Sources) -> tuple[RuleFiles, list[Diagnostic]]:
    """What the site's own files say of the rules, and what is wrong with them."""
    return parse_rule_files(_texts_of(sources, is_rule_file))


def _texts_of(sources: Sources, wanted: Callable[[str], bool]) -> dict[str, str]:
    return {
        path: text
        for path, data in sources.texts.items()
        if wanted(path)
        for text, faults in [decode(data, path)]
        if is_readable(faults)
    }
