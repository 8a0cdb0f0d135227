"""Take the lines of an envelope that are recognised by their form from a document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from gksite.diagnostics import Diagnostic, problem
from gksite.importer.envelope import signatures
from gksite.importer.envelope.metadata import (
    FIELDS,
    field_of,
    is_lone_label,
    parse_metadata,
    table_metadata,
)
from gksite.importer.envelope.titles import is_plan_title
from gksite.importer.lines.lines import Item, Line, close_up_text, location
from gksite.notation.characters import is_number
from gksite.notation.document_number import parse_document_number
from gksite.notation.numbering import parse_numbering

_ATTACHMENTS = re.compile(r"附\s{0,4}件\s{0,2}[:：]\s{0,3}(?=\S)")
_ANNEX = re.compile(r"附\s{0,4}[件表]\s{0,2}[\d一二三四五六]{0,2}\s{0,2}[:：.]?")
_OF_METADATA = frozenset(name for name, _ in FIELDS)
_NUMBERED_ENTRY = re.compile(r"\s{0,6}(?:\d{1,2}[.．、])\s{0,3}")


class Reader:
    """A document while its envelope is read: the items taken so far, and the values in them."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.taken: dict[int, str] = {}
        self.left: dict[int, str] = {}
        self.values: dict[str, str] = {}
        self.days: dict[str, date] = {}
        self.annexes: list[int] = []
        self.attachments: list[str] = []
        self.problems: list[Diagnostic] = []
        self.remains: dict[int, Line] = {}

    def take(self, index: int, field: str, value: str = "") -> None:
        """Mark the item at `index` as read for `field`. The first value of a field counts."""
        self.taken[index] = field
        if value:
            self.values.setdefault(field, value)

    def add(self, index: int, field: str, value: str) -> None:
        """Mark the item at `index` as read for `field`, whose values all count."""
        self.taken[index] = field
        known = self.values.get(field, "")
        self.values[field] = f"{known}；{value}" if known and value not in known else known or value

    def free(self, index: int) -> Line | None:
        """Return the line at `index` if nothing was read from it yet, else None."""
        if not 0 <= index < len(self.items) or index in self.taken or index in self.left:
            return None
        item = self.remains.get(index, self.items[index])
        return item if isinstance(item, Line) else None


def take_attachments(reader: Reader) -> None:
    """Take lists of attachments (附件：1.… 2.…) and the marks that open an annex."""
    for index in range(len(reader.items)):
        line = reader.free(index)
        if not line:
            continue
        if _ANNEX.fullmatch(line.text):
            reader.left[index] = "annex-mark"
            reader.annexes.append(index)
        elif (
            (match := _ATTACHMENTS.match(line.text))
            and len(line.text) <= 200
            and "。" not in line.text[:-1]
        ):
            entries = [
                entry for entry in _NUMBERED_ENTRY.split(line.text[match.end() :]) if entry.strip()
            ]
            reader.take(index, "attachments")
            expected = len(entries) + 1
            while (following := reader.free(index + 1)) and (
                number := parse_numbering(following.text)
            ):
                if (
                    number.style != "arabic"
                    or number.value != expected
                    or len(following.text) > 80
                    or "。" in following.text
                ):
                    break
                entries.append(number.rest)
                index, expected = index + 1, expected + 1
                reader.take(index, "attachments")
            reader.attachments += [close_up_text(entry).rstrip("。;；") for entry in entries]


def take_metadata(reader: Reader) -> None:
    """Take labelled lines and tables; a label without a value takes the next line."""
    for index, item in enumerate(reader.items):
        if index in reader.taken:
            continue
        values = table_metadata(item) if not isinstance(item, Line) else parse_metadata(item.text)
        if not values and isinstance(item, Line):
            number, rest = signatures.number_in(item.text)
            behind = parse_metadata(rest) if number and rest else ()
            values = (("document_number", number), *behind) if behind else ()
        if not values and isinstance(item, Line) and _is_pair(reader, index):
            values = ((field_of(item.text), ""),)
        if not values:
            continue
        field, value = values[-1]
        following = reader.free(index + 1)
        if not value and following and _is_value(field, following.text):
            values = (*values[:-1], (field, following.text))
            reader.take(index + 1, field)
        reader.take(index, values[0][0])
        for name, text in values:
            _keep(reader, name, text, index)


def _is_pair(reader: Reader, index: int) -> bool:
    """Whether a line is a label without a colon whose value stands below, next to another such pair
    (or below it)."""
    texts = [line.text if (line := reader.free(index + step)) else "" for step in range(3)]
    if not (is_lone_label(texts[0]) and texts[1] and _is_value(field_of(texts[0]), texts[1])):
        return False
    above = reader.taken.get(index - 1, "")
    return is_lone_label(texts[2]) or above in _OF_METADATA


def _is_value(field: str, text: str) -> bool:
    """Whether a line can be the value of a label that stands alone on the line above; a count is
    of figures (点击量), and a document number is no value of another label."""
    if field == "aid":
        return is_number(text)
    if field != "document_number" and parse_document_number(text):
        return False
    return len(text) <= 80 and not (
        text.endswith((":", "："))
        or parse_metadata(text)
        or is_plan_title(text)
        or parse_numbering(text)
        or is_lone_label(text)
    )


