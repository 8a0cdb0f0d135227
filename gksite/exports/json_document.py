"""The site, a plan, an authority or a unit as a JSON document, with everything that its tasks refer
to."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from operator import itemgetter

import msgspec

from gksite.exports.json_columns import cell_records, list_records
from gksite.exports.json_records import (
    FORMAT,
    AnnexRecord,
    AssessmentRecord,
    AuthorityRecord,
    CorrectionRecord,
    DataDocument,
    DutyRecord,
    EvidenceRecord,
    FileRecord,
    GroupRecord,
    IndicatorRecord,
    NoticeRecord,
    PlanRecord,
    ProgressRecord,
    ReadingRecord,
    SectionRecord,
    SiteRecord,
    TakenBackRecord,
    TaskRecord,
    TopicRecord,
    TransferRecord,
    UnitRecord,
)
from gksite.exports.json_targets import (
    adjustment_records,
    deadline_record,
    responsibility_records,
    target_records,
)
from gksite.exports.prepared import Prepared
from gksite.exports.task_columns import page_address
from gksite.model.entities import Plan, Task, Transfer
from gksite.model.notice import Notice
from gksite.model.reporting import Assessment, Duty, Indicator, Report
from gksite.model.site import SiteModel
from gksite.model.states import total
from gksite.pages import addresses
from gksite.pages.downloads import ExportRequest

_encoder = msgspec.json.Encoder()


def json_export(prepared: Prepared, request: ExportRequest) -> bytes:
    """Return a DataDocument as JSON on one line."""
    model, scope, entity = prepared.model, request.scope, request.entity
    plans, tasks = prepared.plans(request), prepared.tasks(request)
    duties = prepared.duties(entity) if scope == "unit" else ()
    passed = model.passed.get(entity, ()) if scope == "unit" else ()
    registry, used = model.registry, _used(prepared, request)
    document = DataDocument(
        format=FORMAT,
        scope=scope,  # type: ignore[arg-type]  # topics have feeds alone
        entity=entity,
        site=_site(model),
        authorities=tuple(
            _authority(model, id)
            for id in registry.in_order(used.authorities & registry.authorities.keys())
        ),
        units=tuple(
            _unit(model, key) for key in registry.in_order(used.units & registry.units.keys())
        ),
        groups=tuple(
            _group(model, key) for key in registry.in_order(used.groups & registry.groups.keys())
        ),
        topics=tuple(_topic(model, id) for id in model.topics if id in used.topics),
        plans=tuple(_plan(model, plan) for plan in plans),
        duties=tuple(duty_record(model, model.tasks[duty.task], duty) for duty in duties),
        passed=tuple(duty_record(model, model.tasks[duty.task], duty) for duty in passed),
        transfers=tuple(
            TransferRecord(item.from_, item.to, item.on, item.tasks, item.basis)
            for item in _transfers_among(model, used.units)
        ),
        tasks=(),
    )
    # The tasks come last, and are encoded once for all the files that hold them.
    encoded = (prepared.part(_encoded, task) for task in tasks)
    return _encoder.encode(document).removesuffix(b"]}") + b",".join(encoded) + b"]}\n"


class _Used(msgspec.Struct, frozen=True):
    """The ids and keys of what a document holds besides its plans and tasks."""

    authorities: AbstractSet[str]
    units: AbstractSet[str]
    groups: AbstractSet[str]
    topics: AbstractSet[str]


def _used(prepared: Prepared, request: ExportRequest) -> _Used:
    """Return all that the plans and tasks of a scope refer to."""
    model, registry = prepared.model, prepared.model.registry
    if request.scope == "site":
        return _Used(
            registry.authorities.keys(),
            registry.units.keys(),
            registry.groups.keys(),
            model.topics.keys(),
        )
    plans, tasks = prepared.plans(request), prepared.tasks(request)
    units = {plan.issuer for plan in plans}
    groups: set[str] = set()
    own = list(model.passed.get(request.entity, ())) if request.scope == "unit" else []
    units |= {request.entity} if request.scope == "unit" else set()
    for task in tasks:
        units |= {printed.unit for printed in task.responsibilities}
        units |= {report.reporter for report in task.reports}
        units |= {item.assessor for item in task.assessments if item.assessor in registry.units}
        groups |= {printed.group for printed in task.responsibilities}
        own += (*task.duties, *task.passed)
    for duty in own:
        units |= {duty.unit, duty.passed_to, *duty.came_from}
    units -= {""}
    authorities = {plan.authority for plan in plans}
    authorities |= {key.partition("/")[0] for key in (*units, *groups) if key}
    topics = {topic for task in tasks for topic in task.topics}
    return _Used(authorities, units, groups, topics)


def _transfers_among(model: SiteModel, units: AbstractSet[str]) -> list[Transfer]:
    """Return the transfers between some units, in their order."""
    from_them = [item for unit in units for item in model.transfers_from.get(unit, ())]
    return [item for _, item in sorted(from_them, key=itemgetter(0)) if item.to in units]


def _encoded(prepared: Prepared, task: Task) -> bytes:
    plan = prepared.model.plans[task.plan]
    record = task_record(prepared.model, task)
    if task.cells:
        cells = cell_records(plan, task, prepared.first_rows(plan))
        record = msgspec.structs.replace(record, cells=cells)
    return _encoder.encode(record)


def task_record(model: SiteModel, task: Task) -> TaskRecord:
    """Return a task as scripts see it, without cells in columns of its document's own."""
    return TaskRecord(
        key=task.key,
        plan=task.plan,
        id=task.id,
        number=task.number,
        list=task.list,
        section=task.section,
        title=task.title,
        text=task.text,
        responsibilities=responsibility_records(task.responsibilities),
        units_printed=task.units_printed,
        open_ended=task.open_ended,
        deadline=deadline_record(task.deadline),
        leader=task.leader,
        note=task.note,
        topics=task.topics,
        basis=task.basis,
        continues=task.continues or None,
        indicators=tuple(_indicator(task, aim) for aim in task.indicators),
        status=task.status,
        overdue=model.is_overdue(task),
        progress=tuple(map(_report, task.reports)),
        page=page_address(model, addresses.task_path(task.key)),
        due=task.due.end,
        withdrawn=task.is_withdrawn,
        adjustments=adjustment_records(task),
        duties=tuple(duty_record(model, task, duty) for duty in task.duties),
        passed=tuple(duty_record(model, task, duty) for duty in task.passed),
        reported=task.reported,
        assessments=tuple(_assessment(model, item) for item in task.assessments)
        if model.config.shows_assessments
        else None,
        parent=task.parent or None,
        rolls_up=task.rolls_up,
        targets=target_records(model, task),
    )


