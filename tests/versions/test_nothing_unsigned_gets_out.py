"""An edit that nobody signed changes not one byte of any output, whichever key it is of."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from every_key_sites import Site, sites
from hypothesis import HealthCheck, Phase, given, settings
from signed_sites import STEPS, TEXTS, sign_as_it_is

from gksite.build.pipeline import Options, build
from gksite.config.target_kinds import Profile

PROFILES: tuple[Profile, ...] = ("site", "fragment", "paste", "push")


def outputs(root: Path, name: str) -> dict[str, bytes]:
    """Path → bytes of all that a project gives in every profile."""
    found = {}
    for profile in PROFILES:
        out = root / f"{name}-{profile}"
        report = build(root, out, Options(jobs=1, profile=profile))
        assert report.pages, report.problems
        for path in out.rglob("*"):
            if path.is_file():
                found[f"{profile}/{path.relative_to(out).as_posix()}"] = path.read_bytes()
    return found


def put_edits(root: Path, other: Site) -> None:
    """Put the texts of another site's plans, and other files, into the plans of a project."""
    for folder in (root / "content/plans").iterdir():
        own = f"content/plans/{folder.name}/"
        for name in TEXTS:
            (folder / name).unlink(missing_ok=True)
            if f"{own}{name}" in other.files:
                (folder / name).write_text(other.files[f"{own}{name}"], "utf-8")
        (folder / "files").mkdir(exist_ok=True)
        for file in (folder / "files").iterdir():
            file.write_text("换过的附件", "utf-8")
        (folder / "files/未签.csv").write_text("未签\n", "utf-8")


# A site that fails is small already; to shrink it takes minutes.
@settings(
    max_examples=5, suppress_health_check=list(HealthCheck), phases=[Phase.reuse, Phase.generate]
)
@given(site=sites(), other=sites())
def test_every_output_stays_as_it_was_byte_for_byte(site: Site, other: Site) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        site.to(root)
        config = root / "config.yaml"
        comment, _, values = config.read_text("utf-8").partition("\n")
        settings = json.loads(values) | {"review": {"steps": STEPS}}
        config.write_text(f"{comment}\n{json.dumps(settings, ensure_ascii=False)}\n", "utf-8")
        for plan in sorted((root / "content/plans").iterdir()):
            (plan / "review.yaml").unlink(missing_ok=True)
            sign_as_it_is(root, plan.name)
        before = outputs(root, "out")
        put_edits(root, other)
        assert outputs(root, "out") == before
        assert outputs(root, "clean") == before
