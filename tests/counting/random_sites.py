"""Worlds made by chance: registries, plans, reports and transfers, the same for the same seed.

They keep to what the format allows; everything that the rules decide happens in some of them: units
that begin and end, names that pass from one to another, groups within groups, several leads,
reports of nobody, corrections of corrections, retractions, transfers in chains and on one day.
"""

from __future__ import annotations

from random import Random
from typing import Any

from random_parts import (
    on_targets,
    random_decision,
    with_parts,
    with_targets,
    withdraw_parts,
)
from registry_then import Record, World, existed

NAMES = (
    "区政府办公室",
    "区财政局",
    "区司法局",
    "区教育局",
    "区水务局",
    "区应急局",
    "临湖街道",
    "东桥街道",
    "望山镇",
    "三溪镇",
)
KINDS = ("department", "subdistrict", "town")
UNKNOWN = ("区文物局", "区史志馆")
NAMING = ("units", "lead", "responsible", "cooperating")
STATUSES = ("not_started", "under_way", "done", "done", "continuous", "delayed")
DEADLINES = (
    "3月底前",
    "6月底前",
    "第三季度",
    "上半年",
    "全年",
    "持续推进",
    "9月15日前",
    "每季度",
    "",
)
MONTHS = tuple(f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13))


def some_day(chance: Random, months: tuple[str, ...] = MONTHS) -> str:
    """Return one of few days, so that many fall together."""
    return f"{chance.choice(months)}-{chance.choice(('01', '10', '15', '28'))}"


def partial_day(chance: Random) -> str:
    """Return a year, a month or a day."""
    day = some_day(chance)
    return day[: chance.choice((4, 7, 7, 10, 10))]


def random_registry(chance: Random, authority: str, names: tuple[str, ...]) -> Record:
    """Return a registry with some of the names."""
    units: list[Record] = []
    for number, name in enumerate(names):
        unit: Record = {"id": f"u{number}", "name": name, "kind": chance.choice(KINDS)}
        if chance.random() < 0.2:
            unit["aliases"] = [f"{name}（简称）"]
        if chance.random() < 0.15:
            unit["former_names"] = [{"name": f"原{name}", "until": partial_day(chance)}]
        if number and chance.random() < 0.2:
            unit["parent"] = "u0"
        lasting = chance.random()
        if lasting < 0.2:
            unit["since"] = partial_day(chance)
        elif lasting < 0.4:
            unit["until"] = partial_day(chance)
            if number + 1 < len(names):
                unit["successor"] = [f"u{chance.randrange(number + 1, len(names))}"]
        units.append(unit)
    groups: list[Record] = [
        {"id": "towns", "name": "各街镇", "members": {"kind": ["subdistrict", "town"]}},
        {
            "id": "departments",
            "name": "各部门",
            "members": {"kind": "department", "except": ["u1"]},
        },
        {"id": "below", "name": "各下属单位", "members": {"kind": list(KINDS), "parent": "u0"}},
        {"id": "some", "name": "有关几家", "members": chance.sample([u["id"] for u in units], 2)},
        {"id": "nested", "name": "各单位", "members": ["some", "towns", units[-1]["id"]]},
        {"id": "concerned", "name": "各有关单位", "open": "true"},
    ]
    return {"authority": authority, "name": "青禾区", "units": units, "groups": groups}


def with_a_shared_name(chance: Random, registry: Record) -> None:
    """Let a later unit bear the name that an earlier one bore until some day."""
    first, second = chance.sample(registry["units"], 2)
    day = some_day(chance)
    if chance.random() < 0.5:
        first.update(until=day)
        second.update(since=day)
        second["name"] = first["name"]
    else:
        first["former_names"] = [{"name": "区大数据中心", "until": day}]
        second["aliases"] = ["区大数据中心"]
        second["since"] = day
        first.pop("until", None)
    second.pop("until", None)
    for unit in (first, second):
        unit.pop("successor", None)


