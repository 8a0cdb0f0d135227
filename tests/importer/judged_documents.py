"""Judge the reading of whole documents: `python judged_documents.py [FOLDER]` prints figures, with
`-v` each fault, with `--open` what `documents/open.yaml` has to say.

`document_cases` says what a case is. White space, the width of punctuation and full stops are not
compared.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from document_cases import KEPT_DIR, SEEN_DIR, Case, cases, source_of
from paired_tasks import bare, pairs, plain, whole

from gksite.catalogue import message, severity
from gksite.diagnostics import Diagnostic
from gksite.documents.blocks import SourceDocument, Table
from gksite.importer.draft import Draft, DraftTask
from gksite.importer.understanding import read_draft
from gksite.importer.writing.identity import guess_year
from gksite.importer.writing.ledger import unaccounted
from gksite.importer.writing.plan_files import Identity, plan_texts
from gksite.model.registry import Registry

ROLES = ("lead", "responsible", "cooperating")
ENVELOPE = (
    "title", "notice_title", "document_number", "issuer", "index_number", "written", "published",
    "contact",
)  # fmt: skip
TASK_KEYS = {
    *ROLES, "number", "text", "section", "leader", "deadline", "open_ended", "note",
}  # fmt: skip
EXPECT_KEYS = {
    *ENVELOPE, "is_plan", "period", "tasks", "shown", "left_out", "doubts", "doubt_names",
}  # fmt: skip
_NO_PLAN = re.compile(
    r"not-a-plan|no-plan|plausib|不像|是不是|是否.{0,6}(?:计划|要点)|(?:都|一项|任何).{0,12}没有.{0,8}(?:单位|时限|时间)"
    r"|没有.{0,6}任务.{0,12}(?:单位|时限)"
)
_WITNESS = 6
"""As many characters of a fault must a doubt name, where it does not stand at its line."""
_OF_KIND = {
    "import-no-title": "title",
    "import-odd-plan-title": "title",
    "import-no-tasks": "task",
    "import-number-gap": "task",
    "import-count-differs": "task",
    "import-not-a-plan": "refused",
}
"""Codes of doubts that name a fault of a field by what they are."""


class Fault(msgspec.Struct, frozen=True):
    """A wrong reading: of a task (its position in `expect`; -1 for one too many) or of the
    document (None); the words of the document that it hangs on, and the lines of the source."""

    field: str
    said: str
    task: int | None = None
    words: tuple[str, ...] = ()
    lines: frozenset[int] = frozenset()


class Judgement(msgspec.Struct, frozen=True):
    """What is wrong with the reading of a case, and what the reading doubts itself."""

    faults: tuple[Fault, ...]
    doubts: tuple[Diagnostic, ...]
    texts: dict[int, str]
    """What stands at each line of the source (or in the row or paragraph of that number)."""

    @property
    def wrong_tasks(self) -> int:
        """The number of tasks that are not wholly right, or are none."""
        known = {fault.task for fault in self.faults if fault.task is not None and fault.task >= 0}
        return len(known) + sum(fault.task == -1 for fault in self.faults)

    @property
    def fields(self) -> list[str]:
        """The fields of the document itself that are wrong, in order of the alphabet."""
        return sorted({fault.field for fault in self.faults if fault.task is None})

    @property
    def is_silent(self) -> bool:
        """Whether something is wrong and no doubt names any of the places or words."""
        return bool(self.faults) and not any(
            _names(doubt, fault, self.texts) for doubt in self.doubts for fault in self.faults
        )


def faults_of(case: Case) -> list[str]:
    """All that is wrong with the reading of a case, in words."""
    return [fault.said for fault in judge(case).faults]


def judge(case: Case) -> Judgement:
    """The reading of a case, held against what it expects."""
    source, expect = source_of(case), case["expect"]
    draft = read_draft([source], case.get("year"))
    doubts = tuple(one for one in (*source.problems, *draft.diagnostics) if severity(one) != "info")
    faults = [
        Fault("unaccounted", f"unaccounted: {piece.text}", None, (piece.text,))
        for piece in unaccounted([source], draft)
    ]
    faults += _envelope_faults(draft, expect)
    if expect.get("is_plan", True):
        faults += _task_faults(draft, expect.get("tasks", []))
        if any(one.code == "import-not-a-plan" for one in doubts):
            faults.append(Fault("refused", "a plan is taken for none"))
    else:
        faults += _not_plan_faults(draft, doubts)
    faults += _whereabouts_faults(draft, expect)
    faults += _unasked(expect, doubts)
    return Judgement(tuple(faults), doubts, _texts(source))


def _unasked(expect: Case, doubts: Sequence[Diagnostic]) -> Iterator[Fault]:
    """What no doubt asks: anything, where an honest reader would ask; words that one must name."""
    told = plain(" ".join(message(one, "zh") for one in doubts))
    if expect.get("doubts") and not doubts:
        asked = tuple(expect["doubts"])
        yield Fault("doubts", f"nothing is asked: {'; '.join(asked)}", None, asked)
    for words in expect.get("doubt_names", ()):
        if plain(words) not in told:
            yield Fault("doubts", f"no doubt names {words}", None, (words,))


def _texts(source: SourceDocument) -> dict[int, str]:
    found: dict[int, str] = {}
    for block in source.blocks:
        for piece in block.cells if isinstance(block, Table) else (block,):
            found[piece.place.number] = found.get(piece.place.number, "") + plain(piece.text)
    return found


def _not_plan_faults(draft: Draft, doubts: Sequence[Diagnostic]) -> Iterator[Fault]:
    if not any(_NO_PLAN.search(f"{one.code} {message(one, 'zh')}") for one in doubts):
        for task in draft.tasks:
            words, lines = (whole(task),), _lines(task)
            yield Fault("no-plan", f"is no task: {whole(task)}", -1, words, lines)


# ── the document ──────────────────────────────────────────────────────────────────────────────────


def _envelope_faults(draft: Draft, expect: Case) -> Iterator[Fault]:
    for key in ENVELOPE:
        if key in expect:
            value = getattr(draft.envelope, key)
            if key == "title":
                value = value or draft.envelope.notice_title
            if plain(value) != plain(expect[key]):
                words = (str(expect[key]), str(value or ""))
                yield Fault(key, f"{key}: {value} instead of {expect[key]}", None, words)
    if "period" in expect:
        found = draft.period or str(draft.year or "")
        if found != str(expect["period"]):
            yield Fault("period", f"period: {found}", None, (str(expect["period"]),))


def _whereabouts_faults(draft: Draft, expect: Case) -> Iterator[Fault]:
    """What should stand in a written file, or among what was left out, and does not."""
    shown = plain("".join(_written(draft))).replace("\\", "")
    left = plain("".join(piece.text for piece in draft.left_out))
    for field, text in (("shown", shown), ("left_out", left)):
        for sentence in expect.get(field, ()):
            if plain(sentence) not in text:
                yield Fault(field, f"{field}: not {sentence}", None, (sentence,))


def _written(draft: Draft) -> Iterator[str]:
    """The files of the plan, without the record of its origin."""
    identity = Identity("qinghe-2025", "qinghe", guess_year(draft) or 2025)
    yield from plan_texts(draft, identity, Registry({}, {}, {}, {})).values()


# ── its tasks ─────────────────────────────────────────────────────────────────────────────────────


def _task_faults(draft: Draft, wanted: Sequence[Case]) -> Iterator[Fault]:
    headings = _headings(draft)
    paired = pairs(draft.tasks, wanted)
    for position, want in enumerate(wanted):
        if position not in paired:
            name = f"task {want.get('number', '')} «{want['text'][:20]}»"
            yield Fault("task", f"{name}: missing", position, (want["text"],))
            continue
        task = draft.tasks[paired[position]]
        yield from _one_task_faults(task, want, position, headings)
    for number, task in enumerate(draft.tasks):
        if number not in paired.values():
            words, lines = (whole(task),), _lines(task)
            yield Fault("task", f"too many: {task.number} {whole(task)}", -1, words, lines)


def _one_task_faults(
    task: DraftTask, want: Case, position: int, headings: Mapping[str, set[str]]
) -> Iterator[Fault]:
    name = f"task {want.get('number', '')} «{want['text'][:20]}»"
    found: dict[str, tuple[object, object, bool]] = {}
    number, due = want.get("number", ""), want.get("deadline", {})
    found["number"] = (task.number, number, bare(task.number) == bare(number))
    found["text"] = (whole(task), want["text"], plain(whole(task)) == plain(want["text"]))
    for role in ROLES:
        units = [unit.printed for unit in task.units if unit.role == role]
        right = [plain(one) for one in units] == [plain(one) for one in want.get(role, ())]
        found[role] = (units, want.get(role, []), right)
    open_ended = bool(want.get("open_ended"))
    found["open_ended"] = (task.open_ended, open_ended, task.open_ended == open_ended)
    leader = want.get("leader", [])
    found["leader"] = (task.leader, leader, _persons(task.leader) == _persons(leader))
    found["deadline"] = (_said(task), due, _is_due(task, due))
    if "note" in want:
        found["note"] = (task.note, want["note"], plain(task.note) == plain(want["note"]))
    if "section" in want:
        above = headings.get(task.section, set()) | {plain(cell.text) for cell in task.cells}
        found["section"] = (sorted(above), want["section"], plain(want["section"]) in above)
    for field, (got, wanted, right) in found.items():
        if not right:
            words = (want["text"], whole(task), str(got), str(wanted))
            said = f"{name}: {field} {got!r} instead of {wanted!r}"
            yield Fault(field, said, position, words, _lines(task))


def _persons(leader: str | list[str]) -> list[str]:
    printed = leader if isinstance(leader, str) else "、".join(leader)
    return re.split(r"[、，,\s]+", printed.strip())


def _said(task: DraftTask) -> list[object]:
    return [task.deadline.kind, task.deadline.start, task.deadline.end, task.deadline.raw]


def _is_due(task: DraftTask, wanted: Case | list[Case]) -> bool:
    """Whether the deadline is the one wanted, or one of those; {} is none."""
    if isinstance(wanted, list):
        return any(_is_due(task, one) for one in wanted)
    deadline = task.deadline
    return deadline.kind == wanted.get("type", "none") and all(
        plain(getattr(deadline, key)) == plain(wanted[key])
        for key in ("start", "end", "raw", "milestone")
        if key in wanted
    )


def _headings(draft: Draft) -> dict[str, set[str]]:
    """The titles of each section and of those above it, with their numbers and without."""
    own = {one.id: {plain(one.title), plain(one.number + one.title)} for one in draft.sections}
    return {
        id: set().union(*(own[other] for other in own if f"{id}.".startswith(f"{other}.")))
        for id in own
    }


# ── words ─────────────────────────────────────────────────────────────────────────────────────────


def _names(doubt: Diagnostic, fault: Fault, texts: Mapping[int, str]) -> bool:
    """Whether a doubt stands at the line of a fault, names words of it or of its line, or is of
    its kind: no title, no tasks, a gap of numbers. That something is no plan it must say itself."""
    if fault.field == "no-plan":
        return False
    line = doubt.location.line
    if (line and line in fault.lines) or _OF_KIND.get(doubt.code) == fault.field:
        return True
    told = [plain(value) for _, value in doubt.arguments]
    told += [texts.get(line, "")] if line else []
    witness = "\n".join(plain(text) for text in fault.words)
    return any(
        text[first : first + _WITNESS] in witness
        for text in told
        for first in range(len(text) - _WITNESS + 1)
    )


def _lines(task: DraftTask) -> frozenset[int]:
    return frozenset(place.number for place in task.source)


# ── figures ───────────────────────────────────────────────────────────────────────────────────────


def figures(judged: Iterable[tuple[Case, Judgement]]) -> list[str]:
    """What of all cases is right, a line for each figure."""
    judged = list(judged)
    plans = [(case, one) for case, one in judged if not _is_no_plan(case)]
    tasks = sum(len(case["expect"].get("tasks", ())) for case, _ in plans)
    wrong = sum(_wrong(one) for _, one in plans)
    too_many = sum(sum(fault.task == -1 for fault in one.faults) for _, one in judged)
    others = len(judged) - len(plans)
    taken = sum(bool(one.wrong_tasks) for case, one in judged if _is_no_plan(case))
    bad_roles, bad_dates = (
        sum(_wrong(one, *fields) for _, one in plans) for fields in (ROLES, ("deadline",))
    )
    faultless = sum(not one.faults for _, one in judged)
    return [
        f"tasks wholly right: {_share(tasks - wrong, tasks)}; too many: {too_many}",
        f"roles right: {_share(tasks - bad_roles, tasks)}",
        f"deadlines right: {_share(tasks - bad_dates, tasks)}",
        *(_stated(plans, key) for key in ("title", "document_number")),
        f"no plans taken for plans: {taken} of {others}",
        f"documents without a fault: {_share(faultless, len(judged))}",
        f"documents wrong in silence: {sum(one.is_silent for _, one in judged)}",
    ]


def _is_no_plan(case: Case) -> bool:
    return case["expect"].get("is_plan") is False


def _stated(plans: Sequence[tuple[Case, Judgement]], key: str) -> str:
    stated = [one for case, one in plans if key in case["expect"]]
    return f"{key}s right: {_share(sum(key not in one.fields for one in stated), len(stated))}"


def _wrong(judgement: Judgement, *fields: str) -> int:
    """The number of tasks of a plan that are wrong, in one of some fields or in any; a missing
    one is wrong in all."""
    return len(
        {
            fault.task
            for fault in judgement.faults
            if fault.task is not None and fault.task >= 0
            if not fields or fault.field in (*fields, "task")
        }
    )


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} ({100 * part / whole:.0f} %)" if whole else f"{part}/{whole}"


def open_list(judged: Iterable[tuple[str, Judgement]]) -> str:
    """What is wrong, as `documents/open.yaml` lists it."""
    lines = [
        "# What is still read wrong: the number of tasks, and the fields of the document",
        "# itself; `silent` where no doubt names any of it. Written by judged_documents.py --open.",
    ]
    for name, one in judged:
        if one.faults:
            silent = ", silent: yes" if one.is_silent else ""
            fields = ", ".join(one.fields)
            lines.append(f"{name}: {{tasks: {one.wrong_tasks}, fields: [{fields}]{silent}}}")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    """Print the figures of a folder, each fault, or the list of what is open."""
    folders = [Path(one) for one in arguments if not one.startswith("-")] or [SEEN_DIR, KEPT_DIR]
    judged = [
        (name, case, judge(case)) for folder in folders for name, case in cases(folder).items()
    ]
    if "--open" in arguments:
        print(open_list((name, one) for name, _, one in judged))
        return
    for name, _, one in judged:
        silent = ", silent" if one.is_silent else ""
        print(f"{name}: {one.wrong_tasks} tasks, {one.fields}{silent}, {len(one.doubts)} doubts")
        for fault in one.faults if "-v" in arguments else ():
            print(f"    {fault.said}")
    print("\n".join(figures((case, one) for _, case, one in judged)))


if __name__ == "__main__":
    main(sys.argv[1:])
