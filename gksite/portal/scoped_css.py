"""A theme's style sheet rewritten to apply inside of one element of a foreign page only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import tinycss2
from tinycss2.ast import Node

PREFIX = "gk-"
"""Prefix of all our classes, ids and custom properties in a foreign page."""

SCOPE = ".gk:not(#x#x#x#x)"
"""The element that holds a fragment. The part in brackets is always true and weighs as 4 ids."""

_HEAVIER = ".gk:not(#x#x#x#x#x)"
_ROOT = "\ue000"
"""Placeholder of the scope while a selector is rewritten; no style sheet holds this character."""

RENAMED = {"body": ".gk-body", "main": ".gk-main", "header": ".gk-header", "footer": ".gk-footer"}
"""Elements that the page around has already: `div`s in a fragment, with these classes."""

_WITH_SELECTORS = frozenset({"is", "not", "where", "has", "matches"})
_WITH_RULES = frozenset({"media", "supports", "container", "layer"})
_COMBINATOR = re.compile(r"[\s>+~]")
_WIDTH = re.compile(r"\(\s*(?:(?:min|max)-width\s*:|width\s*[<>=])[^()]*\)")
_EM = re.compile(r"(\d*\.?\d+)r?em\b")
_FONT_SIZE = re.compile(r"(\d*\.?\d+)(%|em|rem)")
_BASE_SIZE = 16.0

_BEFORE = f"""\
{SCOPE} {{ all: initial !important; display: block !important; direction: ltr !important; \
unicode-bidi: isolate !important; \
isolation: isolate !important; container: gk / inline-size !important; \
--gk-rem: 16px !important; font-size: var(--gk-rem) !important }}
{SCOPE}::before, {SCOPE}::after {{ content: none !important }}
{SCOPE} :where(:not(svg, svg *)), {SCOPE} :where(:not(svg, svg *))::before, \
{SCOPE} :where(:not(svg, svg *))::after \
{{ all: revert !important; direction: inherit !important; unicode-bidi: revert !important }}
{SCOPE} :where(svg, svg *) {{ margin: 0 !important; padding: 0 !important; \
border: 0 !important; background: none !important; \
color: inherit !important; opacity: 1 !important; visibility: inherit !important; \
transform: none !important; filter: none !important; \
box-shadow: none !important; outline: none !important; float: none !important; \
position: static !important; max-width: none !important; \
max-height: none !important; min-width: 0 !important; min-height: 0 !important; \
animation: none !important; transition: none !important }}
"""
"""Resets everything that the page around the fragment sets, both inherited and on its elements.

