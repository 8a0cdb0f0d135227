"""`gksite snapshot` as a person or a script meets it: what is printed where, and the exit codes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from archive_sites import copy_site, edit, members_of, pack

from gksite.cli import main

AT = "2025-07-01T09:00:00+08:00"


class Run(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


Snapshot = Callable[..., Run]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Snapshot:
    """Runs `gksite snapshot` in this process, in Chinese unless it is told otherwise."""
    for name in ("GKSITE_LANG", "LC_ALL", "LANG", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: object) -> Run:
        monkeypatch.setattr(sys, "argv", ["gksite", "snapshot", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            main()
        code = stop.value.code
        assert isinstance(code, int)
        return Run(code, *capsys.readouterr())

    return run


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return copy_site(tmp_path / "site")


def test_create_list_and_verify(command: Snapshot, site: Path) -> None:
    place = site / "snapshots/2025-07-01.wacz"
    made = command("create", "-C", site, "--at", AT, "--note", "半年归档")
    assert (made.code, made.out) == (0, f"{place.as_posix()}\n")
    assert "首次归档" in made.err
    assert "没有签名：校验值能发现损坏和改动，但不能证明没有人把整份归档重做一遍" in made.err
    listed = command("list", "-C", site)
    assert listed.code == 0
    assert listed.out.startswith(f"2025-07-01  {AT}  0.5 MB  30年  ")
    (row,) = json.loads(command("list", "-C", site, "--format", "json").out)
    assert (row["name"], row["at_hand"], row["note"], row["changes"]) == (
        "2025-07-01",
        True,
        "半年归档",
        ["首次归档"],
    )
    for arguments in ((place,), ("2025-07-01", "-C", site), ("-C", site)):
        verified = command("verify", *arguments)
        assert verified.code == 0
        assert verified.out.startswith(f"{place.as_posix()}: 完好，归档时间 {AT}，12 个成员")
    (told,) = json.loads(command("verify", place, "--format", "json").out)
    assert (told["sound"], told["signature"], told["sha256"], told["diagnostics"]) == (
        True,
        "unsigned",
        row["sha256"],
        [],
    )
    english = command("verify", place, "--lang", "en")
    assert "sound, archived at" in english.out
    assert "not signed: digests show damage" in english.err


def test_signed(command: Snapshot, site: Path, tmp_path: Path) -> None:
    made = command("key", tmp_path / "office")
    assert (made.code, made.out) == (0, f"{tmp_path}/office.pem\n{tmp_path}/office.pub.pem\n")
    assert (tmp_path / "office.pem").stat().st_mode & 0o077 == 0
    assert command("key", tmp_path / "office").code == 1
    assert "[snapshot-key]" in command("key", tmp_path / "office").out
    signed = command("create", "-C", site, "--at", AT, "--sign", tmp_path / "office.pem")
    assert signed.code == 0
    assert "没有签名" not in signed.err
    checked = command("verify", "2025-07-01", "-C", site, "--key", tmp_path / "office.pub.pem")
    assert (checked.code, "由所给的公钥签署" in checked.err) == (0, True)
    assert "要用 --key 核对" in command("verify", "2025-07-01", "-C", site).err
    command("key", tmp_path / "other")
    wrong = command("verify", "2025-07-01", "-C", site, "--key", tmp_path / "other.pub.pem")
    assert (wrong.code, "[snapshot-signature]" in wrong.out) == (1, True)
    unusable = command("create", "-C", site, "--at", AT, "--sign", tmp_path / "office.pub.pem")
    assert (unusable.code, "[snapshot-key]" in unusable.out) == (1, True)
    assert [path.name for path in (site / "snapshots").glob("*.wacz")] == ["2025-07-01.wacz"]


def test_an_encrypted_key_takes_its_password_from_the_environment(
    command: Snapshot, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GKSITE_KEY_PASSWORD", "correct horse")
    assert command("key", tmp_path / "office").code == 0
    assert b"ENCRYPTED" in (tmp_path / "office.pem").read_bytes()
    assert command("create", "-C", site, "--at", AT, "--sign", tmp_path / "office.pem").code == 0
    monkeypatch.delenv("GKSITE_KEY_PASSWORD")
    assert command("create", "-C", site, "--at", AT, "--sign", tmp_path / "office.pem").code == 1


def test_damage_is_told_with_exit_code_1(command: Snapshot, snapshot: Path, tmp_path: Path) -> None:
    members = members_of(snapshot)
    del members["pages/pages.jsonl"]
    found = command(
        "verify", pack({**members, "extra.txt": b"", "SHA256SUMS": b""}, tmp_path / "x.wacz")
    )
    assert found.code == 1
    assert (
        found.out
        == f"""{tmp_path}/x.wacz: 错误[snapshot-member-missing]：缺少成员 pages/pages.jsonl
  → 文件被人动过；换用另一份存档
{tmp_path}/x.wacz: 错误[snapshot-member-added]：多出成员 extra.txt
  → 文件被人动过；换用另一份存档
{tmp_path}/x.wacz: 错误[snapshot-member-changed]：成员 SHA256SUMS 的内容变了
  → 文件已损坏或被改动；换用另一份存档
