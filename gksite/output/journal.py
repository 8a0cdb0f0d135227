"""The steps of a commit, written down before the first of them so that all can be undone."""

# A build touches 10,000 files, and Path costs several times what the system call does.
# ruff: noqa: PTH104, PTH105, PTH106, PTH108, PTH114, PTH123

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Mapping, Sequence

import msgspec

from gksite.output.paths import (
    MARKER_PATH,
    STAGING_PATH,
    Standing,
    ancestors,
    folder_standing,
    is_flat,
    is_safe,
    parent,
    standing,
)
from gksite.output.staging import digest_of_file, make_folder, write_new_file

JOURNAL_NAME = "journal"


class MakeFolder(msgspec.Struct, frozen=True, tag="make-folder"):
    """A folder appears where nothing was."""

    path: str


class DropFolder(msgspec.Struct, frozen=True, tag="drop-folder"):
    """Remove a folder if it is empty by now."""

    path: str


class Write(msgspec.Struct, frozen=True, tag="write"):
    """Move the staged file `name` into place; keep an older file there as `kept`."""

    path: str
    name: str
    kept: str
    digest: bytes


class MoveFolder(msgspec.Struct, frozen=True, tag="move-folder"):
    """The staged folder `name` becomes the folder `path`, where nothing was. `files` are those
    in it, with the sha256 of each."""

    path: str
    name: str
    files: dict[str, bytes]


class Remove(msgspec.Struct, frozen=True, tag="remove"):
    """Remove a file; it is kept under the name `kept`."""

    path: str
    kept: str


Step = MakeFolder | MoveFolder | DropFolder | Write | Remove


def write_journal(root: str, steps: Sequence[Step]) -> None:
    """Write the journal of `steps`, whole or not at all."""
    path = f"{root}/{STAGING_PATH}/{JOURNAL_NAME}"
    write_new_file(f"{path}.new", msgspec.msgpack.encode(steps))
    os.replace(f"{path}.new", path)


def close_journal(root: str) -> None:
    """Remove the journal: the steps can no longer be undone."""
    os.unlink(f"{root}/{STAGING_PATH}/{JOURNAL_NAME}")


def run_steps(root: str, steps: Sequence[Step]) -> None:
    """Run every step, in order; at every moment each file is either the old one or the new one."""
    staging = f"{root}/{STAGING_PATH}"
    for step in steps:
        target = f"{root}/{step.path}"
        match step:
            case Write(name=name, kept=kept):
                if kept:
                    _keep(target, f"{staging}/{kept}")
                os.replace(f"{staging}/{name}", target)
            case Remove(kept=kept):
                os.rename(target, f"{staging}/{kept}")
            case MakeFolder():
                make_folder(target)
            case MoveFolder(name=name):
                os.rename(f"{staging}/{name}", target)
            case DropFolder():
                with contextlib.suppress(OSError):
                    os.rmdir(target)


def undo_steps(root: str, steps: Sequence[Step]) -> None:
    """Restore the folder as it was before `steps`, even if only some were run or some are undone
    already.

    A step whose path is unsafe or reached through a symbolic link is left alone.
    """
    for step in reversed(steps):
        if _is_within(root, step.path):
            _undo(root, step)


def undo_unfinished(root: str) -> None:
    """Undo a commit that was cut short. Where that raises an OSError the journal stays."""
    if standing(f"{root}/{STAGING_PATH}") == "folder":
        undo_steps(root, _read_journal(root))


def clear_staging(root: str) -> None:
    """Undo an unfinished commit, and remove the staging folder."""
    staging = f"{root}/{STAGING_PATH}"
    if standing(staging) == "folder":
        undo_unfinished(root)
        with contextlib.suppress(FileNotFoundError):
            close_journal(root)
        shutil.rmtree(staging)
    elif os.path.lexists(staging):
        os.unlink(staging)


def _keep(target: str, kept: str) -> None:
    # A second link leaves no moment without a file; where links do not exist, a rename must do.
    if not os.path.islink(target):
        with contextlib.suppress(OSError):
            os.link(target, kept)
            return
    os.rename(target, kept)


def _undo(root: str, step: Step) -> None:
    target = f"{root}/{step.path}"
    match step:
        case Write(kept=""):
            if digest_of_file(target) == step.digest:
                os.unlink(target)
        case Write(kept=kept) | Remove(kept=kept):
            with contextlib.suppress(FileNotFoundError):
                os.replace(f"{root}/{STAGING_PATH}/{kept}", target)
        case MakeFolder():
            with contextlib.suppress(OSError):
                os.rmdir(target)
        case MoveFolder(path=path, name=name, files=files):
            if standing(f"{root}/{STAGING_PATH}/{name}") != "folder":
                _undo_move(root, path, files)
        case DropFolder():
            with contextlib.suppress(FileExistsError):
                make_folder(target)


def _undo_move(root: str, folder: str, files: Mapping[str, bytes]) -> None:
    """Remove our files of a folder that was moved here, and folders left empty."""
    folders = {folder}
    for path, digest in files.items():
        if path.startswith(f"{folder}/") and _is_within(root, path):
            folders.update(
                ancestor for ancestor in ancestors(path) if ancestor.startswith(f"{folder}/")
            )
            if digest_of_file(f"{root}/{path}") == digest:
                os.unlink(f"{root}/{path}")
    for emptied in sorted(folders, reverse=True):
        if _is_within(root, f"{emptied}/any"):
            with contextlib.suppress(OSError):
                os.rmdir(f"{root}/{emptied}")


def _is_within(root: str, path: str) -> bool:
    known: dict[str, Standing] = {}
    return path == MARKER_PATH or (
        is_safe(path) and folder_standing(root, parent(path), known) == "folder"
    )


def _read_journal(root: str) -> list[Step]:
    """Return the steps of an unfinished commit; none without a journal of this program's format."""
    path = f"{root}/{STAGING_PATH}/{JOURNAL_NAME}"
    if standing(path) != "file":
        return []
    with open(path, "rb") as file:
        content = file.read()
    try:
        steps = msgspec.msgpack.decode(content, type=list[Step])
    except msgspec.DecodeError:
        return []
    names = (name for step in steps if isinstance(step, Write | Remove) for name in (step.kept,))
    return steps if all(is_flat(name) for name in names) else []
