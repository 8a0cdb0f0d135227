"""content/kinds.yaml → the kinds of plans of a site, over those that come with gksite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from gksite.content.records import KindRecord, KindsRecord
from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.model.entities import Plan
from gksite.model.plan_kinds import USUAL_KINDS, Kind
from gksite.schema.validate import parse_record


def parse_kinds(texts: Mapping[str, str]) -> tuple[tuple[Kind, ...], list[Diagnostic]]:
    """Return all kinds: those of gksite, each as a file changes it, then those that are new."""
    kinds = {kind.id: kind for kind in USUAL_KINDS}
    problems: list[Diagnostic] = []
    seen: dict[str, Location] = {}
    for path, text in texts.items():
        parsed, new_problems = parse_record(KindsRecord, text, path)
        problems += new_problems
        for index, record in enumerate(parsed[0].kinds if parsed else ()):
            where = parsed[1].at("kinds", index, "id") if parsed else Location(path)
            if record.id in seen:
                problems.append(problem("duplicate-id", where, id=record.id, other=seen[record.id]))
                continue
            seen[record.id] = where
            name = record.name or (kinds[record.id].name if record.id in kinds else "")
            if not name:
                problems.append(problem("kind-without-name", where, id=record.id))
            taken = next((k for k in kinds.values() if k.name == name and k.id != record.id), None)
            if name and taken:
                problems.append(problem("duplicate-id", where, id=name, other=taken.id))
                continue
            kinds[record.id] = _kind(record, name or record.id, kinds.get(record.id))
    return tuple(kinds.values()), problems


def check_overviews(texts: Mapping[str, str], plans: Iterable[Plan]) -> Iterator[Diagnostic]:
    """Report each key of `overview` that names no column with a sum in any plan of its kind; of a
    kind without plans nothing is said."""
    sums: dict[str, set[str]] = {}
    names: dict[str, str] = {}
    for plan in plans:
        names[plan.kind.id] = plan.kind.name
        own = sums.setdefault(plan.kind.id, set())
        own.update(one.key for each in plan.lists for one in each.open_columns if one.sum)
    for path, text in texts.items():
        parsed, _ = parse_record(KindsRecord, text, path)
        for index, record in enumerate(parsed[0].kinds if parsed else ()):
            known = sums.get(record.id)
            for place, key in enumerate(record.overview):
                if parsed and known is not None and key not in known:
                    yield problem(
                        "overview-of-nothing",
                        parsed[1].at("kinds", index, "overview", place),
                        key=key,
                        kind=names[record.id],
                        near=nearest(key, sorted(known)),
                    )


def _kind(record: KindRecord, name: str, before: Kind | None) -> Kind:
    usual = before or Kind(record.id, name)
    item = record.item or usual.item
    # The English word goes with the Chinese one.
    english = record.english or (usual.english if item == usual.item else "item")
    return Kind(
        record.id,
        name,
        item,
        record.measure or usual.measure,
        english,
        record.plural or (usual.plural if english == usual.english else f"{english}s"),
        tuple(record.overview) or usual.overview,
    )
