"""Build the structure of a text: a tree of numbered lines, each with the paragraphs below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from gksite.importer.envelope.titles import is_plan_title
from gksite.importer.lines.labels_above import with_units_below
from gksite.importer.lines.lines import Line
from gksite.importer.lines.unnumbered import find_unnumbered
from gksite.notation.characters import is_number
from gksite.notation.numbering import Numbering, from_chinese, parse_numbering
from gksite.notation.unit_words import LABEL
from gksite.notation.units import split_responsibility
from gksite.source.numbering import split_heading

Style = Literal[
    "part", "chinese", "heading", "article", "chinese-bracket", "arabic", "dotted",
        "arabic-bracket", "circled", "paragraph",
]  # fmt: skip
"""How a line is numbered; `heading` and `paragraph` are headings and items without a number."""

_RANK: dict[Style, int] = {
    "part": 0, "chinese": 1, "heading": 2, "article": 3, "chinese-bracket": 3, "arabic": 4,
        "dotted": 5, "arabic-bracket": 6, "circled": 7, "paragraph": 8,
}  # fmt: skip
_PART = re.compile("第([一二三四五六七八九十]{1,3}|\\d{1,2})(?:部分|[章节编])")
_NUMERAL_ALONE = re.compile(r"([一二三四五六七八九十]{1,3})\s+(?=\S)")
"""The number of a heading without a mark behind it."""
_ALL_ABOVE = re.compile(
    "以上(?:各项|所列|各)?(?:项目|任务|工作|事项|实事)[^。]{0,4}(?:由|请|各|要|须|应|将|均|，)"
)
"""How a paragraph opens that speaks of all items above it."""
_NOTES = re.compile("(?:备?注|说明)\\s{0,2}[:：]|※")
_MOST_NOTES = 9
_DOTTED = re.compile(r"(\d{1,2}(?:\.\d{1,2})+)")
_CLOSING = re.compile(
    "(?:各|请各|全[市区县]各|区|市|县|本要点|本方案|以上|对)[^。]{0,60}(?:要|应|将|须|请|纳入|报送|执行|负责解释|施行)|本(?:要点|方案|计划|通知)|"
    "附|注[：:]|联系人|特此"
)
_LONGEST_LAST_WORDS = 40
_LAST_WORDS = re.compile(
    "(?:现|特)?予以?(?:公告|公布|公示|通告)|(?:特?此|专此)(?:公告|通知|通告|函告|函复|函达|报告|复)|请?(?:扫一?扫|扫描).{0,12}二维码"
)
"""The words that end a document, whatever stands above them."""
_BULLET = re.compile("[△▲●■◆★◇○•▪·]|——|[一二三四五六七八九十]是|[（(]?\\d")


class Node:
    """A numbered line: number, the text after it, paragraphs and numbered lines below it.

    A heading without a number has its position among them as value, an item without one None.
    """

    def __init__(
        self, line: Line, style: Style, printed: str, value: int | None, rest: str
    ) -> None:
        self.line = line
        self.style: Style = style
        self.printed = printed
        self.value = value
        self.rest = rest
        self.paragraphs: list[Line] = []
        self.children: list[Node] = []
        self.names_units = bool(split_responsibility(rest)[1])
        """Whether its wording holds a responsibility."""

    @property
    def lines(self) -> list[Line]:
        """Return its line and the paragraphs right below it."""
        return [self.line, *self.paragraphs]

    def add(self, line: Line) -> None:
        """Add a paragraph below this node."""
        self.paragraphs.append(line)
        self.names_units = self.names_units or bool(split_responsibility(line.text)[1])

    def text(self) -> str:
        """The wording with its paragraphs, without the number."""
        return "\n".join((self.rest, *(line.text for line in self.paragraphs)))

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, in printed order."""
        yield self
        for child in self.children:
            yield from child.walk()


class Outline:
    """A text: the lines before the first numbered line, the numbered lines, the closing lines."""

    def __init__(self) -> None:
        self.preamble: list[Line] = []
        self.roots: list[Node] = []
        self.closing: list[Line] = []


def outline_of(lines: Sequence[Line]) -> Outline:
    """Return the tree of a text. A numbering style that is open already continues; a new style
    opens a level below the styles of a higher rank."""
    outline = Outline()
    trail: list[Node] = []
    styles = {n: node.style for n, line in enumerate(lines) if (node := node_of(line))}
    headings = {n for n, style in styles.items() if style in ("part", "chinese")}
    lines = with_units_below(lines, styles.keys() - headings, headings)
    nodes, parts = _nodes(lines)
    last = max((position for position, node in enumerate(nodes) if node), default=-1)
    for position, (line, node) in enumerate(zip(lines, nodes, strict=True)):
        if position in parts:
            parts[position].add(line)
        elif node:
            while trail and _RANK[trail[-1].style] >= _RANK[node.style]:
                trail.pop()
            (trail[-1].children if trail else outline.roots).append(node)
            trail.append(node)
        elif not trail:
            outline.preamble.append(line)
        elif position > last and (outline.closing or _closes(trail, line)):
            outline.closing.append(line)
        else:
            _owner(trail, line).add(line)
    return outline


