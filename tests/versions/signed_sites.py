"""Projects whose plans are signed, without the command: what a signature leaves behind, written by
hand."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

TEXTS = ("plan.md", "tasks.yaml", "notice.md")
STEPS = ("拟稿", "签发")


def sign_as_it_is(root: Path, plan: str, steps: Sequence[str] = STEPS) -> str:
    """Sign a plan of a project in each step, and keep what was signed. Return the digest."""
    folder = root / "content/plans" / plan
    texts = {name: (folder / name).read_bytes() for name in TEXTS if (folder / name).exists()}
    files = [path for path in sorted((folder / "files").glob("*")) if path.is_file()]
    lines = [f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in texts.items()]
    for path in files:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        lines.append(f"{sha256}  files/{path.name}\n")
        kept = root / "reviews" / plan / "files" / sha256
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(path.read_bytes())
    listing = "".join(lines).encode()
    digest = hashlib.sha256(listing).hexdigest()
    version = root / "reviews" / plan / digest[:16]
    version.mkdir(parents=True, exist_ok=True)
    for name, data in {**texts, "SHA256SUMS": listing}.items():
        (version / name).write_bytes(data)
    entries = [f"- {{step: {s}, by: 某, date: 2025-01-01, digest: {digest}}}\n" for s in steps]
    named = f"digest: {digest}, content: {digest}, steps: [{', '.join(steps)}]"
    with (folder / "review.yaml").open("a", encoding="utf-8") as review:
        review.write("".join(entries) + f"- version: {{{named}}}\n")
    return digest
