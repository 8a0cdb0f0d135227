"""`gksite import`: an official document → a plan folder to review; or filled-in sheets → progress
entries."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from gksite.cli.import_folder import Import, Outcome, bring_up_to_date
from gksite.cli.import_target import UNITS, Target, Wishes, find_target, read_registry
from gksite.cli.options import (
    EXIT_CLEAN,
    EXIT_PROBLEMS,
    Shared,
    TextOrJson,
    counted,
    exit_code,
    print_problems,
    text_or_json,
    unusable_project,
)
from gksite.cli.progress_command import import_progress
from gksite.cli.sample import remove_sample, untouched_sample
from gksite.cli.scaffold import SAMPLE_AUTHORITY
from gksite.cli.verdict import mendable
from gksite.diagnostics import Diagnostic
from gksite.documents.blocks import SourceDocument
from gksite.documents.read import read_documents, read_standard_input
from gksite.importer.draft import Draft
from gksite.importer.understanding import read_draft
from gksite.importer.writing.html_report import KIND_WORDS, REASON_WORDS
from gksite.importer.writing.json_report import draft_report
from gksite.importer.writing.likely_aliases import alias_problems, likely_aliases
from gksite.importer.writing.unit_proposal import ask_for_members, propose_units
from gksite.importer.writing.verdict import doubts_in, verdict_of
from gksite.output.refusal import Refused
from gksite.output.source_files import LockedSources, locked_sources
from gksite.source.files import read_sources
from gksite.source.folder_reader import check_name

SHOWN = 40
"""Characters printed of a piece that was left out; the review sheet has all of it."""
_LACKS = {
    "--authority": (
        "文件里没有写是哪个机关的计划，请加 --authority 机关编号",
        "the document does not say whose plan it is: add --authority ID",
    ),
    "--year": (
        "文件里没有写是哪一年的计划，请加 --year 年份",
        "the document does not say the year of the plan: add --year YEAR",
    ),
}
STDIN = "stdin"
"""The name of a document from standard input."""


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--id", "id", default="", help="计划编号，默认“机关-年度”。The plan's id.")
@click.option("--authority", default="", help="行政机关编号。The authority's id.")
@click.option("--year", type=click.IntRange(1900, 2199), help="年度。The year of the plan.")
@click.option(
    "--into",
    default="",
    type=click.Path(file_okay=False),
    help="写到这个文件夹，不写入网站。Write there, not into the site.",
)
@click.option(
    "--dry-run", is_flag=True, help="只说明读到什么，不写文件。Say what was read; write nothing."
)
@text_or_json
@click.option(
    "--accept",
    is_flag=True,
    help="手工和文件都改过的地方以文件为准。Where both you and the document changed, take the document's "
    "side.",
)
@click.option(
    "--anyway",
    is_flag=True,
    help="看起来不是计划也导入。Import what does not look like a plan.",
)
@click.pass_obj
def import_(
    shared: Shared,
    files: tuple[str, ...],
    id: str,
    authority: str,
    year: int | None,
    into: str,
    dry_run: bool,
    format: TextOrJson,
    accept: bool,
    anyway: bool,
) -> int:
    """把正式文件变成计划，或读入填好的填报表。Turn an official document into a plan to review, or read filled-in
    sheets.

    \b
    gksite import 工作要点.docx 任务分解表.xlsx --authority qinghe
    gksite import 网页.html --dry-run --format json
    gksite import progress 区教育局.xlsx
    """
    if files[0] == "progress":
        if len(files) == 1:
            raise shared.usage("写明填报表文件", "name the sheets to read")
        return import_progress(shared, files[1:], format, dry_run=dry_run)
    return import_plan(
        shared, files, Wishes(id, authority, year, into, dry_run, accept, format, anyway)
    )


def import_plan(shared: Shared, files: Sequence[str], wishes: Wishes) -> int:
    """Read the documents, report, and write the plan folder. Return the exit code."""
    if not wishes.dry_run and not wishes.into and (unusable := unusable_project(shared.project)):
        print_problems(shared, unusable, wishes.format)
        return exit_code(unusable, strict=False)
    documents, contents, problems = read_files(shared, files)
    if problems:
        print_problems(shared, problems, wishes.format)
        return exit_code(problems, strict=False)
    draft = read_draft(documents, wishes.year, anyway=wishes.anyway)
    of_documents = [problem for document in documents for problem in document.problems]
    problems = list(dict.fromkeys((*of_documents, *draft.diagnostics)))
    if wishes.dry_run or not draft.tasks:
        return _settle(shared, wishes, draft, documents, contents, problems, None)
    try:
        with locked_sources(shared.project, shared.say_waiting) as sources:
            return _settle(shared, wishes, draft, documents, contents, problems, sources)
    except Refused as refusal:
        print_problems(shared, [refusal.diagnostic], wishes.format)
        return exit_code([refusal.diagnostic], strict=False)


def _settle(
    shared: Shared,
    wishes: Wishes,
    draft: Draft,
    documents: Sequence[SourceDocument],
    contents: Mapping[str, bytes],
    problems: Sequence[Diagnostic],
    sources: LockedSources | None,
) -> int:
    """Compare the draft with the project, write the files that differ (none if `sources` is None)
    and print the report. Return the exit code."""
    registry = read_registry(shared.project / UNITS)
    target = find_target(
        shared.project,
        wishes,
        draft,
        documents,
        registry,
        "" if wishes.authority else _sample_authority(shared),
    )
    if sources is None:
        day = draft.envelope.day(target.year or 2000)
        proposed = propose_units(draft.tasks, registry, target.authority, day, lists=draft.lists)
        aliases = likely_aliases(proposed, registry, target.authority, day)
        asked = [*ask_for_members(draft.tasks, proposed), *alias_problems(aliases, draft.tasks)]
        outcome = Outcome((*problems, *asked), proposed)
    else:
        if not target.authority or not target.year:
            option = "--year" if target.authority else "--authority"
            raise shared.usage(*_LACKS[option])
        outcome = bring_up_to_date(
            target,
            target.year,
            Import(draft, documents, contents),
            registry,
            problems,
            wishes,
            sources,
        )
    if sources and outcome.written and not wishes.into:
        _remove_sample(shared, sources, target.authority)
    _tell(shared, wishes, target, draft, documents, outcome)
    if not draft.tasks:
        shared.say("没有读出任务，没有写任何文件", "no task was found; nothing was written")
        return EXIT_PROBLEMS
    return exit_code(outcome.problems, strict=False)


def _sample_authority(shared: Shared) -> str:
    """Return the authority of the sample plan while that is untouched, so that no document is taken
    for one of its plans; else ""."""
    return SAMPLE_AUTHORITY if untouched_sample(read_sources(shared.project)[0]) else ""


def _remove_sample(shared: Shared, sources: LockedSources, authority: str) -> None:
    """Remove the sample of `init`, now that a real plan is there, and say so."""
    for path in remove_sample(shared.project, sources, (authority,)):
        shared.say(
            f"已删去 gksite init 的示例 {path}", f"removed the sample of gksite init: {path}"
        )


def read_files(
    shared: Shared, files: Sequence[str]
) -> tuple[list[SourceDocument], dict[str, bytes], list[Diagnostic]]:
    """Return the documents, their bytes by name, and why some could not be read. `-` is standard
    input."""
    documents: list[SourceDocument] = []
    contents: dict[str, bytes] = {}
    problems: list[Diagnostic] = []
    paths = [Path(file) for file in files if file != "-"]
    for path in paths:
        if not path.is_file():
            raise shared.usage(f"没有文件“{path}”", f"there is no file “{path}”")
        # The project keeps the original under this name.
        problems += check_name(path.as_posix())
    if problems:
        return [], {}, problems
    if len(paths) < len(files):
        data = sys.stdin.buffer.read()
        document, problems = read_standard_input(data, STDIN)
        if document:
            documents.append(document)
            contents[STDIN] = data
    names = [path.name for path in paths]
    from_files, unread = read_documents(paths)
    for path in paths:
        contents[path.name if names.count(path.name) == 1 else path.as_posix()] = path.read_bytes()
    return [*documents, *from_files], contents, [*problems, *unread]


def _tell(
    shared: Shared,
    wishes: Wishes,
    target: Target,
    draft: Draft,
    documents: Sequence[SourceDocument],
    outcome: Outcome,
) -> None:
    """Print the report on stdout, and on stderr the counts and what to do next."""
    if wishes.format == "json":
        shared.put_json(_json_report(shared, target, draft, documents, outcome))
    else:
        _print_report(shared, target, draft, outcome)
    doubts = doubts_in(outcome.problems)
    shared.say(
        f"{len(draft.sections)} 个部分，{len(draft.tasks)} 项任务，{len(outcome.proposed)} 个新单位名称，"
        f"{len(draft.left_out)} 处没有收入，{doubts} 处需要核对",
        f"{counted(len(draft.sections), 'section')}, {counted(len(draft.tasks), 'task')}, "
        f"{counted(len(outcome.proposed), 'new name')} of units, "
        f"{counted(len(draft.left_out), 'piece')} left out, {counted(doubts, 'doubt')}",
    )
    if outcome.written and not wishes.into:
        sheet, build = target.sheet_path.as_posix(), shared.command("build", "--drafts")
        shared.say(
            f"下一步：在浏览器里打开核对单 {sheet}，再运行 {build}",
            f"next: open {sheet} in a browser, then run {build}",
        )
        for line in mendable(shared, _mendable(shared, target)):
            shared.say(line, line)
    elif outcome.written:
        shared.say(f"已写入 {wishes.into}", f"written to {wishes.into}")
    elif outcome.changes and exit_code(outcome.problems, strict=False) == EXIT_CLEAN:
        shared.say("没有变化", "nothing changed")


def _mendable(shared: Shared, target: Target) -> int:
    """Return the number of places of the plan's files that `check --fix` mends."""
    # Late: no import but one that wrote a plan needs the rules.
    from gksite.check.mending import mendable_places

    folder = target.plan_dir.relative_to(shared.project).as_posix()
    return mendable_places(read_sources(shared.project)[0], f"{folder}/")


