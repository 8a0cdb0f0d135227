"""The meaning of a group's name: kinds of units (各街镇: subdistricts and towns), or none (各有关单位)."""

from __future__ import annotations

import re

from gksite.notation.traditional import simplified

_KINDS = (
    (re.compile(r"街道(?:办事处)?$"), "subdistrict"),
    (re.compile(r"镇(?:人民政府)?$"), "town"),
    (re.compile(r"乡(?:人民政府)?$"), "township"),
    (re.compile(r"(?:集团|公司)$"), "enterprise"),
    (re.compile(r"(?:分局|派出所)$"), "branch"),
    (re.compile(r"(?:中心|院|所|馆|站|校)$"), "institution"),
    (re.compile(r"(?<!小)[区县市](?:人民政府)?$"), "district"),
)
_AREAS = {
    "街道": "subdistrict", "街": "subdistrict", "乡": "township", "镇": "town", "县级市": "district",
    "区": "district", "县": "district", "市": "district", "旗": "district",
}  # fmt: skip
_OFFICES = {
    "委办局": "department",
    "部门": "department",
    "委": "department",
    "办": "department",
    "局": "department",
}
_SEPARATOR = re.compile(r"[（）()〔〕\[\]、，,/／\s]|和|及|与")
_TITLE = re.compile(r"人民政府|办事处|(?<![区县市省])政府")
_BEFORE = re.compile(
    r"(?:[\u4e00-\u9fff]{0,4}[省市州区县旗](?:人民政府|政府|委)?(?:直属?|属|级)?)?"
)
_WITHIN = re.compile(r"^(?:[省市州区县旗](?:直属?|属|级|政府))(?=.)")
_BEFORE_NEXT = re.compile(r"[省市州区县旗](?:政府|政府(?:直属?|属)|直属?|属|级)$")
_PIECES = tuple(re.compile(f"(?:{'|'.join(words)})+") for words in (_AREAS, _OFFICES))


def kind_of_unit(name: str) -> str:
    """Return the kind of unit that the end of a name shows, `department` if it shows none."""
    name = simplified(name)
    return next((kind for form, kind in _KINDS if form.search(name)), "department")


def kinds_of_group(name: str) -> tuple[str, ...]:
    """Return the kinds of units that a group's name means, in its order; () where no rule can say
    whom it means.

    >>> kinds_of_group("各乡（镇、街道）"), kinds_of_group("区政府各部门"), kinds_of_group("各有关单位")
    (('township', 'town', 'subdistrict'), ('department',), ())
    """
    before, *pieces = _TITLE.sub("", _SEPARATOR.sub("", simplified(name))).split("各")
    if not pieces or not _BEFORE.fullmatch(before):
        return ()
    pieces = [*(_BEFORE_NEXT.sub("", piece) for piece in pieces[:-1]), pieces[-1]]
    kinds = [_kinds_of_piece(_WITHIN.sub("", piece)) for piece in pieces]
    return (
        tuple(dict.fromkeys(kind for kinds_of_word in kinds for kind in kinds_of_word))
        if all(kinds)
        else ()
    )


def can_hold(group: str, name: str, kind: str) -> bool:
    """Whether a group of this name can include a unit; a name that shows no kind includes any."""
    kinds = kinds_of_group(group)
    return not kinds or kind in kinds or kind_of_unit(name) in kinds


def _kinds_of_piece(piece: str) -> tuple[str, ...]:
    for form, words in zip(_PIECES, (_AREAS, _OFFICES), strict=True):
        if form.fullmatch(piece):
            return tuple(words[word] for word in re.findall("|".join(words), piece))
    return ()
