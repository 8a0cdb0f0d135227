"""Write a draft as the files of its plan folder and its authority's registry: bytes by path."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

import msgspec

from gksite.content.plan_sources import PlanSources, Surroundings
from gksite.content.plans import build_plan
from gksite.content.registry_files import PROPOSED, parse_registries
from gksite.diagnostics import Diagnostic
from gksite.documents.blocks import SourceDocument
from gksite.documents.formats import FORMAT_BY_NAME
from gksite.importer.draft import Draft
from gksite.importer.writing.likely_aliases import LikelyAlias, likely_aliases, remarks_on
from gksite.importer.writing.plan_files import Identity, Original, plan_texts
from gksite.importer.writing.provenance import NAME, provenance_text
from gksite.importer.writing.unit_proposal import (
    ProposedUnit,
    proposal_text,
    propose_units,
    registry_text,
)
from gksite.model.entities import Plan
from gksite.model.registry import Registry
from gksite.source.characters import IDEOGRAPHS

ORIGINALS = "source"
"""The folder of a plan that keeps the imported documents; it is never published."""
_UNSAFE = re.compile(rf"[^\w{IDEOGRAPHS}\-.()（）〔〕【】《》、，]+")


class PlanFolder(msgspec.Struct, frozen=True):
    """The files of a plan folder by name, the registry file (its name, "" for none) and the
    units that it proposes.

    `problems` are the errors that a build would find in it.
    """

    identity: Identity
    files: dict[str, bytes]
    registry_file: str
    registry_text: str
    proposed: tuple[ProposedUnit, ...]
    problems: tuple[Diagnostic, ...] = ()
    aliases: tuple[LikelyAlias, ...] = ()


def build_folder(
    draft: Draft,
    documents: Sequence[SourceDocument],
    contents: Mapping[str, bytes],
    identity: Identity,
    authority_name: str,
    registry: Registry,
    waiting: str = "",
    doubts: Sequence[Diagnostic] = (),
) -> PlanFolder:
    """Return the folder of a plan. `contents` are the documents' bytes by name; `waiting` is the
    authority's earlier proposal; `doubts` are what a person must look at.

    A new authority gets a registry of its own; for an authority with a registry, units are only
    proposed.
    """
    read = [document for document in documents if document.name in contents]
    originals = name_originals(
        {
            document.name: document.name
            if "." in document.name
            else f"{document.name}.{FORMAT_BY_NAME[document.format].endings[0]}"
            for document in read
        }
    )
    known = _earlier(waiting)
    day = draft.envelope.day(identity.year)
    proposed = propose_units(draft.tasks, registry, identity.authority, day, known, draft.lists)
    aliases = likely_aliases(proposed, registry, identity.authority, day)
    authority = registry.authorities.get(identity.authority)
    registry_file, text = "", ""
    if authority is None:
        registry_file, text = (
            f"{identity.authority}.yaml",
            registry_text(identity.authority, authority_name, proposed, remarks_on(aliases)),
        )
    elif {unit.name for unit in proposed} - {unit.name for unit in known}:
        registry_file = f"{identity.authority}{PROPOSED}"
        text = proposal_text(
            identity.authority, authority.name, proposed, waiting, remarks_on(aliases)
        )
    texts = plan_texts(draft, identity, registry)
    files = {name: text.encode() for name, text in texts.items()}
    files |= {f"{ORIGINALS}/{original.file}": contents[original.name] for original in originals}
    stemming = {name: data for name, data in files.items() if name != "progress.yaml"}
    files[NAME] = provenance_text(draft, documents, originals, stemming, doubts).encode()
    return PlanFolder(identity, files, registry_file, text, proposed, aliases=aliases)


def build_alone(
    folder: PlanFolder, registry: Registry
) -> tuple[Plan | None, tuple[Diagnostic, ...]]:
    """Return what a build of this plan alone reads, and its problems, with the registry as it will
    be then."""
    texts = {
        name: data
        for name, data in folder.files.items()
        if name.endswith((".md", ".yaml")) and "/" not in name
    }
    sources = PlanSources(folder.identity.id, f"content/plans/{folder.identity.id}", texts, {})
    decoded = {name: data.decode() for name, data in texts.items()}
    plan, problems = build_plan(sources, decoded, Surroundings(registry, None))
    return plan, tuple(problems)


def check_folder(folder: PlanFolder, registry: Registry) -> tuple[Diagnostic, ...]:
    """Return the problems of a build of this plan alone."""
    return build_alone(folder, registry)[1]


def name_originals(names: Mapping[str, str]) -> tuple[Original, ...]:
    """Return safe names in source/ for documents (name → wanted name), unique in any case."""
    taken: set[str] = set()
    originals: list[Original] = []
    for name, wanted in names.items():
        clean = _UNSAFE.sub("-", unicodedata.normalize("NFC", wanted)).strip(".-~") or "document"
        stem, dot, ending = clean.rpartition(".")
        stem, ending = (stem, dot + ending) if stem else (clean, "")
        stem = stem.encode()[:150].decode(errors="ignore")
        file = next(
            file
            for n in range(1, 10_000)
            if (file := f"{stem}{f'-{n}' if n > 1 else ''}{ending}").casefold() not in taken
        )
        taken.add(file.casefold())
        originals.append(Original(file, name))
    return tuple(originals)


def _earlier(waiting: str) -> tuple[ProposedUnit, ...]:
    """Return the units of an earlier proposal that still waits."""
    if not waiting:
        return ()
    registry, _ = parse_registries({"waiting.yaml": waiting})
    units = [
        ProposedUnit(unit.id, unit.name, unit.kind or "department")
        for unit in registry.units.values()
    ]
    return (*units, *(ProposedUnit(group.id, group.name, "") for group in registry.groups.values()))
