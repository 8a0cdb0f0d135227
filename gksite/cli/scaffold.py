"""`gksite init` and `gksite new`: files for a person to fill in, that build as they are."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

from gksite.cli.options import unusable_project
from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.output.source_files import locked_sources
from gksite.schema.keys import FORMAT, KEYS
from gksite.schema.types import unsafe_id_reason
from gksite.source.characters import IDEOGRAPHS
from gksite.source.folder_reader import unread
from gksite.source.front_matter import split_front_matter
from gksite.source.text import decode
from gksite.source.yaml import Mapping, Sequence, parse_yaml
from gksite.source.yaml_tree import plain

CONFIG = """\
# 网站设置。各项说明见 gksite schema config。
format: {format}
site:
  name: {name}
  language: zh
mode: preview          # 正式上线前改为 portal，并补全下面各项
column:
  name: 政务公开工作要点
#  description: …
#  keywords: …
# footer:
#   host: 主办单位
#   contact: 联系方式
#   icp: ICP备案号
#   police: 公安机关备案标识
#   government_mark: https://…
#   report_error: https://…
"""
INDEX = """\
---
title: {name}
---
这里公布本机关年度政务公开工作要点，可以按任务、单位和时间查看。
"""
UNITS = """\
authority: example
name: 示例区
kind: 区政府
units:
  - {id: office, name: 区政府办公室, aliases: [区府办], kind: 部门}
  - {id: justice, name: 区司法局, kind: 部门}
  - {id: hubin, name: 湖滨街道, kind: 街道}
groups:
  - {id: towns, name: 各街镇, members: {kind: [街道, 镇]}}
  - {id: concerned, name: 各有关单位, open: true}
"""
SAMPLE_AUTHORITY, SAMPLE_UNITS_PATH = "example", "content/units/example.yaml"
TOPICS = "topics:\n  - {id: interpretation, name: 政策解读}\n"
PLAN = """\
---
title: {title}
authority: {authority}
year: {year}
# issuer: office                  # 发文机关：单位编号或名称
# document_number: 示府办发〔{year}〕1号
# written: {year}-03-01           # 成文日期
# published: {year}-03-08         # 发布日期
draft: true                     # 写好、审定之后删去这一行
---
为做好{year}年政务公开工作，制定本要点。

## 一、推进主动公开

{{task=1}}
1.按季度公布重点工作进展。（责任单位：{unit}）
"""
NOTICE = """\
---
# 照原件写；原件没有的，整行删去
# masthead: 示例区人民政府文件       # 发文机关标志
# document_number: 示政发〔{year}〕1号
title: {title}
# addressees: 各街镇、各部门：
# signature: 示例区人民政府
# date: {year}-03-01
# annotation: （此件公开发布）
# annexes: [主要指标表, 重点工程名录]
# copies_to: 区委办公室。
# printed_by: 示例区人民政府办公室
# printed_on: {year}-03-02
---
"""
TASKS = """\
# 每项任务一条。正文里已有的内容和责任单位不必重写。
- id: 1
  deadline: 全年
