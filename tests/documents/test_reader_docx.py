"""Word documents: order, numbering, merges, tracked changes, text boxes, notes."""

from __future__ import annotations

import pytest
from reader_documents import (
    WORD,
    codes,
    docx_bytes,
    new_document,
    paragraph,
    read,
    rows,
    texts,
    word_file,
    word_members,
    zip_bytes,
)

from gksite.documents.blocks import Paragraph, Table
from gksite.documents.numerals import write_number


def _list(*levels: tuple[str, str], more: str = "") -> str:
    """A numbering part with one list, whose levels have these styles and patterns."""
    inner = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:'
        f'val="{pattern}"/></w:lvl>'
        for depth, (style, pattern) in enumerate(levels)
    )
    return (
        f'<w:numbering><w:abstractNum w:abstractNumId="1">{inner}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>{more}</w:numbering>'
    )


def _item(text: str, depth: int = 0, list_id: int = 1) -> str:
    return paragraph(
        text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'
    )


def _cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def _row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def test_paragraphs_and_tables_come_in_the_order_of_the_document() -> None:
    document = new_document()
    document.add_heading("青禾区工作要点", 0)
    document.add_heading("一、做好公开", 2)
    document.add_paragraph("1.及时公布进展。\n2.做好解读。")
    table = document.add_table(2, 2)
    for index, text in enumerate(("序号", "任务", "1", "公开")):
        table.cell(index // 2, index % 2).text = text
    document.add_paragraph("")
    document.add_paragraph("特此通知。")
    found = read(docx_bytes(document), "要点.docx")
    assert texts(found.blocks) == [
        "青禾区工作要点",
        "一、做好公开",
        "1.及时公布进展。",
        "2.做好解读。",
        [["序号", "任务"], ["1", "公开"]],
        "特此通知。",
    ]
    assert [block.level for block in found.blocks if isinstance(block, Paragraph)] == [
        1,
        2,
        0,
        0,
        0,
    ]
    assert [str(block.place) for block in found.blocks] == [
        "要点.docx:1",
        "要点.docx:2",
        "要点.docx:3",
        "要点.docx:3",
        "要点.docx:1!A1",
        "要点.docx:5",
    ]
    assert (found.format, codes(found)) == ("docx", [])
    assert found.characters == len(
        "青禾区工作要点一、做好公开1.及时公布进展。2.做好解读。序号任务1公开特此通知。"
    )


def test_automatic_numbers_are_those_that_word_prints() -> None:
    numbering = _list(
        ("chineseCounting", "%1、"),
        ("chineseCounting", "（%2）"),
        ("decimal", "%3."),
        ("decimalEnclosedCircle", "%4"),
    )
    body = "".join(
        _item(text, depth)
        for text, depth in (
            ("甲", 0),
            ("乙", 1),
            ("丙", 2),
            ("丁", 2),
            ("戊", 3),
            ("己", 1),
            ("庚", 2),
            ("辛", 0),
            ("壬", 2),
        )
    )
    assert texts(read(word_file(body, numbering=numbering), "a.docx").blocks) == [
        "一、甲",
        "（一）乙",
        "1.丙",
        "2.丁",
        "①戊",
        "（二）己",
        "1.庚",
        "二、辛",
        "1.壬",
    ]


def test_a_second_list_goes_on_or_restarts_as_its_definition_says() -> None:
    more = (
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:'
        'startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = (
        _item("甲")
        + _item("乙")
        + _item("丙", list_id=2)
        + _item("丁", list_id=3)
        + _item("戊", list_id=3)
        + _item("己", list_id=9)
    )
    found = read(word_file(body, numbering=_list(("decimal", "第%1项 "), more=more)), "a.docx")
    assert texts(found.blocks) == ["第1项甲", "第2项乙", "第3项丙", "第5项丁", "第6项戊", "己"]


def test_a_number_cell_that_word_fills_in_has_its_number() -> None:
    table = "".join(_row(f"<w:tc>{_item('')}</w:tc>", _cell(text)) for text in ("公开", "解读"))
    (found,) = read(
        word_file(f"<w:tbl>{table}</w:tbl>", numbering=_list(("decimal", "%1"))), "a.docx"
    ).blocks
    assert isinstance(found, Table)
    assert rows(found) == [["1", "公开"], ["2", "解读"]]


def test_styles_give_level_and_list_to_what_is_based_on_them() -> None:
    styles = (
        '<w:styles><w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 3"/><w:pPr><w:'
        'jc w:val="center"/>'
        '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="mine"><w:name w:val="我的样式"/><w:basedOn w:'
        'val="h"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="outline"><w:name w:val="o"/><w:pPr><w:outlineLvl '
        'w:val="1"/></w:pPr></w:style></w:styles>'
    )
    body = (
        paragraph("标题", '<w:pStyle w:val="mine"/>')
        + paragraph("提纲", '<w:pStyle w:val="outline"/>')
        + paragraph("正文", '<w:jc w:val="center"/>')
    )
    found = read(word_file(body, styles=styles, numbering=_list(("upperRoman", "%1."))), "a.docx")
    assert [
        (block.number, block.text, block.level, block.centred)
        for block in found.blocks
        if isinstance(block, Paragraph)
    ] == [
        ("I.", "标题", 3, True),
        ("", "提纲", 2, False),
        ("", "正文", 0, True),
    ]


def test_merged_cells_keep_their_spans() -> None:
    table = "".join(
        (
            _row(_cell("序号"), _cell("任务"), _cell("单位"), _cell("时限")),
            _row(_cell("一、公开", '<w:gridSpan w:val="4"/>')),
            _row(
                _cell("1", '<w:vMerge w:val="restart"/>'),
                _cell("甲"),
                _cell("区府办"),
                _cell("全年", '<w:vMerge w:val="restart"/>'),
            ),
            _row(
                _cell("", "<w:vMerge/>"),
                _cell("乙", '<w:gridSpan w:val="2"/>'),
                _cell("", "<w:vMerge/>"),
            ),
            _row(
                _cell("丙"),
                _cell("丁"),
                properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>',
            ),
        )
    )
    (found,) = read(word_file(f"<w:tbl>{table}</w:tbl>"), "a.docx").blocks
    assert isinstance(found, Table)
    assert rows(found) == [
        ["序号", "任务", "单位", "时限"],
        ["一、公开", "→", "→", "→"],
        ["1", "甲", "区府办", "全年"],
        ["↓", "乙", "→", "↓"],
        ["·", "丙", "丁", "·"],
    ]


def test_a_table_that_frames_another_is_read_through() -> None:
    inner = f"<w:tbl>{_row(_cell('序号'), _cell('任务'))}{_row(_cell('1'), _cell('公开'))}</w:tbl>"
    before, after = paragraph("前言"), paragraph("落款")
    frame = f"<w:tbl>{_row(f'<w:tc>{before}{inner}{after}</w:tc>')}</w:tbl>"
    assert texts(read(word_file(frame), "a.docx").blocks) == [
        "前言",
        [["序号", "任务"], ["1", "公开"]],
        "落款",
    ]


def test_tracked_changes_are_taken_as_accepted_and_said() -> None:
    body = (
        "<w:p><w:r><w:t>按</w:t></w:r><w:del><w:r><w:delText>月</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>季度</w:t></w:r></w:ins><w:r><w:t>公布</w:t></w:r></w:p>"
        "<w:p><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>移来</w:t></w:"
        "r></w:moveTo></w:p>"
        f"<w:tbl>{_row(_cell('甲'), _cell('乙'))}"
        f"{_row(_cell('删'), _cell('去'), properties='<w:del/>')}</w:tbl>"
    )
    found = read(word_file(body), "a.docx")
    assert texts(found.blocks) == ["按季度公布", "移来", [["甲", "乙"]]]
    assert codes(found) == ["import-deleted-text"]
    assert dict(found.problems[0].arguments) == {"count": "5", "text": "月移走删去"}


def test_hidden_text_is_left_out_and_said() -> None:
    body = "<w:p><w:r><w:t>看得见</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r></w:p>"
    found = read(word_file(body), "a.docx")
    assert (texts(found.blocks), codes(found)) == (["看得见"], ["import-hidden-text"])


@pytest.mark.parametrize("mark", ["strike", "dstrike"])
def test_struck_text_is_left_out_and_said(mark: str) -> None:
    body = (
        "<w:p><w:r><w:t>公布</w:t></w:r>"
        f"<w:r><w:rPr><w:{mark}/></w:rPr><w:t>内部</w:t></w:r><w:r><w:t>清单</w:t></w:r></w:p>"
    )
    found = read(word_file(body), "a.docx")
    assert (texts(found.blocks), codes(found)) == (["公布清单"], ["import-struck-text"])
    assert [(one.text, one.reason, one.place.number) for one in found.aside] == [
        ("内部", "struck-through", 1)
    ]


def test_raised_figures_are_kept() -> None:
    raised = "<w:rPr><w:vertAlign w:val='superscript'/></w:rPr>"
    body = (
        f"<w:p><w:r><w:t>2×10</w:t></w:r><w:r>{raised}<w:t>4</w:t></w:r>"
        f"<w:r><w:t>平方米</w:t></w:r><w:r>{raised}<w:t>注</w:t></w:r></w:p>"
    )
    found = read(word_file(body), "a.docx")
    assert (texts(found.blocks), codes(found)) == (["2×10⁴平方米注"], [])


def test_a_text_box_is_read_once_where_it_is_anchored() -> None:
    box = f"<w:txbxContent>{paragraph('框内')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing>"
        f"{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:"
        "AlternateContent></w:r></w:p>"
    )
    found = read(word_file(body + paragraph("后文")), "a.docx")
    assert (texts(found.blocks), codes(found)) == (["正文", "框内", "后文"], [])


