"""Read PDF: lines of text with pages, and drawn tables, joined where a page end cut them."""

from __future__ import annotations

import importlib.util
import io
import re
from collections.abc import Sequence
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.documents.blocks import Block, GridCell, Paragraph, Place, Table
from gksite.documents.grid import RawCell, build_table
from gksite.documents.parsed import Parsed, join_words, refused, too_large, unreadable
from gksite.documents.pdf_columns import Piece, Region, divide
from gksite.documents.pdf_operators import shows_text
from gksite.documents.pdf_turning import upright_pages

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.pdf import PDF

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in points."""
Character = dict[str, Any]
"""A character of pdfplumber, with its box and text."""


class _Line(NamedTuple):
    """A line of text: its left and top, its width and that of its widest character, in points."""

    left: float
    top: float
    text: str
    width: float
    character: float


MOST_PAGES = 400
_NEAR = 3.0
"""Points; edges of cells that lie closer are the same edge."""
_PADDING = 12.0
"""Points; at most so much of a cell's width stays free beside its text."""
_WORD = re.compile(r"[!-~]+")
"""Characters that no line end parts: a Latin word, a number."""
_OPENS = re.compile(
    "[（(]?[0-9一二三四五六七八九十]{1,3}[)）.．、]|第[0-9一二三四五六七八九十]{1,4}[条章节]|[（(【]"
)
"""The beginning of an item or a bracket."""
_ENDS = tuple("。；：！？;:!?）)】")
_NARROWEST_PROSE = 10
"""Characters of a line that goes on in the next one of a column, at least."""
_UNREADABLE_SHARE = 0.05
_JUSTIFIED = 0.8
"""The widest gap in a line of text, as a share of its height; wider ones part columns."""


def parse_pdf(data: bytes, name: str) -> Parsed:
    """Read a PDF that holds text: a paragraph for each line, tables with borders as grids.

    A table at the top of a page with the columns of the last table on the page before continues
    that table; where its first cell is empty, its first row is the rest of the last row. Scanned
    pages have no text and are reported.
    """
    pages = open_pdf(data, name).pages
    if len(pages) > MOST_PAGES:
        raise too_large(name, MOST_PAGES, "页", "pages")
    blocks: list[Block] = []
    expected: list[str] = []
    empty: list[int] = []
    columned: list[int] = []
    tables = 0
    for number, page in enumerate(pages, 1):
        try:
            if not shows_text(page.page_obj):
                empty.append(number)
                continue
            characters = "".join(character["text"] for character in page.chars)
            for upright in upright_pages(page):
                page_blocks, is_doubtful = _page_blocks(upright, number, name, tables)
                columned += [number] if is_doubtful else []
                tables += sum(isinstance(block, Table) for block in page_blocks)
                _append(blocks, page_blocks)
                upright.close()
        except MemoryError:
            raise
        except Exception:
            raise _damaged(name) from None
        if not characters.strip():
            empty.append(number)
        expected.append(characters)
        page.close()
    problems = _problems(expected, empty, columned, name)
    return Parsed(tuple(blocks), tuple(expected), tuple(problems))


def open_pdf(data: bytes, name: str) -> PDF:
    """Return the PDF. Raise Refused if it is encrypted or damaged, or the extra `pdf` missing."""
    if importlib.util.find_spec("pdfplumber") is None:
        raise refused("import-needs-extra", name, extra="pdf")
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    try:
        document = pdfplumber.open(io.BytesIO(data))
        _ = document.pages  # parsed here, and kept
    except Exception as error:  # pdfminer raises whatever its parser stumbles on
        if isinstance(error, PDFPasswordIncorrect) or any(
            isinstance(cause, PDFPasswordIncorrect) for cause in error.args
        ):
            raise refused("import-encrypted", name) from None
        raise _damaged(name) from None
    return document


def _damaged(name: str) -> Exception:
    return unreadable(name, "PDF 已损坏", "the PDF is damaged")


def _problems(
    expected: list[str], empty: list[int], columned: list[int], name: str
) -> list[Diagnostic]:
    problems = [
        problem(
            code,
            Location(name),
            pages="、".join(str(number) for number in pages[:10]),
            count=len(pages),
        )
        for code, pages in (("import-scanned", empty), ("import-two-columns", columned))
        if pages
    ]
    text = "".join(expected)
    unknown = text.count("(cid:") + sum(
        "\ue000" <= character <= "\uf8ff" or character == "\ufffd" for character in text
    )
    if unknown > len(text) * _UNREADABLE_SHARE:
        problems.append(problem("import-bad-bytes", Location(name), count=unknown, encoding="PDF"))
    return problems


