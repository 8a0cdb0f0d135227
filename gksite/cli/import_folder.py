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
from gksite.importer.writing.plan_files import Identity
from gksite.importer.writing.plan_folder import PlanFolder, build_folder, check_folder
from gksite.importer.writing.unit_proposal import ProposedUnit, ask_for_members
from gksite.model.registry import Registry
from gksite.output.refusal import Refused
from gksite.output.source_files import LockedSources
from gksite.schema.types import unsafe_id_reason


class Outcome(msgspec.Struct, frozen=True):
    """What came of an import: all problems, the units proposed, the files of the plan, and the
    paths that were written."""

    problems: tuple[Diagnostic, ...]
    proposed: tuple[ProposedUnit, ...] = ()
    changes: tuple[FileChange, ...] = ()
    written: tuple[Path, ...] = ()


def bring_up_to_date(
    target: Target,
    year: int,
    draft: Draft,
    documents: Sequence[SourceDocument],
    contents: Mapping[str, bytes],
    registry: Registry,
    problems: Sequence[Diagnostic],
    wishes: Wishes,
    sources: LockedSources,
) -> Outcome:
    """Write what differs, unless that would overwrite a hand edit which the editor does not give
    up.

    Target and registry are as they were read since the sources are locked.
    """
    for id in (target.id, target.authority):
        if reason := unsafe_id_reason(id):
            return Outcome(
                (
                    problem(
                        "unsafe-id", Location(PLANS), id=id, reason_zh=reason[0], reason=reason[1]
                    ),
                )
            )
    if target.other_title:
        place = Location(target.shown(target.plan_dir / "plan.md"))
        return Outcome(
            (*problems, problem("another-plan", place, title=target.other_title, id=target.id))
        )
    read = {
        path: path.read_bytes()
        for path in (target.proposal_path, target.sheet_path)
        if path.is_file()
    }
    waiting = read.get(target.proposal_path, b"").decode("utf-8", errors="replace")
    identity = Identity(target.id, target.authority, year)
    folder = build_folder(
        draft, documents, contents, identity, target.authority_name, registry, waiting
    )
    found = [
        one for one in check_folder(folder, _with(folder, registry)) if severity(one) == "error"
    ]
    every = [
        *problems,
        *ask_for_members(draft.tasks, folder.proposed),
        *found,
        *_waiting(folder, target),
        *_superseded(folder, target),
    ]
    old = {
        name: path.read_bytes()
        for name in folder.files
        if (path := target.plan_dir / name).is_file()
    }
    changes = compare(folder.files, old, target.provenance.written)
    edited = [change for change in changes if change.state == "edited"]
    if edited and not wishes.accept:
        every += [
            problem("edited-by-hand", Location(target.shown(target.plan_dir / one.name)))
            for one in edited
        ]
        return Outcome(tuple(every), folder.proposed, changes)
    written = {target.plan_dir / change.name: change.new for change in changes if change.is_written}
    read |= {target.plan_dir / name: data for name, data in old.items()}
    if folder.registry_file:
        written[target.units_dir / folder.registry_file] = folder.registry_text.encode()
    try:
        if written or target.sheet_path not in read:
            sheet = render_review_sheet(draft, documents, every, folder.proposed)
            sources.write(written | {target.sheet_path: sheet.encode()}, read)
    except Refused as refusal:
        return Outcome((*every, refusal.diagnostic), folder.proposed, changes)
    return Outcome(tuple(every), folder.proposed, changes, tuple(written))


def _waiting(folder: PlanFolder, target: Target) -> list[Diagnostic]:
    """The warning that units wait for acceptance, where some do."""
    if not folder.proposed or folder.registry_file == f"{target.authority}.yaml":
        return []
    place = Location(target.shown(target.proposal_path), 1, 1)
    return [
        problem(
            "units-proposed", place, count=len(folder.proposed), registry=f"{target.authority}.yaml"
        )
    ]


def _superseded(folder: PlanFolder, target: Target) -> list[Diagnostic]:
    """A warning for each original that an earlier import put among the attachments, and that lies
    there still."""
    left = [
        name
        for name in target.provenance.written
        if name.startswith("files/") and name not in folder.files
    ]
    paths = [path for name in left if (path := target.plan_dir / name).is_file()]
    return [problem("superseded-file", Location(target.shown(path))) for path in paths]


def _with(folder: PlanFolder, registry: Registry) -> Registry:
    """The registry as it will be once the folder is written."""
    id = folder.identity.authority
    if id in registry.authorities:
        names = frozenset(one.name for one in folder.proposed)
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
