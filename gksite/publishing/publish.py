"""`gksite publish`: compare the built site with the target, and bring it there."""

from __future__ import annotations

import getpass
import hashlib
import secrets
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from gksite import __version__
from gksite.build import pipeline
from gksite.catalogue import severity
from gksite.check.check import check as check_site
from gksite.config.file import parse_config
from gksite.config.values import CONFIG_PATH, Config, Target
from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.output.paths import MARKER_PATH
from gksite.output.places import STATE_DIR, check_places
from gksite.output.refusal import Refused, reasons, refuse
from gksite.publishing.carrying_out import Work
from gksite.publishing.gate import may_publish
from gksite.publishing.layout import RECORD_PATH
from gksite.publishing.listing import RELEASE_LENGTH, LocalSite, read_local_site
from gksite.publishing.lock import Lock, locked
from gksite.publishing.records import Publication, append_local, not_recorded, with_record
from gksite.publishing.steps import (
    Reuse,
    Send,
    Standing,
    Step,
    check_deletes,
    check_taken,
    gone_paths,
    order_steps,
)
from gksite.publishing.survey import survey
from gksite.publishing.targets.opening import missing_library, open_store
from gksite.publishing.targets.store import Store
from gksite.source.text import decode

LOCAL_DIR = "publish"
"""The folder of the project's state that holds, for each target, the token of our locks there.
Without it, a lock of a run that was cut short would count as a stranger's."""


class Wishes(msgspec.Struct, frozen=True):
    """How to publish. `max_deletes` None leaves the limit to gksite."""

    dry_run: bool = False
    max_deletes: int | None = None
    break_lock: bool = False


class Report(msgspec.Struct, frozen=True):
    """The result of a publication or a dry run. With `problems` the live site is unchanged, unless
    a step of `done` says otherwise."""

    problems: tuple[Diagnostic, ...] = ()
    steps: tuple[Step, ...] = ()
    done: tuple[Step, ...] = ()
    release: str = ""
    """The release or push that is live now, "" if nothing was to be done."""
    sent: int = 0
    reused: int = 0
    deleted: int = 0
    """Files (documents, in a push) sent, taken from an older release, and removed."""


def _ignore(_: Step) -> None:
    return None


def read_config(root: Path) -> tuple[Config | None, list[Diagnostic]]:
    """Read the configuration of a project."""
    path = root / CONFIG_PATH
    try:
        text, problems = decode(path.read_bytes(), CONFIG_PATH)
    except FileNotFoundError:
        return None, [problem("not-a-project", Location(CONFIG_PATH))]
    except OSError as error:
        chinese, english = reasons(error)
        return None, [
            problem("file-unreadable", Location(CONFIG_PATH), reason=english, reason_zh=chinese)
        ]
    config, invalid = parse_config(text)
    return config, [*problems, *invalid]


def find_target(config: Config, name: str) -> tuple[Target | None, list[Diagnostic]]:
    """Return the target of a name, or report that there is none."""
    found = next((target for target in config.targets if target.name == name), None)
    if found:
        return found, []
    known = [target.name for target in config.targets]
    return None, [
        problem(
            "publish-unknown-target",
            Location(CONFIG_PATH),
            name=name,
            known=", ".join(known) or "—",
            near=nearest(name, known),
        )
    ]


def build_site(
    root: Path,
    out: Path,
    target: Target,
    options: pipeline.Options,
    take: Callable[[Sequence[Diagnostic]], None] = lambda _: None,
) -> list[Diagnostic]:
    """Build the output for the target into `out`. Return why it may not be published, else nothing;
    findings of `gksite check` count too, and are passed to `take`."""
    try:
        report = pipeline.build(root, out, msgspec.structs.replace(options, profile=target.profile))
    except Refused as refusal:
        return [refusal.diagnostic]
    if any(severity(problem) == "error" for problem in report.problems):
        return may_publish(report.problems, target.name)
    findings = check_site(root, options, out).problems
    take(findings)
    return may_publish(findings, target.name)


def publish_folder(
    root: Path,
    out: Path,
    target: Target,
    wishes: Wishes,
    show: Callable[[Step], None] = _ignore,
    store: Store | None = None,
) -> Report:
    """Bring the site in `out` to a target. `show` gets each step when it is done; in a dry run,
    each step that would be done.

    `store` replaces the target's own store.
    """
    done: list[Step] = []

    def tell(step: Step) -> None:
        done.append(step)
        show(step)

    try:
        if problems := _check_place(root, out, target):
            return Report(tuple(problems))
        site = read_local_site(out)
        with store or open_store(target, root) as place:
            if wishes.dry_run:
                standing, problems = _look(place, site, target, wishes)
                steps = () if problems else order_steps(site, standing, target.layout, target.keep)
                for step in steps:
                    show(step)
                return _report(site, standing, steps, (), problems)
            with held(root, place, target, break_lock=wishes.break_lock) as lock:
                standing, problems = _look(place, site, target, wishes)
                if problems:
                    return Report(tuple(problems))
                steps = order_steps(site, standing, target.layout, target.keep)
                note = _noting(root, place, target, site, _report(site, standing, steps))
                Work(site, place, target.layout, lock, note).carry_out(steps, standing, tell)
                return _report(site, standing, steps, done)
    except Refused as refusal:
        return Report((refusal.diagnostic,), (), tuple(done))


