"""The places that both the editor and the document changed: in one text, or by their meaning."""

from __future__ import annotations

from collections.abc import Iterator, Set

import msgspec

from gksite.importer.writing.merging_files import Conflict, merge_texts
from gksite.importer.writing.plan_facts import Facts, Label, PlanFacts
from gksite.importer.writing.told_changes import Item, is_same_task, where_of, wording_of
from gksite.notation.wordings import differing
from gksite.schema.keys import KEYS
from gksite.source.yaml import parse_yaml, plain


class Clash(msgspec.Struct, frozen=True):
    """A place that both sides changed: file, line (from 1), its task ("" for none), words for it in
    Chinese and in English, and both wordings, "" where the place is deleted."""

    file: str
    line: int
    task: str
    where: tuple[str, str]
    mine: str
    theirs: str

    @property
    def shown(self) -> tuple[str, str]:
        """The differing stretch of both wordings."""
        return differing(self.mine, self.theirs)


class Versions(msgspec.Struct, frozen=True):
    """The facts of a plan: as the last import wrote them, as they are now, as this import would
    write them, and as they were merged."""

    base: PlanFacts
    mine: PlanFacts
    theirs: PlanFacts
    merged: PlanFacts

    def label(self, task: str) -> Label:
        """Return the words for a task."""
        for facts in (self.mine, self.theirs, self.base):
            if task in facts.labels:
                return facts.labels[task]
        return label_of(task)


def label_of(task: str) -> Label:
    """Return the words for a task of which only the id is known."""
    return f"第{task}项", f"task {task}"


def clash_of(name: str, conflict: Conflict, versions: Versions | None) -> Clash:
    """Return a conflict of two texts in words."""
    path = [step for step in conflict.path if step not in ("front", "body")]
    in_front = "front" in conflict.path
    item: Item
    field = ""
    if conflict.owner:
        item = "task"
        field = " ".join(path[1:3]) if path[1:2] == ["targets"] else "".join(path[1:2])
    elif name.endswith(".md") and not in_front:
        item = "paragraph"
    else:
        item, field = "notice" if name == "notice.md" else "plan", "".join(path[:1]) or "file"
    label = versions.label(conflict.owner) if versions else label_of(conflict.owner)
    is_yaml = in_front or name.endswith(".yaml")
    return Clash(
        name,
        conflict.line + 1,
        conflict.owner,
        where_of(item, label, KEYS.get(field, field)),
        _wording(conflict.mine, is_yaml=is_yaml),
        _wording(conflict.theirs, is_yaml=is_yaml),
    )


def renumbered(versions: Versions) -> Iterator[Clash]:
    """Yield the tasks that the editor changed, and whose number the document now gives to another
    task."""
    wordings = {wording_of(facts) for facts in versions.theirs.tasks.values()}
    for id, base in versions.base.tasks.items():
        mine, theirs = versions.mine.tasks.get(id, {}), versions.theirs.tasks.get(id, {})
        if mine != base and theirs and _is_another(base, theirs, wordings):
            where = where_of("task", versions.label(id), "text")
            yield Clash("tasks.yaml", 0, id, where, wording_of(mine), wording_of(theirs))


def clashes_of_meaning(versions: Versions, known: Set[str]) -> Iterator[Clash]:
    """Yield facts of tasks that the merged texts have otherwise than the edits and the document ask
    for, as where the wording of a task stands in two files; without tasks that are `known`."""
    sides = (versions.base, versions.mine, versions.theirs, versions.merged)
    for id in dict.fromkeys(id for side in sides for id in side.tasks):
        base, mine, theirs, merged = (side.tasks.get(id, {}) for side in sides)
        if id in known or (mine == base and merged == theirs):
            continue
        for field in _wrong_fields(base, mine, theirs, merged):
            where = where_of("task", versions.label(id), versions.mine.name(field))
            said = [side.shown(id) if id in side.tasks else {} for side in sides[1:3]]
            texts = [
                facts.get(side.name(field), "")
                for side, facts in zip(sides[1:3], said, strict=True)
            ]
            yield Clash("tasks.yaml", 0, id, where, texts[0], texts[1])


def _is_another(base: Facts, theirs: Facts, wordings: Set[str]) -> bool:
    """Whether the document, which has these wordings, gives the number of a task to another one."""
    if wording_of(base) == wording_of(theirs):
        return False
    return wording_of(base) in wordings or not is_same_task(base, theirs)


def _wrong_fields(base: Facts, mine: Facts, theirs: Facts, merged: Facts) -> Iterator[str]:
    for field in {**base, **mine, **theirs, **merged}:
        was, by_hand, new = (facts.get(field, "") for facts in (base, mine, theirs))
        if was in (by_hand, new) or by_hand == new:
            wanted = new if by_hand == was else by_hand
        else:
            # Both changed it: that is right where they changed other paragraphs of it.
            both = merge_texts("text.md", was, by_hand, new)
            wanted = "" if both.conflicts else both.text.strip()
        if merged.get(field, "") != wanted or (not wanted and was and by_hand and new):
            yield field


def _wording(text: str, *, is_yaml: bool) -> str:
    """Return a piece of a source file without its bookkeeping."""
    if not is_yaml:
        lines = (line for line in text.splitlines() if not line.lstrip().startswith("{task="))
        return " ".join(filter(None, (line.strip() for line in lines)))
    node, problems = parse_yaml(text, "")
    return "、".join(_scalars(plain(node))) if node is not None and not problems else text.strip()


def _scalars(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        whole = next(
            (value[key] for key in ("text", "内容", "title", "标题") if value.get(key)), None
        )
        yield from _scalars(whole if whole is not None else list(value.values()))
    elif isinstance(value, list):
        for each in value:
            yield from _scalars(each)
    elif value is not None:
        yield str(value)
