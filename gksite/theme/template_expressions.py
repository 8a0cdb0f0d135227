"""The expressions of a template, read without rendering it: the type of each, and every name that
it takes from a value."""

from __future__ import annotations

import keyword
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from jinja2 import nodes

from gksite.theme.value_types import (
    NUMBER,
    TEXT,
    UNKNOWN,
    Constant,
    Form,
    Items,
    Macro,
    Module,
    Table,
    ValueType,
    item,
    items,
    items_of,
    joined,
    lacks,
    member,
    texts_of,
    union,
)

Scope = dict[str, ValueType]

_KEEP_ITEMS = frozenset(
    ("list", "sort", "reverse", "unique", "select", "reject", "selectattr", "rejectattr")
)
_GIVE_ITEM = frozenset(("first", "last", "min", "max", "random"))
_GIVE_TEXT = frozenset(
    ("join", "safe", "e", "escape", "upper", "lower", "title", "trim", "replace", "format")
)
_GIVE_NUMBER = frozenset(("length", "count", "int", "float", "round", "abs", "wordcount"))
_ATTRIBUTE_FIRST = frozenset(("selectattr", "rejectattr", "groupby", "sum"))
"""Filters whose first argument is the name of an attribute; with others it is `attribute=`."""
_TEXT_METHODS = frozenset(("format", "strip", "replace", "upper", "lower", "title", "join"))


class Access(msgspec.Struct):
    """A name that a template takes from a value.

    `forms` are those that the value has where the place is reached; `is_open` where it may have
    others. `is_key` where the key of a dict will do; with `may_miss` the template can do without
    the name.
    """

    template: str
    line: int
    name: str
    is_key: bool
    may_miss: bool
    forms: set[Form]
    is_open: bool = False


class Printed(msgspec.Struct):
    """A value that a template prints, under its last name; `forms` and `is_open` as in `Access`."""

    template: str
    line: int
    name: str
    forms: set[Form]
    is_open: bool = False


class Place(msgspec.Struct, frozen=True):
    """The place of a node: its template, the names of the whole page, and the blocks by name, those
    of the innermost template first."""

    template: str
    page: Scope
    blocks: dict[str, list[tuple[str, nodes.Block]]]
    block: str = ""
    """The block around the node, and how many that override it were left through `super()`."""
    depth: int = 0


