"""`gksite review`: the state of each plan's review, the changes since it was signed off, and
signing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import unified_diff
from pathlib import Path
from typing import Any, NamedTuple

import click
import msgspec

from gksite.build.assemble import Assembled, assemble
from gksite.build.last_check import state_of_texts, state_words
from gksite.build.published_set import published_set
from gksite.build.reading import plan_folders
from gksite.catalogue import severity
from gksite.cli.clock import day_of
from gksite.cli.help_language import Group
from gksite.cli.options import (
    EXIT_CLEAN,
    EXIT_PROBLEMS,
    EXIT_USAGE,
    Day,
    Shared,
    print_problems,
    text_or_json,
)
from gksite.content.plan_sources import PlanSources
from gksite.content.readings import readings_of
from gksite.content.readings_file import write_readings
from gksite.content.review import READINGS_NAME, REVIEW_NAME, Review, SignedContent, signed_content
from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.importer.writing.progress_file import append_entries
from gksite.output.places import STATE_DIR
from gksite.output.source_files import LockedSources, locked_sources
from gksite.source.files import read_sources
from gksite.source.program import read_program
from gksite.source.stored_versions import VersionStore, kept_attachment, version_folder
from gksite.source.yaml_text import Value

_OPEN_STATES = frozenset(("open", "reopened"))


@click.group("review", cls=Group)
def review() -> None:
    """审查与签发。The review gate: see, compare, sign.

    \b
    gksite review status
    gksite review diff qinghe-2025
    gksite review sign qinghe-2025 --step 保密审查 --by 保密办 --opinion 不涉密，可以公开
    """


@review.command("status")
@click.argument("plans", nargs=-1)
@text_or_json
@click.pass_obj
def status(shared: Shared, plans: tuple[str, ...], format: str) -> int:
    """各计划审签到哪一步。Which steps have signed each plan; exit code 1 while a gate is open."""
    loaded = _load(shared, plans)
    if isinstance(loaded, int):
        return loaded
    assembled, _, chosen = loaded
    steps = assembled.config.review_steps if assembled.config else ()
    states = {reviewed.plan: _state(assembled, reviewed, steps) for reviewed in chosen}
    if format == "json":
        shared.put_json([_as_json(reviewed, states[reviewed.plan], steps) for reviewed in chosen])
    else:
        for reviewed in chosen:
            _print_state(shared, assembled, reviewed, states[reviewed.plan], steps)
    return EXIT_PROBLEMS if _OPEN_STATES & set(states.values()) else EXIT_CLEAN


@review.command("diff")
@click.argument("plan")
@click.pass_obj
def diff(shared: Shared, plan: str) -> int:
    """签字后改了什么。What changed since the plan was last signed; exit code 1 where something did."""
    loaded = _load(shared, (plan,))
    if isinstance(loaded, int):
        return loaded
    _, folders, (reviewed,) = loaded
    last = next((s.digest for s in reversed(reviewed.signatures)), "")
    signed = reviewed.public.digest if reviewed.public else last
    if not signed:
        shared.say(f"“{plan}”还没有人签过", f"nobody has signed “{plan}” yet")
        return EXIT_PROBLEMS
    if signed == reviewed.digest or (reviewed.public and not reviewed.is_edited):
        shared.say("签字后没有改动", "nothing changed since it was signed")
        return EXIT_CLEAN
    copy = shared.project / version_folder(plan, signed)
    if not (copy / "SHA256SUMS").is_file():
        shared.say(
            f"没有找到签字时的副本 {copy.name}，只知道内容变了",
            f"the copy of what was signed ({copy.name}) is gone; that it changed is all that is "
            "known",
        )
        return EXIT_PROBLEMS
    before = {path.name: path.read_bytes() for path in copy.iterdir()}
    after = _content(loaded[0], folders[plan]).stored
    for name in sorted({*before, *after} - {READINGS_NAME}):
        old, new = (
            files.get(name, b"").decode("utf-8", "replace").splitlines()
            for files in (before, after)
        )
        shown = f"content/plans/{plan}/{name}"
        if name == "SHA256SUMS":
            # Texts are compared line by line above; attachments only by their digests.
            old, new = ([line for line in side if "  files/" in line] for side in (old, new))
            shown = f"content/plans/{plan}/files/"
        for line in unified_diff(old, new, f"{shown} ({signed[:8]})", shown, lineterm=""):
            shared.put(line)
    return EXIT_PROBLEMS


@review.command("sign")
@click.argument("plans", nargs=-1, required=True)
@click.option("--step", required=True, help="环节，如 保密审查。The step of the review.")
@click.option("--by", required=True, help="职务或姓名，不会公开。Post or name; never published.")
@click.option("--opinion", default="", help="意见。The opinion.")
@click.option("--date", "day", type=Day(), help="日期，默认今天。The day, today by default.")
@click.option("--return", "returned", is_flag=True, help="退回，不同意公开。Send it back.")
@click.pass_obj
def sign(
    shared: Shared,
    plans: tuple[str, ...],
    step: str,
    by: str,
    opinion: str,
    day: date | None,
    returned: bool,
) -> int:
    """签署计划现在的内容；之后任何改动都要重新审签。Sign exactly what a plan says now; any later edit asks for it
    again."""
    entry = {
        "step": step,
        "by": by,
        "date": (day or day_of(shared.project)).isoformat(),
        **({"result": "returned"} if returned else {}),
        **({"opinion": opinion} if opinion else {}),
    }
    with locked_sources(shared.project, shared.say_waiting) as sources:
        return _sign(shared, plans, entry, sources)


def _sign(
    shared: Shared, plans: tuple[str, ...], entry: Mapping[str, str], sources: LockedSources
) -> int:
    """Sign the plans as they are now, with the sources locked between reading and writing."""
    loaded = _load(shared, plans)
    if isinstance(loaded, int):
        return loaded
    assembled, folders, chosen = loaded
    step, is_returned = entry["step"], "result" in entry
    steps = assembled.config.review_steps if assembled.config else ()
    if step not in steps:
        near = nearest(step, steps) or "、".join(steps)
        raise shared.usage(f"没有环节“{step}”（{near}）", f"there is no step “{step}” ({near})")
    written: dict[Path, bytes] = {}
    read: dict[Path, bytes] = {}
    for reviewed in chosen:
        # Signatures of a version of the time before readings were kept are of something else.
        own = msgspec.structs.replace(reviewed, public=None)
        missing = () if is_returned else own.missing(steps[: steps.index(step)])
        problems = _errors_in(reviewed.plan, assembled.problems)
        if missing and not problems:
            shared.say(
                f"“{reviewed.plan}”先要有：{'、'.join(missing)}",
                f"“{reviewed.plan}” first needs: {'、'.join(missing)}",
            )
            return EXIT_PROBLEMS
        if not problems:
            folder = folders[reviewed.plan]
            content = _content(assembled, folder)
            signing = _Signing(shared.project, reviewed, folder, content, steps)
            problems = _add_signature(signing, entry, written, read)
        if problems:
            print_problems(shared, problems, "text")
            return EXIT_PROBLEMS
    sources.write(written, read)
    _tell_findings(shared, chosen)
    for reviewed in chosen:
        shared.say(
            f"“{reviewed.plan}”已{'退回' if is_returned else '签署'}：{step}",
            f"{'sent back' if is_returned else 'signed'} “{reviewed.plan}”: {step}",
        )
    return EXIT_CLEAN


def _errors_in(plan: str, problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the errors in the folder of a plan."""
    return [
        problem
        for problem in problems
        if severity(problem) == "error"
        and problem.location.path.startswith(f"content/plans/{plan}/")
    ]


