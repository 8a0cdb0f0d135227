"""Find titles at the head of a document, the notice's and the plan's, over one line or several."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from gksite.importer.lines.lines import Line, close_up_text, squeezed
from gksite.notation.numbering import parse_numbering
from gksite.source.numbering import split_heading

_PLAN_END = (
    "要点|工作方案|实施方案|行动方案|推进方案|方案|工作计划|行动计划|计划|工作安排|安排|任务分解表|分解表|任务分工|重点任务|工作任务|责任清单|任务清单|清单|"
    "若干措施|措施|实施意见|意见|规划|一览表|任务表|台账|实施细则|办法"
)
_PLAN_TITLE = re.compile(
    rf"[^。；！？]{{2,90}}(?:{_PLAN_END})\s{{0,2}}(?:[（(][^（()）]{{1,16}}[)）])?"
)
_NOTICE_TITLE = re.compile(
    r"[^。；！？]{0,60}关\s{0,2}于[^。；！？]{2,120}的\s{0,2}(?:通知|意见|公告|函|通报|决定|批复)\s{0,2}(?:[（(][^（()）]{1,"
    r"16}[)）])?"
)
_INNER = re.compile(r"(?:印发|转发|下发|发布|公布|制定|实施)(.{4,110})的(?:通知|公告|函)")
_YEAR = re.compile("(?:19|20)\\d\\d|二[〇○零]")
_ABOUT = re.compile("关\\s{0,2}于")
_SITE_SUFFIX = re.compile(r"\s?[_|｜]\s?.{1,40}$|\s[-–—]\s?[^-–—]{1,30}$")
_DIGIT_GAP = re.compile(r"(?<=\d)\s+(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\s+(?=\d)")
_SENTENCE = re.compile("[。；！？]|现印发|贯彻执行|[：:]$")
_MOST_LINES = 4


class Titles(msgspec.Struct, frozen=True):
    """The titles among lines: texts, and the positions of their lines."""

    plan: str = ""
    plan_lines: tuple[int, ...] = ()
    notice: str = ""
    notice_lines: tuple[int, ...] = ()


def find_titles(lines: Sequence[tuple[int, Line]]) -> Titles:
    """Return the titles among numbered lines (position and line) that were not read otherwise.

    The last plan title counts: a site prints the title once more above the document.
    """
    titles = Titles()
    index = 0
    while index < len(lines):
        for size in range(1, _MOST_LINES + 1):
            window = lines[index : index + size]
            if len(window) < size or not _can_be_title(window):
                break
            text = title_text("".join(line.text for _, line in window))
            positions = tuple(position for position, _ in window)
            if _NOTICE_TITLE.fullmatch(text):
                if not titles.notice or squeezed(titles.notice) == squeezed(text):
                    titles = msgspec.structs.replace(
                        titles,
                        notice=titles.notice or text,
                        notice_lines=(*titles.notice_lines, *positions),
                    )
                index += size - 1
                break
            if _PLAN_TITLE.fullmatch(text) and _is_whole(window) and not _ABOUT.search(text[:40]):
                titles = msgspec.structs.replace(titles, plan=text, plan_lines=positions)
                index += size - 1
                break
        index += 1
    return titles


def likely_title(lines: Sequence[tuple[int, Line]]) -> Titles:
    """Return the first line that is a heading, centred, or opens with a year and is no sentence."""
    for position, line in lines:
        text = title_text(line.text)
        if (
            6 <= len(text) <= 80
            and _can_be_title([(position, line)])
            and (line.level or line.centred or _YEAR.match(text))
        ):
            return Titles(plan=text, plan_lines=(position,))
    return Titles()


def is_plan_title(text: str) -> bool:
    """Whether a line is the title of a plan or an annex."""
    return (
        bool(_PLAN_TITLE.fullmatch(title_text(text)))
        and not _SENTENCE.search(text)
        and not _is_numbered(text)
    )


def title_text(text: str) -> str:
    """Return a title as one line, without blanks between Chinese, and without a site's name."""
    return _DIGIT_GAP.sub("", _SITE_SUFFIX.sub("", close_up_text(text)))


def inner_title(notice: str) -> str:
    """Return the plan that a notice issues (关于印发《…》的通知), with or without 《》; "" for none."""
    match = _INNER.search(notice)
    if not match:
        return ""
    name = match[1].strip()
    if name.startswith("《") and name.endswith("》"):
        name = name[1:-1]
    return (
        name.replace("〈", "《").replace("〉", "》")
        if name.count("〈") == name.count("〉")
        else name
    )


def _can_be_title(window: Sequence[tuple[int, Line]]) -> bool:
    """Whether the lines follow each other and none of them is a sentence or a list entry."""
    positions = [position for position, _ in window]
    if positions != list(range(positions[0], positions[0] + len(positions))):
        return False
    return all(
        len(line.text) <= 100
        and not _SENTENCE.search(line.text)
        and not _is_numbered(line.text)
        and not line.text.startswith("附件")
        for _, line in window
    )


def _is_numbered(text: str) -> bool:
    """Whether a line is a numbered heading of the text; a year is no number (二〇二五年 …)."""
    return parse_numbering(text) is not None or bool(split_heading(text)[0])


def _is_whole(window: Sequence[tuple[int, Line]]) -> bool:
    """Whether several lines are one title: the last line alone would be cut off (no year), and the
    first is no title by itself."""
    if len(window) == 1:
        return True
    first, last = window[0][1].text, window[-1][1].text
    return (
        bool(_YEAR.search(first[:12]) or window[0][1].centred)
        and not _YEAR.search(last[:8])
        and not _PLAN_TITLE.fullmatch(title_text(first))
    )
