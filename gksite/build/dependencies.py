"""The plans that each page is made from: a page whose plans are unchanged is not made again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from gksite.model.entities import Plan
from gksite.model.site import SiteModel
from gksite.pages.addresses import NEWEST, PageRequest
from gksite.pages.page_kinds import KINDS
from gksite.pages.selection import years_of_news, years_of_plan
from gksite.work.fingerprint import digest


class Dependencies:
    """A digest for each page of everything that its context may be made from: equal digests mean
    equal contexts.

    Besides its plans every page may see the settings, the registries, the topics, the glossary, the
    day of the build, the tombstones, and of every plan its title, authority, years and address, its
    day and when it went out, the number of its tasks, and whether it has any report. `plans` are
    the digests of the sources of each plan, `tasks` those of the tasks by key.
    """

    def __init__(
        self, model: SiteModel, plans: Mapping[str, bytes], tasks: Mapping[str, bytes]
    ) -> None:
        titles = [
            (
                p.id,
                p.title,
                p.authority,
                p.day,
                p.year,
                p.period,
                model.years[p.id],
                p.draft,
                model.edits.get(p.id),
                model.waiting.get(p.id),
                p.went_out,
                len(p.tasks),
                p.is_tracked,
            )
            for p in model.plans.values()
        ]
        self._model = model
        self._plans = plans
        self._tasks = tasks
        self._base = digest(
            msgspec.msgpack.encode(
                (
                    model.config,
                    model.registry,
                    model.topics,
                    model.glossary,
                    model.as_of,
                    model.withdrawn,
                    titles,
                )
            )
        )
        self._open_tasks = {
            authority: [task.task for group in groups for task in model.groups.get(group.key, ())]
            for authority, groups in model.registry.open_groups.items()
        }
        self._known: dict[tuple[str, str], bytes] = {}
        self._news: dict[str, list[str]] = {}

    def key(self, request: PageRequest) -> bytes:
        """Return the digest of a page: 16 bytes, all zero for a page that is made from the whole
        site and so in every build."""
        depends_on = KINDS[request.kind].depends_on
        if depends_on == "site":
            return bytes(16)
        if depends_on == "holder":
            # A year of a unit is `unit#year`.
            return self._key_of_holder(request.entity.partition("#")[0])
        # A task is `plan#id`, a part of a year `year/part`.
        place = depends_on, request.entity.partition("#" if depends_on == "plan" else "/")[0]
        if place not in self._known:
            plans = sorted(set(self._plans_of(*place)))
            years = " ".join(sorted(self._news)) if depends_on == "news" else ""
            self._known[place] = digest(
                self._base,
                years.encode(),
                "/".join(plans).encode(),
                b"".join(self._plans[id] for id in plans),
            )
        return self._known[place]

    def _plans_of(self, depends_on: str, entity: str) -> Iterable[str]:
        model = self._model
        if depends_on == "plan":
            return self._around(model.plans[entity])
        if depends_on == "news":
            return self._plans_with_news(entity)
        year = model.current_year() if entity == NEWEST else int(entity)
        return (plan.id for plan in model.plans_of_year(year))

    def _plans_with_news(self, year: str) -> Iterable[str]:
        """Return the plans with an event in a year. The pages list all such years, which are
        therefore part of their digests."""
        if not self._news:
            self._news = {other: [] for other in years_of_news(self._model)}
            for plan in self._model.plans.values():
                for other in years_of_plan(plan):
                    self._news[other].append(plan.id)
        return self._news.get(max(self._news, default="") if year == NEWEST else year, ())

    def _key_of_holder(self, entity: str) -> bytes:
        """Return the digest of the tasks that a unit or group has or may have through a group."""
        model = self._model
        in_columns = model.in_columns.get(entity, ())
        heads = "\n".join(f"{head}" for one in in_columns for head in one.heads)
        keys = [
            *(one.task for one in in_columns),
            *(duty.task for duty in model.duties.get(entity, ())),
            *(duty.task for duty in model.passed.get(entity, ())),
            *(named.task for named in model.groups.get(entity, ())),
            *self._open_tasks.get(entity.partition("/")[0], ()),
        ]
        tasks = b"".join(map(self._tasks.__getitem__, keys))
        return digest(self._base, heads.encode(), tasks, self._members_of(entity))

    def _members_of(self, group: str) -> bytes:
        """Return the members of a group in each plan whose tasks name it; nothing of a unit. Those
        of a signed plan do not follow from the registry."""
        model = self._model
        plans = dict.fromkeys(model.tasks[one.task].plan for one in model.groups.get(group, ()))
        return msgspec.msgpack.encode(
            [one for id in plans for one in model.plans[id].members if one.group == group]
        )

    def _around(self, plan: Plan) -> Iterable[str]:
        """Return a plan, its neighbours in time, and the plans that it or its tasks are derived
        from or are the basis of."""
        model = self._model
        names = [plan.id, model.previous.get(plan.id, "")]
        names += [
            *model.following.get(plan.id, ()),
            *plan.based_on,
            *model.derived.get(plan.id, ()),
        ]
        for task in plan.tasks:
            names += [*task.basis, *model.derived.get(task.key, ())]
            names += [match.old for match in (model.earlier.get(task.key),) if match]
            names += [match.new for match in (model.later.get(task.key),) if match]
        return (id for name in names if (id := name.partition("#")[0]) in self._plans)
