"""Write the review sheet of an import: doubts, the source beside its reading, left-out pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from gksite.diagnostics import Diagnostic
from gksite.documents.blocks import SourceDocument
from gksite.importer.draft import Draft
from gksite.importer.review.sheet import Sheet
from gksite.importer.writing.plan_files import title_of
from gksite.importer.writing.sheet_assets import POLICY, SCRIPT, STYLE
from gksite.importer.writing.sheet_html import doubt_items, legend, linked, row_items, shown
from gksite.importer.writing.unit_proposal import ProposedUnit, tasks_of
from gksite.importer.writing.verdict import verdict_of

KIND_WORDS = {
    "department": "部门",
    "subdistrict": "街道",
    "town": "镇",
    "township": "乡",
    "district": "区县",
    "enterprise": "企业",
    "institution": "事业单位",
    "branch": "派出机构",
}
REASON_WORDS = {
    "page-number": "页码",
    "form": "空白表单",
    "chrome": "网页或版面上的附带文字",
    "unaccounted": "没有读懂",
    "metadata": "网页或文件头的信息，计划里没有对应的项",
    "sheet-name": "工作表的名称，表里另有标题",
    "row-number": "表内的序号，与正文的不同",
    "repeated-head": "重复的标题或表头",
    "before-title": "标题之前的文字",
    "deleted": "修订中删除的文字",
    "struck-through": "画了删除线的文字",
    "hidden": "隐藏的文字",
    "phonetic": "注音",
    "contents": "目录",
    "ditto": "“同上”字样，按上一行读",
    "not-a-plan": "不是工作计划，没有导入",
    "annex-mark": "“附件”字样",
    "table-not-tasks": "不是任务表的表格",
    "empty-cell": "表示没有内容的格子",
    "row-without-wording": "没有任务内容的行",
    "total-row": "合计行",
    "table-mark": "画表格的符号",
}
"""Why a piece of the source is not in the draft, by `LeftOut.reason`."""
_ENVELOPE = (
    ("title", "计划标题"),
    ("notice_title", "通知标题"),
    ("document_number", "发文字号"),
    ("issuer", "发文机关"),
    ("addressees", "主送"),
    ("written", "成文日期"),
    ("published", "发布日期"),
    ("index_number", "索引号"),
    ("source", "来源"),
    ("publisher", "发布机构"),
    ("category", "主题分类"),
    ("validity", "有效性"),
    ("disclosure", "公开属性"),
    ("signature", "署名"),
    ("copies_to", "抄送"),
    ("printed_by", "印发机关"),
    ("printed_on", "印发日期"),
    ("annotation", "附注"),
    ("masthead", "发文机关标志"),
    ("contact", "联系方式"),
)
_SECTION = re.compile(r'<section id="([a-z-]+)">\n<h2>(.*)</h2>')
_HEADS = """\
<div class="row heads" aria-hidden="true"><span>原文</span><span>将要发布</span></div>
"""


def render_review_sheet(
    sheet: Sheet,
    draft: Draft,
    documents: Sequence[SourceDocument],
    diagnostics: Sequence[Diagnostic],
    proposed: Sequence[ProposedUnit],
) -> str:
    """Return a whole HTML page that needs nothing else, with no markup from the documents."""
    title = title_of(draft.envelope) or "、".join(document.name for document in documents)
    parts = (
        _doubts(sheet),
        _envelope(draft),
        _rows(sheet, draft),
        _proposals(proposed),
        _groups(draft, proposed),
        _rules(draft),
        _left_out(sheet),
        _documents(documents),
    )
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN" data-digest="{sheet.digest}">\n<head>\n'
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>导入核对单：{shown(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>导入核对单：{shown(title)}</h1>\n"
        f'<p class="verdict">{verdict_of(diagnostics, "zh")}</p>\n'
        f"<p>共读出 {len(draft.sections)} 个部分、{len(draft.tasks)} 项任务，"
        f"{len(draft.left_out)} 处原文没有收入。这份核对单只在本机，不会发布。</p>\n"
        f"{_contents(parts)}{''.join(parts)}</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n"
    )


def _doubts(sheet: Sheet) -> str:
    if not sheet.doubts:
        return _section("doubts", "需要核对", "<p>没有存疑之处。</p>\n")
    return _section("doubts", "需要核对", doubt_items(sheet.doubts))


def _rows(sheet: Sheet, draft: Draft) -> str:
    fields = {
        name: f"{label}：{_text(value)}" for name, (label, value) in _fields(draft).items() if value
    }
    fields |= {"notice": "通知正文，照原文发布"}
    return _section(
        "lines", "逐行对照", legend() + _HEADS + row_items(sheet.rows, fields, REASON_WORDS)
    )


def _fields(draft: Draft) -> dict[str, tuple[str, str]]:
    """Return label and value of each field of the envelope by its name."""
    envelope = draft.envelope
    fields = {name: (label, str(getattr(envelope, name) or "")) for name, label in _ENVELOPE}
    return fields | {"attachments": ("附件", "、".join(envelope.attachments))}


def _envelope(draft: Draft) -> str:
    rows = "".join(
        f"<dt>{label}</dt><dd>{_text(value)}</dd>\n"
        for label, value in _fields(draft).values()
        if value
    )
    return _section(
        "facts",
        "文件信息",
        f'<dl class="facts">\n{rows}</dl>\n'
        if rows
        else "<p>文件里没有读到文号、日期等信息。</p>\n",
    )


def _proposals(proposed: Sequence[ProposedUnit]) -> str:
    if not proposed:
        return ""
    rows = [
        (unit.name, "集合单位" if unit.is_group else KIND_WORDS.get(unit.kind, unit.kind), unit.id)
        for unit in proposed
    ]
    return _section(
        "units", "名册里没有的单位", _table("建议加入名册", ("名称", "类别（猜测）", "编号"), rows)
    )


def _groups(draft: Draft, proposed: Sequence[ProposedUnit]) -> str:
    """Return the members of each new group, or the question for them, with the group's tasks."""
    rows = [
        (
            group.name,
            f"按类别：{'、'.join(KIND_WORDS.get(kind, kind) for kind in group.members)}"
            if group.members
            else "文件没有说明：请在名册里写明 members，确实不确定的写 open: true",
            "\n".join(
                f"{task.number or task.id} {task.title or task.text[:40]}"
                for task in tasks_of(group.name, draft.tasks)
            ),
        )
        for group in proposed
        if group.is_group
    ]
    return (
        _section(
            "groups",
            "集合单位指哪些单位",
            _table("新的集合单位", ("名称", "成员", "涉及的任务"), rows),
        )
        if rows
        else ""
    )