def random_transfers(chance: Random, registry: Record, plans: list[str]) -> list[Record]:
    """Return transfers to units that exist; those of one day go in one direction, so that they make
    no circle."""
    ids = [unit["id"] for unit in registry["units"]]
    directions: dict[str, bool] = {}
    transfers = []
    for _ in range(chance.choice((0, 1, 1, 2, 3, 5))):
        day = some_day(chance, MONTHS[12:16])
        lower, higher = sorted(chance.sample(ids, 2))
        up = directions.setdefault(day, chance.random() < 0.5)
        giver, taker = (lower, higher) if up else (higher, lower)
        plan = chance.choice(plans)
        if not existed({"registries": {"qinghe": registry}}, f"qinghe/{taker}", day):
            continue
        transfers.append(
            {
                "from": giver,
                "to": taker,
                "on": day,
                "tasks": chance.choice(("all", "all", plan, f"{plan}#{chance.randint(1, 3)}")),
                "basis": "青编发〔2025〕3号",
            }
        )
    return transfers


def transfers_between(chance: Random, registries: dict[str, Record]) -> list[Record]:
    """Return transfers from units of the registry above to units of the one below."""
    transfers = []
    for _ in range(chance.choice((1, 1, 2))):
        day, taker = some_day(chance, MONTHS[12:16]), chance.choice(registries["qinghe"]["units"])
        key = f"qinghe/{taker['id']}"
        if existed({"registries": registries}, key, day):
            tasks = chance.choice((["qinghe-2024", "qinghe-2025#1"], "all"))
            giver = chance.choice(registries["yunchuan"]["units"])["id"]
            transfers.append({"from": giver, "to": key, "on": day, "tasks": tasks})
    return transfers


def random_units(chance: Random, names: list[str]) -> dict[str, list[str]]:
    """Return some units, groups and unknown names by role, or none."""
    chosen = chance.sample(names, chance.choice((0, 1, 1, 2, 3, 4)))
    if chosen and chance.random() < 0.1:
        chosen.append(chosen[0])
    lead = chance.choice((0, 1, 1, 1, 2))
    parts = {
        "lead": chosen[:lead],
        "responsible": chosen[lead : lead + 2],
        "cooperating": chosen[lead + 2 :],
    }
    return {role: units for role, units in parts.items() if units}


def printed_units(roles: dict[str, list[str]]) -> str:
    """Return units by role as a plan prints them."""
    words = {"lead": "牵头单位", "responsible": "责任单位", "cooperating": "配合单位"}
    return "；".join(f"{words[role]}：{'、'.join(units)}" for role, units in roles.items())


def random_task(chance: Random, number: int, names: list[str]) -> Record:
    """Return a task that names some units, groups and unknown names, or none."""
    task: Record = {"id": str(number), "text": "公开年度目标的落实情况。"}
    roles = random_units(chance, names)
    if chance.random() < 0.5:
        task |= {role: list(units) for role, units in roles.items()}
    elif roles:
        task["units"] = printed_units(roles)
    if deadline := chance.choice(DEADLINES):
        task["deadline"] = deadline
    if chance.random() < 0.5:
        bounds = chance.choice(({"at_least": "8"}, {"at_most": "8"}, {"equal": "5"}, {}))
        total = chance.choice(({}, {"total": "sum"}, {"total": "mean"}, {"total": "least"}))
        task["indicators"] = [{"name": "场次", **bounds, **total}] if bounds else []
    if not task.get("indicators"):
        task.pop("indicators", None)
    return task


def random_report(chance: Random, tasks: list[Record], reporters: list[str]) -> Record:
    """Return an entry of progress.yaml that is a report."""
    task = chance.choice(tasks)
    day = some_day(chance, MONTHS[10:18])
    entry: Record = {"task": task["id"], "date": day, "status": chance.choice(STATUSES)}
    own = [name for name in reporters if name in str([task.get(key, "") for key in NAMING])]
    if chance.random() < 0.9:
        entry["unit"] = chance.choice(own if own and chance.random() < 0.6 else reporters)
    if task.get("indicators") and chance.random() < 0.7:
        entry["readings"] = {"场次": str(chance.choice((1, 3, 4.5, 5, 8, 9.25)))}
    return entry


