"""Find titles at the head of a document, the notice's and the plan's, over one line or several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from gksite.importer.envelope.signatures import is_end_of_name, is_organ, offices_of
from gksite.importer.lines.lines import Line, close_up_text, squeezed
from gksite.notation.numbering import parse_numbering
from gksite.source.numbering import split_heading

_SHORT_END = "重点任务|工作任务|目标任务|重点工作|工作重点|民生实事|为民实事|工作目标"
"""Ends of titles after which a title may go on in the next line (重点工作 / 责任分解)."""
_PLAN_END = (
    f"要点|方案|计划|安排|(?:任务|责任|目标|工作|指标)分解|分工|清单|措施|意见|规划|台账|细则|办法|纲要|{_SHORT_END}|"
    "实事项目|民生项目|(?:决策|决策事项|任务|项目|实事)目录|任务书|责任书|工作部署|(?:专项|三年|攻坚|提升)行动|"
    "(?:任务|计划|安排|分解|分工|推进|进度|一览|项目|责任|目标|实事|措施|工作|事项)表"
)
_BRACKETS = r"\s{0,2}(?:[（(][^（()）]{1,24}[)）]\s{0,2}){0,2}"
_PLAN_TITLE = re.compile(rf"[^。；！？]{{2,90}}(?:{_PLAN_END}){_BRACKETS}")
_SHORT_TITLE = re.compile(rf"[^。；！？]{{2,90}}(?:{_SHORT_END})")
_ISSUED = "印发|转发|下发|下达|公布|发布|报送|批转"
_ABOUT_PLAN = re.compile(
    rf"[^。；！？]{{0,80}}关\s{{0,2}}于(?!{_ISSUED})[^。；！？]{{2,120}}(?:{_PLAN_END}){_BRACKETS}"
)
_NOTICE_TITLE = re.compile(
    rf"[^。；！？]{{0,80}}关\s{{0,2}}于[^。；！？]{{2,120}}的\s{{0,2}}(?:通知|公告|通告|函|通报|决定|决议|批复){_BRACKETS}"
)
_ANNOUNCEMENT = re.compile(
    r"(?P<office>.{4,60}?)\s{0,4}(?:公\s{0,4}告|通\s{0,4}告|公\s{0,4}报)\s{0,4}(?:[（(]?第.{1,8}号[)）]?)?"
)
_INNER = re.compile(r"(?:印发|转发|下发|下达|发布|公布|制定|实施)(.{4,110})的(?:通知|公告|函)")
_YEAR = re.compile("(?:19|20)\\d\\d|二[〇○零]")
_ABOUT = re.compile("关\\s{0,2}于")
_ISSUERS = re.compile(
    r"(?P<names>[^。；！？《》]{4,80}?)\s{0,20}(?P<rest>(?:关\s{0,2}于|印发|转发|批转).{2,})",
    re.DOTALL,
)
_WHOLE_QUOTED = re.compile(r"《([^《》]{4,100})》")
_FILE_ENDING = re.compile(r"\.(?:docx?|wps|pdf|xlsx?|et|ofd)$", re.IGNORECASE)
_SITE_SUFFIX = re.compile(r"\s?[_|｜]\s?.{1,40}$|\s[-–—]\s?[^-–—]{1,30}$")
_DIGIT_GAP = re.compile(r"(?<=\d)\s+(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\s+(?=\d)")
_SENTENCE = re.compile(
    "[。；！？]|现印发|贯彻执行|[：:]$|制定本|^为(?!民)|^(?:根据|按照|依据|现将|经)"
)
_WORDS = re.compile(r"[^\d年月日第号期\W]{4}")
_MOST_LINES = 4


class Titles(msgspec.Struct, frozen=True):
    """The titles among lines: texts, and the positions of their lines."""

    plan: str = ""
    plan_lines: tuple[int, ...] = ()
    notice: str = ""
    notice_lines: tuple[int, ...] = ()


def find_titles(lines: Sequence[tuple[int, Line]]) -> Titles:
    """Return the titles among numbered lines (position and line) that were not read otherwise.

    The last plan title counts: a site prints the title once more above the document. One without
    a year does not replace one with a year or with 关于.
    """
    titles = Titles()
    index = 0
    while index < len(lines):
        windows = list(_windows(lines, index))
        notice = next((text for text in map(_notice_of, windows) if text), "")
        if notice:
            size = next(len(window) for window in windows if _notice_of(window))
            positions = tuple(position for position, _ in lines[index : index + size])
            if not titles.notice or squeezed(titles.notice) == squeezed(notice):
                titles = msgspec.structs.replace(
                    titles,
                    notice=titles.notice or notice,
                    notice_lines=(*titles.notice_lines, *positions),
                )
            index += size
            continue
        text, size = _plan_of(windows)
        if text and (not _is_dated(titles.plan) or _is_dated(text)):
            positions = tuple(position for position, _ in lines[index : index + size])
            titles = msgspec.structs.replace(titles, plan=text, plan_lines=positions)
        index += size or 1
    return titles


Window = Sequence[tuple[int, Line]]
"""Lines that follow each other and may be one title."""


def _windows(lines: Sequence[tuple[int, Line]], index: int) -> Iterator[Window]:
    for size in range(1, _MOST_LINES + 1):
        window = lines[index : index + size]
        if len(window) < size or not _can_be_title(window):
            return
        yield window


def _notice_of(window: Window) -> str:
    """Return the title of a notice that the lines are, or ""."""
    text = _joined(window)
    if _NOTICE_TITLE.fullmatch(text) and _belong(window):
        return text
    announced = _ANNOUNCEMENT.fullmatch(text) if len(window) < _MOST_LINES - 1 else None
    return text if announced and is_organ(announced["office"]) else ""


def _plan_of(windows: Sequence[Window]) -> tuple[str, int]:
    """Return the first title of a plan that lines are, with their number; of one that may go on,
    the longer."""
    found = ""
    size = 0
    for window in windows:
        text = _joined(window)
        is_title = (
            _ABOUT_PLAN.fullmatch(text) and _belong(window)
            if _ABOUT.search(text)
            else _PLAN_TITLE.fullmatch(text) and _is_whole(window)
        )
        if is_title and (not found or _SHORT_TITLE.fullmatch(found)):
            found, size = text, len(window)
    return found, size


def _is_dated(text: str) -> bool:
    return bool(_YEAR.search(text) or _ABOUT.search(text))


def _joined(window: Window) -> str:
    """Return the title that lines are together; issuers on lines of their own stay apart."""
    texts = [line.text for _, line in window]
    names = []
    while len(texts) > 1 and _is_issuer(texts[0]):
        names.append(offices_of(texts.pop(0)).replace("、", " "))
    return title_text(" ".join([*names, "".join(texts)]))


def _is_issuer(text: str) -> bool:
    return is_organ(text) and not _ABOUT.search(text)


def _belong(window: Window) -> bool:
    """Whether the first of several lines is of their title: it holds 关于, or the names above are
    those of its issuers (and not of the site, when the title names its issuer itself)."""
    texts = [line.text for _, line in window]
    if len(texts) == 1 or _ABOUT.search(texts[0]):
        return True
    about = next((n for n, text in enumerate(texts) if _ABOUT.search(text)), 0)
    if not about:  # a line end cuts 关于
        cut = next((n for n, text in enumerate(texts) if re.search("关\\s{0,2}$", text)), None)
        return cut == 0 or (cut is not None and _are_issuers(texts[: cut + 1], cut=True))
    return _are_issuers(texts[: about + 1], cut=False)


def _are_issuers(texts: Sequence[str], *, cut: bool) -> bool:
    """Whether the lines but the last are issuers; the last opens with 关于, or ends their name."""
    last = texts[-1].rstrip("关 ") if cut else _ABOUT.split(texts[-1], maxsplit=1)[0]
    names = ["".join(text.split()) for text in texts[:-1]]
    opens = (
        not last.strip() or is_end_of_name(last) or last.strip("《 ") in ("印发", "转发", "批转")
    )
    nested = any(below.startswith(above) for above, below in pairwise(names))
    return opens and not nested and all(map(is_organ, texts[:-1]))


def known_title(lines: Sequence[tuple[int, Line]], known: str) -> Titles | None:
    """Return the lines that are a title which is known from elsewhere; None for none."""
    for index in range(len(lines)):
        for window in _windows(lines, index) if known else ():
            if squeezed("".join(line.text for _, line in window)) == squeezed(known):
                return Titles(
                    plan=_joined(window), plan_lines=tuple(position for position, _ in window)
                )
    return None


def likely_title(lines: Sequence[tuple[int, Line]]) -> Titles:
    """Return the first line that is a heading, centred, or names a year and is no sentence."""
    for position, line in lines:
        text = title_text(line.text)
        if (
            6 <= len(text) <= 80
            and _WORDS.search(text)
            and _can_be_title([(position, line)])
            and (line.level or line.centred or (_YEAR.search(text) and text[0] not in "（(【["))
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


def is_notice_title(text: str) -> bool:
    """Whether a text is the title of a notice (关于…的通知)."""
    return bool(_NOTICE_TITLE.fullmatch(title_text(text)))


def title_text(text: str) -> str:
    """Return a title as one line, without blanks between Chinese but those between issuers, without
    a site's name and without book marks around the whole."""
    printed = _SITE_SUFFIX.sub("", _FILE_ENDING.sub("", text))
    title = _DIGIT_GAP.sub("", close_up_text(printed))
    quoted = _WHOLE_QUOTED.fullmatch(title)
    if quoted:
        return quoted[1]
    issuers = _ISSUERS.fullmatch(printed)
    names = issuers["names"].split() if issuers else []
    if issuers and len(names) > 1 and all(is_organ(n) and not is_end_of_name(n) for n in names):
        return " ".join(names) + _DIGIT_GAP.sub("", close_up_text(issuers["rest"]))
    return title


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
    if _YEAR.search(last[:8]) or not (_YEAR.search(first[:12]) or window[0][1].centred):
        return False
    title = title_text(first)
    return not _PLAN_TITLE.fullmatch(title) or _SHORT_TITLE.fullmatch(title) is not None