def _json_report(
    shared: Shared,
    target: Target,
    draft: Draft,
    documents: Sequence[SourceDocument],
    outcome: Outcome,
) -> dict[str, Any]:
    report = draft_report(
        draft,
        documents,
        outcome.problems,
        shared.language,
        id=target.id,
        authority=target.authority,
        year=target.year,
        proposed=outcome.proposed,
    )
    files = [{"path": change.name, "state": change.state} for change in outcome.changes]
    return {**report, "files": files, "changes": [change.plain for change in outcome.told]}


def _print_report(shared: Shared, target: Target, draft: Draft, outcome: Outcome) -> None:
    """Print verdict, changes, problems, proposed units, pieces left out, and the paths written."""
    shared.put(verdict_of(outcome.problems, shared.language))
    if outcome.told and not outcome.written:
        shared.put(
            shared.word(
                "文件的变化（没有写入）：", "changes of the document (nothing was written):"
            )
        )
    for told in outcome.told:
        shared.put(shared.word(*told.sentence))
    for change in outcome.changes:
        if change.state == "merged":
            path = target.shown(target.plan_dir / change.name)
            shared.put(
                shared.word(f"{path}: 已合并，手工修改保留", f"{path}: merged, the edits are kept")
            )
    print_problems(shared, outcome.problems, "text")
    for unit in outcome.proposed:
        kind = (
            shared.word("集合单位", "group")
            if unit.is_group
            else shared.word(KIND_WORDS.get(unit.kind, unit.kind), unit.kind)
        )
        shared.put(f"{shared.word('新单位名称', 'new name')}: {unit.name} ({kind}, {unit.id})")
    for piece in draft.left_out:
        text = piece.text if len(piece.text) <= SHOWN else f"{piece.text[:SHOWN]}…"
        reason = shared.word(
            f"（{REASON_WORDS.get(piece.reason, piece.reason)}）",
            f" ({piece.reason.replace('-', ' ')})",
        )
        shared.put(
            f"{shared.word('没有收入', 'left out')}: {piece.place}{reason} {' '.join(text.split())}"
        )
    has_sheet = outcome.changes and target.sheet_path.is_file()
    for path in (*outcome.written, *([target.sheet_path] if has_sheet else ())):
        shared.put(target.shown(path))
