"""Bring a plan folder up to date with a draft, or refuse to: all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from gksite.catalogue import severity
from gksite.cli.import_target import PLANS, Target, Wishes
from gksite.content.notice import NOTICE_NAME
from gksite.content.registry_files import PROPOSED, parse_registries
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.documents.blocks import SourceDocument
from gksite.importer.draft import Draft
from gksite.importer.review.sheet import build_sheet
from gksite.importer.writing.clashes import Clash
from gksite.importer.writing.file_changes import FileChange
from gksite.importer.writing.html_report import render_review_sheet
from gksite.importer.writing.importing_again import Update, update
from gksite.importer.writing.likely_aliases import alias_problems
from gksite.importer.writing.plan_files import Identity
from gksite.importer.writing.plan_folder import PlanFolder, build_alone, build_folder, check_folder
from gksite.importer.writing.provenance import Provenance
from gksite.importer.writing.told_changes import Change
from gksite.importer.writing.unit_proposal import ProposedUnit, ask_for_members
from gksite.model.registry import Registry
from gksite.output.refusal import Refused
from gksite.output.source_files import LockedSources
from gksite.schema.types import unsafe_id_reason

_TEXTS = ("plan.md", "notice.md", "tasks.yaml", "progress.yaml", "assessments.yaml", "review.yaml")
"""The files of a plan folder that its build reads."""
_WORDED = ("plan.md", "notice.md", "tasks.yaml")
"""Those of them whose texts are the document's."""


class Outcome(msgspec.Struct, frozen=True):
    """The result of an import: problems, proposed units, the plan's files, paths written, and the
    changes of the plan in words; where nothing may be written, those of the document alone."""

    problems: tuple[Diagnostic, ...]
    proposed: tuple[ProposedUnit, ...] = ()
    changes: tuple[FileChange, ...] = ()
    written: tuple[Path, ...] = ()
    told: tuple[Change, ...] = ()


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
    """Write the files that differ, merged with the edits of the editor; nothing where both changed
    the same, unless the editor gives that up.

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
    folder = _folder(target, year, imported, registry, waiting, problems)
    existing = {
        name: path.read_bytes()
        for name in (*folder.files, *_TEXTS)
        if (path := target.plan_dir / name).is_file()
    }
    earlier = target.provenance
    new = update(folder.files, existing, earlier, accept=wishes.accept)
    known = _with(folder, registry)
    refusals = [] if wishes.accept else _hand_edits(target, new)
    refusals = refusals or _new_errors(folder, existing, new, target, known)
    problems = [*problems, *_problems(folder, target, earlier, imported.draft, registry), *refusals]
    if refusals:
        return Outcome(tuple(problems), folder.proposed, new.files, told=new.told)
    written = {target.plan_dir / name: data for name, data in _written(new).items()}
    read |= {target.plan_dir / name: data for name, data in existing.items()}
    if folder.registry_file:
        written[target.units_dir / folder.registry_file] = folder.registry_text.encode()
    try:
        if written or target.sheet_path not in read or _is_edited(new):
            sheet = _sheet(folder, existing | _written(new), imported, problems, known)
            sources.write(written | {target.sheet_path: sheet.encode()}, read)
    except Refused as failure:
        return Outcome((*problems, failure.diagnostic), folder.proposed, new.files)
    return Outcome(tuple(problems), folder.proposed, new.files, tuple(written), new.told)


def _written(new: Update) -> dict[str, bytes]:
    """Return the files of the plan that are written, by name."""
    return {change.name: change.new for change in new.files if change.is_written}


def _is_edited(new: Update) -> bool:
    """Whether the sheet of the last import may show what an editor has changed since."""
    return any(change.state == "kept" and change.name in _WORDED for change in new.files)


def _sheet(
    folder: PlanFolder,
    files: Mapping[str, bytes],
    imported: Import,
    problems: Sequence[Diagnostic],
    registry: Registry,
) -> str:
    """Return the review sheet; `files` are those of the plan once all is written, edits and all."""
    plan, _ = build_alone(msgspec.structs.replace(folder, files=dict(files)), registry)
    of_document, _ = build_alone(folder, registry)
    draft, documents = imported.draft, imported.documents
    sheet = build_sheet(draft, documents, problems, plan, of_document)
    return render_review_sheet(sheet, draft, documents, problems, folder.proposed)


def _hand_edits(target: Target, new: Update) -> list[Diagnostic]:
    """Return an error for each place that both the editor and the document changed, and for each
    edited file that cannot be merged."""
    return [
        *(_hand_edit(target, clash) for clash in new.clashes),
        *(
            problem(code, Location(target.shown(target.plan_dir / name)))
            for code, names in (
                ("edited-unreadable", new.unreadable),
                ("merge-base-missing", new.without_base),
            )
            for name in names
        ),
    ]


def _hand_edit(target: Target, clash: Clash) -> Diagnostic:
    mine, theirs = clash.shown
    return problem(
        "edited-by-hand",
        Location(target.shown(target.plan_dir / clash.file), clash.line, 1 if clash.line else 0),
        where_zh=clash.where[0],
        where=clash.where[1],
        mine_zh=f"改成“{mine}”" if mine else "删去了",
        mine=f"wrote “{mine}”" if mine else "deleted it",
        theirs_zh=f"改成“{theirs}”" if theirs else "删去了",
        theirs=f"has “{theirs}”" if theirs else "no longer has it",
    )


def _new_errors(
    folder: PlanFolder,
    existing: Mapping[str, bytes],
    new: Update,
    target: Target,
    registry: Registry,
) -> list[Diagnostic]:
    """Return the errors of the merged files that neither the files that are there nor the
    document's have, and a refusal; nothing where there are none."""
    if not any(change.state == "merged" for change in new.files):
        return []
    merged = dict(existing) | _written(new)
    known = {
        _said(problem)
        for files in (existing, folder.files)
        for problem in _errors(folder, files, registry)
    }
    errors = [each for each in _errors(folder, merged, registry) if _said(each) not in known]
    if not errors:
        return []
    place = Location(target.shown(target.plan_dir / "plan.md"))
    return [*errors, problem("merge-breaks-plan", place)]


