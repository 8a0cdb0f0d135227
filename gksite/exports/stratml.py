"""A plan as StratML Part 2 (ISO 17469, PerformancePlanOrReport, schema 2.2 of 16 February 2016).

Sections are goals, tasks their objectives, units stakeholders with the role of performer, figures
performance indicators. The order of elements is that of the schema, whose sequences are strict.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from html import escape
from urllib.parse import quote

from gksite.exports.prepared import Prepared
from gksite.exports.task_columns import SectionTitles, figure, page_address
from gksite.exports.words import role_text, status_word, target_text
from gksite.model.entities import Plan, Responsibility, Task
from gksite.model.reporting import Indicator
from gksite.model.site import SiteModel
from gksite.pages import addresses
from gksite.pages.downloads import ExportRequest
from gksite.source.text import CONTROL

NAMESPACE = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"


def stratml_export(prepared: Prepared, request: ExportRequest) -> bytes:
    """Return the document of a plan that has tasks; a report once anything was reported of it."""
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
        _element("OtherInformation", f"发文字号：{plan.document_number}")
        if plan.document_number
        else "",
        "<StrategicPlanCore>\n",
        *_organization(model, plan),
        "<Vision/>\n<Mission/>\n",
        *(
            _goal(plan, number, section, own, titles)
            for number, (section, own) in enumerate(goals.items(), 1)
        ),
        "</StrategicPlanCore>\n<AdministrativeInformation>\n",
        _element("Identifier", identifier("plan", plan.id)),
        _element("StartDate", f"{plan.year}-01-01"),
        _element("EndDate", f"{plan.year}-12-31"),
        _element("PublicationDate", plan.published.isoformat()) if plan.published else "",
        _element("Source", quote(source, safe=":/%")) if source else "",
        "</AdministrativeInformation>\n</PerformancePlanOrReport>\n",
    )
    return "".join(parts).encode()


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
    top, own = titles.top.get(section, ""), titles.own.get(section, "")
    name = own or top or plan.title
    parts = (
        "<Goal>\n",
        _element("Name", name),
        _element("Description", top if own else ""),
        _element("Identifier", identifier("goal", plan.id, section)),
        _element("SequenceIndicator", section or str(number)),
        *(_objective(task) for task in tasks),
        "</Goal>\n",
    )
    return "".join(parts)


def _objective(task: Task) -> str:
    remarks = [f"时间节点：{task.deadline.raw}"] if task.deadline.raw else []
    remarks += [
        f"{entry.date} {status_word(entry.status)}：{entry.note}".rstrip("：")
        for entry in task.reports
    ]
    parts = (
        "<Objective>\n",
        _element("Name", task.title),
        _element("Description", task.text or task.title),
        _element("Identifier", identifier("task", task.key)),
        _element("SequenceIndicator", task.number or task.id),
        *(_stakeholder(unit) for unit in task.responsibilities),
        _element("OtherInformation", "\n".join(remarks)) if remarks else "",
        *(_indicator(task, number, aim) for number, aim in enumerate(task.indicators, 1)),
        "</Objective>\n",
    )
    return "".join(parts)


def _stakeholder(unit: Responsibility) -> str:
    kind = "Generic_Group" if unit.group else "Organization"
    role = (
        f"<Role>\n{_element('Name', f'{role_text(unit.role)}单位')}<RoleType>Performer</RoleType>\n</"
        "Role>\n"
    )
    return (
        f'<Stakeholder StakeholderTypeType="{kind}">\n{_element("Name", unit.printed)}{role}</Stake'
        "holder>\n"
    )


def _indicator(task: Task, number: int, aim: Indicator) -> str:
    end = task.deadline.end
    target = (
        f"{_element('EndDate', end.isoformat()) if end else ''}"
        f"{_element('NumberOfUnits', figure(aim.target)) if aim.target is not None else ''}"
        f"{_element('Description', aim.printed or target_text(aim))}"
    )
    reached = "".join(
        f"<ActualResult>\n{_element('EndDate', entry.date.isoformat())}"
        f"{_element('NumberOfUnits', figure(reading.value))}</ActualResult>\n"
        for entry in task.reports
        for reading in entry.readings
        if reading.indicator == aim.name
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


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(CONTROL.sub('', text), quote=False)}</{name}>\n"
