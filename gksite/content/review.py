"""The review gate (先审查、后公开): the reviewed content, the signatures, and the steps that are
missing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal
from unicodedata import normalize

import msgspec

from gksite.content.plan_sources import PlanSources
from gksite.diagnostics import Diagnostic
from gksite.schema.keys import KEYS
from gksite.source.stored_versions import LISTING_NAME
from gksite.source.yaml_tree import Node, plain
from gksite.values import Value

if TYPE_CHECKING:  # The schema takes a quarter of a second to load.
    from gksite.content.records import VersionRecord

REVIEWED_TEXTS = ("plan.md", "tasks.yaml", "notice.md")
"""The reviewed texts of a plan; its attachments are reviewed too. Progress comes later, and is
not."""

REVIEW_NAME = "review.yaml"

READINGS_NAME = "readings.json"
"""The name under which a version keeps how its plan was read (`content.readings`)."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_FILES = "files/"


class Signature(Value, frozen=True):
    """An entry of review.yaml: a step, the signer (never shown to the public), the day, and the
    digest of the signed content."""

    step: str
    by: str
    date: date
    digest: str
    result: Literal["approved", "returned"] = "approved"
    opinion: str = ""
    doubts: str = ""
    """The digest of the doubts of an import that the signer took on."""


class MigratedVersion(Value, frozen=True):
    """An entry of review.yaml that `gksite migrate` wrote: the digests of a version as it was
    signed and as it was written anew."""

    signed: str
    written: str


class Version(Value, frozen=True):
    """A version of a plan: the digest that was signed, that of its files alone, and the steps that
    were in force when the last one signed.

    `adopted` is the day on which it was taken over as public before there were signatures, or,
    `unsigned`, while the gate was off. `day` is that of its last signature, else `adopted`.
    `carried` is the digest that was signed where a migration wrote this one anew. Nobody may have
    signed two steps that are `separate`.
    """

    digest: str
    content: str
    steps: tuple[str, ...] = ()
    adopted: date | None = None
    day: date | None = None
    carried: str = ""
    separate: tuple[tuple[str, ...], ...] = ()
    unsigned: bool = False
    by: str = ""
    why: str = ""
    place: int = 0
    """How many signatures stand before it: for another version only those behind it count."""


class SignedFile(Value, frozen=True):
    """What a review.yaml holds, each kind in the order of the file."""

    signatures: tuple[Signature, ...] = ()
    migrated: tuple[MigratedVersion, ...] = ()
    versions: tuple[Version, ...] = ()


class Review(Value, frozen=True):
    """The state of a plan's review: the digest of the working copy as it would be signed ("" where
    it was not read), that of its files alone, what review.yaml holds, and the version that is
    public."""

    plan: str
    digest: str
    content: str = ""
    signed: SignedFile = SignedFile()
    public: Version | None = None

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """All signatures, in the order of the file."""
        return self.signed.signatures

    @property
    def is_edited(self) -> bool:
        """Whether the working copy has other files than the version that is public."""
        return self.public is not None and self.public.content != self.content

    def latest(self, step: str) -> Signature | None:
        """Return the last signature of a step under the working copy, or under the public version
        if that has the same files."""
        if self.public and not self.is_edited:
            own = {self.public.digest, self.public.carried} - {""}
            return _latest(self.signatures, step, own) or self.exactly(step)
        return self.exactly(step)

    def exactly(self, step: str) -> Signature | None:
        """Return the last signature of a step under the working copy as it would be signed.

        If that was signed once and another version since, it must be signed again.
        """
        other = self.public and self.public.digest != self.digest
        place = self.public.place if self.public and other else 0
        return _latest(self.signatures[place:], step, {self.digest})

    def missing(self, steps: Sequence[str]) -> tuple[str, ...]:
        """Return the steps that have not approved exactly the working copy; none when the review is
        complete."""
        return tuple(step for step in steps if not approves(self.latest(step)))

    def unsigned(self, steps: Sequence[str]) -> tuple[str, ...]:
        """Return the steps that have not approved the working copy exactly as it would be
        signed."""
        return tuple(step for step in steps if not approves(self.exactly(step)))


def _latest(
    signatures: Sequence[Signature], step: str, digests: Collection[str]
) -> Signature | None:
    return next((s for s in reversed(signatures) if s.step == step and s.digest in digests), None)


def approves(signature: Signature | None) -> bool:
    """Whether a signature is there and approves."""
    return signature is not None and signature.result == "approved"


