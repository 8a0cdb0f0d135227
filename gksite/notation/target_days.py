"""Days of targets in short: 2025-Q1, 2025-H1, 2025; other wordings are those of deadlines."""

from __future__ import annotations

import re

_QUARTER = re.compile(r"(\d{4})-?Q([1-4])", re.IGNORECASE)
_HALF = re.compile(r"(\d{4})-?H([12])", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")
_PARTS = {
    "": "year",
    "上半年": "half.1",
    "下半年": "half.2",
    **{f"第{numeral}季度": f"quarter.{n}" for n, numeral in enumerate("一二三四", 1)},
}
_SPELLED = re.compile(rf"(\d{{4}})年({'|'.join(_PARTS)})")


def spelled_day(printed: str) -> str:
    """Return the wording of a deadline that means the same.

    >>> spelled_day("2025-Q1"), spelled_day("2025-H2"), spelled_day("2025")
    ('2025年第一季度', '2025年下半年', '2025年')
    """
    if match := _QUARTER.fullmatch(printed):
        return f"{match[1]}年第{'一二三四'[int(match[2]) - 1]}季度"
    if match := _HALF.fullmatch(printed):
        return f"{match[1]}年{'上' if match[2] == '1' else '下'}半年"
    return f"{printed}年" if _YEAR.fullmatch(printed) else printed


def named_period(spelled: str) -> tuple[str, str] | None:
    """Return the year and the part of it that a day spelled by `spelled_day` names, None for
    another wording.

    >>> named_period("2025年第一季度"), named_period("2025年下半年"), named_period("2025年")
    (('2025', 'quarter.1'), ('2025', 'half.2'), ('2025', 'year'))
    """
    if match := _SPELLED.fullmatch(spelled):
        return match[1], _PARTS[match[2]]
    return None
