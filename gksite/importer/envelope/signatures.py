"""Recognise lines of the envelope: dates, signatures, 发文字号, 抄送, 印发, notes on disclosure."""

from __future__ import annotations

import re
from datetime import date

from gksite.notation.calendar_dates import normalise_dates
from gksite.notation.deadline_years import EARLIEST, LATEST
from gksite.notation.document_number import parse_document_number
from gksite.notation.unit_words import has_strong_ending
from gksite.source.numbering import split_heading

_DAY = re.compile(
    r"((?:19|20)\d\d)[年\-/.](\d{1,2})[月\-/.](\d{1,2})日?(?:T?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
)
_HOUR = re.compile(r"[ \t\u3000]{1,8}\d{1,2}\s?[:：时点]")
_DATE = (
    r"(?:[\d０-９]{4}|[二一][〇○零ＯOo0九八\d一二三四五六七八九]{3})\s{0,3}年\s{0,3}[\d０-９一二三四五六七八九十]{1,3}\s{0,"
    r"3}月\s{0,3}[\d０-９一二三四五六七八九十]{1,3}\s{0,3}日"
)
_DATE_LINE = re.compile(rf"[（(]?\s{{0,3}}({_DATE})\s{{0,3}}[)）]?")
_SIGNED = re.compile(rf"([^\d，。；：]{{4,60}}?)\s{{0,20}}({_DATE})")
_PRINTED = re.compile(rf"(.{{0,60}}?)\s{{0,40}}({_DATE})\s{{0,3}}印\s{{0,3}}发")
_RED_HEAD = re.compile(r"(.{4,60}?)\s{0,4}文\s{0,3}件")
_COPIES = re.compile(r"(?:抄\s{0,4}[送报]|分\s{0,4}送)\s{0,3}[:：∶]")
_CONTACT = re.compile(
    r"[（(]?\s{0,3}(?:联\s{0,3}系\s{0,3}人|联系(?:电话|方式)|咨询电话)\s{0,3}[:：][^。；！？]{2,100}[。；]?[)）]?"
)
_DISCLOSURE = re.compile(
    r"[（(【\[]\s{0,3}((?:此件|本件|本文)[^（()）]{0,24}|(?:主动公开|依申请公开|不予公开|公开)[^（()）]{0,8})\s{0,3}[)）】\]]|"
    r"(?:此件|本件)[^，。（()）]{0,8}公开[^，。（()）]{0,8}"
)
_NUMBER = re.compile(
    r"[\u4e00-\u9fffA-Za-z]{2,14}\s{0,2}[〔﹝\[［(（【]\s{0,2}(?:19|20)\d\d\s{0,2}[〕﹞\]］)）】]\s{0,"
    r"2}第?\s{0,2}\d{1,5}\s{0,2}号"
)
_OPEN, _CLOSE = r"[〔﹝\[［【{]", r"[〕﹞\]］】}]"
_YEAR = r"\s{0,2}(?:19|20)\d\d\s{0,2}"
_SERIAL = r"\s{0,2}第?\s{0,2}\d{1,5}\s{0,2}"
_CODE = r"[\u4e00-\u9fff]{2,14}\s{0,2}"
_CODE_END = "(?:发|字|函|规|办|公开|政|令|通|电|文)"
_DAMAGED = re.compile(
    # a bracket, the serial or 号 is missing behind the year
    rf"{_CODE}{_OPEN}{_YEAR}{_CLOSE}?{_SERIAL}号?|"
    rf"{_CODE}{_OPEN}{_YEAR}{_CLOSE}?\s{{0,2}}第?\s{{0,2}}号|"
    rf"[\u4e00-\u9fff]{{1,12}}{_CODE_END}\s{{0,2}}{_OPEN}{_YEAR}{_CLOSE}?|"
    rf"{_CODE}[(（]{_YEAR}[)）]?{_SERIAL}号|"
    # the bracket before the year, or both
    rf"[\u4e00-\u9fff]{{1,12}}{_CODE_END}{_YEAR}(?:{_CLOSE}|[)）])?{_SERIAL}号?|"
    # the code, or the year
    rf"{_OPEN}{_YEAR}{_CLOSE}?{_SERIAL}号?|"
    rf"{_CODE}{_OPEN}[\dXx×*\s一二三四五六七八九〇○零]{{0,6}}{_CLOSE}\s{{0,2}}第?[\dXx×*\s]{{0,5}}号"
)
_SIGNER = re.compile(r"签\s{0,4}发\s{0,4}人\s{0,2}[:：].{2,20}")
_DAMAGED_DAY = re.compile(r"(?:19|20)\d\d[\d年月日./-]{1,6}")
_ORGAN = re.compile(
    "(?:办公室|人民政府|政府|委员会|领导小组|指挥部|人民代表大会|主席团|联席会议|常委会|党组|[党工]委|次会议|"
    "[中小]学|幼儿园|图书馆|文化馆|博物馆|[总支大中]队|派出所|司法所|街道)$"
)
_PART_OF_NAME = re.compile(
    "(?:工作)?(?:协调)?(?:办公室|人民政府|委员会|领导小组|指挥部|联席会议|专班)(?:办公室)?"
)
"""The end of a name, which a line end or a blank parted from it."""
_LABEL_OR_OFFICE = re.compile(
    r".{0,60}(?:文\s{0,8}号|字\s{0,8}号|编\s{0,8}号)\s{0,8}[:：]?\s{0,8}|\S{0,60}\S{5}\s{1,40}(?=\S)"
)
_BRACKETED_END = re.compile(
    r"(?P<title>.{6,100}(?:通知|意见|公告|方案|计划|要点|分解|分工|安排|措施|清单|目录|表))\s{0,4}"
    r"[（(【\[]\s{0,2}(?P<number>.{6,40}?)\s{0,2}[)）】\]]"
)