Elements of an SVG image keep their attributes, which `revert` would take away.
"""

_AFTER = f"""\
{SCOPE} .gk-body {{ display: block !important; min-height: 0 !important; border-top: 0 !important }}
{SCOPE} .gk-main {{ padding-block: 20px 32px !important }}
{SCOPE} .gk-wrap {{ padding-inline: 16px !important }}
"""
"""Takes back what only a page of its own needs."""


def scope_css(sheets: Iterable[str]) -> str:
    """Return one style sheet with every selector below SCOPE, so that it leaves the page around
    alone.

    Classes, ids and custom properties are prefixed; `rem` and widths refer to the fragment instead
    of the window; `@page`, `@font-face`, `@import`, `@keyframes` and `prefers-color-scheme` are
    left out, the last since the page around is light. Every declaration is important, in the same
    order.
    """
    rules = [
        rule
        for sheet in sheets
        for rule in _rules(
            tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
        )
    ]
    return _BEFORE + "".join(rules) + _AFTER


def _rules(nodes: Sequence[Node]) -> list[str]:
    rules: list[str] = []
    for node in nodes:
        if node.type == "qualified-rule":
            rules += _rule(node)
        elif (
            node.type == "at-rule"
            and node.lower_at_keyword in _WITH_RULES
            and node.content is not None
        ):
            inside = _rules(
                tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            )
            if inside:
                rules += _at_rule(
                    node.lower_at_keyword, tinycss2.serialize(node.prelude).strip(), "".join(inside)
                )
    return rules


def _at_rule(name: str, condition: str, inside: str) -> list[str]:
    if name == "layer":
        return [inside]  # a rule in a layer loses against every rule outside of layers
    if name != "media":
        return [f"@{name} {condition} {{\n{inside}}}\n"]
    if "prefers-color-scheme" in condition:
        return []
    widths: list[str] = []
    if "," not in condition and " or " not in condition:
        parts = re.split(r"\s+and\s+", condition)
        widths = [
            _EM.sub(lambda found: f"{float(found[1]) * _BASE_SIZE:g}px", part)
            for part in parts
            if _WIDTH.fullmatch(part)
        ]
        condition = " and ".join(part for part in parts if not _WIDTH.fullmatch(part))
    if widths:
        inside = f"@container gk {' and '.join(widths)} {{\n{inside}}}\n"
    return [f"@media {condition} {{\n{inside}}}\n" if condition else inside]


def _rule(node: Node) -> list[str]:
    selectors = [selector for part in _parts(node.prelude) if (selector := _scoped(part))]
    content = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
    of_root = any(selector == SCOPE or selector.startswith(f"{SCOPE}:") for selector in selectors)
    usual: list[str] = []
    important: list[str] = []
    for declaration in content:
        if (
            declaration.type == "declaration"
            and declaration.lower_name != "page"
            and _is_sound(declaration.value)
        ):
            (important if declaration.important else usual).extend(
                _declarations(declaration, of_root=of_root)
            )
    rules = []
    for declarations, scope in ((usual, SCOPE), (important, _HEAVIER)):
        if selectors and declarations:
            heads = ", ".join(selector.replace(SCOPE, scope) for selector in selectors)
            rules.append(f"{heads} {{ {'; '.join(declarations)} }}\n")
    return rules


def _is_sound(tokens: Sequence[Node]) -> bool:
    """Whether a selector or value has no syntax error: what browsers skip must not end a rule."""
    return all(
        token.type != "error"
        and _is_sound(getattr(token, "arguments", None) or getattr(token, "content", None) or ())
        for token in tokens
    )


def _parts(prelude: Sequence[Node]) -> list[list[Node]]:
    """Return the selectors of a list, split at its commas."""
    parts: list[list[Node]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _scoped(tokens: Sequence[Node]) -> str:
    """Return a selector below the scope, also for `:root`, `html`; "" if it never matches there."""
    selector = _selector(tokens).strip()
    if not selector or not _is_sound(tokens):
        return ""
    first = _COMBINATOR.split(selector, maxsplit=1)[0]
    outside, rest = re.sub(r"\(.*", "", first), selector
    if _ROOT in outside:
        rest = selector.removeprefix(_ROOT)
        return "" if _ROOT in rest else f"{SCOPE}{rest}"
    return f"{SCOPE} {selector.replace(_ROOT, '.gk')}"


def _selector(tokens: Sequence[Node]) -> str:
    """Return a selector with prefixed classes and ids, renamed elements, and _ROOT for the root."""
    written: list[str] = []
    before = ""
    for token in tokens:
        text = tinycss2.serialize([token])
        if token.type == "ident" and before == ".":
            text = f"{PREFIX}{text}"
        elif token.type == "ident" and before == ":":
            text = _ROOT if token.lower_value == "root" else text
            if text == _ROOT:
                written.pop()
        elif token.type == "ident":
            text = _ROOT if token.lower_value == "html" else RENAMED.get(token.lower_value, text)
        elif token.type == "hash":
            text = f"#{PREFIX}{token.value}"
        elif token.type == "function" and token.lower_name in _WITH_SELECTORS:
            text = (
                f"{token.lower_name}("
                f"{', '.join(_selector(part).strip() for part in _parts(token.arguments))})"
            )
        written.append(text)
        before = text
    return "".join(written)


def _declarations(declaration: Node, *, of_root: bool) -> list[str]:
    name = declaration.lower_name
    if name.startswith("--"):
        name = f"--{PREFIX}{declaration.name[2:]}"
    value = _value(declaration.value).strip()
    if of_root and name == "font-size":
        # The size of `rem`; a percentage refers to the default size of browsers.
        found = _FONT_SIZE.fullmatch(tinycss2.serialize(declaration.value).strip())
        if found:
            value = f"{float(found[1]) * _BASE_SIZE / (100 if found[2] == '%' else 1):g}px"
        return [f"--gk-rem: {value} !important"]
    return [f"{name}: {value} !important"]


def _value(tokens: Sequence[Node]) -> str:
    written: list[str] = []
    for token in tokens:
        if token.type == "dimension" and token.lower_unit == "rem":
            written.append(f"calc({token.representation} * var(--gk-rem))")
        elif token.type == "ident" and token.value.startswith("--"):
            written.append(f"--{PREFIX}{token.value[2:]}")
        elif token.type == "function":
            written.append(f"{token.name}({_value(token.arguments)})")
        elif token.type in ("() block", "[] block", "{} block"):
            written.append(f"{token.type[0]}{_value(token.content)}{token.type[1]}")
        else:
            written.append(tinycss2.serialize([token]))
    return "".join(written)
