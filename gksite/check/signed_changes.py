"""What a signature of a working copy would change in what is public, in words: texts, decisions,
attachments, the reading."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping

import msgspec

from gksite.catalogue import Language
from gksite.check.signing import Reviewed
from gksite.content.plan_sources import PlanSources, Surroundings
from gksite.content.plans import build_plan
from gksite.content.reading_differences import differences
from gksite.content.reading_words import difference_words
from gksite.content.readings import readings_of
from gksite.content.readings_file import read_readings
from gksite.content.review import (
    READINGS_NAME,
    Review,
    attachment_changes,
    content_of,
    parse_listing,
)
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.exports.words import decision_text
from gksite.importer.writing.plan_facts import NO_UNITS, facts_of
from gksite.importer.writing.told_changes import told_changes
from gksite.model.entities import Plan
from gksite.source.stored_versions import LISTING_NAME, VersionStore, version_folder
from gksite.source.text import decode

Line = tuple[str, str]
"""A line in Chinese and in English."""

_ATTACHED = "files/"


class Changes(msgspec.Struct, frozen=True):
    """A working copy held against a version: the digest of that ("" where nobody has signed the
    plan), the changes in words, those of the reading, the files that differ, and what of the
    version is missing or not as it was signed."""

    against: str = ""
    told: tuple[Line, ...] = ()
    readings: tuple[Line, ...] = ()
    files: tuple[str, ...] = ()
    damage: tuple[Diagnostic, ...] = ()


class SignedTexts(msgspec.Struct, frozen=True):
    """The files of a version by name, those that are as they were signed; the SHA-256 of each that
    was signed; and the damage."""

    texts: dict[str, bytes]
    listed: dict[str, str]
    damage: tuple[Diagnostic, ...] = ()


def last_signed(review: Review) -> str:
    """Return the digest of what a working copy is held against: the version that is public, else
    what was signed last, else ""."""
    if review.public:
        return review.public.digest
    return next((one.digest for one in reversed(review.signatures)), "")


def signed_texts(store: VersionStore, plan: str, digest: str) -> SignedTexts:
    """Return the texts of a version, each verified by its listing."""
    place = version_folder(plan, digest)
    stored = store.read(plan, digest)
    listing = stored.files.get(LISTING_NAME, b"")
    listed = parse_listing(listing) or {}
    if not listed or hashlib.sha256(listing).hexdigest() != digest:
        fault = _damaged(plan, f"{place}/{LISTING_NAME}", is_there=bool(listing))
        return SignedTexts({}, {}, (*stored.problems, fault))
    texts = {
        name: stored.files[name]
        for name, sha256 in listed.items()
        if hashlib.sha256(stored.files.get(name, b"")).hexdigest() == sha256
    }
    damage = tuple(
        _damaged(plan, f"{place}/{name}", is_there=name in stored.files)
        for name in listed
        if name not in texts and not name.startswith(_ATTACHED)
    )
    return SignedTexts(texts, listed, (*stored.problems, *damage))


def _damaged(plan: str, path: str, *, is_there: bool) -> Diagnostic:
    code = "version-file-changed" if is_there else "version-file-missing"
    return problem(code, Location(path), plan=plan, name=path.rpartition("/")[2])


def changes_of(own: Reviewed, id: str) -> Changes:
    """Return what differs between a working copy and the version that is public, or else what was
    signed of it last."""
    digest = last_signed(own.review(id))
    if not digest:
        return Changes()
    before = signed_texts(own.store, id, digest)
    content = own.content(id)
    now = parse_listing(content.listing) or {}
    names = sorted({*before.listed, *now} - {READINGS_NAME})
    files = tuple(name for name in names if before.listed.get(name) != now.get(name))
    if before.damage or not before.listed:
        return Changes(digest, damage=before.damage, files=files if before.listed else ())
    old, new = _decoded(before.texts), _decoded(content.texts)
    told = (*_texts(old, new), *_decisions(old, new), *attachment_changes(before.listed, now))
    return Changes(digest, told, tuple(_readings(own, id, before.texts)), files)


def _decoded(texts: Mapping[str, bytes]) -> dict[str, str]:
    return {name: decode(data, name)[0] for name, data in texts.items() if name != READINGS_NAME}


def _texts(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Line]:
    before, after = facts_of(old), facts_of(new)
    if before and after:
        yield from (change.sentence for change in told_changes(before, after))


def _decisions(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Line]:
    """Yield the corrections and adjustments that came, and those that are gone."""
    before, after = (Counter(_decided(texts)) for texts in (old, new))
    for line in after - before:
        yield f"新增{line[0]}", f"added {line[1]}"
    for line in before - after:
        yield f"删去{line[0]}", f"removed {line[1]}"


def _decided(texts: Mapping[str, str]) -> Iterator[Line]:
    plan = _plan(texts)
    for one in plan.corrections if plan else ():
        why = f"（{one.why}）" if one.why else ""
        yield f"更正 {one.date}：{one.what}{why}", f"correction of {one.date}: {one.what}{why}"
    for task in plan.tasks if plan else ():
        titles = {target.id: target.text or target.id for target in task.targets}
        for item in task.adjustments:
            said = decision_text(
                withdrawn=item.withdrawn,
                target=titles.get(item.target, item.target),
                deadline=item.deadline.raw if item.deadline else "",
                units=item.units_printed,
                text=item.text,
                what=item.what,
            )
            notes = "，".join(filter(None, (item.approved_by, item.why)))
            said += f"（{notes}）" if notes else ""
            zh, en = f"任务 {task.id} 的调整", f"adjustment of task {task.id}"
            yield f"{zh} {item.date}：{said}", f"{en}, {item.date}: {said}"


def _plan(texts: Mapping[str, str]) -> Plan | None:
    plain = {
        name: text.removeprefix("\ufeff").replace("\r\n", "\n") for name, text in texts.items()
    }
    return build_plan(PlanSources("plan", "", {}, {}), plain, Surroundings(NO_UNITS, None))[0]


def _readings(own: Reviewed, id: str, texts: Mapping[str, bytes]) -> Iterator[Line]:
    """Yield where the working copy reads otherwise than the version did."""
    plan = own.plans.get(id)
    stored = (
        read_readings(texts[READINGS_NAME], READINGS_NAME)[0] if READINGS_NAME in texts else None
    )
    if plan is None or stored is None or own.assembled.model is None:
        return
    registry = own.assembled.model.registry
    for one in differences(stored, readings_of(plan), registry):
        yield difference_words(one, registry, "zh"), difference_words(one, registry, "en")


def in_language(lines: tuple[Line, ...], language: Language) -> list[str]:
    """Return lines in a language."""
    return [line[0 if language == "zh" else 1] for line in lines]


def is_of_now(own: Reviewed, id: str) -> bool:
    """Whether the working copy has exactly the files of what it is held against."""
    digest = last_signed(own.review(id))
    listing = own.store.read(id, digest).files.get(LISTING_NAME, b"") if digest else b""
    return bool(listing) and content_of(listing) == own.content(id).content
