"""`gksite snapshot`: make, list, verify, compare and unpack dated copies of the whole site."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from pathlib import Path

import click
import msgspec

from gksite.archive.comparison_words import change_words, changes_json, rules_words
from gksite.archive.container import open_container
from gksite.archive.creation import Order, create_snapshot
from gksite.archive.signing import make_keys, missing_library
from gksite.archive.states import State, changes_between, living_state, read_state
from gksite.archive.unpacking import check_target, unpack_all, unpack_site
from gksite.archive.verification import Verdict, verify_snapshot
from gksite.cli.clock import day_of, now_of
from gksite.cli.help_language import Group
from gksite.cli.options import (
    EXIT_CLEAN,
    EXIT_USAGE,
    Moment,
    Shared,
    TextOrJson,
    exit_code,
    jobs_option,
    print_problems,
    text_or_json,
    today_option,
)
from gksite.cli.progress_command import load_model
from gksite.cli.snapshot_report import UNSIGNED, print_verdict, signature_words, verdict_json
from gksite.diagnostics import Location, problem
from gksite.model.site import SiteModel
from gksite.model.snapshots import public_path, snapshot_path

MOST_PAGES = 20
"""Lines of changed pages that are printed as text; JSON has all."""


key_option = click.option(
    "--key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="PUB.pem",
    help="核对签名的公钥。The public key to check with.",
)


@click.group("snapshot", cls=Group)
def snapshot() -> None:
    """归档：整个网站连同源文件的一份可以自证的存档。Archive the whole site with its sources, verifiably.

    \b
    gksite snapshot create --note 年度归档
    gksite snapshot verify 2025-12-31.wacz
    gksite snapshot diff 2024-12-31 2025-12-31
    gksite snapshot export 2025-12-31.wacz -o 某文件夹
    """


@snapshot.command("create")
@click.option(
    "--at",
    type=Moment(),
    help="归档时间；默认 SOURCE_DATE_EPOCH，再默认此刻。The time of the snapshot; default: now.",
)
@click.option(
    "--note", default="", help="说明，写入归档和台账。A note, kept in the snapshot and the ledger."
)
@click.option(
    "--sign",
    "key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="KEY.pem",
    help="用 Ed25519 私钥签名。Sign with an Ed25519 private key.",
)
@today_option
@jobs_option
@click.pass_obj
def create(
    shared: Shared,
    at: datetime | None,
    note: str,
    key: Path | None,
    today: date | None,
    jobs: int | None,
) -> int:
    """归档现在的网站，登记入台账。Archive the site as it is, and enter it in the ledger."""
    now = partial(now_of, shared.project)
    order = Order(at, today, note, key, jobs, day_of(shared.project), now)
    created = create_snapshot(shared.project, order, waiting=shared.say_waiting)
    print_problems(shared, created.problems, "text")
    if created.entry is None:
        shared.say("有错误，没有归档", "there are errors: no snapshot was made")
        return exit_code(created.problems, strict=False) or 1
    shared.put(created.place.as_posix())
    if created.public_place:
        shared.put(created.public_place.as_posix())
        shared.say(
            "上面第二份是公开版，供下载：没有签署人、批注和设置",
            "the second one is the edition for the public: without who signed, comments and "
            "settings",
        )
    entry = created.entry
    shared.say(
        f"归档 {entry.at}，{entry.pages} 页、{entry.files} 个文件，{entry.size / 1e6:.1f} MB，SHA-256 "
        f"{entry.sha256}",
        f"archived at {entry.at}: {entry.pages} pages, {entry.files} files, "
        f"{entry.size / 1e6:.1f} MB, SHA-256 {entry.sha256}",
    )
    for change in entry.changes:
        shared.say(f"  {change}", f"  {change}")
    if not created.sm3:
        shared.say(
            "这台机器的 Python 没有 SM3，归档里没有 SM3SUMS",
            "this Python has no SM3: the snapshot has no SM3SUMS",
        )
    if not created.is_linked:
        shared.say(
            "config.yaml 没有填写 site.base_url，归档页没有现行网页的链接",
            "site.base_url is not filled in: the pages do not link to the living ones",
        )
    if not entry.signed_by:
        shared.say(*UNSIGNED)
    return EXIT_CLEAN


@snapshot.command("list")
@text_or_json
@click.pass_obj
def list_(shared: Shared, format: TextOrJson) -> int:
    """列出台账里的归档。List the snapshots of the ledger."""
    model = _model(shared)
    if model is None:
        return EXIT_USAGE
    if format == "json":
        rows = [
            {
                "name": snapshot.name,
                "at": snapshot.at,
                "size": snapshot.size,
                "sha256": snapshot.sha256,
                "previous": snapshot.previous,
                "retention": snapshot.retention,
                "pages": snapshot.pages,
                "files": snapshot.files,
                "note": snapshot.note,
                "signed_by": snapshot.signed_by,
                "changes": list(snapshot.changes),
                "public_size": snapshot.public_size,
                "public_sha256": snapshot.public_sha256,
                "at_hand": _place(shared, model, snapshot.name).is_file(),
            }
            for snapshot in model.snapshots
        ]
        shared.put_json(rows)
        return EXIT_CLEAN
    for entry in model.snapshots:
        away = (
            ""
            if _place(shared, model, entry.name).is_file()
            else ("  文件不在手边" if shared.language == "zh" else "  file not at hand")
        )
        shared.put(
            f"{entry.name}  {entry.at}  {entry.size / 1e6:.1f} MB  {entry.retention}  "
            f"{entry.sha256}{away}"
        )
        for line in (*([entry.note] if entry.note else []), *entry.changes):
            shared.put(f"    {line}")
    shared.say(f"共 {len(model.snapshots)} 份", f"{len(model.snapshots)} snapshots")
    return EXIT_CLEAN


@snapshot.command("verify")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@key_option
@click.option(
    "--with",
    "previous",
    metavar="PREVIOUS",
    help="上一份归档，核对承接关系。The snapshot before, to check the chain.",
)
@text_or_json
@click.pass_obj
def verify(
    shared: Shared,
    files: tuple[str, ...],
    key: Path | None,
    previous: str | None,
    format: TextOrJson,
) -> int:
    """核对归档是否完好，不写文件时核对台账里的全部。Verify snapshots, or all of the ledger, offline."""
    before = _find(shared, previous) if previous else None
    model = None if files else _model(shared)
    if not files and model is None:
        return EXIT_USAGE
    if model is not None:
        verdicts = _verify_ledger(shared, model, key)
    else:
        verdicts = {
            path: verify_snapshot(path, key, before)
            for path in (_find(shared, file) for file in files)
        }
    problems = [problem for verdict in verdicts.values() for problem in verdict.problems]
    if format == "json":
        shared.put_json([verdict_json(path, one, shared) for path, one in verdicts.items()])
    else:
        for path, verdict in verdicts.items():
            print_verdict(shared, path, verdict)
    return exit_code(problems, strict=False)


@snapshot.command("diff")
@click.argument("old")
@click.argument("new", default=".")
@today_option
@text_or_json
@click.pass_obj
def diff(shared: Shared, old: str, new: str, today: date | None, format: TextOrJson) -> int:
    """两份归档之间、或归档与现在（.）之间有什么变化。What changed between two snapshots, or one and now (`.`)."""
    before, after = (_state(shared, name, today) for name in (old, new))
    changes = changes_between(before, after)
    if format == "json":
        shared.console.put_data(changes_json(changes, before, after))
        return EXIT_CLEAN
    if notice := rules_words(before.rules, after.rules, shared.language):
        shared.put(notice)
    pages = [change for change in changes if change.kind == "page"]
    for change in [*(change for change in changes if change.kind != "page"), *pages[:MOST_PAGES]]:
        shared.put(change_words(change, shared.language))
    if len(pages) > MOST_PAGES:
        shared.put(
            shared.word(
                f"另有 {len(pages) - MOST_PAGES} 个网页", f"{len(pages) - MOST_PAGES} more pages"
            )
        )
    shared.say(
        f"{len(changes) - len(pages)} 处内容变化，{len(pages)} 个网页",
        f"{len(changes) - len(pages)} changes of content, {len(pages)} pages",
    )
    return EXIT_CLEAN


@snapshot.command("restore")
@click.argument("file")
@click.option(
    "--to",
    "target",
    required=True,
    type=click.Path(path_type=Path),
    help="空文件夹或新文件夹。An empty or new folder.",
)
@key_option
@click.pass_obj
def restore(shared: Shared, file: str, target: Path, key: Path | None) -> int:
    """核对后取出网站（site/）、源文件（sources/）和记录（about/）。Verify, then unpack site and sources byte for
    byte."""
    return _unpack(shared, file, target, key, whole=True)


@snapshot.command("export")
@click.argument("file")
@click.option(
    "-o",
    "--output",
    "target",
    required=True,
    type=click.Path(path_type=Path),
    help="空文件夹或新文件夹。An empty or new folder.",
)
@key_option
@click.pass_obj
def export(shared: Shared, file: str, target: Path, key: Path | None) -> int:
    """核对后取出网站，双击 index.html 即可阅读。Verify, then unpack the site alone: open its index.html."""
    return _unpack(shared, file, target, key, whole=False)


@snapshot.command("key")
@click.argument("name", type=click.Path(dir_okay=False))
@click.pass_obj
def make_key(shared: Shared, name: str) -> int:
    """生成签名用的密钥 NAME.pem 和 NAME.pub.pem。Make a pair of keys to sign with; see docs/archive.md."""
    try:
        mark = make_keys(Path(f"{name}.pem"), Path(f"{name}.pub.pem"))
    except ImportError:
        raise missing_library() from None
    shared.put(f"{name}.pem")
    shared.put(f"{name}.pub.pem")
    shared.say(
        f"公钥指纹 {mark}。私钥（{name}.pem）不要放进项目，公钥请公布在别处",
        f"fingerprint {mark}. Keep {name}.pem out of the project, and publish the public key "
        "elsewhere",
    )
    return EXIT_CLEAN


def _model(shared: Shared) -> SiteModel | None:
    model, problems = load_model(shared, drafts=False)
    if model is None:
        print_problems(shared, problems, "text")
    return model


def _place(shared: Shared, model: SiteModel, name: str) -> Path:
    return shared.project / snapshot_path(model.config.archive, name)


def _find(shared: Shared, name: str) -> Path:
    """Return a snapshot's file, named by path or by its name in the project's ledger."""
    if Path(name).is_file():
        return Path(name)
    if (shared.project / "config.yaml").is_file() and (model := _model(shared)) is not None:
        place = _place(shared, model, Path(name).name.removesuffix(".wacz"))
        if place.is_file():
            return place
    raise shared.usage(f"没有归档“{name}”", f"there is no snapshot “{name}”")


def _state(shared: Shared, name: str, today: date | None) -> State:
    if Path(name).is_dir() or name == ".":
        return living_state(shared.project if name == "." else Path(name), today)
    return read_state(_find(shared, name))


def _verify_ledger(shared: Shared, model: SiteModel, key: Path | None) -> dict[Path, Verdict]:
    """Verify every snapshot of the ledger that is at hand, also against its digest there."""
    verdicts: dict[Path, Verdict] = {}
    stated = [
        (_place(shared, model, snapshot.name), snapshot.sha256) for snapshot in model.snapshots
    ]
    stated += [
        (shared.project / public_path(snapshot.name), snapshot.public_sha256)
        for snapshot in model.snapshots
        if snapshot.public_sha256
    ]
    for path, sha256 in stated:
        if not path.is_file():
            name = path.name.removesuffix(".wacz")
            shared.say(
                f"{name}：文件不在手边，没有核对", f"{name}: the file is not at hand, not verified"
            )
            continue
        verdict = verify_snapshot(path, key)
        if verdict.sha256 and verdict.sha256 != sha256:
            differs = problem("snapshot-ledger", Location(path.as_posix()))
            verdict = msgspec.structs.replace(verdict, problems=(*verdict.problems, differs))
        verdicts[path] = verdict
    return verdicts


def _unpack(shared: Shared, file: str, target: Path, key: Path | None, *, whole: bool) -> int:
    path = _find(shared, file)
    check_target(target)
    verdict = verify_snapshot(path, key)
    if verdict.problems or verdict.build is None:
        print_problems(shared, verdict.problems, "text")
        shared.say("归档不完好，没有取出", "the snapshot is not sound: nothing was unpacked")
        return exit_code(verdict.problems, strict=False)
    with open_container(path) as container:
        base = verdict.build.base_url
        count = (
            unpack_all(container, base, target) if whole else unpack_site(container, base, target)
        )
    shared.put(target.as_posix() if whole else (target / "index.html").as_posix())
    shared.say(
        f"取出 {count} 个文件。{signature_words(verdict)[0]}",
        f"{count} files. {signature_words(verdict)[1]}",
    )
    return EXIT_CLEAN
