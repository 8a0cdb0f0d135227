"""Tell the difference between two versions of a plan in words: «第25项：做细 → 做细做实»."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from gksite.importer.writing.matching_parts import earlier_versions, likeness
from gksite.importer.writing.plan_facts import Facts, PlanFacts
from gksite.importer.writing.text_parts import Part
from gksite.notation.wordings import differing

Item = Literal["plan", "notice", "task", "paragraph"]

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
    "draft": ("草稿", "draft"),
    "number": ("序号", "number"), "section": ("所在部分", "section"), "text": ("", ""),
    "units": ("责任单位", "units"), "roles": ("责任单位", "units"), "lead": ("牵头单位", "lead units"),
    "responsible": ("责任单位", "responsible units"),
    "cooperating": ("配合单位", "cooperating units"), "deadline": ("时间节点", "deadline"),
    "leader": ("分管领导", "leader"), "note": ("备注", "note"), "parent": ("上级任务", "parent"),
    "indicators": ("指标", "indicators"), "targets": ("分期目标", "target"), "cells": ("栏", "cell"),
}  # fmt: skip
"""The name of a fact → its words in Chinese and in English; the wording itself needs none."""


class Change(msgspec.Struct, frozen=True):
    """A fact that differs: whose it is, the task's id and printed number ("" for others), its name
    ("" for a whole item), and both texts; one is "" where it is new or gone."""

    item: Item
    task: str
    number: str
    field: str
    old: str
    new: str

    @property
    def where(self) -> tuple[str, str]:
        """Where the fact stands, in Chinese and in English."""
        return where_of(self.item, self.number, self.field)

    @property
    def sentence(self) -> tuple[str, str]:
        """The change in Chinese and in English."""
        zh, en = self.where
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
        of = {"item": self.item, "task": self.task, "number": self.number, "field": self.field}
        return {**of, "state": state, "old": self.old, "new": self.new}


def where_of(item: Item, number: str, field: str) -> tuple[str, str]:
    """Return the words for a place in a plan, in Chinese and in English."""
    name, _, rest = field.partition(" ")
    zh, en = FIELDS.get(name, (name, name))
    if name == "cells":
        zh, en = f"“{rest}”", f"“{rest}”"
    elif name == "targets":
        zh, en = f"{zh} {rest}".strip(), f"{en} {rest}".strip()
    if item == "task":
        of = (f"第{number}项", f"task {number}")
    elif item == "paragraph":
        of = ("正文", "text")
    else:
        of = ("通知", "notice") if item == "notice" else ("", "")
    return f"{of[0]}{zh}", f"{of[1]} {en}".strip()


def told_changes(old: PlanFacts, new: PlanFacts) -> tuple[Change, ...]:
    """Return the differences of two versions: the head, the notice, paragraphs, tasks in order."""
    return (
        *_facts("plan", "", "", old.head, new.head),
        *_facts("notice", "", "", old.notice, new.notice),
        *_paragraphs(old.paragraphs, new.paragraphs),
        *_tasks(old, new),
    )


def _facts(item: Item, task: str, number: str, old: Facts, new: Facts) -> Iterator[Change]:
    differ = [name for name in {**old, **new} if old.get(name, "") != new.get(name, "")]
    if "units" in differ and "roles" in differ:
        differ.remove("roles")
    for name in differ:
        yield Change(item, task, number, name, old.get(name, ""), new.get(name, ""))


def _paragraphs(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Change]:
    before = [Part("line", text) for text in old]
    earlier = earlier_versions(before, [Part("line", text) for text in new])
    for text, place in zip(new, earlier, strict=True):
        if place < 0 or old[place] != text:
            yield Change("paragraph", "", "", "", old[place] if place >= 0 else "", text)
    kept = set(earlier)
    for place, text in enumerate(old):
        if place not in kept:
            yield Change("paragraph", "", "", "", text, "")


def _tasks(old: PlanFacts, new: PlanFacts) -> Iterator[Change]:
    earlier = same_tasks(old.tasks, new.tasks)
    for id, facts in new.tasks.items():
        number = new.numbers[id]
        if id in earlier:
            before = old.tasks[earlier[id]]
            if earlier[id] != id:
                before = before | {"number": old.numbers[earlier[id]]}
            yield from _facts("task", id, number, before, facts)
        else:
            yield Change("task", id, number, "", "", wording_of(facts))
    kept = set(earlier.values())
    for id, facts in old.tasks.items():
        if id not in kept:
            yield Change("task", id, old.numbers[id], "", wording_of(facts), "")


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
