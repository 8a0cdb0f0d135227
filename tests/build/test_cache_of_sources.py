"""What is kept between builds: whole, or as changes beside it; whatever happens to the files, never
what nobody wrote."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from gksite.build.cache import CACHE_NAME, CHANGES_NAME, Cache, read_cache, write_cache

NAMES = [f"plan/{number}" for number in range(40)]
PART = st.tuples(st.binary(min_size=2, max_size=2), st.binary(min_size=100, max_size=120))
CACHES = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from(NAMES), PART, max_size=4),
        st.sets(st.sampled_from(NAMES), max_size=3),
    ),
    min_size=1,
    max_size=6,
)
WHOLE: Cache = dict.fromkeys(NAMES, (b"k", b"v" * 100))


@given(CACHES)
def test_what_was_written_last_is_read(
    tmp_path_factory: object, edits: list[tuple[Cache, set[str]]]
) -> None:
    folder = tmp_path_factory.mktemp("kept")  # type: ignore[attr-defined]
    cache = dict(WHOLE)
    write_cache(folder, cache, {})
    for changed, gone in edits:
        before = read_cache(folder)
        assert before == cache
        cache = {name: part for name, part in (cache | changed).items() if name not in gone}
        write_cache(folder, cache, before)
    assert read_cache(folder) == cache


def edited(folder: Path) -> Cache:
    write_cache(folder, WHOLE, {})
    changed = WHOLE | {NAMES[3]: (b"other", b"w" * 100)}
    write_cache(folder, changed, read_cache(folder))
    return changed


def test_one_changed_part_leaves_the_whole_as_it_is(tmp_path: Path) -> None:
    write_cache(tmp_path, WHOLE, {})
    whole = (tmp_path / CACHE_NAME).read_bytes()
    changed = edited(tmp_path)
    assert (tmp_path / CACHE_NAME).read_bytes() == whole
    assert (tmp_path / CHANGES_NAME).stat().st_size < len(whole) / 8
    assert read_cache(tmp_path) == changed


def test_damaged_changes_are_those_parts_alone(tmp_path: Path) -> None:
    edited(tmp_path)
    data = bytearray((tmp_path / CHANGES_NAME).read_bytes())
    data[-1] ^= 1
    (tmp_path / CHANGES_NAME).write_bytes(data)
    assert read_cache(tmp_path) == WHOLE


def test_changes_to_another_cache_count_for_nothing(tmp_path: Path) -> None:
    edited(tmp_path)
    other = dict.fromkeys(NAMES, (b"x", b"y" * 100))
    changes = (tmp_path / CHANGES_NAME).read_bytes()
    write_cache(tmp_path, other, {})
    (tmp_path / CHANGES_NAME).write_bytes(changes)
    assert read_cache(tmp_path) == other


def test_a_damaged_cache_is_none(tmp_path: Path) -> None:
    edited(tmp_path)
    (tmp_path / CACHE_NAME).write_bytes(b"damaged")
    assert read_cache(tmp_path) == {}