def _rules(draft: Draft) -> str:
    if not draft.rules:
        return ""
    return _section(
        "rules",
        "通用规定",
        "<ul>\n" + "".join(f"<li>{_text(rule)}</li>\n" for rule in draft.rules) + "</ul>\n",
    )


def _left_out(sheet: Sheet) -> str:
    if not sheet.left_out:
        return _section("left-out", "没有收入的原文", "<p>原文全部收入。</p>\n")
    rows = [
        (piece.place, REASON_WORDS.get(piece.reason, piece.reason), piece.text)
        for piece in sheet.left_out
    ]
    links = [piece.row for piece in sheet.left_out]
    table = _table("每处的位置和原因", ("位置", "原因", "原文"), rows, links)
    return _section("left-out", "没有收入的原文", table)


def _documents(documents: Iterable[SourceDocument]) -> str:
    rows = [(document.name, document.format, document.sha256) for document in documents]
    return _section("files", "读取的文件", _table("文件", ("名称", "格式", "SHA-256"), rows))


def _section(id: str, title: str, inner: str) -> str:
    return f'<section id="{id}">\n<h2>{shown(title)}</h2>\n{inner}</section>\n'


def _contents(parts: Iterable[str]) -> str:
    """Return links to the sections that are there."""
    items = "".join(
        f'<li><a href="#{head[1]}">{head[2]}</a></li>\n'
        for part in parts
        if (head := _SECTION.match(part))
    )
    return f'<nav aria-label="目录"><ul class="contents">\n{items}</ul></nav>\n'


def _table(
    caption: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    links: Iterable[str] = (),
) -> str:
    """Return a table; `links` are the ids to which the first cells lead, "" for none."""
    head = "".join(f'<th scope="col">{shown(column)}</th>' for column in heads)
    body = "".join(
        f'<tr><th scope="row">{linked(_text(row[0]), link or "")}</th>'
        f"{''.join(f'<td>{_text(cell)}</td>' for cell in row[1:])}</tr>\n"
        for row, link in zip_longest(rows, links)
    )
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{shown(caption)}"><table>\n'
        f"<caption>{shown(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</t"
        "body>\n</table></div>\n"
    )


def _text(text: str) -> str:
    return shown(text).replace("\n", "<br>")
