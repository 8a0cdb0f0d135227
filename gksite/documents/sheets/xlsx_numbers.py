"""Write numbers as a spreadsheet shows them: 45777 with `yyyy年m月d日` is 2025年4月30日."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Literal

_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy/m/d",
    15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "m-d-yy",
    31: "yyyy年m月d日", 32: "h时mm分", 33: "h时mm分ss秒", 34: "h时mm分", 35: "h时mm分ss秒", 36: "yyyy年m月",
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss", 46: "h:mm:ss",
    47: "mm:ss", 50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月", 53: "m月d日", 54: "m月d日", 55: "yyyy年m月",
    56: "m月d日", 57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip
"""Number formats that a workbook names only by id (ISO/IEC 29500-1, 18.8.30), as a Chinese Excel
shows them."""

_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|(_.|\*.)|\[[^\]]*\]|(AM/PM|A/P|上午/下午)|([yY]+|[mM]+|[dD]+|[hH]+|[sS]+|a{3,4})'
    r"|(General|[#0?.,]+|%|E[+-])|(.)",
    re.DOTALL,
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = "一二三四五六日"
_LONGEST_FORMAT = 255


def format_kind(format_id: int, formats: dict[int, str]) -> Literal["date", "percent", "number"]:
    """Return the kind of a number format: a day (with or without time), a percentage, a number."""
    code = formats.get(format_id) or _BUILT_IN.get(format_id, "General")
    tokens = list(_TOKEN.finditer(_sections(code)[0])) if len(code) <= _LONGEST_FORMAT else []
    fields = {token[5][0].lower() for token in tokens if token[5]}
    if fields & {"y", "d"} or (fields == {"m"} and not any(token[6] for token in tokens)):
        return "date"
    return "percent" if any(token[6] == "%" for token in tokens) else "number"


def show_number(value: str, format_id: int, formats: dict[int, str], date1904: bool) -> str:
    """Return the stored number `value` as its format shows it; as stored if that is unknown."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    code = formats.get(format_id) or _BUILT_IN.get(format_id, "General")
    if not number.is_finite() or abs(number) > 10**15 or len(code) > _LONGEST_FORMAT:
        return value
    sections = _sections(code)
    negative = number < 0 and len(sections) > 1 and bool(sections[1].strip())
    tokens = list(_TOKEN.finditer(sections[1] if negative else sections[0]))
    if any(token[5] for token in tokens) and not any(
        token[6] and token[6] != "." and token[6] != "," for token in tokens
    ):
        return _date(number, tokens, date1904) or _general(number)
    return _number(-number if negative else number, tokens)


def _sections(code: str) -> list[str]:
    sections, quoted = [""], False
    for character in code:
        quoted ^= character == '"'
        if character == ";" and not quoted:
            sections.append("")
        else:
            sections[-1] += character
    return sections


def _general(number: Decimal) -> str:
    """Return a number as a spreadsheet shows it without format: at most fifteen digits."""
    text = format(float(f"{number:.15g}"), ".15g") if number else "0"
    return format(Decimal(text), "f") if "e" in text else text


def _number(number: Decimal, tokens: list[re.Match[str]]) -> str:
    pattern = "".join(token[6] for token in tokens if token[6] and token[6] not in ("%", "General"))
    percent = sum(token[6] == "%" for token in tokens)
    # No plan needs powers of ten or fractions: the plain number is better than a wrong one.
    if any(token[7] == "/" or (token[6] and token[6].startswith("E")) for token in tokens):
        return _general(number)
    scaled = number * 100**percent
    digits = _digits(scaled, pattern) if pattern else _general(scaled)
    shown, written = "", False
    for token in tokens:
        if token[6] == "%":
            shown += "%"
        elif token[6]:
            shown, written = shown if written else shown + digits, True
        else:
            shown += token[1] or token[2] or token[7] or ""
    if any(token[7] == "@" for token in tokens):
        return shown.replace("@", _general(number))
    return shown if written else _general(number) if not shown.strip() else shown


def _digits(number: Decimal, pattern: str) -> str:
    whole, _, fraction = pattern.partition(".")
    fixed, optional = fraction.count("0"), len(fraction.replace(",", ""))
    rounded = abs(number).quantize(Decimal(1).scaleb(-optional), ROUND_HALF_UP)
    integer, _, right = format(rounded, "f").partition(".")
    right = right[:fixed] + right[fixed:].rstrip("0")
    integer = integer.zfill(whole.count("0"))
    if "," in whole.rstrip(","):
        integer = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", integer)
    sign = "-" if number < 0 and rounded else ""
    return f"{sign}{integer}.{right}" if right else f"{sign}{integer}"


def _date(number: Decimal, tokens: list[re.Match[str]], date1904: bool) -> str:
    """Return the moment `number` days after the workbook's epoch; "" where there is no such day."""
    if not 0 <= number < 2_958_466:
        return ""
    days = number
    # Excel counts 29 February 1900, which never was.
    epoch = (
        datetime(1904, 1, 1)
        if date1904
        else datetime(1899, 12, 31)
        if days < 60
        else datetime(1899, 12, 30)
    )
    try:
        moment = epoch + timedelta(seconds=round(float(days) * 86400))
    except OverflowError:  # the other epoch begins four years later, and a second may be rounded up
        return ""
    halves = any(token[4] for token in tokens)
    shown, before = "", ""
    for index, token in enumerate(tokens):
        if field := token[5]:
            letter = field[0].lower()
            after = next((later[5][0].lower() for later in tokens[index + 1 :] if later[5]), "")
            minutes = letter == "m" and len(field) <= 2 and (before == "h" or after == "s")
            shown += _field(moment, letter, len(field), minutes, halves)
            before = letter
        elif token[4]:
            shown += (
                ("上午" if moment.hour < 12 else "下午")
                if token[4] == "上午/下午"
                else moment.strftime("%p")
            )
        else:
            shown += token[1] or token[2] or token[6] or (token[7] if token[7] != "@" else "") or ""
    return shown.strip()


def _field(moment: datetime, letter: str, width: int, minutes: bool, halves: bool) -> str:
    if letter == "y":
        return f"{moment.year}" if width > 2 else f"{moment.year % 100:02}"
    if letter == "a" or (letter == "d" and width > 2):
        return "星期" * (width == 4) + _WEEKDAYS[moment.weekday()]
    if letter == "m" and not minutes and width > 2:
        return _MONTHS[moment.month - 1]
    hour = (moment.hour - 1) % 12 + 1 if halves else moment.hour
    value = {
        "m": moment.minute if minutes else moment.month,
        "d": moment.day,
        "h": hour,
        "s": moment.second,
    }[letter]
    return f"{value:02}" if width > 1 else str(value)
