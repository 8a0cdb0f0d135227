"""Find dates in a sentence that state when a task is due, each with its year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

from gksite.importer.tasks.prose_words import (
    BEFORE_WORD,
    DEEDS,
    YEAR,
    YEAR_NUMBER,
    N,
    StatedTime,
    begins,
    clause_of,
    deed_follows,
    duty_follows,
    has_deed,
    is_done_in_year,
)
from gksite.notation.characters import narrow_digits
from gksite.notation.deadlines import Deadline, parse_deadline

Verdict = Literal["due", "asked", "none"]
"""Whether an expression of time is a deadline, perhaps a deadline (a person is asked), or none."""

_HOUR = r"(?:[\d０-９]{1,2}(?:[:：][\d０-９]{2}|[时点](?:[\d０-９]{1,2}分)?))?"
_BEFORE = rf"□{{0,12}}{_HOUR}{BEFORE_WORD}(?![一二三四1-4]?[季个]|述|期|后|往|来)"
_MONTH = rf"{N}月份?"
_PART = r"(?:前?第?[一二三四1-4]季度|[上下]半年)"
_INSIDE = "内(?![部容外设河涝])"
_OF_YEAR = rf"(?:[底末]|中(?![央期小长西等外高级])|{_INSIDE})"
_CORE = (
    rf"(?:{_MONTH}(?:{N}[日号]|[底末]|[上中下]旬|{_INSIDE})?|{_PART}(?:[底末]|结束|{_INSIDE})?|年度?{_OF_YEAR}|"
    r"全年度?)"
)
_ISO = r"[\d０-９]{4}[-/.．][\d０-９]{1,2}(?:[-/.．][\d０-９]{1,2})?(?![\d０-９.．])"
_FIVE = (
    r"(?:[“\"]?十[一二三四五六七八九]?五[”\"]?(?:规划)?(?:期间|时期|期内|期?末)|"
    r"第十[一二三四五六七八九]?个五年规划(?:期间|时期|期内|期?末))"
)
_TO = r"(?:[-—－–~～]{1,2}|至|到)"
_POINT = (
    rf"(?:{YEAR}(?:[，：:](?={_MONTH}|{_PART}))?{_CORE}|{YEAR}{_OF_YEAR}|{YEAR}|{_ISO}|{_CORE})"
)
_BARE_MONTHS = rf"(?:{YEAR})?{N}{_TO}{_MONTH}(?:[底末])?"
_SPAN = (
    rf"(?:{_BARE_MONTHS}|(?:{YEAR}|{YEAR_NUMBER}(?={_TO}{YEAR_NUMBER}年)|{_POINT})"
    rf"起?{_TO}{_POINT})"
)
# After a figure, a numeral or a year, a month or year end belongs to these.
_WHEN = re.compile(
    rf"(?<![\d０-９.．])"
    rf"(?P<when>(?P<span>{_SPAN})|(?P<five>{_FIVE})|{_POINT}(?:[、和及]{_POINT}){{0,11}})"
    rf"(?P<before>{_BEFORE})?"
)
_BROKEN_OFF = re.compile(
    r"(?:[\d０-９〇○零一二两三四五六七八九十半几数多近每前后上下去全同往历某]|(?:年度?|度)的?)$"
)
_YEAR_AHEAD = re.compile(r"(?:[\d０-９]{2,4}|明|次|来)年度?的?$")
_NO_LATER = re.compile(r"(?:不迟于|不晚于|最迟|至迟|最晚)(?:于|在|到)?$")
_LABEL = re.compile(
    "(?:完成|整改|办结|报送|申报|报名|征集|截止|活动|排查|整治|验收|建设)(?:期限|时限|时间|日期)"
    "(?:为|是|：|:|定于|定为)$"
)
_LEAD = re.compile(
    r"(?:(?:力争|争取|确保|原则上|预计|计划)(?:截止到|截至到|于|在|到|至)?|于|在|到|至)$"
)
_UNTIL = re.compile(r"(?:截至|截止)(?:到|于|至)?$")
_FROM_NOW = re.compile(r"(?:即日|现在|今日)起$")
# Words before a date that is not the task's: of a period, a day of figures, a basis.
_NOT_BEFORE = re.compile(
    r"(?:截至|截止|自|从|至|到|自从|以来|近|上年|去年|执行|有效期|期限|每(?:个)?(?:年度?|季度|月|半年)的?|于.{0,4}印发|"
    r"较|比|相比|同比|环比|对比|与|和|以|按|依据|根据|按照|参照|对照|对标|沿用|落实|总结|印发|[-—－至])$|对$"
)
_NUMBERS_AHEAD = re.compile(r"(?:[\d０-９]{1,2}月?[、，,和及])+$")
_QUARTERS_AHEAD = re.compile(r"(?:第?[一二三四1-4][、和及])+$")
_IMPRINT = re.compile(r"(?:印发|发布|公布|签发|成文)(?:[。□]|$)")
_ABOUT = re.compile("(?:前后|左右)，?")
_BASIS = re.compile(
    r"[^，。；、]{0,6}?的|[^，。；、]{0,4}?(?:累计|已|(?<!公)共(?=[\d有计完办受建开]))|"
    rf"(?:(?!{DEEDS})[^，。；、]){{0,8}}?(?:基础上|以来|同期|水平|数据|年报)"
)
_DONE = re.compile(r"[^，。；]{0,10}?的|[^。；]{0,30}?(?:已|共[有计\d]|现有|完成了|取得)")
_MUST = re.compile(r"[^，。；]{0,8}?(?:全部|全面|必须|应当?|须|要|力争|确保|务必)")
_AMOUNT = re.compile(r"[^，。；]{0,24}?[\d０-９]")
_AMOUNT_OF_YEAR = re.compile(
    r"[^，。；]{0,20}?(?:不少于|不低于|不超过|增长|下降|压减|压降|控制在|达到)|(?:持续)?(?:推进|坚持|实施)(?=[，。；]|$)"
)
_LONGEST_SENTENCE = 400
_PRAISE = re.compile(r"，?[^，。；]{0,8}?(?:取得|成绩|成效|已|累计|来)")


def due_dates(plain: str, year: int | None) -> Iterator[StatedTime]:
    """Yield the place, words and reading of each expression of `plain` that states when something
    is due.

    `plain` has no white space, and text that cannot hold a deadline is blanked. An expression with
    «before» is always due; a mere time is due where its year is printed or a deed follows; in a
    comparison or a basis nothing is due. An expression that cannot be read, or that is only perhaps
    due, is `unread`.
    """
    together = -1
    for match in _WHEN.finditer(plain):
        start, after = match.start(), plain[match.end() : match.end() + 40]
        ahead = plain[max(0, start - 24) : start]
        if _BROKEN_OFF.search(ahead[-12:]) and not _is_dated(match["when"]):
            # The year of the month is printed before it in an unexpected form.
            year_ahead = _YEAR_AHEAD.search(ahead)
            if year_ahead and (match["before"] or deed_follows(after)):
                yield _unread(start - len(year_ahead[0]), year_ahead[0] + match[0])
            if year_ahead or not _NUMBERS_AHEAD.search(ahead):
                continue
        # «2025年底前和2026年底前分别完成»: a date joined to a due date is due as well.
        joined = match["before"] and together == start - 1 and plain[together] in "和及与"
        verdict = "due" if joined else _judged(match, ahead, after, year)
        if verdict == "none":
            continue
        together = match.end()
        numbers = match["before"] and _NUMBERS_AHEAD.search(ahead)
        if numbers and re.match(_MONTH, match["when"]):
            yield _unread(start - len(numbers[0]), numbers[0] + match[0])  # 6、9、12月底前
        elif "季度" in match["when"] and (numbers := _QUARTERS_AHEAD.search(ahead)):
            yield _unread(start - len(numbers[0]), numbers[0] + match[0])  # 一、二季度
        elif verdict == "asked":
            until = _UNTIL.search(ahead)
            yield _unread(start, f"{until[0] if until else ''}{match[0]}")
        elif year and not _is_dated(match["when"]) and _speaks_of_later(plain, start, year):
            yield _unread(start, match[0])
        elif (deadline := parse_deadline(match[0].replace("□", ""), year)).kind != "none":
            yield StatedTime(start, match[0], deadline)


def _unread(start: int, words: str) -> StatedTime:
    return StatedTime(start, words, Deadline(words, "unread"))


def _judged(match: re.Match[str], ahead: str, after: str, year: int | None) -> Verdict:
    when = match["when"]
    is_labelled = _LABEL.search(ahead) or after.startswith("截止")
    if _NO_LATER.search(ahead) or (is_labelled and _not_past(when, year)):
        return "due"
    if _UNTIL.search(ahead):
        return _judged_until(match, after, year)
    lead = _LEAD.search(ahead)
    context = ahead[: lead.start()] if lead else ahead
    if lead and lead[0] in ("到", "至") and _FROM_NOW.search(context):
        return "due" if _not_past(when, year) else "none"
    if match["span"] and context[-1:] in ("自", "从"):
        context = context[:-1]
    if _NOT_BEFORE.search(context) or (
        lead and lead[0] in ("到", "至") and re.search(r"[\d０-９年月日度号起上下底末截]$", context)
    ):
        return "none"
    if match["before"]:
        return "due" if _is_due_before(match, after, year) else "none"
    to = bool(
        lead and re.search("[到至]$", lead[0]) and not re.search("[从自由]", clause_of(context))
    )
    lies_ahead = to and _is_end(when, year) and not _DONE.match(after)
    if lies_ahead and (has_deed(after) or _AMOUNT.match(after)):
        return "due"
    if (about := _ABOUT.match(after)) and deed_follows(after[about.end() :]):
        return "asked"
    is_imprint = "日" in when and _IMPRINT.match(after)
    if _BASIS.match(after) or is_imprint or after[:1] in tuple("前后初左以之"):
        return "none"
    return "due" if _is_due_then(match, context, after, year, to=to) else "none"


def _is_due_before(match: re.Match[str], after: str, year: int | None) -> bool:
    """Whether a date with «before» is a deadline, and not a report of the past (2020年底前建成的小区)."""
    when = match["when"]
    if _BASIS.match(after) and not _not_past(when, year):
        return False
    whole = match["span"] or match["five"] or not _is_bare_year(when)
    return bool(whole or _not_past(when, year))


def _is_due_then(
    match: re.Match[str], context: str, after: str, year: int | None, *, to: bool
) -> bool:
    """Whether something is due at a time without «before». `to` is true where 到 precedes it."""
    when, rest = match["when"], after.lstrip("，")
    opens, at_start = begins(context), not clause_of(context)
    if match["five"]:
        return at_start and _not_past_five(when, year) and not _PRAISE.match(after)
    if not _not_past(when, year):
        return False
    duty = duty_follows(after)
    if when[-1] in "底末" and duty:
        return True
    if "全年" in when:
        return opens and (deed_follows(after) or _AMOUNT_OF_YEAR.match(after) is not None)
    if when[-1] == "内":
        return opens and (duty or deed_follows(after))
    if _is_bare_year(when):
        return (opens and is_done_in_year(after)) or (to and at_start and after[:1] in ("，", ","))
    if match["span"]:
        whole = at_start or _is_dated(when)
        return opens and (has_deed(rest.lstrip("止")) if whole else deed_follows(after))
    if _is_dated(when):
        stands_out = at_start or (to and when[-1] in "底末")
        return (stands_out and has_deed(rest)) or (opens and deed_follows(after))
    if not re.search(r"[\d０-９一二三四五六七八九十][月份]|季度|半年", when):
        return False
    return deed_follows(rest) if at_start else opens and deed_follows(after)


def _judged_until(match: re.Match[str], after: str, year: int | None) -> Verdict:
    """Judge 截至 with a date: the deadline of a deed, or the day of some figures."""
    when, rest = match["when"], after.lstrip("，")
    if _DONE.match(rest) or not _not_past(when, year):
        return "none"
    if not has_deed(rest):
        return "none"
    is_due = match["before"] or _is_end(when, year) or _MUST.match(rest)
    return "due" if is_due else "asked"


def _is_end(when: str, year: int | None) -> bool:
    """Whether an expression means the end of the plan's year or later, and so lies ahead."""
    end = parse_deadline(when, year).end
    return bool(year and end and end >= date(year, 12, 31))