def _page_blocks(
    page: Page, number: int, name: str, tables_before: int
) -> tuple[list[Block], bool]:
    """Return the blocks of a page in reading order, and whether its columns are doubtful."""
    tables = [table for table in page.find_tables() if len(table.cells) > 1]
    inside, outside = _divided(page.chars, [table.bbox for table in tables])
    division = divide([*_pieces(outside), *(Piece(*table.bbox, "") for table in tables)])
    parts, _ = _divided(outside, division.regions)
    place = Place(name, "page", number)
    placed: list[tuple[int, float, Block]] = [
        (region, line.top, Paragraph(line.text, place))
        for region, part in enumerate(parts)
        for line in _lines_of(part, division.regions[region])
    ]
    for index, table in enumerate(tables):
        if not inside[index] and not page.is_original:
            continue  # its text runs in another way
        grid, strays = _grid(
            table.cells,
            inside[index],
            Place(name, "page", number, f"{number}"),
            tables_before + index + 1,
        )
        region = _region_of(table.bbox, division.regions)
        placed.append((region, table.bbox[1], grid))
        placed += [(region, line.top, Paragraph(line.text, place)) for line in _lines(strays)]
    placed.sort(key=lambda entry: entry[:2])
    return [block for _, _, block in placed], division.is_doubtful


def _pieces(characters: Sequence[Character]) -> list[Piece]:
    """Return what stands together on a line, with its box: gaps within are narrower than a
    character."""
    from pdfplumber.utils.text import extract_words

    pieces: list[Piece] = []
    for word in extract_words(
        list(characters), x_tolerance=3, y_tolerance=3, keep_blank_chars=True
    ):
        text, left, right = word["text"], word["x0"], word["x1"]
        last = pieces[-1] if pieces else None
        if (
            last
            and abs(last.top - word["top"]) < _NEAR
            and -_NEAR < left - last.right < (word["bottom"] - word["top"]) * _JUSTIFIED
        ):
            pieces[-1] = last._replace(right=right, text=last.text + text)
        elif text.strip():
            pieces.append(Piece(left, word["top"], right, word["bottom"], text.strip()))
    return pieces


def _region_of(box: Box, regions: Sequence[Region]) -> int:
    """Return the index of the region that holds the middle of the top edge of a box."""
    middle = (box[0] + box[2]) / 2
    return next((index for index, region in enumerate(regions) if region.holds(middle, box[1])), 0)


def _divided(
    characters: Sequence[Character], boxes: Sequence[Box]
) -> tuple[list[list[Character]], list[Character]]:
    """Return the characters whose middle lies in each box, and those in none."""
    inside: list[list[Character]] = [[] for _ in boxes]
    outside: list[Character] = []
    for character in characters:
        x, y = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
        holds = (left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)
        home = next((index for index, held in enumerate(holds) if held), None)
        (outside if home is None else inside[home]).append(character)
    return inside, outside


def _lines(characters: list[Character]) -> list[_Line]:
    """Return the lines that characters form, from top to bottom."""
    from pdfplumber.utils.text import extract_words

    words = extract_words(characters, x_tolerance=3, y_tolerance=3, keep_blank_chars=True)
    widest = max((character["x1"] - character["x0"] for character in characters), default=0.0)
    lines: list[_Line] = []
    for _, line in groupby(
        sorted(words, key=lambda word: (round(word["top"] / 5), word["x0"])),
        lambda word: round(word["top"] / 5),
    ):
        together = list(line)
        text = " ".join(word["text"] for word in together).strip()
        if text:
            width = together[-1]["x1"] - together[0]["x0"]
            top = min(word["top"] for word in together)
            lines.append(_Line(together[0]["x0"], top, text, width, widest))
    return lines


def _lines_of(characters: list[Character], region: Region) -> list[_Line]:
    """Return the lines of a region. In a column, a line that reaches its end without the end of a
    sentence goes on in the next, which opens nothing and is not indented."""
    lines = _lines(characters)
    if not lines or not region.is_column:
        return lines
    left = min(line.left for line in lines)
    end = max(line.left + line.width for line in lines)
    joined: list[_Line] = []
    goes_on = False
    for line in lines:
        if goes_on and line.left - left < line.character and not _OPENS.match(line.text):
            text = join_words([joined[-1].text, line.text])
            joined[-1] = joined[-1]._replace(text=text)
        else:
            joined.append(line)
        is_full = line.left + line.width + 1.7 * line.character >= end
        is_prose = len(line.text) >= _NARROWEST_PROSE
        goes_on = is_full and is_prose and not line.text.endswith(_ENDS)
    return joined


