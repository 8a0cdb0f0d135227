"""The picture that stands for a shared link to a plan or to the site: how many tasks are done, of
how many (17/59), and one square a task, in the order of the document, with the colour and shape of
its state.

It has no other text: the messenger shows the title beside it, and a font would make it differ from
one machine to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gksite.exports.card_digits import rows_of, width_of
from gksite.exports.png import png
from gksite.exports.prepared import Prepared
from gksite.model.entities import Task
from gksite.model.site import SiteModel
from gksite.pages.downloads import ExportRequest

WIDTH, HEIGHT = 1200, 630
_MARGIN, _RULE = 90, 18
_LARGEST, _SMALLEST = 140, 6
_DIGIT, _BELOW = 10, 54
"""The pixels of a mark of a digit, and those between the figure and the squares."""

_PAPER, _ACCENT, _DONE, _CONTINUOUS, _UNDER_WAY, _DELAYED, _NONE = range(7)
_PALETTE = (
    (0xFA, 0xF9, 0xF6), (0x9E, 0x1B, 0x1E), (0x1F, 0x6B, 0x4A), (0x4E, 0x8A, 0x6C),
    (0xA8, 0x76, 0x1A), (0x9E, 0x1B, 0x1E), (0x6B, 0x66, 0x5D),
)  # fmt: skip
"""Those of the marks in the shipped style sheet."""

_COLOURS = {
    "done": _DONE,
    "continuous": _CONTINUOUS,
    "under_way": _UNDER_WAY,
    "delayed": _DELAYED,
    "not_started": _NONE,
    "unreported": _NONE,
}
_FILLED_FROM = {"done": 0.0, "delayed": 0.0, "under_way": 0.5}
"""State → the share of a square, from above, that is left empty; the others are an outline, and
`continuous` one with a core."""


def card(prepared: Prepared, request: ExportRequest) -> bytes:
    """Return the picture of a plan, or of the current year of the site, as PNG."""
    return drawn(*_states(prepared.model, request))


def _states(model: SiteModel, request: ExportRequest) -> tuple[list[str], str]:
    """Return the states of the tasks, and how many of those of plans with reports are done, as the
    headline of the page says it; "" where nothing was ever reported, which is no 0."""
    tasks: Iterable[Task] = (
        model.plans[request.entity].tasks
        if request.scope == "plan"
        else model.tasks_of_year(model.current_year())
    )
    own = [task for task in model.outermost(tasks) if not task.is_withdrawn]
    counted = [task.status for task in own if model.plans[task.plan].is_tracked]
    states: list[str] = [
        task.status if model.plans[task.plan].is_tracked else "unreported" for task in own
    ]
    return states, f"{counted.count('done')}/{len(counted)}" if counted else ""


def drawn(states: Sequence[str], figure: str = "") -> bytes:
    """Return a picture with a square for each state, below a figure (`17/59`)."""
    paper = bytes(WIDTH)
    rule = bytes((_ACCENT,)) * WIDTH
    rows = [rule] * _RULE
    digits = _figure(figure)
    room = HEIGHT - _RULE - 2 * _MARGIN - len(digits)
    size, gap, columns = _grid(len(states), WIDTH - 2 * _MARGIN, room)
    lines = [states[start : start + columns] for start in range(0, len(states), columns)]
    height = max(0, len(lines) * (size + gap) - gap)
    rows += [paper] * (_MARGIN + (room - height) // 2) + digits
    for number, line in enumerate(lines):
        rows += [paper] * (gap if number else 0) + _squares(line, size, gap)
    rows += [paper] * (HEIGHT - len(rows))
    return png(rows[:HEIGHT], _PALETTE)


def _figure(figure: str) -> list[bytes]:
    """Return a figure as rows of pixels, the done ones in their colour, and the paper below."""
    if not figure:
        return []
    done, slash, total = figure.partition("/")
    scale = min(_DIGIT, (WIDTH - 2 * _MARGIN) // width_of(len(figure)))
    signs = rows_of([(done, _DONE), (slash + total, _NONE)], scale)
    rest = bytes(WIDTH - _MARGIN - width_of(len(figure)) * scale)
    return [bytes(_MARGIN) + row + rest for row in signs] + [bytes(WIDTH)] * _BELOW


def _grid(count: int, width: int, height: int) -> tuple[int, int, int]:
    """Return the size of squares, the gap between them and their number in a row, the squares as
    large as the room allows."""
    for size in range(_LARGEST, _SMALLEST, -1):
        gap = max(2, size // 6)
        columns = (width + gap) // (size + gap)
        if -(-count // columns) * (size + gap) - gap <= height:
            return size, gap, columns
    gap = 1
    return _SMALLEST, gap, (width + gap) // (_SMALLEST + gap)


def _squares(states: Sequence[str], size: int, gap: int) -> list[bytes]:
    """Return the rows of pixels of a row of squares."""
    border = max(1, size // 12)
    kinds: dict[tuple[bool, bool, bool], bytes] = {}
    rows = []
    for y in range(size):
        is_edge = y < border or y >= size - border
        is_core = 3 * border <= y < size - 3 * border
        key = (is_edge, 2 * y >= size, is_core)
        if key not in kinds:
            parts = [_stretch(state, size, border, y, is_edge, is_core) for state in states]
            line = bytes(_MARGIN) + bytes(gap).join(parts)
            kinds[key] = line + bytes(WIDTH - len(line))
        rows.append(kinds[key])
    return rows


def _stretch(state: str, size: int, border: int, y: int, is_edge: bool, is_core: bool) -> bytes:
    colour = bytes((_COLOURS[state],))
    if is_edge or (state in _FILLED_FROM and y >= size * _FILLED_FROM[state]):
        return colour * size
    edge, inside = colour * border, size - 2 * border
    if state == "continuous" and is_core and inside > 4 * border:
        space = bytes(2 * border)
        return edge + space + colour * (inside - 4 * border) + space + edge
    return edge + bytes(inside) + edge
