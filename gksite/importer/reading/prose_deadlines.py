"""Deadlines in the prose of a task, where they are clearly the task's: 6月30日前, 12月底前完成, 每季度公布."""

from __future__ import annotations

import re

import msgspec

from gksite.notation.calendar_dates import normalise_dates
from gksite.notation.deadlines import Deadline, parse_deadline

_N = r"[\d０-９]{1,2}|[一二三四五六七八九十]{1,3}"
_YEAR = r"(?:(?:[\d０-９]{4}\s?年度?|今年|本年度?|当年)\s?)?"
_DUTY = (
    "完成|公布|发布|报送|公开|更新|通报|开展|组织|举办|建成|上线|启动|投入|出台|印发|制定|编制|梳理|汇总|上报|提交|反馈|整改|实现|建立|召开|集中|达到|修订|形成|向社会|通过|确定|开通|动工|开工|竣工|"
    "力争|全面|基本|对|将|各|全部|系统|政府|录入|答复|办结|回复|告知|维护|核对|排查|检查|抽查|调度|晾晒|清理|调整"
)
_BY = re.compile(
    rf"{_YEAR}(?:(?:{_N})\s?月(?:份)?(?:\s?(?:{_N})\s?[日号]|[底末上中下]旬?)?|年[底末中内]|(?:第?[一二三四1-4]季度|[上下]半年)(?:[底末]|结束)?)\s?(?:之前|以前|前)"
    rf"|{_YEAR}(?:{_N})\s?月(?:份)?[底末](?=(?:{_DUTY}))|[\d０-９]{{4}}\s?年[底末]前?(?=(?:{_DUTY}))"
)
_EVERY = re.compile(
    rf"每年(?:度)?的?(?:{_N})月(?:份)?(?:(?:{_N})[日号]|底|末)?(?:之前|以前|前)|"
    rf"每(?:个)?(?:季度|季|半年|月|周|年)(?:末月|末|底|初|的)?(?:(?:{_N})[日号])?(?:末|底|初)?(?:之前|以前|前)(?=[^，。；]{{0,24}})"
    rf"|每(?:个)?(?:季度|半年|月|周)(?:末|底|初)?(?=(?:至少|定期|集中|向社会|及时|按时)?(?:{_DUTY})(?![^，。；]{{0,4}}的))"
)
_NOT_EVERY = re.compile(r"(?:根据|按照|依据|对照|按)[^，。；]{0,24}$")
_MONTH = re.compile(rf"(?:(?<=[，。；、：在于])|^)(?P<date>{_YEAR}(?:{_N})\s?月(?:份)?)(?=(?:集中|组织|举办|开展|启动|召开|开通|完成|投入|建成))")
_WITHIN = re.compile(r"(?P<anchor>[^，。；、（()）]{0,28}?)(?P<period>(?:[\d０-９]{1,3}|[一二三四五六七八九十]{1,3})\s?个?工作日(?:之内|以内|内))")
_ANCHOR_START = re.compile(r"^.{0,28}(?:必需|必须|应当|应|须|要|在|于|自|并)(?!求)")
_QUOTED = re.compile(r"《[^《》]{0,80}》|[（(〔\[][^（()）〔〕\[\]]{0,80}[)）〕\]]|“[^“”]{0,60}”")
# What precedes a date that is none of the task's: a period, a statistics date, a quotation, a reporting duty.
_NOT_BEFORE = re.compile(r"(?:截至|截止|自|从|至|到|自从|以来|近|上年|去年|执行|有效期|期限|对|每(?:个)?(?:年度?|季度|月|半年)的?|于.{0,4}印发|[-—－至])\s?$")
_REPORT = re.compile(r"[^。；\n]{0,120}(?:报送|上报|报至|报)[^。；\n]{0,60}(?:办公室|办|科|处|局|督查室|中心|领导小组|邮箱|我委|我办)?")
_LONGEST = 20_000


class Found(msgspec.Struct, frozen=True):
    """A deadline in a sentence, and the sentence."""

    sentence: str
    deadline: Deadline


def prose_deadline(text: str, year: int | None) -> Deadline:
    """The deadline that a task's wording states: its last date with all dates as milestones, else what recurs, else a
    month, else a period of working days with its anchor; kind `none` where the wording states none.

    Dates inside of quotations, titles and brackets, after 截至 or in a period are none.
    """
    plain = _masked(text)
    if dates := [match[0] for match in _BY.finditer(plain) if not _NOT_BEFORE.search(plain[: match.start()][-8:])]:
        return _of_dates(dates, year)
    if every := next((match for match in _EVERY.finditer(plain) if not _NOT_EVERY.search(plain[: match.start()][-26:])), None):
        return _usable(parse_deadline(every[0].strip(), year))
    if month := _MONTH.search(plain):
        return _usable(parse_deadline(month["date"], year))
    if within := _WITHIN.search(plain):
        anchor = _ANCHOR_START.sub("", within["anchor"])
        return _usable(parse_deadline(f"{anchor}{within['period']}", year), parse_deadline(within["period"], year))
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
        match = _BY.search(plain) or _EVERY.search(plain)
        if match and (deadline := _usable(parse_deadline(match[0].strip(), year))).kind != "none":
            found.append(Found(sentence.strip(), deadline))
    return tuple(found)


def _masked(text: str) -> str:
    """`text` with quotations, titles and brackets blanked, white space removed."""
    return "".join(_QUOTED.sub(lambda match: "□" * len(match[0]), text[:_LONGEST]).split())


def _of_dates(dates: list[str], year: int | None) -> Deadline:
    single = [_usable(parse_deadline(date, year)) for date in dates]
    known = [deadline for deadline in single if deadline.kind != "none"]
    if not known:
        return Deadline("", "none")
    if len(dates) == 1 or len({normalise_dates(date) for date in dates}) == 1:
        return known[0]
    together = parse_deadline("，".join(dates), year)
    return together if together.kind != "unread" else max(known, key=lambda deadline: str(deadline.end or ""))


def _usable(*deadlines: Deadline) -> Deadline:
    """The first deadline that was read; kind `none` for none."""
    return next((one for one in deadlines if one.kind not in ("unread", "none")), Deadline("", "none"))