class Expressions:
    """Reads expressions, and gathers what they take.

    A template that cannot be parsed is None. `tables` are the dicts of which the keys are known, by
    context class and field.
    """

    def __init__(
        self,
        templates: Mapping[str, nodes.Template | None],
        tables: Mapping[tuple[type, str], Table],
    ) -> None:
        self.templates = templates
        self._tables = tables
        self.accesses: dict[tuple[int, str], Access] = {}
        self.free: set[tuple[str, int, str]] = set()
        """Template, line and name of each variable that the template itself does not set."""
        self._filters = 0
        """How many filters and tests stand around an expression: in them `a.b` may be a key."""
        self._modules: dict[str, Scope] = {}
        self._asked = {name: _asked_names(tree) for name, tree in templates.items() if tree}

    def call(
        self, macro: Macro, given: list[ValueType] | None, named: Scope, place: tuple[str, int]
    ) -> None:
        """Follow a macro with arguments by place and by name; `given` is None where they are not
        all known. `place` is the template of the call, and its line."""
        raise NotImplementedError

    def leave(self, scope: Scope, place: Place) -> None:
        """Follow the block that the block around a `super()` overrides."""
        raise NotImplementedError

    def value(
        self, node: nodes.Node, scope: Scope, place: Place, may_miss: bool = False
    ) -> ValueType:
        """Return the type of an expression, and note every name in it; with `may_miss` the
        outermost one may be missing."""
        if isinstance(node, nodes.Name):
            return self._variable(node, scope, place, may_miss)
        if isinstance(node, nodes.Getattr):
            of = self.value(node.node, scope, place)
            may_miss = may_miss or keyword.iskeyword(node.attr)
            return self.taken(node, node.attr, of, place, may_miss)
        if isinstance(node, nodes.Getitem):
            return self._got_item(node, scope, place, may_miss)
        if (read := _READERS.get(type(node))) is not None:
            return read(self, node, scope, place)
        for child in node.iter_child_nodes():
            self.value(child, scope, place)
        return UNKNOWN

    def taken(
        self, node: nodes.Node, name: str, of: ValueType, place: Place, may_miss: bool
    ) -> ValueType:
        """Note that a name is taken from a value, and return its type."""
        is_key = self._filters > 0 or not isinstance(node, nodes.Getattr)
        may_miss = may_miss or name in self._asked[place.template]
        access = self.accesses.setdefault(
            (id(node), name), Access(place.template, node.lineno, name, is_key, may_miss, set())
        )
        if of is None:
            access.is_open = True
            return UNKNOWN
        access.forms |= of
        return union(self._member(form, name) for form in of if not lacks(form, name, is_key))

    def _member(self, form: Form, name: str) -> ValueType:
        if isinstance(form, Module):
            return self._modules[form.template][name]
        table = self._tables.get((form, name)) if isinstance(form, type) else None
        return frozenset((table,)) if table else member(form, name)

    def _variable(self, node: nodes.Name, scope: Scope, place: Place, may_miss: bool) -> ValueType:
        if node.name in scope:
            return scope[node.name]
        if not may_miss and node.name not in self._asked[place.template]:
            self.free.add((place.template, node.lineno, node.name))
        return UNKNOWN

    def _got_item(
        self, node: nodes.Getitem, scope: Scope, place: Place, may_miss: bool
    ) -> ValueType:
        of = self.value(node.node, scope, place)
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, int):
            return item(of, node.arg.value)
        key = self.value(node.arg, scope, place)
        if isinstance(node.arg, nodes.Slice):
            return of
        if texts := texts_of(key):
            return union([self.taken(node, text, of, place, may_miss) for text in texts])
        return item(of, None)

    def _constant(self, node: nodes.Const, _scope: Scope, _place: Place) -> ValueType:
        if isinstance(node.value, str):
            return frozenset((Constant(node.value),))
        return frozenset() if node.value is None else NUMBER

    def _list(self, node: nodes.Tuple | nodes.List, scope: Scope, place: Place) -> ValueType:
        return items(*[self.value(part, scope, place) for part in node.items])

    def _dict(self, node: nodes.Dict, scope: Scope, place: Place) -> ValueType:
        for pair in node.items:
            self.value(pair.key, scope, place)
        return frozenset((Table(union([self.value(p.value, scope, place) for p in node.items])),))

    def _either(self, node: nodes.BinExpr, scope: Scope, place: Place) -> ValueType:
        return union([self.value(part, scope, place) for part in (node.left, node.right)])

    def _conditional(self, node: nodes.CondExpr, scope: Scope, place: Place) -> ValueType:
        self.value(node.test, scope, place)
        parts = [part for part in (node.expr1, node.expr2) if part is not None]
        return union([self.value(part, scope, place) for part in parts])

    def _judged(self, node: nodes.Expr, scope: Scope, place: Place) -> ValueType:
        for child in node.iter_child_nodes():
            self.value(child, scope, place)
        return NUMBER

    def _tested(self, node: nodes.Test, scope: Scope, place: Place) -> ValueType:
        self._filters += 1
        self.value(node.node, scope, place, may_miss=True)
        for child in (*node.args, *node.kwargs):
            self.value(child, scope, place)
        self._filters -= 1
        return NUMBER

    def _sum(self, node: nodes.Add, scope: Scope, place: Place) -> ValueType:
        parts = [self.value(part, scope, place) for part in (node.left, node.right)]
        if all(map(texts_of, parts)):
            return joined(parts)
        forms = [form for part in parts for form in part or ()]
        if None in parts or not all(isinstance(form, Items) for form in forms):
            return UNKNOWN
        return frozenset((Items(union(map(items_of, parts))),))

    def _joined(self, node: nodes.Concat, scope: Scope, place: Place) -> ValueType:
        return joined([self.value(part, scope, place) for part in node.nodes])

    def _called(self, node: nodes.Call, scope: Scope, place: Place) -> ValueType:
        if isinstance(node.node, nodes.Name) and node.node.name == "super":
            self.leave(scope, place)
            return TEXT
        owner, method = UNKNOWN, ""
        if isinstance(node.node, nodes.Getattr):
            owner, method = self.value(node.node.node, scope, place), node.node.attr
            of = self.taken(node.node, method, owner, place, False)
        else:
            of = self.value(node.node, scope, place)
        given = [self.value(argument, scope, place) for argument in node.args]
        named = {pair.key: self.value(pair.value, scope, place) for pair in node.kwargs}
        others = [part for part in (node.dyn_args, node.dyn_kwargs) if part is not None]
        for part in others:
            self.value(part, scope, place)
        macros = [form for form in of or () if isinstance(form, Macro)]
        for macro in macros:
            self.call(macro, None if others else given, named, (place.template, node.lineno))
        if macros:
            return TEXT
        return UNKNOWN if owner is None else union([_result(form, method) for form in owner])

    def _filtered(self, node: nodes.Filter, scope: Scope, place: Place) -> ValueType:
        is_default = node.name in ("default", "d")
        self._filters += 1
        of = TEXT if node.node is None else self.value(node.node, scope, place, is_default)
        arguments = [self.value(argument, scope, place) for argument in node.args]
        named = {str(pair.key): self.value(pair.value, scope, place) for pair in node.kwargs}
        self._filters -= 1
        names = named.get("attribute", UNKNOWN)
        if node.name in _ATTRIBUTE_FIRST and arguments:
            names = arguments[0]
        member = items_of(of)
        for path in texts_of(names):
            member = self._followed(node, path, items_of(of), place, "default" in named)
        if node.name == "map" and names is not None:
            return frozenset((Items(member),))
        return union([of, *arguments]) if is_default else _filter_result(node.name, of)

    def _followed(
        self, node: nodes.Filter, path: str, of: ValueType, place: Place, may_miss: bool
    ) -> ValueType:
        """Follow the name of an attribute as filters take it (`link.text`, `0`, `a,b`)."""
        found = of
        for way in path.split(","):
            found = of
            for part in way.strip().split("."):
                found = (
                    item(found, int(part))
                    if part.isdecimal()
                    else self.taken(node, part, found, place, may_miss)
                )
        return found


