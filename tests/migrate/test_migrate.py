"""`gksite migrate`: what it writes of each case, and that nothing is lost when it is cut short."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from migrate_cases import (
    BASE_DIR,
    CASES_DIR,
    changed,
    files_of,
    make_site,
    run_case,
    run_migrate,
)

from gksite.migrate.backup import pack_backup, unpack_backup

CASES = sorted(path.name for path in CASES_DIR.iterdir())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "site"


@pytest.mark.parametrize("name", CASES)
def test_a_case(name: str, root: Path) -> None:
    """Its report, and the bytes of every file that changed; a second run changes nothing more."""
    case = CASES_DIR / name
    make_site(case, root)
    before = files_of(root)
    report = re.sub(r"backup-\d{4}-\d\d-\d\d", "backup-DAY", run_case(case, root))
    report = re.sub(r"用 .* init 新建", "用 gksite init 新建", report)
    assert report == (case / "expected.txt").read_text("utf-8")
    after = files_of(root)
    assert changed(before, after) == (files_of(case / "after") if (case / "after").is_dir() else {})
    [*backups] = root.glob("backup-*.zip")
    assert len(backups) == (case / "after").is_dir()
    if backups:
        again = run_migrate(root)
        assert (again.returncode, again.stdout, again.stderr) == (
            0,
            "",
            "已经是格式 2，没有要改的\n",
        )
        assert files_of(root) == after
        with zipfile.ZipFile(backups[0]) as backup:
            for path in changed(before, after):
                assert backup.read(path) == before[path]


@pytest.mark.parametrize("name", CASES)
def test_a_dry_run_writes_nothing_and_shows_the_changes(name: str, root: Path) -> None:
    case = CASES_DIR / name
    make_site(case, root)
    before = files_of(root)
    shown = run_case(case, root, "--dry-run")
    assert files_of(root) == before
    for path in files_of(case / "after") if (case / "after").is_dir() else {}:
        assert f"\n+++ b/{path}\n" in shown


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_questions_of_a_dry_run_are_answers_as_they_stand(root: Path, language: str) -> None:
    make_site(CASES_DIR / "without-answers", root)
    asked = run_migrate(root, "--dry-run", language=language)
    assert asked.returncode == 0
    written = run_migrate(root, "--dry-run", "-o", "answers.yaml", language=language)
    assert written.returncode == 0
    assert (root.parent / "answers.yaml").read_text("utf-8") == asked.stdout
    # A file that a person may have filled in is not written over.
    assert run_migrate(root, "--dry-run", "-o", "answers.yaml").returncode == 1
    assert run_migrate(root, "--answers", "answers.yaml").returncode == 0
    plan = root / "content/plans/qinghe-2025"
    assert "status: under_way" in (plan / "progress.yaml").read_text("utf-8")
    assert "withdrawn: yes" in (plan / "tasks.yaml").read_text("utf-8")


def test_a_backup_is_never_written_over(root: Path) -> None:
    make_site(CASES_DIR / "only-the-format", root)
    run_migrate(root)
    [backup] = root.glob("backup-*.zip")
    kept = backup.read_bytes()
    (root / "config.yaml").write_bytes((BASE_DIR / "config.yaml").read_bytes())
    assert run_migrate(root).returncode == 0
    assert backup.read_bytes() == kept
    assert (root / f"{backup.stem}-2.zip").is_file()


def test_a_migration_that_was_killed_is_finished_by_the_next_run(root: Path) -> None:
    case = CASES_DIR / "chinese-keys"
    make_site(case, root)
    before = files_of(root)
    run_case(case, root)
    after = files_of(root)
    [backup] = root.glob("backup-*.zip")
    record = unpack_backup(backup.read_bytes())
    assert record
    paths = [change.path for change in record.changes]
    for count in range(1, len(paths)):
        for path in paths[count:]:
            (root / path).write_bytes(before[path])
        halfway = files_of(root)
        shown = run_migrate(root, "--dry-run")
        assert shown.returncode == 0
        assert "中途被打断" in shown.stderr
        assert files_of(root) == halfway
        done = run_migrate(root)
        assert done.returncode == 0
        assert "余下的文件已按当时的答复写好" in done.stderr
        assert done.stdout.splitlines() == paths[count:]
        assert files_of(root) == after


KILLED = """
import os, pathlib, signal, sys
from gksite.cli import main
replace, left = pathlib.Path.replace, [int(sys.argv.pop(1))]
def killing(self, target):
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left[0] -= 1
    return replace(self, target)