class _Signing(NamedTuple):
    """What is signed: a plan, its folder, and what the signature covers."""

    project: Path
    review: Review
    folder: PlanSources
    content: SignedContent
    steps: tuple[str, ...]


def _add_signature(
    signing: _Signing,
    entry: Mapping[str, str],
    written: dict[Path, bytes],
    read: dict[Path, bytes],
) -> list[Diagnostic]:
    """Add the files of a signature to those to be written, and their contents now to `read`.
    Return why the signature cannot be added."""
    # The version takes its place before the signature: a signature whose version is missing proves
    # nothing.
    project, review, folder, content, steps = signing
    copies = project / version_folder(review.plan, content.digest)
    files = {copies / name: data for name, data in content.stored.items()}
    for name, attachment in folder.attachments.items():
        data = (project / attachment.path).read_bytes()
        if hashlib.sha256(data).digest() != attachment.digest:
            return [problem("source-changed", Location(f"{folder.folder}/files/{name}"))]
        files[project / kept_attachment(review.plan, attachment.digest.hex())] = data
    written.update(files)
    read.update({place: place.read_bytes() for place in files if place.is_file()})
    path = f"{folder.folder}/{REVIEW_NAME}"
    place = project / path
    if REVIEW_NAME in folder.texts:
        read[place] = folder.texts[REVIEW_NAME]
    is_returned = "result" in entry
    # What is public is sent back as it was signed, though it would be signed otherwise today.
    is_public = is_returned and review.public and not review.is_edited
    digest = review.public.digest if review.public and is_public else content.digest
    entries: list[dict[str, Value]] = [{**entry, "digest": digest}]
    missing = msgspec.structs.replace(review, public=None).missing(steps)
    is_whole = not is_returned and set(missing) <= {entry["step"]}
    if is_whole and content.digest not in {one.digest for one in review.signed.versions}:
        version = {"digest": content.digest, "content": content.content, "steps": list(steps)}
        entries.append({"version": version})
    written[place], problems = append_entries(read.get(place, b""), entries, path)
    return problems


