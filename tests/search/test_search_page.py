"""The search page: by keyboard and by address, from a server and from disk, with and without
script, quiet for screen readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from browser_waits import until
from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

STATUS = "#search [role=status]"
FOCUSED = (
    "document.activeElement.id || document.activeElement.className || "
    "document.activeElement.tagName"
)
WATCH_STATUS = """() => {
  window.said = [];
  const status = document.querySelector('#search [role=status]');
  new MutationObserver(() => window.said.push(status.textContent))
    .observe(status, {childList: true, characterData: true, subtree: true});
}"""
Address = Callable[[str], str]


@pytest.fixture(params=["http", "file"])
def address(request: pytest.FixtureRequest, served: str, sample_site: Path) -> Address:
    """The address of a page of the sample, on a server or on disk."""
    root = served if request.param == "http" else sample_site.as_uri()
    return lambda path: f"{root}/{path}"


@pytest.fixture
def heard(window: Page) -> Iterator[list[str]]:
    """Everything that the console said: policy violations, errors, missing files."""
    said: list[str] = []
    window.on("console", hear := lambda message: said.append(message.text))
    window.on("pageerror", fail := lambda error: said.append(str(error)))
    yield said
    window.remove_listener("console", hear)
    window.remove_listener("pageerror", fail)


def status(window: Page) -> str:
    window.wait_for_selector(f"{STATUS}:not(:empty)")
    return window.inner_text(STATUS)


def asked(window: Page) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(window.url).query).items()}


def titles(window: Page) -> list[str]:
    return window.locator(".results h3 a").all_inner_texts()


def test_address_is_a_query(window: Page, address: Address, heard: list[str]) -> None:
    window.goto(address(f"search.html?q={quote('政策会客厅')}"))
    assert status(window).startswith("找到2条结果")
    assert window.input_value("#q") == "政策会客厅"
    assert "青禾政策会客厅" in window.inner_text(".results li >> nth=0")
    assert set(window.locator(".results mark").all_inner_texts()) == {"政策会客厅"}
    assert "政策会客厅" in window.title()
    assert not window.is_visible("#browse")
    assert heard == []


def test_what_is_typed_while_the_index_comes_stays(window: Page, served: str) -> None:
    """The filters are filled when the index is there; on a slow line that is after the reader
    began to type."""
    waiting: list[Route] = []
    window.route("**/search/manifest.js?*", lambda route: waiting.append(route))
    window.goto(f"{served}/search.html", wait_until="domcontentloaded")
    window.locator("#q").press_sequentially("政策")
    while not waiting:
        window.wait_for_timeout(50)
    window.locator("#q").press_sequentially("会客厅")
    waiting[0].continue_()
    window.unroute("**/search/manifest.js?*")
    window.locator("#filter-status option").nth(1).wait_for(state="attached")
    assert window.input_value("#q") == "政策会客厅"
    window.wait_for_selector(".results li")
    assert "青禾政策会客厅" in window.inner_text(".results li >> nth=0")


def test_header_leads_to_the_search(window: Page, address: Address, heard: list[str]) -> None:
    """By keyboard from any page, however deep: the box of the header is the first stop after the
    name of the site."""
    window.goto(address("plans/qinghe-2025/7.html"))
    for _ in range(3):
        window.keyboard.press("Tab")
    assert window.evaluate(FOCUSED) == "site-q"
    window.keyboard.type("区发改委")
    window.keyboard.press("Enter")
    window.wait_for_url("**/search.html?q=*")
    assert status(window).startswith("找到")
    assert titles(window)[0] == "区发展改革委"
    assert heard == []


def test_keyboard_walk(window: Page, address: Address, heard: list[str]) -> None:
    """Query, filters, results, more: in the order of the page, and the focus stays where the reader
    put it."""
    window.goto(address("search.html"))
    window.wait_for_selector("#filter-year option >> nth=3", state="attached")
    window.focus("#q")
    window.keyboard.type("公开")
    window.keyboard.press("Enter")
    assert status(window).startswith("找到")
    assert window.evaluate(FOCUSED) == "q"
    stops = []
    for _ in range(7):
        window.keyboard.press("Tab")
        stops.append(window.evaluate(FOCUSED))
    assert stops == [
        "BUTTON",
        "filter-authority",
        "filter-year",
        "filter-unit",
        "filter-role",
        "filter-status",
        "A",
    ]
    assert window.evaluate("document.activeElement.closest('.results') !== null")
    window.focus("#filter-year")
    window.keyboard.type("2024")
    window.keyboard.press("Tab")
    window.wait_for_url("**year=2024*")
    assert asked(window) == {"q": "公开", "year": "2024"}
    assert window.evaluate(FOCUSED) == "filter-unit"
    until(window, "!document.querySelector('.results').hidden")
    assert all(
        "2024" in text
        for text in window.locator(".result-plan h3, .result-task .result-where").all_inner_texts()
    )
    assert heard == []


def test_more_results_by_keyboard(window: Page, address: Address) -> None:
    window.goto(address(f"search.html?q={quote('公开')}"))
    assert "已显示20条" in status(window)
    window.focus("button.more")
    window.keyboard.press("Enter")
    until(window, "document.querySelectorAll('.results > li').length === 40")
    assert (
        window.evaluate(
            "[...document.querySelectorAll('.results a')].indexOf(document.activeElement)"
        )
        == 20
    )
    assert "已显示40条" in status(window)


def test_filters_narrow_and_reset_widens(window: Page, address: Address) -> None:
    window.goto(address(f"search.html?q={quote('公开')}"))
    everything = status(window)
    window.select_option("#filter-authority", "qinghe")
    window.select_option("#filter-unit", "qinghe/finance")
    window.select_option("#filter-status", "done")
    assert asked(window)["unit"] == "qinghe/finance"
    until(window, "document.querySelectorAll('.results > li').length < 20")
    assert 0 < len(titles(window)) < 10
    window.click("text=清除筛选")
    until(window, "document.querySelectorAll('.results > li').length === 20")
    assert status(window) == everything
    assert asked(window) == {"q": "公开"}
    assert window.evaluate(FOCUSED) == "q"


def test_unit_filter_has_what_comes_through_groups(window: Page, address: Address) -> None:
    """A street is meant where 各街镇 is printed; the words of a query do not find it there."""
    window.goto(address("search.html?unit=qinghe/linhu"))
    assert status(window).startswith("找到")
    by_filter = window.evaluate(
        "gksiteSearch.find('', {unit: 'qinghe/linhu'}).then(found => found.next(1e6)).then(all => "
        "all.length)"
    )
    by_words = window.evaluate(
        "gksiteSearch.find('临湖街道').then(found => found.next(1e6)).then(all => all.length)"
    )
    assert by_filter > by_words > 0


def test_late_tasks_can_be_listed(window: Page, address: Address) -> None:
    window.goto(address("search.html?status=late"))
    assert status(window) == "找到19条结果"
    assert window.locator(".results .late").count() == 19


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("政府开放日", "没有完全相符的，以下5条相近：含“政府开放”、“开放日”"),
        ("公开专区", "找到6条结果；同时按“政务公开专区”查找"),
    ],
)
def test_what_is_not_literal_is_said(
    query: str, said: str, window: Page, address: Address, heard: list[str]
) -> None:
    """In the live region, with the results; each marks the words that it was found by."""
    window.goto(address(f"search.html?q={quote(query)}"))
    assert status(window) == said
    assert window.locator(".results > li").count() > 4
    assert window.locator(".results mark").count() > 4
    assert heard == []


@pytest.mark.parametrize(
    ("query", "offered", "led_to"),
    [
        ("逾期", "按条件筛选：逾期，找到19条结果", {"status": "late"}),
        ("哪些任务逾期了", "按条件筛选：逾期，找到19条结果", {"status": "late"}),
        (
            "区数据局牵头",
            "按条件筛选：区数据局、牵头单位，找到2条结果",
            {"unit": "qinghe/data", "role": "lead"},
        ),
    ],
)
def test_words_for_states_lead_to_the_filter(
    query: str, offered: str, led_to: dict[str, str], window: Page, address: Address
) -> None:
    window.goto(address(f"search.html?q={quote(query)}"))
    status(window)
    assert window.inner_text(".search-offers") == offered
    window.click(".search-offers a")
    window.wait_for_url("**status=late*" if "status" in led_to else "**role=lead*")
    assert asked(window) == led_to
    assert status(window) == offered.partition("，")[2]


def test_filters_that_leave_nothing_can_be_taken_back(window: Page, address: Address) -> None:
    window.goto(address(f"search.html?q={quote('政策会客厅')}&year=2023"))
    assert status(window).startswith("没有")
    assert window.inner_text(".search-offers") == "不加筛选条件，找到2条结果"
    window.click(".search-offers a")
    until(window, "document.querySelectorAll('.results > li').length === 2")


def test_choices_tell_how_many_they_leave(window: Page, address: Address) -> None:
    window.goto(address(f"search.html?q={quote('政策会客厅')}"))
    status(window)
    until(window, "/（1）/.test(document.querySelector('#filter-year').textContent)")
    options = window.locator("#filter-year option").all_inner_texts()
    assert [text for text in options if "（0）" not in text] == [
        "全部",
        "2025年（1）",
        "2024年（1）",
    ]
    assert window.locator("#filter-year option[disabled]").count() == len(options) - 3


def test_an_empty_result_offers_topics_and_a_request(window: Page, address: Address) -> None:
    window.goto(address("search.html?q=xqzk"))
    assert status(window).startswith("没有找到")
    assert window.is_visible("#search-help")
    assert window.locator("#search-help a[href^='topics/']").count() == 8
    assert (
        window.get_attribute(".search-request a", "href")
        == "https://www.yunchuan.example/zwgk/ysqgk/"
    )
    window.fill("#q", "政策会客厅")
    until(window, "document.querySelectorAll('.results > li').length === 2")
    assert not window.is_visible("#search-help")


def test_a_result_answers_and_repeats_nothing(window: Page, address: Address) -> None:
    """Unit, day and state stand below the title; what the title says is not said again."""
    window.goto(address(f"search.html?q={quote('无障碍改造 区数据局')}"))
    status(window)
    result = window.locator(".result-task").first
    answer = result.locator(".result-more").first.inner_text()
    facts = ("区数据局", "9月底前", "2025年9月30日", "延期", "逾期")
    assert [answer.find(fact) for fact in facts] == sorted(answer.find(fact) for fact in facts)
    assert answer.find("区数据局") >= 0
    assert result.inner_text().count("无障碍改造") == 1
    assert result.locator(".result-where").inner_text() == "2025年青禾区政务公开工作要点"


def test_history(window: Page, address: Address) -> None:
    window.goto(address(f"search.html?q={quote('解读')}"))
    first = status(window)
    window.fill("#q", "培训")
    window.keyboard.press("Enter")
    until(window, f"document.querySelector('{STATUS}').textContent !== {first!r}")
    window.go_back()
    until(window, f"document.querySelector('{STATUS}').textContent === {first!r}")
    assert window.input_value("#q") == "解读"


def test_typing_is_followed_quietly(window: Page, address: Address) -> None:
    """Results follow a pause in typing; one message for it, no focus taken, no step in the
    history for each letter."""
    window.goto(address("search.html"))
    window.wait_for_selector("#filter-year option >> nth=3", state="attached")
    window.evaluate(WATCH_STATUS)
    before = window.evaluate("history.length")
    window.focus("#q")
    for character in "无障碍改造":
        window.keyboard.insert_text(character)
    assert status(window).startswith("找到")
    assert len([text for text in window.evaluate("said") if text]) == 1
    assert window.evaluate(FOCUSED) == "q"
    assert window.evaluate("history.length") == before
    assert asked(window) == {"q": "无障碍改造"}


def test_input_method_is_waited_for(window: Page, address: Address) -> None:
    """The letters that become Chinese characters are no query."""
    window.goto(address("search.html"))
    window.wait_for_selector("#filter-year option >> nth=3", state="attached")
    window.evaluate("""() => {
      const q = document.getElementById('q');
      q.dispatchEvent(new CompositionEvent('compositionstart'));
      q.value = 'jie du';
      q.dispatchEvent(new InputEvent('input', {isComposing: true, bubbles: true}));
    }""")
    window.wait_for_timeout(600)
    assert window.inner_text(STATUS) == ""
    window.evaluate("""() => {
      const q = document.getElementById('q');
      q.value = '解读';
      q.dispatchEvent(new CompositionEvent('compositionend'));
    }""")
    assert status(window).startswith("找到")


@pytest.mark.parametrize("query", ["鼹鼠过街", "，。", "<b>", "\\", "*", "xqzk"])
def test_nothing_found_is_said(
    query: str, window: Page, address: Address, heard: list[str]
) -> None:
    window.goto(address(f"search.html?q={quote(query)}"))
    assert status(window).startswith("没有找到")
    assert not window.is_visible(".results")
    assert heard == []


def test_query_is_text(window: Page, address: Address, heard: list[str]) -> None:
    window.goto(address(f"search.html?q={quote('<img src=x onerror=alert(1)>')}"))
    assert status(window).startswith("没有找到")
    assert window.locator("main img").count() == 0
    assert heard == []


def test_missing_piece_is_said(window: Page, sample_site: Path) -> None:
    """A file that does not load is no empty result."""
    window.route("**/terms-*.js*", lambda route: route.abort())
    try:
        window.goto((sample_site / "search.html").as_uri() + f"?q={quote('解读')}")
        assert status(window).startswith("搜索数据未能加载")
    finally:
        window.unroute_all()


def test_emptied_query_brings_the_lists_back(window: Page, address: Address) -> None:
    window.goto(address(f"search.html?q={quote('解读')}"))
    status(window)
    window.fill("#q", "")
    window.keyboard.press("Enter")
    until(window, "!document.getElementById('browse').hidden")
    assert window.inner_text(STATUS) == ""
    assert not window.is_visible(".results")


def test_results_lead_to_pages_that_exist(window: Page, sample_site: Path) -> None:
    window.goto((sample_site / "search.html").as_uri())
    paths = window.evaluate(
        "gksiteSearch.find('的').then(found => found.next(1e6)).then(all => all.map(one => "
        "one.path))"
    )
    paths += window.evaluate(
        "gksiteSearch.find('公开').then(found => found.next(1e6)).then(all => all.map(one => "
        "one.path))"
    )
    assert len(paths) > 50
    assert [path for path in paths if not (sample_site / path).is_file()] == []


def test_without_script_plans_and_units_are_listed(chromium: Browser, address: Address) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address(f"search.html?q={quote('解读')}"))
    assert "脚本" in page.inner_text("noscript")
    assert page.locator("#search *").count() == 0
    assert page.locator("#browse a[href^='plans/']").count() == 11
    assert page.locator("#browse a[href^='units/']").count() > 70
    context.close()
