"""What takes reports back: retractions, and the corrections that take their places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from gksite.diagnostics import Location
from gksite.model.reporting import Report, TakenBack

replace = msgspec.structs.replace


class TakingBack(msgspec.Struct, frozen=True):
    """An entry that takes back the last report of a unit of the day `retracts` on a `target`, or on
    the task itself ("")."""

    unit: str
    retracts: date
    act: TakenBack
    location: Location
    by: int = -1
    """The place of the report that takes the other's place; -1 for a retraction."""
    target: str = ""


def take_back(
    reports: list[Report], acts: Sequence[TakingBack]
) -> tuple[list[Report], list[TakingBack]]:
    """Return the reports, those marked that a later entry of the file took back or put another
    report in the place of, and corrections with the day that they stand on; and the acts that found
    none."""
    acts = [*acts, *(_act_of(report, i) for i, report in enumerate(reports) if report.corrects)]
    if not acts:
        return reports, []
    places: dict[tuple[str, date, str], list[int]] = {}
    for place, report in enumerate(reports):
        said = (report.reporter or report.unit, report.date, report.target)
        places.setdefault(said, []).append(place)
    vain: list[TakingBack] = []
    for taking in sorted(acts, key=lambda act: act.location):
        said = (taking.unit, taking.retracts, taking.target)
        at = _last_before(taking, reports, places.get(said, []))
        if at is None:
            vain.append(taking)
            continue
        reports[at] = replace(reports[at], taken_back=taking.act)
        if taking.by >= 0:
            # Nothing that is said speaks of a later day than its own.
            day = min(reports[at].day, reports[taking.by].date)
            reports[taking.by] = replace(reports[taking.by], stands_on=day)
    return reports, vain


def _act_of(report: Report, place: int) -> TakingBack:
    """Return the act by which a report takes the place of another."""
    assert report.corrects
    act = TakenBack(report.date, report.unit, corrected=True)
    unit, where = report.reporter or report.unit, report.location
    return TakingBack(unit, report.corrects, act, where, place, report.target)


def _last_before(taking: TakingBack, reports: list[Report], places: list[int]) -> int | None:
    """Return the last of some places whose report stands and was written before an act; they are
    those of its unit and day, in the order of the file."""
    for place in reversed(places):
        if reports[place].location < taking.location and not reports[place].taken_back:
            return place
    return None


def known_on(reports: Iterable[Report], day: date) -> list[Report]:
    """Return the reports that were made by the end of a day, as they stood then: what was taken
    back later still stands."""
    return [
        replace(report, taken_back=None)
        if report.taken_back and report.taken_back.date > day
        else report
        for report in reports
        if report.date <= day
    ]
