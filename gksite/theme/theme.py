"""A theme as a value: templates, strings, assets; and the Jinja environment made of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import jinja2
import msgspec
from jinja2.bccache import Bucket
from jinja2.environment import TemplateModule
from jinja2.runtime import Context

from gksite.config.values import CONFIG_PATH
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.pages.page_kinds import USED_STRINGS
from gksite.pages.wording import Words
from gksite.source.theme_files import ThemeFiles
from gksite.source.yaml import Mapping as YamlMapping
from gksite.source.yaml import Scalar, parse_yaml
from gksite.theme.sheets import published_asset
from gksite.theme.template_code import (
    Escaped,
    Generator,
    called,
    first_loop,
    safe_text,
    simple_loop,
)

_REFERENCE = re.compile(r"\{%[-+]?\s*(?:extends|include|import|from)\s+(?:\"([^\"]+)\"|'([^']+)')?")


def _versioned(name: str, data: bytes) -> str:
    stem, dot, ending = name.rpartition(".")
    return (
        f"{stem}.{hashlib.sha256(data).hexdigest()[:8]}.{ending}"
        if dot and ending in ("css", "js")
        else name
    )


class Theme(msgspec.Struct, frozen=True):
    """Templates by name (source, path for messages), interface strings, assets as published by
    name."""

    templates: dict[str, tuple[str, str]]
    words: Words
    assets: dict[str, bytes]

    def asset_paths(self) -> dict[str, str]:
        """Return the address of each asset from the root of the site.

        The names of style sheets and scripts hold a part of their SHA-256, so that a page never
        meets those of another version; files that a style sheet may name (pictures, fonts) keep
        their names.
        """
        return {name: f"assets/{_versioned(name, data)}" for name, data in self.assets.items()}

    def reached(self, template: str) -> frozenset[str]:
        """Return the templates that a template uses, itself too; all if a name is no literal."""
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


def theme_strings(files: ThemeFiles, language: str) -> tuple[dict[str, str], list[Diagnostic]]:
    """Return the strings of a theme in a language by their keys; report those that contexts need
    and the theme lacks."""
    if language not in files.strings:
        key = f"strings/{language}.yaml"
        where = Location(CONFIG_PATH)
        return {}, [problem("missing-string", where, language=language, key=key)]
    strings, problems = _read_strings(files.strings[language], files.strings_path[language])
    missing = [
        problem(
            "missing-string", Location(files.strings_path[language]), language=language, key=key
        )
        for key in USED_STRINGS
        if key not in strings
    ]
    return dict(strings), [*problems, *missing]


@lru_cache(4)
def _read_strings(text: str, path: str) -> tuple[Mapping[str, str], tuple[Diagnostic, ...]]:
    """Return the strings of a file that a process reads for each site, language and build."""
    node, problems = parse_yaml(text, path)
    entries: Mapping[str, object] = node.entries if isinstance(node, YamlMapping) else {}
    strings = {
        key: value.value or "" for key, value in entries.items() if isinstance(value, Scalar)
    }
    return strings, tuple(problems)


def build_theme(files: ThemeFiles, language: str) -> tuple[Theme | None, list[Diagnostic]]:
    """Return the theme in an interface language; report missing strings."""
    strings, problems = theme_strings(files, language)
    assets = {name: published_asset(name, data) for name, data in files.assets.items()}
    theme = Theme(files.templates, Words(strings), assets)
    return (None if problems else theme), problems


class _Template(jinja2.Template):
    """A template whose globals are its environment's alone, so that no page copies them."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        environment = self.environment
        names = dict(environment.globals)
        names.update(*args, **kwargs)
        context = environment.context_class(environment, names, self.name, self.blocks)
        try:
            return environment.concat(self.root_render_func(context))
        except Exception:
            environment.handle_exception()

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return self._module or super()._get_default_module(ctx)


class _Environment(jinja2.Environment):
    """Jinja's environment with the functions that compiled templates call."""

    template_class = _Template
    code_generator_class = Generator
    called = staticmethod(called)
    safe_text = staticmethod(safe_text)
    SimpleLoopContext = staticmethod(simple_loop)
    FirstLoopContext = staticmethod(first_loop)

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.escaped = Escaped()
        self._loaded: dict[str, jinja2.Template] = {}

    def get_template(
        self, name: Any, parent: str | None = None, globals: Any = None
    ) -> jinja2.Template:
        """Return a template by name, loaded once; names are not relative to each other."""
        if name not in self._loaded:
            self._loaded[name] = super().get_template(name)
        return self._loaded[name]


class _Compiled(jinja2.BytecodeCache):
    """Compiled templates in a dict; Jinja checks their source and version."""

    def __init__(self, known: dict[str, bytes]) -> None:
        self._known = known

    def load_bytecode(self, bucket: Bucket) -> None:
        if found := self._known.get(bucket.key):
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


def environment(theme: Theme, compiled: dict[str, bytes]) -> jinja2.Environment:
    """Return the Jinja environment of a theme: it escapes everything, and refuses undefined
    names.

    `compiled` holds templates compiled before, and receives those that are compiled now.
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
