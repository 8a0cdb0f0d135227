"""No text, however hostile, costs a rule more than its length: counted in steps of the rules' own
scanners and in what regexes may repeat."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import pytest
from sample_copy import PROJECT

from gksite.check.all_rules import Rule, rules_of
from gksite.check.hits import wording_of
from gksite.check.rules.confusions import CONFUSIONS
from gksite.check.rules.index_numbers import fits
from gksite.check.rules.number_runs import LONGEST, SHORTEST, numbers, runs_of
from gksite.check.rules.pages import links_of, read_page
from gksite.check.source_text import plain_text

pytestmark = pytest.mark.slow
LENGTH = 100_000
RULE_MODULES = sorted((PROJECT / "gksite/check").rglob("*.py"))
HOSTILE = {
    "digits": "1" * LENGTH,
    "digits apart": "1 " * (LENGTH // 2),
    "hyphens": "1-" * (LENGTH // 2),
    "wide digits": "１　" * (LENGTH // 2),
    "almost mobiles": "1380013800 " * (LENGTH // 11),
    "blanks": " " * LENGTH,
    "wide blanks": "\u3000" * LENGTH,
    "han blanks": "公 " * (LENGTH // 2),
    "openers": "（“《" * (LENGTH // 3),
    "closers": "）”》" * (LENGTH // 3),
    "ats": "a@" * (LENGTH // 2),
    "name": "a" * LENGTH,
    "dots": "a." * (LENGTH // 2) + "@",
    "quotes": '"公' * (LENGTH // 2),
    "links": "](" * (LENGTH // 2),
    "nested links": "](((" * (LENGTH // 4),
    "addresses": "http://" * (LENGTH // 7),
    "one address": "https://" + "a" * LENGTH,
    "lines": "\n" * LENGTH,
    "marks": "{" * LENGTH,
    "buildings": "1幢2单元" * (LENGTH // 5),
    "secrets": "秘密" * (LENGTH // 2),
    "spaced secrets": "秘 " * (LENGTH // 2),
    "copies": "份 号 " * (LENGTH // 4),
    "chinese digits": "一" * LENGTH,
    "plates": "云A" * (LENGTH // 2),
    "passports": "E1234567" * (LENGTH // 8),
    "brackets": "公[2021]" * (LENGTH // 7),
    "items": "1、公\n" * (LENGTH // 4),
    "dashes": "- 1 -\n" * (LENGTH // 6),
    "gaps": "\0" * LENGTH,
    "pairs": "（（（》）" * (LENGTH // 5),
    "confused": "攻府" * (LENGTH // 2),
    "starred": "秘密★" * (LENGTH // 3),
}
STEPS = 400
"""Lines of our own code and calls of regexes that a rule may take for each character: a constant,
whatever the length."""
LARGEST_REPEAT = 2000


def run(rule: Rule, text: str) -> None:
    wording = wording_of(text)
    assert rule.check
    for _ in rule.check(wording, CONFUSIONS) if rule.stage == "words" else rule.check(wording):
        pass


class Counted:
    """Counts the lines of gksite/check that run."""

    def __init__(self) -> None:
        self.steps = 0

    def __call__(self, frame: FrameType, event: str, argument: Any) -> Callable[..., Any] | None:
        if "/gksite/check/" not in frame.f_code.co_filename.replace("\\", "/"):
            return None
        self.steps += event == "line"
        return self


def steps_of(work: Callable[[], None]) -> int:
    counted = Counted()
    before = sys.gettrace()
    sys.settrace(counted)
    try:
        work()
    finally:
        sys.settrace(before)
    return counted.steps


@pytest.mark.parametrize("name", HOSTILE)
def test_our_scanners_take_steps_in_proportion_to_the_text(name: str) -> None:
    """Twice the text takes about twice the steps."""
    whole = HOSTILE[name][:6_000]
    for rule in rules_of("text", "words"):
        half, full = (
            steps_of(lambda rule=rule: run(rule, whole[: len(whole) // 2])),  # type: ignore[misc]
            steps_of(lambda rule=rule: run(rule, whole)),  # type: ignore[misc]
        )
        assert full <= STEPS * len(whole), rule.code
        assert full <= 2.5 * half + 200, rule.code


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hundred_thousand_characters_come_to_an_end(name: str) -> None:
    for rule in rules_of("text", "words"):
        run(rule, HOSTILE[name])
    plain_text("a.txt", HOSTILE[name])
    links_of(
        read_page(
            "index.html",
            "page",
            (f'<a href="{HOSTILE[name].replace(chr(34), "")}">' + "<a " * 1000).encode(),
        )
    )


def test_groups_of_digits_give_a_bounded_number_of_readings() -> None:
    text = "1 " * 10_000
    assert sum(1 for _ in numbers(runs_of(text), range(SHORTEST, LONGEST + 1))) <= LONGEST * 10_000


def test_a_form_of_index_numbers_is_no_regular_expression() -> None:
    assert fits("########-#/####-#####", "01427688-5/2022-00185")
    assert fits("*/####-#####", "x" * LENGTH + "/2022-00185")
    assert not fits("(a+)+$", "a" * LENGTH)


# ── regular expressions: what they may repeat ─────────────────────────────────────────────────────


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every compiled pattern of gksite/check by module and name."""
    for path in RULE_MODULES:
        name = ".".join(path.relative_to(PROJECT).with_suffix("").parts)
        module = sys.modules.get(name)
        for name, value in vars(module).items() if module else ():
            if isinstance(value, re.Pattern):
                yield f"{path.stem}.{name}", value


