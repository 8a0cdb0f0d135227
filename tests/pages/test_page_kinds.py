"""A page kind is a row of one table; what else it needs is named here where it is missing."""

from __future__ import annotations

import ast
import re
import runpy
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest

from gksite.config.values import PageFamily
from gksite.pages.kind import Dependency, PageKind
from gksite.pages.page_kinds import PAGE_KINDS
from gksite.pages.wording import SHARED_STRINGS
from gksite.source.yaml import Mapping, parse_yaml

_THEME = Path("themes/default")
_MODULES = sorted(Path("gksite/pages/kinds").glob("[!_]*.py"))
_rows = pytest.mark.parametrize("kind", PAGE_KINDS, ids=lambda kind: kind.name)


def _strings(language: str) -> set[str]:
    path = _THEME / f"strings/{language}.yaml"
    node, _ = parse_yaml(path.read_text("utf-8"), str(path))
    assert isinstance(node, Mapping)
    return set(node.entries)


@pytest.mark.parametrize("module", _MODULES, ids=lambda path: path.stem)
def test_every_row_stands_in_the_table(module: Path) -> None:
    values = vars(import_module(f"gksite.pages.kinds.{module.stem}")).values()
    rows = {value.name for value in values if isinstance(value, PageKind)}
    assert not rows - {kind.name for kind in PAGE_KINDS}, "rows of PAGE_KINDS (page_kinds.py)"


def test_names_and_families_are_known() -> None:
    assert len({kind.name for kind in PAGE_KINDS}) == len(PAGE_KINDS)
    families = {kind.family for kind in PAGE_KINDS if kind.family}
    assert families == set(get_args(PageFamily)), "families of leave_out (config/values.py)"
    assert {kind.depends_on for kind in PAGE_KINDS} <= set(get_args(Dependency))


@_rows
def test_the_template_is_there(kind: PageKind) -> None:
    assert (_THEME / "templates" / kind.template).is_file()


@_rows
def test_an_example_is_looked_at(kind: PageKind) -> None:
    lists = runpy.run_path("tests/site/page_kinds.py")
    examples = lists["PAGE_KINDS"] | lists["ARCHIVED_PAGES"] | lists["LARGE_PAGES"]
    assert kind.name in examples, "an address in tests/site/page_kinds.py"


@_rows
@pytest.mark.parametrize("language", ["zh", "en"])
def test_strings_are_in_both_languages(kind: PageKind, language: str) -> None:
    template = (_THEME / "templates" / kind.template).read_text("utf-8")
    used = {*kind.strings, *re.findall(r'\bs\["([\w.]+)"\]', template)}
    assert not used - _strings(language)


@pytest.mark.parametrize("module", _MODULES, ids=lambda path: path.stem)
def test_strings_that_a_context_uses_stand_in_a_row(module: Path) -> None:
    known = {*SHARED_STRINGS, *(key for kind in PAGE_KINDS for key in kind.strings)}
    used = set()
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        match node:
            case ast.Subscript(value=ast.Name("words") | ast.Attribute(attr="words"), slice=key):
                pass
            case ast.Call(func=ast.Attribute(attr="say"), args=[key, *_]):
                pass
            case _:
                continue
        if isinstance(key, ast.Constant):
            used.add(key.value)
    assert not used - known, "strings of a PageKind"
