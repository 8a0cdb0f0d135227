"""`gksite review`: the state of each plan's review, the changes since it was signed off, signing,
and taking over what is public without signatures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from difflib import unified_diff

import click
import msgspec

from gksite.catalogue import severity
from gksite.check.adopting import adopt as adoption_of
from gksite.check.signed_changes import (
    changes_of,
    is_of_now,
    last_signed,
    signed_texts,
)
from gksite.check.signing import (
    Answer,
    Reviewed,
    Wish,
    answer,
    findings,
    read_reviewed,
)
from gksite.check.standing import standings
from gksite.cli.clock import day_of
from gksite.cli.help_language import Group
from gksite.cli.light_gates import has_light_gate, print_waiting, sign_by_light_gate, waiting_of
from gksite.cli.options import (
    EXIT_CLEAN,
    EXIT_PROBLEMS,
    EXIT_USAGE,
    Day,
    Shared,
    print_problems,
    text_or_json,
)
from gksite.cli.review_report import (
    NOTED,
    SHOWN,
    TAKEN,
    TAKEN_UNSIGNED,
    check_step,
    print_cover,
    print_standing,
    say_what_is_owed,
    signature_words,
    standing_json,
)
from gksite.content.review import READINGS_NAME
from gksite.diagnostics import Diagnostic, nearest
from gksite.output.signed_versions import Writing, add_entries, add_version, mend_version
from gksite.output.source_files import LockedSources, locked_sources
from gksite.source.stored_versions import LISTING_NAME

_OPEN_STATES = frozenset(("open", "reopened"))
_DIGITS = frozenset("0123456789abcdef")


@click.group("review", cls=Group)
def review() -> None:
    """审查与签发。The review gate: see, compare, sign.

    \b
    gksite review status
    gksite review diff qinghe-2025
    gksite review sign qinghe-2025 --step 保密审查 --by 保密办 --opinion 不涉密，可以公开
    gksite review adopt --by 示例网站维护人
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
    own, ids = loaded
    has_gate = own.config.review_steps or any(own.review(id).signed.versions for id in ids)
    if not has_gate and not has_light_gate(own.config):
        return _say_no_gate(shared)
    found, waiting = standings(own, ids), waiting_of(own, ids)
    if format == "json":
        shared.put_json([standing_json(one) | waiting.as_json(one.plan) for one in found])
    else:
        for one in found if has_gate else ():
            print_standing(shared, one)
        print_waiting(shared, waiting, own.config)
    if has_gate and not own.config.review_steps:
        _say_no_gate(shared)
    is_open = own.config.review_steps and _OPEN_STATES & {one.state for one in found}
    return EXIT_PROBLEMS if is_open or waiting.is_open else EXIT_CLEAN


@review.command("diff")
@click.argument("plan")
@click.pass_obj
def diff(shared: Shared, plan: str) -> int:
    """签字后改了什么。What changed since the plan was last signed; exit code 1 where something did."""
    loaded = _load(shared, (plan,))
    if isinstance(loaded, int):
        return loaded
    own, _ = loaded
    signed = last_signed(own.review(plan))
    if not signed:
        shared.say(f"“{plan}”还没有人签过", f"nobody has signed “{plan}” yet")
        return EXIT_PROBLEMS
    if is_of_now(own, plan):
        shared.say("签字后没有改动", "nothing changed since it was signed")
        return EXIT_CLEAN
    stored = signed_texts(own.store, plan, signed)
    print_problems(shared, stored.damage, "text")
    if stored.damage or not stored.listed:
        shared.say(
            f"没有找到签字时的副本 {signed[:16]}，只知道内容变了",
            f"the copy of what was signed ({signed[:16]}) is gone; that it changed is all that is "
            "known",
        )
        return EXIT_PROBLEMS
    before, after = stored.texts, own.content(plan).stored
    for name in sorted({*before, *after, LISTING_NAME} - {READINGS_NAME}):
        old, new = (
            files.get(name, b"").decode("utf-8", "replace").splitlines()
            for files in (before | own.store.read(plan, signed).files, after)
        )
        shown = f"content/plans/{plan}/{name}"
        if name == LISTING_NAME:
            # Texts are compared line by line above; attachments only by their digests.
            old, new = ([line for line in side if "  files/" in line] for side in (old, new))
            shown = f"content/plans/{plan}/files/"
        for line in unified_diff(old, new, f"{shown} ({signed[:8]})", shown, lineterm=""):
            shared.put(line)
    return EXIT_PROBLEMS


