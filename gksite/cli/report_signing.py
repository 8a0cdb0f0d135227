"""`gksite review sign --reports`: sign all entries of plans' reports that wait, as one batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from gksite.build.assemble import Assembled, assemble
from gksite.build.public_reports import PlanReports, ReportState, plan_reports
from gksite.build.published_set import published_set
from gksite.build.reading import Reading, plan_folders
from gksite.catalogue import severity
from gksite.cli.options import EXIT_CLEAN, EXIT_PROBLEMS, EXIT_USAGE, Shared, print_problems
from gksite.cli.review_report import check_step
from gksite.config.values import Config
from gksite.content.plan_sources import PlanSources
from gksite.content.report_batches import beyond, same_person, signed_by
from gksite.content.review import REVIEW_NAME, separate_from
from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.importer.writing.progress_file import append_entries
from gksite.model.entities import Plan
from gksite.model.registry import Registry
from gksite.output.source_files import LockedSources
from gksite.schema.keys import KEYS, chinese_key
from gksite.source.files import Sources, read_sources
from gksite.source.program import read_program
from gksite.source.stored_versions import VersionStore
from gksite.source.text import decode
from gksite.source.yaml import parse_yaml
from gksite.source.yaml_text import Value
from gksite.source.yaml_tree import Sequence, plain


def sign_reports(
    shared: Shared, plans: Iterable[str], entry: Mapping[str, str], sources: LockedSources
) -> int:
    """Sign the entries of the plans that wait for a step, with the sources locked; show each of
    them before. `entry` has the step, the signer, the day, and what the signer says."""
    read, unread = read_sources(shared.project)
    program = read_program()
    published = published_set(read, VersionStore(shared.project), {}, program, drafts=True)
    assembled = assemble(published, {}, program, drafts=True)
    config = assembled.config
    if config is None or assembled.model is None:
        print_problems(shared, [*unread, *assembled.problems], "text")
        return EXIT_USAGE
    steps, step, folders = config.review_reports, entry["step"], plan_folders(read)
    _check_names(shared, step, steps, plans, folders)
    reading = Reading(read, {}, program)
    written: dict[Path, bytes] = {}
    before: dict[Path, bytes] = {}
    for id in dict.fromkeys(plans):
        reports, problems = plan_reports(reading, folders[id], config)
        problems += _errors_in(reports, assembled.problems)
        if not problems:
            batch = _batch(shared, assembled, read, id, reports, step, steps, "result" in entry)
            if batch is None:
                return EXIT_PROBLEMS
            problems += _by_one_person(config, folders[id], reports, batch, entry)
            if batch and not problems:
                problems = _append(
                    shared, folders[id], {**entry, "reports": batch}, written, before
                )
        if problems:
            print_problems(shared, problems, "text")
            return EXIT_PROBLEMS
    sources.write(written, before)
    for place in written:
        id, returned = place.parent.name, "result" in entry
        shared.say(
            f"“{id}”的报送已{'退回' if returned else '签署'}：{step}",
            f"{'sent back' if returned else 'signed'} the reports of “{id}”: {step}",
        )
    return EXIT_CLEAN


def _check_names(
    shared: Shared,
    step: str,
    steps: tuple[str, ...],
    plans: Iterable[str],
    folders: Mapping[str, PlanSources],
) -> None:
    """Refuse names of steps and of plans that do not exist."""
    if not steps:
        raise shared.usage(
            "config.yaml 里没有要求报送先审签（review 的 reports）",
            "config.yaml does not ask for signatures of reports (reports in review)",
        )
    check_step(shared, step, steps)
    for id in plans:
        if id not in folders:
            near = nearest(id, folders)
            raise shared.usage(f"没有计划“{id}”（{near}）", f"there is no plan “{id}” ({near})")


def _by_one_person(
    config: Config,
    folder: PlanSources,
    reports: PlanReports,
    batch: Mapping[str, Value],
    entry: Mapping[str, str],
) -> list[Diagnostic]:
    """Report that the signer has signed a step that is for another person, of these entries."""
    if "result" in entry or not batch:
        return []
    entries, step, by = batch["entries"], entry["step"], entry["by"]
    assert isinstance(entries, list)
    others = separate_from(step, config.separate_steps)
    found = same_person(reports.batches, [str(one) for one in entries], others, by)
    where = Location(f"{folder.folder}/{REVIEW_NAME}")
    facts = {"step": step, "by": by, "other": "、".join(found)}
    return [problem("light-gate-same-person", where, **facts)] if found else []


def _errors_in(reports: PlanReports, problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the errors in the files of a plan's reports: nobody can judge what cannot be read."""
    paths = {state.path for state in reports.files}
    return [one for one in problems if severity(one) == "error" and one.location.path in paths]


