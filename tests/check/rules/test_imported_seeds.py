"""The five published plans, imported as they are: no false alarm of what leaks, and exactly the
differences between body and table."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from gksite.build.pipeline import Options
from gksite.check.all_rules import RULES_BY_CODE
from gksite.check.check import check
from gksite.cli.scaffold import init_site
from gksite.diagnostics import Diagnostic

SEEDS_DIR = Path(__file__).parents[3].parent / "shared" / "seeds"
STYLE = {"narrow-mark", "wrong-colon", "number-mark", "straight-quotes", "empty-group"}
"""What an expert would mend: half-width marks, U+2236, 1、, straight quotes, and towns that only the
registry can name."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Diagnostic]:
    seeds = sorted(Path(os.environ.get("GKSITE_SEEDS", SEEDS_DIR)).glob("*.txt"))
    if not seeds:
        pytest.skip("the seeds are not here")
    root = tmp_path_factory.mktemp("seeds") / "site"
    init_site(root, "工作要点")
    for seed in seeds:
        run = subprocess.run(
            [sys.executable, "-m", "gksite", "-C", str(root), "import", str(seed)],
            capture_output=True,
            check=False,
        )
        assert run.returncode == 0, run.stdout.decode()
    return list(check(root, Options(drafts=True, jobs=1)).problems)


def test_nothing_is_taken_for_a_leak(found: list[Diagnostic]) -> None:
    assert [
        one
        for one in found
        if (rule := RULES_BY_CODE.get(one.code)) and rule.family in ("privacy", "secrecy")
    ] == []


def test_the_plan_of_2025_has_six_differences(found: list[Diagnostic]) -> None:
    differences = Counter(
        one.code
        for one in found
        if one.code.startswith("body-table-") and "/songjiang-2025/" in one.location.path
    )
    assert differences == {"body-table-wording": 5, "body-table-units": 1}
    tasks = {dict(one.arguments)["task"] for one in found if one.code.startswith("body-table-")}
    assert tasks == {"3", "6", "9", "13", "23", "27"}


def test_the_other_findings_are_marks_that_an_expert_would_mend(found: list[Diagnostic]) -> None:
    assert {one.code for one in found if not one.code.startswith("body-table-")} <= STYLE
