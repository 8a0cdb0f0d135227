"""A small site with progress, and its model."""

from __future__ import annotations

from pathlib import Path

from gksite.build.assemble import assemble
from gksite.build.published_set import working_set
from gksite.model.site import SiteModel
from gksite.source.files import read_sources

UNIT = "qinghe/education"
FILES = {
    "config.yaml": "site:\n  name: 要点\n",
    "content/index.md": "---\ntitle: 要点\n---\n",
    "content/topics.yaml": "topics: []\n",
    "content/units/qinghe.yaml": """\
authority: qinghe
name: 青禾区
units:
  - {id: education, name: 区教育局, aliases: [教育局], kind: department}
  - {id: justice, name: 区司法局, kind: department}
groups:
  - {id: all, name: 各部门, members: {kind: [department]}}
""",
    "content/plans/qinghe-2025/plan.md": """\
---
title: 2025年青禾区政务公开工作要点
authority: qinghe
year: 2025
---
## 一、任务

{task=1}
1.每季度公布进展。（牵头单位：区教育局）

{task=2}
2.更新目录。（责任单位：各部门）
""",
    "content/plans/qinghe-2025/tasks.yaml": """\
- id: 1
  deadline: 每季度末
  indicators: [{name: 场次, at_least: 4, unit: 场}]
- {id: 2, deadline: 6月底前}
- id: 3
  text: '=HYPERLINK("x")公布“目录”，＝另列'
  units: 牵头单位：区司法局；配合单位：区教育局
  indicators: [{name: 解读率, at_least: 60, unit: "%"}, {name: 入库率, at_least: 95, unit: "%"}]
- {id: 4, text: 与教育局无关, units: 区司法局}
""",
    "content/plans/qinghe-2025/progress.yaml": "# 只增不改\n- {task: 1, date: 2025-03-31, status: 推进中,"
    " note: 一季度已公布, unit: 区教育局}\n",
    "content/plans/qinghe-2024/plan.md": "---\ntitle: 2024年要点\nauthority: qinghe\nyear: "
    "2024\n---\n",
    "content/plans/qinghe-2024/tasks.yaml": "- {id: 1, text: 公布台账, units: 教育局}\n",
    "content/plans/qinghe-2024/progress.yaml": "",
}


def write_site(root: Path) -> None:
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")


def made_model(root: Path, *, keep: bool = False) -> SiteModel:
    if not keep:
        write_site(root)
    sources, unread = read_sources(root)
    assembled = assemble(working_set(sources), {}, b"")
    assert not unread and not assembled.problems
    assert assembled.model is not None
    return assembled.model
