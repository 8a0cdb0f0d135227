"""What is to be pasted passes the whitelists of editors without losing a byte, and says all that
the plan says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import bs4
import nh3
import pytest
from sample_copy import copy_sample

from gksite.build.pipeline import Options, build
from gksite.portal.whitelist_html import ELEMENTS, STYLES, Writing, cell_html, inline, whitelisted

PROJECT = Path(__file__).parents[2]

# What an editor of the UEditor family lets through, less what it lets through for the sake of
# layout.
EDITOR_TAGS = {
    "a",
    "b",
    "blockquote",
    "br",
    "caption",
    "code",
    "col",
    "colgroup",
    "div",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
}
EDITOR_ATTRIBUTES = {
    "a": {"target", "href", "title", "style"},
    "p": {"style"},
    "div": {"style"},
    "span": {"style"},
    "h2": {"style"},
    "h3": {"style"},
    "h4": {"style"},
    "table": {"width", "border", "align", "style"},
    "ul": {"style"},
    "ol": {"style"},
    "li": {"style"},
    "th": {"width", "colspan", "align", "valign", "style"},
    "td": {"width", "colspan", "align", "valign", "style"},
}


def sanitised(text: str, *, styled: bool = False) -> str:
    """As a strict editor leaves it: no id, scope, headers, class, rowspan; styles only where it
    allows them."""
    allowed = {
        tag: names - ({"style"} if not styled else set())
        for tag, names in EDITOR_ATTRIBUTES.items()
    }
    return nh3.clean(
        text,
        tags=EDITOR_TAGS,
        attributes=allowed,
        link_rel=None,
        url_schemes={"http", "https", "mailto", "tel"},
    )


def elements(text: str) -> Iterator[bs4.Tag]:
    body = bs4.BeautifulSoup(text, "lxml").body if text.strip() else None
    yield from body.find_all(True) if body else []


@pytest.fixture(scope="module")
def pasted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The texts of the sample site; not to be changed."""
    out = tmp_path_factory.mktemp("paste") / "out"
    report = build(PROJECT, out, Options(jobs=1, profile="paste"), state_dir=out.with_name("state"))
    assert report.problems == ()
    return out


@pytest.fixture(scope="module")
def texts(pasted: Path) -> dict[str, str]:
    return {
        path.relative_to(pasted).as_posix(): path.read_text("utf-8")
        for path in sorted(pasted.glob("*/**/*.html"))
    }


def test_there_is_a_text_for_each_plan_and_each_unit_with_tasks(
    pasted: Path, texts: dict[str, str]
) -> None:
    plans = {
        path.parent.name
        for path in PROJECT.glob("content/plans/*/plan.md")
        if "\ndraft: true" not in path.read_text("utf-8")
    }
    assert {path for path in texts if path.startswith("plans/")} == {
        f"plans/{plan}.html" for plan in plans
    }
    assert "units/qinghe/office.html" in texts
    index = bs4.BeautifulSoup((pasted / "index.html").read_bytes(), "lxml")
    assert {link["href"] for link in index.find_all("a")} == set(texts)
    assert "青禾府办发〔2025〕6号" in index.get_text()


def test_a_sanitiser_changes_nothing(texts: dict[str, str]) -> None:
    assert {path for path, text in texts.items() if sanitised(text) != text} == set()


def test_the_sanitiser_would_change_a_page(sample_site: Path) -> None:
    page = (sample_site / "plans/qinghe-2025/table.html").read_text("utf-8")
    assert "rowspan" in page
    assert not re.search("rowspan|scope=|headers=|<time|<section", sanitised(page))


def test_what_pages_set_off_is_not_bold_elsewhere(
    texts: dict[str, str], documents: dict[str, bs4.BeautifulSoup]
) -> None:
    """Titles that run into their paragraphs are marked on pages and in PDF alone
    (docs/reading.md)."""
    page = documents["plans/yunchuan-2025/index.html"]
    titles = [one.get_text() for one in page.select(".doc-body b.run-in")]
    assert titles
    pasted = texts["plans/yunchuan-2025.html"]
    assert [title for title in titles if f">{title}" not in pasted] == []
    assert not re.search("<strong>(?:" + "|".join(map(re.escape, titles)) + ")", pasted)


