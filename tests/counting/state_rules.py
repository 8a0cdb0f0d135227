"""Tell what reports make together: slow, and from `docs/format.md` alone."""

from __future__ import annotations

from registry_then import Record, World

ORDER = ("unreported", "not_started", "delayed", "under_way", "continuous", "done")
"""«Order of states, least advanced first: 未报送 < 未开始 < 延期 < 推进中 < 常态推进 < 已完成.»"""


def state(duty: Record) -> str:
    """Return the state of a duty: «the status of the latest report that counts for it, by `date`;
    of two of one day the later in the file; without any, 未报送»."""
    return steps(duty)[0]


def steps(duty: Record) -> tuple[str, Record | None]:
    """Return the state of a duty and the report that it rests on, «the one that set it last».

    «A report with `target` says only that an unreported duty is 未开始 (if it says so) and that an
    unreported or 未开始 one is 推进中 (if it says anything else); a duty in any other state keeps
    it.»
    """
    now, basis = "unreported", None
    for report in duty["reports"]:
        says = report["status"]
        if report["target"]:
            if now not in ("unreported", "not_started"):
                continue
            says = "not_started" if says == "not_started" else "under_way"
            if says == now:
                continue
        now, basis = says, report
    return now, basis


def least(states: list[str]) -> str:
    """Return the least advanced of some states."""
    return min(states, key=ORDER.index)


def task_state(duties: list[Record], task_status: str) -> str:
    """Return the state of a task by `task_status`.

    «`lead` (default): one lead: its state; several: the least advanced of the leads; none: as
    `all`. `all`: 已完成 when every duty is; 未报送 when none was reported; else the least advanced
    *reported* state, but 推进中 instead of 已完成 while a duty is unreported. `assessed`: as
    `lead`.»
    """
    return together([(duty["role"], state(duty)) for duty in duties], task_status)


def together(duties: list[tuple[str, str]], task_status: str) -> str:
    """Return the state that roles and states of duties make."""
    leads = [state for role, state in duties if role == "lead"]
    if leads and task_status in ("lead", "assessed"):
        return least(leads)
    return of_all([state for _, state in duties])


def of_all(states: list[str]) -> str:
    """Return «已完成 when every one is; 未报送 when none was reported; else the least advanced
    *reported* state, but 推进中 instead of 已完成 while one is unreported»."""
    reported = [one for one in states if one != "unreported"]
    if not reported:
        return "unreported"
    if least(reported) == "done" and len(reported) < len(states):
        return "under_way"
    return least(reported)


def status_rule(world: World, plan: Record) -> str:
    """Return the `task_status` of a plan: «(config.yaml; a plan's own overrides it)»."""
    own, common = plan["front"].get("task_status"), world["config"].get("task_status")
    return str(own or common or "lead")
