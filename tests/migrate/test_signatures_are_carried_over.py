"""Signatures of a version count for it as a migration wrote it anew, and for nothing else."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from commands_here import run_here
from migrate_cases import run_migrate
from run_folder import made_once

from gksite.build.assemble import assemble
from gksite.build.published_set import published_set, working_set
from gksite.build.reading import plan_folders
from gksite.content.plan_sources import PlanSources
from gksite.content.published import content_digest
from gksite.content.review import files_digest, unadjusted_digest
from gksite.diagnostics import Location
from gksite.model.entities import Plan
from gksite.source.files import read_sources
from gksite.source.program import read_program
from gksite.source.stored_versions import VersionStore

SAMPLE = Path(__file__).parent / "sample-format-1.zip"
PLANS = ("linjiang-2024", "qinghe-2024", "qinghe-2025")


@pytest.fixture(scope="module")
def both() -> Path:
    """The sample as it was in format 1, and migrated with the answers that are proposed."""

    def migrate(place: Path) -> None:
        for name in ("before", "site"):
            with zipfile.ZipFile(SAMPLE) as package:
                package.extractall(place / name)
        assert run_migrate(place / "site", "--dry-run", "-o", "answers.yaml").returncode == 0
        done = run_migrate(place / "site", "--answers", "answers.yaml")
        assert done.returncode == 0, done.stdout
        for plan in PLANS:
            assert f"“{plan}”的签署随新写法有效" in done.stderr

    return made_once("migrated-as-proposed", migrate)


@pytest.fixture
def migrated(both: Path, tmp_path: Path) -> Path:
    """A copy of the migrated sample."""
    shutil.copytree(both / "site", tmp_path / "site")
    return tmp_path / "site"


def states(root: Path) -> dict[str, str]:
    """The state of each plan's review."""
    done = run_here(root, "review", "status", "--format", "json")
    return {row["plan"]: row["state"] for row in json.loads(done.stdout)}


def test_every_signed_plan_stays_signed(migrated: Path) -> None:
    assert {plan: states(migrated)[plan] for plan in PLANS} == dict.fromkeys(PLANS, "closed")
    for plan, folder in plan_folders(read_sources(migrated)[0]).items():
        if plan in PLANS:
            copy = migrated / "reviews" / plan / files_digest(folder)[:16]
            assert (copy / "tasks.yaml").read_bytes() == folder.texts["tasks.yaml"]
            assert (copy / "plan.md").is_file()
            assert (copy / "SHA256SUMS").is_file()


def test_steps_that_come_after_adoption_do_not_count(migrated: Path) -> None:
    assert run_here(migrated, "review", "adopt", "--by", "某").returncode == 0
    config = migrated / "config.yaml"
    text = config.read_text("utf-8")
    assert "签发]" in text
    config.write_text(text.replace("签发]", "签发, 终审]"), "utf-8")
    assert {plan: states(migrated)[plan] for plan in PLANS} == dict.fromkeys(PLANS, "closed")
    # What was written by hand into a migrated version is not carried by its entry.
    _edit_a_task(migrated / "content/plans/qinghe-2024")
    assert states(migrated)["qinghe-2024"] == "reopened"


def _edit_a_task(plan: Path) -> None:
    tasks = plan / "tasks.yaml"
    tasks.write_text(tasks.read_text("utf-8").replace("10月底前", "11月底前", 1), "utf-8")


def _edit_an_adjustment(plan: Path) -> None:
    tasks = plan / "tasks.yaml"
    tasks.write_text(tasks.read_text("utf-8").replace("经批准", "经同意", 1), "utf-8")


def _edit_the_text(plan: Path) -> None:
    with (plan / "plan.md").open("a", encoding="utf-8") as file:
        file.write("\n另行通知。\n")


def _attach_a_file(plan: Path) -> None:
    (plan / "files").mkdir(exist_ok=True)
    (plan / "files/新.csv").write_text("a\n", "utf-8")


