"""`gksite notation`: show as JSON how a single wording is read."""

from __future__ import annotations

import click

from gksite.cli.options import Shared
from gksite.importer.writing.json_report import deadline_report, units_report
from gksite.notation.deadlines import parse_deadline
from gksite.notation.units import parse_units


@click.command("notation")
@click.argument("kind", type=click.Choice(["units", "deadline"]))
@click.argument("texts", nargs=-1, required=True, metavar="TEXT…")
@click.option("--year", type=click.IntRange(1900, 2199), help="计划年度。The year of the plan.")
@click.pass_obj
def notation(shared: Shared, kind: str, texts: tuple[str, ...], year: int | None) -> int:
    """说明一段责任单位或时限怎样读。How a wording of units or of a deadline is read, as JSON.

    \b
    gksite notation deadline --year 2025 6月底前 全年
    gksite notation units 牵头单位：区政府办公室；责任单位：各街镇
    """
    readings = [
        units_report(parse_units(text))
        if kind == "units"
        else deadline_report(parse_deadline(text, year))
        for text in texts
    ]
    shared.put_json(readings)
    return 0
