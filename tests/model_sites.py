"""What the tests of the model build on: a site from texts, and parts of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from gksite.build.assemble import assemble
from gksite.build.published_set import working_set
from gksite.content.registry_files import parse_registries
from gksite.diagnostics import Diagnostic, Location
from gksite.model.entities import Plan, Task
from gksite.model.periods import of_year
from gksite.model.registry import Registry
from gksite.model.site import SiteModel
from gksite.source.files import Sources

HERE = Location("f.yaml", 1, 1)
REGISTRY = """\
authority: qinghe
name: 青禾区
units:
  - {id: office, name: 区政府办公室, aliases: [区府办]}
  - {id: justice, name: 区司法局}
  - {id: hubin, name: 湖滨街道, kind: 街道}
  - {id: old, name: 老城街道, kind: 街道, until: 2023}
groups:
  - {id: towns, name: 各街道, members: {kind: 街道}}
  - {id: concerned, name: 各有关单位, open: true}
"""


def cases(name: str) -> Any:
    """Return the cases of `wing/name`: tests/wing/cases/name.yaml."""
    wing, _, file = name.partition("/")
    path = Path(__file__).parent / wing / "cases" / f"{file}.yaml"
    return yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)


def registry_of(texts: Mapping[str, str]) -> Registry:
    """The registry of texts by authority; they must be free of errors."""
    registry, problems = parse_registries(
        {f"content/units/{name}.yaml": text for name, text in texts.items()}
    )
    assert not problems
    return registry


def plan_of(id: str, year: int = 2025, tasks: tuple[Task, ...] = (), **fields: Any) -> Plan:
    """A plan of which only some fields matter."""
    period = fields.pop("period", of_year(year))
    title = fields.pop("title", f"{year}年工作要点")
    return Plan(id, title, "qinghe", year, HERE, period, tasks=tasks, **fields)


def task_of(plan: str, id: str, text: str, **fields: Any) -> Task:
    """A task of which only some fields matter."""
    return Task(
        f"{plan}#{id}", plan, id, id, "main", "", text, text, f"<p>{text}</p>", HERE, **fields
    )


def site_of(
    files: Mapping[str, str], today: date | None = None, drafts: bool = False
) -> tuple[SiteModel, list[Diagnostic]]:
    """The model of a site with the registry above; plans by the path of their files below
    content/plans/."""
    texts = {"config.yaml": "site: {name: 青禾区}\n", "content/units/qinghe.yaml": REGISTRY}
    texts |= {f"content/plans/{path}": text for path, text in files.items()}
    sources = Sources({path: text.encode() for path, text in sorted(texts.items())}, {}, {})
    assembled = assemble(working_set(sources), {}, b"program", today=today, drafts=drafts, jobs=1)
    assert assembled.model is not None
    return assembled.model, assembled.problems


def front(year: int = 2025, **keys: str) -> str:
    """The front matter of a plan."""
    return (
        "---\n"
        + "".join(
            f"{key}: {value}\n"
            for key, value in {
                "title": f"{year}年青禾区工作要点",
                "authority": "qinghe",
                "year": year,
                **keys,
            }.items()
        )
        + "---\n"
    )
