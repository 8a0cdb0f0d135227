"""`gksite migrate`: bring the sources of a project to the present format."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
import msgspec

from gksite.build.assemble import assemble
from gksite.build.published_set import working_set
from gksite.build.reading import plan_folders
from gksite.catalogue import severity
from gksite.cli.clock import day_of
from gksite.cli.migrate_asking import ask
from gksite.cli.options import (
    EXIT_CLEAN,
    EXIT_PROBLEMS,
    Shared,
    counted,
    exit_code,
    print_problems,
    unusable_project,
)
from gksite.config.values import CONFIG_PATH
from gksite.content.plan_sources import PlanSources
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.migrate.answers import Answer, parse_answers, template, unanswered
from gksite.migrate.backup import NAMES, pack_backup, unpack_backup
from gksite.migrate.migration import Migration
from gksite.migrate.migration import migrate as migrated
from gksite.migrate.questions import Question, questions_of, unstated_of
from gksite.output.refusal import Refused
from gksite.output.source_files import LockedSources, locked_sources
from gksite.schema.keys import FORMAT, spelled
from gksite.source.files import Sources, read_sources
from gksite.source.program import read_program
from gksite.source.text import decode

_TO_BE_MIGRATED = "status-of-format-1"


class Project(msgspec.Struct, frozen=True):
    """A project as it was read: its sources, the folders of its plans, and what is to be asked."""

    sources: Sources
    folders: Mapping[str, PlanSources]
    questions: Sequence[Question]


@click.command("migrate")
@click.option(
    "--dry-run", is_flag=True, help="只显示，不写文件。Show what would change; write nothing."
)
@click.option(
    "--answers",
    type=click.Path(dir_okay=False, exists=True),
    metavar="FILE",
    help="从文件读取答复，不逐条询问。Take the answers from a file instead of asking.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="配合 --dry-run：把要答复的问题写成文件。With --dry-run: write the questions to this file.",
)
@click.pass_obj
def migrate(shared: Shared, dry_run: bool, answers: str | None, output: str | None) -> int:
    """把网站的源文件改成现在的格式，先留一份备份。Bring the sources to the present format, after a backup.

    \b
    gksite migrate --dry-run -o answers.yaml
    gksite migrate --answers answers.yaml
    """
    if output and not (dry_run and not answers):
        raise shared.usage(
            "-o 只和 --dry-run 一起用，不和 --answers 一起用",
            "-o goes with --dry-run, and not with --answers",
        )
    if problems := unusable_project(shared.project):
        print_problems(shared, problems, "text")
        return exit_code(problems, strict=False)
    if dry_run:
        return _migrate(shared, answers, output, None)
    with locked_sources(shared.project, shared.say_waiting) as sources:
        return _migrate(shared, answers, output, sources)


def _migrate(
    shared: Shared, answers: str | None, output: str | None, locked: LockedSources | None
) -> int:
    """Migrate the project, with its sources locked. Write nothing if `locked` is None."""
    finished = _finish(shared, locked)
    if finished is not None:
        return finished
    project, problems = _read(shared.project)
    if problems:
        print_problems(shared, problems, "text")
        shared.say("没有写入：先改正这些问题", "nothing was written: mend these first")
        return EXIT_PROBLEMS
    if locked is None and not answers and project.questions:
        return _show_questions(shared, project, output)
    answered = _answers(shared, project, answers)
    if isinstance(answered, int):
        return answered
    migration, problems = migrated(project.sources.texts[CONFIG_PATH], project.folders, answered)
    problems = problems or _problems_after(project.sources, migration)
    if problems:
        print_problems(shared, problems, "text")
        shared.say("没有写入", "nothing was written")
        return EXIT_PROBLEMS
    if not migration.changes:
        shared.say(
            f"已经是格式 {FORMAT}，没有要改的", f"already format {FORMAT}: nothing to change"
        )
        return EXIT_CLEAN
    if locked is None:
        _show_changes(shared, project.sources, migration)
    else:
        _write(shared, project.sources, migration, locked)
    _list_unstated(shared, project)
    return EXIT_CLEAN


def _read(root: Path) -> tuple[Project, list[Diagnostic]]:
    """Return the project, and the errors that its sources have besides statuses of format 1."""
    sources, unread = read_sources(root)
    folders = plan_folders(sources)
    questions: list[Question] = []
    problems = [*unread, *assemble(working_set(sources), {}, read_program(), drafts=True).problems]
    for folder in folders.values():
        asked, new_problems = questions_of(folder)
        questions += asked
        problems += new_problems
    errors = {p for p in problems if severity(p) == "error" and p.code != _TO_BE_MIGRATED}
    return Project(sources, folders, questions), sorted(errors)


def _problems_after(sources: Sources, migration: Migration) -> list[Diagnostic]:
    """Return the errors of the sources as a migration would leave them."""
    texts = {path: migration.changes.get(path, data) for path, data in sources.texts.items()}
    new = working_set(msgspec.structs.replace(sources, texts=texts))
    after = assemble(new, {}, read_program(), drafts=True)
    return sorted(p for p in after.problems if severity(p) == "error")


def _answers(shared: Shared, project: Project, file: str | None) -> dict[Question, Answer] | int:
    """Return the answers, from a file or from a person at the terminal; the exit code where some
    are missing."""
    if file and project.questions:
        text, problems = decode(Path(file).read_bytes(), file)
        if not problems:
            answers, problems = parse_answers(text, file, project.questions)
            if not problems:
                return answers
    elif not project.questions or sys.stdin.isatty():
        return {question: ask(shared, question) for question in project.questions}
    else:
        problems = unanswered(project.questions, {})
    print_problems(shared, problems, "text")
    shared.say("没有写入", "nothing was written")
    return EXIT_PROBLEMS


def _show_questions(shared: Shared, project: Project, output: str | None) -> int:
    """Write the file of answers that is to be filled in."""
    text = template(project.questions, shared.language)
    if output:
        LockedSources().write({Path(output): text.encode("utf-8")}, {})
        shared.put(output)
    else:
        shared.console.put_data(text)
    count = len(project.questions)
    shared.say(
        f"有 {count} 条报送要答复；改好后运行 {shared.command('migrate', '--answers', output or 'FILE')}",
        f"{counted(count, 'report')} to answer for; then run "
        f"{shared.command('migrate', '--answers', output or 'FILE')}",
    )
    _list_unstated(shared, project)
    return EXIT_CLEAN


def _show_changes(shared: Shared, sources: Sources, migration: Migration) -> None:
    for path, data in migration.changes.items():
        before, after = (
            text.decode("utf-8").splitlines() for text in (sources.texts.get(path, b""), data)
        )
        if path in sources.texts:
            for line in difflib.unified_diff(before, after, f"a/{path}", f"b/{path}", lineterm=""):
                shared.put(line)
        else:
            shared.put(f"+++ b/{path}")


def _write(shared: Shared, sources: Sources, migration: Migration, locked: LockedSources) -> None:
    """Write the backup, then the migration; without the second the first is removed again."""
    root = shared.project
    read = {
        path: (root / path).read_bytes() for path in migration.changes if (root / path).is_file()
    }
    changes = {path: data for path, data in migration.changes.items() if read.get(path) != data}
    place = _free_name(root, f"backup-{day_of(root).isoformat()}")
    backup = pack_backup(changes, {p: sources.texts.get(p, data) for p, data in read.items()})
    locked.write({place: backup}, {})
    try:
        locked.write(_below(root, changes), _below(root, read) | _read_texts(root, sources))
    except Refused:
        locked.remove({place: backup})
        raise
    for path in changes:
        shared.put(path)
    shared.say(
        f"已改成格式 {FORMAT}；改动前的 {len(read)} 个文件在 {place.name}",
        f"now format {FORMAT}; the {counted(len(read), 'file')} as they were are in {place.name}",
    )
    for plan in migration.carried:
        shared.say(
            f"“{plan}”的签署随新写法有效：除新加的调整外，内容一字未改",
            f"the signatures of “{plan}” count for it as it is written now: nothing but the "
            "adjustments was added",
        )
    for plan in migration.unsigned:
        shared.say(f"“{plan}”要重新审签", f"“{plan}” must be signed again")


def _read_texts(root: Path, sources: Sources) -> dict[Path, bytes]:
    """Return the bytes from which the migration was made, so that an edit meanwhile is noticed."""
    return _below(root, sources.texts)


def _below(root: Path, files: Mapping[str, bytes]) -> dict[Path, bytes]:
    return {root / path: data for path, data in files.items()}


def _free_name(root: Path, stem: str) -> Path:
    """Return a name for a backup that no file has."""
    number, place = 1, root / f"{stem}.zip"
    while place.exists() or place.is_symlink():
        number += 1
        place = root / f"{stem}-{number}.zip"
    return place


def _finish(shared: Shared, locked: LockedSources | None) -> int | None:
    """Write the remaining files of a migration that was killed, by its backup. Return the exit
    code, None where there is none to finish."""
    root = shared.project
    for place in sorted(root.glob(NAMES)):
        backup = unpack_backup(place.read_bytes())
        if backup is None:
            continue
        paths = [root / change.path for change in backup.changes]
        read = {path: path.read_bytes() for path in paths if path.is_file()}
        state, rest = backup.state({p.relative_to(root).as_posix(): d for p, d in read.items()})
        if state == "mixed":
            problems = [
                problem("migration-cut-short", Location(path), backup=place.name) for path in rest
            ]
            print_problems(shared, problems, "text")
            return exit_code(problems, strict=False)
        if state == "interrupted":
            if locked:
                # All of them, since the killed run left temporary files beside the others too.
                locked.write(_below(root, backup.written()), read)
            for path in rest:
                shared.put(path)
            shared.say(*_FINISHED[locked is not None])
            shared.say(
                f"改动前的文件在 {place.name}", f"the files as they were are in {place.name}"
            )
            return EXIT_CLEAN
    return None


_FINISHED = {
    True: (
        "上次迁移中途被打断，余下的文件已按当时的答复写好",
        "the last migration was cut short; its remaining files are written now, by the answers "
        "given then",
    ),
    False: (
        "上次迁移中途被打断，运行 gksite migrate 会按当时的答复写好余下的文件",
        "the last migration was cut short; gksite migrate will write its remaining files, by the "
        "answers given then",
    ),
}


def _list_unstated(shared: Shared, project: Project) -> None:
    """Say which facts older pages showed though no source states them. They are not written."""
    for folder in project.folders.values():
        facts = list(unstated_of(folder))
        if facts:
            place = facts[0].location
            zh = "、".join(f"{spelled(f.key, 'PlanRecord')}（“{f.shown}”）" for f in facts)
            en = ", ".join(f"{spelled(f.key, 'PlanRecord')} (“{f.shown}”)" for f in facts)
            shared.say(
                f"{place.path}:{place.line} 没有写 {zh}：格式 1 的网页曾默认显示，现在不显示；属实的请自己写上",
                f"{place.path}:{place.line} does not state {en}: pages of format 1 showed this by "
                "default and no longer do; write it if it is so",
            )
