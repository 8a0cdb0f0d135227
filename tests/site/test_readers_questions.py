"""Questions of readers that the first screen of a phone answers: questions.yaml has them, and the
reasons where it does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext

KINDS: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "questions.yaml").read_text("utf-8")
)
READERS = {"citizen", "clerk", "journalist", "head", "listener"}
IN_FIRST_SCREEN = """selector => [...document.querySelectorAll(selector)].filter(one => {
  const box = one.getBoundingClientRect();
  return one.checkVisibility() && box.width && box.top >= 0 && box.bottom <= innerHeight
    && box.left >= 0 && box.right <= innerWidth;
}).map(one => one.innerText)"""


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_every_kind_has_a_question_of_each_reader() -> None:
    assert len(KINDS) == 8
    for kind in KINDS.values():
        answered = [one for one in kind["questions"] if "not_in_first_screen" not in one]
        assert {one["reader"] for one in answered} == READERS
        assert len({one["question"] for one in kind["questions"]}) == len(kind["questions"]) >= 5


@pytest.fixture(scope="module")
def phones(chromium: Browser) -> Iterator[dict[bool, BrowserContext]]:
    """A phone without script, and one with."""
    contexts = {
        script: chromium.new_context(
            viewport={"width": 375, "height": 812}, java_script_enabled=script
        )
        for script in (False, True)
    }
    yield contexts
    for context in contexts.values():
        context.close()


def read_out(nodes: list[dict[str, Any]]) -> list[str]:
    """Return the texts of the main landmark in the order in which they are read out."""
    known = {node["nodeId"]: node for node in nodes}
    texts = []

    def walk(node: dict[str, Any], is_main: bool) -> None:
        role = node.get("role", {}).get("value")
        is_main = is_main or role == "main"
        if is_main and role == "StaticText" and not node["ignored"]:
            texts.append(node["name"]["value"])
        for child in node.get("childIds", ()):
            if child in known:
                walk(known[child], is_main)

    walk(nodes[0], False)
    return [text for text in texts if text.strip()]


@pytest.mark.browser
@pytest.mark.parametrize("kind", KINDS)
def test_the_first_screen_answers(
    kind: str, served: str, phones: dict[bool, BrowserContext]
) -> None:
    script = KINDS[kind].get("script", False)
    page = phones[script].new_page()
    page.goto(f"{served}/{KINDS[kind]['page']}")
    if script:
        page.wait_for_selector("main form")
    tree = phones[script].new_cdp_session(page).send("Accessibility.getFullAXTree")
    heard = read_out(tree["nodes"])
    silent = []
    for one in KINDS[kind]["questions"]:
        for answer in one.get("answers", ()):
            seen = page.evaluate(IN_FIRST_SCREEN, answer["at"])
            if not any(squeezed(answer["says"]) in squeezed(text) for text in seen):
                silent.append((one["question"], answer, seen))
        if wanted := one.get("heard"):
            first = heard[: wanted["within"]]
            if squeezed(wanted["says"]) not in squeezed("".join(first)):
                silent.append((one["question"], wanted, heard[:45]))
    page.close()
    assert silent == []
