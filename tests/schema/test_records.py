"""YAML texts become records, and every mistake is told at its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gksite.catalogue import CATALOGUE, hint, message
from gksite.cli.schema_command import SCHEMAS
from gksite.config.file import parse_config
from gksite.config.values import theme_named
from gksite.diagnostics import Diagnostic
from gksite.model.statuses import WRITTEN
from gksite.schema.keys import KEYS, chinese_key
from gksite.schema.types import Record, known_keys
from gksite.schema.validate import parse_record, parse_records

CASES: list[dict[str, Any]] = yaml.load(
    (Path(__file__).parent / "cases/records.yaml").read_text("utf-8"), yaml.CSafeLoader
)
PATH = "content/records.yaml"


def record_of(kind: str) -> type[Record]:
    """The record class of a kind of file; of the items where the file is a list."""
    record = SCHEMAS[kind][0]
    return getattr(record, "__args__", (record,))[0]  # type: ignore[no-any-return]


def parse(kind: str, text: str) -> tuple[list[Record], list[Diagnostic]]:
    if kind.endswith("[]"):
        found, problems = parse_records(record_of(kind.removesuffix("[]")), text, PATH)
        return [record for record, _ in found], problems
    one, problems = parse_record(record_of(kind), text, PATH)
    return [one[0]] if one else [], problems


def told(one: Diagnostic) -> str:
    """Without what the catalogue says in Chinese, and without the known keys where a hint is
    given."""
    arguments = dict(one.arguments)
    if one.code == "unknown-key":
        del arguments["known"]
    shown = [
        f"{name}={value}" for name, value in sorted(arguments.items()) if not name.endswith("_zh")
    ]
    return " ".join([f"{one.location.line}:{one.location.column}", one.code, *shown])


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_text_gives_its_records_and_its_mistakes(case: dict[str, Any]) -> None:
    records, problems = parse(case["kind"], case["text"])
    assert [told(one) for one in sorted(problems)] == case.get("told", [])
    if "read" in case:
        assert {key: getattr(records[0], key) for key in case["read"]} == case["read"]


@pytest.mark.parametrize("kind", SCHEMAS)
@pytest.mark.parametrize("entry", ["zzz:", "zzz: ", "zzz: ~", "zzz: 1", "'zzz':", "? zzz"])
def test_a_key_that_no_record_knows_is_told_without_a_value_too(kind: str, entry: str) -> None:
    is_list = record_of(kind) is not SCHEMAS[kind][0]
    _, problems = parse(
        kind + ("[]" if is_list else ""), f"- {entry}\n" if is_list else f"{entry}\n"
    )
    assert "zzz" in [dict(one.arguments)["key"] for one in problems if one.code == "unknown-key"]


@pytest.mark.parametrize("kind", SCHEMAS)
@pytest.mark.parametrize("text", ["{zzz：4月}", "{zzz：4月，yyy：5月}", "{zzz：'4月', yyy: 1}"])
def test_a_full_width_colon_in_a_line_is_told(kind: str, text: str) -> None:
    is_list = record_of(kind) is not SCHEMAS[kind][0]
    _, problems = parse(kind + ("[]" if is_list else ""), f"- {text}\n" if is_list else text)
    found = [one for one in problems if one.code == "yaml-full-width-colon"]
    assert dict(found[0].arguments)["key"] == "zzz"
    assert found[0].location.column == (7 if is_list else 5)


@pytest.mark.parametrize(
    "case", [case for case in CASES if "told" in case], ids=lambda case: str(case["name"])
)
def test_every_mistake_has_words_in_both_languages(case: dict[str, Any]) -> None:
    for one in parse(case["kind"], case["text"])[1]:
        for say in (message, hint):
            assert say(one, "zh")
            assert say(one, "en")


def test_every_record_knows_its_keys_in_chinese() -> None:
    """One Chinese spelling each within a record; `except` alone has none."""
    for kind in SCHEMAS:
        keys = known_keys(record_of(kind))
        spellings = [chinese_key(key, record_of(kind).__name__) for key in keys]
        assert "" not in spellings
        assert len(set(spellings)) == len(spellings)
        assert all(KEYS[spelling] == key for key, spelling in zip(keys, spellings, strict=True))


def test_the_words_of_fixed_values_are_unambiguous() -> None:
    assert len(set(WRITTEN.values())) == len(WRITTEN)


ODD = st.sampled_from(
    [
        "",
        " ",
        "7",
        "07",
        "1e9",
        "-1",
        "a b",
        "..",
        "con",
        "2025-02-30",
        "2025-06-30",
        "是",
        "done",
        "推进中",
        "有效",
        "x：y",
        "[a]",
    ]
)
VALUES = st.recursive(
    ODD,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*KEYS, *KEYS.values(), "except", "zzz"]), inner, max_size=4
        )
    ),
)


@pytest.mark.parametrize("kind", SCHEMAS)
@given(value=VALUES)
def test_whatever_a_file_holds_its_mistakes_can_be_told(kind: str, value: object) -> None:
    """Each with a code of the catalogue, a place in the file, and both texts."""
    text = yaml.dump(value, Dumper=yaml.CSafeDumper, allow_unicode=True)
    form = kind if record_of(kind) is SCHEMAS[kind][0] else f"{kind}[]"
    for one in parse(form, text)[1]:
        assert one.code in CATALOGUE
        assert 1 <= one.location.line <= text.count("\n") + 1
        assert one.location.column >= 1
        assert all((message(one, "zh"), message(one, "en"), hint(one, "zh"), hint(one, "en")))


@pytest.mark.parametrize(
    "text",
    [
        "site:\n  name: 青禾区\n",
        "site:\n  name: 青禾区\n  theme: ours\n",
        "站点:\n  名称: 青禾区\n  主题风格: ours\n",
        "站点: {名称: 青禾区, 主题风格: 'ours'}\n",
        "site:\n  name: 青禾区\nas_of: 2025-01-01\n",
        "site:\n  name: 青禾区\n  theme: |-\n    ours\n",
    ],
)
def test_the_theme_is_known_before_the_settings_are(text: str) -> None:
    config, problems = parse_config(text)
    assert config and not problems
    assert theme_named(text) == config.theme


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a\n",
        "site: x\n",
        "site:\n  theme: [a]\n",
        "site:\n  theme:\n",
        "site: {theme: 'x\n",
        "\t",
    ],
)
def test_without_readable_settings_the_theme_is_the_usual_one(text: str) -> None:
    assert theme_named(text) == "default"
