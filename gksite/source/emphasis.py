"""Emphasis beside Chinese punctuation: which runs of stars open and close it, and which stay
visible.

CommonMark asks for blanks or punctuation around a run, which Chinese does not write: `**要求：**坚持`
would stay stars. A pair of stars here opens before any text and closes behind any. A single star,
which also multiplies and marks notes, follows CommonMark with the amendment that CJK characters
never hinder (https://github.com/tats-u/markdown-cjk-friendly).
"""

from __future__ import annotations

from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

from gksite.source.characters import category, is_letter
from gksite.source.findings import found_in
from gksite.source.lines import is_wide

_FILL_IN = 3
"""Underscores: as many or more are a blank to fill in, never emphasis."""
_CLOSING = frozenset(")）]］%％")
_OPENING = frozenset("(（[［")
_ENDS = frozenset(")）]］}】〕》”’%％‰℃")
"""Marks that belong to the word before them."""


def star_in_number(state: StateInline, silent: bool) -> bool:
    """Keep the stars of 5*8小时 and 5*(3+2): between operands a star is a sign, not emphasis."""
    position, text = state.pos, state.src
    around = text[max(position - 1, 0) : position + 2]
    if len(around) < 3 or around[1] != "*":
        return False
    before, after = around[0], around[2]
    is_sign = (before.isdigit() and (after.isdigit() or after in _OPENING)) or (
        after.isdigit() and before in _CLOSING
    )
    if is_sign and not silent:
        state.pending += "*"
    state.pos += is_sign
    return is_sign


def delimiters(state: StateInline, silent: bool) -> bool:
    """Take a run of stars or underscores as text tokens that may become emphasis."""
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    start, end = state.pos, state.pos
    while end < state.posMax and state.src[end] == marker:
        end += 1
    opens, closes = _star_flanks(state, start, end) if marker == "*" else _line_flanks(state, start)
    length = end - start
    # `**甲****乙**`: one pair ends where the next one begins.
    meet = marker == "*" and length == 4 and opens and closes
    for number in range(length):
        token = state.push("text", "", 0)
        token.content = marker
        token.meta = {"at": start + number, "end": end, "start": start}
        if marker == "_" and length >= _FILL_IN:
            continue
        half = (closes, opens)[number // 2] if meet else None
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=2 if meet else length,
                token=len(state.tokens) - 1,
                end=-1,
                open=opens if half is None else number >= 2,
                close=closes if half is None else number < 2,
            )
        )
    state.pos = end
    return True


def _star_flanks(state: StateInline, start: int, end: int) -> tuple[bool, bool]:
    """Whether a run of stars may open and may close emphasis."""
    before = state.src[start - 1] if start else " "
    after = state.src[end] if end < state.posMax else " "
    blank_before, blank_after = before.isspace(), after.isspace()
    if end - start > 1:
        # Nobody ends emphasis behind an opening bracket, or begins it before a closing one.
        opens = not blank_after and (blank_before or category(after) != "Pe")
        closes = not blank_before and (blank_after or category(before) != "Ps")
        return opens, closes
    marked_before, marked_after = _is_narrow_mark(before), _is_narrow_mark(after)
    free_before = blank_before or marked_before or is_wide(before)
    free_after = blank_after or marked_after or is_wide(after)
    # A star in brackets or quotes of its own, “*”, is spoken of.
    opens = (
        not blank_after
        and (not marked_after or free_before)
        and category(after) not in ("Pe", "Pf")
    )
    closes = (
        not blank_before
        and (not marked_before or free_after)
        and category(before) not in ("Ps", "Pi")
    )
    return opens, closes


def _is_narrow_mark(character: str) -> bool:
    """Whether a character is punctuation or a sign of Western texts."""
    return category(character)[0] in "PS" and not is_wide(character)


def _line_flanks(state: StateInline, start: int) -> tuple[bool, bool]:
    scanned = state.scanDelims(start, False)
    return scanned.can_open, scanned.can_close


def report_visible(state: StateInline) -> None:
    """Report delimiters that stay visible, and single stars that vanish but may be meant."""
    findings = found_in(state.env)
    reported = -1
    for list_of in (
        state.delimiters,
        *(m["delimiters"] for m in state.tokens_meta if m and "delimiters" in m),
    ):
        for delimiter in list_of:
            token = state.tokens[delimiter.token]
            at, start, end = (
                (token.meta[name] for name in ("at", "start", "end"))
                if token.meta
                else (-1, -1, -1)
            )
            if (
                token.type == "em_open"
                and token.markup == "*"
                and _may_be_a_sign(state, list_of, delimiter)
            ):
                findings.add("star-as-emphasis", at)
            elif (
                token.type == "text"
                and token.content
                and start != reported
                and _is_meant(state, delimiter, start, end)
            ):
                reported = start
                code = "star-in-text" if token.content == "*" else "underscores-in-text"
                findings.add(code, start, ("found", state.src[start:end]))


def _is_meant(state: StateInline, delimiter: Delimiter, start: int, end: int) -> bool:
    """Whether a visible run may be meant as emphasis: not `5 * 8`, `“*”`, `a_b`, `__`年`__`."""
    before = state.src[start - 1] if start else " "
    after = state.src[end] if end < state.posMax else " "
    if chr(delimiter.marker) == "_":
        return end - start == 2 and not (before.isspace() and after.isspace())
    if end - start > 1:
        return True
    if before.isspace() and after.isspace():
        return False
    return category(before) not in ("Ps", "Pi") or category(after) not in ("Pe", "Pf")


def _may_be_a_sign(state: StateInline, delimiters: list[Delimiter], opener: Delimiter) -> bool:
    """Whether a single star hangs on the word before it, like a note's, or holds no word."""
    closer = state.tokens[delimiters[opener.end].token]
    at, end = state.tokens[opener.token].meta["at"], closer.meta["at"]
    before, after = state.src[at - 1 : at], state.src[end + 1 : end + 2]
    inside = state.src[at + 1 : end]
    hangs = is_letter(before) or before in _ENDS
    is_single = all(
        token.meta["end"] - token.meta["start"] == 1
        for token in (state.tokens[opener.token], closer)
    )
    return (hangs and (is_single or is_letter(after))) or not any(
        is_wide(c) or c.isalpha() for c in inside
    )
