"""The findings of a check as one HTML page that an editor can forward: no script, no links out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from gksite.build.report import Waiver
from gksite.catalogue import Language, hint, message, severity
from gksite.check.all_rules import FAMILIES, RULES_BY_CODE
from gksite.diagnostics import Diagnostic

_STYLE = """\
body{font:1rem/1.7 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:#1a1a1a;\
background:#fff;max-width:75rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2.5rem;border-bottom:1px solid #767676}
table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600;padding:.5rem 0}
th,td{border:1px solid #767676;padding:.4rem .6rem;text-align:left;vertical-align:top;\
overflow-wrap:anywhere}
thead th{background:#f2f2f2;white-space:nowrap}\
.number{text-align:right}.error{color:#a00;font-weight:600}\
.wide{overflow-x:auto}code{font-size:.875rem}
td p{margin:0}td .todo{color:#595959}
@media print{body{margin:0;max-width:none}tr{break-inside:avoid}}
"""
_LEVELS = {"error": ("错误", "error"), "warning": ("警告", "warning"), "info": ("提示", "note")}
_ORDER = ("error", "warning", "info")
_WORDS = {
    "title": ("发布前检查报告", "Report of the checks before publication"),
    "summary": ("汇总", "Summary"),
    "place": ("计划或文件", "plan or file"),
    "sum": ("合计", "all"),
    "none": ("没有发现问题。", "Nothing was found."),
    "where": ("位置", "place"),
    "level": ("级别", "level"),
    "family": ("类别", "family"),
    "problem": ("问题和办法", "problem and what to do"),
    "waived": ("已作说明、予以保留的问题", "Waived findings"),
    "why": ("原因", "reason"),
    "date": ("日期", "date"),
    "site": ("全站", "the whole site"),
    "pages": ("网页", "pages"),
    "reading": ("内容", "sources"),
}


def render_check_report(
    problems: Sequence[Diagnostic],
    waived: Sequence[tuple[Diagnostic, Waiver]],
    titles: dict[str, str],
    language: Language,
) -> str:
    """Return the page; `titles` are the plans' by id. Each plan with findings has a part."""
    page = _Page(titles, language)
    title = page.word("title")
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if language == "zh" else "en"}">\n<head>\n<meta '
        'charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src '
        "'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>"
        f"{escape(title)}</h1>\n"
        f"{page.summary(problems)}{page.parts(problems)}{page.waivers(waived)}</main>\n</body>\n</"
        "html>\n"
    )


class _Page:
    """The words of one language and the titles of the plans."""

    def __init__(self, titles: dict[str, str], language: Language) -> None:
        self._titles = titles
        self._language: Language = language

    def word(self, key: str) -> str:
        return _WORDS[key][0 if self._language == "zh" else 1]

    def place_of(self, path: str) -> str:
        """Return the title of the plan that a path belongs to, else the kind of the place."""
        parts = path.split("/")
        where = (
            parts[parts.index("plans") + 1]
            if "plans" in parts[:2] and len(parts) > parts.index("plans") + 2
            else ""
        )
        if where in self._titles:
            return (
                f"{self._titles[where]}（{where}）"
                if self._language == "zh"
                else f"{self._titles[where]} ({where})"
            )
        return where or (self.word("pages") if path.endswith(".html") else self.word("site"))

    def summary(self, problems: Sequence[Diagnostic]) -> str:
        if not problems:
            return f"<p>{escape(self.word('none'))}</p>\n"
        rows = []
        for place, own in self._by_place(problems):
            counts = [sum(severity(finding) == level for finding in own) for level in _ORDER]
            rows.append((escape(place), *(f"{count}" for count in counts), str(len(own))))
        heads = [self.word("place"), *(self._level(level) for level in _ORDER), self.word("sum")]
        return self._table(self.word("summary"), heads, rows, numbers=True)

    def parts(self, problems: Sequence[Diagnostic]) -> str:
        heads = [self.word("where"), self.word("level"), self.word("family"), self.word("problem")]
        text = ""
        for place, own in self._by_place(problems):
            rows = [
                self._row(finding)
                for finding in sorted(
                    own, key=lambda finding: (_ORDER.index(severity(finding)), finding)
                )
            ]
            text += f"<h2>{escape(place)}</h2>\n{self._table('', heads, rows)}"
        return text

    def waivers(self, waived: Sequence[tuple[Diagnostic, Waiver]]) -> str:
        if not waived:
            return ""
        heads = [self.word("where"), self.word("problem"), self.word("why"), self.word("date")]
        rows = [
            (
                f"<code>{escape(str(finding.location))}</code>",
                escape(message(finding, self._language)),
                escape(waiver.why),
                waiver.date.isoformat(),
            )
            for finding, waiver in waived
        ]
        return f"<h2>{escape(self.word('waived'))}</h2>\n{self._table('', heads, rows)}"

    def _by_place(self, problems: Sequence[Diagnostic]) -> list[tuple[str, list[Diagnostic]]]:
        groups: dict[str, list[Diagnostic]] = {}
        for finding in problems:
            groups.setdefault(self.place_of(finding.location.path), []).append(finding)
        return sorted(
            groups.items(),
            key=lambda item: (-sum(severity(finding) == "error" for finding in item[1]), item[0]),
        )

    def _row(self, finding: Diagnostic) -> tuple[str, ...]:
        rule = RULES_BY_CODE.get(finding.code)
        family = (
            FAMILIES[rule.family][0 if self._language == "zh" else 1]
            if rule
            else self.word("reading")
        )
        level = severity(finding)
        return (
            f"<code>{escape(str(finding.location))}</code>",
            f'<span class="{level}">{self._level(level)}</span>',
            escape(family),
            f"<p>{escape(message(finding, self._language))} <code>{finding.code}</code></p><p "
            f'class="todo">{escape(hint(finding, self._language))}</p>',
        )

    def _level(self, level: str) -> str:
        return _LEVELS[level][0 if self._language == "zh" else 1]

    def _table(
        self,
        caption: str,
        heads: Sequence[str],
        rows: Iterable[Sequence[str]],
        *,
        numbers: bool = False,
    ) -> str:
        head = "".join(f'<th scope="col">{escape(head_text)}</th>' for head_text in heads)
        body = ""
        for first, *others in rows:
            kind = ' class="number"' if numbers else ""
            body += (
                f'<tr><th scope="row">{first}</th>'
                f"{''.join(f'<td{kind}>{cell}</td>' for cell in others)}</tr>\n"
            )
        title = f"<caption>{escape(caption)}</caption>\n" if caption else ""
        label = escape(caption or heads[0])
        return (
            '<div class="wide" role="region" tabindex="0" '
            f'aria-label="{label}"><table>\n{title}<thead><tr>{head}</tr></thead>\n<tbody>\n{body}'
            "</tbody>\n</table></div>\n"
        )
