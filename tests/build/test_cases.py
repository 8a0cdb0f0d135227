"""Each case is a tiny site with mistakes, and the exact report that its editor gets."""

from __future__ import annotations

from pathlib import Path

import pytest
from case_sites import CASES, CASES_DIR, expected_exit, lay_over, tree

from gksite.build.cache import CACHE_NAMES
from gksite.build.pipeline import Options, build
from gksite.catalogue import Language, severity
from gksite.check.all_rules import RULES_BY_CODE
from gksite.check.check import check
from gksite.cli.options import exit_code
from gksite.cli.report import render_report
from gksite.diagnostics import Diagnostic
from gksite.output.places import STATE_DIR

KEPT = {f"{STATE_DIR}/{name}" for name in CACHE_NAMES}
REPORTS: tuple[tuple[Language, str], ...] = (("zh", "expected.txt"), ("en", "expected.en.txt"))


def of_check_alone(one: Diagnostic) -> bool:
    """Whether a rule of check/rules found it: a build does not look for those, and tests/check has
    its own
    cases."""
    rule = RULES_BY_CODE.get(one.code)
    return one.code == "unused-waiver" or (rule is not None and rule.stage != "build")


def test_the_base_has_no_problem(site: Path) -> None:
    assert check(site).problems == ()


@pytest.mark.parametrize("case", CASES)
def test_a_site_with_mistakes_gets_its_report_and_the_old_output_stays(
    case: str, site: Path
) -> None:
    lay_over(case, site)
    before, files = tree(site / "public"), set(tree(site))
    found = tuple(one for one in check(site, Options(jobs=1)).problems if not of_check_alone(one))
    for language, name in REPORTS:
        assert render_report(found, "text", language) == (CASES_DIR / case / name).read_text(
            "utf-8"
        )
    assert exit_code(found, strict=False) == expected_exit(case)
    # Warnings alone let a site be built; with --strict they stop it as errors do. Notes never do.
    report = build(site, site / "public", Options(jobs=1, strict=True))
    assert report.problems == found
    is_stopped = any(severity(one) != "info" for one in found)
    assert exit_code(report.problems, strict=True) == (expected_exit(case) or is_stopped)
    assert tree(site / "public") == before
    # Nothing new lies about but what is kept for the next run.
    assert set(tree(site)) - KEPT == files - KEPT


@pytest.mark.parametrize("case", [case for case in CASES if expected_exit(case) == 0])
def test_a_site_with_warnings_is_built(case: str, site: Path) -> None:
    lay_over(case, site)
    assert build(site, site / "public", Options(jobs=1)).pages > 0


@pytest.mark.parametrize("case", CASES)
def test_a_second_run_reads_the_cache_and_says_the_same(case: str, site: Path) -> None:
    lay_over(case, site)
    assert check(site, Options(jobs=1)).problems == check(site, Options(jobs=1)).problems
