"""Units are proposed, never invented; and a plan's id, authority and year are what its document
says."""

from __future__ import annotations

from datetime import date

import pytest
from made_drafts import registry, task, whole_draft

from gksite.content.registry_files import parse_registries
from gksite.importer.draft import Draft, Envelope
from gksite.importer.writing.identity import (
    authority_id,
    authority_name,
    guess_year,
    known_authority,
)
from gksite.importer.writing.unit_proposal import (
    ask_for_members,
    kind_of,
    proposal_text,
    propose_units,
    registry_text,
    slug,
)
from gksite.notation.group_words import can_hold, kinds_of_group

DAY = date(2025, 1, 1)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("区教育局", "department"),
        ("湖滨街道", "subdistrict"),
        ("湖滨街道办事处", "subdistrict"),
        ("柳镇", "town"),
        ("柳溪镇人民政府", "town"),
        ("白沙乡", "township"),
        ("区融媒体中心", "institution"),
        ("云川水务集团", "enterprise"),
        ("城投公司", "enterprise"),
        ("青禾区", "district"),
        ("各街镇", ""),
        ("各有关单位", ""),
        ("区政府各部门", ""),
        ("区级各单位", ""),
        ("住宅小区", "department"),
    ],
)
def test_a_kind_is_guessed_from_the_name(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_slugs_are_short_unique_and_never_an_address_of_a_fixed_page() -> None:
    assert slug("区发展改革委") == "fazhangaigewei"
    assert slug("区人力资源和社会保障局") == "rlzyhshbzj"
    assert slug("区发展改革委", {"fazhangaigewei", "fazhangaigewei-2"}) == "fazhangaigewei-3"
    assert slug("（）") == "unit"
    assert slug("index") == "unit-index"


def test_only_unknown_names_are_proposed_each_once_and_with_the_same_id_for_ever() -> None:
    known = registry()
    tasks = [
        task("1", "1", "一", "区府办、区数据局、各街镇"),
        task("2", "2", "二", "区数据局牵头，区司法局配合"),
        task("3", "3", "三", "各有关单位"),
    ]
    proposed = propose_units(tasks, known, "qinghe", DAY)
    assert [(one.id, one.name, one.kind) for one in proposed] == [
        ("shujuju", "区数据局", "department"),
        ("geyouguandanwei", "各有关单位", ""),
    ]
    more = propose_units([task("1", "1", "一", "区教育局"), *tasks], known, "qinghe", DAY, proposed)
    assert [one.name for one in more] == ["区教育局", "区数据局", "各有关单位"]
    assert more[1:] == proposed
    other = propose_units([task("1", "1", "一", "区教育局")], known, "qinghe", DAY, proposed)
    assert [one.name for one in other] == ["区教育局"]
    accepted = registry(
        "authority: qinghe\nname: 青禾区\nunits:\n  - {id: shujuju, name: 区数据局}\ngroups:\n  - {id: "
        "concerned, name: 各有关单位, open: true}\n"
    )
    assert [one.name for one in propose_units(tasks, accepted, "qinghe", DAY, proposed)] == [
        "区府办",
        "各街镇",
        "区司法局",
    ]


def test_a_proposal_waits_and_is_no_part_of_the_registry() -> None:
    proposed = propose_units(whole_draft().tasks, registry(), "qinghe", DAY)
    found, problems = parse_registries(
        {"content/units/qinghe.proposed.yaml": proposal_text("qinghe", "青禾区", proposed)}
    )
    assert [one.code for one in problems] == ["units-proposed"]
    assert not found.authorities and not found.units
    assert found.proposed["qinghe"] == {"区数据局", "湖滨街道", "云川水务集团公司"}


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("各街镇", ("subdistrict", "town")),
        ("各乡（镇、街道）", ("township", "town", "subdistrict")),
        ("各街道办事处", ("subdistrict",)),
        ("各乡镇人民政府、各街道办事处", ("township", "town", "subdistrict")),
        ("各镇（街道）、区级各部门", ("town", "subdistrict", "department")),
        ("各部门", ("department",)),
        ("县直各部门", ("department",)),
        ("区政府各部门", ("department",)),
        ("各县（市、区）", ("district",)),
        ("各有关单位", ()),
        ("各成员单位", ()),
        ("各单位", ()),
        ("各相关部门", ()),
        ("各园区", ()),
        ("教育局各部门", ()),
        ("各级各部门", ()),
        ("区财政局", ()),
    ],
)
def test_a_group_is_opened_by_kind_where_its_name_tells_it(
    name: str, kinds: tuple[str, ...]
) -> None:
    assert kinds_of_group(name) == kinds


