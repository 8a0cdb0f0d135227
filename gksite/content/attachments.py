"""The files of a plan's folder files/, with the titles that its front matter gives them."""

from __future__ import annotations

import unicodedata

from gksite.content.plan_sources import PlanSources
from gksite.content.records import PlanRecord
from gksite.diagnostics import Diagnostic, nearest, problem
from gksite.model.entities import AttachedFile
from gksite.schema.validate import Place


def attachments_of(
    record: PlanRecord, place: Place, sources: PlanSources
) -> tuple[tuple[AttachedFile, ...], list[Diagnostic]]:
    """Return the files of the folder files/, those with a title first, in the order of the
    source."""
    problems = []
    files: dict[str, AttachedFile] = {}
    for index, written in enumerate(record.attachments):
        # Systems differ in the form that they keep names in: é is one character or two.
        name = unicodedata.normalize("NFC", written.file)
        attachment = sources.attachments.get(name)
        if attachment is None and name in sources.lost:
            continue
        if attachment is None:
            near = nearest(name, sources.attachments)
            problems.append(
                problem(
                    "missing-attachment",
                    place.at("attachments", index, "file"),
                    file=name,
                    near=near,
                )
            )
        else:
            files[name] = AttachedFile(
                f"files/{name}", written.title, attachment.size, attachment.digest.hex()
            )
    for name, attachment in sources.attachments.items():
        if name not in files:
            files[name] = AttachedFile(
                f"files/{name}", name, attachment.size, attachment.digest.hex()
            )
    return tuple(files.values()), problems
