"""What a reader sees of a page, two versions of it side by side, and the lines of a source around a
problem."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gksite.diagnostics import Location, problem
from gksite.preview.bursts import LARGE, LONGEST, Burst, due, extended
from gksite.preview.findings import Line, find_all, read_lines_around
from gksite.preview.messages import Built, Order, Places, read_answer, read_frame, write_frame
from gksite.preview.text_diff import Row, compare_texts
from gksite.preview.visible_text import visible_lines
from gksite.preview.words import WORDS, words_of

TEXTS = {
    "<h1>甲</h1><p>乙 <b>丙</b>\n 丁</p>": ["甲", "乙 丙 丁"],
    "<head><title>x</title></head><body>y<script>z</script><style>z</style></body>": ["y"],
    "<table><tr><th>序号<td>任务</tr><tr><td>1</td><td>公开</td></tr></table>": [
        "序号 | 任务",
        "1 | 公开",
    ],
    "<p>a<span hidden>b<span>c</span></span>d<br>e</p>": ["ad", "e"],
    '<p><img alt="图 1" src=x><img src=y>后</p>': ["[图 1]后"],
    "<ul><li>一<li>二</ul>三": ["一", "二", "三"],
    "&lt;b&gt; &amp; &#x4e00;": ["<b> & 一"],
    "<p>": [],
    "": [],
    "<svg><text>x</text></svg>": [],
    "<input hidden>a": ["a"],
}


@pytest.mark.parametrize("page", TEXTS)
def test_what_a_reader_sees(page: str) -> None:
    assert visible_lines(page) == TEXTS[page]


@given(st.text("<>ab /'\"=!-&#;tdscriphn", max_size=80))
def test_any_page_has_lines(page: str) -> None:
    assert all(line.strip() == line != "" for line in visible_lines(page))


def test_equal_texts_have_no_rows() -> None:
    assert compare_texts(["一", "二"], ["一", "二"]) == []
    assert compare_texts([], []) == []


def test_a_changed_line_shows_what_changed_between_lines_that_stayed() -> None:
    old = [f"第{n}行" for n in range(9)]
    new = [*old[:5], "第5行改了", *old[6:]]
    rows = compare_texts(old, new)
    assert [row.kind for row in rows] == [
        "skipped",
        "same",
        "same",
        "changed",
        "same",
        "same",
        "same",
    ]
    assert rows[0].count == 3
    assert rows[3] == Row("changed", (("第5行", False),), (("第5行", False), ("改了", True)), 6, 6)


def test_lines_that_have_nothing_in_common_went_and_came() -> None:
    assert compare_texts(["甲乙丙丁"], ["一二三四", "五六七八"]) == [
        Row("removed", (("甲乙丙丁", True),), (), 1, 0),
        Row("added", (), (("一二三四", True),), 0, 1),
        Row("added", (), (("五六七八", True),), 0, 2),
    ]


@given(
    st.lists(st.sampled_from(["a", "b", "cde", "cdf", ""]), max_size=20),
    st.lists(st.sampled_from(["a", "b", "cde", "cdf", ""]), max_size=20),
)
def test_rows_lead_from_the_old_text_to_the_new(old: list[str], new: list[str]) -> None:
    rows = compare_texts(old, new)
    for side, lines in (("old", old), ("new", new)):
        numbers = {
            getattr(row, f"{side}_line"): "".join(text for text, _ in getattr(row, side))
            for row in rows
        }
        numbers.pop(0, None)
        assert all(lines[number - 1] == text for number, text in numbers.items())
        skipped = sum(row.count for row in rows if row.kind == "skipped")
        assert not rows or len(numbers) + skipped == len(lines)


# ── bursts ────────────────────────────────────────────────────────────────────────────────────────


def burst_of(*batches: tuple[float, int]) -> Burst:
    burst = None
    count = 0
    for moment, size in batches:
        burst = extended(burst, frozenset(str(count + n) for n in range(size)), moment)
        count += size
    assert burst
    return burst


@pytest.mark.parametrize(
    ("batches", "moment"),
    [
        (((10.0, 1),), 10.0),
        (((10.0, 1), (10.2, 1)), 10.2),
        (((10.0, LARGE),), 10.5),
        (((10.0, LARGE), (10.4, 1)), 10.9),
        (((10.0, LARGE), (12.0, 1)), 13.0),
        (((10.0, LARGE), (19.9, LARGE)), 10.0 + LONGEST),
    ],
)
def test_a_burst_is_built_when_it_is_over(
    batches: tuple[tuple[float, int], ...], moment: float
) -> None:
    assert due(burst_of(*batches), 0.1) == pytest.approx(moment)


def test_a_whole_folder_is_waited_for() -> None:
    assert due(Burst(frozenset({"static"}), 1.0, 1.0), 0.1) == pytest.approx(1.5)


# ── findings ──────────────────────────────────────────────────────────────────────────────────────


def test_the_lines_around_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("\ufeff一\r\n二\r\n三\r\n四\r\n五\r\n六".encode())
    assert read_lines_around(tmp_path, Location("a.yaml", 3, 1)) == [
        Line(1, "一"),
        Line(2, "二"),
        Line(3, "三", 1),
        Line(4, "四"),
        Line(5, "五"),
    ]
    assert read_lines_around(tmp_path, Location("a.yaml", 6, 9))[-1] == Line(6, "六", 2)
    assert read_lines_around(tmp_path, Location("a.yaml", 1)) == [
        Line(1, "一", 1),
        Line(2, "二"),
        Line(3, "三"),
    ]


@pytest.mark.parametrize(
    "place",
    [
        Location("a.yaml"),
        Location("a.yaml", 99, 1),
        Location("none.yaml", 1, 1),
        Location("../a.yaml", 1, 1),
        Location("a\0b", 1, 1),
    ],
)
def test_where_there_is_no_line_there_is_no_excerpt(tmp_path: Path, place: Location) -> None:
    (tmp_path / "site").mkdir()
    for folder in (tmp_path, tmp_path / "site"):
        (folder / "a.yaml").write_text("一\n", "utf-8")
    assert read_lines_around(tmp_path / "site", place) == []


def test_a_line_without_end_is_cut_around_its_problem(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a" * 5000 + "X" + "a" * 5000, "utf-8")
    (line,) = read_lines_around(tmp_path, Location("a.yaml", 1, 5001))
    assert len(line.text) < 400
    assert line.text[line.column - 1] == "X"


def test_errors_come_first(tmp_path: Path) -> None:
    found = find_all(
        [problem("unexpected-file", Location("a")), problem("not-a-project", Location("b"))],
        tmp_path,
        "en",
    )
    assert [one.severity for one in found] == ["error", "warning"]
    assert found[1].place == "a"


# ── messages, words ───────────────────────────────────────────────────────────────────────────────


def test_what_crosses_between_processes_comes_through(tmp_path: Path) -> None:
    answers = [
        Built(True, (problem("preview-loop", Location("a", 1, 2)),), pages=3),
        Places({"a.html": Location("b", 1)}),
    ]
    with (tmp_path / "stream").open("wb") as stream:
        for one in answers:
            write_frame(stream, one)
        stream.write(b"\0\0\0\x09half")
    with (tmp_path / "stream").open("rb") as stream:
        assert [read_answer(stream), read_answer(stream), read_answer(stream)] == [*answers, None]


def test_noise_is_no_answer(tmp_path: Path) -> None:
    (tmp_path / "stream").write_bytes(b"\0\0\0\x03abc")
    with (tmp_path / "stream").open("rb") as stream:
        assert read_answer(stream) is None
    with (tmp_path / "stream").open("rb") as stream:
        assert read_frame(stream) == b"abc"
    assert Order("a", "b", "c").drafts


def test_both_languages_say_everything() -> None:
    for name, (chinese, english) in WORDS.items():
        assert chinese and english, name
        assert chinese.count("{") == english.count("{"), name
    client = (Path(__file__).parents[2] / "gksite/preview/static/client.js").read_text("utf-8")
    for name in set(__import__("re").findall(r'\bword\("([\w-]+)"', client)):
        assert name in words_of("zh"), name
