"""A theme as a value: templates, strings, assets; and the Jinja environment made of it."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import jinja2
import markupsafe
import msgspec
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame

from gksite.config import CONFIG_PATH
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.pages.wording import USED_STRINGS, Words
from gksite.source.files import ThemeFiles
from gksite.source.yaml import Mapping as YamlMapping
from gksite.source.yaml import Scalar, parse_yaml

_SPECIAL = re.compile("[&<>\"']")
_REFERENCE = re.compile(r"\{%[-+]?\s*(?:extends|include|import|from)\s+(?:\"([^\"]+)\"|'([^']+)')?")


class Theme(msgspec.Struct, frozen=True):
    """Templates by name (source, path for messages), the strings of the interface, the assets by name."""

    templates: dict[str, tuple[str, str]]
    words: Words
    assets: dict[str, bytes]

    def asset_paths(self) -> dict[str, str]:
        """The address of each asset from the root of the site."""
        return {name: f"assets/{name}" for name in self.assets}

    def reached(self, template: str) -> frozenset[str]:
        """The templates that a template is made of, itself among them; all of them where a name is not a literal."""
        found: set[str] = set()
        waiting = [template]
        while waiting:
            name = waiting.pop()
            if name in found or name not in self.templates:
                continue
            found.add(name)
            for double, single in _REFERENCE.findall(self.templates[name][0]):
                if not double and not single:
                    return frozenset(self.templates)
                waiting.append(double or single)
        return frozenset(found)


def build_theme(files: ThemeFiles, language: str) -> tuple[Theme | None, list[Diagnostic]]:
    """The theme for an interface language; a string that contexts need and the theme lacks is a problem."""
    if language not in files.strings:
        return None, [problem("missing-string", Location(CONFIG_PATH), language=language, key=f"strings/{language}.yaml")]
    path = files.strings_path[language]
    node, problems = parse_yaml(files.strings[language], path)
    entries: Mapping[str, object] = node.entries if isinstance(node, YamlMapping) else {}
    strings = {key: value.value or "" for key, value in entries.items() if isinstance(value, Scalar)}
    missing = [key for key in USED_STRINGS if key not in strings]
    problems += [problem("missing-string", Location(path), language=language, key=key) for key in missing]
    theme = Theme(files.templates, Words(strings), files.assets)
    return (None if problems else theme), problems


def escaped(value: Any) -> str:
    """What `markupsafe.escape` gives, as plain text: a value without special characters needs no new object."""
    if type(value) is str:
        return value if _SPECIAL.search(value) is None else markupsafe.escape(value)
    return value if type(value) is markupsafe.Markup else markupsafe.escape(value)


class _Generator(CodeGenerator):
    """Compiles what templates do a million times in a large build to plain Python, which halves the time of a page.

    `a.b` and `a["b"]` become just that, so that a missing name is an AttributeError or KeyError instead of an undefined value;
    inside tests and filters (`is defined`, `default`) they stay as Jinja has them.
    """

    _is_lenient = False

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.escaped(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        if self._is_lenient or keyword.iskeyword(node.attr):
            super().visit_Getattr(node, frame)
        else:
            self.visit(node.node, frame)
            self.write(f".{node.attr}")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:
        if self._is_lenient or not (isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str)):
            super().visit_Getitem(node, frame)
        else:
            self.visit(node.node, frame)
            self.write(f"[{node.arg.value!r}]")

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


class _Environment(jinja2.Environment):
    code_generator_class = _Generator
    escaped = staticmethod(escaped)


class _Compiled(jinja2.BytecodeCache):
    """Compiled templates in a dict; Jinja checks that each was compiled from the same source by the same version."""

    def __init__(self, known: dict[str, bytes]) -> None:
        self._known = known

    def load_bytecode(self, bucket: Bucket) -> None:
        if found := self._known.get(bucket.key):
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


def environment(theme: Theme, compiled: dict[str, bytes]) -> jinja2.Environment:
    """The Jinja environment of a theme: everything is escaped, and an undefined name is an error.

    `compiled` holds templates compiled before, and takes those that are compiled now.
    """

    def load(name: str) -> tuple[str, str, None] | None:
        found = theme.templates.get(name)
        return (found[0], found[1], None) if found else None

    return _Environment(
        loader=jinja2.FunctionLoader(load),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_Compiled(compiled),
    )
