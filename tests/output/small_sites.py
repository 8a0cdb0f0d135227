"""The pipeline in miniature: a site is a dict from paths to bytes. `python small_sites.py OUT STATE
NAME` writes one."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping
from pathlib import Path

from gksite.output.writer import Committed, Output, Refused, open_output

Site = Mapping[str, bytes]

OLD: Site = {
    "index.html": b"old home",
    "plans/index.html": b"the same in both",
    "plans/one/7.html": b"old task",
    "plans/one/gone.html": b"goes",
    "assets/style.css": b"old style",
    "topics": b"a file that becomes a folder",
    "units/drc/x.html": b"in a folder that becomes a file",
}
NEW: Site = {
    "index.html": b"new home, longer",
    "plans/index.html": b"the same in both",
    "plans/one/7.html": b"new task",
    "plans/two/1.html": b"first of a new plan",
    "assets/style.css": b"new style",
    "topics/a.html": b"topic",
    "units": b"a file now",
}
SITES: Mapping[str, Site] = {"old": OLD, "new": NEW}


def large_site(name: str, pages: int = 300) -> Site:
    """Two such sites differ in every page, and each has pages that the other lacks."""
    return {
        f"{name if page % 5 == 0 else 'both'}/{page % 7}/{page}.html": f"{name} {page} ".encode()
        * 200
        for page in range(pages)
    }


def fingerprint_of(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()


def commit_site(output: Output, site: Site) -> Committed:
    """Only what is stale is staged, as the pipeline does it."""
    fingerprints = {path: fingerprint_of(data) for path, data in site.items()}
    known = output.previous.files
    stale = [
        path
        for path, fingerprint in fingerprints.items()
        if path not in known or known[path].fingerprint != fingerprint or not output.is_intact(path)
    ]
    return output.commit(
        [output.stage(path, site[path]) for path in stale],
        fingerprints,
        b"inputs",
        b"notes",
    )


def write_site(out_dir: Path, state_dir: Path, site: Site) -> Committed:
    with open_output(out_dir, state_dir) as output:
        return commit_site(output, site)


def tree(folder: Path) -> dict[str, bytes | None]:
    """Every file with its bytes, and every folder, down to the hidden ones."""
    return {
        path.relative_to(folder).as_posix(): None if path.is_dir() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
    }


if __name__ == "__main__":
    try:
        write_site(Path(sys.argv[1]), Path(sys.argv[2]), SITES[sys.argv[3]])
    except Refused as refused:
        print(refused.diagnostic)
        sys.exit(3)
