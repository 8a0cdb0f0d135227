"""Loops in relations that must not have any: parents, successors, bases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def loops(edges: Mapping[str, Iterable[str]]) -> Iterable[list[str]]:
    """Yield the loops of a graph, each once, beginning at the member that comes first in `edges`; a
    node is in one loop at most."""
    closed: set[str] = set()
    for start in edges:
        trail: list[str] = []
        stack = [(start, 0)]
        while stack:
            node, depth = stack.pop()
            del trail[depth:]
            if node in trail:
                loop = trail[trail.index(node) :]
                if not closed & set(loop):
                    yield loop
                closed |= set(loop)
            elif node in edges and node not in closed:
                trail.append(node)
                stack += [(following, depth + 1) for following in edges[node]]
        closed.add(start)
