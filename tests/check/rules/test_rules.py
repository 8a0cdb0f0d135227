"""Every rule finds its bad case, at its place, and leaves its good case alone."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest
from rule_cases import BASE_DIR, CASES_DIR, make_site
from run_folder import made_once
from sample_copy import copy_sample

from gksite.build.pipeline import Options
from gksite.catalogue import CATALOGUE, Language, severity
from gksite.check.all_rules import FAMILIES, RULES, RULES_BY_CODE
from gksite.check.check import check
from gksite.cli.report import render_report

SETTINGS = ("unknown-rule", "unused-waiver", "unread-days")
"""Codes about the rules themselves."""
CASES = sorted(folder.name for folder in CASES_DIR.iterdir())


@pytest.fixture(scope="session")
def checked_base() -> Path:
    """The base after a check, with what that kept, so that each case costs only what it changes."""

    def make(place: Path) -> None:
        shutil.copytree(BASE_DIR, place / "site")
        assert check(place / "site", Options(jobs=1)).problems == ()

    return made_once("checked-base", make) / "site"


def test_every_rule_has_its_cases() -> None:
    assert sorted([*RULES_BY_CODE, *SETTINGS]) == CASES
    assert len(RULES_BY_CODE) == len(RULES)


@pytest.mark.parametrize("code", CASES)
def test_a_rule_finds_its_bad_case_and_nothing_else_does(
    code: str, tmp_path: Path, checked_base: Path
) -> None:
    root = tmp_path / "site"
    options = make_site(CASES_DIR / code / "bad.yaml", root, checked_base)
    found = check(root, options).problems
    assert {one.code for one in found} == {code}
    reports: tuple[tuple[Language, str], ...] = (("zh", "expected.txt"), ("en", "expected.en.txt"))
    for language, name in reports:
        assert render_report(found, "text", language) == (CASES_DIR / code / name).read_text(
            "utf-8"
        )


@pytest.mark.parametrize("code", CASES)
def test_a_rule_leaves_its_good_case_alone(code: str, tmp_path: Path, checked_base: Path) -> None:
    root = tmp_path / "site"
    options = make_site(CASES_DIR / code / "good.yaml", root, checked_base)
    assert render_report(check(root, options).problems, "text", "zh") == ""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_says_what_it_is_and_where_it_comes_from(rule: object) -> None:
    from gksite.check.all_rules import Rule

    assert isinstance(rule, Rule)
    assert rule.code in CATALOGUE
    assert rule.family in FAMILIES
    assert rule.zh
    assert rule.en
    assert rule.norm
    assert (rule.check is None) == (rule.stage == "build")
    assert rule.check is None or rule.check.__doc__


def test_the_rules_are_a_literal_tuple() -> None:
    import gksite.check.all_rules as module

    tree = ast.parse(Path(module.__file__).read_text("utf-8"))
    value = next(
        node.value
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == "RULES"
    )
    assert isinstance(value, ast.Tuple)
    assert all(isinstance(item, ast.Call) for item in value.elts)


def test_what_leaks_is_an_error() -> None:
    for code in (
        "resident-id",
        "mobile-number",
        "secrecy-mark",
        "internal-mark",
        "copy-number",
        "dead-link",
        "dead-fragment",
    ):
        assert CATALOGUE[code].severity == "error"


def test_the_sample_and_a_fresh_site_are_clean(tmp_path: Path) -> None:
    from gksite.cli.scaffold import init_site

    report = check(
        copy_sample(tmp_path / "sample", reviewed=True, folders=("content", "reviews")),
        Options(jobs=1),
    )
    assert [(str(one.location), one.code, severity(one)) for one in report.problems] == []
    assert {one.code for one, _ in report.waived} == {
        "wrong-colon",
        "duty-contradiction",
        "duty-unreported",
        "report-stale",
        "unread-cell",
    }
    init_site(tmp_path / "fresh", "政务公开工作要点")
    assert check(tmp_path / "fresh", Options(jobs=1)).problems == ()
