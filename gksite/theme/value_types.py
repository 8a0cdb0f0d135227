"""The types of the values that a template meets, as far as they are certain before it is
rendered."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
from markupsafe import Markup


class Items(msgspec.Struct, frozen=True):
    """A list or tuple: the type of any of its items; `each` has the types by place where their
    number is fixed."""

    of: ValueType
    each: tuple[ValueType, ...] = ()


class Table(msgspec.Struct, frozen=True):
    """A dict of texts: the type of its values; `name` for messages, and its `keys`, where they are
    known."""

    of: ValueType
    name: str = ""
    keys: frozenset[str] = frozenset()


class Constant(msgspec.Struct, frozen=True):
    """A text that the template itself states."""

    text: str


class Module(msgspec.Struct, frozen=True):
    """An imported template, and the names that it has for those that import it."""

    template: str
    names: frozenset[str]


class Macro(msgspec.Struct, frozen=True):
    """A macro, by its template and its name there."""

    template: str
    name: str


class Method(msgspec.Struct, frozen=True):
    """A method of a text, a list or a dict, by the word for its owner; to print it makes no
    sense."""

    owner: str


Form = type | Items | Table | Constant | Module | Macro | Method
"""One form that a value may have; None, which has no names at all, is left out."""

ValueType = frozenset[Form] | None
"""Every form that a value may have; None where they are not all known."""

UNKNOWN: ValueType = None
TEXT: ValueType = frozenset((str,))
NUMBER: ValueType = frozenset((float,))

_PLAIN = (str, int, float, bool)


def union(values: Iterable[ValueType]) -> ValueType:
    """Return the type of a value that is one of several."""
    forms: set[Form] = set()
    for value in values:
        if value is None:
            return UNKNOWN
        forms |= value
    return frozenset(forms)


def items(*each: ValueType) -> ValueType:
    """Return the type of a tuple with an item of each type."""
    return frozenset((Items(union(each), each),))


def type_of(hint: Any) -> ValueType:
    """Return the type that an annotation states."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return union(type_of(argument) for argument in arguments)
    if hint is type(None):
        return frozenset()
    if origin is ClassVar:
        return type_of(arguments[0])
    if origin is Literal:
        texts = [value for value in arguments if isinstance(value, str)]
        return frozenset(map(Constant, texts)) if len(texts) == len(arguments) else UNKNOWN
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return frozenset((Table(type_of(arguments[1])),))
    if origin is tuple and Ellipsis not in arguments:
        return items(*map(type_of, arguments))
    if isinstance(origin, type) and issubclass(origin, Sequence):
        return frozenset((Items(type_of(arguments[0])),))
    if isinstance(hint, type) and (hint in _PLAIN or issubclass(hint, msgspec.Struct)):
        return frozenset((hint,))
    return UNKNOWN


@cache
def names_of(context: type) -> dict[str, ValueType]:
    """Return the fields of a context class with their types, in their order."""
    hints = get_type_hints(context)
    fields = getattr(context, "__struct_fields__", ())
    return {name: type_of(hints[name]) for name in fields}


def lacks(form: Form, name: str, is_key: bool = True) -> bool:
    """Whether a value of this form has no attribute `name`, for certain; with `is_key` a key of a
    dict will do too."""
    if isinstance(form, Table):
        if is_key and (not form.keys or name in form.keys):
            return False
        return not hasattr(dict, name)
    if isinstance(form, Items):
        return not hasattr(list, name) and not hasattr(tuple, name)
    if isinstance(form, Module):
        return name not in form.names
    if isinstance(form, Constant) or form is str:
        return not hasattr(Markup, name)
    if isinstance(form, Method):
        return not name.startswith("__")
    return isinstance(form, type) and not hasattr(form, name)


def member(form: Form, name: str) -> ValueType:
    """Return the type of an attribute or a key that a value of this form has."""
    if isinstance(form, Table):
        return frozenset((Method("dict"),)) if hasattr(dict, name) else form.of
    if isinstance(form, Items):
        return frozenset((Method("list"),))
    if isinstance(form, Constant) or form is str:
        return frozenset((Method("str"),))
    if isinstance(form, type) and issubclass(form, msgspec.Struct):
        return names_of(form).get(name, UNKNOWN)
    return UNKNOWN


def item(value: ValueType, place: int | None) -> ValueType:
    """Return the type of an item at a place, or at one that is not known."""
    if value is None:
        return UNKNOWN
    return union(_item(form, place) for form in value)


def _item(form: Form, place: int | None) -> ValueType:
    if isinstance(form, Table):
        return form.of
    if not isinstance(form, Items):
        return UNKNOWN
    is_known = place is not None and -len(form.each) <= place < len(form.each)
    return form.each[place] if is_known and place is not None else form.of


def items_of(value: ValueType) -> ValueType:
    """Return the type of what a loop over `value` meets."""
    if value is None:
        return UNKNOWN
    return union(_items_of(form) for form in value)


def _items_of(form: Form) -> ValueType:
    if isinstance(form, Items):
        return form.of
    return TEXT if isinstance(form, Table | Constant) or form is str else UNKNOWN


def at_place(value: ValueType, place: int, count: int) -> ValueType:
    """Return the type of one of the `count` names among which a value is divided."""
    if value is None:
        return UNKNOWN
    return union(
        form.each[place] if isinstance(form, Items) and len(form.each) == count else _items_of(form)
        for form in value
    )


def texts_of(value: ValueType) -> tuple[str, ...]:
    """Return the texts that a value may be, sorted; none where it may be anything else."""
    texts = [form.text for form in value or () if isinstance(form, Constant)]
    return tuple(sorted(texts)) if value is not None and len(texts) == len(value) else ()


def joined(parts: Sequence[ValueType]) -> ValueType:
    """Return the type of several texts one after another."""
    results = [""]
    for part in parts:
        texts = texts_of(part)
        if not texts or len(results) * len(texts) > _MOST_TEXTS:
            return TEXT
        results = [text + end for text in results for end in texts]
        if max(map(len, results)) > _LONGEST_TEXT:
            return TEXT
    return frozenset(map(Constant, results))


_MOST_TEXTS, _LONGEST_TEXT = 100, 200
"""Constants of an expression, and characters of one: more are not followed."""