def whole_versions(signed: SignedFile, steps: Sequence[str]) -> Iterator[Version]:
    """Yield the versions that were signed whole, or adopted, the last one first.

    A version of the time before there were entries for them is one that every step of config.yaml
    approves; where a migration wrote it anew, the new one stands in its place.
    """
    known = {version.digest for version in signed.versions}
    for version in reversed(signed.versions):
        if version.adopted:
            yield msgspec.structs.replace(version, day=version.adopted)
        elif version.steps and (own := _by_own_steps(signed, version)):
            yield own
    for digest in dict.fromkeys(signature.digest for signature in reversed(signed.signatures)):
        if digest in known:
            continue
        anew = [one.written for one in reversed(signed.migrated) if one.signed == digest]
        for written in anew:
            if day := _signed_whole(signed, {digest, written}, steps):
                yield Version(written, written, tuple(steps), day=day, carried=digest)
        if not anew and (day := _signed_whole(signed, {digest}, steps)):
            yield Version(digest, digest, tuple(steps), day=day)


def _by_own_steps(signed: SignedFile, version: Version) -> Version | None:
    """Return a version with the day on which its own steps had signed it; of one that a migration
    wrote, with the digest that they signed. None where it is not whole."""
    before = (one.signed for one in reversed(signed.migrated) if one.written == version.digest)
    for carried in ("", *before):
        digests = {version.digest, carried} - {""}
        if day := _signed_whole(signed, digests, version.steps):
            if any(signed_twice(signed.signatures, version.digest, version.separate)):
                return None
            return msgspec.structs.replace(version, day=day, carried=carried)
    return None


def _signed_whole(
    signed: SignedFile, digests: Collection[str], steps: Sequence[str]
) -> date | None:
    """Return the day of the last signature of a version (by the digests that name it) that each of
    the steps approves; None where one does not."""
    latest = [_latest(signed.signatures, step, digests) for step in steps]
    found = [signature for signature in latest if signature and approves(signature)]
    return max(s.date for s in found) if found and len(found) == len(latest) else None


class SignedTwice(msgspec.Struct, frozen=True):
    """Two steps of a version that one person signed, though they are for different people."""

    digest: str
    by: str
    steps: tuple[str, str]


def signed_twice(
    signatures: Sequence[Signature], digest: str, separate: Iterable[Sequence[str]]
) -> Iterator[SignedTwice]:
    """Yield each two steps of a version that are for different people and that one name approves.

    A name is the same whatever its blanks, its width and its case.
    """
    for group in separate:
        names: dict[str, str] = {}
        for step in group:
            signature = _latest(signatures, step, {digest})
            if signature and approves(signature):
                other = names.setdefault(name_key(signature.by), step)
                if other != step:
                    yield SignedTwice(digest, signature.by, (other, step))


def separate_from(step: str, separate: Iterable[Sequence[str]]) -> frozenset[str]:
    """Return the steps that other people sign than those who sign a step."""
    return frozenset(other for group in separate if step in group for other in group) - {step}


def name_key(name: str) -> str:
    """Return a name as it is compared: without blanks, of one width and case."""
    return "".join(normalize("NFKC", name).split()).casefold()


def reviewed_text(data: bytes) -> bytes:
    """Return a source text as it is reviewed: without a byte order mark, its lines ended by LF, so
    that no editor's habit reopens a gate."""
    return data.removeprefix(_BYTE_ORDER_MARK).replace(b"\r\n", b"\n")


def files_listing(folder: PlanSources) -> bytes:
    """Return the files of a plan that are reviewed: a line `sha256  name` for each of its texts and
    attachments, in the form of `sha256sum`."""
    digests = {
        name: hashlib.sha256(reviewed_text(folder.texts[name])).hexdigest()
        for name in REVIEWED_TEXTS
        if name in folder.texts
    }
    digests |= {
        f"{_FILES}{name}": attachment.digest.hex()
        for name, attachment in sorted(folder.attachments.items())
    }
    return "".join(f"{digest}  {name}\n" for name, digest in digests.items()).encode()


def files_digest(folder: PlanSources) -> str:
    """Return the SHA-256 of the listing of a plan's files, in hexadecimal."""
    return hashlib.sha256(files_listing(folder)).hexdigest()


class SignedContent(msgspec.Struct, frozen=True):
    """A plan as it is signed: its texts by file name, the reading, and the listing of them and of
    its attachments."""

    texts: dict[str, bytes]
    listing: bytes
    content: str

    @property
    def digest(self) -> str:
        """The SHA-256 of the listing, in hexadecimal, which a signature signs."""
        return hashlib.sha256(self.listing).hexdigest()

    @property
    def stored(self) -> dict[str, bytes]:
        """The files of the version's folder, by name."""
        return {**self.texts, LISTING_NAME: self.listing}


