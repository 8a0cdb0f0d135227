"""The parts of the whole document around a plan's text: the notice that issues it, its annexes,
its attachments."""

from __future__ import annotations

from collections.abc import Sequence

from gksite.model.columns import TaskList
from gksite.model.entities import AttachedFile, Plan
from gksite.model.notice import Annex, has_number
from gksite.pages import addresses
from gksite.pages.kinds.text_blocks import BodyBlock, text_blocks
from gksite.pages.parts import Day, Link
from gksite.pages.view import View
from gksite.source.links import file_address
from gksite.values import Value

ANNEXES_ANCHOR = "annexes"


def notice_part(view: View, plan: Plan) -> NoticePart | None:
    """Return the notice that issues a plan, None where there is none."""
    notice = plan.notice
    if notice is None:
        return None
    words = view.words
    return NoticePart(
        masthead=notice.masthead,
        document_number=notice.document_number,
        title=notice.title,
        title_html=view.title_breaks.html(notice.title),
        addressees=notice.addressees,
        blocks=text_blocks(notice.body, "notice", is_official=True),
        annexes=_numbered(notice.annexes),
        signature=notice.signature,
        day=words.day(notice.day) if notice.day else None,
        annotation=notice.annotation,
        copies_to=notice.copies_to,
        printed_by=notice.printed_by,
        printed_on=words.day(notice.printed_on) if notice.printed_on else None,
        is_first=plan.order == "as_printed",
    )


def _numbered(titles: Sequence[str]) -> tuple[str, ...]:
    """Return the titles of annexes as a document lists them: numbered where there are several, and
    the source has no numbers of its own."""
    if len(titles) < 2 or any(map(has_number, titles)):
        return tuple(titles)
    return tuple(f"{number}. {title}" for number, title in enumerate(titles, 1))


def signed_on(view: View, plan: Plan) -> Day | None:
    """Return the day below the text of a plan. A plan that a notice issues bears one only with a
    signature of its own: its day stands below the notice."""
    stands = plan.written and (plan.signature or not (plan.notice and plan.notice.day))
    return view.words.day(plan.written) if plan.written and stands else None


def annex_label(view: View, plan: Plan, annex: Annex) -> str:
    """Return the word above an annex: 附件, with its number where there are several."""
    if len(plan.annexes) == 1:
        return view.words["annex.only"]
    return view.words.say("annex.numbered", number=plan.annexes.index(annex) + 1)


def annex_of(plan: Plan, task_list: TaskList) -> Annex | None:
    """Return the annex that a task list is, or None."""
    return next((annex for annex in plan.annexes if annex.list == task_list.id), None)


def ordered_lists(plan: Plan) -> tuple[TaskList, ...]:
    """Return the task lists in the order of the document: those of the plan's own text, then the
    annexes."""
    lists = {one.id: one for one in plan.lists}
    annexes = [annex.list for annex in plan.annexes if annex.list in lists]
    return (
        *(one for one in plan.lists if one.id not in annexes),
        *(lists[id] for id in annexes),
    )


def annex_lines(view: View, plan: Plan) -> tuple[AnnexLine, ...]:
    """Return the annexes of a plan in the order of the document."""
    files = {file.path: file for file in plan.attachments}
    lines = []
    for annex in plan.annexes:
        label = annex_label(view, plan, annex)
        if annex.list:
            count = sum(task.list == annex.list for task in plan.whole_tasks)
            anchor = f"{addresses.table_path(plan.id)}#{annex_anchor(annex)}" if count else ""
            note = view.words.say("count.tasks", count=count)
            lines.append(AnnexLine(label, Link(annex.title, anchor, note), list=annex.list))
        elif annex.file in files:
            line = attachment_line(view, plan, files[annex.file])
            note = view.words["clause.separator"].join(filter(None, (line.format, line.size)))
            lines.append(AnnexLine(label, Link(annex.title, line.link.path, note)))
    return tuple(lines)


def annex_anchor(annex: Annex) -> str:
    """Return the id of the table of an annex on the page of its plan's tables."""
    return f"annex-{annex.list}"


def attachment_lines(view: View, plan: Plan) -> tuple[AttachmentLine, ...]:
    """Return the attachments of a plan."""
    return tuple(attachment_line(view, plan, file) for file in plan.attachments)


def attachment_line(view: View, plan: Plan, file: AttachedFile) -> AttachmentLine:
    """Return an attachment of a plan."""
    return AttachmentLine(
        Link(file.title, file_address(f"plans/{plan.id}/{file.path}")),
        view.words.size(file.size),
        file.path.rpartition(".")[2].upper() if "." in file.path else "",
        file.sha256,
    )


class NoticePart(Value, frozen=True):
    """The notice that issues a plan, as printed; `annexes` are the lines of its list of annexes,
    `is_first` says that it stands before the plan. `title_html` is its title with `<wbr>` where it
    may break."""

    masthead: str
    document_number: str
    title: str
    title_html: str
    addressees: str
    blocks: tuple[BodyBlock, ...]
    annexes: tuple[str, ...]
    signature: str
    day: Day | None
    annotation: str
    copies_to: str
    """Copies and print line stand at the end of the whole document."""
    printed_by: str
    printed_on: Day | None
    is_first: bool


class AnnexLine(Value, frozen=True):
    """An annex: its word (附件1), and its title, linked to its table or file; the note of the link
    is the number of its tasks, or format and size. `list` is the id of its task list."""

    label: str
    link: Link
    list: str = ""


class AttachmentLine(Value, frozen=True):
    """An attachment: link, size as people read it, format in capitals, SHA-256."""

    link: Link
    size: str
    format: str
    sha256: str
