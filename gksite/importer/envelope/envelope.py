"""Read the envelope of a document: titles, 发文字号, issuer, addressees, dates, copies, notice."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from gksite.diagnostics import Diagnostic, problem
from gksite.importer.draft import Envelope, LeftOut
from gksite.importer.envelope.envelope_lines import (
    Reader,
    take_attachments,
    take_forms,
    take_metadata,
)
from gksite.importer.envelope.notices import has_own_page, main_part, take_notice
from gksite.importer.envelope.page_head import PageHead
from gksite.importer.envelope.signatures import is_organ
from gksite.importer.envelope.titles import (
    Titles,
    find_titles,
    inner_title,
    known_title,
    likely_title,
    title_text,
)
from gksite.importer.lines.lines import Item, Line, close_up_text, location
from gksite.notation.numbering import parse_numbering
from gksite.notation.unit_words import LABEL
from gksite.source.numbering import split_heading

_ISSUES_PLAN = re.compile("关于|印发|转发|批转")
_ADDRESSEES = re.compile(r"[^。；！？《》“”]{2,400}[:：]")
_ANNOUNCES = re.compile("如下|以下|确定|决定|名单|根据|为了?|现将|[一二三四五六七八九十百\\d]项")
"""What a line says that ends with a colon and introduces a list, not the offices it is for."""
_OFFICES = re.compile("各|局|委|办|政府|单位|部门|处室|街道|镇|乡|中心|公司")
_ISSUER_IN_TITLE = re.compile(
    r"(?:(?:19|20)\d\d年(?:度)?)?([\u4e00-\u9fff]{3,30}?(?:委员会|办公室|局|厅|人民政府|管委会|委|中心|集团|公司))(?=关于|"
    r"政务公开|(?:19|20)\d\d年|工作要点|重点工作|信息公开)"
)
_VERSION = re.compile(
    r"[（(](?:征求意见稿|公开征求意见稿|试行|草案|讨论稿|送审稿|修订稿?|暂行|代拟稿|(?:19|20)\d\d[—－-](?:19|20)\d\d年|(?:19|20)"
    r"\d\d年(?:版|修订版|度)?)[)）]"
)


class EnvelopeReading(msgspec.Struct, frozen=True):
    """The envelope, and the rest of the document.

    `parts` are the items before the first annex mark and after each; `sources` are the lines of the
    envelope, each with the name of its field; `left_out` are the lines in neither.
    """

    envelope: Envelope
    parts: tuple[tuple[Item, ...], ...]
    sources: tuple[LeftOut, ...]
    left_out: tuple[LeftOut, ...]
    problems: tuple[Diagnostic, ...]


def read_envelope(items: Sequence[Item], page: PageHead) -> EnvelopeReading:
    """Return the envelope of a plan, and the text itself in its parts. What the head of a web page
    states counts where the page shows nothing else."""
    reader = Reader(items)
    take_attachments(reader)
    take_metadata(reader)
    head = _head_end(reader)
    take_forms(reader, head)
    _take_page_head(reader, page)
    lines = [(index, line) for index in range(head) if (line := reader.free(index))]
    titles = find_titles(lines)
    if not titles.plan and not titles.notice:
        titles = known_title(lines, page.title) or likely_title(lines)
    titles = _with_version(reader, titles)
    head, titles = main_part(reader, head, titles)
    for index in (*titles.plan_lines, *titles.notice_lines):
        reader.take(index, "title" if index in titles.plan_lines else "notice_title")
    _take_addressees(reader, head)
    title, notice_title = _stated(reader.values, titles)
    apart = has_own_page(title, notice_title)
    notice = take_notice(reader, head, titles, apart=apart)
    return _reading(reader, titles, title, notice_title, notice)


def _head_end(reader: Reader) -> int:
    """Return the index of the first task table or numbered line outside a list of attachments."""
    for index, item in enumerate(reader.items):
        if index in reader.taken:
            continue
        if (
            not isinstance(item, Line)
            or parse_numbering(item.text)
            or split_heading(item.text)[0]
            or LABEL.match(item.text)
        ):
            return index
    return len(reader.items)


def _take_page_head(reader: Reader, page: PageHead) -> None:
    """Take what the head of a page states and its lines do not."""
    if page.published:
        reader.days.setdefault("metadata_published", page.published)
    for field, value in (
        ("title", page.title),
        ("source", page.source),
        ("keywords", "；".join(page.keywords)),
    ):
        if value:
            reader.values.setdefault(f"metadata_{field}", value)


def _with_version(reader: Reader, titles: Titles) -> Titles:
    """Return the titles with the version in brackets from the line below (（征求意见稿）, （试行）)."""
    if not titles.plan_lines:
        return titles
    line = reader.free(titles.plan_lines[-1] + 1)
    if not line or not _VERSION.fullmatch(line.text):
        return titles
    return msgspec.structs.replace(
        titles,
        plan=titles.plan + line.text,
        plan_lines=(*titles.plan_lines, titles.plan_lines[-1] + 1),
    )


# ── by their position ─────────────────────────────────────────────────────────────────────────────


def _take_addressees(reader: Reader, head: int) -> None:
    for index in range(head):
        line = reader.free(index)
        if (
            line
            and _ADDRESSEES.fullmatch(line.text)
            and _OFFICES.search(line.text)
            and not _ANNOUNCES.search(line.text)
            and not LABEL.match(line.text)
        ):
            reader.take(index, "addressees", close_up_text(line.text))
            return


def _stated(values: dict[str, str], titles: Titles) -> tuple[str, str]:
    """Return the titles of the plan and of the notice, with those of the metadata."""
    title, notice_title = titles.plan, titles.notice
    stated = title_text(values.get("metadata_title", ""))
    if not notice_title and "关于" in stated and stated.endswith("通知"):
        notice_title = stated
    return title or inner_title(notice_title) or stated or notice_title, notice_title


def _reading(
    reader: Reader, titles: Titles, title: str, notice_title: str, notice: tuple[str, ...]
) -> EnvelopeReading:
    values, days = reader.values, reader.days
    envelope = Envelope(
        title=title,
        notice_title=notice_title,
        document_number=values.get("document_number", ""),
        issuer=_issuer(values, title, notice_title),
        addressees=values.get("addressees", ""),
        written=days.get("written") or days.get("metadata_written"),
        published=days.get("metadata_published"),
        copies_to=values.get("copies_to", ""),
        printed_by=values.get("printed_by", ""),
        printed_on=days.get("printed_on"),
        annotation=values.get("annotation", ""),
        disclosure=values.get("disclosure") or _disclosure(values.get("metadata_disclosure", "")),
        index_number=values.get("metadata_index_number", ""),
        source=values.get("metadata_source", ""),
        attachments=tuple(reader.attachments),
        notice=notice,
        publisher=values.get("metadata_publisher", ""),
        validity=values.get("metadata_validity", ""),
        signature=values.get("issuer", ""),
        category=values.get("metadata_category", ""),
        keywords=tuple(re.split(r"[;；,，、\s]+", values["metadata_keywords"]))
        if "metadata_keywords" in values
        else (),
        masthead=values.get("masthead", ""),
        contact=values.get("contact", ""),
        signs_plan=_signs_plan(reader, titles),
    )
    problems = list(reader.problems)
    written, stated_day = days.get("written"), days.get("metadata_written")
    if written and stated_day and written != stated_day:
        first = reader.items[0].place
        problems.append(
            problem("import-dates-differ", location(first), signed=written, stated=stated_day)
        )
    return EnvelopeReading(
        envelope, _parts(reader), _sources(reader), _left_out(reader), tuple(problems)
    )


def _signs_plan(reader: Reader, titles: Titles) -> bool:
    """Whether the first date that was read as a signature's stands below the plan's own title."""
    signed = next(
        (index for index, field in sorted(reader.taken.items()) if field in ("written", "issuer")),
        -1,
    )
    return bool(titles.plan_lines) and signed > titles.plan_lines[-1]


def _issuer(values: dict[str, str], title: str, notice_title: str) -> str:
    """Return the issuer from the first of signature, metadata, red head, title with 关于, printing
    office and title that names it."""
    for field in ("issuer", "metadata_issuer", "red_head"):
        if values.get(field):
            return values[field]
    for text in (notice_title, title):
        names = _ISSUES_PLAN.split(text, maxsplit=1)[0].split() if "关于" in text else []
        if names and all(is_organ(name) for name in names):
            return "、".join(names)
    if values.get("printed_by"):
        return values["printed_by"]
    for text in (notice_title, title):
        if match := _ISSUER_IN_TITLE.match(text):
            return match[1]
    return ""


def _disclosure(stated: str) -> str:
    return next((known for known in ("依申请公开", "不予公开", "主动公开") if known in stated), "")


def _parts(reader: Reader) -> tuple[tuple[Item, ...], ...]:
    parts: list[list[Item]] = [[]]
    for index, item in enumerate(reader.items):
        if index in reader.annexes:
            parts.append([])
        elif index not in reader.taken and index not in reader.left:
            parts[-1].append(reader.remains.get(index, item))
    return tuple(tuple(part) for part in parts if part)


def _sources(reader: Reader) -> tuple[LeftOut, ...]:
    sources: list[LeftOut] = []
    for index, field in sorted(reader.taken.items()):
        item = reader.items[index]
        if isinstance(item, Line):
            sources += [LeftOut(item.text, place, field) for place in item.places]
        else:
            sources += [LeftOut(cell.text, cell.place, field) for cell in item.cells]
    for index in reader.remains:
        line = reader.items[index]
        if isinstance(line, Line) and index not in reader.taken:
            sources.append(LeftOut(line.text, line.place, "document_number"))
    return tuple(sources)


def _left_out(reader: Reader) -> tuple[LeftOut, ...]:
    return tuple(
        line.left_out(reason)
        for index, reason in sorted(reader.left.items())
        if isinstance(line := reader.items[index], Line)
    )
