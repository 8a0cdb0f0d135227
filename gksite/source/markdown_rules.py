"""The Markdown that sources are written in: CommonMark and tables, less what harms or surprises in
official texts.

No raw HTML but `<br>`, no ordered lists (printed numbers stay text, and a numbered line begins a
paragraph), no indented code, no underlined headings, no reference definitions (they multiply their
input); plus the line `{task=7}`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.common.html_re import HTML_TAG_RE
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.list import list_block
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, autolink, backtick, entity, escape, image, link

from gksite.source.emphasis import delimiters, report_visible, star_in_number
from gksite.source.findings import KEY, Findings, Stretch, found_in
from gksite.source.lines import BLANK
from gksite.source.numbering import starts_item
from gksite.source.unknown_marks import note_unknown_marks

DEEPEST = 24
"""Levels of tokens: markdown-it drops deeper ones, so reaching this level is an error."""

_MARK = re.compile(
    r"[ \t\u3000]*[{｛]\s*([\w-]+)\s*[=＝]\s*[\"“]?([^\s{}｛｝\"“”]+)[\"”]?\s*[}｝][ \t\u3000]*"
)
_TASK_KEYS = frozenset(("task", "任务"))
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)

InlineRule = Callable[[StateInline, bool], bool]


def body_parser() -> MarkdownIt:
    """Return a parser of plan texts and free pages."""
    parser = _parser()
    parser.block.ruler.before("table", "mark", _mark, {"alt": ["paragraph", "blockquote", "list"]})
    return parser.enable(["table", "fence", "blockquote", "hr", "heading"])


def wording_parser() -> MarkdownIt:
    """Return a parser of a task's wording: paragraphs and bullet lists only."""
    return _parser()


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False, "maxNesting": DEEPEST})
    # Every link becomes a token: gksite.source.links judges it, so that it can be reported.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    block, inline = parser.block.ruler, parser.inline.ruler
    block.at("list", _bullet_list, {"alt": ["paragraph", "reference", "blockquote"]})
    block.at("paragraph", _paragraph)
    block.before("paragraph", "item", _item, {"alt": ["paragraph"]})
    block.enableOnly(["list", "item", "paragraph"])
    markup = {
        "backticks": _code,
        "link": link,
        "image": image,
        "autolink": autolink,
        "entity": entity,
        "escape": escape,
    }
    for name, rule in markup.items():
        inline.at(name, _noting(rule))
    inline.at("html_inline", _noting(_raw_html))
    inline.before("emphasis", "star_in_number", star_in_number)
    inline.at("emphasis", delimiters)
    parser.inline.ruler2.after("emphasis", "report_visible", report_visible)
    parser.core.ruler.at("inline", _inline)
    return parser


def _inline(state: StateCore) -> None:
    """Run markdown-it's inline rule, and keep the findings of our rules with each inline text."""
    for token in state.tokens:
        if token.type == "inline":
            token.children = token.children or []
            findings = state.env[KEY] = Findings()
            state.md.inline.parse(token.content, state.md, state.env, token.children)
            note_unknown_marks(token.content, findings)
            if findings.noted or findings.stretches:
                token.meta = {**token.meta, KEY: findings}


def _code(state: StateInline, silent: bool) -> bool:
    """Run the rule of code, and report marks that nothing closes."""
    start, count = state.pos, len(state.tokens)
    read = backtick(state, silent)
    if read and not silent and len(state.tokens) == count:
        found_in(state.env).add("unknown-markup", start, ("found", state.src[start : state.pos]))
    return read


def _noting(rule: InlineRule) -> InlineRule:
    """Return a rule that also notes the stretch of its markup, and where its token begins."""

    def noting(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        findings = found_in(state.env)
        noted, stretches = len(findings.noted), len(findings.stretches)
        if silent or not rule(state, silent):
            return silent and rule(state, silent)
        name_end = 0
        if len(state.tokens) > count:
            # The text before it has become a token only now.
            own = next(
                (t for t in state.tokens[count:] if t.type in ("link_open", "image", "raw_html")),
                None,
            )
            if own:
                own.meta = {**own.meta, "at": start}
            if own and own.type == "link_open":
                name_end = _name_end(state, start)
            elif own and own.type == "image":
                # The name of a picture is read as a text of its own.
                del findings.stretches[stretches:]
                findings.noted[noted:] = [
                    type(n)(n.code, start, n.arguments) for n in findings.noted[noted:]
                ]
        findings.stretches.append(Stretch(start, state.pos, name_end))
        return True

    return noting


def _name_end(state: StateInline, start: int) -> int:
    return state.md.helpers.parseLinkLabel(state, start) if state.src[start] == "[" else 0


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] : state.eMarks[line]]


def _bullet_list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    first = state.src[state.bMarks[start] + state.tShift[start] :][:1]
    return first in ("-", "+", "*") and list_block(state, start, end, silent)


def _item(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """End the paragraph above a numbered line; the paragraph rule then reads the line itself."""
    return silent and starts_item(_line(state, start))


def _paragraph(state: StateBlock, start: int, _end: int, _silent: bool) -> bool:
    """Read a paragraph as CommonMark does, but ignore indentation, full-width blanks too."""
    rules = state.md.block.ruler.getRules("paragraph")
    parent, state.parentType = state.parentType, "paragraph"
    line = start + 1
    while line < state.lineMax and not state.isEmpty(line):
        if state.sCount[line] >= 0 and any(
            rule(state, line, state.lineMax, True) for rule in rules
        ):
            break
        line += 1
    lines = state.getLines(start, line, state.blkIndent, False).split("\n")
    state.line = line
    state.push("paragraph_open", "p", 1).map = [start, line]
    token = state.push("inline", "", 0)
    token.content = "\n".join(map(_trimmed, lines)).strip(BLANK + "\n")
    token.map = [start, line]
    token.children = []
    state.push("paragraph_close", "p", -1)
    state.parentType = parent
    return True


def _trimmed(line: str) -> str:
    """Return the line without blanks at its ends, except the two spaces that are a line break."""
    return line.strip(BLANK) + ("  " if line.endswith("  ") else "")


def _mark(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    match = _MARK.fullmatch(
        state.src, state.bMarks[start] + state.tShift[start], state.eMarks[start]
    )
    if not match:
        return False
    if not silent:
        state.line = start + 1
        token = state.push("mark", "", 0)
        token.map = [start, start + 1]
        token.hidden = True
        token.content = match[0].strip(BLANK)
        token.meta = {"task": match[2] if match[1] in _TASK_KEYS else ""}
    return True


def _raw_html(state: StateInline, silent: bool) -> bool:
    """Read `<br>` as a line break; any other tag is a token to be reported and shown as text."""
    if state.src[state.pos] != "<":
        return False
    end = state.src.find(">", state.pos, state.posMax)
    match = HTML_TAG_RE.match(state.src, state.pos, state.posMax) if end != -1 else None
    if not match:
        return False
    if not silent and _BREAK.fullmatch(match[0]):
        state.push("hardbreak", "br", 0)
    elif not silent:
        state.push("raw_html", "", 0).content = match[0]
    state.pos = match.end()
    return True