def duty_record(model: SiteModel, task: Task, duty: Duty) -> DutyRecord:
    """Return a duty of a task as scripts see it."""
    has_report = duty.latest >= 0
    return DutyRecord(
        task=duty.task,
        role=duty.role,
        group=duty.group or None,
        unit=duty.unit or None,
        name=duty.name,
        by_issue=duty.by_issue,
        status=duty.status,
        overdue=duty.passed_on is None and model.is_duty_overdue(duty),
        latest=duty.latest if has_report else None,
        date=task.reports[duty.latest].date if has_report else None,
        since=duty.since,
        came_from=duty.came_from,
        passed_to=duty.passed_to or None,
        passed_on=duty.passed_on,
    )


def _indicator(task: Task, aim: Indicator) -> IndicatorRecord:
    sum_of = total(task, aim)
    return IndicatorRecord(
        aim.name,
        aim.at_least,
        aim.at_most,
        aim.equal,
        aim.unit,
        aim.printed,
        aim.total,
        sum_of.value,
        sum_of.day,
        len(sum_of.figures),
        sum_of.of,
        sum_of.reached,
    )


def _assessment(model: SiteModel, item: Assessment) -> AssessmentRecord:
    units = model.registry.units
    return AssessmentRecord(
        item.date,
        item.unit or None,
        item.holder if item.holder in units else None,
        item.verdict,
        item.by,
        item.assessor if item.assessor in units else None,
        item.note,
    )


