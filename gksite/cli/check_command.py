"""`gksite check`: report every finding; on request visit external links, mend mechanical findings,
write a report to forward."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import click

from gksite.build import pipeline
from gksite.build.assemble import assemble
from gksite.build.inputs import read_published
from gksite.build.report import BuildReport
from gksite.catalogue import CATALOGUE, by_hand, current_code, message
from gksite.check.check import check as check_site
from gksite.check.mending import mend_sources
from gksite.check.records import external_targets, new_index_numbers
from gksite.check.report_page import Checked, render_check_report
from gksite.check.rule_files import LEDGER_PATH
from gksite.cli.clock import day_of
from gksite.cli.options import (
    EXIT_USAGE,
    Shared,
    drafts_option,
    exit_code,
    format_option,
    jobs_option,
    print_problems,
    strict_option,
    today_option,
    words_of,
)
from gksite.cli.report import Format, render_groups
from gksite.cli.verdict import verdict
from gksite.diagnostics import Diagnostic
from gksite.output.source_files import LockedSources, locked_sources, write_together
from gksite.source.files import read_sources
from gksite.source.program import read_program

LINKS_PATH = "content/links.yaml"
"""The results of the last visits to external links."""


def _codes(
    context: click.Context, parameter: click.Parameter, value: tuple[str, ...]
) -> frozenset[str]:
    """Return the codes of an option that may be repeated, and may hold several with commas."""
    codes = frozenset(
        current_code(code.strip()) for text in value for code in text.split(",") if code.strip()
    )
    for code in sorted(codes):
        if code not in CATALOGUE:
            raise click.BadParameter(
                words_of(context)(f"没有代码“{code}”", f"there is no code {code}"),
                context,
                parameter,
            )
    return codes


@click.command()
@format_option
@strict_option
@drafts_option
@today_option
@jobs_option
@click.option(
    "--only",
    metavar="CODE",
    multiple=True,
    callback=_codes,
    help="只看这些代码，可用逗号分开。Only these codes.",
)
@click.option(
    "--skip", metavar="CODE", multiple=True, callback=_codes, help="不看这些代码。Not these codes."
)
@click.option(
    "--waivers",
    is_flag=True,
    help="列出已作说明、予以保留的问题。List the findings that the sources waive.",
)
@click.option(
    "--fix",
    is_flag=True,
    help="改正能机械改正的写法，逐处显示。Mend what is mechanical and show each change.",
)
@click.option(
    "--dry-run", is_flag=True, help="配合 --fix：只显示，不写文件。With --fix: show, write nothing."
)
@click.option(
    "--external",
    is_flag=True,
    help="访问全部外部链接，结果记入 content/links.yaml。Visit external links and record the results.",
)
@click.option(
    "--record-index-numbers",
    is_flag=True,
    help="把已发布计划的索引号记入台账。Add the plans' index numbers to the ledger.",
)
@click.option(
    "--report",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="按计划汇总成一个网页，便于转发。Write a summary by plan as HTML.",
)
@click.pass_obj
def check(
    shared: Shared,
    format: Format,
    strict: bool,
    drafts: bool,
    today: date | None,
    jobs: int | None,
    only: frozenset[str],
    skip: frozenset[str],
    waivers: bool,
    fix: bool,
    dry_run: bool,
    external: bool,
    record_index_numbers: bool,
    report: str | None,
) -> int:
    """检查全部内容，除缓存外不写任何文件。Find every problem; write nothing but the cache.

    \b
    gksite check --drafts
    gksite check --only mobile-number,resident-id
    gksite check --fix --dry-run
    gksite check --report check.html
    """
    if dry_run and not fix:
        raise shared.usage("--dry-run 要和 --fix 一起用", "--dry-run goes with --fix")
    unmended = _mend(shared, only, skip, dry_run=dry_run) if fix else frozenset()
    if external and (code := _visit(shared, drafts=drafts)):
        return code
    if record_index_numbers:
        _record(shared)
    kept: list[pipeline.Site] = []  # as in `build`
    options = pipeline.Options(drafts, today, jobs, clock=day_of(shared.project))
    found = check_site(shared.project, options, seen=kept.append)
    problems = [
        by_hand(problem) if _place(problem) in unmended else problem
        for problem in found.problems
        if _is_wanted(only, skip, problem.code)
    ]
    if report:
        day = today or day_of(shared.project)
        checked = Checked(day, found.scope, is_partial=bool(only or skip))
        _write_report(shared, Path(report), problems, found, checked)
    _print(shared, problems, found, format, waivers=waivers, is_partial=bool(only or skip))
    return exit_code(problems, strict=strict)


def _print(
    shared: Shared,
    problems: Sequence[Diagnostic],
    found: BuildReport,
    format: Format,
    *,
    waivers: bool,
    is_partial: bool,
) -> None:
    """Print the findings; for people by code, and with a verdict."""
    if format == "text":
        shared.console.put(render_groups(problems, shared.language, shared.command(), colour=True))
    else:
        print_problems(shared, problems, format)
    if waivers:
        _list_waivers(shared, found)
    if format == "text":
        for line in verdict(shared, problems, found, is_partial=is_partial):
            shared.put(line)


_Place = tuple[str, int, str]
"""Path, line, code."""


def _place(problem: Diagnostic) -> _Place:
    return problem.location.path, problem.location.line, problem.code


def _mend(
    shared: Shared, only: frozenset[str], skip: frozenset[str], *, dry_run: bool
) -> frozenset[_Place]:
    """Mend the mechanical findings, and return the places that were not mended."""
    keeps = partial(_is_wanted, only, skip)
    if dry_run:
        _show_mended(shared, keeps, None)
        return frozenset()
    with locked_sources(shared.project, shared.say_waiting) as locked:
        return _show_mended(shared, keeps, locked)


def _is_wanted(only: frozenset[str], skip: frozenset[str], code: str) -> bool:
    return (not only or code in only) and code not in skip


def _show_mended(
    shared: Shared, is_wanted: Callable[[str], bool], locked: LockedSources | None
) -> frozenset[_Place]:
    """Show each change; write it unless `locked` is None. Return the places not mended."""
    sources, _ = read_sources(shared.project)
    mended = mend_sources(sources, is_wanted)
    for file in mended:
        for line in difflib.unified_diff(
            file.before.split("\n"),
            file.after.split("\n"),
            f"a/{file.path}",
            f"b/{file.path}",
            n=0,
            lineterm="",
        ):
            shared.put(line)
    held = [problem for file in mended for problem in file.unmended]
    print_problems(shared, held, "text")
    unmended = frozenset(
        (problem.location.path, problem.location.line, dict(problem.arguments)["rule"])
        for problem in held
    )
    mended = [file for file in mended if file.data != sources.texts[file.path]]
    count = len(mended)
    if locked is None:
        shared.say(
            f"会改动 {count} 个文件，没有写入", f"{count} files would change; nothing was written"
        )
        return unmended
    read = {shared.project / file.path: sources.texts[file.path] for file in mended}
    locked.write({shared.project / file.path: file.data for file in mended}, read)
    shared.say(f"改动了 {count} 个文件", f"changed {count} files")
    return unmended


def _visit(shared: Shared, *, drafts: bool) -> int:
    """Visit the external links and write content/links.yaml. Return EXIT_USAGE if the extra is not
    installed, else 0."""
    try:
        # Late: its library is an extra.
        from gksite.check.link_visits import links_text, visit_links
    except ModuleNotFoundError:
        shared.say(
            '检查外部链接需要附加组件：pip install "gksite[links]"',
            'external links need an extra: pip install "gksite[links]"',
        )
        return EXIT_USAGE
    sources, _ = read_sources(shared.project)
    published = read_published(shared.project, drafts=drafts)
    assembled = assemble(published, {}, read_program(), drafts=drafts)
    targets = external_targets(published.sources, assembled)
    shared.say(f"正在访问 {len(targets)} 个外部链接……", f"visiting {len(targets)} external links …")
    states = visit_links(targets, date.today())
    place = shared.project / LINKS_PATH
    # The visits take minutes and others may work meanwhile: what they wrote to this file is
    # reported, not overwritten.
    read = {place: sources.texts[LINKS_PATH]} if LINKS_PATH in sources.texts else {}
    with locked_sources(shared.project, shared.say_waiting) as locked:
        locked.write({place: links_text(states).encode()}, read)
    return 0


def _record(shared: Shared) -> None:
    """Add the index numbers that the ledger lacks."""
    with locked_sources(shared.project, shared.say_waiting) as locked:
        count = _add_index_numbers(shared.project, locked)
    shared.say(f"台账新增 {count} 个索引号", f"{count} index numbers were added to the ledger")


def _add_index_numbers(project: Path, locked: LockedSources) -> int:
    sources, _ = read_sources(project)
    published = read_published(project)
    numbers = new_index_numbers(published.sources, assemble(published, {}, read_program()))
    before = sources.texts.get(
        LEDGER_PATH, "# 索引号台账：编过的索引号只增不减，不得再编给别的计划。\n".encode()
    )
    if not before.endswith(b"\n"):
        before += b"\n"
    if numbers:
        lines = "".join(
            f'- {{index_number: "{number}", plan: {plan}}}\n' for number, plan in numbers
        )
        read = (
            {project / LEDGER_PATH: sources.texts[LEDGER_PATH]}
            if LEDGER_PATH in sources.texts
            else {}
        )
        locked.write({project / LEDGER_PATH: before + lines.encode()}, read)
    return len(numbers)


def _write_report(
    shared: Shared,
    path: Path,
    problems: Sequence[Diagnostic],
    found: BuildReport,
    checked: Checked,
) -> None:
    text = render_check_report(problems, found.waived, dict(found.titles), shared.language, checked)
    write_together({path: text.encode()})
    shared.say(f"报告已写入 {path}", f"the report is in {path}")


def _list_waivers(shared: Shared, found: BuildReport) -> None:
    word, colon = ("予以保留", "：") if shared.language == "zh" else ("waived", ": ")
    for problem, waiver in found.waived:
        text = message(problem, shared.language)
        shared.put(f"{problem.location}: {word}[{problem.code}]{colon}{text}")
        shared.put(f"  → {waiver.date} {waiver.why} ({waiver.location})")
