"""The style sheet of fragments holds inside of one element, and keeps what it said there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import tinycss2
from tinycss2.ast import Node

from gksite.portal.scoped_css import SCOPE, scope_css

PROJECT = Path(__file__).parents[2]
THEME = (PROJECT / "themes/default/static/style.css").read_text("utf-8")
INSIDE = SCOPE.replace("#x#x#x#x", "#x#x#x#x#x")


def rules_of(nodes: Sequence[Node]) -> Iterator[Node]:
    """Every rule with a selector, also those inside of conditions; nothing else may stand in the
    sheet."""
    for node in nodes:
        if node.type == "qualified-rule":
            yield node
        else:
            assert node.type == "at-rule", node
            assert node.at_keyword in ("media", "supports", "container"), node.at_keyword
            yield from rules_of(
                tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            )


def selectors_of(css: str) -> Iterator[tuple[str, Node]]:
    for rule in rules_of(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)):
        part: list[Node] = []
        for token in [*rule.prelude, None]:
            if token is None or (token.type == "literal" and token.value == ","):
                yield tinycss2.serialize(part).strip(), rule
                part = []
            else:
                part.append(token)


def test_no_selector_holds_outside() -> None:
    found = list(selectors_of(scope_css([THEME])))
    assert len(found) > 300
    for selector, _ in found:
        assert selector.startswith((SCOPE, INSIDE)), selector
        rest = selector.removeprefix(SCOPE).removeprefix(INSIDE)
        # Not a brother of the scope or what comes after it.
        assert not rest.lstrip().startswith(("+", "~")), selector
        assert ":root" not in rest
        assert "html" not in rest.split()


def test_every_declaration_is_important_and_every_name_ours() -> None:
    for _, rule in selectors_of(scope_css([THEME])):
        for declaration in tinycss2.parse_blocks_contents(
            rule.content, skip_comments=True, skip_whitespace=True
        ):
            assert declaration.type == "declaration"
            assert declaration.important
            assert declaration.name != "page"
            assert not declaration.name.startswith("--") or declaration.name.startswith("--gk-")
            assert "rem" not in {
                token.lower_unit for token in declaration.value if token.type == "dimension"
            }


CASES = {
    "element": ("p + p { margin: 0 }", ".gk:not(#x#x#x#x) p + p { margin: 0 !important }\n"),
    "several": (
        "a, .b > #c { top: 0 }",
        ".gk:not(#x#x#x#x) a, .gk:not(#x#x#x#x) .gk-b > #gk-c { top: 0 !important }\n",
    ),
    "root": (
        ":root { --ink: #000 } html { color: var(--ink) }",
        ".gk:not(#x#x#x#x) { --gk-ink: #000 !important }\n"
        ".gk:not(#x#x#x#x) { color: var(--gk-ink) !important }\n",
    ),
    "root with a part": (
        ":root:is([data-mode='x'], :has(#m:checked)) .a:not(.b, h1) { top: 0 }",
        '.gk:not(#x#x#x#x):is([data-mode="x"], :has(#gk-m:checked)) .gk-a:not(.gk-b, h1) { top: 0 '
        "!important }\n",
    ),
    "root as an alternative": (
        ":is(html, body) p { top: 0 }",
        ".gk:not(#x#x#x#x) :is(.gk, .gk-body) p { top: 0 !important }\n",
    ),
    "root further in": (
        ".a :root { top: 0 }",
        ".gk:not(#x#x#x#x) .gk-a .gk { top: 0 !important }\n",
    ),
    "root twice": ("html html p { top: 0 }", ""),
    "renamed": (
        "body > main.x header { top: 0 }",
        ".gk:not(#x#x#x#x) .gk-body > .gk-main.gk-x .gk-header { top: 0 !important }\n",
    ),
    "nothing but all": (
        "*::before { top: 0 }",
        ".gk:not(#x#x#x#x) *::before { top: 0 !important }\n",
    ),
    "nth": (
        "li:nth-child(2n + 1 of .a) { top: 0 }",
        ".gk:not(#x#x#x#x) li:nth-child(2n + 1 of .a) { top: 0 !important }\n",
    ),
    "important": (
        "p { top: 0; left: 0 !important }",
        ".gk:not(#x#x#x#x) p { top: 0 !important }\n.gk:not(#x#x#x#x#x) p { left: 0 !important }\n",
    ),
    "rem": (
        "p { margin: calc(1.5rem + 2px) -1rem }",
        ".gk:not(#x#x#x#x) p { margin: calc(calc(1.5 * var(--gk-rem)) + 2px) calc(-1 * "
        "var(--gk-rem)) !important }\n",
    ),
    "size of the root": (
        "html { font-size: 125% } :root:hover { font-size: 1.5em }",
        ".gk:not(#x#x#x#x) { --gk-rem: 20px !important }\n"
        ".gk:not(#x#x#x#x):hover { --gk-rem: 24px !important }\n",
    ),
    "width": (
        "@media (min-width: 48em) { p { top: 0 } }",
        "@container gk (min-width: 768px) {\n.gk:not(#x#x#x#x) p { top: 0 !important }\n}\n",
    ),
    "width and more": (
        "@media screen and (min-width: 10em) and (min-height: 5em) { p { top: 0 } }",
        "@media screen and (min-height: 5em) {\n@container gk (min-width: 160px) {\n.gk:"
        "not(#x#x#x#x) p { top: 0 !important }\n}\n}\n",
    ),
    "dark": ("@media (prefers-color-scheme: dark) { p { top: 0 } }", ""),
    "left out": (
        "@import 'x.css'; @font-face { font-family: x } @page a { margin: 0 } @keyframes k { to { "
        "top: 0 } } @charset 'utf-8';",
        "",
    ),
    "layers": (
        "@layer a, b; @layer a { p { top: 0 } }",
        ".gk:not(#x#x#x#x) p { top: 0 !important }\n",
    ),
    "page": ("p { page: wide }", ""),
    "broken": (
        "p { top: 0; } } .a { left: 0 } ) b { left: 0 } q { top: 0 }",
        ".gk:not(#x#x#x#x) p { top: 0 !important }\n.gk:not(#x#x#x#x) q { top: 0 !important }\n",
    ),
    "broken value": ("p { top: 0); left: 0 }", ".gk:not(#x#x#x#x) p { left: 0 !important }\n"),
    "unclosed": ("p { content: 'a", ""),
    "escape": (
        r".a\:b { content: '}' }",
        '.gk:not(#x#x#x#x) .gk-a\\:b { content: "}" !important }\n',
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_rule_becomes(case: str) -> None:
    css, expected = CASES[case]
    empty = scope_css([])
    before, after = (
        empty[: empty.index(f"{SCOPE} .gk-body")],
        empty[empty.index(f"{SCOPE} .gk-body") :],
    )
    found = scope_css([css])
    assert found.startswith(before)
    assert found.endswith(after)
    assert found[len(before) : -len(after)] == expected
    assert all(selector.startswith((SCOPE, INSIDE)) for selector, _ in selectors_of(found))
