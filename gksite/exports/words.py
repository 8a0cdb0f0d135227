"""Words and texts of cells in several exports."""

from __future__ import annotations

import re

from gksite.model.entities import Task
from gksite.model.reporting import Adjustment, Indicator, Standing
from gksite.model.statuses import STATUSES
from gksite.schema.keys import VERDICTS, Verdict

_ROLES = {"lead": "牵头", "responsible": "责任", "cooperating": "配合"}
_STATUS_WORDS: dict[str, str] = {row.code: row.word for row in STATUSES if row.written}
_VERDICT_WORDS = {code: word for word, code in VERDICTS.items()}
WITHDRAWN = "已撤销"
"""Stands in the place of the state of a task that an adjustment withdrew."""
STANDINGS: dict[Standing, str] = {
    "counted": "计入",
    "passed": "划转前",
    "apart": "不计入",
    "taken back": "已撤回",
}

# A formula may begin after blanks, and with full-width signs. The apostrophe is our own mark.
RISKY = re.compile(r"[\s\x00]*[=+\-@＝＋－＠]|[\t\r\n\x00]|'")
"""Matches the values that a spreadsheet program may take for a formula."""


def disarmed(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula: with an apostrophe before it
    if it might be one.

    >>> disarmed("=1+1"), disarmed("每季度"), armed(disarmed("'甲"))
    ("'=1+1", '每季度', "'甲")
    """
    return f"'{text}" if RISKY.match(text) else text


def armed(text: str) -> str:
    """Return the text that `disarmed` got."""
    return text[1:] if text.startswith("'") and RISKY.match(text[1:]) else text


def status_word(status: str) -> str:
    """Return the Chinese word for a status, "" for `unreported`."""
    return _STATUS_WORDS.get(status, "")


def verdict_word(verdict: Verdict) -> str:
    """Return the Chinese word for what an assessment found."""
    return _VERDICT_WORDS[verdict]


def state_word(task: Task) -> str:
    """Return the Chinese word for the state of a task, "" where nothing was reported."""
    return WITHDRAWN if task.is_withdrawn else status_word(task.status)


def role_text(role: str) -> str:
    """Return the Chinese word for a role."""
    return _ROLES[role]


def adjustment_text(task: Task, adjustment: Adjustment) -> str:
    """Return an adjustment of a task in words: 2025-09-30 时间节点调整为12月底前（区政府常务会议；汛期停工）."""
    reasons = "；".join(filter(None, (adjustment.approved_by, adjustment.why)))
    text = decided(task, adjustment)
    return f"{adjustment.date} {text}{f'（{reasons}）' if reasons else ''}"


def decided(task: Task, adjustment: Adjustment) -> str:
    """Return what an adjustment of a task decided, in words: 时间节点调整为12月底前."""
    deadline = adjustment.deadline
    target = next((t for t in task.targets if t.id == adjustment.target), None)
    return decision_text(
        withdrawn=adjustment.withdrawn,
        target=target.label if target else "",
        deadline=deadline.raw if deadline else "",
        units=adjustment.units_printed,
        text=adjustment.text,
        what=adjustment.what,
    )


def decision_text(
    *, withdrawn: bool, target: str, deadline: str, units: str, text: str, what: str
) -> str:
    """Return what a decision changed, in words; `target` is whose deadline it is, "" for the
    task's."""
    of = f"分期目标“{target}”的" if target else ""
    changes = (
        "撤销任务" if withdrawn else "",
        f"{of}时间节点调整为{deadline}" if deadline else "",
        f"责任分工调整为“{units}”" if units else "",
        f"内容调整为“{text}”" if text else "",
        what,
    )
    return "，".join(filter(None, changes))


def target_text(indicator: Indicator) -> str:
    """Return the target of an indicator in words: 解读率（不少于60%）."""
    bounds = (
        ("不少于", indicator.at_least),
        ("不超过", indicator.at_most),
        ("等于", indicator.equal),
    )
    figures = [f"{word}{value:g}{indicator.unit}" for word, value in bounds if value is not None]
    return f"{indicator.name}（{'，'.join(figures) or indicator.printed}）"