@review.command("sign")
@click.argument("plans", nargs=-1)
@click.option("--step", required=True, help="环节，如 保密审查。The step of the review.")
@click.option("--by", required=True, help="职务或姓名，不会公开。Post or name; never published.")
@click.option("--opinion", default="", help="意见。The opinion.")
@click.option("--date", "day", type=Day(), help="日期，默认今天。The day, today by default.")
@click.option(
    "--return",
    "returned",
    is_flag=True,
    help="退回，不同意公开，意见必写。Send it back; say why in --opinion.",
)
@click.option(
    "--digest",
    default="",
    metavar="PREFIX",
    help="看过的内容的校验值（前几位）；后来改了的不签。The digest of what was looked at, or its first digits; "
    "refuse what was changed since.",
)
@click.option(
    "--with-doubts",
    is_flag=True,
    help="导入时的存疑已逐处看过。The doubts of the import were looked at.",
)
@click.option(
    "--reports",
    is_flag=True,
    help="签的是还没有签过的报送，不是计划。Sign the reports that wait, not the plan.",
)
@click.option(
    "--pages",
    is_flag=True,
    help="签的是网页、主题、名词解释和单位备注，不写计划。Sign pages, topics, terms and notes on units.",
)
@click.pass_obj
def sign(
    shared: Shared,
    plans: tuple[str, ...],
    step: str,
    by: str,
    opinion: str,
    day: date | None,
    returned: bool,
    digest: str,
    with_doubts: bool,
    reports: bool,
    pages: bool,
) -> int:
    """签署计划现在的内容；之后任何改动都要重新审签。Sign exactly what a plan says now; any later edit asks for it
    again."""
    if returned and not opinion.strip():
        raise shared.usage("退回要用 --opinion 写明意见", "--return needs a reason in --opinion")
    if digest and (len(digest) < SHOWN or not _DIGITS.issuperset(digest.lower())):
        raise shared.usage(
            f"--digest 至少写 {SHOWN} 位校验值（gksite review status --format json、diff 里有）",
            f"--digest takes at least {SHOWN} digits of the digest",
        )
    if digest and len(plans) > 1:
        raise shared.usage("--digest 只能与一个计划一起用", "--digest goes with one plan")
    if not by.strip():
        raise shared.usage("--by 不能是空的", "--by is blank")
    day = day or day_of(shared.project)
    wish = Wish(step, by, day, opinion, returned, digest, with_doubts)
    if reports or pages or not plans:
        return sign_by_light_gate(shared, plans, wish, reports=reports, pages=pages)
    return _return(shared, plans, wish) if returned else _approve(shared, plans, wish)


def _return(shared: Shared, plans: Sequence[str], wish: Wish) -> int:
    with locked_sources(shared.project, shared.say_waiting) as sources:
        loaded = _load_for(shared, plans, wish)
        if isinstance(loaded, int):
            return loaded
        own, ids = loaded
        answers = {id: answer(own, id, wish) for id in ids}
        return _settle(shared, own, answers, wish, sources)


def _approve(shared: Shared, plans: Sequence[str], wish: Wish) -> int:
    """Show what the signature covers, and sign that, and nothing that was changed meanwhile."""
    loaded = _load_for(shared, plans, wish)
    if isinstance(loaded, int):
        return loaded
    seen, ids = loaded
    owed = seen.owed(ids)
    found = findings(shared.project, seen.clock, ids)
    digests = {id: seen.content(id).digest for id in ids}
    for id in ids:
        doubts, own_owed = seen.doubts(id), {*owed[id]}
        others = [one for one in found[id] if one not in own_owed]
        print_cover(shared, id, digests[id], changes_of(seen, id), others, doubts)
    with locked_sources(shared.project, shared.say_waiting) as sources:
        loaded = _load_for(shared, plans, wish)
        if isinstance(loaded, int):
            return loaded
        own, ids = loaded
        answers = {}
        for id in ids:
            exact = wish
            if not wish.looked_at:
                exact = msgspec.structs.replace(wish, looked_at=digests[id])
            answers[id] = answer(own, id, exact, owed[id], found[id])
        return _settle(shared, own, answers, wish, sources)


def _settle(
    shared: Shared, own: Reviewed, answers: dict[str, Answer], wish: Wish, sources: LockedSources
) -> int:
    """Write all signatures, or none and say why."""
    writing, is_refused, mended = Writing(), False, set[str]()
    for id, one in answers.items():
        before = len(writing.written)
        problems = list(one.problems) or _write(own, id, one, writing)
        if one.known and len(writing.written) > before:
            mended.add(id)
        if problems:
            print_problems(shared, problems, "text")
            if any(found.code.startswith(("correction-", "adjustment-")) for found in problems):
                say_what_is_owed(shared, id)
        if one.first:
            names = "、".join(one.first)
            shared.say(f"“{id}”先要有：{names}", f"“{id}” first needs: {names}")
        is_refused = is_refused or bool(problems or one.first)
    if is_refused:
        shared.say("没有写入", "nothing was written")
        return EXIT_PROBLEMS
    sources.write(writing.written, writing.read)
    for id, one in answers.items():
        digest = own.content(id).digest[:SHOWN]
        if one.known:
            said = signature_words(one.known)
            shared.say(
                f"“{id}”现在的内容已经签过，没有再写：{said}",
                f"“{id}” as it is now was signed already, and nothing was written: {said}",
            )
            if id in mended:
                shared.say(
                    "签过的版本缺损的文件已按现在的内容补全（逐字节相同）",
                    "the missing files of the signed version were brought back, byte for byte",
                )
        else:
            verb = ("退回", "sent back") if wish.is_returned else ("签署", "signed")
            shared.say(
                f"“{id}”已{verb[0]}：{wish.step}（{digest}）",
                f"{verb[1]} “{id}”: {wish.step} ({digest})",
            )
    return EXIT_CLEAN


