"""Parts, targets and adjusted units, made by chance, for the tasks of `random_sites`."""

from __future__ import annotations

from random import Random

from registry_then import Record

TARGET_DAYS = ("2025-Q1", "2025-H1", "2025-06-10", "2025-07", "2025", "9月15日前", "2024-Q4")
NEW_DAYS = ("2025-Q2", "2026-03", "9月底前", "2025-12-31")
INDICATORS = ("场次", "户数")


def with_parts(chance: Random, tasks: list[Record], more: list[Record]) -> list[Record]:
    """Return tasks of which `more` are parts, up to three levels below; some tasks have the state
    of their parts, and some parts have no units of their own."""
    for part in more:
        above = chance.choice([one for one in tasks if one["id"].count("-") < 3])
        own = sum(one.get("parent") == above["id"] for one in tasks)
        part |= {"id": f"{above['id']}-{own + 1}", "parent": above["id"]}
        if chance.random() < 0.4:
            for key in ("units", "lead", "responsible", "cooperating"):
                part.pop(key, None)
        tasks.append(part)
    for task in tasks:
        if chance.random() < 0.4 and any(one.get("parent") == task["id"] for one in tasks):
            task["rolls_up"] = "yes"
    if chance.random() < 0.1:
        chance.choice(tasks)["parent"] = chance.choice(("9", chance.choice(tasks)["id"]))
    return tasks


def with_targets(chance: Random, task: Record) -> None:
    """Give a task some targets, measured or in words."""
    targets: list[Record] = []
    for number in range(chance.choice((0, 1, 1, 2, 3))):
        target: Record = {"id": f"q{number + 1}", "by": chance.choice(TARGET_DAYS)}
        if chance.random() < 0.5:
            value = str(chance.choice((2, 4.5, 5, 8, 12)))
            target |= {"value": value, "indicator": chance.choice(INDICATORS)}
        else:
            target["text"] = f"完成第{number + 1}步"
        targets.append(target)
    if targets:
        task["targets"] = targets


def on_targets(chance: Random, progress: list[Record], tasks: list[Record]) -> list[Record]:
    """Return entries of which some are on targets, and report figures of these; nobody reports on a
    task that rolls up, but on its targets."""
    by_id = {task["id"]: task for task in tasks}
    kept: list[Record] = []
    for entry in progress:
        task = by_id[entry["task"]]
        targets = task.get("targets", [])
        taking = {"corrects", "retracts"} & set(entry)
        earlier = [one["target"] for one in kept if "target" in one and one["task"] == task["id"]]
        if taking and earlier and chance.random() < 0.6:
            entry["target"] = chance.choice(earlier)
        elif not taking and targets and (task.get("rolls_up") or chance.random() < 0.5):
            target = chance.choice(targets)
            entry["target"] = target["id"]
            if "indicator" in target and chance.random() < 0.7:
                figure = str(chance.choice((-1, 1, 3, 4.5, 5, 8, 9.25)))
                entry["readings"] = {target["indicator"]: figure}
        if "target" in entry or not task.get("rolls_up"):
            kept.append(entry)
    return kept


def random_decision(chance: Random, task: Record, units: str) -> Record:
    """Return what a decision changes: the units of a task, or the day of a target."""
    targets = task.get("targets", [])
    if units and (not targets or chance.random() < 0.7):
        return {"units": units}
    if targets:
        return {"deadline": chance.choice(NEW_DAYS), "target": chance.choice(targets)["id"]}
    return {"what": "改为线上办理"}


def withdraw_parts(chance: Random, tasks: list[Record]) -> None:
    """Let decisions withdraw some parts of tasks that have the state of theirs."""
    rolling = {task["id"] for task in tasks if task.get("rolls_up")}
    for task in tasks:
        if task.get("parent") in rolling and chance.random() < 0.3:
            day = chance.choice(("2025-03-20", "2025-06-15", "2025-10-10"))
            decision = {"date": day, "withdrawn": "true", "why": "项目取消"}
            task["adjustments"] = [*task.get("adjustments", ()), decision]
