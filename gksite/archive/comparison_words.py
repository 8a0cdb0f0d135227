"""Changes between two states of a site in words, Chinese and English, and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from gksite.archive.comparison import Change
from gksite.archive.states import State
from gksite.catalogue import Language
from gksite.model.statuses import WORDS

LONGEST_VALUE = 60
"""Characters. A longer value is not repeated in words."""
MOST_NAMED = 5

_KINDS = {
    "site": ("网站", "site"),
    "plan": ("计划", "plan"),
    "task": ("任务", "task"),
    "unit": ("单位", "unit"),
    "group": ("集合单位", "group"),
    "topic": ("主题", "topic"),
    "page": ("网页", "page"),
}
_MEASURES = {"plan": "份", "task": "项", "page": "页"}
_WHATS = {
    "added": ("新增", "added"),
    "removed": ("删除", "removed"),
    "moved": ("改了编号", "has another id"),
    "changed": ("改动", "changed"),
}
_FIELDS = {
    "title": ("标题", "title"),
    "document_number": ("发文字号", "document number"),
    "index_number": ("索引号", "index number"),
    "issuer": ("发文机关", "issuer"),
    "written": ("成文日期", "written on"),
    "published": ("发布日期", "published on"),
    "validity": ("有效性", "validity"),
    "text": ("文字", "wording"),
    "notice": ("印发通知", "notice"),
    "contact": ("联系方式", "contact"),
    "annexes": ("附件清单", "annexes"),
    "attachments": ("附件", "attachments"),
    "corrections": ("更正", "corrections"),
    "number": ("序号", "number"),
    "section": ("所属部分", "section"),
    "units": ("责任单位", "units"),
    "deadline": ("时间节点", "deadline"),
    "status": ("状态", "status"),
    "progress": ("落实情况", "progress"),
    "states": ("各单位的状态", "states of the units"),
    "adjustments": ("调整", "adjustments"),
    "transfers": ("职责划转", "transfers"),
    "assessments": ("核查", "assessments"),
    "indicators": ("量化指标", "indicators"),
    "targets": ("分期目标", "targets"),
    "part_of": ("上级任务", "part of"),
    "rolls_up": ("随子任务的口径", "rule of its parts"),
    "plan_kind": ("种类", "kind"),
    "period": ("时段", "period"),
    "columns": ("表头", "columns"),
    "cells": ("自设栏目", "cells"),
    "leader": ("负责人", "leader"),
    "topics": ("主题", "topics"),
    "basis": ("依据", "basis"),
    "name": ("名称", "name"),
    "former_names": ("曾用名", "former names"),
    "aliases": ("别名", "aliases"),
    "since": ("设立", "since"),
    "until": ("撤销", "until"),
    "successor": ("承接单位", "successor"),
    "parent": ("上级", "parent"),
    "kind": ("类别", "kind"),
    "members": ("成员", "members"),
    "description": ("说明", "description"),
    "as_of": ("截至日期", "as of"),
    "content": ("内容", "content"),
}
_ROLES = {"lead": "牵头", "responsible": "责任", "cooperating": "配合"}
_LONG = frozenset(
    {
        "text",
        "attachments",
        "corrections",
        "progress",
        "states",
        "adjustments",
        "transfers",
        "assessments",
        "indicators",
        "targets",
        "rolls_up",
        "columns",
        "cells",
        "content",
        "description",
    }
)
"""Fields whose values are not repeated in words."""


def change_words(change: Change, language: Language) -> str:
    """Return a change as a line: `任务 qinghe-2025#7 建设统一平台：状态 推进中 → 已完成`."""
    index = 0 if language == "zh" else 1
    colon, nothing = (("：", "（无）"), (": ", "(none)"))[index]
    head = " ".join(filter(None, (_KINDS[change.kind][index], change.key, change.name)))
    if change.what == "moved":
        return f"{head}{colon}{_WHATS['moved'][index]}{('，原为 ', ', was ')[index]}{change.old}"
    if change.what != "changed":
        return f"{_WHATS[change.what][index]}{(' ' if index else '')}{head}"
    field = _FIELDS[change.field][index]
    old, new = (_value(change.field, value, language) for value in (change.old, change.new))
    if change.field in _LONG or max(len(old), len(new)) > LONGEST_VALUE:
        return f"{head}{colon}{field}{('有改动', ' changed')[index]}"
    return f"{head}{colon}{field} {old or nothing} → {new or nothing}"


def rules_words(old: int, new: int, language: Language) -> str:
    """Return the notice that the pages of two states reckon the states of tasks by the rules of two
    formats, "" where they don't."""
    if old == new:
        return ""
    if language == "zh":
        return f"两处的网页按不同口径统计状态（格式 {old}、格式 {new}），数字不能直接相比"
    return (
        f"the pages of the two reckon statuses by different rules (format {old} and format {new}): "
        "their figures cannot be compared"
    )


def changes_json(changes: Iterable[Change], old: State, new: State) -> str:
    """Return all changes as JSON, with the names of the two states, and the formats by whose rules
    their pages reckon the states of tasks."""
    return (
        json.dumps(
            {
                "old": old.name,
                "new": new.name,
                "rules": [old.rules, new.rules],
                "changes": msgspec.to_builtins(list(changes)),
            },
            ensure_ascii=False,
            indent=2,
        )
        + "\n"
    )


def summary(changes: Sequence[Change], language: Language) -> list[str]:
    """Return the changes in a few lines for the ledger: plans by name, all else as counts."""
    index = 0 if language == "zh" else 1
    plans = [
        change
        for change in changes
        if change.kind == "plan" and change.what in ("added", "removed")
    ]
    lines = [change_words(change, language) for change in changes if change.kind == "site"]
    lines += [
        change_words(plan, language).replace(f" {plan.key}", "", 1) for plan in plans[:MOST_NAMED]
    ]
    if len(plans) > MOST_NAMED:
        lines.append(
            (
                f"另有{len(plans) - MOST_NAMED}份计划新增或删除",
                f"{len(plans) - MOST_NAMED} more plans added or removed",
            )[index]
        )
    rest = [change for change in changes if change not in plans and change.kind != "site"]
    for kind, (chinese, english) in _KINDS.items():
        counted = Counter(other.field or other.what for other in rest if other.kind == kind)
        if counted:
            parts = [
                _count(name, number, _MEASURES.get(kind, "个"), index)
                for name, number in counted.items()
            ]
            lines.append(
                (f"{chinese}：{'，'.join(parts)}", f"{english}s: {', '.join(parts)}")[index]
            )
    return lines or [("内容没有变化", "nothing changed")[index]]


def _count(name: str, number: int, measure: str, index: int) -> str:
    if name in _WHATS:
        return (f"{_WHATS[name][0]}{number}{measure}", f"{number} {_WHATS[name][1]}")[index]
    return (f"{number}{measure}的{_FIELDS[name][0]}有变化", f"{_FIELDS[name][1]} of {number}")[
        index
    ]


def _value(field: str, value: str, language: Language) -> str:
    if language != "zh":
        return value
    if field == "status":
        return WORDS.get(value, value)
    if field == "units":
        parts = (part.partition(": ") for part in value.split("; ") if part)
        return "；".join(f"{_ROLES.get(role, role)}：{names}" for role, _, names in parts)
    return value
