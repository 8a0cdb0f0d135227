"""`gksite build` and `gksite clean`: bring the output folder up to date, or remove it."""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from gksite.build import pipeline
from gksite.build.last_check import state_words
from gksite.build.report import BuildReport
from gksite.catalogue import severity
from gksite.cli.clock import day_of
from gksite.cli.options import (
    EXIT_PROBLEMS,
    Shared,
    counted,
    drafts_option,
    exit_code,
    format_option,
    jobs_option,
    print_problems,
    profile_option,
    strict_option,
    today_option,
)
from gksite.cli.report import Format
from gksite.config.target_kinds import Profile
from gksite.portal.addresses import DEFAULT_OUTPUTS
from gksite.portal.profiles import Since

if TYPE_CHECKING:
    from tqdm import tqdm


output_option = click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False),
    help="输出文件夹，默认 public，其他形式为 public-形式。The output folder.",
)


@click.command()
@output_option
@profile_option
@click.option(
    "--since",
    type=click.Path(exists=True, dir_okay=False),
    help="上次推送的 manifest.json，只推送此后的变化。Push only what changed since.",
)
@format_option
@strict_option
@drafts_option
@today_option
@jobs_option
@click.option(
    "--explain",
    metavar="PAGE",
    multiple=True,
    help="说明某页为何重新生成。Say why a page was rendered.",
)
@click.option(
    "--verify",
    is_flag=True,
    help="证明结果与全新构建一致。Prove the result equal to a clean build.",
)
@click.option("-q", "--quiet", is_flag=True, help="不显示进度和小结。No progress, no summary.")
@click.pass_obj
def build(
    shared: Shared,
    output: str | None,
    profile: Profile,
    since: str | None,
    format: Format,
    strict: bool,
    drafts: bool,
    today: date | None,
    jobs: int | None,
    explain: tuple[str, ...],
    verify: bool,
    quiet: bool,
) -> int:
    """生成网站。Bring the output folder up to date.

    \b
    gksite build
    gksite build -o /srv/www/gkyd --strict
    gksite build --explain plans/qinghe-2025/7.html
    gksite build --profile push --since sent/manifest.json
    """
    if since and profile != "push":
        raise shared.usage("--since 只用于 --profile push", "--since goes with --profile push only")
    started = time.monotonic()
    out = _output_dir(shared, output, profile)
    last = Since(since, Path(since).read_bytes()) if since else None
    options = pipeline.Options(
        drafts, today, jobs, strict, profile=profile, since=last, clock=day_of(shared.project)
    )
    # Kept until the process ends: to take the model of a large site apart costs time.
    kept: list[pipeline.Site] = []
    try:
        with _Bar(hidden=quiet) as bar:
            report = pipeline.build(shared.project, out, options, bar.show, seen=kept.append)
    except pipeline.Refused as refusal:
        print_problems(shared, [refusal.diagnostic], format)
        return exit_code([refusal.diagnostic], strict=strict)
    print_problems(shared, report.problems, format)
    code = exit_code(report.problems, strict=strict)
    for page in explain:
        shared.put(f"{page}: {_reason(shared, report, page, failed=bool(code))}")
    differences = pipeline.differences(shared.project, out, options) if verify and not code else []
    for difference in differences:
        shared.put(f"{difference}: " + shared.word("与全新构建不同", "differs from a clean build"))
    if not quiet:
        seconds = time.monotonic() - started
        _say_summary(shared, report, seconds, verified=verify and not differences)
    return EXIT_PROBLEMS if differences else code


@click.command()
@output_option
@profile_option
@click.pass_obj
def clean(shared: Shared, output: str | None, profile: Profile) -> int:
    """删除 gksite 写过的文件，别的都不动。Remove what gksite wrote, and nothing else."""
    removed = pipeline.clean(shared.project, _output_dir(shared, output, profile))
    shared.say(f"删除了 {removed} 个文件", f"removed {removed} files")
    return 0


def _output_dir(shared: Shared, output: str | None, profile: Profile) -> Path:
    return Path(output) if output else shared.project / DEFAULT_OUTPUTS[profile]


class _Bar:
    """A progress bar on a terminal; nothing elsewhere."""

    def __init__(self, *, hidden: bool) -> None:
        self._hidden = hidden or not sys.stderr.isatty()
        self._bar: tqdm[NoReturn] | None = None

    def __enter__(self) -> _Bar:
        return self

    def show(self, done: int, total: int) -> None:
        """Show that `done` of `total` pages are made."""
        if self._hidden:
            return
        if self._bar is None:
            # Late: most builds show no bar.
            from tqdm import tqdm

            self._bar = tqdm(
                total=total, unit="页", leave=False, file=sys.stderr, dynamic_ncols=True
            )
        self._bar.update(done - self._bar.n)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()


_REASONS = {
    "new": ("新页面", "a new page"),
    "missing": ("输出里的文件不见了或被改过", "its file in the output was gone or changed"),
    "program": ("gksite 本身更新了", "gksite itself changed"),
    "content": ("页面内容变了", "its content changed"),
    "site": (
        "各页共有的内容变了（导航、页脚、字符串、截至日期）",
        "what all pages share changed (navigation, foot, strings, as-of day)",
    ),
}


def _reason(shared: Shared, report: BuildReport, page: str, *, failed: bool) -> str:
    chinese = shared.language == "zh"
    if failed:
        return "有错误，没有生成" if chinese else "not built, because there are errors"
    reason = report.reasons.get(page)
    if reason is None:
        return "没有变化，未重新生成" if chinese else "unchanged, not rendered again"
    if reason.startswith("template:"):
        name = reason.removeprefix("template:")
        return f"模板变了：{name}" if chinese else f"a template changed: {name}"
    return _REASONS[reason][0 if chinese else 1]


def _say_summary(shared: Shared, report: BuildReport, seconds: float, *, verified: bool) -> None:
    errors = sum(severity(problem) == "error" for problem in report.problems)
    warnings = sum(severity(problem) == "warning" for problem in report.problems)
    equal = ("，与全新构建一致", ", equal to a clean build") if verified else ("", "")
    shared.say(
        f"{report.pages} 页，生成 {report.rendered} 页，删除 {len(report.removed)} 个文件，"
        f"{errors} 个错误，{warnings} 个警告，{seconds:.1f} 秒{equal[0]}",
        f"{counted(report.pages, 'page')}, {report.rendered} rendered, {len(report.removed)} "
        "removed, "
        f"{counted(errors, 'error')}, {counted(warnings, 'warning')}, {seconds:.1f} s{equal[1]}",
    )
    if report.last_check:
        shared.console.say(state_words(report.last_check, shared.language, shared.command("check")))
