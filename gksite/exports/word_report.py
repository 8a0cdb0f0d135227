"""Reports as Word documents in the layout of official ones (fonts and sizes of GB/T 9704-2012); the
same bytes each time."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any
from unicodedata import east_asian_width

from gksite.exports.report_blocks import Block, Cell, Heading, Items, Paragraph, Table

_TITLE, _BODY, _CAPTION, _CELL, _FOOT = 22, 16, 10.5, 9, 14
"""Points: 二号, 三号, 五号, 小五, 四号."""
_WIDTH = 156
"""Of the type area, in millimetres."""
_POINTS_OF_WIDTH = 442
_FIGURE = re.compile(r"[\d.]+%?")
_FONTS = {1: "方正小标宋简体", 2: "黑体", 3: "楷体_GB2312"}
_BODY_FONT = "仿宋_GB2312"
_LINE = 28
"""Line spacing in points."""
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def render_word(blocks: Sequence[Block]) -> bytes:
    """Return the report as a .docx: A4, margins and type area of official documents, page numbers,
    table heads repeated on each page."""
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
    document.core_properties.title = next(
        (_storable(block.text) for block in blocks if isinstance(block, Heading)), ""
    )
    _without_days(document)
    _page_numbers(section)
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
    size = _TITLE if block.level == 1 else _BODY
    for number, line in enumerate(
        title_lines(block.parts, _POINTS_OF_WIDTH // size) if block.parts else (block.text,)
    ):
        if number:
            paragraph.add_run().add_break()
        _run(paragraph, line, _FONTS[block.level], size)
    _spacing(paragraph)


def title_lines(parts: Sequence[str], most: int) -> tuple[str, ...]:
    """Return the lines of a title of these parts, each of at most `most` Chinese characters unless
    a part alone has more: as few as possible, and as even as they can be.

    >>> title_lines(("云川市", "青禾区", "2025年", "政务公开", "工作要点", "落实情况"), 20)
    ('云川市青禾区2025年', '政务公开工作要点落实情况')
    """
    fewest = len(_filled(parts, most))
    limits = range(1, most + 1)
    lines = (lines for limit in limits if len(lines := _filled(parts, limit)) <= fewest)
    return tuple(next(lines))


def _filled(parts: Sequence[str], most: int) -> list[str]:
    """Return lines that are filled from the first on."""
    lines = [""]
    for part in parts:
        if lines[-1] and _width(lines[-1]) + _width(part) > most:
            lines.append("")
        lines[-1] += part
    return lines


def _width(text: str) -> float:
    return sum(1 if east_asian_width(char) in "WFA" else 0.5 for char in text)


def _page_numbers(section: Any) -> None:
    """Number the pages at their foot: — 1 —."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, "— ", "宋体", _FOOT)
    _field(paragraph, "PAGE")
    _run(paragraph, " —", "宋体", _FOOT)


def _field(paragraph: Any, code: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "", "end"):
        _run(paragraph, "", "宋体", _FOOT)
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = code
        paragraph.runs[-1]._r.append(element)


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
    _run(caption, block.caption, "黑体", _CAPTION)
    table = document.add_table(rows=1, cols=len(block.heads), style="Table Grid")
    table.autofit = False
    _narrow_cells(table)
    widths = [Mm(width * _WIDTH / sum(block.widths)) for width in block.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width  # the grid, by which some programs go
    for cell, head in zip(table.rows[0].cells, block.heads, strict=True):
        _run(cell.paragraphs[0], head, "黑体", _CELL)
        _shade(cell)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in block.rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            _write_cell(cell.paragraphs[0], value)
    for line in table.rows:
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(line.cells, widths, strict=True):
            cell.width = width


def _narrow_cells(table: Any) -> None:
    """Leave less room beside the text of cells than the style does: three characters of a head then
    stand on one line."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margin = OxmlElement(side)
        margin.set(qn("w:w"), "45")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)


def _write_cell(paragraph: Any, value: Cell) -> None:
    """Write a cell; figures stand in its middle, links lead to their addresses."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    if isinstance(value, str):
        if _FIGURE.fullmatch(value):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(paragraph, value, "宋体", _CELL)
        return
    for number, link in enumerate(value):
        if number:
            _run(paragraph, "；", "宋体", _CELL)
        _run(paragraph, link.text, "宋体", _CELL)
        if link.url:
            _link(paragraph, link.url)


def _link(paragraph: Any, url: str) -> None:
    """Let the last run of a paragraph lead to an address."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, True))
    run = paragraph.runs[-1]
    run.font.underline = True
    run._r.addprevious(link)
    link.append(run._r)


def _shade(cell: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shading = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", "EDEDED")):
        shading.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(shading)


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