def test_special_characters_of_word_become_plain_ones() -> None:
    body = (
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0A8"/><w:t>是</w:t><w:tab/><w:t>否</w:t><w:'
        "noBreakHyphen/>"
        "<w:ruby><w:rt><w:r><w:t>hé</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>禾</w:t></w:r></w:"
        "rubyBase></w:ruby></w:r></w:p>"
    )
    found = read(word_file(body), "a.docx")
    assert (texts(found.blocks), codes(found)) == (["□是\t否-禾"], [])


def test_notes_headers_and_comments_are_set_apart_and_said() -> None:
    found = read(
        word_file(
            paragraph("正文"),
            footnotes=f'<w:footnotes><w:footnote w:type="separator">{paragraph("")}</w:'
            f'footnote><w:footnote w:id="1">{paragraph("脚注")}</w:footnote></w:footnotes>',
            header1=f"<w:hdr>{paragraph('内部资料')}</w:hdr>",
            comments=f"<w:comments><w:comment>{paragraph('再议')}</w:comment></w:comments>",
        ),
        "a.docx",
    )
    assert texts(found.blocks) == ["正文", "脚注"]
    assert sorted(codes(found)) == ["import-comments", "import-notes", "import-page-margin"]


def test_a_strict_document_reads_like_a_usual_one() -> None:
    members = {
        name: str(data).replace(WORD, "http://purl.oclc.org/ooxml/wordprocessingml/main")
        for name, data in word_members(paragraph("正文")).items()
    }
    assert texts(read(zip_bytes(members), "a.docx").blocks) == ["正文"]


