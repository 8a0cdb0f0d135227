"""The number of the contexts that templates see, and every name in them that has gone or means
something else since a number."""

from __future__ import annotations

import msgspec

CONTEXTS = 2
"""The number of the present contexts. It rises when a name goes or changes its meaning; a name that
is added leaves it as it is. `tests/theme/contexts/` lists the names of each earlier number; those
of gksite 0.1.0 are contexts 1."""

STRINGS = "s"
ASSETS = "site.assets"
TEMPLATES = "templates"
"""What holds the strings of a theme, its assets, and its templates, in the tables below."""


class Gone(msgspec.Struct, frozen=True):
    """A name that is gone from `context`: a class of contexts, a template (for its macros and
    blocks), or one of the words above. `replacement` is how a template writes it now, "" where
    nothing replaces it."""

    context: str
    name: str
    replacement: str
    since: int = 2


class Changed(msgspec.Struct, frozen=True):
    """A name that means something else since a number: what it is now, in Chinese and English."""

    context: str
    name: str
    zh: str
    en: str
    since: int = 2


GONE: tuple[Gone, ...] = (
    *(Gone("Calendar", name, "") for name in ("base", "today", "width")),
    Gone("AuthorityPlans", "authority", ""),
    Gone("AuthorityPlans", "kind", ""),
    Gone("AuthorityPlans", "unit_count", ""),
    Gone("AuthorityPlans", "years", ""),
    Gone("HomePage", "authorities", "plans"),
    Gone("HomePage", "years", ""),
    Gone("IndicatorRow", "indicator", "name"),
    Gone("MatrixRow", "marks", "cells"),
    *(Gone("MonthColumn", name, "") for name in ("done_y", "late_y", "open_y", "x")),
    Gone("PlanTasks", "tracked", "tasks[0].status"),
    Gone("RoleCount", "total", ""),
    Gone("UnitLine", "named", "duties"),
    Gone("UnitPage", "counts", "current.counts"),
    Gone("UnitPage", "due_soon", 'current.groups|selectattr("kind", "eq", "soon")'),
    Gone("UnitPage", "named", "current.groups"),
    Gone("UnitPage", "open_groups", "current.open_groups"),
    Gone("UnitPage", "overdue", 'current.groups|selectattr("kind", "eq", "late")'),
    Gone("UnitPage", "overdue_of", "current.progress.total"),
    Gone("UnitPage", "progress", "current.progress"),
    Gone("UnitPage", "through_groups", "current.groups"),
    Gone("macros.html", "bar", "strip"),
    Gone("macros.html", "due", ""),
    Gone(STRINGS, "calendar.today", ""),
    Gone(STRINGS, "deadline.none", ""),
    Gone(STRINGS, "home.by_authority", "home.current_plans"),
    Gone(STRINGS, "home.plans", "home.totals"),
    Gone(STRINGS, "home.progress", "finding.year_some"),
    Gone(STRINGS, "home.tasks", "home.totals"),
    Gone(STRINGS, "home.units", "home.totals"),
    Gone(STRINGS, "mark.group", "group.word"),
    Gone(STRINGS, "progress.of", ""),
    Gone(STRINGS, "section.other", ""),
    Gone(STRINGS, "status.adjusted", ""),
    Gone(STRINGS, "status.cancelled", "status.withdrawn"),
    Gone(STRINGS, "table.main", ""),
    Gone(STRINGS, "task.no_deadline", ""),
    Gone(STRINGS, "unit.count_lead", "unit.of_lead"),
    Gone(STRINGS, "unit.count_named", "unit.count_duties"),
    Gone(STRINGS, "unit.count_through", "unit.of_groups"),
    Gone(STRINGS, "unit.due_soon", "unit.soon"),
    Gone(STRINGS, "unit.duties", "finding.duties_some"),
    Gone(STRINGS, "unit.not_named", "unit.no_duties_in"),
    Gone(STRINGS, "unit.overdue", "unit.late"),
)