def _filter_result(name: str, of: ValueType) -> ValueType:
    if name in _GIVE_TEXT:
        return TEXT
    if name in _GIVE_NUMBER:
        return NUMBER
    if name in _GIVE_ITEM:
        return items_of(of)
    return frozenset((Items(items_of(of)),)) if name in _KEEP_ITEMS and of else UNKNOWN


def _result(form: Form, method: str) -> ValueType:
    """Return the type of what a method of a dict or a text returns."""
    if isinstance(form, Table):
        pairs = {"items": items(TEXT, form.of), "keys": TEXT, "values": form.of}
        return frozenset((Items(pairs[method]),)) if method in pairs else UNKNOWN
    is_text = form is str or isinstance(form, Constant)
    return TEXT if is_text and method in _TEXT_METHODS else UNKNOWN


def _asked_names(tree: nodes.Template) -> frozenset[str]:
    """Return the names of which a template asks whether they are defined: it can do without."""
    names = set()
    for test in tree.find_all(nodes.Test):
        if test.name in ("defined", "undefined"):
            asked = test.node
            if isinstance(asked, nodes.Getattr):
                names.add(asked.attr)
            elif isinstance(asked, nodes.Name):
                names.add(asked.name)
            elif isinstance(asked, nodes.Getitem) and isinstance(asked.arg, nodes.Const):
                names.add(str(asked.arg.value))
    return frozenset(names)


_READERS: dict[type[nodes.Node], Callable[[Expressions, Any, Scope, Place], ValueType]] = {
    nodes.Const: Expressions._constant,
    nodes.Tuple: Expressions._list,
    nodes.List: Expressions._list,
    nodes.Dict: Expressions._dict,
    nodes.And: Expressions._either,
    nodes.Or: Expressions._either,
    nodes.CondExpr: Expressions._conditional,
    nodes.Not: Expressions._judged,
    nodes.Compare: Expressions._judged,
    nodes.Test: Expressions._tested,
    nodes.Add: Expressions._sum,
    nodes.Concat: Expressions._joined,
    nodes.Call: Expressions._called,
    nodes.Filter: Expressions._filtered,
}
