"""Whatever stands in a template, the check says something or nothing, and comes to an end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gksite.source.theme_files import ThemeFiles
from gksite.theme.template_names import checked_theme

PIECES = (
    *("{% if page.x is defined %}", "{% elif s.y %}", "{% else %}", "{% endif %}"),
    *("{% for a, b in page.topics recursive %}", "{{ loop(a.link) }}", "{% endfor %}"),
    *("{% macro m(a, b=page) %}", "{{ m([a], b ~ 'x') }}", "{% endmacro %}", "{{ m(*a, **b) }}"),
    *("{% block main scoped %}", "{{ super() }}{{ self.main() }}", "{% endblock %}"),
    *('{% extends "topics.html" %}', '{% extends "base.html" if page else a %}'),
    *('{% include "part.html" %}', '{% include ["a", page.x] ignore missing %}'),
    *('{% import "part.html" as p with context %}', '{% from "part.html" import m as n, o %}'),
    *("{{ p.m(1, c=2) }}", "{{ n()[0:1].x['y'][a] }}", "{{ page.a.b.0|default(1)|map('x') }}"),
    *("{% set ns = namespace(x=1) %}", "{% set ns.x = page %}", "{% set a %}t{% endset %}"),
    *("{% with a = s['x'] %}", "{% endwith %}", "{% call(u) m(1) %}", "{% endcall %}"),
    *("{% filter upper %}", "{% endfilter %}", "{{ page|foo }}", "{% raw %}{{", "{% endraw %}"),
    *(
        "{{ {'a': page}.items()|list + [s] }}",
        "{{ -1 ** 2 if a }}",
        "{{ page['x']",
        "{#",
        "{% x %}",
    ),
    *(
        "{# gksite contexts: 99999999999999999999 #}",
        "\n",
        "文",
        "\ufeff",
        "{{ 'a' 'b' % 3 in x }}",
    ),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


def assert_it_ends(**templates: str) -> None:
    sources = {f"{name}.html": (text, f"templates/{name}.html") for name, text in templates.items()}
    files = ThemeFiles(sources, {}, {"zh": "a: b"}, {"zh": "themes/own/strings/zh.yaml"})
    own = {path for _, path in sources.values()}
    _, problems = checked_theme(files, own, "zh")
    lines = {path: text.count("\n") + 1 for text, path in sources.values()}
    for problem in problems:
        assert problem.location.line <= lines.get(problem.location.path, 1)


@given(TEXTS, TEXTS, TEXTS)
def test_a_check_comes_to_an_end(topics: str, base: str, part: str) -> None:
    assert_it_ends(topics=topics, base=base, part=part)


@pytest.mark.parametrize(
    "text",
    [
        "{{ " + "(" * 5000 + "page" + ")" * 5000 + " }}",
        "{% if page %}" * 3000 + "{% endif %}" * 3000,
        "{{ page" + ".topics" * 5000 + " }}",
        "{{ page" + "|default(1)" * 3000 + " }}",
        "{{ 1" + " + page" * 5000 + " }}",
        "{{ page" + " ~ 'ab'" * 5000 + " }}",
        "{% set a = ('x', 'y')|random %}" + "{% set a = a ~ a %}" * 500,
        "{% set a = 'x' %}" + "{% set a = a ~ a %}{% set b = a + a %}" * 500,
        '{% include "topics.html" %}{{ page.x }}',
        '{% import "topics.html" as m %}{% extends "topics.html" %}{{ m.x }}',
        "{% macro m(a) %}{{ m([a]) }}{{ m(a ~ 'x') }}{% endmacro %}{{ m(page) }}",
    ],
    ids=range(11),
)
def test_deep_and_circular_templates(text: str) -> None:
    assert_it_ends(topics=text)
