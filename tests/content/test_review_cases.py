"""The life of a plan under review, as stories: each file of `cases/reviews/` is a list of steps.

A step edits (`edit`: path, old, new), writes or deletes files (globs), makes a folder a `link` to
one outside of the project, has all steps sign
(`signed`), enters the plans in the ledger of publications on a day (`published`), or runs a command
(`gksite`, with the exit `code`, 0 if it is not stated, what it `says`, and what is `silent`). It
may also state the `codes` that a check finds, and what the plan's pages `show` and `hide`.
"""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from review_sites import PLAN, Gksite, codes, command_runner, make_site, published, sign_all

from gksite.publishing.published_plans import Publishing, read_contents, record_plans

CASES = sorted((Path(__file__).parent / "cases/reviews").glob("*.yaml"))
FOLDER = f"content/plans/{PLAN}"


def one(site: Path, pattern: str) -> Path:
    """The file or folder that a pattern means; `PLAN/` is the plan's folder."""
    (found,) = site.glob(pattern.replace("PLAN/", f"{FOLDER}/", 1))
    return found


def signatures(site: Path) -> bytes:
    """The plan's review.yaml, nothing where there is none."""
    place = site / FOLDER / "review.yaml"
    return place.read_bytes() if place.exists() else b""


def pages(site: Path) -> str:
    """All pages of the plan, as a build leaves them."""
    shutil.rmtree(site / "public", ignore_errors=True)
    found = sorted((published(site) / "plans" / PLAN).glob("*.html"))
    return "\n".join(page.read_text("utf-8") for page in found)


def run(step: dict[str, Any], gksite: Gksite, site: Path) -> None:
    command = step["gksite"].replace("PLAN", PLAN).replace("SITE", site.as_posix())
    found = gksite(*shlex.split(command))
    said = found.out + found.err
    assert (found.code, said) == (step.get("code", 0), said)
    assert [text for text in step.get("says", ()) if text not in said] == [], said
    assert [text for text in step.get("silent", ()) if text in said] == [], said


def change(step: dict[str, Any], site: Path) -> None:
    if "edit" in step:
        path, old, new = step["edit"]
        place = one(site, path)
        text = place.read_text("utf-8")
        assert old in text
        place.write_text(text.replace(old, new), "utf-8")
    for path, text in step.get("write", {}).items():
        place = site / path.replace("PLAN/", f"{FOLDER}/", 1)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    if "delete" in step:
        place = one(site, step["delete"])
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
        else:
            place.unlink()
    if "link" in step:
        path, target = step["link"]
        (site / target).resolve().mkdir()
        (site / path).symlink_to(target)
    if "published" in step:
        record_plans(site, read_contents(site), Publishing(step["published"]))


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_a_story_of_a_review(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    story = yaml.safe_load(case.read_text("utf-8"))
    gate = story.get("gate", "review: {steps: [拟稿, 保密审查, 签发]}\n")
    site = make_site(tmp_path / "site", gate)
    gksite = command_runner(site, monkeypatch, capsys)
    for number, step in enumerate(story["steps"]):
        try:
            change(step, site)
            if "signed" in step:
                sign_all(gksite, PLAN)
            if "gksite" in step:
                before = signatures(site)
                run(step, gksite, site)
                if step.get("code") or step.get("writes") is False:
                    assert signatures(site) == before
            if "codes" in step:
                assert codes(site) == step["codes"]
            if "show" in step or "hide" in step:
                text = pages(site)
                assert [word for word in step.get("show", ()) if word not in text] == []
                assert [word for word in step.get("hide", ()) if word in text] == []
        except AssertionError as error:
            error.add_note(f"step {number} of {case.name}: {step}")
            raise
