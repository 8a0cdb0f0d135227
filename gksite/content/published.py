"""The ledger of published plans: the content of each when it last went out, so that a change asks
for a public correction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime

import msgspec

from gksite.content.plan_sources import PlanSources
from gksite.diagnostics import Diagnostic, problem
from gksite.model.entities import Plan, Task
from gksite.model.ledgers import PublishedPlan
from gksite.model.reporting import Adjustment
from gksite.source.yaml_tree import Mapping as YamlMapping
from gksite.source.yaml_tree import Node, Scalar, Sequence

NOT_SAID: dict[str, frozenset[str]] = {
    "plan.md": frozenset(("corrections", "aliases", "previous", "draft", "order")),
    "notice.md": frozenset(),
    "tasks.yaml": frozenset(("topics", "continues", "adjustments")),
}
"""Keys of a plan, its notice and its tasks that are not content: the corrections themselves, old
addresses, sorting and links within the site, the place of the notice on the page, and adjustments,
which are public acts of their own. All other keys count, and so does every attachment."""


def parse_published(texts: Mapping[str, str]) -> tuple[tuple[PublishedPlan, ...], list[Diagnostic]]:
    """Return the entries of the ledger (path → text; at most one) in the order of the file. Report
    repeated plans."""
    from gksite.content.records import PublishedPlanRecord
    from gksite.schema.validate import parse_records

    problems: list[Diagnostic] = []
    by_plan: dict[str, PublishedPlan] = {}
    for path, text in texts.items():
        parsed, new_problems = parse_records(PublishedPlanRecord, text, path)
        problems += new_problems
        for record, place in parsed:
            where = place.at("plan")
            if record.plan in by_plan:
                problems.append(
                    problem(
                        "duplicate-id", where, id=record.plan, other=by_plan[record.plan].location
                    )
                )
                continue
            by_plan[record.plan] = PublishedPlan(
                record.plan,
                record.title,
                record.date,
                record.digest,
                where,
                tuple(record.corrections),
                tuple(record.tasks),
                record.first,
                record.last,
                tuple(record.adjustments),
                record.version or "",
                _minute(record.first_at),
                _minute(record.last_at),
            )
    return tuple(by_plan.values()), problems


def _minute(moment: str | None) -> str:
    return datetime.fromisoformat(moment).isoformat(timespec="minutes") if moment else ""


def adjustment_marks(plan: Plan) -> Iterator[tuple[str, Task, Adjustment]]:
    """Yield each adjustment of a plan's tasks with its mark in the ledger: the task's id, the day,
    and a digest of what it decided."""
    for task in plan.tasks:
        for item in task.adjustments:
            digest = hashlib.sha256(msgspec.json.encode(item.decided)).hexdigest()[:12]
            yield f"{task.id} {item.date} {digest}", task, item


def content_digest(folder: PlanSources) -> str:
    """Return the SHA-256 of the public content of a plan, in hexadecimal: the values of its front
    matter and tasks, its body, its notice if it has one, and its attachments.

    The order and the language of keys, comments, line ends, the keys in NOT_SAID, progress and
    sign-offs don't count.
    """
    from gksite.source.front_matter import split_front_matter
    from gksite.source.text import decode
    from gksite.source.yaml import parse_yaml

    texts = {name: decode(folder.texts.get(name, b""), name)[0] for name in NOT_SAID}
    tasks = parse_yaml(texts["tasks.yaml"], "tasks.yaml")[0]

    def text_of(name: str) -> tuple[object, str]:
        front, _ = split_front_matter(texts[name], name)
        head = parse_yaml(front.text, name)[0] if front else None
        lines = (line.rstrip() for line in front.body.strip().split("\n")) if front else ()
        return _record(head, name), "\n".join(lines) if front else texts[name]

    said = (
        *text_of("plan.md"),
        [_record(item, "tasks.yaml") for item in tasks.items]
        if isinstance(tasks, Sequence)
        else _value(tasks),
        [(name, file.digest.hex()) for name, file in sorted(folder.attachments.items())],
        # A plan without a notice has the digest that it had before there were notices.
        *(text_of("notice.md") if "notice.md" in folder.texts else ()),
    )
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()


def _record(node: Node | None, name: str) -> object:
    """Return the values of a record by English key, without those that are not content."""
    if not isinstance(node, YamlMapping):
        return _value(node)
    return sorted(
        (pair for pair in _pairs(node) if pair[0] not in NOT_SAID[name]), key=lambda pair: pair[0]
    )


def _value(node: Node | None) -> object:
    """Return a value as texts and lists; of a mapping the order counts, since the columns of a
    table have one. That of the cells of a task does not."""
    if isinstance(node, YamlMapping):
        return _pairs(node)
    if isinstance(node, Sequence):
        return [_value(item) for item in node.items]
    return node.value.strip() if isinstance(node, Scalar) and node.value else None


def _pairs(node: YamlMapping) -> list[tuple[str, object]]:
    from gksite.schema.keys import KEYS

    pairs = [
        (KEYS.get(key, key), value)
        for key, own in node.entries.items()
        if (value := _value(own)) is not None
    ]
    return [(key, sorted(v) if key == "cells" and isinstance(v, list) else v) for key, v in pairs]
