"""Tell the difference between two versions of a plan in words: «第25项：做细 → 做细做实»."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Literal

import msgspec

from gksite.importer.writing.matching_parts import earlier_versions, likeness
from gksite.importer.writing.plan_facts import Facts, Label, PlanFacts
from gksite.importer.writing.text_parts import Part
from gksite.notation.wordings import differing

Item = Literal["plan", "notice", "task", "section", "paragraph"]

_OF_ITEMS: dict[Item, Label] = {
    "plan": ("", ""), "notice": ("通知", "notice"), "section": ("部分", "section"),
    "paragraph": ("正文", "text"),
}  # fmt: skip

SAME_TASK = 0.5
"""The likeness of two wordings from which they are versions of one task."""

FIELDS: dict[str, tuple[str, str]] = {
    "title": ("标题", "title"), "issuer_name": ("发文机关", "issuer"),
    "issuer": ("发文机关", "issuer"), "publisher": ("发布机构", "publisher"),
    "signature": ("署名", "signature"), "document_number": ("发文字号", "document number"),
    "index_number": ("索引号", "index number"), "category": ("主题分类", "category"),
    "keywords": ("关键词", "keywords"), "written": ("成文日期", "day of writing"),
    "published": ("发布日期", "day of publication"), "validity": ("有效性", "validity"),
    "disclosure": ("公开属性", "disclosure"), "addressees": ("主送", "addressees"),
    "copies_to": ("抄送", "copies"), "printed_by": ("印发机关", "printing office"),
    "printed_on": ("印发日期", "day of printing"), "annotation": ("附注", "annotation"),
    "contact": ("联系方式", "contact"), "kind": ("种类", "kind"), "period": ("时段", "period"),
    "year": ("年度", "year"), "annexes": ("附件", "annexes"), "caption": ("表题", "caption"),
    "columns": ("表头", "heads"), "lists": ("任务表", "lists"), "sections": ("各部分", "sections"),
    "masthead": ("发文机关标志", "masthead"), "day": ("落款日期", "day"), "date": ("落款日期", "day"),
    "draft": ("草稿", "draft"), "order": ("顺序", "order"), "file": ("整个文件", "whole file"),
    "number": ("序号", "number"), "section": ("所在部分", "section"), "text": ("", ""),
    "body": ("正文", "text"),
    "units": ("责任单位", "units"), "roles": ("责任单位", "units"), "lead": ("牵头单位", "lead units"),
    "responsible": ("责任单位", "responsible units"),
    "cooperating": ("配合单位", "cooperating units"), "deadline": ("时间节点", "deadline"),
    "leader": ("分管领导", "leader"), "note": ("备注", "note"), "parent": ("上级任务", "parent"),
    "indicators": ("指标", "indicators"), "targets": ("分期目标", "target"), "cells": ("栏", "cell"),
}  # fmt: skip
"""The name of a fact → its words in Chinese and in English; the wording itself needs none."""


class Change(msgspec.Struct, frozen=True):
    """A fact that differs: whose it is, of a task the id and the words for it, its name ("" for a
    whole item), and both texts; one is "" where it is new or gone."""

    item: Item
    field: str
    old: str
    new: str
    task: str = ""
    label: Label = ("", "")

    @property
    def sentence(self) -> tuple[str, str]:
        """The change in Chinese and in English."""
        zh, en = where_of(self.item, self.label, self.field)
        old, new = differing(self.old, self.new)
        if old and new:
            return f"{zh}：{old} → {new}", f"{en}: {old} → {new}"
        if new:
            return f"{zh}：新增“{new}”", f"{en}: added “{new}”"
        return f"{zh}：删去“{old}”", f"{en}: removed “{old}”"

    @property
    def plain(self) -> dict[str, str]:
        """The change as the report in JSON has it."""
        state = "changed" if self.old and self.new else "added" if self.new else "removed"
        of = {"item": self.item, "task": self.task, "field": self.field}
        return {**of, "state": state, "old": self.old, "new": self.new}


def where_of(item: Item, label: Label, field: str) -> Label:
    """Return the words for a place in a plan; `label` are those for its task."""
    name, _, rest = field.partition(" ")
    zh, en = FIELDS.get(name, (name, name))
    if name == "cells":
        zh, en = f"“{rest}”", f"“{rest}”"
    elif name == "targets":
        zh, en = f"{zh} {rest}".strip(), f"{en} {rest}".strip()
    of = label if item == "task" else _OF_ITEMS[item]
    return f"{of[0]}{zh}", f"{of[1]} {en}".strip()


def told_changes(old: PlanFacts, new: PlanFacts) -> tuple[Change, ...]:
    """Return the differences of two versions: the head, the notice, sections, paragraphs, tasks in
    order."""
    sections = list(_texts("section", tuple(old.sections.values()), tuple(new.sections.values())))
    return (
        *_facts("plan", old.head, new.head),
        *_facts("notice", old.notice, new.notice),
        *_texts("notice", old.of_notice, new.of_notice, "body"),
        *sections,
        *_texts("paragraph", old.paragraphs, new.paragraphs),
        *_tasks(old, new, {(change.old, change.new) for change in sections}),
    )


def _facts(
    item: Item, old: Facts, new: Facts, task: str = "", label: Label = ("", "")
) -> Iterator[Change]:
    differ = {name: True for name in {**old, **new} if old.get(name, "") != new.get(name, "")}
    if "units" in differ:
        differ.pop("roles", None)
    if "text" in differ and _shown("title", old, new) == _shown("text", old, new):
        differ.pop("title", None)
    if len(differ) > 1:
        differ.pop("body", None)  # Which has the wording, the units or the deadline once more.
    for name in differ:
        yield Change(item, name, old.get(name, ""), new.get(name, ""), task, label)


def _shown(name: str, old: Facts, new: Facts) -> tuple[str, str]:
    """Return the characters in which two texts differ."""
    one, other = old.get(name, ""), new.get(name, "")
    start = _same(one, other)
    one, other = one[start:], other[start:]
    end = _same(one[::-1], other[::-1])
    return one[: len(one) - end], other[: len(other) - end]


def _same(one: str, other: str) -> int:
    """Return the number of characters with which both begin."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _texts(
    item: Item, old: tuple[str, ...], new: tuple[str, ...], field: str = ""
) -> Iterator[Change]:
    before = [Part("line", text) for text in old]
    earlier = earlier_versions(before, [Part("line", text) for text in new])
    for text, place in zip(new, earlier, strict=True):
        if place < 0 or old[place] != text:
            yield Change(item, field, old[place] if place >= 0 else "", text)
    kept = set(earlier)
    for place, text in enumerate(old):
        if place not in kept:
            yield Change(item, field, text, "")