EDITS: tuple[Callable[[Path], None], ...] = (
    _edit_a_task,
    _edit_an_adjustment,
    _edit_the_text,
    _attach_a_file,
)


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_afterwards_opens_the_gate_again(
    migrated: Path, edit: Callable[[Path], None]
) -> None:
    edit(migrated / "content/plans/qinghe-2024")
    assert states(migrated)["qinghe-2024"] == "reopened"
    # Not even an entry that claims the edited version carries the old signatures to it, unless
    # nothing but adjustments was added to what was signed.
    review = migrated / "content/plans/qinghe-2024/review.yaml"
    folder = plan_folders(read_sources(migrated)[0])["qinghe-2024"]
    with review.open("a", encoding="utf-8") as file:
        signed = "af8f0aa86114c76eb45cd2378d5a53359a944c61c2fd378b7e7dd25781761365"
        file.write(f"- migrated: {{from: {signed}, to: {files_digest(folder)}}}\n")
    is_open = edit is not _edit_an_adjustment
    assert states(migrated)["qinghe-2024"] == ("reopened" if is_open else "closed")


def test_the_changes_since_are_shown_against_the_migrated_version(migrated: Path) -> None:
    _edit_a_task(migrated / "content/plans/qinghe-2024")
    done = run_here(migrated, "review", "diff", "qinghe-2024")
    added = [line for line in done.stdout.splitlines() if line[:1] == "+" and line[:3] != "+++"]
    assert len(added) == 1
    assert "11月底前" in added[0]


def _unadjusted(plan: Plan) -> Plan:
    """The plan without adjustments, and without what units report, which nobody signs."""
    tasks = tuple(
        msgspec.structs.replace(
            task,
            adjustments=(),
            reports=(),
            duties=(),
            passed=(),
            status="unreported",
            location=Location(""),
        )
        for task in plan.tasks
    )
    return msgspec.structs.replace(plan, tasks=tasks)


def test_a_plan_says_the_same_but_for_its_adjustments(both: Path) -> None:
    """Both readings give the same model, and the ledger of publications asks for no correction."""
    before, after = (read_sources(both / name)[0] for name in ("before", "site"))
    folders = plan_folders(after)
    for plan, folder in plan_folders(before).items():
        assert content_digest(folder) == content_digest(folders[plan])
    plans = [
        {
            plan.id: _unadjusted(plan)
            for plan in assemble(working_set(sources), {}, read_program()).plans
        }
        for sources in (before, after)
    ]
    assert plans[0] == plans[1]


def test_a_signature_after_the_migration_counts_over_those_before(migrated: Path) -> None:
    plan = "qinghe-2024"
    signing = run_here(
        migrated,
        "review",
        "sign",
        plan,
        "--step",
        "签发",
        "--by",
        "某某",
        "--return",
        "--opinion",
        "再议",
    )
    assert signing.returncode == 0
    assert states(migrated)[plan] == "open"


def test_a_cached_answer_is_the_same(migrated: Path) -> None:
    sources, _ = read_sources(migrated)
    program, store = read_program(), VersionStore(migrated)
    first = published_set(sources, store, {}, program)
    again = published_set(sources, store, first.kept, program)
    assert again.reviews == first.reviews
    carried = {id for id, own in first.reviews.items() if own.public and own.public.carried}
    assert carried == {*PLANS}


@pytest.mark.parametrize(
    ("tasks", "is_carried"),
    [
        ("- id: 1\n  adjustments: [{date: 2025-06-01, what: ⺠}]\n  text: ⾏政\n", True),
        ("- id: 1\n  调整:\n  - 日期: 2025-06-01\n  text: ⾏政\n", True),
        ("- id: 1\n  text: ⾏政\n- adjustments: []\n", False),
        ("- id: 1\n  text: ⾏政，\n  adjustments: []\n", False),
        ("- id: 1\n  text: ⾏政\n  adjustments: [\n", False),
        ("- id: 1\n  text: ⾏政\n  adjustments: &a []\n", False),
        ("- id: 1\n  text: ⾏政\n  adjustments:\n  note: x\n", False),
        ("id: 1\ntext: ⾏政\nadjustments: []\n", False),
        ("", False),
    ],
)
def test_nothing_but_adjustments_may_be_new(tasks: str, is_carried: bool) -> None:
    signed, written = (
        PlanSources("p", "content/plans/p", {"plan.md": b"---\n", "tasks.yaml": text}, {})
        for text in ("- id: 1\n  text: ⾏政\n".encode(), tasks.encode())
    )
    assert (unadjusted_digest(written) == files_digest(signed)) == is_carried


def test_a_text_in_another_encoding_carries_nothing() -> None:
    files = {"tasks.yaml": "- id: 甲\n".encode("gb18030")}
    assert unadjusted_digest(PlanSources("p", "content/plans/p", files, {})) == ""
