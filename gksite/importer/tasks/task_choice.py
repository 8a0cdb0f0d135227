"""Decide which numbered items are tasks, which are headings of sections, and which are neither."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from gksite.importer.lines.outline import Node

_PRINCIPLES = re.compile(
    "(?:基本|工作|总体|主要|指导)?(?:原则|思想|思路|要求|目标|总则)$|总体(?:要求|思路|目标)|指导思想|基本原则|目标任务和原则"
)
_POINTS = ("arabic-bracket", "circled")
_LONGEST_TITLE = 60


class Choice(msgspec.Struct, frozen=True):
    """The kind of a node: a task (with all below it), a section, or other text."""

    node: Node
    kind: str
    depth: int


def choose(roots: Sequence[Node]) -> tuple[Choice, ...]:
    """Return the choice for each node, in printed order; nodes below a task are not listed.

    Tasks are the lowest numbering level below a section, or any item with a responsibility.
    Principles and overall requirements hold no tasks unless they name units; the sections that
    organise the work (保障措施) do.
    """
    choices: list[Choice] = []
    flat = not any(node.children for root in roots for node in root.walk())
    for root in roots:
        _choose(root, 0, flat, False, choices)
    return tuple(choices)


def title_of(node: Node) -> str:
    """Return a heading's title: the text after its number, up to the stop before a sentence."""
    title, stop, following = node.rest.partition("。")
    return title if stop and (following or len(title) <= _LONGEST_TITLE) else node.rest


def _choose(
    node: Node,
    depth: int,
    flat: bool,
    barred: bool,
    choices: list[Choice],
    among_named: bool = False,
) -> None:
    """Add the choices for a node and all below it; `among_named` says that items beside it name
    units, so that it is an item as well."""
    own = node.names_units
    below = [child for child in node.children if _has_units(child)]
    is_heading = not _has_prose(node)
    # A heading that rules out tasks (指导思想, 基本原则) rules them out below it too.
    barred = barred or ((is_heading or depth == 0) and bool(_PRINCIPLES.search(title_of(node))))
    if barred and not own and not below and not among_named:
        choices.append(Choice(node, "section" if depth == 0 else "text", depth))
        for child in node.children:
            _choose(child, depth + 1, flat, True, choices)
        return
    if _is_task(node, own, below, is_heading, flat):
        choices.append(Choice(node, "task", depth))
        return
    if own and node.children:
        # Items below with a responsibility of their own are tasks of their own.
        choices.append(Choice(_alone(node), "task", depth))
    else:
        choices.append(Choice(node, "section", depth))
    named = sum(1 for child in node.children if child.names_units)
    for child in node.children:
        _choose(child, depth + 1, flat, barred, choices, named > 1)


def _is_task(node: Node, own: bool, below: list[Node], is_heading: bool, flat: bool) -> bool:
    if not node.children:
        if node.style == "heading":
            return False
        if node.style in ("chinese", "part"):
            is_sentence = node.rest.endswith(("。", "；")) or not is_heading
            return own or (flat and is_sentence and node.style == "chinese")
        return True
    if node.style in ("part", "heading"):
        return False
    if len(below) > 1 or (below and len(node.children) == 1 and not own):
        return False
    if own and not below:
        return True
    if (
        len(node.children) > 1
        and below == [node.children[-1]]
        and node.children[-1].style in _POINTS
    ):
        return True
    points = node.children[0].style in _POINTS
    return node.style != "chinese" and (_introduces(node) or (points and not is_heading))


def _introduces(node: Node) -> bool:
    """Whether the text above points introduces them: it ends with a colon."""
    return node.text().rstrip().endswith(("：", ":"))


def _has_units(node: Node) -> bool:
    return any(below.names_units for below in node.walk())


def _has_prose(node: Node) -> bool:
    """Whether a node has more than a title: a sentence runs on, or paragraphs follow."""
    _, stop, following = node.rest.partition("。")
    return (
        bool(node.paragraphs)
        or (bool(stop) and (bool(following.strip()) or len(node.rest) > _LONGEST_TITLE))
        or len(node.rest) > 80
    )


def _alone(node: Node) -> Node:
    alone = Node(node.line, node.style, node.printed, node.value, node.rest)
    alone.paragraphs, alone.names_units = node.paragraphs, node.names_units
    return alone