def test_only_whitelisted_elements_with_an_address_at_most(texts: dict[str, str]) -> None:
    for path, text in texts.items():
        for element in elements(text):
            assert element.name in ELEMENTS, path
            assert set(element.attrs) == ({"href"} if element.name == "a" else set()), path


def test_every_link_is_absolute(texts: dict[str, str]) -> None:
    links = {
        str(one["href"]) for text in texts.values() for one in elements(text) if one.name == "a"
    }
    assert links
    assert all(
        link.startswith(("https://", "http://", "mailto:", "tel:")) and link.isascii()
        for link in links
    )
    assert "https://www.yunchuan.example/gkyd/plans/qinghe-2025/files/task-table.csv" in links


def test_every_row_has_every_cell(
    texts: dict[str, str], documents: dict[str, bs4.BeautifulSoup]
) -> None:
    """What merged cells said stands in each row: the same grid as the page's table, spans written
    out. The states, which a pasted text could not follow, are left out."""
    for path, text in texts.items():
        if not path.startswith("plans/"):
            continue
        page = documents.get(path.replace(".html", "/table.html"))
        expected = [grid_of(table) for table in page.select("table.tasks")] if page else []
        found = [grid_of(table) for table in bs4.BeautifulSoup(text, "lxml").find_all("table")]
        assert [table for table in found if table in expected] == expected, path
        assert all(len({len(row) for row in table}) == 1 for table in found)


def grid_of(table: bs4.Tag) -> list[list[str]]:
    """The text of each place of a table's grid, without white space and what is not seen; roles are
    parted by a semicolon, heads over each other joined. A cell of the foot fills its first
    place."""
    rows: list[list[str]] = []
    below: dict[int, tuple[str, int]] = {}
    for row in table.find_all("tr"):
        line: list[str] = []
        cells = iter(row.select(":is(td, th):not(.col-state)"))
        while True:
            text, left = below.get(len(line), ("", 0))
            if left:
                below[len(line)] = (text, left - 1)
            else:
                one = next(cells, None)
                if one is None:
                    break
                left = int(str(one.get("rowspan", "1")))
                text = text_of_cell(one)
                for _ in range(int(str(one.get("colspan", "1"))) - 1):
                    below[len(line)] = (text, left - 1)
                    line.append(text)
                    text = text if row.find_parent("thead") else ""
                below[len(line)] = (text, left - 1)
            line.append(text)
        rows.append(line)
    count = len(table.select("thead tr"))
    heads = ["／".join(dict.fromkeys(column)) for column in zip(*rows[:count], strict=True)]
    return [heads, *rows[count:]] if count else rows


def text_of_cell(cell: bs4.Tag) -> str:
    """What is seen of a cell."""
    hidden = {id(text) for one in cell.select(".vh") for text in one.find_all(string=True)}
    parts = [
        "".join(text for text in one.find_all(string=True) if id(text) not in hidden)
        for one in cell.select(".role") or [cell]
    ]
    return re.sub(r"\s", "", "；".join(parts))


def test_the_text_of_the_plan_is_whole(
    texts: dict[str, str], documents: dict[str, bs4.BeautifulSoup]
) -> None:
    for path, text in texts.items():
        if path.startswith("plans/"):
            sheets = documents[path.replace(".html", "/index.html")].select(".doc-body")
            assert sheets
            for one in (mark for sheet in sheets for mark in sheet.select(".task-mark")):
                one.decompose()
            words = [
                re.sub(r"\s", "", part)
                for sheet in sheets
                for part in sheet.get_text("\n").split("\n")
            ]
            plain = re.sub(r"\s", "", bs4.BeautifulSoup(text, "lxml").get_text())
            assert [part for part in words if part not in plain] == [], path


