"""What the check says of the names in a template is what happens when the template is rendered."""

from __future__ import annotations

from typing import Any

import jinja2
import msgspec
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from gksite.catalogue import severity
from gksite.pages.kinds.task import TaskPage
from gksite.pages.kinds.topics import TopicsPage
from gksite.pages.kinds.unit import UnitPage
from gksite.pages.parts import Page, Site
from gksite.pages.wording import Words
from gksite.source.theme_files import ThemeFiles
from gksite.theme.template_names import checked_theme
from gksite.theme.theme import Theme, environment
from gksite.theme.value_types import (
    TEXT,
    Constant,
    Items,
    Table,
    ValueType,
    items_of,
    lacks,
    member,
    names_of,
    union,
)

PAGES: tuple[type[Page], ...] = (TopicsPage, TaskPage, UnitPage)
WORDS = ("text", "link", "path", "named", "counts", "nothing", "status", "heading")
BASE = "<title>{{ page.title }}</title>{% block main %}{% endblock %}{% block foot %}{% endblock %}"
TOO_DEEP = 6


def example(value: ValueType, depth: int = 0) -> Any:
    """Return a value of a type, with one item in every list."""
    form = sorted(value or (), key=repr)[0]
    if isinstance(form, Constant):
        return form.text
    if isinstance(form, Items):
        if depth > TOO_DEEP:
            return ()
        return tuple(example(each, depth + 1) for each in form.each or (form.of,))
    if isinstance(form, Table):
        return {"key": example(form.of, depth + 1)}
    if isinstance(form, type) and issubclass(form, msgspec.Struct):
        return form(**{name: example(of, depth + 1) for name, of in names_of(form).items()})
    plain: dict[object, Any] = {str: "text", int: 7, float: 7.5, bool: True}
    return plain[form]


Scope = dict[str, ValueType]


@st.composite
def chains(draw: DrawFn, scope: Scope) -> tuple[str, ValueType]:
    """An expression and its type: most of its names are there."""
    name = draw(st.sampled_from(sorted(scope)))
    text, value = name, scope[name]
    for _ in range(draw(st.integers(0, 3))):
        known = [
            name
            for form in value or ()
            if isinstance(form, type) and issubclass(form, msgspec.Struct)
            for name in names_of(form)
        ]
        if any(isinstance(form, Items) for form in value or ()) and draw(st.booleans()):
            text, value = f"{text}[0]", items_of(value)
            continue
        is_known = bool(known) and draw(st.integers(0, 7)) > 0
        name = draw(st.sampled_from(known if is_known else WORDS))
        text = f"{text}.{name}"
        value = union(member(form, name) for form in value or () if not lacks(form, name))
    return text, value


@st.composite
def bodies(draw: DrawFn, scope: Scope, depth: int = 0) -> str:
    """A piece of a template of which every line is carried out."""
    parts = []
    for number in range(draw(st.integers(1, 3))):
        chain, value = draw(chains(scope))
        own = f"v{depth}{number}"
        is_list = value is not None and all(isinstance(form, Items) for form in value) and value
        kind = draw(st.integers(0, 6 if depth < 2 else 2))
        word = draw(st.sampled_from(WORDS))
        if kind == 0:
            parts.append(f"{{{{ {chain}|default('') }}}}")
        elif kind == 1 and is_list:
            parts.append(f"{{{{ {chain}|map(attribute='{word}')|join }}}}")
        elif kind <= 2:
            parts.append(f"{{{{ {chain} }}}}")
        elif kind == 3 and is_list:
            inner = draw(bodies({**scope, own: items_of(value)}, depth + 1))
            parts.append(f"{{% for {own} in {chain} %}}{inner}{{% endfor %}}")
        elif kind == 4:
            inner = draw(bodies({own: value}, depth + 1))
            parts.append(
                f"{{% macro m{own}({own}) %}}{inner}{{% endmacro %}}{{{{ m{own}({chain}) }}}}"
            )
        elif kind == 5:
            other, value = draw(chains(scope))
            inner = draw(bodies({**scope, own: value}, depth + 1))
            parts.append(f"{{% set {own} = [{chain}, {other}][1] %}}{inner}")
        else:
            inner = draw(bodies({**scope, own: value}, depth + 1))
            parts.append(f"{{% with {own} = {chain} %}}{inner}{{% endwith %}}")
    return "\n".join(parts)


@st.composite
def themes(draw: DrawFn) -> tuple[type[Page], dict[str, str]]:
    """A page and the templates of a small theme."""
    page = draw(st.sampled_from(PAGES))
    scope: Scope = {"page": frozenset((page,)), "site": frozenset((Site,)), "root": TEXT}
    body = draw(bodies(scope))
    match draw(st.integers(0, 3)):
        case 0:
            return page, {page.template: body}
        case 1:
            block = f"{{% block main %}}{body}{{% endblock %}}"
            return page, {page.template: f'{{% extends "base.html" %}}{block}', "base.html": BASE}
        case 2:
            return page, {page.template: '{% include "part.html" %}', "part.html": body}
        case _:
            top = '{% extends "base.html" %}{% block main %}{{ super() }}{% endblock %}'
            base = BASE.replace("{% endblock %}", f"{body}{{% endblock %}}", 1)
            return page, {page.template: top, "base.html": base}


@given(themes())
def test_a_name_is_reported_just_where_rendering_fails(
    made: tuple[type[Page], dict[str, str]],
) -> None:
    page, templates = made
    sources = {name: (text, f"templates/{name}") for name, text in templates.items()}
    own = {path for _, path in sources.values()}
    files = ThemeFiles(
        sources, {"key": b""}, {"zh": "key: text"}, {"zh": "themes/own/strings/zh.yaml"}
    )
    _, problems = checked_theme(files, own, "zh")
    # A context that is printed whole is reported and rendered.
    apart = ("missing-string", "template-prints-context")
    problems = [p for p in problems if severity(p) == "error" and p.code not in apart]
    assert {problem.code for problem in problems} <= {
        "template-name-unknown",
        "template-name-gone",
        "template-name-replaced",
        "template-string-missing",
    }
    names = {
        "page": example(frozenset((page,))),
        "site": example(frozenset((Site,))),
        "root": "../",
        "s": {},
    }
    failure: Exception | None = None
    try:
        environment(Theme(sources, Words({}), {}), {}).get_template(page.template).render(names)
    except Exception as error:
        failure = error
    if isinstance(failure, AttributeError | jinja2.UndefinedError):
        assert problems, failure
    elif failure is None:
        assert not problems
    else:
        # A context that is printed whole may hold what Jinja cannot keep: no matter of names.
        assert isinstance(failure, TypeError) and "unhashable" in str(failure)
