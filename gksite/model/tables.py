"""The tables of the data files: their columns, with types and meanings, and the keys between
tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

import msgspec

from gksite.model.statuses import WRITTEN


class ExportColumn(msgspec.Struct, frozen=True):
    """A column: its key, its unique head, the head that it shares with its neighbours in a
    workbook, its width there in characters, the type of its values (of Frictionless Table Schema),
    and its meaning."""

    key: str
    head: str
    group: str
    width: int
    type: str
    meaning: str


_REPORTED = "状态及所据报送"
_COUNTED = "报送的单位"
COUNT_HEAD = "应报单位数"
ISSUE_HEAD = "由发文机关承担"
"""The heads by which an import knows a data file from a progress sheet."""

TASK_COLUMNS: tuple[ExportColumn, ...] = (
    ExportColumn(
        "plan", "计划编号", "计划", 13, "string", "工作要点的编号，网址和其他数据文件都用它"
    ),
    ExportColumn("plan_title", "计划名称", "计划", 24, "string", "工作要点的标题"),
    ExportColumn("year", "年度", "计划", 6, "integer", "计划时段开始的年度"),
    ExportColumn("document_number", "发文字号", "计划", 16, "string", "工作要点的发文字号"),
    ExportColumn("task", "任务编号", "任务", 9, "string", "任务在本计划内的编号，发布后不变"),
    ExportColumn("number", "序号", "任务", 6, "string", "文件所印的序号"),
    ExportColumn("section", "部分", "任务", 16, "string", "一级标题，每行都写全，不合并"),
    ExportColumn("subsection", "子部分", "任务", 14, "string", "下级标题"),
    ExportColumn("title", "任务名称", "任务", 22, "string", "任务的简短名称"),
    ExportColumn("text", "工作任务", "任务", 50, "string", "任务的文字，与文件一致"),
    ExportColumn("lead", "牵头单位", "责任分工", 16, "string", "按文件所印的名称，顿号分隔"),
    ExportColumn("responsible", "责任单位", "责任分工", 24, "string", "按文件所印的名称，顿号分隔"),
    ExportColumn("cooperating", "配合单位", "责任分工", 20, "string", "按文件所印的名称，顿号分隔"),
    ExportColumn("deadline", "时间节点", "时间", 13, "string", "按文件所印"),
    ExportColumn(
        "start", "起始日期", "时间", 11, "date", "时间节点所指的第一天；文件没有写明的为空"
    ),
    ExportColumn(
        "end",
        "截止日期",
        "时间",
        11,
        "date",
        "时间节点所指的最后一天；全年、持续推进等没有具体日期的，见时间节点",
    ),
    ExportColumn(
        "overdue", "是否逾期", "时间", 9, "string", "“是”表示到基准日已过期而未完成，其余为空"
    ),
    ExportColumn("indicators", "指标", "其他要求", 18, "string", "量化指标，分号分隔"),
    ExportColumn("topics", "所属主题", "其他要求", 14, "string", "主题名称，顿号分隔"),
    ExportColumn(
        "basis",
        "上级依据",
        "其他要求",
        16,
        "string",
        "所依据的上级计划或任务（计划编号#任务编号），顿号分隔",
    ),
    ExportColumn("remark", "任务备注", "其他要求", 16, "string", "文件所印的备注"),
    ExportColumn(
        "status",
        "状态",
        _REPORTED,
        9,
        "string",
        "任务的状态，按统计口径由各单位的报送得出；未报送的为空",
    ),
    ExportColumn(
        "date",
        "日期",
        _REPORTED,
        11,
        "date",
        "状态所据报送的日期，就分期目标报送的也算；状态不是一次报送所说的，为空",
    ),
    ExportColumn("note", "情况", _REPORTED, 36, "string", "该次报送的文字；就分期目标报送的为空"),
    ExportColumn("evidence_title", "佐证标题", _REPORTED, 18, "string", "一行一个"),
    ExportColumn("evidence_url", "佐证链接", _REPORTED, 22, "string", "与佐证标题逐行对应"),
    ExportColumn("readings", "数值", _REPORTED, 16, "string", "指标=数值，分号分隔"),
    ExportColumn("unit", "填报单位", _REPORTED, 16, "string", "该次报送的单位"),
    ExportColumn("page", "网页", "网页", 28, "string", "任务网页的地址"),
    ExportColumn("duties", COUNT_HEAD, _COUNTED, 11, "integer", "对这项任务负有责任的单位数"),
    ExportColumn("reported", "已报单位数", _COUNTED, 11, "integer", "其中报送过的单位数"),
    ExportColumn(
        "adjusted", "调整", "调整", 24, "string", "发布后经批准的调整，一行一项；印发的文字不改"
    ),
    ExportColumn(
        "due",
        "现行截止日期",
        "调整",
        13,
        "date",
        "调整后的最后一天，没有调整的同截止日期；是否逾期按它计算",
    ),
    ExportColumn(
        "now_held",
        "现承担单位",
        "划转",
        24,
        "string",
        "职责划转后承担的单位、自何日起、原由谁承担，一行一项；没有划转的为空",
    ),
    ExportColumn(
        "period", "时段", "时段", 11, "string", "计划的时段，如 2026-2030；没有时段的为空"
    ),
    ExportColumn(
        "parent",
        "上级任务",
        "子任务与目标",
        9,
        "string",
        "子任务所属任务的编号；不是子任务的为空。计数只计不是子任务的任务",
    ),
    ExportColumn(
        "targets",
        "各期目标",
        "子任务与目标",
        30,
        "string",
        "分期目标：期限、内容、是否达到或逾期，一行一项",
    ),
    ExportColumn("leader", "分管领导", "分管领导", 14, "string", "文件所印的分管领导，按原文"),
)
"""From left to right. The heads of the reported columns are those of the progress sheet, so that
the file can be read in again."""

DUTY_COLUMN = ExportColumn(
    "duty", "分工", "本单位", 18, "string", "本单位的分工；括号内是所通过的集合单位"
)
TASK_STATE_COLUMN = ExportColumn(
    "task_status", "任务状态", "本单位", 9, "string", "整项任务的状态；本表的“状态”是本单位的"
)
"""Further columns of the tables of a unit."""

UNIT_COLUMNS: tuple[ExportColumn, ...] = (*TASK_COLUMNS, DUTY_COLUMN, TASK_STATE_COLUMN)
"""The columns of the tables of a unit: those of tasks, with the unit's own state and report, and
two more at the end."""

MEANINGS_IN_ENGLISH: Mapping[str, str] = {
    "plan": "The id of the plan, which its address and the other files use",
    "plan_title": "The title of the plan",
    "year": "The year in which the period of the plan begins",
    "period": "The period of the plan, such as 2026-2030; empty where it has none",
    "parent": "The id of the task that it is a part of; figures count tasks that are no parts",
    "leader": "The leader in charge (分管领导) as printed",
    "targets": "Its targets, one a line: their day, their words, and whether each is reached or "
    "overdue",
    "document_number": "The document number of the plan",
    "task": "The id of the task within the plan; it never changes once published",
    "number": "The number as printed",
    "section": "The title of the section, in every row; no cells are merged",
    "subsection": "The title of the section below it",
    "title": "A short title of the task",
    "text": "The wording of the task, as the document has it",
    "lead": "The units in the lead as printed, joined by “、”",
    "responsible": "The units responsible as printed, joined by “、”",
    "cooperating": "The cooperating units as printed, joined by “、”",
    "deadline": "The deadline as printed",
    "start": "The first day that the deadline means; empty where the document names none",
    "end": "The last day that the deadline means; empty where it names no day, such as “all year”",
    "overdue": "“是” (yes) where the deadline had passed on the reference day and the task was not "
    "done; else empty",
    "indicators": "Figures to be reached, joined by semicolons",
    "topics": "Names of topics, joined by “、”",
    "basis": "The plans or tasks of the upper level that it rests on (id of the plan#id of the "
    "task), joined by “、”",
    "remark": "The note as printed",
    "status": "The state of the task, which a rule makes of the units' reports; empty where none "
    "was made",
    "date": "The day of the report on which the state rests, also where that is on a target; empty "
    "where it is no single report's",
    "note": "The text of that report; empty where that is on a target",
    "evidence_title": "Titles of its evidence, one a line",
    "evidence_url": "Addresses of its evidence, line by line as its titles",
    "readings": "Figures as indicator=figure, joined by semicolons",
    "unit": "The unit that made that report",
    "page": "The address of the page of the task",
    "duties": "The number of units that have a duty in the task",
    "reported": "The number of these that have reported",
    "adjusted": "Approved changes after publication, one a line; the printed wording stays",
    "due": "The last day after all adjustments, else that of the deadline; what “是否逾期” rests on",
    "now_held": "The unit that has the duty since a transfer, since which day, and who had it, one "
    "a line; empty where nothing passed on",
    "duty": "The role of the unit; in brackets the group through which it is meant",
    "task_status": "The state of the whole task; “状态” in this table is the unit's own",
}
"""The meanings of the columns of tasks by key, for pages in English; the heads in the files are the
same in every language."""

TableName = Literal[
    "tasks", "plans", "units", "duties", "unit_duties", "passed_duties", "progress", "assessments",
    "cells", "targets", "unit_targets", "adjustments",
]  # fmt: skip
DataPart = Literal["assessments", "cells", "targets", "adjustments"]
"""What not every site has: the tables of it are there where it is."""


class ForeignKey(msgspec.Struct, frozen=True):
    """Columns (by head) whose values are those of columns of another table."""

    heads: tuple[str, ...]
    table: TableName
    others: tuple[str, ...]


class Table(msgspec.Struct, frozen=True):
    """A table of the data package: its name, title, columns, and how it hangs together with the
    others."""

    name: TableName
    title: str
    columns: tuple[ExportColumn, ...]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads of its columns."""
        return tuple(column.head for column in self.columns)


