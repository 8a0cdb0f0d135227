"""Find the name, authority and year of an imported plan if the editor states none."""

from __future__ import annotations

import re

from gksite.importer.draft import Draft
from gksite.importer.writing.plan_files import title_of
from gksite.importer.writing.unit_proposal import slug
from gksite.model.registry import Registry

SHORTEST_NAME = 6
"""Characters. A shorter issuer that names no place could be of any authority."""

_YEAR = re.compile(r"(?<!\d)((?:19|20|21)\d\d)(?!\d)")
_PRINTED_YEAR = re.compile(r"(?:19|20|21)\d\d年?度?")
_OFFICE = re.compile(r"(?:人民政府)?(?:办公厅|办公室)?$")
_PLACE = re.compile(
    r"(?:(?!全[省市区县]|[各本我])[\u4e00-\u9fff]{2,8}?(?:自治[区州县旗]|[省市区县旗州盟])(?!场|民))+"
)
_LAST_PLACE = re.compile(r"[\u4e00-\u9fff]{2,8}?(?:自治[区州县旗]|[省市区县旗州盟])(?=$)")
_OUTER = re.compile(r"^.*[省市州盟](?=..)")


def guess_year(draft: Draft) -> int | None:
    """Return the year of the plan's deadlines, else of title or number, else of a date; or None."""
    if draft.year or draft.period:
        return draft.year or int(draft.period[:4])
    envelope = draft.envelope
    for text in (
        envelope.title,
        envelope.notice_title,
        envelope.document_number,
        *(task_list.caption for task_list in draft.lists),
    ):
        if match := _YEAR.search(text):
            return int(match[1])
    day = envelope.written or envelope.published
    return day.year if day else None


def authority_name(draft: Draft) -> str:
    """Return the authority of a plan by its issuer, else by the place in its title; "" for none."""
    issuer = _OFFICE.sub("", " ".join(draft.envelope.issuer.split()))
    # 区政府办公室 alone could be of any district.
    if _PLACE.search(issuer) or len(issuer) >= SHORTEST_NAME:
        return issuer
    match = _PLACE.search(_PRINTED_YEAR.sub(" ", title_of(draft.envelope)))
    return match[0] if match else ""


def known_authority(draft: Draft, registry: Registry) -> str:
    """Return the id of the authority that the issuer or title means; "" if no registry has it."""
    name = authority_name(draft)
    matches = [
        (len(own), authority.id)
        for authority in registry.authorities.values()
        for written in (authority.name, authority.short_name)
        if (own := _OFFICE.sub("", written)) and name and (name.endswith(own) or own.endswith(name))
    ]
    return max(matches)[1] if matches else ""


def authority_id(name: str) -> str:
    """Return an id in Latin letters for a new authority: of its place, without the larger places
    around it.

    >>> authority_id("云川市青禾区"), authority_id("青禾区")
    ('qinghe', 'qinghe')
    """
    inner = _OUTER.sub("", name)
    if _LAST_PLACE.fullmatch(inner):
        inner = re.sub(r"(?:自治)?.$", "", inner) if len(inner) > 2 else inner
    return slug(inner) if name else ""
