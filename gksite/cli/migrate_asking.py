"""Ask a person at the terminal about the reports that a migration cannot decide."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

import click

from gksite.cli.console import printable
from gksite.cli.options import Shared
from gksite.migrate.answers import FORMER_WORDS, Answer, no_adjustment_of, source_of
from gksite.migrate.questions import Question
from gksite.model.statuses import WORDS, WRITTEN

Value = TypeVar("Value")
_YES = {"y": True, "yes": True, "是": True, "n": False, "no": False, "否": False}


def ask(shared: Shared, question: Question) -> Answer:
    """Show a report and return the answer. Raises click.Abort on Ctrl-C or at the end of input."""
    place = question.location
    shared.say("", "")
    shared.say(
        f"{place.path}:{place.line} 任务 {question.task} {question.title} {question.unit} "
        f"{question.day}：{FORMER_WORDS[question.status]} {question.note}",
        f"{place.path}:{place.line} task {question.task} {question.title} {question.unit} "
        f"{question.day}: {question.status} {question.note}",
    )
    status = _asked(
        shared,
        shared.word(
            f"这次报送的状态（{'、'.join(WRITTEN)}；{source_of(question, 'zh')}）",
            f"the status of this report ({', '.join(WRITTEN.values())}; "
            f"{source_of(question, 'en')})",
        ),
        shared.word(WORDS[question.proposed], question.proposed),
        _status,
    )
    words = shared.word("记为任务的调整", "record it as an adjustment of the task")
    default = shared.word("是", "yes")
    if reason := no_adjustment_of(question, shared.language):
        words = shared.word(f"{words}（{reason}）", f"{words} ({reason})")
        default = shared.word("否", "no")
    if not _asked(shared, words, default, _YES.__getitem__):
        return Answer(status, is_adjustment=False)
    words = shared.word("决定的日期", "the day of the decision")
    decided = _asked(shared, words, question.day.isoformat(), date.fromisoformat)
    deadline = what = ""
    is_withdrawn = question.status == "cancelled"
    if not is_withdrawn:
        words = shared.word("新的时间节点，没有就按回车", "the new deadline, or Enter")
        deadline = _asked(shared, words, "", str.strip)
        words = shared.word("调整了什么", "what was changed")
        what = _asked(shared, words, question.note, str.strip if deadline else _filled)
    words = shared.word("批准的会议或文件，不知道就按回车", "who approved it, or Enter if unknown")
    approved_by = _asked(shared, words, "", str.strip)
    words = shared.word("原因", "why")
    why = _asked(shared, words, question.note if is_withdrawn else "", str.strip)
    return Answer(status, True, decided, deadline, what, is_withdrawn, approved_by, why)


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError(text)
    return text.strip()


def _status(word: str) -> str:
    word = word.strip()
    return WRITTEN[word] if word in WRITTEN else dict.fromkeys(WRITTEN.values(), word)[word]


def _asked(shared: Shared, words: str, default: str, read: Callable[[str], Value]) -> Value:
    """Ask until the input can be read; Enter means the default, which is shown."""

    def value_of(text: str) -> Value:
        try:
            return read(text)
        except (ValueError, KeyError):
            raise click.BadParameter(shared.word("看不懂", "not understood")) from None

    value: Value = click.prompt(
        printable(words),
        default=default,
        show_default=bool(default),
        value_proc=value_of,
        err=True,
    )
    return value