def parse_day(text: str) -> date | None:
    """Return the day at the start of `text`, in digits or Chinese, ISO or with dots; else None."""
    # Without the hour: the blank before it goes, and its figures would be the day's.
    day = _HOUR.split(text, maxsplit=1)[0]
    match = _DAY.match(normalise_dates(day).replace("○", "0"))
    if not match:
        return None
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
    return day if EARLIEST <= day.year <= LATEST else None


def date_line(text: str) -> date | None:
    """Return the day of a line that holds only a date, as below a signature, else None."""
    match = _DATE_LINE.fullmatch(text)
    return parse_day(match[1]) if match else None


def signed_line(text: str) -> tuple[str, date] | None:
    """Return issuer and day of a line that holds a signature and its date, else None."""
    match = _SIGNED.fullmatch(text)
    day = parse_day(match[2]) if match else None
    return (match[1].strip(), day) if match and day and is_organ(match[1]) else None


def printed_line(text: str) -> tuple[str, str, date] | None:
    """Return the text before, the printing office and the day of a line ending in …印发, or None."""
    match = _PRINTED.search(text)
    if not match or match.end() < len(text.rstrip("。 ")):
        return None
    day = parse_day(match[2])
    before = text[: match.start(2)].strip()
    if not day:
        return None
    copies, stop, office = before.rpartition("。") if _COPIES.match(before) else ("", "", before)
    return (copies + stop, office.strip(), day) if len(office) <= 60 else None


def red_head(text: str) -> str:
    """Return the issuer that a red head names (青禾区人民政府办公室文件), or ""."""
    match = _RED_HEAD.fullmatch(text)
    return "".join(match[1].split()) if match and is_organ(match[1]) else ""


def is_count_of_copies(text: str) -> bool:
    """Whether a line says how many copies were printed (共印30份)."""
    return bool(re.fullmatch(r"[（(]?\s{0,4}共\s{0,4}印\s{0,4}\d{1,5}\s{0,4}份\s{0,4}[)）]?", text))