def _tell_findings(shared: Shared, chosen: Iterable[Review]) -> None:
    """Say what the last check found in each signed plan, or that it was not checked."""
    sources, _ = read_sources(shared.project)
    for reviewed in chosen:
        state = state_of_texts(
            shared.project / STATE_DIR, sources, f"content/plans/{reviewed.plan}/"
        )
        words = state_words(state, shared.language, shared.command("check"))
        shared.say(f"“{reviewed.plan}”：{words}", f"“{reviewed.plan}”: {words}")


def _load(
    shared: Shared, wanted: Iterable[str]
) -> tuple[Assembled, Mapping[str, PlanSources], list[Review]] | int:
    """Return the project, its plan folders, and the reviews asked for (all if none is named). If
    there are none to show, print why and return the exit code."""
    sources, unread = read_sources(shared.project)
    program, store = read_program(), VersionStore(shared.project)
    published = published_set(sources, store, {}, program, drafts=True)
    # What would be signed is read as everything is read now, not as it was when it was signed.
    published = msgspec.structs.replace(published, signed={})
    assembled = assemble(published, {}, program, drafts=True)
    if assembled.config is None or assembled.model is None:
        print_problems(shared, [*unread, *assembled.problems], "text")
        return EXIT_USAGE
    if not assembled.config.review_steps:
        shared.say("config.yaml 里没有打开审查（review）", "config.yaml does not ask for a review")
        return EXIT_USAGE
    names = list(wanted) or list(assembled.reviews)
    for name in names:
        if name not in assembled.reviews:
            near = nearest(name, assembled.reviews)
            raise shared.usage(f"没有计划“{name}”（{near}）", f"there is no plan “{name}” ({near})")
    folders = plan_folders(sources)
    chosen = [
        msgspec.structs.replace(
            assembled.reviews[name], digest=_content(assembled, folders[name]).digest
        )
        for name in names
    ]
    return assembled, folders, chosen


def _content(assembled: Assembled, folder: PlanSources) -> SignedContent:
    """Return what a signature of a working copy would sign: its files, and how they are read."""
    plan = next((plan for plan in assembled.plans if plan.id == folder.id), None)
    return signed_content(folder, write_readings(readings_of(plan)) if plan else b"")


def _state(assembled: Assembled, reviewed: Review, steps: tuple[str, ...]) -> str:
    """Return `closed` (signed off), `open`, `reopened` (changed since), or `draft`."""
    plan = assembled.model.plans.get(reviewed.plan) if assembled.model else None
    if reviewed.public:
        return "reopened" if reviewed.is_edited else "closed"
    return "draft" if plan and plan.draft and reviewed.plan not in assembled.held else "open"


_STATES = {
    "closed": ("已签发，可以公开", "signed off"),
    "open": ("待审签，不会公开", "not signed off, not published"),
    "reopened": ("有未签的改动，公开的是上次签完的版本", "edited; the signed version is public"),
    "draft": ("草稿", "a draft"),
}


def _print_state(
    shared: Shared, assembled: Assembled, reviewed: Review, state: str, steps: tuple[str, ...]
) -> None:
    plan = assembled.model.plans.get(reviewed.plan) if assembled.model else None
    shared.put(
        f"{reviewed.plan}  {plan.title if plan else ''}  "
        f"{_STATES[state][0 if shared.language == 'zh' else 1]}"
    )
    for step in steps:
        signature = reviewed.latest(step)
        if signature is None:
            shared.put(f"  ○ {step}")
            continue
        mark = "✓" if signature.result == "approved" else "✗"
        shared.put(
            "  "
            + " ".join(
                filter(
                    None, (mark, step, signature.date.isoformat(), signature.by, signature.opinion)
                )
            )
        )


def _as_json(reviewed: Review, state: str, steps: tuple[str, ...]) -> dict[str, Any]:
    signatures = {step: reviewed.latest(step) for step in steps}
    return {
        "plan": reviewed.plan,
        "state": state,
        "digest": reviewed.digest,
        "missing": list(reviewed.missing(steps)),
        "steps": [
            {
                "step": step,
                "signed": s is not None,
                **(
                    {
                        "by": s.by,
                        "date": s.date.isoformat(),
                        "result": s.result,
                        "opinion": s.opinion,
                    }
                    if s
                    else {}
                ),
            }
            for step, s in signatures.items()
        ],
    }
