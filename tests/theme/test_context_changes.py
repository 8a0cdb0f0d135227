"""Every name that an earlier number of contexts had is there, or its row says what became of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
PRESENT = present()
CONTEXT = re.compile(r"\b[A-Z]\w*")
OWNERS = {"string": STRINGS, "asset": ASSETS, "template": TEMPLATES}


def classes_of(shown: str) -> frozenset[str]:
    """Return the contexts in a type as docs/contexts.md shows it."""
    return frozenset(CONTEXT.findall(shown))


def fields_of(names: dict[tuple[str, str], str], context: str) -> dict[str, str]:
    return {
        name.partition(".")[2]: shown
        for (kind, name), shown in names.items()
        if kind == "field" and name.partition(".")[0] == context
    }


def bases_of(context: str) -> list[str]:
    [found] = [one for one in DOCS["contexts"]() if one.__name__ == context]
    return [base.__name__ for base in found.__mro__]


def rowless(number: int) -> Iterator[str]:
    """Yield what the tables lack, for each name that a template for `number` could use."""
    old = kept(number)
    waiting = [
        (page, frozenset((PRESENT["page", template],)))
        for (kind, template), page in old.items()
        if kind == "page" and ("page", template) in PRESENT
    ]
    waiting.append(("Site", frozenset(("Site",))))
    seen: set[Any] = set()
    while waiting:
        pair = waiting.pop()
        if pair in seen:
            continue
        seen.add(pair)
        was, now = pair
        for name, shown in fields_of(old, was).items():
            there = [fields_of(PRESENT, context) for context in sorted(now)]
            types = [fields[name] for fields in there if name in fields]
            owners = [base for context in sorted(now) for base in bases_of(context)]
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
        if kind not in ("field", "page") and (kind, name) not in PRESENT:
            template, _, inner = name.partition(" ")
            word = f"block {inner}" if kind == "block" else inner
            owner, own = (OWNERS[kind], name) if kind in OWNERS else (template, word)
            is_whole = ("template", template) not in PRESENT and kind in ("block", "macro")
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
        fields = fields_of(PRESENT, row.context)
        kind = {word: kind for kind, word in OWNERS.items()}.get(row.context, "")
        assert row.name not in fields and (kind, row.name) not in PRESENT, row
        assert 1 < row.since <= CONTEXTS
        if fields and row.replacement:
            assert re.split(r"\W", row.replacement)[0] in fields, row
        if kind and row.replacement:
            assert (kind, row.replacement) in PRESENT, row
    for changed in CHANGED:
        is_macro = ("macro", f"{changed.context} {changed.name}") in PRESENT
        assert is_macro or changed.name in fields_of(PRESENT, changed.context), changed
    assert len(GONE_BY_NAME) == len(GONE)
    assert len(CHANGED_BY_NAME) == len(CHANGED)
