"""Random lists of entries in every style of YAML; those that are not public bear a mark, as all
comments do."""

from __future__ import annotations

from hypothesis import strategies as st

MARK = "ZZ"
_WORDS = ("已开工5个", "三 四", "It's: so", "# 不是注释", "a, b", "{x}", "- 一", "2025-06-30")
_KEYS = ("task", "note", "状态", "readings", "unit")


@st.composite
def yaml_lists(draw: st.DrawFn) -> tuple[str, list[bool]]:
    """A text that is one list, and whether each of its items is public."""
    public = draw(st.lists(st.booleans(), min_size=1, max_size=5))
    if draw(st.booleans()):
        parts = [_flow(draw, "" if is_public else MARK) for is_public in public]
        gap = draw(st.sampled_from([" ", "\n ", f" # {MARK}\n  ", f"\n# {MARK}\n\n"]))
        end = draw(st.sampled_from(["", ","]))
        return f"{_head(draw)}[{gap}{f',{gap}'.join(parts)}{end}{gap}]\n", public
    indent = " " * draw(st.sampled_from([0, 2]))
    blocks = [_block(draw, indent, "" if is_public else MARK) for is_public in public]
    return _head(draw) + "".join(blocks), public


def _head(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(["", f"# {MARK}\n", "\n", "---\n", f"--- # {MARK}\n"]))


def _block(draw: st.DrawFn, indent: str, mark: str) -> str:
    """An item of a block list, with lines of comment and blanks behind it."""
    if draw(st.integers(0, 4)) == 0:
        item = f"{indent}- {_flow(draw, mark)}\n"
    else:
        keys = draw(st.lists(st.sampled_from(_KEYS), min_size=1, max_size=3, unique=True))
        dash = draw(st.sampled_from(["- ", "-   ", f"- # {MARK}\n{indent}   "]))
        inner = " " * (len(dash) if "\n" not in dash else len(indent) + 3)
        inner = inner if "\n" in dash else indent + inner
        lines = [f"{key}:{_value(draw, inner, mark)}" for key in keys]
        item = indent + dash + inner.join(lines)
    between = st.sampled_from(["\n", f"{indent}# {MARK}\n", f"# {MARK}\n"])
    return item + "".join(draw(st.lists(between, max_size=3)))


def _value(draw: st.DrawFn, inner: str, mark: str) -> str:
    """A value behind a key of a block, to the end of its line."""
    style = draw(st.integers(0, 7))
    word = mark + draw(st.sampled_from(_WORDS))
    if style == 0:
        header = draw(st.sampled_from(["|", "|-", "|+", ">", ">-", ">+", "|2", f"|  # {MARK}"]))
        gap = draw(st.sampled_from(["\n", "\n\n"]))
        return f" {header}\n{inner}  {word}\n{inner}  {word}{gap}"
    if style == 1:
        return f" {_flow(draw, mark)}\n"
    if style == 2:
        return f"\n{inner}- {_quoted(word)}\n{inner}- {_quoted(word)}\n"
    if style == 3:
        return f" 一{mark}\n{inner}  二{mark}\n"
    if style == 4:
        return f' "一{mark}\n{inner}  二\\\n{inner}  {mark}"\n'
    if style == 5:
        return "\n"
    return f" {_quoted(word)}" + draw(st.sampled_from(["\n", f"  # {MARK}\n"]))


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"


def _flow(draw: st.DrawFn, mark: str) -> str:
    """A mapping in braces, on one line or on several."""
    gap = draw(st.sampled_from([" ", "\n      ", f" # {MARK}\n      "]))
    keys = draw(st.lists(st.sampled_from(_KEYS), min_size=1, max_size=3, unique=True))
    inner = draw(st.sampled_from([f"[一{mark}, {{a: '{mark}'}}]", f'"{mark}一"', f"{mark}一"]))
    return "{" + f",{gap}".join(f"{key}: {inner}" for key in keys) + "}"
