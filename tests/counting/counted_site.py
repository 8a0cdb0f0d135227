"""A built site beside what the slow counter says of its sources, and the sums that pages and files
state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from completion import completed
from due_days import due_day
from figures import count_plan, groups_named, is_inside
from meant import members_meant
from page_figures import Figures, linked, main_of
from plan_years import (
    current_year_of,
    dates_left,
    is_of_one_year,
    moved_out,
    years_of_plan,
    years_of_task,
)
from registry_then import Record, World, is_group, listed
from state_rules import status_rule
from wordings import decisions, plan_day


@dataclass
class CountedSite:
    """A project, the folder and the pages of its built site, and the world that its sources say."""

    project: Path
    folder: Path
    pages: dict[str, BeautifulSoup]
    world: World

    @cached_property
    def plans(self) -> dict[str, Record]:
        """What the slow counter says of every plan."""
        as_of = self.world["config"]["as_of"]
        return {id: count_plan(self.world, id, as_of) for id in self.world["plans"]}

    def plans_on(self, day: str) -> dict[str, Record]:
        """Return what the slow counter says of every plan on a day: without what units reported
        and transfers did later, with what was corrected and taken back until the day of the
        site."""
        then = world_on(self.world, day, self.world["config"]["as_of"])
        return {id: count_plan(then, id, day) for id in then["plans"]}

    @property
    def tasks(self) -> Iterator[tuple[str, Record, Record]]:
        """Each task: its key, what is counted of its plan, and of itself."""
        for id, plan in self.plans.items():
            for task, counted in plan["tasks"].items():
                yield f"{id}#{task}", plan, counted

    @property
    def holders(self) -> Iterator[tuple[str, str]]:
        """Address and key of every unit and group."""
        for authority, registry in self.world["registries"].items():
            for entry in [*listed(registry.get("units")), *listed(registry.get("groups"))]:
                yield f"units/{authority}/{entry['id']}.html", f"{authority}/{entry['id']}"

    @property
    def units(self) -> list[tuple[str, str]]:
        """Address and key of every unit."""
        return [(address, key) for address, key in self.holders if not is_group(self.world, key)]

    @property
    def groups(self) -> list[tuple[str, str]]:
        """Address and key of every group."""
        return [(address, key) for address, key in self.holders if is_group(self.world, key)]

    @property
    def years(self) -> list[str]:
        """The years that have plans, the latest last."""
        return sorted({year for id in self.plans for year in self.years_of(id)})

    @property
    def as_of(self) -> str:
        """The day that deadlines are compared with."""
        return str(self.world["config"]["as_of"])

    def years_of(self, plan: str) -> list[str]:
        """Return the years in whose views a plan stands."""
        return years_of_plan(self.world["plans"][plan], self.as_of)

    def plans_of_year(self, year: str) -> dict[str, Record]:
        """Return what the annual report of a year counts: its plans on its last day, each with the
        tasks that belong to it then."""
        day = min(f"{year}-12-31", self.as_of)
        then = world_on(self.world, day, self.as_of)
        found = {}
        for id, plan in self.plans_on(day).items():
            source = then["plans"][id]
            own = {
                task["id"]: plan["tasks"][task["id"]]
                for task in source["tasks"]
                if year in years_of_task(source, task, self.as_of)
            }
            if own and year in self.years_of(id):
                found[id] = {**plan, "tasks": own}
        return found

    def dates_in(self, year: str) -> list[Record]:
        """Return the dates that the bars of a year count: «of each task of the year that was not
        withdrawn the last day of its deadline, and that of each target»; «of a longer or undated
        plan those in the year alone»; «a target whose last day is that of its task's deadline is
        no date of its own»."""
        found = []
        for key in self.task_keys(year=year):
            plan, task = self.counted(key)
            source, own = self.world["plans"][key.partition("#")[0]], self.due_day(key)
            of_year = is_of_one_year(source)
            closed = task["state"] in ("done", "continuous")
            dates = [(own, "", closed, task["overdue"])]
            dates += [
                (
                    target["day"],
                    target["id"],
                    target["reached"] or target["state"] == "continuous",
                    target["overdue"],
                )
                for target in task["targets"]
                if target["day"] != own
            ]
            found += [
                {
                    "task": key,
                    "target": target,
                    "month": day[:7],
                    "state": "overdue" if late else "done" if done and plan["tracked"] else "open",
                }
                for day, target, done, late in dates
                if day and (of_year or day[:4] == year) and not task["withdrawn"]
            ]
        return found

    def overdue_in(self, key: str, year: str) -> bool:
        """Whether the figures of a year may call a task overdue: «not one whose deadline ends after
        the year», but in a plan of one year."""
        source = self.world["plans"][key.partition("#")[0]]
        return year == "" or is_of_one_year(source) or self.due_day(key)[:4] <= year

    def moved_out(self, year: str) -> list[str]:
        """Return the keys of the tasks that decisions moved out of a year."""
        return [
            f"{id}#{task}"
            for id, plan in self.world["plans"].items()
            for task in moved_out(plan, year, self.as_of)
        ]

    def dates_left(self, year: str) -> list[str]:
        """Return the keys of the tasks of dates that decisions moved out of a year, one a date."""
        return [
            f"{id}#{date.partition(' ')[0]}"
            for id, plan in self.world["plans"].items()
            for date in dates_left(plan, year, self.as_of)
        ]

    def main(self, address: str) -> Tag:
        """Return the main part of a page."""
        return main_of(self.pages[address])

    def counted(self, key: str) -> tuple[Record, Record]:
        """Return what is counted of the plan of a task, and of the task itself."""
        plan, _, task = key.partition("#")
        return self.plans[plan], self.plans[plan]["tasks"][task]

    def due_day(self, key: str) -> str:
        """Return the last day that holds for a task, «» where it has none."""
        id, _, task = key.partition("#")
        plan = self.world["plans"][id]
        return next(due_day(plan, one) for one in plan["tasks"] if one["id"] == task)

    def source(self, key: str) -> Record:
        """Return a task as its file has it."""
        id, _, task = key.partition("#")
        return next(one for one in self.world["plans"][id]["tasks"] if one["id"] == task)

    def completed(self, key: str) -> str:
        """Return the day on which a task was reported done; «» of one that is not, or whose plan is
        not tracked."""
        plan, _, task = key.partition("#")
        counted, source = self.plans[plan], self.world["plans"][plan]
        rule = status_rule(self.world, source)
        return completed(counted["tasks"], task, rule) if counted["tracked"] else ""

    def shown_state(self, key: str) -> str:
        """Return the state of a task that pages show: of a withdrawn one that it is; «» where its
        plan is not tracked."""
        return self.shown(key, self.counted(key)[1]["state"])

    def shown(self, key: str, state: str) -> str:
        """Return a state of a task, or of a duty in it, as pages show it."""
        plan, task = self.counted(key)
        if task["withdrawn"]:
            return "withdrawn"
        return state if plan["tracked"] else ""

    def task_keys(self, *, plan: str = "", year: str = "") -> list[str]:
        """Return the keys of all tasks, of those of a plan, or of a year."""
        return [
            key
            for key, _, _ in self.tasks
            if plan in ("", key.partition("#")[0]) and year in ("", *self._task_years[key])
        ]

    @cached_property
    def _task_years(self) -> dict[str, set[str]]:
        return {
            f"{id}#{task['id']}": years_of_task(plan, task, self.as_of)
            for id, plan in self.world["plans"].items()
            for task in plan["tasks"]
        }

    def outermost(self, keys: Iterable[str]) -> list[str]:
        """Return what figures of some tasks count: those that are no part of another of them."""
        own = list(keys)
        return [key for key in own if not any(above in own for above in self.above(key))]

    def above(self, key: str) -> list[str]:
        """Return the keys of the tasks above a task."""
        plan = key.partition("#")[0]
        return [f"{plan}#{id}" for id in self.counted(key)[1]["above"]]

    def of_tasks(self, keys: Iterable[str], year: str = "") -> Figures:
        """Return the figures of some tasks, by their own states; as those of a year."""
        found: Counter[str] = Counter()
        for key in self.outermost(keys):
            plan, task = self.counted(key)
            late = task["overdue"] and self.overdue_in(key, year)
            _add(found, plan, task, task["state"], late)
        return dict(found)

    def of_duties(self, holder: str, year: str = "") -> Figures:
        """Return the figures of a unit's duties, by their own states; of a year's tasks alone."""
        found: Counter[str] = Counter()
        for key, duty in self.outer_duties(holder).items():
            if year in ("", *self._task_years[key]):
                plan, task = self.counted(key)
                late = duty["overdue"] and self.overdue_in(key, year)
                _add(found, plan, task, duty["state"], late)
        return dict(found)

    def year_of_unit(self, key: str) -> str:
        """Return the current year of a unit."""
        return current_year_of(self.world, self.as_of, key, self.duties(key))

    def in_year(self, keys: Iterable[str], year: str) -> list[str]:
        """Return those of some tasks that belong to a year."""
        return [key for key in keys if year in self._task_years[key]]

    def years_of_task(self, key: str) -> set[str]:
        """Return the years to which a task belongs."""
        return self._task_years[key]

    def parts_of_unit(self, address: str, key: str) -> dict[str, Tag]:
        """Return the year (in words) → the part of a unit's pages that has its tasks."""
        page = self.main(address)
        parts = {str(part["data-year"]): part for part in page.select("[data-year]:not(.tools)")}
        for link in page.select(".year-links a"):
            parts[link.get_text(strip=True)] = self.main(linked(address, link))
        return parts

    def outer_duties(self, holder: str) -> dict[str, Record]:
        """Return the duties of a unit that figures count, by the key of the task."""
        return {
            key: duty
            for key, duty in self.duties(holder).items()
            if not is_inside(self.counted(key)[0]["tasks"], self.counted(key)[1], holder)
        }

    def outer_duties_of(self, holder: str, year: str) -> dict[str, Record]:
        """Return the duties of a unit in a year that its figures count: without those in parts of
        another task of the year in which it has a duty."""
        own = {k: duty for k, duty in self.duties(holder).items() if year in self._task_years[k]}
        return {key: own[key] for key in self.outermost(own)}

    def duties(self, holder: str) -> dict[str, Record]:
        """Return the duties of a unit by the key of the task."""
        return {
            key: duty
            for key, _, task in self.tasks
            for duty in task["duties"]
            if duty["holder"] == holder
        }

    def duties_of_members(self, key: str, group: str) -> list[Record]:
        """Return the duties in a task that members of a group have, or had until a transfer: those
        of the day of its plan, or of the decision that named the group."""
        id, _, number = key.partition("#")
        plan = self.world["plans"][id]
        task = next(one for one in plan["tasks"] if one["id"] == number)
        changed = [change for change in decisions(task) if change.get("units")]
        day = changed[-1]["date"] if changed else plan_day(plan)
        own = set(members_meant(self.world, plan, group, day))
        return [
            duty
            for duty in self.counted(key)[1]["duties"]
            if duty["through"] == group or own & {duty["holder"], *duty.get("came_from", ())}
        ]

    def naming(self, group: str) -> list[str]:
        """Return the keys of the tasks that name a group."""
        return [
            f"{id}#{task}"
            for id in self.world["plans"]
            for task, keys in groups_named(self.world, id).items()
            if group in keys
        ]


