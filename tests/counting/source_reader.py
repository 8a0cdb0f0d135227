"""Read the sources of a project into a world of the slow counter, sharing no code with gksite.

It knows as much of the format as the sample uses: YAML with texts for values, keys in Chinese,
front matter, and units in brackets at the end of a paragraph.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import yaml
from meant import reading_of_file
from public_versions import public_texts
from registry_then import Record, World, listed, names_of
from signed_entries import public_of

KEYS = {
    "行政机关": "authority",
    "名称": "name",
    "上级": "parent",
    "年度": "year",
    "时段": "period",
    "种类": "kind",
    "标题": "title",
    "发文机关": "issuer",
    "成文日期": "written",
    "发布日期": "published",
    "草稿": "draft",
    "编号": "id",
    "部分": "section",
    "责任分工": "units",
    "牵头": "lead",
    "责任": "responsible",
    "配合": "cooperating",
    "时间节点": "deadline",
    "主题": "topics",
    "指标": "indicators",
    "等于": "equal",
    "不少于": "at_least",
    "不超过": "at_most",
    "计量单位": "unit",
    "调整": "adjustments",
    "撤销任务": "withdrawn",
    "任务状态": "task_status",
    "合计方式": "total",
    "分期目标": "targets",
    "期限": "by",
    "目标值": "value",
    "所属指标": "indicator",
    "对应目标": "target",
    "上级任务": "parent",
    "随子任务": "rolls_up",
    "各栏": "cells",
    "任务": "task",
    "日期": "date",
    "状态": "status",
    "数值": "readings",
    "填报单位": "unit",
    "更正报送": "corrects",
    "撤回报送": "retracts",
}
NOT_COUNTED = frozenset(
    {
        *("发布机构", "署名", "发文字号", "索引号", "主题分类", "关键词", "有效性", "摘要"),
        *("公开属性", "主送", "附注", "依据计划", "任务表", "各部分", "更正", "内容", "依据"),
        *("延续", "情况", "佐证", "签署", "原因", "批准", "原文"),
    }
)
"""Keys in Chinese whose values no rule of counting asks for."""
STATUSES = {
    "未开始": "not_started",
    "推进中": "under_way",
    "已完成": "done",
    "常态推进": "continuous",
    "延期": "delayed",
}
DATES = ("written", "published", "date", "since", "until", "on", "corrects", "retracts")
ROLE_WORDS = ("牵头单位", "责任单位", "配合单位")


def in_english(value: Any, key: str = "") -> Any:
    """Return a value with its keys and statuses in English, and its dates as `2024-09-25`."""
    if key in NOT_COUNTED:
        return value
    if isinstance(value, dict):
        if key == "readings":
            return dict(value)
        unknown = [name for name in value if not name.isascii() and name not in KEYS]
        assert set(unknown) <= NOT_COUNTED, unknown
        return {
            (english := KEYS.get(str(name), str(name))): in_english(inner, english)
            for name, inner in value.items()
            if inner != ""
        }
    if isinstance(value, list):
        return [in_english(one) for one in value]
    if key == "status":
        return STATUSES.get(value, value)
    if key in DATES and (found := re.fullmatch(r"(\d+)年(\d+)月(\d+)日", value)):
        return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    return value


def read_file(path: Path) -> Any:
    """Return what a YAML file says, or an empty list where there is no such file."""
    if not path.exists():
        return []
    return in_english(yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader)) or []


def read_world(project: Path) -> World:
    """Return the world of a project: its registries, and its plans as they are public: the last
    version of each that was signed whole, where there is a review; no drafts."""
    registries = {
        path.stem: read_file(path)
        for path in sorted((project / "content/units").glob("*.yaml"))
        if not path.stem.endswith(".proposed")
    }
    world: World = {
        "config": read_file(project / "config.yaml"),
        "registries": registries,
        "plans": {},
    }
    for folder in sorted((project / "content/plans").iterdir()):
        texts = public_texts(project, folder.name, world["config"])
        if texts is None:
            continue
        _, front, body = (texts / "plan.md").read_text("utf-8").split("---\n", 2)
        head = in_english(yaml.load(front, Loader=yaml.CBaseLoader))
        if head.get("draft") in ("true", "是"):
            continue
        tasks = read_file(texts / "tasks.yaml")
        names = known_names(registries, head["authority"])
        for task in tasks:
            if not any(task.get(key) for key in ("lead", "responsible", "cooperating")):
                task |= lists_of(task.pop("units", "") or bracket_of(body, task["id"]), names)
        world["plans"][folder.name] = {
            "front": head,
            "tasks": tasks,
            "progress": public_progress(project, folder),
        }
        stored = texts / "readings.json"
        if stored.exists():
            world["plans"][folder.name]["reading"] = reading_of_file(
                json.loads(stored.read_bytes())
            )
    return world


def public_progress(project: Path, folder: Path) -> Any:
    """Return the entries of a plan that are public."""
    entries, public = read_file(folder / "progress.yaml"), public_of(project, folder)
    return entries if public is None else [entries[index] for index in public]


def known_names(registries: dict[str, Record], authority: str) -> set[str]:
    """Return all names of a registry and of those above it."""
    registry = registries.get(authority, {})
    entries = [*listed(registry.get("units")), *listed(registry.get("groups"))]
    names = {name for entry in entries for name in names_of(entry)}
    names |= {former["name"] for entry in entries for former in listed(entry.get("former_names"))}
    return names | (known_names(registries, registry["parent"]) if "parent" in registry else set())


def bracket_of(body: str, task: str) -> str:
    """Return the units in brackets at the end of the paragraph that is marked as a task."""
    found = re.search(rf"^\{{(?:task|任务)={re.escape(task)}\}}\n(.+)$", body, re.MULTILINE)
    if not found:
        return ""
    ending = re.search(rf"[（〔]((?:{'|'.join(ROLE_WORDS)})[：∶].*)[）〕]$", found[1])
    return ending[1] if ending else ""


def lists_of(wording: str, names: set[str]) -> dict[str, list[str]]:
    """Return the names of a wording «牵头单位：…；责任单位：…» by role; without a role they are
    responsible. A name of the registry may hold «、» itself: the longest counts."""
    lists: dict[str, list[str]] = {}
    marks = rf"；|[，。](?={'|'.join(ROLE_WORDS)})"
    for part in filter(None, re.split(marks, wording)):
        label, colon, rest = part.replace("∶", "：").partition("：")
        role = dict(zip(ROLE_WORDS, ("lead", "responsible", "cooperating"), strict=True)).get(
            label, "responsible"
        )
        pieces = re.split("[、，]", rest if colon else label)
        while pieces:
            length = next(
                (size for size in range(len(pieces), 1, -1) if "、".join(pieces[:size]) in names),
                1,
            )
            name = "、".join(pieces[:length])
            known = name in names
            lists.setdefault(role, []).append(name if known else name.removesuffix("等"))
            del pieces[:length]
    return lists
