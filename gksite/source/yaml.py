"""Strict YAML: a tree of texts that know where they stand, every value as written, every fault reported."""

from __future__ import annotations

from collections.abc import Iterator

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.source.yaml_tree import Mapping as Mapping
from gksite.source.yaml_tree import Node
from gksite.source.yaml_tree import Scalar as Scalar
from gksite.source.yaml_tree import Sequence as Sequence
from gksite.source.yaml_tree import locate as locate
from gksite.source.yaml_tree import plain as plain

_COMMENT = "<!--"


def parse_yaml(text: str, path: str, first_line: int = 1) -> tuple[Node | None, list[Diagnostic]]:
    """The tree of `text` and all that is wrong with it; lines count from `first_line`, columns from 1.

    None stands for an empty text and for one whose structure cannot be known: broken syntax or too
    deep. Any other fault leaves a whole tree behind: a key's first value counts, an alias stays as
    its own text, a full-width colon after a key is read as the half-width one (columns after it on
    that line are then one too high).
    """
    # A build of which nothing has changed reads no source, and shall not load the parser.
    from gksite.source.parsed_yaml import parse_tree

    node, problems = parse_tree(text, path, first_line)
    if node and _COMMENT in text:
        problems = [*problems, *_comments(node, path)]
    return node, problems


def _comments(node: Node, path: str) -> Iterator[Diagnostic]:
    """HTML comments in values: nothing there takes them out, and they would be published."""
    if isinstance(node, Scalar):
        if _COMMENT in (node.value or ""):
            yield problem("comment-in-value", Location(path, node.line, node.column))
        return
    for item in node.items if isinstance(node, Sequence) else node.entries.values():
        yield from _comments(item, path)
