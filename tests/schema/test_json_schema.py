"""The JSON Schemas are schemas, and the sample site is valid by them, with English and with Chinese
keys."""

from __future__ import annotations

import json
import re
from pathlib import Path, PurePosixPath
from typing import Any, Literal

import jsonschema
import pytest
import yaml
from language_server import Finding, underlined
from sample_copy import copy_sample

from gksite.cli.schema_command import SCHEMAS, schema_text, write_schemas
from gksite.schema.json_schema import KeyLanguage
from gksite.schema.keys import KEYS, chinese_key
from gksite.schema.types import Record
from gksite.source.front_matter import split_front_matter

PROJECT = Path(__file__).parents[2]
LANGUAGES: tuple[KeyLanguage, ...] = ("en", "zh")
SAMPLE = [
    *sorted(
        path.relative_to(PROJECT).as_posix()
        for form in ("*.yaml", "*.md")
        for path in (PROJECT / "content").rglob(form)
    ),
    "snapshots/index.yaml",
]
FORMS = {
    "config": "config.yaml",
    "units": "content/units/*.yaml",
    "topics": "content/topics.yaml",
    "kinds": "content/kinds.yaml",
    "glossary": "content/glossary.yaml",
    "plan": "content/plans/*/plan.md",
    "notice": "content/plans/*/notice.md",
    "tasks": "content/plans/*/tasks.yaml",
    "progress": "content/plans/*/progress.yaml",
    "assessments": "content/plans/*/assessments.yaml",
    "review": "content/plans/*/review.yaml",
    "site-review": "content/review.yaml",
    "withdrawn": "content/withdrawn.yaml",
    "published": "publications/plans.yaml",
    "snapshots": "snapshots/index.yaml",
    "page": "*.md",
    "waivers": "waivers.yaml",
    "confusions": "content/confusions.yaml",
    "holidays": "content/holidays.yaml",
}


class Yaml12(yaml.CSafeLoader):
    """YAML as editors read it: the core schema of 1.2, so no dates, no `no` as a truth value, no
    12:30 as a number."""


Yaml12.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in known if tag.endswith(":null")]
    for first, known in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
Yaml12.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"[-+]?\d+\.\d*$"), list("-+0123456789")
)
Yaml12.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(?:true|false)$"), list("tf"))
Yaml12.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"[-+]?\d+$"), list("-+0123456789")
)


def kind_of(path: str) -> str:
    return next(kind for kind, form in FORMS.items() if PurePosixPath(path).match(form))


def value_of(path: str) -> Any:
    """What a file says, or its front matter, as an editor reads it."""
    text = (PROJECT / path).read_text("utf-8")
    front = split_front_matter(text, path)[0] if path.endswith(".md") else None
    return yaml.load(front.text if front else text, Loader=Yaml12)


def in_english(value: Any) -> Any:
    """The value with English keys; names that a source chooses for its readings stay."""
    if isinstance(value, dict):
        keyed = {KEYS.get(key, key): item for key, item in value.items()}
        return {key: item if key == "readings" else in_english(item) for key, item in keyed.items()}
    return [in_english(item) for item in value] if isinstance(value, list) else value


def in_chinese(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> Any:
    """The value with each key in the spelling that its place in the English schema calls for."""
    while "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        schema = {**root["$defs"][name], "record": name}
    for branch in [branch for key in ("anyOf", "oneOf") for branch in schema.get(key, [])]:
        if (changed := in_chinese(value, branch, root)) != value:
            return changed
    if isinstance(value, list):
        return [in_chinese(item, schema.get("items", {}), root) for item in value]
    if isinstance(value, dict) and "properties" in schema:
        record = schema.get("record", root["record"])
        others = schema.get("additionalProperties") or {}
        return {
            chinese_key(key, record) or key: in_chinese(
                item, schema["properties"].get(key, others), root
            )
            for key, item in value.items()
        }
    return value


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_is_a_schema(kind: str, language: Literal["en", "zh"]) -> None:
    schema = json.loads(schema_text(kind, language))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert '"additionalProperties": false' in schema_text(kind, language)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_with_chinese_keys_has_no_english_ones(kind: str) -> None:
    """`except` alone has no Chinese spelling."""
    schema = json.loads(schema_text(kind, "zh"))
    objects = [
        one
        for one in (schema, schema.get("items", {}), *schema.get("$defs", {}).values())
        if "properties" in one
    ]
    assert objects
    assert {key for one in objects for key in one["properties"]} <= {*KEYS, "except"}
    assert all(set(one.get("required", [])) <= set(one["properties"]) for one in objects)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["config.yaml", *SAMPLE])