def _cell_text(lines: Sequence[_Line], width: float) -> str:
    """Return the text of a cell. A line that ends although what follows had room ends with a line
    break that was typed; the others were broken by the width of the cell."""
    paragraphs: list[list[str]] = [[]]
    for line, following in zip_longest(lines, lines[1:]):
        paragraphs[-1].append(line.text)
        word = _WORD.match(following.text) if following else None
        room = line.character * max(2, len(word[0]) if word else 0)
        if line.width + room + _PADDING <= width:
            paragraphs.append([])
    return "\n".join(filter(None, map(join_words, paragraphs)))


def _edges(values: list[float]) -> list[float]:
    """Return `values` sorted, with those that lie near each other as one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _NEAR:
            edges.append(value)
    return edges


def _nearest(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def _grid(
    boxes: Sequence[Box], characters: Sequence[Character], place: Place, ordinal: int
) -> tuple[Table, list[Character]]:
    """Return the table whose cells are drawn as `boxes`, and the characters in none of them."""
    across = _edges([x for box in boxes for x in (box[0], box[2])])
    down = _edges([y for box in boxes for y in (box[1], box[3])])
    within, strays = _divided(characters, boxes)
    raw = []
    for box, inner in zip(boxes, within, strict=True):
        left, top, right, bottom = (
            _nearest(edges, value)
            for edges, value in zip((across, down, across, down), box, strict=True)
        )
        text = _cell_text(_lines(inner), box[2] - box[0])
        raw.append(RawCell(text, top, max(1, bottom - top), max(1, right - left), column=left))
    raw.sort(key=lambda cell: (cell.row, cell.column or 0))
    for cell in raw:
        cell.detail = f"第{place.number}页表{ordinal}第{cell.row + 1}行"
    return build_table(raw, len(down) - 1, place), strays


def _append(blocks: list[Block], page_blocks: list[Block]) -> None:
    """Append the blocks of a page; a table at its top may continue the one before."""
    top = next((index for index, block in enumerate(page_blocks) if isinstance(block, Table)), None)
    last = next(
        (index for index in range(len(blocks) - 1, -1, -1) if isinstance(blocks[index], Table)),
        None,
    )
    if (
        top is None
        or last is None
        or any(not _is_margin(block) for block in [*blocks[last + 1 :], *page_blocks[:top]])
    ):
        blocks += page_blocks
        return
    above, below = blocks[last], page_blocks[top]
    if isinstance(above, Table) and isinstance(below, Table) and above.columns == below.columns:
        blocks[last] = _join(above, below)
        page_blocks = [*page_blocks[:top], *page_blocks[top + 1 :]]
    blocks += page_blocks


def _is_margin(block: Block) -> bool:
    """Whether a block may lie between two halves of a table: a page number."""
    return (
        isinstance(block, Paragraph)
        and sum(character.isalpha() and character not in "第页共" for character in block.text) == 0
    )


def _join(above: Table, below: Table) -> Table:
    first = [cell for cell in below.cells if cell.row == 0]
    rest = (
        bool(first)
        and first[0].column == 0
        and not first[0].text.strip()
        and any(cell.text.strip() for cell in first)
    )
    shift = above.rows - 1 if rest else above.rows
    cells = list(above.cells)
    if rest:
        for cell in first:
            _continue_cell(cells, cell, above.rows)
    cells += [
        GridCell(cell.text, cell.row + shift, cell.column, cell.rowspan, cell.colspan, cell.place)
        for cell in below.cells
        if not (rest and cell.row == 0)
    ]
    return Table(
        above.rows + below.rows - rest, above.columns, tuple(cells), above.place, above.caption
    )


def _continue_cell(cells: list[GridCell], rest: GridCell, rows: int) -> None:
    """Append the text of `rest` to the cell that reaches the last of `rows`, and span alike."""
    for index, cell in enumerate(cells):
        if (
            cell.row + cell.rowspan == rows
            and cell.column <= rest.column < cell.column + cell.colspan
        ):
            cells[index] = GridCell(
                join_words([cell.text, rest.text]),
                cell.row,
                cell.column,
                cell.rowspan + rest.rowspan - 1,
                cell.colspan,
                cell.place,
            )
            return