def _report(report: Report) -> ProgressRecord:
    act = report.taken_back
    return ProgressRecord(
        report.date,
        report.status,
        report.note,
        report.unit,
        tuple(EvidenceRecord(item.title, item.url) for item in report.evidence),
        tuple(ReadingRecord(item.indicator, item.value) for item in report.readings),
        report.reporter or None,
        report.standing,
        report.duty if report.duty >= 0 else None,
        report.corrects,
        TakenBackRecord(act.date, act.by, act.why, act.corrected) if act else None,
        report.target,
    )


def _site(model: SiteModel) -> SiteRecord:
    config = model.config
    return SiteRecord(
        config.name,
        config.base_url,
        model.as_of,
        config.exports.licence,
        config.exports.licence_url,
    )


def _plan(model: SiteModel, plan: Plan) -> PlanRecord:
    return PlanRecord(
        id=plan.id,
        title=plan.title,
        authority=plan.authority,
        year=plan.year,
        issuer=plan.issuer or None,
        issuer_name=plan.issuer_name,
        publisher=plan.publisher,
        document_number=plan.document_number,
        index_number=plan.index_number,
        category=plan.category,
        keywords=plan.keywords,
        written=plan.written,
        published=plan.public_day,
        validity=plan.validity,
        summary=plan.summary,
        disclosure=plan.disclosure,
        source_url=plan.source_url,
        based_on=plan.based_on,
        previous=model.previous.get(plan.id),
        sections=_sections(plan),
        attachments=tuple(
            FileRecord(
                file.path,
                page_address(model, f"plans/{plan.id}/{file.path}"),
                file.title,
                file.size,
                file.sha256,
            )
            for file in plan.attachments
        ),
        corrections=tuple(
            CorrectionRecord(item.date, item.what, item.why) for item in plan.corrections
        ),
        task_count=len(plan.whole_tasks),
        draft=plan.draft,
        page=page_address(model, addresses.plan_path(plan.id)),
        task_status=plan.task_status,
        tracked=plan.is_tracked,
        period="" if plan.period.is_calendar_year else plan.period.text,
        contact=plan.contact,
        notice=_notice(plan.notice) if plan.notice else None,
        annexes=tuple(
            AnnexRecord(annex.title, annex.list or None, annex.file or None)
            for annex in plan.annexes
        ),
        lists=list_records(plan),
        kind="" if plan.kind.is_usual else plan.kind.name,
    )


def _sections(plan: Plan) -> tuple[SectionRecord, ...]:
    return tuple(SectionRecord(s.id, s.number, s.title, s.parent or None) for s in plan.sections)


def _notice(notice: Notice) -> NoticeRecord:
    return NoticeRecord(
        notice.masthead,
        notice.document_number,
        notice.title,
        notice.addressees,
        "\n".join(block.text for block in notice.body),
        notice.signature,
        notice.day,
        notice.annotation,
        notice.annexes,
        notice.copies_to,
        notice.printed_by,
        notice.printed_on,
    )


def _authority(model: SiteModel, id: str) -> AuthorityRecord:
    authority = model.registry.authorities[id]
    return AuthorityRecord(
        id,
        authority.name,
        authority.short_name,
        authority.kind,
        authority.parent or None,
        page_address(model, addresses.authority_path(id)),
    )


def _unit(model: SiteModel, key: str) -> UnitRecord:
    unit = model.registry.units[key]
    return UnitRecord(
        key,
        unit.authority,
        unit.name,
        unit.aliases,
        tuple(former.name for former in unit.former_names),
        unit.kind,
        unit.parent or None,
        unit.since or None,
        unit.until or None,
        unit.successors,
        page_address(model, addresses.unit_path(key)),
    )


def _group(model: SiteModel, key: str) -> GroupRecord:
    group = model.registry.groups[key]
    page = page_address(model, addresses.unit_path(key))
    return GroupRecord(
        key, group.authority, group.name, group.aliases, group.members, group.open, page
    )


def _topic(model: SiteModel, id: str) -> TopicRecord:
    topic = model.topics[id]
    return TopicRecord(
        id, topic.name, topic.description, page_address(model, addresses.topic_path(id))
    )
