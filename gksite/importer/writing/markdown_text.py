"""Write printed text as Markdown that reads back as that text: no character becomes markup."""

from __future__ import annotations

import re

from gksite.diagnostics import Location
from gksite.source.characters import is_letter
from gksite.source.hardening import plain_text
from gksite.source.markdown import check_inline, parse_body, render_inline
from gksite.source.markdown_rules import wording_parser
from gksite.source.yaml_text import without_controls

_BLANKS = re.compile(r"[^\S\n]+")
_INLINE = re.compile(r"[\\`*_\[\]<&]")
_EVERY = re.compile(r"[!-/:-@\[-`{-~]")
_TABLE = re.compile(r"\|.*\|\n\|(?:\s*:?-+:?\s*\|)+(?:\n\|.*\|)*")
_PARSER = wording_parser()


def block(text: str, level: int = 0) -> str:
    """Return a paragraph, or a heading of `level` (2 or more), as Markdown. A table in Markdown
    stays as it is.

    Lines of a paragraph stay lines; a line that would begin a paragraph of its own does so.
    """
    lines = [line for raw in without_controls(text).split("\n") if (line := _tidy(raw))]
    if not lines:
        return ""
    if level:
        return _reads_back("".join(lines), "#" * max(2, min(level, 6)) + " ")
    if _TABLE.fullmatch("\n".join(lines)):
        return "\n".join(lines)
    paragraphs: list[str] = []
    for line in lines:
        written = _reads_back(line)
        together = f"{paragraphs[-1]}\\\n{written}" if paragraphs else ""
        if together and _paragraph(together) == f"{_paragraph(paragraphs[-1])}\n{line}":
            paragraphs[-1] = together
        else:
            paragraphs.append(written)
    return "\n\n".join(paragraphs)


def wording(text: str) -> str:
    """Return a task's wording as Markdown: as printed wherever that reads back as printed."""
    lines = [_tidy(raw) for raw in without_controls(text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(map(_wording_line, lines)).strip())


def _tidy(line: str) -> str:
    """Return a stripped line with one blank for a run of them, full-width if its first is."""
    return _BLANKS.sub(lambda run: run[0][0].replace("\t", " "), line.strip()).strip("\u200b\ufeff")


def _reads_back(line: str, prefix: str = "") -> str:
    """Return the line with as few escapes as it needs to read back as itself."""
    for written in (line, _escaped(line, _INLINE), _escaped(line, _EVERY)):
        if _paragraph(prefix + written, heading=bool(prefix)) == line:
            return prefix + written
    return prefix + _entities(line)


def _escaped(line: str, significant: re.Pattern[str]) -> str:
    return significant.sub(lambda sign: f"\\{sign[0]}", line)


def _entities(line: str) -> str:
    """Return the text with a numeric reference for each character but letters and figures."""
    return "".join(c if is_letter(c) else f"&#x{ord(c):X};" for c in line)


def _paragraph(markdown: str, *, heading: bool = False) -> str | None:
    """Return the text of Markdown that is one paragraph (or heading) without links, else None."""
    body, problems = parse_body(markdown, "", 1)
    if len(body.blocks) != 1 or body.links or problems:
        return None
    only = body.blocks[0]
    if only.kind != ("heading" if heading else "paragraph") or "<" in only.html.replace("<br>", ""):
        return None
    return only.text


def _wording_line(line: str) -> str:
    for written in (line, _escaped(line, _INLINE), _escaped(line, _EVERY)):
        if _says(written) == line:
            return written
    return _entities(line)


def _says(markdown: str) -> str | None:
    """Return the text of a line that is one paragraph without markup or problems, else None."""
    tokens = _PARSER.parse(markdown)
    if not markdown:
        return ""
    if check_inline(markdown, Location("")):
        return None
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        return None
    inner = render_inline(markdown).removeprefix("<p>").removesuffix("</p>")
    return None if "<" in inner else plain_text(tokens[1].children or [])
