"""Read rules that a document states once for all tasks: who leads, and who carries them out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import msgspec

from gksite.documents.blocks import Place
from gksite.importer.draft import DraftUnit
from gksite.importer.lines.lines import close_up_text
from gksite.notation.units import parse_units

RuleKind = Literal["first-leads", "responsible-leads", "carried-out-by"]

_EDGE = r"(?:(?<=[。；;，,（(〔\[【\n：:])|^)"
_FIRST = (
    r"[^。；;，,（()）〔〕\[\]]{0,24}?(?:第一位|首位|第一个|排名第一|排第一|排在最前|列在首位|列首位)的?[^。；;，,（()）〔〕\[\]]{0,16}?(?:"
    r"为|是|即为|系|作为)\s?(?:总?牵头|主办|主要责任)(?:责任)?(?:单位|部门|科室)?"
)
_NONE = (
    r"[^。；;，,（()）〔〕\[\]]{0,12}?(?:无|没有|未明确|未注明|未列|不设|未标明)[^。；;，,（()）]{0,6}?牵头(?:责任)?(?:单位|部门)的?[，,"
    r"]?\s?(?:由)?(?:责任|列第一位的责任)?(?:单位|部门)?[^。；;，,（()）]{0,4}?(?:即为|为|即是|视为|作为)\s?牵头(?:责任)?(?:单位|部门)"
)
_ALL = (
    r"(?:以下|下列|下述|本要点|各项|上述|以上)[^。；;，,（()）]{0,16}?均[需须由应]{1,2}(?P<units>[^。；;（()）]{2,60}?)(?:认真|"
    r"具体|分别|共同|结合实际|抓好|按职责)?(?:贯彻落实|组织落实|负责落实|落实|负责|实施|执行)[，,；;]?\s?(?:不再|不)(?:一一|逐一|逐项|单独|另行|重复)"
    r"?(?:列出|列明|注明|标注|列)"
)
_SAME = r"(?:[，,、；;]?\s?(?:下同|以下同|以下相同|下列各项同))?"
_FORMS: tuple[tuple[RuleKind, re.Pattern[str]], ...] = (
    ("responsible-leads", re.compile(f"{_EDGE}{_NONE}{_SAME}")),
    ("first-leads", re.compile(f"{_EDGE}{_FIRST}{_SAME}")),
    ("carried-out-by", re.compile(f"{_EDGE}{_ALL}{_SAME}")),
)
_REST = re.compile(r"[（(〔\[【]\s*[)）〕\]】]|^[，,；;。、\s]+|[，,；;、\s]+$")
_DOUBLED = re.compile(r"([；;，,。])[；;，,。]+")
_LONGEST = 20_000


class Rule(msgspec.Struct, frozen=True):
    """A document-wide rule as printed; the units that it adds (`carried-out-by`); its place."""

    kind: RuleKind
    printed: str
    units: tuple[str, ...]
    place: Place


def take_rules(text: str, place: Place) -> tuple[str, tuple[Rule, ...]]:
    """Return `text` without the rules that it states, and these rules."""
    rules: list[Rule] = []
    rest = text[:_LONGEST]
    for kind, form in _FORMS:
        for match in form.finditer(rest):
            names = (
                tuple(unit.printed for unit in parse_units(match["units"]).names)
                if kind == "carried-out-by"
                else ()
            )
            rules.append(Rule(kind, close_up_text(match[0]).strip("，,；;。"), names, place))
        rest = form.sub("", rest)
    if not rules:
        return text, ()
    tidy = rest
    for _ in range(2):
        tidy = _DOUBLED.sub(r"\1", _REST.sub("", tidy))
    return tidy + text[_LONGEST:], tuple(rules)


def apply_rules(units: Sequence[DraftUnit], rules: Sequence[Rule]) -> tuple[DraftUnit, ...]:
    """Return the units of a task under its rules. A unit changed or added by a rule names it."""
    ruled = list(units)
    for rule in rules:
        has_lead = any(unit.role == "lead" for unit in ruled)
        if rule.kind == "first-leads" and not has_lead:
            first = next(
                (index for index, unit in enumerate(ruled) if unit.role == "responsible"), None
            )
            if first is not None:
                ruled[first] = msgspec.structs.replace(ruled[first], role="lead", rule=rule.printed)
        elif rule.kind == "responsible-leads" and not has_lead:
            ruled = [
                msgspec.structs.replace(unit, role="lead", rule=rule.printed)
                if unit.role == "responsible"
                else unit
                for unit in ruled
            ]
        elif rule.kind == "carried-out-by":
            known = {unit.printed for unit in ruled}
            ruled += [
                DraftUnit("responsible", name, name, rule.printed)
                for name in rule.units
                if name not in known
            ]
    return tuple(ruled)