def world_on(world: World, day: str, known: str) -> World:
    """Return a world without its later reports, transfers and adjustments.

    «The annual report counts what was reported up to its last day, without what was taken back
    since; a later report that `corrects` one of that time takes its place there too. What is dated
    after `as_of` (here `known`) corrects and takes back nothing.»
    """
    return {
        **world,
        "until": day,
        "known": known,
        "registries": {
            authority: {
                **registry,
                "transfers": [
                    moved for moved in listed(registry.get("transfers")) if moved["on"] <= day
                ],
            }
            for authority, registry in world["registries"].items()
        },
        "plans": {
            id: {
                **plan,
                "tasks": [
                    {
                        **task,
                        "adjustments": [
                            change
                            for change in listed(task.get("adjustments"))
                            if change["date"] <= day
                        ],
                    }
                    for task in plan["tasks"]
                ],
            }
            for id, plan in world["plans"].items()
        },
    }


def expected(figures: Figures) -> list[Figures]:
    """Return what stands at the top of a page: nothing where no plan is tracked."""
    return [figures] if set(figures) - {"all", "untracked"} else []


def _add(found: Counter[str], plan: Record, task: Record, state: str, overdue: bool) -> None:
    if not task["withdrawn"]:
        found["all"] += 1
        found[state if plan["tracked"] else "untracked"] += 1
        if overdue:
            found["overdue"] += 1
