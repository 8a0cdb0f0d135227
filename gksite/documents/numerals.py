"""Write numbers as word processors and browsers print them: 3 → `3`, `三`, `③`, `c`, `iii` …"""

from __future__ import annotations

_CHINESE = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_CIRCLED_CHINESE = "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"
_IN_THOUSANDS = frozenset((
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
    "taiwaneseCountingThousand", "koreanCounting",
))  # fmt: skip
_LARGEST = 9999


def write_number(number: int, style: str) -> str:
    """Return `number` in a style of OOXML (ISO/IEC 29500-1, 17.18.59); decimal without a form."""
    if style in ("none", "bullet"):
        return ""
    if not 0 < number <= _LARGEST:
        return str(number)
    return _styled(number, style) or str(number)


def _styled(number: int, style: str) -> str:
    if style in _IN_THOUSANDS:
        return _thousands(number, _CHINESE, "十百千", True)
    if style in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        return _thousands(number, _LEGAL, "拾佰仟", False)
    if style in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(_CHINESE[int(digit)] for digit in str(number))
    if style in ("upperRoman", "lowerRoman"):
        return _roman(number) if style == "upperRoman" else _roman(number).lower()
    if style in ("upperLetter", "lowerLetter"):
        letter = chr(65 + (number - 1) % 26) * min((number - 1) // 26 + 1, 50)
        return letter if style == "upperLetter" else letter.lower()
    if style == "decimalZero":
        return f"{number:02}"
    if style in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord("０") + int(digit)) for digit in str(number))
    return _from_series(number, style)


def _from_series(number: int, style: str) -> str:
    if style in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese"):
        return chr(0x2460 + number - 1) if number <= 20 else ""
    if style == "decimalEnclosedParen":
        return chr(0x2474 + number - 1) if number <= 20 else f"({number})"
    if style == "decimalEnclosedFullstop":
        return chr(0x2488 + number - 1) if number <= 20 else f"{number}."
    series = {
        "ideographTraditional": _STEMS,
        "ideographZodiac": _BRANCHES,
        "ideographEnclosedCircle": _CIRCLED_CHINESE,
    }.get(style, "")
    return series[number - 1] if number <= len(series) else ""


def _thousands(number: int, digits: str, units: str, short_ten: bool) -> str:
    written = ""
    pending_zero = False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if not digit:
            pending_zero = bool(written)
            continue
        written += (
            (digits[0] if pending_zero else "")
            + digits[digit]
            + (units[power - 1] if power else "")
        )
        pending_zero = False
    return written[1:] if short_ten and 10 <= number < 20 else written


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written


_RAISED = str.maketrans("0123456789+-−=()nｎ", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁿ")
_MOST_RAISED = 6


def superscript(text: str) -> str:
    """Return a raised figure in characters of its own (m², 10⁴); "" for text that has none.

    >>> superscript("4"), superscript("注")
    ('⁴', '')
    """
    bare = text.strip()
    raised = bare.translate(_RAISED)
    has_all = all(before != after for before, after in zip(bare, raised, strict=True))
    return raised if 0 < len(bare) <= _MOST_RAISED and has_all else ""
