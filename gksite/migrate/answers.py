"""The answers of a person to the questions of a migration, and the file that asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from gksite.catalogue import Language
from gksite.content.records import WrittenStatus
from gksite.diagnostics import Diagnostic, problem
from gksite.migrate.questions import NoAdjustment, Question
from gksite.model.statuses import WORDS, WRITTEN
from gksite.schema.keys import FORMER_STATUSES, chinese_key
from gksite.schema.types import Date, Id, Integer, Name, Record, Text, YesNo
from gksite.schema.validate import parse_records
from gksite.source.yaml_text import scalar

FORMER_WORDS = {english: chinese for chinese, english in FORMER_STATUSES.items()}


class AnswerRecord(Record):
    """An entry of a file of answers: which report it is about, and the answer."""

    plan: Id
    line: Integer
    task: Name
    date: Date
    status: WrittenStatus
    is_adjustment: YesNo = True
    decided: Date | None = None
    deadline: Name | None = None
    what: Text | None = None
    withdrawn: YesNo | None = None
    approved_by: Name | None = None
    why: Text | None = None


class Answer(msgspec.Struct, frozen=True):
    """The status of a report, and the adjustment that it told of.

    Without `is_adjustment` no adjustment is written: another report tells of the same one.
    """

    status: str
    is_adjustment: bool = True
    decided: date | None = None
    deadline: str = ""
    what: str = ""
    withdrawn: bool = False
    approved_by: str = ""
    why: str = ""

    @property
    def changes_something(self) -> bool:
        """Whether the adjustment says what it changed."""
        return bool(self.deadline or self.what or self.withdrawn)


def proposed_answer(question: Question) -> Answer:
    """Return the answer that is proposed: no adjustment where the report doesn't say what was
    changed, or is no adjustment of its own."""
    is_own = question.no_adjustment is None
    if question.status == "cancelled":
        return Answer(question.proposed, is_own, withdrawn=True, why=question.note)
    return Answer(question.proposed, is_own and bool(question.note), what=question.note)


def template(questions: Iterable[Question], language: Language) -> str:
    """Return a file of answers, filled in with what is proposed."""
    head = _HEAD_ZH if language == "zh" else _HEAD_EN
    return head + "".join(_asked(question, language) for question in questions)


def parse_answers(
    text: str, path: str, questions: Sequence[Question]
) -> tuple[dict[Question, Answer], list[Diagnostic]]:
    """Return the answers of a file by question.

    Report entries that answer no question, and questions that are answered twice or not at all.
    """
    records, problems = parse_records(AnswerRecord, text, path)
    asked = {_mark_of(question): question for question in questions}
    answers: dict[Question, Answer] = {}
    for record, place in records:
        question = asked.get((record.plan, record.line, record.task, record.date))
        if question is None or question in answers:
            code = "migration-answered-twice" if question else "migration-answers-nothing"
            where = f"{record.plan}, {record.line}"
            problems.append(problem(code, place.at("line"), where=where, task=record.task))
        else:
            answers[question] = answer = _answer(record, question)
            if answer.is_adjustment and not answer.changes_something:
                reported = place.at("is_adjustment")
                problems.append(problem("adjustment-of-nothing", reported, task=record.task))
    return answers, sorted(problems) or unanswered(questions, answers)


def unanswered(questions: Iterable[Question], answers: dict[Question, Answer]) -> list[Diagnostic]:
    """Report the questions that have no answer, each at its report."""
    return [
        problem(
            "migration-unanswered",
            question.location,
            task=question.task,
            date=question.day,
            status=f"{question.status}/{FORMER_WORDS[question.status]}",
        )
        for question in questions
        if question not in answers
    ]


def _mark_of(question: Question) -> tuple[str, int, str, date]:
    return question.plan, question.location.line, question.task, question.day


def _answer(record: AnswerRecord, question: Question) -> Answer:
    is_withdrawn = question.status == "cancelled" if record.withdrawn is None else record.withdrawn
    return Answer(
        record.status,
        record.is_adjustment,
        record.decided,
        record.deadline or "",
        record.what or "",
        is_withdrawn,
        record.approved_by or "",
        record.why or "",
    )


_HEAD_ZH = """\
# 格式 2 里，“已调整”“已取消”不再是状态，而是任务的一次调整（tasks.yaml 的“调整”）。
# 下面每一条是一次这样的报送：改好以后运行 gksite migrate --answers 本文件。
# “状态”是这次报送改用的状态；“记为调整: 否”只改状态，不记调整（例如同一次调整又报了一遍）。
# 一项任务多次报已取消的，只有第一次有效的建议记为撤销，其余的建议写“否”，并注明原因。
# 已取消的写“撤销任务: 是”，已调整的写新的“时间节点”，或在“事项”里写调整了什么。
# “决定日期”不写就是报送日期；不知道的留空，什么也不会补写。
"""
_HEAD_EN = """\
# In format 2 “adjusted” and “cancelled” are no states, but adjustments of a task in tasks.yaml.
# Each entry below is a report of that kind. Edit them, then run gksite migrate --answers THIS-FILE.
# `status` takes the place of the status of the report. With `is_adjustment: no` no adjustment is
# written: another report told of the same one. Where a task was cancelled several times, the first
# report that stands is proposed as its withdrawal, the others as none, with the reason.
# An adjustment says `withdrawn: yes`, the new
# `deadline`, or `what` it changed. Without `decided` the day of the report counts.
# What is left empty is not written.
"""


def _asked(question: Question, language: Language) -> str:
    """Return the entry of a question: what the report says as a comment, then the proposals."""
    is_chinese = language == "zh"
    words = (
        f"{question.location.path}:{question.location.line}",
        f"{'任务' if is_chinese else 'task'} {question.task} {question.title}".rstrip(),
        question.unit,
        question.day.isoformat(),
        FORMER_WORDS[question.status] if is_chinese else question.status,
        question.note,
    )
    known = "/".join(WORDS[code] if is_chinese else code for code in WRITTEN.values())
    answer = proposed_answer(question)
    entry = [
        ("plan", question.plan, ""),
        ("line", str(question.location.line), ""),
        ("task", question.task, ""),
        ("date", question.day.isoformat(), ""),
        ("status", _status(answer.status, language), f"{source_of(question, language)}; {known}"),
        (
            "is_adjustment",
            _yes(question.no_adjustment is None, language),
            no_adjustment_of(question, language),
        ),
        ("decided", "", ""),
        ("deadline", "", ""),
        ("what", answer.what, ""),
        ("withdrawn", _yes(answer.withdrawn, language), ""),
        ("approved_by", "", ""),
        ("why", answer.why, ""),
    ]
    lines = [f"\n# {_one_line('  '.join(filter(None, words)))}\n"]
    for key, value, remark in entry:
        written = f" {scalar(value)}" if value else ""
        comment = f"   # {_one_line(remark)}" if remark else ""
        lines.append(f"{'  ' if key != 'plan' else '- '}{_key(key, language)}:{written}{comment}\n")
    return "".join(lines)


def source_of(question: Question, language: Language) -> str:
    """Return where the proposed status comes from."""
    if question.proposed_from:
        day = question.proposed_from.isoformat()
        return f"同 {day} 的报送" if language == "zh" else f"as in the report of {day}"
    return (
        "此前没有填报单位相同的报送" if language == "zh" else "no earlier report has the same unit"
    )


def no_adjustment_of(question: Question, language: Language) -> str:
    """Return why a report is proposed as no adjustment of its own, "" where it is one."""
    if question.no_adjustment is None or question.since is None:
        return ""
    chinese, english = _NO_ADJUSTMENT[question.no_adjustment]
    return (chinese if language == "zh" else english).format(day=question.since.isoformat())


_NO_ADJUSTMENT: dict[NoAdjustment, tuple[str, str]] = {
    "taken back": (
        "这条报送已由 {day} 的一条撤回或更正",
        "an entry of {day} took this report back",
    ),
    "resumed": ("同一单位 {day} 又报了进展", "the same unit reported progress again on {day}"),
    "known": (
        "{day} 已有撤销，通常是同一次",
        "it was withdrawn on {day} already, which is mostly the same",
    ),
}


def _status(code: str, language: Language) -> str:
    return WORDS[code] if language == "zh" else code


def _yes(is_so: bool, language: Language) -> str:
    return ("是" if is_so else "否") if language == "zh" else ("yes" if is_so else "no")


def _key(key: str, language: Language) -> str:
    return chinese_key(key, "AnswerRecord") or key if language == "zh" else key


def _one_line(text: str) -> str:
    return " ".join(text.split())
