"""Merge a plan folder that was edited by hand with a new import of its document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

import msgspec

from gksite.importer.writing.clashes import (
    Clash,
    Versions,
    clash_of,
    clashes_of_meaning,
    renumbered,
)
from gksite.importer.writing.file_changes import FileChange, State, compare
from gksite.importer.writing.merging_files import Conflict, merge_texts
from gksite.importer.writing.plan_facts import PlanFacts, facts_of
from gksite.importer.writing.provenance import MERGED, Provenance
from gksite.importer.writing.told_changes import Change, told_changes, where_of

NOTICE = "notice.md"
_NO_FACTS = PlanFacts({}, {}, {}, {}, ())

Texts = dict[str, str]


class Update(msgspec.Struct, frozen=True):
    """What an import does to a plan folder: its files, the places that both sides changed, the
    edited files that cannot be merged, and the changes in words."""

    files: tuple[FileChange, ...]
    clashes: tuple[Clash, ...] = ()
    unmergeable: tuple[str, ...] = ()
    told: tuple[Change, ...] = ()


def update(
    new: Mapping[str, bytes], old: Mapping[str, bytes], earlier: Provenance, *, accept: bool
) -> Update:
    """Return what to do with a plan folder that holds the files `old`.

    Where both sides changed the same, `accept` takes the document's side. Without it nothing is to
    be written if there is a clash or a file that cannot be merged; then the changes in words are
    the document's alone.
    """
    changes = {change.name: change for change in compare(new, old, earlier.written)}
    base, mine, theirs = earlier.texts, _texts(old), _texts(new)
    names = [name for name in MERGED if name in base and name in mine and name in theirs]
    edited = [name for name, change in changes.items() if change.state == "edited"]
    unmergeable = tuple(name for name in edited if name not in names)
    merged, clashes = _merge(base, mine, theirs, names, accept=accept)
    is_refused = bool(clashes or unmergeable) and not accept
    for name, text in merged.items():
        if name not in edited or not is_refused:
            changes[name] = _changed(changes[name], text)
    if NOTICE in base and NOTICE in theirs and NOTICE not in old:
        if theirs[NOTICE] == base[NOTICE]:
            changes[NOTICE] = msgspec.structs.replace(changes[NOTICE], state="kept")
        else:
            where = where_of("notice", "", "")
            clashes = [*clashes, Clash(NOTICE, 0, "", where, "", theirs[NOTICE])]
            is_refused = not accept
    files = tuple(changes[name] for name in sorted(changes))
    if is_refused:
        told = _told(base or mine, theirs)
    else:
        written = {change.name: change.new for change in files if change.is_written}
        told = _told(mine, mine | _texts(written))
    return Update(files, tuple(clashes), unmergeable, told)


def _merge(
    base: Texts, mine: Texts, theirs: Texts, names: Iterable[str], *, accept: bool
) -> tuple[Texts, list[Clash]]:
    """Return the merged texts and the clashes; with `accept`, as the document has it there."""
    merged, conflicts = _merge_texts(base, mine, theirs, names)
    facts = [facts_of(texts) for texts in (base, mine, theirs, {**theirs, **mine, **merged})]
    versions = None
    if facts[0] and facts[1] and facts[2]:
        versions = Versions(facts[0], facts[1], facts[2], facts[3] or _NO_FACTS)
    clashes = [clash_of(name, conflict, versions) for name, conflict in conflicts]
    if versions is None:
        return merged, clashes
    others = list(renumbered(versions))
    moved = {clash.task for clash in others}
    clashes = [clash for clash in clashes if clash.task not in moved]
    known = moved | {clash.task for clash in clashes if clash.task}
    if facts[3]:
        others += clashes_of_meaning(versions, known)
    if accept and others:
        merged, _ = _merge_texts(base, mine, theirs, names, {clash.task for clash in others})
    return merged, [*clashes, *others]


def _merge_texts(
    base: Texts, mine: Texts, theirs: Texts, names: Iterable[str], taken: Set[str] = frozenset()
) -> tuple[Texts, list[tuple[str, Conflict]]]:
    merged: Texts = {}
    conflicts: list[tuple[str, Conflict]] = []
    for name in names:
        result = merge_texts(name, base[name], mine[name], theirs[name], taken)
        merged[name] = result.text
        conflicts += ((name, conflict) for conflict in result.conflicts)
    return merged, conflicts


def _changed(change: FileChange, text: str) -> FileChange:
    """Return the change of a file to a merged text."""
    data = text.encode()
    state: State = "merged"
    if data == change.old:
        state = "same" if change.state == "same" else "kept"
    elif data == change.new:
        state = "changed"
    return FileChange(change.name, change.old, data, state)


def _texts(files: Mapping[str, bytes]) -> Texts:
    """Return the texts that can be merged; a file that is no UTF-8 is none."""
    texts: Texts = {}
    for name in MERGED:
        try:
            if name in files:
                texts[name] = files[name].decode()
        except UnicodeDecodeError:
            continue
    return texts


def _told(old: Texts, new: Texts) -> tuple[Change, ...]:
    before, after = facts_of(old), facts_of(new)
    return told_changes(before, after) if before and after else ()
