"""`gksite schema`: the JSON Schema of each kind of file, and the settings by which an editor finds
them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from gksite.cli.options import Shared
from gksite.config.records import ConfigRecord
from gksite.content import records
from gksite.output.source_files import write_together
from gksite.schema.json_schema import KeyLanguage, json_schema

SCHEMAS: dict[str, tuple[Any, str, str]] = {
    "config": (ConfigRecord, "config.yaml", "config.yaml"),
    "units": (records.RegistryRecord, "content/units/*.yaml", "content/units/*.yaml"),
    "topics": (records.TopicsRecord, "content/topics.yaml", "content/topics.yaml"),
    "kinds": (records.KindsRecord, "content/kinds.yaml", "content/kinds.yaml"),
    "glossary": (records.GlossaryRecord, "content/glossary.yaml", "content/glossary.yaml"),
    "plan": (records.PlanRecord, "the front matter of content/plans/*/plan.md", ""),
    "notice": (records.NoticeRecord, "the front matter of content/plans/*/notice.md", ""),
    "tasks": (list[records.TaskRecord], "content/plans/*/tasks.yaml", "content/plans/*/tasks.yaml"),
    "progress": (
        list[records.ProgressRecord],
        "content/plans/*/progress.yaml",
        "content/plans/*/progress.yaml",
    ),
    "assessments": (
        list[records.AssessmentRecord],
        "content/plans/*/assessments.yaml",
        "content/plans/*/assessments.yaml",
    ),
    "review": (
        list[records.SignatureRecord],
        "content/plans/*/review.yaml",
        "content/plans/*/review.yaml",
    ),
    "site-review": (
        list[records.TextsSignatureRecord],
        "content/review.yaml",
        "content/review.yaml",
    ),
    "withdrawn": (
        list[records.WithdrawnRecord],
        "content/withdrawn.yaml",
        "content/withdrawn.yaml",
    ),
    "published": (
        list[records.PublishedPlanRecord],
        "publications/plans.yaml",
        "publications/plans.yaml",
    ),
    "snapshots": (list[records.SnapshotRecord], "snapshots/index.yaml", "snapshots/index.yaml"),
    "page": (records.FreePageRecord, "the front matter of content/pages/*.md", ""),
    "waivers": (
        list[records.WaiverRecord],
        "content/waivers.yaml and content/plans/*/waivers.yaml",
        "content/**/waivers.yaml",
    ),
    "confusions": (
        list[records.ConfusionRecord],
        "content/confusions.yaml",
        "content/confusions.yaml",
    ),
    "holidays": (list[records.HolidayRecord], "content/holidays.yaml", "content/holidays.yaml"),
}
"""Kind → record, title, and the files that an editor should check with it; "" for front matter,
which an editor cannot check."""

FOLDER = ".vscode"


def schema_text(kind: str, keys: KeyLanguage) -> str:
    """Return the JSON Schema of a kind of file."""
    record, title, _ = SCHEMAS[kind]
    return json.dumps(json_schema(record, title, keys), ensure_ascii=False, indent=2) + "\n"


def write_schemas(root: Path, keys: KeyLanguage) -> list[str]:
    """Write all schemas to `.vscode/gksite/`, and the editor's settings if there are none. Return
    the paths written. Raises Refused when the disk fails."""
    folder = root / FOLDER / "gksite"
    files = {folder / f"{kind}.json": schema_text(kind, keys).encode() for kind in SCHEMAS}
    settings = root / FOLDER / "settings.json"
    if not settings.exists():
        schemas = {
            f"./{FOLDER}/gksite/{kind}.json": files
            for kind, (_, _, files) in SCHEMAS.items()
            if files
        }
        files[settings] = (
            json.dumps({"yaml.schemas": schemas}, ensure_ascii=False, indent=2) + "\n"
        ).encode()
    write_together(files)
    return [path.relative_to(root).as_posix() for path in files]


@click.command()
@click.argument("kind", type=click.Choice(tuple(SCHEMAS)), required=False)
@click.option(
    "--keys",
    type=click.Choice(("en", "zh")),
    default="en",
    help="键的语言。The language of the keys.",
)
@click.option(
    "--write", is_flag=True, help="写入 .vscode/，供编辑器补全。Write all of them for editors."
)
@click.pass_obj
def schema(shared: Shared, kind: str | None, keys: KeyLanguage, write: bool) -> int:
    """输出各类文件的 JSON Schema。JSON Schema of a kind of file, for editors.

    \b
    config units topics glossary plan notice tasks progress review withdrawn
    published snapshots page waivers confusions holidays
    """
    if write:
        for path in write_schemas(shared.project, keys):
            shared.put(path)
        return 0
    if kind is None:
        raise shared.usage("写明文件种类，或用 --write", "name a kind of file, or use --write")
    shared.console.put_data(schema_text(kind, keys))
    return 0
