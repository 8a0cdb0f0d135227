"""Lists of responsible units as printed, with roles: labels, brackets and role verbs."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from gksite.notation.characters import (
    CLOSING,
    OPENING,
    bracket_partners,
    character_after,
    character_before,
    close_up,
    han_only,
    without_invisible,
)
from gksite.notation.deadlines import parse_deadline
from gksite.notation.prefix_elision import restore_prefixes
from gksite.notation.unit_words import (
    LABEL,
    LabelKind,
    Role,
    continues_group,
    has_ending,
    has_strong_ending,
    is_group,
    is_same_as_above,
    is_two_units,
    is_unit_like,
    label_kind,
    split_closing,
    split_verb,
)

_BREAK_TAG = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)
_NOTHING = frozenset(("", "/", "／", "\\", "—", "——", "-", "--", "－", "–", "无"))
_SEPARATORS = "、，,；;。/／|"
_CONJUNCTION = re.compile("以及|及|和|与")
_LEADING_WORD = re.compile("(?:以及|及|和|与|由|会同(?!县))(?=.{2})")
_DATE_LIKE = re.compile(
    r"(?:[\d０-９]{1,4}|[一二三四五六七八九十]{1,3})[年月日]|年底|季度|半年|全年|工作日"
)
_SEVERAL = ("分别", "共同", "联合")
"""Adverbs of a verb in brackets that holds for all names before it: 区水务局、区林业局（分别牵头）."""
_LONGEST_ITEM = 200


class UnitName(msgspec.Struct, frozen=True):
    """A unit or group in a list: its role, the name as printed, and the name with an elided prefix
    restored.

    `printed` is without white space between Chinese characters. `name` is a candidate: a registry
    tries `printed` first.
    """

    role: Role
    printed: str
    name: str


class UnitReading(msgspec.Struct, frozen=True):
    """A list of units as printed and as read: every Chinese character of `printed` is in one of the
    other fields.

    Names keep the printed order, since rules depend on it. `open_ended` lists close with 等.
    `deadline` is a deadline printed among the units. `unread` pieces are not units; `words` are the
    labels, verbs and closing words that were understood.
    """

    printed: str
    names: tuple[UnitName, ...] = ()
    open_ended: bool = False
    deadline: str = ""
    unread: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    same: tuple[Role, ...] = ()
    """The roles whose units are those of the item above (同上); the word itself is unread."""


class _Entry:
    """A name while its role is still open."""

    def __init__(self, printed: str, follows: bool, clause: int) -> None:
        self.printed = printed
        self.follows = follows
        self.clause = clause
        self.role: Role | None = None


class _List:
    """The list as far as it has been read."""

    def __init__(self, role: Role) -> None:
        self.entries: list[_Entry] = []
        self.open: list[_Entry] = []
        self.label_role = role
        self.labelled = False
        self.open_ended = False
        self.deadlines: list[str] = []
        self.unread: list[str] = []
        self.words: list[str] = []
        self.same: list[Role] = []

    def begin(self, role: Role) -> None:
        """Begin a label: names that are still open get the role before it."""
        self.assign(self.label_role)
        self.label_role, self.labelled = role, True

    def assign(self, role: Role, clause: int | None = None) -> None:
        for entry in self.open:
            if entry.role is None and clause in (None, entry.clause):
                entry.role = role
        self.open = [entry for entry in self.open if entry.role is None]

    def apply_verb(self, role: Role, clause: int) -> None:
        """Give open names a verb's role; against a label, or for 配合, only those of its clause."""
        near = role == "cooperating" or (self.labelled and role != self.label_role)
        self.assign(role, clause if near else None)

    def reading(self, text: str) -> UnitReading:
        self.assign(self.label_role)
        if self.unread and not self.words:
            # Among pieces of prose, only those with the ending of a unit are units.
            self.unread += [
                entry.printed for entry in self.entries if not _is_certain(entry.printed)
            ]
            self.entries = [entry for entry in self.entries if _is_certain(entry.printed)]
        full = restore_prefixes(tuple((entry.printed, entry.follows) for entry in self.entries))
        names = tuple(
            UnitName(entry.role or self.label_role, entry.printed, name)
            for entry, name in zip(self.entries, full, strict=True)
        )
        return UnitReading(
            text,
            names,
            self.open_ended,
            "，".join(self.deadlines),
            tuple(self.unread),
            tuple(self.words),
            tuple(self.same),
        )


