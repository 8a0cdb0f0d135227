"""The expressions of time in a sentence that state when it is due, each whole: never a month without the year before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gksite.notation.characters import narrow_digits
from gksite.notation.deadlines import Deadline, parse_deadline

_N = r"(?:[\d０-９]{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR_NUMBER = r"(?:[\d０-９]{4}|[〇○零一二三四五六七八九]{4})"
YEAR = rf"(?:{_YEAR_NUMBER}年度?|今年|本年度?|当年|明年|来年|次年|翌年|后年)"
DUTY = (
    "完成|公布|发布|报送|公开|更新|通报|开展|组织|举办|建成|上线|启动|投入|投用|出台|印发|制定|编制|梳理|汇总|上报|提交|反馈|整改|实现|建立|召开|集中|达到|达标|修订|形成|向社会|通过|确定|开通|动工|开工|完工|竣工|封顶|"
    "力争|全面|基本|对|将|各|全部|系统|政府|录入|答复|办结|回复|告知|维护|核对|排查|检查|抽查|调度|晾晒|清理|调整|验收|交付|投产|通车|新增|新建"
)
_DEED = "集中|完成|公布|建成|上线|启动|投入|投用|出台|实现|召开|达到|达标|开通|动工|开工|完工|竣工|封顶|办结|验收|交付|投产|通车|组织|举办|开展"
_HOUR = r"(?:[\d０-９]{1,2}(?:[:：][\d０-９]{2}|[时点](?:[\d０-９]{1,2}分)?))?"
_BEFORE = rf"{_HOUR}(?:之前|以前|前)(?![一二三四1-4]?[季个]|述|期|后|往|来)"
_MONTH = rf"{_N}月份?"
_PART = r"(?:第?[一二三四1-4]季度|[上下]半年)"
_OF_YEAR = r"(?:[底末]|中(?![央期小长西等外高级])|内(?![部容外设河涝]))"
_CORE = rf"(?:{_MONTH}(?:{_N}[日号]|[底末]|[上中下]旬)?|{_PART}(?:[底末]|结束)?|年{_OF_YEAR})"
_ISO = r"[\d０-９]{4}[-/.．][\d０-９]{1,2}(?:[-/.．][\d０-９]{1,2})?(?![\d０-９.．])"
_FIVE = r"(?:[“\"]?十[一二三四五六七八九]?五[”\"]?(?:规划)?(?:期间|时期|期内|期?末)|第十[一二三四五六七八九]?个五年规划(?:期间|时期|期内|期?末))"
_TO = r"(?:[-—－–~～]{1,2}|至|到)"
_POINT = rf"(?:{YEAR}(?:[，：:](?={_MONTH}|{_PART}))?{_CORE}|{YEAR}{_OF_YEAR}|{YEAR}|{_ISO}|{_CORE})"
_SPAN = rf"(?:{YEAR}|{_YEAR_NUMBER}(?={_TO}{_YEAR_NUMBER}年)|{_POINT})起?{_TO}{_POINT}"
# Behind a figure, a numeral or a year the month or the end of the year belongs to what stands there.
_WHEN = re.compile(
    rf"(?<![\d０-９.．])(?P<when>(?P<span>{_SPAN})|(?P<five>{_FIVE})|{_POINT}(?:[、和及]{_POINT}){{0,11}})(?P<before>{_BEFORE})?"
)
_BROKEN_OFF = re.compile(r"(?:[\d０-９〇○零一二三四五六七八九十半多近每前后上下去全同往历某]|(?:年度?|度)的?)$")
_NO_LATER = re.compile(r"(?:不迟于|不晚于|最迟|至迟|最晚)(?:于|在|到)?$")
_LEAD = re.compile(r"(?:(?:力争|争取|确保|原则上|预计|计划)(?:截止到|截至到|于|在|到|至)?|于|在|到|至)$")
_TARGET = re.compile(r"(?:到|至)$")
# What precedes a date that is none of the task's: a period, a statistics date, a comparison, a basis, a reporting duty.
_NOT_BEFORE = re.compile(
    r"(?:截至|截止|自|从|至|到|自从|以来|近|上年|去年|执行|有效期|期限|每(?:个)?(?:年度?|季度|月|半年)的?|于.{0,4}印发|"
    r"较|比|相比|同比|环比|对比|与|和|以|按|依据|根据|按照|参照|对照|沿用|落实|总结|印发|[-—－至])$|对$"
)
_NUMBERS_AHEAD = re.compile(r"(?:[\d０-９]{1,2}月?[、，,和及])+$")
_MONTHS_FIRST = re.compile(rf"{_MONTH}")
_ISSUED = "发布(?!会|情况|数|量|率)|印发|修订|编制|制定|报送|提交|公开(?!情况|数|量|率|工作)"
_CLAUSE_START = re.compile(r"(?:^|[，。；、：:（(\n□])$")
_BASIS = re.compile(r"[^，。；、]{0,6}?的|[^，。；、]{0,4}?(?:累计|已|共)|[^，。；、]{0,8}?(?:基础上|以来|同期|水平|数据|年报|印发)")


def due_dates(plain: str, year: int | None) -> Iterator[tuple[str, Deadline]]:
    """Each expression of `plain` that says when something is due, with its reading, in order.

    `plain` has no white space, and what cannot hold a deadline is blanked. One that says «before» is always due; one
    that only names a time is where its year is printed or a deed follows; none is in a comparison or a basis.
    """
    together = -1
    for match in _WHEN.finditer(plain):
        start, after = match.start(), plain[match.end() : match.end() + 40]
        ahead = plain[max(0, start - 12) : start]
        if match["before"] and _BROKEN_OFF.search(ahead) and not _is_dated(match["when"]):
            # A year, or what else the month belongs to, is printed before it in a form that nobody expected.
            if year_ahead := re.search(r"(?:[\d０-９]{2,4}|明|次|来)年度?的?$", ahead):
                yield year_ahead[0] + match[0], Deadline(year_ahead[0] + match[0], "unread")
            continue
        # «2025年底前和2026年底前分别完成»: what is joined to a date that is due is due as well.
        joined = match["before"] and together == start - 1 and plain[together] in "和及与"
        if not (joined or _is_due(match, ahead, after, year)):
            continue
        together = match.end()
        if match["before"] and (numbers := _NUMBERS_AHEAD.search(ahead)) and _MONTHS_FIRST.match(match["when"]):
            yield numbers[0] + match[0], Deadline(numbers[0] + match[0], "unread")  # 6、9、12月底前
            continue
        if year and not _is_dated(match["when"]) and _speaks_of_later(_sentence_before(plain, start), year):
            yield match[0], Deadline(match[0], "unread")
            continue
        deadline = parse_deadline(match[0], year)
        if deadline.kind != "none" and (match["before"] or deadline.kind != "unread"):
            yield match[0], deadline


def _is_due(match: re.Match[str], ahead: str, after: str, year: int | None) -> bool:
    if _NO_LATER.search(ahead):
        return True
    lead = _LEAD.search(ahead)
    target = bool(lead and _TARGET.search(lead[0])) and not re.search("[从自由]", ahead)
    context = ahead[: lead.start()] if lead else ahead
    if _NOT_BEFORE.search(context) or (lead and lead[0] in ("到", "至") and re.search(r"[\d０-９年月日度号起上下底末截]$", context)):
        return False
    if match["before"]:
        if _BASIS.match(after) and not _not_past(match["when"], year):
            return False  # 2020年底前建成的老旧小区: what is past, and told of something
        return bool(match["span"] or match["five"] or not _is_bare_year(match["when"]) or _not_past(match["when"], year))
    if _BASIS.match(after) or after[:1] in tuple("前后初左以之"):
        return False
    begins = bool(_CLAUSE_START.search(context))
    when, deed = match["when"], re.match(DUTY, after)
    if match["five"]:
        return begins and _not_past_five(when, year)
    if when[-1] in "底末" and (deed or (_is_dated(when) and (target or (begins and _not_past(when, year) and _has_deed(after.lstrip("，")))))):
        return True
    if when[-1] == "内":
        return begins and bool(deed)
    if _is_bare_year(when):
        return begins and _not_past(when, year) and bool(re.match(rf"(?:全面|全部|基本)?(?:{_DEED})", after) or (target and re.match("[，,]", after)))
    if match["span"]:
        return begins and _not_past(when, year) and _has_deed(after)
    if _is_dated(when):
        return begins and _not_past(when, year) and _has_deed(after.lstrip("，"))
    return begins and bool(re.match(f"{_DEED}|{_ISSUED}", after)) and re.search(r"[\d０-９一二三四五六七八九十][月份]|季度|半年", when) is not None


def _sentence_before(plain: str, start: int) -> str:
    return re.split(r"[。；;\n]", plain[:start])[-1]


def _speaks_of_later(sentence: str, year: int) -> bool:
    """Whether a sentence has named a later year than the plan's, or what is made of a year after it.

    Whose January is meant by «2026年度预算于1月底前公开» or «2025年度报告于1月底前公布», nobody can say.
    """
    sentence = narrow_digits(sentence)
    if re.search(rf"{year}年度?[^，,、]{{0,12}}?(?:年度报告|报告|年报|决算|总结)", sentence):
        return True
    return any(int(number) > year for number in re.findall(r"(?<!\d)(20\d\d)年", sentence))


def _is_dated(when: str) -> bool:
    """Whether an expression prints its year."""
    return re.match(rf"{YEAR}|{_ISO}|{_YEAR_NUMBER}", when) is not None


def _is_bare_year(when: str) -> bool:
    return re.fullmatch(YEAR, when) is not None


def _has_deed(after: str) -> bool:
    return re.match(rf"[^，。；]{{0,24}}?(?:{_DEED}|{_ISSUED})", after) is not None


def _not_past(when: str, year: int | None) -> bool:
    """Whether the last year that an expression prints is not before the plan's: what is past states no deadline."""
    deadline = parse_deadline(when, year)
    if year is None or deadline.end is None:
        numbers = re.findall(r"(?:19|20)\d\d", narrow_digits(when))
        return not numbers or year is None or int(numbers[-1]) >= year
    return deadline.end.year >= year


def _not_past_five(when: str, year: int | None) -> bool:
    end = parse_deadline(when, year).end
    return year is None or end is None or end.year >= year
