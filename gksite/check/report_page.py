"""The findings of a check as one HTML page that an editor can forward or print for the file of a
review: no script, no links out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

import msgspec

from gksite import __version__
from gksite.build.last_check import counts_words
from gksite.build.report import Scope, Waiver
from gksite.catalogue import Language, hint, message, severity
from gksite.check.all_rules import FAMILIES, RULES_BY_CODE
from gksite.diagnostics import Diagnostic, Location

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
td p{margin:0}td .todo{color:#595959}td ul{margin:0;padding-left:1.2em}
.verdict{border:2px solid;padding:.6rem 1rem;font-size:1.2rem;font-weight:700;margin:1rem 0}
.verdict p{font-size:1rem;font-weight:400;margin:.2rem 0 0}.no{color:#a00}.yes{color:#1a5c2a}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:1rem 0}
dt{color:#595959}dd{margin:0}
.sign{display:flex;flex-wrap:wrap;gap:1.5rem 3rem;margin:2.5rem 0 1rem;break-inside:avoid}
.sign span,.day,.code{white-space:nowrap}
.sign i{display:inline-block;width:9rem;border-bottom:1px solid}
@page{size:A4;margin:20mm 18mm 18mm;@bottom-center{content:counter(page) " / " counter(pages);\
font:9pt sans-serif}}
@media print{body{margin:0;padding:0;max-width:none;font-size:10pt;line-height:1.5}
.wide{overflow:visible}li{break-inside:avoid}h2{break-after:avoid;margin-top:1.5rem}
thead{display:table-header-group}thead th{background:none}}
"""
_LEVELS = {"error": ("错误", "error"), "warning": ("警告", "warning"), "info": ("提示", "note")}
_ORDER = ("error", "warning", "info")
_WORDS = {
    "title": ("发布前检查报告", "Report of the checks before publication"),
    "summary": ("汇总", "Summary"),
    "place": ("计划或文件", "plan or file"),
    "sum": ("合计", "all"),
    "none": ("没有发现问题。", "Nothing was found."),
    "level": ("级别", "level"),
    "family": ("类别", "family"),
    "problem": ("问题和办法", "problem and what to do"),
    "waived": ("已作说明、予以保留的问题", "Waived findings"),
    "why": ("原因", "reason"),
    "date": ("日期", "date"),
    "site": ("全站", "the whole site"),
    "pages": ("网页", "pages"),
    "reading": ("内容", "sources"),
    "yes": ("结论：可以公开", "Verdict: may be published"),
    "no": ("结论：不可以公开", "Verdict: must not be published"),
    "part": ("没有结论：只看了一部分", "No verdict: only a part was looked at"),
    "warned": ("没有错误；{}，由审查人确认", "no error; {}, for the reviewer to confirm"),
    "day": ("检查日期", "day of the check"),
    "version": ("检查工具", "made with"),
    "scope": ("检查范围", "looked at"),
    "rules": ("检查规则", "rules"),
    "kept": ("予以保留", "waived"),
    "count": ("处数", "findings"),
    "findings": ("问题和位置", "findings and places"),
    "reviewer": ("审查人（签字）", "reviewed by (signature)"),
    "opinion": ("审查意见", "opinion"),
    "signed": ("日期", "date"),
}


class Checked(msgspec.Struct, frozen=True):
    """The circumstances of a check: its day, its scope (None where the sources could not be read),
    and whether options hid some of its findings."""

    day: date
    scope: Scope | None
    is_partial: bool = False


def render_check_report(
    problems: Sequence[Diagnostic],
    waived: Sequence[tuple[Diagnostic, Waiver]],
    titles: dict[str, str],
    language: Language,
    checked: Checked,
) -> str:
    """Return the page: the verdict, what was checked, a part for each plan with findings (`titles`
    are the plans' by id), what is waived by reason, and a line to sign."""
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
        f"{page.verdict(problems, checked)}{page.circumstances(checked, len(waived))}"
        f"{page.summary(problems)}{page.parts(problems)}{page.waivers(waived)}{page.signature()}"
        "</main>\n</body>\n</html>\n"
    )


