"""Every name that an earlier number of contexts had is there, or its row says what became of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from context_names import DOCS, KEPT, kept, present

from gksite.pages.context_changes import (
    ASSETS,
    CHANGED,
    CHANGED_BY_NAME,
    CONTEXTS,
    GONE,
    GONE_BY_NAME,
    STRINGS,
    TEMPLATES,
)

NUMBERS = range(1, CONTEXTS)
CONTEXT = re.compile(r"\b[A-Z]\w*")
OWNERS = {"string": STRINGS, "asset": ASSETS, "template": TEMPLATES}


def classes_of(shown: str) -> frozenset[str]:
    """Return the contexts in a type as docs/contexts.md shows it."""
    return frozenset(CONTEXT.findall(shown))


def fields_in(names: dict[tuple[str, str], str]) -> dict[str, dict[str, str]]:
    """Return the fields of each context, with the type of each."""
    found: dict[str, dict[str, str]] = {}
    for (kind, name), shown in names.items():
        if kind == "field":
            context, _, field = name.partition(".")
            found.setdefault(context, {})[field] = shown
    return found


@cache
def present_fields() -> dict[str, dict[str, str]]:
    """Return the fields of the present contexts."""
    return fields_in(present())


@cache
def bases_of(context: str) -> list[str]:
    [found] = [one for one in DOCS["contexts"]() if one.__name__ == context]
    return [base.__name__ for base in found.__mro__]


def rowless(number: int) -> Iterator[str]:
    """Yield what the tables lack, for each name that a template for `number` could use."""
    old = kept(number)
    old_fields = fields_in(old)
    waiting = [
        (page, frozenset((present()["page", template],)))
        for (kind, template), page in old.items()
        if kind == "page" and ("page", template) in present()
    ]
    waiting.append(("Site", frozenset(("Site",))))
    seen: set[Any] = set()
    while waiting:
        pair = waiting.pop()
        if pair in seen:
            continue
        seen.add(pair)
        was, now = pair
        there = [present_fields().get(context, {}) for context in sorted(now)]
        owners = [base for context in sorted(now) for base in bases_of(context)]
        for name, shown in old_fields.get(was, {}).items():
            types = [fields[name] for fields in there if name in fields]
            if not types:
                if not any((owner, name) in GONE_BY_NAME for owner in owners):
                    yield f"Gone({sorted(now)}, {name!r}) was {was}.{name}"
                continue
            form = CONTEXT.sub("C", shown)
            if all(CONTEXT.sub("C", found) != form for found in types):
                if not any((owner, name) in CHANGED_BY_NAME for owner in owners):
                    yield f"Changed({sorted(now)}, {name!r}) was {shown}, is {types}"
            else:
                parts = frozenset().union(*map(classes_of, types))
                waiting += [(part, parts) for part in classes_of(shown)]
    for kind, name in old:
        if kind not in ("field", "page") and (kind, name) not in present():
            template, _, inner = name.partition(" ")
            word = f"block {inner}" if kind == "block" else inner
            owner, own = (OWNERS[kind], name) if kind in OWNERS else (template, word)
            is_whole = ("template", template) not in present() and kind in ("block", "macro")
            if not is_whole and (owner, own) not in GONE_BY_NAME:
                yield f"Gone({owner!r}, {own!r})"


@pytest.mark.parametrize("number", NUMBERS)
def test_a_name_that_went_has_its_row(number: int) -> None:
    """A name that goes gets a row in gksite/pages/context_changes.py, with what replaces it. Where
    it went since a release, raise CONTEXTS first, and keep the names of the last number:
    `python tests/theme/context_names.py N`."""
    assert list(rowless(number)) == []


def test_each_earlier_number_is_kept() -> None:
    assert sorted(int(path.stem) for path in KEPT.iterdir()) == list(NUMBERS)


def test_a_row_says_what_is_true() -> None:
    """The name is gone, and what replaces it is there."""
    for row in GONE:
        fields = present_fields().get(row.context, {})
        kind = {word: kind for kind, word in OWNERS.items()}.get(row.context, "")
        assert row.name not in fields and (kind, row.name) not in present(), row
        assert 1 < row.since <= CONTEXTS
        if fields and row.replacement:
            assert re.split(r"\W", row.replacement)[0] in fields, row
        if kind and row.replacement:
            assert (kind, row.replacement) in present(), row
    for changed in CHANGED:
        is_macro = ("macro", f"{changed.context} {changed.name}") in present()
        assert is_macro or changed.name in present_fields().get(changed.context, {}), changed
    assert len(GONE_BY_NAME) == len(GONE)
    assert len(CHANGED_BY_NAME) == len(CHANGED)
