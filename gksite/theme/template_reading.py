"""Templates, read without rendering them: each is followed from its context through loops,
assignments, macros, blocks and other templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
from jinja2 import nodes

from gksite.theme.template_expressions import Expressions, Place, Printed, Scope
from gksite.theme.value_types import (
    TEXT,
    UNKNOWN,
    Macro,
    Module,
    Table,
    ValueType,
    at_place,
    items_of,
    union,
)

_OF_MACROS = ("caller", "varargs", "kwargs")


class Reading(Expressions):
    """Everything that was read of a set of templates. What cannot be known stays unknown, so that
    nothing certain is said of it."""

    def __init__(
        self,
        templates: Mapping[str, nodes.Template | None],
        tables: Mapping[tuple[type, str], Table],
    ) -> None:
        super().__init__(templates, tables)
        self.missing: set[tuple[str, int, str]] = set()
        """Template, line and name of each template that is named and not there."""
        self.unfilled: set[tuple[str, int, str, str]] = set()
        """Template, line and name of each block that the topmost template, the fourth, does not
        reach."""
        self.wrong_calls: set[tuple[str, int, str, str, str]] = set()
        """Template, line, the macro's template, its name and its arguments, of each call with
        others."""
        self.reached: set[str] = set()
        """The templates that were followed."""
        self.is_open = False
        """Whether some templates are used in ways that only show when they are rendered."""
        self.printed: dict[int, Printed] = {}
        self._blocks = {
            name: list(tree.find_all(nodes.Block)) for name, tree in templates.items() if tree
        }
        self._open: list[str] = []
        """The templates that include or import the present one."""
        self._macros: dict[tuple[str, str], tuple[nodes.Macro, Scope, Place]] = {}
        self._in_macros: list[Macro] = []
        """The macros that call the present one."""
        self._followed_with: dict[object, Scope] = {}

    def read_page(self, template: str, names: Scope) -> None:
        """Follow a page's template with the names that it is rendered with."""
        self._template(Place(template, dict(names), {}))

    def give_up(self) -> None:
        """Leave the present page, of which nothing more is known."""
        self.is_open = True
        self._open.clear()
        self._in_macros.clear()
        self._filters = 0

    def block_names(self, template: str) -> list[str]:
        """Return the names of the blocks of a template."""
        return [block.name for block in self._blocks[template]]

    def _template(self, place: Place) -> None:
        """Follow a template and those that it extends, which see what it sets at its top."""
        self._open.append(place.template)
        self.reached.add(place.template)
        seen = {place.template}
        while (tree := self.templates.get(place.template)) is not None:
            for block in self._blocks[place.template]:
                place.blocks.setdefault(block.name, []).append((place.template, block))
            parents = [node for node in tree.body if isinstance(node, nodes.Extends)]
            if not parents:
                self._body(tree.body, place.page, place)
                self._note_unfilled(place)
                break
            outside = [
                node for node in tree.body if not isinstance(node, nodes.Block | nodes.Extends)
            ]
            self._body(outside, place.page, place)
            name = self._named(parents[0].template, parents[0].lineno, place)
            if name is None or name in seen:
                break
            seen.add(name)
            self.reached.add(name)
            place = msgspec.structs.replace(place, template=name)
        self._open.pop()

    def _extends(self, _node: nodes.Extends, _scope: Scope, _place: Place) -> None:
        """Note an `extends` in a condition; those at the top are followed."""
        self.is_open = True

    def _note_unfilled(self, place: Place) -> None:
        """Note the blocks that stand in no template above, nor in a block that does."""
        reached: set[str] = set()
        waiting = self.block_names(place.template)
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                for _, block in place.blocks[name]:
                    waiting += [inner.name for inner in block.find_all(nodes.Block)]
        for name in place.blocks.keys() - reached:
            for template, block in place.blocks[name]:
                self.unfilled.add((template, block.lineno, name, place.template))

    def _named(
        self, node: nodes.Expr, line: int, place: Place, may_miss: bool = False
    ) -> str | None:
        """Return the template that a statement names, or None where there is none or only rendering
        shows which."""
        if not isinstance(node, nodes.Const) or not isinstance(node.value, str):
            self.is_open = True
            return None
        if self.templates.get(node.value) is not None:
            return node.value
        if node.value in self.templates:
            self.reached.add(node.value)
            self.is_open = True
            return None
        if not may_miss:
            self.missing.add((place.template, line, node.value))
        return None

    def _body(self, body: Iterable[nodes.Node], scope: Scope, place: Place) -> None:
        for node in body:
            if isinstance(node, nodes.Expr):
                self.value(node, scope, place)
            elif (follow := _STATEMENTS.get(type(node))) is not None:
                follow(self, node, scope, place)
            else:
                self._body(node.iter_child_nodes(), scope, place)

    def _output(self, node: nodes.Output, scope: Scope, place: Place) -> None:
        for part in node.nodes:
            value = self.value(part, scope, place)
            if isinstance(part, nodes.Name | nodes.Getattr | nodes.Getitem):
                name = getattr(part, "attr", getattr(part, "name", ""))
                new = Printed(place.template, part.lineno, name, set())
                printed = self.printed.setdefault(id(part), new)
                printed.is_open = printed.is_open or value is None
                printed.forms |= value or set()

    def _for(self, node: nodes.For, scope: Scope, place: Place) -> None:
        inner = dict(scope)
        each = items_of(self.value(node.iter, scope, place))
        _bind(node.target, UNKNOWN if node.recursive else each, inner)
        inner["loop"] = UNKNOWN
        if node.test is not None:
            self.value(node.test, inner, place)
        self._body(node.body, inner, place)
        self._body(node.else_, dict(scope), place)

    def _if(self, node: nodes.If, scope: Scope, place: Place) -> None:
        self.value(node.test, scope, place)
        ways = [dict(scope)]
        self._body(node.body, ways[0], place)
        for other in node.elif_:
            self.value(other.test, scope, place)
            ways.append(dict(scope))
            self._body(other.body, ways[-1], place)
        ways.append(dict(scope))
        self._body(node.else_, ways[-1], place)
        for name in {name: None for way in ways for name in way}:
            scope[name] = union([way[name] for way in ways if name in way])

    def _assign(self, node: nodes.Assign, scope: Scope, place: Place) -> None:
        _bind(node.target, self.value(node.node, scope, place), scope)

    def _assign_block(self, node: nodes.AssignBlock, scope: Scope, place: Place) -> None:
        self._body(node.body, dict(scope), place)
        _bind(node.target, TEXT if node.filter is None else UNKNOWN, scope)

    def _with(self, node: nodes.With, scope: Scope, place: Place) -> None:
        inner = dict(scope)
        for target, value in zip(node.targets, node.values, strict=True):
            _bind(target, self.value(value, scope, place), inner)
        self._body(node.body, inner, place)

    def _block(self, node: nodes.Block, scope: Scope, place: Place) -> None:
        names = dict(scope if node.scoped else place.page)
        self._block_at(names, msgspec.structs.replace(place, block=node.name, depth=0))

    def leave(self, scope: Scope, place: Place) -> None:
        """Follow the block that the block around a `super()` overrides."""
        self._block_at(dict(scope), msgspec.structs.replace(place, depth=place.depth + 1))

    def _block_at(self, scope: Scope, place: Place) -> None:
        found = place.blocks.get(place.block, [])
        if place.depth < len(found):
            template, block = found[place.depth]
            self._body(block.body, scope, msgspec.structs.replace(place, template=template))

    def _include(self, node: nodes.Include, scope: Scope, place: Place) -> None:
        choices = _choices(node.template)
        for choice in choices:
            may_miss = node.ignore_missing or len(choices) > 1
            name = self._named(choice, node.lineno, place, may_miss)
            if name in self._open:
                self.is_open = True
            elif name is not None:
                self._template(Place(name, dict(scope) if node.with_context else {}, {}))

    def _import(self, node: nodes.Import, scope: Scope, place: Place) -> None:
        scope[node.target] = self._module(node, scope, place)

    def _from_import(self, node: nodes.FromImport, scope: Scope, place: Place) -> None:
        module = self._module(node, scope, place)
        for pair in node.names:
            name, alias = pair if isinstance(pair, tuple) else (pair, pair)
            scope[alias] = self.taken(node, name, module, place, False)

    def _module(
        self, node: nodes.Import | nodes.FromImport, scope: Scope, place: Place
    ) -> ValueType:
        """Return the template that a statement imports."""
        name = self._named(node.template, node.lineno, place)
        if name is None or name in self._open:
            return UNKNOWN
        if name not in self._modules or node.with_context:
            inner = Place(name, dict(scope) if node.with_context else {}, {})
            self._modules[name] = inner.page
            self._template(inner)
        return frozenset((Module(name, frozenset(self._modules[name])),))

    def _macro(self, node: nodes.Macro, scope: Scope, place: Place) -> None:
        scope[node.name] = frozenset((Macro(place.template, node.name),))
        self._macros[place.template, node.name] = (node, scope, place)

    def call(
        self, macro: Macro, given: list[ValueType] | None, named: Scope, place: tuple[str, int]
    ) -> None:
        """Follow a macro, once with each choice of types."""
        node, names, home = self._macros[macro.template, macro.name]
        arguments = [argument.name for argument in node.args]
        if given is not None and _is_refused(node, len(given), named):
            self.wrong_calls.add((*place, macro.template, macro.name, _signature(node)))
        if macro in self._in_macros:
            # Types that grow with each call would never come to an end.
            given = None
        known = {**dict(zip(arguments, given, strict=False)), **named} if given is not None else {}
        key = (
            id(node),
            id(names),
            tuple(sorted(known)),
            tuple(known[name] for name in sorted(known)),
        )
        if key in self._followed_with:
            return
        # The names are kept, so that no other ones get their id.
        self._followed_with[key] = names
        inner = {**names, **dict.fromkeys((*arguments, *_OF_MACROS), UNKNOWN)}
        if given is not None:
            for name, default in zip(reversed(arguments), reversed(node.defaults), strict=False):
                inner[name] = self.value(default, inner, home)
        inner.update((name, known[name]) for name in arguments if name in known)
        self._in_macros.append(macro)
        self._body(node.body, inner, home)
        self._in_macros.pop()

    def _call_block(self, node: nodes.CallBlock, scope: Scope, place: Place) -> None:
        self.value(node.call, scope, place)
        inner = {**scope, **{argument.name: UNKNOWN for argument in node.args}}
        self._body(node.body, inner, place)


