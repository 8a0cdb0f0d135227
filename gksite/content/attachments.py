"""The files of a plan's folder files/, with the titles that its front matter gives them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from gksite.content.plan_sources import PlanSources
from gksite.content.records import PlanRecord
from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.model.entities import AttachedFile
from gksite.schema.validate import Place


def attachments_of(
    record: PlanRecord, place: Place, sources: PlanSources
) -> tuple[tuple[AttachedFile, ...], list[Diagnostic]]:
    """Return the files of the folder files/, those with a title first, in the order of the
    source. A file that `attachments` gives no title has that of its annex, else its name."""
    files: dict[str, AttachedFile] = {}
    titles = [
        *((written.file, written.title) for written in record.attachments),
        *((written.file, written.title) for written in record.annexes if written.file),
        *((name, name) for name in sources.attachments),
    ]
    for file, title in titles:
        # Systems differ in the form that they keep names in: é is one character or two.
        name = unicodedata.normalize("NFC", file)
        if (attachment := sources.attachments.get(name)) and name not in files:
            files[name] = AttachedFile(
                f"files/{name}", title, attachment.size, attachment.digest.hex()
            )
    named = (
        (written.file, place.at("attachments", index, "file"))
        for index, written in enumerate(record.attachments)
    )
    return tuple(files.values()), missing_files(named, sources)


def missing_files(named: Iterable[tuple[str, Location]], sources: PlanSources) -> list[Diagnostic]:
    """Report names that no file has; of a file that is there and cannot be read nothing is said."""
    problems = []
    for file, where in named:
        name = unicodedata.normalize("NFC", file)
        if name not in sources.attachments and name not in sources.lost:
            near = nearest(name, sources.attachments)
            problems.append(problem("missing-attachment", where, file=name, near=near))
    return problems
