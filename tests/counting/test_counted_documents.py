"""The index of the search, StratML, pushed documents and comparisons state what the slow counter
finds: of the sample, and of sites made by chance.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from counted_site import CountedSite
from page_figures import STATE_WORDS, task_of
from registry_then import Record, key_of
from test_counted_events import of_task
from test_counted_exports import ROLES, last_report, unit_of, word_in
from wordings import named_units, plan_day

from gksite.build.pipeline import Options, build

pytestmark = pytest.mark.slow
SPACE = "{urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport}"
WITHIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ACROSS = "!#$%&'()*+,-./:=?@[]^_{|}~"
WORDS = {state: word for word, state in STATE_WORDS.items()}


# ── the index of the search ───────────────────────────────────────────────────────────────────────


def taken(path: Path) -> Any:
    """Return the value that a script of the index hands over."""
    text = path.read_text("utf-8")
    return json.loads(text[text.index(",") + 1 : text.rindex(")")])


def places(steps: str) -> list[tuple[int, int, str, bool]]:
    """Return the places that steps lead to: number of the plan, of the document in it, the role of
    its holder, and whether that is only a member."""
    roles = list(ROLES)
    marks = 2 * len(roles)
    found, plan, number, high = [], -1, -1, 0
    for one in steps:
        if one.isdigit():
            high = 10 * high + int(one)
            continue
        if one in WITHIN:
            step = high * len(WITHIN) + WITHIN.index(one)
            number += 1 + step // marks
            found.append((plan, number, roles[step % marks // 2], step % 2 == 1))
        else:
            plan, number = plan + 1 + high * len(ACROSS) + ACROSS.index(one), -1
        high = 0
    return found


def test_states_in_the_search(site: CountedSite) -> None:
    """A letter for each task, a capital where it is overdue."""
    manifest = taken(site.folder / "search/manifest.js")
    letters = {chr(ord("a") + place): state for place, state in enumerate(manifest["statuses"])}
    shown = {id: statuses for id, _, _, statuses, _ in manifest["plans"] if id}
    assert shown.keys() == site.plans.keys()
    for id, statuses in shown.items():
        keys = site.task_keys(plan=id)
        assert len(statuses) == len(keys)
        for key, letter in zip(keys, statuses, strict=True):
            assert letters.get(letter.lower(), "") == site.shown_state(key), key
            assert letter.isupper() == site.counted(key)[1]["overdue"], key


def test_holders_in_the_search(site: CountedSite) -> None:
    """Tasks may be filtered by whoever has a duty in them, and by whoever is named, and by the
    role that each has there."""
    manifest = taken(site.folder / "search/manifest.js")
    steps = taken(site.folder / "search/holders.js")
    plans = [entry[0] for entry in manifest["plans"]]
    found: dict[str, set[tuple[str, str, bool]]] = {}
    for (key, kind, *_), own in zip(manifest["holders"], steps, strict=True):
        if kind in ("unit", "group"):
            found[key] = {
                (site.task_keys(plan=plans[plan])[number - 1], role, is_member)
                for plan, number, role, is_member in places(own)
            }
    expected: dict[str, set[tuple[str, str, bool]]] = {key: set() for key in found}
    for key in site.task_keys():
        for holder, (role, is_member) in holders_of(site, key).items():
            expected[holder].add((key, role, is_member))
    assert found == expected


def holders_of(site: CountedSite, key: str) -> dict[str, tuple[str, bool]]:
    """Return who may be asked for to find a task, with the strongest role that each has in it;
    true for those that it does not name."""
    plan = site.world["plans"][key.partition("#")[0]]
    task = next(one for one in plan["tasks"] if one["id"] == key.partition("#")[2])
    authority = plan["front"]["authority"]
    held = [
        (key_of(site.world, authority, name, plan_day(plan)), role)
        for role, name in named_units(task)
    ]
    found = {holder: False for holder, _ in held if not holder.startswith("=")}
    for duty in site.counted(key)[1]["duties"]:
        if unit_of(duty["holder"]):
            is_successor = bool(duty.get("came_from")) and not duty["through"]
            found.setdefault(duty["holder"], not is_successor)
            found[duty["holder"]] &= not is_successor
            held.append((duty["holder"], duty["role"]))
    strength = list(ROLES)
    return {
        holder: (
            min((role for one, role in held if one == holder), key=strength.index),
            is_member,
        )
        for holder, is_member in found.items()
    }


# ── StratML ───────────────────────────────────────────────────────────────────────────────────────


def test_stratml(site: CountedSite) -> None:
    """Who has each task in which role, its state, and each unit's reports with their states."""
    for id, plan in site.plans.items():
        root = ElementTree.parse(site.folder / f"plans/{id}/stratml.xml").getroot()
        objectives = list(root.iter(f"{SPACE}Objective"))
        in_order = [plan["tasks"][key.partition("#")[2]] for key in in_sections(site, id, root)]
        assert len(objectives) == len(plan["tasks"])
        for objective, task in zip(objectives, in_order, strict=True):
            check_objective(objective, task)


