"""The sections of a plan: which top section each is in."""

from __future__ import annotations

from collections.abc import Mapping

from gksite.model.entities import Section


def top_section(sections: Mapping[str, Section], id: str) -> Section | None:
    """Return the top section that the section `id` is in, or itself; None where there is none."""
    section, seen = sections.get(id), {id}
    while section and section.parent in sections and section.parent not in seen:
        section = sections[section.parent]
        seen.add(section.id)
    return section
