"""A name of a signer is the same whatever its blanks, its width and its case."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from gksite.content.review import Signature, name_key, signed_twice

DIGEST = "0" * 64
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
LETTERS = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF) | st.sampled_from("Aaz09.")
NAMES = st.text(LETTERS, min_size=1, max_size=6)
BLANKS = st.sampled_from(["", " ", "\u3000", "\u00a0", "\t"])
STEPS = ("拟稿", "审核", "签发")


def signature(step: str, by: str, *, returned: bool = False) -> Signature:
    day = date(2025, 5, 1)
    return Signature(step, by, day, DIGEST, "returned" if returned else "approved")


@given(NAMES, st.lists(BLANKS, min_size=7, max_size=7))
def test_blanks_and_width_make_no_other_name(name: str, blanks: list[str]) -> None:
    written = "".join(f"{blank}{letter}" for blank, letter in zip(blanks, name, strict=False))
    for variant in (written + blanks[-1], name.translate(WIDE), written.upper()):
        assert name_key(variant) == name_key(name)
    assert any(signed_twice([signature("拟稿", name), signature("签发", written)], DIGEST, [STEPS]))


@given(st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from("甲乙丙"), st.booleans())))
def test_the_last_signature_of_a_step_is_what_counts(given: list[tuple[str, str, bool]]) -> None:
    signatures = [signature(step, by, returned=returned) for step, by, returned in given]
    last = {step: (by, returned) for step, by, returned in given}
    names = [by for by, returned in last.values() if not returned]
    found = list(signed_twice(signatures, DIGEST, [STEPS]))
    assert bool(found) == (len(set(names)) < len(names))
    assert list(signed_twice(signatures, "1" * 64, [STEPS])) == []
