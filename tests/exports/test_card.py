"""The picture of a shared link: valid PNG, the same bytes, a square a task in the colour of its
state."""

from __future__ import annotations

import io
import re
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from gksite.exports.card import _PALETTE, HEIGHT, WIDTH, drawn
from gksite.exports.png import deflated, png
from gksite.model.statuses import SHOWN_ORDER

PROJECT = Path(__file__).parents[2]
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
