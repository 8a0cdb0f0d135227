"""Merge a plan folder that was edited by hand with a new import of its document."""

from __future__ import annotations

from collections.abc import Mapping, Set

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
_NO_FACTS = PlanFacts({}, {}, {}, {}, {}, {}, (), ())

Texts = dict[str, str]


class Update(msgspec.Struct, frozen=True):
    """What an import does to a plan folder: its files, the places that both sides changed, the
    edited files that cannot be merged as they cannot be read or the last import kept no text, and
    the changes in words."""

    files: tuple[FileChange, ...]
    clashes: tuple[Clash, ...] = ()
    unreadable: tuple[str, ...] = ()
    without_base: tuple[str, ...] = ()
    told: tuple[Change, ...] = ()

    @property
    def needs_consent(self) -> bool:
        """Whether an edit would be lost by it."""
        return bool(self.clashes or self.unreadable or self.without_base)


def update(
    new: Mapping[str, bytes], old: Mapping[str, bytes], earlier: Provenance, *, accept: bool
) -> Update:
    """Return what to do with a plan folder that holds the files `old`.

    Where both sides changed the same, `accept` takes the document's side. Without it nothing is to
    be written if that needs consent; then the changes in words are the document's alone.
    """
    changes = {change.name: change for change in compare(new, old, earlier.written)}
    versions = _Texts(earlier.texts, _texts(old), _texts(new))
    edited = [name for name, change in changes.items() if change.state == "edited"]
    without_base = tuple(name for name in edited if name not in versions.names)
    unreadable = versions.unreadable
    merged, clashes = _merge(versions, accept=accept)
    clashes = [clash for clash in clashes if clash.file not in unreadable] + _of_notice(versions)
    done = Update((), tuple(clashes), unreadable, without_base)
    is_refused = done.needs_consent and not accept
    for name, text in merged.items():
        if name not in edited or not (is_refused or name in unreadable):
            changes[name] = _changed(changes[name], text)
    if _is_dropped(versions):
        changes[NOTICE] = msgspec.structs.replace(changes[NOTICE], state="kept")
    files = tuple(changes[name] for name in sorted(changes))
    if is_refused:
        told = _told(versions.base or versions.mine, versions.theirs)
    else:
        written = {change.name: change.new for change in files if change.is_written}
        told = _told(versions.mine, versions.mine | _texts(written))
    return msgspec.structs.replace(done, files=files, told=told)


class _Texts(msgspec.Struct, frozen=True):
    """The texts of a plan folder by name: as the last import wrote them, as they are now, as this
    import would write them."""

    base: Texts
    mine: Texts
    theirs: Texts

    @property
    def names(self) -> list[str]:
        """The files that all three have."""
        sides = (self.base, self.mine, self.theirs)
        return [name for name in MERGED if all(name in side for side in sides)]

    @property
    def unreadable(self) -> tuple[str, ...]:
        """The edited files that cannot be read, or one of which cannot, if there is something to
        merge with."""
        names = [name for name in self.names if self.mine[name] != self.base[name]]
        if not names or all(self.theirs[name] == self.base[name] for name in self.names):
            return ()
        facts = facts_of(self.mine)
        return () if facts and facts.is_whole else tuple(n for n in names if n != NOTICE)


def _is_dropped(versions: _Texts) -> bool:
    """Whether the editor deleted the notice, and the document says nothing new in it."""
    base = versions.base.get(NOTICE)
    return base is not None and NOTICE not in versions.mine and versions.theirs.get(NOTICE) == base


def _of_notice(versions: _Texts) -> list[Clash]:
    """Return the clash of a notice that the editor deleted and the document changed."""
    is_there = NOTICE in versions.base and NOTICE in versions.theirs
    if not is_there or NOTICE in versions.mine or _is_dropped(versions):
        return []
    return [Clash(NOTICE, 0, "", where_of("notice", ("", ""), ""), "", versions.theirs[NOTICE])]


def _merge(texts: _Texts, *, accept: bool) -> tuple[Texts, list[Clash]]:
    """Return the merged texts and the clashes; with `accept`, as the document has it there."""
    if all(texts.mine[name] == texts.base[name] for name in texts.names):
        return {}, []
    merged, conflicts = _merge_texts(texts)
    sides = (texts.base, texts.mine, texts.theirs, {**texts.theirs, **texts.mine, **merged})
    facts = [facts_of(side) for side in sides]
    versions = None
    if facts[0] and facts[1] and facts[2] and all(one.is_whole for one in facts[:3] if one):
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
        merged, _ = _merge_texts(texts, {clash.task for clash in others})
    return merged, [*clashes, *others]


def _merge_texts(
    texts: _Texts, taken: Set[str] = frozenset()
) -> tuple[Texts, list[tuple[str, Conflict]]]:
    merged: Texts = {}
    conflicts: list[tuple[str, Conflict]] = []
    for name in texts.names:
        result = merge_texts(name, texts.base[name], texts.mine[name], texts.theirs[name], taken)
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
