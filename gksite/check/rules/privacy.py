"""Personal information in texts: resident IDs, mobile numbers, bank cards, passports, plates,
e-mail, addresses of homes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gksite.check.hits import Hit, Wording
from gksite.check.rules.number_runs import (
    Number,
    has_region_and_birthday,
    is_credit_code,
    is_old_resident_id,
    is_resident_id,
    numbers,
    passes_luhn,
)

_CHINESE_DIGITS = "〇零○一二三四五六七八九"
_SPELLED = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_SPELLED_RUN = re.compile(f"[{_CHINESE_DIGITS}][{_CHINESE_DIGITS}]{{10,39}}")
_MONEY = ("元", "万", "亿", "美元", "吨", "公里", "平方", "千瓦", "%")
_LAST = re.compile(r"[ \t\u3000-]{0,2}[XxＸｘ×](?![A-Za-z0-9])")
_MASK = "*"
_ASCII = re.compile("[A-Za-z0-9_]", re.ASCII)
_MOBILE_GROUPS = frozenset((
    (11,), (3, 4, 4), (3, 8), (7, 4), (4, 4, 3), (4, 3, 4), (3, 3, 5), (5, 6), (6, 5), (3, 4, 2, 2),
    (3, 2, 2, 2, 2), (3, 2, 3, 3), (1, 2, 4, 4), (3, 3, 3, 2), (2, 3, 3, 3), (5, 3, 3),
    (2, 2, 2, 2, 3), (1, 2, 2, 2, 2, 2), (2, 2, 2, 2, 2, 1), (1,) * 11,
))  # fmt: skip


def check_resident_ids(wording: Wording) -> Iterator[Hit]:
    """A resident ID with a right check character."""
    for number, whole, end in _id_candidates(wording):
        if is_resident_id(whole):
            yield _masked(number.start, end, whole, 2, 3)


def check_doubtful_ids(wording: Wording) -> Iterator[Hit]:
    """A number built like a resident ID whose check character is wrong, or one of the old kind
    with 15 digits."""
    for number, whole, end in _id_candidates(wording):
        if (
            has_region_and_birthday(whole)
            and not is_resident_id(whole)
            and not is_credit_code(whole)
        ):
            yield _masked(number.start, end, whole, 2, 3)
    for number in numbers(wording.runs, range(15, 16)):
        if (
            len(number.groups) <= 4
            and is_old_resident_id(number.digits)
            and _stands_alone(wording.narrow, number.start, number.end)
        ):
            yield _masked(number.start, number.end, number.digits, 2, 3)


def _id_candidates(wording: Wording) -> Iterator[tuple[Number, str, int]]:
    """Yield numbers of 18 digits, and of 17 digits with a final X: the number, its characters, its
    end."""
    text = wording.narrow
    for number in numbers(wording.runs, range(17, 19)):
        if len(number.digits) == 18:
            if _stands_alone(text, number.start, number.end):
                yield number, number.digits, number.end
        elif (last := _LAST.match(text, number.end)) and _stands_alone(
            text, number.start, last.end()
        ):
            yield number, f"{number.digits}X", last.end()


def check_mobiles(wording: Wording) -> Iterator[Hit]:
    """A mobile number, with or without +86, spaces, hyphens or full-width digits, or spelled in
    Chinese digits."""
    text = wording.narrow
    seen = -1
    for number in numbers(wording.runs, range(11, 14)):
        digits, groups = number.digits, number.groups
        start = number.start
        if len(digits) == 13 and digits.startswith("86"):
            groups = groups[1:] if groups[0] == 2 else (groups[0] - 2, *groups[1:])
            digits = digits[2:]
        if (
            len(digits) != 11
            or start < seen
            or not _is_mobile(digits)
            or groups not in _MOBILE_GROUPS
        ):
            continue
        if _stands_alone(text, start, number.end) and not text.startswith(_MONEY, number.end):
            seen = number.end
            yield _masked(start, number.end, digits, 3, 4)
    for run in _SPELLED_RUN.finditer(text):
        digits = run[0].translate(_SPELLED)
        if len(digits) == 11 and _is_mobile(digits):
            yield _masked(run.start(), run.end(), digits, 3, 4)


def _is_mobile(digits: str) -> bool:
    return digits[0] == "1" and digits[1] in "3456789"


def check_bank_cards(wording: Wording) -> Iterator[Hit]:
    """16 to 19 digits that pass the check of bank cards, outside of credit codes and resident
    IDs."""
    text = wording.narrow
    seen = -1
    for number in sorted(
        numbers(wording.runs, range(16, 20)), key=lambda number: (number.start, -len(number.digits))
    ):
        digits = number.digits
        if (
            number.start < seen
            or digits[0] not in "34569"
            or not passes_luhn(digits)
            or is_credit_code(digits)
        ):
            continue
        if (
            has_region_and_birthday(digits)
            or not _is_card_group(number.groups)
            or not _stands_alone(text, number.start, number.end)
        ):
            continue
        seen = number.end
        yield _masked(number.start, number.end, digits, 4, 4)


def _is_card_group(groups: tuple[int, ...]) -> bool:
    """Whether the digits are adjacent, or in fours (the last group may be shorter), or six before
    the rest."""
    return (
        len(groups) == 1
        or (all(size == 4 for size in groups[:-1]) and groups[-1] <= 4)
        or (len(groups) == 2 and groups[0] == 6)
    )


# Ordinary passports are E or G with eight digits, or E, a letter and seven; other kinds need the
# word near them.
_PASSPORT = re.compile(r"[EGeg](?:\d{8}|(?<=[Ee])[A-HJ-NP-Za-hj-np-z]\d{7})(?!\d)", re.ASCII)
_PERMIT = re.compile(r"[DSPHMCKdsphmck][Ee]?\d{7,10}(?!\d)", re.ASCII)
_PERMIT_WORDS = ("护照", "通行证", "居留证", "证件号")
_BEFORE = 24


def check_passports(wording: Wording) -> Iterator[Hit]:
    """The number of a passport, or of a permit beside the word for it."""
    text = wording.narrow
    for match in _PASSPORT.finditer(text):
        if _stands_alone(text, match.start(), match.end()):
            yield _masked(match.start(), match.end(), match[0].upper(), 2, 2)
    for match in _PERMIT.finditer(text):
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        if _stands_alone(text, match.start(), match.end()) and any(
            word in before for word in _PERMIT_WORDS
        ):
            yield _masked(match.start(), match.end(), match[0].upper(), 2, 2)


_PLATE = re.compile(
    "[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新][A-Z][ ·•・.]?"
    "(?:[A-HJ-NP-Z0-9]{6}|[A-HJ-NP-Z0-9]{5}|[A-HJ-NP-Z0-9]{4}[挂学警港澳])(?![A-Za-z0-9-])"
)


def check_plates(wording: Wording) -> Iterator[Hit]:
    """The number plate of a vehicle."""
    for match in _PLATE.finditer(wording.narrow):
        if any(character.isdigit() for character in match[0]):
            yield Hit(match.start(), match.end(), f"{match[0][:2]}***{match[0][-2:]}")


_MAIL_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._%+-")
_MAIL_HOST = _MAIL_NAME - frozenset("_%+")
_PUBLIC_HOSTS = (".gov.cn", "gov.cn", ".example", "example.org", "example.com")


def check_emails(wording: Wording) -> Iterator[Hit]:
    """An e-mail address that is not one of the government's (gov.cn): at most 64 characters
    before the @ and 255 behind are read."""
    text = wording.narrow
    at = text.find("@")
    while at >= 0:
        start, end = at, at + 1
        while start > 0 and at - start < 64 and text[start - 1] in _MAIL_NAME:
            start -= 1
        while end < len(text) and end - at < 255 and text[end] in _MAIL_HOST:
            end += 1
        host = text[at + 1 : end].strip(".-").lower()
        if (
            start < at
            and "." in host
            and host.rpartition(".")[2].isalpha()
            and not host.endswith(_PUBLIC_HOSTS)
        ):
            name = text[start:at]
            yield Hit(start, at + 1 + len(host), f"{name[0]}***@{host}")
        at = text.find("@", at + 1)


# Each part is short and the number of parts is bounded, and so is the way back.
_HOME = re.compile(
    r"\d(?<!\d\d)\d{0,3}(?:弄|支弄|幢|栋|号楼|单元|村民小组|组|社|号院)[之附\- ]{0,2}"
    r"(?:\d{1,4}(?:弄|支弄|幢|栋|号楼|单元|层|楼|号|号院)[之附\- ]{0,2}){0,3}(?:\d{1,5}(?:室|户|号)(?!线|令|文|公告|楼|口|窗)"
    r"|\d{1,4}(?:单元|号院))",
    re.ASCII,
)
_CLAUSE_END = re.compile("[。；;！？\n\0]")
_OFFICE = (
    "办公", "受理", "咨询", "政务服务", "市民中心", "行政中心", "大厦", "大楼", "服务大厅", "会议", "窗口", "中心地址", "单位地址", "机关",
)  # fmt: skip


def check_addresses(wording: Wording) -> Iterator[Hit]:
    """An address down to building and flat, or to the house in a village group, that is not an
    office's."""
    text = wording.narrow
    for match in _HOME.finditer(text):
        before = _CLAUSE_END.split(text[max(0, match.start() - _BEFORE) : match.start()])[-1]
        if not any(word in before for word in _OFFICE):
            yield Hit(match.start(), match.end(), f"…{_MASK * 4}{match[0][-1]}")


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no letter, digit or underscore touches the stretch; otherwise it is part of a longer
    code."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return not _ASCII.match(before or " ") and not _ASCII.match(after or " ")


def _masked(start: int, end: int, characters: str, first: int, last: int) -> Hit:
    """Return a hit that shows the first and last characters: `138****1234`, `35*************123`
    (as 《…通报》 ask for)."""
    return Hit(
        start,
        end,
        f"{characters[:first]}{_MASK * (len(characters) - first - last)}{characters[-last:]}",
    )
