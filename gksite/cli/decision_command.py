"""`gksite adjust` and `gksite correct`: enter a decision on a task, or the correction of a plan."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

import click

from gksite.build.cache import read_cache
from gksite.build.inputs import Inputs, read_inputs
from gksite.check.rehearsal import Rehearsal, errors_of
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
from gksite.content.decisions import with_adjustment, with_correction, without_adjustment
from gksite.content.records import AdjustmentRecord, PlanRecord, TaskRecord
from gksite.diagnostics import Diagnostic, nearest
from gksite.exports.words import decision_text
from gksite.output.places import STATE_DIR
from gksite.output.source_files import LockedSources, locked_sources
from gksite.schema.validate import parse_record, parse_records
from gksite.source.front_matter import split_front_matter
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
@click.option(
    "--retract",
    type=Day(),
    help="撤回这一天误登的调整，写成公开更正。Take out the adjustment of this day, entered by "
    "mistake, with a public correction.",
)
@click.option("--approved-by", default="", help="谁批准的。Who agreed to it.")
@click.option("--why", default="", help="原因。Why.")
@_DAY
@_DRY_RUN
@click.pass_obj
def adjust(
    shared: Shared,
    /,
    plan: str,
    task: str,
    withdraw: bool,
    retract: date | None,
    approved_by: str,
    why: str,
    day: date | None,
    dry_run: bool,
    **said: str,
) -> int:
    """记一项任务的调整：延期、换单位、改内容、撤销。Enter a decision that changed a task.

    印发的文字不改，调整写在旁边。The printed wording stays; the change stands beside it.

    \b
    gksite adjust qinghe-2025 3 --deadline 12月底前 --approved-by 区政府第8次常务会议 --why 汛期停工
    gksite adjust qinghe-2025 5 --withdraw --approved-by 区政府 --why 上级取消该项工作
    gksite adjust qinghe-2025 5 --retract 2025-09-30 --why 应登在第6项
    """
    values = {
        **{key: said[key] for key in ("deadline", "target", "units", "text")},
        "withdrawn": "yes" if withdraw else "",
        "what": said["what"],
    }
    if retract:
        if any(values.values()) or approved_by or not why:
            raise shared.usage(
                "--retract 只和 --why（必写）、--date 一起用；后来又作了决定的，另登一条调整",
                "--retract goes with --why (required) and --date alone; what was decided later is "
                "another adjustment",
            )
        return _retract(shared, plan, task, retract, why, day, dry_run=dry_run)
    if not any(value for key, value in values.items() if key != "target"):
        raise shared.usage(
            "写明调整了什么：--deadline、--units、--text、--withdraw 或 --what",
            "say what changed: --deadline, --units, --text, --withdraw or --what",
        )
    values |= {"approved_by": approved_by, "why": why}

    def changed(data: bytes) -> bytes:
        entry = _entry(shared, values, day)
        _refuse_second_withdrawal(shared, _record(shared, data, plan, task), entry)
        return with_adjustment(data, task, entry)

    return _decide(shared, plan, {"tasks.yaml": changed}, dry_run=dry_run)


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
    entry = _entry(shared, {"what": what, "why": why, "task": task}, day)

    def corrected(data: bytes) -> bytes:
        _refuse_twice(shared, data, entry)
        return with_correction(data, entry)

    return _decide(shared, plan, {"plan.md": corrected}, dry_run=dry_run)


def _refuse_second_withdrawal(shared: Shared, record: TaskRecord, entry: dict[str, str]) -> None:
    """Refuse to withdraw a task that was withdrawn."""
    day = next((one.date for one in record.adjustments if one.withdrawn), None)
    if day and "withdrawn" in entry:
        raise shared.usage(
            f"任务“{record.id}”已于 {day} 撤销，没有再登一次。那一次登错了的，先用 gksite adjust … "
            f"--retract {day} --why … 撤回，再登正确的；补充说明的，用 --what",
            f"task “{record.id}” was withdrawn on {day}, and was not withdrawn again. If the entry "
            f"is wrong, take it out with gksite adjust … --retract {day} --why …, then enter the "
            "right one; a remark goes with --what",
        )


def _refuse_twice(shared: Shared, data: bytes, entry: dict[str, str]) -> None:
    """Refuse a correction that plan.md has already: of the same day and task, in the same words."""
    text, _ = decode(data, "plan.md")
    front, _ = split_front_matter(text, "plan.md")
    read = parse_record(PlanRecord, front.text, "plan.md")[0] if front else None
    for one in read[0].corrections if read else ():
        known = (one.date.isoformat(), one.what, one.task or "")
        if known == (entry["date"], entry["what"], entry.get("task", "")):
            raise shared.usage(
                f"{one.date} 的这条更正已经登过，没有再登一次；是另一处更正的，在 --what 里写明是哪一处",
                f"this correction of {one.date} is entered already, and was not entered twice; if "
                "it is another one, say in --what what it is about",
            )


def _retract(
    shared: Shared,
    plan: str,
    task: str,
    retracted: date,
    why: str,
    day: date | None,
    *,
    dry_run: bool,
) -> int:
    """Take out an adjustment that was entered by mistake, and say so in a correction."""
    said: list[str] = []

    def without(data: bytes) -> bytes:
        record = _record(shared, data, plan, task)
        places = [n for n, item in enumerate(record.adjustments) if item.date == retracted]
        if len(places) != 1:
            raise shared.usage(
                f"任务“{task}”在 {retracted} 有 {len(places)} 条调整；要撤回其中一条，在 tasks.yaml "
                "里删去它，再用 gksite correct 写明",
                f"task “{task}” has {len(places)} adjustments of {retracted}; to take one of "
                "several out, remove it from tasks.yaml and say so with gksite correct",
            )
        said.append(_in_words(record, record.adjustments[places[0]]))
        return without_adjustment(data, task, places[0])

    def corrected(data: bytes) -> bytes:
        what = f"撤回{retracted}误登的调整：{said[0]}"
        entry = _entry(shared, {"what": what, "why": why, "task": task}, day)
        return with_correction(data, entry)

    return _decide(shared, plan, {"tasks.yaml": without, "plan.md": corrected}, dry_run=dry_run)


def _in_words(record: TaskRecord, item: AdjustmentRecord) -> str:
    """Return what an adjustment of a task decided, in words."""
    target = next((one.text or one.id for one in record.targets if one.id == item.target), "")
    return decision_text(
        withdrawn=item.withdrawn,
        target=target,
        deadline=item.deadline or "",
        units=item.units or "",
        text=item.text or "",
        what=item.what or "",
    )


def _entry(shared: Shared, values: dict[str, str], day: date | None) -> dict[str, str]:
    """Return the entry of a decision of a day, today by default."""
    entry = {"date": (day or day_of(shared.project)).isoformat(), **values}
    return {key: value for key, value in entry.items() if value}


_Changes = Mapping[str, Callable[[bytes], bytes]]
"""By the name of a file of a plan, its bytes → those with a decision."""


def _decide(shared: Shared, plan: str, changes: _Changes, *, dry_run: bool) -> int:
    """Enter a decision into files of a plan, unless the next build would not accept it."""
    if problems := unusable_project(shared.project):
        print_problems(shared, problems, "text")
        return exit_code(problems, strict=False)
    with locked_sources(shared.project, shared.say_waiting) as sources:
        inputs = _inputs(shared.project)
        read = {f"content/plans/{plan}/{n}": _file(shared, inputs, plan, n) for n in changes}
        rehearsal = Rehearsal(
            inputs, read_cache(shared.project / STATE_DIR), day_of(shared.project)
        )
        before = rehearsal.problems({})
        folder = f"content/plans/{plan}/"
        if own := {e for e in errors_of(before) if e.location.path.startswith(folder)}:
            return _refuse(shared, own)
        written = {
            path: change(read[path]) for path, change in zip(read, changes.values(), strict=True)
        }
        after = rehearsal.problems(written)
        if new := errors_of(after) - errors_of(before):
            return _refuse(shared, new)
        for path, data in written.items():
            _show(shared, path, read[path], data)
        print_problems(shared, _added(before, after), "text")
        if not dry_run:
            _write(shared, sources, read, written)
    return EXIT_CLEAN


def _added(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the warnings that were none before; the lines below a new entry have moved."""
    known = {(one.code, one.arguments) for one in before}
    return sorted(one for one in after if (one.code, one.arguments) not in known)


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


