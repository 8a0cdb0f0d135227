"""Names that may mean one unit are asked about and never merged."""

from __future__ import annotations

from datetime import date

import pytest
from made_drafts import registry, task

from gksite.content.registry_files import parse_registries
from gksite.importer.writing.likely_aliases import alias_problems, likely_aliases, remarks_on
from gksite.importer.writing.unit_proposal import propose_units, registry_text

DAY = date(2025, 1, 1)
NOTHING = parse_registries({})[0]


def pairs(*names: str) -> list[tuple[str, str]]:
    tasks = [task("1", "1", "一", "、".join(names))]
    proposed = propose_units(tasks, NOTHING, "qinghe", DAY)
    assert [one.name for one in proposed] == list(dict.fromkeys(names))
    return [(one.name, one.other) for one in likely_aliases(proposed, NOTHING, "qinghe", DAY)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("区教体局", "区教育体育局"),
        ("市发改委", "市发展改革委"),
        ("市发展改革委", "市发展和改革委员会"),
        ("县卫健委", "县卫生健康委"),
        ("区人社局", "区人力资源和社会保障局"),
        ("区政府办", "区人民政府办公室"),
        ("区残联", "区残疾人联合会"),
        ("市財政局", "市财政局"),
        ("区应急局", "区应急管理局（区地震局）"),
    ],
)
def test_a_short_name_and_the_whole_one_may_be_one_unit(first: str, second: str) -> None:
    assert pairs(first, second) == [(second, first)]
    assert pairs(second, first) == [(first, second)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("区教育局", "市教育局"),
        ("区教育局", "区教育中心"),
        ("区民政局", "区民宗局"),
        ("区公安局", "区公安局交警大队"),
        ("区文旅局", "区文物局"),
        ("各街镇", "各街道、镇"),
        ("青禾水务集团", "区水务局"),
    ],
)
def test_other_units_are_no_aliases(first: str, second: str) -> None:
    assert pairs(first, second) == []


def test_a_unit_of_the_registry_is_asked_about_with_its_id() -> None:
    known = registry(
        "authority: qinghe\nname: 青禾区\nunits:\n  - {id: jiaoti, name: 区教育体育局, aliases: [区教体育局]}\n"
        "  - {id: old, name: 区教育局, until: '2001-01-01'}\n"
    )
    tasks = [task("1", "1", "一", "区教体局、各街镇"), task("2", "2", "二", "区教体局")]
    proposed = propose_units(tasks, known, "qinghe", DAY)
    aliases = likely_aliases(proposed, known, "qinghe", DAY)
    assert [(one.name, one.id) for one in aliases] == [("区教体局", "jiaoti")]
    assert [one.name for one in proposed] == ["区教体局", "各街镇"]
    (said,) = alias_problems(aliases, tasks)
    assert (said.code, dict(said.arguments)["id"]) == ("import-alias-of-registry", "jiaoti")


def test_the_proposal_names_the_pairs_and_keeps_both_entries() -> None:
    tasks = [task("1", "1", "一", "区教体局、区教育体育局")]
    proposed = propose_units(tasks, NOTHING, "qinghe", DAY)
    aliases = likely_aliases(proposed, NOTHING, "qinghe", DAY)
    text = registry_text("qinghe", "青禾区", proposed, remarks_on(aliases))
    assert "# “区教育体育局”和“区教体局”可能是同一个单位\n" in text
    found, problems = parse_registries({"content/units/qinghe.yaml": text})
    assert not problems
    assert [unit.name for unit in found.units.values()] == ["区教体局", "区教育体育局"]
    (said,) = alias_problems(aliases, tasks)
    assert said.code == "import-alias-likely"


def test_many_units_are_compared_fast() -> None:
    names = [
        f"区{a}{b}管理局" for a in "教体民政财水农林交通住建" for b in "一二三四五六七八九十百千"
    ]
    assert pairs(*names) == []
