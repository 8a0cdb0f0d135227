"""Tell the notice that issues a plan from the plan: its paragraphs, and points of its own."""

from __future__ import annotations

import re

import msgspec

from gksite.diagnostics import problem
from gksite.importer.envelope.envelope_lines import Reader
from gksite.importer.envelope.named_plans import is_plan_annex
from gksite.importer.envelope.titles import Titles, inner_title, is_plan_title, title_text
from gksite.importer.lines.lines import Line, close_up_text, location, squeezed
from gksite.model.notice import annex_name
from gksite.notation.numbering import parse_numbering
from gksite.notation.units import split_responsibility
from gksite.source.numbering import split_heading

_ISSUES = re.compile(
    "印发给|印发你们|现印发|下达给|下达你们|下发给|转发给|分解下达|予以印发|遵照执行|贯彻执行|贯彻落实|组织实施|"
    "现予以?(?:公布|公开|发布|印发)|予以(?:公布|公开|发布)|现将[^。]{2,80}(?:公布|公开|发布)如下"
)
_INTRODUCES = re.compile(
    r"(?:通知|要求|事项|意见)(?:通知|明确|安排)?如下|(?:提出|做好|落实)(?:如下|以下)|以下(?:要求|事项|工作)"
)
_LONGEST_ISSUING = 300


def has_own_page(title: str, notice_title: str) -> bool:
    """Whether a notice is a document of its own: it has a title, and another one than its plan."""
    return bool(notice_title and annex_name(notice_title) != annex_name(title or notice_title))


def main_part(reader: Reader, head: int, titles: Titles) -> tuple[int, Titles]:
    """Return the end of the head, and the titles. Where a notice has numbered points of its own,
    the plan is the annex with the title that the notice names, or its tables."""
    inner = squeezed(inner_title(titles.notice)) if titles.notice else ""
    if not inner or titles.plan:
        return head, titles
    for index in range(head, len(reader.items)):
        line = reader.free(index)
        if line and _names(line, inner):
            _take_points(reader, head, index)
            plan = title_text(line.text)
            return _opening_end(reader, index + 1), msgspec.structs.replace(
                titles, plan=plan, plan_lines=(index,)
            )
    end = _end_of_points(reader, head)
    if end > head and _are_own_points(reader, head, end, inner):
        taken = _take_points(reader, head, end)
        first = reader.items[head].place
        reader.problems.append(problem("import-notice-points", location(first), count=taken))
        return _opening_end(reader, end), titles
    return head, titles


def _names(line: Line, inner: str) -> bool:
    """Whether a line is the title of the plan that the notice names, or a fuller one."""
    text = squeezed(title_text(line.text))
    return text == inner or (text.endswith(inner) and is_plan_title(line.text))


def _end_of_points(reader: Reader, head: int) -> int:
    """Return the index of the first line below the points that closes a notice: the list of its
    annexes, a signature, a date; `head` for none."""
    closing = ("attachments", "issuer", "written", "annotation")
    return next((i for i in range(head, len(reader.items)) if reader.taken.get(i) in closing), head)


def _are_own_points(reader: Reader, head: int, end: int, inner: str) -> bool:
    """Whether the numbered lines up to `end` are the notice's: it announces them when it issues the
    plan, and more follows; or it lists the plan as its annex. They name no units as tasks do."""
    lines = [line for index in range(end) if (line := reader.free(index))]
    opening = [line.text for index in range(head) if (line := reader.free(index))]
    announced = any(_ISSUES.search(text) and _INTRODUCES.search(text) for text in opening)
    listed = any(
        squeezed(annex_name(title)).endswith(inner) or is_plan_annex(title)
        for title in reader.attachments
    )
    follows = any(
        reader.free(index) or not isinstance(reader.items[index], Line)
        for index in range(end, len(reader.items))
    )
    names_units = any(split_responsibility(line.text)[1] for line in lines)
    return ((announced and follows) or listed) and not names_units


def _take_points(reader: Reader, head: int, end: int) -> int:
    """Take the free lines from `head` up to `end` for the notice; return their number."""
    free = [index for index in range(head, end) if reader.free(index)]
    for index in free:
        reader.take(index, "notice")
    return len(free)


def _opening_end(reader: Reader, start: int) -> int:
    """Return the index of the first numbered line, or the first that is taken or no line, from
    `start` on."""
    for index in range(start, len(reader.items)):
        line = reader.free(index)
        if not line or parse_numbering(line.text) or split_heading(line.text)[0]:
            return index
    return len(reader.items)


def take_notice(reader: Reader, head: int, titles: Titles, *, apart: bool) -> tuple[str, ...]:
    """Return the paragraphs of the notice: those between its title and the plan's, or its
    signature, and those that issue the plan. Where it is no document `apart`, they stay in the
    text. Other lines before the titles are left out."""
    known = {
        squeezed(text) for text in (titles.plan, titles.notice, inner_title(titles.notice)) if text
    }
    plan_at = titles.plan_lines[-1] if titles.plan_lines else -1
    opens = titles.notice_lines[-1] if titles.notice_lines else len(reader.items)
    closes = plan_at if plan_at >= 0 else _signature(reader, opens, head)
    start = max((*titles.plan_lines[-1:], *(titles.notice_lines if plan_at < 0 else ())), default=0)
    for index in range(head):
        line = reader.free(index)
        if not line:
            continue
        if squeezed(title_text(line.text)) in known:
            reader.left[index] = "repeated-head"
        elif (
            opens < index < closes
            or (index < start and "。" in line.text)
            or (plan_at < 0 and _ISSUES.search(line.text) and len(line.text) < _LONGEST_ISSUING)
        ):
            if apart:
                reader.take(index, "notice")
        elif index < start:
            reader.left[index] = "before-title"
    return tuple(
        close_up_text(item.text)
        for index, field in sorted(reader.taken.items())
        if field == "notice" and isinstance(item := reader.items[index], Line)
    )


def _signature(reader: Reader, opens: int, head: int) -> int:
    """Return the index of the signature below a notice's title, before `head`; -1 for none."""
    return next((i for i in range(opens, head) if reader.taken.get(i) in ("issuer", "written")), -1)
