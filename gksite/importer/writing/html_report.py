"""Write the review sheet of an import: doubts, the source beside its reading, left-out pieces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from gksite.catalogue import hint, message, severity
from gksite.diagnostics import Diagnostic
from gksite.documents.blocks import Place, SourceDocument
from gksite.importer.draft import Draft, DraftTask
from gksite.importer.writing.plan_files import title_of
from gksite.importer.writing.unit_proposal import ProposedUnit, tasks_of
from gksite.importer.writing.verdict import verdict_of
from gksite.notation.deadlines import Deadline

_STYLE = """\
body{font:1rem/1.7 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:#1a1a1a;\
background:#fff;max-width:75rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}.verdict{font-size:1.2rem;font-weight:600}
h2{font-size:1.2rem;margin-top:2.5rem;border-bottom:1px solid #767676}
table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600;padding:.5rem 0}
th,td{border:1px solid #767676;padding:.4rem .6rem;text-align:left;vertical-align:top;\
overflow-wrap:anywhere}
thead th{background:#f2f2f2}.place{color:#595959;font-size:.875rem}dt{font-weight:600}\
dd{margin:0 0 .4rem 1rem}
tbody th{min-width:3rem}td{min-width:6rem}.wide{overflow-x:auto}
"""
_LEVELS = {"error": "错误", "warning": "存疑", "info": "提示"}
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
_ROLES = (("lead", "牵头"), ("responsible", "责任"), ("cooperating", "配合"))
_ENVELOPE = (
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


def render_review_sheet(
    draft: Draft,
    documents: Sequence[SourceDocument],
    diagnostics: Sequence[Diagnostic],
    proposed: Sequence[ProposedUnit],
) -> str:
    """Return a whole HTML page without script, links or markup from the documents."""
    title = title_of(draft.envelope) or "、".join(document.name for document in documents)
    parts = (
        _doubts(diagnostics),
        _envelope(draft),
        _proposals(proposed),
        _groups(draft, proposed),
        _rules(draft),
        _tasks(draft),
        _left_out(draft),
        _documents(documents),
    )
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src '
        "'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>导入核对单：{escape(title)}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n<main>"
        "\n"
        f"<h1>导入核对单：{escape(title)}</h1>\n"
        f'<p class="verdict">{verdict_of(diagnostics, "zh")}</p>\n'
        f"<p>共读出 {len(draft.sections)} 个部分、{len(draft.tasks)} 项任务，"
        f"{len(draft.left_out)} 处原文没有收入。</p>\n"
        f"{''.join(parts)}</main>\n</body>\n</html>\n"
    )


def _doubts(diagnostics: Sequence[Diagnostic]) -> str:
    if not diagnostics:
        return _section("需要核对", "<p>没有存疑之处。</p>\n")
    order = {"error": 0, "warning": 1, "info": 2}
    rows = [
        (
            _LEVELS[severity(diagnostic)],
            str(diagnostic.location),
            message(diagnostic, "zh"),
            hint(diagnostic, "zh"),
        )
        for diagnostic in sorted(diagnostics, key=lambda diagnostic: order[severity(diagnostic)])
    ]
    return _section("需要核对", _table("存疑之处", ("程度", "位置", "问题", "办法"), rows))


def _envelope(draft: Draft) -> str:
    values = [(label, str(getattr(draft.envelope, name) or "")) for name, label in _ENVELOPE]
    values.append(("附件", "、".join(draft.envelope.attachments)))
    rows = "".join(f"<dt>{label}</dt><dd>{_text(value)}</dd>\n" for label, value in values if value)
    return _section(
        "文件信息",
        f"<dl>\n{rows}</dl>\n" if rows else "<p>文件里没有读到文号、日期等信息。</p>\n",
    )


def _proposals(proposed: Sequence[ProposedUnit]) -> str:
    if not proposed:
        return ""
    rows = [(unit.name, "集合单位" if unit.is_group else unit.kind, unit.id) for unit in proposed]
    return _section(
        "名册里没有的单位", _table("建议加入名册", ("名称", "类别（猜测）", "编号"), rows)
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
        _section("集合单位指哪些单位", _table("新的集合单位", ("名称", "成员", "涉及的任务"), rows))
        if rows
        else ""
    )


def _rules(draft: Draft) -> str:
    if not draft.rules:
        return ""
    return _section(
        "通用规定",
        "<ul>\n" + "".join(f"<li>{_text(rule)}</li>\n" for rule in draft.rules) + "</ul>\n",
    )


def _tasks(draft: Draft) -> str:
    sections = {section.id: f"{section.number}{section.title}" for section in draft.sections}
    rows = [
        (
            task.number or task.id,
            _both(task.text, task.table_text),
            _both(task.units_printed, task.table_units),
            _roles(task),
            _deadline(task.deadline, task.body_deadline),
            sections.get(task.section, ""),
            _places(task.source),
        )
        for task in draft.tasks
    ]
    heads = ("序号", "原文", "责任原文", "读作", "时限", "部分", "位置")
    return _section("任务", _table("逐项对照", heads, rows))


def _both(text: str, table_text: str) -> str:
    return f"{text}\n表内：{table_text}" if table_text else text


def _roles(task: DraftTask) -> str:
    lines = [
        f"{label}：{'、'.join(names)}"
        for role, label in _ROLES
        if (
            names := [
                u.printed if not u.rule else f"{u.printed}（按通用规定）"
                for u in task.units
                if u.role == role
            ]
        )
    ]
    return "\n".join([*lines, *(["等"] if task.open_ended else [])])


def _deadline(deadline: Deadline, body: str) -> str:
    days = " 至 ".join(
        dict.fromkeys(day.isoformat() for day in (deadline.start, deadline.end) if day)
    )
    if not deadline.raw:
        return body
    read = f"{deadline.raw}\n{'没有读懂' if deadline.kind == 'unread' else days or '没有具体日期'}"
    return f"{read}\n正文：{body}" if body else read


def _places(source: Sequence[Place]) -> str:
    """Return the places of a task by file: `plan.txt:55、219、221`."""
    by_file: dict[str, list[str]] = {}
    for place in dict.fromkeys(source):
        by_file.setdefault(place.file, []).append(place.detail or str(place.number))
    return "\n".join(
        f"{file}:{'、'.join(dict.fromkeys(details))}" for file, details in by_file.items()
    )


def _left_out(draft: Draft) -> str:
    if not draft.left_out:
        return _section("没有收入的原文", "<p>原文全部收入。</p>\n")
    rows = [
        (str(piece.place), REASON_WORDS.get(piece.reason, piece.reason), piece.text)
        for piece in draft.left_out
    ]
    return _section("没有收入的原文", _table("每处的位置和原因", ("位置", "原因", "原文"), rows))


def _documents(documents: Iterable[SourceDocument]) -> str:
    rows = [(document.name, document.format, document.sha256) for document in documents]
    return _section("读取的文件", _table("文件", ("名称", "格式", "SHA-256"), rows))


def _section(title: str, inner: str) -> str:
    return f"<section>\n<h2>{escape(title)}</h2>\n{inner}</section>\n"


def _table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in heads)
    body = "".join(
        f'<tr><th scope="row">{_text(row[0])}</th>'
        f"{''.join(f'<td>{_text(cell)}</td>' for cell in row[1:])}</tr>\n"
        for row in rows
    )
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(caption)}"><table>\n'
        f"<caption>{escape(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</t"
        "body>\n</table></div>\n"
    )


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")