def _write(own: Reviewed, id: str, one: Answer, writing: Writing) -> list[Diagnostic]:
    """Add the files of an answer to those to be written: of a signature that is there already those
    of its version that are missing or damaged. Return why that cannot be."""
    folder, content = own.folders[id], own.content(id)
    if not one.entries:
        return mend_version(writing, own.root, folder, content) if one.known else []
    return [
        *add_version(writing, own.root, folder, content),
        *add_entries(writing, own.root, folder, one.entries),
    ]


@review.command("adopt")
@click.argument("plans", nargs=-1)
@click.option("--by", required=True, help="职务或姓名，不会公开。Post or name; never published.")
@click.option("--why", default="", help="原因。Why.")
@click.option("--date", "day", type=Day(), help="日期，默认今天。The day, today by default.")
@click.pass_obj
def adopt(shared: Shared, plans: tuple[str, ...], by: str, why: str, day: date | None) -> int:
    """把审签启用之前已发布的接收为公开的版本。Take over as public what was published before the review began.

    只接收与发布台账一致的；审查关闭的，接收未签的改动，要写 --why。Only what the ledger of publications says; with the
    gate off, edits that nobody signed, and --why is needed.
    """
    if not by.strip():
        raise shared.usage("--by 不能是空的", "--by is blank")
    with locked_sources(shared.project, shared.say_waiting) as sources:
        loaded = _load(shared, plans)
        if isinstance(loaded, int):
            return loaded
        own, ids = loaded
        if not own.config.review_steps and not why.strip():
            raise shared.usage(
                "审查没有打开：接收没有人签过的改动，要用 --why 写明原因",
                "the gate is off: to take over edits that nobody signed, say --why",
            )
        return _adopt(shared, own, ids, (day or own.clock, by, why), sources)


def _adopt(
    shared: Shared,
    own: Reviewed,
    ids: Iterable[str],
    by: tuple[date, str, str],
    sources: LockedSources,
) -> int:
    """Take over the plans that can be; each is taken over whole or not at all."""
    writing, problems, taken = Writing(), list[Diagnostic](), dict[str, tuple[str, str]]()
    for id in ids:
        one = adoption_of(own, id, *by)
        if one.problems:
            problems += one.problems
        elif one.entry is None:
            shared.say(f"“{id}”{one.why_not[0]}", f"“{id}” {one.why_not[1]}")
        else:
            own_writing, folder = Writing(), own.folders[id]
            faults = add_version(own_writing, own.root, folder, one.content) if one.content else []
            faults += add_entries(own_writing, own.root, folder, [one.entry])
            problems += faults
            if not faults:
                writing.written |= own_writing.written
                writing.read |= own_writing.read
                words = TAKEN if own.config.review_steps else TAKEN_UNSIGNED
                taken[id] = words if one.content else NOTED
    sources.write(writing.written, writing.read)
    for id, words in taken.items():
        shared.say(f"“{id}”{words[0]}", f"“{id}” {words[1]}")
    print_problems(shared, sorted(problems), "text")
    return EXIT_PROBLEMS if any(severity(one) == "error" for one in problems) else EXIT_CLEAN


def _say_no_gate(shared: Shared) -> int:
    shared.say("config.yaml 里没有打开审查（review）", "config.yaml does not ask for a review")
    return EXIT_USAGE


def _load_for(
    shared: Shared, wanted: Iterable[str], wish: Wish
) -> tuple[Reviewed, list[str]] | int:
    """Return the project and the plans to be signed in a step that it has."""
    loaded = _load(shared, wanted)
    if isinstance(loaded, int):
        return loaded
    steps = loaded[0].config.review_steps
    if not steps:
        return _say_no_gate(shared)
    check_step(shared, wish.step, steps)
    return loaded


def _load(shared: Shared, wanted: Iterable[str]) -> tuple[Reviewed, list[str]] | int:
    """Return the project, and the plans asked for, each once (all if none is named). If there is no
    project to show, print why and return the exit code."""
    own, problems = read_reviewed(shared.project, day_of(shared.project))
    if own is None:
        print_problems(shared, problems, "text")
        return EXIT_USAGE
    reviews = own.assembled.reviews
    names = list(dict.fromkeys(wanted)) or list(reviews)
    for name in names:
        if name not in reviews:
            near = nearest(name, reviews)
            raise shared.usage(f"没有计划“{name}”（{near}）", f"there is no plan “{name}” ({near})")
    return own, names