def _nodes(lines: Sequence[Line]) -> tuple[list[Node | None], dict[int, Node]]:
    """Return the node that each line opens, and the node of each further paragraph of an item
    without a number."""
    nodes = [node_of(line) for line in lines]
    notes = _notes_at(lines, nodes)
    nodes = [*nodes[:notes], *[None] * (len(nodes) - notes)]
    numbered = {position for position, node in enumerate(nodes) if node}

    def may_hold_items(position: int) -> bool:
        node = nodes[position] if position >= 0 else None
        return position < 0 or (
            node is not None and node.style in ("part", "chinese") and not node.names_units
        )

    unnumbered = find_unnumbered(lines, numbered, may_hold_items)
    for count, position in enumerate(sorted(unnumbered.headings), 1):
        line = lines[position]
        nodes[position] = Node(line, "heading", "", count, line.text)
    parts: dict[int, Node] = {}
    for position, paragraphs in unnumbered.items.items():
        line = lines[position]
        nodes[position] = node = Node(line, "paragraph", "", None, line.text)
        parts |= dict.fromkeys(paragraphs[1:], node)
    return nodes, parts


def _notes_at(lines: Sequence[Line], nodes: Sequence[Node | None]) -> int:
    """Return the position behind the line that opens the notes at the end (注：…, ※…), whose numbers
    are no items; the number of lines without notes.

    Below it stand no headings, and nothing names units.
    """
    for position in range(len(lines) - 1, -1, -1):
        node = nodes[position]
        if _NOTES.match(lines[position].text):
            return position + 1
        if node and node.style not in ("circled", "arabic"):
            break
        if split_responsibility(lines[position].text)[1]:
            break
        if node and node.value and node.value > _MOST_NOTES:
            break
    return len(lines)


def node_of(line: Line) -> Node | None:
    """Return the node of `line` if it is numbered, else None."""
    if part := _PART.match(line.text):
        value = int(part[1]) if is_number(part[1]) else from_chinese(part[1]) or 0
        number, title = split_heading(line.text)
        return (
            Node(
                line,
                "part",
                number or part[0],
                value,
                title if number else line.text[part.end() :].strip(),
            )
            if len(line.text) < 60
            else None
        )
    if line.level and (heading := _NUMERAL_ALONE.match(line.text)):
        value = from_chinese(heading[1]) or 0
        return Node(line, "chinese", heading[1], value, line.text[heading.end() :])
    numbering: Numbering | None = parse_numbering(line.text)
    if numbering:
        return Node(line, numbering.style, numbering.printed, numbering.value, numbering.rest)
    number, title = split_heading(line.text)
    if (match := _DOTTED.match(number)) and number:
        return Node(line, "dotted", number, int(match[1].rpartition(".")[2]), title)
    return None


def _owner(trail: list[Node], line: Line) -> Node:
    """Return the node that a paragraph belongs to: the last node. A line of responsibility below
    several points without any belongs to the item above these points."""
    last = trail[-1]
    if (
        len(trail) < 2
        or trail[-2].style in ("part", "chinese", "heading")
        or not is_responsibility_line(line.text)
    ):
        return last
    siblings = trail[-2].children
    none_has = not any(node.names_units for node in siblings)
    return trail[-2] if len(siblings) > 1 and none_has else last


def is_responsibility_line(text: str) -> bool:
    """Whether a line only names units: 责任单位：…, （…负责）."""
    wording, parts = split_responsibility(text)
    return bool(parts) and not wording.strip("。；; ")


def _closes(trail: list[Node], line: Line) -> bool:
    """Whether a paragraph after the last numbered line closes the document, not that line."""
    if _BULLET.match(line.text) or LABEL.match(line.text):
        return False
    if _LAST_WORDS.match(line.text) and len(line.text) <= _LONGEST_LAST_WORDS:
        return True
    if _ALL_ABOVE.match(line.text):
        return True
    last = trail[-1]
    if is_plan_title(line.text):
        return True
    is_item = last.names_units and not last.children
    if (last.style in ("chinese", "part", "heading") and not is_item) or not last.rest:
        return False
    if last.names_units:
        return not split_responsibility(line.text)[1]
    before = last.lines[-1].text.rstrip("”）)")
    is_whole = before.endswith("。") and ("。" in before[:-1] or bool(last.paragraphs))
    return (bool(_CLOSING.match(line.text)) and is_whole) or line.text.startswith(
        ("特此", "附", "注")
    )
