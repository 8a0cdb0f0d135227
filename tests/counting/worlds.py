"""Worlds of the slow counter: from the cases of `cases/`, and as the files of a project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from registry_then import Record, World

CASES = Path(__file__).parent / "cases"


def read_yaml(text: str) -> Any:
    """Return what a text of YAML holds, every value as a text."""
    return yaml.load(text, Loader=yaml.CBaseLoader)


def dumped(value: Any) -> str:
    """Return a value as YAML, without anchors."""

    class Plain(yaml.CSafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    return yaml.dump(value, Dumper=Plain, allow_unicode=True, sort_keys=False)


def all_cases() -> Iterator[Record]:
    """Yield every case of every table, but for the registry that they share."""
    for path in sorted(CASES.glob("*.yaml")):
        if path.stem != "registry":
            for case in read_yaml(path.read_text("utf-8")):
                yield {"table": path.stem, **case}


def world_of(case: Record) -> World:
    """Return the world of a case: the shared registry and plan, with what the case replaces.

    Where it has several plans, all have the same tasks and reports.
    """
    registry = read_yaml((CASES / "registry.yaml").read_text("utf-8"))
    registry |= {key: case[key] for key in ("units", "groups", "transfers") if key in case}
    if "units" in case and "groups" not in case:
        del registry["groups"]
    fronts = case.get("plans") or {"p": case.get("front", {"written": "2025-03-01"})}
    usual = {"title": "2025年工作要点", "authority": "qinghe", "year": "2025", "issuer": "office"}
    return {
        "config": {"site": {"name": "青禾区"}, **case.get("config", {})},
        "registries": {"qinghe": registry},
        "plans": {
            id: {
                "front": {key: value for key, value in {**usual, **front}.items() if value},
                "tasks": case["tasks"],
                "progress": case.get("progress", []),
            }
            for id, front in fronts.items()
        },
    }


def files_of(world: World) -> dict[str, str]:
    """Return the files of a project that says what a world says; the note of a report is its place
    in the file."""
    files = {"config.yaml": dumped(world["config"])}
    for authority, registry in world["registries"].items():
        files[f"content/units/{authority}.yaml"] = dumped(registry)
    for id, plan in world["plans"].items():
        folder = f"content/plans/{id}"
        files[f"{folder}/plan.md"] = f"---\n{dumped(plan['front'])}---\n"
        files[f"{folder}/tasks.yaml"] = dumped(plan["tasks"])
        if plan["progress"]:
            files[f"{folder}/progress.yaml"] = dumped(
                [
                    entry if "retracts" in entry else {**entry, "note": f"第{number}条"}
                    for number, entry in enumerate(plan["progress"], 1)
                ]
            )
    return files