def signed_content(folder: PlanSources, readings: bytes = b"") -> SignedContent:
    """Return a plan as it is signed, with the reading of it, if there is one."""
    texts = {
        name: reviewed_text(folder.texts[name]) for name in REVIEWED_TEXTS if name in folder.texts
    }
    listing = files_listing(folder)
    content = hashlib.sha256(listing).hexdigest()
    if readings:
        texts[READINGS_NAME] = readings
        listing += f"{hashlib.sha256(readings).hexdigest()}  {READINGS_NAME}\n".encode()
    return SignedContent(texts, listing, content)


_LISTED = re.compile(r"([0-9a-f]{64})  (\S.*)")


def parse_listing(data: bytes) -> dict[str, str] | None:
    """Return name → SHA-256 of a version's listing, or None where a line is not of its form."""
    text = data.decode("utf-8", "replace")
    lines = [_LISTED.fullmatch(line) for line in text.split("\n")[:-1]]
    if not text.endswith("\n") or not all(lines):
        return None
    return {line[2]: line[1] for line in lines if line}


def attachment_changes(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield in Chinese and in English each attachment that is new, gone or another between two
    listings (name → SHA-256)."""
    for name in sorted({*old, *new}):
        if name.startswith(_FILES) and old.get(name) != new.get(name):
            file = name.removeprefix(_FILES)
            zh, en = (
                ("新增", "added") if name not in old
                else ("删去", "removed") if name not in new
                else ("换了", "replaced")
            )  # fmt: skip
            yield f"{zh}附件 {file}", f"{en} attachment {file}"


def content_of(listing: bytes) -> str:
    """Return the digest of the files alone, without the reading, of a version's listing."""
    lines = listing.splitlines(keepends=True)
    files = b"".join(line for line in lines if not line.endswith(f"  {READINGS_NAME}\n".encode()))
    return hashlib.sha256(files).hexdigest()


def unadjusted_digest(folder: PlanSources) -> str:
    """Return the digest of the plan as it would be signed without the adjustments of its tasks:
    every other byte of its texts counts, and every other value is the same. "" where the tasks
    cannot be read."""
    # A build without a migrated version must not load the parser.
    from gksite.source.yaml import parse_yaml
    from gksite.source.yaml_spans import without_keys

    name = "tasks.yaml"
    try:
        text = reviewed_text(folder.texts.get(name, b"")).decode("utf-8")
    except UnicodeDecodeError:
        return ""
    tasks, problems = parse_yaml(text, name)
    if problems:
        return ""
    spellings = {"adjustments", *(word for word, key in KEYS.items() if key == "adjustments")}
    unadjusted = without_keys(text, spellings)
    before, problems = parse_yaml(unadjusted, name)
    if problems or _values(tasks, spellings) != _values(before, spellings):
        return ""
    texts = {**folder.texts, name: unadjusted.encode("utf-8")}
    return files_digest(msgspec.structs.replace(folder, texts=texts))


def _values(tasks: Node | None, but: Collection[str]) -> object:
    """Return the values of tasks.yaml, without those of its entries at these keys."""
    values = plain(tasks) if tasks else None
    if not isinstance(values, list):
        return values
    return [
        {key: value for key, value in item.items() if key not in but}
        if isinstance(item, dict)
        else item
        for item in values
    ]


def _version(record: VersionRecord, place: int) -> Version:
    return Version(
        record.digest,
        record.content,
        tuple(record.steps),
        record.adopted,
        separate=tuple(map(tuple, record.separate)),
        unsigned=record.unsigned,
        by=record.by or "",
        why=record.why or "",
        place=place,
    )


def parse_signatures(texts: Mapping[str, str]) -> tuple[SignedFile, list[Diagnostic]]:
    """Return what review.yaml (path → text; at most one) holds."""
    from gksite.content.records import SignatureRecord
    from gksite.schema.validate import parse_records

    signatures: list[Signature] = []
    migrated: list[MigratedVersion] = []
    versions: list[Version] = []
    problems: list[Diagnostic] = []
    for path, text in texts.items():
        records, new_problems = parse_records(SignatureRecord, text, path)
        problems += new_problems
        for r, _ in records:
            if r.migrated:
                migrated.append(MigratedVersion(r.migrated.from_, r.migrated.to))
            if r.version:
                versions.append(_version(r.version, len(signatures)))
            if r.step and r.by and r.date and r.digest:
                said = r.opinion or "", r.doubts or ""
                signature = Signature(r.step, r.by, r.date, r.digest, r.result, *said)
                signatures.append(signature)
    return SignedFile(tuple(signatures), tuple(migrated), tuple(versions)), problems
