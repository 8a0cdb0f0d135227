"""Mark the Chinese passages of a page whose interface speaks another language (WCAG 2.2, 3.1.2)."""

from __future__ import annotations

import re

from gksite.pages.parts import CONTENT_LANGUAGE
from gksite.source.html_elements import VOID

HAN = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-"
    "\U0003ffff"
)
"""Chinese characters, as the inside of a character class."""

_HAN = re.compile(f"[{HAN}]")
_TOKEN = re.compile(
    r"""(?P<whole><!.*?>|<(?P<raw>script|style)\b.*?</(?P=raw)\s*>)
      | <(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*)(?P<attributes>(?:[^>"']|"[^"]*"|'[^']*')*)>
      | (?P<text>[^<]+|<)""",
    re.DOTALL | re.VERBOSE,
)
_PASSAGE = re.compile(
    rf"[^\sA-Za-z&;,]*[{HAN}](?:[^A-Za-z&]*[{HAN}，。；：、！？）〕】》」』”…0-9%])?"
)
_WORD = re.compile(r"(?<![A-Za-z&#])[A-Za-z]{2,}(?![A-Za-z]*;)")
"""A word in Latin letters, which a character reference is not."""
_LANGUAGE = re.compile(r"""\slang\s*=\s*["']?([\w-]*)""", re.IGNORECASE)
_SPOKEN = re.compile(
    r"\s(?:aria-label|aria-description|aria-roledescription|title|alt|placeholder|label|content)"
    r"""\s*=\s*("[^"]*"|'[^']*')""",
    re.IGNORECASE,
)
_PLAIN = frozenset(("title", "option", "textarea"))
"""Elements that hold text and no elements: they are marked whole."""


class _Open:
    """An element that has begun: its name, the place of its start tag, whether it is Chinese,
    whether it is part of a drawing."""

    def __init__(self, name: str, place: int, is_chinese: bool, is_drawing: bool) -> None:
        self.name, self.place, self.is_chinese, self.is_drawing = (
            name,
            place,
            is_chinese,
            is_drawing,
        )


def mark_chinese(html: str) -> str:
    """Return a well-formed page with `lang="zh-CN"` on every element whose own text or spoken
    attributes are Chinese while the elements around it are not, and around every Chinese passage of
    a text that also has words of another language."""
    tokens = list(_TOKEN.finditer(html))
    parts = [token[0] for token in tokens]
    stack = [_Open("", -1, False, False)]
    for place, token in enumerate(tokens):
        if (text := token["text"]) is not None:
            if not stack[-1].is_chinese and _HAN.search(text):
                is_alone = (
                    stack[-1].place == place - 1
                    and place + 1 < len(tokens)
                    and tokens[place + 1]["end"] == "/"
                )
                _mark_text(parts, stack[-1], place, is_alone)
        elif token["end"] == "/":
            _close(stack, token["name"].lower())
        elif token["name"]:
            _open(parts, stack, place, token)
    return "".join(parts)


def _mark_text(parts: list[str], parent: _Open, place: int, is_alone: bool) -> None:
    is_plain = parent.name in _PLAIN and not parent.is_drawing
    if parent.name and (
        is_plain
        or (is_alone and not _WORD.search(parts[place]) and not _SPOKEN.search(parts[parent.place]))
    ):
        if not _LANGUAGE.search(parts[parent.place]):
            parts[parent.place] = _with_language(parts[parent.place])
        return
    element = "tspan" if parent.is_drawing else "span"
    parts[place] = _PASSAGE.sub(
        rf'<{element} lang="{CONTENT_LANGUAGE}">\g<0></{element}>', parts[place]
    )


def _open(parts: list[str], stack: list[_Open], place: int, token: re.Match[str]) -> None:
    name, attributes, parent = token["name"].lower(), token["attributes"], stack[-1]
    own = _LANGUAGE.search(attributes)
    is_chinese = own[1].lower().startswith("zh") if own else parent.is_chinese
    if (
        not is_chinese
        and not own
        and any(_HAN.search(value[1]) for value in _SPOKEN.finditer(attributes))
    ):
        parts[place] = _with_language(parts[place])
        is_chinese = True
    is_drawing = name == "svg" or (parent.is_drawing and parent.name != "foreignobject")
    if name not in VOID and not (is_drawing and attributes.endswith("/")):
        stack.append(_Open(name, place, is_chinese, is_drawing))


def _close(stack: list[_Open], name: str) -> None:
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].name == name:
            del stack[depth:]
            return


def _with_language(tag: str) -> str:
    end = re.search(r"\s*/?>$", tag)
    assert end
    return f'{tag[: end.start()]} lang="{CONTENT_LANGUAGE}"{end[0]}'