def _is_refused(macro: nodes.Macro, count: int, named: Scope) -> bool:
    """Whether a macro refuses so many arguments by place, or some of those by name."""
    used = {name.name for name in macro.find_all(nodes.Name)}
    arguments = [argument.name for argument in macro.args]
    by_place = "varargs" not in used and count > len(arguments)
    return by_place or ("kwargs" not in used and not {"caller", *arguments}.issuperset(named))


def _signature(macro: nodes.Macro) -> str:
    required = len(macro.args) - len(macro.defaults)
    return ", ".join(
        argument.name if place < required else f"{argument.name}=…"
        for place, argument in enumerate(macro.args)
    )


def _bind(target: nodes.Node, value: ValueType, scope: Scope) -> None:
    """Give a name, or several, the type of a value."""
    if isinstance(target, nodes.Name):
        scope[target.name] = value
    elif isinstance(target, nodes.Tuple | nodes.List):
        for place, part in enumerate(target.items):
            _bind(part, at_place(value, place, len(target.items)), scope)


def _choices(node: nodes.Expr) -> list[nodes.Expr]:
    """Return the names among which a statement chooses the first template that is there."""
    if isinstance(node, nodes.Tuple | nodes.List):
        return list(node.items)
    if isinstance(node, nodes.Const) and isinstance(node.value, tuple | list):
        return [nodes.Const(name) for name in node.value]
    return [node]


_STATEMENTS: dict[type[nodes.Node], Callable[[Reading, Any, Scope, Place], None]] = {
    nodes.Output: Reading._output,
    nodes.For: Reading._for,
    nodes.If: Reading._if,
    nodes.Assign: Reading._assign,
    nodes.AssignBlock: Reading._assign_block,
    nodes.With: Reading._with,
    nodes.Block: Reading._block,
    nodes.Include: Reading._include,
    nodes.Import: Reading._import,
    nodes.FromImport: Reading._from_import,
    nodes.Macro: Reading._macro,
    nodes.CallBlock: Reading._call_block,
    nodes.Extends: Reading._extends,
}