def _errors(folder: PlanFolder, files: Mapping[str, bytes], registry: Registry) -> list[Diagnostic]:
    checked = check_folder(msgspec.structs.replace(folder, files=dict(files)), registry)
    return [each for each in checked if severity(each) == "error"]


def _said(problem: Diagnostic) -> tuple[str, object]:
    return problem.code, problem.arguments


def _folder(
    target: Target,
    year: int,
    imported: Import,
    registry: Registry,
    waiting: str,
    problems: Sequence[Diagnostic],
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
        [one for one in problems if severity(one) != "info"],
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
    folder: PlanFolder, target: Target, earlier: Provenance, draft: Draft, registry: Registry
) -> list[Diagnostic]:
    """Return questions about groups and likely aliases, errors of the new files, and warnings
    about what waits for the editor."""
    checked = check_folder(folder, _with(folder, registry))
    return [
        *ask_for_members(draft.tasks, folder.proposed),
        *alias_problems(folder.aliases, draft.tasks),
        *(problem for problem in checked if severity(problem) == "error"),
        *_waiting(folder, target),
        *_superseded(folder, target, earlier),
        *_without_document(folder, target, earlier),
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


def _superseded(folder: PlanFolder, target: Target, earlier: Provenance) -> list[Diagnostic]:
    """Warn of each original that an earlier import left among the attachments."""
    originals = [
        name for name in earlier.written if name.startswith("files/") and name not in folder.files
    ]
    paths = [path for name in originals if (path := target.plan_dir / name).is_file()]
    return [problem("superseded-file", Location(target.shown(path))) for path in paths]


def _without_document(folder: PlanFolder, target: Target, earlier: Provenance) -> list[Diagnostic]:
    """Warn of the notice of an earlier import, where the document has none."""
    path = target.plan_dir / NOTICE_NAME
    is_left = NOTICE_NAME in earlier.written and NOTICE_NAME not in folder.files
    is_left = is_left and path.is_file()
    return [problem("notice-not-in-document", Location(target.shown(path)))] if is_left else []


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
