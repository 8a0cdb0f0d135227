"""Parts do not run together in a digest."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gksite.work.fingerprint import digest

parts = st.lists(st.binary(max_size=4), max_size=4).map(tuple)


@given(parts, parts)
def test_equal_digests_mean_equal_parts(one: tuple[bytes, ...], other: tuple[bytes, ...]) -> None:
    assert (digest(*one) == digest(*other)) is (one == other)


def test_a_digest_is_sixteen_bytes_and_the_same_for_ever() -> None:
    assert digest(b"gksite", b"").hex() == "705d968df3614f708ed58caeb20bb648"