def is_copies(text: str) -> bool:
    """Whether a line opens the list of those who receive a copy."""
    return bool(_COPIES.match(text))


def is_contact(text: str) -> bool:
    """Whether a line says whom to ask: 联系人：…，联系电话：…."""
    return bool(_CONTACT.fullmatch(text.strip()))


def disclosure_of(text: str) -> str:
    """Return 主动公开, 依申请公开 or 不予公开 for a note on disclosure (此件公开发布), else ""."""
    if not _DISCLOSURE.fullmatch(text.strip()):
        return ""
    if re.search("依申请", text):
        return "依申请公开"
    return "不予公开" if re.search("不予|不公开|不宜", text) else "主动公开"


def number_in(text: str) -> tuple[str, str]:
    """Return the document number at an end of a short line, and the rest; ("", text) for none."""
    if len(text) > 120:
        return "", text
    whole = text.strip("（）() \t")
    if parse_document_number(whole):
        before = _LABEL_OR_OFFICE.match(re.split(r"[〔﹝\[［(（【]", whole, maxsplit=1)[0])
        number = whole[before.end() :] if before else whole
        return (
            (number, whole[: -len(number)].strip())
            if parse_document_number(number)
            else (whole, "")
        )
    bracketed = _BRACKETED_END.fullmatch(text)
    if bracketed and (
        parse_document_number(bracketed["number"]) or is_damaged_number(bracketed["number"])
    ):
        return bracketed["number"], bracketed["title"]
    matches = list(_NUMBER.finditer(text))
    if len(matches) != 1 or re.search("[《〈“，。]|根据|按照|依据", text[: matches[0].end()]):
        return "", text
    match = matches[0]
    if match.start() == 0 or match.end() == len(text):
        rest = (text[: match.start()] + text[match.end() :]).strip()
        return match[0], "" if _SIGNER.fullmatch(rest) else rest
    return "", text


def is_damaged_number(text: str) -> bool:
    """Whether a line is a document number that lost a bracket, its code, its serial or 号
    (青禾府办发〔2025179, 〔2016203, 青政办2025〕1号)."""
    bare = text.strip("（）() \t") if text[:1] in "（(" else text
    return (
        len(bare) <= 30 and bool(_DAMAGED.fullmatch(bare)) and parse_document_number(bare) is None
    )


def is_damaged_day(text: str) -> bool:
    """Whether a line that should hold a day holds one that lost its marks (2015930)."""
    return bool(_DAMAGED_DAY.fullmatch(text.strip())) and parse_day(text.strip()) is None


def day_in_digits(text: str) -> date | None:
    """Return the day of a line that holds only a day in digits (2025-03-04), else None."""
    bare = text.strip("（）()[]【】 \t")
    return parse_day(bare) if re.fullmatch(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}", bare) else None


def offices_of(text: str) -> str:
    """Return the offices of a line that blanks part from each other, with 、 between them; a name
    with blanks in it is one name."""
    names = text.split()
    joint = len(names) > 1 and all(
        is_organ(name) and not _PART_OF_NAME.fullmatch(name) for name in names
    )
    return ("、" if joint else "").join(names)


def is_end_of_name(text: str) -> bool:
    """Whether a line is only the end of the name of an office (工作领导小组办公室)."""
    return bool(_PART_OF_NAME.fullmatch("".join(text.split())))


def is_start_of_name(text: str) -> bool:
    """Whether a line can be the beginning of an office's name whose end stands on the next line."""
    return bool(re.fullmatch(r"[\u4e00-\u9fff]{6,30}", text)) and not split_heading(text)[0]


def is_organ(text: str) -> bool:
    """Whether a line can be a signature: one office, or several side by side, and nothing else."""
    names = text.split()
    whole = "".join(names)
    if (
        not 3 <= len(whole) <= 60
        or re.search("[，。；：！？《》、“”0-9]", whole)
        or split_heading(text)[0]
    ):
        return False
    return bool(_ORGAN.search(whole) or has_strong_ending(whole)) and len(names) <= 6
