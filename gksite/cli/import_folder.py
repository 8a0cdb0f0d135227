"""Bring a plan folder up to date with a draft, or refuse to: all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from gksite.catalogue import severity
from gksite.cli.import_target import PLANS, Target, Wishes
from gksite.content.registry_files import PROPOSED, parse_registries
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.documents.blocks import SourceDocument
from gksite.importer.draft import Draft
from gksite.importer.writing.file_changes import FileChange, compare
from gksite.importer.writing.html_report import render_review_sheet
from gksite.importer.writing.likely_aliases import alias_problems
from gksite.importer.writing.plan_files import Identity
from gksite.importer.writing.plan_folder import PlanFolder, build_folder, check_folder
from gksite.importer.writing.unit_proposal import ProposedUnit, ask_for_members
from gksite.model.registry import Registry
from gksite.output.refusal import Refused
from gksite.output.source_files import LockedSources
from gksite.schema.types import unsafe_id_reason


class Outcome(msgspec.Struct, frozen=True):
    """The result of an import: problems, proposed units, the plan's files, paths written."""

    problems: tuple[Diagnostic, ...]
    proposed: tuple[ProposedUnit, ...] = ()
    changes: tuple[FileChange, ...] = ()
    written: tuple[Path, ...] = ()


class Import(msgspec.Struct, frozen=True):
    """What is imported: the draft, the documents it was read from, and their bytes by name."""

    draft: Draft
    documents: Sequence[SourceDocument]
    contents: Mapping[str, bytes]


def bring_up_to_date(
    target: Target,
    year: int,
    imported: Import,
    registry: Registry,
    problems: Sequence[Diagnostic],
    wishes: Wishes,
    sources: LockedSources,
) -> Outcome:
    """Write the files that differ, unless that would overwrite an edit that the editor does not
    give up.

    Target and registry were read while the sources were locked.
    """
    if refusal := _refusal(target):
        unsafe = refusal.code == "unsafe-id"
        return Outcome((refusal,) if unsafe else (*problems, refusal))
    read = {
        path: path.read_bytes()
        for path in (target.proposal_path, target.sheet_path)
        if path.is_file()
    }
    waiting = read.get(target.proposal_path, b"").decode("utf-8", errors="replace")
    folder = _folder(target, year, imported, registry, waiting)
    problems = [*problems, *_problems(folder, target, imported.draft, registry)]
    existing = {
        name: path.read_bytes()
        for name in folder.files
        if (path := target.plan_dir / name).is_file()
    }
    changes = compare(folder.files, existing, target.provenance.written)
    edited = [change.name for change in changes if change.state == "edited"]
    if edited and not wishes.accept:
        places = (Location(target.shown(target.plan_dir / name)) for name in edited)
        problems += (problem("edited-by-hand", place) for place in places)
        return Outcome(tuple(problems), folder.proposed, changes)
    written = {target.plan_dir / change.name: change.new for change in changes if change.is_written}
    read |= {target.plan_dir / name: data for name, data in existing.items()}
    if folder.registry_file:
        written[target.units_dir / folder.registry_file] = folder.registry_text.encode()
    try:
        if written or target.sheet_path not in read:
            sheet = render_review_sheet(
                imported.draft, imported.documents, problems, folder.proposed
            )
            sources.write(written | {target.sheet_path: sheet.encode()}, read)
    except Refused as failure:
        return Outcome((*problems, failure.diagnostic), folder.proposed, changes)
    return Outcome(tuple(problems), folder.proposed, changes, tuple(written))


def _folder(
    target: Target, year: int, imported: Import, registry: Registry, waiting: str
) -> PlanFolder:
    """Return the files of the plan; `waiting` is the text of units proposed before."""
    return build_folder(
        imported.draft,
        imported.documents,
        imported.contents,
        Identity(target.id, target.authority, year),
        target.authority_name,
        registry,
        waiting,
    )


def _refusal(target: Target) -> Diagnostic | None:
    """Return why nothing may be written: an id is unsafe, or another plan lies there."""
    for id in (target.id, target.authority):
        if reason := unsafe_id_reason(id):
            return problem(
                "unsafe-id", Location(PLANS), id=id, reason_zh=reason[0], reason=reason[1]
            )
    if not target.other_title:
        return None
    place = Location(target.shown(target.plan_dir / "plan.md"))
    return problem("another-plan", place, title=target.other_title, id=target.id)


def _problems(
    folder: PlanFolder, target: Target, draft: Draft, registry: Registry
) -> list[Diagnostic]:
    """Return questions about groups and likely aliases, errors of the new files, and warnings
    about what waits for the editor."""
    checked = check_folder(folder, _with(folder, registry))
    return [
        *ask_for_members(draft.tasks, folder.proposed),
        *alias_problems(folder.aliases, draft.tasks),
        *(problem for problem in checked if severity(problem) == "error"),
        *_waiting(folder, target),
        *_superseded(folder, target),
    ]


def _waiting(folder: PlanFolder, target: Target) -> list[Diagnostic]:
    """Return a warning if proposed units wait for acceptance."""
    if not folder.proposed or folder.registry_file == f"{target.authority}.yaml":
        return []
    place = Location(target.shown(target.proposal_path), 1, 1)
    return [
        problem(
            "units-proposed", place, count=len(folder.proposed), registry=f"{target.authority}.yaml"
        )
    ]


def _superseded(folder: PlanFolder, target: Target) -> list[Diagnostic]:
    """Warn of each original that an earlier import left among the attachments."""
    originals = [
        name
        for name in target.provenance.written
        if name.startswith("files/") and name not in folder.files
    ]
    paths = [path for name in originals if (path := target.plan_dir / name).is_file()]
    return [problem("superseded-file", Location(target.shown(path))) for path in paths]


def _with(folder: PlanFolder, registry: Registry) -> Registry:
    """Return the registry as it will be once the folder is written."""
    id = folder.identity.authority
    if id in registry.authorities:
        names = frozenset(unit.name for unit in folder.proposed)
        return msgspec.structs.replace(registry, proposed=registry.proposed | {id: names})
    added, _ = parse_registries({folder.registry_file: folder.registry_text})
    assert not folder.registry_file.endswith(PROPOSED)
    return msgspec.structs.replace(
        registry,
        authorities=registry.authorities | added.authorities,
        units=registry.units | added.units,
        groups=registry.groups | added.groups,
        names=registry.names | added.names,
    )