def _keep(reader: Reader, field: str, value: str, index: int) -> None:
    if not value or value in ("无", "/", "—", "-"):
        return
    if field in ("written", "published"):
        if day := signatures.parse_day(value):
            reader.days.setdefault(f"metadata_{field}", day)
        elif signatures.is_damaged_day(value):
            place = reader.items[index].place
            reader.problems.append(problem("import-damaged-day", location(place), text=value))
    elif field == "document_number":
        _keep_number(reader, value, index)
    else:
        reader.values.setdefault(f"metadata_{field}", close_up_text(value))


def _keep_number(reader: Reader, printed: str, index: int) -> None:
    """Keep a document number; the first whole one counts. Report a damaged and a second one."""
    number = parse_document_number(printed)
    place = location(reader.items[index].place)
    if number is None:
        reader.problems.append(problem("import-damaged-number", place, text=printed))
    known = reader.values.get("document_number", "")
    first = parse_document_number(known)
    if not known or (first is None and number):
        reader.values["document_number"] = printed
    elif first and number and msgspec.structs.replace(number, printed=known) != first:
        reader.problems.append(problem("import-numbers-differ", place, first=known, other=printed))


def take_forms(reader: Reader, head: int) -> None:
    """Take numbers, red heads, dates with signatures, copies, printing, notes on disclosure."""
    last_number = max(
        (
            i
            for i, item in enumerate(reader.items)
            if isinstance(item, Line) and parse_numbering(item.text)
        ),
        default=0,
    )
    for index in range(len(reader.items)):
        line = reader.free(index)
        if not line:
            continue
        text = line.text
        if printed := signatures.printed_line(text):
            _take_printed(reader, index, printed)
        elif signatures.is_count_of_copies(text):
            reader.take(index, "copies_printed")
        elif signatures.is_copies(text):
            reader.add(index, "copies_to", close_up_text(re.split("[:：∶]", text, maxsplit=1)[1]))
        elif signatures.is_contact(text) and (index < head or index >= last_number):
            reader.add(index, "contact", close_up_text(text))
        elif disclosure := signatures.disclosure_of(text):
            reader.take(index, "annotation", text.strip())
            reader.values.setdefault("disclosure", disclosure)
        elif index < head or index >= last_number or signatures.date_line(text):
            _take_edge_form(reader, index, line, head)


def _take_printed(reader: Reader, index: int, printed: tuple[str, str, date]) -> None:
    copies, office, day = printed
    if copies:
        reader.values.setdefault(
            "copies_to", close_up_text(re.split("[:：∶]", copies, maxsplit=1)[1])
        )
    reader.take(index, "printed_by", "".join(office.split()))
    reader.days.setdefault("printed_on", day)
    before = reader.free(index - 1)
    if not office and before and signatures.is_organ(before.text):
        reader.take(index - 1, "printed_by", "".join(before.text.split()))


def _take_edge_form(reader: Reader, index: int, line: Line, head: int) -> None:
    """Take a form that counts only outside of the text's numbered items."""
    text = line.text
    if day := signatures.date_line(text):
        reader.take(index, "written")
        reader.days.setdefault("written", day)
        _take_signatures(reader, index - 1)
    elif signed := signatures.signed_line(text):
        reader.take(index, "issuer", signatures.offices_of(signed[0]))
        reader.days.setdefault("written", signed[1])
    elif day := signatures.day_in_digits(text):
        _take_day_in_digits(reader, index, day, head)
    elif signatures.is_damaged_day(text) and _is_signature(reader, index - 1):
        place = location(line.place)
        reader.problems.append(problem("import-damaged-day", place, text=text))
        _take_signatures(reader, index - 1)
    elif index >= head:
        return
    elif red := signatures.red_head(text):
        reader.take(index, "red_head", red)
        reader.values.setdefault("masthead", "".join(text.split()))
    elif signatures.is_damaged_number(text):
        reader.take(index, "document_number")
        _keep_number(reader, text, index)
    else:
        number, rest = signatures.number_in(text)
        if number and not parse_metadata(text):
            _keep_number(reader, number, index)
            if rest:
                reader.remains[index] = msgspec.structs.replace(line, text=rest)
            else:
                reader.take(index, "document_number")


def _take_day_in_digits(reader: Reader, index: int, day: date, head: int) -> None:
    """Take a line of a day in digits: that of signing below a signature, else, in the head, that of
    publication."""
    if _is_signature(reader, index - 1):
        reader.take(index, "written")
        reader.days.setdefault("written", day)
        _take_signatures(reader, index - 1)
    elif index < head:
        reader.take(index, "published")
        reader.days.setdefault("metadata_published", day)


def _is_signature(reader: Reader, index: int) -> bool:
    line = reader.free(index)
    return line is not None and signatures.is_organ(line.text)


def _take_signatures(reader: Reader, index: int) -> None:
    """Take the offices above a date, one per line; the end of a name continues the line above."""
    names: list[str] = []
    while (line := reader.free(index)) and len(names) < 6:
        is_start = bool(names) and signatures.is_end_of_name(names[0])
        if is_start and signatures.is_start_of_name(line.text):
            names[0] = "".join(line.text.split()) + names[0]
        elif signatures.is_organ(line.text):
            names.insert(0, signatures.offices_of(line.text))
        else:
            break
        reader.take(index, "issuer")
        index -= 1
    if names:
        reader.values.setdefault("issuer", "、".join(names))
