"""Join paragraphs that pages or lines broke, and take page numbers out of sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gksite.importer.draft import LeftOut
from gksite.importer.envelope.metadata import is_metadata
from gksite.importer.lines.lines import Item, Line, ends_sentence, is_unbalanced, width
from gksite.importer.lines.numbers import GLUED
from gksite.notation.characters import HAN, narrow_digits
from gksite.notation.document_number import parse_document_number
from gksite.notation.numbering import parse_numbering
from gksite.notation.unit_words import LABEL, has_strong_ending, is_group
from gksite.notation.units import parse_units, split_responsibility
from gksite.source.numbering import split_heading

_INSIDE = re.compile(
    rf"(?<=[{HAN}，、。；“”])\s{{0,3}}[-—－–]{{1,2}}\s{{0,2}}\d{{1,3}}\s{{0,2}}[-—－–]{{1,2}}\s{{0,"
    rf"3}}(?=[{HAN}，、。；“”])"
)
_OPENS = re.compile(
    "附件|附[：:]|附表|抄\\s?送|抄\\s?报|分\\s?送|主\\s?送|（此件|\\(此件|注[：:]|备注[：:]|联系人|[△▲●■◆★◇○•▪]|——|"
    "第[一二三四五六七八九十]{1,3}(?:部分|章|节|编)"
)
_DATE_LINE = re.compile(
    r"[\d二〇○零一三四五六七八九十 ]{2,12}年[\d一二三四五六七八九十 ]{1,5}月[\d一二三四五六七八九十 ]{1,5}日.{0,4}"
)
_CONNECTING = re.compile("[，、,（(《“及和与的]$")
_TITLE_END = re.compile(
    "(?:要点|方案|计划|安排|通知|意见|清单|分解表|一览表|办法|规划|文件)(?:[)）]{0,1})$"
)
_HEADING_STYLES = ("chinese", "chinese-bracket", "article")
# No paragraph opens with these: 6月底│前完成, 公开│的范围.
_CANNOT_OPEN = re.compile("[的、，。；：）)”》〕】]|前(?!期|往|后|沿|端)|及(?!时)|或者")
_NEAR_END = 200
_SHORTEST, _LONGEST = 4, 6000
_NARROW_PROSE, _LONG_HEADING, _SHORT_REST = 20, 44, 22


def join_broken(items: Sequence[Item]) -> tuple[list[Item], list[LeftOut]]:
    """Return the items with broken paragraphs joined, and the page numbers that stood inside of
    sentences.

    A line continues in the next where it is prose (or a heading cut within a word) without an end,
    and the next line opens nothing of its own. Where the whole text is broken at one width, only
    full lines continue.
    """
    full = _full_width(items)
    joined: list[Item] = []
    for item in items:
        last = joined[-1] if joined else None
        if isinstance(item, Line) and isinstance(last, Line) and _goes_on(last, item, full):
            gap = " " if _needs_blank(last.text, item.text) else ""
            joined[-1] = Line(
                last.text + gap + item.text, (*last.places, *item.places), last.level, last.centred
            )
        else:
            joined.append(item)
    left_out: list[LeftOut] = []
    return [
        _without_page_numbers(item, left_out) if isinstance(item, Line) else item for item in joined
    ], left_out


def _needs_blank(before: str, after: str) -> bool:
    return (
        before[-1:].isascii()
        and before[-1:].isalnum()
        and after[:1].isascii()
        and after[:1].isalnum()
    )


def _without_page_numbers(line: Line, left_out: list[LeftOut]) -> Line:
    marks = _INSIDE.findall(line.text)
    if not marks:
        return line
    left_out.extend(LeftOut(mark.strip(), line.place, "page-number") for mark in marks)
    return Line(_INSIDE.sub("", line.text), line.places, line.level, line.centred)


def _full_width(items: Sequence[Item]) -> int:
    """Return the width at which all lines of a text were broken, or 0 for whole paragraphs."""
    widths = [width(item.text) for item in items if isinstance(item, Line)]
    open_widths = [
        width(item.text)
        for item in items
        if isinstance(item, Line)
        and len(item.text) >= 15
        and not ends_sentence(item.text)
        and not item.level
    ]
    if len(open_widths) < 5:
        return 0
    longest = max(widths)
    near = sum(1 for open_width in open_widths if open_width >= longest - 6)
    return longest - 6 if near * 10 >= len(open_widths) * 6 else 0


def starts_paragraph(text: str) -> bool:
    """Whether a line opens a paragraph: a number, label, annex, date line or document number."""
    return bool(
        parse_numbering(text)
        or split_heading(text)[0]
        or _OPENS.match(text)
        or LABEL.match(text)
        or _DATE_LINE.fullmatch(text)
        or is_metadata(text)
        or (len(text) < 40 and parse_document_number(text))
        or _TITLE_END.search(text)
    )


def _goes_on(last: Line, following: Line, full: int) -> bool:
    text = last.text
    if (
        last.level
        or following.level
        or last.centred != following.centred
        or starts_paragraph(following.text)
    ):
        return False
    if is_metadata(text) or _DATE_LINE.fullmatch(text) or not _SHORTEST <= len(text) <= _LONGEST:
        return False
    if GLUED.match(narrow_digits(following.text)) and not ends_sentence(text):
        return True
    if text.endswith(("、", "，", ",")) and not _is_label_line(text):
        return not (full and width(text) < full // 2)
    if _is_label_line(text):
        return text.endswith(("、", "，", ",", "；")) or is_unbalanced(text)
    if is_unbalanced(text[-_NEAR_END:]):
        return True
    if ends_sentence(text) and not _is_cut_bracket(text):
        return False
    if _CANNOT_OPEN.match(following.text) and not _TITLE_END.search(text):
        return True
    if full:
        return width(text) >= full and not _TITLE_END.search(text)
    return _is_open(text, following.text)


def _is_label_line(text: str) -> bool:
    return LABEL.match(text) is not None


def _is_cut_bracket(text: str) -> bool:
    """Whether `text` ends with a bracket of prose without full stop or responsibility."""
    stop = text.rfind("。")
    tail = text[stop + 1 :]
    return (
        text[-1:] in ")）〕】"
        and len(tail) > 30
        and "，" in tail
        and not split_responsibility(text)[1]
        and not parse_numbering(tail)
    )


def _is_open(text: str, following: str) -> bool:
    """Whether a line without an end continues in `following`: prose does, a heading only if cut."""
    numbering = parse_numbering(text)
    body = numbering.rest if numbering else text
    if (
        numbering
        and "。" not in body
        and numbering.style in _HEADING_STYLES
        and len(body) <= _LONG_HEADING
    ):
        return _is_cut_heading(body, following)
    if is_unbalanced(text):
        return True
    is_prose = len(body) >= _NARROW_PROSE and any(mark in body for mark in "，。；,;")
    return is_prose and not _TITLE_END.search(text) and not _looks_complete(body, following)


def _is_cut_heading(body: str, following: str) -> bool:
    if is_unbalanced(body) or _CONNECTING.search(body):
        return True
    short = len(following) <= _SHORT_REST and not re.search("[。；：，]", following)
    return (
        short and len(body) >= 10 and not has_strong_ending(following) and not is_group(following)
    )


def _looks_complete(body: str, following: str) -> bool:
    """Whether a list of units or a signature follows an item without a full stop."""
    reading = parse_units(following) if len(following) < 120 else None
    return "。" not in body and bool(reading and reading.names and not reading.unread)
