"""Write docs/diagnostics.md, the manual of all codes, from gksite/catalogue/: `python
docs/write_diagnostics.py`."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from gksite.catalogue import SECTIONS, Entry

FOLDER = Path(__file__).parent
MANUAL = FOLDER / "diagnostics.md"

HEAD = """\
# Diagnostics 提示一览

<!-- Written by docs/write_diagnostics.py from gksite/catalogue/: change it there. -->

`gksite check` and `gksite build` report every problem in one run, each with its file, line and
column, a code, and what to do. An **error** keeps the site
from being written; a **warning** does so with `--strict` only. Where a name is nearly right, the
advice is the name that may have been meant.

`gksite check` 和 `gksite build` 一次报告全部问题，每条都写明文件、行、列、代码和处理办法。有**错误**时不写网站，原有网站保持不变；**警告**只在加
`--strict` 时才会
阻止生成。名称只差一点时，处理办法里会问“是不是……”。

The rules of `gksite check` have a page each, with examples: [rules/](rules/README.md).
检查规则各有一页说明和例子。
"""
GROUPS = {
    "files": "Files 文件",
    "YAML and front matter": "YAML and front matter YAML 与信息区",
    "records": "Records 各项内容",
    "units": "Units 单位",
    "plans and tasks": "Plans and tasks 计划与任务",
    "pages and theme": "Pages and theme 页面与主题",
    "importing": "Importing 导入",
    "importing: reading documents": "Importing: reading documents 导入：读取文件",
    "output": "Output 输出",
    "rules: consistency": "Rules: consistency 规则：前后一致",
    "rules: privacy and secrecy": "Rules: privacy and secrecy 规则：个人信息与保密",
    "rules: official style": "Rules: official style 规则：公文格式",
    "rules: disclosure norms": "Rules: disclosure norms 规则：公开规范",
    "rules: output": "Rules: output 规则：网页",
    "rules: attachments": "Rules: attachments 规则：附件",
    "rules: waivers and settings": "Rules: waivers and settings 规则：说明与设置",
}
LEVELS = {"error": "error 错误", "warning": "warning 警告", "info": "note 提示"}


def render_manual() -> str:
    """Return the manual: a table for each section of the catalogue."""
    parts = [HEAD]
    for section, entries in SECTIONS.items():
        parts.append(
            f"\n## {GROUPS.get(section, section)}\n\n| code 代码 | level 级别 | problem 问题 | what to "
            "do 怎么办 |\n|---|---|---|---|\n"
        )
        parts += (_row(code, entry) for code, entry in entries.items())
    return "".join(parts)


def _row(code: str, entry: Entry) -> str:
    zh, en, fix_zh, fix_en = (
        _readable(text) for text in (entry.zh, entry.en, entry.fix_zh, entry.fix_en)
    )
    return f"| `{code}` | {LEVELS[entry.severity]} | {zh}<br>{en} | {fix_zh}<br>{fix_en} |\n"


def _readable(text: str) -> str:
    """A text of the catalogue with `…` for what each diagnostic fills in, safe in a Markdown
    table."""
    filled = text.format_map(defaultdict(lambda: "…"))
    return re.sub(r"([|*_<&\\])", r"\\\1", filled)


if __name__ == "__main__":
    MANUAL.write_text(render_manual(), "utf-8", newline="\n")
