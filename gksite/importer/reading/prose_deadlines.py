"""Deadlines in the prose of a task, where they are clearly the task's: 6月30日前, 12月底前完成, 每季度公布."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from gksite.importer.reading.prose_dates import DUTY, due_dates
from gksite.notation.calendar_dates import normalise_dates
from gksite.notation.deadlines import Deadline, parse_deadline

_N = r"[\d０-９]{1,2}|[一二三四五六七八九十]{1,3}"
_EVERY = re.compile(
    rf"每年(?:度)?的?(?:{_N})月(?:份)?(?:(?:{_N})[日号]|底|末)?(?:之前|以前|前)|"
    rf"每(?:个)?(?:季度|季|半年|月|周|年)(?:末月|末|底|初|的)?(?:(?:{_N})[日号])?(?:末|底|初)?(?:之前|以前|前)(?=[^，。；]{{0,24}})"
    rf"|每(?:个)?(?:季度|半年|月|周)(?:末|底|初)?(?=(?:至少|定期|集中|向社会|及时|按时)?(?:{DUTY})(?![^，。；]{{0,4}}的))"
)
_NOT_EVERY = re.compile(r"(?:根据|按照|依据|对照|按)[^，。；]{0,24}$")
_WITHIN = re.compile(r"(?P<anchor>[^，。；、（()）]{0,28}?)(?P<period>(?:[\d０-９]{1,3}|[一二三四五六七八九十]{1,3})\s?个?工作日(?:之内|以内|内))")
_IN_YEARS = re.compile(r"(?<![近前每连续一二三四五六七八九十\d第])(?:[\d０-９]{1,2}|[一二两三四五六七八九十]{1,2})年(?:之内|以内|内)(?!的|外|部|容)")
_ANCHOR_START = re.compile(r"^.{0,28}(?:必需|必须|应当|应|须|要|在|于|自|并)(?!求)")
_QUOTED = re.compile(r"《[^《》]{0,80}》|[（(〔\[][^（()）〔〕\[\]]{0,80}[)）〕\]]|“[^“”]{0,60}”")
_REPORT = re.compile(r"[^。；\n]{0,120}(?:报送|上报|报至|报)[^。；\n]{0,60}(?:办公室|办|科|处|局|督查室|中心|领导小组|邮箱|我委|我办)?")
_FIVE_YEARS = re.compile(r"“(十[一二三四五六七八九]?五)”")
_LONGEST = 20_000


class Found(msgspec.Struct, frozen=True):
    """A deadline in a sentence, and the sentence."""

    sentence: str
    deadline: Deadline


def prose_deadline(text: str, year: int | None) -> Deadline:
    """The deadline that a task's wording states: its last date with all dates as milestones, else what recurs, else a
    period of working days with its anchor, or of years; kind `none` where the wording states none.

    Dates inside of quotations, titles and brackets, after 截至, in a period, a comparison or a basis are none. A date that
    is stated and cannot be read has the kind `unread`.
    """
    plain = _masked(text)
    if dates := list(due_dates(plain, year)):
        return _of_dates(dates, year)
    if every := next((match for match in _EVERY.finditer(plain) if not _NOT_EVERY.search(plain[: match.start()][-26:])), None):
        return _usable(parse_deadline(every[0].strip(), year))
    if within := _WITHIN.search(plain):
        anchor = _ANCHOR_START.sub("", within["anchor"])
        return _usable(parse_deadline(f"{anchor}{within['period']}", year), parse_deadline(within["period"], year))
    if years := _IN_YEARS.search(plain):
        return _usable(parse_deadline(years[0], year))
    return Deadline("", "none")


def is_too_early(deadline: Deadline, year: int | None) -> bool:
    """Whether a deadline ends before the year of its plan: a slip (2011年底前 in a plan of 2020)."""
    return bool(year and deadline.end and deadline.end.year < year)


def reporting_duties(text: str, year: int | None) -> tuple[Found, ...]:
    """The sentences by which units must report by a date, with that date."""
    found: list[Found] = []
    for sentence in re.split(r"(?<=[。；\n])", text[:_LONGEST]):
        plain = _masked(sentence)
        if not _REPORT.match(plain) or not re.search("报送|上报|报至|前报", plain):
            continue
        dated = next((one for _, one in due_dates(plain, year)), None)
        every = _EVERY.search(plain)
        deadline = _usable(*([dated] if dated else [parse_deadline(every[0].strip(), year)] if every else []))
        if deadline.kind != "none":
            found.append(Found(sentence.strip(), deadline))
    return tuple(found)


def _masked(text: str) -> str:
    """`text` with quotations, titles and brackets blanked, white space removed; “十五五” is no quotation."""
    plain = _FIVE_YEARS.sub(r"\1", text[:_LONGEST])
    return "".join(_QUOTED.sub(lambda match: "□" * len(match[0]), plain).split())


def _of_dates(dates: Sequence[tuple[str, Deadline]], year: int | None) -> Deadline:
    known = [deadline for _, deadline in dates if deadline.kind != "unread"]
    printed = [wording for wording, _ in dates]
    if len(known) < len(dates):
        return Deadline("，".join(printed), "unread")
    if len({normalise_dates(wording) for wording in printed}) == 1:
        return known[0]
    return parse_deadline("，".join(printed), year)


def _usable(*deadlines: Deadline) -> Deadline:
    """The first deadline that was read; kind `none` for none."""
    return next((one for one in deadlines if one.kind not in ("unread", "none")), Deadline("", "none"))
