"""Write the notice of a draft as notice.md, and the annexes of its plan."""

from __future__ import annotations

from collections.abc import Sequence

from gksite.importer.draft import Draft, Envelope
from gksite.importer.envelope.notices import has_own_page
from gksite.importer.writing.markdown_text import block
from gksite.model.notice import annex_name
from gksite.source.yaml_text import Entry, Value, document, filled

MOVED = ("signature", "addressees", "copies_to", "printed_by", "printed_on", "annotation")
"""Keys that a notice states instead of its plan."""


def has_notice(envelope: Envelope) -> bool:
    """Whether the document is issued by a notice of its own, with a text."""
    title = envelope.title or envelope.notice_title
    return bool(envelope.notice and has_own_page(title, envelope.notice_title))


def notice_text(envelope: Envelope) -> str:
    """Return the notice.md of a plan."""
    signed = not envelope.signs_plan
    front: dict[str, Value] = {
        "masthead": envelope.masthead,
        "document_number": envelope.document_number,
        "title": envelope.notice_title,
        "addressees": envelope.addressees,
        "signature": envelope.signature if signed else "",
        "date": envelope.written.isoformat() if envelope.written and signed else "",
        "annotation": envelope.annotation,
        "annexes": [title for title in envelope.attachments if title.strip()],
        "copies_to": envelope.copies_to,
        "printed_by": envelope.printed_by,
        "printed_on": envelope.printed_on.isoformat() if envelope.printed_on else "",
    }
    body = "\n\n".join(filter(None, (block(text) for text in envelope.notice)))
    return f"---\n{document(filled(front))}---\n{body}\n"


def annexes_of(draft: Draft) -> Sequence[Entry]:
    """Return the annexes of a plan: the lists that the document marks as annexes, or that it lists
    among them by their titles."""
    listed = {annex_name(title): title for title in draft.envelope.attachments if title.strip()}
    own = annex_name(draft.envelope.title or draft.envelope.notice_title)
    annexes: list[Entry] = []
    for task_list in draft.lists:
        name = annex_name(task_list.caption)
        if task_list.caption and name != own and (task_list.annex or name in listed):
            annexes.append({"title": task_list.caption, "list": task_list.id})
    order = {name: place for place, name in enumerate(listed)}
    return sorted(annexes, key=lambda annex: order.get(annex_name(str(annex["title"])), len(order)))
