"""The differences between the output folder and the new site → steps, in a safe order."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Sequence

from gksite.output.journal import DropFolder, MakeFolder, MoveFolder, Remove, Step, Write
from gksite.output.paths import Standing, ancestors, folder_standing, is_safe, parent, standing
from gksite.output.refusal import refuse
from gksite.output.staging import Staged


def find_stale(root: str, owned: Iterable[str], new: Collection[str]) -> list[str]:
    """Return the files of the last build that are in the folder and not in `new`; paths through a
    symbolic link are left out."""
    known: dict[str, Standing] = {}
    return sorted(
        path
        for path in owned
        if path not in new
        and is_safe(path)
        and folder_standing(root, parent(path), known) == "folder"
        and standing(f"{root}/{path}") in ("file", "other")
    )


def order_steps(
    root: str,
    staged: Sequence[Staged],
    stale: Sequence[str],
    owned: Collection[str],
    new: Collection[str],
) -> list[Step]:
    """Return the steps of a commit: make room, then folders, assets, pages, index pages, and last
    the removal of stale files.

    `owned` are the files of the last build and `new` those of this one. Raises Refused before
    anything is changed where a link or a foreign file stands in the way.
    """
    needed = folders_of(new)
    early = in_the_way(stale, new, needed) if stale else frozenset()
    later = [path for path in stale if path not in early]
    kept = {path: f"old-{number}" for number, path in enumerate(stale)}
    return [
        *(Remove(path, kept[path]) for path in sorted(early)),
        *_dropped(early, needed),
        *_made(root, needed, early),
        *_written(root, staged, owned),
        *(Remove(path, kept[path]) for path in later),
        *_dropped(later, needed),
    ]


def first_steps(tree: str, staged: Iterable[Staged]) -> list[Step]:
    """Return the steps of the first commit: assets, other folders, pages, index pages. `tree` is
    the folder in the staging folder where all are staged."""
    steps: list[Step] = []
    folders: dict[str, dict[str, bytes]] = {}
    for item in staged:
        top, slash, _ = item.path.partition("/")
        if slash:
            folders.setdefault(top, {})[item.path] = item.digest
        else:
            steps.append(Write(item.path, item.name, "", item.digest))
    steps.sort(key=lambda step: (step.path.endswith(".html"), step.path == "index.html", step.path))
    moved = sorted(
        folders, key=lambda top: (any(path.endswith(".html") for path in folders[top]), top)
    )
    return [*(MoveFolder(top, f"{tree}/{top}", folders[top]) for top in moved), *steps]


def folders_of(paths: Iterable[str]) -> list[str]:
    """Return every folder that files at `paths` need, sorted."""
    direct = {parent(path) for path in paths} - {""}
    return sorted(direct.union(*(ancestors(folder) for folder in direct)))


def _same_name(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def in_the_way(stale: Iterable[str], new: Iterable[str], needed: Iterable[str]) -> frozenset[str]:
    """Return stale files that are now a folder, are in a folder that is now a file, or have a new
    name that differs in case only."""
    taken = {_same_name(path) for path in (*new, *needed)}
    files = set(new)
    return frozenset(
        path for path in stale if _same_name(path) in taken or not files.isdisjoint(ancestors(path))
    )


def _dropped(removed: Iterable[str], needed: Collection[str]) -> list[Step]:
    folders = {folder for path in removed for folder in ancestors(path)}.difference(needed)
    return [DropFolder(folder) for folder in sorted(folders, reverse=True)]


def _made(root: str, needed: Iterable[str], leaving: Collection[str]) -> list[Step]:
    known: dict[str, Standing] = {}
    folders_made: dict[str, Step] = {}
    for folder in needed:
        stands = folder_standing(root, folder, known)
        if stands == "nothing" or folder in leaving or parent(folder) in folders_made:
            folders_made[folder] = MakeFolder(folder)
        elif stands == "file":
            raise refuse("output-not-ours", folder)
        elif stands == "other":
            raise refuse(
                "write-failed",
                folder,
                reason="a symbolic link stands where a folder must be",
                reason_zh="该是文件夹的地方有一个符号链接",
            )
    return list(folders_made.values())


def _written(root: str, staged: Iterable[Staged], owned: Collection[str]) -> list[Step]:
    steps: list[Step] = []
    for number, item in enumerate(
        sorted((item for item in staged if item.name), key=lambda item: turn(item.path))
    ):
        stands = standing(f"{root}/{item.path}") in ("file", "other")
        if stands and item.path not in owned:
            raise refuse("output-not-ours", item.path)
        steps.append(Write(item.path, item.name, f"was-{number}" if stands else "", item.digest))
    return steps


def turn(path: str) -> tuple[int, str]:
    """Return the place in the order of writing: assets before the pages that show them, pages
    before the indexes that link to them, home last."""
    if not path.endswith(".html"):
        return 0, path
    if path == "index.html":
        return 3, path
    return (2 if path.rpartition("/")[2] == "index.html" else 1), path
