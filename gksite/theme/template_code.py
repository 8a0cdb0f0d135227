"""Compile templates to plain Python: large builds take a fraction of Jinja's time."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Iterator, Sized
from contextlib import contextmanager
from itertools import chain, repeat
from typing import Any

import markupsafe
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from jinja2.utils import missing

_SPECIAL = re.compile("[&<>\"']")
_LONGEST_KEPT = 80
"""Characters: longer texts stand on one or two pages, and are not worth keeping."""

_DIRECT_METHODS = frozenset(("format", "items", "startswith"))
_SIMPLE_LOOP = frozenset(("first", "last", "index", "index0", "length"))


class Escaped(dict[Any, str]):
    """`escaped[value]` is the result of `markupsafe.escape` as plain text; short texts without
    special characters are kept.

    No others are kept: a Markup is equal to its text, so that an escaped text could not be told
    from one that needs escaping.
    """

    def __missing__(self, value: Any) -> str:
        if type(value) is str and _SPECIAL.search(value) is None:
            if len(value) <= _LONGEST_KEPT:
                self[value] = value
            return value
        # Numbers are not kept: 1, 1.0 and True are equal.
        return (
            str(value)
            if type(value) is int or type(value) is markupsafe.Markup
            else str(markupsafe.escape(value))
        )


def safe_text(value: Any) -> str:
    """Return the text of a value that needs no escaping."""
    return value if type(value) is str else str(value)


def called(context: Context, macro: Any, *arguments: Any) -> str:
    """Return the text of a call: a macro's as it is, anything else escaped."""
    if type(macro) is Macro and not (macro.caller or macro.catch_kwargs or macro.catch_varargs):
        lacking = macro._argument_count - len(arguments)
        if lacking >= 0:
            return str(macro._func(*arguments, *(missing,) * lacking))
    return str(markupsafe.escape(context.call(macro, *arguments)))


class _Turn:
    """The `loop` of a loop that asks only for its position."""

    __slots__ = ("first", "index", "index0", "last", "length")

    first: bool
    last: bool
    index: int
    index0: int
    length: int


def simple_loop(items: Iterable[Any], _: Any) -> Iterator[tuple[Any, _Turn]]:
    """Yield each item with its position and the number of items."""
    found = items if isinstance(items, Sized) else list(items)
    turn = _Turn()
    turn.length = len(found)
    for number, item in enumerate(found, 1):
        turn.index0, turn.index = number - 1, number
        turn.first, turn.last = number == 1, number == turn.length
        yield item, turn


_FIRST, _LATER = _Turn(), _Turn()
_FIRST.first, _LATER.first = True, False


def first_loop(items: Iterable[Any], _: Any) -> Iterator[tuple[Any, _Turn]]:
    """Yield each item with whether it is the first."""
    return zip(items, chain((_FIRST,), repeat(_LATER)))  # noqa: B905 - the second has no end


