"""Tell which tasks may mean a unit through an open group: slow, and from `docs/format.md` alone
(«Figures of a unit's year»).
"""

from __future__ import annotations

import re

from figures import keys_named
from registry_then import World, entry_of, existed, listed
from wordings import decisions, plan_day

OTHER_KINDS = re.compile(
    "(街道|街道办事处|镇|乡|人民政府|集团|公司|分局|派出所|中心|院|所|馆|站|校|区|县|市)$"
)
"""The ends of names that show another kind than a department."""


def can_mean(group: str, name: str, kind: str) -> bool:
    """Whether the name of an open group can mean a unit: «a name that states no kind (各有关单位,
    各有关部门) any unit, another (各部门) units of that `kind` or with a name of that kind»."""
    if group.endswith("部门") and "有关" not in group and "相关" not in group:
        return kind == "department" or not OTHER_KINDS.search(name)
    return True


def may_mean(world: World, key: str, held: set[str]) -> list[str]:
    """Return the tasks, as `plan#task`, «that name an open group of its authority and in which it
    has no duty, if it existed on the day that the names in the task are of»; a signed plan keeps
    the members that the group had."""
    authority, unit = key.partition("/")[0], entry_of(world, key)
    groups = {
        f"{authority}/{group['id']}"
        for group in listed(world["registries"][authority].get("groups"))
        if str(group.get("open", "")) in ("true", "True", "yes", "是")
        and can_mean(group["name"], unit["name"], unit.get("kind", ""))
    }
    found = []
    for id, plan in world["plans"].items():
        named = keys_named(world, id)
        for task in plan["tasks"]:
            changed = [change for change in decisions(task) if change.get("units")]
            day = changed[-1]["date"] if changed else plan_day(plan)
            name = f"{id}#{task['id']}"
            stated = plan.get("reading", {}).get("members", {})
            open_ones = {
                one for one in groups & named[task["id"]] if not stated.get(f"{day} {one}")
            }
            if open_ones and name not in held and existed(world, key, day):
                found.append(name)
    return found