def read_list(text: str, role: Role) -> UnitReading:
    """Return the units that a list in simplified characters names, see `units.parse_units`."""
    if close_up(text) in _NOTHING:
        return UnitReading(text, words=("无",) if "无" in text else ())
    wording = _open_brackets(_BREAK_TAG.sub("\n", without_invisible(text)).strip())
    list_read = _List(role)
    clause = 0
    for label, content in _labelled_parts(wording):
        clause += 1
        if label:
            list_read.words.append(close_up(label[0]))
        kind: LabelKind | None = label_kind(label) if label else None
        if kind == "person" or kind == "deadline":
            kept = list_read.deadlines if kind == "deadline" else list_read.unread
            kept.extend(filter(None, (close_up(content).strip(_SEPARATORS),)))
            continue
        if kind:
            list_read.begin(kind)
        for item, follows in _items(content):
            clause += not follows
            _read_item(list_read, item, follows, clause)
    return list_read.reading(text)


def _open_brackets(text: str) -> str:
    """Return `text` with separators for each bracket that encloses a whole part: (…), 〔…〕(…)."""
    characters = list(text)
    end = -1
    for opening, closing in sorted(bracket_partners(text).items()):
        before, after = character_before(text, opening), character_after(text, closing + 1)
        if opening > end and (
            before in f"{_SEPARATORS}{CLOSING}" and after in f"{_SEPARATORS}{OPENING}"
        ):
            characters[opening] = characters[closing] = "；"
            end = closing
    return "".join(characters).strip(OPENING) if text[:1] in OPENING else "".join(characters)


def _labelled_parts(text: str) -> Iterator[tuple[re.Match[str] | None, str]]:
    """Yield each label with the text up to the next one; first the text before any label."""
    label: re.Match[str] | None = None
    position = 0
    for following in LABEL.finditer(text):
        yield label, text[position : following.start()]
        label, position = following, following.end()
    yield label, text[position:]


