"""Count a source against the files written from it: where each piece is, and what is nowhere."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby, pairwise

import msgspec

from gksite.documents.blocks import Paragraph, Place, SourceDocument, Table
from gksite.importer.draft import Draft, LeftOut
from gksite.importer.envelope.metadata import FIELDS
from gksite.importer.envelope.signatures import parse_day
from gksite.importer.lines.lines import TABLE_MARKS, squeezed
from gksite.importer.writing.plan_files import Identity, plan_texts
from gksite.importer.writing.written_texts import NO_UNITS, Passage, read_back
from gksite.notation.characters import is_number
from gksite.notation.traditional import simplified

LEFT_OUT = "left_out"
"""The home of a text that stands in no file."""
_YEAR = 2000
"""For files of a draft without a year; a year is no text of the document."""
_MARKS = re.compile(r"[!\"'()*,\-./:;?\[\\\]_{}¡§«¶·»¿‐-‧‹-⁞∶⸀-⹿、-〃〈-【〔-〟〰〽゠・︐-﹫\s]+")
_CELLS = str.maketrans(dict.fromkeys(f"{TABLE_MARKS}\n", "、"))
_BLANK = re.compile(r"(?<=\d)\s+(?=\d)")
_SENTENCES = re.compile(r"(?<=[。；;！？\n])")
_DAY = re.compile(
    r"(?:(?:19|20)\d\d|[二一][〇○零O九八\d一二三四五六七]{3})[年\-/.]"
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})[月\-/.]"
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})日?(?:[T、]?\d{1,2}:\d{2}(?::\d{2})?)?"
)
_ANNEX_MARK = re.compile(r"附[件表]?\d{0,2}")
_LABELS = frozenset(
    {word for _, words in FIELDS for word in words.split("|")}
    | {"抄送", "抄报", "分送", "主送", "印发"}
)
_BULLETS = "●■◆★▪○"
_TEXTS = ("title", "notice_title", "notice", "addressees", "attachments")
"""Fields whose lines are texts, and no facts with labels."""


class Entry(msgspec.Struct, frozen=True):
    """A piece of the source with its homes: names of files and where in them, or why it is left
    out; `lost` is what has no home."""

    text: str
    place: Place
    homes: tuple[str, ...]
    lost: str = ""


def unaccounted(documents: Sequence[SourceDocument], draft: Draft) -> list[LeftOut]:
    """Return the pieces of the source that no file written from the draft holds, and that it does
    not list as left out.

    What is listed gives its letters back, lest one text takes the letters that another one was
    written with; so the rest is counted again, what has a known reason first, until nothing more
    is lost.
    """
    found: list[LeftOut] = []
    while lost := [piece for piece in _lost(documents, draft) if piece not in found]:
        new = [piece for piece in lost if piece.reason != "unaccounted"] or lost
        found += new
        draft = msgspec.structs.replace(draft, left_out=(*draft.left_out, *new))
    return found


def _lost(documents: Sequence[SourceDocument], draft: Draft) -> list[LeftOut]:
    known = {squeezed(title) for title in _titles(draft)}
    metadata = {line.place for line in draft.envelope_source}
    of_tasks = {place for task in draft.tasks for place in task.source}
    sheets = {(place, name) for name, place in _sheets(documents)}
    lost: list[LeftOut] = []
    for entry in ledger(documents, draft):
        if not entry.lost:
            continue
        if (entry.place, entry.text) in sheets:
            reason = "sheet-name"
        elif squeezed(entry.text) in known:
            reason = "repeated-head"
        elif entry.place in metadata:
            reason = "metadata"
        elif is_number(squeezed(entry.lost).strip(".、")) and entry.place in of_tasks:
            reason = "row-number"
        else:
            reason = "unaccounted"
        lost.append(LeftOut(entry.lost, entry.place, reason))
    return lost


def ledger(documents: Sequence[SourceDocument], draft: Draft) -> list[Entry]:
    """Return an entry for each paragraph and cell, by the files that would be written.

    White space, widths and punctuation are not compared; a text that stands twice in the source has
    to be written twice.
    """
    texts = plan_texts(draft, Identity("plan", "authority", draft.year or _YEAR), NO_UNITS)
    written = read_back(texts)
    facts = {line.place for line in draft.envelope_source if line.reason not in _TEXTS}

    def words_of(text: str, place: Place) -> list[str]:
        return _values(text, written.days) if place in facts else _words(text)

    listed = [(piece, words_of(piece.text, piece.place)) for piece in draft.left_out]
    stock = _Stock(written.passages, listed)
    pieces = list(_pieces(documents))
    clauses: list[_Clause] = []
    for number, (text, place) in enumerate(pieces):
        for sentence in enumerate(_SENTENCES.split(text)):
            words = words_of(sentence[1], place)
            clauses += [_Clause(number, sentence, word) for word in words]
    for clause in clauses:
        stock.find(clause, stock.listed.get((pieces[clause.piece][1], clause.text)))
    for own in _runs(clauses):
        stock.find_whole(own)
    for clause in clauses:
        stock.find(clause, stock.by_text.get(clause.text))
    rest = [clause for clause in clauses if not all(clause.found)]
    _find_parts(rest, _Parts(stock))
    return _entries(pieces, clauses, stock.passages)


def _runs(clauses: Sequence[_Clause]) -> Iterator[list[_Clause]]:
    """Yield the clauses of each piece together."""
    for _, own in groupby(clauses, key=lambda clause: clause.piece):
        yield list(own)


def _titles(draft: Draft) -> Iterator[str]:
    """Yield titles and heads, which documents print over and over."""
    yield from (draft.envelope.title, draft.envelope.notice_title)
    for section in draft.sections:
        yield from (section.title, section.number + section.title)
    for one in draft.lists:
        yield from (one.caption, *(head for column in one.columns for head in column.over))
        yield from (column.head for column in one.columns)


def _sheets(documents: Sequence[SourceDocument]) -> Iterator[tuple[str, Place]]:
    """Yield the names of sheets, which readers give to their tables as captions."""
    for document in documents:
        for block in document.blocks:
            if isinstance(block, Table) and block.place.detail.startswith(f"{block.caption}!"):
                yield block.caption, block.place


def _pieces(documents: Sequence[SourceDocument]) -> Iterator[tuple[str, Place]]:
    for document in documents:
        for block in document.blocks:
            if isinstance(block, Paragraph):
                yield f"{block.number}{block.text}", block.place
                continue
            yield block.caption, block.place
            yield from ((cell.text, cell.place) for cell in block.cells)


def _values(text: str, days: frozenset[date]) -> list[str]:
    """Return what stands between the marks of a line of facts, without labels, which keys stand
    for, and without those of `days` that it states, which files hold as dates; an hour beside a day
    is none of the document's text."""
    plain = _DAY.sub(lambda day: "、" if parse_day(day[0]) in days else day[0], _plain(text))
    return [word for word in _MARKS.split(plain) if word and not _is_label(word)]