@pytest.mark.parametrize(
    ("group", "unit", "kind", "can"),
    [
        ("各街镇", "区财政局", "department", False),
        ("各街镇", "柳镇", "town", True),
        ("各街镇", "柳镇", "", True),
        ("各街镇", "湖滨街道", "街道", True),
        ("各有关单位", "区财政局", "department", True),
        ("各部门", "柳镇", "town", False),
        ("各部门", "区财政局", "", True),
    ],
)
def test_a_unit_is_never_under_a_group_that_cannot_hold_it(
    group: str, unit: str, kind: str, *, can: bool
) -> None:
    assert can_hold(group, unit, kind) is can


def test_new_groups_are_rules_or_questions_and_never_open() -> None:
    tasks = [
        task("1", "1", "一", "区数据局、各街镇"),
        task("2", "2", "二", "各有关单位"),
        task("3", "3", "三", "各有关单位"),
    ]
    proposed = propose_units(tasks, parse_registries({})[0], "linjiang", DAY)
    text = registry_text("linjiang", "临江区", proposed)
    assert "open" not in text and "{" not in text and "[" not in text
    found, problems = parse_registries({"content/units/linjiang.yaml": text})
    assert sorted(one.code for one in problems) == ["empty-group", "empty-group"]
    assert not any(group.open for group in found.groups.values())
    assert [
        (one.code, dict(one.arguments)["name"], dict(one.arguments)["count"])
        for one in ask_for_members(tasks, proposed)
    ] == [("import-group-members", "各有关单位", "2")]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_proposal_that_somebody_edited_keeps_its_lines(ending: str) -> None:
    waiting = (
        "# 张工核对到这里\nauthority: qinghe\nname: 青禾区\nunits:\n# 改名了\n- id: shuju\n  name: 区数据局   # "
        "原大数据局\n  kind: agency\n\n"
        "groups:\n    - {id: towns, name: 各镇, members: {kind: [town]}}\n"
    ).replace("\n", ending)
    tasks = [task("1", "1", "一", "区数据局、区教育局、各镇、各有关单位")]
    known = [
        one
        for one in propose_units(tasks, registry(), "qinghe", DAY)
        if one.name in ("区数据局", "各镇")
    ]
    text = proposal_text(
        "qinghe", "青禾区", propose_units(tasks, registry(), "qinghe", DAY, known), waiting
    )
    assert [line for line in waiting.splitlines() if line not in text.splitlines()] == []
    assert text.count(ending) == text.count("\n")
    found, problems = parse_registries({"content/units/qinghe.proposed.yaml": text})
    assert [one.code for one in problems] == ["units-proposed"]
    assert found.proposed["qinghe"] == {"区数据局", "区教育局", "各镇", "各有关单位"}


def drafted(title: str = "", issuer: str = "", number: str = "") -> Draft:
    return Draft(
        Envelope(title=title, issuer=issuer, document_number=number), (), (), (), (), (), (), ()
    )


@pytest.mark.parametrize(
    ("title", "issuer", "name", "id"),
    [
        ("2025年青禾区政务公开工作要点", "", "青禾区", "qinghe"),
        ("云川市青禾区2024年政务公开工作要点", "", "云川市青禾区", "qinghe"),
        ("2025年政务公开工作要点", "云川市青禾区人民政府办公室", "云川市青禾区", "qinghe"),
        ("2025年政务公开工作要点", "云川市人民政府办公厅", "云川市", "yunchuan"),
        ("2025年青禾区政务公开工作要点", "区政府办公室", "青禾区", "qinghe"),
        ("2025年全市政务公开工作要点", "", "", ""),
        ("", "云川市数据和政务服务委员会", "云川市数据和政务服务委员会", "sjhzwfwwyh"),
    ],
)
def test_whose_plan_it_is(title: str, issuer: str, name: str, id: str) -> None:
    assert authority_name(drafted(title, issuer)) == name
    assert authority_id(name) == id


def test_a_known_authority_is_found_by_either_form_of_its_name() -> None:
    assert known_authority(drafted("2025年青禾区政务公开工作要点"), registry()) == "qinghe"
    assert known_authority(drafted("", "云川市青禾区人民政府办公室"), registry()) == "qinghe"
    assert known_authority(drafted("2025年临江区政务公开工作要点"), registry()) == ""
    assert known_authority(drafted("2025年云川市政务公开工作要点"), registry()) == ""


@pytest.mark.parametrize(
    ("title", "number", "year"),
    [
        ("2025年青禾区要点", "", 2025),
        ("青禾区要点", "青府办发〔2024〕6号", 2024),
        ("青禾区要点", "", None),
    ],
)
def test_the_year(title: str, number: str, year: int | None) -> None:
    assert guess_year(drafted(title, "", number)) == year