def test_a_long_document_is_read_whole() -> None:
    document = new_document()
    sentence = (
        "围绕重点领域做好信息公开，及时发布解读材料，回应社会关切。（责任单位：区府办、各街镇）"
    )
    for number in range(2000):
        document.add_paragraph(f"{number}.{sentence}", "List Number" if number % 2 else None)
    table = document.add_table(150, 4)
    for index, cell in enumerate(table._cells):
        cell.text = f"第{index}格做好有关公开工作"
    found = read(docx_bytes(document), "长文.docx")
    assert len(found.blocks) == 2001
    assert found.characters > 90_000
    assert codes(found) == []


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("decimal", "1 10 11 20 21 101 110"),
        ("chineseCounting", "一 十 十一 二十 二十一 一百〇一 一百一十"),
        ("chineseCountingThousand", "一 十 十一 二十 二十一 一百〇一 一百一十"),
        ("ideographDigital", "一 一〇 一一 二〇 二一 一〇一 一一〇"),
        ("chineseLegalSimplified", "壹 壹拾 壹拾壹 贰拾 贰拾壹 壹佰零壹 壹佰壹拾"),
        ("upperRoman", "I X XI XX XXI CI CX"),
        ("lowerLetter", "a j k t u wwww fffff"),
        ("decimalEnclosedCircle", "① ⑩ ⑪ ⑳ 21 101 110"),
        ("decimalZero", "01 10 11 20 21 101 110"),
        ("ideographTraditional", "甲 癸 11 20 21 101 110"),
        ("decimalFullWidth", "１ １０ １１ ２０ ２１ １０１ １１０"),
        ("decimalEnclosedParen", "⑴ ⑽ ⑾ ⒇ (21) (101) (110)"),
        ("unheardOf", "1 10 11 20 21 101 110"),
    ],
)
def test_numbers_are_written_in_the_style_of_the_list(style: str, expected: str) -> None:
    assert (
        " ".join(write_number(number, style) for number in (1, 10, 11, 20, 21, 101, 110))
        == expected
    )
