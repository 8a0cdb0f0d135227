"""`gksite export progress` and `gksite import progress` over transfers and corrections: what is
written into progress.yaml, and what is refused whole."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from gksite.build.pipeline import Options, build
from gksite.cli import cli
from gksite.cli.options import Shared

SITE: dict[str, str] = yaml.safe_load(
    (Path(__file__).parents[1] / "progress_sheets/duties_site.yaml").read_text("utf-8")
)
HEAD = "计划编号,任务编号,填报单位,日期,状态,更正日期\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    for path, text in SITE.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return root


def run(site: Path, *arguments: str) -> Result:
    words = ["-C", str(site), *arguments]
    return CliRunner().invoke(cli, words, obj=Shared(".", "zh"), standalone_mode=False)


def sheet(site: Path, name: str, *rows: str) -> str:
    path = site.parent / name
    path.write_text(HEAD + "".join(f"p,{row}\n" for row in rows), "utf-8")
    return str(path)


def progress(site: Path) -> str:
    return (site / "content/plans/p/progress.yaml").read_text("utf-8")


def test_a_correction_is_appended_and_built(site: Path) -> None:
    before = progress(site)
    second = run(site, "import", "progress", sheet(site, "a.csv", "1,区司法局,2025-05-01,已完成,"))
    assert second.return_value == 1 and progress(site) == before
    assert "a.csv!D2: 错误[report-twice]" in second.stdout
    assert "在这一行的“更正日期”填 2025-05-01" in second.stdout
    mended = sheet(site, "a.csv", "1,区司法局,2025-05-01,已完成,2025/5/1")
    assert run(site, "import", "progress", mended).return_value == 0
    [added] = yaml.safe_load(progress(site).removeprefix(before))
    assert added.pop("recorded")
    assert {key: str(value) for key, value in added.items()} == {
        "task": "1",
        "date": "2025-05-01",
        "status": "已完成",
        "unit": "区司法局",
        "corrects": "2025-05-01",
    }
    report = build(site, site.parent / "out", Options(jobs=1))
    assert [one.code for one in report.problems] == []


def test_a_late_report_that_undoes_a_transfer_is_refused(site: Path) -> None:
    """The old holder calls the task done before the transfer: then the duty would never have passed
    on, and what its new holder reported since would count for nobody."""
    before = progress(site)
    done = run(site, "import", "progress", sheet(site, "a.csv", "1,区应急局,2025-06-30,已完成,"))
    assert done.return_value == 1 and progress(site) == before
    assert "错误[report-uncounted]" in done.stdout and "“区法治和应急局”" in done.stdout
    assert "a.csv: 没有收入" in done.stdout
    other = run(site, "import", "progress", sheet(site, "b.csv", "1,区应急局,2025-06-30,推进中,"))
    assert other.return_value == 0 and progress(site) != before


def test_two_sheets_of_one_import_do_not_undo_each_other(site: Path) -> None:
    """Each of the two would be taken alone."""
    path = site / "content/plans/p/progress.yaml"
    lines = progress(site).splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "2025-08-01" not in line), "utf-8")
    old = sheet(site, "a.csv", "1,区应急局,2025-06-30,已完成,")
    new = sheet(site, "b.csv", "1,区法治和应急局,2025-09-01,推进中,")
    for alone in (old, new):
        assert run(site, "import", "progress", alone, "--dry-run").return_value == 0
    both = run(site, "import", "progress", old, new)
    assert both.return_value == 1
    assert "b.csv!2: 错误[report-uncounted]" in both.stdout
    assert "unit: 区应急局\n" in progress(site) and "2025-09-01" not in progress(site)


def test_a_unit_is_found_by_a_former_name_and_an_old_holder_sent_on(site: Path) -> None:
    path = site / "content/units/qinghe.yaml"
    text = path.read_text("utf-8")
    named = "{id: justice, name: 区司法局, former_names: [{name: 区法制办, until: 2020}]"
    path.write_text(text.replace("{id: justice, name: 区司法局", named), "utf-8")
    out = str(site.parent / "a.csv")
    assert "1 行" in run(site, "export", "progress", "--unit", "区法制办", "-o", out).stderr
    tasks = site / "content/plans/p/tasks.yaml"
    tasks.write_text(
        tasks.read_text("utf-8").replace(
            "units: 区应急局, deadline: 6", "units: 区司法局, deadline: 6"
        ),
        "utf-8",
    )
    said = run(site, "export", "progress", "--unit", "safety", "-o", out).stderr
    assert "0 行" in said and "它的任务已划转给区法治和应急局" in said


OLDER = {
    "plan.md": "---\ntitle: 2024年青禾区要点\nauthority: qinghe\nyear: 2024\n---\n",
    "tasks.yaml": "- {id: 1, text: 公布台账, units: 区司法局}\n",
}


@pytest.mark.parametrize(
    ("options", "plans"),
    [
        ((), {"p"}),
        (("--all-years",), {"p", "older"}),
        (("--year", "2024"), {"older"}),
        (("--plan", "older"), {"older"}),
        (("--year", "2024", "--all-years"), None),
        (("--year", "2019"), None),
        (("--plan", "oldest"), None),
        (("--due", "12月20日"), None),
    ],
)
def test_a_sheet_holds_the_plans_of_the_current_year_or_those_that_are_asked_for(
    site: Path, options: tuple[str, ...], plans: set[str] | None
) -> None:
    (site / "content/plans/older").mkdir()
    for name, text in OLDER.items():
        (site / "content/plans/older" / name).write_text(text, "utf-8")
    out = site.parent / "a.csv"
    done = run(site, "export", "progress", "--unit", "区司法局", *options, "-o", str(out))
    assert (done.exception is None) == (plans is not None)
    assert out.is_file() == (plans is not None)
    if plans is not None:
        rows = csv.DictReader(io.StringIO(out.read_text("utf-8-sig")))
        assert {row["计划编号"] for row in rows} == plans
        assert ("另有 1 行" in done.stderr) == (plans == {"p"})