class _Generator(CodeGenerator):
    """Compiles templates to Python that gathers text in lists, and looks up what it prints
    instead of escaping it again.

    `a.b` and `a["b"]` become just that, so that a missing name is an AttributeError or KeyError
    instead of an undefined value; inside tests and filters (`is defined`, `default`) they stay as
    Jinja has them.
    """

    _is_lenient = False
    _loop_kind = ""

    # Text is gathered in a list for each block and for each template, and handed on in one piece.

    def enter_frame(self, frame: Frame) -> None:
        if frame.buffer is None and (frame.toplevel or frame.block_frame):
            self.buffer(frame)
        super().enter_frame(frame)

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:
        if (
            frame.parent is None
            and (frame.toplevel or frame.block_frame)
            and not (frame.toplevel and self.has_known_extends)
        ):
            self.writeline(f"yield concat({frame.buffer})")
        super().leave_frame(frame, with_python_scope)

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:
        if node.scoped or node.required or (frame.toplevel and self.extends_so_far):
            super().visit_Block(node, frame)
        else:
            self.writeline(f"{frame.buffer} += context.blocks[{node.name!r}][0](context)", node)

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:
        if node.with_context or node.ignore_missing or not isinstance(node.template, nodes.Const):
            super().visit_Include(node, frame)
            return
        name = repr(node.template.value)
        self.writeline(
            f"{frame.buffer} += environment.get_template({name}, {self.name!r})"
            "._get_default_module()._body_stream",
            node,
        )

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        finalize = self._make_finalize()
        if (
            frame.require_output_check
            or frame.buffer is None
            or frame.eval_ctx.volatile
            or not frame.eval_ctx.autoescape
        ):
            super().visit_Output(node, frame)
            return
        self.writeline(f"{frame.buffer} += (", node)
        self.indent()
        constant: list[str] = []
        for child in node.nodes:
            try:
                constant.append(self._output_child_to_const(child, frame, finalize))
                continue
            except Exception:  # what is no constant is seen to when the page is rendered
                self._write_constant(constant)
            self.newline(child)
            self._write_value(child, frame)
            self.write(",")
        self._write_constant(constant)
        self.outdent()
        self.writeline(")")

    def _write_constant(self, constant: list[str]) -> None:
        if constant:
            self.writeline(f"{''.join(constant)!r},")
            constant.clear()

    def _write_value(self, node: nodes.Expr, frame: Frame) -> None:
        if isinstance(node, nodes.Filter) and node.name == "safe" and node.node is not None:
            before, after, inner = "environment.safe_text(", ")", node.node
        elif isinstance(node, nodes.Call) and not (
            node.kwargs or node.dyn_args or node.dyn_kwargs or _method(node)
        ):
            self.write("environment.called(context, ")
            self.visit(node.node, frame)
            self.signature(node, frame)
            self.write(")")
            return
        else:
            before, after, inner = "escaped[", "]", node
        self.write(before)
        self.visit(inner, frame)
        self.write(after)

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("escaped = environment.escaped")

    # Names, and methods of plain values.

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        if self._is_lenient or keyword.iskeyword(node.attr):
            super().visit_Getattr(node, frame)
        else:
            self.visit(node.node, frame)
            self.write(f".{node.attr}")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:
        if self._is_lenient or not (
            isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str)
        ):
            super().visit_Getitem(node, frame)
        else:
            self.visit(node.node, frame)
            self.write(f"[{node.arg.value!r}]")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        if forward_caller or not _method(node) or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for number, argument in enumerate((*node.args, *node.kwargs)):
            if number:
                self.write(", ")
            self.visit(argument, frame)
        self.write(")")

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:
        with self._lenient():
            super().visit_Test(node, frame)

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:
        with self._lenient():
            super().visit_Filter(node, frame)

    @contextmanager
    def _lenient(self) -> Iterator[None]:
        before, self._is_lenient = self._is_lenient, True
        yield
        self._is_lenient = before

    # Loops that only ask whether they are at their first or last turn.

    def visit_For(self, node: nodes.For, frame: Frame) -> None:
        before, self._loop_kind = self._loop_kind, _loop_kind(node)
        super().visit_For(node, frame)
        self._loop_kind = before

    def choose_async(self, async_value: str = "async ", sync_value: str = "") -> str:
        if (
            async_value == "Async" and self._loop_kind
        ):  # Jinja asks what to write before `LoopContext(`
            return f"environment.{self._loop_kind}"
        return super().choose_async(async_value, sync_value)


def _method(node: nodes.Call) -> bool:
    """Whether a call is one of a method that takes values alone."""
    return isinstance(node.node, nodes.Getattr) and node.node.attr in _DIRECT_METHODS


def _loop_kind(node: nodes.For) -> str:
    """Return the prefix of `LoopContext(`: `First`, `Simple`, or "" if all of `loop` is used."""
    if node.recursive or any(block.scoped for block in node.find_all(nodes.Block)):
        return ""
    names = sum(name.name == "loop" for name in node.find_all(nodes.Name))
    asked = [
        one.attr
        for one in node.find_all(nodes.Getattr)
        if isinstance(one.node, nodes.Name) and one.node.name == "loop"
    ]
    if names != len(asked) or not _SIMPLE_LOOP.issuperset(asked):
        return ""
    return "First" if set(asked) == {"first"} else "Simple"


Generator: type[CodeGenerator] = _Generator
"""The code generator of the environment of a theme."""
