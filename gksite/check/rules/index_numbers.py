"""索引号: their form, that no two plans of any year share one, and that none is ever given out
again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gksite.check.rules.number_runs import is_credit_code
from gksite.check.site_view import SiteView
from gksite.diagnostics import Diagnostic, problem
from gksite.model.entities import Plan

INDEX_FORMS: dict[str, str] = {
    "org9": "000014349/2025-00110",
    "uscc18": "11440000007280420Y/2025-00050",
    "free": "",
}
"""The built-in forms of 索引号 with an example; `free` allows anything. A site may also give a regular
expression."""

_ORG9 = re.compile(r"[0-9A-Z]{8}-?[0-9A-Z]/\d{4}-\d{5}", re.ASCII)
_USCC18 = re.compile(r"([0-9A-HJ-NP-RTUW-Y]{18})/\d{4}-\d{5}", re.ASCII)


def check_index_form(view: SiteView) -> Iterator[Diagnostic]:
    """An 索引号 has the form that the site has chosen (政府信息公开目录系统实施指引: 前段码/YYYY-NNNNN)."""
    form = view.config.rules.index_number
    if form == "free":
        return
    for plan in view.plans:
        if plan.index_number and not _has_form(plan.index_number, form):
            example = INDEX_FORMS.get(form) or form
            yield problem(
                "index-number-form",
                view.fields.of_plan(plan, "index_number"),
                number=plan.index_number,
                example=example,
            )


def _has_form(number: str, form: str) -> bool:
    if form == "uscc18":
        match = _USCC18.fullmatch(number)
        return bool(match and is_credit_code(match[1]))
    if form == "org9":
        return bool(_ORG9.fullmatch(number))
    return fits(form, number)


def fits(pattern: str, text: str) -> bool:
    """Whether a text has the form of a pattern: letters for themselves, `#` for a digit, `@` for a
    digit or capital, `*` for anything.

    Not a regular expression, so that any pattern of a site takes linear time.
    """
    head, star, tail = pattern.partition("*")
    if star:
        return (
            len(text) >= len(head) + len(tail)
            and fits(head, text[: len(head)])
            and fits(tail, text[len(text) - len(tail) :])
        )
    return len(text) == len(pattern) and all(
        _fits(sign, character) for sign, character in zip(pattern, text, strict=True)
    )


def _fits(sign: str, character: str) -> bool:
    if sign == "#":
        return character.isascii() and character.isdigit()
    if sign == "@":
        return character.isascii() and (character.isdigit() or character.isupper())
    return sign == character


def check_index_repeats(view: SiteView) -> Iterator[Diagnostic]:
    """No two plans of any year have one 索引号."""
    first: dict[str, Plan] = {}
    for plan in sorted(view.plans, key=lambda plan: (plan.year, plan.id)):
        if plan.index_number in first:
            other = first[plan.index_number].id
            yield problem(
                "index-number-repeated",
                view.fields.of_plan(plan, "index_number"),
                number=plan.index_number,
                other=other,
            )
        elif plan.index_number:
            first[plan.index_number] = plan


def check_ledger(view: SiteView) -> Iterator[Diagnostic]:
    """A number of the ledger stays with its plan, and a plan keeps its number: neither is ever
    given out again."""
    holders = {entry.number: entry.plan for entry in reversed(view.ledger)}
    numbers = {entry.plan: entry.number for entry in view.ledger}
    for plan in view.plans:
        holder = holders.get(plan.index_number, plan.id)
        if plan.index_number and holder != plan.id:
            where = view.fields.of_plan(plan, "index_number")
            yield problem("index-number-reissued", where, number=plan.index_number, other=holder)
        elif (
            plan.id in numbers
            and plan.index_number != numbers[plan.id]
            and holders.get(numbers[plan.id]) == plan.id
        ):
            where = view.fields.of_plan(plan, "index_number")
            yield problem(
                "index-number-changed",
                where,
                number=plan.index_number or "—",
                before=numbers[plan.id],
            )
