"""The commands: each translates its arguments, calls one function, prints what came of it."""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path
from typing import Literal

import click
import msgspec

from gksite.build.last_check import state_words
from gksite.catalogue import severity
from gksite.cli.check_command import check
from gksite.cli.import_command import import_
from gksite.cli.notation_command import notation
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
from gksite.cli.progress_command import export
from gksite.cli.publish_command import deploy, publish
from gksite.cli.report import Format
from gksite.cli.report_command import report
from gksite.cli.review_command import review
from gksite.cli.serve_command import serve, server
from gksite.cli.snapshot_command import snapshot
from gksite.config.target_kinds import Profile
from gksite.portal.addresses import DEFAULT_OUTPUTS


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False),
    help="输出文件夹，默认 public，其他形式为 public-形式。The output folder.",
)
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
    from gksite.build import pipeline
    from gksite.cli.clock import day_of
    from gksite.portal.profiles import Since

    if since and profile != "push":
        raise shared.usage("--since 只用于 --profile push", "--since goes with --profile push only")
    started = time.monotonic()
    out = _output_dir(shared, output, profile)
    last = Since(since, Path(since).read_bytes()) if since else None
    options = pipeline.Options(
        drafts, today, jobs, strict, profile=profile, since=last, clock=day_of(shared.project)
    )
    kept: list[
        pipeline.Site
    ] = []  # to take the model of a large site apart costs time, and the process ends soon
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
        shared.say(
            *_summary(report, time.monotonic() - started, verified=verify and not differences)
        )
        if report.last_check:
            shared.console.say(
                state_words(report.last_check, shared.language, shared.command("check"))
            )
    return EXIT_PROBLEMS if differences else code


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False),
    help="输出文件夹，默认 public，其他形式为 public-形式。The output folder.",
)
@profile_option
@click.pass_obj
def clean(shared: Shared, output: str | None, profile: Profile) -> int:
    """删除 gksite 写过的文件，别的都不动。Remove what gksite wrote, and nothing else."""
    from gksite.build import pipeline

    out = _output_dir(shared, output, profile)
    try:
        removed = pipeline.clean(shared.project, out)
    except pipeline.Refused as refusal:
        print_problems(shared, [refusal.diagnostic], "text")
        return exit_code([refusal.diagnostic], strict=False)
    shared.say(f"删除了 {removed} 个文件", f"removed {removed} files")
    return 0


@click.command()
@click.argument("folder", type=click.Path(), default=".")
@click.option("--name", default="政务公开工作要点", help="网站名称。The name of the site.")
@click.pass_obj
def init(shared: Shared, folder: str, name: str) -> int:
    """新建一个可以直接生成的网站。Make a site that builds as it is."""
    from gksite.cli.scaffold import init_site
    from gksite.output.refusal import Refused

    root = shared.project / folder
    try:
        existing = init_site(root, name)
    except Refused as refusal:
        print_problems(shared, [refusal.diagnostic], "text")
        return EXIT_PROBLEMS
    if existing:
        shared.say(
            f"{root} 里已有 {existing}，没有改动",
            f"{root} already holds {existing}; nothing was changed",
        )
        return 3
    made = msgspec.structs.replace(shared, root=root.as_posix())
    shared.say(
        f"已建立 {root}，里面有一个示例计划。下一步：{made.command('import')} 正式文件.docx，或先看看示例："
        f"{made.command('build')}",
        f"made {root}, with a sample plan in it. Next: {made.command('import')} DOCUMENT.docx, or "
        f"look at the sample first: {made.command('build')}",
    )
    return 0


@click.command()
@click.argument("kind", type=click.Choice(["plan", "unit", "page"]))
@click.argument("id")
@click.option("--authority", help="行政机关编号。The authority's id.")
@click.option("--title", "--name", "title", help="标题或名称。Title or name.")
@click.option("--year", type=click.IntRange(1900, 2199), help="年度。The year of a plan.")
@click.pass_obj
def new(
    shared: Shared, kind: str, id: str, authority: str | None, title: str | None, year: int | None
) -> int:
    """新建计划、单位或页面。Make a plan, a unit or a page to fill in.

    \b
    gksite new plan qinghe-2026 --authority qinghe --year 2026
    gksite new unit culture --authority qinghe --name 区文化局
    gksite new page faq --title 常见问题
    """
    from gksite.cli.scaffold import add_record
    from gksite.output.refusal import Refused

    try:
        written, problems = add_record(shared.project, kind, id, authority or "", title or "", year)
    except Refused as refusal:
        written, problems = [], [refusal.diagnostic]
    print_problems(shared, problems, "text")
    for path in written:
        shared.put(path)
    return exit_code(problems, strict=False)


