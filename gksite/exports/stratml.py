"""A plan as StratML Part 2 (ISO 17469, PerformancePlanOrReport, schema 2.2 of 16 February 2016).

Sections are goals, tasks their objectives, units stakeholders with the role of performer; what each
reported of its duty is a qualitative performance indicator, figures are quantitative ones. The
order of elements is that of the schema, whose sequences are strict.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from html import escape
from urllib.parse import quote

from gksite.exports.open_columns import head_of
from gksite.exports.prepared import Prepared
from gksite.exports.task_columns import SectionTitles, figure, page_address
from gksite.exports.words import (
    STANDINGS,
    adjustment_text,
    role_text,
    state_word,
    status_word,
    target_text,
)
from gksite.model.entities import Plan, Task
from gksite.model.reporting import Duty, Indicator, Report, Target
from gksite.model.site import SiteModel
from gksite.notation.values import Role
from gksite.pages import addresses
from gksite.pages.downloads import ExportRequest
from gksite.source.text import CONTROL

NAMESPACE = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"


def stratml_export(prepared: Prepared, request: ExportRequest) -> bytes:
    """Return the document of a plan that has tasks; a report once it is tracked."""
    model, plan = prepared.model, prepared.model.plans[request.entity]
    titles = prepared.titles(plan)
    kind = "Performance_Report" if plan.is_tracked else "Performance_Plan"
    goals: dict[str, list[Task]] = {}
    for task in plan.tasks:
        goals.setdefault(task.section, []).append(task)
    source = page_address(model, addresses.plan_path(plan.id)) if model.config.base_url else ""
    parts = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<PerformancePlanOrReport xmlns="{NAMESPACE}" '
        f'Type="{kind}">\n',
        _element("Name", plan.title),
        _element("Description", plan.summary) if plan.summary else "",
        _issued(plan),
        "<StrategicPlanCore>\n",
        *_organization(model, plan),
        "<Vision/>\n<Mission/>\n",
        *(
            _goal(plan, number, section, own, titles)
            for number, (section, own) in enumerate(goals.items(), 1)
        ),
        "</StrategicPlanCore>\n<AdministrativeInformation>\n",
        _element("Identifier", identifier("plan", plan.id)),
        _element("StartDate", plan.period.first.isoformat()) if plan.period.first else "",
        _element("EndDate", plan.period.last.isoformat()) if plan.period.last else "",
        _element("PublicationDate", since[:10]) if (since := plan.public_since) else "",
        _element("Source", quote(source, safe=":/%")) if source else "",
        "</AdministrativeInformation>\n</PerformancePlanOrReport>\n",
    )
    return "".join(parts).encode()


def _issued(plan: Plan) -> str:
    """Return the number of a document, and the notice that issues it, a fact a line."""
    facts = [("发文字号", plan.document_number)]
    if notice := plan.notice:
        number = notice.document_number
        facts += [
            ("印发通知", notice.title),
            ("印发通知发文字号", number if number != plan.document_number else ""),
            ("印发通知署名", notice.signature),
            ("印发通知日期", notice.day.isoformat() if notice.day else ""),
        ]
    lines = "\n".join(f"{head}：{text}" for head, text in facts if text)
    return _element("OtherInformation", lines) if lines else ""


def identifier(*parts: str) -> str:
    """Return an xsd:ID made of ids. It may not begin with a digit, and fewer characters are allowed
    than in ours."""
    return f"_{hashlib.sha256('/'.join(parts).encode()).hexdigest()[:32]}"


def _organization(model: SiteModel, plan: Plan) -> Iterable[str]:
    authority = model.registry.authorities.get(plan.authority)
    yield "<Organization>\n"
    yield _element("Name", authority.name if authority else plan.authority)
    if authority and authority.short_name:
        yield _element("Acronym", authority.short_name)
    yield _element("Identifier", identifier("authority", plan.authority))
    if plan.issuer_name:
        yield (
            '<Stakeholder StakeholderTypeType="Organization">\n'
            f"{_element('Name', plan.issuer_name)}"
        )
        yield f"<Role>\n{_element('Name', '发文机关')}</Role>\n</Stakeholder>\n"
    yield "</Organization>\n"


def _goal(plan: Plan, number: int, section: str, tasks: list[Task], titles: SectionTitles) -> str:
    heads = {
        (one.id, column.key): head_of(column) for one in plan.lists for column in one.open_columns
    }
    top, own = titles.top.get(section, ""), titles.own.get(section, "")
    name = own or top or plan.title
    parts = (
        "<Goal>\n",
        _element("Name", name),
        _element("Description", top if own else ""),
        _element("Identifier", identifier("goal", plan.id, section)),
        _element("SequenceIndicator", section or str(number)),
        *(_objective(task, heads) for task in tasks),
        "</Goal>\n",
    )
    return "".join(parts)


def _objective(task: Task, heads: Mapping[tuple[str, str], str]) -> str:
    parts = (
        "<Objective>\n",
        _element("Name", task.title),
        _element("Description", task.text or task.title),
        _element("Identifier", identifier("task", task.key)),
        _element("SequenceIndicator", task.number or task.id),
        *(_stakeholder(duty.name, duty.role, _how(duty)) for duty in task.duties),
        *(
            _stakeholder(printed.printed, printed.role, kind="Generic_Group")
            for printed in task.responsibilities
            if printed.group
        ),
        _other_information(task, heads),
        *(
            _performance(task, number)
            for number, duty in enumerate(task.duties)
            if any(report.duty == number and not report.target for report in task.reports)
        ),
        *(_indicator(task, number, aim) for number, aim in enumerate(task.indicators, 1)),
        *(_target(task, target) for target in task.targets),
        "</Objective>\n",
    )
    return "".join(parts)


def _other_information(task: Task, heads: Mapping[tuple[str, str], str]) -> str:
    """Return the cells in columns of the document's own, the deadline, the state of the task, the
    adjustments, and the reports that count for none of its duties."""
    remarks = [f"{heads[task.list, cell.column]}：{cell.text}" for cell in task.cells]
    remarks += [f"时间节点：{task.deadline.raw}"] if task.deadline.raw else []
    remarks += [f"上级任务：{task.parent.partition('#')[2]}"] if task.parent else []
    remarks += ["状态随子任务"] if task.rolls_up else []
    if state := state_word(task):
        share = f"（{len(task.duties)}家中{task.reported}家已报）" if len(task.duties) > 1 else ""
        remarks.append(f"状态：{state}{share}")
    remarks += [f"调整：{adjustment_text(task, item)}" for item in task.adjustments]
    for report in task.reports:
        if report.standing != "counted":
            text = f"{report.date} {report.unit} {status_word(report.status)}：{report.note}"
            remarks.append(f"{STANDINGS[report.standing]}：{text}".rstrip("："))
    return _element("OtherInformation", "\n".join(remarks)) if remarks else ""


def _how(duty: Duty) -> str:
    """Return how a unit came to a duty, where the task does not name it."""
    if duty.by_issue:
        return "文件没有写明责任单位，由发文机关承担"
    return f"{duty.since}起承接" if duty.since else ""


def _stakeholder(name: str, role: Role, how: str = "", kind: str = "Organization") -> str:
    return (
        f'<Stakeholder StakeholderTypeType="{kind}">\n{_element("Name", name)}'
        f"{_element('Description', how) if how else ''}"
        f"<Role>\n{_element('Name', f'{role_text(role)}单位')}<RoleType>Performer</RoleType>\n"
        "</Role>\n</Stakeholder>\n"
    )


def _performance(task: Task, place: int) -> str:
    """Return the states that a unit reported of its duty, the one of the place `place`; not those
    on targets."""
    duty = task.duties[place]
    results = "".join(
        f"<ActualResult>\n{_element('EndDate', report.day.isoformat())}"
        f"{_element('Descriptor', status_word(report.status))}"
        f"{_element('Description', report.note) if report.note else ''}</ActualResult>\n"
        for report in sorted(task.reports, key=Report.order)
        if report.duty == place and not report.target
    )
    return (
        '<PerformanceIndicator PerformanceIndicatorType="Qualitative">\n'
        f"{_element('MeasurementDimension', f'{duty.name}落实情况')}"
        f"{_element('UnitOfMeasurement', '状态')}"
        f"{_element('Identifier', identifier('duty', task.key, duty.holder))}"
        f"<MeasurementInstance>\n{results}</MeasurementInstance>\n</PerformanceIndicator>\n"
    )


def _indicator(task: Task, number: int, aim: Indicator) -> str:
    end = task.due.end
    target = (
        f"{_element('EndDate', end.isoformat()) if end else ''}"
        f"{_element('NumberOfUnits', figure(aim.target)) if aim.target is not None else ''}"
        f"{_element('Description', aim.printed or target_text(aim))}"
    )
    reached = "".join(
        f"<ActualResult>\n{_element('EndDate', report.day.isoformat())}"
        f"{_element('NumberOfUnits', figure(reading.value))}"
        f"{_element('Description', task.duties[report.duty].name)}</ActualResult>\n"
        for report in sorted(task.reports, key=Report.order)
        for reading in report.readings
        if reading.indicator == aim.name and report.standing == "counted"
    )
    parts = (
        '<PerformanceIndicator PerformanceIndicatorType="Quantitative">\n',
        _element("MeasurementDimension", aim.name),
        _element("UnitOfMeasurement", aim.unit),
        _element("Identifier", identifier("indicator", task.key, str(number))),
        f"<MeasurementInstance>\n<TargetResult>\n{target}</TargetResult>\n{reached}</MeasurementIn"
        "stance>\n",
        "</PerformanceIndicator>\n",
    )
    return "".join(parts)


def _target(task: Task, target: Target) -> str:
    """Return a target as what is to be measured on its day, with what units reported on it."""
    end, value = task.due_of(target).end, target.value
    aim = next((aim for aim in task.indicators if aim.name == target.indicator), None)
    kind = "Qualitative" if value is None else "Quantitative"
    results = "".join(
        f"<ActualResult>\n{_element('EndDate', report.day.isoformat())}"
        f"{_element('Descriptor', status_word(report.status))}"
        f"{_element('Description', f'{task.duties[report.duty].name}：{report.note}'.rstrip('：'))}"
        "</ActualResult>\n"
        for report in sorted(task.reports, key=Report.order)
        if report.target == target.id and report.standing == "counted"
    )
    asked = (
        f"{_element('EndDate', end.isoformat()) if end else ''}"
        f"{_element('NumberOfUnits', figure(value)) if value is not None else ''}"
        f"{_element('Description', target.label)}"
    )
    return (
        f'<PerformanceIndicator PerformanceIndicatorType="{kind}">\n'
        f"{_element('MeasurementDimension', f'分期目标（{task.due_of(target).raw}）')}"
        f"{_element('UnitOfMeasurement', aim.unit if aim and value is not None else '状态')}"
        f"{_element('Identifier', identifier('target', task.key, target.id))}"
        f"<MeasurementInstance>\n<TargetResult>\n{asked}</TargetResult>\n{results}"
        "</MeasurementInstance>\n</PerformanceIndicator>\n"
    )


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(CONTROL.sub('', text), quote=False)}</{name}>\n"
