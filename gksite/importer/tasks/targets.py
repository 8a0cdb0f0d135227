"""Find the targets of a task: in columns of quarters and years, and as milestones in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gksite.importer.draft import DraftColumn, DraftTarget
from gksite.importer.tables.alignment import NOTHING
from gksite.importer.tables.task_rows import Row
from gksite.notation.deadlines import parse_deadline

_LONGEST = 20_000
_CUT = re.compile(r"[；;。\n]|[，,](?=(?:19|20)\d\d年)|(?=[（(]\d{1,2}[)）])|(?=[①-⑳])")
_MARK = re.compile(r"^\s*(?:[（(]\d{1,2}[)）]|[①-⑳]|\d{1,2}[.．、](?!\d))?\s*")
_DATED = re.compile(
    r"(?:其中|并|力争|确保|争取|计划|预计)?[：:，,]?(?:到|至|于|在)?"
    r"((?:(?:19|20)\d\d年(?:\d{1,2}月(?:份)?(?:\d{1,2}日)?|[上下]半年|第?[一二三四]季度)?|"
    r"\d{1,2}月(?:份)?(?:\d{1,2}日)?|[上下]半年|第?[一二三四]季度|年)"
    r"(?:底|末)?(?:之?前|以前)?)[，,：:]?(?=.{2})"
)
_SHARE = re.compile(
    r"((?:19|20)\d\d)年(?:度)?(?:[一-鿿]{0,4}?)(\d{1,9}(?:\.\d{1,4})?)([一-鿿%％]{1,4}?)(?=[、，,；;。]|和|$)"
)
_SHARES = re.compile("其中|分别|分年度|分年|各年")
_WHOLE = re.compile(r"([一-鿿A-Za-z“”]{2,24}?)(?:达到?|共|约|总计|不少于)?\d{1,9}(?:\.\d{1,4})?$")


def row_targets(columns: Sequence[DraftColumn], row: Row) -> tuple[DraftTarget, ...]:
    """Return the targets that a row states in columns of quarters, halves and years."""
    texts = {cell.column: cell.text for cell in row.own}
    return tuple(
        DraftTarget(column.target, column.by, text)
        for column in columns
        if column.target and (text := texts.get(column.key, "")) and text not in NOTHING
    )


def prose_targets(wording: str, year: int | None) -> tuple[DraftTarget, ...]:
    """Return the milestones of a wording: points or clauses that each open with a day of their own
    (（1）2026年底前…；（2）2027年6月底前…), or shares of several years (其中2026年80公里、2027年90公里).

    One day alone is the task's deadline and no milestone.
    """
    text = wording[:_LONGEST]
    found: list[DraftTarget] = []
    ends = []
    for clause in _CUT.split(text):
        said = _MARK.sub("", clause, count=1)
        match = _DATED.match(said)
        deadline = parse_deadline(match[1], year) if match else None
        if match and deadline and deadline.end:
            found.append(DraftTarget(f"t{len(found) + 1}", match[1], said.strip()))
            ends.append(deadline.end)
    if len(set(ends)) == len(ends) > 1 and ends == sorted(ends):
        return tuple(found)
    return tuple(_shares(text))


def _shares(text: str) -> Iterator[DraftTarget]:
    """Yield the share of each year that a sentence divides its figure into."""
    for sentence in re.split("[。；;\n]", text):
        if not (opening := _SHARES.search(sentence)):
            continue
        shares = list(_SHARE.finditer(sentence, opening.start()))
        years = [match[1] for match in shares]
        if len(shares) < 2 or years != sorted(set(years)):
            continue
        units = {match[3] for match in shares}
        unit = units.pop() if len(units) == 1 else ""
        name = _counted(sentence[: opening.start()], unit) if unit else ""
        for match in shares:
            said = match[0]
            if name:
                yield DraftTarget(
                    f"y{match[1]}", match[1], said, float(match[2]), f"{match[1]}年{name}"
                )
            else:
                yield DraftTarget(f"y{match[1]}", match[1], said)
        return


def _counted(before: str, unit: str) -> str:
    """Return what the whole figure before the shares counts (新建改建农村公路400公里), "" for none."""
    for clause in reversed(re.split("[，、,]", before)):
        head, found, _ = clause.rpartition(unit)
        if found and (match := _WHOLE.fullmatch(head)):
            return match[1]
    return ""
