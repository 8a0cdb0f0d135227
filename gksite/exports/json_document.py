"""The site, a plan, an authority or a unit as a JSON document, with everything that its tasks refer
to."""

from __future__ import annotations

import msgspec

from gksite.exports.json_records import (
    FORMAT,
    AuthorityRecord,
    CorrectionRecord,
    DataDocument,
    DeadlineRecord,
    DutyRecord,
    EvidenceRecord,
    FileRecord,
    GroupRecord,
    IndicatorRecord,
    MilestoneRecord,
    PlanRecord,
    ProgressRecord,
    ReadingRecord,
    ResponsibilityRecord,
    SectionRecord,
    SiteRecord,
    TaskRecord,
    TopicRecord,
    UnitRecord,
)
from gksite.exports.prepared import Prepared
from gksite.exports.task_columns import page_address
from gksite.model.entities import Plan, Task
from gksite.model.site import SiteModel
from gksite.pages import addresses
from gksite.pages.downloads import ExportRequest

_encoder = msgspec.json.Encoder()


def json_export(prepared: Prepared, request: ExportRequest) -> bytes:
    """Return a DataDocument as JSON on one line."""
    model, scope, entity = prepared.model, request.scope, request.entity
    plans, tasks = prepared.plans(request), prepared.tasks(request)
    duties = prepared.duties(entity) if scope == "unit" else ()
    registry = model.registry
    if scope == "site":
        units, groups = set(registry.units), set(registry.groups)
        authorities, topics = set(registry.authorities), set(model.topics)
    else:
        units = {r.unit for task in tasks for r in task.responsibilities if r.unit}
        groups = {r.group for task in tasks for r in task.responsibilities if r.group}
        units |= {plan.issuer for plan in plans if plan.issuer} | (
            {entity} if scope == "unit" else set()
        )
        topics = {topic for task in tasks for topic in task.topics}
        authorities = {plan.authority for plan in plans} | {
            key.partition("/")[0] for key in (*units, *groups)
        }
    document = DataDocument(
        format=FORMAT,
        scope=scope,  # type: ignore[arg-type]  # topics have feeds alone
        entity=entity,
        site=_site(model),
        authorities=tuple(
            _authority(model, id) for id in registry.authorities if id in authorities
        ),
        units=tuple(_unit(model, key) for key in registry.units if key in units),
        groups=tuple(_group(model, key) for key in registry.groups if key in groups),
        topics=tuple(_topic(model, id) for id in model.topics if id in topics),
        plans=tuple(_plan(model, plan) for plan in plans),
        duties=tuple(DutyRecord(duty.task, duty.role, duty.group or None) for duty in duties),
        tasks=(),
    )
    # The tasks come last, and are encoded once for all the files that hold them.
    encoded = (prepared.part(_encoded, task) for task in tasks)
    return _encoder.encode(document).removesuffix(b"]}") + b",".join(encoded) + b"]}\n"


def _encoded(prepared: Prepared, task: Task) -> bytes:
    return _encoder.encode(task_record(prepared.model, task))


def task_record(model: SiteModel, task: Task) -> TaskRecord:
    """Return a task as scripts see it."""
    deadline = task.deadline
    return TaskRecord(
        key=task.key,
        plan=task.plan,
        id=task.id,
        number=task.number,
        list=task.list,
        section=task.section,
        title=task.title,
        text=task.text,
        responsibilities=tuple(
            ResponsibilityRecord(r.role, r.printed, r.unit or None, r.group or None)
            for r in task.responsibilities
        ),
        units_printed=task.units_printed,
        open_ended=task.open_ended,
        deadline=DeadlineRecord(
            deadline.raw,
            deadline.kind,
            deadline.start,
            deadline.end,
            deadline.recurrence or None,
            tuple(MilestoneRecord(item.text, item.end) for item in deadline.milestones),
        ),
        leader=task.leader,
        note=task.note,
        topics=task.topics,
        basis=task.basis,
        continues=task.continues or None,
        indicators=tuple(
            IndicatorRecord(aim.name, aim.at_least, aim.at_most, aim.equal, aim.unit, aim.printed)
            for aim in task.indicators
        ),
        status=task.status,
        overdue=model.is_overdue(task),
        progress=tuple(
            ProgressRecord(
                entry.date,
                entry.status,
                entry.note,
                entry.unit,
                tuple(EvidenceRecord(item.title, item.url) for item in entry.evidence),
                tuple(ReadingRecord(item.indicator, item.value) for item in entry.readings),
            )
            for entry in task.reports
        ),
        page=page_address(model, addresses.task_path(task.key)),
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
        published=plan.published,
        validity=plan.validity,
        summary=plan.summary,
        disclosure=plan.disclosure,
        source_url=plan.source_url,
        based_on=plan.based_on,
        previous=model.previous.get(plan.id),
        sections=tuple(
            SectionRecord(s.id, s.number, s.title, s.parent or None) for s in plan.sections
        ),
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
        task_count=len(plan.tasks),
        draft=plan.draft,
        page=page_address(model, addresses.plan_path(plan.id)),
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