def _plain(text: str) -> str:
    """Return a text for comparison: facts may be written in simplified characters; figures that a
    blank parts stay apart."""
    return simplified(squeezed(_BLANK.sub("、", text.translate(_CELLS))))


def _words(text: str) -> list[str]:
    """Return what stands between the marks of a text."""
    return [word for word in _MARKS.split(_plain(text)) if word]


class _Clause:
    """The letters of the source between two marks: which were found, and in which passages."""

    def __init__(self, piece: int, sentence: tuple[int, str], text: str) -> None:
        self.piece = piece
        self.sentence = sentence
        self.text = text
        self.found = [False] * len(text)
        self.homes: list[int] = []

    def put(self, home: int, start: int, end: int) -> None:
        """Note that the letters from `start` to `end` stand in the passage `home`."""
        self.found[start:end] = [True] * (end - start)
        if home not in self.homes[-1:]:
            self.homes.append(home)


class _Stock:
    """The clauses that were written or left out, each of which the source may use once."""

    def __init__(
        self, written: Sequence[Passage], listed: Sequence[tuple[LeftOut, list[str]]]
    ) -> None:
        self.passages = [
            *written, *(Passage(LEFT_OUT, piece.reason, piece.text) for piece, _ in listed)
        ]  # fmt: skip
        self.words: list[tuple[str, int]] = []
        self.used: list[bool] = []
        self.whole: dict[tuple[str, ...], deque[range]] = defaultdict(deque)
        self.by_text: dict[str, deque[int]] = defaultdict(deque)
        self.listed: dict[tuple[Place, str], deque[int]] = defaultdict(deque)
        for number, passage in enumerate(written):
            words = _words(passage.text)
            first = self._add(words, number)
            self.whole[tuple(words)].append(range(first, first + len(words)))
        for number, (piece, words) in enumerate(listed, len(written)):
            for at, word in enumerate(words, self._add(words, number)):
                self.listed[piece.place, word].append(at)
        self.used = [False] * len(self.words)

    def _add(self, words: Sequence[str], passage: int) -> int:
        """Add the words of a passage; return the position of the first."""
        first = len(self.words)
        self.words += [(word, passage) for word in words]
        for at, word in enumerate(words, first):
            self.by_text[word].append(at)
        return first

    def find_whole(self, clauses: Sequence[_Clause]) -> None:
        """Give the clauses of a piece the passage that holds them and nothing else."""
        candidates = self.whole.get(tuple(clause.text for clause in clauses))
        if candidates and not any(clause.homes for clause in clauses):
            for clause, word in zip(clauses, candidates.popleft(), strict=True):
                self._use(word, clause)

    def find(self, clause: _Clause, candidates: deque[int] | None) -> None:
        """Give a clause without a home the first candidate that was not used."""
        while candidates and not clause.homes:
            word = candidates.popleft()
            if not self.used[word]:
                self._use(word, clause)

    def _use(self, word: int, clause: _Clause) -> None:
        self.used[word] = True
        clause.put(self.words[word][1], 0, len(clause.text))

    def rest(self) -> Iterator[tuple[str, int]]:
        """Yield the clauses that were not used, with their passages."""
        yield from (word for word, used in zip(self.words, self.used, strict=True) if not used)


