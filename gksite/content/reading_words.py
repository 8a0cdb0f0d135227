"""Differences between readings in words, Chinese and English, and as a diagnostic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from gksite.catalogue import Language
from gksite.content.reading_differences import OF_UNITS, Difference, ReadingField
from gksite.diagnostics import Diagnostic, problem
from gksite.model.entities import Plan
from gksite.model.registry import Registry, short
from gksite.schema.keys import TASK_STATUSES, chinese_key

NAMED = 3
"""Differences that a diagnostic names; the others it counts."""
TASKS_NAMED = 5
LANGUAGES: tuple[Language, ...] = ("zh", "en")

_FIELDS: Mapping[ReadingField, tuple[str, str]] = {
    "issuer": ("发文机关", "issuer"),
    "kind": ("种类", "kind"),
    "task_status": ("任务状态的算法", "rule of the state of a task"),
    "columns": ("任务表的列", "columns of the list"),
    "members": ("成员", "members"),
    "lead": ("牵头单位", "lead"),
    "responsible": ("责任单位", "responsible unit"),
    "cooperating": ("配合单位", "cooperating unit"),
    "units": ("责任分工", "units"),
    "open_ended": ("责任分工末尾的“等”", "“and others” after the units"),
    "deadline": ("时间节点", "deadline"),
    "target": ("分期目标", "target"),
    "adjustment": ("调整", "adjustment of"),
    "cell": ("各栏", "cell"),
    "in_cell": ("各栏里的单位", "unit in a cell"),
}
_SEPARATORS: Mapping[Language, tuple[str, str]] = {"zh": ("、", "；"), "en": (", ", "; ")}


def reading_changed(
    plan: Plan, found: Sequence[Difference], registry: Registry
) -> list[Diagnostic]:
    """Warn that a signed plan would read otherwise today; it is shown as it was signed."""
    if not found:
        return []
    zh, en = (_first(found, registry, language) for language in LANGUAGES)
    return [problem("reading-changed", plan.location, plan=plan.id, first_zh=zh, first=en)]


def _first(found: Sequence[Difference], registry: Registry, language: Language) -> str:
    """Return the first differences in words, how many more there are, and in how many tasks."""
    tasks = {task for one in found for task in one.tasks}
    parts = [difference_words(one, registry, language) for one in found[:NAMED]]
    if (more := len(found) - NAMED) > 0:
        parts.append(f"另有 {more} 处" if language == "zh" else f"{more} more")
    first = _SEPARATORS[language][1].join(parts)
    if len(tasks) < 2:
        return first
    return f"{len(tasks)} 项任务，{first}" if language == "zh" else f"{len(tasks)} tasks, {first}"


def difference_words(one: Difference, registry: Registry, language: Language) -> str:
    """Return a difference as a line: `第3项 牵头单位：县商务局（commerce）→ 未登记`."""
    is_chinese = language == "zh"
    label = _FIELDS[one.field][0 if is_chinese else 1]
    if one.field == "members":
        return f"{_tasks(one.tasks, language)}{_members(one, registry, language)}"
    if one.field not in OF_UNITS and one.about:
        about = one.about
        if one.field == "kind" and is_chinese:
            about = chinese_key(about, "KindRecord") or about
        label = f"{label}“{about}”" if is_chinese else f"{label} “{about}”"
    old, new = (_value(one, side, registry, language) for side in ("before", "after"))
    where = _tasks(one.tasks, language)
    return f"{where}{label}：{old} → {new}" if is_chinese else f"{where}{label}: {old} → {new}"


def _tasks(tasks: Sequence[str], language: Language) -> str:
    """Return the tasks of a difference, and a blank; "" where it is the plan's."""
    if not tasks:
        return ""
    names, more = _SEPARATORS[language][0].join(tasks[:TASKS_NAMED]), len(tasks) > TASKS_NAMED
    if language == "zh":
        return f"第{names}{f'等{len(tasks)}' if more else ''}项 "
    of = f" and {len(tasks) - TASKS_NAMED} more" if more else ""
    return f"{'task' if len(tasks) == 1 else 'tasks'} {names}{of}, "


def _members(one: Difference, registry: Registry, language: Language) -> str:
    """Return what a group gained and lost."""
    group = registry.groups.get(one.about)
    old, new = one.before.split(), one.after.split()
    changes = []
    for chinese, english, keys in (
        ("减少", "without", [key for key in old if key not in new]),
        ("增加", "with", [key for key in new if key not in old]),
    ):
        names = _SEPARATORS[language][0].join(_name(key, registry, language) for key in keys)
        if names:
            changes.append(f"{chinese}{names}" if language == "zh" else f"{english} {names}")
    name, listed = group.name if group else one.about, _SEPARATORS[language][1].join(changes)
    return f"“{name}”的成员：{listed}" if language == "zh" else f"members of “{name}”: {listed}"


def _value(
    one: Difference, side: Literal["before", "after"], registry: Registry, language: Language
) -> str:
    """Return a side of a difference in words."""
    text = one.before if side == "before" else one.after
    if one.field == "task_status" and language == "zh":
        return next((word for word, rule in TASK_STATUSES.items() if rule == text), text)
    if one.field not in OF_UNITS:
        return text or ("（无）" if language == "zh" else "(none)")
    if not text:
        return "未登记" if language == "zh" else "not in the registry"
    if side == "before":
        return _with_id(one.about, text, language)
    names = [_name(key, registry, language) for key in text.split()]
    if len(names) == 1:
        return names[0]
    listed = _SEPARATORS[language][0].join(names)
    return f"可以指{listed}" if language == "zh" else f"any of {listed}"


def _name(key: str, registry: Registry, language: Language) -> str:
    """Return the name that a unit or group has today, with its id; of one that is gone the id."""
    holder = registry.units.get(key) or registry.groups.get(key)
    return _with_id(holder.name, key, language) if holder else short(key)


def _with_id(name: str, key: str, language: Language) -> str:
    return f"{name}（{short(key)}）" if language == "zh" else f"{name} ({short(key)})"