def _column(key: str, head: str, meaning: str, type: str = "string") -> ExportColumn:
    return ExportColumn(key, head, "", 0, type, meaning)


_PLAN, _TASK, _UNIT = "计划编号", "任务编号", "单位编号"
_OF_A_PLAN = ForeignKey((_PLAN,), "plans", (_PLAN,))
_OF_A_TASK = ForeignKey((_PLAN, _TASK), "tasks", (_PLAN, _TASK))
_OF_A_UNIT = ForeignKey((_UNIT,), "units", (_UNIT,))

TABLES: tuple[Table, ...] = (
    Table("tasks", "任务", TASK_COLUMNS, (_PLAN, _TASK), (_OF_A_PLAN,)),
    Table(
        "plans",
        "工作要点",
        (
            _column("plan", _PLAN, "工作要点的编号"),
            _column("title", "计划名称", "标题"),
            _column("year", "年度", "时段开始的年度", "integer"),
            _column("authority", "机关编号", "行政机关的编号"),
            _column("authority_name", "机关名称", "行政机关的名称"),
            _column("issuer", "发文机关", "发文机关的名称"),
            _column("document_number", "发文字号", "发文字号"),
            _column("index_number", "索引号", "索引号"),
            _column("written", "成文日期", "成文日期", "date"),
            _column("published", "发布日期", "发布日期", "date"),
            _column("validity", "有效性", "有效、失效、废止等"),
            _column("tasks", "任务数", "任务的项数", "integer"),
            _column("page", "网页", "网页的地址"),
            _column("period", "时段", "如 2026-2030；没有时段的为空"),
            _column("kind", "种类", "计划的种类，如 任务分解"),
        ),
        (_PLAN,),
    ),
    Table(
        "units",
        "单位",
        (
            _column("key", _UNIT, "单位或集合单位的编号（机关编号/单位编号）"),
            _column("name", "单位名称", "现在登记的名称"),
            _column("authority", "机关编号", "所在行政机关的编号"),
            _column("type", "单位类型", "单位，或集合单位（如各街镇）"),
            _column("kind", "类别", "单位的类别"),
            _column("aliases", "别名", "顿号分隔"),
            _column("since", "设立", "年、年-月或年-月-日"),
            _column("until", "撤销", "年、年-月或年-月-日"),
            _column("page", "网页", "网页的地址"),
        ),
        (_UNIT,),
    ),
    Table(
        "duties",
        "责任分工",
        (
            _column("plan", _PLAN, "工作要点的编号"),
            _column("task", _TASK, "任务的编号"),
            _column("place", "次序", "文件所印的次序，从1起", "integer"),
            _column("role", "分工", "牵头、责任或配合"),
            _column("printed", "所印名称", "按文件所印"),
            _column("unit", _UNIT, "该名称所指的单位或集合单位；登记表没有的为空"),
        ),
        (_PLAN, _TASK, "次序"),
        (_OF_A_TASK, _OF_A_UNIT),
    ),
    Table(
        "unit_duties",
        "各单位的责任项",
        (
            _column("plan", _PLAN, "工作要点的编号"),
            _column("task", _TASK, "任务的编号"),
            _column("place", "次序", "文件列出的次序，从1起", "integer"),
            _column("role", "分工", "牵头、责任或配合；同一单位取最重的一种"),
            _column("holder", _UNIT, "单位的编号；登记表没有的为空"),
            _column("name", "单位名称", "承担责任的单位的名称"),
            _column("group", "集合单位编号", "文件没有点名、通过哪个集合单位承担"),
            _column("by_issue", ISSUE_HEAD, "“是”表示文件没有写明责任单位"),
            _column("status", "状态", "该单位最近一次报送的状态；未报送的为空"),
            _column("overdue", "是否逾期", "按该单位自己的状态"),
            _column("date", "日期", "状态所据报送的日期，就分期目标报送的也算", "date"),
            _column("note", "情况", "报送的文字；就分期目标报送的为空，见 unit_targets"),
            _column("evidence_title", "佐证标题", "一行一个"),
            _column("evidence_url", "佐证链接", "与佐证标题逐行对应"),
            _column("readings", "数值", "指标=数值，分号分隔"),
            _column("unit", "填报单位", "报送的单位；尚未报送的，是应报的单位"),
            _column("since", "承接日期", "职责划转之日；一直由该单位承担的为空", "date"),
            _column("came_from", "承接自", "此前承担的单位的编号，顿号分隔"),
            _column("withdrawn", "任务已撤销", "“是”表示任务已撤销，不计入任何数字"),
        ),
        (_PLAN, _TASK, "次序"),
        (_OF_A_TASK, _OF_A_UNIT),
    ),
    Table(
        "passed_duties",
        "已划转或调整的责任项",
        (
            _column("plan", _PLAN, "工作要点的编号"),
            _column("task", _TASK, "任务的编号"),
            _column("place", "次序", "划转或调整的次序，从1起", "integer"),
            _column("role", "分工", "牵头、责任或配合"),
            _column("holder", _UNIT, "原承担单位的编号"),
            _column("name", "单位名称", "原承担单位的名称"),
            _column("group", "集合单位编号", "通过哪个集合单位承担"),
            _column("passed_to", "划转至", "现承担单位的编号；由调整免去的为空"),
            _column("passed_on", "划转日期", "职责划转或调整之日", "date"),
        ),
        (_PLAN, _TASK, "次序"),
        (_OF_A_TASK, _OF_A_UNIT, ForeignKey(("划转至",), "units", (_UNIT,))),
    ),
    Table(
        "progress",
        "落实情况",
        (
            _column("plan", _PLAN, "工作要点的编号"),
            _column("task", _TASK, "任务的编号"),
            _column("place", "次序", "同一任务的第几次报送，从1起", "integer"),
            _column("date", "日期", "报送日期", "date"),
            _column("status", "状态", "、".join(WRITTEN)),
            _column("note", "情况", "报送的文字"),
            _column("evidence_title", "佐证标题", "一行一个"),
            _column("evidence_url", "佐证链接", "与佐证标题逐行对应"),
            _column("readings", "数值", "指标=数值，分号分隔"),
            _column("unit", "填报单位", "报送的单位"),
            _column("reporter", _UNIT, "填报单位的编号；登记表没有的为空"),
            _column("standing", "效力", "计入、划转前、不计入（报送之日无此责任）、已撤回"),
            _column("taken_back", "撤回日期", "撤回或更正之日", "date"),
            _column("taken_back_by", "撤回者", "撤回的单位或人"),
            _column("why", "撤回原因", "撤回的原因；“更正”表示已由后一次报送代替"),
            _column("target", "分期目标", "所报分期目标的编号；报整项任务的为空"),
        ),
        (_PLAN, _TASK, "次序"),
        (_OF_A_TASK, _OF_A_UNIT),
    ),
)
"""The tables of the data package; the first has the rows that are also on the pages."""