def _report(
    site: LocalSite,
    standing: Standing,
    steps: Sequence[Step],
    done: Sequence[Step] = (),
    problems: Sequence[Diagnostic] = (),
) -> Report:
    sent, reused = (sum(isinstance(step, kind) for step in steps) for kind in (Send, Reuse))
    return Report(
        tuple(problems),
        tuple(steps),
        tuple(done),
        site.release if steps else "",
        sent,
        reused,
        len(gone_paths(site, standing)) if steps else 0,
    )


def _check_place(root: Path, out: Path, target: Target) -> list[Diagnostic]:
    """Report a folder target that is the output, holds the sources or lies among them."""
    if target.kind != "folder":
        return []
    place = root / Path(target.path).expanduser()
    if place.resolve().is_relative_to(out.resolve()) or out.resolve().is_relative_to(
        place.resolve()
    ):
        return [problem("output-inside-sources", Location(place.as_posix()))]
    return check_places(root, place)


def _look(
    place: Store, site: LocalSite, target: Target, wishes: Wishes
) -> tuple[Standing, list[Diagnostic]]:
    standing = survey(place, site, target.layout, target.keep, target.verify)
    return standing, [
        *check_taken(standing, place.place()),
        *check_deletes(site, standing, wishes.max_deletes, place.place()),
    ]


@contextmanager
def alone(root: Path, target: Target) -> Iterator[str]:
    """Keep this project's other processes from the target. Yield the token of our locks."""
    folder = root / STATE_DIR / LOCAL_DIR
    with ExitStack() as stack:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            stack.enter_context(FileLock(folder / f"{target.name}.lock", blocking=False))
            # The token is made under the lock. Of two made at once one would be lost, and a lock
            # with it at the target would look like a stranger's.
            token_path = folder / f"{target.name}.token"
            token = token_path.read_text("ascii") if token_path.is_file() else secrets.token_hex(16)
            token_path.write_text(token, "ascii")
        except Timeout as error:
            raise refuse(
                "publish-locked", target.name, owner=publisher(), since="?", until="?"
            ) from error
        except OSError as error:
            raise not_recorded(folder, error) from error
        yield token


@contextmanager
def held(root: Path, place: Store, target: Target, *, break_lock: bool) -> Iterator[Lock]:
    """Hold the target against this project's processes and all others who publish there."""
    with (
        alone(root, target) as token,
        locked(place, publisher(), token, break_lock=break_lock) as lock,
    ):
        yield lock


def push_folder(
    root: Path, folder: Path, target: Target, wishes: Wishes, show: Callable[[str], None]
) -> Report:
    """Bring the push in `folder` to a receiver. `show` gets a line for each step."""
    try:
        from gksite.publishing.push import check_withdrawals, read_outbox, send
        from gksite.publishing.push_steps import SendFile, Withdraw, render_push_step
    except ModuleNotFoundError as error:
        return Report((missing_library(target, error).diagnostic,))
    try:
        with alone(root, target):
            outbox = read_outbox(root, folder, target)
            if problems := check_withdrawals(outbox, wishes.max_deletes, target):
                return Report(tuple(problems))
            deleted = sum(isinstance(step, Withdraw) for step in outbox.steps)
            sent = len(outbox.steps) - deleted
            if wishes.dry_run:
                for step in outbox.steps:
                    show(render_push_step(step))
            elif outbox.steps:
                send(root, outbox, target, lambda step: show(render_push_step(step)))
                files = sum(not isinstance(step, SendFile) for step in outbox.steps)
                record = record_of(root, target, outbox.digest, "push")
                append_local(
                    root, msgspec.structs.replace(record, files=files, sent=sent, deleted=deleted)
                )
            return Report(
                release=outbox.digest[:RELEASE_LENGTH] if outbox.steps else "",
                sent=sent,
                deleted=deleted,
            )
    except Refused as refusal:
        return Report((refusal.diagnostic,))


def publisher() -> str:
    """Return who publishes, for people who read a lock or a record: user and machine."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "?"
    return f"{user}@{socket.gethostname()}"


def record_of(root: Path, target: Target, digest: str, action: str) -> Publication:
    """Return a record of now, without counts."""
    config = root / CONFIG_PATH
    return msgspec.convert(
        {
            "when": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "target": target.name,
            "action": action,
            "digest": digest,
            "config": hashlib.sha256(config.read_bytes() if config.is_file() else b"").hexdigest(),
            "by": publisher(),
            "program": __version__,
        },
        Publication,
    )


def write_record(root: Path, place: Store, record: Publication) -> None:
    """Enter the publication in the record at the target and in that of the project."""
    place.write(RECORD_PATH, with_record(place.read(RECORD_PATH), record))
    append_local(root, record)


def _noting(
    root: Path, place: Store, target: Target, site: LocalSite, report: Report
) -> Callable[[], None]:
    sent = [step.path for step in report.steps if isinstance(step, Send)]
    size = sum((site.marker if path == MARKER_PATH else site.files[path]).size for path in sent)

    def note() -> None:
        record = record_of(root, target, site.marker.sha256, "publish")
        counts = {
            "files": len(site.files),
            "sent": report.sent,
            "bytes": size,
            "deleted": report.deleted,
        }
        write_record(root, place, msgspec.structs.replace(record, **counts))

    return note
