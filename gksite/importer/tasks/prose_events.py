"""Find times in prose without a day in a calendar: festivals, seasons, periods from a day on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gksite.importer.tasks.prose_words import (
    BEFORE_WORD,
    YEAR,
    N,
    StatedTime,
    clause_of,
    deed_follows,
    has_deed,
)
from gksite.notation.deadlines import Deadline, parse_deadline

_FESTIVAL = (
    "春节|元宵节?|清明节?|五一|六一|七一|八一|劳动节|儿童节|端午节?|建党节|建军节|教师节|中秋节?|重阳节?|国庆节?|中秋国庆|元旦春节|"
    "元旦|两节|双节|节日|节|小长假|黄金周"
)
_SEASON = (
    "[主度入]?汛期?|雨季|台风季|[入今]冬|入夏|入春|入秋|立冬|冬季|夏季|雨雪冰冻|冰冻期|(?:冬季)?(?:供暖|采暖|供热)[季期]?|春耕|春播|"
    "三夏|三秋|秋收|防火期|旅游旺季|暑期|[寒暑]假|(?:新|[春秋]季)?学期末?|学年末?|(?:(?:新|[春秋]季)(?:学期|学年)?)?开学|高考|中考|"
    "(?:全国|全省|省|市|区|县)?两会|(?:区|市|县|省)?(?:党代会|人代会)|年关|岁末"
)
_COMES = "(?:到来|来临|开始|结束|召开|开幕)?"
_NOT_AFTER = r"(?![后期述])"
_EVENT = re.compile(
    rf"(?<![每落])(?:{YEAR})?(?:{N}月份?)?(?:(?:{_FESTIVAL})假?期?|{_SEASON})"
    rf"{_COMES}{BEFORE_WORD}{_NOT_AFTER}"
    rf"|(?<![\d０-９一二三四五六七八九十每个各])(?:[本当次下]个?)?(?:月|季度?|旬|周)[底末]{BEFORE_WORD}{_NOT_AFTER}"
    rf"|[本当次下]个?月{N}[日号]{BEFORE_WORD}{_NOT_AFTER}"
    # A month or a day, and the event then: 12月验收前, 6月30日下班前.
    rf"|(?<![\d０-９.．])(?:{YEAR})?(?:{N}月份?(?:{N}[日号])?)(?![底末初中上下之以前至到份\d])"
    rf"(?:(?!完成|公布|报送)[\u4e00-\u9fff]){{1,6}}?(?<![之以]){BEFORE_WORD}{_NOT_AFTER}"
    rf"|(?<![\d０-９.．])(?:{YEAR})?{N}月{N}[日号]□{{0,12}}下班{BEFORE_WORD}"
    r"|(?<!有效)期限(?:为|是|：|:)?(?:[\d０-９]{1,3}|[一二两三四五六七八九十]{1,3})(?:个?工作日|个月|天|日|年)"
)
# A time without «before» counts only where a deed follows.
_VAGUE = re.compile(
    rf"(?<![月年每\d０-９一二三四五六七八九十、和第]){N}[日号]{BEFORE_WORD}{_NOT_AFTER}"
    rf"|[本当次下]个?月{N}[日号]|为期(?:[\d０-９]{{1,3}}|[一二两三四五六七八九十]{{1,3}})(?:个月|天|周|年)的?"
    rf"|(?:{YEAR})?{N}月初{BEFORE_WORD}?|(?:{YEAR})?年[终初]|岁末|今明两年"
    rf"|(?:{_FESTIVAL}|{_SEASON})前后|今冬明春|[本下]个?(?:月|季度|周)(?:[底末]|内)"
    r"|(?:用|以|利用|花)?(?:[\d０-９]{1,2}|[一二两三四五六七八九十]{1,2})(?:个月|年)(?:左右)?的?时间(?:之内|以内|内)?"
    r"|(?:未来|今后)(?:[\d０-９]{1,2}|[一二两三四五六七八九十]{1,2})(?:个月|年)(?:之内|以内|内|时间)?"
)
_FOR_SOMETHING_ELSE = re.compile(
    r"(?:根据|依据|按照?|对照|参照|落实|总结|回顾|截至|较|比|与|和|同|每(?:个)?(?:月|季度?|年)?(?:首月|头月)?)$"
)
_OF_SOMETHING = re.compile(r"[^，。；、]{0,6}?的")

_COUNT = r"(?:[\d０-９]{1,3}|[一二两三四五六七八九十]{1,4})"
_PERIOD = re.compile(
    rf"(?<![近前每过第续百千月年半\d０-９一二两三四五六七八九十几数多.．—-])(?:{_COUNT}\s?(?:"
    r"个?(?P<working>工作日|小时)|个?(?:自然日|星期)|个季度|个月|日|天|周|年)|半个?月|半年)"
    r"(?:之内|以内|内)(?!部|外|容|[^，。；、]{0,4}的|到期|未|无|没|不|有效|累计|发生|连续|出现|曾|已|仍|设|河|涝)"
)
_ANCHOR_END = re.compile(r"(?:之后|以后|后|之日起|起)(?:的|，)?$")
_ANCHOR_START = re.compile(r"^.{0,28}(?:必需|必须|应当|应|须|要|在|于|自|并)(?!求)")
_LONGEST_ANCHOR = 28
_PAPER = "方案|通知|文件|要点|计划|意见|办法|规定|通告|清单"
_SINCE = "(?:起|之后|以后|后)(?:的|，)?$"
_ISSUE = re.compile(
    rf"(?P<from>自|从)?(?P<this>本|该|此)?(?:{_PAPER}|文)?(?:正式)?(?:印发|下发|发文)(?:之日|当日)?{_SINCE}"
    rf"|自(?P<own>本|该|此)?(?:{_PAPER})?(?:发布|公布|出台|施行|实施)之日{_SINCE}"
    rf"|(?P<these>本|该|此)(?:{_PAPER})(?:发布|公布|出台|施行|实施)(?:之日)?{_SINCE}"
    rf"|(?:自|从|在)?(?:收到|接到|接|收)(?P<received>本|该|此)?(?:{_PAPER}|文)(?:之日)?{_SINCE}"
)
_WHO = re.compile(
    "(?:单位|部门|街镇|乡镇|街道|局|办|委|区|县|市|处|科|镇|所|院|中心|公司|要|须|应|应当|需|请|并|在|于|自)$"
)


def undated(plain: str) -> Iterator[StatedTime]:
    """Yield the place, words and `unread` deadline of each due time that no calendar holds."""
    for form, needs_deed in ((_EVENT, False), (_VAGUE, True)):
        for match in form.finditer(plain):
            ahead = plain[max(0, match.start() - 12) : match.start()]
            after = plain[match.end() : match.end() + 40]
            if _FOR_SOMETHING_ELSE.search(ahead) or _OF_SOMETHING.match(after):
                continue
            if not needs_deed or deed_follows(after.lstrip("，")):
                yield StatedTime(match.start(), match[0], Deadline(match[0], "unread"))


def since_issue(plain: str, year: int | None) -> Iterator[StatedTime]:
    """Yield each period that is counted from the day of the plan itself: 印发后30日内."""
    for match in _PERIOD.finditer(plain):
        ahead = plain[max(0, match.start() - _LONGEST_ANCHOR) : match.start()]
        if issue := _issue_ahead(ahead):
            wording = f"{issue}{match[0]}"
            start = match.start() - len(issue)
            yield StatedTime(start, wording, parse_deadline(wording, year))


def counted_periods(plain: str, year: int | None) -> Iterator[Deadline]:
    """Yield each other period, with the event that it is counted from, if any: 收到申请后20个工作日内."""
    for match in _PERIOD.finditer(plain):
        ahead = plain[max(0, match.start() - _LONGEST_ANCHOR) : match.start()]
        if _issue_ahead(ahead):
            continue
        clause = clause_of(ahead)
        anchor = _ANCHOR_START.sub("", clause) if _ANCHOR_END.search(clause) else ""
        after = plain[match.end() : match.end() + 40].lstrip("，")
        if anchor or match["working"] == "工作日" or has_deed(after):
            whole = parse_deadline(f"{anchor}{match[0]}", year)
            yield whole if whole.kind == "relative" else parse_deadline(match[0], year)


def counted_from_unknown(printed: str) -> str:
    """Return the period in a deadline that is counted from the plan's own issue, or from no day at
    all; "" for none.

    Working days and hours without such a day count for each case that comes up (5个工作日内答复).
    """
    plain = "".join(printed.split())
    for match in _PERIOD.finditer(plain):
        ahead = plain[max(0, match.start() - _LONGEST_ANCHOR) : match.start()]
        if issue := _issue_ahead(ahead):
            return f"{issue}{match[0]}"
        if not match["working"] and not _ANCHOR_END.search(ahead):
            return match[0]
    return ""


def _issue_ahead(ahead: str) -> str:
    """Return the end of `ahead` that names the issue of the plan itself, not of any other paper."""
    issue = _ISSUE.search(ahead)
    if issue is None:
        return ""
    before = clause_of(ahead[: issue.start()])
    is_named = issue["from"] or issue["this"] or issue["these"] or issue[0][0] in "自收接"
    return issue[0] if is_named or not before or _WHO.search(before) else ""
