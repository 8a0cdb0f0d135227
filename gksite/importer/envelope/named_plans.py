"""Find the plans that a document names or holds besides the one that is read, and annexes that it
lists and does not hold."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.importer.draft import Draft
from gksite.importer.envelope.titles import inner_title, is_plan_title, title_text
from gksite.importer.lines.lines import Line, location, squeezed
from gksite.notation.numbering import parse_numbering
from gksite.source.numbering import split_heading

_ENDS = "要点|方案|计划|安排|措施|规划|行动"
_OWN_PLAN = re.compile(
    rf"(?:{_ENDS}|分工|分解|清单|实事(?:项目)?|任务)表?(?:[（(][^（()）]{{1,16}}[)）])?$"
)
_OF_TABLE = re.compile(r"(?:分解|分工|清单|任务|一览|项目|台账|推进|进度|目录)表?$")
_QUOTED = re.compile(r"《([^《》]{4,100})》?")
_SAME_END = re.compile(rf"(.{{2,80}}?({_ENDS}))(?:和|及|、|以及)(.{{2,80}}?\2)$")
_YEAR = re.compile(r"(?:19|20)\d\d|二[〇○零]")
_FEWEST_NUMBERED = 2
_FILE_ENDING = re.compile(r"\.(?:xlsx?|docx?|pdf|wps|et|ofd|zip|rar)$", re.IGNORECASE)
_PLAN_ANNEX = re.compile("任务|分解|分工|清单|要点|方案|计划|台账|实事|目标|安排|重点项目")
_FORM_ANNEX = re.compile(
    "报名|回执|登记|申报|申请|汇总|统计|样[表式]|模板|[月季周年]报|进度|进展|推荐|反馈|联系|名单|评分|考核|说明|报表|报告|情况表"
)
_ISSUES = re.compile("印发给|印发你们|现印发|予以印发|下达给|下发给|见附件|附后")


def is_plan_annex(title: str) -> bool:
    """Whether an annex is a plan or its table by its title, and no form to fill in."""
    return bool(_PLAN_ANNEX.search(title)) and not _FORM_ANNEX.search(title)


def missing_annexes(draft: Draft, first: Location) -> list[Diagnostic]:
    """Report plans that a draft without tasks, or of tasks without units, lists as annexes or
    issues, and that the document does not hold."""
    if any(task.units or task.leader for task in draft.tasks):
        return []
    envelope = draft.envelope
    own = {line.text for line in draft.envelope_source if line.reason == "title"}
    held = [squeezed(title_text(text)) for text in (*own, *(line.text for line in draft.body))]
    held += [squeezed(one.caption) for one in draft.lists if one.caption]
    names = [_FILE_ENDING.sub("", title.strip()) for title in envelope.attachments]
    missing = [
        name
        for name in names
        if is_plan_annex(name) and not any(text.endswith(squeezed(name)) for text in held)
    ]
    issues = any(_ISSUES.search(text) for text in envelope.notice)
    if not missing and not draft.tasks and issues and not own:
        missing = [envelope.title]
    if not missing:
        return []
    return [problem("import-annex-missing", first, titles="、".join(missing))]


def several_plans(
    title: str, notice_title: str, lines: Sequence[Line], annexes: Sequence[Line], first: Location
) -> list[Diagnostic]:
    """Report other plans that stand in the text or its annexes, or that the notice issues with the
    one that is read; each with its title."""
    found = [*(annexes[index] for index in _plans_in(annexes)), *_restarting(lines)]
    others = [title_text(line.text) for line in found if title_text(line.text) != title]
    named = named_plans(notice_title)
    listed = named if not others else [title, *others]
    titles = list(dict.fromkeys(listed))
    if len(titles) < _FEWEST_NUMBERED:
        return []
    place = location(found[0].place) if found else first
    return [problem("import-several-plans", place, titles="、".join(titles), read=title)]


def named_plans(notice_title: str) -> list[str]:
    """Return the plans that the title of a notice issues together; [] for one, and for a plan with
    the table of its tasks."""
    inner = inner_title(notice_title)
    quoted = _QUOTED.findall(f"《{inner}" if "》" in inner and inner[0] != "《" else inner)
    if len(quoted) < _FEWEST_NUMBERED:
        same = _SAME_END.fullmatch(inner)
        return [same[1], same[3]] if same else []
    own = [name for name in quoted if not _OF_TABLE.search(name)]
    apart = [name for name in own if not any(name != other and other in name for other in own)]
    return apart if len(apart) > 1 and all(map(is_plan_title, apart)) else []


def _plans_in(lines: Sequence[Line]) -> list[int]:
    """Return the positions of titles of plans, each above numbered lines."""
    titles = [
        index
        for index, line in enumerate(lines)
        if is_plan_title(line.text) and _OWN_PLAN.search(title_text(line.text))
    ]
    ends = [*titles[1:], len(lines)]
    return [
        start
        for start, end in zip(titles, ends, strict=False)
        if sum(map(_is_numbered, lines[start:end])) >= _FEWEST_NUMBERED
    ]


def _restarting(lines: Sequence[Line]) -> list[Line]:
    """Return titles of plans with a year between numbered lines, where the numbers begin again."""
    numbered = [index for index, line in enumerate(lines) if _is_numbered(line)]
    found: list[Line] = []
    for index in _plans_in(lines):
        before = bisect(numbered, index)
        number = parse_numbering(lines[numbered[before]].text)
        begins = number is not None and number.value == 1
        if before and begins and _YEAR.search(lines[index].text):
            found.append(lines[index])
    return found


def _is_numbered(line: Line) -> bool:
    return parse_numbering(line.text) is not None or bool(split_heading(line.text)[0])
