"""A very small site, snapshots of it, and snapshots that somebody tampered with."""

from __future__ import annotations

import io
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from gksite.archive import package_texts as texts
from gksite.archive.container import open_container, part, write_container
from gksite.archive.creation import Created, Order, create_snapshot
from gksite.diagnostics import Diagnostic

SITE_DIR = Path(__file__).with_name("site")
GOLDEN_DIR = Path(__file__).with_name("golden")
AT = datetime.fromisoformat("2025-07-01T09:00:00+08:00")
BASE = "https://www.qinghe.example/gkyd/"
CARRIERS = (texts.PACKAGE_PATH, texts.PACKAGE_DIGEST_PATH, texts.SHA256_PATH, texts.SM3_PATH)


def copy_site(target: Path) -> Path:
    """The site at `target`; from the second time on with a warm cache, which saves the
    compilation of templates."""
    shutil.copytree(SITE_DIR, target)
    if _CACHES:
        shutil.copytree(_CACHES[0], target / ".gksite")
    return target


def copy_small_site(target: Path) -> Path:
    """The same site without data files and search."""
    root = copy_site(target)
    with (root / "config.yaml").open("a", encoding="utf-8") as config:
        config.write("exports: {formats: []}\nsearch: no\n")
    return root


def take_cache(place: Path) -> None:
    """Copy this cache with each project from now on."""
    _CACHES.append(place)


_CACHES: list[Path] = []


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), "utf-8")


def make(root: Path, at: datetime = AT, note: str = "", key: Path | None = None) -> Created:
    made = create_snapshot(root, Order(at=at, note=note, key=key, jobs=1))
    assert made.entry, made.problems
    return made


def members_of(path: Path) -> dict[str, bytes]:
    with open_container(path) as container:
        return {name: container.read(name) for name in container.members}


def pack(members: Mapping[str, bytes], target: Path) -> Path:
    """A file of exactly these members in the form of a snapshot."""
    stream = io.BytesIO()
    write_container(stream, [part(name, data) for name, data in members.items()])
    target.write_bytes(stream.getvalue())
    return target


def remake(members: Mapping[str, bytes], target: Path) -> Path:
    """What somebody who knows the format can do: all digests made anew around altered members."""
    kept = {name: data for name, data in members.items() if name not in CARRIERS}
    parts = [part(name, data) for name, data in kept.items()]
    sums = {
        texts.SHA256_PATH: texts.sums_text({one.name: one.digests.sha256 for one in parts}),
        texts.SM3_PATH: texts.sums_text({one.name: one.digests.sm3 for one in parts}),
    }
    parts += [part(name, data) for name, data in sums.items()]
    package = texts.package_text(
        "青禾区政务公开工作要点",
        AT,
        BASE,
        [(one.name, one.digests.size, one.digests.sha256) for one in parts],
    )
    digest = texts.package_digest_text(part("", package).digests.sha256, None)
    return pack(
        {**kept, **sums, texts.PACKAGE_PATH: package, texts.PACKAGE_DIGEST_PATH: digest}, target
    )


def told(problems: tuple[Diagnostic, ...]) -> list[tuple[str, ...]]:
    """Code and arguments of each problem, without the texts that exist in two languages."""
    return [
        (one.code, *(value for name, value in one.arguments if not name.startswith("reason")))
        for one in problems
    ]
