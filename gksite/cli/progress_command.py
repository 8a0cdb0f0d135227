"""`gksite export progress` and `gksite import progress`: write a unit's sheet, and read its
entries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from gksite.build.assemble import assemble
from gksite.build.inputs import read_inputs
from gksite.build.published_set import working_set
from gksite.catalogue import message, severity
from gksite.cli.clock import day_of
from gksite.cli.help_language import Group
from gksite.cli.options import (
    EXIT_CLEAN,
    EXIT_PROBLEMS,
    EXIT_USAGE,
    Day,
    Shared,
    counted,
    drafts_option,
    print_problems,
)
from gksite.cli.progress_import import append_sheets
from gksite.cli.report import Format
from gksite.diagnostics import Diagnostic, nearest
from gksite.model.entities import Plan
from gksite.model.registry import names_of_unit
from gksite.model.site import SiteModel
from gksite.output.refusal import Refused
from gksite.output.source_files import LockedSources, locked_sources, write_together
from gksite.progress_sheets.cells import parse_cells
from gksite.progress_sheets.entries import SheetReading, read_progress
from gksite.progress_sheets.sheet import current_plans, progress_csv, progress_rows
from gksite.source.program import read_program

_STATES = {
    "added": ("已加入", "added"),
    "already": ("已经有了，没有重复加入", "already there"),
    "taken_back": ("同一条已撤回或更正，没有加入", "was taken back before, not added"),
    "empty": ("没有填写", "not filled in"),
    "wrong": ("有问题", "wrong"),
    "checked": ("已检查，没有加入", "checked, not added"),
}
_TAKEN = ("收入，加入 {added} 条", "taken, {added} entries added")
_REFUSED = ("没有收入，一条也没有加入", "refused, nothing was added")


@click.group("export", cls=Group)
def export() -> None:
    """导出数据。Export data.

    \b
    gksite export progress --unit 区教育局 -o 区教育局.xlsx
    """


@export.command("progress")
@click.option(
    "--unit",
    required=True,
    help="单位：编号、机关/编号或名称。The unit: its id, authority/id, or name.",
)
@click.option("--plan", default="", help="只要这一个计划。One plan alone.")
@click.option(
    "--year",
    type=click.IntRange(1900, 2199),
    help="要这一年的计划，默认现行年度的。The plans of this year; without it those of the current one.",
)
@click.option("--all-years", is_flag=True, help="要各年度的计划。The plans of all years.")
@click.option(
    "--due",
    type=Day(),
    help="请单位在这一天前报回，印在表头。The day by which the unit reports, printed on the sheet.",
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False),
    help="写成 FILE.xlsx 或 FILE.csv。A .xlsx or .csv file.",
)
@drafts_option
@click.pass_obj
def export_progress(
    shared: Shared,
    unit: str,
    plan: str,
    year: int | None,
    all_years: bool,
    due: date | None,
    output: str,
    drafts: bool,
) -> int:
    """导出一个单位的填报表。The sheet on which a unit reports progress.

    \b
    gksite export progress --unit 区教育局 -o 区教育局.xlsx
    gksite export progress --unit 区教育局 --due 2025-12-20 -o 区教育局.xlsx
    gksite export progress --unit 区教育局 --year 2024 -o 区教育局-2024.csv
    """
    if not output.lower().endswith((".xlsx", ".csv")):
        raise shared.usage("-o 要写成 .xlsx 或 .csv 文件", "-o names a .xlsx or a .csv file")
    if sum(map(bool, (plan, year, all_years))) > 1:
        raise shared.usage(
            "--plan、--year、--all-years 只能写一个",
            "--plan, --year and --all-years exclude one another",
        )
    model, problems = load_model(shared, drafts=drafts)
    if model is None:
        print_problems(shared, problems, "text")
        return EXIT_USAGE
    key = find_unit(shared, model, unit)
    plans = _chosen_plans(shared, model, plan, year, all_years=all_years)
    if output.lower().endswith(".csv"):
        data = progress_csv(model, key, plans)
    else:
        # Late: CSV does without its library.
        from gksite.progress_sheets.printed_sheet import progress_xlsx

        data = progress_xlsx(model, key, plans, due)
    write_together({Path(output): data})
    shared.put(output)
    is_asked_for = bool(plan or year or all_years)
    _say_what_it_holds(shared, model, key, plans, drafts=drafts, is_asked_for=is_asked_for)
    return EXIT_CLEAN


def _chosen_plans(
    shared: Shared, model: SiteModel, plan: str, year: int | None, *, all_years: bool
) -> tuple[Plan, ...]:
    """Return the plans of a sheet: the one that is named, those of a year or of all, else those of
    the current year. Raise a usage error for a plan or year that is not there."""
    if plan:
        if plan not in model.plans:
            raise shared.usage(
                f"没有计划“{plan}”{shared.or_near(nearest(plan, model.plans))}",
                f"there is no plan “{plan}”{shared.or_near(nearest(plan, model.plans))}",
            )
        return (model.plans[plan],)
    if year:
        check_year(shared, model, year)
        return tuple(model.plans_of_year(year))
    return tuple(model.plans.values()) if all_years else current_plans(model)


def check_year(shared: Shared, model: SiteModel, year: int) -> None:
    """Raise a usage error for a year without plans."""
    if year not in model.plan_years():
        years = "、".join(map(str, reversed(model.plan_years())))
        raise shared.usage(
            f"没有{year}年的计划（有：{years}）", f"there is no plan of {year}; years: {years}"
        )


def _say_what_it_holds(
    shared: Shared,
    model: SiteModel,
    key: str,
    plans: Sequence[Plan],
    *,
    drafts: bool,
    is_asked_for: bool,
) -> None:
    """Say how many rows a sheet of a unit has, and where more of its tasks are, unless the plans
    are those that were asked for."""
    count, every = len(progress_rows(model, key, plans)), len(progress_rows(model, key))
    shared.say(f"{count} 行", counted(count, "row"))
    heirs = dict.fromkeys(duty.passed_to for duty in model.passed.get(key, ()))
    if every > count and not is_asked_for:
        shared.say(
            f"另有 {every - count} 行是其他年度的：全部导出加 --all-years",
            f"{every - count} more are of other years; --all-years has all",
        )
    elif not count and heirs:
        names = "、".join(model.registry.units[heir].name for heir in heirs)
        shared.say(f"它的任务已划转给{names}", f"its tasks passed on to {names}")
    elif not count and not drafts:
        shared.say("草稿里的任务要加 --drafts", "tasks of drafts need --drafts")


def import_progress(shared: Shared, files: Sequence[str], format: Format, *, dry_run: bool) -> int:
    """Append what filled-in sheets report to the plans' progress.yaml, each sheet as a whole or not
    at all. Return the exit code."""
    for file in files:
        if not Path(file).is_file():
            raise shared.usage(f"没有文件“{file}”", f"there is no file “{file}”")
    if dry_run:
        return _append_progress(shared, files, format, None)
    try:
        with locked_sources(shared.project, shared.say_waiting) as sources:
            return _append_progress(shared, files, format, sources)
    except Refused as refusal:
        print_problems(shared, [refusal.diagnostic], format)
        return EXIT_PROBLEMS


def _append_progress(
    shared: Shared, files: Sequence[str], format: Format, sources: LockedSources | None
) -> int:
    """Append as `import_progress` does, sources locked; write nothing if `sources` is None."""
    model, problems = load_model(shared, drafts=True)
    if model is None:
        print_problems(shared, problems, format)
        return EXIT_USAGE
    sheets, unread = {}, []
    for file in files:
        name = file if Path(file).name in sheets else Path(file).name
        rows, unreadable = parse_cells(Path(file).read_bytes(), name)
        if unreadable:
            unread.append(SheetReading(name, (), (), tuple(unreadable)))
        else:
            sheets[name] = rows
    today = day_of(shared.project)

    def read_all(but: Collection[str]) -> list[SheetReading]:
        kept = {name: rows for name, rows in sheets.items() if name not in but}
        return read_progress(kept, model.plans, model.registry, today)

    taken, written, read = append_sheets(shared.project, read_all, today)
    failure: tuple[Diagnostic, ...] = ()
    if written and sources:
        try:
            sources.write(written, read)
        except Refused as refusal:
            failure = (refusal.diagnostic,)
    order = [*sheets, *(sheet.name for sheet in unread)]
    readings = sorted([*unread, *taken], key=lambda sheet: order.index(sheet.name))
    return _tell(shared, readings, failure, format)


def _tell(
    shared: Shared,
    readings: Sequence[SheetReading],
    failure: tuple[Diagnostic, ...],
    format: Format,
) -> int:
    """Print the result for each sheet and row. Return the exit code."""
    added = {
        sheet.name: 0 if sheet.is_refused or failure else len(sheet.entries) for sheet in readings
    }
    of_sheets = (problem for sheet in readings for problem in sheet.problems)
    problems = [*dict.fromkeys(of_sheets), *failure]
    if format == "json":
        shared.put_json(_json_report(shared, readings, added, problems, failed=bool(failure)))
    else:
        _print_report(shared, readings, added, failed=bool(failure))
        print_problems(shared, problems, "text")
    refused = sum(sheet.is_refused for sheet in readings)
    rows = sum(len(sheet.rows) for sheet in readings)
    shared.say(
        f"加入 {sum(added.values())} 条，共 {rows} 行"
        + (f"；{refused} 个文件没有收入，改好后再导入" if refused else ""),
        f"{sum(added.values())} entries added, {rows} rows"
        + (f"; {refused} files were refused: mend them and import them again" if refused else ""),
    )
    return EXIT_PROBLEMS if refused or failure else EXIT_CLEAN


def _json_report(
    shared: Shared,
    readings: Sequence[SheetReading],
    added: Mapping[str, int],
    problems: Iterable[Diagnostic],
    *,
    failed: bool,
) -> dict[str, Any]:
    return {
        "files": [
            {
                "file": sheet.name,
                "state": "refused" if sheet.is_refused or failed else "taken",
                "added": added[sheet.name],
            }
            for sheet in readings
        ],
        "rows": [
            {"place": row.place, "task": row.task, "state": row.state}
            for sheet in readings
            for row in sheet.rows
        ],
        "added": sum(added.values()),
        "diagnostics": [
            {
                "code": problem.code,
                "severity": severity(problem),
                "message": message(problem, shared.language),
                "place": str(problem.location),
            }
            for problem in problems
        ],
    }


def _print_report(
    shared: Shared, readings: Iterable[SheetReading], added: Mapping[str, int], *, failed: bool
) -> None:
    for sheet in readings:
        is_refused = sheet.is_refused or failed
        for row in sheet.rows:
            state = "checked" if row.state == "added" and is_refused else row.state
            shared.put(f"{row.place}: {row.task} {shared.word(*_STATES[state])}")
        result = shared.word(*(_REFUSED if is_refused else _TAKEN))
        shared.put(f"{sheet.name}: {result.format(added=added[sheet.name])}")


def load_model(
    shared: Shared, *, drafts: bool, at_clock: bool = False
) -> tuple[SiteModel | None, list[Diagnostic]]:
    """Return the model (None if config.yaml is unusable) and all problems of the sources."""
    inputs = read_inputs(shared.project, None).with_published(None, drafts=drafts)
    published = inputs.published or working_set(inputs.working)
    assembled = assemble(published, {}, read_program(), drafts=drafts)
    if at_clock and assembled.config and assembled.config.as_of is None:
        # A report written today is of today, unless the settings fix a day.
        assembled = assemble(
            published, assembled.cache, read_program(), today=day_of(shared.project), drafts=drafts
        )
    return assembled.model, [*inputs.source_problems, *published.placed(assembled.problems)]


def find_unit(shared: Shared, model: SiteModel, wanted: str) -> str:
    """Return the key of the unit that a key, an id, a name, an alias or else a former name means.
    Raise a usage error if there is none, or more than one."""
    units = model.registry.units
    if wanted in units:
        return wanted
    keys = (
        [key for key, unit in units.items() if unit.id == wanted]
        or [key for key, unit in units.items() if wanted in (unit.name, *unit.aliases)]
        or [key for key, unit in units.items() if wanted in names_of_unit(unit)]
    )
    if len(keys) == 1:
        return keys[0]
    if keys:
        names = "、".join(keys)
        raise shared.usage(
            f"有几个单位叫“{wanted}”，请写明是哪一个：{names}",
            f"several units are called “{wanted}”; name one of {names}",
        )
    near = nearest(wanted, [unit.name for unit in units.values()])
    raise shared.usage(
        f"没有单位“{wanted}”{shared.or_near(near)}",
        f"there is no unit “{wanted}”{shared.or_near(near)}",
    )
