"""Reports as Word documents in the layout of official ones (fonts and sizes of GB/T 9704-2012); the
same bytes each time."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from gksite.exports.report_blocks import Block, Cell, Heading, Items, Paragraph, Table

_TITLE, _BODY, _CELL = 22, 16, 10.5
"""Points: 二号, 三号, 五号."""
_FONTS = {1: "方正小标宋简体", 2: "黑体", 3: "楷体_GB2312"}
_BODY_FONT = "仿宋_GB2312"
_LINE = 28
"""Line spacing in points."""
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def render_word(blocks: Sequence[Block]) -> bytes:
    """Return the report as a .docx: A4, margins and type area of official documents, table heads
    repeated on each page."""
    import docx
    from docx.shared import Mm

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(37),
        Mm(35),
        Mm(28),
        Mm(26),
    )
    document.core_properties.author = document.core_properties.comments = ""
    _without_days(document)
    for block in blocks:
        if isinstance(block, Heading):
            _heading(document, block)
        elif isinstance(block, Paragraph):
            _paragraph(document, block.text)
        elif isinstance(block, Items):
            for text in block.texts:
                _paragraph(document, f"· {text}")
        else:
            _table(document, block)
    raw = BytesIO()
    document.save(raw)
    return _without_clock(raw.getvalue())


def _heading(document: Any, block: Heading) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = document.add_heading(level=block.level)
    if block.level == 1:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, block.text, _FONTS[block.level], _TITLE if block.level == 1 else _BODY)
    _spacing(paragraph)


def _paragraph(document: Any, text: str) -> None:
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.first_line_indent = Pt(2 * _BODY)
    _run(paragraph, text, _BODY_FONT, _BODY)
    _spacing(paragraph)


def _spacing(paragraph: Any) -> None:
    from docx.shared import Pt

    paragraph.paragraph_format.line_spacing = Pt(_LINE)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)


def _run(paragraph: Any, text: str, font: str, size: float, *, bold: bool = False) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(_storable(text))
    run.font.name, run.font.size, run.font.bold = "Times New Roman", Pt(size), bold
    run.font.color.rgb = RGBColor(0, 0, 0)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _table(document: Any, block: Table) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    caption = document.add_paragraph()
    caption.paragraph_format.keep_with_next = True
    _run(caption, block.caption, "黑体", _CELL)
    table = document.add_table(rows=1, cols=len(block.heads), style="Table Grid")
    table.autofit = False
    share = 156 / sum(block.widths)
    for cell, head in zip(table.rows[0].cells, block.heads, strict=True):
        _run(cell.paragraphs[0], head, "黑体", _CELL)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in block.rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            _run(cell.paragraphs[0], _text(value), "宋体", _CELL)
    for line in table.rows:
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(line.cells, block.widths, strict=True):
            cell.width = Mm(width * share)


def _text(cell: Cell) -> str:
    return (
        cell
        if isinstance(cell, str)
        else "；".join(f"{link.text}（{link.url}）" if link.url else link.text for link in cell)
    )


def _storable(text: str) -> str:
    """Return the text without the control characters that XML cannot hold."""
    return "".join(char for char in text if char >= " " or char in "\t\n")


def _without_days(document: Any) -> None:
    """Remove the day of 2013 on which the template of the library was made."""
    properties = document.core_properties._element
    for child in list(properties):
        if child.tag.endswith(("}created", "}modified")):
            properties.remove(child)


def _without_clock(data: bytes) -> bytes:
    """Return the package with its members in order and their times set to the earliest of a zip."""
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.compress_type, info.external_attr, info.create_system = (
                zipfile.ZIP_DEFLATED,
                0o644 << 16,
                3,
            )
            package.writestr(info, source.read(name))
    return target.getvalue()
