"""What assessments found, on pages and in data files, is what the slow counter makes of the last
words of assessors; and they change no state. Of sites made by chance.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from built_sites import parse_pages
from counted_site import CountedSite
from counter import walk
from page_figures import state_of, task_of
from random_sites import random_world
from registry_then import Record, World
from run_folder import made_once
from wordings import plan_day
from worlds import dumped, files_of

from gksite.build.pipeline import build

pytestmark = pytest.mark.slow
VERDICTS = ("属实", "部分属实", "不属实")
ASSESSORS = ("区督查室", "第三方评估组")
DAYS = ("2025-04-20", "2025-06-05", "2025-09-12")


@pytest.fixture(
    scope="module",
    params=[(98, "public"), (142, "public"), (230, "public"), (98, "internal")],
    ids=str,
)
def assessed(request: pytest.FixtureRequest) -> CountedSite:
    """A site with assessments by chance, public or not: of seeds with transfers whose sources are
    without errors, and without parts (even ones)."""
    seed, setting = request.param
    world = random_world(seed)
    world["config"]["assessments"] = setting
    found = random_assessments(Random(f"{seed} assessments"), world)

    def make(place: Path) -> None:
        files = files_of(world)
        files |= {
            f"content/plans/{id}/assessments.yaml": dumped(own) for id, own in found.items() if own
        }
        for path, text in files.items():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_text(text, "utf-8")
        report = build(place, place / "site", state_dir=place / "state")
        assert report.pages, report.problems

    project = made_once(f"assessed-{seed}-{setting}", make)
    site = CountedSite(project, project / "site", parse_pages(project / "site"), world)
    for id, own in found.items():
        world["plans"][id]["assessments"] = own if setting == "public" else []
    return site


def random_assessments(chance: Random, world: World) -> dict[str, list[Record]]:
    """Return assessments of duties that units had on the day, and of whole tasks, by plan."""
    found: dict[str, list[Record]] = {}
    for id, plan in world["plans"].items():
        own = found.setdefault(id, [])
        for task in plan["tasks"]:
            for day in DAYS:
                if day < plan_day(plan) or chance.random() < 0.3:
                    continue
                holders = [one for one in held_on(world, id, task, day) if one[0] != "="]
                unit = chance.choice([*holders, "all"])
                entry = {"task": task["id"], "date": day, "by": chance.choice(ASSESSORS)}
                own.append({**entry, "unit": unit, "verdict": chance.choice(VERDICTS)})
    return found


def held_on(world: World, id: str, task: Record, day: str) -> list[str]:
    """Return who had a duty in a task on a day."""
    then = {
        **world,
        "registries": {
            authority: {
                **registry,
                "transfers": [one for one in registry.get("transfers", []) if one["on"] <= day],
            }
            for authority, registry in world["registries"].items()
        },
    }
    return [duty["holder"] for duty in walk(then, id, task)["duties"]]


def of_task(site: CountedSite, key: str) -> list[Record]:
    """Return the assessments of a task."""
    id, _, number = key.partition("#")
    return [one for one in site.world["plans"][id]["assessments"] if one["task"] == number]


def is_older(site: CountedSite, key: str, found: Record) -> bool:
    """Whether the unit, «any unit, of the whole task», reported after the day of an assessment."""
    return any(
        report["date"] > found["date"]
        for duty in site.counted(key)[1]["duties"]
        for report in duty["reports"]
        if found["unit"] in ("all", duty["holder"])
    )


def last_words(site: CountedSite, key: str) -> list[Record]:
    """Return what stands in marks: «of those of one duty, or of the whole task, by one assessor the
    last stands»; «an assessment of a duty that passed on stands on the task's page and in no mark»,
    and so does one of the whole task where any duty of it passed on since."""
    counted = site.counted(key)[1]
    holders = {duty["holder"]: duty.get("since", "") for duty in counted["duties"]}
    holders["all"] = max((one["on"] for one in counted["passed"]), default="")
    last = {(one["unit"], one["by"]): one for one in of_task(site, key)}
    return [
        one
        for one in last.values()
        if one["unit"] in holders and holders[one["unit"]] <= one["date"]
    ]


def mark(site: CountedSite, key: str) -> tuple[Counter[str], int]:
    """Return how many verdicts of each kind a mark has, and how many are older than a report."""
    words = last_words(site, key)
    current = [one for one in words if not is_older(site, key, one)]
    return Counter(str(one["verdict"]) for one in current), len(words) - len(current)


def read_mark(text: str) -> tuple[Counter[str], int]:
    """Return the same of a mark: «经核查属实2、不属实1；1项核查后又有报送（8家中2家）»."""
    found: Counter[str] = Counter()
    if verdicts := re.search(r"经核查([^；（]+)", text):
        for part in verdicts[1].split("、"):
            word = re.sub(r"\d+$", "", part)
            found[word] = int(part.removeprefix(word) or 1)
    if older := re.search(r"(\d+)项核查后又有报送", text):
        return found, int(older[1])
    return found, -1 if "核查后又有报送" in text else 0


def test_states_stay(assessed: CountedSite) -> None:
    for key, _, counted in assessed.tasks:
        head = assessed.main(f"plans/{key.replace('#', '/')}.html").select_one(".task-head")
        assert head
        assert state_of(head.select_one(".status")) == assessed.shown_state(key), key
        assert (head.select_one(".late") is not None) == counted["overdue"], key


def test_the_pages_of_tasks_list_every_assessment(assessed: CountedSite) -> None:
    """The newest first; those after which the unit reported again say so."""
    for key in assessed.task_keys():
        page = assessed.main(f"plans/{key.replace('#', '/')}.html")
        shown: Counter[tuple[str, str, str, bool]] = Counter()
        for item in page.select(".assessments li"):
            text = item.get_text("", strip=True)
            found = re.search(r"经核查：(.+?)（(\d+)年(\d+)月(\d+)日，(.+?)）", text)
            assert found, text
            day = f"{found[2]}-{int(found[3]):02}-{int(found[4]):02}"
            shown[found[1], day, found[5], "此后又有报送" in text] += 1
        expected = Counter(
            (one["verdict"], one["date"], one["by"], is_older(assessed, key, one))
            for one in of_task(assessed, key)
        )
        assert shown == expected, key


def test_marks_beside_states(assessed: CountedSite) -> None:
    """The text of a plan and its table have the last words of assessors."""
    for id in assessed.plans:
        for kind, part in (("index", ".task-mark"), ("table", "article.list-item")):
            address = f"plans/{id}/{kind}.html"
            for item in assessed.main(address).select(f"{part}, ul.lines > li"):
                key = task_of(address, item)
                text = item.select_one(".assessed")
                verdicts, older = mark(assessed, key)
                found = read_mark(text.get_text("", strip=True)) if text else (Counter(), 0)
                assert found in ((verdicts, older), (verdicts, -1 if older else 0)), (key, text)


def test_data_files(assessed: CountedSite) -> None:
    """Every assessment stands in JSON where they are public, and none elsewhere."""
    document = json.loads((assessed.folder / "data/site.json").read_text("utf-8"))
    for record in document["tasks"]:
        shown = [(one["date"], one["by"]) for one in record.get("assessments") or ()]
        expected = [(one["date"], one["by"]) for one in of_task(assessed, record["key"])]
        assert sorted(shown) == sorted(expected), record["key"]


def test_no_byte_of_what_is_internal(assessed: CountedSite) -> None:
    if assessed.world["config"]["assessments"] == "internal":
        for path in assessed.folder.rglob("*"):
            if path.is_file() and path.suffix in (".html", ".json", ".csv", ".xml", ".js", ".ics"):
                text = path.read_text("utf-8")
                assert not any(name in text for name in ASSESSORS), path