@click.command()
@click.argument(
    "kind",
    type=click.Choice(
        [
            "config",
            "units",
            "topics",
            "glossary",
            "plan",
            "tasks",
            "progress",
            "review",
            "withdrawn",
            "published",
            "snapshots",
            "page",
            "waivers",
            "confusions",
            "holidays",
        ]
    ),
    required=False,
)
@click.option(
    "--keys",
    type=click.Choice(["en", "zh"]),
    default="en",
    help="键的语言。The language of the keys.",
)
@click.option(
    "--write", is_flag=True, help="写入 .vscode/，供编辑器补全。Write all of them for editors."
)
@click.pass_obj
def schema(shared: Shared, kind: str | None, keys: str, write: bool) -> int:
    """输出各类文件的 JSON Schema。JSON Schema of a kind of file, for editors.

    \b
    config units topics glossary plan tasks progress review withdrawn
    published snapshots page waivers confusions holidays
    """
    from gksite.cli.schemas import schema_text, write_schemas
    from gksite.output.refusal import Refused

    language: Literal["en", "zh"] = "zh" if keys == "zh" else "en"
    if write:
        try:
            written = write_schemas(shared.project, language)
        except Refused as refusal:
            print_problems(shared, [refusal.diagnostic], "text")
            return EXIT_PROBLEMS
        for path in written:
            shared.put(path)
        return 0
    if kind is None:
        raise shared.usage("写明文件种类，或用 --write", "name a kind of file, or use --write")
    shared.console.put_data(schema_text(kind, language))
    return 0


@click.command()
@click.pass_obj
def doctor(shared: Shared) -> int:
    """检查运行环境和网站设置。Look at the environment and the settings of the site."""
    from gksite.cli.doctor import examine

    findings = examine(shared.project)
    for finding in findings:
        shared.put(f"{finding.mark} {finding.zh if shared.language == 'zh' else finding.en}")
    return EXIT_PROBLEMS if any(finding.mark == "✗" for finding in findings) else 0


COMMANDS: tuple[click.Command, ...] = (
    init,
    new,
    import_,
    check,
    build,
    serve,
    server,
    clean,
    review,
    publish,
    deploy,
    snapshot,
    export,
    report,
    notation,
    schema,
    doctor,
)


def _output_dir(shared: Shared, output: str | None, profile: Profile) -> Path:
    return Path(output) if output else shared.project / DEFAULT_OUTPUTS[profile]


class _Bar:
    """A progress bar on a terminal; nothing elsewhere."""

    def __init__(self, *, hidden: bool) -> None:
        self._hidden = hidden or not sys.stderr.isatty()
        self._bar: object | None = None

    def __enter__(self) -> _Bar:
        return self

    def show(self, done: int, total: int) -> None:
        """`done` of `total` pages are made."""
        if self._hidden:
            return
        from tqdm import tqdm

        if self._bar is None:
            self._bar = tqdm(
                total=total, unit="页", leave=False, file=sys.stderr, dynamic_ncols=True
            )
        bar: tqdm[object] = self._bar  # type: ignore[assignment]
        bar.update(done - bar.n)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()  # type: ignore[attr-defined]


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


def _reason(shared: Shared, report: object, page: str, *, failed: bool) -> str:
    from gksite.build.report import BuildReport

    assert isinstance(report, BuildReport)
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


def _summary(report: object, seconds: float, *, verified: bool) -> tuple[str, str]:
    from gksite.build.report import BuildReport

    assert isinstance(report, BuildReport)
    errors = sum(severity(one) == "error" for one in report.problems)
    warnings = sum(severity(one) == "warning" for one in report.problems)
    equal = ("，与全新构建一致", ", equal to a clean build") if verified else ("", "")
    return (
        f"{report.pages} 页，生成 {report.rendered} 页，删除 {len(report.removed)} 个文件，"
        f"{errors} 个错误，{warnings} 个警告，{seconds:.1f} 秒{equal[0]}",
        f"{counted(report.pages, 'page')}, {report.rendered} rendered, {len(report.removed)} "
        "removed, "
        f"{counted(errors, 'error')}, {counted(warnings, 'warning')}, {seconds:.1f} s{equal[1]}",
    )
