"""The files that a migration changes, with the signatures that it carries over."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from gksite.content.plan_sources import PlanSources
from gksite.content.review import (
    REVIEW_NAME,
    files_digest,
    parse_signatures,
    signed_content,
    unadjusted_digest,
)
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.importer.writing.progress_file import append_entries
from gksite.migrate.answers import Answer
from gksite.migrate.questions import PROGRESS, TASKS, Question
from gksite.migrate.rewriting import Answers, config_after, progress_after, tasks_after
from gksite.schema.keys import KEYS, chinese_key
from gksite.source.files import CONFIG_PATH
from gksite.source.stored_versions import version_folder
from gksite.source.text import decode
from gksite.source.yaml import parse_yaml, plain


class Migration(msgspec.Struct, frozen=True):
    """The new bytes of the files that change, by path, config.yaml last; the plans whose signatures
    count for the new version too, and those that must be signed again."""

    changes: dict[str, bytes]
    carried: tuple[str, ...] = ()
    unsigned: tuple[str, ...] = ()

    @property
    def is_of_the_format_alone(self) -> bool:
        """Whether nothing changes but the number of the format."""
        return not self.changes.keys() - {CONFIG_PATH}


def migrate(
    config: bytes, folders: Mapping[str, PlanSources], answers: Answers
) -> tuple[Migration, list[Diagnostic]]:
    """Return the migration by these answers. Report files whose values would change otherwise than
    the answers say."""
    changes: dict[str, bytes] = {}
    problems: list[Diagnostic] = []
    carried: list[str] = []
    unsigned: list[str] = []
    by_plan: dict[str, dict[Question, Answer]] = {}
    for question, answer in answers.items():
        by_plan.setdefault(question.plan, {})[question] = answer
    for id, own in by_plan.items():
        folder = folders[id]
        after, new_problems = _plan_after(folder, own)
        problems += new_problems
        changes |= {f"{folder.folder}/{name}": data for name, data in after.items()}
        if TASKS in after and not new_problems and _is_signed(folder):
            signed, new_problems = _signatures_after(folder, after[TASKS])
            problems += new_problems
            changes |= signed
            (carried if signed else unsigned).append(id)
    after_config = config_after(config)
    problems += _differences(config, after_config, CONFIG_PATH, "format")
    if after_config != config:
        changes[CONFIG_PATH] = after_config
    return Migration(changes, tuple(carried), tuple(unsigned)), problems


def _plan_after(folder: PlanSources, answers: Answers) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """Return the files of a plan that change, by name, tasks.yaml first: an adjustment is there
    before the report that told of it says something else."""
    after: dict[str, bytes] = {}
    if any(answer.is_adjustment for answer in answers.values()):
        after[TASKS] = tasks_after(folder.texts[TASKS], answers)
    after[PROGRESS] = progress_after(folder.texts[PROGRESS], answers)
    problems = [
        diagnostic
        for name, key in ((PROGRESS, "status"), (TASKS, "adjustments"))
        if name in after
        for diagnostic in _differences(
            folder.texts[name], after[name], f"{folder.folder}/{name}", key
        )
    ]
    return after, problems


def _signatures_after(
    folder: PlanSources, tasks: bytes
) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """Return review.yaml with the entry that carries the signatures over, and the kept copy of the
    new version; nothing where they cannot be carried over."""
    new = msgspec.structs.replace(folder, texts={**folder.texts, TASKS: tasks})
    before, after = files_digest(folder), files_digest(new)
    if unadjusted_digest(new) != before:
        return {}, []
    path = f"{folder.folder}/{REVIEW_NAME}"
    review = folder.texts[REVIEW_NAME]
    is_chinese = any(word in decode(review, path)[0] for word in ("环节:", "签署:"))

    def named(key: str) -> str:
        return chinese_key(key, "MigratedRecord") if is_chinese else key

    entry = {named("migrated"): {named("from"): before, named("to"): after}}
    review, problems = append_entries(review, [entry], path)
    copies = version_folder(folder.id, after)
    copy = {f"{copies}/{name}": data for name, data in signed_content(new).stored.items()}
    return {**copy, path: review}, problems


def _is_signed(folder: PlanSources) -> bool:
    """Whether a signature signs the plan as it is now."""
    path = f"{folder.folder}/{REVIEW_NAME}"
    text = decode(folder.texts.get(REVIEW_NAME, b""), path)[0]
    signed, _ = parse_signatures({path: text})
    digest = files_digest(folder)
    return any(signature.digest == digest for signature in signed.signatures)


def _differences(before: bytes, after: bytes, path: str, key: str) -> list[Diagnostic]:
    """Report a file in which more values changed than those at a key."""
    if _values(before, path, key) == _values(after, path, key):
        return []
    return [problem("migration-not-possible", Location(path), key=key)]


def _values(data: bytes, path: str, but: str) -> object:
    """Return the values of a file but for those at a key of its records, None if it cannot be
    read."""
    node, problems = parse_yaml(decode(data, path)[0], path)
    values = plain(node) if node is not None and not problems else None
    records = values if isinstance(values, list) else [values]
    return [
        {key: value for key, value in record.items() if KEYS.get(key, key) != but}
        if isinstance(record, dict)
        else problems
        for record in records
    ]