pathlib.Path.replace = killing
main()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL")
@pytest.mark.parametrize("renames", range(5))
def test_a_kill_at_any_rename_loses_nothing(root: Path, renames: int) -> None:
    """The first rename is that of the backup."""
    case = CASES_DIR / "chinese-keys"
    make_site(case, root)
    shutil.copyfile(case / "answers.yaml", root.parent / "answers.yaml")
    before = files_of(root)
    command = [sys.executable, "-c", KILLED, str(renames), "-C", "site", "migrate"]
    done = subprocess.run([*command, "--answers", "answers.yaml"], cwd=root.parent, check=False)
    assert done.returncode == (-signal.SIGKILL if renames < 4 else 0)
    again = run_migrate(root, "--answers", "answers.yaml")
    assert again.returncode == 0
    after = files_of(root)
    assert changed(before, after) == files_of(case / "after")
    assert not [path for path in after if ".gksite-" in path]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("mounting a small disk needs root")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_leaves_everything_as_it_was(small_disk: Path) -> None:
    case = CASES_DIR / "chinese-keys"
    root = small_disk / "site"
    make_site(case, root)
    run_migrate(root, "--dry-run")
    (root / ".gksite").mkdir(exist_ok=True)
    before = files_of(root)
    free = shutil.disk_usage(small_disk).free
    for kept in range(0, 28_000, 4_096):
        (small_disk / "filler").write_bytes(b"x" * (free - kept - 4_096))
        report = run_case(case, root)
        if report.startswith("0\n"):
            break
        assert "磁盘空间已满" in report
        assert files_of(root) == before
        (small_disk / "filler").unlink()
    assert changed(before, files_of(root)) == files_of(case / "after")


def test_one_that_was_killed_and_edited_since_is_left_alone(root: Path) -> None:
    case = CASES_DIR / "chinese-keys"
    make_site(case, root)
    before = files_of(root)
    run_case(case, root)
    for path in ("config.yaml", "content/plans/qinghe-2025/tasks.yaml"):
        (root / path).write_bytes(before[path] + b"# \n")
    (root / "config.yaml").write_bytes(before["config.yaml"])
    halfway = files_of(root)
    done = run_migrate(root)
    assert done.returncode == 1
    assert "content/plans/qinghe-2025/tasks.yaml: 错误[migration-cut-short]" in done.stdout
    assert files_of(root) == halfway
    # Unpacking the backup in the project folder puts everything back, as the message says.
    [backup] = root.glob("backup-*.zip")
    with zipfile.ZipFile(backup) as package:
        package.extractall(root)
    (root / "gksite-migrate.json").unlink()
    assert changed(before, files_of(root)) == {}
    assert run_case(case, root).startswith("0\n")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", pack_backup({}, {})[:-30]])
def test_a_zip_of_somebody_else_is_no_backup(root: Path, data: bytes) -> None:
    assert unpack_backup(data) is None
    make_site(CASES_DIR / "already", root)
    (root / "backup-2020-01-01.zip").write_bytes(data)
    assert run_migrate(root).returncode == 0


def test_a_person_at_a_terminal_is_asked_about_each(root: Path) -> None:
    """Enter means what is shown; what cannot be read is asked again; Ctrl-D leaves everything."""
    pty = pytest.importorskip("pty")
    make_site(CASES_DIR / "without-answers", root)
    before = files_of(root)
    words = ["\n", "\n", "2025-06-18\n", "\n", "\n"]  # 已取消
    words += ["不知道\n", "done\n", "是\n", "\n", "10月底前\n", "\n", "区长办公会\n", "汛期\n"]
    command = [sys.executable, "-m", "gksite", "--lang", "zh", "-C", "site", "migrate"]
    for typed, code in ((["\n", "\n", "\x04"], 130), (words, 0)):
        ours, theirs = pty.openpty()
        done = subprocess.Popen(
            command,
            cwd=root.parent,
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=_with_terminal,
        )
        os.write(ours, "".join(typed).encode())
        out, error = done.communicate(timeout=60)
        os.close(ours)
        os.close(theirs)
        assert done.returncode == code, (out.decode(), error.decode())
        if code:
            assert files_of(root) == before
    shown = error.decode()
    assert "tasks" not in shown
    assert "任务 2 公布本年度重大行政决策事项目录  2025-06-20：已取消 经批准不再公布" in shown
    assert "此前没有填报单位相同的报送" in shown
    assert "看不懂" in shown
    plan = root / "content/plans/qinghe-2025"
    assert changed(before, files_of(root)).keys() == {
        "config.yaml",
        "content/plans/qinghe-2025/progress.yaml",
        "content/plans/qinghe-2025/tasks.yaml",
    }
    assert "status: 推进中" in (plan / "progress.yaml").read_text("utf-8")
    assert "status: done" in (plan / "progress.yaml").read_text("utf-8")
    assert "date: 2025-06-18\n      withdrawn: yes\n      why: 经批准不再公布\n" in (
        plan / "tasks.yaml"
    ).read_text("utf-8")
    assert (
        "adjustments: [{date: 2025-06-20, deadline: 10月底前, what: 改为每半年公布, approved_by: "
        "区长办公会, why: 汛期}]}\n" in (plan / "tasks.yaml").read_text("utf-8")
    )


def _with_terminal() -> None:
    """Make stdin the terminal of this process."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@pytest.mark.parametrize("name", CASES)
def test_doctor_and_check_say_that_a_migration_is_due_when_it_is(name: str, root: Path) -> None:
    """Exactly when a dry run would change more than the number of the format."""
    case = CASES_DIR / name
    make_site(case, root)
    shown = run_migrate(root, "--dry-run")
    if shown.returncode:
        return  # its sources have errors, or there are none
    more = "progress.yaml" in shown.stdout
    for command in ("doctor", "check"):
        done = run_migrate(root, command=command)
        assert ("gksite migrate" in done.stdout) == more, done.stdout
