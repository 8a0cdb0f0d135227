"""Drafts made by hand: what an import of an invented document understands."""

from __future__ import annotations

from datetime import date

from gksite.content.registry_files import parse_registries
from gksite.documents.blocks import Place, SourceDocument
from gksite.importer.draft import (
    BodyLine,
    Draft,
    DraftColumn,
    DraftList,
    DraftSection,
    DraftTask,
    DraftUnit,
    Envelope,
    LeftOut,
)
from gksite.model.registry import Registry
from gksite.model.reporting import Indicator
from gksite.notation.deadlines import parse_deadline
from gksite.notation.units import parse_units, split_responsibility

FILE = "2025年青禾区要点.docx"
YEAR = 2025
REGISTRY = """\
authority: qinghe
name: 云川市青禾区
units:
  - {id: office, name: 区政府办公室, aliases: [区府办], kind: department}
  - {id: justice, name: 区司法局, kind: department}
groups:
  - {id: towns, name: 各街镇, open: true}
"""
DOCUMENT = SourceDocument(FILE, "docx", "ab" * 32, (), 400)
EMPTY_REGISTRY = Registry({}, {}, {}, {})


def registry(text: str = REGISTRY) -> Registry:
    found, problems = parse_registries({"qinghe.yaml": text})
    assert not problems
    return found


def place(number: int) -> Place:
    return Place(FILE, "paragraph", number)


def units_of(printed: str, rule: str = "") -> tuple[DraftUnit, ...]:
    return tuple(
        DraftUnit(one.role, one.printed, one.name, rule) for one in parse_units(printed).names
    )


def task(
    id: str,
    number: str,
    text: str,
    printed: str = "",
    *,
    section: str = "1",
    list: str = "main",
    deadline: str = "",
    title: str = "",
    table_text: str = "",
    units: tuple[DraftUnit, ...] | None = None,
    in_body: bool = True,
    indicators: tuple[Indicator, ...] = (),
    note: str = "",
    leader: str = "",
) -> DraftTask:
    reading = parse_units(printed)
    return DraftTask(
        id,
        number,
        list,
        section,
        title,
        text,
        units_of(printed) if units is None else units,
        printed,
        reading.open_ended,
        parse_deadline(deadline, YEAR),
        indicators,
        leader,
        note,
        (place(int(id) + 10),),
        table_text,
        in_body,
    )


def body_line(text: str, id: str = "", level: int = 0, number: int = 5) -> BodyLine:
    return BodyLine(text, level, id, place(number))


def whole_draft() -> Draft:
    """A notice with its plan: two sections, four tasks of the body, their table, and two
    differences between the two."""
    first = "1.每季度公布重点项目进展。（牵头单位：区政府办公室；责任单位：各街镇）"
    third = "3.公布*重点*领域目录，5*8小时内答复。（责任单位：区司法局等）"
    return Draft(
        envelope=Envelope(
            title="2025年青禾区政务公开工作要点",
            notice_title="关于印发《2025年青禾区政务公开工作要点》的通知",
            document_number="青府办发〔2025〕6号",
            issuer="云川市青禾区人民政府办公室",
            addressees="各街道办事处、镇人民政府：",
            written=date(2025, 4, 20),
            published=date(2025, 4, 27),
            disclosure="主动公开",
            source="云川市青禾区人民政府",
            attachments=("任务分解表",),
        ),
        sections=(
            DraftSection("1", "一、", "规范公开", 2, place(3)),
            DraftSection("2", "二、", "强化解读", 2, place(9)),
            DraftSection("2.1", "（一）", "拓展形式", 3, place(10)),
            DraftSection("3", "", "表中另列", 2, place(30)),
        ),
        lists=(
            DraftList(
                "main",
                "任务分解表",
                (
                    DraftColumn("number", "序号"),
                    DraftColumn("text", "工作任务"),
                    DraftColumn("units", "责任单位"),
                    DraftColumn("deadline", "时限要求"),
                ),
                True,
                ("units", "section"),
            ),
            DraftList("extra", "补充任务", (DraftColumn("text", "任务"),), True),
        ),
        tasks=(
            task(
                "1",
                "1.",
                "每季度公布重点项目进展。",
                "牵头单位：区政府办公室；责任单位：各街镇",
                deadline="每季度末",
            ),
            task(
                "2",
                "2",
                "修订主动公开目录。",
                "区政府办公室、区司法局",
                deadline="6月底前",
                table_text="修订主动公开基本目录。",
                units=(
                    DraftUnit("lead", "区政府办公室", "区政府办公室", "列第一位的为牵头单位"),
                    DraftUnit("responsible", "区司法局", "区司法局"),
                ),
            ),
            task(
                "3",
                "3",
                "公布*重点*领域目录，5*8小时内答复。",
                "责任单位：区司法局等",
                section="2.1",
                deadline="10月底前",
                indicators=(
                    Indicator("答复率", at_least=99.5, unit="%", printed="不低于99.5%"),
                    Indicator("场次", at_least=12),
                ),
            ),
            task(
                "4",
                "1",
                "# 建立台账\n- 每月更新",
                "区数据局、湖滨街道、云川水务集团公司",
                section="3",
                list="extra",
                in_body=False,
                note="试点",
                leader="分管副区长",
                title="建立台账",
            ),
        ),
        body=(
            body_line("为做好今年工作，制定本要点。"),
            body_line("一、规范公开", level=1),
            body_line(first, "1"),
            body_line("2.修订主动公开目录。（区政府办公室、区司法局）", "2"),
            body_line("二、强化解读", level=2),
            body_line("（一）拓展形式", level=3),
            body_line(third, "3"),
            body_line("# 以上各项请抓好落实"),
        ),
        left_out=(LeftOut("打印 关闭", place(40), "chrome"),),
        rules=("列第一位的为牵头单位",),
        diagnostics=(),
    )


def free_draft(texts: list[str], printed: list[str], deadlines: list[str]) -> Draft:
    """A draft of body tasks, or of table rows alone for every second one, from arbitrary
    wordings."""
    tasks, body = [], [body_line("一、任务", level=2)]
    for index, text in enumerate(texts, start=1):
        units = printed[index % len(printed)]
        paragraph = f"{index}.{text}（{units}）" if units else f"{index}.{text}"
        wording, parts = split_responsibility(paragraph)
        if index % 2 and "\n" not in text:
            body.append(body_line(paragraph, str(index)))
            held = "".join(parts)
            tasks.append(
                task(
                    str(index),
                    str(index),
                    wording.partition(".")[2].strip(),
                    held,
                    deadline=deadlines[index % len(deadlines)],
                )
            )
        else:
            tasks.append(
                task(
                    str(index),
                    str(index),
                    text,
                    units,
                    deadline=deadlines[index % len(deadlines)],
                    in_body=False,
                )
            )
    sections = (DraftSection("1", "一、", "任务", 2, place(1)),)
    return Draft(
        Envelope(title="2025年青禾区政务公开工作要点"),
        sections,
        (),
        tuple(tasks),
        tuple(body),
        (),
        (),
        (),
    )
