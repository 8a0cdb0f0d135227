"""`gksite publish`: build, then bring the site to a target; or go back to an earlier release; or
list what was published."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import click
import msgspec

from gksite.build import pipeline
from gksite.cli.announcement import announce
from gksite.cli.clock import now_of
from gksite.cli.options import (
    EXIT_CLEAN,
    EXIT_PROBLEMS,
    Shared,
    exit_code,
    format_option,
    jobs_option,
    print_problems,
    today_option,
)
from gksite.cli.report import Format
from gksite.cli.sample import untouched_sample
from gksite.config.target_kinds import TARGET_KINDS
from gksite.config.values import Config, Target
from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.output.refusal import Refused
from gksite.portal.addresses import DEFAULT_OUTPUTS
from gksite.publishing.answers import said
from gksite.publishing.gate import check_mode
from gksite.publishing.publish import (
    Report,
    Wishes,
    build_site,
    find_target,
    publish_folder,
    push_folder,
    read_config,
)
from gksite.publishing.published_plans import (
    Contents,
    Publishing,
    check_asked,
    check_unchanged,
    read_contents,
    read_states,
    record_plans,
)
from gksite.publishing.rollback import read_publications, roll_back, rolled_back
from gksite.publishing.steps import Step, Switch, render_step
from gksite.source.files import read_sources


@click.command()
@click.argument("target")
@click.option(
    "--plan",
    "asked",
    multiple=True,
    metavar="ID",
    help="只发布这个计划的新版本，可写几次；别的计划照台账不动。New versions of these plans alone.",
)
@click.option(
    "-n", "--dry-run", is_flag=True, help="只列出步骤，什么也不改。List the steps, change nothing."
)
@click.option(
    "--max-deletes",
    type=click.IntRange(0),
    metavar="N",
    help="允许删去的文件数。How many files may be deleted.",
)
@click.option(
    "--rollback",
    is_flag=False,
    flag_value="previous",
    metavar="[RELEASE]",
    help="退回上一个（或指定的）版本。Go back to the release before, or to that one.",
)
@click.option("--list", "listing", is_flag=True, help="列出历次发布。List what was published.")
@click.option(
    "--break-lock", is_flag=True, help="接管别人留下的锁。Take over a lock that somebody left."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False),
    help="先生成到这个文件夹，默认 public。Where to build first.",
)
@format_option
@today_option
@jobs_option
@click.option("-q", "--quiet", is_flag=True, help="不列步骤，不显示小结。No steps, no summary.")
@click.pass_obj
def publish(
    shared: Shared,
    target: str,
    asked: tuple[str, ...],
    dry_run: bool,
    max_deletes: int | None,
    rollback: str | None,
    listing: bool,
    break_lock: bool,
    output: str | None,
    format: Format,
    today: date | None,
    jobs: int | None,
    quiet: bool,
) -> int:
    """发布网站。Build the site and publish it at a target of config.yaml.

    \b
    gksite publish live --dry-run
    gksite publish live
    gksite publish live --plan qinghe-2025
    gksite publish live --rollback
    """
    config, problems = read_config(shared.project)
    if config is None:
        return _stop(shared, problems, format)
    place, unusable = find_target(config, target)
    if place is None:
        return _stop(shared, [*problems, *unusable], format)
    say_step = _say_nothing if quiet else partial(_say_step, shared)
    only = _only(shared, config, asked, goes_out=not listing and rollback is None)
    if listing:
        return _list(shared, place, format)
    if rollback is not None:
        return _roll_back(
            shared, place, rollback, say_step, format, dry_run=dry_run, break_lock=break_lock
        )
    if problems := [*check_mode(config.mode, place), *_check_sample(shared, place)]:
        return _stop(shared, problems, format)
    wishes = Wishes(dry_run, max_deletes, break_lock)
    started = time.monotonic()
    given = (today, jobs, only)
    report = _publish(shared, config, place, output, wishes, say_step, *given, quiet=quiet)
    if report.problems:
        return _stop(shared, report.problems, format)
    if not quiet:
        shared.say(*_summary(report, target, time.monotonic() - started, dry_run=dry_run))
        if config.base_url and not dry_run and not place.trial:
            shared.say(f"网站地址：{config.base_url}", f"the site is at {config.base_url}")
    return EXIT_CLEAN


def _only(
    shared: Shared, config: Config, asked: tuple[str, ...], *, goes_out: bool
) -> frozenset[str] | None:
    """Return the plans that were asked for by name, None for all. Raises a usage error where that
    cannot be meant."""
    if not asked:
        return None
    if not goes_out:
        raise shared.usage(
            "--plan 不与 --rollback、--list 同用", "--plan does not go with --rollback or --list"
        )
    if not config.review_steps:
        raise shared.usage(
            "--plan 要有审签：config.yaml 没有 review，各计划没有签过的版本可以分开发布",
            "--plan needs the review gate: without `review` in config.yaml no plan has a signed "
            "version that could go out by itself",
        )
    known = sorted(path.name for path in (shared.project / "content/plans").glob("*/"))
    for id in asked:
        if id not in known:
            near = ", ".join(filter(None, [nearest(id, known)])) or "—"
            raise shared.usage(
                f"没有计划 {id}，相近的：{near}", f"there is no plan {id}; the nearest is {near}"
            )
    return frozenset(asked)


def _publish(
    shared: Shared,
    config: Config,
    target: Target,
    output: str | None,
    wishes: Wishes,
    say_step: Callable[[Step | str], None],
    today: date | None,
    jobs: int | None,
    only: frozenset[str] | None,
    *,
    quiet: bool,
) -> Report:
    """Build the site, send it to the target, and enter its plans in the ledger."""
    out = Path(output) if output else shared.project / DEFAULT_OUTPUTS[target.profile]
    now = now_of(shared.project)
    # The site stands at the day of its publication, and states its minute. The ledger then says
    # both, so that the next build says the same.
    day = today or (None if config.as_of else now.date())
    is_now = today in (None, now.date())
    when = Publishing(today or now.date(), now.isoformat(timespec="minutes") if is_now else "")
    goes_out = "" if target.trial else when.goes_out
    options = pipeline.Options(False, day, jobs, clock=now.date(), goes_out=goes_out, only=only)
    contents, problems = _build(shared, out, target, options, when, quiet=quiet)
    if problems:
        return Report(tuple(problems))
    send = publish_folder if TARGET_KINDS[target.kind].store else push_folder
    report = send(shared.project, out, target, wishes, say_step)
    # A failure after the switch, of a record say, takes nothing back.
    is_live = not report.problems or any(isinstance(step, Switch) for step in report.done)
    if is_live and not wishes.dry_run and not target.trial:
        try:
            when = msgspec.structs.replace(when, sent=bool(report.release or report.done))
            record_plans(shared.project, contents, when, shared.say_waiting)
        except Refused as refusal:
            return Report((refusal.diagnostic,))
    return report


def _say_step(shared: Shared, step: Step | str) -> None:
    shared.put(step if isinstance(step, str) else render_step(step))


def _say_nothing(_: Step | str) -> None:
    return None


def _build(
    shared: Shared,
    out: Path,
    target: Target,
    options: pipeline.Options,
    when: Publishing,
    *,
    quiet: bool,
) -> tuple[Contents, list[Diagnostic]]:
    """Build and announce what goes public. Return the plans, and why they may not be sent."""
    before = read_states(shared.project, options.only)
    findings: list[Diagnostic] = []
    problems = build_site(shared.project, out, target, options, findings.extend)
    contents = read_contents(shared.project, options.only)
    problems = problems or check_asked(contents, options.only or ())
    if not quiet and not problems:
        announce(shared, contents, when.day, findings, rolled_back(shared.project, target))
    return contents, problems or check_unchanged(before, contents)


def _check_sample(shared: Shared, target: Target) -> list[Diagnostic]:
    """Report the sample of `gksite init`: it does not go public."""
    id = "" if target.trial else untouched_sample(read_sources(shared.project)[0])
    return (
        [problem("publish-sample", Location(f"content/plans/{id}/plan.md"), plan=id)] if id else []
    )


def _stop(
    shared: Shared, problems: list[Diagnostic] | tuple[Diagnostic, ...], format: Format
) -> int:
    print_problems(shared, problems, format)
    return exit_code(problems, strict=False) or EXIT_PROBLEMS


def _roll_back(
    shared: Shared,
    target: Target,
    wanted: str,
    say_step: Callable[[Step], None],
    format: Format,
    *,
    dry_run: bool,
    break_lock: bool,
) -> int:
    report = roll_back(shared.project, target, wanted, dry_run=dry_run, break_lock=break_lock)
    if report.problems:
        return _stop(shared, report.problems, format)
    for step in report.steps:
        say_step(step)
    if not dry_run:
        shared.say(
            f"{target.name}：已退回 {report.release}",
            f"{target.name}: {report.release} is live again",
        )
    return EXIT_CLEAN


def _list(shared: Shared, target: Target, format: Format) -> int:
    records, problems = read_publications(shared.project, target)
    if problems:
        return _stop(shared, problems, format)
    for record in records:
        counts = (
            f"files {record.files}  sent {record.sent}  bytes {record.bytes}  "
            f"deleted {record.deleted}"
        )
        shared.put(
            f"{said(record.when)}  {record.action:<8}  {said(record.release)}  {counts}  "
            f"{said(record.by)}"
        )
    return EXIT_CLEAN


def _summary(report: Report, target: str, seconds: float, *, dry_run: bool) -> tuple[str, str]:
    if not report.release:
        return f"{target} 已是最新，没有改动", f"{target} is up to date; nothing was changed"
    return (
        f"{target}：{'将' if dry_run else ''}发送 {report.sent} 个文件，沿用 {report.reused} 个，删除 "
        f"{report.deleted} 个，{seconds:.1f} 秒",
        f"{target}: {report.sent} files {'would be ' if dry_run else ''}sent, {report.reused} "
        f"reused, {report.deleted} deleted, {seconds:.1f} s",
    )
