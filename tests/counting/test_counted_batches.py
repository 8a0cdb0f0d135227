"""Which entries of a progress.yaml are public: the slow counter and gksite say the same, and what
was written by hand."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from signed_entries import digest_of, public_of
from source_reader import read_world

from gksite.api import read_site
from gksite.build.inputs import read_published
from gksite.source.yaml import parse_yaml
from gksite.source.yaml_tree import Sequence

BASE_DIR = Path(__file__).parents[1] / "build/base"
CASES = yaml.load(
    Path(__file__).with_name("cases_of_batches.yaml").read_text("utf-8"), Loader=yaml.CBaseLoader
)
PLAN = "content/plans/qinghe-2025"


def site_of(case: dict[str, Any], root: Path) -> Path:
    """The base with the entries and the batches of a case."""
    shutil.copytree(BASE_DIR, root)
    with (root / "config.yaml").open("a", encoding="utf-8") as config:
        config.write(f"review: {{required: no, reports: [{', '.join(case['steps'])}]}}\n")
    (root / PLAN / "progress.yaml").write_text(case["progress"], "utf-8")
    signed = [
        digest_of({key: None if value == "~" else value for key, value in entry.items()})
        for entry in case["signed"]
    ]
    batches = [
        {
            **{key: value for key, value in batch.items() if key in ("step", "result")},
            "by": "某某",
            "date": "2025-09-01",
            "reports": {"steps": batch.get("steps", [])}
            | {
                key: [signed[int(number)] for number in batch.get(key, [])]
                for key in ("entries", "gone")
            },
        }
        for batch in case["batches"]
    ]
    (root / PLAN / "review.yaml").write_text(json.dumps(batches, ensure_ascii=False), "utf-8")
    return root


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["case"]))
def test_the_same_entries_are_public(case: dict[str, Any], tmp_path: Path) -> None:
    root = site_of(case, tmp_path / "site")
    public = [int(number) for number in case["public"]]
    assert public_of(root, root / PLAN) == public
    before, _ = parse_yaml(case["progress"], "progress.yaml")
    text = read_published(root).sources.texts[f"{PLAN}/progress.yaml"].decode()
    after, _ = parse_yaml(text, "progress.yaml")
    assert isinstance(before, Sequence) and isinstance(after, Sequence)
    assert after.items == [before.items[number] for number in public]


def test_the_counter_reads_signed_entries_only(tmp_path: Path) -> None:
    """The world of a site with the gate, and the reports of gksite's model of it."""
    case = {**CASES[0], "public": ["0"]}
    case["progress"] = "\n".join(case["progress"].splitlines()[:1]) + (
        "\n- {task: 2, date: 2025-07-31, status: 已完成}\n"
    )
    root = site_of(case, tmp_path / "site")
    (own,) = read_world(root)["plans"].values()
    assert [entry["date"] for entry in own["progress"]] == ["2025-06-20"]
    model, _ = read_site(root)
    assert model
    reports = [one for plan in model.plans.values() for task in plan.tasks for one in task.reports]
    assert [str(one.date) for one in reports] == ["2025-06-20"]
