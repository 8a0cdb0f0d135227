"""`gksite report annual`: the section 落实情况 of the annual report on information disclosure."""

from __future__ import annotations

from pathlib import Path

import click

from gksite.cli.help_language import Group
from gksite.cli.options import (
    EXIT_CLEAN,
    EXIT_PROBLEMS,
    EXIT_USAGE,
    Shared,
    exit_code,
    print_problems,
)
from gksite.cli.progress_command import check_year, find_unit, load_model
from gksite.diagnostics import nearest
from gksite.exports.annual_report import annual_report
from gksite.exports.report_blocks import render_markdown, render_page
from gksite.output.source_files import write_together


@click.group("report", cls=Group)
def report() -> None:
    """写报告。Write reports.

    \b
    gksite report annual --year 2025 -o 落实情况.docx
    """


@report.command("annual")
@click.option(
    "--year", type=click.IntRange(1900, 2199), required=True, help="年度。The year of the plans."
)
@click.option(
    "--unit",
    default="",
    help="只写一个单位：编号、机关/编号或名称。One unit alone: its id, authority/id, or name.",
)
@click.option(
    "--authority",
    default="",
    help="只写一个行政机关的计划：编号。The plans of one authority: its id.",
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False),
    help="写成 FILE.docx、FILE.md 或 FILE.html。A .docx, .md or .html file.",
)
@click.pass_obj
def annual(shared: Shared, year: int, unit: str, authority: str, output: str) -> int:
    """政府信息公开工作年度报告里的落实情况。What came of a year's plans, for the annual report on disclosure.

    \b
    gksite report annual --year 2025 -o 落实情况.docx
    gksite report annual --year 2025 --authority qinghe -o 落实情况.html
    gksite report annual --year 2025 --unit 区教育局 -o 区教育局.md
    """
    ending = Path(output).suffix.lower()
    if ending not in (".docx", ".md", ".html"):
        raise shared.usage(
            "-o 要写成 .docx、.md 或 .html 文件", "-o names a .docx, .md or .html file"
        )
    model, problems = load_model(shared, drafts=False, at_clock=True)
    if model is None or exit_code(problems, strict=False):
        print_problems(shared, problems, "text")
        return EXIT_USAGE if model is None else EXIT_PROBLEMS
    key = find_unit(shared, model, unit) if unit else ""
    if authority and authority not in model.registry.authorities:
        near = shared.or_near(nearest(authority, model.registry.authorities))
        raise shared.usage(
            f"没有行政机关“{authority}”{near}", f"there is no authority “{authority}”{near}"
        )
    check_year(shared, model, year)
    blocks = annual_report(model, year, key, authority)
    if ending == ".docx":
        from gksite.exports.word_report import render_word

        data = render_word(blocks)
    else:
        data = render_markdown(blocks) if ending == ".md" else render_page(blocks)
    write_together({Path(output): data})
    shared.put(output)
    return EXIT_CLEAN
