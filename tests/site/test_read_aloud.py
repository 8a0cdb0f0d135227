"""Pages are read aloud by voices of the reader's own device, and by no others."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

pytestmark = pytest.mark.browser

PAGE = "plans/qinghe-2025/7.html"
SPEECH = """(voices => {
  const spoken = [], speech = new EventTarget();
  Object.assign(speech, {
    spoken, cancelled: 0, voices,
    getVoices() { return this.voices; },
    cancel() { this.cancelled += 1; },
    speak(one) { spoken.push(one); },
  });
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
})(VOICES)"""
"""The speech of a browser, which speaks to nobody."""
LOCAL = {"lang": "zh-CN", "localService": True, "name": "here"}
REMOTE = {"lang": "zh-CN", "localService": False, "name": "elsewhere"}
ENGLISH = {"lang": "en-US", "localService": True, "name": "english"}
ALL = """() => {
  for (let n = 0; n < speechSynthesis.spoken.length && n < 2000; n += 1)
    speechSynthesis.spoken[n].onend();
  return speechSynthesis.spoken.map(one => [one.text, one.voice.name]);
}"""


PLACES = """() => [...document.querySelectorAll('.crumbs li, h1')]
  .map(one => one.getBoundingClientRect().toJSON())"""


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 375, "height": 812})
    yield context
    context.close()


def with_voices(context: BrowserContext, *voices: dict[str, object]) -> None:
    context.add_init_script(SPEECH.replace("VOICES", json.dumps(voices)))


@pytest.mark.parametrize("voices", [(), (REMOTE,), (ENGLISH,)])
def test_there_is_no_button_without_a_voice_of_the_device(
    voices: tuple[dict[str, object], ...], served: str, context: BrowserContext
) -> None:
    with_voices(context, *voices)
    page = context.new_page()
    page.goto(f"{served}/{PAGE}", wait_until="networkidle")
    assert page.locator(".read-aloud").count() == 0


def test_the_main_part_is_read_and_nothing_else(served: str, context: BrowserContext) -> None:
    with_voices(context, REMOTE, ENGLISH, LOCAL)
    page = context.new_page()
    page.goto(f"{served}/{PAGE}")
    page.get_by_role("button", name="朗读").click()
    assert page.inner_text(".read-aloud") == "停止"
    spoken = page.evaluate(ALL)
    assert page.inner_text(".read-aloud") == "朗读"
    texts = [text for text, _ in spoken]
    assert {voice for _, voice in spoken} == {"here"}
    assert texts[0] == "一、规范履行公开职责" and texts[1].startswith("7 规范依申请公开办理")
    assert any(text.startswith("规范依申请公开办理，推行登记") for text in texts)
    said = "".join(texts)
    for left_out in ("主办单位", "当前位置", "上一项", "本页有错"):
        assert left_out not in said


def test_reading_ends_when_asked_and_when_the_page_is_left(
    served: str, context: BrowserContext
) -> None:
    with_voices(context, LOCAL)
    page = context.new_page()
    page.goto(f"{served}/{PAGE}")
    button = page.locator(".read-aloud")
    button.press("Enter")
    button.press("Enter")
    assert page.evaluate("speechSynthesis.spoken.length") == 1
    page.evaluate("speechSynthesis.spoken[0].onend()")
    assert page.evaluate("speechSynthesis.spoken.length") == 1
    before = page.evaluate("speechSynthesis.cancelled")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert page.evaluate("speechSynthesis.cancelled") == before + 1


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
@pytest.mark.parametrize("mode", ["standard", "elder"])
def test_the_button_comes_late_and_moves_nothing(
    width: int, mode: str, served: str, context: BrowserContext
) -> None:
    """Nor does it cover the breadcrumb, or is too small to be hit."""
    with_voices(context)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{served}/{PAGE}")
    page.evaluate("mode => { document.documentElement.dataset.mode = mode; }", mode)
    before = page.evaluate(PLACES)
    page.evaluate(
        "voice => { speechSynthesis.voices = [voice]; "
        "speechSynthesis.dispatchEvent(new Event('voiceschanged')); }",
        LOCAL,
    )
    assert page.evaluate(PLACES) == before
    box = page.locator(".read-aloud").bounding_box()
    assert box and box["height"] >= (44 if mode == "elder" else 24) and box["width"] >= 24
    for one in before:
        is_apart = (
            one["right"] <= box["x"]
            or one["bottom"] <= box["y"]
            or one["top"] >= box["y"] + box["height"] - 1
        )
        assert is_apart or not one["width"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