def in_sections(site: CountedSite, id: str, root: ElementTree.Element) -> list[str]:
    """Return the keys of the tasks in the order of a document, by their wording."""
    texts: dict[tuple[str, str], list[str]] = {}
    for task in json.loads((site.folder / f"plans/{id}/tasks.json").read_text("utf-8"))["tasks"]:
        texts.setdefault((task["number"] or task["id"], task["title"]), []).append(task["key"])
    found = []
    for objective in root.iter(f"{SPACE}Objective"):
        number = objective.findtext(f"{SPACE}SequenceIndicator") or ""
        name = objective.findtext(f"{SPACE}Name") or ""
        found.append(texts[number, name].pop(0))
    return found


def check_objective(objective: ElementTree.Element, task: Record) -> None:
    """Assert that the element of a task says what the slow counter says."""
    units = [
        one.findtext(f"{SPACE}Role/{SPACE}Name")
        for one in objective.findall(f"{SPACE}Stakeholder")
        if one.get("StakeholderTypeType") == "Organization"
    ]
    assert units == [f"{ROLES[duty['role']]}单位" for duty in task["duties"]]
    text = objective.findtext(f"{SPACE}OtherInformation") or ""
    found = re.search(r"^状态：([^（\n]+)(?:（(\d+)家中(\d+)家已报）)?$", text, re.M)
    state = word_in(task, task["state"])
    assert (found[1] if found else "") == state
    if found and len(task["duties"]) > 1:
        assert (found[2], found[3]) == (str(len(task["duties"])), str(task["reported"]))
    shown = [
        [
            (one.findtext(f"{SPACE}EndDate"), one.findtext(f"{SPACE}Descriptor"))
            for one in part.iter(f"{SPACE}ActualResult")
        ]
        for part in objective.findall(f"{SPACE}PerformanceIndicator")
        if (part.findtext(f"{SPACE}MeasurementDimension") or "").endswith("落实情况")
    ]
    assert shown == [
        own
        for duty in task["duties"]
        if (
            own := [
                (report["day"], WORDS[report["status"]])
                for report in duty["reports"]
                if not report["target"]
            ]
        )
    ]
    on_targets = [
        sorted(
            (one.findtext(f"{SPACE}EndDate") or "", one.findtext(f"{SPACE}Descriptor") or "")
            for one in part.iter(f"{SPACE}ActualResult")
        )
        for part in objective.findall(f"{SPACE}PerformanceIndicator")
        if (part.findtext(f"{SPACE}MeasurementDimension") or "").startswith("分期目标（")
    ]
    assert on_targets == [
        sorted(
            (report["day"], WORDS[report["status"]])
            for duty in task["duties"]
            for report in duty["reports"]
            if report["target"] == target["id"]
        )
        for target in task["targets"]
    ]


# ── comparisons ───────────────────────────────────────────────────────────────────────────────────


def test_comparisons(site: CountedSite) -> None:
    """Every task of both years stands in one part of the comparison; the summary counts the
    parts, and so does the list of comparisons."""
    pages = [one for one in site.pages if re.match(r"compare/(?!index)", one)]
    summaries = site.main("compare/index.html").get_text() if pages else ""
    for address in pages:
        page = site.main(address)
        text = re.search(r"新增\d+项，不再列入\d+项，有调整\d+项，未调整\d+项", page.get_text())
        assert text and text[0] in summaries, address
        counts = [int(number) for number in re.findall(r"\d+", text[0])]
        parts = {
            part: [
                task_of(address, item)
                for item in page.select(f"#{part} article, #{part} li:not(article li)")
            ]
            for part in ("new", "gone", "changed", "unchanged")
        }
        assert counts == [len(keys) for keys in parts.values()], address
        now = address.removeprefix("compare/").removesuffix(".html")
        own = [*parts["new"], *parts["changed"], *parts["unchanged"]]
        assert sorted(own) == sorted(site.task_keys(plan=now)), address
        before = {str(link["href"]).split("/")[-2] for link in page.select("header dd a")} - {now}
        assert len(before) == 1, address
        of_before = len(site.task_keys(plan=before.pop()))
        assert len(parts["gone"]) + len(parts["changed"]) + len(parts["unchanged"]) == of_before


# ── pushed documents ──────────────────────────────────────────────────────────────────────────────


def test_pushed_documents(site: CountedSite, tmp_path: Path) -> None:
    """The state of each task and of each duty, with the day of the last report."""
    out = tmp_path / "push"
    report = build(site.project, out, Options(jobs=1, profile="push"), state_dir=tmp_path / "state")
    assert report.pages or list((out / "documents").iterdir()), report.problems
    seen = set()
    for path in sorted((out / "documents").glob("*.json")):
        document = json.loads(path.read_text("utf-8"))
        for task in document.get("tasks", ()):
            key = f"{document['id']}#{task['id']}"
            _, counted = site.counted(key)
            seen.add(key)
            assert task["status"] == WORDS.get(site.shown_state(key), ""), key
            days = [day for day, _, _ in of_task(site, key)]
            assert task["reported"] == max(days, default=""), key
            if site.due_day(key):
                assert task["due"] == site.due_day(key), key
            assert [
                (one["role"], one["unit"], one["group"], one["status"], one["reported"])
                for one in task["duties"]
            ] == [
                (
                    duty["role"],
                    unit_of(duty["holder"]) or "",
                    duty["through"],
                    WORDS.get(site.shown(key, duty["state"]), ""),
                    last_report(duty) or "",
                )
                for duty in counted["duties"]
            ], key
    assert seen == set(site.task_keys())
