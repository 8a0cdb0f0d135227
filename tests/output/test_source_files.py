"""Source files that a command writes appear all together, or everything is as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from gksite.output.refusal import Refused
from gksite.output.source_files import write_together


def tree(folder: Path) -> dict[str, bytes | None]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() if p.is_file() else None for p in sorted(folder.rglob("*"))}


def test_every_file_is_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"old")
    write_together({tmp_path / "a.md": b"new", tmp_path / "plans/x/tasks.yaml": b"- {id: 1}\n"})
    assert tree(tmp_path) == {"a.md": b"new", "plans": None, "plans/x": None, "plans/x/tasks.yaml": b"- {id: 1}\n"}


@pytest.mark.parametrize("bad", ["folder", "a.md/below"])
def test_where_one_cannot_be_written_all_are_as_they_were(tmp_path: Path, bad: str) -> None:
    (tmp_path / "a.md").write_bytes(b"old")
    (tmp_path / "folder").mkdir()
    before = tree(tmp_path)
    with pytest.raises(Refused) as refused:
        write_together({tmp_path / "a.md": b"new", tmp_path / "new/b.md": b"new", tmp_path / bad: b"new", tmp_path / "c.md": b"new"})
    assert refused.value.diagnostic.code == "write-failed"
    assert tree(tmp_path) == before