ASSESSMENTS = Table(
    "assessments",
    "核查",
    (
        _column("plan", _PLAN, "工作要点的编号"),
        _column("task", _TASK, "任务的编号"),
        _column("place", "次序", "同一任务的第几次核查，从1起", "integer"),
        _column("date", "日期", "核查日期", "date"),
        _column("holder", _UNIT, "被核查单位的编号；针对整项任务的、登记表没有的为空"),
        _column("name", "被核查单位", "被核查单位的名称；针对整项任务的为空"),
        _column("verdict", "核查结论", "属实、部分属实或不属实"),
        _column("by", "核查单位", "核查的单位"),
        _column("assessor", "核查单位编号", "登记表没有的为空"),
        _column("note", "情况", "核查的文字"),
    ),
    (_PLAN, _TASK, "次序"),
    (_OF_A_TASK, _OF_A_UNIT, ForeignKey(("核查单位编号",), "units", (_UNIT,))),
)
"""A table of sites that publish assessments."""


CELLS = Table(
    "cells",
    "自设栏目",
    (
        _column("plan", _PLAN, "工作要点的编号"),
        _column("task", _TASK, "任务的编号"),
        _column("place", "次序", "该栏在表中自设栏目里的次序，从1起", "integer"),
        _column("list", "任务表", "任务表的编号"),
        _column("column", "栏目编号", "源文件中该栏的编号"),
        _column("head", "表头", "所印的表头，上级表头在前，“／”分隔"),
        _column("text", "内容", "所印的文字"),
        _column("type", "类型", "文字、数、金额、日期、单位或年度"),
        _column("number", "数值", "读出的数，不换算计量单位；没有读出的为空", "number"),
        _column("date", "日期", "读出的日期", "date"),
        _column("year", "年度", "读出的年度", "integer"),
        _column("measure", "计量单位", "该栏写明的计量单位"),
        _column("units", "单位编号", "所指的单位或集合单位的编号，顿号分隔"),
        _column("first", "合并首行", "与上面的任务合并为一格时，首行任务的编号；合计只计首行"),
    ),
    (_PLAN, _TASK, "次序"),
    (_OF_A_TASK,),
)
"""A table of sites with columns of a document's own."""


