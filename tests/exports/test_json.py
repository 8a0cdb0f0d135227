"""The JSON files: valid by the published schema, whole, and of a form that does not change
unnoticed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
from exported import PROJECT, files_of, requests_of, sample_model

from gksite.exports.json_schema import data_schema
from gksite.exports.make import Maker

PUBLISHED = PROJECT / "docs/data.schema.json"
TASK_KEYS = [
    "key",
    "plan",
    "id",
    "number",
    "list",
    "section",
    "title",
    "text",
    "responsibilities",
    "units_printed",
    "open_ended",
    "deadline",
    "leader",
    "note",
    "topics",
    "basis",
    "continues",
    "indicators",
    "status",
    "overdue",
    "progress",
    "page",
    "due",
    "withdrawn",
    "adjustments",
    "duties",
    "passed",
    "reported",
    "assessments",
]
"""Scripts rely on them: a key may be added, and none may go."""
MORE_KEYS = ["cells", "parent", "rolls_up", "targets"]
"""After these, each where a task has it."""


def test_the_published_schema_is_that_of_the_classes() -> None:
    """Else: python docs/write_data_schema.py."""
    assert PUBLISHED.read_bytes() == data_schema()


def test_every_key_of_the_schema_is_explained() -> None:
    manual = (PROJECT / "docs/data.md").read_text("utf-8")
    schema = json.loads(PUBLISHED.read_text("utf-8"))
    keys = {key for record in schema["$defs"].values() for key in record["properties"]}
    assert [key for key in sorted(keys) if f"`{key}`" not in manual] == []


def test_every_document_is_valid(sample_site: Path) -> None:
    schema = json.loads(PUBLISHED.read_text("utf-8"))
    # Strict here, so that a misspelt key shows; the published schema lets later versions add some.
    for record in schema["$defs"].values():
        record["additionalProperties"] = False
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    validator.check_schema(schema)
    model = sample_model()
    for request in requests_of(model, "json"):
        document = json.loads((sample_site / request.path).read_bytes())
        assert list(validator.iter_errors(document)) == [], request.path
        for task in document["tasks"]:
            more = [key for key in MORE_KEYS if key in task]
            assert list(task) == TASK_KEYS + more and all(task[key] for key in more)
        assert (document["scope"], document["entity"]) == (request.scope, request.entity)


def test_tasks_have_the_keys_of_what_they_have(sample_site: Path) -> None:
    model, document = sample_model(), json.loads((sample_site / "data/site.json").read_bytes())
    for key in MORE_KEYS:
        has_it = {task.key for task in model.tasks.values() if getattr(task, key)}
        assert {one["key"] for one in document["tasks"] if key in one} == has_it != set()


def test_a_document_holds_all_that_its_tasks_refer_to() -> None:
    model = sample_model()
    maker = Maker(model)
    for request in requests_of(model, "json"):
        document: dict[str, Any] = json.loads(maker.make(request))
        units, groups = ({one["key"] for one in document[name]} for name in ("units", "groups"))
        plans, topics = ({one["id"] for one in document[name]} for name in ("plans", "topics"))
        for task in document["tasks"]:
            assert task["plan"] in plans and set(task["topics"]) <= topics
            assert {one["unit"] for one in task["responsibilities"]} - {None} <= units
            assert {one["group"] for one in task["responsibilities"]} - {None} <= groups
            duties = [*task["duties"], *task["passed"]]
            assert {one["unit"] for one in duties} - {None} <= units
            assert {one["passed_to"] for one in duties} - {None} <= units
            assert {one["reporter"] for one in task["progress"]} - {None} <= units


def test_the_site_is_whole(sample_site: Path) -> None:
    model, document = sample_model(), json.loads((sample_site / "data/site.json").read_bytes())
    assert [one["key"] for one in document["tasks"]] == list(model.tasks)
    assert [one["id"] for one in document["plans"]] == list(model.plans)
    assert len(document["units"]) == len(model.registry.units) and len(document["groups"]) == len(
        model.registry.groups
    )
    one = next(task for task in document["tasks"] if task["key"] == "qinghe-2025#2")
    assert one["deadline"] == {
        "printed": "6月底前",
        "kind": "by",
        "start": None,
        "end": "2025-06-30",
        "recurrence": None,
        "milestones": [],
    }
    assert one["page"] == "https://www.yunchuan.example/gkyd/plans/qinghe-2025/2.html"
    # Several units without a lead: the least advanced of those that reported.
    states = {duty["name"]: duty["status"] for duty in one["duties"]}
    assert (states["区司法局"], states["三溪镇"]) == ("done", "under_way")
    assert (one["status"], one["reported"], len(states)) == ("under_way", 7, 8)
    for task in document["tasks"]:
        for duty in task["duties"]:
            latest = task["progress"][duty["latest"]] if duty["latest"] is not None else None
            assert duty["status"] == state_after(task, latest)
            assert (latest["date"] if latest else None) == duty["date"]


def state_after(task: dict[str, Any], latest: dict[str, Any] | None) -> str:
    """The state of a duty that rests on a report: of one on a target, that the task has begun or
    has not; without any, that of the task's parts where it has theirs."""
    if latest is None:
        return str(task["status"] if task.get("rolls_up") else "unreported")
    status = str(latest["status"])
    return status if "target" not in latest or status == "not_started" else "under_way"


def test_the_file_of_a_unit_has_its_own_states(sample_site: Path) -> None:
    document = json.loads((sample_site / "units/qinghe/sanxi.json").read_bytes())
    own = {duty["task"]: duty for duty in document["duties"]}
    assert {duty["unit"] for duty in own.values()} == {"qinghe/sanxi"}
    assert list(own) == [task["key"] for task in document["tasks"]]
    for task in document["tasks"]:
        assert own[task["key"]] in task["duties"]


def test_no_draft_is_in_any_file() -> None:
    assert [path for path, data in files_of(sample_model()).items() if b"qinghe-2026" in data] == []
