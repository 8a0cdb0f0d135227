"""Web pages: paragraphs, spans, damaged and hidden markup, encodings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reader_documents import codes, read, texts

from gksite.documents.blocks import Paragraph
from gksite.documents.one_document import parse_document
from gksite.documents.web.html_tokens import deepest_nesting, html_tokens, shown_texts

PAGES = {
    "paragraphs": ("<p>甲<p>乙<br>丙<div>丁<b>戊</b></div>己", ["甲", "乙", "丙", "丁戊", "己"]),
    "white space": ("<p>\n  做好\n  公开 &nbsp; work\n plan </p>", ["做好公开 work plan"]),
    "headings": ("<h1>甲</h1>乙<h3>丙</h3>", ["甲", "乙", "丙"]),
    "ordered list": (
        "<ol start=3><li>甲<ul><li>子</ul><li>乙</ol><ol type=a><li>丙</ol>",
        ["3.甲", "子", "4.乙", "a.丙"],
    ),
    "typed": ("<pre>甲\n  乙\n\n丙</pre>", ["甲", "乙", "丙"]),
    "entities": ("<p>&#19968;&hellip;&lt;p&gt; 1 &lt; 2", ["一…<p> 1 < 2"]),
    "not shown": (
        "<title>题</title><script>if(a<b)'<p>x</p>'</script><style>p{}</style><noscript>无</noscript"
        "><!-- 注 --><p>甲",
        ["甲"],
    ),
    "spans": (
        "<table><tr><th>序号<th>任务<th>单位<tr><td rowspan=2>1<td>甲<td>区府办<tr><td colspan=2>乙</table>",
        [[["序号", "任务", "单位"], ["1", "甲", "区府办"], ["↓", "乙", "→"]]],
    ),
    "rowspan to the end": (
        "<table><tr><td rowspan=0>1<td>甲<tr><td>乙<tr><td>丙</table>",
        [[["1", "甲"], ["↓", "乙"], ["↓", "丙"]]],
    ),
    "colspan beyond the table": (
        "<table><tr><td colspan=99>一、公开<tr><td>1<td>甲</table>",
        [[["一、公开", "→"], ["1", "甲"]]],
    ),
    "spans that overlap": (
        "<table><tr><td>1<td rowspan=2>甲<tr><td colspan=2>2<td>乙</table>",
        [[["1", "甲", "·"], ["2", "↓", "乙"]]],
    ),
    "head, body and foot": (
        "<table><caption>任务表</caption><thead><tr><td>序号<td>任务</thead><tbody><tr><td>1<td>甲</tbody>"
        "</table>",
        [[["序号", "任务"], ["1", "甲"]]],
    ),
    "lines in a cell": ("<table><tr><td>甲<br>乙<p>丙</p><td>丁</table>", [[["甲\n乙\n丙", "丁"]]]),
    "layout": (
        "<table><tr><td>栏目<td><p>正文</p><table><tr><td>序号<td>任务<tr><td>1<td>甲</table>结尾</table>",
        ["栏目", "正文", [["序号", "任务"], ["1", "甲"]], "结尾"],
    ),
    "table within a cell": (
        "<table><tr><td>序号<td>任务<td>单位<tr><td>1<td>甲<table><tr><td>子<td>丑</table><td>乙</table>",
        [[["序号", "任务", "单位"], ["1", "甲\n子\n丑", "乙"]]],
    ),
    "frame": ("<table><tr><td><p>甲<p>乙</table>", ["甲", "乙"]),
    "a page within a page": (
        "<div><html><head><title>题</title></head><body><p>甲</p></body></html><p>乙</div></body></ht"
        "ml>丙<table><tr><td>1<td>丁</table>",
        ["甲", "乙", "丙", [["1", "丁"]]],
    ),
    "text between rows": ("<table>游离<tr><td>1<td>甲</table>", ["游离", [["1", "甲"]]]),
}


@pytest.mark.parametrize("case", PAGES)
def test_a_page_is_read_as_a_browser_shows_it(case: str) -> None:
    source, expected = PAGES[case]
    found = read(f"<!DOCTYPE html><meta charset=utf-8><body>{source}".encode(), "a.html")
    assert texts(found.blocks) == expected
    assert codes(found) == []


def test_hidden_parts_are_left_out_and_said() -> None:
    source = (
        "<p>甲<p style='display: none'>藏一<span hidden>藏二</span></p><table><tr><td>1<td>乙<tr "
        "style='display:none'><td>2<td>藏三</table>"
    )
    found = read(f"<html><body>{source}".encode(), "a.html")
    assert texts(found.blocks) == ["甲", [["1", "乙"], ["·", "·"]]]
    assert codes(found) == ["import-hidden-text"]
    assert dict(found.problems[0].arguments) == {"count": "7", "text": "藏一藏二2藏三"}


STRUCK = (
    "<p>公布<del>内部</del>清单</p>",
    "<p>公布<s>内部</s>清单</p>",
    "<p>公布<span style='color:red;text-decoration: line-through'>内部</span>清单</p>",
)


@pytest.mark.parametrize("source", STRUCK)
def test_struck_text_is_left_out_with_its_place(source: str) -> None:
    found = read(f"<html><body><p>甲{source}".encode(), "a.html")
    assert texts(found.blocks) == ["甲", "公布清单"]
    assert codes(found) == ["import-struck-text"]
    assert [(one.text, one.reason, one.place.number) for one in found.aside] == [
        ("内部", "struck-through", 2)
    ]


def test_struck_text_of_a_cell_is_left_out() -> None:
    source = "<table><tr><td>1<td>锅炉<del>30台</del>42台<tr><td>2<td>乙</table>"
    found = read(f"<html><body>{source}".encode(), "a.html")
    assert texts(found.blocks) == [[["1", "锅炉42台"], ["2", "乙"]]]
    assert [one.text for one in found.aside] == ["30台"]


RAISED = {
    "新增2×10<sup>4</sup>平方米": "新增2×10⁴平方米",
    "1万m<sup>2</sup>以上": "1万m²以上",
    "浓度PM<sub>10</sub>": "浓度PM10",
    "见说明<sup>注1</sup>": "见说明注1",
    "<ruby>青<rp>(</rp><rt>qīng</rt><rp>)</rp></ruby>禾": "青禾",
}


@pytest.mark.parametrize("source", RAISED)
def test_raised_figures_are_kept(source: str) -> None:
    found = read(f"<html><body><p>{source}".encode(), "a.html")
    assert (texts(found.blocks), codes(found)) == ([RAISED[source]], [])


NUMBERED = {
    "<ol><li>甲<li value=4>乙<li>丙</ol>": ["1.甲", "4.乙", "5.丙"],
    "<ol reversed><li>甲<li>乙</ol>": ["2.甲", "1.乙"],
    "<ol reversed start=9><li>甲<li>乙</ol>": ["9.甲", "8.乙"],
    "<ol start=3><li>甲<li value=x>乙</ol>": ["3.甲", "4.乙"],
}


@pytest.mark.parametrize("source", NUMBERED)
def test_items_have_the_numbers_that_a_browser_shows(source: str) -> None:
    found = read(f"<html><body>{source}".encode(), "a.html")
    paragraphs = [block for block in found.blocks if isinstance(block, Paragraph)]
    assert [f"{block.number}{block.text}" for block in paragraphs] == NUMBERED[source]


def test_an_article_that_a_script_shows_is_read() -> None:
    """WeChat hides an article until its script has run; a hidden aside stays hidden."""
    article = (
        "<h1>标题</h1><div style='visibility: hidden'><p>一、公布清单</p><p>二、办好窗口</p></div>"
    )
    found = read(f"<html><body>{article}".encode(), "a.html")
    assert texts(found.blocks) == ["标题", "一、公布清单", "二、办好窗口"]
    assert codes(found) == ["import-shown-by-script"]
    aside = "<h1>很长的一个标题文字</h1><p style='visibility:hidden'>暗记</p>"
    assert codes(read(f"<html><body>{aside}".encode(), "a.html")) == ["import-hidden-text"]


_ARTICLE = (
    "<h1 id='activity-name'>青禾区2026年工作要点</h1><div id='meta_content'><span>原创</span>"
    "<a id='js_name'>青禾发布</a><div style='display:none'>微信号</div>"
    "<em id='publish_time'>{day}</em></div>{before}"
    "<div id='js_content' style='visibility: hidden; opacity: 0;'><p>1.公布清单。</p></div>"
    '<div><p>微信扫一扫</p>知道了</div><script>var ct = "{seconds}";</script>'
)


@pytest.mark.parametrize(
    ("day", "seconds", "published"),
    [
        pytest.param("2026年3月31日 10:20", "", "2026年3月31日 10:20", id="shown"),
        pytest.param("", "1774973999", "2026-04-01", id="by script, after midnight in China"),
        pytest.param("", "1774972799", "2026-03-31", id="by script, before midnight"),
        pytest.param("", "17749", None, id="no time"),
    ],
)
def test_a_wechat_article_is_read_without_what_wechat_adds(
    day: str, seconds: str, published: str | None
) -> None:
    article = _ARTICLE.format(day=day, seconds=seconds, before="预览时标签不可点")
    found = read(f"<html><body><div>{article}</div>".encode(), "a.html")
    assert texts(found.blocks) == ["青禾区2026年工作要点", "1.公布清单。"]
    facts = dict(found.facts)
    assert (facts["og:title"], facts["contentsource"], facts.get("pubdate")) == (
        "青禾区2026年工作要点",
        "青禾发布",
        published,
    )
    shown_day = [day] if day else []
    assert [(one.text, one.reason) for one in found.aside] == [
        (text, "chrome")
        for text in (
            ["原创", "青禾发布", "微信号", *shown_day, "预览时标签不可点", "微信扫一扫", "知道了"]
        )
    ]
    assert codes(found) == ["import-shown-by-script"]


def test_an_article_that_is_shown_or_in_a_table_is_whole() -> None:
    page = (
        "<body><table><tr><td><div id='js_content'><p>一、公开</p><table><tr><td>甲<td>乙"
        "<tr><td>丙<td>丁</table></div><td>赞</table>"
    )
    found = read(page.encode(), "a.html")
    assert "一、公开" in str(texts(found.blocks))
    assert "丁" in str(texts(found.blocks))
    assert codes(found) == []


def test_marks_of_wechat_mean_nothing_on_other_pages() -> None:
    page = "<body><h1 id='activity-name'>要点</h1><em id='publish_time'>昨天</em><p>1.公开"
    found = read(page.encode(), "a.html")
    assert (texts(found.blocks), found.facts, found.aside) == (["要点", "昨天", "1.公开"], (), ())


def test_centring_is_inherited_until_another_alignment() -> None:
    found = read(
        "<body><center>甲<p>乙<p align=left>丙</center><p style='text-align:center'>丁<p>戊".encode(),
        "a.html",
    )
    assert [
        (block.text, block.centred) for block in found.blocks if isinstance(block, Paragraph)
    ] == [
        ("甲", True),
        ("乙", True),
        ("丙", False),
        ("丁", True),
        ("戊", False),
    ]


@pytest.mark.parametrize(
    ("label", "encoding", "expected"),
    [
        ("utf-8", "utf-8", []),
        ("gb2312", "gbk", []),
        ("GBK", "gb18030", []),
        ("", "gbk", []),
        ("", "utf-8-sig", []),
        ("utf-8", "utf-16", []),
        ("big5", "big5", []),
        ("utf-8", "gbk", ["import-mislabelled-encoding"]),
        ("gbk", "utf-8", ["import-mislabelled-encoding"]),
        ("nonsense", "utf-8", []),
    ],
)
def test_the_encoding_is_found_whatever_the_label_says(
    label: str, encoding: str, expected: list[str]
) -> None:
    text = "一、依法做好公開" if encoding == "big5" else "一、依法做好公开"
    meta = f"<meta charset={label}>" if label else ""
    found = read(
        f"<html><head>{meta}</head><body><p>{text}</p></body></html>".encode(encoding), "a.html"
    )
    assert texts(found.blocks) == [text]
    assert codes(found) == expected


@pytest.mark.parametrize(
    ("source", "depth"),
    [
        ("<p>" * 500, 1),
        ("<div>" * 150 + "</div>" * 150, 150),
        ("<table><tr><td>" * 3, 9),
        ("<br>" * 500, 0),
        ("<li>a" * 300, 1),
        ("<div><b></div>" * 300, 2),
        ("</div>" * 300, 0),
        ("<!-- <div> -->" * 300, 0),
        ("<script>" + "<div>" * 300 + "</script>", 1),
    ],
)
def test_nesting_is_counted_as_a_browser_nests(source: str, depth: int) -> None:
    assert deepest_nesting(source) == depth


@given(st.text(alphabet=st.sampled_from("<>/\"'=!-?a b甲&;ptdrv"), max_size=200))
@settings(max_examples=300)
def test_the_scan_of_tags_loses_no_text_and_ends(source: str) -> None:
    assert sum(len(name) for kind, name, _ in html_tokens(source) if kind == "text") <= len(source)
    assert deepest_nesting(source) <= source.count("<")


_words = st.text(alphabet="甲乙丙丁 ，。1", min_size=1, max_size=6)
_trees = st.recursive(
    _words,
    lambda inner: st.tuples(
        st.sampled_from(
            ["p", "div", "b", "li", "td", "h2", "ol", "table", "tr", "span", "br", "center"]
        ),
        st.lists(inner, max_size=4),
        st.booleans(),
    ),
    max_leaves=30,
)


def _source(tree: object) -> str:
    if isinstance(tree, str):
        return tree
    assert isinstance(tree, tuple)
    tag, inner, closed = tree
    return f"<{tag}>{''.join(map(_source, inner))}{f'</{tag}>' if closed else ''}"


@given(_trees)
@settings(max_examples=300, deadline=None)
def test_no_text_of_a_page_is_lost_however_its_tags_are_nested(tree: object) -> None:
    source = f"<html><body>{_source(tree)}"
    document, problems = parse_document(source.encode(), "a.html", "html")
    assert problems == []
    assert document is not None
    assert "import-text-lost" not in codes(document)
    assert document.characters == len("".join("".join(shown_texts(source)).split()))


def test_a_page_states_facts_in_its_head() -> None:
    page = """<html><head><title> 题名 _ 某站 </title><title>又一题名</title>
    <meta name="ArticleTitle" content="题名"><META NAME=PubDate CONTENT="2025-05-19 14:17">
    <meta property="og:title" content="别名"><meta name="ContentSource" content="">
    <meta name="viewport" content="width=device-width"></head>
    <body><p>甲<svg><title>图</title></svg></body></html>"""
    document = read(page.encode(), "页.html")
    assert dict(document.facts) == {
        "title": "题名 _ 某站",
        "articletitle": "题名",
        "pubdate": "2025-05-19 14:17",
        "og:title": "别名",
    }
    assert texts(document.blocks) == ["甲"]


def test_a_page_without_a_head_and_one_with_long_facts_state_nothing() -> None:
    assert read("<p>甲".encode(), "页.html").facts == ()
    long = f"<meta name=ArticleTitle content={'题' * 600}><p>甲"
    assert read(long.encode(), "页.html").facts == ()
