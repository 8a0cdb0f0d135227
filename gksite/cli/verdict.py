"""The last lines of a check: its scope, its rules, what is waived, and what was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gksite.build.last_check import counts_words
from gksite.build.report import BuildReport, Scope
from gksite.catalogue import severity
from gksite.cli.options import Shared, counted
from gksite.diagnostics import Diagnostic


def verdict(
    shared: Shared, problems: Sequence[Diagnostic], report: BuildReport, *, is_partial: bool
) -> list[str]:
    """Return the lines. `problems` are those printed; `is_partial`: options hid others."""
    lines = [
        *([_looked_at(shared, report.scope)] if report.scope else []),
        *_left_out(shared, problems, report, is_partial=is_partial),
        *mendable(shared, mended_places(problems)),
    ]
    if not problems:
        return [*lines, shared.word("结论：没有发现问题", "verdict: nothing was found")]
    counts = counts_words(problems, shared.language)
    if any(severity(problem) == "error" for problem in problems):
        stopped = report.scope is None or not report.scope.pages
        means = (
            shared.word(
                "，改正错误之前不能生成网站",
                "; the site cannot be built before the errors are mended",
            )
            if stopped
            else shared.word(
                "，改正错误之前不能发布", "; the site is not published before the errors are mended"
            )
        )
    else:
        means = shared.word("，没有错误", "; no error") if not is_partial else ""
    return [*lines, shared.word(f"结论：{counts}{means}", f"verdict: {counts}{means}")]


def mended_places(problems: Iterable[Diagnostic]) -> int:
    """Return the number of places that `check --fix` mends."""
    return sum(int(dict(problem.arguments).get("mended", 0)) for problem in problems)


def mendable(shared: Shared, places: int) -> list[str]:
    """Return a line on what `check --fix` mends; none where it mends nothing."""
    how = shared.command("check", "--fix")
    line = shared.word(f"{how} 可以改 {places} 处", f"{how} mends {counted(places, 'place')}")
    return [line] if places else []


def _looked_at(shared: Shared, scope: Scope) -> str:
    hidden = (
        shared.word(f"（{scope.hidden} 个不公开）", f" ({scope.hidden} not public)")
        if scope.hidden
        else ""
    )
    pages = (
        shared.word(f"、{scope.pages} 个网页", f", {counted(scope.pages, 'page')}")
        if scope.pages
        else ""
    )
    unmade = (
        ""
        if scope.pages
        else shared.word(
            "；有错误，网页没有生成，也没有检查",
            "; no page, since errors keep them from being made",
        )
    )
    off = (
        shared.word(f"（另有 {scope.off} 条已关闭）", f" ({scope.off} more are switched off)")
        if scope.off
        else ""
    )
    return shared.word(
        f"检查了 {scope.plans} 个计划{hidden}、{scope.tasks} 项任务、{scope.units} 个单位{pages}，按 "
        f"{scope.rules} 条规则{off}{unmade}",
        f"checked {counted(scope.plans, 'plan')}{hidden}, {counted(scope.tasks, 'task')}, "
        f"{counted(scope.units, 'unit')}{pages}, by {scope.rules} rules{off}{unmade}",
    )


def _left_out(
    shared: Shared, problems: Sequence[Diagnostic], report: BuildReport, *, is_partial: bool
) -> list[str]:
    """Return lines that count the findings which are not printed."""
    lines = []
    if report.waived:
        count, how = len(report.waived), shared.command("check", "--waivers")
        lines.append(
            shared.word(
                f"另有 {count} 处已作说明、予以保留：{how} 列出",
                f"waived: {counted(count, 'more finding')}, which {how} lists",
            )
        )
    if is_partial and len(report.problems) > len(problems):
        count = len(report.problems) - len(problems)
        lines.append(
            shared.word(
                f"另有 {count} 处问题，因 --only 或 --skip 没有列出",
                f"left out by --only or --skip: {counted(count, 'more finding')}",
            )
        )
    return lines
