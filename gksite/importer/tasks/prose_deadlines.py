"""Find deadlines in prose that are clearly the task's: 6月30日前, 12月底前完成, 每季度公布."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from gksite.importer.tasks.prose_dates import due_dates
from gksite.importer.tasks.prose_events import counted_periods, since_issue, undated
from gksite.importer.tasks.prose_words import BEFORE_WORD, DUTY, N, StatedTime
from gksite.notation.calendar_dates import normalise_dates
from gksite.notation.deadlines import Deadline, parse_deadline

_REPEATED_DEED = (
    f"(?:至少|不少于|定期|集中|及时|按时|向[^，。；]{{1,8}}?|滚动|分批|联合)?(?:{DUTY}|"
    "报告|汇报|会商|研究|分析|听取|通气|轮训|培训|评估|考核|[一二三1-3]次)"
    "(?![^，。；]{0,4}的)"
)
_NO_DAYS = rf"(?!{N}个?(?:工作日|日|天))"
_EVERY = re.compile(
    rf"每年(?:度)?的?{N}月(?:份)?(?:{N}[日号]|底|末)?{BEFORE_WORD}|"
    rf"每年(?:度)?{N}月份?(?:[、和及]{N}月份?){{0,3}}(?={_REPEATED_DEED})|"
    r"每(?:个)?(?:季度|季|半年|月|周|年)(?:首月|头月|末月|末|底|初|的)?"
    rf"(?:{N}[日号]|(?<=周)[一二三四五六日天])?(?:末|底|初)?{BEFORE_WORD}{_NO_DAYS}"
    rf"|每(?:个)?(?:季度|半年|月|周|年)[^，。；、的前每]{{2,10}}?{BEFORE_WORD}(?!后){_NO_DAYS}"
    rf"|每(?:个)?(?:季度|月|年)前{N}个?(?:工作日|日|天)内?"
    rf"|每(?:月{N}[日号]|周[一二三四五六日天])(?={_REPEATED_DEED})"
    rf"|每(?:个)?(?:季度|季|半年|月|年)(?:[末底])(?![^，。；]{{0,4}}的)"
    rf"|每(?:个)?(?:季度|半年|半月|月|周|年度?|学期|学年|旬|[两二三四六]个?(?:月|周))(?:末|底|初)?(?={_REPEATED_DEED})"
    rf"|(?:按|逐)(?:季度?|月|周|半年)(?=(?:向[^，。；]{{1,8}}?)?(?:通报|公布|公开|报送|上报|更新|调度|汇总|报告|发布|晾晒))"
)
_NOT_EVERY = re.compile(r"(?:根据|按照|依据|对照|按)[^，。；]{0,24}$")
_QUOTED = re.compile(r"《[^《》]{0,80}》|[（(〔\[][^（()）〔〕\[\]]{0,80}[)）〕\]]|“[^“”]{0,60}”")
_BRACKET = re.compile(r"[（(]([^（()）《》]{2,24})[)）]")
_IN_BRACKET = re.compile(
    rf"(?:力争|确保|争取|计划|于|在)?[^，。；]{{2,16}}?(?:{BEFORE_WORD}|[底末])"
    "(?:完成|建成|办结|公布|印发|报送)?"
)
_REPORT = re.compile(
    r"[^。；\n]{0,120}(?:报送|上报|报至|报)[^。；\n]{0,60}(?:办公室|办|科|处|局|督查室|中心|领导小组|邮箱|我委|我办)?"
)
_REPORTED = re.compile(
    "报送|上报|报至|前报|报(?!经|请|名|批|销|考)[^。，；]{1,16}(?:办|室|科|处|局|委|中心|领导小组)"
)
# Quotation marks around names of plans and days make no quotation.
_NAMES = re.compile(
    r"“((?:十[一二三四五六七八九]?五)|五一|六一|七一|八一|十一|两节|双节|两会|三夏|三秋)”"
)
_ALWAYS = re.compile(
    r"(?:并|且|需|要|做到|坚持)?(?:长期坚持|长期推进|持续推进|常态化(?:推进|开展|坚持|实施|运行)?|贯穿全年|常抓不懈|一以贯之)"
)
_LONGEST = 20_000


class DatedSentence(msgspec.Struct, frozen=True):
    """A sentence and the deadline in it."""

    sentence: str
    deadline: Deadline


def prose_deadline(text: str, year: int | None) -> Deadline:
    """Return the deadline that a task's wording states: its last date with all dates as milestones,
    else a recurring time, else a counted period with its event, else a date alone in brackets, else
    a continuous duty; kind `none` for none.

    Dates inside of quotations and titles, in a period, a comparison or a basis are none. A time by
    which something is due and that cannot be read, or that has no day in a calendar, is `unread`.
    """
    plain = _masked(text)
    stated = [*due_dates(plain, year), *undated(plain), *since_issue(plain, year)]
    # A vague beginning is asked about only where nothing else is stated: 年初公布清单，年底公布结果.
    stated = [time for time in stated if time.words[-1] != "初"] or stated
    every = next(filter(_is_own, _EVERY.finditer(plain)), None)
    # «每季度一个主题，全年不少于8场»: the recurrence is more exact than the year.
    if stated and not (every and all(time.words == "全年" for time in stated)):
        return _of_dates(_apart(stated), year)
    if every:
        return _read(every[0], year)
    if (period := next(counted_periods(plain, year), None)) is not None:
        return period
    if bracketed := _in_bracket(text, year):
        return bracketed
    if always := next(
        (clause for clause in re.split("[，。；]", plain) if _ALWAYS.fullmatch(clause)), ""
    ):
        return parse_deadline(always, year)
    return Deadline("", "none")


def is_too_early(deadline: Deadline, year: int | None) -> bool:
    """Whether a deadline ends before the year of its plan, a slip (2011年底前 in a plan of 2020)."""
    return bool(year and deadline.end and deadline.end.year < year)


def reporting_duties(text: str, year: int | None) -> tuple[DatedSentence, ...]:
    """Return the sentences that state by which date units must report, with that date."""
    duties: list[DatedSentence] = []
    for sentence in re.split(r"(?<=[。；\n])", text[:_LONGEST]):
        plain = _masked(sentence)
        if not _REPORT.match(plain) or not _REPORTED.search(plain):
            continue
        deadline = prose_deadline(sentence, year)
        if deadline.kind not in ("none", "continuous"):
            duties.append(DatedSentence(sentence.strip(), deadline))
    return tuple(duties)


def _masked(text: str) -> str:
    """Return `text` without white space, quotations, titles and brackets blanked, but for “十五五”."""
    plain = _NAMES.sub(r"\1", text[:_LONGEST])
    return "".join(_QUOTED.sub(lambda match: "□" * len(match[0]), plain).split())


def _apart(stated: Sequence[StatedTime]) -> list[StatedTime]:
    """Return the stated times in printed order; of two that share characters only the longer."""
    kept: list[StatedTime] = []
    for time in sorted(stated, key=lambda time: (time.start, -len(time.words))):
        if not kept or time.start >= kept[-1].start + len(kept[-1].words):
            kept.append(time)
        elif len(time.words) > len(kept[-1].words):
            kept[-1] = time
    return kept


def _of_dates(times: Sequence[StatedTime], year: int | None) -> Deadline:
    known = [time.deadline for time in times if time.deadline.kind != "unread"]
    printed = [time.words.replace("□", "") for time in times]
    if len(known) < len(times):
        return Deadline("，".join(printed), "unread")
    if len({normalise_dates(words) for words in printed}) == 1:
        return known[0]
    return parse_deadline("，".join(printed), year)


def _is_own(every: re.Match[str]) -> bool:
    """Whether a recurring time is the task's own and not only a basis: 按照省里每季度开展的抽查结果."""
    return not _NOT_EVERY.search(every.string[max(0, every.start() - 26) : every.start()])


def _read(wording: str, year: int | None) -> Deadline:
    deadline = parse_deadline(wording, year)
    return deadline if deadline.kind != "none" else Deadline(wording, "unread")


def _in_bracket(text: str, year: int | None) -> Deadline | None:
    """Return the deadline that stands alone in brackets: 完成编制（6月底前）."""
    for match in _BRACKET.finditer("".join(text[:_LONGEST].split())):
        if _IN_BRACKET.fullmatch(match[1]):
            deadline = parse_deadline(match[1], year)
            if deadline.kind not in ("none", "unread"):
                return deadline
    return None
