"""The blocks of a text as templates see them, with the ids of its headings."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from gksite.pages.parts import DutyCount, Link, StatusMark
from gksite.pages.text_marks import marked_paragraph
from gksite.source.blocks import Block
from gksite.values import Value


def text_blocks(
    blocks: Sequence[Block], prefix: str = "part", *, is_official: bool = False
) -> tuple[BodyBlock, ...]:
    """Return a text without tasks; the anchors of headings are made of `prefix` and their words.
    What stands out in an official one is marked."""
    parts = part_ids(blocks, prefix)
    return tuple(
        BodyBlock(
            block.kind,
            marked_html(block) if is_official else block.html,
            block.heading.level if block.heading else 0,
            parts.get(block.line, ""),
        )
        for block in blocks
    )


def marked_html(block: Block) -> str:
    """Return the HTML of a block of an official text, with what stands out in it marked."""
    return marked_paragraph(block.html) if block.kind == "paragraph" else block.html


def part_ids(blocks: Sequence[Block], prefix: str = "part") -> dict[int, str]:
    """Return the id of each heading by its line: made of its words alone, so that no other block
    changes it.

    Headings with the same words are numbered from the second on.
    """
    found: dict[int, str] = {}
    counts: Counter[str] = Counter()
    for block in blocks:
        if block.heading:
            words = hashlib.sha256(block.heading.text.encode()).hexdigest()[:8]
            counts[words] += 1
            number = f"-{counts[words]}" if counts[words] > 1 else ""
            found[block.line] = f"{prefix}-{words}{number}"
    return found


class TaskMark(Value, frozen=True):
    """The task of a block of a plan's body: link to its page, and its status where the plan has
    any report. `adjusted` says that its deadline was changed, `assessed` what assessments found,
    `now` who has it since a transfer; "" where there is nothing to say."""

    id: str
    link: Link
    status: StatusMark | None
    duties: DutyCount | None = None
    adjusted: str = ""
    assessed: str = ""
    now: str = ""


class BodyBlock(Value, frozen=True):
    """A block of a text. A heading has a level and an anchor; a paragraph's html is without `<p>`,
    others are whole.

    `task` is given on the first block of a task; `anchor` is then `task-<id>` on that block
    (headings keep their own).
    """

    kind: str
    html: str
    level: int = 0
    anchor: str = ""
    task: TaskMark | None = None
