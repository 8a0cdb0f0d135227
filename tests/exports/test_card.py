"""The picture of a shared link: valid PNG, the same bytes, a square a task in the colour of its
state."""

from __future__ import annotations

import io
import re
import zlib

import pytest
from bs4 import BeautifulSoup
from exported import PROJECT, model_at
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from gksite.exports.card import _PALETTE, HEIGHT, WIDTH, _states, drawn
from gksite.exports.card_digits import COLUMNS, GAP, GLYPHS, ROWS, width_of
from gksite.exports.png import deflated, png
from gksite.model.statuses import SHOWN_ORDER
from gksite.pages.downloads import route_exports

STYLE = PROJECT / "themes/default/static/style.css"
PICTURES: dict[str, list[str]] = {
    "no task": [],
    "one": ["done"],
    "each state": list(SHOWN_ORDER),
    "a plan": ["done"] * 9 + ["continuous"] * 6 + ["under_way"] * 7 + ["delayed", "unreported"],
    "a year": ["done", "delayed"] * 400,
    "a great many": ["under_way"] * 2_000,
}


def picture(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image.convert("RGB")


@pytest.mark.parametrize("name", PICTURES)
def test_it_is_a_small_picture_of_the_size_that_networks_ask_for(name: str) -> None:
    data = drawn(PICTURES[name])
    assert picture(data).size == (WIDTH, HEIGHT) == (1200, 630)
    assert len(data) < 40_000
    assert drawn(PICTURES[name]) == data


@pytest.mark.parametrize("state", SHOWN_ORDER)
def test_a_square_has_the_colour_and_the_shape_of_its_state(state: str) -> None:
    """Its corner is of its colour; how much is filled tells states of one colour apart."""
    image = picture(drawn([state]))
    colours = {colour: count for count, colour in image.getcolors() or []}
    del colours[_PALETTE[0]]
    rule = 18 * WIDTH
    shares = {"done": 1.0, "delayed": 1.0, "under_way": 0.6, "continuous": 0.55}
    square = sum(colours.values()) - rule
    assert square / 140**2 == pytest.approx(shares.get(state, 0.29), abs=0.06)
    assert len(colours) <= 2


SIGNS = {
    "the least": "0/1",
    "a plan": "9/25",
    "a year": "1234/5678",
    "a great many": "12345/678901",
}


@pytest.mark.parametrize("name", SIGNS)
def test_it_says_how_many_are_done_of_how_many(name: str) -> None:
    """Read back mark by mark, within the margins, whatever the number of digits."""
    image = picture(drawn(["done"] * 30, SIGNS[name]))
    scale = min(10, 1020 // width_of(len(SIGNS[name])))
    top = next(y for y in range(18, HEIGHT) if any(ink(image, x, y) for x in range(WIDTH)))
    found = ""
    for place in range(len(SIGNS[name])):
        left = 90 + place * (COLUMNS + GAP) * scale
        rows = tuple(
            "".join(
                "#" if ink(image, left + (x + 0.5) * scale, top + (y + 0.5) * scale) else " "
                for x in range(COLUMNS)
            )
            for y in range(ROWS)
        )
        found += next((sign for sign, glyph in GLYPHS.items() if glyph == rows), "?")
    assert found == SIGNS[name]
    assert left + COLUMNS * scale <= WIDTH - 90


def ink(image: Image.Image, x: float, y: float) -> bool:
    return image.getpixel((int(x), int(y))) != _PALETTE[0]


def test_each_sign_is_of_one_size_and_no_other_has_its_shape() -> None:
    assert {len(rows) for rows in GLYPHS.values()} == {ROWS}
    assert {len(row) for rows in GLYPHS.values() for row in rows} == {COLUMNS}
    assert len(set(GLYPHS.values())) == len(GLYPHS) == 11


def test_its_figure_is_that_of_the_headline(documents: dict[str, BeautifulSoup]) -> None:
    """Of the year for the site, and of each plan; none where nothing was ever reported."""
    model = model_at(PROJECT)
    for request in route_exports(model):
        if request.kind != "card":
            continue
        page = request.path.replace("card.png", "index.html")
        headline = documents[page].select_one(".finding")
        shared = documents[page].select_one("meta[property='og:description']")
        assert headline and shared and str(shared["content"]).startswith(headline.get_text())
        numbers = re.findall(r"\d+", re.sub(r"\d{4}年", "", headline.get_text()))
        figure = _states(model, request)[1]
        done, _, total = figure.partition("/")
        if "尚未公布" in headline.get_text():
            assert figure == "", page
        else:
            assert numbers == ([total] if done in ("0", total) else [total, done]), page


@pytest.mark.parametrize("count", range(1, 200, 7))
def test_half_of_what_is_under_way_is_filled(count: int) -> None:
    """Whatever the size of a square is: the sum of done and not started, less an outline, is two of
    it."""

    def inked(state: str) -> int:
        image = picture(drawn([state] * count))
        return sum(number for number, colour in image.getcolors() or [] if colour != _PALETTE[0])

    mean = (inked("done") + inked("not_started")) / 2
    assert inked("under_way") == pytest.approx(mean, rel=0.06)


def test_its_colours_are_those_of_the_marks() -> None:
    """The first in the style sheet are those of the light look."""
    style = STYLE.read_text("utf-8")
    names = (
        "--mark-done",
        "--mark-continuous",
        "--mark-under_way",
        "--mark-delayed",
        "--mark-none",
    )
    found = [re.findall(rf"{name}: #([0-9a-f]{{6}})", style)[0] for name in names]
    assert found == [bytes(colour).hex() for colour in _PALETTE[2:]]


@given(
    st.binary(max_size=600) | st.builds(bytes.__mul__, st.binary(max_size=3), st.integers(0, 900))
)
def test_any_decoder_gives_the_data_back(data: bytes) -> None:
    assert zlib.decompress(deflated(data)) == data


@given(st.lists(st.binary(min_size=5, max_size=5), min_size=1, max_size=9))
def test_any_viewer_shows_the_pixels(rows: list[bytes]) -> None:
    rows = [bytes(byte % 7 for byte in row) for row in rows]
    image = Image.open(io.BytesIO(png(rows, _PALETTE)))
    assert image.tobytes() == b"".join(rows)
