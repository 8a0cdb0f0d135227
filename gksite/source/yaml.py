"""Strict YAML: a tree of texts with their places, values as written, every fault reported."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.source.yaml_tree import Mapping as Mapping
from gksite.source.yaml_tree import Node
from gksite.source.yaml_tree import Scalar as Scalar
from gksite.source.yaml_tree import Sequence as Sequence
from gksite.source.yaml_tree import locate as locate
from gksite.source.yaml_tree import plain as plain

_COMMENT = "<!--"
_MARKS = (_COMMENT, "**", "](", "~~")
_MARKDOWN = frozenset(("text", "内容", "note", "情况", "备注"))
"""The keys whose values are Markdown, in both languages."""
_MARKUP = re.compile(
    r"(?<!\*)\*\*(?=[^\s*\d])[^*\n]*[^\s*\d]\*\*(?!\*)|~~(?=[^\s~])[^~\n]*[^\s~]~~|"
    r"\[[^\]\[\n]+\]\((?:https?:|/|files/)[^()\n]*\)"
)


def parse_yaml(text: str, path: str, first_line: int = 1) -> tuple[Node | None, list[Diagnostic]]:
    """Return the tree of `text` and its problems; lines count from `first_line`, columns from 1.

    None stands for an empty text and for one whose structure cannot be known: broken syntax or too
    deep. Any other fault leaves a whole tree behind: a key's first value counts, an alias stays as
    its own text, a full-width colon after a key is read as the half-width one (columns after it on
    that line are then one too high).
    """
    # A build without changes reads no source, and must not load the parser.
    from gksite.source.parsed_yaml import parse_tree

    node, problems = parse_tree(text, path, first_line)
    if node and any(mark in text for mark in _MARKS):
        problems = [*problems, *_markup(node, path, "")]
    return node, problems


def _markup(node: Node, path: str, key: str) -> Iterator[Diagnostic]:
    """Report HTML comments in values, and Markdown in values that are printed unchanged."""
    if isinstance(node, Scalar):
        value, where = node.value or "", Location(path, node.line, node.column)
        if _COMMENT in value:
            yield problem("comment-in-value", where)
        if key not in _MARKDOWN and (markup := _MARKUP.search(value)):
            yield problem("markup-in-value", where, found=markup[0])
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _markup(item, path, key)
    else:
        for name, item in node.entries.items():
            yield from _markup(item, path, name)
