"""Every key of a source, known or not, with a value or without, is in its record or in a
diagnostic."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gksite.cli.schema_command import SCHEMAS
from gksite.diagnostics import Diagnostic
from gksite.schema.full_width import record_in
from gksite.schema.keys import KEYS, chinese_key
from gksite.schema.types import Record, known_keys
from gksite.schema.validate import parse_record, parse_records

PATH = "content/records.yaml"
STRANGE = st.text("abdeilnz_键值时间节点", min_size=1, max_size=8).filter(
    lambda key: key not in KEYS
)
VALUES = st.sampled_from(
    ["1", "2025-06-30", "公布，完善：制度", "'甲'", "[甲, 乙]", "是", "{甲: 1}"]
)


class Entry(NamedTuple):
    """A key as it is written, and what stands behind it: a value, nothing, more entries; or a
    full-width colon with it."""

    key: str
    value: str | list[Entry] | None
    is_wide: bool


class Written(NamedTuple):
    """Where a key was written, the entry, and the record that it stands in."""

    line: int
    column: int
    entry: Entry
    record: type[Record]


@st.composite
def entries(draw: st.DrawFn, record: type[Record], depth: int = 0) -> list[Entry]:
    """Keys of a record and strange ones, each meaning but once, not all with a value."""
    known = known_keys(record)
    spelled = [*known, *filter(None, (chinese_key(key, record.__name__) for key in known))]
    keys = draw(
        st.lists(
            st.one_of(st.sampled_from(spelled), STRANGE),
            min_size=1,
            max_size=5,
            unique_by=lambda key: KEYS.get(key, key),
        )
    )
    made = []
    for key in keys:
        field = {field.alias or name: field for name, field in record.model_fields.items()}.get(
            KEYS.get(key, key)
        )
        inner = record_in(field.annotation) if field else None
        value: Any = draw(st.one_of(st.none(), VALUES))
        is_wide = draw(st.integers(0, 5)) == 0 and value is not None and value[0] not in "[{"
        if inner and depth < 2 and draw(st.booleans()):
            value, is_wide = draw(entries(inner, depth + 1)), False
        made.append(Entry(key, value, is_wide))
    return made


class Writer:
    """Writes entries as YAML, and down where each key stands."""

    def __init__(self) -> None:
        self.lines: list[str] = [""]
        self.written: list[Written] = []

    def flow(self, record: type[Record], found: list[Entry]) -> None:
        self.lines[-1] += "{"
        for number, entry in enumerate(found):
            self.lines[-1] += ", " if number else ""
            self._key(record, entry)
            if isinstance(entry.value, list):
                self.lines[-1] += ": "
                self._inside(record, entry)
            else:
                self.lines[-1] += (
                    f"：{entry.value}"
                    if entry.is_wide
                    else f": {entry.value}"
                    if entry.value
                    else ""
                )
        self.lines[-1] += "}"

    def block(self, record: type[Record], found: list[Entry], indent: str = "") -> None:
        for entry in found:
            if self.lines[-1].strip(" -"):
                self.lines.append(indent)
            self._key(record, entry)
            self.lines[-1] += ":"
            if isinstance(entry.value, list):
                inner, form = self._inner(record, entry)
                if form:
                    self.lines[-1] += " "
                    self._inside(record, entry)
                else:
                    self.lines.append(indent + "  ")
                    self.block(inner, entry.value, indent + "  ")
            elif entry.value:
                self.lines[-1] += f" {entry.value}"

    def _key(self, record: type[Record], entry: Entry) -> None:
        self.written.append(Written(len(self.lines), len(self.lines[-1]) + 1, entry, record))
        self.lines[-1] += entry.key

    def _inside(self, record: type[Record], entry: Entry) -> None:
        assert isinstance(entry.value, list)
        inner, form = self._inner(record, entry)
        self.lines[-1] += form[:-1]
        self.flow(inner, entry.value)
        self.lines[-1] += form[-1:]

    def _inner(self, record: type[Record], entry: Entry) -> tuple[type[Record], str]:
        """The record that stands below a key, and what is written around it: it is one of a
        list, or has a name."""
        english = KEYS.get(entry.key, entry.key)
        annotation = {field.alias or name: field for name, field in record.model_fields.items()}[
            english
        ].annotation
        found = record_in(annotation)
        assert found
        shape = str(annotation).lower()
        if "dict[" in shape:
            return found, "{a: }"
        if "union[" in shape:  # either a list of ids, or one record
            return found, ""
        return found, "[]" if "list[" in shape or "tuple[" in shape else ""


def is_told(written: Written, end: int, problems: list[Diagnostic]) -> bool:
    """Whether a diagnostic stands at an entry, which ends before column `end`, or names its key."""
    places = (one.location for one in problems)
    at = any(
        place.line == written.line and written.column <= place.column <= end for place in places
    )
    return at or any(
        written.entry.key in dict(one.arguments).get("key", "").split("/") for one in problems
    )


@pytest.mark.parametrize("kind", SCHEMAS)
@settings(max_examples=25)
@given(data=st.data())
def test_every_key_is_in_its_record_or_in_a_diagnostic(kind: str, data: st.DataObject) -> None:
    shape = SCHEMAS[kind][0]
    record: type[Record] = getattr(shape, "__args__", (shape,))[0]
    found = data.draw(entries(record))
    is_list, is_flow = record is not shape, data.draw(st.booleans())
    writer = Writer()
    writer.lines[0] = "- " if is_list else ""
    if is_flow:
        writer.flow(record, found)
    else:
        writer.block(record, found, "  " if is_list else "")
    text = "\n".join(writer.lines) + "\n"
    records: list[Any]
    if is_list:
        pairs, problems = parse_records(record, text, PATH)
        records = [one for one, _ in pairs]
    else:
        one, problems = parse_record(record, text, PATH)
        records = [one[0]] if one else []
    for number, written in enumerate(writer.written):
        following = [other for other in writer.written[number + 1 :] if other.line == written.line]
        end = following[0].column if following else len(writer.lines[written.line - 1]) + 1
        english = KEYS.get(written.entry.key, written.entry.key)
        is_known = english in known_keys(written.record)
        if (is_known and written.entry.value is None) or is_told(written, end, problems):
            continue
        # No word of it: then it is known, stands as a key, and its record holds it.
        assert is_known, text
        assert not (is_flow and written.entry.is_wide), text
        if not problems and written.record is record:
            assert any(
                getattr(one, "except_" if english == "except" else english) is not None
                for one in records
            ), text
    if problems:
        return
    assert records, text
