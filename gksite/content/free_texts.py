"""content/topics.yaml, content/pages/*.md and content/index.md → topics and free pages."""

from __future__ import annotations

from collections.abc import Mapping

from gksite.content.records import FreePageRecord, TopicsRecord
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.model.entities import FreePage, Topic
from gksite.schema.types import unsafe_id_reason
from gksite.schema.validate import parse_record
from gksite.source.front_matter import split_front_matter
from gksite.source.markdown import parse_body


def parse_topics(texts: Mapping[str, str]) -> tuple[tuple[Topic, ...], list[Diagnostic]]:
    """Return the topics in the order of the file. Report repeated ids."""
    problems: list[Diagnostic] = []
    topics: dict[str, Topic] = {}
    for path, text in texts.items():
        parsed, new_problems = parse_record(TopicsRecord, text, path)
        problems += new_problems
        for index, record in enumerate(parsed[0].topics if parsed else ()):
            where = parsed[1].at("topics", index, "id") if parsed else Location(path)
            if record.id in topics:
                problems.append(
                    problem("duplicate-id", where, id=record.id, other=topics[record.id].location)
                )
            else:
                topics[record.id] = Topic(
                    record.id,
                    record.name,
                    where,
                    record.description or "",
                    tuple(record.aliases),
                )
    return tuple(topics.values()), problems


def read_page(texts: Mapping[str, str]) -> tuple[FreePage | None, list[Diagnostic]]:
    """Return the page of free text of a mapping of at most one path to its text."""
    for path, text in texts.items():
        return parse_page(path, text)
    return None, []


def parse_page(path: str, text: str) -> tuple[FreePage | None, list[Diagnostic]]:
    """Return a free page; its id is its file name. None when its front matter cannot be used."""
    id = path.rpartition("/")[2].removesuffix(".md")
    if reason := unsafe_id_reason(id):
        return None, [
            problem("unsafe-id", Location(path), id=id, reason_zh=reason[0], reason=reason[1])
        ]
    front, problems = split_front_matter(text, path)
    if front is None:
        return None, problems
    parsed, new_problems = parse_record(FreePageRecord, front.text, path, front.first_line)
    body, body_problems = parse_body(
        front.body, path, front.body_line, "" if path == "content/index.md" else "../"
    )
    problems += [*new_problems, *body_problems]
    if parsed is None:
        return None, problems
    record, place = parsed
    page = FreePage(
        id=id,
        title=record.title,
        location=place.at("title"),
        body=body.blocks,
        links=body.links,
        description=record.description or "",
        published=record.published,
        weight=record.weight,
        in_footer=record.in_footer,
        aliases=tuple(record.aliases),
        draft=record.draft,
    )
    return page, problems
