"""Read rules that a document states once for all tasks: who leads, and who carries them out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import msgspec

from gksite.diagnostics import Diagnostic, problem
from gksite.documents.blocks import Place
from gksite.importer.draft import DraftUnit
from gksite.importer.lines.lines import close_up_text, location
from gksite.notation.characters import bracket_partners
from gksite.notation.unit_words import LABEL
from gksite.notation.units import parse_units

RuleKind = Literal[
    "first-leads", "first-leads-others-cooperate", "responsible-leads", "carried-out-by"
]

_EDGE = r"(?:(?<=[。；;，,（(〔\[【\n：:])|^)(?:\d{1,2}[.．、]|[①-⑨])?"
_FIRST_WORD = (
    "第一位|首位|第一个|第一名|排名第一|排第一|列第一|排在最前|排名最前|列在首位|列首位|排首位"
)
_LEADS = (
    r"(?:总?牵头|主办|主要责任|第一责任|汇总)(?:(?:或者?|和|及|、|/)(?:总?牵头|主办|汇总|统筹|协调|主要责任))?"
    "(?:责任)?(?:单位|部门|科室|处室|机构)?"
)
_OF_LIST = r"(?:(?:本表|表中|以下|上述|所列|各项|各任务|任务)[^。；;，,（()）]{0,16}[，,]\s?)?"
_OTHERS = (
    r"(?P<others>[，,；;、]?\s?(?:其他|其余|其它|后面)[^。；;，,（()）]{0,10}?(?:为|是|均为)\s?"
    r"(?P<helps>配合|协办|协同|参与|责任)(?:单位|部门|科室)?)?"
)
_EXCEPT = r"(?:除[^。；;（()）〔〕\[\]]{0,30}?(?:以?外|之外)的?[，,]?\s?)?"
_FIRST = (
    rf"{_EXCEPT}{_OF_LIST}[^。；;，,（()）〔〕\[\]]{{0,24}}?(?:{_FIRST_WORD})的?"
    r"[^。；;，,（()）〔〕\[\]]{0,16}?(?:"
    rf"为|是|即为|系|作为)\s?{_LEADS}{_OTHERS}"
)
_NONE = (
    rf"{_EXCEPT}[^。；;，,（()）〔〕\[\]]{{0,12}}?(?:无|没有|未明确|未注明|未标注|未列明?|不设|未标明)[^。；;，,（()）]{{0,6}}?"
    r"牵头(?:责任)?(?:单位|部门)的?[，,]?\s?(?:由)?[^。；;，,（()）]{0,16}?(?:即为|为|即是|视为|作为)\s?牵头(?:责任)?(?:单位|部门)"
)
_NAMES = r"(?:[^。；;（()）〔〕\[\]]|[（(〔\[][^（()）〔〕\[\]]{0,20}[)）〕\]])"
_UNITS = rf"(?P<units>{_NAMES}{{2,60}}?)"
_CARRY = "(?:认真|具体|分别|共同|结合实际|抓好|按职责|按照职责|做好)?(?:贯彻落实|组织落实|负责落实|抓好落实|配合落实|参与落实|落实|负责|实施|执行|配合|参与)"
_UNLISTED = (
    r"[，,；;]?\s?(?:故|以下|下文|表中|文中|后文|此处)?(?:均)?(?:不再|不)"
    "(?:一一|逐一|逐项|单独|另行|重复|分别)?(?:列出|列明|列入|列示|注明|标注|标明|单列|列)"
)
_ALL = (
    r"(?:以下|下列|下述|本要点|本方案|本表|各项|所有|全部|上述|以上)[^。；;，,（()）]{0,16}?均[需须由应要]{1,2}"
    rf"{_UNITS}{_CARRY}{_UNLISTED}"
)
_ALL_OF = (
    r"(?:以下|下列|本要点|本方案|本表|各项|所有|全部)?(?:各项)?(?:任务|工作|事项|项目)?[，,]?\s?"
    r"(?:凡?[需须由应]{0,2})"
    rf"(?P<units>(?:各|全[市县区]){_NAMES}{{1,60}}?)(?:均|都)?[需须应要]{{0,2}}(?:{_CARRY}(?:的)?"
    r"|为(?:各项(?:任务|工作)的?)?(?:责任|配合|参与|落实)(?:单位|部门))[^。；;，,（()）]{0,8}"
    rf"{_UNLISTED}"
)
_SAME = r"(?:[，,、；;]?\s?(?:下同|以下同|以下相同|下列各项同))?"
_FORMS: tuple[tuple[RuleKind, re.Pattern[str]], ...] = (
    ("responsible-leads", re.compile(f"{_EDGE}{_NONE}{_SAME}")),
    ("first-leads", re.compile(f"{_EDGE}{_FIRST}{_SAME}")),
    ("carried-out-by", re.compile(f"{_EDGE}{_ALL}{_SAME}")),
    ("carried-out-by", re.compile(f"{_EDGE}{_ALL_OF}{_SAME}")),
)
_LIKE_A_RULE = re.compile(
    r"(?:的|均|即|者)\s?(?:为|是|作为)\s?(?:总?牵头|主办|责任|配合)(?:责任)?(?:单位|部门)"
    "|不再(?:一一|逐一|逐项|单独|另行|重复|分别)?(?:列出|列明|标注|标明)"
)
_NAMES_FIRST = re.compile(_FIRST_WORD)
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
        rules += [_rule(kind, match, place) for match in form.finditer(rest)]
        rest = form.sub("", rest)
    if not rules:
        return text, ()
    tidy = rest
    for _ in range(2):
        tidy = _DOUBLED.sub(r"\1", _REST.sub("", tidy))
    return tidy + text[_LONGEST:], tuple(rules)


def take_rules_alone(text: str, place: Place) -> tuple[str, tuple[Rule, ...]]:
    """Return a task's wording without the lines and brackets that only state a rule, and the rules;
    a sentence about leads within the wording stays."""
    stated: list[Rule] = []
    lines: list[str] = []
    for line in text[:_LONGEST].split("\n"):
        rest, rules = take_rules(line, place)
        if rules and not rest.strip("。；;"):
            stated += rules
            continue
        kept, position = "", 0
        for opening, closing in sorted(bracket_partners(line).items()):
            rest, rules = take_rules(line[opening + 1 : closing], place)
            if opening >= position and rules and not rest.strip("。；;"):
                stated += rules
                kept += line[position:opening]
                position = closing + 1
        lines.append(kept + line[position:])
    return ("\n".join(lines) + text[_LONGEST:], tuple(stated)) if stated else (text, ())


def _rule(kind: RuleKind, match: re.Match[str], place: Place) -> Rule:
    names: tuple[str, ...] = ()
    if kind == "carried-out-by":
        names = tuple(unit.printed for unit in parse_units(match["units"]).names)
    elif kind == "responsible-leads" and _NAMES_FIRST.search(match[0]):
        kind = "first-leads"
    elif kind == "first-leads" and match["others"] and match["helps"] != "责任":
        kind = "first-leads-others-cooperate"
    return Rule(kind, close_up_text(match[0]).strip("，,；;。"), names, place)


def unread_rule_problems(text: str, place: Place) -> list[Diagnostic]:
    """Report the sentences of a paragraph that say who leads or is responsible for several tasks,
    in a form that no rule has. `text` is without the rules that were read."""
    return [
        problem("import-rule-unread", location(place), text=close_up_text(sentence))
        for sentence in re.split("[。；;\n]", text[:_LONGEST])
        if _LIKE_A_RULE.search(sentence) and not LABEL.search(sentence)
    ]


def apply_rules(units: Sequence[DraftUnit], rules: Sequence[Rule]) -> tuple[DraftUnit, ...]:
    """Return the units of a task under its rules. A unit changed or added by a rule names it."""
    ruled = list(units)
    for rule in rules:
        has_lead = any(unit.role == "lead" for unit in ruled)
        if rule.kind.startswith("first-leads") and not has_lead:
            first = next(
                (index for index, unit in enumerate(ruled) if unit.role == "responsible"), None
            )
            if first is not None:
                ruled[first] = msgspec.structs.replace(ruled[first], role="lead", rule=rule.printed)
                if rule.kind == "first-leads-others-cooperate":
                    ruled = [_helping(unit, rule) for unit in ruled]
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


def _helping(unit: DraftUnit, rule: Rule) -> DraftUnit:
    if unit.role != "responsible":
        return unit
    return msgspec.structs.replace(unit, role="cooperating", rule=rule.printed)