"""
PROGRESS = """\
# 每次进展加一条，旧的不改。例：
# - {task: 1, date: 2025-06-30, status: 推进中, note: 已公布上半年进展}
"""
PAGE = "---\ntitle: {title}\n---\n在这里写正文。\n"
_WORD = rf"\w{IDEOGRAPHS}"
_PLAIN = re.compile(rf"[{_WORD}](?:[{_WORD}（）〔〕《》“”、，。：；·—…-]| (?=[{_WORD}]))*")
IGNORE = "/public/\n/public-*/\n/.gksite/\n"


def yaml_text(text: str) -> str:
    """Return a text as a YAML scalar, in quotes where it needs them."""
    return (
        text if _PLAIN.fullmatch(text) and text != "null" else json.dumps(text, ensure_ascii=False)
    )


def init_site(root: Path, name: str) -> str:
    """Make a site at `root` that builds as it is. Return "", or the name of what already lies
    there; then nothing is changed.

    Raises Refused when the disk fails.
    """
    for existing in ("config.yaml", "content"):
        if (root / existing).exists():
            return existing
    files = {
        "config.yaml": CONFIG.format(name=yaml_text(name), format=FORMAT),
        "content/index.md": INDEX.format(name=yaml_text(name)),
        "content/topics.yaml": TOPICS,
        SAMPLE_UNITS_PATH: UNITS,
        **sample_plan(date.today().year),
    }
    if not (root / ".gitignore").exists():
        files[".gitignore"] = IGNORE
    with locked_sources(root) as sources:
        sources.write({root / path: text.encode() for path, text in files.items()}, {})
    return ""


def sample_plan(year: int) -> dict[str, str]:
    """Return the files of the sample plan of a new site."""
    plan = _plan_files(
        f"{SAMPLE_AUTHORITY}-{year}",
        SAMPLE_AUTHORITY,
        f"{year}年示例区政务公开工作要点",
        year,
        "区政府办公室、各街镇",
    )
    for key in ("issuer", "written", "published"):
        plan = {path: text.replace(f"# {key}:", f"{key}:") for path, text in plan.items()}
    return {path: re.sub("\ndraft: true.*", "", text) for path, text in plan.items()}


def add_record(
    root: Path, kind: str, id: str, authority: str, title: str, year: int | None
) -> tuple[list[str], list[Diagnostic]]:
    """Add a plan, a notice, a unit or a page. Return the paths written, or why nothing was written.
    Raises Refused when the disk fails."""
    if unusable := unusable_project(root):
        return [], unusable
    if reason := unsafe_id_reason(id):
        return [], [
            problem("unsafe-id", Location("content"), id=id, reason_zh=reason[0], reason=reason[1])
        ]
    if kind == "page":
        return _add_files(
            root, {f"content/pages/{id}.md": PAGE.format(title=yaml_text(title or id))}, id
        )
    if kind == "notice":
        return _add_notice(root, id, title)
    known = sorted(
        path.stem
        for path in (root / "content/units").glob("*.yaml")
        if not path.name.endswith(".proposed.yaml")
    )
    authority = authority or (known[0] if len(known) == 1 else "")
    if authority not in known:
        return [], [
            problem(
                "unknown-authority",
                Location("content/units"),
                name=authority,
                near=nearest(authority, known),
            )
        ]
    if kind == "plan":
        chosen = year or date.today().year
        return _add_files(
            root, _plan_files(id, authority, title or f"{chosen}年政务公开工作要点", chosen, ""), id
        )
    return _add_unit(root / f"content/units/{authority}.yaml", root, id, title or id)


def _plan_files(id: str, authority: str, title: str, year: int, unit: str) -> dict[str, str]:
    plan = PLAN.format(title=yaml_text(title), authority=authority, year=year, unit=unit)
    if not unit:
        plan = plan.replace("（责任单位：）", "")
    folder = f"content/plans/{id}"
    return {
        f"{folder}/plan.md": plan,
        f"{folder}/tasks.yaml": TASKS,
        f"{folder}/progress.yaml": PROGRESS,
    }


def _add_notice(root: Path, plan: str, title: str) -> tuple[list[str], list[Diagnostic]]:
    """Add the notice of a plan, without a text: what is published is never made up."""
    folder = f"content/plans/{plan}"
    try:
        text = (root / folder / "plan.md").read_text("utf-8", "replace")
    except OSError:
        plans = (path.parent.name for path in (root / "content/plans").glob("*/plan.md"))
        near = nearest(plan, sorted(plans))
        return [], [problem("unknown-plan", Location("content/plans"), name=plan, near=near)]
    stated = _front_matter(text, f"{folder}/plan.md")
    usual = f"关于印发《{stated.get('title') or plan}》的通知"
    year = stated.get("year") or date.today().year
    notice = NOTICE.format(title=yaml_text(title or usual), year=year)
    path = f"{folder}/notice.md"
    if (root / path).exists():
        return [], [problem("notice-exists", Location(path), plan=plan)]
    return _add_files(root, {path: notice}, plan)


def _front_matter(text: str, path: str) -> dict[str, object]:
    """Return the values of a front matter by English key; none where it cannot be read."""
    front, _ = split_front_matter(text, path)
    node = parse_yaml(front.text, path)[0] if front else None
    values = plain(node) if node else None
    if not isinstance(values, dict):
        return {}
    return {KEYS.get(str(key), str(key)): value for key, value in values.items()}


def _add_files(root: Path, files: dict[str, str], id: str) -> tuple[list[str], list[Diagnostic]]:
    with locked_sources(root) as sources:
        for path in files:
            if (root / path).exists():
                return [], [problem("duplicate-id", Location(path), id=id, other=path)]
        sources.write({root / path: text.encode() for path, text in files.items()}, {})
    return list(files), []


def _add_unit(path: Path, root: Path, id: str, name: str) -> tuple[list[str], list[Diagnostic]]:
    """Insert a line behind the last unit; every other line stays as it is."""
    shown = path.relative_to(root).as_posix()
    with locked_sources(root) as sources:
        try:
            before = path.read_bytes()
        except OSError as error:
            return [], [unread(shown, error)]
        text, undecodable = decode(before, shown)
        if undecodable:
            return [], undecodable
        units, problems = _units(text, shown, id)
        if units is None:
            return [], problems
        lines = _with_unit(before.decode("utf-8").splitlines(keepends=True), units, id, name)
        sources.write({path: "".join(lines).encode()}, {path: before})
    return [shown], []


def _units(text: str, shown: str, id: str) -> tuple[Sequence | None, list[Diagnostic]]:
    """Return the units of a registry, or why no unit `id` can be added to them."""
    node, problems = parse_yaml(text, shown)
    units = None
    if isinstance(node, Mapping):
        units = node.entries.get("units") or node.entries.get("单位")
    if problems or not isinstance(units, Sequence) or not units.items:
        return None, problems or [problem("missing-key", Location(shown), key="units")]
    for item in units.items:
        entries = item.entries if isinstance(item, Mapping) else {}
        entry = entries.get("id") or entries.get("编号")
        if entry is not None and getattr(entry, "value", "") == id:
            place = Location(shown, entry.line, entry.column)
            return None, [problem("duplicate-id", place, id=id, other=shown)]
    first = units.items[0]
    if "-" not in text.splitlines()[first.line - 1][: first.column - 1]:
        place = Location(shown, first.line, first.column)
        return None, [
            problem(
                "yaml-syntax",
                place,
                detail="units must be a list of lines that begin with -",
                detail_zh="units 要写成以 - 开头的多行",
            )
        ]
    return units, []


def _with_unit(lines: list[str], units: Sequence, id: str, name: str) -> list[str]:
    """Return the lines of a registry with one more unit, written as the others are."""
    first = units.items[0]
    dash = lines[first.line - 1][: first.column - 1]
    end = units.items[-1].line
    while end < len(lines) and lines[end].startswith(" " * len(dash)) and lines[end].strip():
        end += 1
    ending = lines[end - 1][len(lines[end - 1].rstrip("\r\n")) :]
    last = lines[end - 1] if ending else lines[end - 1] + "\n"
    added = f"{dash}{{id: {id}, name: {yaml_text(name)}}}{ending}"
    return [*lines[: end - 1], last, added, *lines[end:]]
