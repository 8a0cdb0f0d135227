"""The life of a plan, played on the sample: edited, corrected, signed, published, reported on;
steps come, the gate goes and comes, a unit is merged, an attachment replaced."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from commands_here import run_here
from sample_copy import copy_sample

from gksite.build.assemble import assemble
from gksite.build.inputs import read_published
from gksite.build.pipeline import Options, build, differences
from gksite.catalogue import severity
from gksite.source.program import read_program

COUNTING = Path(__file__).parents[1] / "counting"
PLAN, OTHER = "qinghe-2025", "linjiang-2025"
STEPS = ("拟稿", "科室审核", "保密审查", "签发")
TARGET = "\npublish: {targets: {live: {kind: folder, path: ../live}}}\n"
TRANSFER = "  - {from: agri, to: water, on: 2025-10-01, tasks: all, basis: 青编发〔2025〕9号}\n"
pytestmark = pytest.mark.slow


class Office:
    """An office with its project, the site that it publishes, and its hands."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.live = root.parent / "live"

    def path(self, name: str, plan: str = PLAN) -> Path:
        return self.root / "content/plans" / plan / name

    def run(self, *words: str, code: int = 0) -> str:
        """Run a command, and return what it said."""
        done = run_here(self.root, *words)
        said = done.stdout + done.stderr
        assert done.returncode == code, said
        return said

    def edit(self, path: Path, old: str, new: str) -> None:
        text = path.read_text("utf-8")
        assert old in text, (path, old)
        path.write_text(text.replace(old, new, 1), "utf-8")

    def sign(self, plan: str = PLAN, *more: str, steps: tuple[str, ...] = STEPS) -> None:
        for step in steps:
            self.run("review", "sign", plan, "--step", step, "--by", f"{step}某某", *more)

    def publish(self, *more: str, code: int = 0) -> str:
        return self.run("publish", "live", *more, code=code)

    @property
    def pages(self) -> dict[str, bytes]:
        """What is live: path → bytes, without the list of files and what names the moment."""
        current = (self.live / "current").resolve()
        files = (path for path in current.rglob("*") if path.is_file())
        return {path.relative_to(current).as_posix(): path.read_bytes() for path in files}

    def built(self) -> dict[str, bytes]:
        """What a build makes: the same as a clean one, with what the slow counter says."""
        out = self.root / "public"
        report = build(self.root, out, Options(jobs=1))
        assert report.pages, report.problems
        assert differences(self.root, out, Options(jobs=1)) == []
        self.count()
        files = (path for path in out.rglob("*") if path.is_file())
        return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}

    def problems(self) -> list[str]:
        """The errors of a build that changes nothing of what the last one wrote."""
        out = self.root / "public"
        report = build(self.root, out, Options(jobs=1))
        assert report.pages == report.written == 0
        return [one.code for one in report.problems if severity(one) == "error"]

    def count(self) -> None:
        """Compare the state of every public task with the slow counter's."""
        sys.path.insert(0, str(COUNTING))
        from figures import count_plan
        from source_reader import read_world

        world = read_world(self.root)
        model = assemble(read_published(self.root), {}, read_program()).model
        assert model
        assert set(world["plans"]) == set(model.plans)
        for id, plan in model.plans.items():
            counted = count_plan(world, id, model.as_of.isoformat())["tasks"]
            assert {task.id: task.status for task in plan.tasks} == {
                id: one["state"] for id, one in counted.items()
            }


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The sample, signed as it is today and published once."""
    folders = ("content", "reviews")
    office = Office(copy_sample(tmp_path / "s", reviewed=True, more=TARGET, folders=folders))
    office.publish()
    return office


def test_an_edit_waits_and_is_corrected_signed_and_published(office: Office) -> None:
    live, built = office.pages, office.built()
    office.edit(office.path("tasks.yaml"), "6月底前", "9月底前")
    assert office.built() == built
    assert "公开的仍是" in office.run("build")
    # Others publish meanwhile.
    with office.path("progress.yaml", OTHER).open("a", encoding="utf-8") as file:
        file.write("- {task: 1-1, unit: 区政府办公室, date: 2025-12-01, status: 已完成}\n")
    office.publish()
    after = office.pages
    changed = {path for path in {**live, **after} if live.get(path) != after.get(path)}
    assert any(OTHER in path for path in changed)
    assert not [path for path in changed if path.startswith(f"plans/{PLAN}/")]
    # The change owes its correction, which is signed with it.
    asked = office.run("review", "sign", PLAN, "--step", STEPS[0], "--by", "某", code=1)
    assert "gksite correct" in asked
    office.run("correct", PLAN, "--what", "“6月底前”更正为“9月底前”", "--why", "排印差错")
    office.sign()
    office.publish()
    assert "“6月底前”更正为“9月底前”" in office.pages[f"plans/{PLAN}/index.html"].decode()
    assert office.built()
    assert "closed" in office.run("review", "status", PLAN, "--format", "json")


def test_reports_steps_and_the_gate_itself(office: Office) -> None:
    config = office.root / "config.yaml"
    # A report waits for its light gate, and is public when it is signed.
    office.edit(config, "  steps: [", "  reports: [保密审查]\n  steps: [")
    for progress in sorted(office.root.glob("content/plans/*/progress.yaml")):
        plan = progress.parent.name
        office.run("review", "sign", plan, "--reports", "--step", "保密审查", "--by", "某")
    built = office.built()
    progress = office.path("progress.yaml")
    with progress.open("a", encoding="utf-8") as file:
        file.write(
            "- {task: 1, unit: 区政府办公室, date: 2025-12-01, status: 已完成, note: 还没有审过的情况}\n"
        )
    assert office.built() == built
    office.run("review", "sign", PLAN, "--reports", "--step", "保密审查", "--by", "某")
    assert "还没有审过的情况" in office.built()[f"plans/{PLAN}/1.html"].decode()
    # A step that comes is asked of the next version; what is public stays.
    built = office.built()
    office.edit(config, "签发]", "签发, 法制审核]")
    assert office.built() == built
    office.edit(config, ", 法制审核]", "]")
    # The gate off with an unsigned edit is an error; back on, the edit waits again.
    office.edit(office.path("tasks.yaml"), "6月底前", "9月底前")
    text = config.read_text("utf-8")
    config.write_text(text.replace("required: 是", "required: 否"), "utf-8")
    assert "unsigned-without-gate" in office.run("build", code=1)
    config.write_text(text, "utf-8")
    assert office.built() == built


def test_a_unit_is_merged_and_an_attachment_replaced(office: Office) -> None:
    built = office.built()
    # A merger with its transfer passes the duties on, and is no other reading of what was signed.
    registry = office.root / "content/units/qinghe.yaml"
    merged = (
        "  - {id: agri, name: 区农业农村局, kind: department, until: 2025-10, successor: water}\n"
        "  - {id: water, name: 区农业农村和水务局, kind: department, since: 2025-10}\n"
    )
    office.edit(registry, "  - {id: agri, name: 区农业农村局, kind: department}\n", merged)
    office.edit(registry, "transfers:\n", f"transfers:\n{TRANSFER}")
    assert "reading-changed" not in office.run("build")
    assert "units/qinghe/water.html" in office.built()[f"plans/{PLAN}/23.html"].decode()
    # A name that means another unit now changes nothing that was signed, and is told.
    office.edit(registry, "{id: civil, name: 区民政局,", "{id: civil, name: 区民政和社会局,")
    office.edit(registry, "  - {id: justice,", "  - {id: other, name: 区民政局}\n  - {id: justice,")
    assert "reading-changed" in office.run("build")
    assert "units/qinghe/civil.html" in office.built()[f"plans/{PLAN}/23.html"].decode()
    # What is public of an attachment that was replaced or is gone is the file that was signed.
    address, [attachment] = f"plans/{PLAN}/files/task-table.csv", office.path("files").iterdir()
    attachment.write_bytes(b"other\n")
    assert office.built()[address] == built[address]
    attachment.unlink()
    assert office.built()[address] == built[address]
    # The signed file itself: another, then gone, then back, each told where it was read before.
    [signed] = (office.root / "reviews" / PLAN / "files").iterdir()
    data = signed.read_bytes()
    signed.write_bytes(b"other\n")
    assert office.problems() == ["version-file-changed"]
    signed.unlink()
    assert office.problems() == ["version-file-missing"]
    signed.write_bytes(data)
    assert office.built()[address] == built[address]