def test_inline_styles_only_if_asked(tmp_path: Path, texts: dict[str, str]) -> None:
    root = copy_sample(tmp_path / "project", more="\nportal: {inline_styles: true}\n")
    assert build(root, tmp_path / "out", Options(jobs=1, profile="paste")).problems == ()
    for path, text in texts.items():
        styled = (tmp_path / "out" / path).read_text("utf-8")
        assert sanitised(styled, styled=True) == styled
        assert re.sub(' style="[^"]*"', "", styled) == text
        assert set(re.findall(' style="([^"]*)"', styled)) <= set(STYLES.values())


BLOCKS = {
    "paragraphs": ("<p>a</p>\n<p>b</p>", "<p>a</p>\n<p>b</p>"),
    "loose text": ("a<p>b</p>c", "<p>a</p>\n<p>b</p>\n<p>c</p>"),
    "headings": (
        "<h1>a</h1><h5>b</h5><h6><b>c</b></h6>",
        "<h2>a</h2>\n<h4>b</h4>\n<h4><strong>c</strong></h4>",
    ),
    "unwrapped": (
        "<blockquote><p>a<em>b</em><code>c</code></p></blockquote><section><p>d</p></section>",
        "<p>abc</p>\n<p>d</p>",
    ),
    "list": (
        "<ul><li>a</li><li><p>b</p><p>c</p></li><li>d<ul><li>e</li></ul></li></ul>",
        "<ul>\n<li>a</li>\n<li><p>b</p>\n<p>c</p></li>\n<li>d\n<ul>\n<li>e</li>\n</ul></li>\n</ul>",
    ),
    "table": (
        "<table><thead><tr><th scope=col>a</th></tr></thead><tbody><tr><td>b<br>c</td></tr></tbody"
        "></table>",
        "<table><tbody>\n<tr><th>a</th></tr>\n<tr><td>b<br>c</td></tr>\n</tbody></table>",
    ),
    "definitions": ("<dl><dt>a</dt><dd>b</dd></dl>", "<p>a</p>\n<p>b</p>"),
    "code": ("<pre><code>a\n&lt;b</code></pre>", "<p>a<br>&lt;b</p>"),
    "links": (
        '<p><a href="../x/1.html#t" title="u" rel="v">a</a> <a href="javascript:b">c</a> <a '
        'href="/附件.pdf">d</a><a href=""></a></p>',
        '<p><a href="https://s.example/g/x/1.html#t">a</a> c <a href="https:'
        '//s.example/%E9%99%84%E4%BB%B6.pdf">d</a></p>',
    ),
    "images and rules": ('<p><img src="a.png" alt="图">b</p><hr>', "<p>图b</p>"),
    "signs": ("<p>&amp; &lt; &gt; \" '&nbsp;x</p>", "<p>&amp; &lt; &gt; \" '&nbsp;x</p>"),
    "empty": ("<p> </p><h2></h2><ul></ul><table></table>", ""),
    "white space": ("<p>a\n  b\t<strong> </strong>c</p>", "<p>a b  c</p>"),
    "changes": ("<p><del>a</del><ins>b</ins><sup>2</sup></p>", "<p>ab2</p>"),
}


@pytest.mark.parametrize("case", BLOCKS)
def test_blocks_become(case: str) -> None:
    html, expected = BLOCKS[case]
    found = whitelisted(html, Writing("https://s.example/g/p/"))
    assert found == expected
    assert sanitised(found) == found


def test_a_cell_with_one_paragraph_is_bare() -> None:
    writing = Writing("https://s.example/", styled=True)
    assert cell_html("<p>a <b>b</b></p>", writing) == "a <strong>b</strong>"
    assert cell_html("<p>a</p><p>b</p>", writing).count('<p style="') == 2
    assert inline("a <em>b</em><script>c</script>", writing) == "a b"