_TARGET = "目标编号"

TARGETS = (
    Table(
        "targets",
        "分期目标",
        (
            _column("plan", _PLAN, "工作要点的编号"),
            _column("task", _TASK, "任务的编号"),
            _column("target", _TARGET, "目标在任务内的编号"),
            _column("place", "次序", "同一任务的第几项目标，从1起", "integer"),
            _column("by", "期限", "所印的期限"),
            _column("due", "现行截止日期", "调整后的最后一天，没有调整的为期限的最后一天", "date"),
            _column("text", "内容", "所印的文字"),
            _column("value", "目标值", "应达到的数值", "number"),
            _column("indicator", "所属指标", "目标值所属的指标"),
            _column("status", "状态", "各单位就这项目标的报送得出的状态；没有报送的为空"),
            _column("reached", "是否达到", "“是”表示报送已完成，或者数值已达到"),
            _column("overdue", "是否逾期", "“是”表示到基准日已过期而未达到"),
        ),
        (_PLAN, _TASK, _TARGET),
        (_OF_A_TASK,),
    ),
    Table(
        "unit_targets",
        "各单位就分期目标的报送",
        (
            _column("plan", _PLAN, "工作要点的编号"),
            _column("task", _TASK, "任务的编号"),
            _column("target", _TARGET, "目标在任务内的编号"),
            _column("place", "次序", "单位在各单位的责任项中的次序，从1起", "integer"),
            _column("holder", _UNIT, "单位的编号；登记表没有的为空"),
            _column("name", "单位名称", "承担责任的单位的名称"),
            _column("status", "状态", "该单位就这项目标最近一次报送的状态；未报送的为空"),
            _column("date", "日期", "该次报送的日期", "date"),
            _column("note", "情况", "该次报送的文字"),
            _column("readings", "数值", "指标=数值，分号分隔"),
        ),
        (_PLAN, _TASK, _TARGET, "次序"),
        (
            ForeignKey((_PLAN, _TASK, _TARGET), "targets", (_PLAN, _TASK, _TARGET)),
            ForeignKey((_PLAN, _TASK, "次序"), "unit_duties", (_PLAN, _TASK, "次序")),
            _OF_A_UNIT,
        ),
    ),
)
"""Tables of sites with targets."""

