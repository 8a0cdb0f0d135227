"""The events of a part that was withdrawn with its task, and of a task with its parts, are new
revisions: calendars take a cancellation only with a higher number."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import icalendar
import pytest
from songling_plan import PLAN

from gksite.build.options import Options
from gksite.build.pipeline import build

WITHDRAWN = "adjustments: [{date: 2025-08-20, withdrawn: 是, approved_by: 县政府}]"
FILES = {
    "config.yaml": "format: 2\nas_of: 2025-12-31\nsite: {name: 松岭县公开}\n",
    "content/units/songling.yaml": """\
authority: songling
name: 松岭县
units:
  - {id: water, name: 县水务局}
  - {id: civil, name: 县民政局}
""",
    "content/plans/p/plan.md": PLAN,
    "content/plans/p/tasks.yaml": f"""\
- {{id: 1, text: 建设水厂。, units: 县水务局, {WITHDRAWN}}}
- {{id: 1-1, parent: 1, text: 建设北厂。, units: 县民政局, deadline: 6月底前}}
- {{id: 2, text: 整治河道。, units: 县民政局, deadline: 9月底前, rolls_up: 是}}
- {{id: 2-1, parent: 2, text: 整治上游。, units: 县水务局, {WITHDRAWN}}}
- {{id: 3, text: 公布水质。, units: 县民政局, deadline: 9月底前}}
""",
}


Revision = tuple[int, str, str]


def revisions(root: Path, day: str, file: str) -> dict[str, Revision]:
    """Return the number, the state and the stamp of each event of a calendar, by task."""
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text.replace("2025-08-20", day), "utf-8")
    report = build(root, root / "public", Options(jobs=1))
    assert report.pages, report.problems
    calendar: Any = icalendar.Calendar.from_ical((root / "public" / file).read_bytes())
    return {
        str(event["UID"]).partition("@")[0]: (
            int(event["SEQUENCE"]),
            str(event.get("STATUS", "")),
            event["DTSTAMP"].dt.date().isoformat(),
        )
        for event in calendar.walk("VEVENT")
    }


@pytest.mark.parametrize("file", ["plans/p/tasks.ics", "units/songling/civil.ics"])
def test_a_cancellation_is_a_revision(tmp_path: Path, file: str) -> None:
    """Also in a file that is brought up to date, and of a unit that has the part alone."""
    for day in ("2025-08-20", "2025-08-21"):
        found = revisions(tmp_path, day, file)
        assert found["p#1-1"] == (1, "CANCELLED", day)
        assert found["p#2"] == (1, "CANCELLED", day)
        assert found["p#3"] == (0, "", "2025-02-01")