def _batch(
    shared: Shared,
    assembled: Assembled,
    sources: Sources,
    plan: str,
    reports: PlanReports,
    step: str,
    steps: tuple[str, ...],
    is_returned: bool,
) -> dict[str, Value] | None:
    """Return the entries of a plan that wait for a step, by digest, and show them; nothing where
    none does, None where an earlier step has to sign first."""
    entries: list[str] = []
    earlier = () if is_returned else steps[: steps.index(step)]
    for state in reports.files:
        digests = state.entries.digests
        not_by = {
            one: {*beyond(digests, signed_by(reports.batches, one))} for one in (*earlier, step)
        }
        # What a step has approved it may still send back, as long as that waits for others.
        waiting = [i for i in state.waiting if is_returned or i in not_by[step]]
        first = [one for one in earlier if not_by[one] & {*waiting}]
        if first:
            shared.say(
                f"“{plan}”的报送先要有：{'、'.join(first)}",
                f"the reports of “{plan}” first need: {'、'.join(first)}",
            )
            return None
        for line in _shown(state, waiting, sources, assembled, plan):
            shared.put(line)
        entries += [digests[index] for index in waiting]
    lost = [digest for digest, _ in reports.gone]
    if lost:
        shared.say(
            f"“{plan}”签过的 {len(lost)} 条报送不在了（删了，或签完以后改了），签署后记下",
            f"{len(lost)} signed entries of “{plan}” are gone (deleted, or edited since); the "
            "signature puts that on record",
        )
    if not entries and not lost:
        shared.say(f"“{plan}”没有等签的报送", f"no report of “{plan}” waits for a signature")
        return {}
    return {"entries": entries, **({"gone": lost} if lost else {}), "steps": list(steps)}


def _shown(
    state: ReportState, indexes: Iterable[int], sources: Sources, assembled: Assembled, plan: str
) -> Iterator[str]:
    """Yield each of the entries in words, all of its values as they are written."""
    assert assembled.model
    node, _ = parse_yaml(decode(sources.texts[state.path], state.path)[0], state.path)
    items = node.items if isinstance(node, Sequence) else []
    known = next((one for one in assembled.plans if one.id == plan), None)
    for index in indexes:
        words = entry_words(plain(items[index]), known, assembled.model.registry)
        yield f"{state.path}:{items[index].line}  {words}"


def entry_words(values: object, plan: Plan | None, registry: Registry) -> str:
    """Return the values of an entry in words, with the text of its task and the name of its
    unit."""
    if not isinstance(values, dict):
        return str(values)
    tasks = {task.id: task.text for task in plan.tasks} if plan else {}
    parts: list[str] = []
    for name, value in values.items():
        key = KEYS.get(name) or name
        words = _flat(value)
        if key == "task" and (text := tasks.get(words)):
            words = f"{words} {text}"
        elif key == "unit" and plan:
            unit = registry.units.get(f"{plan.authority}/{words}")
            words = f"{unit.name}（{words}）" if unit and unit.name != words else words
        parts.append(f"{chinese_key(key, 'ProgressRecord') or name} {words}")
    return "；".join(parts)


def _flat(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(f"{name} {_flat(inner)}" for name, inner in value.items())
    if isinstance(value, list):
        return "、".join(map(_flat, value))
    return "" if value is None else str(value)


def _append(
    shared: Shared,
    folder: PlanSources,
    entry: dict[str, Value],
    written: dict[Path, bytes],
    before: dict[Path, bytes],
) -> list[Diagnostic]:
    """Add a plan's review.yaml with a further entry to those to be written."""
    path = f"{folder.folder}/{REVIEW_NAME}"
    place = shared.project / path
    if REVIEW_NAME in folder.texts:
        before[place] = folder.texts[REVIEW_NAME]
    written[place], problems = append_entries(before.get(place, b""), [entry], path)
    return problems