"""
    )
    (told,) = json.loads(
        command("verify", tmp_path / "x.wacz", "--format", "json", "--lang", "en").out
    )
    assert [(one["code"], one["member"]) for one in told["diagnostics"]][:2] == [
        ("snapshot-member-missing", "pages/pages.jsonl"),
        ("snapshot-member-added", "extra.txt"),
    ]
    for arguments in (
        ("restore", tmp_path / "x.wacz", "--to", tmp_path / "out"),
        ("export", tmp_path / "x.wacz", "-o", tmp_path / "out"),
    ):
        done = command(*arguments)
        assert (done.code, "归档不完好，没有取出" in done.err, (tmp_path / "out").exists()) == (
            1,
            True,
            False,
        )


def test_what_is_no_snapshot(command: Snapshot, site: Path) -> None:
    for file in ("config.yaml", "content/index.md"):
        found = command("verify", site / file)
        assert (found.code, "[snapshot-unreadable]" in found.out) == (1, True)
        found = command("diff", site / file, ".", "-C", site)
        assert (found.code, "[snapshot-unreadable]" in found.out) == (1, True)


def test_a_ledger_and_a_file_that_disagree(command: Snapshot, site: Path) -> None:
    command("create", "-C", site, "--at", AT)
    ledger = site / "snapshots/index.yaml"
    digest = json.loads(command("list", "-C", site, "--format", "json").out)[0]["sha256"]
    ledger.write_text(ledger.read_text("utf-8").replace(digest, "0" * 64), "utf-8")
    found = command("verify", "-C", site)
    assert (found.code, "[snapshot-ledger]" in found.out) == (1, True)
    (site / "snapshots/2025-07-01.wacz").unlink()
    away = command("verify", "-C", site)
    assert (away.code, away.out) == (0, "")
    assert "文件不在手边，没有核对" in away.err
    assert "文件不在手边" in command("list", "-C", site).out


def test_diff(command: Snapshot, site: Path) -> None:
    command("create", "-C", site, "--at", AT)
    edit(site, "content/plans/qinghe-2025/tasks.yaml", "6月底前", "9月底前")
    now = command("diff", "2025-07-01", "-C", site)
    assert now.code == 0
    assert (
        "任务 qinghe-2025#2 公布本年度重大行政决策事项目录：时间节点 6月底前 → 9月底前\n" in now.out
    )
    command("create", "-C", site, "--at", "2025-12-31")
    between = command("diff", "2025-07-01", "2025-12-31", "-C", site, "--format", "json")
    found = json.loads(between.out)
    assert (found["old"], found["new"]) == ("2025-07-01", "2025-12-31")
    assert {
        "kind": "task",
        "key": "qinghe-2025#2",
        "name": "公布本年度重大行政决策事项目录",
        "what": "changed",
        "field": "deadline",
        "old": "6月底前",
        "new": "9月底前",
    } in found["changes"]
    assert (
        "deadline 6月底前 → 9月底前"
        in command("diff", "2025-07-01", "2025-12-31", "-C", site, "--lang", "en").out
    )
    edit(site, "content/plans/qinghe-2025/plan.md", "区司法局", "区法制局")
    broken = command("diff", "2025-07-01", "-C", site)
    assert (broken.code, "[snapshot-not-built]" in broken.out) == (1, True)


def test_restore_and_export(command: Snapshot, snapshot: Path, tmp_path: Path) -> None:
    restored = command("restore", snapshot, "--to", tmp_path / "back")
    assert (restored.code, restored.out) == (0, f"{tmp_path}/back\n")
    assert sorted(path.name for path in (tmp_path / "back").iterdir()) == [
        "about",
        "site",
        "sources",
    ]
    exported = command("export", snapshot, "-o", tmp_path / "read")
    assert (exported.code, exported.out) == (0, f"{tmp_path}/read/index.html\n")
    again = command("export", snapshot, "-o", tmp_path / "read")
    assert (again.code, "[snapshot-target]" in again.out) == (3, True)


def test_a_file_that_would_do_harm_ends_with_3(
    command: Snapshot, snapshot: Path, tmp_path: Path
) -> None:
    import zipfile

    shutil.copy(snapshot, tmp_path / "x.wacz")
    with zipfile.ZipFile(tmp_path / "x.wacz", "a") as archive:
        archive.writestr("../../evil", b"")
    for arguments in (
        ("verify", tmp_path / "x.wacz"),
        ("restore", tmp_path / "x.wacz", "--to", tmp_path / "out"),
    ):
        found = command(*arguments)
        assert (found.code, "[snapshot-unsafe]" in found.out) == (3, True)


def test_a_site_with_errors_is_not_archived(command: Snapshot, site: Path) -> None:
    edit(site, "content/plans/qinghe-2025/plan.md", "区司法局", "区法制局")
    found = command("create", "-C", site, "--at", AT)
    assert (found.code, "[unknown-unit]" in found.out) == (1, True)
    assert "有错误，没有归档" in found.err
    assert not (site / "snapshots").exists()


def test_no_project_and_wrong_usage(command: Snapshot, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for arguments in (
        ("create", "-C", tmp_path / "empty"),
        ("list", "-C", tmp_path / "empty"),
        ("verify", "none.wacz"),
        ("create", "--at", "noon"),
        ("verify", "-C", tmp_path / "empty"),
        ("diff", "2025-07-01", ".", "-C", tmp_path / "empty"),
    ):
        assert command(*arguments).code == 2, arguments


def test_the_other_commands_do_not_load_what_snapshots_need() -> None:
    code = (
        "import sys; import gksite.cli; print([n for n in sys.modules if n.startswith(('warcio', "
        "'cryptography', 'gksite.archive'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"
