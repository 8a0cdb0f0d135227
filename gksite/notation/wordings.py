"""The difference of two wordings, shown without cutting a number, a date or a word in two."""

from __future__ import annotations

import re

from gksite.notation.characters import HAN

_CONTEXT = 6
_MOST_SHOWN = 60
"""Characters of a difference that are shown whole."""
_FIRST, _LAST = 40, 16
"""Characters shown of the beginning and of the end of a longer one."""

_DIGIT = "0-9０-９"
_NUMERAL = "〇零一二两三四五六七八九十百千万亿"
_FIGURE = rf"[{_DIGIT}]+(?:[.．,:：/／~～—–\-至][{_DIGIT}]+)*"
_MEASURE = "(?:个百分点|百分点|平方公里|平方米|立方米|公里|公顷|工作日|个工作日|个月|季度|小时|分钟|人次|周岁|万元|亿元|[{han}])"
_TOKEN = re.compile(
    # A document number: the letters of the office, the year in brackets, the serial.
    rf"[{HAN}A-Za-z]{{0,12}}?[〔\[［(（【]\s?(?:19|20)[{_DIGIT}]{{2}}\s?年?\s?[〕\]］)"
    rf"）】]\s?第?\s?[{_DIGIT}]+\s?号"
    # A date, in digits or numerals, with the words that modify it.
    rf"|(?:[{_DIGIT}]{{2,4}}年|[〇零一二三四五六七八九○]{{4}}年)(?:[{_DIGIT}{_NUMERAL}]{{1,3}}月)?(?:"
    rf"[{_DIGIT}{_NUMERAL}]{{1,3}}[日号])?[底末初中]?(?:之?前|以前)?"
    rf"|[{_DIGIT}{_NUMERAL}]{{1,3}}月(?:[{_DIGIT}{_NUMERAL}]{{1,3}}[日号]|[底末初]|[上中下]旬)?(?:之?前|以前)?"
    rf"|第[{_DIGIT}{_NUMERAL}]+(?:季度|[{HAN}])?"
    # A figure with its sign and its unit of measure.
    rf"|百分之[{_DIGIT}{_NUMERAL}点.]+"
    rf"|[<>≤≥±+\-－＋＜＞]?(?:{_FIGURE})[万亿千百余多]*(?:[%％‰℃°]|{_MEASURE.format(han=HAN)})?"
    rf"|[{_NUMERAL}]{{2,}}(?:{_MEASURE.format(han=HAN)})?"
    # A word of another script, an address; a character with its combining marks.
    rf"|[^\W\d_{HAN}][^\W{HAN}]*(?:[.@:/&'’+#?=\-·]+[^\W{HAN}]+)*"
    r"|\s+|.[\u0300-\u036f\ufe00-\ufe0f\u20d0-\u20ff]*",
    re.DOTALL,
)


def tokens(text: str) -> list[str]:
    """Return a text in the pieces that stay whole where differences are shown; together they are
    the text.

    >>> tokens("5月底前办结99.5%，见政发〔2025〕6号")
    ['5月底前', '办', '结', '99.5%', '，', '见政发〔2025〕6号']
    """
    return _TOKEN.findall(text)


def differing(left: str, right: str) -> tuple[str, str]:
    """Return the differing stretch of two wordings with some context; white space is ignored."""
    a, b = tokens("".join(left.split())), tokens("".join(right.split()))
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    return _shown(a, start, end), _shown(b, start, end)


def _shown(parts: list[str], start: int, end: int) -> str:
    first, last = start - _fitting(parts[:start][::-1], _CONTEXT), len(parts) - end
    last += _fitting(parts[last:], _CONTEXT)
    piece = "".join(parts[first:last])
    if len(piece) > _MOST_SHOWN:
        head, tail = _fitting(parts[first:last], _FIRST), _fitting(parts[first:last][::-1], _LAST)
        piece = f"{''.join(parts[first : first + head])}…{''.join(parts[last - tail : last])}"
    return f"{'…' if first else ''}{piece}{'…' if last < len(parts) else ''}"


def _fitting(parts: list[str], width: int) -> int:
    """Return the number of the first parts that have `width` characters in all; a part that is too
    long stays whole or is left out."""
    count = taken = 0
    while count < len(parts) and (taken := taken + len(parts[count])) <= width:
        count += 1
    return count