ADJUSTMENTS = Table(
    "adjustments",
    "调整",
    (
        _column("plan", _PLAN, "工作要点的编号"),
        _column("task", _TASK, "任务的编号"),
        _column("place", "次序", "同一任务的第几次调整，从1起", "integer"),
        _column("date", "日期", "调整的日期", "date"),
        _column("target", _TARGET, "时间节点所属的分期目标；整项任务的为空"),
        _column("deadline", "时间节点", "调整后的时间节点"),
        _column("end", "截止日期", "调整后的最后一天", "date"),
        _column("units", "责任分工", "调整后的责任分工"),
        _column("text", "工作任务", "调整后的文字"),
        _column("withdrawn", "任务已撤销", "“是”表示撤销任务"),
        _column("what", "其他调整", "用文字写明的其他调整"),
        _column("approved_by", "批准", "批准的机关或会议"),
        _column("why", "原因", "调整的原因"),
    ),
    (_PLAN, _TASK, "次序"),
    (_OF_A_TASK,),
)
"""A table of sites that adjusted tasks."""

_OF_PARTS: Mapping[DataPart, tuple[Table, ...]] = {
    "assessments": (ASSESSMENTS,),
    "targets": TARGETS,
    "adjustments": (ADJUSTMENTS,),
    "cells": (CELLS,),
}


def tables_of(parts: Collection[DataPart]) -> tuple[Table, ...]:
    """Return the tables of a site that has these parts of data besides tasks, units and reports."""
    own = (tables for part, tables in _OF_PARTS.items() if part in parts)
    return (*TABLES, *(table for tables in own for table in tables))
