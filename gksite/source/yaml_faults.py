"""Turn the YAML parser's errors into diagnostics in plain words, where an author would look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.source.text import name_of
from gksite.source.yaml_lines import WIDE_BLANKS, has_read_key, unread_colon, wide_indent

if TYPE_CHECKING:
    import yaml

_SYNTAX: tuple[tuple[str, str, str], ...] = (
    # part of PyYAML's wording, English, Chinese; the first that fits counts
    ("mapping values are not allowed",
     "a colon that does not fit here: quote a text that holds “: ”, or mend the indentation",
     "这里不应有冒号：含有“: ”的文字请加引号，或检查缩进"),
    ("could not find expected ':'", "this line has no “key: value”", "这一行缺少“键: 值”的冒号"),
    ("expected ',' or ']'", "a [ that is not closed, or a comma is missing", "方括号 [ 没有闭合，或缺少逗号"),
    ("expected ',' or '}'", "a { that is not closed, or a comma is missing", "花括号 { 没有闭合，或缺少逗号"),
    ("expected '-' indicator", "a list item should begin here with “- ”", "这里应当是以“- ”开头的列表项"),
    ("expected <block end>", "the indentation does not match the lines above", "缩进与上文不一致"),
    ("did not find expected key", "a key should stand here; look at the indentation and the quotes",
     "这里应当是一个键；检查缩进和引号"),
    ("found unexpected end of stream", "a quotation mark that is not closed", "引号没有闭合"),
    ("found unexpected document", "a --- line inside a quoted text", "引号里出现了 ---"),
    ("unknown escape character", "“\\” begins no known escape: use single quotes, or write \\\\",
     "双引号里的“\\”不是有效的转义：改用单引号，或写成 \\\\"),
    ("hexdecimal number", "a broken \\x or \\u escape", "\\x 或 \\u 转义不完整"),
    ("hexadecimal numbers", "a broken \\x or \\u escape", "\\x 或 \\u 转义不完整"),
    ("cannot start any token", "a value cannot begin with “{character}”: put it into quotes",
     "值不能以“{character}”开头：请加引号"),
    ("block sequence entries are not allowed",
     "a list item (“- ”) is not possible here: begin it on a line of its own",
     "这里不能写列表项（“- ”）：请另起一行"),
    ("sequence entries are not allowed",
     "a list item (“- ”) is not possible here: begin it on a line of its own",
     "这里不能写列表项（“- ”）：请另起一行"),
    ("mapping keys are not allowed", "“? ” is not possible here: put the text into quotes",
     "这里不能写“? ”：请加引号"),
    ("node content", "a value is missing, or it begins with a character that must be quoted",
     "缺少值，或值以需要加引号的字符开头"),
    ("document start", "text that belongs to nothing above it", "多余的内容，与上文不相连"),
    ("indentation indicator", "after | or > stands a number that cannot be used", "| 或 > 后面的数字无效"),
    ("comment or line break", "after | or > the text begins on the next line", "| 或 > 之后应当换行再写内容"),
    ("indentation space is expected", "a tab in the indentation", "缩进里有制表符"),
)  # fmt: skip

_UNKNOWN = (
    "this cannot be read: look at brackets, quotes and indentation",
    "这里无法识读：检查括号、引号和缩进",
)
_WITHIN = re.compile(rf"[ \t#\]}}{WIDE_BLANKS}]")
_KEY_BEFORE = re.compile(r"([^\s,{}\[\]][^,{}\[\]]*)\Z")
# The text before and at the place where a comma is missed: a full-width mark and the next key, or
# the mark itself.
_MISSED_COMMA = re.compile(r"([，；、])[ ]{0,3}[^\s，；、,{}\[\]]{0,40}[ ]{0,3}\Z")
_COMMA_HERE = re.compile(r"[ ]{0,3}([，；、])")


class Fault(msgspec.Struct, frozen=True):
    """A parser error: the line where it stopped (from 0, within the segment), its diagnostics, and
    the remedies.

    `colons` are lines on which a colon was meant that YAML does not read.
    """

    line: int
    problems: list[Diagnostic]
    colons: tuple[int, ...] = ()


def colon_fault(lines: list[str], numbers: list[int], path: str, shift: int) -> Fault:
    """Return the fault of unread colons on the lines `numbers`; `shift` is that of `lines[0]`."""
    colons = [(number, unread_colon(lines[number])) for number in numbers]
    return Fault(
        numbers[0],
        [colon.diagnostic(path, number + shift) for number, colon in colons if colon],
        tuple(numbers),
    )


def read_fault(error: yaml.YAMLError, text: str, path: str, shift: int) -> Fault:
    """Return the fault behind an exception of PyYAML; `shift` is the first line of `text`."""
    lines = text.split("\n")
    import yaml  # Already loaded by the parser that raised the error.

    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Fault(len(lines), [syntax(path, shift, 1, *_UNKNOWN)])
    context, wording = error.context or "", error.problem or ""
    at = _where(error, context, wording)
    line, column = min(at.line, len(lines) - 1), at.column
    place = Location(path, line + shift, column + 1)
    numbers = (
        list(_unread_lines(lines, line)) if "':'" in wording or "mapping values" in wording else []
    )
    character = lines[line][column : column + 1]
    if numbers:
        return colon_fault(lines, numbers, path, shift)
    if "tab character" in wording or ("cannot start any token" in wording and character == "\t"):
        return Fault(line, [problem("yaml-tab", place), *_more_tabs(lines, line + 1, path, shift)])
    if wide_indent(lines[line]) is not None:
        return Fault(line, list(_wide_indents(lines, line, path, shift)))
    if "found unexpected ':'" in wording and (key := _KEY_BEFORE.search(lines[line], 0, column)):
        return Fault(line, [problem("yaml-colon-without-blank", place, key=key[1].strip())])
    if "Unicode character escape" in wording:
        code = re.compile("[0-9A-Fa-f]*").match(lines[line], column + (character in "uU"))
        number = code[0].upper() if code else ""
        return Fault(line, [problem("yaml-control-character", place, character=f"U+{number}")])
    if "nesting depth" in wording:
        # Since PyYAML 6.0.4 libyaml has a limit of its own. As with ours, the rest is not read.
        return Fault(len(lines), [problem("yaml-too-deep", place)])
    if any(word in context or word in wording for word in ("anchor", "alias")):
        return Fault(line, [problem("yaml-alias", place)])
    if any(word in context or word in wording for word in ("tag", "directive")):
        return Fault(
            line, [problem("yaml-tag", place, tag=next(iter(lines[line][column:].split()), ""))]
        )
    if "expected ',' or" in wording and (comma := _full_width_comma(lines, error)):
        sign, row, start = comma
        where = Location(path, row + shift, start + 1)
        return Fault(line, [problem("yaml-full-width-comma", where, mark=sign)])
    english, chinese = _in_plain_words(wording, character)
    return Fault(line, [syntax(path, place.line, place.column, english, chinese)])


def syntax(path: str, line: int, column: int, english: str, chinese: str) -> Diagnostic:
    """Return a `yaml-syntax` with the fault in both languages."""
    return problem("yaml-syntax", Location(path, line, column), detail=english, detail_zh=chinese)


def next_entry(lines: list[str], line: int) -> int:
    """Return the first line after `line` at the left margin, an entry of its own, or the end."""
    return next(
        (n for n in range(line + 1, len(lines)) if lines[n] and not _WITHIN.match(lines[n])),
        len(lines),
    )


def _where(error: yaml.MarkedYAMLError, context: str, wording: str) -> yaml.Mark:
    """Return the mark to look at: an unclosed opening rather than where it was noticed."""
    mark, opening = error.problem_mark, error.context_mark
    assert mark is not None
    if opening is None:
        return mark
    unclosed = (
        "end of stream" in wording
        or "document" in wording
        or ("flow" in context and opening.line != mark.line)
    )
    if (
        unclosed
        or "could not find expected ':'" in wording
        or context.endswith(("alias", "anchor", "tag", "directive"))
    ):
        return opening
    return mark


def _full_width_comma(lines: list[str], error: yaml.MarkedYAMLError) -> tuple[str, int, int] | None:
    """Return the full-width mark that separates two entries of `{…}` or `[…]`, with its row and
    column, from 0.

    It stands before the place where the parser missed a comma, and nothing but a key lies between.
    """
    stop = error.problem_mark
    if stop is None or stop.line >= len(lines):
        return None
    row = lines[stop.line]
    match = _MISSED_COMMA.search(row[max(0, stop.column - 60) : stop.column])
    if match is None and (after := _COMMA_HERE.match(row, stop.column)):
        return after[1], stop.line, after.start(1)
    return (match[1], stop.line, max(0, stop.column - 60) + match.start(1)) if match else None


def _in_plain_words(wording: str, character: str) -> tuple[str, str]:
    for part, english, chinese in _SYNTAX:
        if part in wording:
            return english.replace("{character}", character), chinese.replace(
                "{character}", character
            )
    return _UNKNOWN


def _unread_lines(lines: list[str], line: int) -> Iterator[int]:
    """Yield the lines, from `line` upwards to the nearest proper key, whose key is followed by a
    colon that YAML does not read."""
    for number in range(line, max(line - 20, -1), -1):
        if unread_colon(lines[number]):
            yield number
        elif number != line and (not lines[number].strip() or has_read_key(lines[number])):
            return


def _wide_indents(lines: list[str], line: int, path: str, shift: int) -> Iterator[Diagnostic]:
    for number in range(line, next_entry(lines, line)):
        if (at := wide_indent(lines[number])) is not None:
            place = Location(path, number + shift, at + 1)
            yield problem("yaml-wide-blank", place, character=name_of(lines[number][at]))


def _more_tabs(lines: list[str], line: int, path: str, shift: int) -> Iterator[Diagnostic]:
    for number in range(line, next_entry(lines, line - 1)):
        indent = lines[number][: len(lines[number]) - len(lines[number].lstrip())]
        if "\t" in indent and lines[number].strip():
            yield problem("yaml-tab", Location(path, number + shift, indent.index("\t") + 1))
