"""Find the target of an import: the plan, its authority, its folder, and what is there already."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from gksite.content.registry_files import PROPOSED, parse_registries
from gksite.documents.blocks import SourceDocument
from gksite.importer.draft import Draft
from gksite.importer.writing.identity import (
    authority_id,
    authority_name,
    guess_year,
    known_authority,
)
from gksite.importer.writing.plan_files import title_of
from gksite.importer.writing.provenance import (
    NAME,
    Provenance,
    common_document,
    may_name,
    read_back,
)
from gksite.model.registry import Registry
from gksite.schema.keys import KEYS
from gksite.source.front_matter import split_front_matter
from gksite.source.yaml import Mapping, Scalar, parse_yaml

UNITS = "content/units"
PLANS = "content/plans"


class Wishes(msgspec.Struct, frozen=True):
    """The options of the editor; "" and None leave a value to the document."""

    id: str = ""
    authority: str = ""
    year: int | None = None
    into: str = ""
    dry_run: bool = False
    accept: bool = False
    format: Literal["text", "json"] = "text"
    anyway: bool = False


class Target(msgspec.Struct, frozen=True):
    """The plan that an import makes or updates. `id`, `authority` may be "", `year` None."""

    id: str
    authority: str
    authority_name: str
    year: int | None
    plan_dir: Path
    units_dir: Path
    sheet_path: Path
    project: Path
    other_title: str = ""
    """The title of another plan in the folder, if the editor did not name its id."""

    def shown(self, path: Path) -> str:
        """Return a path relative to the project, if it is in the project."""
        return (
            path.relative_to(self.project) if path.is_relative_to(self.project) else path
        ).as_posix()

    @property
    def proposal_path(self) -> Path:
        """The file of the authority's proposed units."""
        return self.units_dir / f"{self.authority}{PROPOSED}"

    @property
    def provenance(self) -> Provenance:
        """The provenance that the last import into this folder wrote."""
        return _provenance(self.plan_dir / NAME)


def find_target(
    project: Path,
    wishes: Wishes,
    draft: Draft,
    documents: Sequence[SourceDocument],
    registry: Registry,
    sample: str = "",
) -> Target:
    """Return the target: as the editor says, else as an earlier import of one of the documents,
    else as the document says.

    `sample` is the authority of the sample of a new site, which no document is taken for.
    """
    into = Path(wishes.into) if wishes.into else None
    plans_dir = into or project / PLANS
    earlier = wishes.id or _earlier_plan(plans_dir, documents)
    front = _front_matter(plans_dir / earlier / "plan.md") if earlier else {}
    name = authority_name(draft)
    authority = (
        wishes.authority
        or front.get("authority", "")
        or known_authority(draft, registry)
        or authority_id(name)
    )
    real = [authority for authority in registry.authorities if authority != sample]
    if not authority and len(real) == 1:
        authority = real[0]
    year = wishes.year or _year_of(front) or draft.year or guess_year(draft)
    id = earlier or (f"{authority}-{year}" if authority and year else "")
    there = (
        ""
        if earlier or wishes.accept
        else _front_matter(plans_dir / (id or "?") / "plan.md").get("title", "")
    )
    return Target(
        id,
        authority,
        name or authority,
        year,
        plans_dir / id,
        into / "units" if into else project / UNITS,
        into / f"{id}.import-report.html" if into else project / f".gksite/import/{id}.html",
        project,
        there if there != title_of(draft.envelope) else "",
    )


def read_registry(units_dir: Path) -> Registry:
    """Read the registries in a folder, without reporting problems; empty without a folder."""
    texts = {
        path.name: path.read_text("utf-8", errors="replace")
        for path in sorted(units_dir.glob("*.yaml"))
    }
    return parse_registries(texts)[0]


def _earlier_plan(plans_dir: Path, documents: Sequence[SourceDocument]) -> str:
    """Return the plan that an earlier import made of a document, "" if none or several."""
    plans: list[str] = []
    for note in sorted(plans_dir.glob(f"*/{NAME}")):
        text = note.read_text("utf-8", errors="replace")
        if may_name(text, documents) and common_document(read_back(text), documents):
            plans.append(note.parent.name)
    return plans[0] if len(plans) == 1 else ""


def _provenance(note: Path) -> Provenance:
    return (
        read_back(note.read_text("utf-8", errors="replace"))
        if note.is_file()
        else Provenance({}, {})
    )


def _front_matter(path: Path) -> dict[str, str]:
    """Read title, authority and year of an existing plan, with English or Chinese keys."""
    if not path.is_file():
        return {}
    front, _ = split_front_matter(path.read_text("utf-8", errors="replace"), path.name)
    node, _ = parse_yaml(front.text, path.name) if front else (None, [])
    values: dict[str, str] = {}
    for key, value in node.entries.items() if isinstance(node, Mapping) else ():
        name = KEYS.get(key, key)
        if isinstance(value, Scalar) and value.value and (name != "year" or value.value.isdigit()):
            values[name] = value.value
    return values


def _year_of(front: dict[str, str]) -> int:
    """Return the year in which the period of an earlier import begins, 0 for none."""
    stated = front.get("year", "") or front.get("period", "")[:4]
    return int(stated) if stated.isdecimal() else 0
