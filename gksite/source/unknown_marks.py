"""Marks of other Markdown dialects, or without a blank: printed as they stand, and reported."""

from __future__ import annotations

import re
from html.entities import html5

from gksite.source.findings import Findings

_HAN = "\u3400-\u9fff"
_PICTURE = r"[^()\s]+\.(?i:png|jpe?g|gif|svg|webp|bmp|tiff?)"
_NAMES = "|".join(sorted(name for name in html5 if not name.endswith(";")))
_ENTITY = (
    rf"[&＆](?:(?:{_NAMES})(?![A-Za-z0-9=;])|[A-Za-z][A-Za-z0-9]{{1,30}};|#(?:[0-9]+|"
    r"[xX][0-9A-Fa-f]+)(?![0-9A-Fa-f]))[;；]?"
)
_IN_LINE = (
    ("comment-unread", r"%%(?=[^\s%])[^%\n]*[^\s%]%%|(?!<!--)[<＜〈《][!！]\s?[-—–－]|\{>>|"
                       r"\{#[^}\n]*#\}"),
    ("strikethrough", r"~~(?=[^\s~])[^~\n]*[^\s~]~~|～～(?=[^\s～])[^～\n]*[^\s～]～～"),
    ("footnote", r"\[\^[^\]\s]+\](?:[:：])?|(?<!\d)\^\[[^\]\n]+\]"),
    ("emphasis-in-full-width", r"＊＊(?=[^\s＊])[^＊\n]*[^\s＊]＊＊"),
    ("link-unread", r"!\[\["),
    ("reference-link", r"!?\[(?!\d+\]\[\d+\])[^\[\]\n^]+\]\[[^\[\]\n]*\]"),
    ("picture-unread", rf"！(?=\[[^\[\]\n]*\]\({_PICTURE}\))"),
    ("entity-unread", _ENTITY),
    ("mark-in-text", r"[{｛]\s*(?:task|任务)\s*[=＝:：][^{}｛｝\n]*[}｝]"),
    ("unknown-markup",
     r"\[\[(?=[^\[\]\n]+\]\])|==(?=[^\s=])[^=\n]*[^\s=]==(?!=)|\+\+(?=[^\s+])[^+\n]*[^\s+]\+\+|"
     r"(?<![\[^])\^(?!\d*[-+×*/])[^\s^\[\]、，。；：,;:]{1,20}\^"
     r"|(?<=[A-Za-z])~\d{1,3}~|\$\$[^$\n]+\$\$|\$(?=[^\s$])[^$\n]*(?<=[^\s$])\$(?!\d)|"
     r"\{\{[^{}\n]*\}\}|\{%[^%\n]*%\}"
     r"|\{(?:\+\+|--|~~|==)|(?<![A-Za-z0-9:：]):(?:[a-z][a-z0-9_+-]*[a-z0-9]|[+-]1|100):"
     r"(?![A-Za-z0-9:])|\[@[\w:-]+\]"
     r"|(?<=\))\{[^{}\n]*\}|\|\|(?=[^\s|])[^|\n]*[^\s|]\|\||\{[^{}|\n]+\|[^{}|\n]+\}|｀[^｀\n]+｀"),
)  # fmt: skip
_AT_LINE = (
    ("comment-unread", r"\[(?://|comment|注释|批注|#)\][:：]"),
    ("task-box", r"(?:\d{1,3}[.、)]\s?)?\[[ xX√✓]?\](?=[^(（\]])"),
    ("heading-unread",
     rf"#{{1,6}}(?=[\u3000\xa0{_HAN}（(《“【*\d])(?![^\n]*[^#\s]#)|#{{2,6}}(?=[A-Za-z])|"
     r"＃{1,6}(?!＃)"),
    ("list-unread", rf"[-+](?=[\u3000\xa0{_HAN}“《（【]|\*\*)|\*(?=[\u3000\xa0])"),
    ("reference-link", r"\[[^\]\[\n^]+\]:[ \t]*\S[^\n]*"),
    ("table-unread", r"\|[^\n]*\||｜[^\n]*｜(?=\s*(?:\n|\Z))|[^|\n]*\|[^\n]*\n(?=[|: \t]*-)[|:\- "
                     r"\t]+(?:\n|\Z)"),
    ("unknown-markup",
     r"#{7,}|:::|@?\[(?:toc|TOC|目录)\]\s*(?:\n|\Z)|\[![A-Za-z]+\]|(?:!!!|\?\?\?)\+?[ \t]*[a-z]+|"
     r"\*\[[^\]\n]+\]:"),
)  # fmt: skip
_BELOW_LINE = (("underlined-heading", r"=+(?=\s*(?:\n|\Z))"), ("unknown-markup", r":[ \t]+\S"))
_AT_END = (("unknown-markup", r"\{[.#:][^{}\n]*\}(?=\s*(?:\n|\Z))|\\(?=\s*\Z)"),)