def test_the_sample_is_valid(path: str, language: KeyLanguage) -> None:
    kind = kind_of(path)
    value = in_english(value_of(path))
    if language == "zh":
        record = SCHEMAS[kind][0]
        name = getattr(record, "__args__", (record,))[0].__name__
        value = in_chinese(
            value,
            json.loads(schema_text(kind, "en")),
            {**json.loads(schema_text(kind, "en")), "record": name},
        )
    schema = jsonschema.Draft202012Validator(json.loads(schema_text(kind, language)))
    assert [error.message for error in schema.iter_errors(value)] == []


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("tasks", [{"id": 7, "deadlin": "全年"}]),
        ("tasks", [{"deadline": "全年"}]),
        ("tasks", {"id": 7}),
        ("progress", [{"task": 7}]),
        ("units", {"authority": "qinghe"}),
        ("topics", {"topics": [{"id": "x"}]}),
        ("config", {"site": {"name": "x", "language": "fr"}}),
        ("plan", {"title": "x", "authority": "qinghe", "year": 2025, "written": "20250420"}),
        ("page", {"weight": 1}),
    ],
)
def test_a_schema_finds_mistakes(kind: str, value: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(
            value, json.loads(schema_text(kind, "en")), jsonschema.Draft202012Validator
        )


# ── in an editor ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_editor_underlines_an_unknown_key(tmp_path: Path, language: KeyLanguage) -> None:
    key, wrong = ("deadline", "deadlin") if language == "en" else ("时间节点", "时限")
    id, text = ("id", "text") if language == "en" else ("编号", "内容")
    plans = {
        "good": f"- {id}: 7\n  {text}: 公布目录。\n  {key}: 6月底前\n",
        "bad": f"- {id}: 7\n  {text}: 公布目录。\n  {wrong}: 6月底前\n",
    }
    for name, tasks in plans.items():
        (tmp_path / f"content/plans/{name}").mkdir(parents=True)
        (tmp_path / f"content/plans/{name}/tasks.yaml").write_text(tasks, "utf-8")
    found = underlined_with_settings(
        tmp_path, language, [f"content/plans/{name}/tasks.yaml" for name in plans]
    )
    assert found["content/plans/good/tasks.yaml"] == []
    (finding,) = found["content/plans/bad/tasks.yaml"]
    assert finding.line == 3
    assert wrong in finding.message


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_editor_finds_nothing_wrong_with_the_sample(
    tmp_path: Path, language: KeyLanguage
) -> None:
    """Each file by the schema in the language that it is written in."""
    copy_sample(tmp_path, reviewed=True, folders=("content", "reviews", "snapshots"))
    yaml_files = ["config.yaml", *(path for path in SAMPLE if path.endswith(".yaml"))]
    paths = [
        path
        for path in yaml_files
        if (value_of(path) == in_english(value_of(path))) == (language == "en")
    ]
    assert len(paths) > 1
    found = underlined_with_settings(tmp_path, language, paths)
    assert found == {path: [] for path in paths}


def underlined_with_settings(
    root: Path, language: KeyLanguage, paths: list[str]
) -> dict[str, list[Finding]]:
    write_schemas(root, language)
    settings = json.loads((root / ".vscode/settings.json").read_text("utf-8"))
    return underlined(
        root,
        {schema.removeprefix("./"): files for schema, files in settings["yaml.schemas"].items()},
        paths,
    )


def test_schemas_are_written_beside_the_editors_settings(tmp_path: Path) -> None:
    written = write_schemas(tmp_path, "en")
    assert written == [
        *(f".vscode/gksite/{kind}.json" for kind in SCHEMAS),
        ".vscode/settings.json",
    ]
    (tmp_path / ".vscode/settings.json").write_text("{}", "utf-8")
    assert write_schemas(tmp_path, "en") == written[:-1]
    assert (tmp_path / ".vscode/settings.json").read_text("utf-8") == "{}"


def test_every_kind_of_record_has_a_schema() -> None:
    assert all(
        issubclass(getattr(record, "__args__", (record,))[0], Record)
        for record, _, _ in SCHEMAS.values()
    )
    assert set(FORMS) == set(SCHEMAS)