def _tasks(old: PlanFacts, new: PlanFacts, renamed: Set[tuple[str, str]]) -> Iterator[Change]:
    earlier = same_tasks(old.tasks, new.tasks)
    columns = _renamed_columns(old, new)
    for id in new.tasks:
        facts = new.shown(id)
        label = new.labels[id]
        if id not in earlier:
            yield Change("task", "", "", wording_of(facts), id, label)
            continue
        before = {columns.get(name, name): text for name, text in old.shown(earlier[id]).items()}
        section = facts.get("section", "")
        if (before.get("section", ""), section) in renamed:
            before = before | {"section": section}
        yield from _facts("task", before, facts, id, label)
    kept = set(earlier.values())
    for id, facts in old.tasks.items():
        if id not in kept:
            yield Change("task", "", wording_of(facts), "", id, old.labels[id])


def _renamed_columns(old: PlanFacts, new: PlanFacts) -> dict[str, str]:
    """Return the new names of the cells of columns that have another head than before; that is told
    of the heads, and not of each task."""
    before, after = (
        dict.fromkeys(
            name for id in side.tasks for name in side.shown(id) if name.startswith("cells ")
        )
        for side in (old, new)
    )
    gone = [name for name in before if name not in after]
    added = [name for name in after if name not in before]
    parts = [[Part("line", name) for name in names] for names in (gone, added)]
    earlier = earlier_versions(parts[0], parts[1])
    return {gone[place]: added[n] for n, place in enumerate(earlier) if place >= 0}


def wording_of(facts: Facts) -> str:
    """Return the wording of a task."""
    return facts.get("text", "") or facts.get("title", "")


def same_tasks(old: Mapping[str, Facts], new: Mapping[str, Facts]) -> dict[str, str]:
    """Return the id of each new task in the old version: that with the same wording, else with the
    same id and a similar wording."""
    earlier = {
        id: id
        for id, facts in new.items()
        if id in old and wording_of(old[id]) == wording_of(facts)
    }
    free: dict[str, list[str]] = {}
    for id, facts in old.items():
        if id not in earlier:
            free.setdefault(wording_of(facts), []).append(id)
    for id, facts in new.items():
        if id not in earlier and (same := free.get(wording_of(facts))):
            earlier[id] = same.pop(0)
    taken = set(earlier.values())
    for id, facts in new.items():
        if id not in earlier and id in old and id not in taken and is_same_task(old[id], facts):
            earlier[id] = id
    return earlier


def is_same_task(old: Facts, new: Facts) -> bool:
    """Whether a task with the same id is still the same task, by its wording."""
    return likeness(wording_of(old), wording_of(new)) >= SAME_TASK
