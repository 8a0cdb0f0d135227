"""Read plain text: a paragraph per line; a table drawn with box characters is a table."""

from __future__ import annotations

from gksite.documents.blocks import Block, Paragraph, Place
from gksite.documents.box_tables import find_box_tables
from gksite.documents.encoding import decode_document
from gksite.documents.parsed import Parsed


def parse_text(data: bytes, name: str) -> Parsed:
    """Read the lines of a text file that are not blank. A flattened table stays lines.

    Lines are counted as editors count them; a form feed or an old line separator ends a paragraph
    but no line.
    """
    decoded = decode_document(data, name)
    lines = decoded.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    blocks: list[Block] = []
    drawn: list[str] = []
    tables = find_box_tables(lines, name)
    number = 0
    while number < len(lines):
        if number in tables:
            table, end = tables[number]
            # A frame around a text is no table.
            framed = [Paragraph(cell.text, cell.place) for cell in table.cells if cell.text]
            blocks += framed if table.columns == 1 else [table]
            drawn += lines[number:end]
            number = end
            continue
        number += 1
        for piece in lines[number - 1].splitlines():
            if text := piece.strip():
                blocks.append(Paragraph(text, Place(name, "line", number)))
    frame = "".join(character for line in drawn for character in line if "─" <= character <= "╿")
    return Parsed(tuple(blocks), (decoded.text,), decoded.problems, (frame,))
