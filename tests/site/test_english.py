"""The English interface: complete, with English dates, and every Chinese passage marked as Chinese
(WCAG 2.2, 3.1.2)."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup, Comment, Doctype, Tag
from hypothesis import example, given
from hypothesis import strategies as st
from page_kinds import PAGE_KINDS, WORKED_PAGES
from playwright.sync_api import Page

from gksite.model.tables import MEANINGS_IN_ENGLISH, UNIT_COLUMNS
from gksite.theme.language_marks import HAN, mark_chinese

PROJECT = Path(__file__).parents[2]
STRINGS = PROJECT / "themes/default/strings"
CHINESE = re.compile(f"[{HAN}]+")
WORD = re.compile("[A-Za-z]{3,}")
SPOKEN = ("title", "aria-label", "alt", "placeholder", "label", "content")
UNMARKED = """([spoken, han]) => {
  const isChinese = new RegExp(han, "u"), found = [];
  const language = (one) => one.closest("[lang]").lang.slice(0, 2);
  const texts = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { data, parentElement: parent } = texts.currentNode;
    if (["SCRIPT", "STYLE"].includes(parent.tagName)) continue;
    const isForeign = isChinese.test(data) !== (language(parent) === "zh");
    const isText = isChinese.test(data) || /[A-Za-z]{3}/.test(data);
    if (isForeign && isText) found.push(data.trim());
  }
  for (const one of document.querySelectorAll("*")) {
    for (const name of spoken) {
      const text = one.getAttribute(name) || "";
      if (isChinese.test(text) && language(one) !== "zh") found.push(`${name}=${text}`);
    }
  }
  return found;
}"""


def strings_of(language: str) -> dict[str, str]:
    """The strings as written; the key `404.text` and the value `no` are texts."""
    read: dict[str, str] = yaml.load(
        (STRINGS / f"{language}.yaml").read_text("utf-8"), Loader=yaml.CBaseLoader
    )
    return read


def language_of(element: Tag | None) -> str:
    """The language that an element inherits."""
    while element is not None and not element.get("lang"):
        element = element.parent
    return str(element["lang"]) if element else ""


def texts_of(document: BeautifulSoup) -> Iterator[tuple[str, Tag]]:
    """Every text that a page shows or says, with the element whose language it has."""
    for text in document.find_all(string=True):
        parent = text.parent
        if (
            parent
            and parent.name not in ("script", "style", "[document]")
            and not isinstance(text, (Comment, Doctype))
        ):
            yield str(text), parent
    for element in document.find_all(True):
        for name in SPOKEN:
            if value := element.get(name):
                yield str(value), element


def test_both_languages_have_the_same_strings() -> None:
    chinese, english = strings_of("zh"), strings_of("en")
    assert chinese.keys() == english.keys()
    assert [key for key, text in english.items() if CHINESE.search(text)] == []

    def names(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    # A date may name the month by number or by word, and a language may leave out what it has no
    # use for.
    assert {
        key for key in english if not names(english[key]) <= names(chinese[key]) | {"month_name"}
    } == set()


def test_every_column_is_explained_in_english() -> None:
    assert set(MEANINGS_IN_ENGLISH) == {column.key for column in UNIT_COLUMNS}


def test_interface_and_content_are_told_apart(english_documents: dict[str, BeautifulSoup]) -> None:
    """On every page: what is Chinese lies under `lang=zh`, what is English does not."""
    wrong = []
    for path, document in english_documents.items():
        assert document.html and document.html["lang"] == "en", path
        for text, element in texts_of(document):
            has_chinese, is_chinese = (
                bool(CHINESE.search(text)),
                language_of(element).startswith("zh"),
            )
            if has_chinese != is_chinese and (has_chinese or WORD.search(text)):
                wrong.append((path, element.name, text[:60]))
    assert wrong == []


def test_no_word_of_the_interface_is_chinese(english_documents: dict[str, BeautifulSoup]) -> None:
    """Every Chinese passage is one of the sources; besides them only the heads of the data files
    are Chinese."""
    files = [
        PROJECT / "config.yaml",
        *(PROJECT / "snapshots").glob("*.yaml"),
        *(PROJECT / "content").rglob("*"),
    ]
    written = "".join(
        path.read_text("utf-8") for path in files if path.suffix in (".md", ".yaml", ".csv")
    )
    known = re.sub(r"\s", "", written) + "\n".join(column.head for column in UNIT_COLUMNS) + "“是”"
    unknown = {
        passage: path
        for path, document in english_documents.items()
        for text, _ in texts_of(document)
        for passage in CHINESE.findall(text)
        if passage not in known
    }
    assert unknown == {}


def test_dates_are_english(english_documents: dict[str, BeautifulSoup]) -> None:
    """All but deadlines as printed, which are marked as Chinese."""
    times = [
        time.get_text()
        for document in english_documents.values()
        for time in document.select("time:not([lang=zh-CN] time, time[lang=zh-CN])")
        if not time.select_one("[lang=zh-CN]")
    ]
    assert len(times) > 500
    form = re.compile(
        r"(by )?(\d{1,2} [A-Z][a-z]+ \d{4})( to \d{1,2} [A-Z][a-z]+ \d{4}| \d\d:\d\d)?"
        r"|([a-z]+ (quarter|half) of |[A-Z][a-z]+ )?\d{4}"
    )
    assert [text for text in times if not form.fullmatch(text)] == []


def test_data_says_its_language(
    english_site: Path, english_documents: dict[str, BeautifulSoup]
) -> None:
    """Feeds and JSON-LD hold the content, which is Chinese whatever the interface speaks."""
    assert 'xml:lang="zh-CN"' in (english_site / "feed.atom").read_text("utf-8")
    assert json.loads((english_site / "feed.json").read_text("utf-8"))["language"] == "zh-CN"
    said = {}
    for path in ("index.html", "plans/qinghe-2025/index.html", "data/index.html"):
        block = english_documents[path].select_one('script[type="application/ld+json"]')
        assert block
        said[path] = json.loads(block.string or "")["@graph"][0]["inLanguage"]
    assert said == {
        "index.html": ["zh-CN", "en"],
        "plans/qinghe-2025/index.html": "zh-CN",
        "data/index.html": "zh-CN",
    }


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["home", "plan", "table", "unit", "search", *WORKED_PAGES])
def test_scripts_speak_english(kind: str, english_site: Path, window: Page) -> None:
    """What scripts show and announce is English too, and what they show of the content is
    marked."""
    path, _, query = (PAGE_KINDS | WORKED_PAGES)[kind].partition("?")
    window.goto(f"{(english_site / path).as_uri()}?{query}")
    if kind in WORKED_PAGES:
        window.wait_for_selector("main [role=status]:not(:empty)")
        assert WORD.match(window.inner_text("main [role=status]"))
    assert window.evaluate(UNMARKED, [list(SPOKEN), f"[{HAN}]"]) == []


# ---------- marking ----------

MARKED = [
    ("<p>No Chinese, 5 &amp; 6</p>", "<p>No Chinese, 5 &amp; 6</p>"),
    ("<p>公开</p>", '<p lang="zh-CN">公开</p>'),
    ("<a href='x'>2025年要点</a>", "<a href='x' lang=\"zh-CN\">2025年要点</a>"),
    ("<p>Lead: 区司法局</p>", '<p>Lead: <span lang="zh-CN">区司法局</span></p>'),
    (
        "<p>第3项（6月底前） of 2025年要点.</p>",
        '<p><span lang="zh-CN">第3项（6月底前）</span> of <span lang="zh-CN">2025年要点</span>.</p>',
    ),
    (
        "<p>公开<br>解读</p>",
        '<p><span lang="zh-CN">公开</span><br><span lang="zh-CN">解读</span></p>',
    ),
    (
        '<p lang="zh-CN">公开<b>解读</b> x</p>公',
        '<p lang="zh-CN">公开<b>解读</b> x</p><span lang="zh-CN">公</span>',
    ),
    ("<title>Units - 青禾区</title>", '<title lang="zh-CN">Units - 青禾区</title>'),
    ('<meta name="k" content="公开">', '<meta name="k" content="公开" lang="zh-CN">'),
    ('<img alt="图" src="a>b"/>', '<img alt="图" src="a>b" lang="zh-CN"/>'),
    ('<b aria-label="解读">3</b>', '<b aria-label="解读" lang="zh-CN">3</b>'),
    (
        '<svg><rect/><text x="1">区司法局 of 3</text></svg>',
        '<svg><rect/><text x="1"><tspan lang="zh-CN">区司法局</tspan> of 3</text></svg>',
    ),
    ('<script>"公开"</script><!-- 公开 --><p>a', '<script>"公开"</script><!-- 公开 --><p>a'),
    ('<p data-x="公开">x</p>', '<p data-x="公开">x</p>'),
    ("<p>&#39;公开&#39;</p>", '<p lang="zh-CN">&#39;公开&#39;</p>'),
]
PIECES = [
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<br>",
    "公开",
    "2025年",
    "，",
    "word",
    " ",
    "&amp;",
    '<a title="解读">',
    "</a>",
    '<i lang="zh-CN">',
    "</i>",
    "<svg>",
    "</svg>",
    "<rect/>",
]


@pytest.mark.parametrize(("html", "marked"), MARKED)
def test_marks(html: str, marked: str) -> None:
    assert mark_chinese(html) == marked


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example("<b><p>公开</b>word</p>")
def test_marks_leave_the_page_as_it_is(html: str) -> None:
    """Texts and elements stay, and a page that is marked already stays as it is."""
    marked = mark_chinese(html)
    assert mark_chinese(marked) == marked
    assert re.sub(r'<(span|tspan) lang="zh-CN">(.*?)</\1>', r"\2", marked).replace(
        ' lang="zh-CN"', ""
    ) == html.replace(' lang="zh-CN"', "")
