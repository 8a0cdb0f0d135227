"""The files in content/ that rules read: waivers, confusions, holidays, the ledger of index
numbers, the recorded states of external links."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from gksite.build.report import Waiver
from gksite.check.site_view import LedgerEntry, LinkStatus
from gksite.diagnostics import Diagnostic
from gksite.source.files import Sources
from gksite.source.text import decode, is_readable

LINKS_PATH = "content/links.yaml"
LEDGER_PATH = "content/index-numbers.yaml"
CONFUSIONS_PATH = "content/confusions.yaml"
HOLIDAYS_PATH = "content/holidays.yaml"
WAIVERS_NAME = "waivers.yaml"


class RuleFiles(msgspec.Struct, frozen=True):
    """The content of these files; `links` is None if none were ever recorded."""

    waivers: tuple[Waiver, ...] = ()
    confusions: dict[str, str] = {}
    holidays: dict[int, tuple[str, str]] = {}
    ledger: tuple[LedgerEntry, ...] = ()
    links: dict[str, LinkStatus] | None = None


def is_rule_file(path: str) -> bool:
    """Whether a source is a file that rules read."""
    return (
        path in (LINKS_PATH, LEDGER_PATH, CONFUSIONS_PATH, HOLIDAYS_PATH)
        or path.rpartition("/")[2] == WAIVERS_NAME
    )


def parse_rule_files(texts: Mapping[str, str]) -> tuple[RuleFiles, list[Diagnostic]]:
    """Return the content of files given by path; unreadable entries are reported and left out."""
    if not texts:
        return RuleFiles(), []
    # The schema takes a quarter of a second to load, and most sites have none of these files.
    from gksite.check import rule_records

    waivers, problems = rule_records.read_waivers(
        {path: text for path, text in texts.items() if path.rpartition("/")[2] == WAIVERS_NAME}
    )
    confusions, new_problems = rule_records.read_confusions(
        texts.get(CONFUSIONS_PATH, ""), CONFUSIONS_PATH
    )
    problems += new_problems
    holidays, new_problems = rule_records.read_holidays(texts.get(HOLIDAYS_PATH, ""), HOLIDAYS_PATH)
    problems += new_problems
    ledger, new_problems = rule_records.read_index_numbers(texts.get(LEDGER_PATH, ""), LEDGER_PATH)
    problems += new_problems
    links, new_problems = rule_records.read_links(texts.get(LINKS_PATH, ""), LINKS_PATH)
    problems += new_problems
    links_or_none = links if LINKS_PATH in texts else None
    return RuleFiles(waivers, confusions, holidays, ledger, links_or_none), problems


def rule_files_of(sources: Sources) -> tuple[RuleFiles, list[Diagnostic]]:
    """Return the content of the site's own rule files, and their problems."""
    return parse_rule_files(_texts_of(sources, is_rule_file))


def _texts_of(sources: Sources, wanted: Callable[[str], bool]) -> dict[str, str]:
    return {
        path: text
        for path, data in sources.texts.items()
        if wanted(path)
        for text, faults in [decode(data, path)]
        if is_readable(faults)
    }