def test_there_are_patterns_to_look_at() -> None:
    assert len(list(patterns())) > 30


@pytest.mark.parametrize(
    ("name", "pattern"), list(patterns()), ids=[name for name, _ in patterns()]
)
def test_a_repetition_without_bound_holds_no_other_and_meets_nothing_like_itself(
    name: str, pattern: re.Pattern[str]
) -> None:
    """An unbounded repetition is of single characters (or, for a run of digits, of pieces that each
    begin with another sort), and a bounded one is short; so the way back is short from every place,
    and a search takes linear time.
    """
    import re._parser as parser  # type: ignore[import-not-found]

    def walk(items: Any, inside: int) -> None:
        for operation, argument in items:
            kind = str(operation)
            if kind in ("MAX_REPEAT", "MIN_REPEAT"):
                _, most, inner = argument
                single = len(inner) == 1 and str(inner[0][0]) in (
                    "IN",
                    "LITERAL",
                    "NOT_LITERAL",
                    "ANY",
                    "CATEGORY",
                )
                if int(most) > LARGEST_REPEAT:
                    assert inside == 1, f"{name}: an unbounded repetition within another"
                    assert single or name in RUNS, name
                elif int(most) > 1:
                    assert inside * int(most) <= LARGEST_REPEAT * 200, name
                walk(inner, inside * max(1, min(int(most), LARGEST_REPEAT)))
            elif kind == "SUBPATTERN":
                walk(argument[-1], inside)
            elif kind == "BRANCH":
                for branch in argument[1]:
                    walk(branch, inside)
            elif kind in ("ASSERT", "ASSERT_NOT"):
                walk(argument[1], inside)

    walk(
        parser.parse(
            pattern.pattern,
            pattern.flags & ~re.UNICODE if pattern.flags & re.ASCII else pattern.flags,
        ),
        1,
    )


RUNS = {"number_runs._RUN"}
"""A digit, then pieces of at most two separators and a digit: each piece ends with a digit and none
can be read in two ways."""


def test_no_module_of_the_rules_makes_patterns_from_texts() -> None:
    for path in RULE_MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                calls = [
                    one
                    for one in ast.walk(node)
                    if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute)
                ]
                assert not any(
                    isinstance(one.func.value, ast.Name) and one.func.value.id == "re"
                    for one in calls
                    if isinstance(one.func, ast.Attribute)
                ), path