class _Parts:
    """The pairs of neighbouring letters in clauses that no clause of the source is equal to."""

    def __init__(self, stock: _Stock) -> None:
        self.by_text: dict[str, deque[int]] = defaultdict(deque)
        for word, number in stock.rest():
            for start in range(max(1, len(word) - 1)):
                self.by_text[word[start : start + 2]].append(number)

    def take(self, text: str) -> int | None:
        """Return the passage of a pair, or of a letter that stands alone, which is used then."""
        return numbers.popleft() if (numbers := self.by_text.get(text)) else None


def _find_parts(clauses: Sequence[_Clause], parts: _Parts) -> None:
    """Find clauses that were cut or joined on the way: by pairs of letters, then by pairs over
    their bounds, then single letters."""
    for clause in clauses:
        for start in range(len(clause.text) - 1):
            if (home := parts.take(clause.text[start : start + 2])) is not None:
                clause.put(home, start, start + 2)
    for left, right in pairwise(clauses):
        if left.found[-1] and right.found[0]:
            continue
        if (home := parts.take(left.text[-1] + right.text[0])) is not None:
            left.put(home, len(left.text) - 1, len(left.text))
            right.put(home, 0, 1)
    for clause in clauses:
        for at, letter in enumerate(clause.text):
            if not clause.found[at] and (home := parts.take(letter)) is not None:
                clause.put(home, at, at + 1)


def _entries(
    pieces: Sequence[tuple[str, Place]], clauses: Sequence[_Clause], passages: Sequence[Passage]
) -> list[Entry]:
    homes: dict[int, dict[str, None]] = defaultdict(dict)
    lost: dict[int, dict[int, str]] = defaultdict(dict)
    for clause in clauses:
        for number in clause.homes:
            passage = passages[number]
            homes[clause.piece][f"{passage.file} {passage.where}"] = None
        if any(not _is_label(part) for part in _lost_parts(clause)):
            lost[clause.piece] |= [clause.sentence]
    return [
        Entry(text, place, tuple(homes[number]), "".join(lost[number].values()).strip())
        for number, (text, place) in enumerate(pieces)
        if text.strip()
    ]


def _is_label(part: str) -> bool:
    """Whether a key of a file or the form of a page says what the letters say."""
    word = part.strip(_BULLETS)
    return word in _LABELS or _ANNEX_MARK.fullmatch(word) is not None


def _lost_parts(clause: _Clause) -> list[str]:
    marked = (
        letter if not found else " "
        for letter, found in zip(clause.text, clause.found, strict=True)
    )
    return "".join(marked).split()