def _speaks_of_later(plain: str, start: int, year: int) -> bool:
    """Whether a sentence names, before a date at `start`, a later year than the plan's, or a paper
    that is made after its year.

    Nobody can say which January «2026年度预算于1月底前公开» means.
    """
    ahead = plain[max(0, start - _LONGEST_SENTENCE) : start]
    sentence = narrow_digits(re.split(r"[。；;\n]", ahead)[-1])
    if re.search(rf"{year}年度?[^，,、]{{0,12}}?(?:年度报告|报告|年报|决算|总结)", sentence):
        return True
    return any(int(number) > year for number in re.findall(r"(?<!\d)(20\d\d)年", sentence))


def _is_dated(when: str) -> bool:
    """Whether an expression prints its year."""
    return re.match(rf"{YEAR}|{_ISO}|{YEAR_NUMBER}", when) is not None


def _is_bare_year(when: str) -> bool:
    return re.fullmatch(YEAR, when) is not None


def _not_past(when: str, year: int | None) -> bool:
    """Whether the last year that an expression prints is not before the plan's."""
    deadline = parse_deadline(when, year)
    if year is None or deadline.end is None:
        numbers = re.findall(r"(?:19|20)\d\d", narrow_digits(when))
        return not numbers or year is None or int(numbers[-1]) >= year
    return deadline.end.year >= year


def _not_past_five(when: str, year: int | None) -> bool:
    end = parse_deadline(when, year).end
    return year is None or end is None or end.year >= year
