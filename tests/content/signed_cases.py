"""The cases of stored readings: a plan was signed under one registry and is read under another.

A folder of `cases/readings/` replaces files of `base/`: `units.yaml`, `city.yaml`, `kinds.yaml`,
`plan.md`, `tasks.yaml`, `task_status.txt` are what was signed, those that end in `-after` what
there is today. `readings.json` is the stored reading, `expected.txt` what gksite says of it.
`python tests/content/signed_cases.py CASE…` writes the two, for a person to read and keep; the
reading of a case `file-…` is spoilt by hand.
"""

from __future__ import annotations

import sys
from pathlib import Path

from gksite.catalogue import Language, hint, message
from gksite.content.plan_kinds import parse_kinds
from gksite.content.plan_sources import PlanSources, Surroundings
from gksite.content.plans import build_plan
from gksite.content.reading_differences import differences
from gksite.content.reading_words import difference_words
from gksite.content.readings import Readings, readings_of
from gksite.content.readings_file import read_readings, write_readings
from gksite.content.registry_files import parse_registries
from gksite.diagnostics import Diagnostic
from gksite.model.entities import Plan

CASES_DIR = Path(__file__).parent / "cases" / "readings"
CASES = sorted(path.name for path in CASES_DIR.iterdir() if path.name != "base")
PATH = "reviews/songling-2025/readings.json"


def surroundings(case: Path, *, after: bool) -> Surroundings:
    """Return the registries, the kinds and the rule of states under which a plan is read."""
    registries = {
        f"content/units/{authority}.yaml": text(case, name, after=after)
        for authority, name in (("songling", "units.yaml"), ("yunchuan", "city.yaml"))
    }
    registry, _ = parse_registries(registries)
    kinds = text(case, "kinds.yaml", after=after)
    rule = "all" if text(case, "task_status.txt", after=after) else "lead"
    known, _ = parse_kinds({"content/kinds.yaml": kinds} if kinds else {})
    return Surroundings(registry, None, "all" if rule == "all" else "lead", True, known)


def text(case: Path, name: str, *, after: bool) -> str:
    """Return a file of a case: that of today, else the signed one, else that of the base."""
    stem, _, ending = name.partition(".")
    places = [case / name, CASES_DIR / "base" / name]
    places[:0] = [case / f"{stem}-after.{ending}"] if after else []
    return next((place.read_text("utf-8") for place in places if place.exists()), "")


def plan_of(
    case: Path, *, after: bool, signed: Readings | None = None
) -> tuple[Plan, list[Diagnostic]]:
    """Return the plan of a case as it was read for the signature, or as it is today."""
    texts = {name: text(case, name, after=after) for name in ("plan.md", "tasks.yaml")}
    sources = PlanSources("songling-2025", "content/plans/songling-2025", {}, {})
    plan, problems = build_plan(sources, texts, surroundings(case, after=after), signed=signed)
    assert plan, problems
    return plan, problems


def stored_of(case: Path) -> bytes:
    """Return the reading that was stored when the plan of a case was signed."""
    plan, problems = plan_of(case, after=False)
    assert not problems
    return write_readings(readings_of(plan))


def report_of(case: Path) -> str:
    """Return all that gksite says of a case today: the differences, the problems, the duties."""
    stored, problems = read_readings((case / "readings.json").read_bytes(), PATH)
    if stored is None:
        return "\n".join(map(line_of, problems)) + "\n"
    registry = surroundings(case, after=True).registry
    now = readings_of(plan_of(case, after=True)[0])
    lines = ["# differences"]
    for one in differences(stored, now, registry):
        for language in LANGUAGES:
            lines.append(difference_words(one, registry, language))
    plan, problems = plan_of(case, after=True, signed=stored)
    lines += ["# problems", *map(line_of, problems), "# duties"]
    for task in plan.tasks:
        duties = (f"{d.role} {d.unit or f'={d.name}'}" for d in task.duties)
        lines.append(f"{task.id}: {', '.join(duties)}")
    return "\n".join(lines) + "\n"


LANGUAGES: tuple[Language, ...] = ("zh", "en")


def line_of(one: Diagnostic) -> str:
    """Return a problem in both languages with its remedies."""
    texts = (f"{message(one, language)} → {hint(one, language)}" for language in LANGUAGES)
    return f"{one.location} [{one.code}] {' / '.join(texts)}"


def main(names: list[str]) -> None:
    """Write the stored reading and the report of each case."""
    for name in names or CASES:
        case = CASES_DIR / name
        if not name.startswith("file-"):
            (case / "readings.json").write_bytes(stored_of(case))
        (case / "expected.txt").write_text(report_of(case), "utf-8", newline="\n")
        print(f"== {name}\n{report_of(case)}")


if __name__ == "__main__":
    main(sys.argv[1:])
