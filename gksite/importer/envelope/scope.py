"""The period and the kind of a plan, by its titles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gksite.model.periods import period_of_title
from gksite.notation.numbering import from_chinese

_YEAR = re.compile(r"((?:19|20)\d\d)\s?年")
_SEVERAL = re.compile(r"([二两三四五])年(?:行动|攻坚|提升|建设|滚动|倍增|整治|发展)")
_OF_ONE_YEAR = re.compile(r"(?:19|20)\d\d年?度?(?:重点|工作|任务|实施|要点|年度)|要点")
"""The title of one year's work in a plan for several years."""
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(form))
    for kind, form in (
        ("livelihood", "民生实事|为民办(?:实事|好事)|为民实事|实事项目"),
        ("projects", "重[点大](?:建设|工程|民生|产业)?项目|重大工程"),
        ("decisions", "重大(?:行政)?决策(?:事项)?目录|决策事项目录"),
        ("legislation", "立法(?:工作)?计划|(?:行政)?规(?:章|范性文件)制定(?:工作)?计划"),
        ("programme", '五[”"]?(?:年)?规划|发展规划|规划纲要|专项规划'),
        ("task-table", "任务分[解工]|重点任务|分工方案|分解表|分工表"),
    )
)
_WORK_PLAN = re.compile("要点")


def period_of(titles: Sequence[str]) -> tuple[str, bool]:
    """Return the years of a plan for several years (`2026-2030`) by its titles, "" for one year or
    none; and whether they are only guessed.

    >>> period_of(["云川市教育发展规划（2026—2030年）"]), period_of(["2025年三年行动任务分工"])
    (('2026-2030', False), ('2025-2027', True))
    """
    if named := next(filter(None, map(period_of_title, titles)), ""):
        return named, False
    for title in titles:
        year, years = _YEAR.search(title), _SEVERAL.search(title)
        if year and years and year.start() < years.start() and not _OF_ONE_YEAR.search(title):
            count = 2 if years[1] == "两" else from_chinese(years[1]) or 1
            return f"{year[1]}-{int(year[1]) + count - 1}", True
    return "", False


def kind_of_plan(title: str) -> str:
    """Return the id of the kind of plan that a title names, of several the one that it names last;
    "" for the usual kind.

    >>> kind_of_plan("2025年青禾区民生实事项目表"), kind_of_plan("“十五五”规划主要任务分工方案")
    ('livelihood', 'task-table')
    """
    if _WORK_PLAN.search(title):
        return ""
    ends = [
        (max((match.end() for match in form.finditer(title)), default=-1), -place, kind)
        for place, (kind, form) in enumerate(_KINDS)
    ]
    end, _, kind = max(ends)
    return kind if end >= 0 else ""