def _record(shared: Shared, data: bytes, plan: str, task: str) -> TaskRecord:
    """Return a task as tasks.yaml has it; refuse one that it does not have."""
    text, _ = decode(data, "tasks.yaml")
    records = {one.id: one for one, _ in parse_records(TaskRecord, text, "tasks.yaml")[0]}
    if found := records.get(task):
        return found
    near = nearest(task, records)
    known = "、".join(list(records)[:20])
    raise shared.usage(
        f"计划“{plan}”没有任务“{task}”（{f'是不是“{near}”？' if near else f'有：{known}'}）",
        f"the plan “{plan}” has no task “{task}” ("
        f"{f'did you mean “{near}”?' if near else f'it has: {known}'})",
    )


def _refuse(shared: Shared, problems: set[Diagnostic] | frozenset[Diagnostic]) -> int:
    print_problems(shared, sorted(problems), "text")
    shared.say("没有写入", "nothing was written")
    return EXIT_PROBLEMS


def _show(shared: Shared, path: str, before: bytes, after: bytes) -> None:
    old, new = (data.decode("utf-8").splitlines() for data in (before, after))
    for line in difflib.unified_diff(old, new, f"a/{path}", f"b/{path}", lineterm=""):
        shared.put(line)


def _write(
    shared: Shared, sources: LockedSources, before: Mapping[str, bytes], after: Mapping[str, bytes]
) -> None:
    root = shared.project
    sources.write(*({root / path: data for path, data in each.items()} for each in (after, before)))
    for path in after:
        shared.say(f"已写入 {path}", f"written to {path}")
    shared.say(
        f"打开审查的，要重新审签：{shared.command('review', 'status')}",
        f"where the review gate is on, sign it again: {shared.command('review', 'status')}",
    )
