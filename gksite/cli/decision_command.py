"""`gksite adjust` and `gksite correct`: enter a decision on a task, or the correction of a plan."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from gksite.build.cache import read_cache
from gksite.build.inputs import Inputs, read_inputs
from gksite.check.rehearsal import Rehearsal
from gksite.cli.clock import day_of
from gksite.cli.options import (
    EXIT_CLEAN,
    EXIT_PROBLEMS,
    Day,
    Shared,
    exit_code,
    print_problems,
    unusable_project,
)
from gksite.config.values import CONFIG_PATH, theme_named
from gksite.content.decisions import with_adjustment, with_correction
from gksite.content.records import TaskRecord
from gksite.diagnostics import Diagnostic, nearest
from gksite.output.places import STATE_DIR
from gksite.output.source_files import LockedSources, locked_sources
from gksite.schema.validate import parse_records
from gksite.source.text import decode

_DRY_RUN = click.option(
    "--dry-run", is_flag=True, help="只显示，不写文件。Show what would change; write nothing."
)
_DAY = click.option("--date", "day", type=Day(), help="日期，默认今天。The day, today by default.")


@click.command("adjust")
@click.argument("plan", metavar="PLAN")
@click.argument("task", metavar="TASK")
@click.option("--deadline", default="", help="新的时间节点。The new deadline.")
@click.option(
    "--target", default="", help="时间节点是这个分期目标的。The deadline is this target's."
)
@click.option("--units", default="", help="新的责任分工。The units from now on.")
@click.option("--text", default="", help="新的内容。The new wording.")
@click.option("--withdraw", is_flag=True, help="撤销任务。Withdraw the task.")
@click.option("--what", default="", help="别的改变，用文字写明。Another change, in words.")
@click.option("--approved-by", default="", help="谁批准的。Who agreed to it.")
@click.option("--why", default="", help="原因。Why.")
@_DAY
@_DRY_RUN
@click.pass_obj
def adjust(
    shared: Shared,
    plan: str,
    task: str,
    deadline: str,
    target: str,
    units: str,
    text: str,
    withdraw: bool,
    what: str,
    approved_by: str,
    why: str,
    day: date | None,
    dry_run: bool,
) -> int:
    """记一项任务的调整：延期、换单位、改内容、撤销。Enter a decision that changed a task.

    印发的文字不改，调整写在旁边。The printed wording stays; the change stands beside it.

    \b
    gksite adjust qinghe-2025 3 --deadline 12月底前 --approved-by 区政府第8次常务会议 --why 汛期停工
    gksite adjust qinghe-2025 5 --withdraw --approved-by 区政府 --why 上级取消该项工作
    """
    values = {
        "deadline": deadline,
        "target": target,
        "units": units,
        "text": text,
        "withdrawn": "yes" if withdraw else "",
        "what": what,
    }
    if not any(value for key, value in values.items() if key != "target"):
        raise shared.usage(
            "写明调整了什么：--deadline、--units、--text、--withdraw 或 --what",
            "say what changed: --deadline, --units, --text, --withdraw or --what",
        )
    values |= {"approved_by": approved_by, "why": why}

    def changed(data: bytes, entry: dict[str, str]) -> bytes:
        _check_task(shared, data, plan, task)
        return with_adjustment(data, task, entry)

    return _decide(shared, plan, "tasks.yaml", changed, values, day, dry_run=dry_run)


@click.command("correct")
@click.argument("plan", metavar="PLAN")
@click.option("--what", required=True, help="更正了什么。What was corrected.")
@click.option("--why", default="", help="原因。Why.")
@click.option("--task", default="", help="更正的是哪项任务。The task that it is about.")
@_DAY
@_DRY_RUN
@click.pass_obj
def correct(
    shared: Shared, plan: str, what: str, why: str, task: str, day: date | None, dry_run: bool
) -> int:
    """记一条计划的公开更正。Enter a public correction of a plan.

    更正的是排印差错；决定改变的用 adjust。It is of an error of print; decisions are for adjust.

    \b
    gksite correct qinghe-2025 --task 2 --what 第2项“6月底前”更正为“9月底前” --why 排印差错
    """
    values = {"what": what, "why": why, "task": task}
    return _decide(shared, plan, "plan.md", with_correction, values, day, dry_run=dry_run)


def _decide(
    shared: Shared,
    plan: str,
    name: str,
    changed: Callable[[bytes, dict[str, str]], bytes],
    values: dict[str, str],
    day: date | None,
    *,
    dry_run: bool,
) -> int:
    """Enter a decision into a file of a plan, unless the next build would not accept it."""
    if problems := unusable_project(shared.project):
        print_problems(shared, problems, "text")
        return exit_code(problems, strict=False)
    path = f"content/plans/{plan}/{name}"
    entry = {"date": (day or day_of(shared.project)).isoformat(), **values}
    entry = {key: value for key, value in entry.items() if value}
    with locked_sources(shared.project, shared.say_waiting) as sources:
        inputs = _inputs(shared.project)
        data = _file(shared, inputs, plan, name)
        rehearsal = Rehearsal(
            inputs, read_cache(shared.project / STATE_DIR), day_of(shared.project)
        )
        before = rehearsal.errors({})
        own = {
            error for error in before if error.location.path.startswith(f"content/plans/{plan}/")
        }
        if own:
            return _refuse(shared, own)
        after = changed(data, entry)
        if new := rehearsal.errors({path: after}) - before:
            return _refuse(shared, new)
        _show(shared, path, data, after)
        if not dry_run:
            _write(shared, sources, path, data, after)
    return EXIT_CLEAN


def _inputs(root: Path) -> Inputs:
    inputs = read_inputs(root, None)
    text, _ = decode(inputs.sources.texts.get(CONFIG_PATH, b""), CONFIG_PATH)
    return inputs.with_theme(root, theme_named(text))


def _file(shared: Shared, inputs: Inputs, plan: str, name: str) -> bytes:
    """Return a file of a plan as it was read."""
    texts = inputs.sources.texts
    path = f"content/plans/{plan}/{name}"
    if path in texts:
        return texts[path]
    plans = sorted({p.split("/")[2] for p in texts if p.startswith("content/plans/")})
    if plan in plans:
        raise shared.usage(f"计划“{plan}”没有 {name}", f"the plan “{plan}” has no {name}")
    near = nearest(plan, plans) or "、".join(plans)
    raise shared.usage(f"没有计划“{plan}”（{near}）", f"there is no plan “{plan}” ({near})")


def _check_task(shared: Shared, data: bytes, plan: str, task: str) -> None:
    """Refuse a task that tasks.yaml does not have."""
    text, _ = decode(data, "tasks.yaml")
    ids = [record.id for record, _ in parse_records(TaskRecord, text, "tasks.yaml")[0]]
    if task not in ids:
        near = nearest(task, ids) or "、".join(ids[:20])
        raise shared.usage(
            f"计划“{plan}”没有任务“{task}”（{near}）",
            f"the plan “{plan}” has no task “{task}” ({near})",
        )


def _refuse(shared: Shared, problems: set[Diagnostic] | frozenset[Diagnostic]) -> int:
    print_problems(shared, sorted(problems), "text")
    shared.say("没有写入", "nothing was written")
    return EXIT_PROBLEMS


def _show(shared: Shared, path: str, before: bytes, after: bytes) -> None:
    old, new = (data.decode("utf-8").splitlines() for data in (before, after))
    for line in difflib.unified_diff(old, new, f"a/{path}", f"b/{path}", lineterm=""):
        shared.put(line)


def _write(shared: Shared, sources: LockedSources, path: str, before: bytes, after: bytes) -> None:
    place = shared.project / path
    sources.write({place: after}, {place: before})
    shared.say(f"已写入 {path}", f"written to {path}")
    shared.say(
        f"打开审查的，要重新审签：{shared.command('review', 'status')}",
        f"where the review gate is on, sign it again: {shared.command('review', 'status')}",
    )