CHANGED: tuple[Changed, ...] = (
    *(
        Changed(
            page,
            "downloads",
            "只有人直接打开的文件，供程序读取的在 open_data，订阅说明的网址在 subscribe",
            "files that people open; those for programs are in open_data, and subscribe is the "
            "address of the page on subscribing",
        )
        for page in ("AuthorityPage", "PlanPage", "TablePage", "TopicPage", "UnitPage")
    ),
    Changed(
        "AuthorityUnits",
        "kinds",
        "只有本年度有任务的单位，其余在 idle",
        "only units that have tasks in their current year; the others are in idle",
    ),
    Changed(
        "DeadlineText",
        "dates",
        "决定调整过的，是调整后的日期，printed 仍是原文，adjusted 写明两者",
        "where a decision changed the deadline, the dates that hold; printed is as it was, and "
        "adjusted says both",
    ),
    Changed(
        "EntryLine",
        "status",
        "也列出不计入和已撤回的报送，standing 写明原因",
        "reports that count for nobody or were taken back are listed too; standing says why",
    ),
    Changed(
        "GroupPage",
        "progress",
        "只统计本年度的任务",
        "of the tasks of the current year alone",
    ),
    Changed(
        "GroupPage",
        "tasks",
        "只有本年度的任务，其他年度在 earlier",
        "of the current year alone; those of other years are in earlier",
    ),
    Changed(
        "HomePage",
        "overdue",
        "只有本年度的任务，其他年度的项数在 late_before",
        "of the current year alone; late_before says how many are of other years",
    ),
    Changed(
        "HomePage",
        "overdue_count",
        "只统计本年度的任务",
        "of the current year alone",
    ),
    Changed(
        "IndicatorLine",
        "value_text",
        "按指标的汇总规则计算，rule 和 reported 写明规则和几家报送",
        "the total by the rule of the indicator; rule and reported say which, and of how many "
        "units",
    ),
    Changed(
        "Progress",
        "total",
        "决定撤销的任务不在其中，列在 withdrawn",
        "tasks that a decision withdrew are not counted; withdrawn lists them",
    ),
    Changed(
        "RoleCount",
        "count",
        "该单位的责任项，通过集合单位承担的也在内",
        "duties of the unit, those through groups among them",
    ),
    Changed(
        "TaskLine",
        "status",
        "按责任项和 task_status 计算，在单位页上是该单位自己报送的状态",
        "reckoned from the duties by task_status, and on the page of a unit its own state",
    ),
    Changed(
        "TaskPage",
        "status",
        "按责任项和 task_status 计算，不再是最后一条报送",
        "reckoned from the duties by task_status, and no longer the last report of anybody",
    ),
    Changed(
        "TopicLine",
        "count",
        "只统计本年度的任务",
        "of the tasks of the current year alone",
    ),
    Changed(
        "TopicPage",
        "plans",
        "只有本年度的任务，其他年度在 earlier",
        "of the current year alone; those of other years are in earlier",
    ),
    Changed(
        "TopicPage",
        "progress",
        "只统计本年度的任务",
        "of the tasks of the current year alone",
    ),
    Changed(
        "macros.html",
        "page_code",
        "参数是 page 和 s，即 m.page_code(page, s)",
        "its arguments are page and s, m.page_code(page, s)",
    ),
    Changed(
        "macros.html",
        "downloads",
        "参数是 page 和 s，即 m.downloads(page, s)",
        "its arguments are page and s, m.downloads(page, s)",
    ),
    Changed(
        "macros.html",
        "tools",
        "第一个参数是 site，即 m.tools(site, s, count)",
        "its first argument is site, m.tools(site, s, count)",
    ),
    Changed(
        "macros.html",
        "statuses",
        "唯一的参数是 site，即 m.statuses(site)",
        "its only argument is site, m.statuses(site)",
    ),
)

GONE_BY_NAME = {(row.context, row.name): row for row in GONE}

CHANGED_BY_NAME = {(row.context, row.name): row for row in CHANGED}
