"""Read the responsibility of a task: units with roles, a leading person, a deadline among them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from gksite.diagnostics import Diagnostic, problem
from gksite.documents.blocks import Place
from gksite.importer.draft import DraftUnit, Segment
from gksite.importer.lines.lines import close_up_text, location
from gksite.importer.tasks.leaders import ALONE, AMONG, names_on_a_line, take_values
from gksite.importer.tasks.rules import Rule, take_rules, take_rules_alone
from gksite.notation.unit_words import official_in
from gksite.notation.units import Role, parse_units, split_responsibility

_TIME_WORD = r"(?:完成|办结|推进|工作|整改|任务|落实|送审|审议|出台|上会|竣工)?(?:时限要求|时间节点|时间要求|完成时限|完成时间|时限|期限|时间)"
_OPEN, _SHUT = r"[（(〔\[【]\s{0,3}", r"\s{0,3}[)）〕\]】]"
_TIME_VALUE = r"(?P<value>[^\n。；;（()）〔〕\[\]【】]{1,40}?)"


def _alone(word: str, value: str) -> tuple[re.Pattern[str], ...]:
    """Return the forms of a text labelled `word`: on a line or in a sentence of its own, or alone
    in brackets. Among units it is read with them."""
    return (
        re.compile(rf"{_OPEN}{word}\s{{0,3}}[:：∶]\s{{0,3}}{value}{_SHUT}[。；;]?"),
        re.compile(
            rf"(?:(?<=[\n。；;])|^)[ \t\u3000]{{0,3}}{word}\s{{0,3}}[:：∶][ \t\u3000]{{0,"
            rf"3}}{value}(?:[。；;]|(?=\n)|$)"
        ),
    )


_TIME = _alone(_TIME_WORD, _TIME_VALUE)
_BOUND = re.compile(r"^[，,；;。、\s]+|[，,；;、\s]+$")


class Responsibility(msgspec.Struct, frozen=True):
    """Who carries out a task and by when, by its wording or cells, and the remaining wording."""

    wording: str
    units: tuple[DraftUnit, ...] = ()
    printed: str = ""
    open_ended: bool = False
    deadline: str = ""
    leader: str = ""
    rules: tuple[Rule, ...] = ()
    segments: tuple[Segment, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    same: tuple[Role, ...] = ()
    """The roles whose units are those of the task above (同上)."""


def read_wording(text: str, place: Place) -> Responsibility:
    """Return the responsibility printed in a task's brackets, own lines and labelled sentences."""
    text, rules = take_rules_alone(text, place)
    text, leaders = _take(ALONE, text)
    text, deadlines = _take(_TIME, text)
    wording, parts = split_responsibility(text)
    read = read_parts([("responsible", part) for part in parts], place)
    segments = _segments(text, parts) if len(parts) > 1 else ()
    return msgspec.structs.replace(
        read,
        wording=_lines(wording),
        deadline="，".join(deadlines) or read.deadline,
        leader=_persons([*leaders, read.leader]),
        rules=(*rules, *read.rules),
        segments=segments if len(segments) > 1 else (),
    )


def read_parts(parts: Sequence[tuple[Role, str]], place: Place) -> Responsibility:
    """Return the units of several lists, each with the role that names without a label have."""
    units: list[DraftUnit] = []
    rules: list[Rule] = []
    problems: list[Diagnostic] = []
    leaders: list[str] = []
    same: list[Role] = []
    deadline, open_ended = "", False
    for role, part in parts:
        rest, stated = take_rules(part, place)
        rules += stated
        rest, persons = take_values(AMONG, rest, "；")
        reading = parse_units(rest, role)
        units += [DraftUnit(unit.role, unit.printed, unit.name) for unit in reading.names]
        open_ended = open_ended or reading.open_ended
        deadline = deadline or reading.deadline
        leaders += [*persons, *map(official_in, reading.unread)]
        same += reading.same
        problems += [
            problem("unread-units", location(place), text=piece)
            for piece in reading.unread
            if not official_in(piece)
        ]
    return Responsibility(
        "",
        _once(units),
        "；".join(close_up_units(part) for _, part in parts),
        open_ended,
        deadline,
        _persons(leaders),
        tuple(rules),
        (),
        tuple(problems),
        tuple(same),
    )


def _persons(leaders: Sequence[str]) -> str:
    return "，".join(dict.fromkeys(filter(None, map(names_on_a_line, leaders))))


def close_up_units(text: str) -> str:
    """Return a list of units on one line: no white space next to separators, else one blank."""
    one_line = re.sub(r"\s+", " ", text).strip()
    return re.sub(r"\s?([、，,；;：:∶])\s?", r"\1", one_line)


def _once(units: list[DraftUnit]) -> tuple[DraftUnit, ...]:
    """Return each name once per role, in printed order."""
    return tuple(dict.fromkeys(units))


def _take(forms: Sequence[re.Pattern[str]], text: str) -> tuple[str, list[str]]:
    """Return `text` without the matches of the forms and what bounded them, and their values."""
    rest, values = take_values(forms, text)
    if not values:
        return text, []
    return rest.strip() if "\n" in rest else _BOUND.sub("", rest), values


def _segments(text: str, parts: Sequence[str]) -> tuple[Segment, ...]:
    """Return the stretches of the text that end with a responsibility. A responsibility without
    wording of its own belongs to the stretch before."""
    segments: list[Segment] = []
    position = 0
    for part in parts:
        at = text.find(part, position)
        if at < 0:
            return ()
        wording = close_up_text(text[position:at].lstrip(")）〕】]。；; \n").rstrip("(（〔【[ \n"))
        if wording:
            segments.append(Segment(wording, close_up_units(part)))
        elif segments:
            segments[-1] = Segment(
                segments[-1].text, f"{segments[-1].units_printed}；{close_up_units(part)}"
            )
        position = at + len(part)
    return tuple(segments)


def _lines(wording: str) -> str:
    return "\n".join(line for line in (close_up_text(line) for line in wording.split("\n")) if line)
