"""What a page becomes in the preview: its policy, its script, the digests of what it shows, its
stylesheets on paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gksite.diagnostics import Location
from gksite.preview.handlers import content_type
from gksite.preview.injection import STRICT_POLICY, client_tag, inject, page_policy, preview_policy
from gksite.preview.page_sources import concerns
from gksite.preview.page_state import PageState, page_state
from gksite.preview.print_media import as_on_paper
from gksite.preview.reload_socket import Hello, news

META = '<meta http-equiv="Content-Security-Policy" content="{}">'
METAS = {
    META.format("default-src 'none'; img-src *"): "default-src 'none'; img-src *",
    "<META content='default-src a' HTTP-EQUIV=content-security-policy>": "default-src a",
    "<meta content=\"default-src &#39;self&#39;\" http-equiv='Content-Security-Policy' />": (
        "default-src 'self'"
    ),
    META.replace("-Policy", "-Policy-Report-Only").format("default-src a"): STRICT_POLICY,
    '<meta name="description" content="http-equiv=">': STRICT_POLICY,
    "": STRICT_POLICY,
}


@pytest.mark.parametrize("element", METAS)
def test_the_policy_of_a_page_moves_to_the_header(element: str) -> None:
    page = (
        f"<!DOCTYPE html><html><head><meta charset=utf-8>{element}<title>x</title></head><body>"
        f"{element}</body></html>"
    ).encode()
    policy, rest = page_policy(page)
    assert policy == METAS[element]
    kept = element if METAS[element] == STRICT_POLICY else ""
    assert rest == page.replace(element.encode(), kept.encode(), 1)


POLICIES = {
    STRICT_POLICY: STRICT_POLICY + "; connect-src 'self' ws://h:1; frame-ancestors 'self'",
    "default-src 'none'": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src "
    "'self' ws://h:1; frame-ancestors 'self'",
    "default-src 'self' a.example": (
        "default-src 'self' a.example; script-src 'self' a.example; style-src 'self' a.example; "
        "connect-src 'self' a.example ws://h:1; frame-ancestors 'self'"
    ),
    "script-src 'none'; connect-src x; frame-ancestors 'none'": (
        "script-src 'self'; connect-src x 'self' ws://h:1; frame-ancestors 'self'; style-src 'self'"
    ),
    "img-src a; IMG-SRC b;; ": "img-src a; script-src 'self'; style-src 'self'; connect-src "
    "'self' ws://h:1; frame-ancestors 'self'",
    "img-src a\r\nX-Evil: 1": "img-src a X-Evil: 1; script-src 'self'; style-src 'self'; "
    "connect-src 'self' ws://h:1; frame-ancestors 'self'",
}


@pytest.mark.parametrize("policy", POLICIES)
def test_the_policy_gains_what_reloading_needs_and_no_more(policy: str) -> None:
    assert preview_policy(policy, "h:1") == POLICIES[policy]


PAGES = {
    b"<head><title>x</title></head><body>y</body>": b"<head><title>x</title>TAG</head><body>y</bod"
    b"y>",
    b"<HEAD></HEAD ><body>": b"<HEAD>TAG</HEAD ><body>",
    b"<title>x</title><body class=a>y": b"<title>x</title>TAG<body class=a>y",
    b"<p>x</p></body></html>": b"<p>x</p>TAG</body></html>",
    b"text": b"textTAG",
    b"": b"TAG",
    b"<head></head><p>&lt;/head></p></head>": b"<head>TAG</head><p>&lt;/head></p></head>",
}


@pytest.mark.parametrize("page", PAGES)
def test_the_script_finds_its_place(page: bytes) -> None:
    assert inject(page, b"TAG") == PAGES[page]


def test_a_head_of_any_size_is_found() -> None:
    page = b"<head>" + b"<meta name=a content=b>" * 100_000 + b"</head><body>" + b"x" * 1_000_000
    assert inject(page_policy(page)[1], b"TAG").count(b"TAG</head>") == 1


def test_what_a_page_tells_is_escaped() -> None:
    assert (
        client_tag({"path": '"><x'})
        == b'<script src="/.gksite-preview/client.js" defer data-path="&quot;&gt;&lt;x"></script>'
    )


# ── what a browser shows ──────────────────────────────────────────────────────────────────────────

PAGE = (
    b'<head><link rel="stylesheet" href="../assets/style.css"></head><body><img '
    b'src="../files/map.png"><a href="x.html">x</a></body>'
)
DIGESTS = {
    "assets/style.css": "1",
    "assets/more.css": "1",
    "assets/icon.svg": "1",
    "files/map.png": "1",
    "plans/x.html": "1",
    "other/a.css": "1",
}
CHANGES = {
    "nothing": ({}, PAGE, ""),
    "another page": ({"plans/x.html": "2"}, PAGE, ""),
    "another folder": ({"other/a.css": "2"}, PAGE, ""),
    "its stylesheet": ({"assets/style.css": "2"}, PAGE, "styles"),
    "a stylesheet beside it": ({"assets/more.css": "2"}, PAGE, "styles"),
    "a new stylesheet beside it": ({"assets/new.css": "1"}, PAGE, "styles"),
    "its picture": ({"files/map.png": "2"}, PAGE, "reload"),
    "a picture beside its stylesheet": ({"assets/icon.svg": "2"}, PAGE, "reload"),
    "its text": ({}, PAGE.replace(b">x<", b">y<"), "reload"),
    "the name of its stylesheet": ({}, PAGE.replace(b"style.css", b"more.css"), "styles"),
    "text and stylesheet": ({"assets/style.css": "2"}, PAGE + b"z", "reload"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_only_what_a_page_shows_makes_it_reload(what: str) -> None:
    changes, page, expected = CHANGES[what]
    before, after = (
        page_state("plans/a.html", PAGE, DIGESTS),
        page_state("plans/a.html", page, DIGESTS | changes),
    )
    assert before.sheets == ("assets/style.css",)
    assert news(Hello("plans/a.html", before.page, before.styles), after) == expected


def test_a_page_that_comes_or_goes_is_loaded_anew() -> None:
    there = page_state("a.html", b"x", {})
    assert news(Hello("a.html", kind="own"), there) == "reload"
    assert news(Hello("a.html", there.page, there.styles), PageState()) == "reload"
    assert news(Hello("a.html", kind="own"), PageState()) == ""


@given(st.binary(max_size=300))
def test_any_bytes_have_a_state(page: bytes) -> None:
    assert page_state("a/b.html", page, DIGESTS) == page_state(
        "a/b.html", page, dict(reversed(DIGESTS.items()))
    )


# ── on paper ──────────────────────────────────────────────────────────────────────────────────────

SHEETS = {
    "@media print { a { b: c } }": "@media all  { a { b: c } }".replace("  ", " "),
    "@media screen{a{b:c}}": "@media not all {a{b:c}}",
    "@media screen and (min-width: 48em){a{}}": "@media not all {a{}}",
    "@media print and (min-width: 48em){a{}}": "@media all and (min-width: 48em) {a{}}",
    "@media only print, screen{a{}}": "@media all, not all {a{}}",
    "@media not print{a{}}": "@media not all {a{}}",
    "@media not screen and (color){a{}}": "@media all {a{}}",
    "@media (min-width: 48em){a{}}": "@media (min-width: 48em) {a{}}",
    "@media not (color){a{}}": "@media not (color) {a{}}",
    "@media all{a{}}": "@media all {a{}}",
    "@MEDIA PRINT{a{}}": "@media all {a{}}",
    "@media/* x */print{a{}}": "@media all {a{}}",
    "/* @media print{} */ a{}": "/* @media print{} */ a{}",
    'a::after{content:"@media print{"}': 'a::after{content:"@media print{"}',
    "@mediaprint{} @page{margin:0}": "@mediaprint{} @page{margin:0}",
    "/* open": "/* open",
}


@pytest.mark.parametrize("css", SHEETS)
def test_media_queries_are_answered_as_a_printer_would(css: str) -> None:
    assert as_on_paper(css) == SHEETS[css]


@given(st.text("@media print{}/*\"'\\ ,()not", max_size=60))
def test_any_text_is_rewritten_without_a_failure(css: str) -> None:
    assert as_on_paper(css) is not None


# ── sources, types ────────────────────────────────────────────────────────────────────────────────

CONCERNS = {
    ("content/plans/a/tasks.yaml", "content/plans/a/plan.md"): True,
    ("content/plans/a/plan.md", "content/plans/ab/plan.md"): False,
    ("content/plans/", "content/plans/a/plan.md"): True,
    ("content/plans/", "content/index.md"): False,
    ("content/units/x.yaml", "content/units/x.yaml"): True,
    ("content/units/x.yaml", "content/units/y.yaml"): False,
    ("content/pages/about.md", "config.yaml"): False,
}


@pytest.mark.parametrize(("place", "path"), CONCERNS)
def test_a_page_is_concerned_by_what_it_is_made_from(place: str, path: str) -> None:
    assert concerns(Location(place), path) is CONCERNS[place, path]
    assert not concerns(None, path)


@pytest.mark.parametrize(
    ("path", "type"),
    [
        ("a.css", "text/css; charset=utf-8"),
        ("a.ICS", "text/calendar; charset=utf-8"),
        ("a.json", "application/json; charset=utf-8"),
        ("a.svg", "image/svg+xml; charset=utf-8"),
        ("a.pdf", "application/pdf"),
        ("a", "application/octet-stream"),
        ("a.b/c", "application/octet-stream"),
    ],
)
def test_types_do_not_depend_on_the_machine(path: str, type: str) -> None:
    assert content_type(path) == type
