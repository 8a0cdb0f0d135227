"""Unpack the site and the sources of a snapshot, byte for byte, below one folder only."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from gksite.archive.container import Container
from gksite.archive.file_bundle import read_bundle
from gksite.archive.package_texts import BUILD_PATH, FACTS_PATH, SOURCES_PATH, WARC_PATH
from gksite.archive.web_archive import BrokenRecord, Record, path_of, read_web_archive
from gksite.output.paths import is_safe
from gksite.output.refusal import refuse, refusing_on_error


def check_target(target: Path) -> None:
    """Raise Refused unless the folder is empty or does not exist yet."""
    if target.is_symlink() or (target.exists() and (not target.is_dir() or any(target.iterdir()))):
        raise refuse("snapshot-target", target.as_posix())


def unpack_all(container: Container, base: str, target: Path) -> int:
    """Unpack site, sources and facts, each into its folder. Return the number of files."""
    count = unpack_site(container, base, target / "site") + unpack_sources(
        container, target / "sources"
    )
    with refusing_on_error(target.as_posix()):
        for name in (BUILD_PATH, FACTS_PATH):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes(container.read(name))
    return count + 2


def unpack_sources(container: Container, target: Path) -> int:
    """Unpack the sources. Return the number of files. Raises BrokenBundle, Refused."""
    return _unpack_bundle(container, SOURCES_PATH, target)


def unpack_site(container: Container, base: str, target: Path) -> int:
    """Unpack the site below `target`. Return the number of files. Raises BrokenRecord, Refused."""
    count = 0
    with _Writer(target) as writer, container.open(WARC_PATH) as stream:
        for record in read_web_archive(
            stream, lambda record, data: writer.write(_path(record, base), data)
        ):
            if record.kind != "warcinfo":
                # For an empty file the callback was never called.
                writer.write(_path(record, base), b"")
                count += 1
    return count


def _unpack_bundle(container: Container, name: str, target: Path) -> int:
    if name not in container.members:
        raise refuse("snapshot-member-missing", container.path.as_posix(), member=name)
    with _Writer(target) as writer, container.open(name) as stream:
        return sum(1 for _ in read_bundle(stream, container.path.as_posix(), writer.write))


def _path(record: Record, base: str) -> str:
    if record.kind == "warcinfo":
        return ""
    path = path_of(base, record.url)
    if not path:
        raise BrokenRecord(record.offset, record.url)
    return path


class _Writer:
    """Writes files piece by piece below a folder. Refuses a path that leads out of it, or through
    anything that is no folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._path = ""
        self._file: BinaryIO | None = None
        self._stack = ExitStack()

    def __enter__(self) -> _Writer:
        self._stack.enter_context(refusing_on_error(self._root.as_posix()))
        self._root.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *error: object) -> bool | None:
        self._close()
        return self._stack.__exit__(*error)  # type: ignore[arg-type]

    def write(self, path: str, data: bytes) -> None:
        if not path:
            return
        if path != self._path or self._file is None:
            self._close()
            if not is_safe(path):
                shown = ascii(path)[1:-1]  # an address may hold what a terminal takes for a command
                raise refuse(
                    "snapshot-unsafe",
                    shown,
                    reason=f"the file name {shown}",
                    reason_zh=f"文件名 {shown}",
                )
            place = self._root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            self._file, self._path = place.open("xb"), path
        self._file.write(data)

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
        self._file = None
