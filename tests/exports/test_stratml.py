"""StratML: the elements, order, cardinality and types that the published schema of Part 2 demands.

The table is written from the schema's structure (ISO 17469-2, 16 February 2016), whose text is not
free to copy.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

NAMESPACE = "{urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport}"
TEXT = ""
SEQUENCES: dict[str, str] = {
    "PerformancePlanOrReport": "Name Description? OtherInformation? StrategicPlanCore "
    "AdministrativeInformation? Submitter?",
    "StrategicPlanCore": "Organization* Vision? Mission? Value* Goal+",
    "Organization": "Name? Acronym? Identifier? Description? Stakeholder*",
    "Vision": "Description? Identifier?",
    "Mission": "Description? Identifier?",
    "Value": "Name? Description?",
    "Goal": "Name Description Identifier? SequenceIndicator? Stakeholder* OtherInformation? "
    "Objective*",
    "Objective": "Name? Description? Identifier? SequenceIndicator? Stakeholder* "
    "OtherInformation? PerformanceIndicator*",
    "Stakeholder": "Name Description? Role*",
    "Role": "Name Description? RoleType? RoleType?",
    "PerformanceIndicator": "SequenceIndicator? MeasurementDimension UnitOfMeasurement "
    "Identifier? Relationship* MeasurementInstance* OtherInformation?",
    "MeasurementInstance": "TargetResult* ActualResult*",
    "TargetResult": "StartDate? EndDate? NumberOfUnits? Descriptor? Description?",
    "ActualResult": "StartDate? EndDate? NumberOfUnits? Descriptor? Description?",
    "AdministrativeInformation": "Identifier? StartDate? EndDate? PublicationDate? Source?",
}
ATTRIBUTES: dict[tuple[str, str], tuple[str, ...]] = {
    ("PerformancePlanOrReport", "Type"): (
        "Strategic_Plan",
        "Performance_Plan",
        "Performance_Report",
    ),
    ("Stakeholder", "StakeholderTypeType"): ("Person", "Organization", "Generic_Group"),
    ("PerformanceIndicator", "PerformanceIndicatorType"): ("Quantitative", "Qualitative"),
    ("PerformanceIndicator", "ValueChainStage"): (
        "Outcome",
        "Output_Processing",
        "Output",
        "Input_Processing",
        "Input",
    ),
}
DATES = ("StartDate", "EndDate", "PublicationDate")
ID = re.compile(r"[A-Za-z_][\w.\-]*", re.ASCII)


def faults(document: etree._Element) -> list[str]:
    """What the schema would object to."""
    found, ids = [], set[str]()
    for element in document.iter():
        name = str(element.tag).removeprefix(NAMESPACE)
        children = [str(child.tag).removeprefix(NAMESPACE) for child in element]
        text = element.text or ""
        if name in SEQUENCES:
            form = (
                re.sub(r"(\w+)([?*+]?)", r"(?:\1 )\2", SEQUENCES[name])
                .replace(") ", ")")
                .replace("? (", "?(")
            )
            form = re.sub(r"([?*+]) (?=\()", r"\1", form)
            if not re.fullmatch(form, "".join(f"{child} " for child in children)):
                found.append(f"{name}: {children}")
            if text.strip():
                found.append(f"{name} has text")
        elif children:
            found.append(f"{name} has elements")
        if name == "Identifier" and (not ID.fullmatch(text) or text in ids):
            found.append(f"Identifier {text!r}")
        ids |= {text} if name == "Identifier" else set()
        if name in DATES and text and not date.fromisoformat(text):
            found.append(f"{name} {text!r}")
        if name == "NumberOfUnits" and text and not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", text):
            found.append(f"NumberOfUnits {text!r}")
        if name == "RoleType" and text not in ("Performer", "Beneficiary"):
            found.append(f"RoleType {text!r}")
        if name == "Source" and not re.fullmatch(r"[!-~]+", text):
            found.append(f"Source {text!r}")
        for attribute, value in element.attrib.items():
            if str(value) not in ATTRIBUTES.get((name, str(attribute)), ()):
                found.append(f"{name} {attribute!s}={value!s}")
    if document.get("Type") is None:
        found.append("no Type")
    return found


def test_every_plan_keeps_to_the_schema(sample_site: Path) -> None:
    files = sorted(sample_site.glob("plans/*/stratml.xml"))
    assert len(files) > 5
    seen = set[str]()
    for file in files:
        document = etree.fromstring(file.read_bytes())
        assert document.tag == f"{NAMESPACE}PerformancePlanOrReport"
        assert faults(document) == [], file
        seen |= {str(element.tag).removeprefix(NAMESPACE) for element in document.iter()}
    assert {
        "Goal",
        "Objective",
        "Stakeholder",
        "Role",
        "PerformanceIndicator",
        "TargetResult",
        "ActualResult",
    } <= seen


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<Vision/>\n<Mission/>", "<Mission/>\n<Vision/>"),
        ("<Goal>\n<Name>", "<Goal>\n<Title>"),
        ("<Identifier>_", "<Identifier>1"),
        ('Type="Performance_Report"', 'Type="Report"'),
        ("<EndDate>2025-12-31", "<EndDate>2025-13-31"),
    ],
)
def test_the_check_sees_faults(before: str, after: str, sample_site: Path) -> None:
    text = (sample_site / "plans/qinghe-2025/stratml.xml").read_text("utf-8")
    assert before in text
    broken = text.replace(before, after)
    if after.endswith("<Title>"):
        broken = re.sub(r"<Title>(.*?)</Name>", r"<Title>\1</Title>", broken)
    document = etree.fromstring(broken.encode())
    try:
        assert faults(document)
    except ValueError:
        assert "13-31" in after


def test_the_plan_is_told_whole(sample_site: Path) -> None:
    document = etree.fromstring((sample_site / "plans/qinghe-2025/stratml.xml").read_bytes())
    space = {"s": NAMESPACE.strip("{}")}
    assert document.findtext("s:Name", namespaces=space) == "2025年青禾区政务公开工作要点"
    assert len(document.findall(".//s:Objective", space)) == 25
    roles = {role.text for role in document.iterfind(".//s:Objective//s:Role/s:Name", space)}
    assert {"牵头单位", "责任单位"} <= roles
    [objective] = [
        item
        for item in document.iterfind(".//s:Objective", space)
        if item.findtext("s:SequenceIndicator", namespaces=space) == "2"
    ]
    units = {item.text for item in objective.iterfind("s:Stakeholder/s:Name", space)}
    assert {"区司法局", "三溪镇", "各街镇"} <= units
    states = {
        item.findtext("s:MeasurementDimension", namespaces=space): [
            result.text for result in item.iterfind(".//s:ActualResult/s:Descriptor", space)
        ]
        for item in objective.iterfind("s:PerformanceIndicator", space)
    }
    assert states["三溪镇落实情况"] == ["推进中"]
    assert states["区政府办公室落实情况"] == ["推进中", "已完成"]
    assert "状态：推进中（8家中7家已报）" in (
        objective.findtext("s:OtherInformation", namespaces=space) or ""
    )
    assert (
        document.findtext(".//s:Source", namespaces=space)
        == "https://www.yunchuan.example/gkyd/plans/qinghe-2025/index.html"
    )


def test_the_notice_that_issues_a_plan_is_told(sample_site: Path) -> None:
    said = {}
    for plan in ("qinghe-report-2025", "qinghe-2025"):
        document = etree.fromstring((sample_site / f"plans/{plan}/stratml.xml").read_bytes())
        said[plan] = document.findtext(f"{NAMESPACE}OtherInformation")
    assert said == {
        "qinghe-report-2025": "发文字号：青禾府发〔2025〕4号\n印发通知：云川市青禾区人民政府关于印发"
        "《2025年青禾区政府工作报告重点任务分工方案》的通知\n印发通知署名：云川市青禾区人民政府\n"
        "印发通知日期：2025-02-14",
        "qinghe-2025": "发文字号：青禾府办发〔2025〕6号",
    }
