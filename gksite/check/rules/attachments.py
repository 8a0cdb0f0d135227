"""Things that an attachment must not publish: its author, company, comments, tracked changes,
hidden text."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.documents.inspected import Inspection

_WHOSE = {
    "creator": ("作者", "author"),
    "lastModifiedBy": ("最后保存者", "last saved by"),
    "Author": ("作者", "author"),
    "Company": ("单位", "company"),
    "Manager": ("经理", "manager"),
    "Creator": ("", ""),
    "description": ("备注", "comments"),
    "Subject": ("", ""),
}
"""Document properties that name people or say more than the text (docProps/core.xml, app.xml;
the Info of a PDF), Chinese and English."""
_PROGRAMS = (
    "microsoft", "wps", "openpyxl", "python-docx", "libreoffice", "administrator", "admin", "user",
    "apache poi", "xlsxwriter", "kingsoft", "un-named",
)  # fmt: skip


class AttachmentView(msgspec.Struct, frozen=True):
    """An attachment by its path in the project, with its inspection."""

    path: str
    inspection: Inspection


def check_properties(view: AttachmentView) -> Iterator[Diagnostic]:
    """The document properties name nobody."""
    for key, value in view.inspection.properties:
        label = _WHOSE.get(key)
        if label and label[0] and value.strip() and not value.strip().lower().startswith(_PROGRAMS):
            yield problem(
                "attachment-author",
                Location(view.path),
                key_zh=label[0],
                key=label[1],
                value=value.strip()[:40],
            )


def check_comments(view: AttachmentView) -> Iterator[Diagnostic]:
    """There are no comments (批注)."""
    if view.inspection.comments:
        yield problem("attachment-comments", Location(view.path), count=view.inspection.comments)


def check_changes(view: AttachmentView) -> Iterator[Diagnostic]:
    """There are no tracked changes (修订): what was deleted can still be read."""
    if view.inspection.changes:
        yield problem("attachment-changes", Location(view.path), count=view.inspection.changes)


def check_hidden(view: AttachmentView) -> Iterator[Diagnostic]:
    """There is no hidden text, row, column or sheet."""
    if view.inspection.hidden:
        yield problem("attachment-hidden", Location(view.path), count=view.inspection.hidden)


def check_readable(view: AttachmentView) -> Iterator[Diagnostic]:
    """A document could be looked into."""
    if view.inspection.failed:
        yield problem("attachment-unread", Location(view.path), reason=view.inspection.failed)