def _places(locations: Iterable[Location]) -> str:
    """Return places, those of one file behind its name: `a.md:3:1, 5:2; b.md:1:1`."""
    files: dict[str, list[str]] = {}
    for location in locations:
        _, _, place = str(location).removeprefix(location.path).partition(":")
        files.setdefault(location.path, []).append(place)
    return "; ".join(
        f"{path}:{', '.join(places)}" if any(places) else path for path, places in files.items()
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
            return ""
        rows = []
        for place, own in self._by_place(problems):
            counts = [sum(severity(finding) == level for finding in own) for level in _ORDER]
            rows.append((escape(place), *(f"{count}" for count in counts), str(len(own))))
        heads = [self.word("place"), *(self._level(level) for level in _ORDER), self.word("sum")]
        return self._table(self.word("summary"), heads, rows, numbers=True)

    def parts(self, problems: Sequence[Diagnostic]) -> str:
        """Return a table for each plan or place: a row for each code, the gravest first."""
        heads = [self.word(key) for key in ("level", "count", "family", "problem")]
        text = ""
        for place, own in self._by_place(problems):
            groups: dict[tuple[int, str], list[Diagnostic]] = {}
            for finding in sorted(own):
                key = _ORDER.index(severity(finding)), finding.code
                groups.setdefault(key, []).append(finding)
            rows = [self._row(groups[key]) for key in sorted(groups)]
            text += f"<h2>{escape(place)}</h2>\n{self._table('', heads, rows)}"
        return text

    def verdict(self, problems: Sequence[Diagnostic], checked: Checked) -> str:
        """Return whether the site may be published: with an error, or without pages, it may not;
        where a part was looked at, nothing is concluded from finding no error."""
        has_error = any(severity(finding) == "error" for finding in problems)
        unmade = checked.scope is None or not checked.scope.pages
        key = "no" if has_error or unmade else "part" if checked.is_partial else "yes"
        counts = counts_words(problems, self._language) or self.word("none")
        if problems and not has_error:
            counts = self.word("warned").format(counts)
        return f'<div class="verdict {key}">{escape(self.word(key))}<p>{escape(counts)}</p></div>\n'

    def circumstances(self, checked: Checked, waived: int) -> str:
        """Return day, version, scope and rules of the check."""
        scope, is_chinese = checked.scope, self._language == "zh"
        day = checked.day
        rows = [
            ("day", f"{day.year}年{day.month}月{day.day}日" if is_chinese else day.isoformat()),
            ("version", f"gksite {__version__}"),
        ]
        if scope:
            rows += [("scope", self._scope(scope)), ("rules", self._rules(scope))]
        if waived:
            rows.append(("kept", f"{waived} 处（见后）" if is_chinese else f"{waived} (see below)"))
        items = "".join(
            f"<dt>{escape(self.word(key))}</dt><dd>{escape(text)}</dd>" for key, text in rows
        )
        return f"<dl>{items}</dl>\n"

    def _scope(self, scope: Scope) -> str:
        if self._language == "zh":
            hidden = f"（其中 {scope.hidden} 个不公开）" if scope.hidden else ""
            pages = f"、{scope.pages} 个网页" if scope.pages else "；网页没有生成，没有检查"
            return (
                f"{scope.plans} 个计划{hidden}、{scope.tasks} 项任务、{scope.units} 个单位{pages}"
            )
        hidden = f" ({scope.hidden} of them not public)" if scope.hidden else ""
        pages = f", {scope.pages} pages" if scope.pages else "; pages were not made nor checked"
        return f"{scope.plans} plans{hidden}, {scope.tasks} tasks, {scope.units} units{pages}"

    def _rules(self, scope: Scope) -> str:
        if self._language == "zh":
            return f"{scope.rules} 条" + (f"（另有 {scope.off} 条已关闭）" if scope.off else "")
        return f"{scope.rules}" + (f" ({scope.off} more are switched off)" if scope.off else "")

    def waivers(self, waived: Sequence[tuple[Diagnostic, Waiver]]) -> str:
        """Return the waived findings, with each reason once."""
        if not waived:
            return ""
        reasons: dict[str, list[tuple[Diagnostic, Waiver]]] = {}
        for finding, waiver in waived:
            reasons.setdefault(waiver.why, []).append((finding, waiver))
        heads = [self.word(key) for key in ("why", "count", "date", "findings")]
        rows = [
            (
                escape(why),
                str(len(own)),
                "<br>".join(
                    f'<span class="day">{day}</span>'
                    for day in sorted({waiver.date.isoformat() for _, waiver in own})
                ),
                self._texts(finding for finding, _ in own),
            )
            for why, own in reasons.items()
        ]
        return f"<h2>{escape(self.word('waived'))}</h2>\n{self._table('', heads, rows)}"

    def signature(self) -> str:
        """Return the line to sign."""
        colon = "：" if self._language == "zh" else ": "
        blanks = "".join(
            f"<span>{escape(self.word(key))}{colon}<i></i></span>"
            for key in ("opinion", "reviewer", "signed")
        )
        return f'<div class="sign">{blanks}</div>\n'

    def _by_place(self, problems: Sequence[Diagnostic]) -> list[tuple[str, list[Diagnostic]]]:
        groups: dict[str, list[Diagnostic]] = {}
        for finding in problems:
            groups.setdefault(self.place_of(finding.location.path), []).append(finding)
        return sorted(
            groups.items(),
            key=lambda item: (-sum(severity(finding) == "error" for finding in item[1]), item[0]),
        )

    def _row(self, group: Sequence[Diagnostic]) -> tuple[str, ...]:
        """Return the row of findings of one code and level, with each remedy once."""
        code, level = group[0].code, severity(group[0])
        rule = RULES_BY_CODE.get(code)
        family = (
            FAMILIES[rule.family][0 if self._language == "zh" else 1]
            if rule
            else self.word("reading")
        )
        hints = dict.fromkeys(hint(finding, self._language) for finding in group)
        remedies = "".join(f'<p class="todo">{escape(text)}</p>' for text in hints)
        return (
            f'<span class="{level}">{self._level(level)}</span>',
            str(len(group)),
            f'{escape(family)}<br><code class="code">{code}</code>',
            f"{self._texts(group)}{remedies}",
        )

    def _texts(self, findings: Iterable[Diagnostic]) -> str:
        """Return the list of what findings say, each with its places."""
        texts: dict[str, list[Location]] = {}
        for finding in findings:
            texts.setdefault(message(finding, self._language), []).append(finding.location)
        items = "".join(
            f"<li>{escape(text)} <code>{escape(_places(places))}</code></li>"
            for text, places in texts.items()
        )
        return f"<ul>{items}</ul>"

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