def _either(forms: tuple[tuple[str, str], ...], before: str = "") -> re.Pattern[str]:
    """Return one pattern for all forms; the name of the group that matches is the code."""
    named = (
        f"(?P<{code.replace('-', '_')}{number}>{form})" for number, (code, form) in enumerate(forms)
    )
    return re.compile(f"{before}(?:{'|'.join(named)})")


_PATTERNS = (
    _either((*_IN_LINE, *_AT_END)),
    _either(_AT_LINE, r"(?:(?<=\n)|\A)[ \t\u3000]*"),
    _either(_BELOW_LINE, r"(?<=\n)[ \t]*"),
)
_SUSPECT = re.compile(
    r"~~|～～|\[|\]\(|==|\+\+|\^|~\d|\$|\{|＊＊|%%|[<＜〈《][!！]|[&＆][A-Za-z#]|:[a-z0-9+-][a-z0-9_+-]*:|"
    r"｀|!!!|\?\?\?|[】］][ \t]*[（(]|(?:\n|\A)[ \t\u3000]*[#＃|｜:+\-*=\d]|\||｛|\\\s*\Z"
)
_LOOSE = r"(?=[^()（）\n]*(?:/|\.[A-Za-z]{2,4}\b))"
_LINK = re.compile(
    rf"\]\(|\][ \t]*[（(]{_LOOSE}[^()（）\n]*[)）]|[】］]\({_LOOSE}"
    r"|[】］][ \t]*[（(](?=(?:https?://|/|(?:\.{1,2}/)*files/)[^()（）\s]*[)）])"
)
_OPENING = {"]": "[", "】": "【", "］": "［"}

_LONGEST_NAME = 300
_WHOLE_LINK = re.compile(r"[!！]?[\[【［][^\]】］\n]*[\]】］][ \t]*[(（][^)）\n]*[)）]?")
_REFERENCE = re.compile(r"!?\[[^\[\]\n]+\]\[[^\[\]\n]*\]")


def is_suspect(text: str) -> bool:
    """Whether a text may contain such a mark; a quick test that never misses one."""
    return bool(_SUSPECT.search(text))


def note_unknown_marks(text: str, findings: Findings) -> None:
    """Note the marks of an inline text outside of code and addresses; each place once."""
    if not is_suspect(text):
        return
    taken = {noted.at for noted in findings.noted}
    markup = findings.markup(len(text))
    done: set[str] = set()
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            code = str(match.lastgroup).rstrip("0123456789").replace("_", "-")
            at = match.start(match.lastgroup or 0)
            if at in taken or markup[at] or (code == "table-unread" and code in done):
                continue
            taken.add(at)
            done.add(code)
            findings.add(code, at, ("found", _shown(match[match.lastgroup or 0])))
    _note_links(text, findings, taken, markup)


def _note_links(text: str, findings: Findings, taken: set[int], markup: bytearray) -> None:
    for match in _LINK.finditer(text):
        opening = text.rfind(
            _OPENING[match[0][0]], max(0, match.start() - _LONGEST_NAME), match.start()
        )
        at = opening if opening >= 0 else match.start()
        if opening > 0 and text[opening - 1] in "!！":
            at -= 1
        if markup[match.start()] or at in taken:
            continue
        taken.add(at)
        whole = _WHOLE_LINK.match(text, at)
        findings.add(
            "link-unread", at, ("found", _shown(whole[0] if whole else text[at : match.end()]))
        )


def end_of_unread(text: str, code: str, at: int) -> int:
    """Return the end of a link, picture or definition that was not read; `at` for other marks."""
    if code == "link-unread" and (whole := _WHOLE_LINK.match(text, at)):
        return whole.end()
    if code == "reference-link" and (reference := _REFERENCE.match(text, at)):
        return reference.end()
    if code in ("link-unread", "reference-link"):
        end = text.find("\n", at)
        return end if end >= 0 else len(text)
    return at


def _shown(mark: str) -> str:
    line = mark.strip().partition("\n")[0]
    return line if len(line) <= 24 else f"{line[:23]}…"
