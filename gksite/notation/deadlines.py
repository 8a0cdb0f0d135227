"""Deadlines as officials write them: 全年, 6月底前, 第三季度, 每季度末月20日前, 10个工作日内, 持续推进."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

import msgspec

from gksite.notation.calendar_dates import Span, day_span, month_span, months_span, normalise_dates
from gksite.notation.deadline_years import Years, five_years, year_meant
from gksite.notation.recurrence import recurrence_of
from gksite.notation.traditional import Printed, simplified
from gksite.notation.values import Deadline as Deadline
from gksite.notation.values import DeadlineKind
from gksite.notation.values import Milestone as Milestone


class _Read(msgspec.Struct, frozen=True):
    kind: DeadlineKind
    span: Span = Span()
    milestone: str = ""
    recurrence: str = ""
    stated_year: int | None = None


_UNREAD = _Read("unread")
_NOTHING = frozenset(("", "/", "／", "\\", "—", "——", "———", "-", "--", "－", "–", "―", "――", "无"))

# A word of the phase that is due (动工, 投入使用). Words that change the date, or make it vague, are not
# phases: 9月开学前.
_PHASE = (
    r"(?P<phase>(?:(?!许|度内|底|末|前|后|起|至|到|以|之|内|日|月|年|季|旬|左|或|初|中|上|下|第|每|份|期|央)"
    r"[^\d。，,；;、]{1,24}(?<![前后])(?<!期间|左右|以来))?)"
)
_LEAD = r"(?:力争|争取|确保|原则上|预计|计划)?(?:截止到|截至到|截至|截止|于|在|到|至)?"
_RELATIVE_YEAR = "今年|本年度?|当年|明年|来年|次年|翌年|后年"
_YEAR = rf"(?:(?P<year>\d{{4}})年度?|(?P<relative>{_RELATIVE_YEAR}))?"
_BEFORE = r"(?:之前|以前|前)?"
_TO = r"(?:-|至|到)"


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(f"{_LEAD}{_YEAR}{pattern}{_PHASE}")


_YEAR_END = _form(rf"年?度?(?<=[年度])(?:(?P<middle>中)|[底末]|内){_BEFORE}")
_WHOLE_YEAR = _form(
    r"(?:(?P<whole>全年|年度|全年度)|(?<=\d年)|(?<=\d年度)|(?<=[明来次翌后今当本]年)|(?<=本年度))"
)
_HALF = _form(r"(?P<half>[上下])半年(?P<end>[底末](?:之前|以前|前)?|结束前)?内?")
_QUARTER = _form(r"第?(?P<quarter>[1-4])季度(?P<end>[底末](?:之前|以前|前)?|结束前)?内?")
_QUARTERS = _form(
    rf"第?(?P<first>[1-4])(?:季度)?{_TO}(?:(?P<year2>\d{{4}})年|(?P<relative2>{_RELATIVE_YEAR}))"
    r"?第?(?P<last>[1-4])季度"
)
_MONTH_END = _form(rf"(?P<month>\d{{1,2}})月份?[底末]{_BEFORE}")
_MONTH = _form(r"(?P<month>\d{1,2})月份?(?:内|当月)?")
_TEN_DAYS = _form(r"(?P<month>\d{1,2})月份?(?P<part>[上中下])旬内?")
_DAY = _form(rf"(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})[日号]{_BEFORE}")
_ISO_DAY = _form(rf"(?P<iso>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_BEFORE}")
_ISO_MONTH = re.compile(r"(?P<iso>\d{4})[-/.](?P<month>\d{2})(?P<phase>)")
_FROM = _form(r"(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号])?起")
_FIRST_QUARTERS = _form(r"前(?P<upto>[2-4])个?季度(?P<end>[底末](?:之前|以前|前)?|结束前)?")
_YEARS = re.compile(rf"(?P<first>\d{{4}})年?{_TO}(?P<last>\d{{4}})(?:年度?)?(?:期间)?(?P<phase>)")
_FIVE_YEARS = re.compile(
    rf"{_LEAD}[“\"]?(?:(?P<five>[一二三四五六七八九十]{{1,3}})五|第(?P<plan>\d{{1,2}})个5年规划)[”\"]?"
    rf"(?:规划)?(?:期间|时期|期内|(?P<end>期?末){_BEFORE}){_PHASE}"
)
_SPAN = re.compile(
    rf"(?:从|自)?(?:(?P<year>\d{{4}})年|(?P<relative>{_RELATIVE_YEAR}))?(?P<month>\d{{1,2}})(?:月份?)"
    rf"?(?:(?P<day>\d{{1,2}})[日号])?起?{_TO}"
    rf"(?:(?P<year2>\d{{4}})年|(?P<relative2>{_RELATIVE_YEAR}|同年))?(?P<month2>\d{{1,2}})月份?(?:"
    rf"(?P<day2>\d{{1,2}})[日号]|[底末])?{_BEFORE}{_PHASE}"
)
_ISO_SPAN = re.compile(
    rf"(?P<year>\d{{4}})[./](?P<month>\d{{1,2}})(?:[./](?P<day>\d{{1,2}}))?{_TO}"
    r"(?:(?P<year2>\d{4})[./])?(?P<month2>\d{1,2})(?:[./](?P<day2>\d{1,2}))?(?P<phase>)"
)
_DAYS = _form(rf"(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})[日号]?{_TO}(?P<last_day>\d{{1,2}})[日号]")
_UNTIL = re.compile(r"(?:即日起|(?:长期|持续)\D{0,4}?)[至到](?P<rest>.{2,20})")

# An anchor, a period, 内: «收到申请后20个工作日内答复». «近6个月内» is a statistics period.
_RELATIVE = re.compile(
    r"(?P<anchor>[^\d。]{0,30})(?<![近前每])(?P<number>\d{1,3})"
    r"(?:个?(?:工作日|自然日|小时|星期|季度)|个月|日|天|周|年)(?:(?:之内|以内|内)(?P<phase>[^\d内。]{0,16}))?"
)
_IMMEDIATE = re.compile(
    r"(?:立行立改|立知立改|即知即改|即行即改|立说立行|边查边改|立即|即时|即刻|即日起?|实时|随时|马上|及时)[^\d。，,；;]{0,12}"
)
_CONTINUOUS = re.compile(
    r"(?:并|全面|坚持|继续|需)?(?:持续|长期|常态化?|常年|日常|经常性?|不间断|滚动|贯穿全年|常抓不懈|一以贯之)[^\d。，,；;]{0,16}"
)
_AS_SCHEDULED = re.compile(
    r"(?:按时序?|按期|如期|适时|(?:按照?|根据|依照?|依据|遵照)[^\d。]{0,30}?"
    r"(?:节点|计划|要求|进度|时限|规定|安排|部署|通知|方案|期限|时间))(?:节点|要求|进度|计划|安排)?"
    r"(?:推进|完成|执行|落实|实施|报送|开展|进行|办理|公开|办结)?"
)
_SEPARATOR = re.compile(r"([，,；;、。]|并于|(?<=[前底])[和及])")
_TIME_WORD = re.compile(r"[\d年月日季旬周]")
_YEAR_AHEAD = re.compile(r"(?<!\d)(\d{4}年)度?[，,：:](?=\d{1,2}月|第?[1-4]季度|[上下]半年)")


@lru_cache(maxsize=4096)
def parse_deadline(text: str, year: int | None, written_in: int | None = None) -> Deadline:
    """Return the deadline that `text` prints, in a plan of `year`; a printed year overrides it, and
    without any year there are no dates.

    Impossible (2月30日), damaged (2022年底11月前) and ambiguous (6月前) wordings have the kind `unread`; so
    have 今年 and 明年 in a text that was written in another year than its plan's. Traditional
    characters are read like simplified ones, and kept.
    """
    if simplified(text) == text:
        return _parse(text, year, written_in)
    source = Printed(text)
    reading = _parse(source.twin, year, written_in)
    return msgspec.structs.replace(
        reading,
        raw=text,
        milestone=source.restore(reading.milestone),
        milestones=tuple(
            msgspec.structs.replace(one, text=source.restore(one.text))
            for one in reading.milestones
        ),
    )


def _parse(text: str, year: int | None, written_in: int | None) -> Deadline:
    wording = _YEAR_AHEAD.sub(r"\1", normalise_dates(text))
    if wording in _NOTHING:
        return Deadline(text, "none")
    years = Years(year, year, same_year=written_in in (None, year))
    whole = _read_one(wording, years)
    if whole.kind == "unread" and (parts := _parts(wording, years)):
        return _read_parts(text, parts, years)
    return Deadline(
        text,
        whole.kind,
        whole.span.start,
        whole.span.end,
        recurrence=whole.recurrence,
        milestone=whole.milestone,
    )


def _parts(wording: str, years: Years) -> list[tuple[str, str]]:
    """Return the dated parts of an item, each with the text after it that is not about time."""
    pieces = _SEPARATOR.split(wording)
    parts = [(pieces[0], "")]
    for separator, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if not _TIME_WORD.search(piece) and _read_one(piece, years).kind == "unread":
            head, tail = parts[-1]
            parts[-1] = (head, tail + separator + piece)
        elif piece:
            parts.append((piece, ""))
    return parts


def _read_parts(text: str, parts: list[tuple[str, str]], years: Years) -> Deadline:
    """Read several dates as milestones, the last as deadline. An unreadable one spoils all."""
    reads: list[_Read] = []
    for head, tail in parts:
        read = _read_one(head, years)
        reads.append(
            msgspec.structs.replace(read, milestone=(read.milestone + tail).lstrip("，,；;、。"))
        )
        years = msgspec.structs.replace(years, running=read.stated_year or years.running)
    ends = [read.span.end for read in reads if read.span.end]
    if any(read.kind == "unread" for read in reads) or any(
        later < earlier for earlier, later in pairwise(ends)
    ):
        return Deadline(text, "unread")
    milestones = tuple(
        Milestone(head + tail, read.span.end)
        for (head, tail), read in zip(parts, reads, strict=True)
    )
    dated = [read for read in reads if read.kind not in _WITHOUT_DATES]
    last = next((read for read in reads if read.kind == "recurring"), (dated or reads)[-1])
    return Deadline(
        text,
        last.kind,
        last.span.start,
        last.span.end,
        recurrence=last.recurrence,
        milestone=last.milestone,
        milestones=milestones if len(milestones) > 1 else (),
    )


def _read_one(wording: str, years: Years) -> _Read:
    """Read one deadline without milestones."""
    if wording.startswith(
        ("每", "按月", "按季", "按周", "按年", "逐月", "逐季", "定期", "半年", "一年一")
    ):
        rule = recurrence_of(wording)
        return _UNREAD if rule is None else _Read("recurring", recurrence=rule)
    if until := _UNTIL.fullmatch(wording):
        end = _read_one(until["rest"], years)
        return end if end.kind in ("by", "month", "quarter", "half", "year") else _UNREAD
    for form, kind in (*_DATED, *_UNDATED):
        if match := form.fullmatch(wording):
            return _undated(match, kind) if form in _UNDATED_FORMS else _dated(match, kind, years)
    return _UNREAD


def _undated(match: re.Match[str], kind: DeadlineKind) -> _Read:
    groups = match.groupdict()
    if (
        kind == "relative"
        and groups["phase"] is None
        and (groups["anchor"] or "工作日" not in match[0])
    ):
        return _UNREAD
    return _Read(kind, milestone=groups.get("phase") or "")


def _dated(match: re.Match[str], kind: DeadlineKind, years: Years) -> _Read:
    groups = match.groupdict()
    phase = groups["phase"] or ""
    if any(
        character.isdigit() for character in phase
    ):  # ① or ² behind a date is no phase, and its meaning is unknown.
        return _UNREAD
    stated = year_meant(groups.get("year") or groups.get("iso"), groups.get("relative"), years)
    effective = years.running if stated is None else stated
    span = None if effective == 0 else _span_of(match.re, groups, years.after(effective))
    if span is None:
        return _UNREAD
    # «9月投入使用» is due when September ends; «全年推进» stays the whole year.
    due = phase and kind in ("month", "quarter", "half", "year") and not groups.get("whole")
    if kind == "by" or groups.get("end") or due:
        kind, span = "by", Span(None, span.end)
    return _Read(kind, span, phase, stated_year=stated)


def _span_of(form: re.Pattern[str], groups: dict[str, str | None], years: Years) -> Span | None:
    """Return the days of a dated form, without dates if the year is unknown; or None."""
    year = years.running
    number = {name: int(value) for name, value in groups.items() if name in _NUMBERS and value}
    if form in _SPANS:
        return _span_of_two(groups, number, years)
    if form is _YEARS:
        return _from_to(months_span(number["first"], 1, 12), months_span(number["last"], 1, 12))
    if form is _FIVE_YEARS:
        return five_years(groups["five"], groups["plan"])
    if form is _FROM:
        begin = day_span(year, number["month"], number.get("day", 1))
        return begin and Span(begin.start, None)
    if form is _DAYS:
        start, end = (day_span(year, number["month"], number[name]) for name in ("day", "last_day"))
        return _from_to(start, end, number["day"] <= number["last_day"])
    if "day" in number:
        return day_span(year, number["month"], number["day"])
    if part := groups.get("part"):
        return _ten_days(year, number["month"], part)
    if "month" in number:
        return month_span(year, number["month"])
    if "upto" in number:
        return months_span(year, 1, number["upto"] * 3)
    if "quarter" in number:
        return months_span(year, number["quarter"] * 3 - 2, number["quarter"] * 3)
    if half := groups.get("half"):
        return months_span(year, 1, 6) if half == "上" else months_span(year, 7, 12)
    return months_span(year, 1, 6 if groups.get("middle") else 12)


def _span_of_two(
    groups: dict[str, str | None], number: dict[str, int], years: Years
) -> Span | None:
    """Return the span from one month, day or quarter to another, which may state its own year."""
    stated = year_meant(groups["year2"], groups.get("relative2"), years)
    if stated == 0:
        return None
    first, last = years.running, years.running if stated is None else stated
    if "first" in number:
        start = months_span(first, number["first"] * 3 - 2, number["first"] * 3)
        end = months_span(last, number["last"] * 3 - 2, number["last"] * 3)
        return (
            _from_to(start, end, number["first"] < number["last"])
            if (first, number["first"]) != (last, number["last"])
            else None
        )
    start = day_span(first, number["month"], number.get("day", 1))
    end = (
        day_span(last, number["month2"], number["day2"])
        if "day2" in number
        else month_span(last, number["month2"])
    )
    return _from_to(start, end, number["month"] <= number["month2"])


def _from_to(start: Span | None, end: Span | None, ordered: bool = True) -> Span | None:
    if start is None or end is None:
        return None
    if start.start and end.end:
        return Span(start.start, end.end) if start.start <= end.end else None
    return Span() if ordered else None


def _ten_days(year: int | None, month: int, part: str) -> Span | None:
    whole = month_span(year, month)
    if whole is None or whole.start is None or whole.end is None:
        return whole
    first, last = {"上": (1, 10), "中": (11, 20), "下": (21, whole.end.day)}[part]
    return Span(whole.start.replace(day=first), whole.start.replace(day=last))


_DATED: tuple[tuple[re.Pattern[str], DeadlineKind], ...] = (
    (_WHOLE_YEAR, "year"),
    (_YEAR_END, "by"),
    (_HALF, "half"),
    (_QUARTER, "quarter"),
    (_QUARTERS, "range"),
    (_FIRST_QUARTERS, "range"),
    (_YEARS, "range"),
    (_FIVE_YEARS, "range"),
    (_MONTH_END, "by"),
    (_DAY, "by"),
    (_ISO_DAY, "by"),
    (_ISO_MONTH, "month"),
    (_TEN_DAYS, "range"),
    (_SPAN, "range"),
    (_ISO_SPAN, "range"),
    (_DAYS, "range"),
    (_FROM, "continuous"),
    (_MONTH, "month"),
)
_UNDATED: tuple[tuple[re.Pattern[str], DeadlineKind], ...] = (
    (_AS_SCHEDULED, "as_scheduled"),
    (_IMMEDIATE, "immediate"),
    (_CONTINUOUS, "continuous"),
    (_RELATIVE, "relative"),
)
_WITHOUT_DATES = ("continuous", "immediate", "as_scheduled", "relative")
_UNDATED_FORMS = frozenset(form for form, _ in _UNDATED)
_SPANS = frozenset((_SPAN, _ISO_SPAN, _QUARTERS))
_NUMBERS = frozenset(
    ("month", "day", "month2", "day2", "last_day", "quarter", "upto", "first", "last")
)