def random_progress(chance: Random, tasks: list[Record], reporters: list[str]) -> list[Record]:
    """Return reports, and entries that correct some or take some back."""
    entries: list[Record] = []
    for _ in range(chance.choice((0, 2, 5, 10, 20))):
        earlier = [entry for entry in entries if "status" in entry]
        kind = chance.random()
        if not earlier or kind < 0.75:
            entries.append(random_report(chance, tasks, reporters))
            continue
        of = chance.choice(earlier)
        taken: Record = {key: of[key] for key in ("task", "unit") if key in of}
        if kind < 0.92:
            taken |= {"date": later_day(chance, of["date"]), "corrects": of["date"]}
            taken["status"] = chance.choice(STATUSES)
            if "readings" in of:
                taken["readings"] = {"场次": str(chance.choice((2, 6, 10)))}
        else:
            taken |= {"date": later_day(chance, of["date"]), "retracts": of["date"]}
            taken |= {"by": "区政府办公室", "why": "填报有误"}
        entries.append(taken)
    return entries


def later_day(chance: Random, day: str) -> str:
    """Return the day itself, or another: mostly later, after the year, after the day of the site;
    by mistake an earlier one."""
    return chance.choice((day, day, some_day(chance, MONTHS[12:24]), "2026-01-10", "2026-02-10"))


def random_front(chance: Random, registry: Record, year: str) -> Record:
    """Return the front matter of a plan."""
    front: Record = {"title": f"{year}年工作要点", "authority": "qinghe", "year": year}
    dates: Any = chance.choice(("written", "published", "both", "none"))
    if dates in ("written", "both"):
        front["written"] = some_day(chance, MONTHS[10:15])
    if dates in ("published", "both"):
        front["published"] = "2025-04-01"
    unit = chance.choice(registry["units"])
    front["issuer"] = chance.choice((unit["id"], unit["name"], "青禾区人民政府", ""))
    if chance.random() < 0.3:
        front["task_status"] = chance.choice(("lead", "all"))
    return {key: value for key, value in front.items() if value}


def random_world(seed: int) -> World:
    """Return a world: one or two registries and two plans."""
    chance = Random(seed)
    registry = random_registry(chance, "qinghe", NAMES[: chance.randint(4, len(NAMES))])
    registries = {"qinghe": registry}
    if chance.random() < 0.3:
        with_a_shared_name(chance, registry)
    if chance.random() < 0.3:
        registry["parent"] = "yunchuan"
        above = random_registry(chance, "yunchuan", ("市财政局", "市司法局", "市水务局"))
        above["groups"] = [{"id": "all", "name": "市级各部门", "members": {"kind": list(KINDS)}}]
        registries["yunchuan"] = {**above, "name": "云川市"}
    plans = ["qinghe-2024", "qinghe-2025"]
    named, reporters = known_names(registries)
    if transfers := random_transfers(chance, registry, plans):
        registry["transfers"] = transfers
    world: World = {
        "config": {
            "site": {"name": "青禾区", "base_url": "https://www.qinghe.example/"},
            "as_of": "2026-01-31",
        },
        "registries": registries,
        "plans": {},
    }
    if chance.random() < 0.3:
        world["config"]["task_status"] = chance.choice(("lead", "all"))
    for plan in plans:
        tasks = [random_task(chance, number, named) for number in range(1, chance.randint(2, 5))]
        world["plans"][plan] = {
            "front": random_front(chance, registry, plan[-4:]),
            "tasks": tasks,
            "progress": random_progress(chance, tasks, reporters),
        }
    if "yunchuan" in registries and seed % 2 == 0:
        registries["yunchuan"]["transfers"] = transfers_between(Random(f"{seed} above"), registries)
    if seed % 7 == 2:
        give_periods(Random(f"{seed} periods"), world["plans"])
    if seed % 3 == 0:
        for id in plans:
            adjust(Random(f"{seed} {id}"), world["plans"][id]["tasks"])
    if seed % 2 == 1:
        for id in plans:
            with_parts_and_targets(
                Random(f"{seed} {id} parts"), world["plans"][id], named, reporters
            )
    return world


