"""Write the doubts and rows of a review sheet as HTML; every text of a document is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape

from gksite.importer.review.differing_words import Stretch
from gksite.importer.review.marks import Mark
from gksite.importer.review.readings import Part, Reading
from gksite.importer.review.sheet import Doubt, Row, SheetLine

LEVELS = {"error": "错误", "warning": "存疑", "info": "提示"}
MARK_WORDS = {
    "number": "编号",
    "title": "名称",
    "text": "任务内容",
    "units": "责任单位",
    "deadline": "时限",
    "leader": "责任领导",
    "note": "备注",
    "cell": "自设栏目",
    "target": "分期目标",
    "section": "部分标题",
    "head": "表题、表头",
    "envelope": "文件信息",
    "body": "正文",
    "left-out": "没有收入",
}
"""The kinds of marks, by `MarkKind`, in the order of the legend."""
_WINNERS = {
    "table": ("以表内文字为准", "正文写的是"),
    "body": ("以正文文字为准", "表内写的是"),
    "editor": ("按手工修改", "文件写的是"),
}
_HOMES = {
    "section": "部分标题",
    "head": "表题、表头",
    "body": "正文段落，照原文发布",
    "left-out": "没有收入",
    "other": "不单独成项：标签、标点，或已并入别处的字",
}
_UNREAD = "写出的计划文件有错误，读不回来；见“需要核对”里的错误"
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def shown(text: str) -> str:
    """Return a text as HTML; characters that no page may hold are replaced."""
    return escape(_UNSAFE.sub("\ufffd", text))


def linked(html: str, id: str) -> str:
    """Return a link to a part of the page; the text alone where there is none."""
    return f'<a href="#{id}">{html}</a>' if id else f"<span>{html}</span>"


def legend() -> str:
    """Return the list of the marks with their letters."""
    items = "".join(
        f'<li><b class="{_class(kind)}">{words}</b></li>\n' for kind, words in MARK_WORDS.items()
    )
    return f'<ul class="legend" aria-label="标记">\n{items}</ul>\n'


def doubt_items(doubts: Iterable[Doubt]) -> str:
    """Return the list of doubts, each with a link to its row."""
    items = "".join(
        f'<li id="{doubt.id}" class="{doubt.severity}" data-key="{doubt.key}" '
        f'data-called="{shown(doubt.place)}">\n'
        f'<p><span class="level">{LEVELS[doubt.severity]}</span>{_stretches(doubt.text)}</p>\n'
        f'<p class="note">{shown(doubt.hint)}</p>\n'
        f'<p class="for-tick">{linked(shown(doubt.place), doubt.row)}</p>\n</li>\n'
        for doubt in doubts
    )
    return f'<ol class="doubts">\n{items}</ol>\n'


def row_items(rows: Iterable[Row], fields: Mapping[str, str], reasons: Mapping[str, str]) -> str:
    """Return the rows: source, and reading beside it. `fields` are texts of the envelope with
    their labels by name, `reasons` the words for why a text is left out."""
    written = _Rows(fields, reasons)
    return f'<ol class="rows">\n{"".join(map(written.row, rows))}</ol>\n'


class _Rows:
    """The words that rows name."""

    def __init__(self, fields: Mapping[str, str], reasons: Mapping[str, str]) -> None:
        self._fields = fields
        self._reasons = reasons

    def row(self, row: Row) -> str:
        """Return a row of two columns."""
        lines = "".join(map(self._line, row.lines))
        links = "、".join(f'<a href="#{id}">存疑 {id[1:]}</a>' for id in row.doubts)
        key = called = ""
        if row.kind == "tasks" and row.readings:
            key = f' data-key="{row.key}"'
            called = (
                f' data-called="第 {shown("、".join(r.number or r.task for r in row.readings))} 项"'
            )
        return (
            f'<li id="{row.id}" class="row {row.kind}"{key}{called}>\n'
            f'<div><span class="side">原文</span>{lines}'
            f'<p class="place">{shown(row.place)}</p></div>\n'
            f'<div><span class="side">将要发布</span>{self._right(row)}'
            f'{f"<p>{links}</p>" if links else ""}<p class="for-tick"></p></div>\n</li>\n'
        )

    def _line(self, line: SheetLine) -> str:
        parts: list[str] = []
        end = 0
        for mark in line.marks:
            parts.append(shown(line.text[end : mark.start]))
            inner = shown(line.text[mark.start : mark.end])
            parts.append(f'<mark class="{_class(mark.kind)}"{self._title(mark)}>{inner}</mark>')
            end = mark.end
        text = f'<p class="line">{"".join(parts)}{shown(line.text[end:])}</p>'
        if not line.column:
            return f"{text}\n"
        return f'<div class="cell-line"><span class="place">{line.column}</span>{text}</div>\n'

    def _title(self, mark: Mark) -> str:
        words = MARK_WORDS[mark.kind]
        name = mark.name
        if mark.kind == "left-out":
            name = self._reasons.get(name, name)
        elif mark.kind == "envelope":
            name = ""
        return f' title="{words}{f"：{shown(name)}" if name else ""}"'

    def _right(self, row: Row) -> str:
        if row.kind == "tasks":
            also = "、".join(
                f'<a href="#{id}">第 {shown(number)} 项</a>' for number, id in row.also
            )
            same = f'<p class="note">与{also}是同一任务，读作见那里。</p>\n' if also else ""
            return "".join(map(_reading, row.readings)) + same or f"<p>{_UNREAD}</p>\n"
        if row.kind == "envelope":
            texts = [self._fields[name] for name in row.names if name in self._fields]
            return "".join(f'<p class="line">{text}</p>\n' for text in texts) or "<p>文件信息</p>\n"
        names = [self._reasons.get(name, name) for name in row.names if name]
        if row.kind == "head" and names:
            return "".join(f'<p class="line">{shown(name)}</p>\n' for name in names)
        if row.kind == "section" and _has_body(row):
            names.append("其后的文字为正文段落")
        said = f"：{shown('；'.join(names))}" if names else ""
        return f"<p>{_HOMES[row.kind]}{said}</p>\n"


def _reading(reading: Reading) -> str:
    parts = "".join(map(_part, reading.parts))
    return (
        f'<div class="reading"><h3>第 {shown(reading.number or reading.task)} 项</h3>\n'
        f"<dl>\n{parts}</dl></div>\n"
    )


def _part(part: Part) -> str:
    note = f' <span class="note">{shown(part.note)}</span>' if part.note else ""
    other = ""
    if part.winner:
        ours, theirs = _WINNERS[part.winner]
        other = (
            f'<span class="other-side"><span class="note">{ours}；{theirs}：</span>'
            f"{_stretches(part.other) or '（没有）'}</span>"
        )
    text = _stretches(part.text)
    return f"<dt>{shown(part.label)}</dt><dd>{text}{note}{other}</dd>\n"


def _stretches(stretches: Iterable[Stretch]) -> str:
    return "".join(
        f'<mark class="differs">{shown(text)}</mark>' if differs else shown(text)
        for text, differs in stretches
        if text
    )


def _has_body(row: Row) -> bool:
    return any(mark.kind == "body" for line in row.lines for mark in line.marks)


def _class(kind: str) -> str:
    return "note-text" if kind == "note" else kind
