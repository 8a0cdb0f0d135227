"""The annexes of a plan: which of its task lists and files are annexes of the document."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

from gksite.content.attachments import missing_files
from gksite.content.plan_sources import PlanSources
from gksite.content.records import AnnexRecord, PlanRecord
from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.model.notice import Annex, annex_name
from gksite.schema.validate import Place


def build_annexes(
    record: PlanRecord, place: Place, lists: Collection[str], sources: PlanSources
) -> tuple[tuple[Annex, ...], list[Diagnostic]]:
    """Return the annexes in the order of the source, without those that name no task list (of
    `lists`) and no file; report them, and what is named twice."""
    problems: list[Diagnostic] = []
    annexes: list[Annex] = []
    seen: dict[str, Location] = {}
    for index, written in enumerate(record.annexes):
        where = place.at("annexes", index, "title")
        file = unicodedata.normalize("NFC", written.file or "")
        if code := _fault(written):
            problems.append(problem(code, where, title=written.title))
            continue
        for key, key_id in (
            ("title", annex_name(written.title)),
            ("list", written.list),
            ("file", file),
        ):
            if key_id and f"{key} {key_id}" in seen:
                other = seen[f"{key} {key_id}"]
                shown = written.title if key == "title" else key_id
                problems.append(
                    problem("written-twice", place.at("annexes", index, key), id=shown, other=other)
                )
            elif key_id:
                seen[f"{key} {key_id}"] = place.at("annexes", index, key)
        if written.list and written.list not in lists:
            near = nearest(written.list, lists)
            at = place.at("annexes", index, "list")
            problems.append(problem("unknown-list", at, name=written.list, near=near))
        elif file and file not in sources.attachments:
            at = place.at("annexes", index, "file")
            problems += missing_files([(file, at)], sources)
        else:
            annexes.append(
                Annex(written.title, where, written.list or "", f"files/{file}" if file else "")
            )
    return tuple(annexes), problems


def _fault(written: AnnexRecord) -> str:
    if not written.list and not written.file:
        return "annex-without-target"
    return "annex-with-two-targets" if written.list and written.file else ""
