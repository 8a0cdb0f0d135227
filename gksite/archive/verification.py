"""Verify that a snapshot is as it was made: every byte of its file, every record in it, its
signature and its place in the chain.

Each step trusts only what the steps before it found sound; the first fault is named first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from gksite.archive import package_texts as texts
from gksite.archive.container import (
    Container,
    Digests,
    digests_of,
    has_sm3,
    open_container,
    printable,
)
from gksite.archive.file_bundle import BrokenBundle, read_bundle
from gksite.archive.form_check import find_odd_form
from gksite.archive.signing import Check, check_signature, fingerprint
from gksite.archive.web_archive import (
    BrokenRecord,
    Record,
    index_lines,
    is_sound,
    path_of,
    read_web_archive,
)
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.output.refusal import Refused

_FIRST = (
    "snapshot-unsafe",
    "snapshot-member-missing",
    "snapshot-member-renamed",
    "snapshot-member-added",
)
_UNLISTED = (texts.PACKAGE_PATH, texts.PACKAGE_DIGEST_PATH)


class Verdict(msgspec.Struct, frozen=True):
    """The result. Without problems, the snapshot is as it was made, and `signature` says what that
    is worth against somebody who makes it anew. `sm3` is false if SM3SUMS could not be checked;
    `missing_previous` names the previous snapshot if its file is not at hand."""

    problems: tuple[Diagnostic, ...]
    sha256: str = ""
    build: texts.Build | None = None
    signature: Check = "unsigned"
    signed_by: str = ""
    sm3: bool = True
    missing_previous: str = ""
    members: int = 0
    records: int = 0


def verify_snapshot(path: Path, key: Path | None = None, previous: Path | None = None) -> Verdict:
    """Verify the file at `path`: alone; with the public key at `key`; with the previous snapshot,
    at `previous` or in the same folder.

    A file that would be dangerous to unpack, or that is no snapshot, gets a verdict like any other.
    Raises Refused for an unusable key.
    """
    try:
        with open_container(path) as container:
            return _Verifier(container, path, key, previous).verdict()
    except Refused as refusal:
        if refusal.diagnostic.code == "snapshot-key":
            raise
        return Verdict((refusal.diagnostic,))


class _Verifier:
    """The verification of an open container."""

    def __init__(
        self, container: Container, path: Path, key: Path | None, previous: Path | None
    ) -> None:
        self._container = container
        self._path = path
        self._key = key
        self._previous = previous
        self._problems: list[Diagnostic] = []
        self._records = 0
        self._found: dict[str, Digests] = {}
        self._sound: set[str] = set()

    def verdict(self) -> Verdict:
        """Take the steps in order."""
        self._digest_members()
        signature, check = self._check_package()
        self._compare_members(self._expected())
        self._check_sums()
        self._check_form()
        build = self._build()
        if build is not None:
            self._check_web_archive(build)
            self._check_sources()
        missing = self._check_chain(build)
        # Missing and renamed members come first: other problems may follow from them.
        problems = sorted(
            dict.fromkeys(self._problems),
            key=lambda problem: (
                _FIRST.index(problem.code) if problem.code in _FIRST else len(_FIRST)
            ),
        )
        return Verdict(
            tuple(problems),
            self._whole(),
            build,
            check,
            fingerprint(signature),
            texts.SM3_PATH not in self._container.members or has_sm3(),
            missing,
            len(self._found),
            self._records,
        )

    def _tell(self, code: str, **arguments: object) -> None:
        arguments = {name: printable(str(value)) for name, value in arguments.items()}
        self._problems.append(problem(code, Location(self._path.as_posix()), **arguments))

    def _expected(self) -> dict[str, str]:
        """Return member → SHA-256 by datapackage.json, or by SHA256SUMS if that is not sound."""
        package = texts.parse_record(self._container.read(texts.PACKAGE_PATH), texts.Package)
        if package and texts.PACKAGE_PATH in self._sound:
            return {
                resource.path: resource.hash.removeprefix("sha256:")
                for resource in package.resources
            }
        sums = self._container.read(texts.SHA256_PATH)
        own = {
            name: self._found[name].sha256
            for name in (texts.SHA256_PATH, texts.SM3_PATH)
            if name in self._found
        }
        return texts.parse_sums(sums) | own if sums else {}

    def _digest_members(self) -> None:
        for name in self._container.members:
            with self._container.open(name) as stream:
                self._found[name] = digests_of(stream)

    def _compare_members(self, expected: Mapping[str, str]) -> None:
        """Report every member that is missing, renamed, added or changed."""
        missing = [name for name in (*expected, *_UNLISTED) if name not in self._found]
        added = [name for name in self._found if name not in expected and name not in _UNLISTED]
        if not expected:
            # Neither list can be read: report only the members that hold the lists.
            missing, added = (
                [name for name in (*_UNLISTED, texts.SHA256_PATH) if name not in self._found],
                [],
            )
        for name in list(missing):
            same = next(
                (other for other in added if self._found[other].sha256 == expected.get(name)), ""
            )
            if same:
                self._tell("snapshot-member-renamed", member=same, was=name)
                missing.remove(name)
                added.remove(same)
        for name in missing:
            self._tell("snapshot-member-missing", member=name)
        for name in added:
            self._tell("snapshot-member-added", member=name)
        for name, sha256 in expected.items():
            if name in self._found and self._found[name].sha256 == sha256:
                self._sound.add(name)
            elif name in self._found:
                self._tell_changed(name)

    def _tell_changed(self, name: str) -> None:
        """Report a changed member; for web archive and sources, also which items changed."""
        self._tell("snapshot-member-changed", member=name)
        if name == texts.WARC_PATH:
            for item in self._broken_records():
                self._tell("snapshot-item-changed", member=name, item=item)
        elif name == texts.SOURCES_PATH:
            for item in self._broken_sources():
                self._tell("snapshot-item-changed", member=name, item=item)

    def _check_package(self) -> tuple[texts.Signature | None, Check]:
        """Check the digest of datapackage.json, the digest's form, and the signature."""
        data, own = (self._container.read(name) for name in _UNLISTED)
        stated = texts.parse_record(own, texts.PackageDigest)
        if not all(name in self._found for name in _UNLISTED):
            return None, "unsigned"
        sha256 = self._found[texts.PACKAGE_PATH].sha256
        if (
            stated is None
            or texts.package_digest_text(stated.hash.removeprefix("sha256:"), stated.signature)
            != own
        ):
            self._tell("snapshot-member-changed", member=texts.PACKAGE_DIGEST_PATH)
            stated = stated if stated and stated.hash == f"sha256:{sha256}" else None
        elif stated.hash != f"sha256:{sha256}":
            # One of the two is wrong. After an accident the zip's own checksums tell which.
            self._tell(
                "snapshot-member-changed",
                member=next(filter(self._has_wrong_crc, _UNLISTED), texts.PACKAGE_PATH),
            )
            return stated.signature, "not-checked" if stated.signature else "unsigned"
        else:
            self._sound.update(_UNLISTED)
        signature = stated.signature if stated else None
        check = check_signature(data, signature, self._key)
        if check == "wrong" and self._has_wrong_crc(texts.PACKAGE_DIGEST_PATH):
            self._tell("snapshot-member-changed", member=texts.PACKAGE_DIGEST_PATH)
        if check in ("wrong", "by-another-key") or (check == "unsigned" and self._key):
            self._tell("snapshot-signature", **_SIGNATURE[check])
        return signature, check

    def _has_wrong_crc(self, name: str) -> bool:
        return self._container.members[name].crc != self._found[name].crc

    def _check_sums(self) -> None:
        """Check SHA256SUMS and SM3SUMS against all members but themselves and the package."""
        listed = [
            name
            for name in self._found
            if name not in (*_UNLISTED, texts.SHA256_PATH, texts.SM3_PATH)
        ]
        if texts.SHA256_PATH in self._sound and not self._problems:
            expected = texts.sums_text({name: self._found[name].sha256 for name in listed})
            if self._container.read(texts.SHA256_PATH) != expected:
                self._tell("snapshot-member-changed", member=texts.SHA256_PATH)
        if texts.SM3_PATH in self._sound and has_sm3() and not self._problems:
            expected = texts.sums_text({name: self._found[name].sm3 for name in listed})
            if self._container.read(texts.SM3_PATH) != expected:
                self._tell("snapshot-member-changed", member=texts.SM3_PATH)

    def _check_form(self) -> None:
        """Check that the bytes between and behind the members are those that gksite writes."""
        names = find_odd_form(self._container, self._found, self._sound, whole=not self._problems)
        for name in names:
            self._tell("snapshot-form", member=name)

    def _build(self) -> texts.Build | None:
        build = texts.parse_record(self._container.read(texts.BUILD_PATH), texts.Build)
        if build is None:
            if texts.BUILD_PATH in self._sound:
                self._tell("snapshot-member-changed", member=texts.BUILD_PATH)
            elif not self._problems:
                self._tell("snapshot-member-missing", member=texts.BUILD_PATH)
            return None
        if build.format > texts.FORMAT:
            self._tell("snapshot-newer", format=build.format)
            return None
        return build

    def _check_web_archive(self, build: texts.Build) -> None:
        """Check that every record has the digest in its head and an address of the site, and that
        the index leads to each of them."""
        if texts.WARC_PATH not in self._sound:
            return
        records: list[Record] = []
        for item in self._broken_records(records, build.base_url):
            self._tell("snapshot-item-changed", member=texts.WARC_PATH, item=item)
        self._records = len(records)
        if texts.INDEX_PATH not in self._sound or self._problems:
            return
        try:
            expected = index_lines(records, datetime.fromisoformat(build.at))
        except ValueError:
            expected = b""
        if expected != (index := self._container.read(texts.INDEX_PATH)):
            lines = zip(expected.split(b"\n"), index.split(b"\n"), strict=False)
            wrong = next((mine or other for mine, other in lines if mine != other), b"").decode(
                "utf-8", "replace"
            )
            self._tell("snapshot-index", item=wrong.partition(" ")[0] or texts.INDEX_PATH)

    def _broken_records(self, records: list[Record] | None = None, base: str = "") -> Iterator[str]:
        """Yield the addresses of records that are not as their heads say, up to the first that
        cannot be read. All readable ones are added to `records`."""
        try:
            with self._container.open(texts.WARC_PATH) as stream:
                for record in read_web_archive(stream):
                    if records is not None:
                        records.append(record)
                    if not is_sound(record) or (
                        record.kind != "warcinfo" and not path_of(base, record.url)
                    ):
                        yield record.url
        except BrokenRecord as error:
            yield error.url or f"+{error.offset}"

    def _check_sources(self) -> None:
        """Check that every source has the digest in sources/SHA256SUMS."""
        if {texts.SOURCES_PATH, texts.SOURCE_SUMS_PATH} <= self._sound:
            for item in self._broken_sources():
                self._tell("snapshot-item-changed", member=texts.SOURCES_PATH, item=item)

    def _broken_sources(self) -> Iterator[str]:
        stated = texts.parse_sums(self._container.read(texts.SOURCE_SUMS_PATH))
        try:
            with self._container.open(texts.SOURCES_PATH) as stream:
                for source in read_bundle(stream, self._path.as_posix()):
                    if stated.pop(source.path, "") != source.sha256:
                        yield source.path
            yield from stated
        except BrokenBundle as error:
            yield error.path or texts.SOURCES_PATH
        except Refused as refusal:
            self._problems.append(refusal.diagnostic)

    def _check_chain(self, build: texts.Build | None) -> str:
        """Check the previous snapshot by its digest. Return its name if its file is not at hand."""
        if build is None or build.previous is None:
            return ""
        usual = self._path.parent / f"{Path(build.previous.name).name}.wacz"
        place = self._previous or usual
        try:
            with place.open("rb") as stream:
                sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            return build.previous.name
        if sha256 != build.previous.sha256:
            self._tell("snapshot-chain", previous=place.as_posix(), name=build.previous.name)
        return ""

    def _whole(self) -> str:
        with self._path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()


_SIGNATURE: dict[Check, dict[str, str]] = {
    "wrong": {"reason": "the signature is not one of these bytes", "reason_zh": "签名与内容不符"},
    "by-another-key": {"reason": "it is signed by another key", "reason_zh": "是用另一把密钥签的"},
    "unsigned": {"reason": "it is not signed", "reason_zh": "没有签名"},
}
