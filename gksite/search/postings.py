"""Which terms stand in which documents, written small: pairs of characters → places, as one line of
text a term.

A term is two characters that follow each other inside of a word, or the last character of a word
alone. The terms of one first character stand in one shard, so that whatever holds a single
character is found in one shard too. A document is a place: the number of its plan, and its number
there. Places are written as steps: what a plan adds to a line depends on that plan alone, so lines
are made plan by plan and joined.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from gksite.search.characters import words

WITHIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
"""The values of the last digit of a step inside a plan; the rest precedes it in decimal."""

ACROSS = "!#$%&'()*+,-./:=?@[]^_{|}~"
"""The values of the last digit of a step to another plan."""


def terms_of(folded: str) -> set[str]:
    """Return the terms of a folded text."""
    found: set[str] = set()
    for word in words(folded):
        found.update(map(str.__add__, word, word[1:]))
        found.add(word[-1])
    return found


def shard_of(term: str, shards: int) -> int:
    """Return the shard of a term."""
    return ord(term[0]) % shards


def within(places: Sequence[tuple[int, int]], marks: int = 2) -> str:
    """Return the documents of one plan, ascending, each with a mark below `marks`, as steps of one
    or a few characters.

    >>> within([(0, 0), (1, 1), (40, 0)])
    'AB1Y'
    """
    last, parts = -1, []
    for number, mark in places:
        step = marks * (number - last - 1) + mark
        high, low = divmod(step, len(WITHIN))
        parts.append(f"{high}{WITHIN[low]}" if high else WITHIN[low])
        last = number
    return "".join(parts)


def across(skipped: int) -> str:
    """Return the step to a plan over `skipped` others."""
    high, low = divmod(skipped, len(ACROSS))
    return f"{high}{ACROSS[low]}" if high else ACROSS[low]


def lines_of(documents: Iterable[tuple[Iterable[str], Iterable[str]]], shards: int) -> list[str]:
    """Return for each shard the lines of one plan: `;term steps;term steps`. Each document is given
    as its folded titles and texts."""
    places: dict[str, list[tuple[int, int]]] = {}
    for number, (titles, texts) in enumerate(documents):
        in_title: set[str] = set().union(*map(terms_of, titles))
        for term in in_title:
            places.setdefault(term, []).append((number, 1))
        for term in set().union(*map(terms_of, texts)) - in_title:
            places.setdefault(term, []).append((number, 0))
    lines: list[list[str]] = [[] for _ in range(shards)]
    for term in sorted(places):
        lines[shard_of(term, shards)].append(f";{term} {within(places[term])}")
    return ["".join(own) for own in lines]


def join_lines(plans: Iterable[str]) -> str:
    """Return a shard of all plans: each plan's lines in plan order, joined by term."""
    joined: dict[str, str] = {}
    last: dict[str, int] = {}
    for number, lines in enumerate(plans):
        for line in lines[1:].split(";") if lines else ():
            term, _, steps = line.partition(" ")
            if term in joined:
                joined[term] += across(number - last[term] - 1) + steps
            else:
                joined[term] = across(number) + steps
            last[term] = number
    return "".join(f";{term} {joined[term]}" for term in sorted(joined))


def join_places(plans: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return the steps of each plan by key, joined by key."""
    joined: dict[str, str] = {}
    last: dict[str, int] = {}
    for number, own in enumerate(plans):
        for key, steps in own.items():
            joined[key] = joined.get(key, "") + across(number - last.get(key, -1) - 1) + steps
            last[key] = number
    return joined