PERIODS = ("2024-2026", "2025—2027年", "2024-09/2025-08", "2024-03/2024-12", "2025", "无")
DEADLINES_WITH_YEARS = (
    "2024年底前",
    "2025年6月底前",
    "2026年第一季度",
    "2026-03",
    "2025年全年",
    "2025年6月起",
    "2025年6月底前设计；2026年3月底前完工",
)
TARGET_DAYS = ("2024", "2025-Q2", "2025-H2", "2026-01", "2026-03-31")


def give_periods(chance: Random, plans: dict[str, Record]) -> None:
    """Give plans periods of any length or none, and tasks deadlines and targets in their years."""
    for plan in plans.values():
        front = plan["front"]
        front["period"] = chance.choice(PERIODS)
        del front["year"]
        if front["period"] == "无":
            front.setdefault("written", "2024-11-01")
        for task in plan["tasks"]:
            if chance.random() < 0.6:
                task["deadline"] = chance.choice(DEADLINES_WITH_YEARS)
            if chance.random() < 0.4:
                days = chance.sample(TARGET_DAYS, chance.choice((1, 2)))
                task["targets"] = [
                    {"id": f"t{number}", "by": day, "text": "完成一批"}
                    for number, day in enumerate(days)
                ]
            if task.get("targets") and chance.random() < 0.3:
                change = {"date": "2025-05-03", "target": "t0", "deadline": "2026-06"}
                task["adjustments"] = [{**change, "why": "工期调整"}]


def with_parts_and_targets(
    chance: Random, plan: Record, named: list[str], reporters: list[str]
) -> None:
    """Give the tasks of a plan parts, targets and other units, and reports on them."""
    more = [random_task(chance, 0, named) for _ in range(chance.choice((0, 2, 4, 6)))]
    tasks = with_parts(chance, plan["tasks"], more)
    for task in tasks:
        if chance.random() < 0.6:
            with_targets(chance, task)
        days = sorted({some_day(chance, MONTHS[13:19]) for _ in range(chance.choice((0, 0, 1, 2)))})
        for day in days:
            units = printed_units(random_units(chance, named))
            decision = {"date": day, **random_decision(chance, task, units), "why": "分工调整"}
            task.setdefault("adjustments", []).append(decision)
    progress = plan["progress"] + random_progress(chance, tasks, reporters)
    plan["progress"] = on_targets(chance, progress, tasks)
    withdraw_parts(chance, tasks)


def adjust(chance: Random, tasks: list[Record]) -> None:
    """Let decisions move the deadlines of some tasks, withdraw some, or change something else."""
    for task in tasks:
        decisions: list[Record] = []
        for _ in range(chance.choice((0, 0, 0, 1, 1, 2))):
            change: Record = chance.choice(
                (
                    {"deadline": chance.choice(("2025-06", "2026-03", "9月底前", "全年"))},
                    {"deadline": "2025-12-31", "what": "汛期停工"},
                    {"withdrawn": "true"},
                    {"what": "改为线上办理"},
                )
            )
            decisions.append({"date": some_day(chance, MONTHS[14:20]), **change, "why": "工期调整"})
        if decisions:
            task["adjustments"] = [*task.get("adjustments", ()), *decisions]


def known_names(registries: dict[str, Record]) -> tuple[list[str], list[str]]:
    """Return names that a task may have, and those that a report may have; unknown ones too."""
    named, reporters = list(UNKNOWN[:1]), list(UNKNOWN)
    for authority, registry in registries.items():
        for unit in registry["units"]:
            names = [unit["name"], *unit.get("aliases", [])]
            names += [former["name"] for former in unit.get("former_names", [])]
            named += names
            own = [unit["id"]] if authority == "qinghe" else []
            reporters += [*names, f"{authority}/{unit['id']}", *own]
        named += [group["name"] for group in registry["groups"]]
    return sorted(set(named)), sorted(set(reporters))
