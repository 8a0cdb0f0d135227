"""The SQLite file and the data package, opened by the programs that they are made for."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from exported import sample_model

from gksite.exports.sqlite_file import sqlite_file
from gksite.model.site import SiteModel


@pytest.fixture(scope="module")
def model() -> SiteModel:
    return sample_model()


def query(site: Path, sql: str) -> list[Any]:
    database = sqlite3.connect(f"file:{site / 'data/gksite.sqlite'}?mode=ro", uri=True)
    try:
        return database.execute(sql).fetchall()
    finally:
        database.close()


def test_the_database_is_whole_and_its_keys_hold(sample_site: Path, model: SiteModel) -> None:
    assert query(sample_site, "PRAGMA integrity_check") == [("ok",)]
    assert query(sample_site, "PRAGMA foreign_key_check") == []
    assert query(sample_site, "SELECT key FROM tasks ORDER BY rowid") == [
        (key,) for key in model.tasks
    ]
    assert query(sample_site, "SELECT count(*) FROM responsibilities") == [
        (sum(len(task.responsibilities) for task in model.tasks.values()),)
    ]
    assert query(sample_site, "SELECT count(*) FROM evidence") == [
        (sum(len(entry.evidence) for task in model.tasks.values() for entry in task.reports),)
    ]


def test_the_database_answers(sample_site: Path, model: SiteModel) -> None:
    late = query(
        sample_site,
        """SELECT tasks.key FROM tasks JOIN duties ON task = tasks.key
        WHERE duties.overdue AND unit = 'qinghe/office' ORDER BY due""",
    )
    own = model.duties["qinghe/office"]
    assert (
        {key for (key,) in late}
        == {duty.task for duty in own if model.is_duty_overdue(duty)}
        != set()
    )


def test_the_database_holds_every_duty_and_report(sample_site: Path, model: SiteModel) -> None:
    tasks = model.tasks.values()
    duties = query(sample_site, "SELECT task, place, role, name, status FROM duties")
    assert sorted(duties) == sorted(
        (task.key, place, duty.role, duty.name, duty.status)
        for task in tasks
        for place, duty in enumerate(task.duties, 1)
    )
    passed = query(sample_site, "SELECT task, name, passed_to FROM passed_duties")
    assert sorted(passed) == sorted(
        (task.key, duty.name, duty.passed_to) for task in tasks for duty in task.passed
    )
    standings = query(sample_site, "SELECT standing, count(*) FROM progress GROUP BY standing")
    assert dict(standings) == Counter(report.standing for task in tasks for report in task.reports)
    latest = query(
        sample_site,
        """SELECT duties.task, duties.place FROM duties JOIN progress ON progress.task = duties.task
        AND progress.place = latest WHERE progress.duty = duties.place
        AND progress.date = duties.date AND duties.status = CASE
        WHEN target IS NULL OR progress.status = 'not_started' THEN progress.status
        ELSE 'under_way' END""",
    )
    assert len(latest) == sum(task.reported for task in tasks)
    silent = "SELECT count(*) FROM duties WHERE latest IS NULL AND date IS NULL"
    assert query(sample_site, silent) == [(len(duties) - len(latest),)]


def test_the_same_site_is_the_same_file(model: SiteModel) -> None:
    assert sqlite_file(model) == sqlite_file(model)


def run(program: Path, *arguments: str) -> str:
    done = subprocess.run(
        [program, *arguments], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_datasette_opens_the_database_as_it_is(sample_site: Path, data_readers: Path) -> None:
    """Opened as immutable, as Datasette does with a file that is published; asked over its JSON
    interface, without a server."""
    path = (
        "/gksite.json?sql=select+name,count(*)+as+tasks+from+responsibilities+join+units+on+unit=k"
        "ey+group+by+unit+order+by+tasks+desc+limit+3&_shape=objects"
    )
    answer = json.loads(
        run(
            data_readers / "datasette", "--get", path, "-i", str(sample_site / "data/gksite.sqlite")
        )
    )
    assert answer["ok"] and len(answer["rows"]) == 3
    assert answer["rows"][0]["tasks"] >= answer["rows"][-1]["tasks"] > 0
    page = run(
        data_readers / "datasette",
        "--get",
        "/gksite/tasks?_size=5",
        "-i",
        str(sample_site / "data/gksite.sqlite"),
    )
    assert "qinghe-2025#1" in page or "tasks" in page


def test_frictionless_finds_the_package_valid(sample_site: Path, data_readers: Path) -> None:
    """Types, missing values, primary and foreign keys of all tables."""
    report = json.loads(
        run(
            data_readers / "frictionless",
            "validate",
            "--json",
            str(sample_site / "data/datapackage.json"),
        )
    )
    assert report["valid"] and report["stats"]["errors"] == 0
    assert [task["name"] for task in report["tasks"]] == [
        "tasks",
        "plans",
        "units",
        "duties",
        "unit_duties",
        "passed_duties",
        "progress",
        "targets",
        "unit_targets",
        "adjustments",
        "cells",
    ]


def test_frictionless_sees_a_key_that_leads_nowhere(
    sample_site: Path, data_readers: Path, tmp_path: Path
) -> None:
    """The check is really made."""
    for file in (sample_site / "data").iterdir():
        if file.suffix in (".csv", ".json"):
            data = file.read_bytes()
            (tmp_path / file.name).write_bytes(
                data.replace(b"\r\nqinghe-2025,", b"\r\nnowhere,", 1)
                if file.name == "duties.csv"
                else data
            )
    done = subprocess.run(
        [data_readers / "frictionless", "validate", "--json", str(tmp_path / "datapackage.json")],
        capture_output=True,
        check=False,
    )
    assert b"foreign-key" in done.stdout


def test_the_metadata_of_both_kinds_tell_of_the_same_columns(sample_site: Path) -> None:
    package = json.loads((sample_site / "data/datapackage.json").read_bytes())
    group = json.loads((sample_site / "data/csv-metadata.json").read_bytes())
    fields = {
        one["path"]: [field["name"] for field in one["schema"]["fields"]]
        for one in package["resources"]
    }
    assert {
        one["url"]: [column["titles"] for column in one["tableSchema"]["columns"]]
        for one in group["tables"]
    } == fields
    for path, heads in fields.items():
        assert (sample_site / "data" / path).read_text("utf-8-sig").splitlines()[0] == ",".join(
            heads
        )
        names = [
            column["name"]
            for one in group["tables"]
            if one["url"] == path
            for column in one["tableSchema"]["columns"]
        ]
        assert len(set(names)) == len(names) and len(set(heads)) == len(heads)
