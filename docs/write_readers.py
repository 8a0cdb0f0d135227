"""Write docs/readers.md from tests/site/questions.yaml: what readers ask of each kind of page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

PAGE = Path(__file__).with_name("readers.md")
QUESTIONS = Path(__file__).parent.parent / "tests/site/questions.yaml"
KINDS = {
    "home": "Home 首页",
    "plan": "A plan 工作要点",
    "task": "A task 任务",
    "unit": "A unit 责任单位",
    "progress": "Progress 落实进展",
    "deadlines": "Deadlines 时间节点",
    "compare": "Two years compared 年度对照",
    "search": "Search 搜索",
}
READERS = {
    "citizen": "citizen 市民",
    "clerk": "a unit's clerk 单位经办人",
    "journalist": "journalist 记者",
    "head": "head of office 分管领导",
    "listener": "with a screen reader 读屏用户",
}
HEAD = """\
# What readers ask of a page 读者的问题

<!-- Written by docs/write_readers.py from tests/site/questions.yaml: change it there. -->

Each kind of page answers these questions in the first screen of a phone (375 × 812 pixels), all
but the search without script; for those who listen, among the first texts of the page's main
part. `tests/site/test_readers_questions.py` asks them of the sample. A theme or template that you
change should still answer them. What the first screen does not answer is said here too, with the
reason.
"""


def render_page() -> str:
    """Return the page."""
    kinds: dict[str, dict[str, Any]] = yaml.safe_load(QUESTIONS.read_text("utf-8"))
    lines = [HEAD]
    for kind, title in KINDS.items():
        lines.append(f"## {title}\n")
        lines += [_line(one) for one in kinds[kind]["questions"]]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _line(one: dict[str, Any]) -> str:
    """Return a question as an item of a list, and why it is not answered where it is not."""
    text = f"- {READERS[one['reader']]}: {one['english']} {one['question']}"
    if reason := one.get("not_in_first_screen"):
        text += f" **Not in the first screen 首屏没有**: {reason['en']}. {reason['zh']}。"
    return text


if __name__ == "__main__":
    PAGE.write_text(render_page(), "utf-8")
