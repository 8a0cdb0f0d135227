"""The sample goes through its own gate: all plans are signed off, one character opens it, and no
reviewer gets out."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from sample_copy import PROJECT, copy_sample

from gksite.build.assemble import assemble
from gksite.build.inputs import read_published
from gksite.build.pipeline import Options
from gksite.check.check import check
from gksite.cli import main
from gksite.source.program import read_program

STEPS = ("拟稿", "科室审核", "保密审查", "签发")
DRAFT = "qinghe-2026"


def signatures() -> dict[str, list[dict[str, Any]]]:
    """The sign-offs of each plan as they are written, and its versions that were migrated."""
    return {
        path.parent.name: yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)
        for path in PROJECT.glob("content/plans/*/review.yaml")
    }


def test_every_plan_of_the_sample_is_signed_off() -> None:
    """After an edit: `make sign PLANS=…`."""
    found = assemble(read_published(PROJECT), {}, read_program())
    assert found.config and found.config.review_steps == STEPS
    assert [
        (id, review.missing(STEPS))
        for id, review in found.reviews.items()
        if id != DRAFT and review.missing(STEPS)
    ] == []
    assert found.held == ()
    assert set(signatures()) == set(found.reviews) - {DRAFT}
    assert check(PROJECT, Options(jobs=1)).problems == ()


def test_what_was_signed_is_kept() -> None:
    for plan, found in signatures().items():
        for one in found:
            version = one.get("version", one)
            digest = one["migrated"]["to"] if "migrated" in one else version["digest"]
            listing = (PROJECT / "reviews" / plan / digest[:16] / "SHA256SUMS").read_bytes()
            assert hashlib.sha256(listing).hexdigest() == digest


def test_one_changed_character_waits_beside_what_is_public(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    targets = "\npublish: {targets: {live: {kind: folder, path: ../live}}}\n"
    folders = ("content", "reviews")
    root = copy_sample(tmp_path / "site", reviewed=True, more=targets, folders=folders)

    def publish() -> int:
        monkeypatch.setattr(
            sys, "argv", ["gksite", "-C", str(root), "--lang", "en", "publish", "live", "-q"]
        )
        with pytest.raises(SystemExit) as stop:
            main()
        assert isinstance(stop.value.code, int)
        return stop.value.code

    assert publish() == 0
    live = tmp_path / "live/current"
    before = live.resolve()
    plan = root / "content/plans/qinghe-2025/plan.md"
    plan.write_text(plan.read_text("utf-8").replace("。", "；", 1), "utf-8")
    assert publish() == 0
    assert live.resolve() == before


def test_nobody_who_signed_is_named_in_public(sample_site: Path) -> None:
    words = {
        one[key]
        for found in signatures().values()
        for entry in found
        for one in (entry, entry.get("migrated", {}))
        for key in ("by", "opinion", "digest", "from", "to")
        if key in one
    }
    assert len(words) > 20
    names = [path.relative_to(sample_site).as_posix() for path in sample_site.rglob("*")]
    assert [name for name in names if "review" in name] == []
    found = [
        (path.name, word)
        for path in sample_site.rglob("*")
        if path.is_file()
        for data in [path.read_bytes()]
        for word in words
        if word.encode() in data
    ]
    assert found == []