def _items(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces between separators outside brackets, and whether each follows a 、."""
    partners = bracket_partners(text)
    position, start, follows = 0, 0, False
    while position <= len(text):
        if position == len(text) or text[position] in _SEPARATORS:
            items = tuple(_words(text[start:position]))
            for number, item in enumerate(items):
                yield item, follows and number == 0
            follows = (follows or bool(items)) and text[position : position + 1] == "、"
            start = position + 1
        position = partners.get(position, position) + 1


def _words(piece: str) -> Iterator[str]:
    """Yield the units that only white space separates; white space inside a name is removed."""
    if len(piece) > 4 * _LONGEST_ITEM:
        yield close_up(piece)
        return
    current = ""
    for word in piece.split():
        if current and (
            is_two_units(close_up(current), word) or _is_deadline(word) or _is_deadline(current)
        ):
            yield close_up(current)
            current = word
        else:
            current = f"{current} {word}"
    if current.strip():
        yield close_up(current)


def _read_item(list_read: _List, item: str, follows: bool, clause: int) -> None:
    if _is_deadline(item):
        list_read.deadlines.append(item)
        return
    if item in _NOTHING:
        list_read.words.extend([item] if item == "无" else [])
        return
    if is_same_as_above(item):
        list_read.same.append(list_read.label_role)
    words: list[str] = []
    while leading := _LEADING_WORD.match(item):
        words.append(leading[0])
        item = item[leading.end() :]
    at = item.find("牵头")
    if 0 < at < len(item) - 2 and not split_verb(item)[1].startswith("牵头"):
        left, right = item[: at + 2], item[at + 2 :]
        if (
            not is_unit_like(item)
            and is_unit_like(left[:-2])
            and (has_ending(split_verb(right)[0]) or right.startswith("会同"))
        ):
            list_read.words.extend(words)
            _read_item(list_read, left, follows, clause)
            _read_item(list_read, right, False, clause)
            return
    if _read_names(list_read, item, follows, clause, words):
        return
    note = _note_start(item)
    if (
        note
        and _is_certain(item[:note])
        and _read_names(list_read, item[:note], follows, clause, words)
    ):
        list_read.unread.append(item[note:])
    else:
        list_read.unread.append("".join(words) + item)


def _note_start(item: str) -> int:
    """Return the index of the bracket that ends `item`, 0 where none does: 区水务局（…，下同）."""
    return next(
        (
            opening
            for opening, closing in bracket_partners(item).items()
            if closing == len(item) - 1
        ),
        0,
    )


def _read_names(list_read: _List, item: str, follows: bool, clause: int, words: list[str]) -> bool:
    """Whether `item` was read as names with their closing words; if not, nothing has changed."""
    if len(item) > _LONGEST_ITEM:
        return False
    rest, own_verb, own_role = _split_role_bracket(item)
    rest, verb, role = split_verb(rest)
    rest, closing = split_closing(rest)
    joins = (
        bool(list_read.entries) and follows and continues_group(list_read.entries[-1].printed, rest)
    )
    split = tuple(_split_conjunctions(rest)) if rest and not joins else ()
    closed = [split_closing(name) for name, _ in split]
    names = [name for name, _ in closed if name]
    if not all(map(is_unit_like, names)):
        return not (words or han_only(item) or item.strip(f"{OPENING}{CLOSING}：:∶.·"))
    if joins:
        list_read.entries[-1].printed += f"、{rest}"
    entries = [_Entry(name, follows or number > 0, clause) for number, name in enumerate(names)]
    closings = [closing, *(word for _, word in closed)]
    list_read.entries += entries
    list_read.open += entries
    list_read.words.extend(
        word
        for word in (*words, *(conjunction for _, conjunction in split), *closings, verb, own_verb)
        if word
    )
    list_read.open_ended |= any(closings)
    if own_role and names and not own_verb.startswith(_SEVERAL):
        list_read.entries[-1].role = own_role
    elif role or own_role:
        list_read.apply_verb(role or own_role or "responsible", clause)
    return True


def _split_role_bracket(item: str) -> tuple[str, str, Role | None]:
    """Split 区教育局（牵头） into the name, and the verb and role that a final bracket holds."""
    opening = max(item.rfind(character) for character in OPENING)
    if opening < 0 or item[-1] not in CLOSING:
        return item, "", None
    rest, verb, role = split_verb(item[opening + 1 : -1])
    return (item[:opening], verb, role) if verb and not rest else (item, "", None)


def _split_conjunctions(text: str) -> Iterator[tuple[str, str]]:
    """Yield the names that 及 or 和 joins, with that word; one inside a name stays."""
    partners = bracket_partners(text)
    enclosed = {index for opening, closing in partners.items() for index in range(opening, closing)}
    start, conjunction = 0, ""
    for match in _CONJUNCTION.finditer(text):
        left, right = text[start : match.start()], text[match.end() :]
        if (
            match.start() not in enclosed
            and (has_strong_ending(left) or is_group(left) or is_group(right))
            and _starts_unit(right)
        ):
            yield from _split_glued(left, conjunction)
            start, conjunction = match.end(), match[0]
    yield from _split_glued(text[start:], conjunction)


def _split_glued(text: str, conjunction: str) -> Iterator[tuple[str, str]]:
    """Yield the names that stand side by side without a separator, as lines of a cell do that were
    joined: 县水务局县住建局. Each opens with the same level."""
    start = 0
    level = text[:1]
    at = text.find(level, 2) if level in _LEVELS else -1
    while at > 0:
        left, right = text[start:at], text[at:]
        if (
            has_strong_ending(left)
            and has_strong_ending(right)
            and len(right) > 3
            and not left.endswith("总局")
            and not _BRANCH.search(right)
        ):
            yield left, conjunction
            start, conjunction = at, ""
        at = text.find(level, at + 1)
    yield text[start:], conjunction


_LEVELS = frozenset("省市县区")
_BRANCH = re.compile("(?:分局|支队|大队|中队|支行|分行|分公司)$")


def _starts_unit(text: str) -> bool:
    first = _CONJUNCTION.split(text)[0]
    if is_group(first) or is_group(text):
        return True
    elided = restore_prefixes((("市教育局", False), (text, True)))[1] != text
    return has_strong_ending(text) and (elided or text[0] in "省市县区州")


def _is_certain(name: str) -> bool:
    return has_ending(name) or is_group(name)


def _is_deadline(item: str) -> bool:
    """Whether `item` is a deadline among units; an unreadable date is no unit either."""
    if len(item) > 40 or has_strong_ending(item):
        return False
    kind = parse_deadline(item, None).kind
    if kind == "unread":
        return len(item) <= 24 and bool(_DATE_LIKE.match(item.strip()))
    return kind not in ("none", "as_scheduled")
